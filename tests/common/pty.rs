//! A program in a pseudo-terminal, and the screen that it has drawn. Waits poll; nothing sleeps a guess.

#![allow(dead_code, reason = "each test file uses its part")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long something may take before a test gives up.
const LIMIT: Duration = Duration::from_secs(10);

struct Drawn {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    drawn: Arc<Mutex<Drawn>>,
}

fn dim(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).unwrap()
}

impl Pty {
    /// Starts a program with nothing in its environment but these.
    pub fn start(program: &str, args: &[&str], env: &[(&str, &str)], (width, height): (u16, u16)) -> Self {
        let size = PtySize {
            rows: height,
            cols: width,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        for (key, value) in env {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(dim(height), dim(width), 0);
        let drawn = Arc::new(Mutex::new(Drawn {
            parser,
            bytes: Vec::new(),
        }));
        let shared = Arc::clone(&drawn);
        std::thread::spawn(move || {
            let mut chunk = vec![0_u8; 65536];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                let mut drawn = shared.lock().unwrap();
                drawn.parser.process(&chunk[..n]);
                drawn.bytes.extend_from_slice(&chunk[..n]);
            }
        });
        Self {
            master: pair.master,
            writer,
            child,
            drawn,
        }
    }

    pub fn send(&mut self, bytes: &str) -> &mut Self {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    pub fn text(&self) -> String {
        self.drawn.lock().unwrap().parser.screen().contents()
    }

    /// All bytes the program has written.
    pub fn bytes(&self) -> Vec<u8> {
        self.drawn.lock().unwrap().bytes.clone()
    }

    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.drawn.lock().unwrap().parser.screen())
    }

    /// Waits until something holds of the screen.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let end = Instant::now() + LIMIT;
        while !self.look(&holds) {
            assert!(Instant::now() < end, "{what} never came:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
        self
    }

    /// Waits until the text is on the screen.
    #[track_caller]
    pub fn wait(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until the text has left the screen.
    #[track_caller]
    pub fn gone(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| !screen.contents().contains(text))
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.drawn
            .lock()
            .unwrap()
            .parser
            .set_size(dim(height), dim(width));
        let size = PtySize {
            rows: height,
            cols: width,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
        self
    }

    /// Sends a signal by name, such as `TERM`.
    pub fn signal(&mut self, name: &str) -> &mut Self {
        let pid = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill")
            .args([&format!("-{name}"), &pid])
            .status()
            .unwrap();
        assert!(status.success());
        self
    }

    /// Waits for the end; the exit code.
    #[track_caller]
    pub fn ends(&mut self) -> u32 {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it never ended:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

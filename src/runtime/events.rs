//! The threads that listen: to the terminal, and to the signals that end a program.

use super::Signal;
use crate::ui::input::Event;
use crate::ui::key::Chord;
use crossterm::event::{self, Event as Raw, MouseButton, MouseEventKind};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::pipe;
use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// The signals that end a program, caught from now on: a byte for each waits here until somebody reads it.
pub struct Caught {
    heard: UnixStream,
}

/// Catches the signals. Done before the terminal is taken, so that none can leave it as it is.
pub fn catch_signals() -> io::Result<Caught> {
    let (heard, told) = UnixStream::pair()?;
    for signal in [SIGTERM, SIGHUP, SIGINT] {
        pipe::register(signal, told.try_clone()?)?;
    }
    Ok(Caught { heard })
}

/// Starts both threads.
pub fn start(caught: Caught, to_loop: &Sender<Signal>) -> io::Result<()> {
    let stop = to_loop.clone();
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            let mut heard = caught.heard;
            let mut byte = [0_u8; 1];
            // One signal ends the program; whatever else comes is for the ending.
            let _ = heard.read(&mut byte);
            drop(stop.send(Signal::Stop));
        })?;
    let to_loop = to_loop.clone();
    std::thread::Builder::new().name("events".into()).spawn(move || {
        loop {
            let Ok(first) = event::read() else {
                drop(to_loop.send(Signal::Stop));
                return;
            };
            let at = Instant::now();
            // What came together is handed over together: else a busy machine tears a scanner's burst apart, and its
            // first digits are taken for a person's.
            let mut all = vec![first];
            while matches!(event::poll(Duration::ZERO), Ok(true)) {
                let Ok(next) = event::read() else { break };
                all.push(next);
            }
            for event in all.into_iter().filter_map(meaning) {
                if to_loop.send(Signal::Event(event, at)).is_err() {
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// What a terminal's event is to the app; `None` for what it has no use for.
fn meaning(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) => Chord::of_event(&key).map(Event::Key),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(width, height) => Some(Event::Resize(width, height)),
        Raw::Mouse(mouse) if mouse.kind == MouseEventKind::Down(MouseButton::Left) => {
            Some(Event::Click(mouse.column, mouse.row))
        }
        _ => None,
    }
}

//! The shell: terminal guard, events, the effect runner with its one worker, the wall clock.
//!
//! ```text
//!   event thread ──┐
//!   worker thread ─┼─> one channel ─> loop: update the app, draw if something changed, hand requests to the worker
//!   signal thread ─┘
//! ```
//!
//! The loop blocks until something comes or the app's next deadline: nothing runs at rest. The first frame is drawn
//! before any thread is started, so that it waits for nothing.

pub mod clock;
pub mod crash;
mod events;
pub mod guard;
pub mod kiosk;
pub mod office;
mod watch;
pub mod worker;

use crate::app::{App, Out, Settings};
use crate::ui::ask::Reply;
use crate::ui::context::Looks;
use crate::ui::glyph::Tier;
use crate::ui::input::{Event, RequestId};
use crate::ui::theme::Palette;
use clock::Clock;
use ratatui::{Terminal, backend::Backend};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};
use worker::{Request, Worker};

/// Why a run could not begin or had to end.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard input or output is a file or a pipe.
    #[error("the kiosk needs a terminal: standard input or output is none")]
    NoTerminal,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] io::Error),
}

/// How to run.
pub struct Options {
    /// How the app begins.
    pub settings: Settings,
    /// Whether clicks and touches are wanted: only where there is a mouse, for it takes away the terminal's own
    /// selection.
    pub mouse: bool,
    /// Where to write the record of a crash.
    pub crash_file: Option<PathBuf>,
}

/// What the channel carries.
pub enum Signal {
    /// A key, a click, a paste, a new size; with the time when it was read.
    Event(Event, Instant),
    /// An answer of the worker.
    Reply(Option<RequestId>, Box<Reply>),
    /// SIGTERM, SIGHUP, SIGINT, or the terminal is gone.
    Stop,
}

/// The looks that the environment asks for: `NO_COLOR` with any content turns colours off (no-color.org), `TERM` says
/// which glyphs there are.
pub fn looks_of_env(no_color: Option<&OsStr>, term: Option<&OsStr>) -> Looks {
    let mono = no_color.is_some_and(|value| !value.is_empty());
    Looks {
        palette: if mono { Palette::Mono } else { Palette::Colour16 },
        tier: term.and_then(OsStr::to_str).map_or(Tier::Ascii, Tier::of_term),
        ..Looks::default()
    }
}

/// Runs the kiosk on this process's terminal until a signal ends it; the terminal is as before when it returns.
pub fn run(options: Options, worker: impl Worker + 'static) -> Result<(), Error> {
    let clock = Clock::start();
    crash::install(options.crash_file);
    let caught = events::catch_signals()?;
    let mut guard = guard::TerminalGuard::enter(options.mouse)?;
    let terminal = guard.terminal();
    let size = terminal.size()?;
    let mut app = App::new(options.settings, (size.width, size.height), clock.stamp());
    draw(terminal, &mut app)?;
    let (to_loop, inbox) = channel();
    events::start(caught, &to_loop)?;
    let (requests, thread) = worker::start(worker, to_loop)?;
    let mut bells = Bells::default();
    let ended = drive(terminal, &mut app, clock, &inbox, &requests, &mut bells);
    drop(guard);
    // The worker finishes what it has begun, and closes its files, before the process ends.
    drop(requests);
    let _ = thread.join();
    Ok(ended?)
}

/// The loop, over any backend. Ends at [`Signal::Stop`], when an officer ends it, or when nobody can
/// send any more.
pub fn drive<B: Backend>(
    terminal: &mut Terminal<B>,
    app: &mut App,
    clock: Clock,
    inbox: &Receiver<Signal>,
    requests: &Sender<Request>,
    bells: &mut dyn Bell,
) -> Result<(), B::Error> {
    loop {
        let deadline = app.next_deadline().map(|at| clock.instant(at));
        let deadline = match (deadline, bells.next()) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let first = match deadline {
            Some(deadline) => match inbox.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(signal) => Some(signal),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            },
            None => match inbox.recv() {
                Ok(signal) => Some(signal),
                Err(_) => return Ok(()),
            },
        };
        let mut repaint = false;
        let mut next = Ok(first);
        // Everything that is there is taken before drawing: a scanner's burst makes one frame, not twenty.
        loop {
            let (event, stamp) = match next {
                Ok(Some(Signal::Stop)) => return Ok(()),
                Ok(Some(Signal::Event(event, at))) => (event, clock.stamp_at(at)),
                Ok(Some(Signal::Reply(id, reply))) => (Event::Reply(id, reply), clock.stamp()),
                Ok(None) => (Event::Tick, clock.stamp()),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            };
            for out in app.update(event, stamp) {
                match out {
                    Out::Ask(id, ask) => {
                        // A worker that is gone answers nothing; its end was recorded by the panic hook.
                        let _ = requests.send(Request { id, ask });
                    }
                    Out::Beep(times) => bells.ring(times),
                    Out::Repaint => repaint = true,
                    Out::Quit => return Ok(()),
                }
            }
            next = inbox.try_recv().map(Some);
        }
        bells.go_on();
        if repaint {
            // Not `Terminal::clear`: that asks the terminal where its cursor is, and waits for the answer. Blank
            // buffers make the next frame a whole one.
            terminal.backend_mut().clear()?;
            terminal.swap_buffers();
        }
        if repaint || app.is_dirty() {
            draw(terminal, app)?;
        }
    }
}

/// Draws a frame.
pub fn draw<B: Backend>(terminal: &mut Terminal<B>, app: &mut App) -> Result<(), B::Error> {
    terminal.draw(|frame| {
        let area = frame.area();
        let cursor = app.view(frame.buffer_mut(), area);
        frame.set_cursor_position(cursor);
    })?;
    Ok(())
}

/// What can beep.
pub trait Bell {
    /// So many beeps, beginning at [`Self::go_on`].
    fn ring(&mut self, times: u8);
    /// When the next beep is due.
    fn next(&self) -> Option<Instant>;
    /// Beeps if it is due.
    fn go_on(&mut self);
}

/// The terminal's bell: beeps 150 ms apart, so that they can be counted.
#[derive(Default)]
pub struct Bells {
    left: u8,
    due: Option<Instant>,
}

impl Bell for Bells {
    fn ring(&mut self, times: u8) {
        self.left = times;
        self.due = (times > 0).then(Instant::now);
    }

    fn next(&self) -> Option<Instant> {
        self.due
    }

    fn go_on(&mut self) {
        let now = Instant::now();
        if self.due.is_none_or(|due| due > now) {
            return;
        }
        let mut out = io::stdout();
        // A bell that cannot be rung is no reason to end.
        let _ = out.write_all(b"\x07").and_then(|()| out.flush());
        self.left = self.left.saturating_sub(1);
        self.due = (self.left > 0).then(|| now + Duration::from_millis(150));
    }
}

#[cfg(test)]
mod tests;

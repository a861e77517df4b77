//! How far long work is.

use crate::store::pulse::Pulse;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

/// How often a pulse is looked at, and how long work may take before a bar is drawn of it.
const GLANCE: Duration = Duration::from_millis(250);

/// A bar on a terminal, nothing elsewhere.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// Percent and the time left: what is done is of no unit that a person counts in.
    pub(super) fn new() -> Self {
        Self::drawn("{bar:40} {percent:>3}%  {eta}")
    }

    /// Operations done, of how many, and the time left.
    fn of_operations() -> Self {
        Self::drawn("{bar:30} {pos:>9} / {len}  {eta}")
    }

    /// Bytes done, of how many, and the time left.
    pub(super) fn of_bytes() -> Self {
        Self::drawn("{msg} {bar:30} {bytes:>10} / {total_bytes}  {eta}")
    }

    fn drawn(template: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        // Four times a second is as often as anything moves here.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(4));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("#-"));
        }
        Self(bar)
    }

    /// So much of so much is done.
    pub(super) fn at(&self, done: u64, all: u64) {
        self.0.set_length(all);
        self.0.set_position(done);
    }

    /// So much of so much is read; once it is all, the bar leaves room for another that counts what follows, and comes
    /// back if something is read again.
    pub(super) fn reads(&self, done: u64, all: u64) {
        if done >= all {
            self.0.finish_and_clear();
            return;
        }
        if self.0.is_finished() {
            self.0.reset();
        }
        self.at(done, all);
    }

    /// The `at`th of `of` files; so much of it is done.
    #[cfg(feature = "network")]
    pub(super) fn file(&self, at: usize, of: usize, done: u64, all: u64) {
        self.0.set_message(format!("{at}/{of}"));
        self.at(done, all);
    }

    /// It is over, and leaves no trace.
    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}

/// Looks at a pulse while a command runs, and draws a bar of what takes long: the folding of operations, which no
/// other bar counts.
pub(super) struct Watch {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Begins to look; where nobody sees a bar, nothing is done.
    pub(super) fn on(pulse: &Pulse) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = std::io::stderr().is_terminal().then(|| {
            let (pulse, over) = (pulse.clone(), Arc::clone(&over));
            std::thread::spawn(move || look(&pulse, &over))
        });
        Self { over, thread }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

fn look(pulse: &Pulse, over: &AtomicBool) {
    let mut bar: Option<Bar> = None;
    while !over.load(Ordering::Relaxed) {
        std::thread::park_timeout(GLANCE);
        match pulse.now() {
            Some((done, all)) => bar.get_or_insert_with(Bar::of_operations).at(done, all),
            None => {
                if let Some(bar) = bar.take() {
                    bar.end();
                }
            }
        }
    }
    if let Some(bar) = bar {
        bar.end();
    }
}

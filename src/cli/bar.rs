//! How far long work is.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;

/// A bar on a terminal, nothing elsewhere.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// Percent and the time left: what is done is of no unit that a person counts in.
    pub(super) fn new() -> Self {
        Self::drawn("{bar:40} {percent:>3}%  {eta}")
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

//! What comes in: [`Event`]s from the terminal and the worker to the app, [`Input`]s from the app to one screen.

use crate::ui::ask::Reply;
use crate::ui::key::Chord;
use crate::ui::keymap::Action;
use chrono::NaiveDateTime;
use std::fmt;

/// A point on the clock that never goes back: milliseconds since the program began.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// This moment and so many milliseconds.
    #[must_use]
    pub fn plus(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from an earlier moment to this one; 0 if it is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// When an event happened, by both clocks. The app has no clock: every event brings its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// For intervals: gaps between keys, idle time.
    pub at: Millis,
    /// The local wall time, to be shown, never to be compared.
    pub wall: NaiveDateTime,
}

/// The number of a request, by which its answer finds the screen that asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct RequestId(pub u64);

/// What happens to the app.
#[derive(Clone)]
pub enum Event {
    /// A key went down or repeats.
    Key(Chord),
    /// A bracketed paste.
    Paste(String),
    /// The left button or a finger went down at column, row.
    Click(u16, u16),
    /// The terminal has so many columns and rows.
    Resize(u16, u16),
    /// A deadline of the app has come.
    Tick,
    /// The office answers the request of that number; without a number, it tells everybody.
    Reply(Option<RequestId>, Box<Reply>),
}

/// What one screen is given.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key or a click that the screen's bindings give this meaning.
    Do(Action),
    /// A key that is typed: into the field that has the focus, or a letter for a `Keys::Letters` binding.
    Key(Chord),
    /// A paste, only while [`crate::ui::screen::Typing`] is not `None`. Control characters are gone.
    Paste(String),
    /// A scanned code that the screen said it takes.
    Scan(String),
    /// The room changed.
    Resize,
    /// The screen's own deadline has come.
    Tick,
}

/// Shows what kind of input it is and nothing that was typed.
impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Do(action) => write!(f, "Do({action:?})"),
            Self::Key(_) => f.write_str("Key"),
            Self::Paste(_) => f.write_str("Paste"),
            Self::Scan(_) => f.write_str("Scan"),
            Self::Resize => f.write_str("Resize"),
            Self::Tick => f.write_str("Tick"),
        }
    }
}

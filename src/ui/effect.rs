//! What a screen wants done, as data.

use crate::domain::id::BatchId;
use crate::state::card::SessionCard;
use crate::ui::ask::Ask;
use crate::ui::draft::Draft;
use crate::ui::filter::Filter;
use crate::ui::route::Route;
use std::fmt;

/// What a screen hands to the screen below it when it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// The filter that was chosen.
    Filter(Box<Filter>),
    /// The question to go to, as the survey screens count them.
    Item(usize),
}

/// Something to be done, in order.
#[derive(Clone)]
pub enum Effect {
    /// Open a screen on top of this one. Where it needs somebody signed in, sign-in comes first and then it.
    Go(Route),
    /// Open a screen in the place of this one: Back will not come here again.
    Replace(Route),
    /// The screen before.
    Back,
    /// The screen before, with something for it.
    BackWith(Returned),
    /// Finish: forget the session, rebuild the stack as the attract screen alone.
    Leave,
    /// Ask the office; the answer comes to [`crate::ui::screen::Screen::reply`] of this screen.
    Ask(Box<Ask>),
    /// Somebody has signed in. The screen says where to go with an effect after this one.
    SignedIn(Box<SessionCard>),
    /// Keep a survey's answers until they are handed in.
    KeepDraft(Box<Draft>),
    /// The answers of this batch were handed in.
    DropDraft(BatchId),
    /// So many beeps, where sound is on.
    Beep(u8),
    /// End the program: an officer's way out, never a chord (`kiosk.md`, rule 7).
    Quit,
    /// Do now what a road's key would do (back, leave, help, language, large text, contrast).
    Road(crate::ui::keymap::Action),
}

impl Effect {
    /// An [`Effect::Ask`].
    pub fn ask(ask: Ask) -> Self {
        Self::Ask(Box::new(ask))
    }
}

/// Shows the kind of effect and no parameter that could be personal.
impl fmt::Debug for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Go(route) => write!(f, "Go({route:?})"),
            Self::Replace(route) => write!(f, "Replace({route:?})"),
            Self::Back => f.write_str("Back"),
            Self::BackWith(_) => f.write_str("BackWith"),
            Self::Leave => f.write_str("Leave"),
            Self::Ask(_) => f.write_str("Ask"),
            Self::SignedIn(_) => f.write_str("SignedIn"),
            Self::KeepDraft(_) => f.write_str("KeepDraft"),
            Self::DropDraft(_) => f.write_str("DropDraft"),
            Self::Beep(n) => write!(f, "Beep({n})"),
            Self::Quit => f.write_str("Quit"),
            Self::Road(action) => write!(f, "Road({action:?})"),
        }
    }
}

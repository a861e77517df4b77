//! What every screen may look at: who is signed in, the language, the time, the room, the public catalogue.

use crate::domain::{
    clock::Doubt,
    day::{Day, Moment, wib},
    id::BatchId,
    role::Role,
};
use crate::i18n::{Lang, Texts};
use crate::state::card::{Catalogue, SessionCard};
use crate::ui::draft::{Draft, Drafts};
use crate::ui::glyph::Tier;
use crate::ui::input::{Millis, Stamp};
use crate::ui::theme::Palette;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use std::sync::Arc;

/// The smallest room that the kiosk runs in.
pub const SMALLEST: (u16, u16) = (40, 12);

/// How much room there is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum SizeClass {
    /// Large letters, or F3: at least 40x12, one short column, no explanations.
    Large,
    /// At least 80x24.
    Normal,
    /// At least 120x24.
    Wide,
}

impl SizeClass {
    /// The class of so many columns and rows.
    pub fn of(width: u16, height: u16, large: bool) -> Self {
        if large || width < 80 || height < 24 {
            Self::Large
        } else if width < 120 {
            Self::Normal
        } else {
            Self::Wide
        }
    }
}

/// How things look; changed by F2, F3, F4 and set back on leaving.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Looks {
    /// The language.
    pub lang: Lang,
    /// Large text.
    pub large: bool,
    /// The palette.
    pub palette: Palette,
    /// What the terminal can show.
    pub tier: Tier,
    /// Whether boxes are left out, for screen readers.
    pub plain: bool,
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            lang: Lang::Id,
            large: false,
            palette: Palette::Colour16,
            tier: Tier::Vga,
            plain: false,
        }
    }
}

/// What is known of this office, nothing of it personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// The office's name; empty until the store is open.
    pub name: String,
    /// In the demo, the line that says which numbers and PINs to try.
    pub demo: Option<Arc<str>>,
    /// Whether the store is open.
    pub open: bool,
    /// Why the wall clock cannot be believed, where it cannot.
    pub doubt: Option<Doubt>,
    /// By how many milliseconds the time as far as it is known is later than that clock.
    pub astray: i64,
}

impl Office {
    /// Whether the wall clock cannot be believed.
    #[must_use]
    pub const fn clock_doubtful(&self) -> bool {
        self.doubt.is_some()
    }
}

/// What a screen may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The time of this event.
    pub stamp: Stamp,
    /// The language.
    pub lang: Lang,
    /// All sentences in it.
    pub texts: &'static Texts,
    /// What the terminal can show.
    pub tier: Tier,
    /// How much room there is.
    pub size: SizeClass,
    /// Columns of the whole screen.
    pub width: u16,
    /// Rows of the whole screen.
    pub height: u16,
    /// Who is signed in.
    pub session: Option<&'a SessionCard>,
    /// This office.
    pub office: &'a Office,
    /// The catalogue; `None` until it is there.
    pub catalogue: Option<&'a Arc<Catalogue>>,
    /// Surveys not handed in yet.
    pub drafts: &'a Drafts,
}

impl<'a> Context<'a> {
    /// The monotonic time.
    pub fn at(&self) -> Millis {
        self.stamp.at
    }

    /// The local wall time, to be shown.
    pub fn now(&self) -> NaiveDateTime {
        self.stamp.wall
    }

    /// The time as far as it is known, to choose by: what a clock in 2099 calls over is not over.
    pub fn moment(&self) -> Moment {
        let wall = Moment::of_local(self.stamp.wall, wib());
        Moment(wall.0.saturating_add(self.office.astray))
    }

    /// The year of [`Self::moment`].
    pub fn year(&self) -> i32 {
        self.moment().local(wib()).year()
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.stamp.wall.date()
    }

    /// Today as the domain counts days.
    pub fn day(&self) -> Day {
        self.today().into()
    }

    /// Whether there is room for one short column only.
    pub fn is_large(&self) -> bool {
        self.size == SizeClass::Large
    }

    /// Whether somebody with this role is signed in.
    pub fn has_role(&self, role: Role) -> bool {
        self.session.is_some_and(|session| session.roles.has(role))
    }

    /// The draft that the person signed in has for this batch.
    pub fn draft(&self, batch: BatchId) -> Option<&'a Draft> {
        self.drafts.get(self.session?.person, batch)
    }
}

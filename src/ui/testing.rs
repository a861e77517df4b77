//! What tests of screens stand on: a context to give them, a picture of what they show.

mod catalogue;
mod dump;
pub mod public;
mod staff;
pub mod sync;

pub use catalogue::catalogue;
pub use dump::{Dump, dump};
pub use staff::{health_card, staff_batches};

use crate::domain::id::PersonId;
use crate::domain::{person::Employment, role::Role, role::Roles};
use crate::i18n::Lang;
use crate::state::card::{Catalogue, SessionCard};
use crate::ui::context::{Context, Looks, Office, SizeClass};
use crate::ui::draft::Drafts;
use crate::ui::input::{Millis, Stamp};
use crate::ui::painter::{Painted, paint_screen};
use crate::ui::screen::Screen;
use chrono::NaiveDate;
use ratatui::{buffer::Buffer, layout::Rect};
use std::sync::Arc;

/// All that a [`Context`] borrows, with the morning of Monday 23 November 2026.
pub struct Stage {
    /// How things look.
    pub looks: Looks,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The time.
    pub stamp: Stamp,
    /// Who is signed in.
    pub session: Option<SessionCard>,
    /// The office.
    pub office: Office,
    /// The catalogue.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Survey drafts.
    pub drafts: Drafts,
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    /// A guest at 80x24, in Indonesian, with [`catalogue`].
    pub fn new() -> Self {
        Self {
            looks: Looks::default(),
            size: (80, 24),
            stamp: Stamp {
                at: Millis(10_000),
                wall: NaiveDate::from_ymd_opt(2026, 11, 23)
                    .and_then(|day| day.and_hms_opt(7, 15, 0))
                    .unwrap_or_default(),
            },
            session: None,
            office: Office {
                name: "Balai Diklat Kota Bandung".into(),
                demo: None,
                open: true,
                doubt: None,
                astray: 0,
            },
            catalogue: Some(Arc::new(catalogue())),
            drafts: Drafts::default(),
        }
    }

    /// The same in another language.
    #[must_use]
    pub fn lang(mut self, lang: Lang) -> Self {
        self.looks.lang = lang;
        self
    }

    /// The same in another room.
    #[must_use]
    pub fn size(mut self, width: u16, height: u16) -> Self {
        self.size = (width, height);
        self
    }

    /// The same with Siti Rahmawati signed in.
    #[must_use]
    pub fn signed_in(mut self, roles: Roles) -> Self {
        self.session = Some(session(roles));
        self
    }

    /// What a screen may look at.
    pub fn context(&self) -> Context<'_> {
        Context {
            stamp: self.stamp,
            lang: self.looks.lang,
            texts: self.looks.lang.texts(),
            tier: self.looks.tier,
            size: SizeClass::of(self.size.0, self.size.1, self.looks.large),
            width: self.size.0,
            height: self.size.1,
            session: self.session.as_ref(),
            office: &self.office,
            catalogue: self.catalogue.as_ref(),
            drafts: &self.drafts,
        }
    }

    /// Shows a screen with bar, message and hints.
    pub fn paint(&self, screen: &dyn Screen) -> (Buffer, Painted) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let painted = paint_screen(&mut buffer, self.looks, screen, &self.context());
        (buffer, painted)
    }

    /// The picture of a screen for a snapshot.
    pub fn dump(&self, screen: &dyn Screen) -> Dump {
        let (buffer, painted) = self.paint(screen);
        dump(&buffer, painted.cursor, self.looks.palette)
    }
}

/// Siti Rahmawati, with these roles.
pub fn session(roles: Roles) -> SessionCard {
    SessionCard {
        person: PersonId::of_op(1, 1, 7),
        short_name: "Siti R.".into(),
        name: "Siti Rahmawati".into(),
        number: "19850312 201001 2 004".into(),
        unit: "Bagian Perencanaan, Dinas Pendidikan".into(),
        position: "Perencana Ahli Muda".into(),
        employment: Employment::Pns,
        roles,
        surveys_waiting: 1,
    }
}

/// All roles there are.
pub fn all_roles() -> Roles {
    Role::ALL.into_iter().fold(Roles::NONE, Roles::with)
}

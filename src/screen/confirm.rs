//! What will be registered (K5): who, what, when, where, what is promised, what speaks against it.
//!
//! ```text
//!   Nama, Nomor, Unit, Pelatihan, Jadwal, Tempat, JP, Anda dapat      the facts
//!   ! Jadwal ini beririsan dengan ...                                  the concerns
//!   > 1  Daftarkan saya     2  Pilih jadwal lain     3  Batal          2 marked after a warning, 1 gone on refusal
//! ```
//!
//! Nothing is written until `1`; while the answer is awaited, `1` means nothing, so a second press never asks twice.

mod sample;
mod view;

use crate::domain::{
    concern::{Severity, Weighed},
    id::{BatchId, CourseId},
    refusal::Refusal,
};
use crate::state::card::{BatchCard, CourseCard, Preview};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::widget::menu::Menu;

const REGISTER: u8 = 1;
const OTHER_DATES: u8 = 2;
const CANCEL: u8 = 3;
const FACTS: Action = Action::Own(1);

/// The screen.
pub struct Screened {
    course: CourseId,
    batch: BatchId,
    /// The course and the batch as the catalogue had them, so that they stay readable when it changes.
    card: Option<(CourseCard, BatchCard)>,
    preview: Option<Preview>,
    /// What the office said no to, beside what the preview knew.
    refused: Option<Refusal>,
    menu: Menu,
    /// Whether the answer to a registration is awaited.
    sending: bool,
    /// Whether the facts are shown where there is no room for both them and the choices: the first row.
    facts: Option<usize>,
    /// The first concern that is shown where there is no room for all.
    concern: usize,
}

/// Opens it.
pub fn open(course: CourseId, batch: BatchId, cx: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(course, batch, cx))
}

impl Screened {
    fn new(course: CourseId, batch: BatchId, cx: &Context) -> Self {
        let mut screen = Self {
            course,
            batch,
            card: None,
            preview: None,
            refused: None,
            menu: Menu::on(REGISTER),
            sending: false,
            facts: None,
            concern: 0,
        };
        screen.refresh(cx);
        screen
    }

    fn refresh(&mut self, cx: &Context) {
        let found = cx.catalogue.and_then(|catalogue| {
            let course = catalogue.courses.iter().find(|course| course.id == self.course)?;
            let batch = course.batches.iter().find(|batch| batch.id == self.batch)?;
            Some((course.clone(), batch.clone()))
        });
        self.card = found.or_else(|| self.card.take());
    }

    fn concerns(&self) -> &[Weighed] {
        self.preview.as_ref().map_or(&[], |preview| &preview.concerns)
    }

    fn is_refused(&self) -> bool {
        self.refused.is_some()
            || self
                .concerns()
                .iter()
                .any(|one| one.severity == Severity::Refusal)
    }

    /// The choices that there are now. Without a preview nothing can be promised, so nothing can be registered.
    fn digits(&self) -> &'static [u8] {
        if self.sending {
            &[]
        } else if self.preview.is_none() || self.is_refused() {
            &[OTHER_DATES, CANCEL]
        } else {
            &[REGISTER, OTHER_DATES, CANCEL]
        }
    }

    /// After a warning the choice that writes is not the marked one.
    fn mark(&mut self) {
        let free = self.concerns().is_empty() && !self.is_refused();
        self.menu.mark(if free { REGISTER } else { OTHER_DATES });
        self.concern = 0;
    }

    /// The preview with the concerns that the office has found since.
    fn found_since(&mut self, concerns: Vec<Weighed>) {
        if let Some(preview) = &mut self.preview {
            preview.concerns = concerns;
        }
    }

    fn choose(&mut self, digit: u8) -> Vec<Effect> {
        match digit {
            REGISTER => {
                self.sending = true;
                let accept_warnings = !self.concerns().is_empty();
                vec![Effect::ask(Ask::Register {
                    batch: self.batch,
                    accept_warnings,
                })]
            }
            // The screen below is the course with its dates.
            OTHER_DATES => vec![Effect::Back],
            // And below that is the catalogue.
            CANCEL => vec![Effect::Back, Effect::Road(Action::Back)],
            _ => Vec::new(),
        }
    }
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Confirm {
            course: self.course,
            batch: self.batch,
        }
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.confirm.title)
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        self.refused = None;
        if self.sending {
            Vec::new()
        } else {
            vec![Effect::ask(Ask::Preview(self.batch))]
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Preview(preview) if preview.batch == self.batch => {
                let changed = self
                    .preview
                    .as_ref()
                    .is_none_or(|old| old.concerns != preview.concerns);
                self.preview = Some(preview.clone());
                if changed {
                    self.mark();
                }
            }
            Reply::Registered(receipt) if receipt.batch == self.batch => {
                self.sending = false;
                return vec![Effect::Replace(Route::Ticket(receipt.clone()))];
            }
            Reply::Refused(refusal) => {
                self.sending = false;
                match refusal {
                    Refusal::Concerns(list) | Refusal::Warnings(list) if self.preview.is_some() => {
                        self.found_since(list.clone());
                    }
                    other => self.refused = Some(other.clone()),
                }
                self.mark();
            }
            Reply::Failed(_) => self.sending = false,
            Reply::Catalogue(_) => {
                self.refresh(cx);
                if !self.sending {
                    return vec![Effect::ask(Ask::Preview(self.batch))];
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const FACT_KEYS: &[(Chord, Action)] = &[(Chord::char('0'), FACTS), (Chord::f(6), FACTS)];
        let (t, common) = (&cx.texts.confirm, &cx.texts.common);
        if let Some(first) = self.facts {
            let (rows, room) = view::fact_rows(self, cx);
            return vec![
                Binding::pages(cx.texts, first, rows.saturating_sub(room) + 1).priority(0),
                Binding::own(FACT_KEYS, common.hint_close, common.hint_close).priority(5),
                Binding::arrows(cx.texts).priority(70),
                Binding::enter("", common.hint_close).priority(30),
            ];
        }
        let (Some(first), Some(last)) = (self.digits().first(), self.digits().last()) else {
            return Vec::new();
        };
        vec![
            Binding::digits(*first, *last, common.hint_choose, t.help_choose),
            Binding::own(FACT_KEYS, t.hint_facts, t.help_facts)
                .priority(3)
                .when(cx.is_large()),
            Binding::pages(cx.texts, self.concern, view::concern_pages(self, cx)).priority(5),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_choose, t.help_choose).priority(71),
        ]
    }

    fn back(&mut self, _: &Context) -> bool {
        // What is on its way cannot be called back, and its answer must find somebody to be told.
        self.facts.take().is_some() || self.sending
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        if !cx.is_large() {
            self.facts = None;
        }
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        if let Some(first) = self.facts {
            let (rows, room) = view::fact_rows(self, cx);
            let last = rows.saturating_sub(room);
            self.facts = match action {
                FACTS | Action::Enter => None,
                Action::Down => Some((first + 1).min(last)),
                Action::Up => Some(first.saturating_sub(1)),
                Action::Next => Some((first + room).min(last)),
                Action::Previous => Some(first.saturating_sub(room)),
                _ => Some(first),
            };
            return Vec::new();
        }
        match action {
            FACTS => self.facts = Some(0),
            Action::Next => {
                self.concern = (self.concern + 1).min(view::concern_pages(self, cx).saturating_sub(1));
            }
            Action::Previous => self.concern = self.concern.saturating_sub(1),
            other => {
                let digits = self.digits();
                if let Some(digit) = self.menu.act(other, digits) {
                    return self.choose(digit);
                }
            }
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.confirm;
        if self.sending {
            Some(Message::important(t.saving))
        } else if self.facts.is_none() && !self.is_refused() && !self.concerns().is_empty() && !cx.is_large()
        {
            Some(Message::important(t.warned))
        } else {
            None
        }
    }

    fn is_waiting(&self) -> bool {
        self.preview.is_none() && self.refused.is_none()
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    sample::samples(cx)
}

#[cfg(test)]
mod tests;

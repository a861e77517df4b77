//! A course and its batches (K4): what it is, then the dates to choose from.
//!
//! ```text
//!   Penyusunan Anggaran Berbasis Kinerja
//!   20 JP - tatap muka - 3 hari
//!   Untuk    PNS, PPPK                                   0: all of it, page by page
//!   > 1  Kam 26 - Sab 28 Nov 2026   Bandung, R. Anggrek   sisa 7 dari 30
//! ```
//!
//! A batch that cannot be registered in stays in the list with the reason, and its digit says it.

mod view;

use crate::domain::{batch::Admission, day::wib, id::CourseId};
use crate::i18n::format;
use crate::state::card::{BatchCard, CourseCard};
use crate::state::catalogue::{Openness, openness};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::widget::list::List;

const DETAILS: Action = Action::Own(1);

/// The screen.
pub struct Screened {
    id: CourseId,
    /// `None` while the catalogue is not there, or where the course is not in it.
    course: Option<CourseCard>,
    list: List,
    /// The first row that is shown of the details, while they are.
    details: Option<usize>,
    /// Whether a digit was pressed that leads nowhere: the reason is said louder.
    refused: bool,
}

/// Opens it.
pub fn open(course: CourseId, cx: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(course, cx))
}

/// Whether a digit leads on to the registration.
fn is_open(batch: &BatchCard, cx: &Context) -> bool {
    openness(batch, cx.moment()) == Openness::Open
}

impl Screened {
    fn new(id: CourseId, cx: &Context) -> Self {
        let mut screen = Self {
            id,
            course: None,
            list: List::default(),
            details: None,
            refused: false,
        };
        screen.refresh(cx);
        let open = |course: &CourseCard| course.batches.iter().position(|batch| is_open(batch, cx));
        screen
            .list
            .select(screen.course.as_ref().and_then(open).unwrap_or(0));
        screen
    }

    fn refresh(&mut self, cx: &Context) {
        let Some(catalogue) = cx.catalogue else { return };
        self.course = catalogue
            .courses
            .iter()
            .find(|course| course.id == self.id)
            .cloned();
        self.fit(cx);
    }

    fn fit(&mut self, cx: &Context) {
        let rows = self.course.as_ref().map_or(0, |course| view::rows(course, cx));
        self.list.set_room(rows);
        self.list
            .set_len(self.course.as_ref().map_or(0, |course| course.batches.len()));
    }

    fn marked(&self) -> Option<&BatchCard> {
        self.course.as_ref()?.batches.get(self.list.selected())
    }

    /// What choosing the marked batch means, or why it cannot be chosen.
    fn says(&self, cx: &Context) -> Option<String> {
        let t = &cx.texts.course;
        let batch = self.marked()?;
        let short = cx.is_large();
        let pick = |long: &'static str, brief: &'static str| if short { brief } else { long }.to_owned();
        Some(match openness(batch, cx.moment()) {
            Openness::Open if batch.admission == Admission::Selection => {
                pick(t.says_selection, t.short_selection)
            }
            Openness::Open if batch.free == 0 => t.says_full.into(),
            Openness::Open => pick(t.says_direct, t.short_direct),
            Openness::NotYet(Some(opens)) => {
                let when = format::date_time(cx.lang, opens.local(wib()));
                if short {
                    (t.short_opens)(&when)
                } else {
                    (t.says_opens)(&when)
                }
            }
            Openness::NotYet(None) => t.says_not_yet.into(),
            Openness::Closed => t.says_closed.into(),
            Openness::Cancelled => t.says_cancelled.into(),
        })
    }

    fn read(&mut self, action: Action, cx: &Context) {
        let Some(course) = &self.course else { return };
        let Some(first) = self.details else { return };
        let (rows, page) = (view::detail_rows(course, cx), view::detail_room(cx));
        let last = rows.saturating_sub(page);
        self.details = match action {
            DETAILS | Action::Enter => None,
            Action::Down => Some((first + 1).min(last)),
            Action::Up => Some(first.saturating_sub(1)),
            Action::Next => Some((first + page).min(last)),
            Action::Previous => Some(first.saturating_sub(page)),
            _ => Some(first),
        };
    }
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Course(self.id)
    }

    fn title(&self, cx: &Context) -> Title {
        let step = self
            .course
            .as_ref()
            .map_or(cx.texts.course.title.to_owned(), |course| course.code.clone());
        Title::two(cx.texts.catalogue.title, step)
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        if cx.catalogue.is_none() {
            vec![Effect::ask(Ask::Catalogue)]
        } else {
            Vec::new()
        }
    }

    fn reply(&mut self, _: &Reply, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const DETAIL_KEYS: &[(Chord, Action)] = &[(Chord::char('0'), DETAILS), (Chord::f(6), DETAILS)];
        let (t, common) = (&cx.texts.course, &cx.texts.common);
        let Some(course) = &self.course else {
            return Vec::new();
        };
        if let Some(first) = self.details {
            let (rows, room) = (view::detail_rows(course, cx), view::detail_room(cx));
            return vec![
                Binding::pages(cx.texts, first, rows.saturating_sub(room) + 1).priority(0),
                Binding::own(DETAIL_KEYS, common.hint_close, common.hint_close).priority(5),
                Binding::arrows(cx.texts).priority(70),
                Binding::enter("", common.hint_close).priority(30),
            ];
        }
        let digits = self.list.digits();
        vec![
            Binding::digits(1, digits, t.hint_choose, t.help_choose).when(digits > 0),
            Binding::own(DETAIL_KEYS, t.hint_details, t.help_details).priority(3),
            Binding::pages(cx.texts, self.list.page(), self.list.pages()).priority(5),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_open, t.help_choose)
                .priority(71)
                .priority(71)
                .when(digits > 0),
        ]
    }

    fn back(&mut self, _: &Context) -> bool {
        self.details.take().is_some()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        self.refused = false;
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        if self.details.is_some() {
            self.read(action, cx);
        } else if action == DETAILS {
            self.details = Some(0);
        } else if self.list.act(action).is_some()
            && let Some(batch) = self.marked()
        {
            if is_open(batch, cx) {
                return vec![Effect::Go(Route::Confirm {
                    course: self.id,
                    batch: batch.id,
                })];
            }
            self.refused = true;
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if self.details.is_some() {
            return None;
        }
        let text = self.says(cx)?;
        Some(if self.refused {
            Message::error(text)
        } else {
            Message::muted(text)
        })
    }

    fn is_waiting(&self) -> bool {
        false
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::public;
    let catalogue = public::catalogue();
    let own = Context {
        catalogue: Some(&catalogue),
        ..*cx
    };
    let make = |code: &str| Screened::new(CourseId::of_code(code), &own);
    let mut details = make(public::COURSE);
    details.update(&Input::Do(DETAILS), &own);
    let mut more = make(public::COURSE);
    more.update(&Input::Do(DETAILS), &own);
    more.update(&Input::Do(Action::Next), &own);
    let mut refused = make(public::COURSE);
    refused.update(&Input::Do(Action::First), &own);
    refused.update(&Input::Do(Action::Enter), &own);
    vec![
        ("plain", Box::new(make(public::COURSE))),
        ("details", Box::new(details)),
        ("details-end", Box::new(more)),
        ("refused", Box::new(refused)),
        ("later", Box::new(make("PDP-01"))),
        ("selection", Box::new(make("KEP-01"))),
        ("full", Box::new(make("ARS-01"))),
        ("no-batch", Box::new(make("INO-01"))),
        ("long-title", Box::new(make("PKD-01"))),
        ("gone", Box::new(make("X-99"))),
    ]
}

#[cfg(test)]
mod tests;

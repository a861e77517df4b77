//! The officer's batches: all that are not closed, with stage and seats; letters search by title and code.

use crate::domain::refusal::Refusal;
use crate::i18n::{format, refusal};
use crate::state::card::StaffBatch;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Binding;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::finder::{Finder, Found, matches};
use crate::ui::widget::row::{Row, head, row};
use crate::ui::widget::table::Column;
use ratatui::layout::Rect;

/// Title, code, first day, stage, seats, queue.
const COLUMNS: [Column; 6] = [
    Column::growing(14),
    Column::fixed(14, 4),
    Column::fixed(6, 2),
    Column::fixed(11, 1),
    Column::number(5, 3),
    Column::number(5, 5),
];

/// The screen.
pub struct Batches {
    all: Option<Vec<StaffBatch>>,
    /// Which of them the search shows.
    shown: Vec<usize>,
    finder: Finder,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Batches::new())
}

impl Batches {
    fn new() -> Self {
        Self {
            all: None,
            shown: Vec::new(),
            finder: Finder::new(false),
            refused: None,
        }
    }

    fn refresh(&mut self, cx: &Context) {
        let query = self.finder.query();
        self.shown = (0..)
            .zip(self.all.iter().flatten())
            .filter(|(_, one)| {
                matches(
                    query,
                    &format!(
                        "{} {} {} {}",
                        one.batch.code, one.course_code, one.title, one.batch.place
                    ),
                )
            })
            .map(|(at, _)| at)
            .collect();
        self.finder
            .list
            .set_room(usize::from(cx.height.saturating_sub(if cx.is_large() {
                5
            } else {
                8
            })));
        self.finder.list.set_len(self.shown.len());
    }
}

impl Screen for Batches {
    fn route(&self) -> Route {
        Route::Batches
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.officer.title, cx.texts.batches.title)
    }

    fn typing(&self) -> Typing {
        self.finder.typing()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        self.finder
            .bindings(cx.texts, cx.texts.common.hint_open, cx.texts.batches.help_open)
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::StaffBatches)]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        if matches!(input, Input::Resize) {
            self.refresh(cx);
        }
        match self.finder.update(input) {
            Found::Changed => self.refresh(cx),
            Found::Chosen(at) => {
                let chosen = self.shown.get(at).and_then(|at| self.all.as_ref()?.get(*at));
                if let Some(one) = chosen {
                    return vec![Effect::Go(Route::BatchAdmin {
                        batch: one.batch.id,
                        title: one.title.clone(),
                    })];
                }
            }
            Found::Entered | Found::Nothing => {}
        }
        Vec::new()
    }

    fn back(&mut self, cx: &Context) -> bool {
        let within = self.finder.back();
        self.refresh(cx);
        within
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::StaffBatches(batches) => {
                self.refused = None;
                self.all = Some(batches.clone());
                self.refresh(cx);
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.all.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        let (list, t) = (&self.finder.list, &cx.texts.common);
        let page = list.visible();
        (list.pages() > 1).then(|| Message::muted((t.range)(page.start + 1, page.end, list.len())))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.batches;
        let body = painter.body();
        painter.cursor(body.x, body.y);
        let Some(all) = &self.all else { return };
        let large = painter.is_large();
        let count = if large {
            String::new()
        } else {
            (t.count)(self.shown.len())
        };
        self.finder.draw(painter, body.y, cx.texts, &count);
        let mut y = body.y + if large { 1 } else { 2 };
        if self.shown.is_empty() {
            let room = Rect { y, height: 2, ..body };
            painter.wrap(room, if all.is_empty() { t.none } else { t.no_match }, Role::Base);
            return;
        }
        if !large {
            let names = [
                t.head_title,
                "",
                t.head_dates,
                t.head_stage,
                t.head_seats,
                t.head_queue,
            ];
            head(painter, y, &COLUMNS, &names);
            y += 1;
        }
        for at in self.finder.list.visible() {
            let Some(one) = self.shown.get(at).and_then(|at| all.get(*at)) else {
                continue;
            };
            let first = format::day_month(cx.lang, one.batch.first_day().date());
            let seats = format!("{}/{}", one.seated, one.batch.capacity);
            let queue = (one.batch.waiting + one.wishes).to_string();
            let cells = [
                one.title.as_str(),
                &one.batch.code,
                &first,
                (t.stage)(one.batch.stage),
                &seats,
                if queue == "0" { "" } else { &queue },
            ];
            let focused = self.finder.list.selected() == at && !self.finder.in_box();
            let digit = self.finder.list.digit_of(at);
            row(
                painter,
                y,
                &COLUMNS,
                &Row {
                    digit,
                    focused,
                    role: Role::Base,
                    cells: &cells,
                },
            );
            y += 1;
        }
        if !large && !self.finder.in_box() {
            self.about(painter, y + 1);
        }
    }
}

impl Batches {
    /// What the columns have no room for, of the marked row.
    fn about(&self, painter: &mut Painter, y: u16) {
        let body = painter.body();
        let marked = self.shown.get(self.finder.list.selected());
        let Some(one) = marked.and_then(|at| self.all.as_ref()?.get(*at)) else {
            return;
        };
        painter.cut(body.x, y, body.width, &one.title, Role::Important);
        let place = match &one.batch.room {
            Some(room) => format!("{}, {room}", one.batch.place),
            None => one.batch.place.clone(),
        };
        let line = format!("{}{}{place}", one.batch.code, painter.tier().dot());
        painter.cut(body.x, y + 1, body.width, &line, Role::Muted);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |count: usize, query: &str| -> Box<dyn Screen> {
        let mut screen = Batches::new();
        screen.reply(&Reply::StaffBatches(crate::ui::testing::staff_batches(count)), cx);
        if !query.is_empty() {
            screen.update(&Input::Paste(query.into()), cx);
        }
        Box::new(screen)
    };
    vec![
        ("waiting", Box::new(Batches::new())),
        ("plain", with(14, "")),
        ("search", with(14, "ang")),
        ("no-match", with(14, "zzz")),
        ("none", with(0, "")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Action;
    use crate::ui::testing::{Stage, all_roles, staff_batches};

    #[test]
    fn a_search_narrows_and_a_digit_opens_what_is_seen() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = Batches::new();
        screen.reply(&Reply::StaffBatches(staff_batches(14)), &cx);
        screen.update(&Input::Paste("kebijakan".into()), &cx);
        assert_eq!(screen.shown, [5, 11]);
        screen.update(&Input::Do(Action::Enter), &cx);
        match screen.update(&Input::Do(Action::Choose(2)), &cx).as_slice() {
            [Effect::Go(Route::BatchAdmin { batch, title })] => {
                assert_eq!(*batch, staff_batches(14)[11].batch.id);
                assert_eq!(title, "Analisis Kebijakan");
            }
            other => panic!("{other:?}"),
        }
        assert!(screen.back(&cx) && !screen.back(&cx));
        assert_eq!(screen.shown.len(), 14);
    }

    #[test]
    fn a_batch_is_found_by_its_code() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = Batches::new();
        screen.reply(&Reply::StaffBatches(staff_batches(14)), &cx);
        screen.update(&Input::Paste("map-03/2026".into()), &cx);
        assert_eq!(screen.shown, [2]);
    }
}

//! A facilitator's day (F1): the batches of today, then the others; to attendance and to survey results.

use crate::domain::refusal::Refusal;
use crate::i18n::{format, refusal};
use crate::state::card::StaffBatch;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Binding;
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::finder::{Finder, Found, matches};
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::table::Column;
use chrono::Timelike;
use ratatui::layout::Rect;

/// Title, room, days or count.
const COLUMNS: [Column; 3] = [Column::growing(14), Column::fixed(16, 2), Column::fixed(12, 1)];

/// The screen.
pub struct Facilitator {
    /// Those of today first; `None` until they are there.
    batches: Option<Vec<StaffBatch>>,
    /// Which of them the search shows.
    shown: Vec<usize>,
    finder: Finder,
    /// What can be opened of the batch that was chosen.
    chosen: Option<List>,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Facilitator::new())
}

impl Facilitator {
    fn new() -> Self {
        Self {
            batches: None,
            shown: Vec::new(),
            finder: Finder::new(false),
            chosen: None,
            refused: None,
        }
    }

    fn is_searching(&self) -> bool {
        self.finder.in_box() || !self.finder.query().is_empty()
    }

    fn refresh(&mut self, cx: &Context) {
        let query = self.finder.query();
        let found = |one: &StaffBatch| matches(query, &format!("{} {}", one.batch.code, one.title));
        self.shown = (0..)
            .zip(self.batches.iter().flatten())
            .filter(|(_, one)| found(one))
            .map(|(at, _)| at)
            .collect();
        self.finder.list.set_len(self.shown.len());
        self.fit(cx);
    }

    fn fit(&mut self, cx: &Context) {
        let taken = if cx.is_large() { 5 } else { 11 };
        self.finder
            .list
            .set_room(usize::from(cx.height.saturating_sub(taken)));
    }

    fn batch(&self) -> Option<&StaffBatch> {
        let at = self.shown.get(self.finder.list.selected())?;
        self.batches.as_ref()?.get(*at)
    }

    fn take(&mut self, mut batches: Vec<StaffBatch>, cx: &Context) {
        // A stable sort: within each group the office's order stays.
        batches.sort_by_key(|batch| batch.today.is_none());
        let selected = self.batch().map(|batch| batch.batch.id);
        self.batches = Some(batches);
        self.refresh(cx);
        let all = self.batches.iter().flatten();
        let ids: Vec<_> = all.map(|batch| batch.batch.id).collect();
        let again = self.shown.iter().position(|at| ids.get(*at).copied() == selected);
        if let (Some(row), Some(_)) = (again, selected) {
            self.finder.list.select(row);
        }
    }

    fn draw_rows(&self, painter: &mut Painter, mut y: u16, batches: &[StaffBatch], cx: &Context) {
        let t = &cx.texts.facilitator;
        let list = &self.finder.list;
        let body = painter.body();
        let mut others = painter.is_large();
        for at in list.visible() {
            let Some(batch) = self.shown.get(at).and_then(|at| batches.get(*at)) else {
                continue;
            };
            if batch.today.is_none() && !others {
                others = true;
                y += u16::from(at > list.visible().start);
                painter.put(body.x, y, t.others, Role::Important);
                y += 2;
            }
            let count = match batch.today {
                Some(_) => (t.present)(batch.present_today, batch.seated),
                None => format::day_month(cx.lang, batch.batch.first_day().date()),
            };
            let place = batch.batch.room.as_deref().unwrap_or(&batch.batch.place);
            let cells = [batch.title.as_str(), place, &count];
            let it = Row {
                digit: list.digit_of(at),
                focused: list.selected() == at && !self.finder.in_box(),
                role: Role::Base,
                cells: &cells,
            };
            row(painter, y, &COLUMNS, &it);
            y += 1;
        }
    }

    fn menu(painter: &mut Painter, list: List, batch: &StaffBatch, cx: &Context) {
        let t = &cx.texts.facilitator;
        let body = painter.body();
        let gap = u16::from(!painter.is_large());
        let mut y = body.y;
        painter.cut(body.x, y, body.width, &batch.title, Role::Important);
        y += 1;
        let (from, to) = (batch.batch.first_day().date(), batch.batch.last_day().date());
        let facts = format!(
            "{}{}{}",
            batch.batch.code,
            painter.tier().dot(),
            format::dates(cx.lang, from, to)
        );
        painter.cut(body.x, y, body.width, &facts, Role::Muted);
        y += 1 + gap;
        painter.put(body.x, y, t.which, Role::Base);
        y += 1 + gap;
        let attendance = if batch.today.is_some() {
            t.attendance_today
        } else {
            t.attendance
        };
        let present = match batch.today {
            Some(_) => (t.present)(batch.present_today, batch.seated),
            None => (t.seated)(batch.seated),
        };
        let answered = (t.answered)(batch.answered, batch.seated);
        for (at, (label, detail)) in [(attendance, &present), (t.results, &answered)]
            .into_iter()
            .enumerate()
        {
            let digit = u8::try_from(at + 1).unwrap_or(0);
            let mut choice = Choice::new(digit, label, list.selected() == at);
            if !painter.is_large() {
                choice = choice.detail(28, detail);
            }
            painter.choice(y, &choice);
            y += 1 + gap;
        }
    }
}

impl Screen for Facilitator {
    fn route(&self) -> Route {
        Route::Facilitator
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.facilitator.title)
    }

    fn typing(&self) -> Typing {
        if self.chosen.is_some() {
            Typing::None
        } else {
            self.finder.typing()
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        match &self.chosen {
            None => self.finder.bindings(cx.texts, t.hint_open, t.help_open),
            Some(list) => vec![
                Binding::digits(1, list.digits(), t.hint_choose, t.help_choose),
                Binding::arrows(cx.texts),
                Binding::enter(t.hint_open, t.help_open),
            ],
        }
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        vec![Effect::ask(Ask::StaffBatches)]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        let Some(list) = &mut self.chosen else {
            match self.finder.update(input) {
                Found::Changed => self.refresh(cx),
                Found::Chosen(_) => self.chosen = Some(List::new(2)),
                Found::Entered | Found::Nothing => {}
            }
            return Vec::new();
        };
        let Input::Do(action) = input else {
            return Vec::new();
        };
        let picked = list.act(*action);
        let (Some(picked), Some(batch)) = (picked, self.batch()) else {
            return Vec::new();
        };
        let id = batch.batch.id;
        vec![Effect::Go(if picked == 0 {
            Route::Attendance {
                batch: id,
                meeting: batch.today,
            }
        } else {
            Route::Results(id)
        })]
    }

    fn back(&mut self, cx: &Context) -> bool {
        if self.chosen.take().is_some() {
            return true;
        }
        let within = self.finder.back();
        self.refresh(cx);
        within
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::StaffBatches(batches) => {
                self.refused = None;
                self.take(batches.clone(), cx);
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.batches.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        let (page, all) = (self.finder.list.visible(), self.finder.list.len());
        (self.chosen.is_none() && self.finder.list.pages() > 1)
            .then(|| Message::muted((cx.texts.common.range)(page.start + 1, page.end, all)))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.facilitator;
        painter.cursor(painter.body().x, painter.body().y);
        if let (Some(list), Some(batch)) = (&self.chosen, self.batch()) {
            Self::menu(painter, *list, batch, cx);
            return;
        }
        let body = painter.body();
        let large = painter.is_large();
        let mut y = body.y;
        if self.is_searching() {
            self.finder.draw(painter, y, cx.texts, "");
            y += if large { 1 } else { 2 };
        } else if let (false, Some(session)) = (large, cx.session) {
            // Degrees stand behind the first comma.
            let name = session.name.split(',').next().unwrap_or_default();
            let greeting = (t.greeting)(cx.now().time().hour(), name);
            painter.cut(body.x, y, body.width, &greeting, Role::Base);
            y += 2;
        }
        let Some(batches) = &self.batches else { return };
        if self.shown.is_empty() {
            let room = Rect { y, height: 2, ..body };
            let words = if batches.is_empty() {
                t.none
            } else {
                cx.texts.batches.no_match
            };
            painter.wrap(room, words, Role::Base);
            return;
        }
        if !large {
            let today = (t.today)(&format::date(cx.lang, cx.today()));
            painter.put(body.x, y, &today, Role::Important);
            y += 2;
            if batches.iter().all(|batch| batch.today.is_none()) {
                painter.put(body.x + 2, y, t.none_today, Role::Muted);
                y += 2;
            }
        }
        self.draw_rows(painter, y, batches, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |batches: Vec<StaffBatch>, chosen: bool| -> Box<dyn Screen> {
        let mut screen = Facilitator::new();
        screen.reply(&Reply::StaffBatches(batches), cx);
        if chosen {
            screen.chosen = Some(List::new(2));
        }
        Box::new(screen)
    };
    let batches = crate::ui::testing::staff_batches;
    let search = || {
        let mut screen = with(batches(12), false);
        screen.update(&Input::Paste("ang".into()), cx);
        screen
    };
    vec![
        ("waiting", Box::new(Facilitator::new())),
        ("day", with(batches(12), false)),
        ("quiet", with(batches(12).split_off(2), false)),
        ("chosen", with(batches(3), true)),
        ("none", with(Vec::new(), false)),
        ("search", search()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Action;
    use crate::ui::testing::{Stage, all_roles, staff_batches};

    fn ready(cx: &Context) -> Facilitator {
        let mut screen = Facilitator::new();
        let mut batches = staff_batches(4);
        batches.reverse();
        screen.reply(&Reply::StaffBatches(batches), cx);
        screen
    }

    #[test]
    fn those_of_today_come_first_whatever_the_order_of_the_office() {
        let stage = Stage::new().signed_in(all_roles());
        let screen = ready(&stage.context());
        let today: Vec<bool> = screen
            .batches
            .iter()
            .flatten()
            .map(|batch| batch.today.is_some())
            .collect();
        assert_eq!(today, [true, true, false, false]);
    }

    #[test]
    fn two_keys_lead_to_attendance_or_results() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = ready(&cx);
        assert!(screen.update(&Input::Do(Action::Choose(1)), &cx).is_empty());
        let id = screen.batch().unwrap().batch.id;
        match screen.update(&Input::Do(Action::Enter), &cx).as_slice() {
            [
                Effect::Go(Route::Attendance {
                    batch,
                    meeting: Some(_),
                }),
            ] => assert_eq!(*batch, id),
            other => panic!("{other:?}"),
        }
        match screen.update(&Input::Do(Action::Choose(2)), &cx).as_slice() {
            [Effect::Go(Route::Results(batch))] => assert_eq!(*batch, id),
            other => panic!("{other:?}"),
        }
        assert!(screen.back(&cx) && !screen.back(&cx));
    }

    #[test]
    fn one_of_many_batches_is_found_by_letters() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = Facilitator::new();
        screen.reply(&Reply::StaffBatches(staff_batches(40)), &cx);
        screen.update(&Input::Paste("map-33".into()), &cx);
        screen.update(&Input::Do(Action::Enter), &cx);
        screen.update(&Input::Do(Action::Choose(1)), &cx);
        assert_eq!(screen.batch().unwrap().batch.id, staff_batches(40)[32].batch.id);
        assert!(screen.back(&cx), "out of the choice");
        assert!(screen.back(&cx), "out of the search");
        assert!(!screen.back(&cx));
        assert_eq!(screen.shown.len(), 40);
    }

    #[test]
    fn counts_are_asked_for_anew_each_time_it_comes_to_the_top_and_the_mark_stays() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = ready(&cx);
        screen.update(&Input::Do(Action::Down), &cx);
        let marked = screen.batch().unwrap().batch.id;
        assert!(matches!(screen.enter(&cx).as_slice(), [Effect::Ask(_)]));
        let mut fewer = staff_batches(4);
        fewer.retain(|batch| batch.today.is_none() || batch.batch.id == marked);
        screen.reply(&Reply::StaffBatches(fewer), &cx);
        assert_eq!(screen.batch().unwrap().batch.id, marked);
    }
}

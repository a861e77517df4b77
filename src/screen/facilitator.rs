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
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::table::Column;
use chrono::Timelike;

/// Title, room, days or count.
const COLUMNS: [Column; 3] = [Column::growing(14), Column::fixed(16, 2), Column::fixed(12, 1)];

/// The screen.
#[derive(Default)]
pub struct Facilitator {
    /// Those of today first; `None` until they are there.
    batches: Option<Vec<StaffBatch>>,
    list: List,
    /// What can be opened of the batch that was chosen.
    chosen: Option<List>,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Facilitator::default())
}

impl Facilitator {
    fn fit(&mut self, cx: &Context) {
        let rows = if cx.is_large() {
            cx.height.saturating_sub(4)
        } else {
            cx.height.saturating_sub(11)
        };
        self.list.set_room(usize::from(rows));
    }

    fn batch(&self) -> Option<&StaffBatch> {
        self.batches.as_ref()?.get(self.list.selected())
    }

    fn take(&mut self, mut batches: Vec<StaffBatch>) {
        // A stable sort: within each group the office's order stays.
        batches.sort_by_key(|batch| batch.today.is_none());
        let selected = self.batch().map(|batch| batch.batch.id);
        self.list.set_len(batches.len());
        if let Some(at) = batches.iter().position(|batch| Some(batch.batch.id) == selected) {
            self.list.select(at);
        }
        self.batches = Some(batches);
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

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        let list = self.chosen.as_ref().unwrap_or(&self.list);
        vec![
            Binding::digits(1, list.digits().max(1), t.hint_choose, t.help_choose).when(!list.is_empty()),
            Binding::arrows(cx.texts),
            Binding::pages(cx.texts, list.page(), list.pages()),
            Binding::enter(t.hint_open, t.help_open).when(!list.is_empty()),
        ]
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        vec![Effect::ask(Ask::StaffBatches)]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        let Input::Do(action) = input else {
            return Vec::new();
        };
        match &mut self.chosen {
            None => {
                if self.list.act(*action).is_some() {
                    self.chosen = Some(List::new(2));
                }
                Vec::new()
            }
            Some(list) => {
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
        }
    }

    fn back(&mut self, _: &Context) -> bool {
        self.chosen.take().is_some()
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::StaffBatches(batches) => {
                self.refused = None;
                self.fit(cx);
                self.take(batches.clone());
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
        let (page, all) = (self.list.visible(), self.list.len());
        (self.chosen.is_none() && self.list.pages() > 1)
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
        if let (false, Some(session)) = (large, cx.session) {
            let greeting = (t.greeting)(cx.now().time().hour(), &session.name);
            painter.cut(body.x, y, body.width, &greeting, Role::Base);
            y += 2;
        }
        let Some(batches) = &self.batches else { return };
        if batches.is_empty() {
            let room = ratatui::layout::Rect { y, height: 2, ..body };
            painter.wrap(room, t.none, Role::Base);
            return;
        }
        if !large {
            painter.put(
                body.x,
                y,
                &(t.today)(&format::date(cx.lang, cx.today())),
                Role::Important,
            );
            y += 2;
            if batches.iter().all(|batch| batch.today.is_none()) {
                painter.put(body.x + 2, y, t.none_today, Role::Muted);
                y += 2;
            }
        }
        let mut others = false;
        for at in self.list.visible() {
            let Some(batch) = batches.get(at) else { continue };
            if batch.today.is_none() && !others && !large {
                others = true;
                y += u16::from(at > self.list.visible().start);
                painter.put(body.x, y, t.others, Role::Important);
                y += 2;
            }
            let count = match batch.today {
                Some(_) => (t.present)(batch.present_today, batch.seated),
                None => format::day_month(cx.lang, batch.batch.first_day().date()),
            };
            let place = batch.batch.room.as_deref().unwrap_or(&batch.batch.place);
            let cells = [batch.title.as_str(), place, &count];
            let focused = self.list.selected() == at;
            let digit = self.list.digit_of(at);
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
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |batches: Vec<StaffBatch>, chosen: bool| -> Box<dyn Screen> {
        let mut screen = Facilitator::default();
        screen.reply(&Reply::StaffBatches(batches), cx);
        if chosen {
            screen.chosen = Some(List::new(2));
        }
        Box::new(screen)
    };
    let batches = crate::ui::testing::staff_batches;
    vec![
        ("waiting", Box::new(Facilitator::default())),
        ("day", with(batches(12), false)),
        ("quiet", with(batches(12).split_off(2), false)),
        ("chosen", with(batches(3), true)),
        ("none", with(Vec::new(), false)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap::Action;
    use crate::ui::testing::{Stage, all_roles, staff_batches};

    fn ready(cx: &Context) -> Facilitator {
        let mut screen = Facilitator::default();
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

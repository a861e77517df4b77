//! The surveys that wait for this person: the trainings they came to and have not answered for.

use crate::domain::id::BatchId;
use crate::i18n::format;
use crate::state::card::{SurveyMark, Trainings};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Binding;
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use chrono::NaiveDate;
use ratatui::layout::Rect;

/// Rows that one survey takes where there is room for its dates.
const STEP: u16 = 2;

/// The screen.
#[derive(Default)]
pub struct Surveys {
    /// None until the office has answered.
    rows: Option<Vec<Row>>,
    list: List,
}

struct Row {
    batch: BatchId,
    title: String,
    from: NaiveDate,
    to: NaiveDate,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Surveys::default())
}

/// How many surveys a page has.
fn room(cx: &Context) -> usize {
    let body = usize::from(cx.height.saturating_sub(4));
    if cx.is_large() {
        body
    } else {
        body.saturating_sub(3) / usize::from(STEP)
    }
}

impl Surveys {
    fn take(&mut self, trainings: &Trainings, cx: &Context) {
        let rows: Vec<Row> = trainings
            .past
            .iter()
            .chain(&trainings.ahead)
            .filter(|line| line.survey == SurveyMark::Waiting)
            .filter_map(|line| {
                Some(Row {
                    batch: line.batch?,
                    title: line.title.clone(),
                    from: line.from.date(),
                    to: line.to.date(),
                })
            })
            .collect();
        self.list.set_len(rows.len());
        self.list.set_room(room(cx));
        self.rows = Some(rows);
    }
}

impl Screen for Surveys {
    fn route(&self) -> Route {
        Route::SurveyList
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.survey_list.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, c) = (&cx.texts.survey_list, &cx.texts.common);
        let any = !self.list.is_empty();
        vec![
            Binding::digits(1, self.list.digits().max(1), c.hint_choose, t.help_open).when(any),
            Binding::arrows(cx.texts).when(any),
            Binding::enter(c.hint_open, c.help_open).when(any),
            Binding::pages(cx.texts, self.list.page(), self.list.pages()).when(self.list.pages() > 1),
        ]
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::Trainings(None))]
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        if let Reply::Trainings(trainings) = reply {
            self.take(trainings, cx);
        }
        Vec::new()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(action) => {
                let chosen = self
                    .list
                    .act(*action)
                    .and_then(|row| self.rows.as_ref()?.get(row));
                chosen
                    .map(|row| Effect::Go(Route::Survey(row.batch)))
                    .into_iter()
                    .collect()
            }
            Input::Resize => {
                self.list.set_room(room(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn is_waiting(&self) -> bool {
        self.rows.is_none()
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.survey_list;
        let body = painter.body();
        let Some(rows) = &self.rows else { return };
        let large = painter.is_large();
        if rows.is_empty() {
            let used = painter.wrap(Rect { height: 3, ..body }, t.none, Role::Important) + 1;
            let room = Rect {
                y: body.y + used,
                height: 3,
                ..body
            };
            painter.wrap(room, t.none_why, Role::Muted);
            return;
        }
        let mut y = body.y;
        if !large {
            painter.put(body.x, y, t.heading, Role::Important);
            y += 2;
        }
        for at in self.list.visible() {
            let Some(row) = rows.get(at) else { break };
            let begun = cx
                .draft(row.batch)
                .is_some_and(|draft| draft.answers.answered() > 0);
            let choice = Choice {
                digit: self.list.digit_of(at),
                ..Choice::new(0, &row.title, at == self.list.selected()).data()
            };
            painter.choice(y, &choice);
            y += 1;
            if !large {
                let mut about = format::dates(cx.lang, row.from, row.to);
                if begun {
                    about.push_str(painter.tier().dot());
                    about.push_str(t.begun);
                }
                painter.cut(body.x + 5, y, body.width.saturating_sub(5), &about, Role::Muted);
                y += STEP - 1;
            }
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let row = |number: u8, title: &str| Row {
        batch: BatchId([number; 16]),
        title: title.into(),
        from: cx.today(),
        to: cx.today(),
    };
    let with = |rows: Vec<Row>| {
        let mut list = List::new(rows.len());
        list.set_room(room(cx));
        Box::new(Surveys {
            list,
            rows: Some(rows),
        })
    };
    let long = "Penyusunan Anggaran Berbasis Kinerja bagi Bendahara dan Pengelola Keuangan Daerah";
    vec![
        ("none", with(Vec::new())),
        ("two", with(vec![row(1, "Keselamatan Kerja Dasar"), row(2, long)])),
        (
            "many",
            with(
                (0..14)
                    .map(|number| row(number, "Arsip dan Tata Naskah Dinas"))
                    .collect(),
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Roles;
    use crate::ui::keymap::Action;
    use crate::ui::testing::Stage;

    #[test]
    fn a_digit_opens_its_survey_and_what_was_answered_is_asked_for_again() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut two = samples(&cx).swap_remove(1).1;
        let effects = two.update(&Input::Do(Action::Choose(2)), &cx);
        let second = BatchId([2; 16]);
        assert!(matches!(effects.as_slice(), [Effect::Go(Route::Survey(batch))] if *batch == second));
        assert!(matches!(two.enter(&cx).as_slice(), [Effect::Ask(_)]));
    }
}

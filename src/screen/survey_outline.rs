//! The list of questions: what is answered, what is not, and the way to each.
//!
//! Questions are numbered as everywhere in the survey; a number is typed, or the mark moved, then Enter.

use crate::domain::id::BatchId;
use crate::ui::context::Context;
use crate::ui::draft::Draft;
use crate::ui::effect::{Effect, Returned};
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::answer_rows;
use crate::ui::widget::field::{Field, Kind};

/// The screen.
pub struct Outline {
    batch: BatchId,
    draft: Option<Draft>,
    mark: usize,
    field: Field,
    wrong: bool,
}

/// Opens it over the draft of this batch.
pub fn open(batch: BatchId, cx: &Context) -> Box<dyn Screen> {
    Box::new(of(batch, cx.draft(batch).cloned()))
}

fn of(batch: BatchId, draft: Option<Draft>) -> Outline {
    let mark = draft.as_ref().map_or(0, |draft| draft.at);
    Outline {
        batch,
        draft,
        mark,
        field: Field::new(Kind::Digits(&[3]), 3),
        wrong: false,
    }
}

/// Rows of a page: the body's, less the heading and the field.
fn room(cx: &Context) -> usize {
    let around = if cx.is_large() { 2 } else { 5 };
    usize::from(cx.height.saturating_sub(4))
        .saturating_sub(around)
        .max(1)
}

impl Outline {
    fn len(&self) -> usize {
        self.draft.as_ref().map_or(0, |draft| draft.answers.form().len())
    }

    fn pages(&self, cx: &Context) -> usize {
        self.len().div_ceil(room(cx))
    }

    fn go(&mut self) -> Vec<Effect> {
        if self.field.is_empty() {
            return vec![Effect::BackWith(Returned::Item(self.mark))];
        }
        match self.field.value().parse::<usize>() {
            Ok(number) if (1..=self.len()).contains(&number) => {
                vec![Effect::BackWith(Returned::Item(number - 1))]
            }
            _ => {
                self.wrong = true;
                self.field.clear();
                Vec::new()
            }
        }
    }
}

impl Screen for Outline {
    fn route(&self) -> Route {
        Route::SurveyOutline(self.batch)
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.survey.title, cx.texts.survey_outline.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, c) = (&cx.texts.survey_outline, &cx.texts.common);
        vec![
            Binding::enter(c.hint_open, t.help_number),
            Binding::arrows(cx.texts),
            Binding::pages(cx.texts, self.mark / room(cx), self.pages(cx)),
        ]
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        if self.draft.is_none() {
            vec![Effect::Back]
        } else {
            Vec::new()
        }
    }

    fn typing(&self) -> Typing {
        Typing::Digits
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let last = self.len().saturating_sub(1);
        self.wrong = false;
        match input {
            Input::Do(Action::Enter) => return self.go(),
            Input::Do(Action::Up) => self.mark = self.mark.saturating_sub(1),
            Input::Do(Action::Down) => self.mark = (self.mark + 1).min(last),
            Input::Do(Action::Next) => self.mark = (self.mark + room(cx)).min(last),
            Input::Do(Action::Previous) => self.mark = self.mark.saturating_sub(room(cx)),
            Input::Key(_) | Input::Paste(_) => {
                self.field.handle(input);
            }
            _ => {}
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.survey_outline;
        self.wrong.then(|| Message::error((t.no_such)(self.len())))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.survey_outline;
        let body = painter.body();
        let Some(draft) = &self.draft else { return };
        let answered = (t.answered)(draft.answers.answered(), self.len());
        painter.put(body.x, body.y, &answered, Role::Important);
        let gap = u16::from(!painter.is_large());
        let rows = answer_rows::page(self.mark, self.len(), room(cx));
        let below = self.len() - rows.end;
        let y = answer_rows::draw(
            painter,
            body.y + 1 + gap,
            &draft.answers,
            rows,
            Some(self.mark),
            cx.texts,
        );
        if below > 0 && gap > 0 {
            let more = format!("{} {}", painter.tier().down(), (cx.texts.common.more)(below));
            painter.put_right(body.right(), y, &more, Role::Muted);
        }
        let y = body.bottom().saturating_sub(1);
        let x = painter.put(body.x, y, t.go_to, Role::Base) + 1;
        painter.put_in(x, y, 1, "[", Role::Muted);
        self.field.draw_bare(painter, x + 2, y, 4, !self.field.is_empty());
        painter.put_in(x + 6, y, 1, "]", Role::Muted);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let Some(draft) = crate::ui::draft::sample() else {
        return Vec::new();
    };
    let batch = draft.batch;
    let mut typed = of(batch, Some(draft.clone()));
    typed.field.set("12");
    let mut wrong = of(batch, Some(draft.clone()));
    wrong.wrong = true;
    vec![
        ("begun", Box::new(of(batch, Some(draft)))),
        ("typed", Box::new(typed)),
        ("wrong", Box::new(wrong)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Roles;
    use crate::ui::key::Chord;
    use crate::ui::testing::Stage;

    #[test]
    fn a_number_and_a_mark_both_lead_to_their_question() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut outline = of(BatchId([1; 16]), crate::ui::draft::sample());
        outline.mark = 0;
        outline.update(&Input::Do(Action::Down), &cx);
        let effects = outline.update(&Input::Do(Action::Enter), &cx);
        assert!(matches!(
            effects.as_slice(),
            [Effect::BackWith(Returned::Item(1))]
        ));
        for digit in ['1', '2'] {
            outline.update(&Input::Key(Chord::char(digit)), &cx);
        }
        let effects = outline.update(&Input::Do(Action::Enter), &cx);
        assert!(matches!(
            effects.as_slice(),
            [Effect::BackWith(Returned::Item(11))]
        ));
    }

    #[test]
    fn a_number_that_no_question_has_goes_nowhere() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        for number in ["0", "99", "999"] {
            let mut outline = of(BatchId([1; 16]), crate::ui::draft::sample());
            outline.field.set(number);
            assert!(
                outline.update(&Input::Do(Action::Enter), &cx).is_empty(),
                "{number}"
            );
            assert!(outline.message(&cx).is_some());
        }
    }
}

//! Answers are checked before they are sent (K9).
//!
//! Enter with an empty field sends, once; a number and Enter changes that answer. What is required and missing is
//! named, and nothing is sent before it is there.

use crate::domain::id::BatchId;
use crate::domain::refusal::Refusal;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::draft::Draft;
use crate::ui::effect::{Effect, Returned};
use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding, Keys};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::answer_rows;
use crate::ui::widget::field::{Field, Kind};

/// The screen.
pub struct Review {
    batch: BatchId,
    draft: Option<Draft>,
    /// The first row of the page.
    top: usize,
    field: Field,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// To be checked.
    Checking,
    /// A number was typed that no question has.
    NoSuchNumber,
    /// Sent, not answered yet: a second Enter sends nothing.
    Sending,
    /// Refused; why.
    Refused(Why),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Already,
    Closed,
    Incomplete,
    DiskFull,
    Other,
}

/// Opens it over the draft of this batch.
pub fn open(batch: BatchId, cx: &Context) -> Box<dyn Screen> {
    Box::new(of(batch, cx.draft(batch).cloned()))
}

fn of(batch: BatchId, draft: Option<Draft>) -> Review {
    Review {
        batch,
        draft,
        top: 0,
        field: Field::new(Kind::Digits(&[3]), 3),
        state: State::Checking,
    }
}

/// Rows of a page: the body's, less the heading, what is missing, and the field.
fn room(cx: &Context) -> usize {
    let around = if cx.is_large() { 3 } else { 7 };
    usize::from(cx.height.saturating_sub(4))
        .saturating_sub(around)
        .max(1)
}

impl Review {
    fn len(&self) -> usize {
        self.draft.as_ref().map_or(0, |draft| draft.answers.form().len())
    }

    /// The first question that is missing and how many more are.
    fn missing(&self) -> Option<(usize, usize)> {
        let faults = self.draft.as_ref()?.answers.finish().err()?.faults;
        Some((faults.first()?.0, faults.len() - 1))
    }

    fn on_enter(&mut self, cx: &Context) -> Vec<Effect> {
        if !self.field.is_empty() {
            return match self.field.value().parse::<usize>() {
                Ok(number) if (1..=self.len()).contains(&number) => {
                    vec![Effect::BackWith(Returned::Item(number - 1))]
                }
                _ => {
                    self.field.clear();
                    self.state = State::NoSuchNumber;
                    Vec::new()
                }
            };
        }
        let Some(draft) = &self.draft else {
            return Vec::new();
        };
        match draft.answers.finish() {
            Ok(sheet) => {
                self.state = State::Sending;
                vec![Effect::ask(Ask::SubmitSurvey {
                    batch: self.batch,
                    sheet,
                })]
            }
            Err(incomplete) => {
                let first = incomplete.faults.first().map_or(0, |(at, _)| *at);
                self.top = first / room(cx) * room(cx);
                self.state = State::Refused(Why::Incomplete);
                vec![Effect::Beep(1)]
            }
        }
    }
}

impl Screen for Review {
    fn route(&self) -> Route {
        Route::SurveyReview(self.batch)
    }

    fn title(&self, cx: &Context) -> Title {
        let title = Title::two(cx.texts.survey.title, cx.texts.survey_review.title);
        match &self.draft {
            Some(draft) if !cx.is_large() => title.right(draft.title.clone()),
            _ => title,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const SCROLL: &[(Chord, Action)] = &[
            (Chord::plain(Key::Up), Action::Previous),
            (Chord::plain(Key::Down), Action::Next),
        ];
        let (t, c) = (&cx.texts.survey_review, &cx.texts.common);
        let (hint, help) = if self.field.is_empty() {
            (t.hint_send, t.help_send)
        } else {
            (t.hint_change, t.help_change)
        };
        let idle = self.state != State::Sending;
        let pages = self.len().div_ceil(room(cx));
        vec![
            Binding::enter(hint, help).priority(0).when(idle),
            Binding::pages(cx.texts, self.top / room(cx), pages).when(idle && pages > 1),
            Binding::new(Keys::Chords(SCROLL), "", c.help_move)
                .priority(30)
                .when(idle && pages > 1),
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
        if self.state == State::Sending {
            Typing::None
        } else {
            Typing::Digits
        }
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::SurveySubmitted(batch) if *batch == self.batch => {
                vec![
                    Effect::DropDraft(self.batch),
                    Effect::Replace(Route::SurveyDone(self.batch)),
                ]
            }
            Reply::Refused(refusal) if self.state == State::Sending => {
                self.state = State::Refused(match refusal {
                    Refusal::AlreadyAnswered => Why::Already,
                    Refusal::SurveyClosed | Refusal::NotFound | Refusal::WrongState => Why::Closed,
                    Refusal::SurveyIncomplete => Why::Incomplete,
                    Refusal::DiskFull => Why::DiskFull,
                    _ => Why::Other,
                });
                Vec::new()
            }
            Reply::Failed(_) if self.state == State::Sending => {
                self.state = State::Checking;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        if self.state == State::Sending {
            return Vec::new();
        }
        let last_page = self.len().saturating_sub(1) / room(cx) * room(cx);
        match input {
            Input::Do(Action::Enter) => {
                self.state = State::Checking;
                return self.on_enter(cx);
            }
            Input::Do(Action::Next) => self.top = (self.top + room(cx)).min(last_page),
            Input::Do(Action::Previous) => self.top = self.top.saturating_sub(room(cx)),
            Input::Key(_) | Input::Paste(_) => {
                self.state = State::Checking;
                self.field.handle(input);
            }
            Input::Resize => self.top = self.top / room(cx) * room(cx),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.state == State::Sending
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.survey_review;
        Some(match self.state {
            State::Checking => Message::important(t.final_word),
            State::NoSuchNumber => Message::error((t.no_such)(self.len())),
            State::Sending => Message::muted(t.sending),
            State::Refused(Why::Already) => Message::error(t.already),
            State::Refused(Why::Closed) => Message::error(t.closed),
            State::Refused(Why::DiskFull) => Message::error(t.disk_full),
            State::Refused(Why::Other) => Message::error(t.not_now),
            State::Refused(Why::Incomplete) => Message::error(match self.missing() {
                Some((first, more)) => (t.missing)(first + 1, more),
                None => t.incomplete.to_owned(),
            }),
        })
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.survey_review;
        let body = painter.body();
        let Some(draft) = &self.draft else { return };
        let large = painter.is_large();
        let answered = (t.answered)(draft.answers.answered(), self.len());
        if large {
            painter.put(body.x, body.y, &answered, Role::Important);
        } else {
            painter.put(body.x, body.y, t.heading, Role::Important);
            painter.put_right(body.right(), body.y, &answered, Role::Base);
        }
        let gap = u16::from(!large);
        let rows = answer_rows::page(self.top, self.len(), room(cx));
        let below = self.len() - rows.end;
        let y = answer_rows::draw(painter, body.y + 1 + gap, &draft.answers, rows, None, cx.texts);
        if below > 0 {
            let more = format!("{} {}", painter.tier().down(), (cx.texts.common.more)(below));
            painter.put_right(body.right(), y, &more, Role::Muted);
        }
        let y = body.bottom().saturating_sub(1);
        if !large && let Some((first, more)) = self.missing() {
            painter.put(body.x, y - 2, &(t.missing)(first + 1, more), Role::Error);
        }
        let label = if large { t.change_short } else { t.change };
        let x = painter.put(body.x, y, label, Role::Base) + 1;
        painter.put_in(x, y, 1, "[", Role::Muted);
        self.field.draw_bare(painter, x + 2, y, 4, true);
        let x = painter.put_in(x + 6, y, 1, "]", Role::Muted);
        if !large {
            painter.put(x + 3, y, t.or_send, Role::Muted);
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let (Some(begun), Some(full)) = (crate::ui::draft::sample(), crate::ui::draft::sample_complete()) else {
        return Vec::new();
    };
    let batch = begun.batch;
    let mut refused = of(batch, Some(begun.clone()));
    refused.update(&Input::Do(Action::Enter), cx);
    let mut sending = of(batch, Some(full.clone()));
    sending.state = State::Sending;
    let mut second = of(batch, Some(full.clone()));
    second.update(&Input::Do(Action::Next), cx);
    second.field.set("8");
    vec![
        ("missing", Box::new(of(batch, Some(begun)))),
        ("refused", Box::new(refused)),
        ("complete", Box::new(of(batch, Some(full)))),
        ("second-page", Box::new(second)),
        ("sending", Box::new(sending)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Roles;
    use crate::ui::testing::Stage;

    fn enter(review: &mut Review, cx: &Context) -> Vec<Effect> {
        review.update(&Input::Do(Action::Enter), cx)
    }

    #[test]
    fn answers_are_sent_once_however_often_enter_is_pressed() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut review = of(BatchId([1; 16]), crate::ui::draft::sample_complete());
        let sent = enter(&mut review, &cx);
        assert!(matches!(sent.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::SubmitSurvey { .. })));
        assert!(enter(&mut review, &cx).is_empty(), "sent twice");
        let done = review.reply(&Reply::SurveySubmitted(BatchId([1; 16])), &cx);
        assert!(matches!(
            done.as_slice(),
            [Effect::DropDraft(_), Effect::Replace(Route::SurveyDone(_))]
        ));
    }

    #[test]
    fn nothing_is_sent_while_a_required_answer_is_missing() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut review = of(BatchId([1; 16]), crate::ui::draft::sample());
        assert!(matches!(enter(&mut review, &cx).as_slice(), [Effect::Beep(1)]));
        let (first, _) = review.missing().unwrap();
        assert!(
            review
                .message(&cx)
                .unwrap()
                .text
                .contains(&(first + 1).to_string())
        );
    }

    #[test]
    fn a_failure_keeps_the_answers_to_be_sent_again() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut review = of(BatchId([1; 16]), crate::ui::draft::sample_complete());
        enter(&mut review, &cx);
        assert!(review.reply(&Reply::Refused(Refusal::DiskFull), &cx).is_empty());
        assert_eq!(
            review.message(&cx).unwrap().text,
            cx.texts.survey_review.disk_full
        );
        assert_eq!(enter(&mut review, &cx).len(), 1);
    }

    #[test]
    fn a_number_leads_back_to_its_question() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut review = of(BatchId([1; 16]), crate::ui::draft::sample_complete());
        review.field.set("8");
        assert!(matches!(
            enter(&mut review, &cx).as_slice(),
            [Effect::BackWith(Returned::Item(7))]
        ));
        review.field.set("99");
        assert!(enter(&mut review, &cx).is_empty());
    }
}

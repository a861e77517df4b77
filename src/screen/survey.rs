//! One question a screen (K8, free text K8t, in large text L2).
//!
//! ```text
//!  Pertanyaan 3 dari 12     ███████████████░░░░░░░░░░░░░░░░░░░░░░░░
//!
//!  Fasilitator · Ani Wijaya · Arsip
//!
//!  Penyajian runtut dan mudah diikuti.
//!
//!    ( ) 1  Tidak baik
//!  > (*) 2  Kurang baik
//! ```
//!
//! Nothing is chosen before the person chooses. A digit answers and stays, so that a slip is seen; the same digit
//! again, Enter or `+` goes on. What is required and has no answer does not let pass. Before the first question stands
//! who will see what.

mod answering;
mod control;
mod samples;
mod show;

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
use answering::{Answering, Step};
use control::Control;

/// To the list of questions.
const OUTLINE: Action = Action::Own(1);
/// The answer is taken back.
const CLEAR: Action = Action::Own(2);
/// The marked option is taken, or taken back.
const TOGGLE: Action = Action::Own(3);
/// Ten, on a scale from 0 to 10: there is no key for it.
const TEN: Action = Action::Own(4);

/// The screen.
pub struct Survey {
    batch: BatchId,
    stage: Stage,
    /// Whether the review was opened last: what is changed then leads back there.
    reviewed: bool,
}

enum Stage {
    /// The questions have been asked for.
    Waiting,
    /// There is nothing to answer; why.
    Refused(Why),
    /// Who sees what, before the first question.
    Intro(Box<Answering>),
    /// A question.
    Question(Box<Answering>),
}

/// Why there is nothing to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Already,
    Closed,
    NotThere,
}

/// Opens it, with the draft where there is one.
pub fn open(batch: BatchId, cx: &Context) -> Box<dyn Screen> {
    let stage = match cx.draft(batch) {
        Some(draft) => Stage::Question(Box::new(Answering::new(draft.clone(), cx))),
        None => Stage::Waiting,
    };
    Box::new(Survey {
        batch,
        stage,
        reviewed: false,
    })
}

impl Survey {
    fn answering(&self) -> Option<&Answering> {
        match &self.stage {
            Stage::Question(answering) => Some(answering),
            Stage::Waiting | Stage::Refused(_) | Stage::Intro(_) => None,
        }
    }

    /// Takes the intro away.
    fn begin(&mut self) {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Intro(answering) => Stage::Question(answering),
            other => other,
        };
    }
}

impl Screen for Survey {
    fn route(&self) -> Route {
        Route::Survey(self.batch)
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.survey;
        match &self.stage {
            Stage::Question(answering) if cx.is_large() => {
                Title::one((t.title_large)(answering.at() + 1, answering.len()))
                    .right(answering.small_bar(cx))
            }
            Stage::Question(answering) | Stage::Intro(answering) => {
                Title::one(t.title).right(answering.training())
            }
            Stage::Waiting | Stage::Refused(_) => Title::one(t.title),
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const OUTLINE_KEY: &[(Chord, Action)] = &[(Chord::f(6), OUTLINE)];
        const CLEAR_KEYS: &[(Chord, Action)] = &[
            (Chord::plain(Key::Delete), CLEAR),
            (Chord::plain(Key::Backspace), CLEAR),
        ];
        const TOGGLE_KEY: &[(Chord, Action)] = &[(Chord::char(' '), TOGGLE)];
        const SIDES: &[(Chord, Action)] = &[
            (Chord::plain(Key::Left), Action::Left),
            (Chord::plain(Key::Right), Action::Right),
        ];
        let (t, c) = (&cx.texts.survey, &cx.texts.common);
        let answering = match &self.stage {
            Stage::Waiting => return Vec::new(),
            Stage::Refused(_) => {
                return vec![
                    Binding::digits(1, 1, c.hint_choose, c.help_choose),
                    Binding::enter(c.hint_open, c.help_open),
                ];
            }
            Stage::Intro(_) => {
                return vec![
                    Binding::digits(1, 1, c.hint_choose, c.help_choose),
                    Binding::enter(t.begin, c.help_next),
                    Binding::plus("", ""),
                ];
            }
            Stage::Question(answering) => answering,
        };
        let outline = Binding::own(OUTLINE_KEY, t.hint_outline, t.help_outline);
        let mut all = Vec::new();
        match answering.control() {
            Control::Rows(rows) => {
                if let Some((from, to)) = rows.digits() {
                    all.push(Binding::digits(from, to, t.hint_answer, t.help_answer));
                }
                let many = rows.is_multi();
                all.push(
                    Binding::own(TOGGLE_KEY, t.hint_mark, t.help_mark)
                        .priority(12)
                        .when(many),
                );
                all.push(Binding::arrows(cx.texts).priority(if many { 10 } else { 35 }));
            }
            Control::Line(_) => {
                all.push(Binding::digits(0, 9, t.hint_answer, t.help_ten));
                all.push(Binding::new(Keys::Chords(SIDES), c.hint_move, c.help_move).priority(10));
            }
            Control::Text(_) | Control::Number(_) => {}
        }
        let more = answering.has_more_rows();
        all.push(Binding::enter(c.hint_next, t.help_next).priority(14));
        all.push(if more {
            Binding::plus(c.hint_page, c.help_page_next)
        } else {
            Binding::plus("", "")
        });
        all.push(outline);
        all.push(
            Binding::own(CLEAR_KEYS, t.hint_clear, t.help_clear)
                .priority(38)
                .when(answering.can_be_cleared()),
        );
        all
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        match &self.stage {
            Stage::Waiting => vec![Effect::ask(Ask::Survey(self.batch))],
            // The answers were handed in on a screen above this one: nothing is left to do here.
            Stage::Question(_) if cx.draft(self.batch).is_none() => vec![Effect::Back],
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match (reply, &self.stage) {
            (Reply::Survey { batch, title, form }, Stage::Waiting) if *batch == self.batch => {
                let draft = Draft {
                    batch: *batch,
                    title: title.clone(),
                    answers: crate::domain::questionnaire::Draft::new((**form).clone()),
                    at: 0,
                };
                if form.is_empty() {
                    self.stage = Stage::Refused(Why::NotThere);
                    return Vec::new();
                }
                self.stage = Stage::Intro(Box::new(Answering::new(draft.clone(), cx)));
                vec![Effect::KeepDraft(Box::new(draft))]
            }
            (Reply::Refused(refusal), Stage::Waiting) => {
                self.stage = Stage::Refused(match refusal {
                    Refusal::AlreadyAnswered => Why::Already,
                    Refusal::NotFound => Why::NotThere,
                    _ => Why::Closed,
                });
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn returned(&mut self, what: Returned, cx: &Context) -> Vec<Effect> {
        if let (Returned::Item(at), Stage::Question(answering)) = (what, &mut self.stage) {
            answering.go_to(at, cx);
            return vec![answering.keep()];
        }
        Vec::new()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let answering = match (&mut self.stage, input) {
            (Stage::Refused(_), Input::Do(Action::Enter | Action::Choose(1))) => return vec![Effect::Back],
            (Stage::Intro(_), Input::Do(Action::Enter | Action::Next | Action::Choose(1))) => {
                self.begin();
                return Vec::new();
            }
            (Stage::Question(answering), _) => answering,
            _ => return Vec::new(),
        };
        let step = match input {
            Input::Do(Action::Enter) => answering.go_on(cx),
            Input::Do(Action::Next) => answering.page_or_go_on(cx),
            Input::Do(OUTLINE) => {
                // What was typed and cannot be kept is said here, not lost on the way.
                return match answering.settle() {
                    Ok(()) => {
                        self.reviewed = false;
                        vec![answering.keep(), Effect::Go(Route::SurveyOutline(self.batch))]
                    }
                    Err(()) => Vec::new(),
                };
            }
            Input::Do(action) => answering.act(*action, cx),
            Input::Key(_) | Input::Paste(_) => answering.typed(input),
            Input::Resize => answering.resized(cx),
            Input::Scan(_) | Input::Tick => Step::Stay,
        };
        match step {
            Step::Stay => Vec::new(),
            Step::Changed => vec![answering.keep()],
            Step::Moved if self.reviewed => {
                vec![answering.keep(), Effect::Go(Route::SurveyReview(self.batch))]
            }
            Step::Moved => {
                answering.go_to(answering.at() + 1, cx);
                vec![answering.keep()]
            }
            Step::Finished => {
                self.reviewed = true;
                vec![answering.keep(), Effect::Go(Route::SurveyReview(self.batch))]
            }
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.survey;
        match &self.stage {
            Stage::Waiting | Stage::Refused(_) => None,
            Stage::Intro(_) => Some(Message::important(t.not_kept)),
            Stage::Question(answering) => Some(match (answering.complaint(cx), answering.rows_below()) {
                (Some(complaint), _) => Message::error(complaint),
                (None, below @ 1..) if cx.is_large() => {
                    Message::important(format!("{} {}", cx.tier.down(), (cx.texts.common.more)(below)))
                }
                (None, _) => Message::muted(t.not_sent),
            }),
        }
    }

    fn typing(&self) -> Typing {
        self.answering()
            .map_or(Typing::None, |answering| answering.control().typing())
    }

    fn back(&mut self, cx: &Context) -> bool {
        let Stage::Question(answering) = &mut self.stage else {
            return false;
        };
        // Whoever goes back past the question that was to be changed is no longer on the way to the review.
        self.reviewed = false;
        answering.back(cx)
    }

    fn is_waiting(&self) -> bool {
        matches!(self.stage, Stage::Waiting)
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        match &self.stage {
            Stage::Waiting => {}
            Stage::Refused(why) => show::refused(painter, *why, cx),
            Stage::Intro(answering) => show::intro(painter, answering, cx),
            Stage::Question(answering) => show::question(painter, answering, cx),
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    samples::all(cx)
        .into_iter()
        .map(|(name, batch, stage)| {
            let screen: Box<dyn Screen> = Box::new(Survey {
                batch,
                stage,
                reviewed: false,
            });
            (name, screen)
        })
        .collect()
}

#[cfg(test)]
mod tests;

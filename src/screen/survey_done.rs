//! Thanks (K9s): what becomes of the answers, and the way out. There is no number to trace them by.

use crate::domain::id::BatchId;
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::keymap::{Binding, Roads};
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use ratatui::layout::Rect;

/// How long it waits before it goes to the start by itself.
const LEAVES_AFTER_MS: u64 = 15_000;

/// The screen.
pub struct Done {
    batch: BatchId,
    leaves: Millis,
    list: List,
}

/// Opens it.
pub fn open(batch: BatchId, cx: &Context) -> Box<dyn Screen> {
    Box::new(Done {
        batch,
        leaves: cx.at().plus(LEAVES_AFTER_MS),
        list: List::new(2),
    })
}

impl Screen for Done {
    fn route(&self) -> Route {
        Route::SurveyDone(self.batch)
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.survey.title, cx.texts.survey_done.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        vec![
            Binding::digits(1, 2, t.hint_choose, t.help_choose),
            Binding::arrows(cx.texts),
            Binding::enter(t.hint_open, t.help_open),
        ]
    }

    fn roads(&self) -> Roads {
        // What was handed in cannot be gone back to.
        Roads {
            back: false,
            leave: true,
        }
    }

    fn deadline(&self) -> Option<Millis> {
        Some(self.leaves)
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Tick => vec![Effect::Leave],
            Input::Do(action) => {
                // Somebody is still here.
                self.leaves = cx.at().plus(LEAVES_AFTER_MS);
                match self.list.act(*action) {
                    Some(0) => vec![Effect::Leave],
                    Some(_) => vec![Effect::Replace(Route::Trainings)],
                    None => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        Some(Message::muted((cx.texts.survey_done.returns)(
            LEAVES_AFTER_MS / 1_000,
        )))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.survey_done;
        let body = painter.body();
        let large = painter.is_large();
        let gap = u16::from(!large);
        let mut y = body.y;
        y += painter.wrap(Rect { height: 2, ..body }, t.thanks, Role::Good) + gap;
        let facts: &[&str] = if large {
            &[t.no_name]
        } else {
            &[t.kept, t.no_name, t.no_proof]
        };
        if !large {
            painter.put(body.x, y, t.what_next, Role::Muted);
            y += 1;
        }
        for fact in facts {
            let room = Rect {
                x: body.x + 2 * gap,
                y,
                width: body.width - 2 * gap,
                height: 2,
            };
            y += painter.wrap(room, fact, Role::Base);
        }
        y += 1 + gap;
        for (row, label) in [t.finish, t.trainings].into_iter().enumerate() {
            let digit = u8::try_from(row + 1).unwrap_or(0);
            painter.choice(y, &Choice::new(digit, label, self.list.selected() == row));
            y += 1;
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    vec![("plain", open(BatchId([1; 16]), cx))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::role::Roles;
    use crate::ui::testing::Stage;

    #[test]
    fn it_leaves_by_itself_and_never_goes_back() {
        let stage = Stage::new().signed_in(Roles::NONE);
        let cx = stage.context();
        let mut done = open(BatchId([1; 16]), &cx);
        assert_eq!(done.deadline(), Some(cx.at().plus(LEAVES_AFTER_MS)));
        assert!(matches!(
            done.update(&Input::Tick, &cx).as_slice(),
            [Effect::Leave]
        ));
        assert!(!done.roads().back);
    }
}

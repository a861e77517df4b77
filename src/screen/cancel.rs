//! A registration is cancelled with a reason, in three steps.
//!
//! ```text
//!   why?   1-6 reasons, 7 keep   ->   sure?   7 keep, 9 cancel it   ->   done
//! ```
//!
//! The mark stands on "keep" until it is done, and the digit that cancels is no reason's, so that neither Enter nor a
//! digit pressed twice cancels anything.

use crate::domain::{id::RegistrationId, refusal::Refusal, registration::CancelReason};
use crate::i18n::{refusal, word};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Binding;
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::menu::Menu;
use ratatui::layout::Rect;

const KEEP: u8 = 7;
const YES: u8 = 9;
const TRAININGS: u8 = 1;
const LEAVE: u8 = 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Why,
    Sure(CancelReason),
    /// The answer is awaited.
    Sending(CancelReason),
    Done,
}

/// The screen.
pub struct Screened {
    registration: RegistrationId,
    title: String,
    step: Step,
    menu: Menu,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(registration: RegistrationId, title: String, _: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(registration, title))
}

impl Screened {
    fn new(registration: RegistrationId, title: String) -> Self {
        Self {
            registration,
            title,
            step: Step::Why,
            menu: Menu::on(KEEP),
            refused: None,
        }
    }

    fn digits(&self) -> Vec<u8> {
        match self.step {
            Step::Why => (1..)
                .zip(CancelReason::OFFERED)
                .map(|(digit, _)| digit)
                .chain([KEEP])
                .collect(),
            Step::Sure(_) if self.refused.is_some() => vec![KEEP],
            Step::Sure(_) => vec![KEEP, YES],
            Step::Sending(_) => Vec::new(),
            Step::Done => vec![TRAININGS, LEAVE],
        }
    }

    fn choose(&mut self, digit: u8) -> Vec<Effect> {
        match (self.step, digit) {
            (Step::Why, reason @ 1..KEEP) => {
                if let Some(reason) = CancelReason::OFFERED.get(usize::from(reason) - 1) {
                    self.step = Step::Sure(*reason);
                    self.menu.mark(KEEP);
                }
                Vec::new()
            }
            (Step::Why | Step::Sure(_), KEEP) | (Step::Done, TRAININGS) => vec![Effect::Back],
            (Step::Sure(reason), YES) => {
                self.step = Step::Sending(reason);
                vec![Effect::ask(Ask::Cancel {
                    registration: self.registration,
                    reason,
                })]
            }
            (Step::Done, LEAVE) => vec![Effect::Leave],
            _ => Vec::new(),
        }
    }

    fn label(&self, cx: &Context, digit: u8) -> &'static str {
        let t = &cx.texts.cancel;
        match (self.step, digit) {
            (Step::Done, TRAININGS) => t.trainings,
            (Step::Done, _) => t.leave,
            (_, KEEP) => t.keep,
            (_, YES) => t.yes,
            (_, digit) => CancelReason::OFFERED
                .get(usize::from(digit).wrapping_sub(1))
                .map_or("", |reason| word::cancel_reason(cx.lang, *reason)),
        }
    }
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Cancel {
            registration: self.registration,
            title: self.title.clone(),
        }
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.trainings.title, cx.texts.cancel.title)
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        let Step::Sending(reason) = self.step else {
            return Vec::new();
        };
        match reply {
            Reply::Cancelled(registration) if *registration == self.registration => {
                self.step = Step::Done;
                self.menu.mark(TRAININGS);
            }
            Reply::Refused(refusal) => {
                self.refused = Some(refusal.clone());
                self.step = Step::Sure(reason);
            }
            Reply::Failed(_) => self.step = Step::Sure(reason),
            _ => {}
        }
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, common) = (&cx.texts.cancel, &cx.texts.common);
        let digits = self.digits();
        let (Some(first), Some(last)) = (digits.first(), digits.last()) else {
            return Vec::new();
        };
        let help = if self.step == Step::Why {
            t.help_reason
        } else {
            t.help_choose
        };
        vec![
            Binding::digits(*first, *last, common.hint_choose, help),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_choose, help).priority(71),
        ]
    }

    fn back(&mut self, _: &Context) -> bool {
        match self.step {
            Step::Sure(_) => {
                self.step = Step::Why;
                self.refused = None;
                self.menu.mark(KEEP);
                true
            }
            // What is on its way cannot be called back; the answer is worth the wait.
            Step::Sending(_) => true,
            Step::Why | Step::Done => false,
        }
    }

    fn update(&mut self, input: &Input, _: &Context) -> Vec<Effect> {
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        let digits = self.digits();
        match self.menu.act(action, &digits) {
            Some(digit) => self.choose(digit),
            None => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        matches!(self.step, Step::Sending(_)).then(|| Message::important(cx.texts.cancel.saving))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.cancel;
        let body = painter.body();
        let large = painter.is_large();
        let gap = u16::from(!large);
        let mut y = body.y;
        if self.step == Step::Done {
            y += painter.wrap(Rect { height: 2, ..body }, t.done, Role::Good) + gap;
            let title = Rect {
                y,
                height: 1 + gap,
                ..body
            };
            y += painter.wrap_cut(title, &self.title, Role::Base) + gap;
            y += painter.wrap(Rect { y, height: 3, ..body }, t.done_says, Role::Muted) + gap;
        } else {
            if !large {
                painter.put(body.x, y, t.which, Role::Muted);
                y += 1;
            }
            let title = Rect {
                y,
                height: 1 + gap,
                ..body
            };
            y += painter.wrap_cut(title, &self.title, Role::Important) + gap;
        }
        match self.step {
            Step::Why if large => {}
            Step::Why => {
                painter.put(body.x, y, t.why, Role::Base);
                y += 2;
            }
            Step::Sure(reason) | Step::Sending(reason) => {
                let said = (t.reason)(word::cancel_reason(cx.lang, reason));
                y += painter.wrap(Rect { y, height: 2, ..body }, &said, Role::Base);
                let text = if large { t.short_consequence } else { t.consequence };
                y += painter.wrap(Rect { y, height: 3, ..body }, text, Role::Base) + gap;
                if let Some(refused) = &self.refused {
                    painter.put(body.x, y, "!", Role::Error);
                    let room = Rect {
                        x: body.x + 2,
                        y,
                        width: body.width.saturating_sub(2),
                        height: 2,
                    };
                    let sentence = refusal::sentence(cx.lang, refused);
                    y += painter.wrap_cut(room, &sentence, Role::Error) + gap;
                } else if !large {
                    painter.put(body.x, y, t.sure, Role::Important);
                    y += 2;
                }
            }
            Step::Done => {}
        }
        let digits = self.digits();
        if digits.is_empty() {
            painter.cursor(body.x, body.y);
        }
        let marked = self.menu.marked(&digits);
        for digit in digits {
            // The way out stands apart from the reasons.
            if digit == KEEP && self.step == Step::Why {
                y += gap;
            }
            painter.choice(
                y,
                &Choice::new(digit, self.label(cx, digit), marked == Some(digit)),
            );
            y += 1;
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::public;
    let make = |step: Step| {
        let title = "Pengambilan Keputusan Berbasis Data bagi Pejabat Pengawas".to_owned();
        Screened {
            step,
            ..Screened::new(public::registration(), title)
        }
    };
    let mut refused = make(Step::Sure(CancelReason::Duty));
    refused.refused = Some(Refusal::WrongState);
    let mut done = make(Step::Done);
    done.menu.mark(TRAININGS);
    vec![
        ("plain", Box::new(make(Step::Why))),
        ("sure", Box::new(make(Step::Sure(CancelReason::Duty)))),
        ("sending", Box::new(make(Step::Sending(CancelReason::Duty)))),
        ("refused", Box::new(refused)),
        ("done", Box::new(done)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::refusal::Trouble;
    use crate::ui::keymap::Action;
    use crate::ui::testing::{Stage, public};

    fn screen() -> Screened {
        Screened::new(public::registration(), "Penyusunan Anggaran".into())
    }

    fn does(screen: &mut Screened, action: Action) -> Vec<Effect> {
        screen.update(&Input::Do(action), &Stage::new().context())
    }

    #[test]
    fn enter_never_cancels() {
        for steps in [0, 1] {
            let mut screen = screen();
            for _ in 0..steps {
                does(&mut screen, Action::Choose(1));
            }
            assert!(matches!(
                does(&mut screen, Action::Enter).as_slice(),
                [Effect::Back]
            ));
        }
    }

    #[test]
    fn no_digit_pressed_twice_or_more_cancels() {
        for digit in 0..=9 {
            let mut screen = screen();
            for _ in 0..4 {
                let effects = does(&mut screen, Action::Choose(digit));
                assert!(
                    !effects.iter().any(|effect| matches!(effect, Effect::Ask(_))),
                    "{digit}"
                );
            }
        }
    }

    #[test]
    fn a_reason_and_yes_ask_once() {
        let mut screen = screen();
        does(&mut screen, Action::Choose(2));
        let effects = does(&mut screen, Action::Choose(YES));
        let [Effect::Ask(ask)] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        assert!(matches!(
            **ask,
            Ask::Cancel {
                reason: CancelReason::Illness,
                ..
            }
        ));
        assert!(does(&mut screen, Action::Choose(YES)).is_empty());
        assert!(screen.back(&Stage::new().context()), "the answer is awaited");
        screen.reply(&Reply::Cancelled(public::registration()), &Stage::new().context());
        assert!(screen.step == Step::Done);
        assert!(matches!(
            does(&mut screen, Action::Choose(LEAVE)).as_slice(),
            [Effect::Leave]
        ));
    }

    #[test]
    fn a_refusal_is_said_and_a_failure_can_be_tried_again() {
        let stage = Stage::new();
        let mut screen = screen();
        screen.step = Step::Sending(CancelReason::Duty);
        screen.reply(&Reply::Refused(Refusal::WrongState), &stage.context());
        assert!(stage.dump(&screen).text.contains("tidak dapat dilakukan"));
        assert!(does(&mut screen, Action::Choose(YES)).is_empty());
        let mut screen = self::screen();
        screen.step = Step::Sending(CancelReason::Duty);
        screen.reply(
            &Reply::Failed(Trouble {
                code: "SIMPAN-07",
                detail: String::new(),
            }),
            &stage.context(),
        );
        assert_eq!(does(&mut screen, Action::Choose(YES)).len(), 1);
    }

    #[test]
    fn back_from_the_question_changes_the_reason() {
        let stage = Stage::new();
        let mut screen = screen();
        does(&mut screen, Action::Choose(3));
        assert!(screen.back(&stage.context()));
        assert!(screen.step == Step::Why);
        assert!(!screen.back(&stage.context()));
    }
}

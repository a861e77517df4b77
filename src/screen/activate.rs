//! First use: the activation code that an officer printed, then a PIN of one's own, typed twice.
//!
//! Two steps, so that each has room in large text. The office checks both at once: a code that does not fit leads
//! back to the first step, a PIN that is easy to guess back to the second.

mod view;

use crate::domain::code::{Activation, CodeFault};
use crate::domain::number::NumberFault;
use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::keymap::{Action, Binding};
use crate::ui::number;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::widget::countdown::Countdown;
use crate::ui::widget::field::{Field, Kind};
use zeroize::Zeroizing;

/// Characters of an activation code.
const CODE_CHARS: usize = 10;
/// Digits of a PIN.
const PIN_DIGITS: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Code,
    Pin,
}

/// What is wrong with the two PINs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PinFault {
    Length,
    Differ,
    Weak,
}

/// The screen.
pub struct Activate {
    then: Route,
    step: Step,
    number: Field,
    code: Field,
    pin: Field,
    again: Field,
    second: bool,
    number_fault: Option<NumberFault>,
    code_fault: Option<CodeFault>,
    pin_fault: Option<PinFault>,
    /// Tries left after a pair that did not fit.
    wrong: Option<u8>,
    refused: Option<Refusal>,
    pause: Countdown,
    waiting: bool,
}

/// Opens it, with the number as typed so far.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the copy that came with the route is zeroed here"
)]
pub fn open(number: Option<Zeroizing<String>>, then: Route, cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Activate::new(number.as_deref().map(String::as_str), then))
}

impl Activate {
    fn new(typed: Option<&str>, then: Route) -> Self {
        let mut number = Field::number();
        number.set(typed.unwrap_or_default());
        Self {
            then,
            step: Step::Code,
            second: !number.is_empty(),
            number,
            code: Field::new(Kind::Code, CODE_CHARS),
            pin: Field::pin(),
            again: Field::pin(),
            number_fault: None,
            code_fault: None,
            pin_fault: None,
            wrong: None,
            refused: None,
            pause: Countdown::default(),
            waiting: false,
        }
    }

    fn field(&mut self) -> &mut Field {
        match (self.step, self.second) {
            (Step::Code, false) => &mut self.number,
            (Step::Code, true) => &mut self.code,
            (Step::Pin, false) => &mut self.pin,
            (Step::Pin, true) => &mut self.again,
        }
    }

    fn begin_pin(&mut self) {
        self.step = Step::Pin;
        self.second = false;
        self.pin.clear();
        self.again.clear();
        self.pin_fault = None;
    }

    fn begin_code(&mut self) {
        self.step = Step::Code;
        self.second = true;
        self.pin.clear();
        self.again.clear();
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        if self.waiting || self.pause.is_on() {
            return Vec::new();
        }
        self.wrong = None;
        self.refused = None;
        match self.step {
            Step::Code => self.enter_code(cx),
            Step::Pin => return self.enter_pin(),
        }
        Vec::new()
    }

    fn enter_code(&mut self, cx: &Context) {
        self.number_fault = number::read(self.number.value(), cx).err();
        if self.code.is_empty() && !self.second {
            self.code_fault = None;
            self.second = self.number_fault.is_none();
            return;
        }
        self.code_fault = Activation::read(self.code.value()).err();
        self.second = self.number_fault.is_none();
        if self.number_fault.is_none() && self.code_fault.is_none() {
            self.begin_pin();
        }
    }

    fn enter_pin(&mut self) -> Vec<Effect> {
        if self.again.is_empty() && !self.second && self.pin.len() == PIN_DIGITS {
            self.pin_fault = None;
            self.second = true;
            return Vec::new();
        }
        self.pin_fault = if self.pin.len() != PIN_DIGITS {
            Some(PinFault::Length)
        } else if self.pin.value() != self.again.value() {
            Some(PinFault::Differ)
        } else {
            None
        };
        if self.pin_fault.is_some() {
            self.second = false;
            self.again.clear();
            if self.pin_fault == Some(PinFault::Differ) {
                self.pin.clear();
            }
            return Vec::new();
        }
        self.waiting = true;
        vec![Effect::ask(Ask::Activate {
            number: self.number.secret(),
            code: self.code.secret(),
            pin: self.pin.secret(),
        })]
    }

    fn scan(&mut self, code: &str) {
        if self.step != Step::Code {
            return;
        }
        if let Some(digits) = number::of_scan(code) {
            self.number.set(&digits);
            self.number_fault = None;
            self.second = true;
        } else if Activation::read(code).is_ok() {
            self.code.clear();
            self.code.handle(&Input::Paste(code.to_owned()));
            self.code_fault = None;
            self.second = !self.number.is_empty();
        }
    }

    fn pin_words(&self, cx: &Context) -> Option<&'static str> {
        self.pin_fault.map(|fault| match fault {
            PinFault::Length => cx.texts.sign_in.pin_length,
            PinFault::Differ => cx.texts.activate.differ,
            PinFault::Weak => cx.texts.activate.weak,
        })
    }

    fn problems(&self, cx: &Context) -> Vec<String> {
        let t = &cx.texts.activate;
        let mut all = Vec::new();
        if self.pause.is_on() {
            return vec![(cx.texts.sign_in.paused)(&refusal::wait(
                cx.lang,
                self.pause.seconds(),
            ))];
        }
        all.extend(self.wrong.map(t.wrong));
        all.extend(self.refused.as_ref().map(|why| refusal::sentence(cx.lang, why)));
        if self.step == Step::Code {
            all.extend(
                self.number_fault
                    .as_ref()
                    .map(|fault| refusal::number(cx.lang, fault)),
            );
            all.extend(self.code_fault.as_ref().map(t.code_fault));
        } else {
            all.extend(self.pin_words(cx).map(str::to_owned));
        }
        all
    }
}

impl Screen for Activate {
    fn route(&self) -> Route {
        let number = (!self.number.is_empty()).then(|| self.number.secret());
        Route::Activate {
            number,
            then: Box::new(self.then.clone()),
        }
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.activate;
        let step = (t.step)(if self.step == Step::Code { 1 } else { 2 });
        Title::one(t.title).right(step)
    }

    fn typing(&self) -> Typing {
        match (self.step, self.second) {
            (Step::Code, true) => Typing::Code,
            _ => Typing::Digits,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let mut arrows = Binding::arrows(cx.texts);
        arrows.help = cx.texts.sign_in.help_fields;
        vec![
            Binding::enter(cx.texts.common.hint_next, cx.texts.activate.help_enter).priority(0),
            arrows.priority(50),
        ]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter) => return self.enter(cx),
            Input::Do(Action::Up) => self.second = false,
            Input::Do(Action::Down) => self.second = true,
            Input::Scan(code) => self.scan(code),
            Input::Tick => {
                self.pause.tick(cx.at());
            }
            Input::Key(_) | Input::Paste(_) if !self.waiting => {
                self.field().handle(input);
            }
            _ => {}
        }
        Vec::new()
    }

    fn takes_scan(&self, _: &str, _: &Context) -> bool {
        !self.waiting
    }

    fn back(&mut self, _: &Context) -> bool {
        let within = self.step == Step::Pin;
        if within {
            self.begin_code();
        }
        within
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::SignedIn(card) => {
                self.waiting = false;
                self.pin.clear();
                self.again.clear();
                self.code.clear();
                return vec![
                    Effect::SignedIn(Box::new(card.clone())),
                    Effect::Replace(self.then.clone()),
                ];
            }
            Reply::Refused(why) => {
                self.waiting = false;
                match why {
                    Refusal::WeakPin => {
                        self.begin_pin();
                        self.pin_fault = Some(PinFault::Weak);
                    }
                    Refusal::Credentials { left } => {
                        self.begin_code();
                        self.wrong = Some(*left);
                    }
                    Refusal::Pause { seconds } => {
                        self.begin_code();
                        self.pause.start(*seconds, cx.at());
                    }
                    Refusal::Number(fault) => {
                        self.begin_code();
                        self.second = false;
                        self.number_fault = Some(fault.clone());
                    }
                    other => {
                        self.begin_code();
                        self.refused = Some(other.clone());
                    }
                }
            }
            Reply::Failed(_) => self.waiting = false,
            _ => {}
        }
        Vec::new()
    }

    fn deadline(&self) -> Option<Millis> {
        self.pause.deadline()
    }

    fn is_waiting(&self) -> bool {
        self.waiting
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        self.waiting.then(|| Message::muted(cx.texts.sign_in.checking))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        self.draw(painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    view::samples(cx)
}

#[cfg(test)]
mod tests;

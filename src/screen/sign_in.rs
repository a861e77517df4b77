//! Who are you (K2): a number and a PIN, or a scanned card and a PIN.
//!
//! Checked on Enter and never while typing; what was typed stays. A wrong pair gives one message that never says
//! which of both was wrong, and after too many tries a pause that is counted down.

use crate::domain::number::NumberFault;
use crate::domain::refusal::Refusal;
use crate::i18n::{Texts, refusal};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::number;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::countdown::Countdown;
use crate::ui::widget::entry::{Entry, alert, entry};
use crate::ui::widget::error_box::error_box;
use crate::ui::widget::field::Field;
use zeroize::Zeroizing;

/// F5: no PIN yet.
const NO_PIN: Action = Action::Own(1);
/// Digits of a PIN.
const PIN_DIGITS: usize = 6;

/// What stands above the fields.
#[derive(Clone, PartialEq, Eq)]
enum Said {
    /// The pair does not fit; tries left.
    Wrong(u8),
    /// Another code than a card's was scanned.
    NotACard,
    /// The office refused for another reason.
    Refused(Refusal),
}

/// The screen.
pub struct SignIn {
    then: Route,
    number: Field,
    pin: Field,
    on_pin: bool,
    number_fault: Option<NumberFault>,
    pin_fault: bool,
    said: Option<Said>,
    pause: Countdown,
    waiting: bool,
}

/// Opens it, with a number that was scanned on the way here.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the copy that came with the route is zeroed here"
)]
pub fn open(number: Option<Zeroizing<String>>, then: Route, cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(SignIn::new(number.as_deref().map(String::as_str), then))
}

impl SignIn {
    fn new(scanned: Option<&str>, then: Route) -> Self {
        let mut number = Field::number();
        if let Some(scanned) = scanned {
            number.set(scanned);
        }
        Self {
            then,
            on_pin: !number.is_empty(),
            number,
            pin: Field::pin(),
            number_fault: None,
            pin_fault: false,
            said: None,
            pause: Countdown::default(),
            waiting: false,
        }
    }

    fn field(&mut self) -> &mut Field {
        if self.on_pin {
            &mut self.pin
        } else {
            &mut self.number
        }
    }

    fn check_number(&mut self, cx: &Context) -> bool {
        self.number_fault = number::read(self.number.value(), cx).err();
        self.number_fault.is_none()
    }

    fn activate(&self) -> Vec<Effect> {
        let number = (!self.number.is_empty()).then(|| self.number.secret());
        vec![Effect::Go(Route::Activate {
            number,
            then: Box::new(self.then.clone()),
        })]
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        if self.waiting || self.pause.is_on() {
            return Vec::new();
        }
        self.said = None;
        let number_good = self.check_number(cx);
        if self.pin.is_empty() {
            // Nothing is wrong with a PIN that was not begun yet.
            self.pin_fault = false;
            if number_good && self.on_pin {
                return self.activate();
            }
            self.on_pin = number_good;
            return Vec::new();
        }
        self.pin_fault = self.pin.len() != PIN_DIGITS;
        self.on_pin = number_good;
        if !number_good || self.pin_fault {
            return Vec::new();
        }
        self.waiting = true;
        vec![Effect::ask(Ask::SignIn {
            number: self.number.secret(),
            pin: self.pin.secret(),
        })]
    }

    fn scan(&mut self, code: &str) {
        match number::of_scan(code) {
            Some(digits) => {
                self.number.set(&digits);
                self.pin.clear();
                self.number_fault = None;
                self.pin_fault = false;
                self.said = None;
                self.on_pin = true;
            }
            None => self.said = Some(Said::NotACard),
        }
    }

    /// All that is wrong, for the box on top.
    fn problems(&self, cx: &Context) -> Vec<String> {
        let t = &cx.texts.sign_in;
        let mut all = Vec::new();
        if self.pause.is_on() {
            all.push((t.paused)(&refusal::wait(cx.lang, self.pause.seconds())));
            return all;
        }
        match &self.said {
            Some(Said::Wrong(left)) => all.push((t.wrong)(*left)),
            Some(Said::NotACard) => all.push(t.not_a_card.into()),
            Some(Said::Refused(why)) => all.extend(refusal::sentences(cx.lang, why)),
            None => {}
        }
        if let Some(fault) = &self.number_fault {
            all.push(refusal::number(cx.lang, fault));
        }
        if self.pin_fault {
            all.push(t.pin_length.into());
        }
        all
    }

    /// What the number says, once it is whole.
    fn says(&self, cx: &Context) -> String {
        if !matches!(self.number.len(), 16 | 18) {
            return String::new();
        }
        number::read(self.number.value(), cx)
            .map(|reading| (cx.texts.sign_in.says)(&reading.number.says(cx.today())))
            .unwrap_or_default()
    }

    fn counter(field: &Field, max: usize, large: bool, texts: &Texts) -> String {
        match (field.len(), large) {
            (0, _) => String::new(),
            (n, true) => format!("{n}/{max}"),
            (n, false) => (texts.common.of)(n, max),
        }
    }
}

impl Screen for SignIn {
    fn route(&self) -> Route {
        let number = (!self.number.is_empty()).then(|| self.number.secret());
        Route::SignIn {
            number,
            then: Box::new(self.then.clone()),
        }
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.sign_in.title)
    }

    fn typing(&self) -> Typing {
        Typing::Digits
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const NO_PIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), NO_PIN)];
        let t = &cx.texts.sign_in;
        let mut arrows = Binding::arrows(cx.texts);
        arrows.help = t.help_fields;
        vec![
            Binding::enter(cx.texts.common.hint_next, t.help_enter).priority(0),
            arrows.priority(50),
            Binding::own(NO_PIN_KEYS, t.hint_no_pin, t.help_no_pin).priority(47),
        ]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter) => return self.enter(cx),
            Input::Do(Action::Up) => self.on_pin = false,
            Input::Do(Action::Down) => self.on_pin = true,
            Input::Do(NO_PIN) => return self.activate(),
            Input::Scan(code) => self.scan(code),
            Input::Tick if self.pause.tick(cx.at()) => self.said = None,
            Input::Key(_) | Input::Paste(_) if !self.waiting => {
                self.field().handle(input);
            }
            _ => {}
        }
        Vec::new()
    }

    fn takes_scan(&self, _: &str, _: &Context) -> bool {
        // A slip's code typed into the number would leave some of its digits there.
        !self.waiting
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::SignedIn(card) => {
                self.pin.clear();
                self.waiting = false;
                return vec![
                    Effect::SignedIn(Box::new(card.clone())),
                    Effect::Replace(self.then.clone()),
                ];
            }
            Reply::Refused(why) => {
                self.waiting = false;
                self.pin.clear();
                self.on_pin = true;
                match why {
                    Refusal::Credentials { left } => self.said = Some(Said::Wrong(*left)),
                    Refusal::Pause { seconds } => self.pause.start(*seconds, cx.at()),
                    Refusal::Number(fault) => {
                        self.number_fault = Some(fault.clone());
                        self.on_pin = false;
                    }
                    other => self.said = Some(Said::Refused(other.clone())),
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
        let t = &cx.texts.sign_in;
        if self.waiting {
            return Some(Message::muted(t.checking));
        }
        if cx.is_large() || self.problems(cx).is_empty() {
            return None;
        }
        Some(Message::muted(if self.on_pin {
            t.cursor_pin
        } else {
            t.cursor_number
        }))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.sign_in;
        let body = painter.body();
        let large = painter.is_large();
        let gap = u16::from(!large);
        let problems = self.problems(cx);
        let mut y = body.y;
        if large {
            y = match problems.first() {
                Some(first) if self.said.is_some() || self.pause.is_on() => alert(painter, y, first),
                _ => {
                    painter.put(body.x, y, t.scan_or_type, Role::Base);
                    y + 1
                }
            };
        } else if problems.is_empty() {
            painter.put(body.x, y, t.heading, Role::Important);
            painter.put(body.x, y + 2, t.scan_or_type, Role::Base);
            y += 4;
        } else {
            y = error_box(painter, y, &problems, cx.texts) + 1;
        }
        let number_problem = self
            .number_fault
            .as_ref()
            .map(|fault| refusal::number(cx.lang, fault));
        y = entry(
            painter,
            y,
            &Entry {
                label: t.number,
                short: t.number_short,
                column: 10,
                field: &self.number,
                width: 22,
                focused: !self.on_pin,
                problem: number_problem.as_deref(),
                note: &Self::counter(&self.number, 18, large, cx.texts),
                says: &self.says(cx),
                click: Some(Action::Up),
            },
        ) + gap;
        y = entry(
            painter,
            y,
            &Entry {
                label: t.pin,
                short: t.pin_short,
                column: 10,
                field: &self.pin,
                width: 22,
                focused: self.on_pin,
                problem: self.pin_fault.then_some(t.pin_length),
                note: &Self::counter(&self.pin, PIN_DIGITS, large, cx.texts),
                says: "",
                click: Some(Action::Down),
            },
        ) + gap;
        let mut rest = ratatui::layout::Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        if rest.height > 1 {
            let used = painter.wrap(rest, t.no_pin, Role::Base);
            rest.y += used + gap;
            if !large && rest.y < body.bottom() {
                painter.put(rest.x, rest.y, t.closes, Role::Muted);
            }
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |change: &dyn Fn(&mut SignIn)| -> Box<dyn Screen> {
        let mut screen = SignIn::new(Some("198503122010012004"), Route::Home);
        change(&mut screen);
        Box::new(screen)
    };
    vec![
        ("plain", Box::new(SignIn::new(None, Route::Home))),
        ("scanned", with(&|_| {})),
        (
            "errors",
            with(&|screen| {
                screen.number.set("19850312201001200");
                screen.pin.set("1234");
                screen.enter(cx);
            }),
        ),
        (
            "wrong",
            with(&|screen| drop(screen.reply(&Reply::Refused(Refusal::Credentials { left: 3 }), cx))),
        ),
        (
            "paused",
            with(&|screen| drop(screen.reply(&Reply::Refused(Refusal::Pause { seconds: 60 }), cx))),
        ),
        ("foreign", with(&|screen| screen.scan("BLI1K7M492QX"))),
    ]
}

#[cfg(test)]
mod tests;

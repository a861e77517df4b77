//! A new PIN: the one until now, and the new one twice.

use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::countdown::Countdown;
use crate::ui::widget::entry::{Entry, alert, entry};
use crate::ui::widget::error_box::error_box;
use crate::ui::widget::field::Field;
use ratatui::layout::Rect;

/// Digits of a PIN.
const PIN_DIGITS: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    OldLength,
    /// Does not match; tries left.
    Wrong(u8),
    Length,
    Differ,
    Same,
    Weak,
}

impl Fault {
    /// The field it belongs to.
    fn field(self) -> usize {
        match self {
            Self::OldLength | Self::Wrong(_) => 0,
            Self::Length | Self::Same | Self::Weak => 1,
            Self::Differ => 2,
        }
    }

    fn words(self, cx: &Context) -> String {
        let t = &cx.texts.change_pin;
        match self {
            Self::OldLength => t.old_length.into(),
            Self::Wrong(left) => (t.wrong)(left),
            Self::Length => cx.texts.sign_in.pin_length.into(),
            Self::Differ => cx.texts.activate.differ.into(),
            Self::Same => t.same.into(),
            Self::Weak => cx.texts.activate.weak.into(),
        }
    }
}

/// The screen.
pub struct ChangePin {
    /// Until now, new, new again.
    fields: [Field; 3],
    at: usize,
    faults: Vec<Fault>,
    refused: Option<Refusal>,
    pause: Countdown,
    waiting: bool,
    done: bool,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(ChangePin::new())
}

impl ChangePin {
    fn new() -> Self {
        Self {
            fields: [Field::pin(), Field::pin(), Field::pin()],
            at: 0,
            faults: Vec::new(),
            refused: None,
            pause: Countdown::default(),
            waiting: false,
            done: false,
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        if self.done {
            return vec![Effect::Back];
        }
        if self.waiting || self.pause.is_on() {
            return Vec::new();
        }
        self.refused = None;
        let [old, new, again] = &self.fields;
        // Enter goes to the next field while there is an empty one to come.
        if self.at < 2 && again.is_empty() && self.fields.get(self.at).is_some_and(|f| f.len() == PIN_DIGITS)
        {
            self.at += 1;
            return Vec::new();
        }
        self.faults.clear();
        if old.len() != PIN_DIGITS {
            self.faults.push(Fault::OldLength);
        }
        if new.len() != PIN_DIGITS {
            self.faults.push(Fault::Length);
        } else if new.value() == old.value() {
            self.faults.push(Fault::Same);
        } else if new.value() != again.value() {
            self.faults.push(Fault::Differ);
        }
        if let Some(first) = self.faults.first() {
            self.at = first.field();
            let [_, _, again] = &mut self.fields;
            again.clear();
            return Vec::new();
        }
        self.waiting = true;
        vec![Effect::ask(Ask::ChangePin {
            old: old.secret(),
            new: new.secret(),
        })]
    }

    /// Empties the fields from this one on and puts the cursor on it.
    fn anew(&mut self, from: usize) {
        self.at = from;
        for field in self.fields.iter_mut().skip(from) {
            field.clear();
        }
    }

    fn problems(&self, cx: &Context) -> Vec<String> {
        if self.pause.is_on() {
            return vec![(cx.texts.sign_in.paused)(&refusal::wait(
                cx.lang,
                self.pause.seconds(),
            ))];
        }
        let refused = self.refused.as_ref().map(|why| refusal::sentence(cx.lang, why));
        refused
            .into_iter()
            .chain(self.faults.iter().map(|fault| fault.words(cx)))
            .collect()
    }
}

impl Screen for ChangePin {
    fn route(&self) -> Route {
        Route::ChangePin
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.change_pin.title)
    }

    fn typing(&self) -> Typing {
        if self.done { Typing::None } else { Typing::Digits }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        if self.done {
            return vec![
                Binding::digits(1, 1, t.hint_choose, t.help_choose),
                Binding::enter(t.hint_next, t.help_next),
            ];
        }
        let mut arrows = Binding::arrows(cx.texts);
        arrows.help = cx.texts.sign_in.help_fields;
        vec![
            Binding::enter(t.hint_next, cx.texts.activate.help_enter).priority(0),
            arrows.priority(50),
        ]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter) => return self.enter(),
            Input::Do(Action::Choose(1)) if self.done => return vec![Effect::Back],
            Input::Do(Action::Up) => self.at = self.at.saturating_sub(1),
            Input::Do(Action::Down) => self.at = (self.at + 1).min(2),
            Input::Do(Action::Own(field)) => self.at = usize::from(*field).min(2),
            Input::Tick => {
                self.pause.tick(cx.at());
            }
            Input::Key(_) | Input::Paste(_) if !self.waiting => {
                if let Some(field) = self.fields.get_mut(self.at) {
                    field.handle(input);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::PinChanged => {
                self.waiting = false;
                self.faults.clear();
                self.anew(0);
                self.done = true;
            }
            Reply::Refused(why) => {
                self.waiting = false;
                match why {
                    Refusal::WeakPin => {
                        self.anew(1);
                        self.faults = vec![Fault::Weak];
                    }
                    Refusal::Credentials { left } => {
                        self.anew(0);
                        self.faults = vec![Fault::Wrong(*left)];
                    }
                    Refusal::Pause { seconds } => {
                        self.anew(0);
                        self.faults.clear();
                        self.pause.start(*seconds, cx.at());
                    }
                    other => {
                        self.anew(0);
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
        let t = &cx.texts.change_pin;
        let body = painter.body();
        let large = painter.is_large();
        let gap = u16::from(!large);
        if self.done {
            painter.put(body.x, body.y, t.done, Role::Good);
            let room = Rect {
                y: body.y + 1 + gap,
                height: 3,
                ..body
            };
            let used = painter.wrap(room, t.done_what, Role::Base);
            painter.choice(room.y + used + 1, &Choice::new(1, t.go_on, true));
            return;
        }
        let problems = self.problems(cx);
        let mut y = body.y;
        let general = self.pause.is_on() || self.refused.is_some();
        if let (true, true, Some(first)) = (large, general, problems.first()) {
            y = alert(painter, y, first);
        } else if large || problems.is_empty() {
            painter.put(body.x, y, t.heading, Role::Important);
            y += 1 + gap;
        } else {
            y = error_box(painter, y, &problems, cx.texts);
        }
        // Three fields with their problems and the box take the whole body: no row is left for gaps then.
        let gap = u16::from(!large && problems.len() < 2);
        let labels = [
            (t.old, t.old_short),
            (t.new, t.new_short),
            (t.again, t.again_short),
        ];
        for (at, (field, (label, short))) in self.fields.iter().zip(labels).enumerate() {
            let fault = self
                .faults
                .iter()
                .find(|fault| fault.field() == at)
                .map(|fault| fault.words(cx));
            let own = u16::try_from(at).unwrap_or(0);
            let after = entry(
                painter,
                y,
                &Entry {
                    label,
                    short,
                    column: 12,
                    field,
                    width: 10,
                    focused: self.at == at,
                    problem: fault.as_deref(),
                    note: "",
                    says: "",
                    click: Some(Action::Own(own)),
                },
            );
            y = after + gap;
        }
        let rest = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        let about = cx.texts.activate.about_pin;
        if painter.height_of(about, rest.width) <= rest.height && problems.is_empty() {
            painter.wrap(rest, about, Role::Muted);
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let after = |reply: Reply| -> Box<dyn Screen> {
        let mut screen = ChangePin::new();
        screen.reply(&reply, cx);
        Box::new(screen)
    };
    let errors = || -> Box<dyn Screen> {
        let mut screen = ChangePin::new();
        let [old, new, _] = &mut screen.fields;
        old.set("12");
        new.set("1234");
        screen.enter();
        Box::new(screen)
    };
    vec![
        ("plain", Box::new(ChangePin::new())),
        ("errors", errors()),
        ("wrong", after(Reply::Refused(Refusal::Credentials { left: 4 }))),
        ("weak", after(Reply::Refused(Refusal::WeakPin))),
        ("paused", after(Reply::Refused(Refusal::Pause { seconds: 60 }))),
        ("done", after(Reply::PinChanged)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::key::Chord;
    use crate::ui::testing::Stage;

    fn types(screen: &mut ChangePin, text: &str, cx: &Context) -> Vec<Effect> {
        for c in text.chars() {
            screen.update(&Input::Key(Chord::char(c)), cx);
        }
        screen.update(&Input::Do(Action::Enter), cx)
    }

    #[test]
    fn old_new_and_new_again_ask_once() {
        let stage = Stage::new();
        let cx = stage.context();
        let mut screen = ChangePin::new();
        assert!(types(&mut screen, "111222", &cx).is_empty());
        assert!(types(&mut screen, "246802", &cx).is_empty());
        match types(&mut screen, "246802", &cx).as_slice() {
            [Effect::Ask(ask)] => match &**ask {
                Ask::ChangePin { old, new } => {
                    assert_eq!((old.as_str(), new.as_str()), ("111222", "246802"));
                }
                _ => panic!("another question"),
            },
            other => panic!("{other:?}"),
        }
        assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
        screen.reply(&Reply::PinChanged, &cx);
        assert!(screen.fields.iter().all(Field::is_empty));
        assert!(matches!(
            screen.update(&Input::Do(Action::Enter), &cx).as_slice(),
            [Effect::Back]
        ));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_each_at_its_field() {
        let stage = Stage::new();
        let cx = stage.context();
        let mut screen = ChangePin::new();
        screen.fields[0].set("12");
        screen.fields[1].set("1234");
        screen.at = 2;
        types(&mut screen, "9", &cx);
        let at: Vec<usize> = screen.faults.iter().map(|fault| fault.field()).collect();
        assert_eq!((at, screen.at), (vec![0, 1], 0));
    }

    #[test]
    fn the_same_pin_again_is_no_new_pin() {
        let stage = Stage::new();
        let cx = stage.context();
        let mut screen = ChangePin::new();
        for _ in 0..3 {
            types(&mut screen, "246802", &cx);
        }
        assert_eq!(screen.problems(&cx), [cx.texts.change_pin.same]);
    }

    #[test]
    fn a_wrong_old_pin_empties_all_and_says_the_tries_left() {
        let stage = Stage::new();
        let cx = stage.context();
        let mut screen = ChangePin::new();
        screen.reply(&Reply::Refused(Refusal::Credentials { left: 4 }), &cx);
        assert_eq!(screen.problems(&cx), ["PIN sekarang tidak cocok. Sisa 4 kali."]);
        assert_eq!(screen.at, 0);
    }
}

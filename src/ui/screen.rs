//! The trait of a screen.

use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::effect::{Effect, Returned};
use crate::ui::input::{Input, Millis};
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Binding, Roads};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::theme::Role;

/// What is being typed on a screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Typing {
    /// Nothing: digits choose, letters may begin a search.
    #[default]
    None,
    /// Digits: `+ - * /` stay roads.
    Digits,
    /// A code: letters, digits, the hyphen that codes are printed with; `+ * /` stay roads.
    Code,
    /// Anything: the operators are typed, Esc and the F keys stay roads.
    Text,
}

impl Typing {
    /// Whether this key goes into the field rather than to a binding.
    pub fn types(self, chord: Chord) -> bool {
        let edits = !chord.ctrl
            && matches!(
                chord.key,
                Key::Backspace | Key::Delete | Key::Left | Key::Right | Key::Home | Key::End
            )
            || chord == Chord::ctrl('u')
            || chord == Chord::ctrl('w');
        match self {
            Self::None => false,
            Self::Digits => edits || chord.typed().is_some_and(|c| c.is_ascii_digit() || c == ' '),
            Self::Code => {
                edits
                    || chord
                        .typed()
                        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'))
            }
            Self::Text => edits || chord.typed().is_some(),
        }
    }
}

/// How long a screen waits for somebody who does nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Idle {
    /// 60 s, or 5 min for staff; then the dialog; then the session is left.
    Usual,
    /// For ever: nobody is here, or the screen guards itself.
    Never,
}

/// The message row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// Muted, important, error or good.
    pub role: Role,
}

impl Message {
    /// Something that explains.
    pub fn muted(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Muted,
        }
    }

    /// Something to read first.
    pub fn important(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Important,
        }
    }

    /// Something wrong.
    pub fn error(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Error,
        }
    }

    /// Something done.
    pub fn good(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Role::Good,
        }
    }
}

/// The title bar.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Title {
    /// Where one is, after the house's name: "Katalog", "Saring".
    pub trail: Vec<String>,
    /// What stands at the right in place of who is signed in and how long.
    pub right: Option<String>,
}

impl Title {
    /// The house's name alone.
    pub fn house() -> Self {
        Self::default()
    }

    /// A trail of one step.
    pub fn one(step: impl Into<String>) -> Self {
        Self {
            trail: vec![step.into()],
            right: None,
        }
    }

    /// A trail of two steps.
    pub fn two(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self {
            trail: vec![first.into(), second.into()],
            right: None,
        }
    }

    /// The same with a text of its own at the right.
    #[must_use]
    pub fn right(mut self, right: impl Into<String>) -> Self {
        self.right = Some(right.into());
        self
    }
}

/// A screen: a value that is told what happens, says what it wants done, and shows itself.
///
/// The app looks up keys and clicks in [`Self::bindings`] and gives the screen their meaning; it draws the title bar,
/// the message row and the hint row, and carries out the roads (back, leave, help, language, large text, contrast).
/// All that a screen knows of a person is dropped with it.
pub trait Screen {
    /// Where this is.
    fn route(&self) -> Route;

    /// The title bar.
    fn title(&self, cx: &Context) -> Title;

    /// The keys of this screen beside the roads.
    fn bindings(&self, cx: &Context) -> Vec<Binding>;

    /// Something happened.
    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect>;

    /// Shows the screen in the painter's body.
    fn view(&self, painter: &mut Painter, cx: &Context);

    /// The screen has come to the top: opened, or come back to. What it wants to ask first.
    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        let _ = cx;
        Vec::new()
    }

    /// The office answers a request of this screen, or tells everybody something.
    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        let _ = (reply, cx);
        Vec::new()
    }

    /// The screen above has gone and left this. Comes before [`Self::enter`].
    fn returned(&mut self, what: Returned, cx: &Context) -> Vec<Effect> {
        let _ = (what, cx);
        Vec::new()
    }

    /// The message row.
    fn message(&self, cx: &Context) -> Option<Message> {
        let _ = cx;
        None
    }

    /// What is being typed.
    fn typing(&self) -> Typing {
        Typing::None
    }

    /// Whether this screen takes this scanned code as [`Input::Scan`]. Where it does not, the code is typed if
    /// something is being typed, and refused in the message row if not.
    fn takes_scan(&self, code: &str, cx: &Context) -> bool {
        let _ = (code, cx);
        false
    }

    /// Which roads lead from here.
    fn roads(&self) -> Roads {
        Roads::ALL
    }

    /// Esc or `-` was pressed: `true` if the screen went back within itself (a page, a step, a search closed).
    fn back(&mut self, cx: &Context) -> bool {
        let _ = cx;
        false
    }

    /// How long it waits for somebody who does nothing.
    fn idle(&self) -> Idle {
        Idle::Usual
    }

    /// When it wants an [`Input::Tick`], if at all. Nothing moves without one.
    fn deadline(&self) -> Option<Millis> {
        None
    }

    /// Whether an answer is due without which nothing can be shown: "Memuat..." appears after 300 ms.
    fn is_waiting(&self) -> bool {
        false
    }
}

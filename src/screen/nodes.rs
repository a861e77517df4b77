//! The offices of the organisation: how each stands; the centre lets in who asks, and closes who is lost.
//!
//! Whoever asks to join reads 24 digits over the telephone. The officer types them; the kiosk compares. The digits are
//! not shown before, so that nobody says "the same" without having heard them.

mod view;

use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ledger::id::LogId;
use crate::state::sync::{NodeLine, NodeState};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::sync_words;
use crate::ui::widget::field::{Field, Kind};
use crate::ui::widget::list::List;
use crate::ui::widget::sheet::Sheet;

const ACT: u8 = 1;
const CLOSE: u8 = 2;
const BACK: u8 = 3;
/// Digits of a fingerprint.
const DIGITS: usize = 24;
/// Reasons of a closure, as the operation has them.
const LOST: u8 = 2;
const GIVEN_UP: u8 = 3;
const BRANCHED: u8 = 4;

/// What is wrong with the digits that were typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrong {
    TooFew,
    Differ,
}

enum Part {
    List,
    One(LogId, Sheet),
    /// The digits that are read out.
    Compare(LogId, Field, Option<Wrong>),
    /// They are the same: let it in? What was typed goes along: whoever lets in compares once more.
    Accept(LogId, String, Sheet),
    /// Why it is closed.
    Why(LogId, Sheet),
    /// For good?
    Sure(LogId, u8, Sheet),
}

/// The screen.
pub struct Nodes {
    all: Option<Vec<NodeLine>>,
    list: List,
    part: Part,
    refused: Option<Refusal>,
    /// Whether something was just asked, and of which ledger.
    asked: Option<LogId>,
    /// What was just recorded, of which ledger.
    done: Option<LogId>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Nodes::new())
}

impl Nodes {
    fn new() -> Self {
        Self {
            all: None,
            list: List::default(),
            part: Part::List,
            refused: None,
            asked: None,
            done: None,
        }
    }

    fn fit(&mut self, cx: &Context) {
        let above = if cx.is_large() { 4 } else { 5 };
        self.list.set_room(usize::from(cx.height.saturating_sub(above)));
        self.list.set_len(self.all.as_ref().map_or(0, Vec::len));
    }

    fn one(&self, log: LogId) -> Option<&NodeLine> {
        self.all.as_ref()?.iter().find(|node| node.log == log)
    }

    /// Whether this is the centre: only it lets in and closes.
    fn is_hub(&self) -> bool {
        self.all.iter().flatten().any(|node| node.own && node.hub)
    }

    fn may_accept(&self, node: &NodeLine) -> bool {
        self.is_hub() && node.state == NodeState::Asking
    }

    fn may_close(&self, node: &NodeLine) -> bool {
        self.is_hub() && !node.own && !matches!(node.state, NodeState::Closed | NodeState::Asking)
    }

    fn compare(&mut self) {
        let Part::Compare(log, field, _) = &self.part else {
            return;
        };
        let log = *log;
        let typed = field.value();
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = self.one(log).map(|node| digits(&node.fingerprint));
        let wrong = if typed.len() < DIGITS {
            Wrong::TooFew
        } else if wanted.as_deref() == Some(typed) {
            self.part = Part::Accept(log, typed.to_owned(), Sheet::on(2));
            return;
        } else {
            Wrong::Differ
        };
        if let Part::Compare(_, field, said) = &mut self.part {
            *said = Some(wrong);
            if wrong == Wrong::Differ {
                field.clear();
            }
        }
    }

    /// The open ledger that ends when the office of `log` goes on.
    fn former(&self, log: LogId) -> Option<&NodeLine> {
        let mine = |node: &&NodeLine| node.log.node == log.node && node.log < log;
        self.all
            .iter()
            .flatten()
            .filter(mine)
            .find(|node| node.closed_at.is_none())
    }

    /// What was recorded, in a sentence.
    fn said(&self, log: LogId, cx: &Context) -> String {
        let t = &cx.texts.nodes;
        let former = self.all.iter().flatten().find(|node| node.goes_on == Some(log));
        match (self.one(log), former) {
            (Some(node), _) if node.farewell => t.farewell.to_owned(),
            (Some(node), Some(former)) if node.state != NodeState::Closed => {
                let seq = sync_words::count(cx.lang, former.closed_at.unwrap_or(0));
                (t.went_on)(&node.name, &log.to_string(), &seq)
            }
            _ => t.done.to_owned(),
        }
    }

    fn ask(&mut self, log: LogId, ask: Ask) -> Vec<Effect> {
        (self.asked, self.part) = (Some(log), Part::List);
        vec![Effect::ask(ask)]
    }

    fn choose(&mut self, action: Action, cx: &Context) -> Vec<Effect> {
        let content = view::content(self, cx);
        let (log, digit) = match &mut self.part {
            Part::List => {
                let at = self.list.act(action);
                if let Some(node) = at.and_then(|at| self.all.as_ref()?.get(at)) {
                    self.part = Part::One(node.log, Sheet::on(BACK));
                }
                return Vec::new();
            }
            Part::Compare(..) => {
                if action == Action::Enter {
                    self.compare();
                }
                return Vec::new();
            }
            Part::One(log, sheet)
            | Part::Accept(log, _, sheet)
            | Part::Why(log, sheet)
            | Part::Sure(log, _, sheet) => (*log, sheet.act(action, &content, cx)),
        };
        let Some(digit) = digit else { return Vec::new() };
        match (&self.part, digit) {
            (Part::One(..), ACT) => {
                self.part = Part::Compare(log, Field::new(Kind::Digits(&[6, 6, 6, 6]), DIGITS), None);
            }
            (Part::One(..), CLOSE) => self.part = Part::Why(log, Sheet::on(4)),
            (Part::Accept(_, typed, _), 1) => {
                let typed = typed.clone();
                return self.ask(log, Ask::AcceptNode { log, typed });
            }
            (Part::Why(..), 1) => self.part = Part::Sure(log, LOST, Sheet::on(2)),
            (Part::Why(..), 2) => self.part = Part::Sure(log, GIVEN_UP, Sheet::on(2)),
            (Part::Why(..), 3) => self.part = Part::Sure(log, BRANCHED, Sheet::on(2)),
            (Part::Sure(_, reason, _), 1) => {
                let reason = *reason;
                return self.ask(log, Ask::CloseNode { log, reason });
            }
            (Part::One(..), _) => self.part = Part::List,
            _ => self.part = Part::One(log, Sheet::on(BACK)),
        }
        Vec::new()
    }
}

impl Screen for Nodes {
    fn route(&self) -> Route {
        Route::Nodes
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.sync.title, cx.texts.nodes.title)
    }

    fn typing(&self) -> Typing {
        match &self.part {
            Part::Compare(_, field, _) => field.typing(),
            _ => Typing::None,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, common) = (&cx.texts.nodes, &cx.texts.common);
        match &self.part {
            Part::List => vec![
                Binding::digits(1, self.list.digits().max(1), common.hint_choose, t.help_office)
                    .when(!self.list.is_empty()),
                Binding::arrows(cx.texts).when(self.list.len() > 1),
                Binding::pages(cx.texts, self.list.page(), self.list.pages()),
                Binding::enter(common.hint_open, common.help_open).when(!self.list.is_empty()),
            ],
            Part::Compare(..) => vec![Binding::enter(t.hint_compare, t.help_compare)],
            Part::One(_, sheet)
            | Part::Accept(_, _, sheet)
            | Part::Why(_, sheet)
            | Part::Sure(_, _, sheet) => sheet.bindings(&view::content(self, cx), cx),
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::Nodes)]
    }

    fn back(&mut self, _: &Context) -> bool {
        self.part = match &self.part {
            Part::List => return false,
            Part::One(..) => Part::List,
            Part::Compare(log, ..) | Part::Accept(log, ..) | Part::Why(log, _) | Part::Sure(log, ..) => {
                Part::One(*log, Sheet::on(BACK))
            }
        };
        true
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        match input {
            Input::Do(action) => {
                self.done = None;
                self.refused = None;
                self.choose(*action, cx)
            }
            Input::Key(_) | Input::Paste(_) => {
                if let Part::Compare(_, field, wrong) = &mut self.part
                    && field.handle(input)
                {
                    *wrong = None;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Nodes(all) => {
                self.refused = None;
                self.done = std::mem::take(&mut self.asked);
                self.all = Some(all.clone());
                self.fit(cx);
            }
            Reply::Refused(why) => {
                self.asked = None;
                self.refused = Some(why.clone());
            }
            Reply::Failed(_) => self.asked = None,
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.all.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        if let (Part::List, Some(log)) = (&self.part, self.done) {
            return Some(Message::good(self.said(log, cx)));
        }
        match &self.part {
            Part::List if self.list.pages() > 1 => {
                let page = self.list.visible();
                let range = (cx.texts.common.range)(page.start + 1, page.end, self.list.len());
                Some(Message::muted(range))
            }
            Part::List | Part::Compare(..) => None,
            Part::One(_, sheet)
            | Part::Accept(_, _, sheet)
            | Part::Why(_, sheet)
            | Part::Sure(_, _, sheet) => sheet.message(&view::content(self, cx), cx),
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    view::samples(cx)
}

#[cfg(test)]
mod tests;

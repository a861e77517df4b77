//! Writing a bundle (S2): for whom, what it carries, to which stick; then it is written, read again, and only then may
//! the stick be pulled.
//!
//! ```text
//!   [for whom] ──> plan ──> Export ──> Progress.. ──> BOLEH DICABUT ──> done | for another office
//!                   └──> another stick   └──> TIDAK TERTULIS, why ──> again | another stick
//! ```

mod view;

use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ledger::id::LogId;
use crate::state::sync::{ExportPlan, ExportReport, Medium, NodeLine, NodeState, SyncHome};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding, Roads};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Idle, Message, Screen, Title};
use crate::ui::widget::list::List;
use crate::ui::widget::pace::Pace;
use crate::ui::widget::sheet::Sheet;

/// F5: look again.
const AGAIN: Action = Action::Own(1);
/// While there is no stick, one is looked for so often.
const LOOK_MS: u64 = 3_000;

const WRITE: u8 = 1;
const MEDIUM: u8 = 2;
const OFFICE: u8 = 3;
const CANCEL: u8 = 4;

enum Part {
    /// For whom.
    Whom(List),
    /// What it would carry.
    Plan(Sheet),
    /// To which stick or folder.
    Where(List),
    Writing(Pace),
    Done(Box<ExportReport>, Sheet),
    Failed(Refusal, Sheet),
}

/// The screen.
pub struct BundleOut {
    home: Option<SyncHome>,
    nodes: Vec<NodeLine>,
    /// For whom; the centre where `None`.
    to: Option<LogId>,
    plan: Option<ExportPlan>,
    /// The stick, by its place among the media.
    medium: usize,
    part: Part,
    refused: Option<Refusal>,
    look_at: Option<Millis>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(BundleOut::new())
}

impl BundleOut {
    const fn new() -> Self {
        Self {
            home: None,
            nodes: Vec::new(),
            to: None,
            plan: None,
            medium: 0,
            part: Part::Plan(Sheet::on(WRITE)),
            refused: None,
            look_at: None,
        }
    }

    fn media(&self) -> &[Medium] {
        self.home.as_ref().map_or(&[], |home| &home.media)
    }

    fn medium(&self) -> Option<&Medium> {
        self.media().get(self.medium)
    }

    /// Offices that a bundle can be for.
    fn offices(&self) -> Vec<&NodeLine> {
        let open = |state| matches!(state, NodeState::Open | NodeState::Silent | NodeState::Forked);
        self.nodes
            .iter()
            .filter(|node| !node.own && (open(node.state) || node.farewell))
            .collect()
    }

    /// Whether the stick can take what is planned.
    fn may_write(&self) -> bool {
        let Some((plan, medium)) = self.plan.as_ref().zip(self.medium()) else {
            return false;
        };
        medium.writable && medium.free.is_none_or(|free| free >= plan.bytes)
    }

    fn fit(&mut self, cx: &Context) {
        let rows = usize::from(cx.height.saturating_sub(if cx.is_large() { 5 } else { 6 }));
        let (offices, media) = (self.offices().len(), self.media().len());
        match &mut self.part {
            Part::Whom(list) => {
                list.set_room(rows);
                list.set_len(offices);
            }
            Part::Where(list) => {
                list.set_room(rows);
                list.set_len(media);
            }
            _ => {}
        }
    }

    fn ask_plan(&mut self) -> Vec<Effect> {
        self.plan = None;
        self.part = Part::Plan(Sheet::on(WRITE));
        vec![Effect::ask(Ask::ExportPlan(self.to))]
    }

    fn write(&mut self) -> Vec<Effect> {
        let Some(medium) = self.medium().map(|medium| medium.path.clone()) else {
            return Vec::new();
        };
        self.refused = None;
        self.part = Part::Writing(Pace::default());
        vec![Effect::ask(Ask::Export { to: self.to, medium })]
    }

    /// The media are known anew: the first that can be written, unless the one chosen still is there.
    fn take(&mut self, home: &SyncHome, cx: &Context) {
        let chosen = self.medium().map(|medium| medium.path.clone());
        let at = home
            .media
            .iter()
            .position(|medium| Some(&medium.path) == chosen.as_ref())
            .or_else(|| home.media.iter().position(|medium| medium.writable));
        self.medium = at.unwrap_or(0);
        self.look_at = home.media.is_empty().then(|| cx.at().plus(LOOK_MS));
        self.home = Some(home.clone());
    }

    fn choose(&mut self, action: Action, cx: &Context) -> Vec<Effect> {
        let content = view::content(self, cx);
        match &mut self.part {
            Part::Writing(_) => Vec::new(),
            Part::Whom(list) => {
                let at = list.act(action);
                let log = at.and_then(|at| self.offices().get(at).map(|node| (node.log, node.hub)));
                match log {
                    Some((log, hub)) => {
                        self.to = (!hub).then_some(log);
                        self.ask_plan()
                    }
                    None => Vec::new(),
                }
            }
            Part::Where(list) => {
                if let Some(at) = list.act(action) {
                    self.medium = at;
                    self.part = Part::Plan(Sheet::on(WRITE));
                }
                Vec::new()
            }
            Part::Plan(sheet) | Part::Done(_, sheet) | Part::Failed(_, sheet) => {
                let chosen = sheet.act(action, &content, cx);
                chosen.map_or_else(Vec::new, |digit| self.step(digit, cx))
            }
        }
    }

    fn step(&mut self, digit: u8, cx: &Context) -> Vec<Effect> {
        let is_done = matches!(self.part, Part::Done(..));
        match digit {
            WRITE if is_done => return vec![Effect::Back],
            WRITE => return self.write(),
            MEDIUM => self.part = Part::Where(List::default()),
            OFFICE => self.part = Part::Whom(List::default()),
            _ => return vec![Effect::Back],
        }
        self.fit(cx);
        vec![Effect::ask(Ask::SyncHome)]
    }
}

impl Screen for BundleOut {
    fn route(&self) -> Route {
        Route::BundleOut
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.bundle_out;
        let title = Title::two(cx.texts.sync.title, t.title);
        match self.part {
            Part::Writing(_) => title.right(t.do_not_pull),
            Part::Done(..) => title.right(t.done),
            _ => title,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const AGAIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), AGAIN)];
        let t = &cx.texts.common;
        let again = Binding::own(AGAIN_KEYS, t.look_again, t.help_look_again);
        match &self.part {
            Part::Writing(_) => Vec::new(),
            Part::Whom(list) | Part::Where(list) => vec![
                Binding::digits(
                    1,
                    list.digits().max(1),
                    t.hint_choose,
                    cx.texts.bundle_out.help_office,
                )
                .when(!list.is_empty()),
                Binding::arrows(cx.texts).when(list.len() > 1),
                Binding::pages(cx.texts, list.page(), list.pages()),
                Binding::enter(t.hint_choose, t.help_open).when(!list.is_empty()),
                again,
            ],
            Part::Plan(sheet) => {
                let mut all = sheet.bindings(&view::content(self, cx), cx);
                all.push(again);
                all
            }
            Part::Done(_, sheet) | Part::Failed(_, sheet) => sheet.bindings(&view::content(self, cx), cx),
        }
    }

    fn roads(&self) -> Roads {
        Roads {
            back: !matches!(self.part, Part::Writing(_)),
            leave: true,
        }
    }

    fn idle(&self) -> Idle {
        if matches!(self.part, Part::Writing(_)) {
            Idle::Never
        } else {
            Idle::Usual
        }
    }

    fn deadline(&self) -> Option<Millis> {
        self.look_at
            .filter(|_| matches!(self.part, Part::Plan(_) | Part::Where(_)))
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::SyncHome), Effect::ask(Ask::Nodes)]
    }

    fn back(&mut self, _: &Context) -> bool {
        match self.part {
            Part::Writing(_) => true,
            // Where the plan waits behind it.
            Part::Where(_) | Part::Failed(..) => {
                self.part = Part::Plan(Sheet::on(WRITE));
                true
            }
            Part::Whom(_) if self.plan.is_some() => {
                self.part = Part::Plan(Sheet::on(WRITE));
                true
            }
            Part::Whom(_) | Part::Plan(_) | Part::Done(..) => false,
        }
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        match input {
            Input::Tick | Input::Do(AGAIN) if !matches!(self.part, Part::Writing(_)) => {
                self.look_at = None;
                vec![Effect::ask(Ask::SyncHome)]
            }
            Input::Do(action) => self.choose(*action, cx),
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::SyncHome(home) => {
                let is_first = self.home.is_none();
                self.take(home, cx);
                self.fit(cx);
                if is_first && home.hub {
                    // The centre writes for one office at a time: which?
                    self.part = Part::Whom(List::default());
                    self.fit(cx);
                } else if is_first {
                    return self.ask_plan();
                }
            }
            Reply::Nodes(nodes) => {
                self.nodes.clone_from(nodes);
                self.fit(cx);
            }
            Reply::ExportPlan(plan) => {
                self.refused = None;
                self.plan = Some((**plan).clone());
            }
            Reply::Progress { done, total } => {
                if let Part::Writing(pace) = &mut self.part {
                    pace.take(*done, *total, cx.at());
                }
            }
            Reply::Exported(report) => {
                self.part = Part::Done(report.clone(), Sheet::on(WRITE));
                return vec![Effect::Beep(1)];
            }
            Reply::Refused(why) if matches!(self.part, Part::Writing(_)) => {
                self.part = Part::Failed(why.clone(), Sheet::on(WRITE));
                return vec![Effect::Beep(2), Effect::ask(Ask::SyncHome)];
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            Reply::Failed(_) if matches!(self.part, Part::Writing(_)) => {
                self.part = Part::Plan(Sheet::on(WRITE));
            }
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        let wants_plan = matches!(self.part, Part::Plan(_)) && self.plan.is_none();
        (self.home.is_none() || wants_plan) && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        match &self.part {
            Part::Done(..) => Some(Message::good(cx.texts.bundle_out.done)),
            Part::Plan(sheet) | Part::Failed(_, sheet) => sheet.message(&view::content(self, cx), cx),
            Part::Whom(list) | Part::Where(list) if list.pages() > 1 => {
                let page = list.visible();
                let range = (cx.texts.common.range)(page.start + 1, page.end, list.len());
                Some(Message::muted(range))
            }
            Part::Whom(_) | Part::Where(_) | Part::Writing(_) => None,
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

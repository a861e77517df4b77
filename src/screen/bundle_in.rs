//! Reading a bundle (S2, S3): it is checked and told; only then it is read.
//!
//! ```text
//!   bundles ──> BundlePreview ──> Progress.. ──> what it brings ──> read | not
//!      ^                             └──> why not ──> again | the whole parts only
//!      └── the next <── what changed, what is missing <── Progress.. <── BundleImport
//! ```

mod report;
mod working;

use crate::domain::refusal::{BundleFault, Refusal};
use crate::i18n::{format, refusal};
use crate::state::sync::{BundleLine, BundleReport, BundleState, SyncHome};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding, Roads};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Idle, Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use crate::ui::widget::pace::Pace;
use crate::ui::widget::row::{Row, head, row};
use crate::ui::widget::sheet::{Content, Line, Pick, Sheet};
use crate::ui::widget::table::Column;
use std::path::PathBuf;

/// F5: look again.
const AGAIN: Action = Action::Own(1);
/// Who made it, what to do with it, how large, where it is.
const COLUMNS: [Column; 4] = [
    Column::growing(16),
    Column::fixed(17, 0),
    Column::number(8, 2),
    Column::fixed(14, 1),
];

enum Part {
    List,
    /// It is being checked, or read.
    Working {
        reading: bool,
        pace: Pace,
        /// Whether the pace counts operations; bytes otherwise.
        folding: bool,
    },
    Report(Box<BundleReport>, Sheet),
    Refused(Refusal, Sheet),
}

/// What a choice under a report or a refusal does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Read { salvage: bool },
    Next,
    Again,
    List,
    Look,
    Answer,
    Finish,
}

/// The screen.
pub struct BundleIn {
    /// The bundles with the stick they are on, what is to be read first.
    bundles: Option<Vec<(BundleLine, String)>>,
    list: List,
    part: Part,
    /// The file that was chosen.
    path: PathBuf,
    bytes: u64,
    /// Whether the last work was reading.
    was_reading: bool,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(BundleIn::new())
}

impl BundleIn {
    fn new() -> Self {
        Self {
            bundles: None,
            list: List::default(),
            part: Part::List,
            path: PathBuf::new(),
            bytes: 0,
            was_reading: false,
            refused: None,
        }
    }

    fn fit(&mut self, cx: &Context) {
        let above = if cx.is_large() { 4 } else { 5 };
        self.list.set_room(usize::from(cx.height.saturating_sub(above)));
        self.list.set_len(self.bundles.as_ref().map_or(0, Vec::len));
    }

    fn take(&mut self, home: &SyncHome) {
        let mut all: Vec<(BundleLine, String)> = home
            .media
            .iter()
            .flat_map(|medium| {
                medium
                    .bundles
                    .iter()
                    .map(|bundle| (bundle.clone(), medium.label.clone()))
            })
            .collect();
        all.sort_by(|(a, _), (b, _)| {
            (report::rank(a.state), &a.from, &a.path).cmp(&(report::rank(b.state), &b.from, &b.path))
        });
        self.bundles = Some(all);
    }

    /// A bundle that is to be read, other than the one before.
    fn next(&self) -> Option<&BundleLine> {
        let new = |state| {
            matches!(
                state,
                BundleState::New | BundleState::Request | BundleState::Again
            )
        };
        let all = self.bundles.iter().flatten().map(|(bundle, _)| bundle);
        all.into_iter()
            .find(|bundle| new(bundle.state) && bundle.path != self.path)
    }

    fn check(&mut self, bundle: &BundleLine) -> Vec<Effect> {
        self.path.clone_from(&bundle.path);
        self.bytes = bundle.bytes;
        self.work(false, Ask::BundlePreview(bundle.path.clone()))
    }

    fn work(&mut self, reading: bool, ask: Ask) -> Vec<Effect> {
        self.refused = None;
        self.was_reading = reading;
        self.part = Part::Working {
            reading,
            pace: Pace::default(),
            folding: false,
        };
        vec![Effect::ask(ask)]
    }

    /// What can be done now, each by its place as a digit.
    fn steps(&self) -> Vec<Step> {
        match &self.part {
            Part::List | Part::Working { .. } => Vec::new(),
            Part::Report(report, _) if report.dry_run => vec![Step::Read { salvage: false }, Step::List],
            Part::Report(report, _) => {
                let mut steps = Vec::new();
                if self.next().is_some() {
                    steps.push(Step::Next);
                }
                if !report.matters.is_empty() {
                    steps.push(Step::Look);
                }
                steps.extend([Step::Answer, Step::Finish]);
                steps
            }
            Part::Refused(Refusal::Bundle(BundleFault::Damaged), _) => {
                vec![Step::Read { salvage: true }, Step::Again, Step::List]
            }
            Part::Refused(Refusal::Medium(_) | Refusal::DiskFull, _) => vec![Step::Again, Step::List],
            Part::Refused(..) => vec![Step::List],
        }
    }

    fn content(&self, cx: &Context) -> Content {
        let t = &cx.texts.bundle_in;
        let lines = match &self.part {
            Part::List | Part::Working { .. } => Vec::new(),
            Part::Report(report, _) => report::lines(report, cx),
            Part::Refused(why, _) => vec![
                Line::new(Role::Error, refusal::sentence(cx.lang, why)),
                Line::gap(),
                Line::fact(t.bundle, report::name(&self.path)),
            ],
        };
        let picks = (1..)
            .zip(self.steps())
            .map(|(digit, step)| match step {
                Step::Read { salvage: false } => Pick::new(digit, t.do_read),
                Step::Read { salvage: true } => Pick::new(digit, t.salvage).detail(t.salvage_what),
                Step::Next => {
                    let from = self.next().map_or_else(String::new, |next| next.from.clone());
                    let short = crate::ui::painter::shorten(&from, 40);
                    Pick::new(digit, t.next).detail(short)
                }
                Step::Again => Pick::new(digit, t.again),
                Step::List if matches!(&self.part, Part::Report(..)) => Pick::new(digit, t.do_not),
                Step::List => Pick::new(digit, t.to_list),
                Step::Look => Pick::new(digit, t.look),
                Step::Answer => Pick::new(digit, t.answer),
                Step::Finish => Pick::new(digit, t.finish),
            })
            .collect();
        Content {
            lines,
            picks,
            above: 0,
        }
    }

    fn step(&mut self, step: Step) -> Vec<Effect> {
        match step {
            Step::Read { salvage } => {
                let path = self.path.clone();
                self.work(true, Ask::BundleImport { path, salvage })
            }
            Step::Next => match self.next().cloned() {
                Some(next) => self.check(&next),
                None => Vec::new(),
            },
            Step::Again => {
                let path = self.path.clone();
                if self.was_reading {
                    self.work(true, Ask::BundleImport { path, salvage: false })
                } else {
                    self.work(false, Ask::BundlePreview(path))
                }
            }
            Step::List => {
                self.part = Part::List;
                vec![Effect::ask(Ask::SyncHome)]
            }
            Step::Look => vec![Effect::Replace(Route::Matters)],
            Step::Answer => vec![Effect::Replace(Route::BundleOut)],
            Step::Finish => vec![Effect::Back],
        }
    }

    fn choose(&mut self, action: Action, cx: &Context) -> Vec<Effect> {
        let content = self.content(cx);
        let chosen = match &mut self.part {
            Part::Working { .. } => None,
            Part::List => {
                let at = self.list.act(action);
                let bundle = at.and_then(|at| self.bundles.as_ref()?.get(at)).cloned();
                return match bundle {
                    // What is not for us, or not for this release, is told at once.
                    Some((bundle, _)) => match report::not_for_us(bundle.state) {
                        Some(fault) => {
                            self.refused = Some(Refusal::Bundle(fault));
                            Vec::new()
                        }
                        None => self.check(&bundle),
                    },
                    None => Vec::new(),
                };
            }
            Part::Report(_, sheet) | Part::Refused(_, sheet) => sheet.act(action, &content, cx),
        };
        let step = chosen.and_then(|digit| self.steps().get(usize::from(digit).checked_sub(1)?).copied());
        step.map_or_else(Vec::new, |step| self.step(step))
    }
}

impl Screen for BundleIn {
    fn route(&self) -> Route {
        Route::BundleIn
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.bundle_in;
        let title = Title::two(cx.texts.sync.title, t.title);
        match &self.part {
            Part::Report(report, _) if report.dry_run && !cx.is_large() => title.right(t.only_checked),
            _ => title,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const AGAIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), AGAIN)];
        let t = &cx.texts.common;
        match &self.part {
            Part::List => vec![
                Binding::digits(
                    1,
                    self.list.digits().max(1),
                    t.hint_choose,
                    cx.texts.bundle_in.help_bundle,
                )
                .when(!self.list.is_empty()),
                Binding::arrows(cx.texts).when(self.list.len() > 1),
                Binding::pages(cx.texts, self.list.page(), self.list.pages()),
                Binding::enter(t.hint_open, t.help_open).when(!self.list.is_empty()),
                Binding::own(AGAIN_KEYS, t.look_again, t.help_look_again),
            ],
            Part::Working { .. } => Vec::new(),
            Part::Report(_, sheet) | Part::Refused(_, sheet) => sheet.bindings(&self.content(cx), cx),
        }
    }

    fn roads(&self) -> Roads {
        Roads {
            back: !matches!(self.part, Part::Working { .. }),
            leave: true,
        }
    }

    fn idle(&self) -> Idle {
        if matches!(self.part, Part::Working { .. }) {
            Idle::Never
        } else {
            Idle::Usual
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::SyncHome)]
    }

    fn back(&mut self, _: &Context) -> bool {
        match self.part {
            Part::List => false,
            Part::Working { .. } => true,
            Part::Report(..) | Part::Refused(..) => {
                self.part = Part::List;
                true
            }
        }
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        match input {
            Input::Do(AGAIN) if matches!(self.part, Part::List) => {
                self.refused = None;
                vec![Effect::ask(Ask::SyncHome)]
            }
            Input::Do(action) => {
                if matches!(self.part, Part::List) {
                    self.refused = None;
                }
                self.choose(*action, cx)
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::SyncHome(home) => {
                self.take(home);
                self.fit(cx);
            }
            Reply::Progress { done, total } => {
                if let Part::Working { pace, folding, .. } = &mut self.part {
                    *folding = false;
                    pace.take(*done, *total, cx.at());
                }
            }
            Reply::Folded { done, total } => {
                if let Part::Working { pace, folding, .. } = &mut self.part {
                    *folding = true;
                    pace.take(*done, *total, cx.at());
                }
            }
            Reply::BundleReport(report) => {
                // Reading is safe and can be done twice: the mark is on it.
                self.part = Part::Report(report.clone(), Sheet::on(1));
                // What is next may have changed.
                return vec![Effect::ask(Ask::SyncHome)];
            }
            Reply::Refused(why) => {
                if matches!(self.part, Part::Working { .. }) {
                    self.part = Part::Refused(why.clone(), Sheet::on(1));
                } else {
                    self.refused = Some(why.clone());
                }
            }
            Reply::Failed(_) => {
                if matches!(self.part, Part::Working { .. }) {
                    self.part = Part::List;
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.bundles.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        match &self.part {
            Part::Report(report, _) if !report.dry_run => Some(Message::good(cx.texts.bundle_in.done)),
            Part::Report(_, sheet) | Part::Refused(_, sheet) => sheet.message(&self.content(cx), cx),
            Part::List if self.list.pages() > 1 => {
                let page = self.list.visible();
                let range = (cx.texts.common.range)(page.start + 1, page.end, self.list.len());
                Some(Message::muted(range))
            }
            Part::List | Part::Working { .. } => None,
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        painter.cursor(body.x, body.y);
        match &self.part {
            Part::List => self.draw_list(painter, cx),
            Part::Working {
                reading,
                pace,
                folding,
            } => self.draw_working(*reading, *folding, pace, painter, cx),
            Part::Report(_, sheet) | Part::Refused(_, sheet) => sheet.draw(&self.content(cx), painter, cx),
        }
    }
}

impl BundleIn {
    fn draw_list(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.bundle_in;
        let body = painter.body();
        let Some(bundles) = &self.bundles else { return };
        if bundles.is_empty() {
            painter.put(body.x, body.y, t.none, Role::Important);
            painter.put(body.x, body.y + 2, t.none_what, Role::Base);
            return;
        }
        let mut y = body.y;
        if !painter.is_large() {
            head(
                painter,
                y,
                &COLUMNS,
                &[t.head_from, t.head_state, t.head_size, t.head_where],
            );
            y += 1;
        }
        for at in self.list.visible() {
            let Some((bundle, medium)) = bundles.get(at) else {
                continue;
            };
            let (state, role) = match bundle.state {
                BundleState::New => (t.new, Role::Important),
                BundleState::Request | BundleState::Again => (t.request, Role::Important),
                BundleState::Damaged => (t.damaged, Role::Base),
                BundleState::TooNew => (t.too_new, Role::Base),
                BundleState::Read => (t.read, Role::Muted),
                BundleState::Others => (t.others, Role::Muted),
            };
            let size = format::bytes(cx.lang, bundle.bytes);
            let line = Row {
                digit: self.list.digit_of(at),
                focused: self.list.selected() == at,
                role,
                cells: &[&bundle.from, state, &size, medium],
            };
            row(painter, y, &COLUMNS, &line);
            y += 1;
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    report::samples(cx)
}

#[cfg(test)]
mod tests;

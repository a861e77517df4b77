//! Files in (A3): a file of the inbox is tried first; what would happen is said; only then it is saved.
//!
//! ```text
//!   files ──> DryRun ──> Progress.. ──> counts, first faults ──> save all | save the good rows | cancel
//!                                                                  └──> Import ──> Progress.. ──> result, rejects
//! ```

mod view;

use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::state::card::ImportReport;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding, Roads};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Idle, Message, Screen, Title};
use crate::ui::widget::list::List;
use crate::ui::widget::pace::Pace;
use std::path::PathBuf;

/// F5: look into the inbox again.
const AGAIN: Action = Action::Own(1);

/// What can be done after a try or a save.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Choice {
    /// Save; with the good rows only where `true`.
    Save(bool),
    /// Back to the files.
    Files,
    /// Back to the officer's menu.
    Finish,
}

enum Part {
    Files(List),
    /// The file is being tried, or saved.
    Working {
        saving: bool,
        /// All rows are written, and the view is brought up to them.
        folding: bool,
        far: Pace,
    },
    Report(Box<ImportReport>, List),
}

/// The screen.
pub struct ImportFile {
    files: Option<Vec<PathBuf>>,
    /// The file that was chosen.
    path: PathBuf,
    part: Part,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(ImportFile::new())
}

/// What the report leaves to choose.
fn choices(report: &ImportReport) -> Vec<Choice> {
    if !report.dry_run {
        return vec![Choice::Files, Choice::Finish];
    }
    let mut all = Vec::new();
    if report.added + report.changed > 0 {
        all.push(Choice::Save(report.rejected > 0));
    }
    all.push(Choice::Files);
    all
}

impl ImportFile {
    fn new() -> Self {
        Self {
            files: None,
            path: PathBuf::new(),
            part: Part::Files(List::default()),
            refused: None,
        }
    }

    fn fit(&mut self, cx: &Context) {
        let rows = usize::from(cx.height.saturating_sub(if cx.is_large() { 4 } else { 6 }));
        let len = self.files.as_ref().map_or(0, Vec::len);
        if let Part::Files(list) = &mut self.part {
            list.set_room(rows);
            list.set_len(len);
        }
    }

    fn work(&mut self, saving: bool, ask: Ask) -> Vec<Effect> {
        self.refused = None;
        self.part = Part::Working {
            saving,
            folding: false,
            far: Pace::default(),
        };
        vec![Effect::ask(ask)]
    }

    fn open_files(&mut self) -> Vec<Effect> {
        self.part = Part::Files(List::default());
        self.refused = None;
        vec![Effect::ask(Ask::ImportFiles)]
    }

    fn choose(&mut self, action: Action) -> Vec<Effect> {
        match &mut self.part {
            Part::Files(list) => {
                let path = list
                    .act(action)
                    .and_then(|row| self.files.as_ref()?.get(row))
                    .cloned();
                let Some(path) = path else { return Vec::new() };
                self.path.clone_from(&path);
                self.work(false, Ask::DryRun(path))
            }
            Part::Working { .. } => Vec::new(),
            Part::Report(report, list) => {
                let choice = list.act(action).and_then(|row| choices(report).get(row).copied());
                match choice {
                    Some(Choice::Save(accept_good)) => {
                        let path = self.path.clone();
                        self.work(true, Ask::Import { path, accept_good })
                    }
                    Some(Choice::Files) => self.open_files(),
                    Some(Choice::Finish) => vec![Effect::Back],
                    None => Vec::new(),
                }
            }
        }
    }
}

impl Screen for ImportFile {
    fn route(&self) -> Route {
        Route::ImportFile
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.import_file;
        let title = Title::two(cx.texts.officer.title, t.title);
        match &self.part {
            Part::Report(report, _) if report.dry_run && !cx.is_large() => title.right(t.only_tried),
            _ => title,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const AGAIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), AGAIN)];
        let (t, common) = (&cx.texts.import_file, &cx.texts.common);
        match &self.part {
            Part::Files(list) => vec![
                Binding::digits(1, list.digits().max(1), common.hint_choose, t.help_file)
                    .when(!list.is_empty()),
                Binding::arrows(cx.texts),
                Binding::pages(cx.texts, list.page(), list.pages()),
                Binding::enter(common.hint_choose, common.help_open).when(!list.is_empty()),
                Binding::own(AGAIN_KEYS, t.hint_again, t.help_again),
            ],
            Part::Working { .. } => Vec::new(),
            Part::Report(_, list) => vec![
                Binding::digits(1, list.digits(), common.hint_choose, common.help_choose),
                Binding::arrows(cx.texts),
                Binding::enter(common.hint_choose, common.help_open),
            ],
        }
    }

    fn roads(&self) -> Roads {
        // Back would lead away from an answer that is to come; leaving is always possible, and the work goes on.
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
        if matches!(self.part, Part::Files(_)) {
            vec![Effect::ask(Ask::ImportFiles)]
        } else {
            Vec::new()
        }
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        match input {
            Input::Do(AGAIN) if matches!(self.part, Part::Files(_)) => self.open_files(),
            Input::Do(action) => self.choose(*action),
            _ => Vec::new(),
        }
    }

    fn back(&mut self, _: &Context) -> bool {
        match &self.part {
            Part::Files(_) => false,
            Part::Working { .. } => true,
            Part::Report(..) => {
                self.part = Part::Files(List::default());
                let len = self.files.as_ref().map_or(0, Vec::len);
                if let Part::Files(list) = &mut self.part {
                    list.set_len(len);
                }
                true
            }
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::ImportFiles(files) => {
                self.files = Some(files.clone());
                self.fit(cx);
            }
            Reply::Progress { done, total } => {
                if let Part::Working { far, folding, .. } = &mut self.part {
                    *folding = false;
                    far.take(*done, *total, cx.at());
                }
            }
            Reply::Folded { done, total } => {
                if let Part::Working { far, folding, .. } = &mut self.part {
                    *folding = true;
                    far.take(*done, *total, cx.at());
                }
            }
            Reply::ImportReport(report) => {
                let rows = choices(report).len();
                let mut list = List::new(rows);
                if report.dry_run {
                    // A doubled Enter saves nothing.
                    list.select(rows.saturating_sub(1));
                }
                self.part = Part::Report(report.clone(), list);
            }
            Reply::Refused(why) => {
                self.refused = Some(why.clone());
                self.part = Part::Files(List::default());
                self.fit(cx);
            }
            Reply::Failed(_) => {
                self.part = Part::Files(List::default());
                self.fit(cx);
            }
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.files.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.import_file;
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        match &self.part {
            Part::Report(report, _) if report.dry_run && cx.is_large() => {
                Some(Message::important(t.only_tried))
            }
            Part::Report(report, _) if report.written => Some(Message::good(t.saved)),
            Part::Report(report, _) if !report.dry_run => Some(Message::important(t.not_saved)),
            Part::Files(list) if list.pages() > 1 => {
                let page = list.visible();
                Some(Message::muted((cx.texts.common.range)(
                    page.start + 1,
                    page.end,
                    list.len(),
                )))
            }
            _ => None,
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

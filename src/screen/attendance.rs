//! Who came (F2): the scan field always has the cursor, each scan is one durable mark before its word appears.
//!
//! ```text
//!   scan ──> MarkScan ──> Marked: HADIR (1 beep), SUDAH (2), all others (3)
//!   F6   ──> the list of names, MarkPresent      F7 ──> UndoMark of the last      F8 ──> another meeting
//! ```
//!
//! The field never times out. After five minutes without a key everything but scanning asks for the PIN again.

mod outcome;
mod over;
mod view;

use crate::domain::batch::MeetingNo;
use crate::domain::id::{BatchId, RegistrationId};
use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::state::card::AttendanceSheet;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Idle, Message, Screen, Title, Typing};
use crate::ui::widget::countdown::Countdown;
use crate::ui::widget::field::{Field, Kind};
use crate::ui::widget::finder::{Finder, matches};
use crate::ui::widget::list::List;
use chrono::NaiveTime;
use outcome::Outcome;
use std::collections::VecDeque;
use zeroize::Zeroizing;

/// After so long without a key the PIN is asked for again.
const LOCK_MS: u64 = 300_000;
/// The same code again within so long is the same scan.
const SAME_MS: u64 = 2_000;
/// Outcomes that are shown below the last.
const RECENT: usize = 4;
/// The longest code that is typed by hand.
const LONGEST: usize = 24;
/// Digits of a PIN.
const PIN_DIGITS: usize = 6;

const LIST: Action = Action::Own(1);
const UNDO: Action = Action::Own(2);
const DAYS: Action = Action::Own(3);

/// What stands over the scanning.
enum Over {
    /// Nothing.
    Scanning,
    /// The list of names: the finder and the lines that it shows.
    List(Finder, Vec<usize>),
    /// The meetings.
    Days(List),
    /// The PIN is asked for.
    Unlock(Field, Option<Refusal>, bool),
}

/// An outcome and when it was answered.
struct Entry {
    at: NaiveTime,
    outcome: Outcome,
}

/// The screen.
pub struct Attendance {
    batch: BatchId,
    wanted: Option<MeetingNo>,
    sheet: Option<AttendanceSheet>,
    field: Field,
    over: Over,
    last: Option<Entry>,
    recent: VecDeque<Entry>,
    /// Scans that came before the sheet did.
    early: Vec<Zeroizing<String>>,
    last_code: Option<(Zeroizing<String>, Millis)>,
    /// Marks of this sitting that can be taken back, the newest last.
    marked: Vec<RegistrationId>,
    /// What the sheet answered was refused.
    refused: Option<Refusal>,
    note: Option<Note>,
    /// Whether the last outcome came after the list was opened.
    fresh: bool,
    touched: Millis,
    locked: bool,
    pause: Countdown,
}

/// What the message row says of the last key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Note {
    NothingToUndo,
}

/// Opens it.
pub fn open(batch: BatchId, meeting: Option<MeetingNo>, cx: &Context) -> Box<dyn Screen> {
    Box::new(Attendance::new(batch, meeting, cx))
}

impl Attendance {
    fn new(batch: BatchId, meeting: Option<MeetingNo>, cx: &Context) -> Self {
        Self {
            batch,
            wanted: meeting,
            sheet: None,
            field: Field::new(Kind::Code, LONGEST),
            over: Over::Scanning,
            last: None,
            recent: VecDeque::with_capacity(RECENT + 1),
            early: Vec::new(),
            last_code: None,
            marked: Vec::new(),
            refused: None,
            note: None,
            fresh: false,
            touched: cx.at(),
            locked: false,
            pause: Countdown::default(),
        }
    }

    fn ask_sheet(&self) -> Vec<Effect> {
        vec![Effect::ask(Ask::Attendance {
            batch: self.batch,
            meeting: self.wanted,
        })]
    }

    /// People marked for this meeting, and all who hold a seat.
    fn counts(&self) -> (usize, usize) {
        self.sheet.as_ref().map_or((0, 0), |sheet| {
            let present = sheet.lines.iter().filter(|line| line.present.is_some()).count();
            (present, sheet.lines.len())
        })
    }

    /// The lines of the list: who is not here first, narrowed by the search.
    fn shown(&self, query: &str) -> Vec<usize> {
        let Some(sheet) = &self.sheet else {
            return Vec::new();
        };
        let fitting = |here: bool| {
            let lines = sheet.lines.iter().enumerate();
            lines
                .filter(move |(_, line)| line.present.is_some() == here && matches(query, &line.name))
                .map(|(at, _)| at)
        };
        fitting(false).chain(fitting(true)).collect()
    }

    /// Finds the rows of the list again, after the search or a mark changed.
    fn refresh_list(&mut self, cx: &Context) {
        let Over::List(finder, _) = &self.over else { return };
        let rows = self.shown(finder.query());
        if let Over::List(finder, shown) = &mut self.over {
            finder
                .list
                .set_room(usize::from(cx.height.saturating_sub(if cx.is_large() {
                    5
                } else {
                    7
                })));
            finder.list.set_len(rows.len());
            *shown = rows;
        }
    }

    fn open_list(&mut self, cx: &Context) {
        self.over = Over::List(Finder::new(false), Vec::new());
        self.fresh = false;
        self.refresh_list(cx);
    }

    fn open_days(&mut self) {
        let Some(sheet) = &self.sheet else { return };
        let mut list = List::new(sheet.days.len());
        list.select(usize::from(sheet.meeting.0).saturating_sub(1));
        self.over = Over::Days(list);
    }

    fn scan(&mut self, code: &str, cx: &Context) -> Vec<Effect> {
        // Separators, blanks and case are the reader's own affair.
        let plain: Zeroizing<String> = Zeroizing::new(
            code.chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_uppercase())
                .collect(),
        );
        self.field.clear();
        let same = self
            .last_code
            .as_ref()
            .is_some_and(|(last, at)| **last == *plain && cx.at().since(*at) < SAME_MS);
        if same || code.trim().is_empty() {
            return Vec::new();
        }
        self.last_code = Some((plain, cx.at()));
        self.note = None;
        let scanned = Zeroizing::new(code.trim().to_owned());
        let Some(sheet) = &self.sheet else {
            self.early.push(scanned);
            return Vec::new();
        };
        vec![Effect::ask(Ask::MarkScan {
            batch: self.batch,
            meeting: sheet.meeting,
            scanned,
        })]
    }

    fn undo(&mut self) -> Vec<Effect> {
        let (Some(sheet), Some(registration)) = (&self.sheet, self.marked.pop()) else {
            self.note = Some(Note::NothingToUndo);
            return Vec::new();
        };
        vec![Effect::ask(Ask::UndoMark {
            batch: self.batch,
            meeting: sheet.meeting,
            registration,
        })]
    }
}

impl Screen for Attendance {
    fn route(&self) -> Route {
        Route::Attendance {
            batch: self.batch,
            meeting: self.wanted,
        }
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.attendance;
        let (present, seated) = self.counts();
        let title = Title::one(match self.over {
            Over::List(..) => t.list_title,
            Over::Days(_) => t.days_title,
            _ => t.title,
        });
        match &self.sheet {
            Some(_) if cx.is_large() => title.right((t.right_short)(present, seated)),
            Some(sheet) => title.right((t.right)(&sheet.batch_code, sheet.meeting.0, present, seated)),
            None => title,
        }
    }

    fn typing(&self) -> Typing {
        match &self.over {
            Over::Scanning => Typing::Code,
            Over::List(finder, _) => finder.typing(),
            Over::Days(_) => Typing::None,
            Over::Unlock(..) => Typing::Digits,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const LIST_KEYS: &[(Chord, Action)] = &[(Chord::f(6), LIST)];
        const UNDO_KEYS: &[(Chord, Action)] = &[(Chord::f(7), UNDO)];
        const DAYS_KEYS: &[(Chord, Action)] = &[(Chord::f(8), DAYS)];
        let t = &cx.texts.attendance;
        let undo = Binding::own(UNDO_KEYS, t.hint_undo, t.help_undo).priority(2);
        match &self.over {
            Over::Scanning => vec![
                Binding::own(LIST_KEYS, t.hint_list, t.help_list).priority(1),
                undo,
                Binding::own(DAYS_KEYS, t.hint_day, t.help_day).priority(3),
                Binding::enter(t.hint_record, t.help_record).priority(42),
            ],
            Over::List(finder, _) => {
                let mut all = finder.bindings(cx.texts, t.hint_mark, t.help_mark);
                all.push(undo.priority(8));
                all
            }
            Over::Days(list) => vec![
                Binding::digits(
                    1,
                    list.digits().max(1),
                    cx.texts.common.hint_choose,
                    cx.texts.common.help_choose,
                ),
                Binding::arrows(cx.texts),
                Binding::pages(cx.texts, list.page(), list.pages()),
                Binding::enter(cx.texts.common.hint_choose, cx.texts.common.help_open),
            ],
            Over::Unlock(..) => vec![Binding::enter(t.hint_unlock, t.help_unlock)],
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        self.ask_sheet()
    }

    fn takes_scan(&self, _: &str, _: &Context) -> bool {
        true
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Scan(code) => return self.scan(code, cx),
            Input::Tick => {
                self.locked |= cx.at().since(self.touched) >= LOCK_MS;
                self.pause.tick(cx.at());
                return Vec::new();
            }
            Input::Resize => {
                self.refresh_list(cx);
                return Vec::new();
            }
            Input::Do(_) | Input::Key(_) | Input::Paste(_) if self.guard(cx) => return Vec::new(),
            _ => {}
        }
        self.note = None;
        match (&mut self.over, input) {
            (Over::Unlock(..), _) => self.over_unlock(input, cx),
            (_, Input::Do(UNDO)) => self.undo(),
            (Over::List(..), _) => self.over_list(input, cx),
            (Over::Days(_), _) => self.over_days(input, cx),
            (Over::Scanning, Input::Do(LIST)) => {
                self.open_list(cx);
                Vec::new()
            }
            (Over::Scanning, Input::Do(DAYS)) => {
                self.open_days();
                Vec::new()
            }
            (Over::Scanning, Input::Do(Action::Enter)) => {
                let typed = self.field.secret();
                self.scan(&typed, cx)
            }
            (Over::Scanning, Input::Key(_) | Input::Paste(_)) => {
                self.field.handle(input);
                Vec::new()
            }
            (Over::Scanning, _) => Vec::new(),
        }
    }

    fn back(&mut self, cx: &Context) -> bool {
        if self.guard(cx) {
            return true;
        }
        let within = match &mut self.over {
            Over::Scanning => return false,
            Over::List(finder, _) => finder.back(),
            Over::Days(_) | Over::Unlock(..) => false,
        };
        if within {
            self.refresh_list(cx);
        } else {
            self.over = Over::Scanning;
        }
        true
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Attendance(sheet) => {
                let meeting = sheet.meeting;
                self.wanted = Some(meeting);
                self.sheet = Some((**sheet).clone());
                self.refused = None;
                self.refresh_list(cx);
                let (batch, early) = (self.batch, std::mem::take(&mut self.early));
                early
                    .into_iter()
                    .map(|scanned| {
                        Effect::ask(Ask::MarkScan {
                            batch,
                            meeting,
                            scanned,
                        })
                    })
                    .collect()
            }
            Reply::Marked { mark, .. } => self.marked(mark, cx),
            Reply::SignedIn(_) => {
                self.locked = false;
                self.touched = cx.at();
                self.over = Over::Scanning;
                Vec::new()
            }
            Reply::Refused(why) => self.refused(why, cx),
            Reply::Failed(_) => {
                if let Over::Unlock(_, _, waiting) = &mut self.over {
                    *waiting = false;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn idle(&self) -> Idle {
        Idle::Never
    }

    fn deadline(&self) -> Option<Millis> {
        let lock = (!self.locked).then(|| self.touched.plus(LOCK_MS));
        [lock, self.pause.deadline()].into_iter().flatten().min()
    }

    fn is_waiting(&self) -> bool {
        self.sheet.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.attendance;
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        if self.note == Some(Note::NothingToUndo) {
            return Some(Message::important(t.nothing_to_undo));
        }
        if let (Over::List(..), Some(last), true) = (&self.over, &self.last, self.fresh) {
            return Some(Message {
                text: last.outcome.line(cx),
                role: last.outcome.role(),
            });
        }
        Some(match (self.locked, cx.is_large()) {
            (true, false) => Message::important(t.locked),
            (true, true) => Message::important(t.locked_short),
            (false, false) => Message::muted(t.next_scan),
            (false, true) => return None,
        })
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    outcome::samples(cx)
}

#[cfg(test)]
mod tests;

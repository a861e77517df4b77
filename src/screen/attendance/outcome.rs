//! What a scan led to: its word, its mark, its colour.

use super::{Attendance, DAYS, Entry, LIST, Over, RECENT};
use crate::domain::batch::MeetingNo;
use crate::domain::day::{Day, Moment, wib};
use crate::domain::id::{BatchId, PersonId, RegistrationId};
use crate::domain::refusal::Refusal;
use crate::domain::registration::State;
use crate::i18n::{format, refusal};
use crate::state::card::{AttendanceLine, AttendanceSheet, Mark};
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::screen::Screen;
use crate::ui::theme::Role;

/// What happened.
pub(super) enum Outcome {
    /// The office's answer to a scan or a mark.
    Mark(Mark),
    /// The office refused.
    Refused(Refusal),
}

impl Outcome {
    /// Its word.
    pub(super) fn word(&self, cx: &Context) -> &'static str {
        let t = &cx.texts.attendance;
        match self {
            Self::Mark(Mark::Present { .. }) => t.present,
            Self::Mark(Mark::Already { .. }) => t.already,
            Self::Mark(Mark::WrongBatch { .. }) => t.wrong_batch,
            Self::Mark(Mark::NoSeat { .. }) => t.no_seat,
            Self::Mark(Mark::Unknown { .. }) => t.unknown,
            Self::Mark(Mark::Undone { .. }) => t.undone,
            Self::Refused(_) => t.refused,
        }
    }

    /// The mark of its row: not by colour alone.
    pub(super) fn mark(&self) -> char {
        match self {
            Self::Mark(Mark::Present { .. }) => '+',
            Self::Mark(Mark::Already { .. }) => '=',
            Self::Mark(Mark::Undone { .. }) => '-',
            _ => '!',
        }
    }

    /// Its role.
    pub(super) fn role(&self) -> Role {
        match self {
            Self::Mark(Mark::Present { .. }) => Role::Good,
            Self::Mark(Mark::Already { .. } | Mark::Undone { .. }) => Role::Important,
            _ => Role::Error,
        }
    }

    /// Who, or what was scanned.
    pub(super) fn who(&self) -> &str {
        match self {
            Self::Mark(Mark::Present { line } | Mark::Already { line } | Mark::Undone { line }) => &line.name,
            Self::Mark(Mark::WrongBatch { name, .. } | Mark::NoSeat { name, .. }) => name,
            Self::Mark(Mark::Unknown { scanned }) => scanned,
            Self::Refused(_) => "",
        }
    }

    /// More of it: the unit, or why not.
    pub(super) fn more(&self, cx: &Context) -> String {
        let t = &cx.texts.attendance;
        match self {
            Self::Mark(Mark::Present { line }) => line.unit.clone(),
            Self::Mark(Mark::Already { line }) => line.present.map_or_else(String::new, |at| {
                let said = (t.recorded_at)(&format::time(cx.lang, at.local(wib()).time()));
                if line.unsure {
                    format!("{said}, {}", cx.texts.common.unsure)
                } else {
                    said
                }
            }),
            Self::Mark(Mark::WrongBatch { day, .. }) => match day {
                Some(day) => (t.registered_for)(&format::day(cx.lang, day.date())),
                None => t.registered_elsewhere.into(),
            },
            Self::Mark(Mark::NoSeat { state, .. }) => (t.state)(*state),
            Self::Mark(Mark::Unknown { .. }) => t.not_a_card.into(),
            Self::Mark(Mark::Undone { .. }) => t.undone_what.into(),
            Self::Refused(why) => refusal::sentence(cx.lang, why),
        }
    }

    /// The whole of it in one line.
    pub(super) fn line(&self, cx: &Context) -> String {
        format!("{}  {}  {}", self.word(cx), self.who(), self.more(cx))
    }
}

impl Attendance {
    pub(super) fn marked(&mut self, mark: &Mark, cx: &Context) -> Vec<Effect> {
        let set = |sheet: &mut Option<AttendanceSheet>, registration, present| {
            if let Some(line) = sheet
                .iter_mut()
                .flat_map(|sheet| &mut sheet.lines)
                .find(|line| line.registration == registration)
            {
                (line.present, line.unsure) = present;
            }
        };
        match mark {
            Mark::Present { line } => {
                set(&mut self.sheet, line.registration, (line.present, line.unsure));
                self.marked
                    .retain(|registration| *registration != line.registration);
                self.marked.push(line.registration);
            }
            Mark::Already { line } => {
                set(&mut self.sheet, line.registration, (line.present, line.unsure));
            }
            Mark::Undone { line } => {
                set(&mut self.sheet, line.registration, (None, false));
                self.marked
                    .retain(|registration| *registration != line.registration);
                // Whoever was taken back by mistake may be scanned again at once.
                self.last_code = None;
            }
            Mark::WrongBatch { .. } | Mark::NoSeat { .. } | Mark::Unknown { .. } => {}
        }
        let beeps = match mark {
            Mark::Present { .. } => 1,
            Mark::Already { .. } => 2,
            _ => 3,
        };
        self.outcome(Outcome::Mark(mark.clone()), cx);
        self.refresh_list(cx);
        vec![Effect::Beep(beeps)]
    }

    pub(super) fn refused(&mut self, why: &Refusal, cx: &Context) -> Vec<Effect> {
        if let Over::Unlock(_, said, waiting) = &mut self.over {
            *waiting = false;
            match why {
                Refusal::Pause { seconds } => {
                    self.pause.start(*seconds, cx.at());
                    return Vec::new();
                }
                Refusal::Credentials { .. } => {
                    *said = Some(why.clone());
                    return Vec::new();
                }
                _ => {}
            }
        }
        if self.sheet.is_none() {
            self.refused = Some(why.clone());
            return Vec::new();
        }
        self.outcome(Outcome::Refused(why.clone()), cx);
        vec![Effect::Beep(3)]
    }

    fn outcome(&mut self, outcome: Outcome, cx: &Context) {
        self.fresh = true;
        let entry = Entry {
            at: cx.now().time(),
            outcome,
        };
        if let Some(before) = self.last.replace(entry) {
            self.recent.push_front(before);
            self.recent.truncate(RECENT);
        }
    }
}

fn line(n: u64, name: &str, present: bool) -> AttendanceLine {
    AttendanceLine {
        registration: RegistrationId::of(BatchId::of_code("MAP-01/2026-3"), PersonId::of_op(1, 1, n), 1),
        name: name.into(),
        number_masked: "**************2004".into(),
        unit: "Bagian Perencanaan, Dinas Pendidikan".into(),
        // 23 November 2026, 07.02 in the west of Indonesia.
        present: present.then_some(Moment(1_795_392_120_000)),
        unsure: n == 1,
    }
}

/// A sheet of a few people of whom the first `here` came.
#[doc(hidden)]
pub(super) fn sheet(here: usize) -> AttendanceSheet {
    let names = [
        "Siti Rahmawati",
        "Agus Prabowo",
        "Dedi Kurniawan",
        "Hendra Gunawan",
        "Lina Marlina",
        "Maya Kusuma",
        "Nurul Aini",
        "Rina Wulandari",
        "Tono Wijaya",
        "Yusuf Ramadhan",
        "Zaenal Arifin",
    ];
    let first = Day::of(2026, 11, 23).unwrap_or(Day(0));
    AttendanceSheet {
        batch: BatchId::of_code("MAP-01/2026-3"),
        title: "Penyusunan Anggaran Berbasis Kinerja".into(),
        batch_code: "MAP-01/2026-3".into(),
        meeting: MeetingNo(1),
        day: first,
        days: (0..3).map(|n| first.plus(n)).collect(),
        lines: (0..)
            .zip(names)
            .map(|(n, name)| line(n, name, usize::try_from(n).is_ok_and(|n| n < here)))
            .collect(),
    }
}

fn with(here: usize, cx: &Context, change: &dyn Fn(&mut Attendance)) -> Box<dyn Screen> {
    let mut screen = Attendance::new(BatchId::of_code("MAP-01/2026-3"), None, cx);
    screen.reply(&Reply::Attendance(Box::new(sheet(here))), cx);
    change(&mut screen);
    Box::new(screen)
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let marks = [
        Mark::Unknown {
            scanned: "8991234567890".into(),
        },
        Mark::WrongBatch {
            name: "Bambang Sutejo".into(),
            day: Day::of(2026, 12, 7),
        },
        Mark::NoSeat {
            name: "Wati Lestari".into(),
            state: Some(State::Waiting),
        },
        Mark::Already {
            line: line(7, "Rina Wulandari", true),
        },
        Mark::Present {
            line: line(2, "Dedi Kurniawan", true),
        },
    ];
    let say = |screen: &mut Attendance, mark: &Mark| {
        screen.reply(
            &Reply::Marked {
                mark: mark.clone(),
                present: 0,
                seated: 0,
            },
            cx,
        );
    };
    let after = |n: usize| {
        with(4, cx, &|screen| {
            for mark in marks.iter().take(n) {
                say(screen, mark);
            }
        })
    };
    vec![
        (
            "waiting",
            Box::new(Attendance::new(BatchId::of_code("A"), None, cx)),
        ),
        ("ready", with(4, cx, &|_| {})),
        ("present", after(5)),
        ("already", after(4)),
        ("no-seat", after(3)),
        ("wrong-batch", after(2)),
        ("unknown", after(1)),
        (
            "undone",
            with(4, cx, &|screen| {
                say(
                    screen,
                    &Mark::Undone {
                        line: line(1, "Agus Prabowo", false),
                    },
                );
            }),
        ),
        ("all-here", with(11, cx, &|_| {})),
        (
            "list",
            with(4, cx, &|screen| drop(screen.update(&Input::Do(LIST), cx))),
        ),
        (
            "search",
            with(4, cx, &|screen| {
                screen.update(&Input::Do(LIST), cx);
                screen.update(&Input::Paste("ra".into()), cx);
            }),
        ),
        (
            "days",
            with(4, cx, &|screen| drop(screen.update(&Input::Do(DAYS), cx))),
        ),
        ("locked", with(4, cx, &|screen| screen.locked = true)),
        (
            "unlock",
            with(4, cx, &|screen| {
                screen.locked = true;
                screen.update(&Input::Do(LIST), cx);
            }),
        ),
        (
            "refused",
            with(4, cx, &|screen| {
                screen.reply(&Reply::Refused(Refusal::WrongState), cx);
            }),
        ),
    ]
}

//! Writing what was planned: parts of at most 64 MiB, each a bundle of its own.

mod blobs;
mod part;

use super::{
    Exchange, ExchangeError,
    desk::marks::SentMark,
    media::{self, Stick, name},
    plan::{Plan, To},
};
use crate::{
    domain::day::Moment,
    ledger::id::LogId,
    state::sync::ExportReport,
    store::{book::Book, secret},
};
use part::Course;
use std::{io::Write, path::PathBuf};

/// Bytes that every bundle has: less room than this is told before anything is written.
const LEAST: u64 = 512;

/// How an export goes.
pub struct Sending<'a> {
    /// This machine's clock: milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// The most bytes of segments, before they are packed; what does not fit goes next time.
    pub budget: u64,
    /// The most bytes of segments in a part, before they are packed, though at least one group of them; `u64::MAX`: as
    /// many as fit the format's cap.
    pub part: u64,
    /// Told of bytes of segments that are done, and of how many.
    pub progress: &'a mut dyn FnMut(u64, u64),
}

/// A part that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bundle's id.
    pub id: [u8; 16],
    /// Its bytes.
    pub bytes: u64,
    /// Whether it is the last.
    pub last: bool,
}

/// An export under way: one part after another.
pub struct Export<'a> {
    exchange: &'a mut Exchange,
    book: &'a mut Book,
    plan: Plan,
    course: Course,
    wall_ms: u64,
    set: [u8; 16],
}

impl<'a> Export<'a> {
    /// Begins to write a plan.
    pub fn begin(
        exchange: &'a mut Exchange,
        book: &'a mut Book,
        plan: Plan,
        wall_ms: u64,
        part: u64,
    ) -> Result<Self, ExchangeError> {
        let set = secret::random::<16>().map_err(|fault| std::io::Error::other(fault.to_string()))?;
        exchange.make_have(book, wall_ms)?;
        exchange.forget_delivered(book)?;
        let course = Course::new(exchange, book, &plan, set, (wall_ms, part));
        Ok(Self {
            exchange,
            book,
            plan,
            course,
            wall_ms,
            set,
        })
    }

    /// The name of the whole set: the id of its first part.
    #[must_use]
    pub const fn set(&self) -> [u8; 16] {
        self.set
    }

    /// Writes the next part.
    pub fn part(
        &mut self,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Part, ExchangeError> {
        self.course
            .part(self.exchange, self.book, &self.plan, out, progress)
    }

    /// Notes that all parts were written and are safe: only now they are.
    pub fn end(self) -> Result<Plan, ExchangeError> {
        let own = self.book.log_id();
        let carried = self
            .plan
            .runs
            .iter()
            .find(|run| run.log == own)
            .map(|run| run.upto);
        let mark = SentMark {
            id: self.set,
            to: self
                .plan
                .to
                .iter()
                .map(|log| (log.node.0, log.incarnation))
                .collect(),
            at: i64::try_from(self.wall_ms).unwrap_or(i64::MAX),
            heard: self
                .plan
                .to
                .iter()
                .map(|log| self.exchange.haves.get(*log).map_or(0, |have| have.n))
                .collect(),
            own: carried.unwrap_or(0),
        };
        self.exchange.desk.note_sent(&mark)?;
        Ok(self.plan)
    }
}

/// Two reports of bundles of one export: what they carry is the same, as far as the offices lack the same.
fn joined(mut one: ExportReport, other: ExportReport) -> ExportReport {
    one.plan.to = format!("{}, {}", one.plan.to, other.plan.to);
    one.plan.operations = one.plan.operations.max(other.plan.operations);
    one.plan.bytes = one.plan.bytes.saturating_add(other.plan.bytes);
    one.plan.parts = one.plan.parts.saturating_add(other.plan.parts);
    one.bytes = one.bytes.saturating_add(other.bytes);
    one.files.extend(other.files);
    one
}

impl Exchange {
    /// Writes a bundle for `to` to a stick or folder. When this returns, every part was read again and compared, and
    /// the stick may be pulled out. Whatever cuts it off, the parts that are there are whole, and the same can be asked
    /// again.
    pub fn export_to(
        &mut self,
        book: &mut Book,
        stick: &dyn Stick,
        to: To,
        sending: &mut Sending<'_>,
    ) -> Result<ExportReport, ExchangeError> {
        let all = super::plan::recipients(book.roll(), book.log_id(), to)?;
        let mut report: Option<ExportReport> = None;
        // A file is sealed to so many at most: beyond that there are several, and nobody is left out.
        for group in all.chunks(crate::bundle::format::MAX_SEALED_TO) {
            let next = self.export_group(book, stick, group.to_vec(), sending)?;
            report = Some(match report {
                None => next,
                Some(before) => joined(before, next),
            });
        }
        report.ok_or(ExchangeError::Alone)
    }

    fn export_group(
        &mut self,
        book: &mut Book,
        stick: &dyn Stick,
        to: Vec<LogId>,
        sending: &mut Sending<'_>,
    ) -> Result<ExportReport, ExchangeError> {
        let plan = self.plan_of(book, to, sending.budget)?;
        let own = book.log_id();
        let from = name::office(own.node.0, book.roll().name(own));
        let target = match plan.to.as_slice() {
            [one] => name::office(one.node.0, book.roll().name(*one)),
            _ => "SEMUA".to_owned(),
        };
        media::sweep(stick, &from)?;
        let (mut about, wall_ms) = (plan.card.bytes, sending.wall_ms);
        let mut export = Export::begin(self, book, plan, wall_ms, sending.part)?;
        let set = export.set();
        let (mut files, mut bytes): (Vec<PathBuf>, u64) = (Vec::new(), 0);
        for number in 1..=u32::from(u16::MAX) {
            let path = name::file(&from, &target, &set, number);
            let most = about.min(crate::bundle::format::MAX_PART);
            // How well it packs is known when it is packed.
            let put = media::put_at_least(stick, &path, LEAST, most, |out| {
                export.part(out, sending.progress)
            })?;
            bytes = bytes.saturating_add(put.bytes);
            about = about.saturating_sub(put.bytes);
            files.push(put.path);
            if put.answer.last {
                break;
            }
        }
        let mut plan = export.end()?;
        plan.card.parts = u32::try_from(files.len()).unwrap_or(u32::MAX);
        Ok(ExportReport {
            plan: plan.card,
            files,
            bytes,
            id: super::short(&set),
            again: None,
        })
    }

    /// When a bundle was written last, and for whom.
    #[must_use]
    pub fn last_sent(&self) -> Option<(SentMark, Moment)> {
        let mark = self.desk.sent().into_iter().next()?;
        let at = Moment(mark.at);
        Some((mark, at))
    }
}

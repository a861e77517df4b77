//! `bench`, hidden: how long a registration takes, beside what the disk itself takes.

use super::{code::Code, desk, failure::Failure, out::Out};
use crate::{
    domain::{
        batch::{Admission, Stage},
        id::{BatchId, PersonId},
    },
    service::{Denied, Office},
};
use serde::Serialize;
use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Args {
    Register(RegisterArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct RegisterArgs {
    #[arg(long)]
    count: usize,
    #[arg(long)]
    batch: Option<String>,
    /// Without the raw appends in between, for counting system calls.
    #[arg(long)]
    alone: bool,
}

/// What was measured. Times are microseconds.
#[derive(Serialize)]
struct Measured {
    count: usize,
    median_us: f64,
    p99_us: f64,
    raw_median_us: f64,
    raw_p99_us: f64,
    ratio: f64,
    bytes_per_registration: u64,
    registrations_before: u64,
}

/// A file that grows by one write and one `fdatasync` at a time, in the same folder as the ledger; removed at the end.
struct Scratch {
    file: File,
    path: PathBuf,
}

impl Scratch {
    fn beside(ledger: &Path) -> Result<Self, Failure> {
        let path = ledger.join("bench.tmp-raw");
        let file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(&path)?;
        Ok(Self { file, path })
    }

    fn append(&mut self, bytes: &[u8]) -> Result<Duration, Failure> {
        let start = Instant::now();
        self.file.write_all(bytes)?;
        self.file.sync_data()?;
        Ok(start.elapsed())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The batches to register in: the one that is named, or all that give seats at once and are open.
fn batches(args: &RegisterArgs, office: &mut Office) -> Result<Vec<BatchId>, Failure> {
    if let Some(code) = &args.batch {
        return Ok(vec![desk::batch(office, code)?]);
    }
    let heads = office.book_mut().heads().iter();
    let mut open: Vec<BatchId> = heads
        .filter(|(_, head)| head.stage() == Stage::Open)
        .filter(|(_, head)| {
            head.batch()
                .is_some_and(|batch| batch.admission == Admission::Direct)
        })
        .map(|(id, _)| *id)
        .collect();
    open.sort_unstable();
    Ok(open)
}

pub(super) fn run(args: &RegisterArgs, data: &Path) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let batches = batches(args, &mut office)?;
    let mut people: Vec<PersonId> = Vec::new();
    office.each_person(|_, id, _| {
        people.push(id);
        true
    })?;
    let before = office.book_mut().registrations_count();
    let mut scratch = Scratch::beside(office.book_mut().ledger_path())?;
    let (mut times, mut raw) = (Vec::with_capacity(args.count), Vec::with_capacity(args.count));
    let (mut bytes, mut measured) = (0u64, 0u64);
    let mut last = vec![0xA5; 128];
    // Everybody in one batch, then everybody in the next of theirs: a second run goes on where the first ended.
    let pairs = (0..batches.len()).flat_map(|from| people.iter().zip(batches.iter().cycle().skip(from)));
    for (person, batch) in pairs {
        if times.len() >= args.count {
            break;
        }
        let there = office
            .book_mut()
            .batch(*batch)?
            .is_some_and(|state| state.reg_of(*person).is_some());
        if there {
            continue;
        }
        let at = office.book_mut().open_bytes();
        let start = Instant::now();
        let done = office.register(*person, *batch, true, None);
        let time = start.elapsed();
        match done {
            Ok(_) => times.push(time),
            Err(Denied::Refused(_)) => continue,
            Err(fault) => return Err(fault.into()),
        }
        // Where the open part was sealed meanwhile, what it grew by cannot be told; the last size stands for it.
        if let Some(grown) = office
            .book_mut()
            .open_bytes()
            .checked_sub(at)
            .filter(|grown| *grown > 0)
        {
            bytes += grown;
            measured += 1;
            last.resize(usize::try_from(grown).unwrap_or(128), 0xA5);
        }
        if !args.alone {
            raw.push(scratch.append(&last)?);
        }
    }
    drop(scratch);
    office.close()?;
    if times.len() < args.count {
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        return Err(Failure::FewPeople {
            found: count(times.len()),
            wanted: count(args.count),
        });
    }
    times.sort_unstable();
    raw.sort_unstable();
    let (median, raw_median) = (at(&times, 50), at(&raw, 50));
    let mut out = Out::new();
    out.json(&Measured {
        count: times.len(),
        median_us: median,
        p99_us: at(&times, 99),
        raw_median_us: raw_median,
        raw_p99_us: at(&raw, 99),
        ratio: if raw_median > 0.0 {
            median / raw_median
        } else {
            0.0
        },
        bytes_per_registration: bytes.checked_div(measured).unwrap_or(0),
        registrations_before: before,
    })?;
    out.flush()?;
    Ok(Code::Done)
}

/// The time of a percentile of sorted times, in microseconds.
fn at(sorted: &[Duration], percent: usize) -> f64 {
    let place = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e6)
}

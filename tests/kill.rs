//! Whatever stops a registering process, and whatever happens to the view meanwhile: every receipt that was printed is
//! in the store, the store verifies, and no seat is held twice.
//!
//! 50 kills in CI, and 10 each where the files are harmed as well; `BALAI_KILLS=1000` for as many of each.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A fresh copy of the demonstration's office so often, so that there are seats and the checks stay quick.
const KILLS_PER_OFFICE: usize = 10;

/// A small generator; the seed of a failure is in its message.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

fn kills(default: usize) -> usize {
    std::env::var("BALAI_KILLS").map_or(default, |n| n.parse().expect("BALAI_KILLS is a number"))
}

fn balai() -> Command {
    Command::new(std::env::var_os("BALAI_PROGRAM").unwrap_or_else(|| env!("CARGO_BIN_EXE_balai").into()))
}

fn output(data: &Path, args: &[&str]) -> Output {
    balai()
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn json(data: &Path, args: &[&str]) -> Value {
    let out = output(data, args);
    assert!(
        out.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    serde_json::from_slice(&out.stdout).unwrap()
}

fn text(of: &Value, field: &str) -> String {
    of[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field} in {of}"))
        .to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

/// An office with people who register, again and again.
struct Office {
    home: TempDir,
    ledger: PathBuf,
    view: PathBuf,
    /// The view as it was when the office was made.
    first_view: TempDir,
    receipts: BTreeSet<String>,
}

impl Office {
    fn of(template: &Path) -> Office {
        let (home, first_view) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        copy(template, home.path());
        let status = json(home.path(), &["status", "--json"]);
        let path = |part: &str| PathBuf::from(text(&status[part], "path"));
        let (ledger, view) = (path("ledger"), path("store"));
        assert!(
            ledger.starts_with(home.path()) && view.starts_with(home.path()),
            "{status}"
        );
        copy(&view, first_view.path());
        Office {
            home,
            ledger,
            view,
            first_view,
            receipts: BTreeSet::new(),
        }
    }

    fn data(&self) -> &Path {
        self.home.path()
    }

    /// Starts a process that registers `wishes`, kills it at the moment given, and keeps the receipts it printed.
    fn register_and_kill(&mut self, wishes: &[String], moment: Moment) {
        let mut child = balai()
            .args(["register", "--from", "-", "--json", "--data"])
            .arg(self.data())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut input, printed) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let wishes = wishes.concat();
        // The kill closes the pipe under it.
        let feeder = std::thread::spawn(move || drop(input.write_all(wishes.as_bytes())));
        let (sender, receipts) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut printed = BufReader::new(printed);
            let mut line = String::new();
            // A line without its end was not printed.
            while printed.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
                let answer: Value =
                    serde_json::from_str(&line).unwrap_or_else(|fault| panic!("{fault}: {line:?}"));
                if let Some(code) = answer["code"].as_str() {
                    let _ = sender.send(code.to_owned());
                }
                line.clear();
            }
        });
        let mut early = Vec::new();
        match moment {
            Moment::After(time) => {
                if let Some(end) = Instant::now().checked_add(time) {
                    while let Ok(code) = receipts.recv_timeout(end.saturating_duration_since(Instant::now()))
                    {
                        early.push(code);
                    }
                }
            }
            Moment::OnReceipt(n) => early.extend(receipts.iter().take(n)),
        }
        let _ = child.kill();
        child.wait().unwrap();
        feeder.join().unwrap();
        reader.join().unwrap();
        self.receipts.extend(early.into_iter().chain(receipts.iter()));
    }

    fn check(&self, what: &str) {
        let registrations = json(self.data(), &["list", "registrations", "--json"]);
        let registrations = registrations.as_array().unwrap();
        let codes: BTreeSet<String> = registrations.iter().map(|reg| text(reg, "code")).collect();
        let lost: Vec<_> = self.receipts.difference(&codes).collect();
        assert!(
            lost.is_empty(),
            "{what}: receipts without a registration: {lost:?}"
        );
        let mut held: BTreeMap<(String, u64), String> = BTreeMap::new();
        for reg in registrations {
            if let Some(seat) = reg["seat"].as_u64() {
                let before = held.insert((text(reg, "batch"), seat), text(reg, "code"));
                assert!(
                    before.is_none(),
                    "{what}: seat {seat} is held by {before:?} and by {reg}"
                );
            }
        }
        let verified = output(self.data(), &["verify"]);
        let said = String::from_utf8_lossy(&verified.stdout);
        assert!(
            verified.status.success(),
            "{what}: verify: {said}{}",
            String::from_utf8_lossy(&verified.stderr)
        );
    }

    /// The file that ends in the frames that are not sealed, and where they end.
    fn end_of_ledger(&self) -> (PathBuf, Vec<u8>, usize) {
        let path = files(&self.ledger)
            .into_iter()
            .find(|path| path.ends_with("open.wal"))
            .expect("an open.wal");
        let bytes = fs::read(&path).unwrap();
        let mut at = 0;
        // A frame: its length, 20 bytes more of header, the payload; a length of 0 ends them.
        while let Some(len) = bytes
            .get(at..at + 4)
            .map(|len| u32::from_le_bytes(len.try_into().unwrap()))
        {
            let next = at + 24 + usize::try_from(len).unwrap();
            if len == 0 || next > bytes.len() {
                break;
            }
            at = next;
        }
        (path, bytes, at)
    }
}

/// When to kill.
#[derive(Debug, Clone, Copy)]
enum Moment {
    After(Duration),
    /// As soon as so many receipts were read.
    OnReceipt(usize),
}

/// Kills so often, does `harm` after each, and checks.
fn survive(count: usize, seed: u64, mut harm: impl FnMut(&Office, &mut Dice)) {
    let mut dice = Dice(seed);
    let template = tempfile::tempdir().unwrap();
    let made = output(template.path(), &["demo", "--no-kiosk"]);
    assert!(
        made.status.success(),
        "demo: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    let people = json(template.path(), &["list", "people", "--json"]);
    let batches = json(template.path(), &["list", "batches", "--json"]);
    let mut wishes: Vec<String> = people
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|person| {
            let number = text(person, "number");
            batches
                .as_array()
                .unwrap()
                .iter()
                .map(move |batch| format!("{number},{}\n", text(batch, "code")))
        })
        .collect();

    // How long an undisturbed process takes for some wishes bounds the moments of the kills.
    let mut office = Office::of(template.path());
    dice.shuffle(&mut wishes);
    let some = &wishes[..wishes.len().min(60)];
    let start = Instant::now();
    office.register_and_kill(some, Moment::OnReceipt(usize::MAX));
    let whole = start.elapsed();
    assert!(!office.receipts.is_empty(), "nobody could be registered");
    office.check("undisturbed");

    let mut printed = 0;
    for kill in 0..count {
        if kill % KILLS_PER_OFFICE == 0 {
            printed += office.receipts.len();
            office = Office::of(template.path());
        }
        dice.shuffle(&mut wishes);
        let moment = if dice.below(2) == 0 {
            Moment::OnReceipt(1 + dice.below(20))
        } else {
            Moment::After(whole * u32::try_from(dice.below(1_000)).unwrap() / 1_000)
        };
        office.register_and_kill(&wishes, moment);
        harm(&office, &mut dice);
        office.check(&format!("seed {seed}, kill {kill}, {moment:?}"));
    }
    assert!(
        printed + office.receipts.len() > count,
        "the kills must meet registrations"
    );
}

#[test]
fn a_killed_process_loses_no_receipt() {
    survive(kills(50), 1, |_, _| {});
}

#[test]
fn a_killed_process_loses_no_receipt_when_its_view_is_deleted() {
    survive(kills(10), 2, |office, _| {
        if office.view.exists() {
            fs::remove_dir_all(&office.view).unwrap();
        }
    });
}

#[test]
fn a_killed_process_loses_no_receipt_when_its_view_is_an_older_copy() {
    survive(kills(10), 3, |office, _| {
        fs::remove_dir_all(&office.view).unwrap();
        copy(office.first_view.path(), &office.view);
    });
}

#[test]
fn a_killed_process_loses_no_receipt_when_a_byte_of_its_view_flips() {
    survive(kills(10), 4, |office, dice| {
        let files = files(&office.view);
        let sizes: Vec<u64> = files
            .iter()
            .map(|path| fs::metadata(path).unwrap().len())
            .collect();
        let total: u64 = sizes.iter().sum();
        let mut at = dice.below(usize::try_from(total).unwrap());
        for path in files {
            let mut bytes = fs::read(&path).unwrap();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.below(8);
                return fs::write(path, bytes).unwrap();
            }
            at -= bytes.len();
        }
    });
}

#[test]
fn a_killed_process_loses_no_receipt_when_the_ledger_ends_in_a_torn_record() {
    survive(kills(10), 5, |office, dice| {
        let (path, mut bytes, end) = office.end_of_ledger();
        // The front of a frame like the first one, of another number: what a write leaves that the power cut.
        let len = bytes
            .get(..4)
            .map_or(0, |len| u32::from_le_bytes(len.try_into().unwrap()));
        let mut torn = bytes
            .get(..24 + usize::try_from(len).unwrap())
            .unwrap_or_default()
            .to_vec();
        if end == 0 || torn.len() < 24 {
            return;
        }
        torn[4..12].copy_from_slice(&u64::from(u32::MAX).to_le_bytes());
        torn.truncate(1 + dice.below(torn.len() - 1));
        bytes.resize(bytes.len().max(end + torn.len()), 0);
        bytes[end..end + torn.len()].copy_from_slice(&torn);
        fs::write(path, bytes).unwrap();
    });
}

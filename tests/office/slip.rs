//! The slip that was lost: the power is cut at every kind of moment, and everything that anybody was told is there.

use crate::town::{self, FACILITATOR, MINUTE, Standings, check_seats, copy, number, standings};
use balai::domain::batch::MeetingNo;
use balai::domain::id::{BatchId, RegistrationId};
use balai::domain::registration::CancelReason;
use balai::service::pin::Cost;
use balai::service::{Clock, Office};
use balai::store::files::recorder::Recorder;
use std::path::PathBuf;
use std::sync::Arc;

/// What was true after a change had returned.
struct Told {
    /// Events of the files until then.
    events: usize,
    all: Standings,
    /// Codes of slips that were handed out.
    slips: Vec<RegistrationId>,
    /// A copy of the view at that moment, where one was made.
    view: Option<PathBuf>,
}

struct Story {
    _root: tempfile::TempDir,
    files: Recorder,
    aside: tempfile::TempDir,
    clock: Clock,
    told: Vec<Told>,
}

/// Registrations, cancellations and attendance in an office whose file calls are recorded.
fn story(forget_syncs: bool) -> Story {
    let (root, aside) = (town::scratch(), town::scratch());
    let files = Recorder::new(root.path());
    if forget_syncs {
        files.forget_syncs();
    }
    let (clock, now) = town::clock();
    let calls: Arc<dyn balai::store::files::Files> = Arc::new(files.clone());
    let mut office = Office::create_with(calls, root.path(), "Balai Uji", Arc::clone(&clock)).unwrap();
    let teacher = number(FACILITATOR);
    let held = format!("H;BESAR;Selaras;R1;2026-11-20;2026-11-24;30;langsung;;;{teacher}");
    now.fetch_add(-7 * town::DAY, std::sync::atomic::Ordering::Relaxed);
    town::furnish(
        &mut office,
        &[
            "A;DASAR;Selaras;R1;2026-12-07;2026-12-09;3;langsung;;;",
            "S;DASAR;Selaras;R1;2026-12-14;2026-12-15;2;seleksi;;;",
            &held,
        ],
    );
    now.fetch_add(7 * town::DAY, std::sync::atomic::Ordering::Relaxed);
    let mut story = Story {
        _root: root,
        files,
        aside,
        clock,
        told: Vec::new(),
    };
    let mut slips: Vec<RegistrationId> = Vec::new();
    story.tell(&mut office, &slips);
    let mut dice = town::Dice(3);
    for turn in 0..70usize {
        now.fetch_add(MINUTE, std::sync::atomic::Ordering::Relaxed);
        let at = dice.roll(12);
        let person = town::person(&mut office, &number(at));
        let code = ["A", "S", "H"][dice.roll(3)];
        let batch = BatchId::of_code(code);
        match dice.roll(6) {
            0 if !slips.is_empty() => {
                let id = slips.swap_remove(dice.roll(slips.len()));
                let people: Vec<_> = (0..12).map(|at| town::person(&mut office, &number(at))).collect();
                let owner = people
                    .into_iter()
                    .find(|person| office.own_receipt(*person, id).is_ok());
                if let Some(owner) = owner {
                    let _ = office.cancel_own(owner, id, CancelReason::Duty);
                }
            }
            1 => {
                let staff = town::person(&mut office, &teacher);
                let _ = office.mark_scan(staff, BatchId::of_code("H"), MeetingNo(1), &number(at));
            }
            2 if turn % 4 == 0 => office.set_pin(person, "493058").unwrap(),
            3 if turn % 9 == 0 => office.settle().unwrap(),
            _ => {
                if let Ok(receipt) = office.register(person, batch, true, Some(person)) {
                    slips.push(receipt.registration);
                }
            }
        }
        slips.sort_unstable();
        slips.dedup();
        story.tell(&mut office, &slips);
    }
    drop(office);
    story
}

impl Story {
    fn tell(&mut self, office: &mut Office, slips: &[RegistrationId]) {
        let number = self.told.len();
        let view = number.is_multiple_of(5).then(|| {
            let path = self.aside.path().join(format!("{number}"));
            copy(&office.book_mut().index_path(), &path);
            path
        });
        self.told.push(Told {
            events: self.files.events(),
            all: standings(office).unwrap(),
            slips: slips.to_vec(),
            view,
        });
    }

    /// Cuts the power after some events, starts again, and compares with what had been told.
    fn cut(&self, events: usize, seed: u64) -> Result<(), String> {
        let after = town::scratch();
        self.files
            .cut(events, seed, after.path())
            .map_err(|fault| fault.to_string())?;
        let last = self.told.iter().rposition(|told| told.events <= events);
        let views: Vec<&PathBuf> = last
            .map(|last| {
                self.told[..=last]
                    .iter()
                    .filter_map(|told| told.view.as_ref())
                    .collect()
            })
            .unwrap_or_default();
        // The view is not among the recorded files: it is gone, of this moment, or older.
        let view = match seed % 3 {
            0 => None,
            1 => views.last(),
            _ => views.first(),
        };
        let index = after.path().join("index");
        let _ = std::fs::remove_dir_all(&index);
        if let Some(view) = view {
            copy(view, &index);
        }
        let opened = if last.is_some() {
            Office::open(after.path(), Arc::clone(&self.clock))
        } else {
            Office::create(after.path(), "Balai Uji", Arc::clone(&self.clock))
        };
        let mut office = opened.map_err(|fault| format!("it does not open: {fault}"))?;
        office.set_cost(Cost::LIGHT);
        let now = standings(&mut office).map_err(|fault| fault.to_string())?;
        if let Some(last) = last {
            let told = &self.told[last];
            if let Some(lost) = told.slips.iter().find(|slip| !now.contains_key(slip)) {
                return Err(format!("the slip {lost} is lost"));
            }
            // Nothing between: what was under way is there whole, or not at all.
            let next = self.told.get(last + 1).unwrap_or(told);
            if now != told.all && now != next.all {
                return Err("neither as before the change nor as after it".to_owned());
            }
        }
        check_seats(&mut office);
        let findings = office
            .book_mut()
            .verify()
            .map_err(|fault| fault.to_string())?
            .findings;
        if findings.is_empty() {
            Ok(())
        } else {
            Err(format!("{findings:?}"))
        }
    }
}

/// Cuts: 1,000, or as many as `BALAI_CUTS` says.
fn cases() -> u64 {
    std::env::var("BALAI_CUTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000)
}

#[test]
fn a_power_cut_at_any_moment_loses_no_slip_and_sells_no_seat_twice() {
    let story = story(false);
    let total = story.files.events();
    let from = story.told[0].events;
    let mut dice = town::Dice(8);
    for seed in 0..cases() {
        // One in ten while the office was made and filled.
        let events = if seed % 10 == 0 {
            dice.roll(from)
        } else {
            from + dice.roll(total - from + 1)
        };
        if let Err(fault) = story.cut(events, seed) {
            panic!("after {events} of {total} events, seed {seed}: {fault}");
        }
    }
}

#[test]
fn without_the_syncs_slips_are_lost_and_the_cuts_show_it() {
    let story = story(true);
    let (from, total) = (story.told[0].events, story.files.events());
    let mut dice = town::Dice(8);
    let mut lost = 0;
    for seed in 0..30 {
        let events = from + dice.roll(total - from + 1);
        lost += u32::from(story.cut(events, seed).is_err());
    }
    assert!(lost >= 10, "only {lost} of 30 cuts were noticed");
}

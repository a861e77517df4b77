//! The simulator: the program itself, with clock, randomness, files, sticks and machines told by a seed.
//!
//! A seed tells a story of up to 120 events at a centre and one to eight offices ([`story`]). [`world`] lets it happen,
//! [`checks`] looks after each event whether an invariant of the exchange was broken, then everything is healed, and
//! all offices must agree and keep every promise. A story that ends badly is shrunk and printed.
//!
//! `BALAI_SEEDS` says how many seeds are run, `BALAI_SEED` that a single one is. In a release:
//! `BALAI_SEEDS=20000 cargo test --profile sim --test simulator -- --nocapture seeds`.
#![cfg(debug_assertions)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::struct_excessive_bools,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a test fails by panicking"
)]

mod checks;
mod city;
mod dice;
mod mutants;
#[path = "../common/paper.rs"]
mod paper;
mod regressions;
mod story;
mod surveys;
mod world;

use balai::domain::rehearsal::{self, Mutant};
use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};
use story::{Event, Setting, shrink, tell};
use world::{Counts, World};

/// An invariant that was broken, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(pub String);

/// Whether invariants were kept.
pub type Kept<T = ()> = Result<T, Broken>;

/// Says that an invariant was broken.
pub fn broken<T>(what: impl Into<String>) -> Kept<T> {
    Err(Broken(what.into()))
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics of stories are told with the story, not one by one.
fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let told = PANIC.try_with(|panic| *panic.borrow_mut() = info.to_string());
            let ours = std::thread::current().name() == Some("story");
            if told.is_err() || !ours {
                usual(info);
            }
        }));
    });
}

/// Lets a story happen, and says what was broken.
pub fn happen(setting: &Setting, events: &[Event], mutant: Option<Mutant>) -> Kept<Counts> {
    rehearsal::rehearse(None);
    rehearsal::pretend_release(&[]);
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::new(setting);
        rehearsal::rehearse(mutant);
        for (at, event) in events.iter().enumerate() {
            world
                .happen(event)
                .and_then(|()| checks::after_event(&mut world))
                .map_err(|Broken(what)| Broken(format!("{what} (event {at}: {event:?})")))?;
        }
        checks::at_the_end(&mut world)?;
        Ok(world.counts)
    }));
    rehearsal::rehearse(None);
    rehearsal::pretend_release(&[]);
    rehearsal::tell_random(None);
    // I26: nothing panics, whatever happens.
    ended.unwrap_or_else(|_| broken(format!("I26 panic: {}", PANIC.take())))
}

/// The letter and number of the broken invariant: shrinking must not wander to another one.
fn sign(broken: &Broken) -> &str {
    broken.0.split(' ').next().unwrap_or_default()
}

/// Tells a story that ends badly, as short as it can be.
pub fn told(setting: &Setting, events: &[Event], first: &Broken) -> String {
    let same = sign(first).to_owned();
    // What is shrunk for a minute is short enough.
    let until =
        std::time::Instant::now() + std::time::Duration::from_secs(wanted("BALAI_SHRINK").unwrap_or(60));
    let short = shrink(events, |events| {
        std::time::Instant::now() < until
            && happen(setting, events, None).is_err_and(|broken| sign(&broken) == same)
    });
    let last = happen(setting, &short, None).err();
    let lines: Vec<String> = short.iter().map(|event| format!("    {event:?},")).collect();
    format!(
        "seed {}: {}\n{setting:?}\nshrunk to {} events: {}\n{}",
        setting.seed,
        first.0,
        short.len(),
        last.map_or_else(|| "(does not fail any more)".to_owned(), |broken| broken.0),
        lines.join("\n")
    )
}

/// A number that the environment asks for.
pub fn wanted(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs the seeds `from..from + count` on two threads; answers what happened in all, and the stories that ended badly.
fn run(from: u64, count: u64, most: usize) -> (Counts, Vec<String>) {
    quiet();
    let next = AtomicU64::new(from);
    let failed = AtomicUsize::new(0);
    let work = || {
        let (mut counts, mut stories) = (Counts::default(), Vec::new());
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= from + count || failed.load(Ordering::Relaxed) >= most {
                return (counts, stories);
            }
            let (setting, events) = tell(seed);
            let ended = happen(&setting, &events, None);
            if wanted("BALAI_TELL").is_some() {
                println!("seed {seed}: {:?}", ended.as_ref().err());
            }
            match ended {
                Ok(one) => counts.add(&one),
                Err(broken) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    let story = told(&setting, &events, &broken);
                    // At once: a long run is not waited for.
                    println!("{story}");
                    stories.push(story);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        let named = || {
            std::thread::Builder::new()
                .name("story".to_owned())
                .stack_size(16 << 20)
        };
        let threads: Vec<_> = (0..2)
            .map(|_| named().spawn_scoped(scope, work).unwrap())
            .collect();
        let mut all = (Counts::default(), Vec::new());
        for thread in threads {
            let (counts, stories) = thread.join().unwrap();
            all.0.add(&counts);
            all.1.extend(stories);
        }
        all
    })
}

/// Does something on a thread whose panics are told with its story.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let named = std::thread::Builder::new()
            .name("story".to_owned())
            .stack_size(16 << 20);
        let done = named.spawn_scoped(scope, work).unwrap().join();
        done.unwrap_or_else(|why| {
            let said = why.downcast_ref::<String>().map(String::as_str);
            panic!("{}", said.or(why.downcast_ref::<&str>().copied()).unwrap_or("?"))
        })
    })
}

/// Seeds of an ordinary test run: what a debug build on two cores does in about a minute. More are run in a release.
const SEEDS: u64 = 60;

#[test]
fn seeds_end_in_one_state_with_every_promise_kept() {
    let (from, count) = match wanted("BALAI_SEED") {
        Some(seed) => (seed, 1),
        None => (
            wanted("BALAI_FROM").unwrap_or(1),
            wanted("BALAI_SEEDS").unwrap_or(SEEDS),
        ),
    };
    let most = usize::try_from(wanted("BALAI_MOST").unwrap_or(3)).unwrap();
    let began = std::time::Instant::now();
    let (counts, stories) = run(from, count, most);
    println!("{count} seeds in {:.0?}\n{counts}", began.elapsed());
    assert!(stories.is_empty(), "{}", stories.join("\n\n"));
}

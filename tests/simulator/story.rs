//! A story: what happens to some offices, one event after another. Made from a seed, printed when it ends badly, and
//! shrunk by leaving events out.

use crate::{dice::Dice, surveys};

/// How many offices and batches a story has, and what may go wrong in it.
#[derive(Clone, Debug)]
pub struct Setting {
    pub seed: u64,
    /// Offices beside the centre: 1 to 8.
    pub kiosks: usize,
    pub people: usize,
    /// Seats of each batch.
    pub seats: Vec<u32>,
    /// Whether systems name their machines.
    pub machines: bool,
    /// Kinds of operations that an older release does not know.
    pub unknown: Vec<u16>,
    /// The most bytes of one ledger that are kept beside it, where it is less than usual.
    pub beside: Option<u64>,
    pub faults: Faults,
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    pub lost: bool,
    pub doubled: bool,
    pub damaged: bool,
    pub crashes: bool,
    pub restores: bool,
    pub clones: bool,
    pub clocks: bool,
    pub closures: bool,
    pub erasures: bool,
    pub capacity: bool,
    pub older_release: bool,
    pub media: bool,
    pub centre: bool,
    pub surveys: bool,
}

/// One event. Offices are numbered from 0, the centre; who is not there any more does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody registers at an office.
    Register { at: usize, person: usize, batch: usize },
    /// Somebody cancels at an office.
    Cancel { at: usize, person: usize, batch: usize },
    /// An office writes a bundle for another onto a stick.
    Export { from: usize, to: usize },
    /// A bundle that lies somewhere is read where it was addressed to.
    Import { bundle: usize },
    /// A bundle is read again.
    Again { bundle: usize },
    /// A bundle is lost.
    Lose { bundle: usize },
    /// A byte of a bundle changes.
    Flip { bundle: usize, at: u64 },
    /// A bundle loses its end; what is good of it is saved.
    Truncate { bundle: usize, keep: u64 },
    /// An office writes a bundle onto a stick that is pulled after so many calls.
    Pulled { from: usize, to: usize, calls: u64 },
    /// Free seats pass from an office to another.
    Give {
        from: usize,
        to: usize,
        batch: usize,
        count: u32,
    },
    /// The centre asks for seats back.
    Recall { from: usize, batch: usize, keep: u32 },
    /// The centre shares the seats as proposed.
    Share { batch: usize },
    /// The centre wants more or fewer seats.
    Capacity { batch: usize, seats: u32 },
    /// The centre takes seats out by force.
    Burn { batch: usize, seats: u32 },
    /// Power goes during the next work of an office, after so many file calls.
    Crash { at: usize, steps: u64, seed: u64 },
    /// A copy of an office's disk is put aside.
    Image { at: usize },
    /// An office's disk is restored from the copy that was put aside last; its anchor is kept, or lost with the disk.
    Restore { at: usize, anchor: bool },
    /// A second machine goes on with the copy; the first goes on too.
    Clone { at: usize },
    /// A clock jumps by so many hours.
    Clock { at: usize, hours: i64 },
    /// A clock stands.
    Stuck { at: usize },
    /// So many hours pass everywhere.
    Wait { hours: u32 },
    /// The centre closes an office's ledger.
    Close { at: usize },
    /// The centre takes the seats of a closed ledger.
    Take { at: usize, batch: usize },
    /// The centre lets a restored office come back as its next incarnation.
    ComeBack { at: usize },
    /// The centre erases somebody.
    Erase { person: usize },
    /// An office goes on with an older release, or is brought up to date.
    Release { at: usize, old: bool },
    /// The centre's machine is lost, and it is made again from the words on paper.
    CentreLost,
    /// An office is told of the centre that was made again.
    Learn { at: usize },
    /// Somebody who holds a seat is marked at an office.
    Attend { at: usize, person: usize, batch: usize },
    /// Somebody who holds a seat is marked at the last meeting, and answers the survey.
    Answer { at: usize, person: usize, batch: usize },
}

fn setting(seed: u64, dice: &mut Dice) -> Setting {
    let mut may = |percent| dice.chance(percent);
    let faults = Faults {
        lost: may(70),
        doubled: may(70),
        damaged: may(40),
        crashes: may(50),
        restores: may(25),
        clones: may(15),
        clocks: may(35),
        closures: may(20),
        erasures: may(25),
        capacity: may(40),
        older_release: may(20),
        media: may(40),
        centre: Dice::new(seed ^ 0x00ce_27e5).chance(12),
        surveys: Dice::new(seed ^ 0x00a4_53e7).chance(15),
    };
    let kiosks = match dice.roll(10) {
        0..=5 => 1 + dice.roll(3),
        6..=8 => 3 + dice.roll(3),
        _ => 6 + dice.roll(3),
    };
    let batches = 1 + dice.roll(2);
    // Of fewer than five answers nothing is told.
    let more = if faults.surveys { 8 } else { 0 };
    Setting {
        seed,
        kiosks,
        people: 6 + dice.roll(18),
        seats: (0..batches)
            .map(|_| more + 2 + u32::try_from(dice.roll(10)).unwrap())
            .collect(),
        machines: dice.chance(70),
        // Unforced and forced taking out, recalls, takings over, marks of attendance.
        unknown: [22, 23, 24, 50, 51]
            .into_iter()
            .filter(|_| dice.chance(50))
            .collect(),
        beside: Dice::new(seed ^ 0x00be_51de).chance(15).then_some(1500),
        faults,
    }
}

/// The story of a seed.
pub fn tell(seed: u64) -> (Setting, Vec<Event>) {
    let mut dice = Dice::new(seed);
    let setting = setting(seed, &mut dice);
    let length = 30 + dice.roll(90);
    let mut events = (0..length).map(|_| event(&setting, &mut dice)).collect();
    if setting.faults.restores {
        branch(&setting, &mut Dice::new(seed ^ 0xb4a2), &mut events);
    }
    if setting.faults.centre {
        lose_centre(&setting, &mut Dice::new(seed ^ 0x1057), &mut events);
    }
    if setting.faults.surveys {
        surveys::tell(&setting, &mut Dice::new(seed ^ 0x54e7), &mut events);
    }
    (setting, events)
}

/// Where a disk is put back of which nothing outside tells, what was written before and what is written after it reach
/// the centre one after the other: two branches of one ledger, as long as each other or not.
fn branch(setting: &Setting, dice: &mut Dice, events: &mut Vec<Event>) {
    let mut at = 0;
    while at < events.len() {
        if let Event::Restore {
            at: office,
            anchor: false,
        } = events[at]
            && dice.chance(50)
        {
            let wish = |dice: &mut Dice| Event::Register {
                at: office,
                person: dice.roll(setting.people),
                batch: dice.roll(setting.seats.len()),
            };
            let carried = [Event::Export { from: office, to: 0 }, Event::Import { bundle: 0 }];
            let mut after = vec![wish(dice), Event::Export { from: office, to: 0 }];
            after.push(wish(dice));
            after.extend(carried.clone());
            let rest = events.split_off(at + 1);
            events.extend(after.into_iter().chain(rest));
            let before = [Event::Image { at: office }, wish(dice)]
                .into_iter()
                .chain(carried);
            events.splice(at..at, before);
            at += 9;
        }
        at += 1;
    }
}

/// The centre is lost once, and most offices hear of the new one before the end.
fn lose_centre(setting: &Setting, dice: &mut Dice, events: &mut Vec<Event>) {
    let at = dice.roll(events.len());
    events.insert(at, Event::CentreLost);
    for office in 1..=setting.kiosks {
        if dice.chance(70) {
            let later = at + 1 + dice.roll(events.len() - at);
            events.insert(later, Event::Learn { at: office });
        }
    }
}

fn event(setting: &Setting, dice: &mut Dice) -> Event {
    let offices = setting.kiosks + 1;
    let at = dice.roll(offices);
    let kiosk = 1 + dice.roll(setting.kiosks);
    let person = dice.roll(setting.people);
    let batch = dice.roll(setting.seats.len());
    // Of bundles that lie about, the newest are read most.
    let bundle = if dice.chance(60) {
        dice.roll(4)
    } else {
        dice.roll(40)
    };
    let faults = setting.faults;
    // Half of the bundles go between an office and the centre.
    let (from, to) = match dice.roll(6) {
        0 | 1 => (kiosk, 0),
        2 | 3 => (0, kiosk),
        _ => (at, dice.roll(offices)),
    };
    loop {
        return match dice.roll(100) {
            0..=29 => Event::Register { at, person, batch },
            30..=36 => Event::Cancel { at, person, batch },
            37..=53 => Event::Export { from, to },
            54..=70 => Event::Import { bundle },
            71 => Event::Share { batch },
            72 | 73 => Event::Give {
                from: at,
                to,
                batch,
                count: 1 + u32::try_from(dice.roll(3)).unwrap(),
            },
            74 => Event::Recall {
                from: kiosk,
                batch,
                keep: u32::try_from(dice.roll(2)).unwrap(),
            },
            75 | 76 if faults.doubled => Event::Again { bundle },
            77 | 78 if faults.lost => Event::Lose { bundle },
            79 if faults.damaged => Event::Flip {
                bundle,
                at: dice.next(),
            },
            80 if faults.damaged => Event::Truncate {
                bundle,
                keep: dice.next(),
            },
            81 if faults.media => Event::Pulled {
                from,
                to,
                calls: u64::try_from(dice.roll(40)).unwrap(),
            },
            82 | 83 if faults.crashes => Event::Crash {
                at,
                steps: u64::try_from(dice.roll(30)).unwrap(),
                seed: dice.next(),
            },
            84 if faults.restores || faults.clones => Event::Image { at: kiosk },
            85 if faults.restores => Event::Restore {
                at: kiosk,
                anchor: dice.chance(70),
            },
            86 if faults.clones && dice.chance(50) => Event::Clone { at: kiosk },
            87 | 88 if faults.clocks => Event::Clock {
                at,
                hours: *dice.pick(&[-490_000, -24, -1, 1, 30, 24 * 400, 640_000]),
            },
            89 if faults.clocks => Event::Stuck { at },
            90 if faults.closures && dice.chance(30) => Event::Close { at: kiosk },
            91 if faults.closures => Event::Take { at: kiosk, batch },
            92 if faults.restores || faults.clones => Event::ComeBack { at: kiosk },
            93 if faults.erasures => Event::Erase { person },
            94 if faults.capacity => Event::Capacity {
                batch,
                seats: 1 + u32::try_from(dice.roll(12)).unwrap(),
            },
            95 if faults.capacity => Event::Burn {
                batch,
                seats: 1 + u32::try_from(dice.roll(2)).unwrap(),
            },
            96 if faults.older_release => Event::Release {
                at: kiosk,
                old: dice.chance(60),
            },
            97 => Event::Attend { at, person, batch },
            98 | 99 => Event::Wait {
                hours: 1 + u32::try_from(dice.roll(72)).unwrap(),
            },
            _ => continue,
        };
    }
}

/// The shortest story that still ends badly, by leaving out ever smaller runs of events (delta debugging).
pub fn shrink(events: &[Event], mut fails: impl FnMut(&[Event]) -> bool) -> Vec<Event> {
    let mut left = events.to_vec();
    let mut run = left.len() / 2;
    while run > 0 {
        let mut from = 0;
        while from < left.len() {
            let mut tried = left.clone();
            tried.drain(from..(from + run).min(left.len()));
            if fails(&tried) {
                left = tried;
            } else {
                from += run;
            }
        }
        run /= 2;
    }
    left
}

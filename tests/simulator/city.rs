//! A golden city: a centre and twenty offices, weekly bundles for up to a year, half of them lost, doubled or late.

use crate::{
    Kept, checks,
    dice::Dice,
    story::{Event, Faults, Setting},
    wanted,
    world::{Parcel, World},
};

const OFFICES: usize = 20;
const BATCHES: usize = 26;
const SEATS: u32 = 30;
const PEOPLE: usize = 400;

/// A week: people come to every office, then bundles go both ways, each with its luck. What is late comes a week, a
/// month or half a year later.
fn week(world: &mut World, week: usize, dice: &mut Dice, late: &mut Vec<(usize, Parcel)>) -> Kept {
    for at in 0..=OFFICES {
        for _ in 0..2 {
            let person = dice.roll(PEOPLE);
            // Registration opens from the first batch on: people ask for one of the four that come next.
            let batch = (week / 2 + dice.roll(4)).min(BATCHES - 1);
            world.happen(&Event::Register { at, person, batch })?;
            checks::after_event(world)?;
            if dice.chance(15) {
                world.happen(&Event::Cancel { at, person, batch })?;
                checks::after_event(world)?;
            }
        }
    }
    let ways = (1..=OFFICES).flat_map(|at| [(at, 0), (0, at)]);
    for (from, to) in ways {
        world.happen(&Event::Export { from, to })?;
        let Some(parcel) = world.parcels.pop() else {
            continue;
        };
        match dice.roll(6) {
            0 => world.counts.lost += 1,
            1 => late.push((week + [1, 4, 26][dice.roll(3)], parcel)),
            2 => {
                world.read(&parcel, false)?;
                world.read(&parcel, false)?;
            }
            _ => world.read(&parcel, false)?,
        }
        checks::after_event(world)?;
    }
    let (now, later): (Vec<_>, Vec<_>) = std::mem::take(late).into_iter().partition(|(at, _)| *at <= week);
    *late = later;
    for (_, parcel) in now.into_iter().rev() {
        world.read(&parcel, false)?;
        checks::after_event(world)?;
    }
    world.happen(&Event::Wait { hours: 7 * 24 })
}

#[test]
fn a_city_of_twenty_offices_agrees() {
    let setting = Setting {
        seed: 20,
        kiosks: OFFICES,
        people: PEOPLE,
        seats: vec![SEATS; BATCHES],
        machines: true,
        unknown: Vec::new(),
        beside: None,
        faults: Faults::default(),
    };
    let began = std::time::Instant::now();
    let weeks = usize::try_from(wanted("BALAI_WEEKS").unwrap_or(WEEKS)).unwrap();
    let mut world = World::new(&setting);
    let mut dice = Dice::new(setting.seed);
    let mut late = Vec::new();
    for at in 0..weeks {
        week(&mut world, at, &mut dice, &mut late).unwrap();
    }
    checks::at_the_end(&mut world).unwrap();
    println!(
        "{weeks} weeks of {OFFICES} offices in {:.0?}\n{}",
        began.elapsed(),
        world.counts
    );
}

/// Weeks of an ordinary test run; a year is `BALAI_WEEKS=52` in the profile `sim`.
const WEEKS: u64 = 1;

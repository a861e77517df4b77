//! Answers to a survey: handed in at offices whose power goes and whose disks are copied, closed long after the batch,
//! carried to the centre encrypted to a custodian, and counted there.

use crate::{
    Kept, broken, checks,
    dice::Dice,
    paper,
    story::{Event, Setting},
    world::{DATA, Node, World},
};
use balai::{
    domain::{
        batch::MeetingNo,
        id::{BatchId, PersonId},
        questionnaire::{Answer, AnswerSheet, Ask, Draft, Form, MIN_RESPONDENTS},
        refusal::Refusal,
        text::Text,
    },
    exchange::trust::custodian,
    ledger::id::LogId,
    service::{Denied, Office, custodian::Gathered, hub::Distrust},
    state::sync::MatterKind,
    store::files::Files,
};
use std::{collections::BTreeSet, path::Path};

/// The last of the meetings of a batch: from then on its survey is open.
const LAST_MEETING: MeetingNo = MeetingNo(3);

/// Long after every batch, and after the time to answer.
const LONG_AFTER: i64 = 600 * 24;

/// What an office said to somebody who handed in their answers.
#[derive(Clone, Copy, Debug)]
pub struct HandedIn {
    /// The office's ledger at that time.
    log: LogId,
    /// Whether the office thanked for it; else the power went meanwhile.
    thanked: bool,
}

/// Many come to the first batch, most of them at one office, and answer there; some try again, there or elsewhere.
pub fn tell(setting: &Setting, dice: &mut Dice, events: &mut Vec<Event>) {
    let home = dice.roll(setting.kiosks + 1);
    if home > 0 {
        let seats = Event::Give {
            from: 0,
            to: home,
            batch: 0,
            count: 6,
        };
        events.splice(
            0..0,
            [
                seats,
                Event::Export { from: 0, to: home },
                Event::Import { bundle: 0 },
            ],
        );
    }
    for person in 0..setting.people {
        if dice.chance(20) {
            continue;
        }
        let mut place = 3.min(events.len());
        place += dice.roll(events.len() - place + 1);
        events.insert(
            place,
            Event::Register {
                at: home,
                person,
                batch: 0,
            },
        );
        for _ in 0..=dice.roll(2) {
            place += 1 + dice.roll(events.len() - place);
            let at = if dice.chance(85) {
                home
            } else {
                dice.roll(setting.kiosks + 1)
            };
            events.insert(place, Event::Answer { at, person, batch: 0 });
        }
    }
}

/// Names a custodian at a centre and proves the sheet; answers its words.
pub fn name_custodian(office: &mut Office, node: &Node) -> String {
    office.make_custodian(false).unwrap();
    let path = Path::new(DATA).join("cetak").join(custodian::FILE);
    let sheet = String::from_utf8(node.files.read(&path).unwrap()).unwrap();
    let words = paper::words(&sheet);
    office.confirm_custodian(&words).unwrap();
    words
}

/// An answer to every question.
fn sheet(form: Form, value: usize) -> AnswerSheet {
    let mut draft = Draft::new(form);
    for place in 0..draft.form().len() {
        let answer = match &draft.form().question(place).unwrap().ask {
            Ask::Scale { scale, .. } => Answer::Scale(scale.points[value % scale.points.len()].value),
            Ask::Text { .. } => Answer::Text(Text::read("Sudah baik.", 500).unwrap()),
            Ask::Choice { .. } => Answer::Choice(0),
            Ask::Multi { .. } => Answer::Multi([0].into()),
            Ask::Number { min, .. } => Answer::Number(*min),
        };
        draft.set(place, answer).unwrap();
    }
    draft.finish().unwrap()
}

/// Whether a disk of this ledger's office was copied or restored: what was answered there may be lost, or be there twice.
fn copied(world: &World, log: LogId) -> bool {
    world.broken.keys().any(|broken| broken.node == log.node)
}

/// Somebody is marked at the last meeting and hands in their answers. I21: an office thanks nobody twice.
pub fn answer(world: &mut World, at: usize, person: PersonId, batch: BatchId) -> Kept {
    if world.nodes[at].unknown.contains(&50) {
        return Ok(());
    }
    let state = world.nodes[at].office().book_mut().batch(batch);
    let id = state
        .ok()
        .flatten()
        .and_then(|state| Some(state.reg_of(person)?.id(batch)));
    let Some(id) = id else { return Ok(()) };
    let staff = world.people[world.people.len() - 1];
    world.at(at, |office| office.mark_present(staff, batch, LAST_MEETING, id))?;
    let log = world.nodes[at].log();
    let before = world.answers.get(&(at, batch, person)).copied();
    let value = world.answers.len();
    let said = world.at(at, |office| {
        let (_, form) = office.survey(person, batch)?;
        office.submit_survey(person, batch, &sheet(form, value))
    })?;
    let thanked_before = before.is_some_and(|before| before.thanked && before.log == log);
    match said {
        Some(Ok(())) if thanked_before && !copied(world, log) => {
            return broken(format!("I21 office {at} takes the answers of {person} twice"));
        }
        Some(Err(Denied::Refused(Refusal::AlreadyAnswered))) if before.is_none() && !copied(world, log) => {
            return broken(format!(
                "I21 office {at} says that {person} has answered, who has not"
            ));
        }
        Some(Err(_)) => return Ok(()),
        Some(Ok(())) => world.counts.answers += 1,
        None => {}
    }
    let thanked = said.is_some() || thanked_before;
    world
        .answers
        .insert((at, batch, person), HandedIn { log, thanked });
    Ok(())
}

/// Long after: every office forgets who answered and sends what they answered, and the centre counts it.
pub fn at_the_end(world: &mut World) -> Kept {
    if !world.setting.faults.surveys {
        return Ok(());
    }
    world.wait(LONG_AFTER);
    for at in 0..world.nodes.len() {
        if world.nodes[at].retired {
            continue;
        }
        // After so long an officer looks at the clock.
        let made = world.at(at, |office| {
            office.confirm_clock_here()?;
            office.close_surveys()
        })?;
        if let Some(Ok(made)) = made {
            world.counts.boxes += u64::from(made);
        }
    }
    checks::settle(world)?;
    for batch in world.batches.clone() {
        counted(world, batch)?;
    }
    Ok(())
}

/// What the centre counts of a batch, and how many boxes of it came.
fn gathered(world: &mut World, batch: BatchId) -> Kept<(Option<Gathered>, u32)> {
    let (mut found, mut came, mut other) = (None, 0, None);
    let words = world.custodian.clone();
    world.at(0, |hub| match hub.survey_results(batch, &words) {
        Ok(gathered) => {
            came = gathered.offices + gathered.left_out;
            found = Some(gathered);
            Ok(())
        }
        Err(Distrust::NothingCounts { boxes }) => {
            came = boxes;
            Ok(())
        }
        Err(Distrust::Denied(denied)) => Err(denied),
        Err(Distrust::NothingCame) => Ok(()),
        // A box of fewer is never made: what is counted of one is enough.
        Err(fault) => {
            other = Some(fault.to_string());
            Ok(())
        }
    })?;
    match other {
        None => Ok((found, came)),
        Some(fault) => broken(format!("I26 the centre cannot open surveys: {fault}")),
    }
}

fn counted(world: &mut World, batch: BatchId) -> Kept {
    let (found, came) = gathered(world, batch)?;
    let book = world.nodes[0].office().book_mut();
    let attended = match book.batch(batch) {
        Ok(Some(state)) => state
            .regs()
            .iter()
            .filter(|reg| reg.first_mark().is_some())
            .count(),
        _ => 0,
    };
    let handed_in = || world.answers.iter().filter(|((_, of, _), _)| *of == batch);
    let people: BTreeSet<PersonId> = handed_in().map(|((_, _, person), _)| *person).collect();
    // Offices that never lost a disk and thanked enough people.
    let mut full = 0;
    for at in 0..world.nodes.len() {
        let log = {
            let office = world.nodes[at].office.as_ref().unwrap();
            office.book().log_id()
        };
        let thanked = handed_in()
            .filter(|((there, ..), one)| *there == at && one.thanked && one.log == log)
            .count();
        if thanked >= usize::try_from(MIN_RESPONDENTS).unwrap()
            && !world.nodes[at].retired
            && !copied(world, log)
        {
            full += 1;
        }
    }
    if let Some(found) = &found {
        let n = usize::try_from(found.tally.respondents).unwrap();
        if found.tally.respondents < MIN_RESPONDENTS {
            return broken(format!("I22 the centre tells of {n} answers"));
        }
        if n > attended {
            return broken(format!("I21 {n} answers of {attended} who came are counted"));
        }
        if n > people.len() && world.broken.is_empty() {
            return broken(format!("I21 {n} answers of {} people are counted", people.len()));
        }
    }
    if came < full {
        return broken(format!(
            "I13 of the answers of {full} offices those of {came} came to the centre"
        ));
    }
    // Where two offices marked the same person before they heard of each other, the later one's box does not count, and
    // an officer is told.
    let left_out = came - found.as_ref().map_or(0, |found| found.offices);
    let matters = world.nodes[0].office().matters().unwrap_or_default();
    let told = matters
        .iter()
        .any(|matter| matter.kind == MatterKind::SurveyCounts && matter.batch == Some(batch));
    if left_out > 0 && !told {
        return broken(format!(
            "I21 {left_out} boxes of {batch} are left out, and nobody is told"
        ));
    }
    Ok(())
}

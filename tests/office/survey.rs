//! The answer that was traced to somebody.

use crate::town::{self, FACILITATOR, OFFICER, Town, copy, files, name, number, refusal};
use balai::domain::batch::{MeetingNo, Stage};
use balai::domain::id::BatchId;
use balai::domain::questionnaire::{Answer, AnswerSheet, Ask, Draft, Form};
use balai::domain::refusal::Refusal;
use balai::domain::text::Text;
use balai::service::Office;
use balai::service::pin::Cost;
use balai::store::ballot::{Ballot, BallotKey, Chest};
use balai::store::files::RealFiles;
use balai::store::vault::Vault;
use balai::survey::tally::Results;
use std::path::Path;
use std::sync::Arc;

const CODE: &str = "V";

pub fn batch() -> BatchId {
    BatchId::of_code(CODE)
}

/// What only one person wrote.
fn text(at: usize) -> String {
    format!(
        "Kalimat rahasia bernomor {} dari seseorang.",
        ["nol", "satu", "dua", "tiga", "empat", "lima"][at % 6]
    )
}

pub fn sheet(form: Form, at: usize) -> AnswerSheet {
    let mut draft = Draft::new(form);
    for place in 0..draft.form().len() {
        let answer = match &draft.form().question(place).unwrap().ask {
            Ask::Scale { scale, .. } => Answer::Scale(scale.points[at % scale.points.len()].value),
            Ask::Text { .. } => Answer::Text(Text::read(&text(at), 500).unwrap()),
            Ask::Choice { .. } => Answer::Choice(0),
            Ask::Multi { .. } => Answer::Multi([0].into()),
            Ask::Number { min, .. } => Answer::Number(*min),
        };
        draft.set(place, answer).unwrap();
    }
    draft.finish().unwrap()
}

/// Twelve people who came, one who did not, and one who waits.
fn held() -> Town {
    let teacher = number(FACILITATOR);
    let mut town = Town::with(&[]);
    town.later(-7 * town::DAY);
    // A clock that went back a week is believed only once an officer says so.
    town.office.confirm_clock_here().unwrap();
    town.batches(&[&format!(
        "{CODE};BESAR;Selaras;R1;2026-11-21;2026-11-23;13;langsung;;;{teacher}"
    )]);
    town.later(5 * town::DAY);
    let staff = town.person(FACILITATOR);
    for at in 0..14 {
        town.register(at, CODE).unwrap();
    }
    for at in 0..12 {
        town.office
            .mark_scan(staff, batch(), MeetingNo(1), &number(at))
            .unwrap();
    }
    // Over since yesterday.
    town.later(3 * town::DAY);
    town
}

fn answer(office: &mut Office, at: usize) {
    let person = town::person(office, &number(at));
    let form = office.survey(person, batch()).unwrap().1;
    office.submit_survey(person, batch(), &sheet(form, at)).unwrap();
}

#[test]
fn who_did_not_come_does_not_answer_and_nobody_answers_twice() {
    let mut town = held();
    let form = {
        let person = town.person(0);
        town.office.survey(person, batch()).unwrap().1
    };
    for at in [12, 13, 14] {
        let person = town.person(at);
        assert_eq!(
            refusal(town.office.survey(person, batch())),
            Refusal::SurveyClosed,
            "{at}"
        );
        let given = sheet(form.clone(), at);
        assert_eq!(
            refusal(town.office.submit_survey(person, batch(), &given)),
            Refusal::SurveyClosed
        );
    }
    let person = town.person(0);
    assert_eq!(town.office.session(person).unwrap().surveys_waiting, 1);
    let empty = AnswerSheet::restore(std::collections::BTreeMap::default());
    assert_eq!(
        refusal(town.office.submit_survey(person, batch(), &empty)),
        Refusal::SurveyIncomplete
    );
    answer(&mut town.office, 0);
    let given = sheet(form.clone(), 1);
    assert_eq!(
        refusal(town.office.submit_survey(person, batch(), &given)),
        Refusal::AlreadyAnswered
    );
    assert_eq!(town.office.session(person).unwrap().surveys_waiting, 0);
    let mut town = town.reopen(false);
    let given = sheet(form, 1);
    assert_eq!(
        refusal(town.office.submit_survey(person, batch(), &given)),
        Refusal::AlreadyAnswered
    );
}

#[test]
fn who_came_and_did_not_pass_is_asked_too() {
    let mut town = held();
    for stage in [Stage::Ready, Stage::Running, Stage::Finished, Stage::Closed] {
        town.stage(CODE, stage).unwrap();
    }
    let person = town.person(0);
    // One meeting of three is not enough.
    assert_eq!(town.office.session(person).unwrap().surveys_waiting, 1);
    answer(&mut town.office, 0);
}

#[test]
fn nobody_is_asked_before_the_last_meeting() {
    let mut town = held();
    let person = town.person(0);
    town.later(-2 * town::DAY);
    // A clock that went back two days is believed only once an officer says so.
    town.office.confirm_clock_here().unwrap();
    assert_eq!(
        refusal(town.office.survey(person, batch())),
        Refusal::SurveyClosed
    );
    assert_eq!(town.office.session(person).unwrap().surveys_waiting, 0);
}

#[test]
fn results_are_hidden_under_five_and_stand_still_until_five_more() {
    let mut town = held();
    let staff = town.person(FACILITATOR);
    let shown = |town: &mut Town| match town.office.results(staff, batch()).unwrap().2 {
        Results::TooFew { .. } => None,
        Results::Shown(tally) => Some(tally),
    };
    for at in 0..4 {
        assert_eq!(shown(&mut town), None);
        answer(&mut town.office, at);
    }
    assert_eq!(shown(&mut town), None);
    answer(&mut town.office, 4);
    let five = shown(&mut town).unwrap();
    assert_eq!(five.respondents, 5);
    for at in 5..9 {
        answer(&mut town.office, at);
        assert_eq!(
            shown(&mut town).unwrap(),
            five,
            "the sixth answer could be read off"
        );
    }
    // A restart forgets the picture, and shows none rather than another.
    let mut town = town.reopen(false);
    assert_eq!(shown(&mut town), None);
    answer(&mut town.office, 9);
    assert_eq!(shown(&mut town).unwrap().respondents, 10);
    // Nobody else sees them: not who took part, not a stranger.
    for at in [0, 15] {
        let person = town.person(at);
        assert_eq!(refusal(town.office.results(person, batch())), Refusal::NotAllowed);
    }
}

fn open(dir: &Path) -> Office {
    let (clock, now) = town::clock();
    now.fetch_add(town::DAY, std::sync::atomic::Ordering::Relaxed);
    let mut office = Office::open(dir, clock).unwrap();
    office.set_cost(Cost::LIGHT);
    office
}

#[test]
fn the_ballot_does_not_know_in_which_order_people_answered() {
    let (dir, _) = held().close();
    let orders: [[usize; 5]; 3] = [[0, 1, 2, 3, 4], [4, 2, 0, 1, 3], [3, 4, 1, 0, 2]];
    let mut sealed = Vec::new();
    for order in orders {
        let copied = town::scratch();
        copy(dir.path(), copied.path());
        let mut office = open(copied.path());
        for at in order {
            answer(&mut office, at);
        }
        office.close().unwrap();
        let vault = Vault::open(Arc::new(RealFiles), copied.path()).unwrap();
        let key = || BallotKey::new(vault.get(b"ballot/key").unwrap().try_into().unwrap());
        let chest = Chest::open(Arc::new(RealFiles), copied.path().join("ballot"), key()).unwrap();
        let ballot: Ballot = chest.read(batch()).unwrap().unwrap();
        let file = copied.path().join("ballot").join(batch().to_string());
        let meta = std::fs::metadata(&file).unwrap();
        sealed.push((
            ballot.seal(batch(), &key(), [7; 24]).unwrap(),
            meta.len(),
            meta.modified().unwrap(),
        ));
    }
    assert!(sealed.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn no_file_but_the_blobs_and_the_view_names_anybody_or_holds_an_answer() {
    let mut town = held();
    let officer = town.person(OFFICER);
    for at in 0..10 {
        answer(&mut town.office, at);
    }
    for at in 0..12 {
        let person = town.person(at);
        town.office.new_activation(officer, person).unwrap();
        let _ = town.office.sign_in(&number(at), "493058");
    }
    // Enough for several segments, and for what waits in the open file.
    town.import(
        balai::intake::Kind::People,
        &town::people_csv().replace("Wyvern", "Wyvernson"),
    );
    town.later(-town::DAY);
    town.register(14, CODE).unwrap();
    let people: Vec<_> = (0..town::PEOPLE).map(|at| town.person(at)).collect();
    let (dir, _) = town.close();
    let mut looked = 0;
    for path in files(dir.path()) {
        let inside = path.strip_prefix(dir.path()).unwrap().to_owned();
        if inside.starts_with("blob") || inside.starts_with("index") {
            continue;
        }
        looked += 1;
        let bytes = std::fs::read(&path).unwrap();
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        for at in 0..town::PEOPLE {
            let digits: u64 = number(at).parse().unwrap();
            assert!(!has(number(at).as_bytes()), "{} has a number", inside.display());
            assert!(
                !has(&digits.to_be_bytes()) && !has(&digits.to_le_bytes()),
                "{}",
                inside.display()
            );
            let first = name(at).split(' ').next().unwrap().to_owned();
            assert!(!has(first.as_bytes()), "{} has a name", inside.display());
        }
        assert!(
            !has(b"Kalimat rahasia") && !has(b"Wyvern"),
            "{}",
            inside.display()
        );
        if inside.starts_with("ballot") {
            for person in &people {
                assert!(
                    !has(&person.0) && !has(person.to_string().as_bytes()),
                    "{}",
                    inside.display()
                );
            }
        }
    }
    assert!(looked >= 6, "{looked} files");
    // An answer is in no file at all, not even where names are.
    for path in files(dir.path()) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !bytes.windows(15).any(|window| window == b"Kalimat rahasia"),
            "{}",
            path.display()
        );
    }
}

use super::*;
use crate::domain::questionnaire::{Answer, Facet, QuestionKey};
use crate::store::files::RealFiles;
use crate::store::files::recorder::Recorder;

const BATCH: BatchId = BatchId([0xab; 16]);

fn key() -> BallotKey {
    BallotKey::new([3; 32])
}

fn reference() -> QuestionnaireRef {
    QuestionnaireRef {
        id: "L1-REAKSI".into(),
        version: 1,
    }
}

fn person(number: u8) -> PersonId {
    PersonId([number; 16])
}

fn sheet(value: u8) -> AnswerSheet {
    let key = QuestionKey {
        item: "F1".into(),
        pair: 1,
        facet: Facet::Whole,
    };
    AnswerSheet::restore([(key, Answer::Scale(value))].into())
}

fn chest(dir: &Path) -> Chest {
    Chest::open(Arc::new(RealFiles), dir.join("ballot"), key()).unwrap()
}

#[test]
fn what_was_added_is_there_after_a_restart_and_a_second_time_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert!(chest(dir.path()).read(BATCH).unwrap().is_none());
    for number in 0..7 {
        chest(dir.path())
            .add(BATCH, &reference(), person(number), sheet(number % 4))
            .unwrap();
    }
    let mut chest = chest(dir.path());
    assert!(chest.answered(BATCH, person(6)).unwrap());
    assert!(!chest.answered(BATCH, person(7)).unwrap());
    assert!(!chest.answered(BatchId([0; 16]), person(6)).unwrap());
    let again = chest.add(BATCH, &reference(), person(6), sheet(3));
    assert!(matches!(again, Err(AddFault::Already(_))));
    let ballot = chest.read(BATCH).unwrap().unwrap();
    assert_eq!((ballot.count(), ballot.sheets().len()), (7, 7));
    assert_eq!(chest.batches().unwrap(), [BATCH]);
}

#[test]
fn answers_to_two_versions_are_never_mixed() {
    let dir = tempfile::tempdir().unwrap();
    let mut chest = chest(dir.path());
    chest.add(BATCH, &reference(), person(1), sheet(1)).unwrap();
    let later = QuestionnaireRef {
        version: 2,
        ..reference()
    };
    let mixed = chest.add(BATCH, &later, person(2), sheet(1));
    assert!(matches!(mixed, Err(AddFault::OtherQuestionnaire(held)) if held == reference()));
}

#[test]
fn the_file_says_no_time_and_leaves_no_older_one_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut chest = chest(dir.path());
    let path = dir.path().join("ballot").join("ab".repeat(16));
    let mut seen = Vec::new();
    for number in 0..3 {
        chest.add(BATCH, &reference(), person(number), sheet(1)).unwrap();
        let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(
            modified.duration_since(SystemTime::UNIX_EPOCH).unwrap(),
            Duration::from_secs(NO_TIME)
        );
        seen.push(std::fs::read(&path).unwrap());
    }
    assert_eq!(chest.files.list(&chest.dir).unwrap(), ["ab".repeat(16)]);
    let nonces: std::collections::BTreeSet<&[u8]> = seen.iter().map(|file| &file[8..32]).collect();
    assert_eq!(nonces.len(), 3, "a nonce was used twice");
}

#[test]
fn a_damaged_ballot_is_refused_and_not_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let mut chest = chest(dir.path());
    chest.add(BATCH, &reference(), person(1), sheet(1)).unwrap();
    let path = dir.path().join("ballot").join("ab".repeat(16));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let added = chest.add(BATCH, &reference(), person(2), sheet(1));
    assert!(
        matches!(
            added,
            Err(AddFault::Read(ReadFault::Open(OpenFault::NotAuthentic)))
        ),
        "{added:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

/// What is in the chest after a cut: how many answered, or a panic where the two facts do not agree.
fn after_cut(recorder: &Recorder, events: usize, seed: u64) -> usize {
    let into = tempfile::tempdir().unwrap();
    recorder.cut(events, seed, into.path()).unwrap();
    let mut chest = chest(into.path());
    let ballot = chest.read(BATCH).unwrap();
    let count = ballot.as_ref().map_or(0, Ballot::count);
    for number in 0..count {
        assert!(
            ballot
                .as_ref()
                .unwrap()
                .answered(person(u8::try_from(number).unwrap()))
        );
    }
    assert_eq!(ballot.map_or(0, |ballot| ballot.sheets().len()), count);
    // And the next person can answer.
    chest.add(BATCH, &reference(), person(200), sheet(2)).unwrap();
    count
}

#[test]
fn a_cut_at_any_moment_leaves_a_whole_ballot_with_every_answer_that_was_acknowledged() {
    let root = tempfile::tempdir().unwrap();
    let recorder = Recorder::new(root.path());
    let mut chest = Chest::open(Arc::new(recorder.clone()), root.path().join("ballot"), key()).unwrap();
    let mut acknowledged = Vec::new();
    for number in 0..4 {
        chest
            .add(BATCH, &reference(), person(number), sheet(number))
            .unwrap();
        acknowledged.push(recorder.events());
    }
    for events in 0..=recorder.events() {
        let promised = acknowledged.iter().filter(|at| **at <= events).count();
        for seed in 0..6 {
            let count = after_cut(&recorder, events, seed);
            assert!(
                count == promised || count == promised + 1,
                "cut after {events} calls, seed {seed}: {promised} acknowledged, {count} there"
            );
        }
    }
}

#[test]
fn a_disk_that_fails_leaves_the_answers_from_before() {
    let root = tempfile::tempdir().unwrap();
    let recorder = Recorder::new(root.path());
    let mut chest = Chest::open(Arc::new(recorder.clone()), root.path().join("ballot"), key()).unwrap();
    chest.add(BATCH, &reference(), person(0), sheet(1)).unwrap();
    let start = recorder.events();
    for step in 0..3 {
        // Not the last step: there the answer is in place, only not yet durable.
        recorder.fail_from(recorder.events() + step, io::ErrorKind::StorageFull);
        let added = chest.add(BATCH, &reference(), person(1), sheet(1));
        assert!(matches!(added, Err(AddFault::Write(_))), "step {step}: {added:?}");
        recorder.heal();
        assert_eq!(chest.read(BATCH).unwrap().unwrap().count(), 1, "step {step}");
    }
    assert!(recorder.events() > start);
    chest.add(BATCH, &reference(), person(1), sheet(1)).unwrap();
    assert_eq!(chest.read(BATCH).unwrap().unwrap().count(), 2);
}

#[test]
fn a_name_that_is_no_batch_is_not_taken_for_one() {
    assert_eq!(batch_of(&"ab".repeat(16)), Some(BATCH));
    for name in [
        "",
        "ab",
        &"zz".repeat(16),
        &"AB".repeat(16),
        &"+b".repeat(16),
        "ballot.tmp",
    ] {
        assert_eq!(batch_of(name), None, "{name}");
    }
}

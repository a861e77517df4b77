//! A survey over several offices: answered once, released for nobody to trace, read on paper's word alone.

use crate::paper;
use crate::survey::{batch, sheet};
use crate::town::{self, FACILITATOR, OFFICER, Town, copy, number, refusal};
use balai::bundle::frame::{FrameType, SurveyClaim};
use balai::bundle::{Recipient, inspect, read::Reader, sealed};
use balai::domain::batch::MeetingNo;
use balai::domain::questionnaire::AnswerSheet;
use balai::domain::refusal::{Halt, Refusal};
use balai::domain::rehearsal;
use balai::domain::text::{Text, limit};
use balai::exchange::media::FaultyStick;
use balai::exchange::plan::To;
use balai::exchange::trust::custodian::{self, Custodian};
use balai::exchange::trust::{admit::Verdict, invite::Proof, letter, org};
use balai::ledger::id::LogId;
use balai::service::custodian::Gathered;
use balai::service::hub::{Distrust, Trusted, Wish};
use balai::service::pin::Cost;
use balai::service::{Clock, Office};
use balai::state::sync::MatterKind;
use balai::store::ballot::Ballot;
use balai::store::files::RealFiles;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

const CODE: &str = "V";

/// A centre and two offices that know the batch and its people; the day is that of the first meeting.
struct Land {
    /// The centre first.
    offices: Vec<Office>,
    dirs: Vec<TempDir>,
    now: Arc<AtomicI64>,
    clock: Clock,
    words: String,
}

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

/// The words of a sheet in the folder of what is printed.
fn words_of(data: &Path) -> String {
    let sheet = std::fs::read_to_string(data.join("cetak").join(custodian::FILE)).unwrap();
    paper::words(&sheet)
}

impl Land {
    fn new() -> Self {
        let mut land = Self::without_custodian();
        let data = land.dirs[0].path().to_owned();
        land.offices[0].make_custodian(false).unwrap();
        land.words = words_of(&data);
        let words = land.words.clone();
        land.offices[0].confirm_custodian(&words).unwrap();
        land.tell();
        land
    }

    fn without_custodian() -> Self {
        let mut town = Town::with(&[]);
        town.office.found(&text("Kota Selaras")).unwrap();
        let root = org::kept_seed(&RealFiles, town.dir.path()).unwrap().unwrap();
        let words: Vec<&str> = root.words().iter().collect();
        let asked = town.office.sheet_asked().unwrap().unwrap();
        let typed = asked.map(|at| words[usize::from(at) - 1].to_owned());
        town.office.confirm_sheet(&typed).unwrap();
        town.later(-7 * town::DAY);
        // A clock that went back a week is believed only once an officer says so.
        town.office.confirm_clock_here().unwrap();
        let teacher = number(FACILITATOR);
        town.batches(&[&format!(
            "{CODE};BESAR;Selaras;R1;2026-11-21;2026-11-23;20;langsung;;;{teacher}"
        )]);
        for at in 0..16 {
            town.register(at, CODE).unwrap();
        }
        town.later(5 * town::DAY);
        let now = Arc::clone(&town.now);
        let (dir, clock) = town.close();
        let mut centre = Office::open(dir.path(), Arc::clone(&clock)).unwrap();
        centre.set_cost(Cost::LIGHT);
        let mut land = Self {
            offices: vec![centre],
            dirs: vec![dir],
            now,
            clock,
            words: String::new(),
        };
        land.join("Dinas Utara");
        land.join("Dinas Selatan");
        land.tell();
        land
    }

    fn join(&mut self, name: &str) {
        let title = text(name);
        let wish = Wish {
            office: &title,
            units: &[],
            duties: 7,
            with_secret: true,
        };
        let invited = self.offices[0].invite(&wish).unwrap();
        let dir = town::scratch();
        let proof = Proof::Secret(invited.secret.as_ref().unwrap());
        let clock = Arc::clone(&self.clock);
        let (mut kiosk, asked) =
            Office::join(Arc::new(RealFiles), dir.path(), &invited.file, proof, clock).unwrap();
        kiosk.set_cost(Cost::LIGHT);
        let request = letter::read(&asked.file).unwrap();
        assert!(matches!(
            self.offices[0].take_request(&request),
            Ok(Verdict::Accepted(_))
        ));
        self.offices.push(kiosk);
        self.dirs.push(dir);
    }

    fn log(&self, at: usize) -> LogId {
        self.offices[at].book().log_id()
    }

    fn bundle(&mut self, from: usize, to: usize) -> Vec<u8> {
        let stick = FaultyStick::new();
        let log = self.log(to);
        let report = self.offices[from]
            .export_bundle(To::Node(log), &stick, &mut |_, _| {})
            .unwrap();
        stick.content(&report.files[0]).unwrap()
    }

    fn read(&mut self, at: usize, bytes: &[u8]) {
        let stick = FaultyStick::new();
        let path = Path::new("BALAI/A.BLI");
        stick.place_file(path, bytes);
        self.offices[at]
            .read_bundle(&stick, path, false, false, &mut |_, _| {})
            .unwrap();
    }

    fn carry(&mut self, from: usize, to: usize) {
        let bytes = self.bundle(from, to);
        self.read(to, &bytes);
    }

    /// The centre tells both offices.
    fn tell(&mut self) {
        self.carry(0, 1);
        self.carry(0, 2);
    }

    fn later(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }

    fn mark(&mut self, office: usize, people: impl IntoIterator<Item = usize>) {
        let office = &mut self.offices[office];
        let staff = town::person(office, &number(FACILITATOR));
        for at in people {
            office
                .mark_scan(staff, batch(), MeetingNo(1), &number(at))
                .unwrap();
        }
    }

    fn answer(&mut self, office: usize, at: usize, as_if: usize) -> balai::service::Answer<()> {
        let office = &mut self.offices[office];
        let person = town::person(office, &number(at));
        let form = office.survey(person, batch())?.1;
        office.submit_survey(person, batch(), &sheet(form, as_if))
    }

    /// Everybody of these marked at an office, and later answering there.
    fn held(&mut self, parts: &[(usize, std::ops::Range<usize>)]) {
        for (office, people) in parts {
            self.mark(*office, people.clone());
        }
        self.later(3 * town::DAY);
        for (office, people) in parts {
            for at in people.clone() {
                self.answer(*office, at, at).unwrap();
            }
        }
    }

    /// Past the time to answer.
    fn over(&self) {
        self.later(15 * town::DAY);
    }

    fn boxes(&self, office: usize) -> Vec<SurveyClaim> {
        let exchange = self.dirs[office].path().join("sync/survey");
        let names = std::fs::read_dir(exchange).into_iter().flatten();
        let files = names.map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        let read = |bytes: Vec<u8>| *balai::bundle::frame::SurveyBox::read(&bytes).unwrap().claim();
        files.map(read).collect()
    }

    fn results(&mut self) -> Trusted<Gathered> {
        let words = self.words.clone();
        self.offices[0].survey_results(batch(), &words)
    }
}

#[test]
fn two_offices_answer_the_centre_counts_them_once_and_paper_alone_opens_them() {
    let mut land = Land::new();
    land.held(&[(1, 0..6), (2, 6..13)]);
    land.over();
    assert!(matches!(land.results(), Err(Distrust::NothingCame)));
    let north = land.bundle(1, 0);
    land.read(0, &north);
    let first = land.results().unwrap();
    assert_eq!(
        (first.tally.respondents, first.offices, first.left_out),
        (6, 1, 0)
    );
    // South's box comes by way of north, which cannot read it; north's comes twice.
    land.carry(2, 1);
    land.carry(1, 0);
    land.read(0, &north);
    let both = land.results().unwrap();
    assert_eq!((both.tally.respondents, both.offices), (13, 2));
    let matters = land.offices[0].matters().unwrap();
    assert!(
        matters
            .iter()
            .all(|matter| matter.kind != MatterKind::SurveyCounts)
    );
    // The words of nobody, and those of somebody else.
    let other: Vec<&str> = land.words.split(' ').rev().collect();
    let other = other.join(" ");
    assert!(land.offices[0].survey_results(batch(), &other).is_err());
    let stranger = Custodian::from_seed(&[4; 32]).unwrap();
    let stranger: Vec<&str> = stranger.words().iter().collect();
    assert!(matches!(
        land.offices[0].survey_results(batch(), &stranger.join(" ")),
        Err(Distrust::OtherCustodian)
    ));
    let words = land.words.clone();
    assert!(matches!(
        land.offices[1].survey_results(batch(), &words),
        Err(Distrust::NotTheCentre)
    ));
    // No word of the sheet, and no answer, lies on any of the three disks.
    for dir in &land.dirs {
        for path in town::files(dir.path()) {
            let bytes = std::fs::read(&path).unwrap();
            let has = |needle: &str| bytes.windows(needle.len()).any(|run| run == needle.as_bytes());
            let pair: Vec<&str> = land.words.split(' ').take(2).collect();
            assert!(
                !has("Kalimat rahasia") && !has(&pair.join(" ")),
                "{}",
                path.display()
            );
        }
    }
}

/// Two offices mark the same person before they hear of each other, and both take their answers: what the later one
/// sends is not counted, and an officer is told so, also where it is the centre's own.
#[test]
fn who_answered_twice_is_not_counted_twice_and_nothing_is_left_out_unsaid() {
    let mut land = Land::new();
    land.mark(1, 0..1);
    land.held(&[(0, 0..5)]);
    land.answer(1, 0, 0).unwrap();
    land.carry(1, 0);
    land.over();
    assert!(matches!(
        land.results(),
        Err(Distrust::NothingCounts { boxes: 1 })
    ));
    let matters = land.offices[0].matters().unwrap();
    let told = matters
        .iter()
        .find(|matter| matter.kind == MatterKind::SurveyCounts);
    let told = told.unwrap();
    assert_eq!((told.log, told.detail.as_str()), (Some(land.log(0)), "5 : 5 : 4"));
    // Asked again, it is the same matter.
    assert!(land.results().is_err());
    assert_eq!(land.offices[0].matters().unwrap().len(), matters.len());
}

/// Made again, a box is another, for its encryption is: it would count as stuffed, and go with every bundle for ever.
#[test]
fn a_box_is_made_once_also_where_what_was_remembered_of_it_is_lost() {
    let mut land = Land::new();
    land.held(&[(1, 0..6)]);
    land.over();
    assert_eq!(land.offices[1].close_surveys().unwrap(), 1);
    let made = land.boxes(1);
    drop(land.offices.remove(1));
    std::fs::remove_file(land.dirs[1].path().join("sync/vault")).unwrap();
    std::fs::write(land.dirs[1].path().join("sync/survey/torn"), b"BALI").unwrap();
    let mut again = Office::open(land.dirs[1].path(), Arc::clone(&land.clock)).unwrap();
    assert_eq!(again.close_surveys().unwrap(), 0);
    land.offices.insert(1, again);
    assert_eq!(land.boxes(1), made);
    land.carry(1, 0);
    assert_eq!(land.results().unwrap().tally.respondents, 6);
}

#[test]
fn everybody_answers_once_and_where_they_were_marked() {
    let mut land = Land::new();
    land.mark(1, 0..6);
    land.mark(2, 6..12);
    land.later(3 * town::DAY);
    for (from, to) in [(1, 0), (2, 0), (0, 1), (0, 2)] {
        land.carry(from, to);
    }
    for (office, elsewhere) in [(0, "Dinas Utara"), (2, "Dinas Utara")] {
        let office_name = elsewhere.to_owned();
        assert_eq!(
            refusal(land.answer(office, 0, 0)),
            Refusal::SurveyElsewhere { office: office_name }
        );
        let person = town::person(&mut land.offices[office], &number(0));
        assert_eq!(land.offices[office].session(person).unwrap().surveys_waiting, 0);
    }
    land.answer(1, 0, 0).unwrap();
    assert_eq!(refusal(land.answer(1, 0, 1)), Refusal::AlreadyAnswered);
    assert_eq!(
        refusal(land.answer(1, 7, 0)),
        Refusal::SurveyElsewhere {
            office: "Dinas Selatan".to_owned()
        }
    );
    // An office that is no more: the centre asks its people.
    let south = land.log(2);
    land.offices[0].close_node(south, 3).unwrap();
    land.answer(0, 7, 0).unwrap();
    land.carry(0, 1);
    assert!(matches!(
        refusal(land.answer(1, 7, 0)),
        Refusal::SurveyElsewhere { office } if office == "Kota Selaras"
    ));
}

#[test]
fn a_batch_of_four_never_leaves() {
    let mut land = Land::new();
    land.held(&[(1, 0..4), (2, 6..11)]);
    land.over();
    for _ in 0..2 {
        land.carry(1, 0);
        land.carry(2, 0);
    }
    assert!(land.boxes(1).is_empty());
    let sizes: Vec<u32> = land.boxes(0).iter().map(|claim| claim.n).collect();
    assert_eq!(sizes, [5]);
    let gathered = land.results().unwrap();
    assert_eq!((gathered.tally.respondents, gathered.offices), (5, 1));
    // The four are destroyed in the end.
    let ballots = |land: &Land| {
        std::fs::read_dir(land.dirs[1].path().join("ballot"))
            .unwrap()
            .count()
    };
    assert_eq!(ballots(&land), 1);
    land.later(400 * town::DAY);
    land.offices[1].confirm_clock_here().unwrap();
    land.offices[1].close_surveys().unwrap();
    assert_eq!(ballots(&land), 0);
}

#[test]
fn before_the_time_to_answer_is_over_nothing_leaves_and_after_it_nobody_is_known_to_have_answered() {
    let mut land = Land::new();
    land.held(&[(1, 0..6)]);
    assert_eq!(land.offices[1].close_surveys().unwrap(), 0);
    assert!(land.boxes(1).is_empty());
    let answered = |land: &mut Land| {
        let person = town::person(&mut land.offices[1], &number(0));
        let told = land.offices[1].about(person).unwrap();
        told.registrations[0].answered
    };
    assert!(answered(&mut land));
    land.over();
    assert_eq!(land.offices[1].close_surveys().unwrap(), 1);
    assert_eq!(land.offices[1].close_surveys().unwrap(), 0, "once");
    assert!(!answered(&mut land));
    // A clock set back opens nothing again.
    land.later(-15 * town::DAY);
    land.offices[1].confirm_clock_here().unwrap();
    assert_eq!(refusal(land.answer(1, 0, 0)), Refusal::SurveyClosed);
    // Who teaches still sees the sums here.
    let staff = town::person(&mut land.offices[1], &number(FACILITATOR));
    assert!(land.offices[1].results(staff, batch()).is_ok());
}

#[test]
fn answers_wait_at_the_office_until_there_is_a_custodian() {
    let mut land = Land::without_custodian();
    assert!(matches!(
        land.offices[0].survey_results(batch(), "zoo"),
        Err(Distrust::NoCustodian)
    ));
    land.held(&[(1, 0..6)]);
    land.over();
    assert_eq!(land.offices[1].close_surveys().unwrap(), 0);
    let data = land.dirs[0].path().to_owned();
    land.offices[0].make_custodian(false).unwrap();
    let first = words_of(&data);
    land.offices[0].make_custodian(false).unwrap();
    land.words = words_of(&data);
    assert!(matches!(
        land.offices[0].confirm_custodian(&first),
        Err(Distrust::WrongWords)
    ));
    let words = land.words.clone();
    land.offices[0].confirm_custodian(&words).unwrap();
    assert!(!data.join("cetak").join(custodian::FILE).exists());
    assert!(matches!(
        land.offices[0].make_custodian(false),
        Err(Distrust::CustodianThere)
    ));
    land.tell();
    land.carry(1, 0);
    assert_eq!(land.results().unwrap().tally.respondents, 6);
}

#[test]
fn an_old_copy_of_the_disk_asks_nobody_again() {
    let mut land = Land::new();
    land.mark(1, 0..6);
    land.later(3 * town::DAY);
    land.answer(1, 0, 0).unwrap();
    // The centre has more of the ledger than the copy that goes on: it is recognised, and halted.
    let old = town::scratch();
    let gone = land.offices.remove(1);
    gone.close().unwrap();
    copy(land.dirs[1].path(), old.path());
    let mut office = Office::open(land.dirs[1].path(), Arc::clone(&land.clock)).unwrap();
    office.set_cost(Cost::LIGHT);
    land.offices.insert(1, office);
    land.mark(1, 6..7);
    land.carry(1, 0);
    let mut restored = Office::open(old.path(), Arc::clone(&land.clock)).unwrap();
    restored.set_cost(Cost::LIGHT);
    std::mem::swap(&mut land.offices[1], &mut restored);
    let bytes = land.bundle(0, 1);
    land.read(1, &bytes);
    assert_eq!(refusal(land.answer(1, 1, 1)), Refusal::Standing(Halt::Older));
    assert_eq!(land.offices[1].close_surveys().unwrap(), 0);
}

/// What a bundle says outside what is encrypted to the custodian, and the sheets that the custodian reads.
fn outside(bytes: &[u8], office: &Office, words: &str, receiver: &Office) -> (String, Vec<AnswerSheet>) {
    let open = || {
        let reader = Reader::open(Cursor::new(bytes), &|log| office.book().roll().key(log)).unwrap();
        assert!(Recipient::of(receiver.book().identity()).is_ok());
        reader
    };
    let mut out = Vec::new();
    inspect::write_json(open(), Some(receiver.book().identity()), &mut out).unwrap();
    let mut told: serde_json::Value = serde_json::from_slice(&out).unwrap();
    told["hash"] = serde_json::Value::Null;
    for frame in told["frames"].as_array_mut().unwrap() {
        // Offsets follow from the length of an age file, which has a line of noise of any length.
        for of_age in ["offset", "packed", "length"] {
            frame[of_age] = serde_json::Value::Null;
        }
        for one in frame["surveys"].as_array_mut().into_iter().flatten() {
            one["hash"] = serde_json::Value::Null;
            one["length"] = serde_json::Value::Null;
        }
    }
    told["plain_length"] = serde_json::Value::Null;
    let mut frames = open().decrypt(receiver.book().identity()).unwrap();
    let (mut payload, mut sheets) = (Vec::new(), Vec::new());
    while let Some(frame) = frames.next_frame(&mut payload).unwrap() {
        if frame.kind == FrameType::Survey {
            let custodian = Custodian::from_words(words).unwrap();
            for one in balai::bundle::frame::Surveys::read(&payload).unwrap().list {
                let plain = sealed::decrypt(one.sealed(), custodian.identity(), 1 << 20).unwrap();
                assert_eq!(plain.len() % 1024, 0, "a length tells of texts in steps only");
                let ballot = Ballot::from_released(&plain).unwrap();
                sheets.extend(ballot.sheets().to_vec());
            }
        }
    }
    (told.to_string(), sheets)
}

#[test]
fn the_answer_that_was_traced_cannot_be_told_from_anything_that_leaves_the_office() {
    let mut land = Land::new();
    land.mark(1, 0..11);
    land.later(3 * town::DAY);
    let began = land.now.load(Ordering::Relaxed);
    let kiosk = land.offices.remove(1);
    kiosk.close().unwrap();
    let stick = land.log(0);
    let mut told = Vec::new();
    // As they were; two people's answers exchanged; in another order.
    let straight: Vec<(usize, usize)> = (0..11).map(|at| (at, at)).collect();
    let mut swapped = straight.clone();
    swapped[2].1 = 9;
    swapped[9].1 = 2;
    let mut reversed = straight.clone();
    reversed.reverse();
    for answers in [straight, swapped, reversed] {
        land.now.store(began, Ordering::Relaxed);
        let dir = town::scratch();
        copy(land.dirs[1].path(), dir.path());
        // With nothing around by which a copy is recognised.
        let files = Arc::new(RealFiles);
        let mut office = Office::open_with(files, dir.path(), Arc::clone(&land.clock)).unwrap();
        office.set_cost(Cost::LIGHT);
        for (at, as_if) in answers {
            let person = town::person(&mut office, &number(at));
            let form = office.survey(person, batch()).unwrap().1;
            office
                .submit_survey(person, batch(), &sheet(form, as_if))
                .unwrap();
            land.later(town::MINUTE * i64::try_from(as_if + 1).unwrap());
        }
        land.now.store(began + 15 * town::DAY, Ordering::Relaxed);
        rehearsal::tell_random(Some(7));
        let medium = FaultyStick::new();
        let report = office
            .export_bundle(To::Node(stick), &medium, &mut |_, _| {})
            .unwrap();
        rehearsal::tell_random(None);
        let bytes = medium.content(&report.files[0]).unwrap();
        let found = outside(&bytes, &office, &land.words, &land.offices[0]);
        assert_eq!(found.1.len(), 11, "the box is in the bundle");
        told.push(found);
        office.close().unwrap();
    }
    assert_eq!(told[0], told[1], "an exchange of two answers shows");
    assert_eq!(told[0], told[2], "the order of answering shows");
}

#[test]
fn nobody_but_the_centre_names_a_custodian() {
    let mut land = Land::new();
    assert!(matches!(
        land.offices[1].make_custodian(true),
        Err(Distrust::NotTheCentre)
    ));
    let officer = town::person(&mut land.offices[1], &number(OFFICER));
    assert!(land.offices[1].session(officer).is_ok());
}

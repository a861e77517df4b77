//! The centre that was not the centre; the kiosk that nobody invited; the machine that came back twice.

use crate::town::{DAY, clock, scratch};
use balai::domain::text::{Text, limit};
use balai::exchange::plan::To;
use balai::exchange::trust::admit::{Reason, Verdict};
use balai::exchange::trust::invite::{InviteFault, Proof};
use balai::exchange::trust::{letter, org, sheet};
use balai::ledger::body::office::NodeEnrolled;
use balai::ledger::id::LogId;
use balai::ledger::key::NodeKey;
use balai::service::hub::{Distrust, Invited, Wish};
use balai::service::join::Asked;
use balai::service::{Clock, Office};
use balai::state::sync::NodeState;
use balai::state::world::Subject;
use balai::store::book::Draft;
use balai::store::files::RealFiles;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

struct Centre {
    dir: TempDir,
    clock: Clock,
    office: Office,
    words: String,
}

/// The words on the printed sheet.
fn words_of(data: &Path) -> String {
    let root = org::kept_seed(&RealFiles, data).unwrap().unwrap();
    root.words().iter().collect::<Vec<_>>().join(" ")
}

fn centre() -> Centre {
    let dir = scratch();
    let (clock, _) = clock();
    let mut office = Office::create(dir.path(), "BKPSDM", Arc::clone(&clock)).unwrap();
    let founded = office.found(&text("BKPSDM Kota Selaras")).unwrap();
    let words = words_of(dir.path());
    let list: Vec<&str> = words.split(' ').collect();
    let typed: Vec<String> = founded
        .asked
        .iter()
        .map(|place| list[usize::from(*place) - 1].to_owned())
        .collect();
    office.confirm_sheet(&typed).unwrap();
    Centre {
        dir,
        clock,
        office,
        words,
    }
}

fn invite(centre: &mut Centre, with_secret: bool) -> Invited {
    let office = text("Dinas Kesehatan");
    let wish = Wish {
        office: &office,
        units: &[],
        duties: 5,
        with_secret,
    };
    centre.office.invite(&wish).unwrap()
}

fn join(centre: &Centre, dir: &Path, invited: &Invited) -> (Office, Asked) {
    let clock = Arc::clone(&centre.clock);
    let fingerprint = invited.fingerprint.clone();
    let proof = invited
        .secret
        .as_ref()
        .map_or(Proof::Fingerprint(&fingerprint), Proof::Secret);
    Office::join(Arc::new(RealFiles), dir, &invited.file, proof, clock).unwrap()
}

fn take(centre: &mut Centre, asked: &Asked) -> Verdict {
    let request = letter::read(&asked.file).unwrap();
    centre.office.take_request(&request).unwrap()
}

#[test]
fn the_key_is_on_paper_and_nowhere_else() {
    let dir = scratch();
    let (clock, _) = clock();
    let mut office = Office::create(dir.path(), "BKPSDM", clock).unwrap();
    let founded = office.found(&text("BKPSDM Kota Selaras")).unwrap();
    let words = words_of(dir.path());
    let paper = std::fs::read_to_string(founded.sheet.clone().unwrap()).unwrap();
    assert!(paper.contains(&founded.fingerprint));
    assert!(words.split(' ').all(|word| paper.contains(word)));
    // Before the sheet is proven, nobody is invited; asked again, the same sheet comes.
    let name = text("Dinas");
    let wish = Wish {
        office: &name,
        units: &[],
        duties: 7,
        with_secret: true,
    };
    assert!(matches!(office.invite(&wish), Err(Distrust::SheetWaits)));
    assert_eq!(office.found(&text("Lain")).unwrap(), founded);
    assert!(matches!(
        office.confirm_sheet(&["zoo".into(), "zoo".into(), "zoo".into()]),
        Err(Distrust::WrongWords)
    ));
    assert!(dir.path().join(org::SEED_FILE).exists());
    let list: Vec<&str> = words.split(' ').collect();
    let typed: Vec<String> = founded
        .asked
        .iter()
        .map(|at| list[usize::from(*at) - 1].to_owned())
        .collect();
    office.confirm_sheet(&typed).unwrap();
    assert!(!dir.path().join("cetak").join(sheet::FILE).exists());
    assert!(!dir.path().join(org::SEED_FILE).exists());
    assert!(matches!(office.found(&text("Lain")), Err(Distrust::Already)));
    assert!(office.invite(&wish).is_ok());
}

#[test]
fn an_invited_office_is_let_in_once_and_its_copy_is_not() {
    let mut centre = centre();
    let invited = invite(&mut centre, true);
    let dir = scratch();
    let (kiosk, asked) = join(&centre, dir.path(), &invited);
    assert_eq!(asked.log, LogId::new(invited.node, 1));
    assert_eq!(asked.fingerprint, None);
    assert!(matches!(take(&mut centre, &asked), Verdict::Accepted(_)));
    assert_eq!(take(&mut centre, &asked), Verdict::Refused(Reason::Known));
    kiosk.close().unwrap();
    // The same paper and file on a second machine.
    let other = scratch();
    let (_second, again) = join(&centre, other.path(), &invited);
    assert_eq!(take(&mut centre, &again), Verdict::Refused(Reason::Taken));
    let nodes = centre.office.known_nodes().unwrap();
    let states: Vec<_> = nodes.iter().map(|node| (node.log.node.0, node.state)).collect();
    assert_eq!(states, [(1, NodeState::Open), (invited.node, NodeState::Open)]);
}

#[test]
fn without_a_secret_both_sides_compare_by_telephone() {
    let mut centre = centre();
    let invited = invite(&mut centre, false);
    let dir = scratch();
    let clock = Arc::clone(&centre.clock);
    let wrong = "0000 0000 0000 0000 0000 0000";
    let refused = Office::join(
        Arc::new(RealFiles),
        dir.path(),
        &invited.file,
        Proof::Fingerprint(wrong),
        clock,
    );
    assert!(matches!(
        refused,
        Err(Distrust::Invite(InviteFault::OtherFingerprint))
    ));
    assert_eq!(
        std::fs::read_dir(dir.path()).unwrap().count(),
        0,
        "nothing was made"
    );
    let (_kiosk, asked) = join(&centre, dir.path(), &invited);
    let Verdict::Compare { fingerprint, .. } = take(&mut centre, &asked) else {
        panic!("let in without a proof");
    };
    assert_eq!(
        asked.fingerprint,
        Some(fingerprint.clone()),
        "both read the same digits"
    );
    assert_eq!(centre.office.asking().len(), 1);
    let request = letter::read(&asked.file).unwrap();
    assert!(matches!(
        centre.office.accept(&request, wrong),
        Err(Distrust::OtherFingerprint)
    ));
    // It comes by a stick too: the digits are not to be read off where they are compared.
    let file = dir.path().join("MINTA.BLI");
    std::fs::write(&file, &asked.file).unwrap();
    centre.office.import_bundle(&file, false, &mut |_, _| {}).unwrap();
    let matters = centre.office.matters().unwrap();
    assert_eq!((matters.len(), matters[0].detail.as_str()), (1, ""));
    centre.office.accept(&request, &fingerprint).unwrap();
    assert!(centre.office.asking().is_empty());
    assert!(centre.office.matters().unwrap().is_empty(), "it is settled");
}

#[test]
fn an_invitation_that_is_too_old_is_refused_and_a_closed_office_stays_out() {
    let dir = scratch();
    let (clock, now) = clock();
    let mut centre = centre();
    centre.office.close().unwrap();
    centre.office = Office::open(centre.dir.path(), Arc::clone(&clock)).unwrap();
    let invited = invite(&mut centre, true);
    let (_kiosk, asked) = join(&centre, dir.path(), &invited);
    now.fetch_add(31 * DAY, Ordering::Relaxed);
    assert_eq!(take(&mut centre, &asked), Verdict::Refused(Reason::Expired));
    now.fetch_add(-31 * DAY, Ordering::Relaxed);
    assert!(matches!(take(&mut centre, &asked), Verdict::Accepted(_)));
    assert_eq!(centre.office.close_node(asked.log, 2).unwrap(), 0);
    assert!(matches!(
        centre.office.close_node(asked.log, 2),
        Err(Distrust::NoNode(_))
    ));
    assert_eq!(take(&mut centre, &asked), Verdict::Refused(Reason::Known));
}

#[test]
fn a_lost_centre_is_made_again_from_the_words_and_a_kiosk_s_file() {
    let mut centre = centre();
    let invited = invite(&mut centre, true);
    let dir = scratch();
    let (mut kiosk, asked) = join(&centre, dir.path(), &invited);
    take(&mut centre, &asked);
    let words = centre.words.clone();
    let clock = Arc::clone(&centre.clock);
    drop(centre);
    let known = std::fs::read(dir.path().join(org::FILE)).unwrap();
    let new = scratch();
    let wrong = words.split(' ').rev().collect::<Vec<_>>().join(" ");
    let files = || Arc::new(RealFiles);
    assert!(Office::recover(files(), new.path(), &wrong, &known, Arc::clone(&clock)).is_err());
    let (office, cert) = Office::recover(files(), new.path(), &words, &known, Arc::clone(&clock)).unwrap();
    assert_eq!((cert.claim().log, cert.claim().serial), (LogId::new(1, 2), 2));
    assert_eq!(office.organisation().unwrap().unwrap().certs().len(), 2);
    // An old invitation knows the centre as well.
    let other = scratch();
    assert!(Office::recover(files(), other.path(), &words, &invited.file, clock).is_ok());
    // The kiosk learns of it, and of no false one.
    let file = std::fs::read(new.path().join(org::FILE)).unwrap();
    assert_eq!(kiosk.learn_centres(&file).unwrap(), 1);
    assert_eq!(kiosk.learn_centres(&file).unwrap(), 0);
    let stranger = self::centre();
    let false_one = std::fs::read(stranger.dir.path().join(org::FILE)).unwrap();
    assert!(matches!(
        kiosk.learn_centres(&false_one),
        Err(Distrust::OtherOrganisation)
    ));
}

#[test]
fn with_more_offices_than_a_file_is_sealed_to_none_is_left_out_and_none_is_silent_on_its_first_day() {
    let mut centre = centre();
    let enrolled = |node: u8| {
        let enrolled = NodeEnrolled {
            node: u32::from(node),
            incarnation: 1,
            name: format!("Kantor {node}"),
            key: NodeKey::from_seed(&[node; 32]).public().0,
            recipient: [node; 32],
            units: Vec::new(),
            duties: 7,
        };
        Draft::new(Subject::None, enrolled)
    };
    let drafts: Vec<Draft> = (10..80).map(enrolled).collect();
    let now = u64::try_from((centre.clock)().0).unwrap();
    centre.office.book_mut().commit(&drafts, now).unwrap();
    let stick = scratch();
    let report = centre
        .office
        .export_to_path(To::All, stick.path(), &mut |_, _| {})
        .unwrap();
    assert_eq!(report.files.len(), 2);
    for node in 10..80 {
        let name = format!("Kantor {node}");
        assert!(report.plan.to.split(", ").any(|to| to == name), "{name}");
    }
    let home = centre.office.sync_home().unwrap();
    assert_eq!(home.nodes, (71, 0));
    let told = home.last_out.unwrap().office;
    assert_eq!(told, "Kantor 73, Kantor 74, Kantor 75 +4");
}

/// Fourteen days without a word, from whom something came and from whom nothing ever did; a clock that nobody believes
/// accuses nobody.
#[test]
fn an_office_of_which_nothing_came_for_two_weeks_is_named_and_no_other() {
    let (clock, now) = clock();
    let mut centre = centre();
    centre.office.close().unwrap();
    centre.office = Office::open(centre.dir.path(), Arc::clone(&clock)).unwrap();
    centre.clock = clock;
    let (mut kiosks, mut dirs) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let invited = invite(&mut centre, true);
        let dir = scratch();
        let (kiosk, asked) = join(&centre, dir.path(), &invited);
        assert!(matches!(take(&mut centre, &asked), Verdict::Accepted(_)));
        kiosks.push(kiosk);
        dirs.push(dir);
    }
    let silent = |centre: &mut Centre| -> Vec<u32> {
        let lines = centre.office.node_lines().unwrap();
        let silent: Vec<u32> = lines
            .iter()
            .filter(|line| line.state == NodeState::Silent)
            .map(|line| line.log.node.0)
            .collect();
        let told = centre.office.sync_home().unwrap().nodes;
        assert_eq!(told, (3, u64::try_from(silent.len()).unwrap()));
        silent
    };
    let [one, other] = [0, 1].map(|at: usize| kiosks[at].book().log_id().node.0);
    let later = |days: i64| {
        now.fetch_add(days * DAY, Ordering::Relaxed);
    };
    later(14);
    assert!(silent(&mut centre).is_empty(), "two weeks are not over");
    later(1);
    assert_eq!(silent(&mut centre), [one, other], "nothing ever came");
    // One of them is heard, by what it wrote today.
    let stick = scratch();
    let hub = centre.office.book().log_id();
    let report = centre
        .office
        .export_to_path(To::Node(kiosks[0].book().log_id()), stick.path(), &mut |_, _| {})
        .unwrap();
    let file = stick.path().join(&report.files[0]);
    kiosks[0].import_bundle(&file, false, &mut |_, _| {}).unwrap();
    let report = kiosks[0]
        .export_to_path(To::Node(hub), stick.path(), &mut |_, _| {})
        .unwrap();
    let file = stick.path().join(&report.files[0]);
    centre.office.import_bundle(&file, false, &mut |_, _| {}).unwrap();
    assert_eq!(silent(&mut centre), [other]);
    later(15);
    centre.office.confirm_clock_here().unwrap();
    assert_eq!(silent(&mut centre), [one, other]);
    // 2099: the battery is dead, not the offices.
    later(365 * 72);
    assert!(silent(&mut centre).is_empty());
}

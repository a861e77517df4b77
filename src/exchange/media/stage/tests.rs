use super::*;
use crate::exchange::media::{FaultyStick, Kind, MAGIC};
use crate::store::files::RealFiles;

fn bundle() -> Vec<u8> {
    MAGIC
        .into_iter()
        .chain((0..30_000_u32).map(|n| u8::try_from(n % 253).unwrap()))
        .collect()
}

fn names(dir: &Path) -> Vec<String> {
    std::fs::read_dir(dir).map_or_else(
        |_| Vec::new(),
        |all| {
            all.map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect()
        },
    )
}

#[test]
fn a_stick_pulled_at_every_call_of_a_stage_leaves_no_copy_and_loses_nothing() {
    let calls = {
        let (stick, dir) = (FaultyStick::new(), tempfile::tempdir().unwrap());
        stick.place_file("a.bli", &bundle());
        stage(&stick, Path::new("a.bli"), &RealFiles, dir.path()).unwrap();
        stick.calls()
    };
    assert!(calls > 50, "too few points: {calls}");
    let dir = tempfile::tempdir().unwrap();
    for call in 1..=calls {
        let stick = FaultyStick::new();
        stick.place_file("a.bli", &bundle());
        stick.pull_at(call);
        let staged = stage(&stick, Path::new("a.bli"), &RealFiles, dir.path());
        assert_eq!(staged, Err(Fault::Pulled), "call {call}");
        assert!(names(dir.path()).is_empty());
        stick.plug(call);
        assert_eq!(stick.content("a.bli").unwrap(), bundle());
    }
}

#[test]
fn what_is_parsed_is_what_was_hashed_whatever_the_stick_says_later() {
    let (stick, dir) = (FaultyStick::new(), tempfile::tempdir().unwrap());
    stick.place_file("a.bli", &bundle());
    stick.lie(true);
    let first = stage(&stick, Path::new("a.bli"), &RealFiles, dir.path()).unwrap();
    let second = stage(&stick, Path::new("a.bli"), &RealFiles, dir.path()).unwrap();
    assert_ne!(
        first.hash, second.hash,
        "the stick answers differently the second time"
    );
    for staged in [first, second] {
        let mut copy = Vec::new();
        staged.open(&RealFiles).unwrap().read_to_end(&mut copy).unwrap();
        assert_eq!(*blake3::hash(&copy).as_bytes(), staged.hash);
    }
}

#[test]
fn the_same_content_is_staged_once() {
    let (stick, dir) = (FaultyStick::new(), tempfile::tempdir().unwrap());
    stick.place_file("a.bli", &bundle());
    stick.place_file("BALAI/A (1).BLI", &bundle());
    let one = stage(&stick, Path::new("a.bli"), &RealFiles, dir.path()).unwrap();
    let two = stage(&stick, Path::new("BALAI/A (1).BLI"), &RealFiles, dir.path()).unwrap();
    assert_eq!(one, two);
    assert_eq!(names(dir.path()).len(), 1);
}

#[test]
fn a_file_that_never_ends_is_cut_off_at_the_cap() {
    struct Endless;
    impl Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            Ok(into.len())
        }
    }
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(keep(&mut Endless, &RealFiles, dir.path()), Err(Fault::NoBundle));
    assert!(names(dir.path()).is_empty());
    let at_cap = keep(&mut Endless.take(MOST_BYTES), &RealFiles, dir.path()).unwrap();
    assert_eq!(at_cap.bytes, MOST_BYTES);
}

#[test]
fn traps_and_missing_files_are_told_apart_from_the_machines_own_disk() {
    let (stick, dir) = (FaultyStick::new(), tempfile::tempdir().unwrap());
    stick.place_name("pipe.bli", Kind::Other);
    stick.place_name("folder.bli", Kind::Dir);
    stick.place_file("a.bli", &bundle());
    let try_ = |name: &str, dir: &Path| stage(&stick, Path::new(name), &RealFiles, dir);
    assert_eq!(try_("pipe.bli", dir.path()), Err(Fault::NoBundle));
    assert_eq!(try_("folder.bli", dir.path()), Err(Fault::NoBundle));
    assert_eq!(try_("nothing.bli", dir.path()), Err(Fault::Gone));
    let file = dir.path().join("file");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(
        try_("a.bli", &file.join("staging")),
        Err(Fault::Here(_))
    ));
}

#[test]
fn a_copy_is_read_from_anywhere_within_it() {
    let (stick, dir) = (FaultyStick::new(), tempfile::tempdir().unwrap());
    stick.place_file("a.bli", &bundle());
    let staged = stage(&stick, Path::new("a.bli"), &RealFiles, dir.path()).unwrap();
    let mut copy = staged.open(&RealFiles).unwrap();
    let mut ten = [0; 10];
    assert_eq!(copy.seek(SeekFrom::End(-10)).unwrap(), 29_998);
    copy.read_exact(&mut ten).unwrap();
    assert_eq!(ten, bundle()[29_998..]);
    assert_eq!(copy.read(&mut ten).unwrap(), 0, "the end is the end");
    copy.seek(SeekFrom::Start(0)).unwrap();
    copy.seek(SeekFrom::Current(8)).unwrap();
    copy.read_exact(&mut ten).unwrap();
    assert_eq!(ten, bundle()[8..18]);
    assert!(copy.seek(SeekFrom::Current(-100)).is_err());
    copy.seek(SeekFrom::Start(1 << 40)).unwrap();
    assert_eq!(copy.read(&mut ten).unwrap(), 0);
}

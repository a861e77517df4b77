use super::*;
use crate::exchange::media::{Fault, HOME, Places, discover, look, put, stage};
use crate::store::files::RealFiles;
use std::os::unix::fs::symlink;

fn stick() -> (tempfile::TempDir, RealStick) {
    let dir = tempfile::tempdir().unwrap();
    let stick = RealStick::open(dir.path()).unwrap();
    (dir, stick)
}

fn pipe(path: &Path) {
    rustix::fs::mknodat(
        rustix::fs::CWD,
        path,
        FileType::Fifo,
        Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
}

#[test]
fn a_folder_takes_a_bundle_and_gives_it_back() {
    let (dir, stick) = stick();
    let path = Path::new("BALAI/A1-B2-00000000-P01.BLI");
    let bytes: Vec<u8> = super::super::MAGIC
        .iter()
        .copied()
        .chain((0..300_000_u32).map(|n| u8::try_from(n % 251).unwrap()))
        .collect();
    let done = put(&stick, path, 0, |out| out.write_all(&bytes)).unwrap();
    assert_eq!(done.bytes, u64::try_from(bytes.len()).unwrap());
    assert_eq!(std::fs::read(dir.path().join(path)).unwrap(), bytes);
    assert_eq!(
        std::fs::read_dir(dir.path().join(HOME)).unwrap().count(),
        1,
        "nothing is left beside it"
    );

    let seen = look(&stick).unwrap();
    assert_eq!(seen.bundles.len(), 1);
    assert!(seen.oddities.is_empty());
    let staging = tempfile::tempdir().unwrap();
    let copy = stage(&stick, &seen.bundles[0].path, &RealFiles, staging.path()).unwrap();
    assert_eq!(copy.hash, done.hash);
    let mut back = Vec::new();
    copy.open(&RealFiles).unwrap().read_to_end(&mut back).unwrap();
    assert_eq!(back, bytes);
}

#[test]
fn no_way_of_renaming_overwrites_a_file() {
    let (dir, stick) = stick();
    std::fs::write(dir.path().join("old"), b"theirs").unwrap();
    std::fs::write(dir.path().join("new"), b"ours").unwrap();
    let folder = stick.folder(Path::new("")).unwrap();
    let (new, old) = (OsStr::new("new"), OsStr::new("old"));
    for failed in [
        stick.rename(Path::new("new"), Path::new("old")),
        rename_by_link(&folder, new, old),
        rename_by_claim(&folder, new, old),
    ] {
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }
    assert_eq!(std::fs::read(dir.path().join("old")).unwrap(), b"theirs");
    for (way, target) in [
        (rename_by_link as fn(&_, &_, &_) -> _, "by-link"),
        (rename_by_claim, "by-claim"),
    ] {
        std::fs::write(dir.path().join("from"), target).unwrap();
        way(&folder, OsStr::new("from"), OsStr::new(target)).unwrap();
        assert_eq!(std::fs::read(dir.path().join(target)).unwrap(), target.as_bytes());
        assert!(!dir.path().join("from").exists());
    }
}

#[test]
fn links_pipes_and_devices_are_never_opened() {
    let (dir, stick) = stick();
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.BLI");
    std::fs::write(&secret, super::super::MAGIC).unwrap();
    std::fs::create_dir(dir.path().join(HOME)).unwrap();
    let inside = dir.path().join(HOME);
    symlink(&secret, inside.join("link.BLI")).unwrap();
    pipe(&inside.join("pipe.BLI"));
    symlink("/dev/zero", inside.join("zero.BLI")).unwrap();
    symlink(outside.path(), dir.path().join("\u{a0}")).unwrap();

    for name in [
        "BALAI/link.BLI",
        "BALAI/pipe.BLI",
        "BALAI/zero.BLI",
        "\u{a0}/secret.BLI",
        "../x",
        "/etc/passwd",
        "",
    ] {
        let fault = stick.open(Path::new(name)).map(|_| ()).unwrap_err();
        assert_eq!(Fault::of(&fault), Fault::NoBundle, "{name}");
        assert!(stick.create(Path::new(name)).is_err(), "{name}");
    }
    let seen = look(&stick).unwrap();
    assert!(seen.bundles.is_empty());
    let odd: Vec<_> = seen.oddities.iter().map(|odd| odd.name.as_str()).collect();
    assert_eq!(odd, ["?", "link.BLI", "pipe.BLI", "zero.BLI"]);
    assert_eq!(std::fs::read(&secret).unwrap(), super::super::MAGIC);
}

#[test]
fn a_home_that_is_a_link_is_not_written_through() {
    let (dir, stick) = stick();
    let outside = tempfile::tempdir().unwrap();
    symlink(outside.path(), dir.path().join(HOME)).unwrap();
    let failed = put(&stick, Path::new("BALAI/A.BLI"), 0, |out| out.write_all(b"x")).unwrap_err();
    assert!(matches!(failed, super::super::PutError::Stick(Fault::Exists(name)) if name == HOME));
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_stick_that_is_unmounted_under_us_is_not_written_to_the_machines_disk() {
    let above = tempfile::tempdir().unwrap();
    let place = above.path().join("stick");
    std::fs::create_dir(&place).unwrap();
    let stick = RealStick::open(&place).unwrap();
    // What a pulled stick's mount point becomes: another folder of the same name.
    std::fs::rename(&place, above.path().join("pulled")).unwrap();
    std::fs::create_dir(&place).unwrap();
    let done = put(&stick, Path::new("BALAI/A.BLI"), 0, |out| out.write_all(b"x"));
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
    assert!(done.is_ok());
    std::fs::remove_dir_all(above.path().join("pulled")).unwrap();
    let failed = put(&stick, Path::new("BALAI/B.BLI"), 0, |out| out.write_all(b"x"));
    assert!(failed.is_err());
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
}

#[test]
fn a_hundred_thousand_files_do_not_hide_the_bundle() {
    let (dir, stick) = stick();
    std::fs::create_dir(dir.path().join("balai")).unwrap();
    let template = dir.path().join("0.TXT");
    std::fs::write(&template, b"no bundle").unwrap();
    // Links of one file: as many names, at a fraction of the cost. One file takes 65,000 on ext4, so two are used.
    for n in 1..60_000 {
        std::fs::hard_link(&template, dir.path().join(format!("{n}.TXT"))).unwrap();
    }
    let template = dir.path().join("0.DAT");
    std::fs::write(&template, b"no bundle").unwrap();
    for n in 1..40_000 {
        std::fs::hard_link(&template, dir.path().join(format!("{n}.DAT"))).unwrap();
    }
    std::fs::write(dir.path().join("balai/renamed by hand.txt"), super::super::MAGIC).unwrap();
    std::fs::write(dir.path().join("copied.bli"), super::super::MAGIC).unwrap();
    let seen = look(&stick).unwrap();
    let paths: Vec<_> = seen
        .bundles
        .iter()
        .map(|seen| seen.path.to_str().unwrap())
        .collect();
    assert_eq!(paths, ["balai/renamed by hand.txt", "copied.bli"]);
    assert!(
        seen.oddities
            .iter()
            .any(|odd| odd.kind == crate::state::sync::OddKind::TooMany)
    );
}

#[test]
fn what_is_not_there_is_no_stick() {
    let dir = tempfile::tempdir().unwrap();
    assert!(RealStick::open(&dir.path().join("nothing")).is_err());
    std::fs::write(dir.path().join("file"), b"").unwrap();
    assert!(RealStick::open(&dir.path().join("file")).is_err());
    // The machine's own table is read without a fault, whatever is mounted.
    let _ = discover(&Places::default());
}

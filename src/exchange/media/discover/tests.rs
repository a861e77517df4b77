use super::*;
use std::fs;
use std::os::unix::fs::symlink;

/// A machine with an internal disk `sda`, a stick `sdb`, a USB disk `sdc` that says it is not removable.
fn machine(mounts: &str) -> (tempfile::TempDir, Places) {
    let dir = tempfile::tempdir().unwrap();
    let (block, devices, labels) = (
        dir.path().join("block"),
        dir.path().join("devices"),
        dir.path().join("by-label"),
    );
    for folder in [&block, &labels] {
        fs::create_dir_all(folder).unwrap();
    }
    for (bus, disk, part, removable) in [
        ("pci0", "sda", "sda1", "0"),
        ("pci1", "sdb", "sdb1", "1"),
        ("usb3", "sdc", "sdc1", "0"),
    ] {
        let real = devices.join(bus).join(disk);
        fs::create_dir_all(real.join(part)).unwrap();
        fs::write(real.join("removable"), format!("{removable}\n")).unwrap();
        symlink(&real, block.join(disk)).unwrap();
    }
    symlink("../../sdb1", labels.join("STIK\\x20BKD")).unwrap();
    fs::write(dir.path().join("mounts"), mounts).unwrap();
    let roots = vec!["/media".into(), "/run/media".into(), "/mnt".into()];
    let mounts = dir.path().join("mounts");
    (
        dir,
        Places {
            mounts,
            block,
            labels,
            roots,
        },
    )
}

fn found(mounts: &str) -> Vec<(String, String, bool)> {
    let (_dir, places) = machine(mounts);
    discover(&places)
        .into_iter()
        .map(|found| {
            (
                found.path.to_str().unwrap().to_owned(),
                found.label,
                found.writable,
            )
        })
        .collect()
}

fn line(path: &str, label: &str, writable: bool) -> (String, String, bool) {
    (path.into(), label.into(), writable)
}

#[test]
fn sticks_are_found_by_disk_and_by_place() {
    let all = found(
        "proc /proc proc rw 0 0\n\
         /dev/sda1 / ext4 rw 0 0\n\
         tmpfs /run/media tmpfs rw 0 0\n\
         /dev/sdb1 /data/stik vfat rw,nosuid,uid=1000 0 0\n\
         /dev/sdc1 /data/disk exfat ro,nosuid 0 0\n\
         /dev/sda1 /data/own ext4 rw 0 0\n\
         server:/share /mnt/pusat\\040kota nfs4 rw 0 0\n\
         /dev/mmcblk0p1 /run/media/kios/KARTU vfat rw 0 0\n",
    );
    let expected = [
        line("/data/disk", "disk", false),
        line("/data/stik", "STIK BKD", true),
        line("/mnt/pusat kota", "pusat kota", true),
        line("/run/media/kios/KARTU", "KARTU", true),
    ];
    assert_eq!(all, expected);
}

#[test]
fn the_system_that_was_started_from_a_stick_is_no_stick() {
    let all =
        found("/dev/sdb1 / ext4 rw 0 0\n/dev/sdb1 /boot/efi vfat rw 0 0\n/dev/sdb1 /home ext4 rw 0 0\n");
    assert!(all.is_empty(), "{all:?}");
}

#[test]
fn one_place_is_offered_once_as_it_is_now() {
    let all = found("/dev/sdb1 /media/a vfat rw 0 0\n/dev/sdc1 /media/a vfat ro 0 0\n");
    assert_eq!(all, [line("/media/a", "a", false)]);
}

#[test]
fn a_broken_table_finds_nothing_and_does_no_harm() {
    assert!(found("").is_empty());
    assert!(found("/dev/sdb1\n\n \\ \\9 \\\\\\\n/dev/sdb1 /x\n\u{0}\n").is_empty());
    let nothing = Places {
        mounts: "/nonexistent/mounts".into(),
        ..Places::default()
    };
    assert!(discover(&nothing).is_empty());
}

#[test]
fn a_label_is_safe_to_show() {
    let all = found("/dev/mmcblk0p1 /media/\\033[31m\\342\\200\\256x vfat rw 0 0\n");
    assert_eq!(all[0].1, "?[31m?x");
}

//! What people fear of an office, told to the use cases over a real data directory. One binary, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

// `foo.rs` beside `foo/` needs its path said where the parent is the root of a test.
#[path = "office/attendance.rs"]
mod attendance;
#[path = "office/city.rs"]
mod city;
#[path = "office/clock.rs"]
mod clock;
#[path = "office/damage.rs"]
mod damage;
#[path = "office/erase.rs"]
mod erase;
#[path = "office/import.rs"]
mod import;
#[path = "office/offices.rs"]
mod offices;
#[path = "common/paper.rs"]
mod paper;
#[path = "office/recovered.rs"]
mod recovered;
#[path = "office/register.rs"]
mod register;
#[path = "office/seats.rs"]
mod seats;
#[path = "office/sign_in.rs"]
mod sign_in;
#[path = "office/slip.rs"]
mod slip;
#[path = "office/survey.rs"]
mod survey;
#[path = "office/town.rs"]
mod town;
#[path = "office/trust.rs"]
mod trust;

use balai::domain::day::wib;
use balai::service::demo;
use std::sync::Arc;

#[test]
fn the_demo_city_is_made_once_and_is_whole() {
    let dir = town::scratch();
    let (clock, _) = town::clock();
    assert_eq!(clock().local(wib()).to_string(), "2026-11-23 07:15:00");
    let demo = demo::make(dir.path(), Arc::clone(&clock)).unwrap();
    assert!(demo.made);
    let mut office = demo.office;
    assert_eq!(office.catalogue().unwrap().courses.len(), 24);
    town::assert_whole(&mut office);
    office.close().unwrap();
    let again = demo::make(dir.path(), clock).unwrap();
    assert!(!again.made);
}

#[test]
fn a_demo_that_was_stopped_half_way_is_made_whole_the_next_time() {
    let dir = town::scratch();
    let data = dir.path().join("kota");
    let (clock, _) = town::clock();
    // As a kill leaves it: some of it made, beside where it is meant to be.
    let half = dir.path().join("kota.dibuat");
    balai::service::Office::create(&half, "Kota", Arc::clone(&clock))
        .unwrap()
        .close()
        .unwrap();
    let demo = demo::make(&data, Arc::clone(&clock)).unwrap();
    assert!(demo.made);
    let mut office = demo.office;
    town::assert_whole(&mut office);
    office.close().unwrap();
    assert!(!half.exists(), "what was left is not left for good");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&data).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o700, "a data folder is its owner's alone");
    // While another makes it, nothing is taken away from under it.
    std::fs::create_dir(&half).unwrap();
    let other = balai::service::Office::create(&half, "Kota", Arc::clone(&clock)).unwrap();
    std::fs::remove_dir_all(&data).unwrap();
    assert!(demo::make(&data, clock).is_err());
    other.close().unwrap();
    assert!(half.join("node.key").exists());
}

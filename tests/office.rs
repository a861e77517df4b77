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
#[path = "office/damage.rs"]
mod damage;
#[path = "office/import.rs"]
mod import;
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

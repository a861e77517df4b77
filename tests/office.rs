//! What people fear of an office, told to the use cases over a real data directory.

use balai::domain::day::{Moment, wib};
use balai::service::{Clock, demo};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Monday 23 November 2026, 07.15 in the west of Indonesia.
const START: i64 = 1_795_392_900_000;

fn clock() -> (Clock, Arc<AtomicI64>) {
    let now = Arc::new(AtomicI64::new(START));
    let shared = Arc::clone(&now);
    (Arc::new(move || Moment(shared.load(Ordering::Relaxed))), now)
}

#[test]
fn the_demo_city_is_made_once_and_is_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (clock, _) = clock();
    assert_eq!(clock().local(wib()).to_string(), "2026-11-23 07:15:00");
    let demo = demo::make(dir.path(), Arc::clone(&clock)).unwrap();
    assert!(demo.made);
    let mut office = demo.office;
    assert_eq!(office.catalogue().unwrap().courses.len(), 24);
    let verified = office.book_mut().verify().unwrap();
    assert_eq!(verified.findings, []);
    office.close().unwrap();
    let again = demo::make(dir.path(), clock).unwrap();
    assert!(!again.made);
}

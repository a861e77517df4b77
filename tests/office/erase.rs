//! The name that was erased in pieces, and told as done when one of them was.

use crate::town::{START, Town, name, number};
use balai::domain::id::UnitId;
use balai::ledger::body::people::{PersonChanged, ProfileBlob};
use balai::ledger::body::plan::Name;
use balai::state::world::Subject;
use balai::store::book::Draft;

#[test]
fn a_long_life_is_erased_at_once_and_told_as_one() {
    let mut town = Town::new();
    let person = town.person(2);
    let number: u64 = number(2).parse().unwrap();
    let draft = |at: u32| {
        let body = PersonChanged {
            unit: Name(UnitId::of_code("DINKES").0),
            employment: 1,
            contract_end: None,
        };
        let profile = ProfileBlob {
            number,
            name: format!("{} {at}", name(2)),
            position: None,
            rank: None,
        };
        Draft::new(Subject::Person(person), body).with_blob(&profile)
    };
    let drafts: Vec<Draft> = (0..2_100).map(draft).collect();
    for group in drafts.chunks(400) {
        let wall = u64::try_from(START).unwrap();
        town.office.book_mut().commit(group, wall).unwrap();
    }
    let before = town.office.book().times_made_anew();
    let erased = town.office.erase(None, person).unwrap();
    assert!(erased.blobs > 2_100, "{erased:?}");
    assert_eq!(
        town.office.book().times_made_anew() - before,
        1,
        "the view is made anew once, not once for every thousand"
    );
    let reached = town.office.erasures().unwrap();
    assert_eq!(reached.len(), 1, "{reached:?}");
    assert_eq!(reached[0], erased.reach);
    assert_eq!((reached[0].done, reached[0].of), (1, 1));
}

use proptest::prelude::*;

use super::*;
use crate::store::files::recorder::{Recorder, scratch};

fn open(data: &Path) -> Vault {
    Vault::open(Arc::new(Recorder::new(data)), data).unwrap()
}

type Copy = BTreeMap<Vec<u8>, Vec<u8>>;

fn all(vault: &Vault) -> Copy {
    vault
        .starting_with(b"")
        .map(|(key, value)| (key.to_vec(), value.to_vec()))
        .collect()
}

#[test]
fn facts_come_back_in_order_and_by_prefix() {
    let dir = scratch();
    let mut vault = open(dir.path());
    vault.set(b"pin/2", b"b").unwrap();
    vault
        .commit(&[
            (b"pin/1", Some(b"a")),
            (b"tries/1", Some(b"")),
            (b"pin/2", Some(b"c")),
        ])
        .unwrap();
    vault.commit(&[(b"gone", Some(b"x"))]).unwrap();
    vault.commit(&[(b"gone", None), (b"never", None)]).unwrap();
    vault.commit(&[]).unwrap();
    for _ in 0..2 {
        assert_eq!(vault.get(b"pin/1"), Some(&b"a"[..]));
        assert_eq!(vault.get(b"tries/1"), Some(&b""[..]));
        assert_eq!(vault.get(b"gone"), None);
        let pins: Vec<_> = vault.starting_with(b"pin/").collect();
        assert_eq!(pins, [(&b"pin/1"[..], &b"a"[..]), (b"pin/2", b"c")]);
        drop(vault);
        vault = open(dir.path());
    }
    assert!(!format!("{vault:?}").contains("pin"));
}

#[test]
fn the_first_release_s_vault_is_still_read_and_still_written() {
    let golden: &[u8] = include_bytes!("../../../tests/golden/vault-1");
    let dir = scratch();
    let mut vault = open(dir.path());
    vault
        .commit(&[(b"a", Some(b"1")), (b"b", Some(&[9; 130]))])
        .unwrap();
    vault.commit(&[(b"a", None)]).unwrap();
    drop(vault);
    assert_eq!(std::fs::read(dir.path().join(NAME)).unwrap(), golden);
    std::fs::write(dir.path().join(NAME), golden).unwrap();
    assert_eq!(
        all(&open(dir.path())),
        Copy::from([(b"b".to_vec(), vec![9; 130])])
    );
}

#[test]
fn the_journal_is_rewritten_when_most_of_it_is_out_of_date() {
    let dir = scratch();
    let mut vault = open(dir.path());
    vault.set(b"kept", &[7; 500]).unwrap();
    for turn in 0..2000_u32 {
        vault.set(b"counter", &turn.to_le_bytes()).unwrap();
    }
    assert!(std::fs::metadata(dir.path().join(NAME)).unwrap().len() <= KEEP + 100);
    let before = all(&vault);
    drop(vault);
    let mut vault = open(dir.path());
    assert_eq!(all(&vault), before);
    assert_eq!(vault.get(b"counter"), Some(&1999_u32.to_le_bytes()[..]));
    vault.commit(&[(b"kept", None), (b"counter", None)]).unwrap();
    drop(vault);
    assert!(all(&open(dir.path())).is_empty());
}

#[test]
fn a_large_vault_is_rewritten_whole() {
    let dir = scratch();
    let mut vault = open(dir.path());
    for turn in 0..3_u8 {
        for number in 0..8_u8 {
            vault.set(&[number], &vec![turn; 100_000]).unwrap();
        }
    }
    let before = all(&vault);
    assert_eq!(before.len(), 8);
    drop(vault);
    assert_eq!(all(&open(dir.path())), before);
    assert!(std::fs::metadata(dir.path().join(NAME)).unwrap().len() < 1_700_000);
    let long = vec![0; MAX_COMMIT];
    assert!(matches!(
        open(dir.path()).set(b"k", &long),
        Err(VaultError::TooLong(_))
    ));
}

#[test]
fn damage_before_a_good_commit_is_refused_and_a_torn_last_one_is_cut() {
    let dir = scratch();
    let mut vault = open(dir.path());
    vault.set(b"a", b"1").unwrap();
    let first = usize::try_from(vault.end).unwrap();
    vault.set(b"b", b"2").unwrap();
    drop(vault);
    let path = dir.path().join(NAME);
    let good = std::fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x20;
        std::fs::write(&path, &bad).unwrap();
        let opened = Vault::open(Arc::new(Recorder::new(dir.path())), dir.path());
        if at < first {
            assert!(matches!(opened, Err(VaultError::Damaged(_))), "byte {at}");
            assert_eq!(std::fs::read(&path).unwrap(), bad);
        } else {
            let vault = opened.unwrap();
            assert_eq!((vault.get(b"a"), vault.get(b"b")), (Some(&b"1"[..]), None));
        }
    }
}

#[test]
fn a_failed_write_closes_the_vault_and_changes_nothing() {
    let dir = scratch();
    let files = Recorder::new(dir.path());
    let mut vault = Vault::open(Arc::new(files.clone()), dir.path()).unwrap();
    vault.set(b"a", b"1").unwrap();
    files.fail_from(files.events(), io::ErrorKind::StorageFull);
    assert!(matches!(vault.set(b"a", b"2"), Err(VaultError::Io { .. })));
    files.heal();
    assert!(matches!(vault.set(b"a", b"3"), Err(VaultError::Closed)));
    assert_eq!(vault.get(b"a"), Some(&b"1"[..]));
    drop(vault);
    assert_eq!(open(dir.path()).get(b"a"), Some(&b"1"[..]));
}

#[test]
fn after_any_power_cut_the_vault_holds_what_was_committed() {
    for seed in 0..12_u8 {
        let dir = scratch();
        let files = Recorder::new(dir.path());
        let mut vault = Vault::open(Arc::new(files.clone()), dir.path()).unwrap();
        let mut states = vec![(files.events(), all(&vault))];
        for turn in 0..30_u8 {
            // Long enough that the journal is rewritten on the way.
            let value = vec![turn ^ seed; 700 + usize::from(seed) * 20];
            let key = [turn % 3];
            let removed = [3 + turn % 2];
            let removed_value = (turn % 5 > 0).then_some(&value[..9]);
            vault
                .commit(&[(&key, Some(&value)), (&removed, removed_value)])
                .unwrap();
            states.push((files.events(), all(&vault)));
        }
        for cut in 0..25_u64 {
            let events =
                usize::try_from(cut * 7919 + u64::from(seed) * 104_729).unwrap() % (files.events() + 1);
            let after = scratch();
            files
                .cut(events, cut * 31 + u64::from(seed), after.path())
                .unwrap();
            let committed = states.iter().rposition(|(at, _)| *at <= events).unwrap_or(0);
            let mut left = open(after.path());
            let found = all(&left);
            // What was on its way may have arrived, too, but not in part.
            let possible = states[committed..]
                .iter()
                .take(2)
                .any(|(_, state)| *state == found);
            assert!(possible, "seed {seed} cut {cut} event {events}");
            left.set(b"more", b"x").unwrap();
            drop(left);
            assert_eq!(open(after.path()).get(b"more"), Some(&b"x"[..]));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        if let Some(changes) = decode(&bytes) {
            let mut again = Vec::new();
            for change in changes {
                encode(&mut again, change);
            }
            prop_assert_eq!(again, bytes);
        }
    }

    #[test]
    fn a_vault_is_a_map(
        commits in prop::collection::vec(
            prop::collection::vec((0_u8..5, prop::option::of(prop::collection::vec(any::<u8>(), 0..20))), 0..4),
            0..20,
        ),
    ) {
        let dir = scratch();
        let mut vault = open(dir.path());
        let mut map = Copy::new();
        for commit in &commits {
            let keys: Vec<[u8; 1]> = commit.iter().map(|(key, _)| [*key]).collect();
            let changes: Vec<Change<'_>> =
                keys.iter().zip(commit).map(|(key, (_, value))| (&key[..], value.as_deref())).collect();
            vault.commit(&changes).unwrap();
            for (key, value) in commit {
                match value {
                    Some(value) => map.insert(vec![*key], value.clone()),
                    None => map.remove(&vec![*key]),
                };
            }
        }
        prop_assert_eq!(all(&vault), map.clone());
        drop(vault);
        prop_assert_eq!(all(&open(dir.path())), map);
    }
}

use super::*;
use crate::store::files::RealFiles;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

fn id(log: LogId, seed: u8) -> OwnId {
    OwnId {
        log,
        key: NodeKey::from_seed(&[seed; 32]).public(),
        machine: Some([7; 16]),
        doubted: true,
        tail_saw: None,
    }
}

#[test]
fn the_name_of_the_own_ledger_comes_back_and_damage_is_noticed() {
    for (machine, tail_saw) in [(None, Some(Hlc(77))), (Some([7; 16]), None)] {
        let said = OwnId {
            machine,
            tail_saw,
            ..id(LogId::new(5, 2), 1)
        };
        let text = said.to_text();
        assert_eq!(OwnId::from_text(&text), Some(said));
        for at in 0..text.len() {
            let mut bad = text.clone().into_bytes();
            bad[at] ^= 1;
            if let Ok(bad) = String::from_utf8(bad) {
                assert_eq!(OwnId::from_text(&bad), None, "byte {at}");
            }
            assert_eq!(OwnId::from_text(&text[..at]), None);
        }
    }
}

#[test]
fn the_identity_is_made_once_and_is_the_owner_s_alone() {
    let dir = tempfile::tempdir().unwrap();
    let one = receiving(&RealFiles, dir.path(), AGE_FILE).unwrap();
    let two = receiving(&RealFiles, dir.path(), AGE_FILE).unwrap();
    assert_eq!(one.to_public().to_string(), two.to_public().to_string());
    let file = std::fs::metadata(dir.path().join(AGE_FILE)).unwrap();
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(dir.path().join(AGE_FILE)).unwrap();
    assert!(text.starts_with("AGE-SECRET-KEY-1") && text.ends_with('\n'));
    std::fs::write(dir.path().join(AGE_FILE), &text[..40]).unwrap();
    assert!(matches!(
        receiving(&RealFiles, dir.path(), AGE_FILE),
        Err(SecretError::Damaged(AGE_FILE))
    ));
}

#[test]
fn an_anchor_that_has_seen_more_tells_a_copy_and_is_not_written_back() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state/anchor");
    let own = id(LogId::new(5, 1), 1);
    let open = |own: &OwnId, seq| Anchor::open(&RealFiles, &path, own, seq).unwrap();
    let (mut anchor, standing) = open(&own, 3);
    assert_eq!(standing, Standing::Good);
    anchor.note(40, true).unwrap();
    drop(anchor);
    assert_eq!(open(&own, 40).1, Standing::Good);
    assert_eq!(open(&own, 41).1, Standing::Good);
    let (mut anchor, standing) = open(&own, 39);
    assert_eq!(standing, Standing::Restored(Sign::Anchor));
    anchor.note(50, true).unwrap();
    // What was here at an opening counts as seen, and a copy adds nothing to it.
    assert_eq!(open(&own, 40).1, Standing::Restored(Sign::Anchor));
    assert_eq!(open(&own, 41).1, Standing::Good);
    // A later life in the same file, and another node.
    assert_eq!(open(&id(LogId::new(5, 2), 2), 0).1, Standing::Good);
    assert_eq!(open(&id(LogId::new(6, 1), 3), 0).1, Standing::Good);
}

#[test]
fn an_ended_ledger_is_never_taken_for_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("anchor");
    let own = id(LogId::new(5, 1), 1);
    let (mut anchor, _) = Anchor::open(&RealFiles, &path, &own, 9).unwrap();
    anchor.end().unwrap();
    let (_, standing) = Anchor::open(&RealFiles, &path, &own, 1_000_000).unwrap();
    assert_eq!(standing, Standing::Restored(Sign::Anchor));
}

#[test]
fn a_record_torn_in_writing_leaves_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("anchor");
    let own = id(LogId::new(5, 1), 1);
    let (mut anchor, _) = Anchor::open(&RealFiles, &path, &own, 9).unwrap();
    anchor.note(20, true).unwrap();
    anchor.note(30, true).unwrap();
    drop(anchor);
    let whole = std::fs::read(&path).unwrap();
    assert_eq!(whole.len(), 128);
    for slot in 0..2 {
        let mut torn = whole.clone();
        torn[slot * 64 + 20] ^= 0xff;
        std::fs::write(&path, torn).unwrap();
        let (_, standing) = Anchor::open(&RealFiles, &path, &own, 10).unwrap();
        assert_eq!(standing, Standing::Restored(Sign::Anchor));
    }
}

#[test]
fn the_unit_that_is_shipped_keeps_the_anchor_outside_of_the_data() {
    let unit = include_str!("../../../assets/systemd/balai.service");
    let value = |key: &str| unit.lines().find_map(|line| line.strip_prefix(key)).unwrap();
    let data = Path::new(value("ExecStart=").split_once("--data ").unwrap().1.trim());
    let anchor = Path::new(value("Environment=BALAI_ANCHOR="));
    assert!(
        anchor.is_absolute() && !anchor.starts_with(data),
        "{anchor:?} {data:?}"
    );
    // Both folders are made, and may be written under ProtectSystem=strict.
    let made: Vec<PathBuf> = value("StateDirectory=")
        .split_whitespace()
        .map(|name| Path::new("/var/lib").join(name))
        .collect();
    assert!(made.contains(&data.to_owned()), "{made:?}");
    assert!(made.contains(&anchor.parent().unwrap().to_owned()), "{made:?}");
}

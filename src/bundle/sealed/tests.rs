use super::*;
use crate::bundle::frame::BlobEntry;
use crate::ledger::id::LogId;

#[test]
fn only_the_one_it_is_for_reads_it_and_no_damage_goes_unseen() {
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let blobs = Blobs {
        list: vec![BlobEntry {
            op: LogId::new(3, 1).op(9),
            salted: b"0123456789abcdefSiti Rahayu".to_vec(),
        }],
    };
    let payload = seal(&to, &blobs).unwrap();
    assert!(!payload.windows(11).any(|bytes| bytes == b"Siti Rahayu"));
    let opened = |payload: &[u8], identity: &Identity| {
        let mut found = Vec::new();
        open(payload, identity, &mut |blobs| found.push(blobs)).map(|()| found)
    };
    assert_eq!(opened(&payload, &identity).unwrap(), [blobs]);
    assert!(matches!(
        opened(&payload, &Identity::generate()),
        Err(ReadError::NotForUs)
    ));
    for at in 0..payload.len() {
        let mut bad = payload.clone();
        bad[at] ^= 1;
        assert!(opened(&bad, &identity).is_err(), "byte {at}");
        assert!(opened(&payload[..at], &identity).is_err(), "cut at {at}");
    }
}

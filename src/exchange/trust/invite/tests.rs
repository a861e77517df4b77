use super::*;
use crate::{
    exchange::trust::{
        org::{Post, found},
        root::RootKey,
    },
    ledger::clock::Hlc,
};
use proptest::prelude::*;

fn text(text: &str) -> Text {
    Text::read(text, limit::NAME).unwrap()
}

fn secret() -> Secret {
    Secret::from_random([0x42; 16])
}

fn hub() -> NodeKey {
    NodeKey::from_seed(&[2; 32])
}

fn invite(root: u8, hub: &NodeKey, with_secret: bool) -> Invite {
    let name = text("BKPSDM Kota Bandung");
    let post = Post {
        log: LogId::new(1, 1),
        key: hub.public(),
        recipient: [3; 32],
        name: &name,
        issued: Hlc::new(1000, 0),
    };
    let org = found(&RootKey::from_seed(&[root; 32]), &post).unwrap();
    Invite {
        id: [7; 16],
        organisation: org.name.clone(),
        root: org.root,
        centre: org.centre().unwrap().clone(),
        node: 7,
        office: text("Dinas Kesehatan"),
        units: vec![Name([9; 16])],
        duties: 5,
        until: Moment(1_795_000_000_000),
        with_secret,
    }
}

#[test]
fn an_invitation_is_believed_for_its_secret() {
    let made = invite(1, &hub(), true);
    let file = made.to_file(&hub(), Some(&secret()));
    assert_eq!(Invite::open(&file, Proof::Secret(&secret())), Ok(made.clone()));
    // Whoever has no paper at hand may still compare by telephone.
    let fingerprint = made.root.fingerprint();
    assert_eq!(Invite::open(&file, Proof::Fingerprint(&fingerprint)), Ok(made));
}

#[test]
fn a_false_centre_does_not_pass_for_the_organisation() {
    // It has its own root key, certificate and keys: everything but the paper.
    let forged = invite(66, &NodeKey::from_seed(&[67; 32]), true);
    let file = forged.to_file(
        &NodeKey::from_seed(&[67; 32]),
        Some(&Secret::from_random([0; 16])),
    );
    assert_eq!(
        Invite::open(&file, Proof::Secret(&secret())),
        Err(InviteFault::WrongSecret)
    );
    let true_print = invite(1, &hub(), true).root.fingerprint();
    assert_eq!(
        Invite::open(&file, Proof::Fingerprint(&true_print)),
        Err(InviteFault::OtherFingerprint)
    );
    // It copies the true root key, and cannot sign.
    let mut copied = invite(1, &hub(), false);
    copied.node = 9;
    let file = copied.to_file(&NodeKey::from_seed(&[67; 32]), None);
    assert_eq!(
        Invite::open(&file, Proof::Fingerprint(&true_print)),
        Err(InviteFault::NotSigned)
    );
    // It names a centre that another root key certified.
    let mut mixed = invite(1, &hub(), false);
    mixed.centre = forged.centre;
    let file = mixed.to_file(&NodeKey::from_seed(&[67; 32]), None);
    assert_eq!(
        Invite::open(&file, Proof::Fingerprint(&true_print)),
        Err(InviteFault::NotSigned)
    );
}

#[test]
fn an_invitation_without_a_secret_asks_for_the_telephone() {
    let made = invite(1, &hub(), false);
    let file = made.to_file(&hub(), None);
    assert_eq!(
        Invite::open(&file, Proof::Secret(&secret())),
        Err(InviteFault::NoSecret)
    );
    let print = made.root.fingerprint();
    for typed in [print.clone(), print.replace(' ', ""), print.replace(' ', "-")] {
        assert_eq!(Invite::open(&file, Proof::Fingerprint(&typed)), Ok(made.clone()));
    }
    for typed in ["", &print[..27], "0000 0000 0000 0000 0000 0000", "abcd"] {
        assert_eq!(
            Invite::open(&file, Proof::Fingerprint(typed)),
            Err(InviteFault::OtherFingerprint)
        );
    }
}

#[test]
fn no_flipped_bit_of_an_invitation_is_believed() {
    let made = invite(1, &hub(), true);
    let file = made.to_file(&hub(), Some(&secret()));
    let print = made.root.fingerprint();
    for at in 0..file.len() {
        let mut bad = file.clone();
        bad[at] ^= 1;
        assert!(Invite::open(&bad, Proof::Secret(&secret())).is_err(), "byte {at}");
        assert!(Invite::open(&file[..at], Proof::Secret(&secret())).is_err());
        // By telephone the proof at the end is not looked at; everything that is read is signed.
        if at < file.len() - 32 {
            assert!(
                Invite::open(&bad, Proof::Fingerprint(&print)).is_err(),
                "byte {at}"
            );
        }
    }
    let mut long = file;
    long.push(0);
    assert!(Invite::open(&long, Proof::Secret(&secret())).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
        let mut file = if head { MAGIC.to_vec() } else { Vec::new() };
        file.extend_from_slice(&bytes);
        let _ = Invite::open(&file, Proof::Secret(&secret()));
        let _ = Invite::open(&file, Proof::Fingerprint("1"));
    }
}

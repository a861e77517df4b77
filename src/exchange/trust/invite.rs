//! An invitation: what the centre says to a kiosk that is to be, in a file, with a one-time secret on paper beside it.
//!
//! ```text
//! off len
//! 0   15  "balai-invite-1\n"
//! 15  1   1: made with a secret; 0: made without one, fingerprints are compared by telephone
//! 16  4   length of the body, little-endian; at most 16 KiB
//! 20  ..  body: CBOR map 0 id(16) 1 organisation 2 root key 3 certificate of the centre 4 node 5 office 6 units 7 duties
//!         8 valid until (ms since 1970 UTC, as the centre's clock tells; told to people, judged by the centre alone)
//! ..  64  Ed25519 of the centre's key over "balai/invite/1\0" and all bytes before
//! ..  32  keyed BLAKE3 of the secret over all bytes before; zeros without a secret
//! ```
//!
//! With the secret the root key in it is proven, without it somebody has to type the root key's fingerprint, as the
//! centre reads it out. From the root key on everything hangs together: it signed the certificate, whose key signed the
//! invitation. A file is never believed for its own sake.

use minicbor::{Decode, Encode};

use super::{org::certified, same, secret::Secret};
use crate::{
    domain::{
        day::Moment,
        text::{Text, limit},
    },
    ledger::{
        body::{self, plan::Name},
        bytes::Cursor,
        cert::HubCert,
        id::LogId,
        key::{NodeKey, PublicKey},
    },
};

const MAGIC: &[u8; 15] = b"balai-invite-1\n";
const DOMAIN: &[u8] = b"balai/invite/1\0";

/// The longest file that is read: 16 KiB and what is around the body.
pub const MAX_FILE: usize = 16 * 1024 + 256;

/// The most units that a kiosk is bound to.
pub const MAX_UNITS: usize = 256;

/// Why a file is no invitation for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InviteFault {
    /// Other bytes than an invitation's, or a length that does not fit.
    #[error("not an invitation")]
    NotAnInvite,
    /// The secret does not belong to this file, or the file was changed.
    #[error("the secret does not belong to this invitation, or the file was changed")]
    WrongSecret,
    /// It was made without a secret: the fingerprint is to be typed.
    #[error("this invitation has no secret: the fingerprint of the organisation is to be typed")]
    NoSecret,
    /// What was typed is not the fingerprint of the root key in the file.
    #[error("the fingerprint typed is not the one in the file")]
    OtherFingerprint,
    /// The certificate is not signed by the root key, or the invitation is not signed by the centre.
    #[error("the invitation is not signed by the centre of the organisation that it names")]
    NotSigned,
}

/// What an invitation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Its name, random.
    pub id: [u8; 16],
    /// The organisation's name.
    pub organisation: Text,
    /// The organisation's root key.
    pub root: PublicKey,
    /// The centre, as certified by the root key.
    pub centre: HubCert,
    /// The number that the node will bear.
    pub node: u32,
    /// The office's name.
    pub office: Text,
    /// The units whose people it may know; none said: all of them.
    pub units: Vec<Name>,
    /// What it may do, as bits: 1 register, 2 mark attendance, 4 collect surveys.
    pub duties: u8,
    /// Until when the centre takes it.
    pub until: Moment,
    /// Whether it was made with a secret.
    pub with_secret: bool,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Fields {
    #[cbor(n(0), with = "minicbor::bytes")]
    id: [u8; 16],
    #[n(1)]
    organisation: String,
    #[cbor(n(2), with = "minicbor::bytes")]
    root: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    cert: Vec<u8>,
    #[n(4)]
    node: u32,
    #[n(5)]
    office: String,
    #[n(6)]
    units: Vec<Name>,
    #[n(7)]
    duties: u8,
    #[n(8)]
    until: i64,
}

/// How the one at the kiosk proves that the file is the centre's.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'a> {
    /// The secret on the paper.
    Secret(&'a Secret),
    /// The root key's fingerprint, as typed from what was read out over the telephone.
    Fingerprint(&'a str),
}

impl Invite {
    /// The ledger that the kiosk will write.
    #[must_use]
    pub const fn log(&self) -> LogId {
        LogId::new(self.node, 1)
    }

    /// The file, signed by the centre and proven by the secret where there is one.
    #[must_use]
    pub fn to_file(&self, centre: &NodeKey, secret: Option<&Secret>) -> Vec<u8> {
        let mut fields = Vec::new();
        body::write(
            &Fields {
                id: self.id,
                organisation: self.organisation.to_string(),
                root: self.root.0,
                cert: self.centre.bytes().to_vec(),
                node: self.node,
                office: self.office.to_string(),
                units: self.units.clone(),
                duties: self.duties,
                until: self.until.0,
            },
            &mut fields,
        );
        let mut out = Vec::with_capacity(fields.len() + 128);
        out.extend_from_slice(MAGIC);
        out.push(u8::from(secret.is_some()));
        out.extend_from_slice(&u32::try_from(fields.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(&fields);
        let signature = centre.sign(&[DOMAIN, &out].concat());
        out.extend_from_slice(&signature);
        let mac = secret.map_or([0; 32], |secret| secret.prove_invite(&out));
        out.extend_from_slice(&mac);
        out
    }

    /// Reads a file and believes it for `proof`.
    ///
    /// The proof is asked for before anything in the body is read: bytes of a stranger never reach the decoder while a
    /// secret can refuse them.
    pub fn open(file: &[u8], proof: Proof<'_>) -> Result<Self, InviteFault> {
        let (with_secret, before_mac, mac) = frame(file)?;
        if let Proof::Secret(secret) = proof {
            if !with_secret {
                return Err(InviteFault::NoSecret);
            }
            if !same(&secret.prove_invite(before_mac), &mac) {
                return Err(InviteFault::WrongSecret);
            }
        }
        let (signed, signature) = before_mac
            .split_last_chunk::<64>()
            .ok_or(InviteFault::NotAnInvite)?;
        let fields = signed.get(20..).and_then(body::read::<Fields>);
        let fields = fields.ok_or(InviteFault::NotAnInvite)?;
        let root = PublicKey(fields.root);
        if let Proof::Fingerprint(typed) = proof
            && !same_digits(typed, &root.fingerprint())
        {
            return Err(InviteFault::OtherFingerprint);
        }
        let centre = certified(&fields.cert, root).ok_or(InviteFault::NotSigned)?;
        if !centre.claim().key.verifies(&[DOMAIN, signed].concat(), signature) {
            return Err(InviteFault::NotSigned);
        }
        let name = |text: &str| Text::read(text, limit::NAME).map_err(|_| InviteFault::NotAnInvite);
        if fields.node == 0 || fields.node == centre.claim().log.node.0 || fields.units.len() > MAX_UNITS {
            return Err(InviteFault::NotAnInvite);
        }
        Ok(Self {
            id: fields.id,
            organisation: name(&fields.organisation)?,
            root,
            centre,
            node: fields.node,
            office: name(&fields.office)?,
            units: fields.units,
            duties: fields.duties,
            until: Moment(fields.until),
            with_secret,
        })
    }
}

/// The parts of a file: whether it has a secret, all before the proof, and the proof.
fn frame(file: &[u8]) -> Result<(bool, &[u8], [u8; 32]), InviteFault> {
    let parts = || {
        if file.len() > MAX_FILE {
            return None;
        }
        let mut c = Cursor::new(file);
        if c.array()? != *MAGIC {
            return None;
        }
        let with_secret = match c.u8()? {
            0 => false,
            1 => true,
            _ => return None,
        };
        let length = usize::try_from(c.u32()?).ok()?;
        if c.rest().len() != length.checked_add(96)? {
            return None;
        }
        let (before_mac, mac) = file.split_last_chunk::<32>()?;
        Some((with_secret, before_mac, *mac))
    };
    parts().ok_or(InviteFault::NotAnInvite)
}

/// Whether what was typed has the digits of a fingerprint, whatever stands between them.
#[must_use]
pub fn same_digits(typed: &str, fingerprint: &str) -> bool {
    let digits = |text: &str| -> Option<String> {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '0'..='9' => out.push(c),
                c if c.is_whitespace() || matches!(c, '-' | '.' | ',' | '/') => {}
                _ => return None,
            }
        }
        Some(out)
    };
    digits(typed).is_some_and(|typed| typed.len() == 24 && Some(typed) == digits(fingerprint))
}

#[cfg(test)]
mod tests;

//! The survey custodian: somebody whose key opens the answers that offices release, and whose private half lies on no
//! machine. It is 24 words on a sheet of their own, in the form of the recovery sheet ([`super::root`]).
//!
//! The key is made of the words under a name of its own, so that the words of the organisation's key, typed by mistake,
//! open nothing.

use std::fmt::Write as _;

use bech32::{Bech32, Hrp};
use zeroize::Zeroizing;

use super::{
    root::{RootKey, Words, WordsFault},
    sheet::{plain, table},
};
use crate::{
    bundle::{Identity, Recipient},
    ledger::key::PublicKey,
};

/// The file's name in the folder of what is printed.
pub const FILE: &str = "lembar-survei.txt";

const CONTEXT: &str = "balai 2026 survey custodian, X25519 key of 24 words";

/// The custodian's key, while somebody holds the sheet at hand.
pub struct Custodian {
    seed: RootKey,
    identity: Identity,
    recipient: Recipient,
}

/// Says the public half and never the secret.
impl std::fmt::Debug for Custodian {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Custodian({})", self.recipient)
    }
}

impl Custodian {
    /// The key of a random seed; `None` only where age does not take it.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        let secret = Zeroizing::new(blake3::derive_key(CONTEXT, seed));
        let prefix = Hrp::parse("age-secret-key-").ok()?;
        let text = Zeroizing::new(bech32::encode_upper::<Bech32>(prefix, secret.as_slice()).ok()?);
        let identity: Identity = text.parse().ok()?;
        let recipient = Recipient::of(&identity).ok()?;
        Some(Self {
            seed: RootKey::from_seed(seed),
            identity,
            recipient,
        })
    }

    /// Reads the words as people type them.
    pub fn from_words(typed: &str) -> Result<Self, WordsFault> {
        let seed = RootKey::from_words(typed)?;
        Self::from_seed(seed.seed()).ok_or(WordsFault::Check)
    }

    /// The 24 words.
    #[must_use]
    pub fn words(&self) -> Words {
        self.seed.words()
    }

    /// What opens the boxes.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What boxes are encrypted to: the half that everybody knows.
    #[must_use]
    pub const fn recipient(&self) -> Recipient {
        self.recipient
    }
}

/// The public half in 24 digits, to be compared.
#[must_use]
pub fn fingerprint(recipient: Recipient) -> String {
    PublicKey(recipient.0).fingerprint()
}

/// The sheet's text, Indonesian first, ASCII, at most 72 columns; wiped when dropped.
#[must_use]
pub fn sheet(organisation: &str, custodian: &Custodian) -> Zeroizing<String> {
    let name = plain(organisation);
    // Room for all of it at once: a text that grows leaves copies of the secret behind.
    let mut out = Zeroizing::new(String::with_capacity(4096));
    let rule = "-".repeat(72);
    let _ = writeln!(
        out,
        "LEMBAR PENJAGA SURVEI - RAHASIA\nSurvey custodian's sheet - secret\n{rule}\n\nOrganisasi : {name}\nSidik      : {}\n",
        fingerprint(custodian.recipient())
    );
    table(&custodian.words(), &mut out);
    let _ = write!(
        out,
        "\n{rule}\n\
         UNTUK APA. Jawaban survei keluar dari setiap kantor dalam keadaan\n\
         terkunci. Hanya 24 kata ini yang membukanya. Tidak ada komputer, juga\n\
         di pusat, yang menyimpannya.\n\n\
         YANG HARUS DILAKUKAN\n\
         1. Cetak dua lembar. Serahkan kepada penjaga survei: seseorang yang\n\
         \x20  bukan fasilitator dan bukan petugas kiosk.\n\
         2. Jangan difoto, dikirim, atau disimpan di komputer.\n\
         3. Buktikan bahwa lembar ini terbaca: balai survey custodian --confirm\n\
         \x20  menanyakan 24 kata. Sesudah itu berkas ini dihapus dari komputer.\n\
         4. Hasil survei: balai survey results --batch KODE\n\
         5. Bila lembar ini hilang, jawaban yang sudah terkunci tidak terbuka\n\
         \x20  lagi. Angkat penjaga baru: balai survey custodian --replace\n\n\
         WHAT FOR. Survey answers leave every office locked, and these 24 words\n\
         alone open them. No computer keeps them, the centre's neither.\n\
         WHAT TO DO. Print two, give them to somebody who neither teaches nor\n\
         runs a kiosk, take no picture. Prove that the sheet reads well with:\n\
         balai survey custodian --confirm. Results: balai survey results\n"
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::sealed;

    #[test]
    fn the_words_on_paper_open_what_was_locked_for_them() {
        let custodian = Custodian::from_seed(&[0x5a; 32]).unwrap();
        let locked = sealed::encrypt(&custodian.recipient(), b"jawaban").unwrap();
        let typed: Vec<&str> = custodian.words().iter().collect();
        let again = Custodian::from_words(&typed.join(" ")).unwrap();
        assert_eq!(again.recipient(), custodian.recipient());
        let opened = sealed::decrypt(&locked, again.identity(), 100).unwrap();
        assert_eq!(opened.as_slice(), b"jawaban");
        assert!(
            sealed::decrypt(&locked, again.identity(), 6).is_err(),
            "beyond the bound"
        );
        let other = Custodian::from_seed(&[0x5b; 32]).unwrap();
        assert!(sealed::decrypt(&locked, other.identity(), 100).is_err());
    }

    #[test]
    fn the_sheet_alone_gives_the_key_back_and_any_printer_prints_it() {
        let custodian = Custodian::from_seed(&[1; 32]).unwrap();
        let text = sheet("BKPSDM \u{202e}Selaras", &custodian);
        assert!(text.len() < 4096, "it grew and left copies behind");
        for line in text.lines() {
            let plain = line.bytes().all(|b| (0x20..0x7f).contains(&b));
            assert!(line.len() <= 76 && plain, "{line:?}");
        }
        for word in custodian.words().iter() {
            assert!(text.contains(word));
        }
        assert!(!format!("{custodian:?}").contains(custodian.words().at(1).unwrap()));
    }
}

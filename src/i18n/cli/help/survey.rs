//! What `--help` says of `survey`.

use super::{Arg, Page, arg};

/// The pages and the options.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is the command or the option of its name")]
pub struct Pages {
    pub survey: Page,
    pub custodian: Page,
    pub results: Page,

    pub confirm_custodian: Arg,
    pub replace: Arg,
}

impl Pages {
    /// The page of a command by its words.
    pub fn page(&self, words: &str) -> Option<&Page> {
        Some(match words {
            "survey" => &self.survey,
            "survey custodian" => &self.custodian,
            "survey results" => &self.results,
            _ => return None,
        })
    }

    /// The option of an id.
    pub fn arg(&self, id: &str) -> Option<&Arg> {
        Some(match id {
            "confirm_custodian" => &self.confirm_custodian,
            "replace" => &self.replace,
            _ => return None,
        })
    }
}

/// Bahasa Indonesia.
pub const ID: Pages = Pages {
    survey: Page {
        about: "Survei di pusat: siapa yang dapat membuka jawaban, dan hasil dari semua kantor.",
        usage: "balai survey custodian|results ...",
        examples: "\
Jawaban keluar dari kantor hanya bila ada 5 atau lebih, tanpa nama, tanpa urutan, terkunci untuk penjaga survei.

Contoh:
  balai survey custodian                  kunci penjaga survei, dicetak sekali
  balai survey custodian --confirm        bukti bahwa lembarnya terbaca
  balai survey results --batch MAP-01/1   hasil, dibuka dengan kata-kata penjaga",
    },
    custodian: Page {
        about: "Angkat penjaga survei: kunci berupa 24 kata di kertas, tidak tersimpan di komputer mana pun.",
        usage: "balai survey custodian [--replace] [--json]\nbalai survey custodian --confirm [--json]",
        examples: "\
Serahkan lembarnya kepada seseorang yang bukan fasilitator dan bukan petugas kiosk. --confirm menanyakan 24 kata
itu, lalu menghapus berkasnya dari komputer ini; sejak itu setiap kantor mengunci jawaban untuknya. --replace:
lembarnya hilang; jawaban yang sudah terkunci hanya terbuka dengan kata-kata lama.",
    },
    results: Page {
        about: "Hasil survei sebuah angkatan dari semua kantor: jumlah dan rata-rata, tidak pernah jawaban seseorang.",
        usage: "balai survey results --batch KODE [--json]",
        examples: "\
24 kata penjaga survei ditanyakan, atau dibaca dari masukan standar; tidak disimpan. Hasil ditampilkan mulai 5
responden dari semua kantor bersama. Kiriman yang angkanya tidak cocok dengan kehadiran tidak dihitung.

Contoh:
  balai survey results --batch MAP-01/1",
    },
    confirm_custodian: arg("", "Buktikan lembar yang tercetak: 24 kata ditanyakan"),
    replace: arg("", "Angkat penjaga baru menggantikan yang ada"),
};

/// English.
pub const EN: Pages = Pages {
    survey: Page {
        about: "Surveys at the centre: who can open answers, and the results of all offices.",
        usage: "balai survey custodian|results ...",
        examples: "\
Answers leave an office only where there are 5 or more: without names, in no order, locked for the custodian.

Examples:
  balai survey custodian                  the survey custodian's key, printed once
  balai survey custodian --confirm        proof that the sheet reads well
  balai survey results --batch MAP-01/1   results, opened with the custodian's words",
    },
    custodian: Page {
        about: "Name a survey custodian: a key of 24 words on paper, which no computer keeps.",
        usage: "balai survey custodian [--replace] [--json]\nbalai survey custodian --confirm [--json]",
        examples: "\
Give the sheet to somebody who neither teaches nor runs a kiosk. --confirm asks for the 24 words, then wipes the
file from this computer; from then on every office locks answers for them. --replace: the sheet is lost; what is
locked already opens with the former words alone.",
    },
    results: Page {
        about: "The results of a batch's survey from all offices: counts and means, never anybody's answers.",
        usage: "balai survey results --batch CODE [--json]",
        examples: "\
The custodian's 24 words are asked for, or read from standard input, and not kept. Results are shown from 5
respondents on, over all offices together. Deliveries whose counts do not agree with attendance are left out.

Examples:
  balai survey results --batch MAP-01/1",
    },
    confirm_custodian: arg("", "Prove the printed sheet: the 24 words are asked for"),
    replace: arg("", "Name a new custodian in place of the one there is"),
};

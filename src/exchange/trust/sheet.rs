//! The recovery sheet: the root key's words on paper, Indonesian first, then English; ASCII, at most 72 columns, so that
//! a dot-matrix printer prints it on one page.

use std::fmt::Write as _;

use zeroize::Zeroizing;

use super::root::{RootKey, Words};

/// The file's name in the folder of what is printed.
pub const FILE: &str = "lembar-pemulihan.txt";

const COLUMNS: usize = 3;

/// A name as any printer prints it.
pub(super) fn plain(name: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii() && !c.is_ascii_control() {
            c
        } else {
            '?'
        }
    };
    name.chars().map(safe).collect()
}

/// The words, numbered, in columns that are read downwards.
pub(super) fn table(words: &Words, out: &mut String) {
    let words: Vec<&str> = words.iter().collect();
    let rows = words.len().div_ceil(COLUMNS);
    for row in 0..rows {
        for column in 0..COLUMNS {
            let at = column * rows + row;
            let word = words.get(at).copied().unwrap_or_default();
            let _ = write!(out, "   {:>2}. {word:<17}", at + 1);
        }
        let end = out.trim_end().len();
        out.truncate(end);
        out.push('\n');
    }
}

/// The sheet's text; wiped when dropped.
#[must_use]
pub fn text(organisation: &str, root: &RootKey) -> Zeroizing<String> {
    let name = plain(organisation);
    // Room for all of it at once: a text that grows leaves copies of the secret behind.
    let mut out = Zeroizing::new(String::with_capacity(4096));
    let rule = "-".repeat(72);
    let _ = writeln!(
        out,
        "LEMBAR PEMULIHAN - RAHASIA\nRecovery sheet - secret\n{rule}\n\nOrganisasi : {name}\nSidik      : {}\n",
        root.public().fingerprint()
    );
    table(&root.words(), &mut out);
    let _ = write!(
        out,
        "\n{rule}\n\
         UNTUK APA. 24 kata ini adalah kunci organisasi. Dengan kata-kata ini\n\
         komputer pusat yang rusak, hilang atau dicuri dapat diganti. Siapa pun\n\
         yang memegangnya dapat menjadi pusat.\n\n\
         YANG HARUS DILAKUKAN\n\
         1. Cetak dua lembar. Simpan di dua tempat terkunci yang berbeda,\n\
         \x20  dalam amplop tertutup yang ditandatangani.\n\
         2. Jangan difoto, dikirim, atau disimpan di komputer.\n\
         3. Buktikan bahwa lembar ini terbaca: balai hub found --confirm\n\
         \x20  menanyakan tiga kata. Sesudah itu berkas ini dan kunci rahasianya\n\
         \x20  dihapus dari komputer; hanya lembar ini yang tersisa.\n\
         4. Bila komputer pusat tidak ada lagi: pasang balai di komputer baru,\n\
         \x20  salin berkas \"org\" dari data kiosk mana pun (atau undangan lama),\n\
         \x20  lalu jalankan: balai hub recover --known BERKAS\n\
         \x20  dan ikuti langkah-langkah yang dicetaknya.\n\
         5. Bila lembar ini hilang: komputer pusat tetap bekerja, tetapi tidak\n\
         \x20  dapat dipulihkan. Bila jatuh ke tangan orang lain: laporkan.\n\n\
         WHAT FOR. These 24 words are the organisation's key. With them a broken,\n\
         lost or stolen centre is replaced. Whoever holds them can be the centre.\n\
         WHAT TO DO. Print two, lock them away in two places, take no picture.\n\
         Prove that the sheet reads well with: balai hub found --confirm\n\
         To replace the centre on a new machine: copy the file \"org\" from the\n\
         data of any kiosk (or an old invitation), then run\n\
         balai hub recover --known FILE and follow the steps that it prints.\n"
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_alone_gives_the_key_back() {
        let root = RootKey::from_seed(&[0x5a; 32]);
        let sheet = text("BKPSDM Kota Bandung \u{1b}[31m", &root);
        let words: Vec<(usize, String)> = {
            let mut numbered = Vec::new();
            for line in sheet.lines().filter(|line| line.starts_with("   ")) {
                let parts: Vec<&str> = line.split_whitespace().collect();
                for pair in parts.chunks(2) {
                    if let Ok(number) = pair[0].trim_end_matches('.').parse() {
                        numbered.push((number, pair[1].to_owned()));
                    }
                }
            }
            numbered.sort();
            numbered.into_iter().take(24).collect()
        };
        assert_eq!(
            words.iter().map(|word| word.0).collect::<Vec<_>>(),
            (1..=24).collect::<Vec<_>>()
        );
        let typed: Vec<String> = words.into_iter().map(|word| word.1).collect();
        assert_eq!(
            RootKey::from_words(&typed.join(" ")).unwrap().public(),
            root.public()
        );
        assert!(sheet.contains(&root.public().fingerprint()));
    }

    #[test]
    fn the_sheet_is_printed_by_any_printer() {
        let sheet = text(&"Organisasi \u{202e}".repeat(3), &RootKey::from_seed(&[1; 32]));
        assert!(sheet.len() < 4096, "it grew and left copies behind");
        for line in sheet.lines() {
            assert!(
                line.len() <= 76 && line.bytes().all(|b| (0x20..0x7f).contains(&b)),
                "{line:?}"
            );
        }
    }
}

//! Names of bundle files: `BALAI/<FROM>-<TO>-<8 hex>-P01.BLI`.
//!
//! Only `[A-Z0-9-]` and the dot, so that the name survives every file system, every operating system and a reading
//! over the telephone. Names are for people; nothing is decided by them.

use std::path::{Path, PathBuf};

use super::HOME;

/// The ending of a finished bundle.
pub const ENDING: &str = "BLI";
/// The ending of a bundle that is being written.
pub const UNFINISHED: &str = "PRT";

/// The longest short name of an office, in characters, without its number.
const SHORT: usize = 12;
/// Words of an office's name that say nothing of which office it is.
const FILLERS: &[&str] = &["DAN", "ATAU", "UNTUK", "OF", "THE", "AND"];

/// An office in a file's name: the first three letters of its first four words, folded to ASCII, and its number:
/// `DINKES7` is node 7, "Dinas Kesehatan". A name without a letter gives `KIOS7`.
pub fn office(node: u32, name: &str) -> String {
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .filter(|word| !word.is_empty() && !FILLERS.contains(&word.as_str()));
    let mut short: String = words
        .take(SHORT / 3)
        .flat_map(|word| word.chars().take(3).collect::<Vec<_>>())
        .collect();
    if !short.contains(|c: char| c.is_ascii_uppercase()) {
        "KIOS".clone_into(&mut short);
    }
    // A number that follows a number would be read as one.
    if short.ends_with(|c: char| c.is_ascii_digit()) {
        short.push('N');
    }
    format!("{short}{node}")
}

/// Upper case ASCII letters and digits of a word, accents taken off.
fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    word.nfkd()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A bundle's file on a stick, from the root: `from` and `to` are of [`office`] (`SEMUA` for several offices), `part`
/// counts from 1.
pub fn file(from: &str, to: &str, bundle: &[u8; 16], part: u32) -> PathBuf {
    let [a, b, c, d, ..] = bundle;
    let name = format!("{from}-{to}-{a:02X}{b:02X}{c:02X}{d:02X}-P{part:02}.{ENDING}");
    Path::new(HOME).join(name)
}

#[cfg(test)]
mod tests;

//! What was printed: texts in the data directory's `cetak`, and the burning of those that name somebody.
//!
//! A sheet may hold several letters, one under the other, to be cut along lines of `- - -`. Of such a sheet only the
//! letter of whoever is gone is cut out, and the sheet is named, so that nobody misses it without a word.

use super::files::{Files, replace};
use std::path::Path;

/// The folder under the data directory.
pub const DIR: &str = "cetak";

/// By what somebody is found on paper. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The number, all digits; empty where there is none.
    pub digits: String,
}

impl std::fmt::Debug for Named {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Named")
    }
}

/// What a burning did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Burned {
    /// Letters and files that were removed.
    pub papers: u64,
    /// Sheets with letters of others, from which a letter was cut out; and files that could not be removed.
    pub sheets: Vec<String>,
}

/// The files that name somebody.
#[must_use]
pub fn naming(files: &dyn Files, data: &Path, somebody: &[Named]) -> Vec<String> {
    let dir = data.join(DIR);
    let mut names = files.list(&dir).unwrap_or_default();
    names.sort_unstable();
    names.retain(|name| {
        files.read(&dir.join(name)).is_ok_and(|bytes| {
            let text = String::from_utf8_lossy(&bytes);
            letters(&text).iter().any(|letter| bears_any(letter, somebody))
        })
    });
    names
}

/// Removes what bears the number or the name of somebody who is gone.
pub fn burn(files: &dyn Files, data: &Path, gone: &[Named]) -> Burned {
    let mut burned = Burned::default();
    let dir = data.join(DIR);
    if gone.is_empty() {
        return burned;
    }
    for name in naming(files, data, gone) {
        let path = dir.join(&name);
        let Ok(bytes) = files.read(&path) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let all = letters(&text);
        let kept: Vec<&str> = all
            .iter()
            .copied()
            .filter(|letter| !bears_any(letter, gone))
            .collect();
        let cut = u64::try_from(all.len().saturating_sub(kept.len())).unwrap_or(u64::MAX);
        let others = kept.iter().any(|letter| !letter.trim().is_empty());
        let done = if others {
            replace(files, &path, kept.concat().as_bytes())
        } else {
            files.remove(&path)
        };
        if done.is_ok() {
            burned.papers = burned.papers.saturating_add(cut);
        }
        if others || done.is_err() {
            burned.sheets.push(name);
        }
    }
    if burned.papers > 0 {
        // What is gone is to stay gone after a power cut; a folder that cannot be synced is no reason to stop.
        let _ = files.sync_dir(&dir);
    }
    burned
}

/// Whether a line is one to cut along.
fn is_cut(line: &str) -> bool {
    line.trim_start().starts_with("- - -") && line.chars().all(|c| matches!(c, '-' | ' ' | '\r' | '\n'))
}

/// The letters of a sheet, each with the line to cut along behind it.
fn letters(text: &str) -> Vec<&str> {
    let (mut found, mut rest, mut at) = (Vec::new(), text, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        if is_cut(line)
            && let Some((letter, behind)) = rest.split_at_checked(at)
        {
            found.push(letter);
            (rest, at) = (behind, 0);
        }
    }
    if !rest.is_empty() {
        found.push(rest);
    }
    found
}

/// What is said behind the labels of a letter (`Nama : ...`), lines that go on put together.
fn values(letter: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for line in letter.lines() {
        if let Some((label, value)) = line.split_once(": ")
            && !label.trim().is_empty()
        {
            values.push(value.to_owned());
        } else if line.starts_with("    ")
            && let Some(last) = values.last_mut()
        {
            last.push_str(line);
        }
    }
    values
}

/// As it is compared: as it is printed, in ASCII, and without the blanks at which lines are broken.
fn squeezed(text: &str) -> String {
    let shown = text.chars().filter(|c| !c.is_whitespace());
    shown.map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

fn bears(letter: &str, named: &Named) -> bool {
    let name = squeezed(&named.name);
    let values = values(letter);
    let said = if values.is_empty() {
        letter.contains(&named.name)
    } else {
        values.iter().any(|value| squeezed(value) == name)
    };
    let digits: String = letter.chars().filter(char::is_ascii_digit).collect();
    (!name.is_empty() && said) || (!named.digits.is_empty() && digits.contains(&named.digits))
}

fn bears_any(letter: &str, somebody: &[Named]) -> bool {
    somebody.iter().any(|named| bears(letter, named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::files::RealFiles;

    fn letter(name: &str) -> String {
        format!(
            "BKPSDM: KODE AKTIVASI\n\nNama          : {name}\nUnit          : Dinas\nKode          : ABCD\n\n{}\n",
            "- ".repeat(36)
        )
    }

    fn named(name: &str) -> Named {
        Named {
            name: name.into(),
            digits: "198503122010012004".into(),
        }
    }

    #[test]
    fn a_sheet_of_several_letters_loses_one_and_is_named_and_nobody_with_a_longer_name_loses_theirs() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(DIR).join(name);
        std::fs::create_dir_all(dir.path().join(DIR)).unwrap();
        let long = letter("Ana Lestari binti Haji Muhammad Abdurrahman\n                 Wahid");
        std::fs::write(
            at("aktivasi.txt"),
            [letter("Ana"), letter("Anastasia"), long].concat(),
        )
        .unwrap();
        std::fs::write(at("satu.txt"), letter("Ana")).unwrap();
        std::fs::write(at("nomor.txt"), "NIP 19850312 201001 2 004\n").unwrap();
        std::fs::write(at("lain.txt"), letter("Budi")).unwrap();
        let burned = burn(&RealFiles, dir.path(), &[named("Ana")]);
        assert_eq!(
            (burned.papers, burned.sheets),
            (3, vec!["aktivasi.txt".to_owned()])
        );
        let left = std::fs::read_to_string(at("aktivasi.txt")).unwrap();
        assert!(left.contains("Anastasia") && !left.contains(": Ana\n"), "{left}");
        assert!(!at("satu.txt").exists() && !at("nomor.txt").exists() && at("lain.txt").exists());
        // A name that did not fit its line, and one that no printer of the time could print.
        let longer = named("Ana Lestari binti Haji Muhammad Abdurrahman Wahid");
        assert_eq!(burn(&RealFiles, dir.path(), &[longer]).papers, 1);
        std::fs::write(at("satu.txt"), letter("N?ng")).unwrap();
        assert_eq!(burn(&RealFiles, dir.path(), &[named("Néng")]).papers, 1);
    }
}

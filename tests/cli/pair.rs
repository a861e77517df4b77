//! A centre, and an office that joins it.

use super::office::Office;
use std::{fs, path::PathBuf};

/// The words of the recovery sheet, in order.
fn sheet(centre: &Office) -> Vec<String> {
    let text = fs::read_to_string(centre.data().join("cetak/lembar-pemulihan.txt")).unwrap();
    let words = text.split_whitespace().collect::<Vec<_>>();
    let numbered = words.windows(2).filter(|pair| {
        let number = pair[0]
            .strip_suffix('.')
            .and_then(|digits| digits.parse::<u8>().ok());
        number.is_some()
    });
    let mut found: Vec<(u8, String)> = numbered
        .filter(|pair| pair[1].chars().all(|c| c.is_ascii_lowercase()))
        .map(|pair| (pair[0].trim_end_matches('.').parse().unwrap(), pair[1].to_owned()))
        .collect();
    found.sort();
    found.into_iter().map(|(_, word)| word).collect()
}

/// Founds an organisation at a filled office, sheet proven.
pub fn centre() -> Office {
    let centre = Office::filled();
    let founded = centre
        .ok(&["hub", "found", "--name", "Kota Selaras", "--json"])
        .json();
    let words = sheet(&centre);
    assert_eq!(words.len(), 24);
    let asked = founded["asked"].as_array().unwrap();
    let typed: Vec<&str> = asked
        .iter()
        .map(|at| words[usize::try_from(at.as_u64().unwrap()).unwrap() - 1].as_str())
        .collect();
    let ran = centre.feed(&["hub", "found", "--confirm"], &format!("{}\n", typed.join("\n")));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    centre
}

/// A folder that serves as a stick.
pub fn stick(centre: &Office, name: &str) -> PathBuf {
    let path = centre.dir().join(name);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Invites an office, which joins by its secret and writes its request to the stick.
pub fn join(centre: &Office, stick: &str) -> (Office, String) {
    let invited = centre
        .ok(&[
            "hub",
            "invite",
            "--office",
            "Dinas Kesehatan",
            "--to",
            stick,
            "--json",
        ])
        .json();
    let kiosk = Office::empty();
    let secret = invited["secret"].as_str().unwrap();
    let ran = kiosk.feed(
        &["join", invited["file"].as_str().unwrap(), "--to", stick, "--json"],
        &format!("{secret}\n"),
    );
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let log = ran.json()["log"].as_str().unwrap().to_owned();
    (kiosk, log)
}

//! Each room names only the rooms above it: the drawing in `src/lib.rs` stays true.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms that a room above them in the table may still not name.
const BANNED: &[(&str, &[&str])] = &[
    ("bundle", &["store"]),
    ("survey", &["store"]),
    ("report", &["store"]),
    (
        "i18n",
        &[
            "ledger", "state", "store", "bundle", "exchange", "intake", "survey", "report", "service",
        ],
    ),
    ("ui", &["store", "exchange", "service"]),
    ("screen", &["store", "exchange", "service"]),
    ("app", &["store", "exchange", "service"]),
];
/// Rooms that know no files.
const NO_FILES: &[&str] = &[
    "domain", "ledger", "state", "bundle", "i18n", "ui", "screen", "app",
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The rooms in the order of the table in `src/lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(src().join("lib.rs")).unwrap();
    let rooms: Vec<String> = lib
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("//! |")?.split('|').map(str::trim);
            cells.next()?.parse::<u32>().ok()?;
            Some(
                cells
                    .next()?
                    .trim_matches(|c| c == '[' || c == ']' || c == '`')
                    .to_owned(),
            )
        })
        .collect();
    assert!(
        rooms.len() >= 16,
        "the table in src/lib.rs was not found: {rooms:?}"
    );
    rooms
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}

/// The source without comments and the contents of strings, so that a path in a sentence is no path.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .map(|line| line.split('"').step_by(2).collect::<Vec<_>>().join("\"\""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What follows each `crate::`, a group `{a, b::c}` taken apart: `a`, `b::c`.
fn named(code: &str) -> Vec<String> {
    let mut all = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0_i32;
                let mut item = String::new();
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            all.push(std::mem::take(&mut item));
                            continue;
                        }
                        _ => {}
                    }
                    item.push(c);
                }
                all.push(item);
            }
            None => all.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                    .collect(),
            ),
        }
    }
    all.into_iter()
        .map(|item| item.split_whitespace().collect())
        .collect()
}

fn first(path: &str) -> &str {
    path.split("::").next().unwrap_or("")
}

fn room_of(file: &Path) -> String {
    let inside = file.strip_prefix(src()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn every_room_names_only_the_rooms_above_it() {
    let rooms = rooms();
    let floor = |room: &str| rooms.iter().position(|known| known == room);
    let mut all = Vec::new();
    files(&src(), &mut all);
    let mut faults = BTreeSet::new();
    for file in &all {
        let room = room_of(file);
        let text = fs::read_to_string(file).unwrap();
        let code = code(&text);
        // `lib.rs` names every room; `main.rs` names the last.
        let Some(own) = floor(&room) else {
            assert!(
                matches!(room.as_str(), "lib" | "main"),
                "{room} is not in the table"
            );
            continue;
        };
        for path in named(&code) {
            let other = first(&path);
            let Some(there) = floor(other) else { continue };
            let banned = BANNED
                .iter()
                .any(|(from, to)| *from == room && to.contains(&other));
            if there > own || banned {
                faults.insert(format!(
                    "{} names {path}",
                    file.strip_prefix(src()).unwrap().display()
                ));
            }
        }
        let is_test = file.file_stem().is_some_and(|stem| stem == "tests");
        let own_code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        if NO_FILES.contains(&room.as_str()) && !is_test && own_code.contains("std::fs") {
            faults.insert(format!(
                "{} names std::fs",
                file.strip_prefix(src()).unwrap().display()
            ));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_screen_names_another() {
    let mut all = Vec::new();
    files(&src().join("screen"), &mut all);
    let mut screens: BTreeSet<String> = all
        .iter()
        .filter(|file| file.parent() == Some(&src().join("screen")))
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    screens.remove("tests");
    let mut faults = Vec::new();
    for file in &all {
        let inside = file.strip_prefix(src().join("screen")).unwrap();
        let own = inside
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        let text = code(&fs::read_to_string(file).unwrap());
        for path in named(&text) {
            let mut parts = path.split("::");
            if let (Some("screen"), Some(other)) = (parts.next(), parts.next())
                && other != own
                && screens.contains(other)
            {
                faults.push(format!("{} names {path}", inside.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_path_is_found_however_it_is_written() {
    let found = named("use crate::{a::b, c::{d, e}, f};\nfn x() { crate::g::h() }");
    assert_eq!(found, ["a::b", "c::{d,e}", "f", "g::h"]);
    assert_eq!(
        code("let x = \"crate::y\"; // crate::z\ncrate::w"),
        "let x = \"\"; \ncrate::w"
    );
}

#[test]
fn no_folder_hides_its_door() {
    let mut all = Vec::new();
    files(&src(), &mut all);
    assert!(all.iter().all(|file| file.file_name().unwrap() != "mod.rs"));
}

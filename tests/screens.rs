//! Every screen as people see it: its text, the role of each cell, the cursor.
//!
//! Each screen's first state in both languages at 80x24, 40x12 and 132x43, and once without colour; its other states in
//! both languages at 80x24 and 40x12. `INSTA_UPDATE=always cargo test --test screens` accepts what is shown; look at
//! the difference before committing it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use balai::i18n::Lang;
use balai::screen::samples;
use balai::ui::route::Access;
use balai::ui::testing::{Stage, all_roles, session};
use balai::ui::theme::Palette;
use std::collections::BTreeSet;
use std::path::Path;

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (132, 43)];

fn stage(lang: Lang, (width, height): (u16, u16), palette: Palette) -> Stage {
    let mut stage = Stage::new().lang(lang).size(width, height);
    stage.looks.palette = palette;
    stage.office.demo = Some("19850312 201001 2 004 PIN 202611".into());
    stage
}

/// The pictures of all samples in one language, size and palette: name, whether it is its screen's first state, text.
fn pictures(lang: Lang, size: (u16, u16), palette: Palette) -> Vec<(String, bool, String)> {
    let guest = stage(lang, size, palette);
    let mut person = stage(lang, size, palette);
    person.session = Some(session(all_roles()));
    let mut seen = BTreeSet::new();
    let both = samples(&guest.context())
        .into_iter()
        .zip(samples(&person.context()));
    both.map(|((name, as_guest), (_, as_person))| {
        // Screens that need somebody have somebody.
        let dump = match as_guest.route().access() {
            Access::Public => guest.dump(as_guest.as_ref()),
            _ => person.dump(as_person.as_ref()),
        };
        assert_eq!(dump.stray, None, "{name}: a style that is no role");
        let is_first = seen.insert(name.split('-').next().unwrap().to_owned());
        (name, is_first, dump.text)
    })
    .collect()
}

#[test]
fn every_screen_looks_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/screens");
    let _bound = settings.bind_to_scope();
    let mut views = vec![(Lang::Id, SIZES[0], Palette::Mono)];
    for lang in Lang::ALL {
        views.extend(SIZES.map(|size| (lang, size, Palette::Colour16)));
    }
    let mut shown = BTreeSet::new();
    for (lang, size, palette) in views {
        let is_usual = palette == Palette::Colour16 && size != SIZES[2];
        for (name, is_first, text) in pictures(lang, size, palette) {
            if !is_first && !is_usual {
                continue;
            }
            let lang = if lang == Lang::Id { "id" } else { "en" };
            let mono = if palette == Palette::Mono { "-mono" } else { "" };
            let file = format!("{name}-{lang}-{}x{}{mono}", size.0, size.1);
            insta::assert_snapshot!(file.as_str(), text);
            assert!(
                shown.insert(format!("{file}.snap")),
                "two states are called {name}"
            );
        }
    }
    no_picture_of_what_is_gone(&shown);
}

fn no_picture_of_what_is_gone(shown: &BTreeSet<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/screens");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "snap") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(
                shown.contains(&name),
                "no screen looks like tests/snapshots/screens/{name} any more"
            );
        }
    }
}

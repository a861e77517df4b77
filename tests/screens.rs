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

/// Shows one sample; screens that need somebody have somebody.
fn picture(mut stage: Stage, at: usize) -> (String, String) {
    let (name, screen) = samples(&stage.context()).swap_remove(at);
    if screen.route().access() != Access::Public {
        stage.session = Some(session(all_roles()));
    }
    // Again, now that somebody is there to be looked at.
    let (_, screen) = samples(&stage.context()).swap_remove(at);
    let dump = stage.dump(screen.as_ref());
    assert_eq!(dump.stray, None, "{name}: a style that is no role");
    (name, dump.text)
}

#[test]
fn every_screen_looks_as_it_did() {
    let mut shown = BTreeSet::new();
    let mut seen_screens = BTreeSet::new();
    let count = samples(&Stage::new().context()).len();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/screens");
    let _bound = settings.bind_to_scope();
    for at in 0..count {
        let name = samples(&Stage::new().context()).swap_remove(at).0;
        let is_first = seen_screens.insert(name.split('-').next().unwrap().to_owned());
        let mut views = Vec::new();
        for lang in Lang::ALL {
            for size in SIZES.into_iter().take(if is_first { 3 } else { 2 }) {
                views.push((lang, size, Palette::Colour16));
            }
        }
        if is_first {
            views.push((Lang::Id, SIZES[0], Palette::Mono));
        }
        for (lang, size, palette) in views {
            let (name, text) = picture(stage(lang, size, palette), at);
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

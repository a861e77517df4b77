//! What holds on every screen, in every language, at every size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use balai::app::DEEPEST;
use balai::app::testing::{Kiosk, chord};
use balai::i18n::Lang;
use balai::screen::samples;
use balai::ui::context::SMALLEST;
use balai::ui::glyph::Tier;
use balai::ui::key::Chord;
use balai::ui::keymap::{Action, Keymap, Keys};
use balai::ui::route::{Access, Route};
use balai::ui::screen::{Idle, Screen, Typing};
use balai::ui::testing::{Stage, all_roles, session};
use balai::ui::theme::{Palette, Role};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use std::collections::BTreeMap;

const SIZES: [(u16, u16); 5] = [(80, 24), (40, 12), (132, 43), (80, 25), (64, 20)];

/// A stage on which the samples of every screen can stand: somebody with all roles is signed in.
fn stage(lang: Lang, (width, height): (u16, u16)) -> Stage {
    let mut stage = Stage::new().lang(lang).size(width, height).signed_in(all_roles());
    stage.office.demo = Some("19850312 201001 2 004 PIN 202611".into());
    stage
}

/// Runs a check over every screen, state, language and size, and tells all that is wrong at once.
#[track_caller]
fn everywhere(sizes: &[(u16, u16)], mut check: impl FnMut(&dyn Screen, &Stage) -> Result<(), String>) {
    let mut faults = Vec::new();
    for lang in Lang::ALL {
        for size in sizes {
            let stage = stage(lang, *size);
            for (name, screen) in samples(&stage.context()) {
                if let Err(fault) = check(screen.as_ref(), &stage) {
                    faults.push(format!("{name} {lang:?} {}x{}: {fault}", size.0, size.1));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

fn is(holds: bool, fault: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(fault()) }
}

fn text(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let rows = buffer.content().chunks(width);
    rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n")
        .collect()
}

#[test]
fn only_glyphs_that_the_font_has_are_shown() {
    for tier in [Tier::Ascii, Tier::Vga] {
        everywhere(&SIZES[..2], |screen, stage| {
            let mut stage = self::stage(stage.looks.lang, stage.size);
            stage.looks.tier = tier;
            let (buffer, _) = stage.paint(screen);
            let stray = text(&buffer).chars().find(|c| *c != '\n' && !tier.has(*c));
            is(stray.is_none(), || format!("{stray:?} in {tier:?}"))
        });
    }
}

#[test]
fn every_cell_has_a_role() {
    for palette in [Palette::Colour16, Palette::Mono] {
        everywhere(&SIZES[..2], |screen, stage| {
            let mut stage = self::stage(stage.looks.lang, stage.size);
            stage.looks.palette = palette;
            let dump = stage.dump(screen);
            is(dump.stray.is_none(), || {
                format!("{palette:?} {:?}\n{}", dump.stray, dump.text)
            })
        });
    }
}

#[test]
fn without_colour_the_same_is_said() {
    everywhere(&SIZES[..2], |screen, stage| {
        let mut mono = self::stage(stage.looks.lang, stage.size);
        mono.looks.palette = Palette::Mono;
        let (colour, mono) = (text(&stage.paint(screen).0), text(&mono.paint(screen).0));
        is(colour == mono, || format!("\n{colour}\n{mono}"))
    });
}

#[test]
fn every_sentence_fits_into_its_room() {
    everywhere(&SIZES, |screen, stage| {
        let (buffer, painted) = stage.paint(screen);
        is(painted.overflows.is_empty(), || {
            format!("{:?}\n{}", painted.overflows, text(&buffer))
        })
    });
}

#[test]
fn no_size_is_a_panic() {
    let (width, height) = SMALLEST;
    let sizes = [
        (1, 1),
        (20, 6),
        (width - 1, height - 1),
        (45, 15),
        (50, 30),
        (60, 18),
        (200, 60),
    ];
    everywhere(&sizes, |screen, stage| {
        drop(stage.paint(screen));
        Ok(())
    });
}

#[test]
fn no_room_is_a_panic_in_the_whole_kiosk() {
    let mut kiosk = Kiosk::new(|_| Vec::new());
    for width in 1..=60 {
        for height in 1..=30 {
            kiosk.resize(width, height);
        }
    }
}

#[test]
fn the_cursor_is_where_the_focus_is() {
    everywhere(&SIZES[..2], |screen, stage| {
        let (buffer, painted) = stage.paint(screen);
        let palette = stage.looks.palette;
        let has_focus = |y: u16| {
            (0..buffer.area.width).any(|x| {
                let cell = &buffer[(x, y)];
                palette.role_of(cell.fg, cell.bg, cell.modifier) == Some(Role::Focus)
            })
        };
        let focused: Vec<u16> = (0..buffer.area.height).filter(|y| has_focus(*y)).collect();
        let at = painted.cursor;
        is(buffer.area.contains(at) && at.y > 0, || {
            format!("the cursor is at {at:?}")
        })?;
        let right = focused.is_empty() || focused.contains(&at.y) || screen.typing() != Typing::None;
        is(right, || {
            format!(
                "the cursor is in row {}, the focus in {focused:?}\n{}",
                at.y,
                text(&buffer)
            )
        })
    });
}

#[test]
fn no_key_means_two_things_and_every_hint_has_its_help() {
    everywhere(&SIZES[..2], |screen, stage| {
        let cx = stage.context();
        let mut meanings: BTreeMap<String, Action> = BTreeMap::new();
        for binding in screen.bindings(&cx).into_iter().filter(|binding| binding.enabled) {
            let chords: Vec<(Chord, Action)> = match binding.keys {
                Keys::Chords(chords) => chords.to_vec(),
                Keys::Digits(from, to) => (from..=to)
                    .map(|d| (Chord::char(char::from(b'0' + d)), Action::Choose(d)))
                    .collect(),
                Keys::Letters | Keys::AnyKey(_) => Vec::new(),
            };
            for (chord, action) in chords {
                let before = meanings.insert(format!("{chord:?}"), action);
                is(before.is_none_or(|before| before == action), || {
                    format!("{chord:?} is {before:?} and {action:?}")
                })?;
            }
        }
        // The operators are the same roads everywhere, unless they are typed.
        let keymap = Keymap::new(
            screen.bindings(&cx),
            screen.roads(),
            screen.typing(),
            cx.texts,
            true,
        );
        for (key, allowed) in [
            ('*', &[Action::Leave, Action::Enter][..]),
            ('/', &[Action::Help, Action::Back][..]),
            (
                '-',
                &[Action::Back, Action::Previous, Action::Leave, Action::Enter][..],
            ),
            ('+', &[Action::Next, Action::Enter][..]),
        ] {
            let action = keymap.action(Chord::char(key));
            is(action.is_none_or(|action| allowed.contains(&action)), || {
                format!("{key} is {action:?}")
            })?;
        }
        let help = keymap.help(stage.looks.tier, cx.texts);
        is(
            help.iter()
                .all(|row| !row.keys.is_empty() && !row.text.is_empty()),
            || format!("{help:?}"),
        )?;
        let hints = keymap.hints(u16::MAX, stage.looks.tier, cx.texts);
        let unsaid = hints
            .iter()
            .find(|(keys, ..)| !help.iter().any(|row| row.short == *keys));
        is(unsaid.is_none(), || format!("{unsaid:?} is not in the help"))
    });
}

#[test]
fn hints_are_never_cut() {
    everywhere(&SIZES, |screen, stage| {
        let cx = stage.context();
        let (buffer, _) = stage.paint(screen);
        let all = text(&buffer);
        let row = all.lines().last().unwrap().trim().to_owned();
        let keymap = Keymap::new(
            screen.bindings(&cx),
            screen.roads(),
            screen.typing(),
            cx.texts,
            true,
        );
        let hints = keymap.hints(stage.size.0 - 2, stage.looks.tier, cx.texts);
        let whole: Vec<String> = hints
            .iter()
            .map(|(key, word, _)| format!("[{key}] {word}"))
            .collect();
        is(row == whole.join("  ").trim(), || {
            format!("{row:?} is not {whole:?}")
        })
    });
}

/// Everything personal of whoever is signed in in a sweep.
const PERSONAL: [&str; 6] = [
    "Siti",
    "Rahmawati",
    "19850312",
    "201001 2 004",
    "Perencana Ahli",
    "Bagian Perencanaan",
];

#[test]
fn after_silence_nothing_personal_is_left() {
    let stage = stage(Lang::Id, (80, 24));
    for (name, screen) in samples(&stage.context()) {
        if screen.idle() == Idle::Never {
            continue;
        }
        let mut kiosk = Kiosk::new(|_| Vec::new());
        kiosk.keys("<enter>").sign_in(session(all_roles())).show(screen);
        kiosk.blind = true;
        kiosk.wait_ms(301_000 + 20_000).look();
        assert!(
            matches!(kiosk.app.route(), Route::Attract),
            "{name}: {:?}",
            kiosk.app.route()
        );
        for text in PERSONAL {
            assert!(
                !kiosk.text().contains(text),
                "{name} leaves {text}\n{}",
                kiosk.text()
            );
            assert!(
                !format!("{:?}", kiosk.app).contains(text),
                "{name} leaves {text} in Debug"
            );
        }
    }
}

#[test]
fn the_star_leads_to_the_start_from_anywhere() {
    let stage = stage(Lang::Id, (80, 24));
    for key in ["*", "<f10>"] {
        for (name, screen) in samples(&stage.context()) {
            let has_road = screen.roads().leave || screen.route().access() != Access::Public;
            if !has_road || (key == "*" && screen.typing() == Typing::Text) {
                continue;
            }
            let mut kiosk = Kiosk::new(|_| Vec::new());
            kiosk.keys("<enter>").sign_in(session(all_roles())).show(screen);
            kiosk.keys(key);
            assert!(
                matches!(kiosk.app.route(), Route::Attract),
                "{name} {key}: {:?}",
                kiosk.app.route()
            );
            assert!(!kiosk.app.is_signed_in(), "{name}");
        }
    }
}

#[test]
fn back_from_help_leads_to_the_screen_as_it_was() {
    let stage = stage(Lang::Id, (80, 24));
    for (name, screen) in samples(&stage.context()) {
        if matches!(screen.route(), Route::Help | Route::Attract) {
            continue;
        }
        let mut kiosk = Kiosk::new(|_| Vec::new());
        kiosk.keys("<enter>").sign_in(session(all_roles())).show(screen);
        // Seconds may count down, an answer may be waited for; else nothing may change.
        let body = |kiosk: &Kiosk| {
            kiosk.rows()[1..22]
                .concat()
                .replace(|c: char| c.is_ascii_digit(), "0")
        };
        let before = body(&kiosk);
        kiosk.keys("<f1>");
        assert!(matches!(kiosk.app.route(), Route::Help), "{name}");
        kiosk.keys("<esc>");
        assert_eq!(before, body(&kiosk), "{name}");
    }
}

fn any_key() -> impl Strategy<Value = Chord> {
    const NAMED: [&str; 13] = [
        "enter", "esc", "tab", "backtab", "back", "up", "down", "left", "right", "home", "end", "pgup",
        "pgdn",
    ];
    prop_oneof![
        6 => prop::char::range('0', '9').prop_map(Chord::char),
        3 => prop::char::range(' ', '~').prop_map(Chord::char),
        1 => prop::char::range('a', 'z').prop_map(Chord::ctrl),
        6 => prop::sample::select(&NAMED[..]).prop_map(|name| chord(name).unwrap()),
        2 => (1_u8..=12).prop_map(Chord::f),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_pressed_there_is_a_way_home(
        keys in prop::collection::vec((any_key(), prop_oneof![Just(10_u64), Just(40), Just(400)]), 2_500),
        signed_in in any::<bool>(),
    ) {
        let mut kiosk = Kiosk::new(|_| Vec::new());
        kiosk.blind = true;
        kiosk.tell(balai::ui::ask::Reply::Catalogue(std::sync::Arc::new(balai::ui::testing::catalogue())));
        for (at, (key, gap)) in keys.iter().enumerate() {
            if signed_in && at % 50 == 0 {
                kiosk.sign_in(session(all_roles()));
            }
            kiosk.wait_ms(*gap);
            kiosk.press(*key);
            if at % 25 == 0 {
                kiosk.look();
            }
            prop_assert!(kiosk.app.depth() <= DEEPEST);
        }
        kiosk.keys("<f10>");
        if !matches!(kiosk.app.route(), Route::Attract) {
            // A key before it had closed the idle dialog or opened the first screen.
            kiosk.keys("<f10>");
        }
        prop_assert!(matches!(kiosk.app.route(), Route::Attract));
    }
}

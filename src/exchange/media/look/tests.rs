use super::*;
use crate::exchange::media::FaultyStick;

fn seen(stick: &FaultyStick) -> (Vec<String>, Vec<(OddKind, String)>) {
    let look = look(stick).unwrap();
    let bundles = look
        .bundles
        .iter()
        .map(|seen| seen.path.to_string_lossy().into_owned())
        .collect();
    let oddities = look
        .oddities
        .into_iter()
        .map(|odd| (odd.kind, odd.name))
        .collect();
    (bundles, oddities)
}

#[test]
fn bundles_are_known_by_their_content_whatever_their_name() {
    let stick = FaultyStick::new();
    for path in [
        "BALAI/A1-B1-1-P01.BLI",
        "BALAI/a1-b1-1-p01 (2).bli",
        "balai2.txt",
        "no ending",
        "BALAI/foto.jpg",
    ] {
        stick.place_file(path, &MAGIC);
    }
    stick.place_file("Foto/deeper.bli", &MAGIC);
    stick.place_file("surat.txt", b"Dengan hormat");
    let (bundles, oddities) = seen(&stick);
    let expected = [
        "BALAI/A1-B1-1-P01.BLI",
        "BALAI/a1-b1-1-p01 (2).bli",
        "BALAI/foto.jpg",
        "balai2.txt",
        "no ending",
    ];
    assert_eq!(bundles, expected, "other people's folders are not searched");
    assert!(oddities.is_empty());
}

#[test]
fn the_shortcut_virus_is_named_and_stepped_over() {
    let stick = FaultyStick::new();
    // What these worms leave: everything moved into a folder of a blank name, shortcuts in its place.
    stick.place_file("\u{a0}/BALAI/A1-B1-1-P01.BLI", &MAGIC);
    stick.place_file("\u{a0}/surat.doc", b"surat");
    stick.place_file("KINGSTON (8GB).lnk", b"L\0\0\0");
    stick.place_file("BALAI.lnk", b"L\0\0\0");
    stick.place_file("autorun.inf", b"[autorun]");
    stick.place_file("helper.VBS", b"x");
    // The other kind: the folder stays, hidden, beside a shortcut of its name.
    stick.place_file("Laporan/B2-A1-2-P01.BLI", &MAGIC);
    stick.place_file("Laporan.lnk", b"L\0\0\0");
    stick.place_file("C3-A1-3-P01.BLI", &MAGIC);
    stick.place_file("C3-A1-3-P01.BLI.lnk", b"L\0\0\0");
    let (bundles, oddities) = seen(&stick);
    assert_eq!(
        bundles,
        [
            "C3-A1-3-P01.BLI",
            "Laporan/B2-A1-2-P01.BLI",
            "\u{a0}/BALAI/A1-B1-1-P01.BLI"
        ]
    );
    let expected = [
        (OddKind::Shortcut, "BALAI.lnk"),
        (OddKind::Shortcut, "C3-A1-3-P01.BLI.lnk"),
        (OddKind::Shortcut, "KINGSTON (8GB).lnk"),
        (OddKind::Shortcut, "Laporan.lnk"),
        (OddKind::Hidden, "?"),
        (OddKind::Hidden, "C3-A1-3-P01.BLI"),
        (OddKind::Hidden, "Laporan"),
        (OddKind::Autorun, "autorun.inf"),
        (OddKind::Program, "helper.VBS"),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(kind, name)| (kind, name.to_owned()))
        .collect();
    assert_eq!(oddities, expected);
}

#[test]
fn traps_and_false_names_are_named() {
    let stick = FaultyStick::new();
    stick.place_file("BALAI/A1-B1-1-P01.PRT", &MAGIC);
    stick.place_file("BALAI/empty.PRT", b"");
    stick.place_file("gear.prt", b"a part of a drawing program");
    stick.place_file("torn.prt", &MAGIC);
    stick.place_file("BALAI/other.BLI", b"not a bundle at all");
    stick.place_file("BALAI/empty.BLI", b"");
    stick.place_name("BALAI/pipe.BLI", Kind::Other);
    let (bundles, oddities) = seen(&stick);
    assert!(bundles.is_empty());
    let expected = [
        (OddKind::NotAFile, "pipe.BLI"),
        (OddKind::Unfinished, "A1-B1-1-P01.PRT"),
        (OddKind::Unfinished, "empty.PRT"),
        (OddKind::Unfinished, "torn.prt"),
        (OddKind::NoBundle, "empty.BLI"),
        (OddKind::NoBundle, "other.BLI"),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(kind, name)| (kind, name.to_owned()))
        .collect();
    assert_eq!(oddities, expected);
}

#[test]
fn names_are_safe_to_show() {
    let stick = FaultyStick::new();
    stick.place_file("\u{1b}]52;c;evil\u{7}\u{202e}gpj.exe", b"x");
    stick.place_file(format!("{}.exe", "x".repeat(200)), b"x");
    let (_, oddities) = seen(&stick);
    assert_eq!(oddities[0].1, "?]52;c;evil??gpj.exe");
    assert_eq!(oddities[1].1.chars().count(), 60);
}

#[test]
fn the_number_of_files_that_are_opened_is_bounded_and_bundles_come_first() {
    let stick = FaultyStick::new();
    for n in 0..3_000 {
        stick.place_file(format!("{n:05}.txt"), &MAGIC);
    }
    stick.place_file("zzz.bli", &MAGIC);
    let look = look(&stick).unwrap();
    assert_eq!(look.bundles.len(), MOST_CANDIDATES);
    assert!(look.bundles.iter().any(|seen| seen.path == Path::new("zzz.bli")));
    assert!(look.oddities.iter().any(|odd| odd.kind == OddKind::TooMany));
    assert!(stick.calls() < 4 * u64::try_from(MOST_CANDIDATES).unwrap());
}

#[test]
fn folders_and_oddities_are_bounded() {
    let stick = FaultyStick::new();
    for n in 1..200 {
        stick.place_file(format!("{}/BALAI/a.bli", "_".repeat(n)), &MAGIC);
        stick.place_file(format!("{n}.exe"), b"x");
    }
    let look = look(&stick).unwrap();
    assert!(look.bundles.len() <= MOST_FOLDERS);
    assert_eq!(look.oddities.len(), MOST_ODDITIES);
}

#[test]
fn a_stick_pulled_while_it_is_looked_at_is_told() {
    let stick = FaultyStick::new();
    stick.place_file("BALAI/A1-B1-1-P01.BLI", &MAGIC);
    stick.place_file("a.txt", b"some text");
    let before = stick.calls();
    look(&stick).unwrap();
    for call in 1..=stick.calls() - before {
        let stick = FaultyStick::new();
        stick.place_file("BALAI/A1-B1-1-P01.BLI", &MAGIC);
        stick.place_file("a.txt", b"some text");
        stick.pull_at(call);
        assert_eq!(look(&stick), Err(Fault::Pulled), "call {call}");
    }
}

#[test]
fn a_card_says_what_the_stick_is() {
    let stick = FaultyStick::new();
    stick.limit(Some(1_000));
    stick.place_file("x.exe", b"0123456789");
    let card = look(&stick).unwrap().card(&stick, "KINGSTON");
    assert_eq!(
        (card.free, card.writable, card.label.as_str()),
        (Some(990), true, "KINGSTON")
    );
    assert_eq!(card.oddities.len(), 1);
}

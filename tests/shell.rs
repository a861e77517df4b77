//! The shell in a real pseudo-terminal: the terminal is taken, kept and given back.
//!
//! The program under test is this test binary itself, started again with [`CHILD`] set: a kiosk whose office is three
//! lines long, so that what is seen here is the shell's doing alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "common/pty.rs"]
mod pty;

use balai::app::IdleTimes;
use balai::app::Settings;
use balai::runtime::{Options, looks_of_env, run};
use balai::ui::ask::{Ask, Reply};
use pty::Pty;
use std::sync::Arc;

const CHILD: &str = "BALAI_TEST_CHILD";

/// Not a test of its own: what the other tests start.
#[test]
fn kiosk_in_a_terminal() {
    let Some(kind) = std::env::var_os(CHILD) else {
        return;
    };
    let looks = looks_of_env(
        std::env::var_os("NO_COLOR").as_deref(),
        std::env::var_os("TERM").as_deref(),
    );
    let mut settings = Settings {
        looks,
        ..Settings::default()
    };
    if kind == "impatient" {
        settings.idle = IdleTimes {
            public_ms: 300,
            staff_ms: 300,
            dialog_ms: 300,
        };
    }
    let crash_file = std::env::var_os("BALAI_TEST_CRASH").map(Into::into);
    let options = Options {
        settings,
        mouse: kind == "mouse",
        crash_file,
    };
    let office = Office {
        panics: kind == "panics",
    };
    run(options, office).unwrap();
}

struct Office {
    panics: bool,
}

impl balai::runtime::worker::Worker for Office {
    fn start(&mut self, tell: &mut (dyn FnMut(Reply) + Send)) {
        tell(Reply::Opened {
            office: "Balai Diklat Uji".into(),
            demo: None,
        });
        tell(Reply::Catalogue(Arc::new(balai::ui::testing::catalogue())));
    }

    fn answer(&mut self, _: Ask, _: &mut (dyn FnMut(Reply) + Send)) {
        assert!(!self.panics, "NIP {}", "198503122010012004");
    }
}

fn start(kind: &str, term: &str, env: &[(&str, &str)], size: (u16, u16)) -> Pty {
    let program = std::env::current_exe().unwrap();
    let mut all = vec![(CHILD, kind), ("TERM", term)];
    all.extend_from_slice(env);
    Pty::start(
        program.to_str().unwrap(),
        &[
            "--exact",
            "kiosk_in_a_terminal",
            "--nocapture",
            "--test-threads=1",
        ],
        &all,
        size,
    )
}

#[test]
fn the_first_frame_waits_for_nobody_and_asks_the_terminal_nothing() {
    let mut pty = start("plain", "linux", &[], (80, 24));
    pty.wait("Pindai kartu pegawai").wait("Data per");
    let bytes = pty.bytes();
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("\x1b[6n"), "the terminal was asked for its cursor");
    assert!(
        !text.contains("\x1b[?1000h"),
        "the mouse was taken without being wanted"
    );
    assert!(text.contains("\x1b[?2004h"), "bracketed paste");
    assert!(pty.look(|screen| !screen.hide_cursor()));
}

#[test]
fn job_control_keys_do_nothing() {
    let mut pty = start("plain", "xterm-256color", &[], (80, 24));
    pty.wait("Pindai kartu pegawai")
        .send("\x03\x1a\x1c\x04\x13\x11")
        .send("\r")
        .wait("Selamat datang");
    pty.send("\x03\x1a\x1c\x04\x13\x11")
        .send("\x1bOQ")
        .wait("Welcome. Choose");
}

#[test]
fn the_consoles_own_keys_are_understood() {
    let mut pty = start("plain", "linux", &[], (80, 24));
    pty.wait("Data per").send("\x1b[[B").wait("press any key");
    pty.send("\r")
        .wait("Welcome")
        .send("\x1b[B")
        .wait("> 2")
        .send("\x1b[A")
        .wait("> 1");
    pty.send("\x1b[21~").wait("Pindai kartu pegawai");
}

#[test]
fn a_smaller_and_a_larger_window_are_drawn_whole() {
    let mut pty = start("plain", "xterm-256color", &[], (80, 24));
    pty.wait("Pindai kartu pegawai")
        .resize(30, 8)
        .wait("Jendela terlalu kecil");
    pty.resize(40, 12)
        .wait("atau tekan tombol")
        .resize(132, 43)
        .wait("Teks besar");
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in ["TERM", "HUP"] {
        let mut pty = start("plain", "xterm-256color", &[], (80, 24));
        pty.wait("Pindai kartu pegawai");
        assert!(pty.look(vt100::Screen::alternate_screen));
        pty.signal(signal);
        assert_eq!(pty.ends(), 0, "{signal}");
        pty.until("the main screen", |screen| !screen.alternate_screen());
        assert!(pty.look(|screen| !screen.hide_cursor() && !screen.bracketed_paste()));
        assert!(!pty.text().contains("Pindai"), "{}", pty.text());
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_tells_no_values() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crash");
    let crash = ("BALAI_TEST_CRASH", file.to_str().unwrap());
    let mut pty = start("panics", "xterm-256color", &[crash], (80, 24));
    // The slip's code that is scanned is looked up: the first request.
    pty.wait("Data per");
    let code = balai::domain::code::Code::from_hash(&[7, 7, 7, 7, 7]).plain();
    pty.send(&format!("{code}\r"));
    assert_eq!(pty.ends(), 101);
    pty.until("the main screen", |screen| !screen.alternate_screen());
    let record = std::fs::read_to_string(&file).unwrap();
    assert!(record.starts_with("PANIK-01 "), "{record}");
    assert!(record.contains("worker"), "{record}");
    assert!(
        !record.contains("1985") && !pty.text().contains("1985"),
        "{record}\n{}",
        pty.text()
    );
}

#[test]
fn no_color_keeps_the_focus_visible() {
    let mut pty = start("plain", "xterm-256color", &[("NO_COLOR", "1")], (80, 24));
    pty.wait("Data per").send("\r").wait("Katalog pelatihan");
    let row = pty.text().lines().position(|line| line.contains("> 1")).unwrap();
    let row = u16::try_from(row).unwrap();
    assert!(pty.look(|screen| screen.cell(row, 10).unwrap().inverse()));
    let bytes = String::from_utf8_lossy(&pty.bytes()).into_owned();
    assert!(
        !bytes.contains("38;5;") && !bytes.contains("48;5;"),
        "a colour was sent"
    );
}

#[test]
fn a_scanners_burst_is_one_scan_and_few_frames() {
    let mut pty = start("plain", "xterm-256color", &[], (80, 24));
    pty.wait("Data per").send("\r").wait("Selamat datang");
    let before = pty.bytes().len();
    pty.send("19850312201001200445\r").wait("Kode tidak dikenal");
    let spent = pty.bytes().len() - before;
    assert!(spent < 2_500, "{spent} bytes");
    pty.wait("Selamat datang");
}

#[test]
fn a_key_costs_few_bytes() {
    let mut pty = start("plain", "xterm-256color", &[], (80, 24));
    pty.wait("Data per").send("\r").wait("Selamat datang").wait("> 1");
    let before = pty.bytes().len();
    pty.send("\x1b[B").wait("> 2");
    let moved = pty.bytes().len() - before;
    assert!(moved < 1_024, "a move costs {moved} bytes");
    let before = pty.bytes().len();
    pty.send("\x1b[[A").wait("Bantuan");
    let screen = pty.bytes().len() - before;
    assert!(screen < 6 * 1_024, "a screen costs {screen} bytes");
}

#[test]
fn a_paste_with_escapes_and_newlines_presses_nothing() {
    let mut pty = start("plain", "xterm-256color", &[], (80, 24));
    pty.wait("Data per").send("\r").wait("Selamat datang");
    pty.send("\x1b[200~1\n\x1b]0;x\x07\n\x1b[201~")
        .send("\x1bOQ")
        .wait("Welcome. Choose");
}

#[test]
fn silence_leads_back_to_the_start() {
    let mut pty = start("impatient", "xterm-256color", &[], (80, 24));
    pty.wait("Data per")
        .send("\r")
        .wait("Masih di sini?")
        .wait("Pindai kartu pegawai");
}

#[test]
fn the_mouse_is_taken_where_it_is_wanted_and_given_back() {
    let mut pty = start("mouse", "xterm-256color", &[], (80, 24));
    pty.wait("Data per").send("\x1b[<0;10;10M").wait("Selamat datang");
    pty.signal("TERM").ends();
    pty.until("no mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
}

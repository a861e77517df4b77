//! The walk: what the kiosk is for, in a real pseudo-terminal, with the program that is shipped and its demonstration
//! city. An employee takes the last seat, the power goes as the slip appears, and nothing is lost; then the seat is
//! given back, a survey answered, and its results open to the facilitator with the fifth answer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

#[path = "common/pty.rs"]
mod pty;

use pty::Pty;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_balai");
const EMPLOYEE: &str = "197001011995011991";
const FACILITATOR: &str = "198411232009031993";
const PIN: &str = "246813";
/// One seat of eight is left in it.
const BATCH: &str = "SIM-01/2026-1";
/// Its survey is open, and four have answered.
const ENDED: &str = "KOM-01/BARU-SELESAI";
/// Longer than Enter is deaf after a change of screen (300 ms), so that a second one is not swallowed with the first,
/// and longer than a scanner's pause, so that what was typed before is not taken for a scan.
const AGAIN: Duration = Duration::from_millis(330);

/// What the screens say in one language, in the order of the walk.
struct Words {
    lang: &'static str,
    attract: &'static str,
    home: &'static str,
    catalogue: &'static str,
    found: &'static str,
    list: &'static str,
    course: &'static str,
    sign_in: &'static str,
    number: &'static str,
    pin: &'static str,
    confirm: &'static str,
    slip: &'static str,
    trainings: &'static str,
    which: &'static str,
    why: &'static str,
    sure: &'static str,
    cancelled: &'static str,
    begin: &'static str,
    question: fn(usize) -> String,
    of_500: &'static str,
    review: &'static str,
    thanks: &'static str,
    facilitator: &'static str,
    open_what: &'static str,
    too_few: &'static str,
    respondents: &'static str,
}

const ID: Words = Words {
    lang: "id",
    attract: "Pindai kartu pegawai",
    home: "Pilih layanan:",
    catalogue: "24 dari 24 pelatihan",
    found: "1 dari 24 pelatihan",
    list: "Ketik huruf untuk mencari, angka",
    course: "Pilih jadwal:",
    sign_in: "Siapa Anda?",
    number: "18 dari 18",
    pin: "6 dari 6",
    confirm: "1  Daftarkan saya",
    slip: "Kode slip",
    trainings: "Capaian JP",
    which: "Nomor mana yang akan dibatalkan?",
    why: "Mengapa dibatalkan?",
    sure: "9  Ya, batalkan",
    cancelled: "Pendaftaran Anda sudah dibatalkan",
    begin: "1  Mulai",
    question: |n| format!("Pertanyaan {n} dari 14"),
    of_500: "dari 500",
    review: "Periksa jawaban Anda",
    thanks: "Survei Anda sudah dikirim.",
    facilitator: "Hari ini,",
    open_what: "Apa yang ingin Anda buka?",
    too_few: "mulai 5 responden",
    respondents: "5 responden",
};

const EN: Words = Words {
    lang: "en",
    attract: "Scan your employee card",
    home: "Choose a service:",
    catalogue: "24 of 24 trainings",
    found: "1 of 24 trainings",
    list: "Type letters to search, a number",
    course: "Choose dates:",
    sign_in: "Who are you?",
    number: "18 of 18",
    pin: "6 of 6",
    confirm: "1  Register me",
    slip: "Slip code",
    trainings: "Credit hours",
    which: "Which number is to be cancelled?",
    why: "Why is it cancelled?",
    sure: "9  Yes, cancel",
    cancelled: "Your registration was cancelled.",
    begin: "1  Begin",
    question: |n| format!("Question {n} of 14"),
    of_500: "of 500",
    review: "Check your answers",
    thanks: "Your survey has been sent.",
    facilitator: "Today,",
    open_what: "What would you like to open?",
    too_few: "from 5 respondents on",
    respondents: "5 respondents",
};

/// Runs a command on the office; what it printed.
fn balai(data: &Path, args: &[&str]) -> Vec<u8> {
    let output = Command::new(PROGRAM)
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {said}");
    output.stdout
}

fn registrations(data: &Path) -> Vec<Value> {
    let printed = balai(data, &["list", "registrations", "--batch", BATCH, "--json"]);
    let Value::Array(all) = serde_json::from_slice(&printed).unwrap() else {
        panic!("not an array");
    };
    all
}

fn kiosk(data: &Path, words: &Words) -> Pty {
    let args = ["kiosk", "--data", data.to_str().unwrap(), "--lang", words.lang];
    let mut kiosk = Pty::start(PROGRAM, &args, &[("TERM", "xterm-256color")], (80, 24));
    kiosk.wait(words.attract);
    kiosk
}

/// Whether some text comes soon.
fn soon(kiosk: &Pty, text: &str) -> bool {
    let end = Instant::now() + AGAIN;
    while Instant::now() < end {
        if kiosk.text().contains(text) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    false
}

/// Presses Enter, again where it was deaf, until the text is there.
#[track_caller]
fn enter(kiosk: &mut Pty, text: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    // The first only after a scanner's pause, as a person would: else what was typed just now is a scan.
    while !soon(kiosk, text) {
        assert!(
            Instant::now() < end,
            "Enter never led to {text}:\n{}",
            kiosk.text()
        );
        kiosk.send("\r");
    }
}

/// Signs in with a scanned card and a PIN, from the attract screen. A machine so busy that it tears the scan apart
/// gets another.
fn scan(kiosk: &mut Pty, words: &Words, number: &str, then: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    kiosk.wait(words.attract);
    loop {
        // A key pressed less than 35 ms before would be part of the scan.
        std::thread::sleep(Duration::from_millis(50));
        kiosk.send(&format!("{number}\r"));
        if soon(kiosk, words.number) {
            break;
        }
        while !kiosk.send("*").text().contains(words.attract) && !soon(kiosk, words.attract) {
            assert!(Instant::now() < end, "no scan was taken:\n{}", kiosk.text());
        }
    }
    kiosk.send(&pasted(PIN)).wait(words.pin);
    enter(kiosk, then);
}

/// A burst of digits would be a scan; a paste never is.
fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

/// The digit of the row that names this.
#[track_caller]
fn digit_of(kiosk: &mut Pty, name: &str) -> String {
    let text = kiosk.wait(name).text();
    let row = text.lines().find(|line| line.contains(name)).unwrap();
    row.chars().find(char::is_ascii_digit).unwrap().to_string()
}

/// The code of a slip on the screen, without its dash.
fn code_on(screen: &str) -> Option<String> {
    let is_part = |part: &str| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphanumeric());
    screen.split_whitespace().find_map(|word| {
        let (one, two) = word.split_once('-')?;
        (is_part(one) && is_part(two)).then(|| format!("{one}{two}"))
    })
}

/// From the attract screen to the confirmation of the last seat, with a search, as a guest who signs in late.
fn to_confirmation(kiosk: &mut Pty, words: &Words) {
    kiosk.send(" ").wait(words.home).send("1").wait(words.catalogue);
    kiosk.send("sistem informasi man").wait(words.found);
    kiosk.send("\x1b[B").wait(words.list);
    // The same key at once would be one held down, which does not repeat into a new screen.
    kiosk.send("1").wait(words.course);
    kiosk.send("\x1b[B\x1b[A1").wait(words.sign_in);
    kiosk.send(&pasted(EMPLOYEE)).wait(words.number);
    kiosk.send("\x1b[B").send(&pasted(PIN)).wait(words.pin);
    enter(kiosk, words.confirm);
}

/// Registers, and takes the power away as the slip appears; the slip's code.
fn register_and_die(kiosk: &mut Pty, words: &Words) -> String {
    // A shell that waits with the word in its mouth is quicker than one that has to be started.
    let mut axe = Command::new("sh")
        .args(["-c", "read -r go; kill -9 \"$0\""])
        .arg(kiosk.child.process_id().unwrap().to_string())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    kiosk.send("1");
    let end = Instant::now() + Duration::from_secs(10);
    let code = loop {
        let text = kiosk.text();
        if let Some(code) = code_on(&text).filter(|_| text.contains(words.slip)) {
            axe.stdin.take().unwrap().write_all(b"\n").unwrap();
            break code;
        }
        assert!(Instant::now() < end, "the slip never came:\n{text}");
        std::thread::yield_now();
    };
    assert!(axe.wait().unwrap().success());
    kiosk.ends();
    code
}

/// Gives the seat back, through the screens.
fn cancel(kiosk: &mut Pty, words: &Words) {
    let digit = digit_of(kiosk, "Sistem Informasi");
    kiosk.send("7").wait(words.which).send(&digit);
    kiosk.wait(words.why).send("4").wait(words.sure);
    kiosk
        .send("9")
        .wait(words.cancelled)
        .send("1")
        .wait(words.trainings);
}

/// Answers the survey that waits, with digits where digits answer.
fn answer(kiosk: &mut Pty, words: &Words) {
    let digit = digit_of(kiosk, "Komunikasi Publik");
    kiosk.send(&digit).wait(words.begin).send("1");
    for n in 1..=14 {
        kiosk.wait(&(words.question)(n));
        let next = if n == 14 {
            words.review.to_owned()
        } else {
            (words.question)(n + 1)
        };
        let text = kiosk.text();
        // The same digit again goes on; into the next question it would be a key held down.
        let digit = if n % 2 == 0 { "2" } else { "3" };
        if text.contains(words.of_500) {
            enter(kiosk, &next);
        } else if text.contains(" 9    10") {
            // From 0 to 10: a second digit may belong to the number.
            kiosk.send(digit).wait(&format!("[{digit}]"));
            enter(kiosk, &next);
        } else {
            kiosk.send(digit).wait("(*)").send(digit).wait(&next);
        }
    }
    enter(kiosk, words.thanks);
}

/// What the facilitator is shown of the batch that has just ended.
fn results(kiosk: &mut Pty, words: &Words, expected: &str) {
    scan(kiosk, words, FACILITATOR, words.trainings);
    kiosk.send("-").wait(words.home).send("7").wait(words.facilitator);
    let digit = digit_of(kiosk, "Komunikasi Publik");
    kiosk.send(&digit).wait(words.open_what).wait(ENDED);
    kiosk.send("2").wait(expected);
    kiosk.send("*").wait(words.attract);
}

fn walk(words: &Words) {
    let dir = tempfile::tempdir().unwrap();
    let data = &dir.path().join("city");
    balai(data, &["demo", "--no-kiosk"]);
    let taken = registrations(data).len();

    let mut first = kiosk(data, words);
    to_confirmation(&mut first, words);
    let code = register_and_die(&mut first, words);

    balai(data, &["verify"]);
    let all = registrations(data);
    assert_eq!(all.len(), taken + 1);
    let seats: Vec<u64> = all.iter().filter_map(|one| one["seat"].as_u64()).collect();
    assert_eq!(seats.len(), 8, "the last seat is taken");
    assert_eq!(
        seats.iter().collect::<BTreeSet<_>>().len(),
        8,
        "and no seat twice: {seats:?}"
    );
    let own: Vec<&Value> = all.iter().filter(|one| one["number"] == EMPLOYEE).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["code"], code.as_str(), "the slip told the truth");

    let mut second = kiosk(data, words);
    results(&mut second, words, words.too_few);
    scan(&mut second, words, EMPLOYEE, words.trainings);
    second.wait("Sistem Informasi");
    cancel(&mut second, words);
    answer(&mut second, words);
    second.send("*");
    results(&mut second, words, words.respondents);
    second.wait(words.attract);
    let seen = second.text();
    assert!(!seen.contains("Siti") && !seen.contains("Budi"), "{seen}");
    drop(second);

    balai(data, &["verify"]);
    let all = registrations(data);
    let own: Vec<&Value> = all.iter().filter(|one| one["number"] == EMPLOYEE).collect();
    assert!(own.iter().all(|one| one["seat"].is_null()), "{own:?}");
    let seated = all.iter().filter(|one| !one["seat"].is_null()).count();
    assert_eq!(seated, 7);
}

#[test]
fn jalan_seorang_pegawai_dari_layar_depan_sampai_hasil_survei() {
    walk(&ID);
}

#[test]
fn the_walk_of_an_employee_from_the_first_screen_to_the_results() {
    walk(&EN);
}

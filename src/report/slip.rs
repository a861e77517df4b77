//! Texts to print: at most 80 columns, ASCII only, no box drawing, so that a dot-matrix printer prints them.

use crate::{
    domain::{
        batch::Phase,
        day::{Moment, wib},
        receipt::{Cause, Change, ChangeKind, Promise, Receipt},
    },
    state::card::PersonLine,
};
use std::fmt::Write as _;

/// The width of a printed line.
const WIDTH: usize = 72;

fn ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

fn line(out: &mut String, label: &str, value: &str) {
    let value = ascii(value);
    let mut first = true;
    for part in textwrap::wrap(&value, WIDTH - 16) {
        let _ = writeln!(
            out,
            "{:<14}{} {part}",
            if first { label } else { "" },
            if first { ":" } else { " " }
        );
        first = false;
    }
}

fn days(phases: &[Phase]) -> String {
    let day = |day: crate::domain::day::Day| day.date().format("%d-%m-%Y").to_string();
    let phase = |phase: &Phase| {
        if phase.from == phase.to {
            day(phase.from)
        } else {
            format!("{} s.d. {}", day(phase.from), day(phase.to))
        }
    };
    phases.iter().map(phase).collect::<Vec<_>>().join(", ")
}

fn time(moment: Moment) -> String {
    moment.local(wib()).format("%d-%m-%Y %H.%M WIB").to_string()
}

/// Why the promise is another than it was.
fn why(change: &Change) -> String {
    let (seats, office) = (change.seats, &change.office);
    let why = match change.kind {
        ChangeKind::Promoted if seats > 0 && change.cause == Cause::Back => {
            format!("{seats} kursi kembali dari {office}")
        }
        ChangeKind::Promoted if seats > 0 && change.cause == Cause::Given => {
            format!("{seats} kursi diberikan {office}")
        }
        ChangeKind::Promoted => format!("ada kursi kosong dari {office}"),
        ChangeKind::Bumped => format!("{office} mengurangi kursi"),
        ChangeKind::Cancelled => format!("dibatalkan di {office}"),
        ChangeKind::Admitted => format!("diterima oleh {office}"),
    };
    match &change.bundle {
        Some(bundle) => format!("{why}, bundel {bundle}"),
        None => why,
    }
}

/// The slip on paper. It names nobody: the code and the card say whose it is.
#[must_use]
pub fn receipt(office: &str, receipt: &Receipt) -> String {
    let mut out = String::new();
    let rule = "-".repeat(WIDTH);
    let _ = writeln!(out, "{}\n{rule}", ascii(office));
    let head = match receipt.promise {
        Promise::Seat(_) => "BUKTI PENDAFTARAN: ANDA TERDAFTAR".to_owned(),
        Promise::Waiting { place } => format!("BUKTI PENDAFTARAN: DAFTAR TUNGGU, antre ke-{place}"),
        Promise::Wish => "BUKTI PENDAFTARAN: MENUNGGU KEPUTUSAN PENYELENGGARA".to_owned(),
    };
    let _ = writeln!(out, "{head}\n");
    line(&mut out, "Kode", &receipt.code.to_string());
    line(&mut out, "Pelatihan", &receipt.title);
    line(&mut out, "Angkatan", &receipt.batch_code);
    line(&mut out, "Jadwal", &days(&receipt.phases));
    let room = receipt
        .room
        .as_ref()
        .map_or_else(String::new, |room| format!(", {room}"));
    line(&mut out, "Tempat", &format!("{}{room}", receipt.place));
    line(&mut out, "JP", &receipt.credit.to_string());
    if let Promise::Seat(ticket) = receipt.promise {
        line(&mut out, "Kursi", &format!("nomor {}", ticket.0));
    }
    if let Some(change) = &receipt.change {
        line(&mut out, "Sebab", &why(change));
    }
    let doubt = if receipt.uncertain {
        " (jam kios belum pasti)"
    } else {
        ""
    };
    line(
        &mut out,
        "Tercatat",
        &format!("{}{doubt}", time(receipt.recorded)),
    );
    let advice = match receipt.promise {
        Promise::Seat(_) => "Bawa kode ini atau kartu pegawai pada hari pertama.",
        Promise::Waiting { .. } => {
            "Anda BELUM mendapat kursi. Bila ada kursi kosong, urutan ini menentukan siapa mendapatkannya."
        }
        Promise::Wish => "Anda BELUM mendapat kursi. Penyelenggara memutuskan siapa diterima.",
    };
    let _ = writeln!(out, "\n{}\n{rule}", textwrap::fill(advice, WIDTH));
    out
}

/// A slip with an activation code, to be cut off and handed over.
#[must_use]
pub fn activation(office: &str, person: &PersonLine, code: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}: KODE AKTIVASI\n", ascii(office));
    line(&mut out, "Nama", &person.name);
    line(&mut out, "Unit", &person.unit);
    line(&mut out, "Kode", code);
    let _ = writeln!(
        out,
        "\n{}\n{}\n",
        textwrap::fill(
            "Di terminal: pilih Masuk, lalu \"Belum punya PIN\". Kode ini hanya untuk Anda dan hanya berlaku sekali.",
            WIDTH
        ),
        "- ".repeat(WIDTH / 2)
    );
    out
}

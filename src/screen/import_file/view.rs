//! How an import looks.

use super::{Choice, ImportFile, Part, choices};
use crate::domain::refusal::Refusal;
use crate::i18n::{Lang, format};
use crate::state::card::ImportReport;
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::painter::{Choice as Line, Painter};
use crate::ui::screen::Screen;
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use crate::ui::widget::pace::Pace;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// Rows that one fault may take.
const MOST_ROWS: u16 = 2;

fn count(cx: &Context, n: u64) -> String {
    format::number(cx.lang, i64::try_from(n).unwrap_or(i64::MAX))
}

fn name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

pub(super) fn view(it: &ImportFile, painter: &mut Painter, cx: &Context) {
    painter.cursor(painter.body().x, painter.body().y);
    match &it.part {
        Part::Files(list) => files(it, *list, painter, cx),
        Part::Working { saving, folding, far } => working(it, *saving, *folding, *far, painter, cx),
        Part::Report(done, list) => report(done, *list, painter, cx),
    }
}

fn files(it: &ImportFile, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.import_file;
    let body = painter.body();
    let large = painter.is_large();
    let Some(files) = &it.files else { return };
    if files.is_empty() {
        painter.put(body.x, body.y, t.none, Role::Important);
        painter.wrap(
            Rect {
                y: body.y + 2,
                height: 4,
                ..body
            },
            t.none_what,
            Role::Base,
        );
        return;
    }
    let mut y = body.y;
    if !large {
        painter.put(body.x, y, t.heading, Role::Base);
        y += 2;
    }
    for at in list.visible() {
        let Some(path) = files.get(at) else { continue };
        let digit = list.digit_of(at).unwrap_or(0);
        if y < body.bottom() {
            painter.choice(y, &Line::new(digit, &name(path), list.selected() == at).data());
        }
        y += 1;
    }
}

fn working(it: &ImportFile, saving: bool, folding: bool, far: Pace, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.import_file;
    let body = painter.body();
    let gap = u16::from(!painter.is_large());
    painter.put(
        body.x,
        body.y,
        if saving { t.saving } else { t.trying },
        Role::Important,
    );
    painter.cut(body.x, body.y + 1, body.width, &name(&it.path), Role::Base);
    let y = body.y + 2 + gap;
    let total = if far.total > 0 {
        count(cx, far.total)
    } else {
        String::new()
    };
    let done = if folding {
        (cx.texts.bundle_in.records)(&count(cx, far.done), &total)
    } else {
        (t.rows_done)(&count(cx, far.done), &total)
    };
    let y = far.draw(painter, y, &done, cx) + gap;
    painter.wrap(
        Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        },
        t.wait,
        Role::Muted,
    );
}

fn report(it: &ImportReport, list: List, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.import_file;
    let body = painter.body();
    let large = painter.is_large();
    let gap = u16::from(!large);
    let mut y = body.y;
    let what = format!("{}, {}", (t.kind)(it.kind), (t.rows)(&count(cx, it.rows)));
    if large {
        painter.cut(
            body.x,
            y,
            body.width,
            &format!("{}: {what}", it.file),
            Role::Important,
        );
        y += 1;
    } else {
        let end = painter.cut(body.x, y, body.width / 2, &it.file, Role::Important) + 3;
        painter.put(end, y, &what, Role::Base);
        y += 2;
    }
    let half = if large { 19 } else { 28 };
    let cells = [
        (t.added, it.added),
        (t.same, it.same),
        (t.changed, it.changed),
        (t.rejected, it.rejected),
    ];
    for (at, (label, n)) in (0_u16..).zip(cells) {
        let x = body.x + (at % 2) * half;
        let row = y + at / 2;
        let alarm = at == 3 && n > 0;
        painter.put(x, row, label, if alarm { Role::Error } else { Role::Muted });
        painter.put_right(x + half - 3, row, &count(cx, n), Role::Base);
        if alarm {
            painter.gutter(row);
        }
    }
    y += 2 + gap;
    if !large {
        y = faults(it, y, painter, cx) + 1;
    }
    if let Some(path) = &it.rejects_file {
        if large {
            painter.cut(
                body.x,
                y,
                body.width,
                &format!("{}: {}", t.rejected, name(path)),
                Role::Base,
            );
            y += 1;
        } else {
            painter.put(body.x, y, t.rejects_at, Role::Base);
            painter.cut(
                body.x + 2,
                y + 1,
                body.width.saturating_sub(2),
                &path.display().to_string(),
                Role::Important,
            );
            y += 3;
        }
    }
    choose(it, list, y, painter, cx);
}

/// The first faults; gives the row after them.
fn faults(it: &ImportReport, mut y: u16, painter: &mut Painter, cx: &Context) -> u16 {
    let t = &cx.texts.import_file;
    let body = painter.body();
    if it.faults.is_empty() {
        painter.put(body.x, y, t.faults_none, Role::Good);
        return y + 1;
    }
    painter.put(body.x, y, t.faults, Role::Base);
    y += 1;
    // What comes below has its room: where the rejects are, the choices.
    let mut room = body.height.saturating_sub(14);
    let mut shown = 0_u64;
    for (id, en) in &it.faults {
        let text = if cx.lang == Lang::Id { id } else { en };
        let width = body.width.saturating_sub(2);
        let height = painter.height_of(text, width).min(MOST_ROWS);
        if height > room {
            break;
        }
        let place = Rect {
            x: body.x + 2,
            y,
            width,
            height,
        };
        painter.wrap_cut(place, text, Role::Important);
        room -= height;
        y += height;
        shown += 1;
    }
    let all = it.rejected.max(u64::try_from(it.faults.len()).unwrap_or(0));
    if all > shown {
        painter.put(
            body.x + 2,
            y,
            &(t.more_faults)(&count(cx, all - shown)),
            Role::Muted,
        );
        y += 1;
    }
    y
}

fn choose(it: &ImportReport, list: List, mut y: u16, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.import_file;
    let body = painter.body();
    let large = painter.is_large();
    let changes = it.added + it.changed;
    if it.dry_run && changes == 0 {
        let nothing = if it.rejected > 0 {
            t.no_good_row
        } else {
            t.nothing_new
        };
        painter.put(body.x, y, nothing, Role::Important);
        y += 1 + u16::from(!large);
    }
    for (at, choice) in choices(it).into_iter().enumerate() {
        let digit = u8::try_from(at + 1).unwrap_or(0);
        let label = match choice {
            Choice::Save(false) => (t.save)(&count(cx, changes)),
            // The long sentence has no room in large text; the counts above say the same.
            Choice::Save(true) if large => (t.save)(&count(cx, changes)),
            Choice::Save(true) => (t.save_good)(&count(cx, changes)),
            Choice::Files if it.dry_run => t.cancel.into(),
            Choice::Files => t.other_file.into(),
            Choice::Finish => t.finished.into(),
        };
        painter.choice(y, &Line::new(digit, &label, list.selected() == at));
        y += 1;
        if choice == Choice::Save(true) {
            let room = Rect {
                x: body.x + 5,
                y,
                width: body.width.saturating_sub(5),
                height: body.bottom().saturating_sub(y),
            };
            y += painter.wrap(room, t.save_good_what, Role::Muted);
        }
    }
}

/// What a try of a file of people may say.
pub(super) fn tried(rejected: u64) -> ImportReport {
    let faults = [
        (
            "baris 8.114, kolom NIP: 17 digit, harus 18 (1987040120100110)",
            "row 8,114, column NIP: 17 digits",
        ),
        (
            "baris 8.120, kolom UNIT: unit \"DISHUBX\" tidak ada",
            "row 8,120, column UNIT: no unit \"DISHUBX\"",
        ),
    ];
    let most = usize::try_from(rejected).unwrap_or(0);
    ImportReport {
        file: "pegawai-2026-11.csv".into(),
        kind: "people",
        dry_run: true,
        rows: 9_358,
        added: 48,
        changed: 120,
        same: 9_190 - rejected,
        rejected,
        faults: faults
            .iter()
            .cycle()
            .take(most)
            .map(|(id, en)| ((*id).into(), (*en).into()))
            .collect(),
        details: Vec::new(),
        rejects_file: None,
        written: false,
    }
}

/// The same, saved.
pub(super) fn saved(rejected: u64) -> ImportReport {
    ImportReport {
        dry_run: false,
        written: true,
        rejects_file: (rejected > 0).then(|| "/var/lib/balai/inbox/pegawai-2026-11.ditolak.csv".into()),
        ..tried(rejected)
    }
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let paths: Vec<PathBuf> = [
        "angkatan-2027.xlsx",
        "pegawai-2026-11.csv",
        "riwayat-pelatihan-2019-2026.csv",
    ]
    .into_iter()
    .map(|name| Path::new("/var/lib/balai/inbox").join(name))
    .collect();
    let with = |files: &[PathBuf], reply: Option<Reply>| -> Box<dyn Screen> {
        let mut screen = ImportFile::new();
        screen.reply(&Reply::ImportFiles(files.to_vec()), cx);
        if let Some(reply) = reply {
            screen.update(&Input::Do(Action::Choose(2)), cx);
            screen.reply(&reply, cx);
        }
        Box::new(screen)
    };
    let report = |report: ImportReport| with(&paths, Some(Reply::ImportReport(Box::new(report))));
    let nothing = ImportReport {
        added: 0,
        changed: 0,
        same: 9_358,
        ..tried(0)
    };
    let hopeless = ImportReport {
        added: 0,
        changed: 0,
        same: 0,
        ..tried(12)
    };
    let many: Vec<PathBuf> = (1..=14)
        .map(|n| PathBuf::from(format!("/inbox/{n:02}.csv")))
        .collect();
    vec![
        ("waiting", Box::new(ImportFile::new())),
        ("files", with(&paths, None)),
        ("many", with(&many, None)),
        ("none", with(&[], None)),
        (
            "working",
            with(
                &paths,
                Some(Reply::Progress {
                    done: 4_711,
                    total: 9_358,
                }),
            ),
        ),
        (
            "unknown-length",
            with(
                &paths,
                Some(Reply::Progress {
                    done: 4_711,
                    total: 0,
                }),
            ),
        ),
        (
            "folding",
            with(
                &paths,
                Some(Reply::Folded {
                    done: 18_000,
                    total: 20_011,
                }),
            ),
        ),
        ("clean", report(tried(0))),
        ("faults", report(tried(6))),
        ("nothing", report(nothing)),
        ("hopeless", report(hopeless)),
        ("saved", report(saved(0))),
        ("saved-good", report(saved(6))),
        ("refused", with(&paths, Some(Reply::Refused(Refusal::DiskFull)))),
    ]
}

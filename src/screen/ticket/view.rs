//! How the slip looks.

use super::{DONE, ENLARGE, PRINT, Screened, TRAININGS};
use crate::domain::receipt::{Promise, Receipt};
use crate::i18n::format;
use crate::ui::context::Context;
use crate::ui::painter::{Choice, Painter};
use crate::ui::sync_words;
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Whether the QR has a screen of its own to be shown on: there are no half blocks to show it beside the words, or no
/// room for both, and it fits above the hint row.
pub fn can_enlarge(screen: &Screened, cx: &Context) -> bool {
    let Some(qr) = &screen.qr else { return false };
    let half = cx.tier.has_half_blocks();
    let (width, height) = qr.size(half);
    let fits = width <= cx.width && height < cx.height;
    let shown_already = half && !cx.is_large();
    fits && cx.tier.bar().0 == '█' && !shown_already
}

/// Shows it.
pub fn view(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let Some(receipt) = &screen.receipt else {
        painter.cursor(body.x, body.y);
        choices(screen, painter, body.y + 2, cx);
        return;
    };
    if screen.is_enlarged(cx) {
        enlarged(screen, receipt, painter);
    } else if painter.is_large() {
        short(screen, receipt, painter, cx);
    } else {
        whole(screen, receipt, painter, cx);
    }
}

fn promise(receipt: &Receipt, cx: &Context) -> (String, &'static str, &'static str, Role) {
    let t = &cx.texts.ticket;
    match receipt.promise {
        Promise::Seat(_) => (t.seat.to_owned(), t.says_seat, t.short_seat, Role::Good),
        Promise::Waiting { place } => (
            (t.waiting)(place),
            t.says_waiting,
            t.short_waiting,
            Role::Important,
        ),
        Promise::Wish => (t.wish.to_owned(), t.says_wish, t.short_wish, Role::Important),
    }
}

fn dates(receipt: &Receipt, cx: &Context) -> String {
    let mut phases = receipt.phases.clone();
    phases.sort_by_key(|phase| phase.from);
    let each: Vec<String> = phases
        .iter()
        .map(|phase| format::dates(cx.lang, phase.from.date(), phase.to.date()))
        .collect();
    each.join("; ")
}

fn place(receipt: &Receipt) -> String {
    match &receipt.room {
        Some(room) => format!("{}, {room}", receipt.place),
        None => receipt.place.clone(),
    }
}

/// Why it stands so, when something that came later changed it; and whether the time of recording is uncertain.
fn because(receipt: &Receipt, cx: &Context) -> Option<String> {
    sync_words::remark(cx.lang, receipt.change.as_ref(), receipt.uncertain)
}

fn choices(screen: &Screened, painter: &mut Painter, top: u16, cx: &Context) -> u16 {
    let t = &cx.texts.ticket;
    let digits = screen.digits(cx);
    let marked = screen.menu.marked(&digits);
    let mut y = top;
    for digit in digits {
        let label = match digit {
            PRINT => t.print,
            ENLARGE => t.enlarge,
            TRAININGS => t.trainings,
            DONE => t.done,
            _ => continue,
        };
        painter.choice(y, &Choice::new(digit, label, marked == Some(digit)));
        y += 1;
    }
    y
}

fn whole(screen: &Screened, receipt: &Receipt, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.ticket;
    let body = painter.body();
    let qr = screen.qr.as_ref().filter(|_| painter.tier().has_half_blocks());
    let mut width = body.width;
    let mut below = body.y;
    if let Some(qr) = qr {
        let (columns, rows) = qr.size(true);
        qr.draw(painter, body.right().saturating_sub(columns), body.y);
        width = width.saturating_sub(columns + 3);
        below = body.y + rows;
    }
    let (said, says, _, role) = promise(receipt, cx);
    let room = |y: u16, height: u16| Rect {
        x: body.x,
        y,
        width,
        height,
    };
    let mut y = body.y;
    y += painter.wrap(room(y, 2), &said, role);
    if let Some(because) = because(receipt, cx) {
        y += painter.wrap_cut(room(y, 2), &because, Role::Base);
    }
    y += 1;
    painter.put(body.x, y, t.code, Role::Muted);
    painter.put(body.x + 2, y + 1, &receipt.code.to_string(), Role::Important);
    y += 3;
    y += painter.wrap_cut(room(y, 3), &receipt.title, Role::Base);
    y += painter.wrap_cut(room(y, 2), &dates(receipt, cx), Role::Base);
    y += painter.wrap_cut(room(y, 1), &place(receipt), Role::Base);
    if qr.is_some() {
        // Beside the QR there is room for the facts only; what they mean has the whole width under it.
        y = y.max(below);
    } else {
        y += 1;
    }
    let left = body.bottom().saturating_sub(y);
    let rows = Rect {
        x: body.x,
        y,
        width: body.width,
        height: left.min(2),
    };
    y += painter.wrap(rows, says, Role::Muted);
    let count = u16::try_from(screen.digits(cx).len()).unwrap_or(4);
    let top = if body.bottom().saturating_sub(y) > count + 1 {
        painter.put(body.x, y + 1, t.next, Role::Muted);
        y + 2
    } else {
        body.bottom().saturating_sub(count)
    };
    choices(screen, painter, top, cx);
}

fn short(screen: &Screened, receipt: &Receipt, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let (said, _, short, role) = promise(receipt, cx);
    let mut y = body.y;
    y += painter.wrap(Rect { y, height: 2, ..body }, &said, role);
    painter.put(body.x, y, &receipt.code.to_string(), Role::Important);
    let first = receipt.phases.iter().map(|phase| phase.from).min();
    let day = first.map_or_else(String::new, |day| format::day(cx.lang, day.date()));
    painter.put_right(body.right(), y, &day, Role::Base);
    y += 1;
    painter.cut(body.x, y, body.width, &receipt.title, Role::Base);
    y += 1;
    let count = u16::try_from(screen.digits(cx).len()).unwrap_or(4);
    let top = body.bottom().saturating_sub(count);
    if y < top {
        painter.cut(body.x, y, body.width, &place(receipt), Role::Base);
        y += 1;
    }
    if y < top {
        match because(receipt, cx) {
            Some(because) => painter.cut(body.x, y, body.width, &because, Role::Base),
            None => painter.put(body.x, y, short, Role::Muted),
        };
    }
    choices(screen, painter, top, cx);
}

/// The QR alone, over everything but the hint row: a scanner needs all the light there is.
fn enlarged(screen: &Screened, receipt: &Receipt, painter: &mut Painter) {
    let Some(qr) = &screen.qr else { return };
    let area = painter.area();
    let above = Rect {
        height: area.height.saturating_sub(1),
        ..area
    };
    painter.clear(above, Role::Base);
    let (width, height) = qr.size(painter.tier().has_half_blocks());
    let x = area.x + area.width.saturating_sub(width) / 2;
    let y = area.y + above.height.saturating_sub(height) / 2;
    qr.draw(painter, x, y);
    let code = receipt.code.to_string();
    let room = painter.width_of(&code);
    let beside = x.saturating_add(width + 2);
    painter.cursor(x, y + height / 2);
    if beside + room <= area.right() {
        painter.put_in(beside, y + height / 2, room, &code, Role::Important);
        // A screen reader has no use for the QR: the code is what it finds.
        painter.cursor(beside, y + height / 2);
    }
}

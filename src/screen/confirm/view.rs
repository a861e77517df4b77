//! How the registration is checked.

use super::{CANCEL, OTHER_DATES, REGISTER, Screened};
use crate::domain::concern::Severity;
use crate::i18n::{format, refusal};
use crate::state::card::PromiseAhead;
use crate::ui::context::Context;
use crate::ui::painter::{Choice, Painter};
use crate::ui::theme::Role;
use crate::ui::widget::facts::{self, Fact};
use ratatui::layout::Rect;

/// Rows of the choices.
const CHOICES: u16 = 3;

/// Rows for concerns in large text: the body without title, promise and choices.
fn short_room(cx: &Context) -> u16 {
    cx.height.saturating_sub(4 + 3 + CHOICES)
}

/// What speaks against it, in words.
fn against(screen: &Screened, cx: &Context) -> Vec<(Severity, String)> {
    let mut all: Vec<(Severity, String)> = Vec::new();
    if let Some(refused) = &screen.refused {
        let sentences = refusal::sentences(cx.lang, refused);
        all.extend(
            sentences
                .into_iter()
                .map(|sentence| (Severity::Refusal, sentence)),
        );
    }
    let concerns = screen.concerns().iter();
    all.extend(concerns.map(|one| (one.severity, refusal::concern(cx.lang, &one.concern))));
    all
}

/// How many turns it takes to read all concerns: in large text one at a time.
pub fn concern_pages(screen: &Screened, cx: &Context) -> usize {
    if cx.is_large() {
        against(screen, cx).len()
    } else {
        1
    }
}

fn fact_list(screen: &Screened, cx: &Context) -> Vec<Fact> {
    let t = &cx.texts.confirm;
    let mut facts = Vec::new();
    if let Some(session) = cx.session {
        facts.push(Fact::new(t.name, session.name.clone()));
        facts.push(Fact::new(t.number, session.number.clone()));
        facts.push(Fact::new(t.unit, session.unit.clone()));
    }
    if let Some((course, batch)) = &screen.card {
        facts.push(Fact::new(
            t.training,
            (t.training_line)(&course.title, course.credit),
        ));
        // A training in parts has gaps between them: each part is said.
        let mut phases = batch.phases.clone();
        phases.sort_by_key(|phase| phase.from);
        let dates: Vec<String> = phases
            .iter()
            .map(|phase| format::dates(cx.lang, phase.from.date(), phase.to.date()))
            .collect();
        facts.push(Fact::new(t.dates, dates.join("; ")));
        let place = match &batch.room {
            Some(room) => format!("{}, {room}", batch.place),
            None => batch.place.clone(),
        };
        facts.push(Fact::new(t.place, place));
    }
    if let Some(preview) = &screen.preview {
        let line = (t.credit_line)(
            preview.credit_now,
            preview.credit_ahead,
            preview.credit_then,
            preview.credit_goal,
        );
        facts.push(Fact::new("JP", format!("{}: {line}", preview.year)));
    }
    facts
}

/// Rows that the facts have, and how many are seen at once.
pub fn fact_rows(screen: &Screened, cx: &Context) -> (usize, usize) {
    let rows = facts::rows(cx.tier, &all_facts(screen, cx), cx.width.saturating_sub(2)).len();
    (rows, usize::from(cx.height.saturating_sub(4)).max(1))
}

/// The facts and, whole, what speaks against it: large text has no room for long concerns beside the choices.
fn all_facts(screen: &Screened, cx: &Context) -> Vec<Fact> {
    let concerns = against(screen, cx)
        .into_iter()
        .map(|(_, sentence)| Fact::new("!", sentence));
    concerns.chain(fact_list(screen, cx)).collect()
}

fn promise(screen: &Screened, cx: &Context) -> Option<(String, String)> {
    let t = &cx.texts.confirm;
    let preview = screen.preview.as_ref()?;
    Some(match preview.promise {
        PromiseAhead::Seat => (t.gets_seat.into(), t.short_seat.into()),
        PromiseAhead::Waiting { place } => ((t.gets_waiting)(place), (t.short_waiting)(place)),
        PromiseAhead::Wish => (t.gets_wish.into(), t.short_wish.into()),
    })
}

fn label(screen: &Screened, cx: &Context, digit: u8) -> &'static str {
    let t = &cx.texts.confirm;
    let ahead = screen.preview.as_ref().map(|preview| preview.promise);
    match (digit, ahead) {
        (REGISTER, Some(PromiseAhead::Waiting { .. })) => t.register_waiting,
        (REGISTER, Some(PromiseAhead::Wish)) => t.register_wish,
        (REGISTER, _) if !screen.concerns().is_empty() => t.register_anyway,
        (REGISTER, _) => t.register,
        (OTHER_DATES, _) => t.other_dates,
        (CANCEL, _) => t.cancel,
        _ => "",
    }
}

/// Shows it.
pub fn view(screen: &Screened, painter: &mut Painter, cx: &Context) {
    if let Some(first) = screen.facts {
        facts_only(screen, first, painter, cx);
    } else if painter.is_large() {
        short(screen, painter, cx);
    } else {
        whole(screen, painter, cx);
    }
}

fn choices(screen: &Screened, painter: &mut Painter, top: u16, cx: &Context) {
    let digits = screen.digits();
    let marked = screen.menu.marked(digits);
    if digits.is_empty() {
        painter.cursor(painter.body().x, painter.body().y);
    }
    for (y, digit) in (top..).zip(digits) {
        painter.choice(
            y,
            &Choice::new(*digit, label(screen, cx, *digit), marked == Some(*digit)),
        );
    }
}

fn whole(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.confirm;
    let body = painter.body();
    let (head, role) = if screen.is_refused() {
        (t.cannot, Role::Error)
    } else {
        (t.check, Role::Important)
    };
    painter.put(body.x, body.y, head, role);
    let mut all = fact_list(screen, cx);
    if let (Some((long, _)), false) = (promise(screen, cx), screen.is_refused()) {
        all.push(Fact::new(t.gets, long));
    }
    let concerns = against(screen, cx);
    let text_width = body.width.saturating_sub(2);
    let said: u16 = concerns
        .iter()
        .map(|(_, one)| painter.height_of(one, text_width).min(2))
        .sum();
    let left = body.height.saturating_sub(2 + CHOICES + 2 + said);
    if u16::try_from(facts::rows(painter.tier(), &all, text_width).len()).unwrap_or(u16::MAX) > left {
        // What speaks against it is read before what the person knows of themselves.
        all.retain(|fact| [t.training, t.dates, t.gets].contains(&fact.label));
    }
    let room = Rect {
        x: body.x + 2,
        y: body.y + 2,
        width: text_width,
        height: left,
    };
    let mut y = facts::facts(painter, room, &all, 2) + 1;
    let last = body.bottom().saturating_sub(CHOICES + 1);
    for (severity, sentence) in concerns {
        let left = last.saturating_sub(y);
        if left == 0 {
            break;
        }
        let role = if severity == Severity::Refusal {
            Role::Error
        } else {
            Role::Important
        };
        painter.put(body.x, y, "!", role);
        let room = Rect {
            x: body.x + 2,
            y,
            width: body.width.saturating_sub(2),
            height: left.min(2),
        };
        y += painter.wrap_cut(room, &sentence, role);
    }
    choices(
        screen,
        painter,
        (y + 1).min(body.bottom().saturating_sub(CHOICES)),
        cx,
    );
}

fn short(screen: &Screened, painter: &mut Painter, cx: &Context) {
    let t = &cx.texts.confirm;
    let body = painter.body();
    let mut y = body.y;
    let title = screen
        .card
        .as_ref()
        .map_or("", |(course, _)| course.title.as_str());
    painter.cut(body.x, y, body.width, title, Role::Important);
    y += 1;
    if let Some((_, batch)) = &screen.card {
        let dates = format::dates(cx.lang, batch.first_day().date(), batch.last_day().date());
        painter.cut(body.x, y, body.width, &dates, Role::Base);
    }
    y += 1;
    let against = against(screen, cx);
    if let (Some((_, said)), false) = (promise(screen, cx), screen.is_refused()) {
        painter.put(body.x, y, &said, Role::Base);
        y += 1;
        if let (Some(preview), true) = (&screen.preview, against.is_empty()) {
            painter.put(
                body.x,
                y,
                &(t.credit_short)(preview.credit_now, preview.credit_then),
                Role::Base,
            );
            y += 1;
        }
    }
    if let Some((severity, sentence)) = against.get(screen.concern.min(against.len().saturating_sub(1))) {
        let role = if *severity == Severity::Refusal {
            Role::Error
        } else {
            Role::Important
        };
        painter.put(body.x, y, "!", role);
        let left = body.bottom().saturating_sub(CHOICES + y).min(short_room(cx) + 1);
        let room = Rect {
            x: body.x + 2,
            y,
            width: body.width.saturating_sub(2),
            height: left,
        };
        painter.wrap_cut(room, sentence, role);
    }
    let digits = u16::try_from(screen.digits().len()).unwrap_or(CHOICES);
    choices(screen, painter, body.bottom().saturating_sub(digits), cx);
}

fn facts_only(screen: &Screened, first: usize, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let all = all_facts(screen, cx);
    let indent = facts::label_width(painter.tier(), &all);
    painter.cursor(body.x, body.y);
    let (_, room) = fact_rows(screen, cx);
    let rows = facts::rows(painter.tier(), &all, body.width);
    for (y, (label, text)) in (body.y..).zip(rows.into_iter().skip(first).take(room)) {
        painter.put_in(body.x, y, indent, label, Role::Muted);
        painter.cut(
            body.x + indent,
            y,
            body.width.saturating_sub(indent),
            &text,
            Role::Base,
        );
    }
}

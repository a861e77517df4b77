//! The health of the office's data: damage first, then what was recovered, then the facts, in pages.

use crate::domain::refusal::Refusal;
use crate::i18n::{Lang, format, refusal};
use crate::state::card::{AnchorPlace, Health as Card};
use crate::state::sync::{Restored, Standing};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::sync_words as words;
use crate::ui::testing::health_card;
use crate::ui::theme::Role;
use chrono::Datelike;

const AGAIN: Action = Action::Own(1);
/// Less than this is free: new work is refused at 64 MB, so it is said before.
const LOW_BYTES: u64 = 256 << 20;
/// Damage lines on the first page.
const MOST_DAMAGE: usize = 5;

/// The screen.
#[derive(Default)]
pub struct Health {
    card: Option<Card>,
    page: usize,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Health::default())
}

fn count(lang: Lang, n: u64) -> String {
    format::number(lang, i64::try_from(n).unwrap_or(i64::MAX))
}

/// A line: a label (may be empty), a text, its role.
type Line = (&'static str, String, Role);

impl Health {
    /// What is wrong or was recovered.
    fn notices(card: &Card, cx: &Context) -> Vec<Line> {
        let t = &cx.texts.health;
        let mut all: Vec<Line> = Vec::new();
        if let Some(why) = words::halted(cx.lang, card.standing) {
            all.push(("", why.into(), Role::Error));
        }
        if card.damage.is_empty() {
            all.push(("", t.sound.into(), Role::Good));
        } else {
            all.push(("", (t.damaged)(card.damage.len()), Role::Error));
            let most = if cx.is_large() { 2 } else { MOST_DAMAGE };
            all.extend(
                card.damage
                    .iter()
                    .take(most)
                    .map(|what| ("", format!("- {what}"), Role::Important)),
            );
            if card.damage.len() > most {
                all.push(("", (t.more_damage)(card.damage.len() - most), Role::Base));
            }
            all.push(("", t.damaged_what.into(), Role::Base));
        }
        if let Some(code) = &card.recovered {
            all.push(("", (t.recovered)(code), Role::Important));
        }
        if let Some(why) = &card.rebuilt {
            all.push(("", (t.rebuilt)(why), Role::Important));
        }
        if card.cut_bytes > 0 {
            all.push((
                "",
                (t.cut)(&format::bytes(cx.lang, card.cut_bytes)),
                Role::Important,
            ));
        }
        if let Some(only) = &card.only_here {
            let waits = only.registrations + only.operations > 0;
            let role = if waits { Role::Important } else { Role::Good };
            all.push(("", words::only_here(cx.lang, only, cx.today().year()), role));
        }
        if let Some(why) = card.anchor.and_then(|place| words::anchor(cx.lang, place)) {
            all.push(("", why.into(), Role::Important));
        }
        if !card.clock_trusted {
            all.push(("", t.clock_doubtful.into(), Role::Important));
        }
        if card.free_bytes.is_some_and(|free| free < LOW_BYTES) {
            all.push(("", t.disk_low.into(), Role::Important));
        }
        all
    }

    fn facts(card: &Card, cx: &Context) -> Vec<Line> {
        let (t, lang) = (&cx.texts.health, cx.lang);
        let base = |label, text: String| (label, text, Role::Base);
        let [units, courses, batches, people, registrations] = card.counts;
        let disk = card.free_bytes.map_or_else(
            || t.disk_unknown.into(),
            |free| (t.disk_free)(&format::bytes(lang, free)),
        );
        let clock = if card.clock_trusted {
            t.clock_trusted
        } else {
            t.clock_untrusted
        };
        let ledger = (t.ledger_what)(
            &count(lang, card.ops),
            &count(lang, card.segments),
            &format::bytes(lang, card.ledger_bytes),
        );
        vec![
            base(t.people, count(lang, people)),
            base(t.units, count(lang, units)),
            base(t.courses, count(lang, courses)),
            base(t.batches, count(lang, batches)),
            base(t.registrations, count(lang, registrations)),
            base(t.disk, disk),
            base(t.clock, clock.into()),
            base(t.ledger, ledger),
            base(t.ledger_path, card.ledger_path.clone()),
            base(t.store_path, card.store_path.clone()),
            base(t.office, card.office.clone()),
            base(t.version, card.version.clone()),
        ]
    }

    /// All lines as rows of this width, with the label's column.
    fn rows(card: &Card, cx: &Context, width: u16) -> Vec<Line> {
        let label = Self::label_width(cx);
        let mut rows: Vec<Line> = Vec::new();
        for (_, text, role) in Self::notices(card, cx) {
            rows.extend(
                textwrap::wrap(&text, usize::from(width))
                    .into_iter()
                    .map(|row| ("", row.into(), role)),
            );
        }
        rows.push(("", String::new(), Role::Base));
        for (name, text, role) in Self::facts(card, cx) {
            let room = usize::from(width.saturating_sub(label)).max(1);
            let lines = textwrap::wrap(&text, room);
            if lines.is_empty() {
                rows.push((name, String::new(), role));
            }
            for (at, line) in lines.into_iter().enumerate() {
                // A no-break space stands for the label of the rows that go on.
                rows.push((if at == 0 { name } else { "\u{a0}" }, line.into(), role));
            }
        }
        rows
    }

    fn label_width(cx: &Context) -> u16 {
        if cx.is_large() { 15 } else { 18 }
    }

    fn room(cx: &Context) -> (u16, usize) {
        let margins = if cx.is_large() { 2 } else { 4 };
        (
            cx.width.saturating_sub(margins),
            usize::from(cx.height.saturating_sub(4)).max(1),
        )
    }

    fn pages(&self, cx: &Context) -> usize {
        let (width, rows) = Self::room(cx);
        self.card
            .as_ref()
            .map_or(1, |card| Self::rows(card, cx, width).len().div_ceil(rows))
    }
}

impl Screen for Health {
    fn route(&self) -> Route {
        Route::Health
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.officer.title, cx.texts.health.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const AGAIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), AGAIN)];
        let t = &cx.texts.health;
        vec![
            Binding::own(AGAIN_KEYS, t.hint_again, t.help_again),
            Binding::pages(cx.texts, self.page, self.pages(cx)),
        ]
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::Health)]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(AGAIN) => return vec![Effect::ask(Ask::Health)],
            Input::Do(Action::Next) => self.page = (self.page + 1).min(self.pages(cx).saturating_sub(1)),
            Input::Do(Action::Previous) => self.page = self.page.saturating_sub(1),
            Input::Resize => self.page = 0,
            _ => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::Health(card) => {
                self.refused = None;
                self.card = Some((**card).clone());
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.card.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        let pages = self.pages(cx);
        (pages > 1).then(|| Message::muted((cx.texts.common.of)(self.page + 1, pages)))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        painter.cursor(body.x, body.y);
        let Some(card) = &self.card else { return };
        let per_page = usize::from(body.height).max(1);
        let label = Self::label_width(cx);
        let rows = Self::rows(card, cx, body.width);
        let page = rows.into_iter().skip(self.page * per_page).take(per_page);
        for (y, (name, text, role)) in (body.y..).zip(page) {
            if role == Role::Error {
                painter.gutter(y);
            }
            let x = if name.is_empty() { body.x } else { body.x + label };
            painter.cut(body.x, y, label.saturating_sub(1), name, Role::Muted);
            painter.cut(x, y, body.right().saturating_sub(x), &text, role);
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |change: &dyn Fn(&mut Card)| -> Box<dyn Screen> {
        let mut card = health_card();
        change(&mut card);
        let mut screen = Health::default();
        screen.reply(&Reply::Health(Box::new(card)), cx);
        Box::new(screen)
    };
    vec![
        ("waiting", Box::new(Health::default())),
        ("sound", with(&|_| {})),
        (
            "damaged",
            with(&|card| {
                card.damage = (1..=8)
                    .map(|n| format!("segment {n}: checksum at byte 4096"))
                    .collect();
            }),
        ),
        (
            "recovered",
            with(&|card| {
                card.recovered = Some("PANIK-01 2026-11-22 23.14".into());
                card.rebuilt = Some("sled lagged by 12 operations".into());
                card.cut_bytes = 211;
                card.clock_trusted = false;
                card.free_bytes = Some(120_000_000);
            }),
        ),
        (
            "restored",
            with(&|card| {
                card.standing = Standing::Restored(Restored::Anchor);
                card.anchor = Some(AnchorPlace::Inside);
            }),
        ),
        (
            "only-here",
            with(&|card| card.only_here = Some(crate::ui::testing::sync::only_here())),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, all_roles};

    #[test]
    fn damage_comes_before_everything_else() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut card = health_card();
        card.damage = vec!["segmen 3".into()];
        card.recovered = Some("PANIK-01".into());
        let rows = Health::rows(&card, &cx, 76);
        assert_eq!(
            (rows[0].1.as_str(), rows[0].2),
            ("ADA KERUSAKAN (1)", Role::Error)
        );
        assert_eq!(rows[1].1, "- segmen 3");
        assert!(rows.iter().all(|(_, text, _)| text != cx.texts.health.sound));
        assert!(rows.iter().any(|(_, text, _)| text.starts_with("Dipulihkan")));
    }

    #[test]
    fn what_exists_only_here_is_said_and_an_office_of_its_own_is_not_told_of_others() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut card = health_card();
        let says = |card: &Card| {
            let rows = Health::rows(card, &cx, 76);
            rows.iter()
                .any(|(_, text, _)| text.contains("hanya ada di kiosk ini"))
        };
        assert!(!says(&card));
        card.only_here = Some(crate::ui::testing::sync::only_here());
        assert!(says(&card));
    }

    #[test]
    fn every_field_is_somewhere_in_the_pages_of_a_small_screen() {
        let stage = Stage::new().signed_in(all_roles()).size(40, 12);
        let cx = stage.context();
        let mut screen = Health::default();
        screen.reply(&Reply::Health(Box::new(health_card())), &cx);
        let mut seen = String::new();
        for _ in 0..screen.pages(&cx) {
            seen.push_str(&stage.dump(&screen).text);
            screen.update(&Input::Do(Action::Next), &cx);
        }
        for wanted in [
            "9.310",
            "41.022",
            "0.1.0",
            "Bandung",
            "73",
            "148 MB",
            "bebas 41",
            "/var/lib/balai",
        ] {
            assert!(seen.contains(wanted), "{wanted}\n{seen}");
        }
    }
}

//! The exchange at a glance (S1): what exists only here, the stick that is in, and what can be done.
//!
//! ```text
//!   37 pendaftaran hanya ada di kiosk ini, sejak Sel 03 Nov.
//!   > 1  Baca bundel      2 bundel baru        a stick that is put in is seen by itself
//!     2  Tulis bundel     untuk pusat
//!     3  Hal untuk diperiksa   4  Kantor   5  Kursi antar kantor   6  Tanggal dan jam
//! ```

use crate::domain::refusal::Refusal;
use crate::i18n::{format, refusal};
use crate::state::sync::{BundleMark, BundleState, Medium, OddKind, Restored, Standing, SyncHome};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::sync_words as words;
use crate::ui::theme::Role;
use crate::ui::widget::sheet::{Content, Line, Pick, Sheet};
use chrono::Datelike;

/// F5: look again.
const AGAIN: Action = Action::Own(1);
/// While there is no stick, one is looked for so often.
const LOOK_MS: u64 = 3_000;

const READ: u8 = 1;
const WRITE: u8 = 2;
const MATTERS: u8 = 3;
const NODES: u8 = 4;
const SEATS: u8 = 5;
const CLOCK: u8 = 6;

/// The screen.
pub struct Sync {
    home: Option<SyncHome>,
    sheet: Sheet,
    refused: Option<Refusal>,
    /// When to look for a stick.
    look_at: Option<Millis>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Sync::new())
}

/// Bundles that are to be read.
fn fresh(home: &SyncHome) -> usize {
    let bundles = home.media.iter().flat_map(|medium| &medium.bundles);
    bundles
        .filter(|bundle| {
            matches!(
                bundle.state,
                BundleState::New | BundleState::Request | BundleState::Again
            )
        })
        .count()
}

impl Sync {
    const fn new() -> Self {
        Self {
            home: None,
            sheet: Sheet::on(READ),
            refused: None,
            look_at: None,
        }
    }

    fn ask(&mut self) -> Vec<Effect> {
        self.look_at = None;
        vec![Effect::ask(Ask::SyncHome)]
    }

    fn content(&self, cx: &Context) -> Content {
        let Some(home) = &self.home else {
            return Content::default();
        };
        Content {
            lines: lines(home, cx),
            picks: picks(home, cx),
            above: 0,
        }
    }
}

/// What the standing has to say, where it is not the usual one.
fn standing(home: &SyncHome, cx: &Context) -> Option<Line> {
    let t = &cx.texts.sync;
    let (role, text) = match home.standing {
        Standing::Open => return None,
        Standing::Alone => (Role::Important, t.alone),
        Standing::Joining => (Role::Important, t.joining),
        Standing::Restored(Restored::Machine) => (Role::Error, t.cloned),
        Standing::Restored(_) => (Role::Error, t.restored),
        Standing::Closed => (Role::Error, t.closed),
    };
    Some(Line::new(role, text))
}

fn mark(
    label: &'static str,
    it: Option<&BundleMark>,
    say: fn(&str, &str, &str) -> String,
    cx: &Context,
) -> Line {
    let text = it.map_or_else(
        || cx.texts.sync.never.to_owned(),
        |it| {
            say(
                &words::moment(cx.lang, it.at, cx.today().year()),
                &it.office,
                &it.id,
            )
        },
    );
    Line::fact(label, text)
}

fn medium(it: &Medium, cx: &Context) -> Vec<Line> {
    let t = &cx.texts.sync;
    let new = it
        .bundles
        .iter()
        .filter(|bundle| {
            matches!(
                bundle.state,
                BundleState::New | BundleState::Request | BundleState::Again
            )
        })
        .count();
    let mut parts = vec![if new > 0 {
        (t.new_bundles)(&new.to_string())
    } else {
        t.no_bundles.to_owned()
    }];
    if !it.writable {
        parts.push(t.locked.to_owned());
    } else if let Some(free) = it.free {
        parts.push((t.free)(&format::bytes(cx.lang, free)));
    }
    let role = if new > 0 { Role::Important } else { Role::Base };
    let mut lines = vec![Line::new(role, (t.medium)(&it.label, &parts.join(", ")))];
    if let Some(first) = it.oddities.first() {
        let kind = words::odd(cx.lang, first.kind);
        lines.push(
            Line::new(
                Role::Muted,
                match it.oddities.len() - 1 {
                    0 => (t.odd)(&first.name, kind),
                    more => (t.odd_more)(&first.name, kind, &more.to_string()),
                },
            )
            .inside(),
        );
    }
    let virus = |kind: OddKind| matches!(kind, OddKind::Shortcut | OddKind::Hidden | OddKind::Autorun);
    if it.oddities.iter().any(|odd| virus(odd.kind)) {
        lines.push(Line::new(Role::Important, cx.texts.exchange.virus).inside());
    }
    lines
}

fn lines(home: &SyncHome, cx: &Context) -> Vec<Line> {
    let t = &cx.texts.sync;
    let mut lines = Vec::new();
    lines.extend(standing(home, cx));
    if home.standing != Standing::Alone {
        let only = &home.only_here;
        let role = if only.operations + only.registrations > 0 {
            Role::Important
        } else {
            Role::Good
        };
        lines.push(Line::new(
            role,
            words::only_here(cx.lang, only, cx.today().year()),
        ));
    }
    lines.push(Line::gap());
    if home.media.is_empty() {
        lines.push(Line::new(Role::Muted, t.no_medium));
    }
    for it in &home.media {
        lines.extend(medium(it, cx));
    }
    lines.push(Line::gap());
    lines.push(mark(t.last_in, home.last_in.as_ref(), t.from, cx));
    lines.push(mark(t.last_out, home.last_out.as_ref(), t.to, cx));
    lines
}

fn picks(home: &SyncHome, cx: &Context) -> Vec<Pick> {
    let t = &cx.texts.sync;
    if home.standing == Standing::Alone {
        return if home.clock_doubtful {
            vec![Pick::new(CLOCK, t.clock).detail(t.clock_about)]
        } else {
            Vec::new()
        };
    }
    let new = match fresh(home) {
        0 => t.no_bundles.to_owned(),
        n => (t.new_bundles)(&n.to_string()),
    };
    let whom = if home.hub { t.write_office } else { t.write_centre };
    let matters = match home.matters {
        0 => t.matters_none.to_owned(),
        n => (t.matters_waiting)(&words::count(cx.lang, n)),
    };
    let (open, silent) = home.nodes;
    let open = words::count(cx.lang, open);
    let nodes = if silent > 0 {
        (t.nodes_about)(&open, &words::count(cx.lang, silent))
    } else {
        (t.nodes_all)(&open)
    };
    let seats = (t.seats_about)(&words::count(cx.lang, home.free_seats));
    let mut picks = vec![
        Pick::new(READ, t.read).detail(new),
        Pick::new(WRITE, t.write).detail(whom),
        Pick::new(MATTERS, cx.texts.matters.title).detail(matters),
        Pick::new(NODES, t.nodes).detail(nodes),
        Pick::new(SEATS, t.seats).detail(seats),
    ];
    if home.clock_doubtful {
        picks.push(Pick::new(CLOCK, t.clock).detail(t.clock_about));
    }
    picks
}

fn route(digit: u8) -> Option<Route> {
    Some(match digit {
        READ => Route::BundleIn,
        WRITE => Route::BundleOut,
        MATTERS => Route::Matters,
        NODES => Route::Nodes,
        SEATS => Route::Seats,
        CLOCK => Route::Clock,
        _ => return None,
    })
}

impl Screen for Sync {
    fn route(&self) -> Route {
        Route::Sync
    }

    fn title(&self, cx: &Context) -> Title {
        let title = Title::two(cx.texts.officer.title, cx.texts.sync.title);
        match &self.home {
            Some(home) if !cx.is_large() => title.right(format!("{}  {}", home.office, home.log)),
            _ => title,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const AGAIN_KEYS: &[(Chord, Action)] = &[(Chord::f(5), AGAIN)];
        let t = &cx.texts.common;
        let mut all = self.sheet.bindings(&self.content(cx), cx);
        all.push(Binding::own(AGAIN_KEYS, t.look_again, t.help_look_again));
        all
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        self.ask()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(AGAIN) | Input::Tick => self.ask(),
            Input::Do(action) => {
                let content = self.content(cx);
                let chosen = self.sheet.act(*action, &content, cx);
                chosen.and_then(route).map(Effect::Go).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn deadline(&self) -> Option<Millis> {
        self.look_at
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::SyncHome(home) => {
                self.refused = None;
                self.look_at = home.media.is_empty().then(|| cx.at().plus(LOOK_MS));
                let had = self.home.as_ref().map_or(0, fresh);
                let has = fresh(home);
                if self.home.is_none() || (had == 0 && has > 0) {
                    // What is most likely wanted: to read what has come, else to write what is only here.
                    self.sheet.mark(if has > 0 { READ } else { WRITE });
                }
                self.home = Some((**home).clone());
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.home.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        match &self.refused {
            Some(why) => Some(Message::error(refusal::sentence(cx.lang, why))),
            None => self.sheet.message(&self.content(cx), cx),
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        self.sheet.draw(&self.content(cx), painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::sync_home;
    let with = |change: &dyn Fn(&mut SyncHome)| -> Box<dyn Screen> {
        let mut home = sync_home();
        change(&mut home);
        let mut screen = Sync::new();
        screen.reply(&Reply::SyncHome(Box::new(home)), cx);
        Box::new(screen)
    };
    let mut refused = Sync::new();
    refused.reply(&Reply::Refused(Refusal::NotFound), cx);
    vec![
        ("plain", with(&|_| {})),
        ("waiting", Box::new(Sync::new())),
        ("refused", Box::new(refused)),
        ("no-stick", with(&|home| home.media.clear())),
        (
            "locked",
            with(&|home| {
                for medium in &mut home.media {
                    medium.writable = false;
                    medium.oddities.clear();
                }
                home.clock_doubtful = true;
            }),
        ),
        (
            "settled",
            with(&|home| {
                home.only_here = crate::state::sync::OnlyHere::default();
                (home.matters, home.hub, home.nodes) = (0, true, (21, 0));
                (home.last_in, home.last_out) = (None, None);
            }),
        ),
        (
            "restored",
            with(&|home| home.standing = Standing::Restored(Restored::Anchor)),
        ),
        (
            "cloned",
            with(&|home| home.standing = Standing::Restored(Restored::Machine)),
        ),
        ("closed", with(&|home| home.standing = Standing::Closed)),
        ("alone", with(&|home| home.standing = Standing::Alone)),
        ("joining", with(&|home| home.standing = Standing::Joining)),
    ]
}

#[cfg(test)]
mod tests;

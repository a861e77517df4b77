//! Nobody is here (K0): what this is, how to begin, what comes next.
//!
//! ```text
//!   banner
//!   what one can do here
//!   box: scan your card, or press any key
//!   the demo's numbers, in the demo
//!   the next trainings, three at a time, others every 8 s
//! ```
//!
//! Any key, a scan or a click leaves it. A scanned card goes straight to the PIN, a slip's code to the slip. Nothing
//! personal is ever on it.

use crate::domain::batch::Stage;
use crate::domain::code::Code;
use crate::domain::day::wib;
use crate::i18n::format;
use crate::state::card::{BatchCard, Catalogue, CourseCard};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::keymap::{Action, Binding, Keys, Roads};
use crate::ui::painter::{Frame, Painter};
use crate::ui::route::Route;
use crate::ui::scan;
use crate::ui::screen::{Idle, Message, Screen, Title};
use crate::ui::theme::Role;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

const BANNER: &str = include_str!("../../assets/banner.txt");
const ROTATE_MS: u64 = 8_000;
const SHOWN: usize = 3;
/// How many of the next batches take turns.
const NEXT: usize = 9;

/// The screen.
#[derive(Default)]
pub struct Attract {
    turn: usize,
    next_turn: Option<Millis>,
    unknown: bool,
}

/// What a scan on this screen can be.
enum Scanned {
    /// An employee's card: its digits.
    Card(Zeroizing<String>),
    /// A slip.
    Slip(Code),
}

impl Scanned {
    fn of(code: &str) -> Option<Self> {
        if let Some(digits) = scan::card(code) {
            return Some(Self::Card(digits));
        }
        Code::from_payload(code)
            .or_else(|_| Code::read(code))
            .ok()
            .map(Self::Slip)
    }
}

/// Home first, so that back from signing in is a place.
fn sign_in(number: Option<Zeroizing<String>>) -> Vec<Effect> {
    let then = Box::new(Route::Trainings);
    vec![
        Effect::Go(Route::Home),
        Effect::Go(Route::SignIn { number, then }),
    ]
}

/// Opens it.
pub fn open() -> Box<dyn Screen> {
    Box::new(Attract::default())
}

/// The next batches that are announced or open, by first day.
fn next<'a>(catalogue: &'a Catalogue, cx: &Context) -> Vec<(&'a CourseCard, &'a BatchCard)> {
    let today = cx.day();
    let mut all: Vec<(&CourseCard, &BatchCard)> = catalogue
        .courses
        .iter()
        .flat_map(|course| course.batches.iter().map(move |batch| (course, batch)))
        .filter(|(_, batch)| batch.stage == Stage::Open && batch.first_day() >= today)
        .collect();
    all.sort_by_key(|(_, batch)| batch.first_day());
    all.truncate(NEXT);
    all
}

impl Attract {
    /// Others take their turn, if there are others: nothing wakes up for nothing.
    fn wait_for_turn(&mut self, cx: &Context) {
        let many = cx
            .catalogue
            .is_some_and(|catalogue| next(catalogue, cx).len() > SHOWN);
        self.next_turn = many.then(|| cx.at().plus(ROTATE_MS));
    }

    fn coming(&self, painter: &mut Painter, y: u16, cx: &Context) {
        let t = &cx.texts.attract;
        let body = painter.body();
        let Some(catalogue) = cx.catalogue else { return };
        let all = next(catalogue, cx);
        if all.is_empty() || y.saturating_add(2) > body.bottom() {
            return;
        }
        painter.put(body.x, y, t.nearest, Role::Muted);
        let rows = usize::from(body.bottom().saturating_sub(y + 1)).min(SHOWN);
        let from = (self.turn * SHOWN) % all.len().next_multiple_of(SHOWN);
        let mut y = y + 1;
        for (course, batch) in all.iter().skip(from).take(rows) {
            let first = batch.first_day().date();
            if painter.is_large() {
                let x = painter.put(body.x, y, &format::day_month(cx.lang, first), Role::Base) + 2;
                painter.cut(x, y, body.right().saturating_sub(x), &course.title, Role::Base);
                y += 1;
                continue;
            }
            let seats = if batch.free == 0 {
                t.full.to_owned()
            } else {
                (t.seats_left)(batch.free)
            };
            let x = painter.put(body.x + 2, y, &format::day(cx.lang, first), Role::Base) + 3;
            // The words stand under each other, whatever the number.
            let seats_at = body.right().saturating_sub(painter.width_of(&(t.seats_left)(0)));
            painter.put(seats_at, y, &seats, Role::Base);
            painter.cut(x, y, seats_at.saturating_sub(x + 2), &course.title, Role::Base);
            y += 1;
        }
    }
}

impl Screen for Attract {
    fn route(&self) -> Route {
        Route::Attract
    }

    fn title(&self, cx: &Context) -> Title {
        let time = format::time(cx.lang, cx.now().time());
        let right = if cx.is_large() {
            time
        } else {
            format!("{}  {time}", format::date(cx.lang, cx.today()))
        };
        Title::house().right(right)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.attract;
        vec![Binding::new(Keys::AnyKey(Action::Enter), "", t.help_begin)]
    }

    fn roads(&self) -> Roads {
        Roads::NONE
    }

    fn idle(&self) -> Idle {
        Idle::Never
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.wait_for_turn(cx);
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        self.wait_for_turn(cx);
        match reply {
            // Whose slip it is comes out only after the PIN.
            Reply::CodeKnown(Some(_)) => return sign_in(None),
            Reply::CodeKnown(None) => self.unknown = true,
            _ => {}
        }
        Vec::new()
    }

    fn deadline(&self) -> Option<Millis> {
        self.next_turn
    }

    fn takes_scan(&self, code: &str, _: &Context) -> bool {
        Scanned::of(code).is_some()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(_) | Input::Key(_) => vec![Effect::Go(Route::Home)],
            Input::Scan(code) => match Scanned::of(code) {
                Some(Scanned::Card(number)) => sign_in(Some(number)),
                Some(Scanned::Slip(code)) => vec![Effect::ask(Ask::LookUp(code))],
                None => Vec::new(),
            },
            Input::Tick => {
                self.turn = self.turn.wrapping_add(1);
                self.wait_for_turn(cx);
                Vec::new()
            }
            Input::Paste(_) | Input::Resize => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if self.unknown {
            return Some(Message::error(cx.texts.common.unknown_code));
        }
        let as_of = cx.catalogue?.as_of?;
        Some(Message::muted((cx.texts.attract.as_of)(&format::date_time(
            cx.lang,
            as_of.local(wib()),
        ))))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.attract;
        let body = painter.body();
        painter.target(painter.area(), Action::Enter);
        if painter.is_large() {
            let mut y = body.y;
            for line in t.begin_short {
                painter.put_centred(body, y, line, Role::Important);
                y += 1;
            }
            painter.cursor(body.x, body.y);
            y = self.demo(painter, y + 1, cx);
            self.coming(painter, y, cx);
            return;
        }
        let banner = BANNER
            .lines()
            .map(|line| painter.width_of(line))
            .max()
            .unwrap_or(0);
        let left = body.x + body.width.saturating_sub(banner) / 2;
        let mut y = body.y;
        for line in BANNER.lines() {
            painter.put(left, y, line, Role::Good);
            y += 1;
        }
        painter.put_centred(
            body,
            y + 1,
            &t.offers.join(&painter.tier().dot().replace(' ', "  ")),
            Role::Base,
        );
        y += 3;
        let width = body.width.min(68);
        let room = Rect {
            x: body.x + (body.width - width) / 2,
            y,
            width,
            height: 3,
        };
        let inner = painter.boxed(room, Frame::Double, Role::Important);
        let at = painter.put_centred(inner, inner.y, t.begin, Role::Important);
        painter.cursor(at, inner.y);
        y = self.demo(painter, room.bottom() + 1, cx);
        self.coming(painter, y, cx);
    }
}

impl Attract {
    /// The demo's line, and the row to go on at.
    #[expect(clippy::unused_self, reason = "reads as a part of the view")]
    fn demo(&self, painter: &mut Painter, y: u16, cx: &Context) -> u16 {
        let Some(demo) = &cx.office.demo else { return y };
        let body = painter.body();
        let most = if painter.is_large() { 3 } else { 2 };
        let room = Rect {
            x: body.x,
            y,
            width: body.width,
            height: most.min(body.bottom().saturating_sub(y)),
        };
        let rows = painter.wrap_cut(room, &format!("{} {demo}", cx.texts.attract.try_it), Role::Good);
        y + rows + 1
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    vec![("plain", open())]
}

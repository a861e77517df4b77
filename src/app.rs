//! The model: the stack of screens, who is signed in, idle time.
//!
//! Pure: it has no clock, no terminal and no store. Every event brings its time ([`Stamp`]); what is to be done outside
//! comes back as [`Out`]; [`App::next_deadline`] says when it wants to be woken, so that nothing ticks at rest.

mod effects;
mod idle;
mod keys;
#[doc(hidden)]
pub mod testing;
mod view;
mod world;

pub use idle::IdleTimes;

use crate::screen;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Looks;
use crate::ui::input::{Event, Input, Millis, RequestId, Stamp};
use crate::ui::key::Chord;
use crate::ui::painter::Painted;
use crate::ui::route::Route;
use crate::ui::scan::Scanner;
use crate::ui::screen::{Message, Screen};
use std::fmt;
use world::World;

/// The most screens on top of each other.
pub const DEEPEST: usize = 8;
/// Enter is deaf for so long after a screen change: a doubled Enter or a scanner's tail confirms nothing.
pub const DEAF_MS: u64 = 300;
/// An answer that takes longer than this is waited for with a word.
pub const LOADING_MS: u64 = 300;

/// What is to be done outside of the app.
#[derive(Clone)]
pub enum Out {
    /// Ask the office; its answers come back with this number.
    Ask(RequestId, Box<Ask>),
    /// So many beeps.
    Beep(u8),
    /// Draw everything anew: something else may have written over the screen.
    Repaint,
    /// End the program, as an officer wants.
    Quit,
}

/// How an app begins, and what it goes back to when somebody leaves.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Language, palette, glyphs.
    pub looks: Looks,
    /// How long nobody may do nothing.
    pub idle: IdleTimes,
    /// Whether it may beep.
    pub sound: bool,
}

/// A screen on the stack, with a number that none had before it.
struct Layer {
    serial: u64,
    screen: Box<dyn Screen>,
}

/// The app.
pub struct App {
    settings: Settings,
    world: World,
    stack: Vec<Layer>,
    next_serial: u64,
    next_request: u64,
    /// Which screen asked what; pruned when the screen goes.
    asked: Vec<(RequestId, u64)>,
    asked_at: Millis,
    scanner: Scanner,
    last_active: Millis,
    /// While the idle dialog is shown: when the session is left.
    closing_at: Option<Millis>,
    changed_at: Millis,
    last_key: Option<(Chord, Millis)>,
    message: Option<Message>,
    /// The seconds that the last frame's title bar showed.
    shown_left: Option<u64>,
    painted: Painted,
    dirty: bool,
    out: Vec<Out>,
}

impl App {
    /// An app that shows the attract screen in so many columns and rows.
    pub fn new(settings: Settings, size: (u16, u16), stamp: Stamp) -> Self {
        let mut app = Self {
            world: World::new(settings.looks, size, stamp),
            settings,
            stack: Vec::with_capacity(DEEPEST),
            next_serial: 0,
            next_request: 0,
            asked: Vec::new(),
            asked_at: stamp.at,
            scanner: Scanner::default(),
            last_active: stamp.at,
            closing_at: None,
            changed_at: stamp.at,
            last_key: None,
            message: None,
            shown_left: None,
            painted: Painted::default(),
            dirty: true,
            out: Vec::new(),
        };
        app.open(Route::Attract);
        app
    }

    /// Something happens; what is to be done outside comes back, in order.
    pub fn update(&mut self, event: Event, stamp: Stamp) -> Vec<Out> {
        let minute = |app: &Self| app.world.stamp.wall.and_utc().timestamp() / 60;
        let before = minute(self);
        self.world.stamp = stamp;
        if minute(self) != before {
            self.dirty = true;
        }
        let bursts = self.scanner.expire(stamp.at);
        self.bursts(bursts);
        match event {
            Event::Key(chord) => self.key(chord),
            Event::Paste(text) => self.paste(&text),
            Event::Click(x, y) => self.click(x, y),
            Event::Resize(width, height) => {
                self.world.size = (width, height);
                self.dirty = true;
                self.give(&Input::Resize);
            }
            Event::Tick => {}
            Event::Reply(to, reply) => self.reply(to, &reply),
        }
        self.pass_time();
        std::mem::take(&mut self.out)
    }

    /// When this app wants an [`Event::Tick`], if nothing else happens before.
    pub fn next_deadline(&self) -> Option<Millis> {
        let now = self.world.stamp.at;
        let loading = self.is_loading_later().then(|| self.asked_at.plus(LOADING_MS));
        let minute = {
            let into = self
                .world
                .stamp
                .wall
                .and_utc()
                .timestamp_millis()
                .rem_euclid(60_000);
            Some(now.plus(60_000 - u64::try_from(into).unwrap_or(0)))
        };
        let screen = self.top().and_then(|layer| layer.screen.deadline());
        [
            self.scanner.deadline(),
            loading,
            minute,
            screen,
            self.idle_deadline(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Whether a frame would differ from the one drawn last.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// The screen on top.
    pub fn route(&self) -> Route {
        self.top().map_or(Route::Attract, |layer| layer.screen.route())
    }

    /// How many screens are on top of each other.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.world.session.is_some()
    }

    /// Whether the idle dialog is shown.
    pub fn is_closing(&self) -> bool {
        self.closing_at.is_some()
    }

    fn top(&self) -> Option<&Layer> {
        self.stack.last()
    }

    /// Gives the top screen something and carries out what it wants.
    fn give(&mut self, input: &Input) {
        if let Some(layer) = self.stack.last_mut() {
            let serial = layer.serial;
            let effects = layer.screen.update(input, &self.world.context());
            self.dirty = true;
            self.carry_out(serial, effects);
        }
    }

    fn reply(&mut self, to: Option<RequestId>, reply: &Reply) {
        self.dirty = true;
        self.world.absorb(reply);
        if let Reply::OutOfService(trouble) = reply
            && !matches!(self.route(), Route::OutOfService(_))
        {
            self.rebuild(Route::OutOfService(trouble.clone()));
            return;
        }
        let serials: Vec<u64> = match to {
            None => self.stack.iter().map(|layer| layer.serial).collect(),
            Some(id) => self
                .asked
                .iter()
                .filter(|(asked, _)| *asked == id)
                .map(|(_, serial)| *serial)
                .collect(),
        };
        for serial in serials {
            let Some(layer) = self.stack.iter_mut().find(|layer| layer.serial == serial) else {
                continue;
            };
            let effects = layer.screen.reply(reply, &self.world.context());
            // What is told to everybody moves nobody but the screen that is seen.
            if to.is_some() || self.top().is_some_and(|top| top.serial == serial) {
                self.carry_out(serial, effects);
            }
            if let (Reply::Failed(trouble), Some(_)) = (reply, to) {
                self.open(Route::Trouble(trouble.clone()));
            }
        }
    }

    fn is_loading_later(&self) -> bool {
        self.top().is_some_and(|layer| layer.screen.is_waiting())
            && self.world.stamp.at.since(self.asked_at) < LOADING_MS
    }

    /// Time has passed: idle, the screen's own deadline.
    fn pass_time(&mut self) {
        let now = self.world.stamp.at;
        self.watch_idle();
        if let Some(layer) = self.top()
            && layer.screen.deadline().is_some_and(|deadline| now >= deadline)
        {
            self.give(&Input::Tick);
        }
        if self.top().is_some_and(|layer| layer.screen.is_waiting()) {
            self.dirty |= now.since(self.asked_at) >= LOADING_MS;
        }
    }

    fn open(&mut self, route: Route) {
        let route = self.world.allowed(route);
        let screen = screen::open(route, &self.world.context());
        self.push(screen);
    }

    fn push(&mut self, screen: Box<dyn Screen>) {
        if self.stack.len() >= DEEPEST {
            // The way back to the start stays; what lies just above it is the oldest.
            self.stack.remove(1);
        }
        self.next_serial += 1;
        self.stack.push(Layer {
            serial: self.next_serial,
            screen,
        });
        self.entered();
    }

    /// A screen has come to the top.
    fn entered(&mut self) {
        self.changed_at = self.world.stamp.at;
        self.message = None;
        self.dirty = true;
        let serials: Vec<u64> = self.stack.iter().map(|layer| layer.serial).collect();
        self.asked.retain(|(_, serial)| serials.contains(serial));
        if let Some(layer) = self.stack.last_mut() {
            let serial = layer.serial;
            let effects = layer.screen.enter(&self.world.context());
            self.carry_out(serial, effects);
        }
    }
}

/// Shows which screens are open and nothing of anybody.
impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stack: Vec<&str> = self
            .stack
            .iter()
            .map(|layer| layer.screen.route().name())
            .collect();
        f.debug_struct("App")
            .field("stack", &stack)
            .field("signed_in", &self.is_signed_in())
            .field("lang", &self.world.looks.lang)
            .field("closing", &self.is_closing())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

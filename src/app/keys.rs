//! Keys, pastes and clicks on their way to the screen.

use super::{App, DEAF_MS};
use crate::screen::help;
use crate::ui::input::{Input, Millis};
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Keymap};
use crate::ui::scan::Burst;
use crate::ui::screen::{Message, Typing};
use crate::ui::theme::Palette;

/// The same key within so many milliseconds is a key held down: nobody presses so fast.
const REPEAT_MS: u64 = 50;

impl App {
    /// The keys of the top screen as it is now.
    pub(super) fn keymap(&self) -> Option<Keymap> {
        let screen = &self.top()?.screen;
        let cx = self.world.context();
        Some(Keymap::new(
            screen.bindings(&cx),
            screen.roads(),
            screen.typing(),
            cx.texts,
            cx.session.is_some(),
        ))
    }

    fn typing(&self) -> Typing {
        self.top().map_or(Typing::None, |layer| layer.screen.typing())
    }

    pub(super) fn key(&mut self, chord: Chord) {
        if self.stays(chord) {
            return;
        }
        let now = self.world.stamp.at;
        if self.scanner.holds() || self.may_begin_scan(chord) {
            let bursts = self.scanner.key(chord, now);
            self.bursts(bursts);
        } else {
            self.press(chord, now);
        }
    }

    /// Whether this key could be the first of a scan, so that it must be held until it is known. Free text is never
    /// held: what a scanner types there is text.
    fn may_begin_scan(&self, chord: Chord) -> bool {
        let Some(c) = chord.typed() else { return false };
        match self.typing() {
            Typing::Text => false,
            Typing::Digits | Typing::Code => true,
            // A letter that begins a search shows at once.
            Typing::None => !(c.is_alphabetic() && self.keymap().is_some_and(|keys| keys.takes_letters())),
        }
    }

    /// While the dialog is shown, any key goes on and `*` leaves; no key gets through to the screen.
    fn stays(&mut self, chord: Chord) -> bool {
        if self.closing_at.is_none() {
            return false;
        }
        if chord == Chord::char('*') || chord == Chord::f(10) {
            self.leave();
        } else {
            self.stay();
        }
        true
    }

    fn stay(&mut self) {
        self.closing_at = None;
        self.last_active = self.world.stamp.at;
        self.changed_at = self.world.stamp.at;
        self.dirty = true;
    }

    pub(super) fn bursts(&mut self, bursts: Vec<Burst>) {
        for burst in bursts {
            match burst {
                Burst::Key(chord, at) => self.press(chord, at),
                Burst::Scan(code) => self.scan(code),
            }
        }
    }

    fn scan(&mut self, code: String) {
        self.active();
        let cx = self.world.context();
        let Some(layer) = self.top() else { return };
        if layer.screen.takes_scan(&code, &cx) {
            self.message = None;
            self.give(&Input::Scan(code));
        } else if self.typing() == Typing::None {
            self.message = Some(Message::error(cx.texts.common.unknown_code));
            self.dirty = true;
        } else {
            let now = self.world.stamp.at;
            // A field has the focus: what was scanned is what somebody quick would have typed.
            for c in code.chars() {
                self.press(Chord::char(c), now);
            }
            self.press(Chord::plain(Key::Enter), now);
        }
    }

    /// A key of a person, pressed at this moment; it may have been held back since.
    fn press(&mut self, chord: Chord, now: Millis) {
        self.active();
        let held_down = self
            .last_key
            .is_some_and(|(last, at)| last == chord && now.since(at) < REPEAT_MS);
        let changed_since = self.last_key.is_some_and(|(_, at)| self.changed_at >= at);
        self.last_key = Some((chord, now));
        let is_enter = chord.key == Key::Enter;
        if is_enter && now.since(self.changed_at) < DEAF_MS && self.depth() > 1 {
            return;
        }
        // A key held down does not repeat into a new screen.
        if held_down && changed_since && !self.typing().types(chord) {
            // The screen stays new until the key is let go.
            self.changed_at = now;
            return;
        }
        let Some(keymap) = self.keymap() else { return };
        if self.message.take().is_some() {
            self.dirty = true;
        }
        match keymap.action(chord) {
            Some(action) => self.act(action),
            None if self.typing().types(chord) => self.give(&Input::Key(chord)),
            None if keymap.takes_letters() && chord.typed().is_some_and(char::is_alphabetic) => {
                self.give(&Input::Key(chord));
            }
            None => {}
        }
    }

    /// A key's or a click's meaning is carried out.
    pub(super) fn act(&mut self, action: Action) {
        self.dirty = true;
        match action {
            Action::Back => self.back(),
            Action::Leave => self.leave(),
            Action::Help => self.help(),
            Action::Language => self.world.looks.lang = self.world.looks.lang.other(),
            Action::Large => {
                self.world.looks.large = !self.world.looks.large;
                self.give(&Input::Resize);
            }
            Action::Contrast => {
                self.world.looks.palette = match self.world.looks.palette {
                    Palette::Colour16 => Palette::Mono,
                    Palette::Mono => Palette::Colour16,
                };
            }
            Action::Redraw => self.out.push(super::Out::Repaint),
            other => self.give(&Input::Do(other)),
        }
    }

    fn back(&mut self) {
        let stays = match self.stack.last_mut() {
            Some(layer) => layer.screen.back(&self.world.context()),
            None => true,
        };
        if !stays {
            self.pop(None);
        }
    }

    fn help(&mut self) {
        let Some(layer) = self.top() else { return };
        if matches!(layer.screen.route(), crate::ui::route::Route::Help) {
            return;
        }
        let cx = self.world.context();
        let Some(keymap) = self.keymap() else { return };
        let about = layer.screen.title(&cx).trail.last().cloned().unwrap_or_default();
        let rows = keymap.help(cx.tier, cx.texts);
        self.push(help::open(help::Content { about, rows }));
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.closing_at.is_some() {
            self.stay();
            return;
        }
        self.active();
        if self.typing() == Typing::None {
            return;
        }
        // A line break is where words end; nothing else that controls a terminal gets in, and nothing presses Enter.
        let text: String = text
            .chars()
            .map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c })
            .filter(|c| !c.is_control())
            .collect();
        self.give(&Input::Paste(text));
    }

    pub(super) fn click(&mut self, x: u16, y: u16) {
        if self.closing_at.is_some() {
            self.stay();
            return;
        }
        self.active();
        if let Some(action) = self.painted.hit(x, y) {
            self.message = None;
            self.act(action);
        }
    }
}

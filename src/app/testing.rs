//! The kiosk in a test: keys and scans in, the screen's text out, with a clock that the test turns.

use super::{App, Out, Settings};
use crate::state::card::SessionCard;
use crate::ui::ask::{Ask, Reply};
use crate::ui::effect::Effect;
use crate::ui::input::{Event, Millis, RequestId, Stamp};
use crate::ui::key::{Chord, Key};
use crate::ui::screen::Screen;
use crate::ui::testing::{Dump, dump};
use chrono::{NaiveDate, TimeDelta};
use ratatui::{buffer::Buffer, layout::Position, layout::Rect};

/// Answers a request.
pub type Answers = Box<dyn FnMut(Ask) -> Vec<Reply>>;

/// Between two keys of [`Kiosk::keys`]: a calm person, and longer than Enter is deaf.
pub const CALM_MS: u64 = 400;

/// The kiosk.
pub struct Kiosk {
    /// The app.
    pub app: App,
    settings: Settings,
    stamp: Stamp,
    buffer: Buffer,
    cursor: Position,
    answers: Answers,
    held: Option<Vec<(RequestId, Ask)>>,
    /// Beeps so far.
    pub beeps: u32,
    /// Whether frames are left out, for tests that press many keys; the next look needs [`Self::look`].
    pub blind: bool,
    /// Whether the program was ended.
    pub quit: bool,
}

impl Kiosk {
    /// A kiosk of 80x24 on the morning of Monday 23 November 2026, whose office answers so.
    pub fn new(answers: impl FnMut(Ask) -> Vec<Reply> + 'static) -> Self {
        Self::with(Settings::default(), (80, 24), answers)
    }

    /// A kiosk with these settings, columns and rows.
    pub fn with(
        settings: Settings,
        size: (u16, u16),
        answers: impl FnMut(Ask) -> Vec<Reply> + 'static,
    ) -> Self {
        let wall = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(7, 15, 0));
        let stamp = Stamp {
            at: Millis(10_000),
            wall: wall.unwrap_or_default(),
        };
        let app = App::new(settings, size, stamp);
        let mut kiosk = Self {
            app,
            settings,
            stamp,
            buffer: Buffer::empty(Rect::new(0, 0, size.0, size.1)),
            cursor: Position::default(),
            answers: Box::new(answers),
            held: None,
            beeps: 0,
            quit: false,
            blind: false,
        };
        kiosk.draw();
        kiosk
    }

    /// The office tells everybody something.
    pub fn tell(&mut self, reply: Reply) {
        self.event(Event::Reply(None, Box::new(reply)));
    }

    /// Puts a screen on top, as if it had been opened.
    pub fn show(&mut self, screen: Box<dyn Screen>) -> &mut Self {
        // The app knows the time from its last event only.
        self.event(Event::Tick);
        self.app.push(screen);
        // Whatever it asked when it came to the top goes out with the next event.
        self.event(Event::Tick);
        self
    }

    /// Somebody signs in, whatever screen is on top.
    pub fn sign_in(&mut self, session: SessionCard) -> &mut Self {
        self.event(Event::Tick);
        let serial = self.app.top().map_or(0, |layer| layer.serial);
        self.app
            .carry_out(serial, vec![Effect::SignedIn(Box::new(session))]);
        self
    }

    /// From now on requests are held back until [`Self::answer_held`].
    pub fn hold_answers(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Answers the requests held back, late.
    pub fn answer_held(&mut self) {
        for (id, ask) in self.held.take().unwrap_or_default() {
            self.answer(id, ask);
        }
    }

    /// Presses keys, calmly: characters, and `<enter>`, `<esc>`, `<up>`, `<f1>`, `<ctrl-u>` ...
    ///
    /// # Panics
    /// At a name that is no key.
    #[expect(clippy::panic, reason = "a test with a wrong key's name must fail")]
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
            let (chord, after) = match named {
                Some((name, after)) => (chord(name).unwrap_or_else(|| panic!("no key <{name}>")), after),
                None => (Chord::char(c), rest.get(c.len_utf8()..).unwrap_or("")),
            };
            self.wait_ms(CALM_MS);
            self.press(chord);
            rest = after;
        }
        // What the scanner machine holds comes out.
        self.wait_ms(CALM_MS);
        self
    }

    /// One key, now.
    pub fn press(&mut self, chord: Chord) -> &mut Self {
        self.event(Event::Key(chord));
        self
    }

    /// A scanner reads a code: a key every 10 ms, then Enter.
    pub fn scan(&mut self, code: &str) -> &mut Self {
        self.wait_ms(CALM_MS);
        for c in code.chars() {
            self.press(Chord::char(c));
            self.wait_ms(10);
        }
        self.press(Chord::plain(Key::Enter));
        self
    }

    /// A bracketed paste.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.wait_ms(CALM_MS);
        self.event(Event::Paste(text.to_owned()));
        self
    }

    /// A click on the first place that shows this text.
    ///
    /// # Panics
    /// Where it is not shown.
    #[expect(clippy::panic, reason = "a test that clicks on nothing must fail")]
    pub fn click(&mut self, text: &str) -> &mut Self {
        self.wait_ms(CALM_MS);
        let rows = self.rows();
        let found = rows.iter().enumerate().find_map(|(y, row)| {
            let at = row.find(text)?;
            let x = row.get(..at)?.chars().count();
            Some((u16::try_from(x).ok()?, u16::try_from(y).ok()?))
        });
        let Some((x, y)) = found else {
            panic!("nothing to click: {text:?}\n{}", self.text())
        };
        self.event(Event::Click(x, y));
        self
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.event(Event::Resize(width, height));
        self
    }

    /// Time passes; the app is woken whenever it asked for it.
    pub fn wait_ms(&mut self, ms: u64) -> &mut Self {
        let end = self.stamp.at.plus(ms);
        while let Some(deadline) = self.app.next_deadline().filter(|deadline| *deadline <= end) {
            // A deadline in the past would be a loop that never sleeps: one millisecond passes at least.
            let next = deadline.max(self.stamp.at.plus(1));
            if next > end {
                break;
            }
            self.turn_to(next);
            self.event(Event::Tick);
        }
        self.turn_to(end);
        self
    }

    fn turn_to(&mut self, at: Millis) {
        let passed = i64::try_from(at.since(self.stamp.at)).unwrap_or(0);
        self.stamp.wall += TimeDelta::milliseconds(passed);
        self.stamp.at = at;
    }

    fn event(&mut self, event: Event) {
        let out = self.app.update(event, self.stamp);
        for out in out {
            match out {
                Out::Ask(id, ask) => match &mut self.held {
                    Some(held) => held.push((id, *ask)),
                    None => self.answer(id, *ask),
                },
                Out::Beep(times) => self.beeps += u32::from(times),
                Out::Quit => self.quit = true,
                Out::Repaint => {}
            }
        }
        if self.app.is_dirty() && !self.blind {
            self.draw();
        }
    }

    fn answer(&mut self, id: RequestId, ask: Ask) {
        for reply in (self.answers)(ask) {
            self.event(Event::Reply(Some(id), Box::new(reply)));
        }
    }

    /// Draws the frame that was left out.
    pub fn look(&mut self) -> &mut Self {
        self.draw();
        self
    }

    fn draw(&mut self) {
        self.buffer.reset();
        let area = self.buffer.area;
        self.cursor = self.app.view(&mut self.buffer, area);
    }

    /// The screen, a string a row.
    pub fn rows(&self) -> Vec<String> {
        let width = usize::from(self.buffer.area.width).max(1);
        self.buffer
            .content()
            .chunks(width)
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        self.rows().join("\n")
    }

    /// The screen with its roles, for a snapshot.
    pub fn dump(&self) -> Dump {
        dump(&self.buffer, self.cursor, self.settings.looks.palette)
    }

    /// The frame's cells.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// Where the cursor is.
    pub fn cursor(&self) -> Position {
        self.cursor
    }

    /// The screen shows this text, broken lines counted as one.
    ///
    /// # Panics
    /// Where it does not.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        assert!(
            self.shows(text),
            "{text:?} is not on the screen:\n{}",
            self.text()
        );
        self
    }

    /// The screen shows nothing of this.
    ///
    /// # Panics
    /// Where it does.
    pub fn lacks(&mut self, text: &str) -> &mut Self {
        assert!(!self.shows(text), "{text:?} is on the screen:\n{}", self.text());
        self
    }

    /// Whether the screen shows this text.
    pub fn shows(&self, text: &str) -> bool {
        let rows = self.rows();
        rows.iter().any(|row| row.contains(text)) || {
            let flat: String = rows.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            flat.contains(text)
        }
    }
}

/// The key of a name.
pub fn chord(name: &str) -> Option<Chord> {
    if let Some(c) = name.strip_prefix("ctrl-").and_then(|c| c.chars().next()) {
        return Some(Chord::ctrl(c));
    }
    let key = match name {
        "enter" => Key::Enter,
        "esc" => Key::Esc,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        "back" => Key::Backspace,
        "del" => Key::Delete,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "home" => Key::Home,
        "end" => Key::End,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        "lt" => Key::Char('<'),
        _ => Key::F(
            name.strip_prefix('f')?
                .parse()
                .ok()
                .filter(|n| (1..=12).contains(n))?,
        ),
    };
    Some(Chord::plain(key))
}

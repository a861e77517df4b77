//! The rows around a screen: title bar, banner, message row, hint row.

use super::Painter;
use crate::i18n::format;
use crate::ui::context::Context;
use crate::ui::keymap::Keymap;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// Seconds left in the session, as the title bar shows them.
pub type SecondsLeft = Option<u64>;

impl Painter<'_> {
    /// A whole screen: bar, body, message, hints. `message` is the app's own, before the screen's.
    pub fn screen(&mut self, screen: &dyn Screen, cx: &Context, message: Option<Message>, left: SecondsLeft) {
        self.title(&screen.title(cx), cx, left);
        if cx.office.clock_doubtful() {
            self.banner(cx.texts.common.clock_doubtful);
        }
        screen.view(self, cx);
        let keymap = Keymap::new(
            screen.bindings(cx),
            screen.roads(),
            screen.typing(),
            cx.texts,
            cx.session.is_some(),
        );
        self.hints(&keymap, cx);
        // Last, so that a screen reader that follows changes ends here.
        if let Some(message) = message.or_else(|| screen.message(cx)) {
            self.message(&message);
        }
    }

    /// The title bar.
    pub fn title(&mut self, title: &Title, cx: &Context, left: SecondsLeft) {
        let row = Rect {
            height: 1,
            ..self.area()
        };
        self.clear(row, Role::Bar);
        let right = title.right.clone().unwrap_or_else(|| self.who(cx, left));
        let edge = row.right().saturating_sub(1);
        let right_width = self.width_of(&right).min(row.width / 2);
        let at = edge.saturating_sub(right_width);
        self.cut(at, row.y, right_width, &right, Role::Bar);
        let mut text = cx.texts.common.house.to_owned();
        if self.is_large() {
            // One step is what fits beside the time.
            if let Some(last) = title.trail.last() {
                text.clone_from(last);
            }
        } else {
            for step in &title.trail {
                text.push_str(self.tier().trail());
                text.push_str(step);
            }
        }
        let x = row.x.saturating_add(1);
        self.cut(x, row.y, at.saturating_sub(x).saturating_sub(1), &text, Role::Bar);
    }

    /// What everybody should know, in the row between the title bar and the body.
    fn banner(&mut self, text: &str) {
        let (area, body) = (self.area(), self.body());
        if area.height > 4 {
            self.put(body.x, area.y.saturating_add(1), text, Role::Important);
        }
    }

    fn who(&self, cx: &Context, left: SecondsLeft) -> String {
        let time = format::time(cx.lang, cx.now().time());
        match (cx.session, left) {
            (Some(_), Some(left)) if self.is_large() => {
                (cx.texts.common.left)(&format::minutes(cx.lang, left))
            }
            (Some(session), Some(left)) => {
                let left = (cx.texts.common.left)(&format::minutes(cx.lang, left));
                format!("{}   {left}", session.short_name)
            }
            (Some(session), None) => format!("{}   {time}", session.short_name),
            (None, _) if self.is_large() => time,
            (None, _) => {
                format!(
                    "{}   {}  {time}",
                    cx.texts.common.guest,
                    format::day(cx.lang, cx.today())
                )
            }
        }
    }

    /// The hint row: as many whole hints as fit, each a target.
    pub fn hints(&mut self, keymap: &Keymap, cx: &Context) {
        let area = self.area();
        if area.height < 2 {
            return;
        }
        let y = area.bottom().saturating_sub(1);
        let mut x = area.x.saturating_add(1);
        for (label, word, click) in keymap.hints(area.width.saturating_sub(2), self.tier(), cx.texts) {
            let from = x;
            x = self.put_in(x, y, area.width, &format!("[{label}]"), Role::Key);
            x = self.put_in(x.saturating_add(1), y, area.width, word, Role::Muted);
            if let Some(action) = click {
                self.target(
                    Rect {
                        x: from,
                        y,
                        width: x.saturating_sub(from),
                        height: 1,
                    },
                    action,
                );
            }
            x = x.saturating_add(2);
        }
    }

    /// The message row.
    pub fn message(&mut self, message: &Message) {
        let area = self.area();
        if area.height < 3 {
            return;
        }
        let y = area.bottom().saturating_sub(2);
        let room = area.width.saturating_sub(2);
        self.cut(area.x.saturating_add(1), y, room, &message.text, message.role);
        if message.role == Role::Error {
            self.gutter(y);
        }
    }
}

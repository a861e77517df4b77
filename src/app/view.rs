//! The frame: the top screen, or the dialog over it, or one sentence where there is no room.

use super::{App, LOADING_MS};
use crate::ui::context::{Looks, SMALLEST};
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding, Keymap, Keys};
use crate::ui::painter::Painter;
use crate::ui::screen::Message;
use crate::ui::theme::Role;
use crate::ui::widget::dialog::dialog;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

impl App {
    /// Draws the frame; gives the place of the cursor.
    pub fn view(&mut self, buffer: &mut Buffer, area: Rect) -> Position {
        self.world.size = (area.width, area.height);
        self.dirty = false;
        self.shown_left = self.seconds_left();
        let looks: Looks = self.world.looks;
        let mut painter = Painter::new(buffer, area, looks);
        let cx = self.world.context();
        let (width, height) = SMALLEST;
        if area.width < width || area.height < height {
            let room = area.intersection(Rect {
                height: area.height.min(4),
                ..area
            });
            painter.wrap_cut(room, &(cx.texts.common.too_small)(width, height), Role::Important);
        } else if let Some(layer) = self.top() {
            let left = self.seconds_left();
            if self.closing_at.is_some() {
                self.closing(&mut painter);
            } else {
                let loading = layer.screen.is_waiting() && cx.at().since(self.asked_at) >= LOADING_MS;
                let message = self
                    .message
                    .clone()
                    .or_else(|| loading.then(|| Message::muted(cx.texts.common.loading)));
                painter.screen(layer.screen.as_ref(), &cx, message, left);
            }
        }
        self.painted = painter.finish();
        self.painted.cursor
    }

    /// Sentences of the last frame that did not fit; always empty in release builds.
    #[doc(hidden)]
    pub fn overflows(&self) -> &[String] {
        &self.painted.overflows
    }

    /// The dialog; of the screen below nothing is left to be read by who comes next.
    fn closing(&self, painter: &mut Painter) {
        const LEAVE: &[(Chord, Action)] = &[(Chord::char('*'), Action::Leave)];
        let cx = self.world.context();
        let t = &cx.texts.common;
        if let Some(layer) = self.top() {
            let mut title = layer.screen.title(&cx);
            title.right = None;
            painter.title(&title, &cx, None);
        }
        let seconds = (t.idle_closing)(self.seconds_to_close().unwrap_or(0));
        let mut lines = vec![t.idle_question, "", seconds.as_str()];
        if !cx.drafts.is_empty() {
            lines.push(t.idle_kept);
        }
        lines.extend(["", t.idle_any, t.idle_leave]);
        if painter.is_large() {
            lines.retain(|line| !line.is_empty());
        }
        dialog(painter, &lines);
        let bindings = vec![
            Binding::new(Keys::AnyKey(Action::Enter), t.idle_hint_stay, ""),
            Binding::new(Keys::Chords(LEAVE), t.idle_hint_leave, ""),
        ];
        painter.hints(&Keymap::only(bindings), &cx);
    }
}

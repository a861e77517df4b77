//! Help over a screen (H1), made from that screen's keys: it cannot say what is not so.

use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding, HelpRow, Keys};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Screen, Title};
use crate::ui::theme::Role;
use unicode_width::UnicodeWidthStr;

/// What it says.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The name of the screen below.
    pub about: String,
    /// Its keys.
    pub rows: Vec<HelpRow>,
}

/// The screen.
pub struct Help {
    content: Content,
    page: usize,
}

/// Opens it.
pub fn open(content: Content) -> Box<dyn Screen> {
    Box::new(Help { content, page: 0 })
}

/// A line of the page.
enum Line {
    Heading(&'static str),
    /// Keys, on the first line of their text, and a line of the text.
    Row(String, String),
    Space,
}

impl Help {
    /// Columns of the keys: the widest, and a gap.
    fn column(&self, cx: &Context) -> usize {
        let widest = self
            .content
            .rows
            .iter()
            .map(|row| keys(row, cx).width())
            .max()
            .unwrap_or(0);
        widest + if cx.is_large() { 2 } else { 5 }
    }

    fn lines(&self, cx: &Context) -> Vec<Line> {
        let t = &cx.texts.help;
        let margins = if cx.is_large() { 2 } else { 4 };
        let room = usize::from(cx.width)
            .saturating_sub(margins + self.column(cx))
            .max(10);
        let mut lines = Vec::new();
        for (everywhere, heading) in [(false, t.here), (true, t.everywhere)] {
            let mut rows = self
                .content
                .rows
                .iter()
                .filter(|row| row.everywhere == everywhere)
                .peekable();
            if rows.peek().is_none() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(Line::Space);
            }
            lines.push(Line::Heading(heading));
            if !cx.is_large() {
                lines.push(Line::Space);
            }
            for row in rows {
                let mut keys = keys(row, cx).to_owned();
                for text in textwrap::wrap(row.text, room) {
                    lines.push(Line::Row(std::mem::take(&mut keys), text.into_owned()));
                }
            }
        }
        lines
    }

    fn pages(&self, cx: &Context) -> usize {
        self.lines(cx).len().div_ceil(rows(cx)).max(1)
    }
}

fn keys<'a>(row: &'a HelpRow, cx: &Context) -> &'a str {
    if cx.is_large() { &row.short } else { &row.keys }
}

/// Rows of a page: the body's.
fn rows(cx: &Context) -> usize {
    usize::from(cx.height.saturating_sub(4)).max(1)
}

impl Screen for Help {
    fn route(&self) -> Route {
        Route::Help
    }

    fn title(&self, cx: &Context) -> Title {
        if self.content.about.is_empty() {
            Title::one(cx.texts.help.title)
        } else {
            Title::two(cx.texts.help.title, self.content.about.clone())
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const CLOSE: &[(Chord, Action)] = &[
            (Chord::plain(Key::Esc), Action::Back),
            (Chord::plain(Key::Enter), Action::Back),
            (Chord::char('-'), Action::Back),
            (Chord::char('/'), Action::Back),
            (Chord::f(1), Action::Back),
        ];
        vec![
            Binding::new(
                Keys::Chords(CLOSE),
                cx.texts.common.hint_close,
                cx.texts.help.help_close,
            ),
            Binding::pages(cx.texts, self.page, self.pages(cx)),
        ]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Next) => self.page = (self.page + 1).min(self.pages(cx) - 1),
            Input::Do(Action::Previous) => self.page = self.page.saturating_sub(1),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        let lines = self.lines(cx);
        let per_page = rows(cx);
        let column = u16::try_from(self.column(cx)).unwrap_or(0);
        painter.cursor(body.x, body.y);
        for (y, line) in (body.y..).zip(lines.iter().skip(self.page * per_page).take(per_page)) {
            match line {
                Line::Heading(text) => {
                    painter.put(body.x, y, text, Role::Important);
                }
                Line::Row(keys, text) => {
                    let indent = if cx.is_large() { 0 } else { 2 };
                    painter.put_in(body.x + indent, y, column, keys, Role::Base);
                    painter.put(body.x + column, y, text, Role::Muted);
                }
                Line::Space => {}
            }
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let t = cx.texts;
    let own = vec![
        Binding::digits(1, 9, t.common.hint_choose, t.common.help_choose),
        Binding::arrows(t),
        Binding::enter(t.common.hint_open, t.common.help_open),
        Binding::pages(t, 1, 3),
    ];
    let keymap = crate::ui::keymap::Keymap::new(
        own,
        crate::ui::keymap::Roads::ALL,
        crate::ui::screen::Typing::None,
        t,
        false,
    );
    let content = Content {
        about: t.catalogue.title.to_owned(),
        rows: keymap.help(cx.tier, t),
    };
    vec![("catalogue", open(content))]
}

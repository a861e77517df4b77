//! Something of ours failed (E2): what was lost, what one can do, a code for the officer. After 30 s it goes to the
//! start by itself.

use crate::domain::refusal::Trouble as Code;
use crate::i18n::format;
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::keymap::Binding;
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use chrono::NaiveDateTime;
use ratatui::layout::Rect;

const LEAVES_AFTER_MS: u64 = 30_000;

/// The screen.
pub struct Trouble {
    code: Code,
    when: NaiveDateTime,
    leaves: Millis,
    list: List,
}

/// Opens it.
pub fn open(code: Code, cx: &Context) -> Box<dyn Screen> {
    Box::new(Trouble {
        code,
        when: cx.now(),
        leaves: cx.at().plus(LEAVES_AFTER_MS),
        list: List::new(2),
    })
}

impl Screen for Trouble {
    fn route(&self) -> Route {
        Route::Trouble(self.code.clone())
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.trouble.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        vec![
            Binding::digits(1, 2, t.hint_choose, t.help_choose),
            Binding::arrows(cx.texts),
            Binding::enter(t.hint_open, t.help_open),
        ]
    }

    fn deadline(&self) -> Option<Millis> {
        Some(self.leaves)
    }

    fn update(&mut self, input: &Input, _: &Context) -> Vec<Effect> {
        match input {
            Input::Do(action) => match self.list.act(*action) {
                Some(0) => vec![Effect::Back],
                Some(_) => vec![Effect::Leave],
                None => Vec::new(),
            },
            Input::Tick => vec![Effect::Leave],
            _ => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        Some(Message::muted((cx.texts.trouble.returns)(
            LEAVES_AFTER_MS / 1_000,
        )))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.trouble;
        let body = painter.body();
        let gap = u16::from(!painter.is_large());
        let mut y = body.y;
        painter.put(body.x, y, t.sorry, Role::Error);
        y += 1 + gap;
        let room = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        y += painter.wrap(room, t.not_saved, Role::Base) + gap;
        if !painter.is_large() {
            painter.put(body.x, y, t.what_now, Role::Muted);
            y += 1;
        }
        for (row, label) in [t.again, t.home].into_iter().enumerate() {
            let digit = u8::try_from(row + 1).unwrap_or(0);
            painter.choice(y, &Choice::new(digit, label, self.list.selected() == row));
            y += 1;
        }
        y += gap;
        if !painter.is_large() {
            painter.put(body.x, y, t.for_staff, Role::Muted);
            y += 1;
        }
        let x = body.x + 2 * gap;
        let column = painter.width_of(t.code).max(painter.width_of(t.when)) + 2;
        painter.put(x, y, t.code, Role::Muted);
        let code = if painter.is_large() || self.code.detail.is_empty() {
            self.code.code.to_owned()
        } else {
            format!("{}  ({})", self.code.code, self.code.detail)
        };
        painter.cut(
            x + column,
            y,
            body.right().saturating_sub(x + column),
            &code,
            Role::Base,
        );
        painter.put(x, y + 1, t.when, Role::Muted);
        painter.put(
            x + column,
            y + 1,
            &format::date_time(cx.lang, self.when),
            Role::Base,
        );
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let code = Code {
        code: "SIMPAN-07",
        detail: "ENOSPC: 0 KB".into(),
    };
    vec![("disk", open(code, cx))]
}

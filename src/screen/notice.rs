//! One plain message.

use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::{Note, Route};
use crate::ui::screen::{Screen, Title};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// The screen.
pub struct Notice {
    route: Route,
    note: Note,
}

/// Opens it.
pub fn open(note: Note) -> Box<dyn Screen> {
    Box::new(Notice {
        route: Route::Notice(note),
        note,
    })
}

impl Screen for Notice {
    fn route(&self) -> Route {
        self.route.clone()
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.notice.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        vec![
            Binding::digits(1, 1, t.hint_choose, t.help_choose),
            Binding::enter(t.hint_open, t.help_open),
        ]
    }

    fn update(&mut self, input: &Input, _: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter | Action::Choose(1)) => vec![Effect::Back],
            _ => Vec::new(),
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.notice;
        let body = painter.body();
        let text = match self.note {
            Note::NotYet => t.not_yet,
            Note::StaffOnly => t.staff_only,
        };
        let room = Rect {
            height: body.height.saturating_sub(2),
            ..body
        };
        let used = painter.wrap(room, text, Role::Base);
        painter.choice(body.y + used + 1, &Choice::new(1, t.go_on, true));
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    vec![("staff", open(Note::StaffOnly)), ("not-yet", open(Note::NotYet))]
}

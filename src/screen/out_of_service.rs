//! The store cannot be used (E3): the public is sent elsewhere; opening is tried again every 30 s.

use crate::domain::refusal::Trouble;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::{Input, Millis};
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding, Keys, Roads};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Idle, Message, Screen, Title};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

const RETRY_MS: u64 = 30_000;

/// The screen.
pub struct OutOfService {
    trouble: Trouble,
    retry: Millis,
}

/// Opens it.
pub fn open(trouble: Trouble, cx: &Context) -> Box<dyn Screen> {
    Box::new(OutOfService {
        trouble,
        retry: cx.at().plus(RETRY_MS),
    })
}

impl Screen for OutOfService {
    fn route(&self) -> Route {
        Route::OutOfService(self.trouble.clone())
    }

    fn title(&self, _: &Context) -> Title {
        Title::house()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const RETRY: &[(Chord, Action)] = &[(Chord::plain(Key::Enter), Action::Enter)];
        let t = &cx.texts.out_of_service;
        vec![Binding::new(Keys::Chords(RETRY), t.hint_retry, t.help_retry)]
    }

    fn roads(&self) -> Roads {
        Roads::NONE
    }

    fn idle(&self) -> Idle {
        Idle::Never
    }

    fn deadline(&self) -> Option<Millis> {
        Some(self.retry)
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter) | Input::Tick => {
                self.retry = cx.at().plus(RETRY_MS);
                vec![Effect::ask(Ask::Catalogue)]
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::Opened { .. } | Reply::Catalogue(_) => vec![Effect::Leave],
            Reply::OutOfService(trouble) => {
                self.trouble = trouble.clone();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        Some(Message::muted((cx.texts.out_of_service.trying)(RETRY_MS / 1_000)))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.out_of_service;
        let body = painter.body();
        let gap = u16::from(!painter.is_large());
        let mut y = body.y;
        painter.cursor(body.x, y);
        let rest = |y: u16| Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        y += painter.wrap(rest(y), t.sorry, Role::Error) + gap;
        y += painter.wrap(rest(y), t.elsewhere, Role::Important) + 1 + 2 * gap;
        painter.put(body.x, y, t.for_staff, Role::Muted);
        y += 1;
        let x = body.x + 2 * gap;
        let at = painter.put(x, y, t.code, Role::Muted) + 2;
        let code = format!("{}  ({})", self.trouble.code, self.trouble.detail);
        painter.cut(at, y, body.right().saturating_sub(at), &code, Role::Base);
        if !painter.is_large() {
            painter.wrap(
                Rect {
                    x,
                    width: body.width - 2,
                    ..rest(y + 1)
                },
                t.advice,
                Role::Base,
            );
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    vec![(
        "locked",
        open(
            Trouble {
                code: "DATA-02",
                detail: "lock held by pid 4711".into(),
            },
            cx,
        ),
    )]
}

//! How first use looks.

use super::{Activate, CODE_CHARS, Step};
use crate::domain::code::Activation;
use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::keymap::Action;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, alert, entry};
use crate::ui::widget::error_box::error_box;
use crate::ui::widget::field::Field;
use ratatui::layout::Rect;

impl Activate {
    pub(super) fn draw(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.activate;
        let body = painter.body();
        let large = painter.is_large();
        let gap = u16::from(!large);
        let problems = self.problems(cx);
        let (heading, about) = match self.step {
            Step::Code => (t.heading_code, t.about_code),
            Step::Pin => (t.heading_pin, t.about_pin),
        };
        let mut y = body.y;
        let general = self.pause.is_on() || self.wrong.is_some() || self.refused.is_some();
        if let (true, true, Some(first)) = (large, general, problems.first()) {
            y = alert(painter, y, first);
        } else if large || problems.is_empty() {
            painter.put(body.x, y, heading, Role::Important);
            y += 1 + gap;
            if !large {
                painter.put(body.x, y, about, Role::Base);
                y += 2;
            }
        } else {
            y = error_box(painter, y, &problems, cx.texts) + 1;
        }
        y = match self.step {
            Step::Code => self.draw_code(painter, y, cx),
            Step::Pin => self.draw_pin(painter, y, cx),
        };
        y += gap;
        let rest = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        let hint = if self.step == Step::Code {
            t.where_code
        } else {
            t.about_pin
        };
        if painter.height_of(hint, rest.width) <= rest.height && (large || self.step == Step::Code) {
            painter.wrap(rest, hint, Role::Muted);
        }
    }

    fn draw_code(&self, painter: &mut Painter, y: u16, cx: &Context) -> u16 {
        let t = &cx.texts.activate;
        let large = painter.is_large();
        let number_problem = self
            .number_fault
            .as_ref()
            .map(|fault| refusal::number(cx.lang, fault));
        let code_problem = self.code_fault.as_ref().map(t.code_fault);
        let count = |field: &Field, max| match (field.len(), large) {
            (0, _) => String::new(),
            (n, true) => format!("{n}/{max}"),
            (n, false) => (cx.texts.common.of)(n, max),
        };
        let y = entry(
            painter,
            y,
            &Entry {
                label: cx.texts.sign_in.number,
                short: cx.texts.sign_in.number_short,
                column: 10,
                field: &self.number,
                width: 22,
                focused: !self.second,
                problem: number_problem.as_deref(),
                note: &count(&self.number, 18),
                says: "",
                click: Some(Action::Up),
            },
        );
        entry(
            painter,
            y + u16::from(!large),
            &Entry {
                label: t.code,
                short: t.code_short,
                column: 10,
                field: &self.code,
                width: 22,
                focused: self.second,
                problem: code_problem.as_deref(),
                note: &count(&self.code, CODE_CHARS),
                says: "",
                click: Some(Action::Down),
            },
        )
    }

    fn draw_pin(&self, painter: &mut Painter, y: u16, cx: &Context) -> u16 {
        let t = &cx.texts.activate;
        let gap = u16::from(!painter.is_large());
        let common = Entry {
            label: t.pin,
            short: t.pin_short,
            column: 10,
            field: &self.pin,
            width: 10,
            focused: !self.second,
            problem: self.pin_words(cx),
            note: "",
            says: "",
            click: Some(Action::Up),
        };
        let y = entry(painter, y, &common);
        let again = Entry {
            label: t.again,
            short: t.again_short,
            field: &self.again,
            focused: self.second,
            problem: None,
            click: Some(Action::Down),
            ..common
        };
        entry(painter, y + gap, &again)
    }
}

pub(super) fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let code = Activation::from_random([0xa5; 6]).plain();
    let with = |change: &dyn Fn(&mut Activate)| -> Box<dyn Screen> {
        let mut screen = Activate::new(Some("198503122010012004"), Route::Home);
        screen.code.set(&code);
        change(&mut screen);
        Box::new(screen)
    };
    vec![
        ("plain", Box::new(Activate::new(None, Route::Home))),
        ("code", with(&|_| {})),
        (
            "errors",
            with(&|screen| {
                screen.number.set("1985");
                screen.code.set("K7M4Q92");
                screen.enter(cx);
            }),
        ),
        ("pin", with(&|screen| drop(screen.enter(cx)))),
        (
            "differ",
            with(&|screen| {
                screen.enter(cx);
                screen.pin.set("246802");
                screen.again.set("246803");
                screen.second = true;
                screen.enter(cx);
            }),
        ),
        (
            "weak",
            with(&|screen| drop(screen.reply(&Reply::Refused(Refusal::WeakPin), cx))),
        ),
        (
            "wrong",
            with(&|screen| drop(screen.reply(&Reply::Refused(Refusal::Credentials { left: 2 }), cx))),
        ),
    ]
}

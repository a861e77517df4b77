//! The date and time, large: an officer says whether they are right, or reads how to set them.

use crate::domain::clock::Doubt;
use crate::domain::refusal::Refusal;
use crate::i18n::{format, refusal};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Binding;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::big::{HEIGHT, big};
use crate::ui::widget::sheet::{Content, Line, Pick, Sheet};

const YES: u8 = 1;
const NO: u8 = 2;
const LATER: u8 = 3;

/// The screen.
pub struct Clock {
    sheet: Sheet,
    /// Whether it says how to set the clock.
    how: bool,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Clock::new())
}

impl Clock {
    /// The mark is not on yes: a doubled Enter confirms no date.
    const fn new() -> Self {
        Self {
            sheet: Sheet::on(NO),
            how: false,
            refused: None,
        }
    }

    fn content(&self, cx: &Context) -> Content {
        let t = &cx.texts.clock;
        if self.how {
            return Content {
                lines: vec![
                    Line::base(t.how),
                    Line::new(Role::Important, t.command).inside(),
                    Line::gap(),
                    Line::base(t.then),
                    Line::new(Role::Muted, t.battery),
                ],
                picks: vec![Pick::new(1, t.look), Pick::new(2, t.later).detail(t.later_what)],
                above: 0,
            };
        }
        let now = cx.now();
        let mut picks = vec![
            Pick::new(NO, t.no),
            Pick::new(LATER, t.later).detail(t.later_what),
        ];
        // Nobody can say that the program was made later than today.
        if cx.office.doubt != Some(Doubt::BeforeBuild) {
            picks.insert(0, Pick::new(YES, t.yes));
        }
        let why = cx.office.doubt.map(t.doubt);
        if cx.is_large() {
            let date = Line::new(Role::Important, format::date_time(cx.lang, now));
            return Content {
                lines: vec![Line::base(why.unwrap_or(t.question)), date],
                picks,
                above: 0,
            };
        }
        let mut lines = vec![Line::new(Role::Important, format::date(cx.lang, now.date()))];
        lines.extend(why.map(Line::base));
        Content {
            lines,
            picks,
            above: HEIGHT + 4,
        }
    }
}

impl Screen for Clock {
    fn route(&self) -> Route {
        Route::Clock
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.officer.title, cx.texts.clock.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        self.sheet.bindings(&self.content(cx), cx)
    }

    fn back(&mut self, _: &Context) -> bool {
        std::mem::take(&mut self.how)
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let Input::Do(action) = input else {
            return Vec::new();
        };
        let content = self.content(cx);
        match (self.how, self.sheet.act(*action, &content, cx)) {
            (false, Some(YES)) => return vec![Effect::ask(Ask::ConfirmClock)],
            (false, Some(NO)) => (self.how, self.sheet) = (true, Sheet::on(1)),
            (true, Some(1)) => (self.how, self.sheet) = (false, Sheet::on(NO)),
            (_, Some(_)) => return vec![Effect::Back],
            (_, None) => {}
        }
        Vec::new()
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::Done => return vec![Effect::Back],
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        match &self.refused {
            Some(why) => Some(Message::error(refusal::sentence(cx.lang, why))),
            None => self.sheet.message(&self.content(cx), cx),
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        if !self.how && !painter.is_large() {
            painter.put(body.x, body.y, cx.texts.clock.question, Role::Base);
            let time = format::time(cx.lang, cx.now().time());
            big(painter, body.x, body.y + 2, &time, Role::Important);
        }
        self.sheet.draw(&self.content(cx), painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let how = Clock {
        how: true,
        sheet: Sheet::on(1),
        ..Clock::new()
    };
    let refused = Clock {
        refused: Some(Refusal::NotAllowed),
        ..Clock::new()
    };
    vec![
        ("plain", Box::new(Clock::new())),
        ("how", Box::new(how)),
        ("refused", Box::new(refused)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::ui::keymap::Action;
    use crate::ui::testing::{Stage, all_roles};

    #[test]
    fn a_date_is_confirmed_only_by_a_yes_and_a_doubled_enter_is_none() {
        let stage = Stage::new().signed_in(all_roles());
        let cx = stage.context();
        let mut screen = Clock::new();
        for _ in 0..4 {
            assert!(screen.update(&Input::Do(Action::Enter), &cx).is_empty());
        }
        let mut screen = Clock::new();
        let effects = screen.update(&Input::Do(Action::Choose(YES)), &cx);
        assert!(matches!(effects.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::ConfirmClock)));
        assert!(matches!(
            screen.reply(&Reply::Done, &cx).as_slice(),
            [Effect::Back]
        ));
    }

    #[test]
    fn whoever_is_asked_about_the_clock_is_told_why_and_confirms_no_impossible_date() {
        for (width, height) in [(80, 24), (40, 12)] {
            for lang in [Lang::Id, Lang::En] {
                for doubt in Doubt::ALL {
                    let mut stage = Stage::new().signed_in(all_roles()).size(width, height).lang(lang);
                    stage.office.doubt = Some(*doubt);
                    let dump = stage.dump(&Clock::new());
                    let rows = dump.text.lines().filter(|row| !row.trim_start().starts_with('~'));
                    let rows = rows.filter_map(|row| row.split_once('|'));
                    let words = rows.flat_map(|(_, row)| row.split_whitespace());
                    let said = words.collect::<Vec<_>>().join(" ");
                    let why = (lang.texts().clock.doubt)(*doubt);
                    assert!(said.contains(why), "{why}\n{}", dump.text);
                }
            }
        }
        let mut stage = Stage::new().signed_in(all_roles());
        stage.office.doubt = Some(Doubt::BeforeBuild);
        let cx = stage.context();
        let effects = Clock::new().update(&Input::Do(Action::Choose(YES)), &cx);
        assert!(
            effects.is_empty(),
            "a date before the program was made is not to be confirmed"
        );
    }

    #[test]
    fn the_date_is_in_words_in_every_room() {
        for (width, height) in [(80, 24), (40, 12)] {
            let stage = Stage::new().signed_in(all_roles()).size(width, height);
            assert!(stage.dump(&Clock::new()).text.contains("Sen 23 Nov 2026"));
        }
    }
}

//! People for the officer: found by name or number, their activation codes, PINs and roles.
//!
//! ```text
//!   search ──> one of them ──> activation code (resets the PIN) ──> a question ──> the code, once, to be printed
//!     │                   └──> a role given or taken            ──> a question ──> done
//!     └─ F8 ──> the code of a unit ──> letters for all of it without a PIN
//! ```

mod view;

use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::i18n::refusal;
use crate::state::card::PersonLine;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::number;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::widget::field::Field;
use crate::ui::widget::finder::{Finder, Found};
use crate::ui::widget::list::List;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// F8: print a unit's codes.
const UNIT: Action = Action::Own(1);
/// Fewer letters find too many.
const LEAST: usize = 2;
/// The longest code of a unit.
const UNIT_CHARS: usize = 24;

/// What can be done about a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Deed {
    /// A new activation code; it voids a PIN.
    Code,
    /// A role given, or taken.
    Role(Role, bool),
}

impl Deed {
    fn of(line: &PersonLine) -> Vec<Self> {
        let mut all = vec![Self::Code];
        all.extend(Role::ALL.map(|role| Self::Role(role, !line.roles.has(role))));
        all
    }
}

enum Part {
    Search,
    Person(PersonLine, List),
    /// No is marked.
    Question(PersonLine, Deed, List),
    /// A code, shown once.
    Code(PersonLine, Zeroizing<String>, List),
    Unit(Field),
}

enum Said {
    Done,
    Printed(PathBuf),
    Refused(Refusal),
}

/// The screen.
pub struct People {
    finder: Finder,
    found: Option<(Vec<PersonLine>, u64)>,
    part: Part,
    said: Option<Said>,
    waiting: bool,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(People::new())
}

impl People {
    fn new() -> Self {
        Self {
            finder: Finder::new(true),
            found: None,
            part: Part::Search,
            said: None,
            waiting: false,
        }
    }

    fn fit(&mut self, cx: &Context) {
        let rows = cx.height.saturating_sub(if cx.is_large() { 5 } else { 7 });
        self.finder.list.set_room(usize::from(rows));
        self.finder
            .list
            .set_len(self.found.as_ref().map_or(0, |(lines, _)| lines.len()));
    }

    /// Asks for what the box says, as one types.
    fn search(&mut self, cx: &Context) -> Vec<Effect> {
        let query = self.finder.query().to_owned();
        if query.chars().count() < LEAST {
            self.found = None;
            self.fit(cx);
            return Vec::new();
        }
        vec![Effect::ask(Ask::People { query })]
    }

    fn open_person(&mut self, line: PersonLine) {
        let deeds = Deed::of(&line).len();
        self.part = Part::Person(line, List::new(deeds));
    }

    fn on_search(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(UNIT) => {
                self.part = Part::Unit(Field::text(UNIT_CHARS));
                return Vec::new();
            }
            Input::Scan(code) => {
                if let Some(digits) = number::of_scan(code) {
                    self.finder.search(&digits);
                    return self.search(cx);
                }
                return Vec::new();
            }
            _ => {}
        }
        match self.finder.update(input) {
            Found::Changed => self.search(cx),
            Found::Chosen(at) => {
                let line = self.found.as_ref().and_then(|(lines, _)| lines.get(at)).cloned();
                if let Some(line) = line {
                    self.open_person(line);
                }
                Vec::new()
            }
            Found::Entered | Found::Nothing => Vec::new(),
        }
    }

    fn carry_out(&mut self, line: &PersonLine, deed: Deed) -> Vec<Effect> {
        self.waiting = true;
        let person = line.person;
        vec![Effect::ask(match deed {
            Deed::Code => Ask::NewActivation(person),
            Deed::Role(role, given) => Ask::SetRole { person, role, given },
        })]
    }

    fn on_choice(&mut self, action: Action) -> Vec<Effect> {
        match &mut self.part {
            Part::Person(line, list) => {
                let Some(row) = list.act(action) else {
                    return Vec::new();
                };
                let line = line.clone();
                if let Some(deed) = Deed::of(&line).get(row) {
                    let mut list = List::new(2);
                    list.select(1);
                    self.part = Part::Question(line, *deed, list);
                }
                Vec::new()
            }
            Part::Question(line, deed, list) => {
                let Some(row) = list.act(action) else {
                    return Vec::new();
                };
                let (line, deed) = (line.clone(), *deed);
                if row == 0 {
                    return self.carry_out(&line, deed);
                }
                self.open_person(line);
                Vec::new()
            }
            Part::Code(line, code, list) => match list.act(action) {
                Some(0) => {
                    self.waiting = true;
                    vec![Effect::ask(Ask::PrintActivation {
                        person: line.person,
                        code: code.clone(),
                    })]
                }
                Some(_) => {
                    self.part = Part::Search;
                    Vec::new()
                }
                None => Vec::new(),
            },
            Part::Search | Part::Unit(_) => Vec::new(),
        }
    }

    fn on_unit(&mut self, input: &Input) -> Vec<Effect> {
        let Part::Unit(field) = &mut self.part else {
            return Vec::new();
        };
        match input {
            Input::Key(_) | Input::Paste(_) => {
                field.handle(input);
            }
            Input::Do(Action::Enter) if !field.value().trim().is_empty() => {
                let unit = field.value().trim().to_owned();
                self.waiting = true;
                return vec![Effect::ask(Ask::PrintActivations { unit })];
            }
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for People {
    fn route(&self) -> Route {
        Route::People
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.people;
        Title::two(
            cx.texts.officer.title,
            if matches!(self.part, Part::Unit(_)) {
                t.unit_title
            } else {
                t.title
            },
        )
    }

    fn typing(&self) -> Typing {
        match &self.part {
            Part::Search => self.finder.typing(),
            Part::Unit(_) => Typing::Text,
            _ => Typing::None,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const UNIT_KEYS: &[(Chord, Action)] = &[(Chord::f(8), UNIT)];
        let t = &cx.texts.people;
        let common = &cx.texts.common;
        match &self.part {
            Part::Search => {
                let mut all = self.finder.bindings(cx.texts, common.hint_choose, t.help_person);
                all.push(Binding::own(UNIT_KEYS, t.hint_unit, t.help_unit));
                all
            }
            Part::Unit(_) => vec![Binding::enter(t.hint_print, t.help_print)],
            Part::Person(_, list) | Part::Question(_, _, list) | Part::Code(_, _, list) => vec![
                Binding::digits(1, list.digits(), common.hint_choose, common.help_choose),
                Binding::arrows(cx.texts),
                Binding::enter(common.hint_choose, common.help_open),
            ],
        }
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        if self.waiting {
            return Vec::new();
        }
        if !matches!(input, Input::Tick | Input::Resize) {
            self.said = None;
        }
        match (&self.part, input) {
            (Part::Search, _) => self.on_search(input, cx),
            (Part::Unit(_), _) => self.on_unit(input),
            (_, Input::Do(action)) => self.on_choice(*action),
            _ => Vec::new(),
        }
    }

    fn takes_scan(&self, code: &str, _: &Context) -> bool {
        matches!(self.part, Part::Search) && number::of_scan(code).is_some()
    }

    fn back(&mut self, cx: &Context) -> bool {
        self.said = None;
        match &self.part {
            Part::Search => {
                let within = self.finder.back();
                if within {
                    self.found = None;
                    self.finder.focus_box();
                    self.fit(cx);
                }
                return within;
            }
            Part::Question(line, ..) => {
                let line = line.clone();
                self.open_person(line);
            }
            Part::Person(..) | Part::Code(..) | Part::Unit(_) => self.part = Part::Search,
        }
        true
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            // Not to a box that was emptied since.
            Reply::People(lines, all) if self.finder.query().chars().count() >= LEAST => {
                self.found = Some((lines.clone(), *all));
                self.fit(cx);
                if lines.is_empty() {
                    self.finder.focus_box();
                }
            }
            Reply::Activation { line, code } => {
                self.waiting = false;
                self.part = Part::Code(line.clone(), code.clone(), List::new(2));
                // Whether there is a PIN has changed in the list below.
                return self.search(cx);
            }
            Reply::Done => {
                self.waiting = false;
                self.said = Some(Said::Done);
                self.part = Part::Search;
                return self.search(cx);
            }
            Reply::Printed(path) => {
                self.waiting = false;
                self.said = Some(Said::Printed(path.clone()));
                if let Part::Code(_, _, list) = &mut self.part {
                    list.select(1);
                } else {
                    self.part = Part::Search;
                }
            }
            Reply::Refused(why) => {
                self.waiting = false;
                self.said = Some(Said::Refused(why.clone()));
            }
            Reply::Failed(_) => self.waiting = false,
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.waiting
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.people;
        match &self.said {
            Some(Said::Done) => return Some(Message::good(t.done)),
            Some(Said::Printed(path)) => {
                let name = path
                    .file_name()
                    .filter(|_| cx.is_large())
                    .map(std::path::Path::new);
                let path = name.unwrap_or(path).display().to_string();
                return Some(Message::good((t.printed)(&path)));
            }
            Some(Said::Refused(Refusal::NotFound)) if matches!(self.part, Part::Unit(_)) => {
                return Some(Message::error(t.unit_unknown));
            }
            Some(Said::Refused(why)) => return Some(Message::error(refusal::sentence(cx.lang, why))),
            None => {}
        }
        view::message(self, cx)
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    view::samples(cx)
}

#[cfg(test)]
mod tests;

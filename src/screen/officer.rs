//! The officer's choices (A1): people, import, batches, attendance, slips, exchange, health, one's own PIN; and the
//! only way out of the program.

use crate::domain::code::Code;
use crate::i18n::format;
use crate::i18n::home::Service;
use crate::i18n::officer::Texts;
use crate::state::card::Health;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::{Choice, Frame, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::theme::Role;
use crate::ui::widget::entry::{Entry, entry};
use crate::ui::widget::field::{Field, Kind};
use crate::ui::widget::list::List;
use ratatui::layout::Rect;

/// Where the explanations stand.
const ABOUT: u16 = 26;
/// Room for a code with its prefix, as a scanner writes it.
const LONGEST: usize = 16;

/// A row of the menu.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Item {
    People,
    Import,
    Batches,
    Attendance,
    Slip,
    Sync,
    Health,
    Pin,
    Quit,
}

const ITEMS: [Item; 9] = [
    Item::People,
    Item::Import,
    Item::Batches,
    Item::Attendance,
    Item::Slip,
    Item::Sync,
    Item::Health,
    Item::Pin,
    Item::Quit,
];

impl Item {
    fn service(self, t: &Texts) -> Service {
        match self {
            Self::People => t.people,
            Self::Import => t.import,
            Self::Batches => t.batches,
            Self::Attendance => t.attendance,
            Self::Slip => t.slip,
            Self::Sync => t.sync,
            Self::Health => t.health,
            Self::Pin => t.pin,
            Self::Quit => t.quit,
        }
    }
}

/// What was found of a slip.
enum Slip {
    /// It was not asked yet, or is being asked.
    Unasked,
    /// It is for this course.
    Known(String),
    /// There is none of this code.
    Unknown,
}

enum Part {
    Menu,
    Slip(Field, Slip),
    /// End the program? No is marked.
    Quit(List),
}

/// The screen.
pub struct Officer {
    list: List,
    part: Part,
    health: Option<Health>,
    /// Whether the clock was asked about since this was opened.
    clock_asked: bool,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(Officer::new())
}

impl Officer {
    fn new() -> Self {
        Self {
            list: List::new(ITEMS.len()),
            part: Part::Menu,
            health: None,
            clock_asked: false,
        }
    }

    /// The menu in the room there is: in large text it has two pages.
    fn menu(&self, cx: &Context) -> List {
        let mut list = self.list;
        list.set_room(if cx.is_large() {
            usize::from(cx.height.saturating_sub(4))
        } else {
            ITEMS.len()
        });
        list
    }

    fn open_slip(&mut self) {
        self.part = Part::Slip(Field::new(Kind::Code, LONGEST), Slip::Unasked);
    }

    fn choose(&mut self, item: Item) -> Vec<Effect> {
        let go = |route| vec![Effect::Go(route)];
        match item {
            Item::People => go(Route::People),
            Item::Import => go(Route::ImportFile),
            Item::Batches => go(Route::Batches),
            Item::Attendance => go(Route::Facilitator),
            Item::Sync => go(Route::Sync),
            Item::Health => go(Route::Health),
            Item::Pin => go(Route::ChangePin),
            Item::Slip => {
                self.open_slip();
                Vec::new()
            }
            Item::Quit => {
                let mut list = List::new(2);
                list.select(1);
                self.part = Part::Quit(list);
                Vec::new()
            }
        }
    }

    fn look(&mut self, typed: &str) -> Vec<Effect> {
        let Part::Slip(field, found) = &mut self.part else {
            return Vec::new();
        };
        if typed.trim().is_empty() {
            return Vec::new();
        }
        field.set(typed);
        let Ok(code) = Code::from_payload(typed).or_else(|_| Code::read(typed)) else {
            *found = Slip::Unknown;
            return Vec::new();
        };
        field.set(&code.plain());
        *found = Slip::Unasked;
        vec![Effect::ask(Ask::LookUp(code))]
    }

    fn about(&self, item: Item, cx: &Context) -> String {
        let t = &cx.texts.officer;
        let Some(health) = &self.health else {
            return item.service(t).about.into();
        };
        let number = |n: u64| format::number(cx.lang, i64::try_from(n).unwrap_or(i64::MAX));
        let [_, _, batches, people, _] = health.counts;
        match item {
            Item::Sync => match &health.only_here {
                Some(only) if only.registrations > 0 => (t.only_here)(&number(only.registrations)),
                _ => item.service(t).about.into(),
            },
            Item::Health if !health.damage.is_empty() => t.damaged.into(),
            Item::Health => {
                format!("{}, {}", t.sound, (t.counts)(&number(people), &number(batches)))
            }
            _ => item.service(t).about.into(),
        }
    }

    fn draw_slip(field: &Field, found: &Slip, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.officer;
        let body = painter.body();
        let gap = u16::from(!painter.is_large());
        painter.put(body.x, body.y, t.slip_heading, Role::Important);
        let code = Entry {
            label: t.slip_label,
            short: t.slip_short,
            column: 8,
            field,
            width: 22,
            focused: true,
            problem: None,
            note: "",
            says: "",
            click: None,
        };
        let y = entry(painter, body.y + 1 + gap, &code) + 1;
        let (word, role, what) = match found {
            Slip::Unasked => return,
            Slip::Known(title) => (t.slip_known, Role::Good, (t.slip_for)(title)),
            Slip::Unknown => (t.slip_unknown, Role::Error, t.slip_unknown_what.to_owned()),
        };
        let room = Rect {
            y,
            height: 4,
            width: body.width,
            x: body.x,
        };
        if painter.is_large() {
            painter.put(body.x, y, word, role);
            painter.wrap_cut(
                Rect {
                    y: y + 1,
                    height: 3,
                    ..body
                },
                &what,
                Role::Base,
            );
            return;
        }
        let inner = painter.boxed(room, Frame::Double, Role::Important);
        painter.put(inner.x + 1, inner.y, word, role);
        painter.cut(
            inner.x + 1,
            inner.y + 1,
            inner.width.saturating_sub(2),
            &what,
            Role::Base,
        );
    }
}

impl Screen for Officer {
    fn route(&self) -> Route {
        Route::Officer
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.officer;
        match self.part {
            Part::Menu => Title::one(t.title),
            Part::Slip(..) => Title::two(t.title, t.slip_title),
            Part::Quit(_) => Title::two(t.title, t.quit_title),
        }
    }

    fn typing(&self) -> Typing {
        if matches!(self.part, Part::Slip(..)) {
            Typing::Code
        } else {
            Typing::None
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        let list = match &self.part {
            Part::Slip(..) => {
                return vec![Binding::enter(
                    cx.texts.officer.hint_look,
                    cx.texts.officer.help_look,
                )];
            }
            Part::Menu => self.menu(cx),
            Part::Quit(list) => *list,
        };
        vec![
            Binding::digits(1, list.digits(), t.hint_choose, t.help_choose),
            Binding::arrows(cx.texts),
            Binding::pages(cx.texts, list.page(), list.pages()),
            Binding::enter(t.hint_open, t.help_open),
        ]
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        let ask = Effect::ask(Ask::Health);
        if cx.office.clock_doubtful() && !self.clock_asked {
            // Once: an officer who says "later" has work to do.
            self.clock_asked = true;
            return vec![ask, Effect::Go(Route::Clock)];
        }
        vec![ask]
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.list = self.menu(cx);
        if let Input::Scan(code) = input {
            if !matches!(self.part, Part::Slip(..)) {
                self.open_slip();
            }
            return self.look(code);
        }
        match (&mut self.part, input) {
            (Part::Menu, Input::Do(action)) => {
                let item = self.list.act(*action).and_then(|row| ITEMS.get(row));
                item.map(|item| self.choose(*item)).unwrap_or_default()
            }
            (Part::Slip(field, _), Input::Do(Action::Enter)) => {
                let typed = field.value().to_owned();
                self.look(&typed)
            }
            (Part::Slip(field, found), Input::Key(_) | Input::Paste(_)) => {
                if field.handle(input) {
                    *found = Slip::Unasked;
                }
                Vec::new()
            }
            (Part::Quit(list), Input::Do(action)) => match list.act(*action) {
                Some(0) => vec![Effect::Quit],
                Some(_) => {
                    self.part = Part::Menu;
                    Vec::new()
                }
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn takes_scan(&self, code: &str, _: &Context) -> bool {
        matches!(self.part, Part::Slip(..)) || Code::from_payload(code).is_ok()
    }

    fn back(&mut self, _: &Context) -> bool {
        let within = !matches!(self.part, Part::Menu);
        self.part = Part::Menu;
        within
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match (reply, &mut self.part) {
            (Reply::Health(health), _) => self.health = Some((**health).clone()),
            (Reply::CodeKnown(title), Part::Slip(_, found)) => {
                *found = title.clone().map_or(Slip::Unknown, Slip::Known);
            }
            _ => {}
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let health = self.health.as_ref()?;
        let damaged = !health.damage.is_empty() && matches!(self.part, Part::Menu);
        damaged.then(|| {
            Message::error(format!(
                "{}: {}",
                cx.texts.officer.health.name, cx.texts.officer.damaged
            ))
        })
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.officer;
        let body = painter.body();
        let large = painter.is_large();
        match &self.part {
            Part::Menu => {
                let step = if large { 1 } else { 2 };
                let list = self.menu(cx);
                let visible = list.visible();
                let first = visible.start;
                for (at, item) in ITEMS
                    .into_iter()
                    .enumerate()
                    .filter(|(at, _)| visible.contains(at))
                {
                    let digit = list.digit_of(at).unwrap_or(0);
                    let about = self.about(item, cx);
                    let mut choice = Choice::new(digit, item.service(t).name, self.list.selected() == at);
                    if !large {
                        choice = choice.detail(ABOUT, &about);
                    }
                    let y = body.y + u16::try_from(at - first).unwrap_or(0) * step;
                    painter.choice(y, &choice);
                }
            }
            Part::Slip(field, found) => Self::draw_slip(field, found, painter, cx),
            Part::Quit(list) => {
                painter.put(body.x, body.y, t.quit_heading, Role::Important);
                let room = Rect {
                    y: body.y + 1 + u16::from(!large),
                    height: 4,
                    ..body
                };
                let first = room.y + painter.wrap(room, t.quit_what, Role::Base) + 1;
                for (at, label) in [t.quit_yes, t.quit_no].into_iter().enumerate() {
                    let y = first + u16::try_from(at).unwrap_or(0);
                    let digit = u8::try_from(at + 1).unwrap_or(0);
                    painter.choice(y, &Choice::new(digit, label, list.selected() == at));
                }
            }
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let with = |change: &dyn Fn(&mut Officer)| -> Box<dyn Screen> {
        let mut screen = Officer::new();
        screen.reply(&Reply::Health(Box::new(crate::ui::testing::health_card())), cx);
        change(&mut screen);
        Box::new(screen)
    };
    let slip = |title: Option<&str>| {
        with(&|screen| {
            screen.open_slip();
            screen.look(&Code::from_hash(&[7; 8]).payload());
            screen.reply(&Reply::CodeKnown(title.map(str::to_owned)), cx);
        })
    };
    vec![
        ("plain", Box::new(Officer::new())),
        ("counts", with(&|_| {})),
        (
            "damaged",
            with(&|screen| {
                if let Some(health) = &mut screen.health {
                    health.damage = vec!["segment 3".into()];
                }
            }),
        ),
        ("slip", with(&|screen| screen.open_slip())),
        ("slip-known", slip(Some("Penyusunan Anggaran Berbasis Kinerja"))),
        ("slip-unknown", slip(None)),
        ("quit", with(&|screen| drop(screen.choose(Item::Quit)))),
    ]
}

#[cfg(test)]
mod tests;

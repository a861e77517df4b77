//! The catalogue (K3): search as one types, nine rows a page.
//!
//! ```text
//!   Cari: anggaran______        12 dari 184 pelatihan      the box has the cursor after a letter
//!   Saring: Bandung
//!   > 1  Penyusunan Anggaran ...  20  Kam 26 Nov  Bandung  7
//! ```
//!
//! In the list letters open the box and digits choose; in the box digits are typed, and Enter or Down leads back to
//! the list. An empty result offers ways out instead of rows, chosen by digit like them.

mod view;

use crate::state::card::Catalogue;
use crate::state::catalogue::{Hit, Index, relief::Relief};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::{Effect, Returned};
use crate::ui::filter::{self, Filter};
use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding, Keys};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::widget::{field::Field, list::List, menu::Menu};
use std::sync::Arc;

/// Characters that can be searched for.
const QUERY: usize = 60;
const FILTER: Action = Action::Own(1);
const EDIT: Action = Action::Own(2);

/// The screen.
pub struct Screened {
    /// What the index was made from; what is shown comes from it too.
    source: Option<Arc<Catalogue>>,
    index: Index,
    field: Field,
    /// Whether the box has the cursor.
    searching: bool,
    filter: Filter,
    hits: Vec<Hit>,
    list: List,
    relief: Vec<Relief>,
    menu: Menu,
}

/// Opens it.
pub fn open(cx: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(cx))
}

impl Screened {
    fn new(cx: &Context) -> Self {
        let mut screen = Self {
            source: None,
            index: Index::default(),
            field: Field::text(QUERY),
            searching: false,
            filter: Filter::default(),
            hits: Vec::new(),
            list: List::default(),
            relief: Vec::new(),
            menu: Menu::on(1),
        };
        screen.refresh(cx);
        screen
    }

    /// Takes the newest catalogue; what is marked stays marked where it is still there.
    fn refresh(&mut self, cx: &Context) {
        self.list.set_room(view::rows(cx.is_large(), cx.height));
        let Some(newest) = cx.catalogue else { return };
        if self
            .source
            .as_ref()
            .is_some_and(|source| Arc::ptr_eq(source, newest))
        {
            return;
        }
        let marked = self.marked().map(|course| course.id);
        self.index = Index::new(newest, cx.moment());
        self.source = Some(Arc::clone(newest));
        self.search();
        let again = self
            .hits
            .iter()
            .position(|hit| hit.course(newest).is_some_and(|c| Some(c.id) == marked));
        self.list.select(again.unwrap_or(0));
    }

    fn search(&mut self) {
        self.hits = self.index.search(self.field.value(), &self.filter);
        self.relief = if self.hits.is_empty() {
            self.index.relief(self.field.value(), &self.filter)
        } else {
            Vec::new()
        };
        self.list.set_len(self.hits.len());
        self.list.select(0);
        self.menu = Menu::on(1);
    }

    fn marked(&self) -> Option<&crate::state::card::CourseCard> {
        self.hits
            .get(self.list.selected())?
            .course(self.source.as_deref()?)
    }

    fn digits(&self) -> Vec<u8> {
        (1..).zip(&self.relief).map(|(digit, _)| digit).collect()
    }

    fn relieve(&mut self, digit: u8) {
        let Some(way) = self.relief.get(usize::from(digit).wrapping_sub(1)).cloned() else {
            return;
        };
        match way {
            Relief::Instead(query) => {
                self.field.set(&query);
                // The word was meant; a filter that lets none of it through would answer with nothing again.
                if self.index.search(&query, &self.filter).is_empty() {
                    self.filter = Filter::default();
                }
            }
            Relief::Fewer(query) => self.field.set(&query),
            Relief::Without(facet) => self.filter = self.filter.without(facet),
            Relief::NoFilter => self.filter = Filter::default(),
            Relief::All => {
                self.field.clear();
                self.filter = Filter::default();
            }
        }
        self.searching = false;
        self.search();
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            FILTER => return vec![Effect::Go(Route::Filter(Box::new(self.filter.clone())))],
            EDIT => {
                self.searching = true;
                self.type_in(&Input::Key(Chord::plain(Key::Backspace)));
                return Vec::new();
            }
            _ => {}
        }
        let was_searching = std::mem::take(&mut self.searching);
        if was_searching && matches!(action, Action::Enter | Action::Down | Action::Up) {
            return Vec::new();
        }
        if self.hits.is_empty() {
            let digits = self.digits();
            if let Some(digit) = self.menu.act(action, &digits) {
                self.relieve(digit);
            }
            return Vec::new();
        }
        match self.list.act(action) {
            Some(_) => self
                .marked()
                .map(|course| Effect::Go(Route::Course(course.id)))
                .into_iter()
                .collect(),
            None => Vec::new(),
        }
    }

    fn type_in(&mut self, input: &Input) {
        if self.field.handle(input) {
            self.search();
        }
    }
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Catalogue
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.catalogue.title)
    }

    fn enter(&mut self, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        if self.source.is_none() {
            vec![Effect::ask(Ask::Catalogue)]
        } else {
            Vec::new()
        }
    }

    fn reply(&mut self, _: &Reply, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        Vec::new()
    }

    fn returned(&mut self, what: Returned, _: &Context) -> Vec<Effect> {
        if let Returned::Filter(filter) = what {
            self.filter = *filter;
            self.search();
        }
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const FILTER_KEYS: &[(Chord, Action)] = &[(Chord::char('0'), FILTER), (Chord::f(5), FILTER)];
        const FILTER_TYPING: &[(Chord, Action)] = &[(Chord::f(5), FILTER)];
        const EDIT_KEYS: &[(Chord, Action)] = &[(Chord::plain(Key::Backspace), EDIT)];
        let (t, common) = (&cx.texts.catalogue, &cx.texts.common);
        if self.searching {
            return vec![
                Binding::enter(t.hint_list, t.help_list).priority(0),
                Binding::own(FILTER_TYPING, t.hint_filter, t.help_filter).priority(8),
                Binding::arrows(cx.texts).priority(70),
            ];
        }
        let digits = if self.hits.is_empty() {
            u8::try_from(self.relief.len()).unwrap_or(9)
        } else {
            self.list.digits()
        };
        vec![
            Binding::digits(1, digits, common.hint_choose, t.help_choose).when(digits > 0),
            Binding::pages(cx.texts, self.list.page(), self.list.pages()).priority(5),
            Binding::own(FILTER_KEYS, t.hint_filter, t.help_filter).priority(8),
            Binding::new(Keys::Letters, "", t.help_letters).priority(9),
            Binding::own(EDIT_KEYS, "", t.help_edit)
                .priority(29)
                .when(!self.field.is_empty()),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_open, common.help_open)
                .priority(71)
                .priority(71)
                .when(digits > 0),
        ]
    }

    fn typing(&self) -> Typing {
        if self.searching {
            Typing::Text
        } else {
            Typing::None
        }
    }

    fn back(&mut self, _: &Context) -> bool {
        std::mem::take(&mut self.searching)
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.refresh(cx);
        match input {
            Input::Do(action) => return self.act(*action),
            Input::Key(_) if !self.searching => {
                // A new search, not more of the one that was finished.
                self.field.clear();
                self.searching = true;
                self.type_in(input);
            }
            Input::Key(_) | Input::Paste(_) => self.type_in(input),
            Input::Scan(_) | Input::Resize | Input::Tick => {}
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.catalogue;
        self.source.as_ref()?;
        let text = match (self.searching, self.hits.is_empty()) {
            (_, true) if self.relief.is_empty() => return None,
            (true, true) => t.message_nothing.to_owned(),
            (true, false) => t.message_box.to_owned(),
            (false, true) => t.message_relief.to_owned(),
            // One short row: what the columns have no room for, of the marked row.
            (false, false) if cx.is_large() => view::in_short(self, cx),
            (false, false) => t.message_list.to_owned(),
        };
        Some(Message::muted(text))
    }

    fn is_waiting(&self) -> bool {
        self.source.is_none()
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let catalogue = crate::ui::testing::public::catalogue();
    let own = Context {
        catalogue: Some(&catalogue),
        ..*cx
    };
    let make = |query: &str, searching: bool, filter: Filter| -> Box<dyn Screen> {
        let mut screen = Screened::new(&own);
        screen.filter = filter;
        screen.field.set(query);
        screen.searching = searching;
        screen.search();
        Box::new(screen)
    };
    let bandung = Filter {
        place: Some("Bandung".into()),
        with_seats: true,
        ..Filter::default()
    };
    let mut second = Screened::new(&own);
    second.update(&Input::Do(Action::Next), &own);
    let nothing = Catalogue::default().into();
    let empty = Screened::new(&Context {
        catalogue: Some(&nothing),
        ..*cx
    });
    vec![
        ("plain", make("", false, Filter::default())),
        ("page-2", Box::new(second)),
        ("searching", make("angg", true, Filter::default())),
        ("found", make("angg", false, bandung.clone())),
        ("nothing", make("angaran", true, bandung)),
        ("relief", make("qqqqqq", false, Filter::default())),
        ("empty", Box::new(empty)),
        (
            "waiting",
            Box::new(Screened::new(&Context {
                catalogue: None,
                ..*cx
            })),
        ),
    ]
}

/// What a filter is, in one line.
fn filter_line(cx: &Context, filter: &Filter, dot: &str) -> String {
    filter::summary(cx.lang, filter).join(dot)
}

#[cfg(test)]
mod tests;

//! What an officer should look at: a list, the unseen first, and each in plain words with what to do.

use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::state::sync::{Matter, MatterKind};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::sync_words as words;
use crate::ui::theme::Role;
use crate::ui::widget::list::List;
use crate::ui::widget::row::{Row, row};
use crate::ui::widget::sheet::{Content, Line, Pick, Sheet};
use crate::ui::widget::table::Column;
use chrono::Datelike;

const SEEN: u8 = 1;
const DO: u8 = 2;
const LIST: u8 = 3;
/// What it is, the office, when it was found.
const COLUMNS: [Column; 3] = [Column::growing(22), Column::fixed(22, 1), Column::fixed(10, 2)];

enum Part {
    List,
    One([u8; 16], Sheet),
}

/// The screen.
pub struct Matters {
    all: Option<Vec<Matter>>,
    list: List,
    part: Part,
    refused: Option<Refusal>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Matters::new())
}

/// Where a matter can be dealt with.
fn remedy(kind: MatterKind) -> Option<Route> {
    match kind {
        MatterKind::Fork | MatterKind::JoinRequest => Some(Route::Nodes),
        MatterKind::Restored | MatterKind::SetAsideThere => Some(Route::BundleOut),
        _ => None,
    }
}

impl Matters {
    fn new() -> Self {
        Self {
            all: None,
            list: List::default(),
            part: Part::List,
            refused: None,
        }
    }

    fn fit(&mut self, cx: &Context) {
        self.list.set_room(usize::from(cx.height.saturating_sub(4)));
        self.list.set_len(self.all.as_ref().map_or(0, Vec::len));
    }

    fn one(&self, id: [u8; 16]) -> Option<&Matter> {
        self.all.as_ref()?.iter().find(|matter| matter.id == id)
    }

    fn content(&self, cx: &Context) -> Content {
        let Part::One(id, _) = &self.part else {
            return Content::default();
        };
        self.one(*id)
            .map_or_else(Content::default, |matter| detail(matter, cx))
    }
}

fn office<'a>(matter: &'a Matter, cx: &Context) -> &'a str {
    if matter.office.is_empty() {
        cx.texts.matters.somebody
    } else {
        &matter.office
    }
}

fn detail(matter: &Matter, cx: &Context) -> Content {
    let t = &cx.texts.matters;
    let words = words::matter(cx.lang, matter.kind);
    let mut lines = vec![
        Line::new(Role::Important, words.title),
        Line::base((words.meaning)(office(matter, cx))),
        Line::gap(),
    ];
    if !matter.name.is_empty() {
        lines.push(Line::fact(t.person, matter.name.clone()));
    }
    if let Some(batch) = matter.batch.and_then(|id| batch(id, cx)) {
        lines.push(Line::fact(t.batch, batch));
    }
    if !matter.detail.is_empty() {
        lines.push(Line::fact(t.more, matter.detail.clone()));
    }
    if let Some((from, to)) = matter.ops {
        let log = matter.log.map_or_else(String::new, |log| format!("{log}: "));
        let range = format!(
            "{log}{}-{}",
            self::words::count(cx.lang, from),
            self::words::count(cx.lang, to)
        );
        lines.push(Line::fact(t.records, range));
    }
    let found = self::words::moment(cx.lang, matter.found, cx.today().year());
    lines.extend([
        Line::fact(t.found, found),
        Line::gap(),
        Line::new(Role::Muted, t.advice),
        Line::new(Role::Important, words.advice),
    ]);
    let mut picks = Vec::new();
    if !matter.seen {
        picks.push(Pick::new(SEEN, t.mark_seen));
    }
    match remedy(matter.kind) {
        Some(Route::Nodes) => picks.push(Pick::new(DO, t.to_nodes)),
        Some(_) => picks.push(Pick::new(DO, t.to_export)),
        None => {}
    }
    picks.push(Pick::new(LIST, t.to_list));
    Content {
        lines,
        picks,
        above: 0,
    }
}

/// A batch as the catalogue calls it.
fn batch(id: crate::domain::id::BatchId, cx: &Context) -> Option<String> {
    cx.catalogue?.courses.iter().find_map(|course| {
        let batch = course.batches.iter().find(|batch| batch.id == id)?;
        Some(format!("{}, {}", batch.code, course.title))
    })
}

impl Screen for Matters {
    fn route(&self) -> Route {
        Route::Matters
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.sync.title, cx.texts.matters.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        match &self.part {
            Part::One(_, sheet) => sheet.bindings(&self.content(cx), cx),
            Part::List => vec![
                Binding::digits(1, self.list.digits().max(1), t.hint_choose, t.help_choose)
                    .when(!self.list.is_empty()),
                Binding::arrows(cx.texts).when(self.list.len() > 1),
                Binding::pages(cx.texts, self.list.page(), self.list.pages()),
                Binding::enter(t.hint_open, t.help_open).when(!self.list.is_empty()),
            ],
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::Matters)]
    }

    fn back(&mut self, _: &Context) -> bool {
        let within = matches!(self.part, Part::One(..));
        self.part = Part::List;
        within
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        let Input::Do(action) = input else {
            return Vec::new();
        };
        let content = self.content(cx);
        match &mut self.part {
            Part::List => {
                let chosen = self.list.act(*action);
                let matter = chosen.and_then(|at| self.all.as_ref()?.get(at));
                if let Some(id) = matter.map(|matter| matter.id) {
                    self.part = Part::One(id, Sheet::on(LIST));
                }
                Vec::new()
            }
            Part::One(id, sheet) => {
                let id = *id;
                match sheet.act(*action, &content, cx) {
                    Some(SEEN) => vec![Effect::ask(Ask::MatterSeen(id))],
                    Some(DO) => {
                        let route = self.one(id).and_then(|matter| remedy(matter.kind));
                        route.map(Effect::Go).into_iter().collect()
                    }
                    Some(_) => {
                        self.part = Part::List;
                        Vec::new()
                    }
                    None => Vec::new(),
                }
            }
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Matters(all) => {
                self.refused = None;
                let mut all = all.clone();
                all.sort_by_key(|matter| (matter.seen, std::cmp::Reverse(matter.found)));
                self.all = Some(all);
                if let Part::One(id, _) = self.part
                    && self.one(id).is_none_or(|matter| matter.seen)
                {
                    self.part = Part::List;
                    self.list.select(0);
                }
                self.fit(cx);
            }
            Reply::Refused(why) => self.refused = Some(why.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.all.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        if let Part::One(_, sheet) = &self.part {
            return sheet.message(&self.content(cx), cx);
        }
        let unseen = self.all.as_ref()?.iter().filter(|matter| !matter.seen).count();
        let mut text = (cx.texts.matters.to_see)(&unseen.to_string());
        if self.list.pages() > 1 {
            let page = self.list.visible();
            text = format!(
                "{}, {text}",
                (cx.texts.common.range)(page.start + 1, page.end, self.list.len())
            );
        }
        (!self.list.is_empty()).then(|| Message::muted(text))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        painter.cursor(body.x, body.y);
        if let Part::One(_, sheet) = &self.part {
            sheet.draw(&self.content(cx), painter, cx);
            return;
        }
        let Some(all) = &self.all else { return };
        if all.is_empty() {
            painter.put(body.x, body.y, cx.texts.matters.none, Role::Good);
            return;
        }
        for (y, at) in (body.y..).zip(self.list.visible()) {
            let Some(matter) = all.get(at) else { continue };
            let found = if matter.seen {
                cx.texts.matters.seen.to_owned()
            } else {
                words::day(cx.lang, matter.found, cx.today().year())
            };
            let title = words::matter(cx.lang, matter.kind).title;
            let line = Row {
                digit: self.list.digit_of(at),
                focused: self.list.selected() == at,
                role: if matter.seen { Role::Muted } else { Role::Base },
                cells: &[title, office(matter, cx), &found],
            };
            row(painter, y, &COLUMNS, &line);
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::ui::testing::sync::{matter, matters};
    let with = |all: Vec<Matter>| {
        let mut screen = Matters::new();
        screen.reply(&Reply::Matters(all), cx);
        screen
    };
    let one = |kind| {
        let mut screen = with(vec![matter(kind, 1)]);
        screen.update(&Input::Do(Action::Choose(1)), cx);
        Box::new(screen)
    };
    vec![
        ("plain", Box::new(with(matters()))),
        ("waiting", Box::new(Matters::new())),
        ("none", Box::new(with(Vec::new()))),
        ("bumped", one(MatterKind::Bumped)),
        ("fork", one(MatterKind::Fork)),
        ("clock", one(MatterKind::ClockAhead)),
        ("restored", one(MatterKind::Restored)),
    ]
}

#[cfg(test)]
mod tests;

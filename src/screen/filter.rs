//! The catalogue's filter (K3f): the questions with their answers so far, then one question at a time.
//!
//! ```text
//!   1  Lokasi        Bandung            1  semua          12
//!   2  Bulan mulai   semua       -1->   2  Bandung         7
//!   9  Tampilkan 7 pelatihan            3  Jakarta         3
//! ```
//!
//! The number at the right of an answer is how many trainings there would be. An answer leads back to the questions
//! with the mark on "show"; `9` or Enter there takes the filter to the catalogue.

use crate::domain::course::{Competence, Mode, PartnerType};
use crate::i18n::{Lang, format};
use crate::state::catalogue::Index;
use crate::ui::context::Context;
use crate::ui::effect::{Effect, Returned};
use crate::ui::filter::{self, CreditBand, Facet, Filter};
use crate::ui::input::Input;
use crate::ui::key::Chord;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use crate::ui::widget::{list::List, menu::Menu};

const SHOW: u8 = 9;
const CLEAR: Action = Action::Own(1);
/// The digits of the questions, then "show".
const DIGITS: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, SHOW];
/// Where the answers and the counts stand, from the body's left edge.
const ANSWER_AT: u16 = 22;
const COUNT_AT: u16 = 40;
const SHORT_ANSWER_AT: u16 = 19;
const SHORT_COUNT_AT: u16 = 33;

/// The screen.
pub struct Screened {
    index: Index,
    filter: Filter,
    /// How many trainings the filter lets through.
    count: usize,
    menu: Menu,
    asking: Option<Asking>,
}

/// A question that is being answered.
struct Asking {
    facet: Facet,
    /// What the filter would be with each answer, and how many trainings then.
    answers: Vec<(Filter, usize)>,
    list: List,
}

/// Opens it.
pub fn open(filter: Filter, cx: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(filter, cx))
}

/// What the filter would be with each answer to a question, the first being "all".
fn answers(index: &Index, filter: &Filter, facet: Facet) -> Vec<Filter> {
    let all = filter.without(facet);
    let with = |change: &dyn Fn(&mut Filter)| {
        let mut one = all.clone();
        change(&mut one);
        one
    };
    let each: Vec<Filter> = match facet {
        Facet::Place => index
            .places()
            .into_iter()
            .map(|place| with(&|f| f.place = Some(place.clone())))
            .collect(),
        Facet::Month => index
            .months()
            .into_iter()
            .map(|month| with(&|f| f.month = Some(month)))
            .collect(),
        Facet::Mode => Mode::ALL
            .iter()
            .map(|mode| with(&|f| f.mode = Some(*mode)))
            .collect(),
        Facet::Competence => Competence::ALL
            .iter()
            .map(|one| with(&|f| f.competence = Some(*one)))
            .collect(),
        Facet::Partner => PartnerType::ALL
            .iter()
            .map(|one| with(&|f| f.partner = Some(*one)))
            .collect(),
        Facet::Credit => CreditBand::ALL
            .iter()
            .map(|one| with(&|f| f.credit = Some(*one)))
            .collect(),
        Facet::Seats => vec![with(&|f| f.with_seats = true)],
    };
    std::iter::once(all).chain(each).collect()
}

fn number(lang: Lang, n: usize) -> String {
    format::number(lang, i64::try_from(n).unwrap_or(i64::MAX))
}

impl Screened {
    fn new(filter: Filter, cx: &Context) -> Self {
        let now = cx.moment();
        let index = cx
            .catalogue
            .map(|catalogue| Index::new(catalogue, now))
            .unwrap_or_default();
        let count = index.count(&filter);
        Self {
            index,
            filter,
            count,
            menu: Menu::on(1),
            asking: None,
        }
    }

    fn ask(&mut self, facet: Facet, cx: &Context) {
        let answers: Vec<(Filter, usize)> = answers(&self.index, &self.filter, facet)
            .into_iter()
            .map(|filter| {
                let count = self.index.count(&filter);
                (filter, count)
            })
            .collect();
        let mut list = List::new(answers.len());
        list.set_room(room(cx));
        list.select(
            answers
                .iter()
                .position(|(filter, _)| *filter == self.filter)
                .unwrap_or(0),
        );
        self.asking = Some(Asking { facet, answers, list });
    }

    fn take(&mut self, filter: Filter) {
        self.count = self.index.count(&filter);
        self.filter = filter;
        self.menu.mark(SHOW);
        self.asking = None;
    }

    fn answer(&mut self, action: Action, cx: &Context) {
        let Some(asking) = &mut self.asking else { return };
        asking.list.set_room(room(cx));
        let chosen = asking.list.act(action);
        if let Some((filter, _)) = chosen.and_then(|row| asking.answers.get(row).cloned()) {
            self.take(filter);
        }
    }
}

/// Rows for the answers of a question.
fn room(cx: &Context) -> usize {
    if cx.is_large() {
        usize::from(cx.height.saturating_sub(5))
    } else {
        9
    }
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Filter(Box::new(self.filter.clone()))
    }

    fn title(&self, cx: &Context) -> Title {
        Title::two(cx.texts.catalogue.title, cx.texts.filter.title)
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const CLEAR_KEYS: &[(Chord, Action)] = &[(Chord::char('0'), CLEAR)];
        let (t, common) = (&cx.texts.filter, &cx.texts.common);
        let clear = Binding::own(CLEAR_KEYS, t.hint_clear, t.help_clear).when(!self.filter.is_empty());
        match &self.asking {
            None => vec![
                Binding::digits(1, SHOW, common.hint_choose, t.help_question),
                Binding::arrows(cx.texts).priority(70),
                Binding::enter(common.hint_open, common.help_open).priority(71),
                clear,
            ],
            Some(asking) => vec![
                Binding::digits(1, asking.list.digits(), common.hint_choose, t.help_answer),
                Binding::pages(cx.texts, asking.list.page(), asking.list.pages()).priority(5),
                Binding::arrows(cx.texts).priority(70),
                Binding::enter(common.hint_choose, t.help_answer).priority(71),
            ],
        }
    }

    fn back(&mut self, _: &Context) -> bool {
        self.asking.take().is_some()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        if action == CLEAR {
            self.take(Filter::default());
        } else if self.asking.is_some() {
            self.answer(action, cx);
        } else {
            match self.menu.act(action, &DIGITS) {
                Some(SHOW) => {
                    return vec![Effect::BackWith(Returned::Filter(Box::new(self.filter.clone())))];
                }
                Some(digit) => {
                    if let Some(facet) = Facet::ALL.get(usize::from(digit) - 1) {
                        self.ask(*facet, cx);
                    }
                }
                None => {}
            }
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.filter;
        match &self.asking {
            Some(_) if cx.is_large() => None,
            Some(_) => Some(Message::muted(t.counts)),
            None => {
                let text = if cx.is_large() {
                    t.short_none_left
                } else {
                    t.none_left
                };
                (self.count == 0).then(|| Message::important(text))
            }
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        match &self.asking {
            None => self.questions(painter, cx),
            Some(asking) => answers_view(asking, painter, cx),
        }
    }
}

impl Screened {
    fn questions(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.filter;
        let body = painter.body();
        let large = painter.is_large();
        let mut y = body.y;
        if !large {
            painter.put(body.x, y, t.ask, Role::Important);
            y += 2;
        }
        let marked = self.menu.marked(&DIGITS);
        let at = if large { SHORT_ANSWER_AT } else { ANSWER_AT };
        for (digit, facet) in (1_u8..).zip(Facet::ALL) {
            let focused = marked == Some(digit);
            painter.choice(
                y,
                &Choice::new(digit, filter::question(cx.lang, facet), focused).detail(at, ""),
            );
            let said = filter::said(cx.lang, &self.filter, facet);
            let role = match (&said, focused) {
                (_, true) => Role::Focus,
                (Some(_), false) => Role::Important,
                (None, false) => Role::Muted,
            };
            let room = body.width.saturating_sub(at);
            painter.cut(body.x + at, y, room, said.as_deref().unwrap_or(t.all), role);
            y += 1;
        }
        y += u16::from(!large);
        let show = (t.show)(&number(cx.lang, self.count));
        painter.choice(y, &Choice::new(SHOW, &show, marked == Some(SHOW)));
    }
}

fn answers_view(asking: &Asking, painter: &mut Painter, cx: &Context) {
    let body = painter.body();
    let large = painter.is_large();
    painter.put(
        body.x,
        body.y,
        filter::question(cx.lang, asking.facet),
        Role::Important,
    );
    let mut y = body.y + if large { 1 } else { 2 };
    let at = if large { SHORT_COUNT_AT } else { COUNT_AT };
    for row in asking.list.visible() {
        let (Some((filter, count)), Some(digit)) = (asking.answers.get(row), asking.list.digit_of(row))
        else {
            continue;
        };
        let focused = row == asking.list.selected();
        let said = filter::said(cx.lang, filter, asking.facet);
        let label = said.as_deref().unwrap_or(cx.texts.filter.all);
        let count = number(cx.lang, *count);
        painter.choice(
            y,
            &Choice::new(digit, label, focused)
                .data()
                .detail(at, &format!("{count:>5}")),
        );
        y += 1;
    }
    let (to, len) = (asking.list.visible().end, asking.list.len());
    if to < len && !large {
        let more = format!("{} {}", painter.tier().down(), (cx.texts.common.more)(len - to));
        painter.put(body.x + 5, y, &more, Role::Muted);
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
    let make = |filter: Filter, asks: Option<Facet>| -> Box<dyn Screen> {
        let mut screen = Screened::new(filter, &own);
        if let Some(facet) = asks {
            screen.ask(facet, &own);
        }
        Box::new(screen)
    };
    let some = Filter {
        place: Some("Bandung".into()),
        month: Some((2026, 12)),
        ..Filter::default()
    };
    let none = Filter {
        place: Some("Medan".into()),
        mode: Some(Mode::Online),
        ..Filter::default()
    };
    let mut chosen = Screened::new(Filter::default(), &own);
    chosen.take(some.clone());
    vec![
        ("plain", make(Filter::default(), None)),
        ("chosen", Box::new(chosen)),
        ("none-left", make(none, None)),
        ("place", make(some.clone(), Some(Facet::Place))),
        ("month", make(some.clone(), Some(Facet::Month))),
        ("partner", make(Filter::default(), Some(Facet::Partner))),
        ("seats", make(some, Some(Facet::Seats))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, public};

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.catalogue = Some(public::catalogue());
        stage
    }

    #[test]
    fn an_answer_narrows_and_show_takes_it_along() {
        let stage = stage();
        let cx = stage.context();
        let mut screen = Screened::new(Filter::default(), &cx);
        screen.update(&Input::Do(Action::Choose(1)), &cx);
        assert!(screen.asking.is_some());
        // 1 is "all"; the places follow by name.
        screen.update(&Input::Do(Action::Choose(2)), &cx);
        assert_eq!(screen.filter.place.as_deref(), Some("Bandung"));
        let effects = screen.update(&Input::Do(Action::Enter), &cx);
        let [Effect::BackWith(Returned::Filter(filter))] = effects.as_slice() else {
            panic!("{effects:?}");
        };
        assert_eq!(filter.place.as_deref(), Some("Bandung"));
    }

    #[test]
    fn the_number_beside_an_answer_is_what_it_would_show() {
        let stage = stage();
        let cx = stage.context();
        for facet in Facet::ALL {
            let before = Filter {
                month: Some((2026, 12)),
                ..Filter::default()
            };
            let mut screen = Screened::new(before, &cx);
            screen.ask(facet, &cx);
            let promised: Vec<(Filter, usize)> = screen.asking.as_ref().unwrap().answers.clone();
            for (filter, count) in promised {
                assert_eq!(screen.index.search("", &filter).len(), count);
            }
        }
    }

    #[test]
    fn escape_leaves_the_question_before_the_screen_and_changes_nothing() {
        let stage = stage();
        let cx = stage.context();
        let mut screen = Screened::new(Filter::default(), &cx);
        screen.ask(Facet::Month, &cx);
        screen.update(&Input::Do(Action::Down), &cx);
        assert!(screen.back(&cx));
        assert!(!screen.back(&cx));
        assert!(screen.filter.is_empty());
    }

    #[test]
    fn zero_clears_everything() {
        let stage = stage();
        let cx = stage.context();
        let filter = Filter {
            with_seats: true,
            mode: Some(Mode::Online),
            ..Filter::default()
        };
        let mut screen = Screened::new(filter, &cx);
        screen.update(&Input::Do(CLEAR), &cx);
        assert!(screen.filter.is_empty());
        assert_eq!(screen.count, screen.index.len());
    }
}

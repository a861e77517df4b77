//! The results of a survey (F3): every question with its mean, and the marked one with its bars.
//!
//! ```text
//!  Keselamatan Kerja Dasar                                       22 responden
//!  IKM 88,50 (A, sangat baik)
//!
//!  Pertanyaan                                                     n     Rata
//!    Ringkasan
//!  > Fasilitator menguasai materi yang dibawakan.                22     3,41
//!
//!  Fasilitator · Ani Wijaya · Arsip                                   n = 22
//!  4  Sangat baik      ████████████████████████████████████   10   45%
//!  3  Baik             ████████████████████████████████        9   41%
//! ```
//!
//! Too few respondents, or too few answers to a question, are one sentence: there is nothing else to show.

mod lines;

use crate::domain::id::BatchId;
use crate::domain::questionnaire::MIN_RESPONDENTS_TEXT;
use crate::domain::score::Grade;
use crate::i18n::format;
use crate::survey::tally::{Outcome, QuestionTally, Results as Counted, Tally};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use lines::Line;
use ratatui::layout::Rect;

/// Rows of the list of questions, where it is shown.
const LIST: usize = 6;

/// The screen.
pub struct Results {
    batch: BatchId,
    stage: Stage,
    /// The row of the list: 0 is the overview, then the questions.
    selected: usize,
    /// Whether the marked question has the whole screen.
    whole: bool,
    /// The page of its lines.
    page: usize,
}

enum Stage {
    Waiting,
    NotThere,
    Here {
        title: String,
        /// From how many respondents on there are results.
        floor: u32,
        results: Box<Counted>,
    },
}

/// Opens it.
pub fn open(batch: BatchId, _: &Context) -> Box<dyn Screen> {
    Box::new(of(batch, Stage::Waiting))
}

fn of(batch: BatchId, stage: Stage) -> Results {
    Results {
        batch,
        stage,
        selected: 0,
        whole: false,
        page: 0,
    }
}

impl Results {
    fn tally(&self) -> Option<&Tally> {
        match &self.stage {
            Stage::Here { results, .. } => match &**results {
                Counted::Shown(tally) => Some(tally),
                Counted::TooFew { .. } => None,
            },
            Stage::Waiting | Stage::NotThere => None,
        }
    }

    /// Rows of the list: the overview and the questions.
    fn len(&self) -> usize {
        self.tally().map_or(0, |tally| tally.questions.len() + 1)
    }

    /// The marked question; none where the mark is on the overview.
    fn question(&self) -> Option<&QuestionTally> {
        self.tally()?.questions.get(self.selected.checked_sub(1)?)
    }

    fn is_whole(&self, cx: &Context) -> bool {
        self.whole || cx.is_large()
    }

    /// The lines of what is marked, at this width.
    fn lines(&self, cx: &Context, width: u16) -> Vec<Line> {
        match (self.tally(), self.question()) {
            (Some(_), Some(question)) => lines::of_question(question, cx, width),
            (Some(tally), None) => lines::overview(tally, cx, width),
            (None, _) => Vec::new(),
        }
    }

    fn select(&mut self, row: usize) {
        self.selected = row.min(self.len().saturating_sub(1));
        self.page = 0;
    }

    fn pages(&self, cx: &Context) -> usize {
        let (width, rows) = whole_room(cx);
        self.lines(cx, width)
            .len()
            .saturating_sub(1)
            .div_ceil(lines::step(rows))
            .max(1)
    }
}

/// Columns and rows of the lines where a question has the whole screen: the body less its heading.
fn whole_room(cx: &Context) -> (u16, usize) {
    let (margin, head) = if cx.is_large() { (2, 1) } else { (4, 2) };
    (
        cx.width.saturating_sub(margin),
        usize::from(cx.height.saturating_sub(4 + head)).max(1),
    )
}

impl Screen for Results {
    fn route(&self) -> Route {
        Route::Results(self.batch)
    }

    fn title(&self, cx: &Context) -> Title {
        let title = Title::one(cx.texts.results.title);
        if cx.is_large() && self.len() > 1 {
            return title.right(format!("{}/{}", self.selected, self.len() - 1));
        }
        title
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, c) = (&cx.texts.results, &cx.texts.common);
        let any = self.tally().is_some();
        let whole = self.is_whole(cx);
        let mut arrows = Binding::arrows(cx.texts);
        arrows.hint = t.hint_question;
        arrows.help = t.help_question;
        let pages = if whole {
            self.pages(cx)
        } else {
            self.len().div_ceil(LIST)
        };
        let page = if whole { self.page } else { self.selected / LIST };
        vec![
            arrows.when(any),
            Binding::enter(c.hint_open, t.help_more).when(any && !whole),
            Binding::pages(cx.texts, page, pages).when(any && pages > 1),
        ]
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        match self.stage {
            Stage::Waiting => vec![Effect::ask(Ask::Results(self.batch))],
            Stage::NotThere | Stage::Here { .. } => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::Results {
                batch,
                title,
                form,
                results,
            } if *batch == self.batch => {
                self.stage = Stage::Here {
                    title: title.clone(),
                    floor: form.min_respondents,
                    results: results.clone(),
                };
                self.select(0);
            }
            Reply::Refused(_) => self.stage = Stage::NotThere,
            _ => {}
        }
        Vec::new()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let whole = self.is_whole(cx);
        match input {
            Input::Do(Action::Up) => self.select(self.selected.saturating_sub(1)),
            Input::Do(Action::Down) => self.select(self.selected + 1),
            Input::Do(Action::Enter) if !whole => {
                self.whole = true;
                self.page = 0;
            }
            Input::Do(Action::Next) if whole => self.page = (self.page + 1).min(self.pages(cx) - 1),
            Input::Do(Action::Previous) if whole => self.page = self.page.saturating_sub(1),
            Input::Do(Action::Next) => self.select(self.selected + LIST),
            Input::Do(Action::Previous) => self.select(self.selected.saturating_sub(LIST)),
            Input::Resize => self.page = 0,
            _ => {}
        }
        Vec::new()
    }

    fn back(&mut self, _: &Context) -> bool {
        std::mem::take(&mut self.whole)
    }

    fn is_waiting(&self) -> bool {
        matches!(self.stage, Stage::Waiting)
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let Stage::Here { floor, .. } = &self.stage else {
            return None;
        };
        if cx.is_large() || self.tally().is_none() {
            return None;
        }
        Some(Message::muted((cx.texts.results.floor)(
            *floor,
            MIN_RESPONDENTS_TEXT.max(*floor),
        )))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.results;
        let body = painter.body();
        match &self.stage {
            Stage::Waiting => {}
            Stage::NotThere => {
                painter.wrap(Rect { height: 3, ..body }, t.not_there, Role::Important);
            }
            Stage::Here { title, results, .. } => match &**results {
                Counted::TooFew { needed } => {
                    painter.cut(body.x, body.y, body.width, title, Role::Base);
                    let room = Rect {
                        y: body.y + 2,
                        height: 3,
                        ..body
                    };
                    let used = painter.wrap(room, &(t.too_few)(*needed), Role::Important);
                    let room = Rect {
                        y: body.y + 2 + used,
                        height: 3,
                        ..body
                    };
                    painter.wrap(room, t.too_few_why, Role::Muted);
                }
                Counted::Shown(tally) if self.is_whole(cx) => self.view_whole(painter, tally, cx),
                Counted::Shown(tally) => self.view_list(painter, title, tally, cx),
            },
        }
    }
}

impl Results {
    /// The list above, what is marked below.
    fn view_list(&self, painter: &mut Painter, title: &str, tally: &Tally, cx: &Context) {
        let t = &cx.texts.results;
        let body = painter.body();
        let at = painter.put_right(
            body.right(),
            body.y,
            &(t.respondents)(tally.respondents),
            Role::Base,
        );
        painter.cut(
            body.x,
            body.y,
            at.saturating_sub(body.x + 2),
            title,
            Role::Important,
        );
        if let Some(index) = tally.index {
            painter.put(body.x, body.y + 1, &index_words(index, cx), Role::Good);
        }
        let (n_at, mean_at) = (body.right() - 9, body.right());
        let y = body.y + 3;
        painter.put(body.x + 2, y, t.question, Role::Muted);
        painter.put_right(n_at, y, "n", Role::Muted);
        painter.put_right(mean_at, y, t.mean, Role::Muted);
        let several = lines::is_about_several(tally);
        let from = self.selected / LIST * LIST;
        for (y, row) in (y + 1..).zip(from..self.len().min(from + LIST)) {
            let marked = row == self.selected;
            let role = if marked { Role::Focus } else { Role::Base };
            if marked {
                painter.tint(Rect { y, height: 1, ..body }, Role::Focus);
                painter.glyph(body.x, y, '>', Role::Focus);
                painter.cursor(body.x, y);
            }
            let text_width = n_at.saturating_sub(body.x + 2 + 6);
            match row.checked_sub(1).and_then(|at| tally.questions.get(at)) {
                None => {
                    painter.put(body.x + 2, y, t.overview, role);
                }
                Some(line) => {
                    painter.cut(
                        body.x + 2,
                        y,
                        text_width,
                        &lines::about(&line.question, several, cx),
                        role,
                    );
                    let (n, mean) = lines::n_and_mean(&line.outcome, cx);
                    painter.put_right(n_at, y, &n, role);
                    painter.put_right(mean_at, y, &mean, role);
                }
            }
        }
        // The rows stay where they are when a page is short.
        let y = body.y + 4 + u16::try_from(LIST).unwrap_or(0) + 1;
        let room = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        let lines = self.lines(cx, body.width);
        lines::draw(painter, room, &lines, 0, cx);
    }

    /// What is marked, on the whole screen.
    fn view_whole(&self, painter: &mut Painter, tally: &Tally, cx: &Context) {
        let body = painter.body();
        let (_, rows) = whole_room(cx);
        let several = lines::is_about_several(tally);
        let head = match self.question() {
            Some(line) => lines::about(&line.question, several, cx),
            None => tally.index.map_or_else(
                || cx.texts.results.overview.to_owned(),
                |index| index_words(index, cx),
            ),
        };
        painter.cursor(body.x, body.y);
        painter.cut(body.x, body.y, body.width, &head, Role::Important);
        let y = body.y + if painter.is_large() { 1 } else { 2 };
        let room = Rect {
            y,
            height: body.bottom().saturating_sub(y),
            ..body
        };
        lines::draw(
            painter,
            room,
            &self.lines(cx, body.width),
            self.page * lines::step(rows),
            cx,
        );
    }
}

/// "IKM 88,50 (A, sangat baik)".
fn index_words(index: u32, cx: &Context) -> String {
    let t = &cx.texts.results;
    let grade = Grade::of(index);
    let words = Grade::ALL
        .iter()
        .zip(t.grades)
        .find(|(own, _)| **own == grade)
        .map_or("", |(_, words)| words);
    (t.index)(
        &format::hundredths(cx.lang, i64::from(index)),
        grade.letter(),
        words,
    )
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let batch = BatchId([1; 16]);
    let title = || "Keselamatan Kerja Dasar".to_owned();
    let few = || Stage::Here {
        title: title(),
        floor: 5,
        results: Box::new(Counted::TooFew { needed: 5 }),
    };
    let mut all: Vec<(&'static str, Box<dyn Screen>)> = vec![
        ("few", Box::new(of(batch, few()))),
        ("not-there", Box::new(of(batch, Stage::NotThere))),
    ];
    let Some(tally) = lines::sample() else { return all };
    let position = |wanted: fn(&Outcome) -> bool| {
        tally
            .questions
            .iter()
            .position(|line| wanted(&line.outcome))
            .map_or(0, |at| at + 1)
    };
    let scale = position(|outcome| matches!(outcome, Outcome::Scale(_)));
    let recommend = position(|outcome| matches!(outcome, Outcome::Recommendation(_)));
    let texts = position(|outcome| matches!(outcome, Outcome::Texts(_)));
    let hidden = position(|outcome| matches!(outcome, Outcome::TooFew { .. }));
    for (name, selected, whole) in [
        ("overview", 0, false),
        ("scale", scale, false),
        ("recommend", recommend, false),
        ("texts", texts, false),
        ("hidden", hidden, false),
        ("overview-whole", 0, true),
        ("scale-whole", scale, true),
        ("texts-whole", texts, true),
    ] {
        let results = Box::new(Counted::Shown(tally.clone()));
        let screen = Results {
            selected,
            whole,
            ..of(
                batch,
                Stage::Here {
                    title: title(),
                    floor: 5,
                    results,
                },
            )
        };
        all.push((name, Box::new(screen)));
    }
    all
}

#[cfg(test)]
mod tests;

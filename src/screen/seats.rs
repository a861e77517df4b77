//! Seats across offices: the batches, whose the tickets of each are, and what can be done: give, ask back, take the idle
//! ones of a closed office, share as proposed, another capacity.
//!
//! ```text
//!   batches ──> offices of one ──> give | ask back ──> how many ──┐
//!                  ├──> share as proposed | give all back ──> yes ├──> the batch again
//!                  └──> capacity ──> how many ──> what it means ──┘
//! ```

mod question;
mod view;

use crate::domain::id::BatchId;
use crate::domain::refusal::Refusal;
use crate::i18n::refusal;
use crate::ledger::id::LogId;
use crate::state::sync::{CapacityPlan, SeatBoard, SeatLine, SeatShare, SharePlan};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::widget::field::{Field, Kind};
use crate::ui::widget::list::List;
use crate::ui::widget::sheet::Sheet;

const GIVE: u8 = 1;
const RECALL: u8 = 2;
const TAKE: u8 = 3;
const BACK: u8 = 4;
/// Digits of a number of seats.
const LONGEST: usize = 5;

/// What a number is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Want {
    Give(LogId),
    Recall(LogId),
    Capacity,
}

/// A row of a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Item {
    Office(usize),
    Return,
    Share,
    Capacity,
}

/// A yes or no.
#[derive(Clone, PartialEq, Eq)]
enum Question {
    /// What would move: shown, and carried out.
    Share(SharePlan),
    /// So many free tickets go back.
    Return(u32),
    Take(LogId),
    Plan(CapacityPlan),
    Force(CapacityPlan),
}

enum Part {
    /// The batches.
    All,
    /// One, with its rows.
    Batch(BatchId, List),
    /// One office of it.
    Office(BatchId, LogId, Sheet),
    /// How many; whether what is typed cannot be.
    Number(BatchId, Want, Field, bool),
    /// Sure?
    Ask(BatchId, Question, Sheet),
}

/// The screen.
pub struct Seats {
    board: Option<SeatBoard>,
    list: List,
    part: Part,
    refused: Option<Refusal>,
    asked: bool,
    done: bool,
    /// What was asked for, and is reported once it is done.
    moved: Option<SharePlan>,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Seats::new())
}

impl Seats {
    fn new() -> Self {
        Self {
            board: None,
            list: List::default(),
            part: Part::All,
            refused: None,
            asked: false,
            done: false,
            moved: None,
        }
    }

    fn is_hub(&self) -> bool {
        self.board.as_ref().is_some_and(|board| board.hub)
    }

    fn line(&self, batch: BatchId) -> Option<&SeatLine> {
        self.board.as_ref()?.lines.iter().find(|line| line.batch == batch)
    }

    fn share(&self, batch: BatchId, log: LogId) -> Option<&SeatShare> {
        self.line(batch)?.shares.iter().find(|share| share.log == log)
    }

    /// Free tickets of this terminal.
    fn free_here(line: &SeatLine) -> u32 {
        let own = line.shares.iter().filter(|share| share.own);
        own.map(SeatShare::free).sum()
    }

    /// The rows of a batch: its offices, and what the centre can do with the whole.
    fn items(&self, batch: BatchId) -> Vec<Item> {
        let shares = self.line(batch).map_or(0, |line| line.shares.len());
        let mut items: Vec<Item> = (0..shares).map(Item::Office).collect();
        if self.is_hub() {
            items.extend([Item::Share, Item::Capacity]);
        } else if self.line(batch).is_some_and(|line| Self::free_here(line) > 0) {
            items.push(Item::Return);
        }
        items
    }

    /// What can be done with an office's tickets.
    fn deeds(&self, batch: BatchId, share: &SeatShare) -> Vec<u8> {
        let free_here = self.line(batch).map_or(0, Self::free_here);
        let mut deeds = Vec::new();
        if !share.own && !share.closed && free_here > 0 {
            deeds.push(GIVE);
        }
        if self.is_hub() && !share.own && share.free() > 0 {
            deeds.push(if share.closed { TAKE } else { RECALL });
        }
        deeds.push(BACK);
        deeds
    }

    fn fit(&mut self, cx: &Context) {
        let above = if cx.is_large() { 4 } else { 5 };
        self.list.set_room(usize::from(cx.height.saturating_sub(above)));
        self.list
            .set_len(self.board.as_ref().map_or(0, |board| board.lines.len()));
        let items = match self.part {
            Part::Batch(batch, _) => self.items(batch).len(),
            _ => 0,
        };
        if let Part::Batch(_, list) = &mut self.part {
            list.set_room(usize::from(cx.height.saturating_sub(if cx.is_large() {
                5
            } else {
                8
            })));
            list.set_len(items);
        }
    }

    fn open_batch(&mut self, batch: BatchId, cx: &Context) {
        self.part = Part::Batch(batch, List::default());
        self.fit(cx);
    }

    fn send(&mut self, batch: BatchId, ask: Ask, cx: &Context) -> Vec<Effect> {
        self.asked = true;
        self.open_batch(batch, cx);
        vec![Effect::ask(ask)]
    }

    /// The most that may be typed, where there is a limit.
    fn most(&self, batch: BatchId, want: Want) -> Option<u32> {
        match want {
            Want::Give(_) => self.line(batch).map(Self::free_here),
            Want::Recall(log) => self.share(batch, log).map(SeatShare::free),
            Want::Capacity => None,
        }
    }

    fn number(&mut self, cx: &Context) -> Vec<Effect> {
        let Part::Number(batch, want, field, _) = &self.part else {
            return Vec::new();
        };
        let (batch, want) = (*batch, *want);
        let count = field.value().parse::<u32>().ok();
        let most = self.most(batch, want);
        let least = u32::from(matches!(want, Want::Give(_)));
        let fits = |count: &u32| *count >= least && most.is_none_or(|most| *count <= most);
        let Some(count) = count.filter(fits) else {
            if let Part::Number(.., wrong) = &mut self.part {
                *wrong = true;
            }
            return Vec::new();
        };
        match want {
            Want::Give(to) => self.send(batch, Ask::GiveSeats { batch, to, count }, cx),
            Want::Recall(from) => {
                let keep = count;
                self.send(batch, Ask::RecallSeats { batch, from, keep }, cx)
            }
            Want::Capacity => vec![Effect::ask(Ask::PlanCapacity {
                batch,
                capacity: count,
            })],
        }
    }

    fn answer(&mut self, batch: BatchId, question: Question, digit: u8, cx: &Context) -> Vec<Effect> {
        let capacity = |plan: &CapacityPlan, forced| Ask::SetCapacity {
            batch,
            capacity: plan.capacity,
            forced,
        };
        let ask = match (question, digit) {
            (Question::Share(plan), 1) if !plan.steps.is_empty() => {
                self.moved = Some(plan);
                Ask::ShareSeats(batch)
            }
            (Question::Return(_), 1) => Ask::ReturnSeats(batch),
            (Question::Take(from), 1) => Ask::TakeSeats { batch, from },
            (Question::Plan(plan), 1) => capacity(&plan, false),
            (Question::Plan(plan), 2) if plan.can_force() => {
                self.part = Part::Ask(batch, Question::Force(plan), Sheet::on(2));
                return Vec::new();
            }
            (Question::Force(plan), 1) => capacity(&plan, true),
            _ => {
                self.open_batch(batch, cx);
                return Vec::new();
            }
        };
        self.send(batch, ask, cx)
    }

    fn choose(&mut self, action: Action, cx: &Context) -> Vec<Effect> {
        let content = view::content(self, cx);
        match &mut self.part {
            Part::All => {
                let at = self.list.act(action);
                let line = at.and_then(|at| self.board.as_ref()?.lines.get(at));
                if let Some(batch) = line.map(|line| line.batch) {
                    self.open_batch(batch, cx);
                }
            }
            Part::Batch(batch, list) => {
                let (batch, at) = (*batch, list.act(action));
                let item = at.and_then(|at| self.items(batch).get(at).copied());
                match item {
                    Some(Item::Office(at)) => {
                        let share = self.line(batch).and_then(|line| line.shares.get(at));
                        if let Some(log) = share.map(|share| share.log) {
                            self.part = Part::Office(batch, log, Sheet::on(BACK));
                        }
                    }
                    Some(Item::Return) => {
                        let free = self.line(batch).map_or(0, Self::free_here);
                        self.part = Part::Ask(batch, Question::Return(free), Sheet::on(2));
                    }
                    Some(Item::Share) => {
                        let plan = self.line(batch).map(|line| line.plan.clone()).unwrap_or_default();
                        self.part = Part::Ask(batch, Question::Share(plan), Sheet::on(2));
                    }
                    Some(Item::Capacity) => self.part = number(batch, Want::Capacity),
                    None => {}
                }
            }
            Part::Office(batch, log, sheet) => {
                let (batch, log) = (*batch, *log);
                match sheet.act(action, &content, cx) {
                    Some(GIVE) => self.part = number(batch, Want::Give(log)),
                    Some(RECALL) => self.part = number(batch, Want::Recall(log)),
                    Some(TAKE) => self.part = Part::Ask(batch, Question::Take(log), Sheet::on(2)),
                    Some(_) => self.open_batch(batch, cx),
                    None => {}
                }
            }
            Part::Number(..) => {
                if action == Action::Enter {
                    return self.number(cx);
                }
            }
            Part::Ask(batch, question, sheet) => {
                let (batch, question) = (*batch, question.clone());
                if let Some(digit) = sheet.act(action, &content, cx) {
                    return self.answer(batch, question, digit, cx);
                }
            }
        }
        Vec::new()
    }
}

fn number(batch: BatchId, want: Want) -> Part {
    Part::Number(batch, want, Field::new(Kind::Digits(&[LONGEST]), LONGEST), false)
}

impl Screen for Seats {
    fn route(&self) -> Route {
        Route::Seats
    }

    fn title(&self, cx: &Context) -> Title {
        let t = &cx.texts.seats;
        let batch = match &self.part {
            Part::All => None,
            Part::Batch(batch, _)
            | Part::Office(batch, ..)
            | Part::Number(batch, ..)
            | Part::Ask(batch, ..) => self.line(*batch),
        };
        match batch {
            Some(line) => Title::two(t.title, line.code.clone()),
            None => Title::two(cx.texts.sync.title, t.title),
        }
    }

    fn typing(&self) -> Typing {
        match &self.part {
            Part::Number(_, _, field, _) => field.typing(),
            _ => Typing::None,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.seats;
        match &self.part {
            Part::All => rows(&self.list, cx),
            Part::Batch(_, list) => rows(list, cx),
            Part::Number(..) => vec![Binding::enter(t.hint_go_on, t.help_go_on)],
            Part::Office(_, _, sheet) | Part::Ask(_, _, sheet) => {
                sheet.bindings(&view::content(self, cx), cx)
            }
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        vec![Effect::ask(Ask::Seats)]
    }

    fn back(&mut self, cx: &Context) -> bool {
        match &self.part {
            Part::All => return false,
            Part::Batch(..) => self.part = Part::All,
            Part::Office(batch, ..) | Part::Ask(batch, ..) | Part::Number(batch, ..) => {
                let batch = *batch;
                self.open_batch(batch, cx);
            }
        }
        true
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        match input {
            Input::Do(action) => {
                (self.done, self.refused, self.moved) = (false, None, None);
                self.choose(*action, cx)
            }
            Input::Key(_) | Input::Paste(_) => {
                if let Part::Number(_, _, field, wrong) = &mut self.part
                    && field.handle(input)
                {
                    *wrong = false;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Seats(board) => {
                self.refused = None;
                self.done = std::mem::take(&mut self.asked);
                self.board = Some((**board).clone());
                self.fit(cx);
            }
            Reply::CapacityPlan(plan) => {
                if let Part::Number(batch, Want::Capacity, ..) = self.part {
                    self.part = Part::Ask(batch, Question::Plan((**plan).clone()), Sheet::on(3));
                }
            }
            Reply::Refused(why) => {
                self.asked = false;
                self.refused = Some(why.clone());
            }
            Reply::Failed(_) => self.asked = false,
            _ => {}
        }
        Vec::new()
    }

    fn is_waiting(&self) -> bool {
        self.board.is_none() && self.refused.is_none()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        if let Some(why) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, why)));
        }
        if self.done {
            let t = &cx.texts.seats;
            return Some(Message::good(match &self.moved {
                Some(plan) => (t.shared)(&plan.given().to_string(), &plan.asked_back().to_string()),
                None => t.done.to_owned(),
            }));
        }
        match &self.part {
            Part::All => range(&self.list, cx),
            Part::Batch(_, list) => range(list, cx),
            Part::Number(..) => None,
            Part::Office(_, _, sheet) | Part::Ask(_, _, sheet) => sheet.message(&view::content(self, cx), cx),
        }
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

fn rows(list: &List, cx: &Context) -> Vec<Binding> {
    let (t, common) = (&cx.texts.seats, &cx.texts.common);
    vec![
        Binding::digits(1, list.digits().max(1), common.hint_choose, t.help_row).when(!list.is_empty()),
        Binding::arrows(cx.texts).when(list.len() > 1),
        Binding::pages(cx.texts, list.page(), list.pages()),
        Binding::enter(common.hint_open, common.help_open).when(!list.is_empty()),
    ]
}

fn range(list: &List, cx: &Context) -> Option<Message> {
    let page = list.visible();
    let text = (cx.texts.common.range)(page.start + 1, page.end, list.len());
    (list.pages() > 1).then(|| Message::muted(text))
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    view::samples(cx)
}

#[cfg(test)]
mod tests;

//! One batch for the officer: its stages, and who is in it.
//!
//! ```text
//!   facts, stages ──> a question before what cannot be taken back ──> SetStage
//!     └─> participants ──> one of them ──> admit, cancel, replace ──> a question ──> done
//! ```

mod view;

use crate::domain::batch::Stage;
use crate::domain::id::BatchId;
use crate::domain::number::{Number, NumberFault};
use crate::domain::refusal::Refusal;
use crate::domain::registration::State;
use crate::i18n::refusal;
use crate::state::card::{ParticipantLine, StaffBatch};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::number;
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title, Typing};
use crate::ui::widget::field::Field;
use crate::ui::widget::finder::{Finder, Found, matches};
use crate::ui::widget::list::List;
use zeroize::Zeroizing;

/// What can be done about a participant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Deed {
    Admit,
    Cancel,
    Replace,
}

impl Deed {
    /// What the state of a registration allows.
    fn of(state: State) -> Vec<Self> {
        let next = state.next();
        let mut all = Vec::new();
        if next.contains(&State::Confirmed) {
            all.push(Self::Admit);
        }
        if next.contains(&State::Replaced) {
            all.push(Self::Replace);
        }
        if state.may_cancel() {
            all.push(Self::Cancel);
        }
        all
    }
}

/// What will be asked of the office after a yes.
#[derive(Clone)]
enum Plan {
    Stage(Stage),
    Deed(Deed, ParticipantLine),
    Replace(ParticipantLine, Number),
}

/// Which part is on the screen.
enum Part {
    /// The facts and the stages.
    Facts(List),
    /// The participants.
    People,
    /// One of them.
    Person(ParticipantLine, List),
    /// The number of who takes a seat over.
    Number(ParticipantLine, Field, Option<NumberFault>),
    /// Yes or no; no is marked.
    Question(Plan, List),
}

/// What the message row says.
enum Said {
    Done,
    Refused(Refusal),
}

/// The screen.
pub struct BatchAdmin {
    batch: BatchId,
    title: String,
    card: Option<StaffBatch>,
    /// The list came and the batch was not in it: it is closed, or cancelled.
    gone: bool,
    people: Option<Vec<ParticipantLine>>,
    shown: Vec<usize>,
    finder: Finder,
    part: Part,
    said: Option<Said>,
    waiting: bool,
}

/// Opens it.
pub fn open(batch: BatchId, title: String, cx: &Context) -> Box<dyn Screen> {
    let _ = cx;
    Box::new(BatchAdmin::new(batch, title))
}

impl BatchAdmin {
    fn new(batch: BatchId, title: String) -> Self {
        Self {
            batch,
            title,
            card: None,
            gone: false,
            people: None,
            shown: Vec::new(),
            finder: Finder::new(false),
            part: Part::Facts(List::new(1)),
            said: None,
            waiting: false,
        }
    }

    fn ask_all(&self) -> Vec<Effect> {
        vec![
            Effect::ask(Ask::StaffBatches),
            Effect::ask(Ask::Participants(self.batch)),
        ]
    }

    /// The stages that can be gone to.
    fn stages(&self) -> &'static [Stage] {
        self.card.as_ref().map_or(&[], |card| card.batch.stage.next())
    }

    /// The rows of the facts: the participants, then the stages; and the rows of the participants.
    fn refresh(&mut self, cx: &Context) {
        let rows = self.stages().len() + 1;
        if let Part::Facts(list) = &mut self.part {
            list.set_len(rows);
        }
        let query = self.finder.query();
        self.shown = (0..)
            .zip(self.people.iter().flatten())
            .filter(|(_, line)| matches(query, &line.name))
            .map(|(at, _)| at)
            .collect();
        self.finder
            .list
            .set_room(usize::from(cx.height.saturating_sub(if cx.is_large() {
                5
            } else {
                7
            })));
        self.finder.list.set_len(self.shown.len());
    }

    /// A question, where it cannot be taken back; else it is done at once.
    fn plan(&mut self, plan: Plan) -> Vec<Effect> {
        if let (Plan::Stage(to), Some(card)) = (&plan, &self.card)
            && to.next().contains(&card.batch.stage)
        {
            return self.carry_out(&plan);
        }
        let mut list = List::new(2);
        list.select(1);
        self.part = Part::Question(plan, list);
        Vec::new()
    }

    fn carry_out(&mut self, plan: &Plan) -> Vec<Effect> {
        self.waiting = true;
        self.part = match plan {
            Plan::Stage(_) => Part::Facts(List::new(self.stages().len() + 1)),
            Plan::Deed(..) | Plan::Replace(..) => Part::People,
        };
        let batch = self.batch;
        vec![Effect::ask(match plan {
            Plan::Stage(stage) => Ask::SetStage { batch, stage: *stage },
            Plan::Deed(Deed::Admit, line) => Ask::Admit(line.registration, batch),
            Plan::Deed(_, line) => Ask::CancelFor(line.registration, batch),
            Plan::Replace(line, number) => Ask::Replace {
                registration: line.registration,
                batch,
                number: Zeroizing::new(number.digits()),
            },
        })]
    }

    fn on_people(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match self.finder.update(input) {
            Found::Changed => self.refresh(cx),
            Found::Chosen(at) => {
                let line = self.shown.get(at).and_then(|at| self.people.as_ref()?.get(*at));
                if let Some(line) = line {
                    let deeds = Deed::of(line.state).len();
                    self.part = Part::Person(line.clone(), List::new(deeds));
                }
            }
            Found::Entered | Found::Nothing => {}
        }
        Vec::new()
    }

    fn on_number(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let Part::Number(line, field, fault) = &mut self.part else {
            return Vec::new();
        };
        match input {
            Input::Key(_) | Input::Paste(_) => {
                field.handle(input);
            }
            Input::Scan(code) => {
                if let Some(digits) = number::of_scan(code) {
                    field.set(&digits);
                }
            }
            Input::Do(Action::Enter) => match number::read(field.value(), cx) {
                Ok(reading) => {
                    let plan = Plan::Replace(line.clone(), reading.number);
                    return self.plan(plan);
                }
                Err(why) => *fault = Some(why),
            },
            _ => {}
        }
        Vec::new()
    }

    fn choose(&mut self, action: Action) -> Vec<Effect> {
        match &mut self.part {
            Part::Facts(list) => {
                let Some(row) = list.act(action) else {
                    return Vec::new();
                };
                // The participants come first: a doubled Enter changes no stage.
                match row.checked_sub(1).and_then(|row| self.stages().get(row)) {
                    Some(stage) => return self.plan(Plan::Stage(*stage)),
                    None => self.part = Part::People,
                }
            }
            Part::Person(line, list) => {
                let Some(row) = list.act(action) else {
                    return Vec::new();
                };
                let line = line.clone();
                match Deed::of(line.state).get(row) {
                    Some(Deed::Replace) => self.part = Part::Number(line, Field::number(), None),
                    Some(deed) => return self.plan(Plan::Deed(*deed, line)),
                    None => {}
                }
            }
            Part::Question(plan, list) => {
                let Some(row) = list.act(action) else {
                    return Vec::new();
                };
                let plan = plan.clone();
                if row == 0 {
                    return self.carry_out(&plan);
                }
                self.leave_question(&plan);
            }
            Part::People | Part::Number(..) => {}
        }
        Vec::new()
    }

    fn leave_question(&mut self, plan: &Plan) {
        self.part = match plan {
            Plan::Stage(_) => Part::Facts(List::new(self.stages().len() + 1)),
            Plan::Deed(_, line) | Plan::Replace(line, _) => {
                Part::Person(line.clone(), List::new(Deed::of(line.state).len()))
            }
        };
    }
}

impl Screen for BatchAdmin {
    fn route(&self) -> Route {
        Route::BatchAdmin {
            batch: self.batch,
            title: self.title.clone(),
        }
    }

    fn title(&self, cx: &Context) -> Title {
        let batches = cx.texts.batches.title;
        match (&self.part, &self.card) {
            (Part::Facts(_) | Part::Question(Plan::Stage(_), _), Some(card)) => {
                Title::two(batches, card.batch.code.clone())
            }
            (Part::Facts(_), None) => Title::one(batches),
            _ => Title::two(batches, cx.texts.batch_admin.people_title),
        }
    }

    fn typing(&self) -> Typing {
        match &self.part {
            Part::People => self.finder.typing(),
            Part::Number(..) => Typing::Digits,
            _ => Typing::None,
        }
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let t = &cx.texts.common;
        match &self.part {
            Part::People => self
                .finder
                .bindings(cx.texts, t.hint_choose, cx.texts.batch_admin.help_person),
            Part::Number(..) => vec![Binding::enter(cx.texts.batch_admin.hint_next, t.help_next)],
            Part::Facts(list) | Part::Person(_, list) | Part::Question(_, list) => vec![
                Binding::digits(1, list.digits().max(1), t.hint_choose, t.help_choose).when(!list.is_empty()),
                Binding::arrows(cx.texts),
                Binding::enter(t.hint_choose, t.help_open).when(!list.is_empty()),
            ],
        }
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        self.ask_all()
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        if matches!(input, Input::Resize) {
            self.refresh(cx);
        }
        if self.waiting {
            return Vec::new();
        }
        if matches!(input, Input::Do(_)) {
            self.said = None;
        }
        match (&self.part, input) {
            (Part::People, _) => self.on_people(input, cx),
            (Part::Number(..), _) => self.on_number(input, cx),
            (_, Input::Do(action)) => self.choose(*action),
            _ => Vec::new(),
        }
    }

    fn takes_scan(&self, _: &str, _: &Context) -> bool {
        matches!(self.part, Part::Number(..))
    }

    fn back(&mut self, cx: &Context) -> bool {
        self.said = None;
        match &self.part {
            Part::Facts(_) => return false,
            Part::People => {
                if !self.finder.back() {
                    self.part = Part::Facts(List::new(self.stages().len() + 1));
                }
                self.refresh(cx);
            }
            Part::Person(..) => self.part = Part::People,
            Part::Number(line, ..) => {
                self.part = Part::Person(line.clone(), List::new(Deed::of(line.state).len()));
            }
            Part::Question(plan, _) => {
                let plan = plan.clone();
                self.leave_question(&plan);
            }
        }
        true
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::StaffBatches(all) => {
                self.card = all.iter().find(|one| one.batch.id == self.batch).cloned();
                self.gone = self.card.is_none();
                self.refresh(cx);
            }
            Reply::Participants(people) => {
                self.people = Some(people.clone());
                self.refresh(cx);
            }
            Reply::Done => {
                self.waiting = false;
                self.said = Some(Said::Done);
                return self.ask_all();
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
        self.waiting || (self.card.is_none() && !self.gone && self.said.is_none())
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        match &self.said {
            Some(Said::Done) => return Some(Message::good(cx.texts.batch_admin.done)),
            Some(Said::Refused(why)) => return Some(Message::error(refusal::sentence(cx.lang, why))),
            None => {}
        }
        let list = &self.finder.list;
        let page = list.visible();
        (matches!(self.part, Part::People) && list.pages() > 1)
            .then(|| Message::muted((cx.texts.common.range)(page.start + 1, page.end, list.len())))
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

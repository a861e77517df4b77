//! My trainings (K7): the year's credit hours, what is ahead and what is past.
//!
//! ```text
//!   Capaian JP 2026                          always with the number, and whose record it is
//!   > 1  Penyusunan Anggaran ...  26 Nov   20 JP  terdaftar       a digit: the slip, or the survey that waits
//!     7  Batalkan pendaftaran   8  Tahun 2025   9  Ganti PIN      0: the next year
//! ```

mod view;

use crate::domain::refusal::Refusal;
use crate::domain::registration::State;
use crate::i18n::refusal;
use crate::state::card::{SurveyMark, TrainingLine, Trainings};
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::widget::list::List;

const CANCEL: u8 = 7;
const YEAR_BEFORE: u8 = 8;
const CHANGE_PIN: u8 = 9;
const NEXT_YEAR: Action = Action::Own(1);
/// How many years back one can look: nothing here is older.
const OLDEST: i32 = 10;

/// Why a digit led nowhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Note {
    SurveyDone,
    NoStep,
}

/// The screen.
pub struct Screened {
    /// The year asked for; the current one where `None`.
    year: Option<i32>,
    data: Option<Trainings>,
    list: List,
    /// The action with the mark, where it is below the list.
    action: Option<u8>,
    /// Whether the list is of what can be cancelled.
    cancelling: bool,
    note: Option<Note>,
    refused: Option<Refusal>,
    /// Whether the year shown is over.
    is_past_year: bool,
}

/// Opens it.
pub fn open(_: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new())
}

impl Screened {
    fn new() -> Self {
        Self {
            year: None,
            data: None,
            list: List::default(),
            action: None,
            cancelling: false,
            note: None,
            refused: None,
            is_past_year: false,
        }
    }

    fn lines(&self) -> Vec<&TrainingLine> {
        let Some(data) = &self.data else { return Vec::new() };
        // What is ahead comes with every year, but belongs to now.
        let ahead = if self.is_past_year {
            &[]
        } else {
            data.ahead.as_slice()
        };
        let all = ahead.iter().chain(&data.past);
        all.filter(|line| !self.cancelling || can_cancel(line)).collect()
    }

    fn fit(&mut self, cx: &Context) {
        self.list.set_room(view::rows(cx));
        self.list.set_len(self.lines().len());
        if self.list.is_empty() && self.action.is_none() {
            self.action = self.actions(cx).first().copied();
        }
    }

    fn shown_year(&self, cx: &Context) -> i32 {
        self.data
            .as_ref()
            .map_or(self.year.unwrap_or(cx.year()), |data| data.year)
    }

    /// The actions there are now. While something is chosen to be cancelled, the only one is not to.
    fn actions(&self, cx: &Context) -> Vec<u8> {
        if self.cancelling {
            return vec![CANCEL];
        }
        let mut actions = Vec::new();
        if self.lines().into_iter().any(can_cancel) {
            actions.push(CANCEL);
        }
        if self.shown_year(cx) > cx.year() - OLDEST {
            actions.push(YEAR_BEFORE);
        }
        actions.push(CHANGE_PIN);
        actions
    }

    fn ask_year(&mut self, year: i32) -> Vec<Effect> {
        self.year = Some(year);
        self.data = None;
        self.list = List::default();
        self.action = None;
        vec![Effect::ask(Ask::Trainings(Some(year)))]
    }

    fn cancel(line: &TrainingLine) -> Vec<Effect> {
        let route = line.registration.map(|registration| Route::Cancel {
            registration,
            title: line.title.clone(),
        });
        route.map(Effect::Go).into_iter().collect()
    }

    fn do_action(&mut self, digit: u8, cx: &Context) -> Vec<Effect> {
        match digit {
            CANCEL if self.cancelling => self.choose_to_cancel(false, cx),
            CANCEL => {
                let own: Vec<TrainingLine> = self
                    .lines()
                    .into_iter()
                    .filter(|line| can_cancel(line))
                    .cloned()
                    .collect();
                match own.as_slice() {
                    [only] => return Self::cancel(only),
                    _ => self.choose_to_cancel(true, cx),
                }
            }
            YEAR_BEFORE => return self.ask_year(self.shown_year(cx) - 1),
            CHANGE_PIN => return vec![Effect::Go(Route::ChangePin)],
            _ => {}
        }
        Vec::new()
    }

    fn choose_to_cancel(&mut self, cancelling: bool, cx: &Context) {
        self.cancelling = cancelling;
        self.list = List::default();
        // Nothing is cancelled by default: the mark is on the way out.
        self.action = cancelling.then_some(CANCEL);
        self.fit(cx);
    }

    fn open_line(&mut self, row: usize) -> Vec<Effect> {
        let lines = self.lines();
        let Some(line) = lines.get(row) else {
            return Vec::new();
        };
        if self.cancelling {
            return Self::cancel(line);
        }
        let effect = match (line.survey, line.batch, line.registration) {
            (SurveyMark::Waiting, Some(batch), _) => Some(Effect::Go(Route::Survey(batch))),
            (_, _, Some(registration)) if has_slip(line) => Some(Effect::Go(Route::TicketOf(registration))),
            _ => None,
        };
        if effect.is_none() {
            let answered = line.survey == SurveyMark::Answered;
            self.note = Some(if answered { Note::SurveyDone } else { Note::NoStep });
        }
        effect.into_iter().collect()
    }

    /// The mark moves from the rows to the actions below them and back.
    fn step(&mut self, action: Action, cx: &Context) -> bool {
        let actions = self.actions(cx);
        let at = self
            .action
            .and_then(|digit| actions.iter().position(|own| *own == digit));
        match (action, at) {
            (Action::Down, Some(at)) => self.action = actions.get(at + 1).or(actions.last()).copied(),
            (Action::Up, Some(0)) if !self.list.is_empty() => {
                self.action = None;
                self.list.select(usize::MAX);
            }
            (Action::Up, Some(at)) => self.action = actions.get(at.saturating_sub(1)).copied(),
            (Action::Down, None) if self.list.selected() + 1 >= self.list.len() => {
                self.action = actions.first().copied();
            }
            _ => return false,
        }
        true
    }
}

fn can_cancel(line: &TrainingLine) -> bool {
    line.registration.is_some() && line.state.may_cancel()
}

fn has_slip(line: &TrainingLine) -> bool {
    matches!(
        line.state,
        State::Recorded | State::Waiting | State::Confirmed | State::Attended
    )
}

impl Screen for Screened {
    fn route(&self) -> Route {
        Route::Trainings
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.trainings.title)
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        self.cancelling = false;
        self.action = None;
        self.refused = None;
        vec![Effect::ask(Ask::Trainings(self.year))]
    }

    fn reply(&mut self, reply: &Reply, cx: &Context) -> Vec<Effect> {
        match reply {
            Reply::Trainings(trainings) => {
                self.data = Some((**trainings).clone());
                self.is_past_year = trainings.year < cx.year();
                self.fit(cx);
            }
            Reply::Refused(refusal) => self.refused = Some(refusal.clone()),
            _ => {}
        }
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        const NEXT_KEYS: &[(Chord, Action)] = &[(Chord::char('0'), NEXT_YEAR)];
        const END_KEYS: &[(Chord, Action)] = &[
            (Chord::plain(Key::Home), Action::First),
            (Chord::plain(Key::End), Action::Last),
        ];
        let (t, common) = (&cx.texts.trainings, &cx.texts.common);
        let rows = self.list.digits();
        let actions = self.actions(cx);
        let first = actions.first().copied().unwrap_or(CHANGE_PIN);
        let last = actions.last().copied().unwrap_or(CHANGE_PIN);
        vec![
            Binding::digits(1, rows, common.hint_choose, t.help_rows).when(rows > 0),
            Binding::digits(
                first,
                last,
                if rows > 0 { "" } else { common.hint_choose },
                t.help_actions,
            ),
            Binding::pages(cx.texts, self.list.page(), self.list.pages()).priority(5),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_open, common.help_open).priority(71),
            Binding::own(NEXT_KEYS, "", t.help_next_year).when(self.may_go_on(cx)),
            Binding::own(END_KEYS, "", "").priority(90),
        ]
    }

    fn back(&mut self, cx: &Context) -> bool {
        let was = self.cancelling;
        if was {
            self.choose_to_cancel(false, cx);
        }
        was
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.fit(cx);
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        self.note = None;
        if action == NEXT_YEAR {
            return if self.may_go_on(cx) {
                self.ask_year(self.shown_year(cx) + 1)
            } else {
                Vec::new()
            };
        }
        if let Action::Choose(digit) = action
            && self.actions(cx).contains(&digit)
        {
            return self.do_action(digit, cx);
        }
        if let (Some(digit), Action::Enter) = (self.action, action) {
            return self.do_action(digit, cx);
        }
        if self.step(action, cx) {
            return Vec::new();
        }
        self.action = None;
        match self.list.act(action) {
            Some(row) => self.open_line(row),
            None => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.trainings;
        if let Some(refused) = &self.refused {
            return Some(Message::error(refusal::sentence(cx.lang, refused)));
        }
        match self.note {
            Some(Note::SurveyDone) => return Some(Message::muted(t.survey_done)),
            Some(Note::NoStep) => return Some(Message::muted(t.no_step)),
            None => {}
        }
        if self.cancelling {
            return Some(Message::important(t.choose_to_cancel));
        }
        view::message(self, cx)
    }

    fn is_waiting(&self) -> bool {
        self.data.is_none() && self.refused.is_none()
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

impl Screened {
    /// Whether there is a year after the one that is shown. What is ahead in the next one stands in this one.
    fn may_go_on(&self, cx: &Context) -> bool {
        !self.cancelling && self.shown_year(cx) < cx.year()
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::domain::receipt::ChangeKind;
    use crate::ui::testing::public;
    let make = |data: Trainings| {
        let mut screen = Screened::new();
        screen.reply(&Reply::Trainings(Box::new(data)), cx);
        screen
    };
    let mut many = public::trainings();
    (many.credit, many.credit_ahead) = (32, 0);
    for (n, state) in (1_u32..).zip(State::ALL) {
        let line = public::line(
            "Pelatihan bagi Fasilitator Internal Angkatan",
            public::day(2026, n, 3),
            8,
            *state,
        );
        if state.is_ahead() {
            many.ahead.push(line);
        } else {
            many.past.push(line);
        }
    }
    let mut second = make(many.clone());
    second.update(&Input::Do(Action::Next), cx);
    let mut cancelling = make(public::trainings());
    cancelling.update(&Input::Do(Action::Choose(CANCEL)), cx);
    let mut action = make(public::trainings());
    action.update(&Input::Do(Action::Last), cx);
    action.update(&Input::Do(Action::Down), cx);
    let mut changed = public::trainings();
    for (line, kind) in changed
        .ahead
        .iter_mut()
        .zip([ChangeKind::Promoted, ChangeKind::Bumped])
    {
        line.change = Some(public::change(kind));
    }
    let nothing = Trainings {
        year: 2025,
        credit: 0,
        credit_ahead: 0,
        goal: 20,
        ahead: Vec::new(),
        past: Vec::new(),
    };
    vec![
        ("plain", Box::new(make(public::trainings()))),
        ("many", Box::new(make(many))),
        ("page-2", Box::new(second)),
        ("cancelling", Box::new(cancelling)),
        ("action", Box::new(action)),
        ("changed", Box::new(make(changed))),
        ("nothing", Box::new(make(nothing))),
        ("loading", Box::new(Screened::new())),
    ]
}

#[cfg(test)]
mod tests;

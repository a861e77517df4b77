//! What stands over the scanning: the list of names, the meetings, and the PIN that unlocks both.

use super::{Attendance, LOCK_MS, Over, PIN_DIGITS};
use crate::domain::batch::MeetingNo;
use crate::ui::ask::Ask;
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::number;
use crate::ui::widget::field::Field;
use crate::ui::widget::finder::Found;
use zeroize::Zeroizing;

impl Attendance {
    /// A key: the screen is locked if nobody has touched one for too long. `true` if the PIN is asked for instead.
    pub(super) fn guard(&mut self, cx: &Context) -> bool {
        self.locked |= cx.at().since(self.touched) >= LOCK_MS;
        if !self.locked {
            self.touched = cx.at();
            return false;
        }
        if matches!(self.over, Over::Unlock(..)) {
            return false;
        }
        self.over = Over::Unlock(Field::pin(), None, false);
        true
    }

    fn unlock(&mut self, cx: &Context) -> Vec<Effect> {
        let Over::Unlock(field, said, waiting) = &mut self.over else {
            return Vec::new();
        };
        let Some(session) = cx.session else {
            return Vec::new();
        };
        if field.len() != PIN_DIGITS || *waiting || self.pause.is_on() {
            return Vec::new();
        }
        *said = None;
        *waiting = true;
        let (number, pin) = (Zeroizing::new(session.number.clone()), field.secret());
        field.clear();
        vec![Effect::ask(Ask::SignIn { number, pin })]
    }

    pub(super) fn over_list(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let Over::List(finder, shown) = &mut self.over else {
            return Vec::new();
        };
        match finder.update(input) {
            Found::Chosen(row) => {
                let line = shown.get(row).copied();
                if let (Some(sheet), Some(line)) = (&self.sheet, line)
                    && let Some(line) = sheet.lines.get(line)
                {
                    return vec![Effect::ask(Ask::MarkPresent {
                        batch: self.batch,
                        meeting: sheet.meeting,
                        registration: line.registration,
                    })];
                }
            }
            Found::Entered => {
                // A scanner that writes into the search box: its code is no name.
                let typed = finder.query().to_owned();
                if number::of_scan(&typed).is_some() || typed.to_ascii_uppercase().starts_with("BLI1") {
                    finder.back();
                    self.refresh_list(cx);
                    return self.scan(&typed, cx);
                }
            }
            Found::Changed => self.refresh_list(cx),
            Found::Nothing => {}
        }
        Vec::new()
    }

    pub(super) fn over_days(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        let (Over::Days(list), Input::Do(action)) = (&mut self.over, input) else {
            return Vec::new();
        };
        list.set_room(usize::from(cx.height.saturating_sub(7)));
        let Some(row) = list.act(*action) else {
            return Vec::new();
        };
        self.wanted = u16::try_from(row + 1).ok().map(MeetingNo);
        self.over = Over::Scanning;
        self.sheet = None;
        self.marked.clear();
        self.last_code = None;
        self.ask_sheet()
    }

    pub(super) fn over_unlock(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        match input {
            Input::Do(Action::Enter) => return self.unlock(cx),
            Input::Key(_) | Input::Paste(_) => {
                if let Over::Unlock(field, _, false) = &mut self.over {
                    field.handle(input);
                }
            }
            _ => {}
        }
        Vec::new()
    }
}

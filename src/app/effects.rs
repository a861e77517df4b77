//! What screens want done is done.

use super::{App, Out};
use crate::domain::role::Role;
use crate::screen;
use crate::ui::ask::Ask;
use crate::ui::effect::{Effect, Returned};
use crate::ui::input::RequestId;
use crate::ui::route::Route;
use crate::ui::scan::Scanner;

/// Open requests that are remembered; a screen has one or two at a time.
const MOST_ASKED: usize = 64;

impl App {
    /// Carries out what the screen of this number wants, in order, as long as the screen is there to want it.
    pub(super) fn carry_out(&mut self, serial: u64, effects: Vec<Effect>) {
        let mut serial = serial;
        for effect in effects {
            match effect {
                Effect::Go(route) => {
                    if self.uncover(serial) {
                        self.open(route);
                        serial = self.top().map_or(serial, |layer| layer.serial);
                    }
                }
                Effect::Replace(route) => {
                    if self.uncover(serial) {
                        // The attract screen is the floor: nothing takes its place.
                        if self.stack.len() > 1 {
                            self.stack.pop();
                        }
                        self.open(route);
                        serial = self.top().map_or(serial, |layer| layer.serial);
                    }
                }
                Effect::Back => {
                    if self.uncover(serial) {
                        self.pop(None);
                    }
                }
                Effect::BackWith(what) => {
                    if self.uncover(serial) {
                        self.pop(Some(what));
                    }
                }
                Effect::Leave => {
                    self.leave();
                    return;
                }
                Effect::Ask(ask) => self.ask(serial, ask),
                Effect::SignedIn(session) => {
                    self.world.session = Some(*session);
                    self.last_active = self.world.stamp.at;
                    self.dirty = true;
                }
                Effect::KeepDraft(draft) => {
                    if let Some(session) = &self.world.session {
                        self.world.drafts.keep(session.person, *draft);
                    }
                }
                Effect::DropDraft(batch) => {
                    if let Some(session) = &self.world.session {
                        self.world.drafts.drop_one(session.person, batch);
                    }
                }
                Effect::Beep(times) => {
                    if self.settings.sound {
                        self.out.push(Out::Beep(times.min(3)));
                    }
                }
                Effect::Quit => {
                    // The public has no way out, whatever a screen says.
                    if self.world.context().has_role(Role::Officer) {
                        // Nothing of the officer's stays on the screen that the terminal is left with.
                        self.leave();
                        self.out.push(Out::Quit);
                        return;
                    }
                }
                Effect::Road(action) => self.act(action),
            }
        }
    }

    /// Takes away what is on top of the screen of this number; `false` if that screen is gone.
    fn uncover(&mut self, serial: u64) -> bool {
        match self.stack.iter().position(|layer| layer.serial == serial) {
            Some(at) => {
                self.stack.truncate(at + 1);
                true
            }
            None => false,
        }
    }

    fn ask(&mut self, serial: u64, ask: Box<Ask>) {
        self.next_request += 1;
        let id = RequestId(self.next_request);
        self.asked.push((id, serial));
        if self.asked.len() > MOST_ASKED {
            self.asked.remove(0);
        }
        self.asked_at = self.world.stamp.at;
        self.out.push(Out::Ask(id, ask));
    }

    /// The screen before comes back.
    pub(super) fn pop(&mut self, what: Option<Returned>) {
        if self.stack.len() <= 1 {
            return;
        }
        self.stack.pop();
        if self.stack.len() == 1 {
            // Whoever goes back to the attract screen has left.
            self.leave();
            return;
        }
        if let (Some(what), Some(layer)) = (what, self.stack.last_mut()) {
            let serial = layer.serial;
            let effects = layer.screen.returned(what, &self.world.context());
            self.carry_out(serial, effects);
            if self.top().is_none_or(|layer| layer.serial != serial) {
                return;
            }
        }
        self.entered();
    }

    /// Finish: whatever was typed or shown goes with its screen, and everything looks as it did at first.
    pub(super) fn leave(&mut self) {
        self.rebuild(Route::Attract);
    }

    pub(super) fn rebuild(&mut self, route: Route) {
        if self.world.session.take().is_some() {
            self.next_request += 1;
            self.out
                .push(Out::Ask(RequestId(self.next_request), Box::new(Ask::SignOut)));
        }
        self.world.drafts.forget();
        self.stack.clear();
        self.asked.clear();
        self.painted = crate::ui::painter::Painted::default();
        self.message = None;
        self.closing_at = None;
        self.scanner = Scanner::default();
        self.last_key = None;
        self.last_active = self.world.stamp.at;
        self.world.looks = self.settings.looks;
        self.next_serial += 1;
        let screen = screen::open(route, &self.world.context());
        self.push(screen);
        self.out.push(Out::Repaint);
    }
}

//! The services (K1, in large text L1).
//!
//! ```text
//!   > 1  Katalog pelatihan            cari, lihat jadwal, daftar
//!     2  Pelatihan saya               jadwal, slip, capaian JP
//!     3  Survei pelatihan             2-5 menit per pelatihan
//!
//!     7  Fasilitator                  presensi, hasil survei
//!     9  Administrasi                 pegawai, angkatan, impor, pemeriksaan
//! ```
//!
//! A guest may look around: who they are is asked only by what needs it.

use crate::i18n::home::{Service, Texts};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::key::{Chord, Key};
use crate::ui::keymap::{Action, Binding, Keys, Roads};
use crate::ui::painter::{Choice, Painter};
use crate::ui::route::Route;
use crate::ui::scan;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::theme::Role;
use ratatui::layout::Rect;

/// The digits of the services, in the order of the screen.
const DIGITS: [u8; 5] = [1, 2, 3, 7, 9];
/// Where the explanations stand.
const ABOUT: u16 = 33;

/// The screen.
#[derive(Default)]
pub struct Home {
    selected: usize,
}

/// Opens it.
pub fn open() -> Box<dyn Screen> {
    Box::new(Home::default())
}

fn service(texts: &Texts, digit: u8) -> Service {
    match digit {
        1 => texts.catalogue,
        2 => texts.trainings,
        3 => texts.surveys,
        7 => texts.facilitator,
        _ => texts.officer,
    }
}

fn route(digit: u8) -> Option<Route> {
    Some(match digit {
        1 => Route::Catalogue,
        2 => Route::Trainings,
        3 => Route::SurveyList,
        7 => Route::Facilitator,
        9 => Route::Officer,
        _ => return None,
    })
}

impl Home {
    fn go(digit: u8) -> Vec<Effect> {
        route(digit).map(Effect::Go).into_iter().collect()
    }
}

impl Screen for Home {
    fn route(&self) -> Route {
        Route::Home
    }

    fn title(&self, _: &Context) -> Title {
        Title::house()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        // The screen before is the attract screen: back and leave are one road here.
        const LEAVE: &[(Chord, Action)] = &[
            (Chord::char('*'), Action::Leave),
            (Chord::f(10), Action::Leave),
            (Chord::plain(Key::Esc), Action::Leave),
            (Chord::char('-'), Action::Leave),
        ];
        let t = &cx.texts.common;
        let leave = if cx.session.is_some() {
            t.hint_leave
        } else {
            t.hint_home
        };
        vec![
            Binding::new(Keys::Chords(LEAVE), leave, t.help_home).priority(45),
            Binding::digits(1, 9, t.hint_choose, cx.texts.home.help_services),
            Binding::arrows(cx.texts),
            Binding::enter(t.hint_open, t.help_open),
        ]
    }

    fn roads(&self) -> Roads {
        Roads::NONE
    }

    /// Whoever woke the kiosk with a key and then scans a card is signed in as from the attract screen.
    fn takes_scan(&self, code: &str, cx: &Context) -> bool {
        cx.session.is_none() && scan::card(code).is_some()
    }

    fn update(&mut self, input: &Input, _: &Context) -> Vec<Effect> {
        match input {
            Input::Scan(code) => {
                if let Some(number) = scan::card(code) {
                    return vec![Effect::Go(Route::SignIn {
                        number: Some(number),
                        then: Box::new(Route::Trainings),
                    })];
                }
            }
            Input::Do(Action::Up) => self.selected = self.selected.saturating_sub(1),
            Input::Do(Action::Down) => self.selected = (self.selected + 1).min(DIGITS.len() - 1),
            Input::Do(Action::Enter) => {
                return DIGITS
                    .get(self.selected)
                    .map(|digit| Self::go(*digit))
                    .unwrap_or_default();
            }
            Input::Do(Action::Choose(digit)) => {
                if let Some(row) = DIGITS.iter().position(|own| own == digit) {
                    self.selected = row;
                }
                return Self::go(*digit);
            }
            _ => {}
        }
        Vec::new()
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        (!cx.office.name.is_empty()).then(|| Message::muted(cx.office.name.clone()))
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        let t = &cx.texts.home;
        let body = painter.body();
        let large = painter.is_large();
        let mut y = body.y;
        if !large {
            let welcome = match cx.session {
                Some(session) => (t.welcome_name)(&session.short_name),
                None => t.welcome.to_owned(),
            };
            painter.cut(body.x, y, body.width, &welcome, Role::Important);
            y += 2;
        }
        let step = if large { 1 } else { 2 };
        for (row, digit) in DIGITS.into_iter().enumerate() {
            let it = service(t, digit);
            if digit == 7 {
                // Staff's services stand apart.
                y += 1;
            }
            let mut choice = Choice::new(digit, it.name, row == self.selected);
            if !large {
                choice = choice.detail(ABOUT, it.about);
            }
            painter.choice(y, &choice);
            y += step;
        }
        if large {
            return;
        }
        y += 1;
        painter.put(body.x, y, t.need_help, Role::Muted);
        if let Some(demo) = &cx.office.demo {
            let room = Rect {
                x: body.x,
                y: y + 2,
                width: body.width,
                height: 2,
            };
            painter.wrap_cut(room, &format!("{} {demo}", cx.texts.attract.try_it), Role::Good);
        }
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    vec![
        ("plain", open()),
        (
            "last",
            Box::new(Home {
                selected: DIGITS.len() - 1,
            }),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::Stage;

    #[test]
    fn a_card_signs_in_here_too_but_not_over_somebody_who_is() {
        let (card, slip) = ("19850312 201001 2 004", "K7M492QX");
        let (guest, own) = (
            Stage::new(),
            Stage::new().signed_in(crate::ui::testing::all_roles()),
        );
        let mut home = Home::default();
        assert!(home.takes_scan(card, &guest.context()));
        assert!(!home.takes_scan(slip, &guest.context()) && !home.takes_scan(card, &own.context()));
        let effects = home.update(&Input::Scan(card.into()), &guest.context());
        assert!(matches!(
            effects.as_slice(),
            [Effect::Go(Route::SignIn { number: Some(_), .. })]
        ));
    }

    #[test]
    fn each_digit_opens_its_service() {
        let stage = Stage::new();
        for digit in 0..=9 {
            let effects = Home::default().update(&Input::Do(Action::Choose(digit)), &stage.context());
            let opens = matches!(effects.as_slice(), [Effect::Go(_)]);
            assert_eq!(opens, DIGITS.contains(&digit), "{digit}");
        }
    }

    #[test]
    fn enter_opens_the_marked_row() {
        let stage = Stage::new();
        let mut home = Home::default();
        home.update(&Input::Do(Action::Down), &stage.context());
        let effects = home.update(&Input::Do(Action::Enter), &stage.context());
        assert!(matches!(effects.as_slice(), [Effect::Go(Route::Trainings)]));
    }
}

//! The slip (K6): what was promised, truthfully, and the code to take away.
//!
//! ```text
//!   Anda terdaftar.                         the promise in words, the waiting list never sounds like a seat
//!   Kode slip   K7M4-92QX                   QR: beside it in half blocks, or alone on the screen in whole cells
//!   1 Cetak   2 Perbesar QR   3 Pelatihan saya   4 Selesai
//! ```

mod view;

use crate::domain::{id::RegistrationId, receipt::Receipt};
use crate::i18n::refusal;
use crate::ui::ask::{Ask, Reply};
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::input::Input;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Route;
use crate::ui::screen::{Message, Screen, Title};
use crate::ui::widget::{menu::Menu, qr::Qr};
use std::path::Path;

const PRINT: u8 = 1;
const ENLARGE: u8 = 2;
const TRAININGS: u8 = 3;
const DONE: u8 = 4;

/// How the printing stands.
enum Printing {
    /// Not asked for.
    No,
    /// The answer is awaited.
    Asked,
    /// Written to the file of this name.
    Written(String),
    /// Refused.
    Refused(crate::domain::refusal::Refusal),
}

/// The screen.
pub struct Screened {
    registration: RegistrationId,
    receipt: Option<Receipt>,
    qr: Option<Qr>,
    /// Whether it was opened from the list of trainings, so that going there is going back.
    from_list: bool,
    large_qr: bool,
    menu: Menu,
    printing: Printing,
}

/// Opens it with a fresh receipt.
pub fn open(receipt: Receipt, _: &Context) -> Box<dyn Screen> {
    Box::new(Screened::new(receipt))
}

/// Opens it for an older registration, whose receipt it asks for.
pub fn open_of(registration: RegistrationId, _: &Context) -> Box<dyn Screen> {
    Box::new(Screened {
        from_list: true,
        ..Screened::empty(registration)
    })
}

impl Screened {
    fn empty(registration: RegistrationId) -> Self {
        Self {
            registration,
            receipt: None,
            qr: None,
            from_list: false,
            large_qr: false,
            menu: Menu::on(PRINT),
            printing: Printing::No,
        }
    }

    fn new(receipt: Receipt) -> Self {
        let mut screen = Self::empty(receipt.registration);
        screen.take(receipt);
        screen
    }

    fn take(&mut self, receipt: Receipt) {
        self.qr = Qr::new(&receipt.code.payload());
        self.receipt = Some(receipt);
    }

    fn digits(&self, cx: &Context) -> Vec<u8> {
        let mut digits = vec![TRAININGS, DONE];
        if self.receipt.is_some() {
            digits.insert(0, PRINT);
            if view::can_enlarge(self, cx) {
                digits.insert(1, ENLARGE);
            }
        }
        digits
    }

    /// Whether the QR has the screen for itself: asked for, and there is room for it now.
    fn is_enlarged(&self, cx: &Context) -> bool {
        self.large_qr && view::can_enlarge(self, cx)
    }

    fn choose(&mut self, digit: u8) -> Vec<Effect> {
        match digit {
            PRINT if !matches!(self.printing, Printing::Asked) => {
                self.printing = Printing::Asked;
                vec![Effect::ask(Ask::Print(self.registration))]
            }
            ENLARGE => {
                self.large_qr = true;
                Vec::new()
            }
            TRAININGS if self.from_list => vec![Effect::Back],
            TRAININGS => vec![Effect::Replace(Route::Trainings)],
            DONE => vec![Effect::Leave],
            _ => Vec::new(),
        }
    }
}

/// The name of a file without its folders, which mean nothing to an employee.
fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl Screen for Screened {
    fn route(&self) -> Route {
        match &self.receipt {
            Some(receipt) if !self.from_list => Route::Ticket(Box::new(receipt.clone())),
            _ => Route::TicketOf(self.registration),
        }
    }

    fn title(&self, cx: &Context) -> Title {
        Title::one(cx.texts.ticket.title)
    }

    fn enter(&mut self, _: &Context) -> Vec<Effect> {
        if self.receipt.is_none() {
            vec![Effect::ask(Ask::Slip(self.registration))]
        } else {
            Vec::new()
        }
    }

    fn reply(&mut self, reply: &Reply, _: &Context) -> Vec<Effect> {
        match reply {
            Reply::Registered(receipt) if receipt.registration == self.registration => {
                self.take((**receipt).clone());
            }
            Reply::Printed(path) => self.printing = Printing::Written(file_name(path)),
            Reply::Refused(refusal) => self.printing = Printing::Refused(refusal.clone()),
            Reply::Failed(_) => self.printing = Printing::No,
            _ => {}
        }
        Vec::new()
    }

    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        let (t, common) = (&cx.texts.ticket, &cx.texts.common);
        if self.is_enlarged(cx) {
            return vec![Binding::enter(t.hint_small, t.hint_small)];
        }
        let digits = self.digits(cx);
        let (first, last) = (
            digits.first().copied().unwrap_or(PRINT),
            digits.last().copied().unwrap_or(DONE),
        );
        vec![
            Binding::digits(first, last, common.hint_choose, t.help_choose),
            Binding::arrows(cx.texts).priority(70),
            Binding::enter(common.hint_choose, t.help_choose).priority(71),
        ]
    }

    fn back(&mut self, _: &Context) -> bool {
        std::mem::take(&mut self.large_qr)
    }

    fn update(&mut self, input: &Input, cx: &Context) -> Vec<Effect> {
        self.large_qr = self.is_enlarged(cx);
        let Input::Do(action) = *input else {
            return Vec::new();
        };
        if self.large_qr {
            if action == Action::Enter {
                self.large_qr = false;
            }
            return Vec::new();
        }
        let digits = self.digits(cx);
        match self.menu.act(action, &digits) {
            Some(digit) => self.choose(digit),
            None => Vec::new(),
        }
    }

    fn message(&self, cx: &Context) -> Option<Message> {
        let t = &cx.texts.ticket;
        if self.is_enlarged(cx) {
            return None;
        }
        match &self.printing {
            Printing::No => self.receipt.as_ref().map(|_| Message::muted(t.saved)),
            Printing::Asked => Some(Message::muted(t.printing)),
            Printing::Written(file) => Some(Message::good((t.printed)(file))),
            Printing::Refused(refused) => Some(Message::error(refusal::sentence(cx.lang, refused))),
        }
    }

    fn is_waiting(&self) -> bool {
        self.receipt.is_none() && matches!(self.printing, Printing::No)
    }

    fn view(&self, painter: &mut Painter, cx: &Context) {
        view::view(self, painter, cx);
    }
}

/// Its states, for the sweeps: a name and the screen in that state.
#[doc(hidden)]
pub fn samples(_: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    use crate::domain::receipt::{ChangeKind, Promise};
    use crate::ui::testing::public;
    let make = |promise: Promise| Screened::new(public::receipt(promise));
    let mut printed = Screened::new(public::seat());
    printed.printing = Printing::Written("slip-K7M4-92QX.txt".into());
    let changed = |promise, kind| {
        let mut receipt = public::receipt(promise);
        receipt.change = Some(public::change(kind));
        Box::new(Screened::new(receipt))
    };
    let mut enlarged = Screened::new(public::seat());
    enlarged.large_qr = true;
    vec![
        ("seat", Box::new(Screened::new(public::seat()))),
        ("waiting", Box::new(make(Promise::Waiting { place: 5 }))),
        ("wish", Box::new(make(Promise::Wish))),
        (
            "promoted",
            changed(
                Promise::Seat(crate::domain::batch::TicketNo(24)),
                ChangeKind::Promoted,
            ),
        ),
        (
            "bumped",
            changed(Promise::Waiting { place: 1 }, ChangeKind::Bumped),
        ),
        ("printed", Box::new(printed)),
        ("enlarged", Box::new(enlarged)),
        ("loading", Box::new(Screened::empty(public::registration()))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::receipt::Promise;
    use crate::domain::role::Roles;
    use crate::ui::glyph::Tier;
    use crate::ui::testing::{Stage, public};

    fn stage(tier: Tier) -> Stage {
        let mut stage = Stage::new().signed_in(Roles::NONE);
        stage.looks.tier = tier;
        stage
    }

    fn chooses(screen: &mut Screened, stage: &Stage, digit: u8) -> Vec<Effect> {
        screen.update(&Input::Do(Action::Choose(digit)), &stage.context())
    }

    #[test]
    fn a_place_in_line_never_reads_like_a_seat() {
        let stage = stage(Tier::Vga);
        for (promise, says, never) in [
            (Promise::Waiting { place: 5 }, "antre ke-5", "Anda terdaftar"),
            (Promise::Wish, "Minat Anda tercatat", "Anda terdaftar"),
            (
                Promise::Seat(crate::domain::batch::TicketNo(1)),
                "Anda terdaftar",
                "antre",
            ),
        ] {
            let text = stage.dump(&Screened::new(public::receipt(promise))).text;
            assert!(text.contains(says) && !text.contains(never), "{text}");
        }
    }

    #[test]
    fn a_later_change_says_its_reason_in_every_room() {
        use crate::domain::receipt::ChangeKind;
        let mut receipt = public::seat();
        receipt.change = Some(public::change(ChangeKind::Promoted));
        let text = stage(Tier::Vga).dump(&Screened::new(receipt.clone())).text;
        assert!(
            text.contains("Sebab: 2 kursi kembali dari Kecamatan Selatan, bundel 14."),
            "{text}"
        );
        let small = stage(Tier::Vga).size(40, 12).dump(&Screened::new(receipt)).text;
        assert!(small.contains("Sebab: 2 kursi kembali"), "{small}");
    }

    #[test]
    fn the_code_is_there_in_every_room_and_tier() {
        let code = public::seat().code.to_string();
        for tier in Tier::ALL {
            for (width, height) in [(80, 24), (40, 12), (132, 43)] {
                let text = stage(tier)
                    .size(width, height)
                    .dump(&Screened::new(public::seat()))
                    .text;
                assert!(text.contains(&code), "{tier:?} {width}x{height}");
            }
        }
    }

    #[test]
    fn without_half_blocks_the_qr_has_a_screen_of_its_own() {
        let stage = stage(Tier::Vga);
        let mut screen = Screened::new(public::seat());
        assert!(!stage.dump(&screen).text.contains("██"));
        chooses(&mut screen, &stage, ENLARGE);
        let text = stage.dump(&screen).text;
        assert_eq!(
            text.lines().filter(|line| line.contains("██")).count(),
            23,
            "{text}"
        );
        assert!(screen.back(&stage.context()));
        assert!(!stage.dump(&screen).text.contains("██"));
    }

    #[test]
    fn with_half_blocks_the_qr_stands_beside_the_words() {
        let stage = stage(Tier::Full);
        let mut screen = Screened::new(public::seat());
        assert!(stage.dump(&screen).text.contains('▀'));
        chooses(&mut screen, &stage, ENLARGE);
        assert!(!screen.large_qr, "nothing to enlarge");
    }

    #[test]
    fn a_qr_that_does_not_fit_is_not_offered() {
        let stage = stage(Tier::Vga).size(40, 12);
        let mut screen = Screened::new(public::seat());
        chooses(&mut screen, &stage, ENLARGE);
        assert!(!screen.large_qr);
    }

    #[test]
    fn printing_says_where_and_is_not_asked_twice_at_once() {
        let stage = stage(Tier::Vga);
        let mut screen = Screened::new(public::seat());
        assert_eq!(chooses(&mut screen, &stage, PRINT).len(), 1);
        assert!(chooses(&mut screen, &stage, PRINT).is_empty());
        screen.reply(
            &Reply::Printed("/var/lib/balai/slip/K7M4.txt".into()),
            &stage.context(),
        );
        assert_eq!(
            screen.message(&stage.context()).unwrap().text,
            "Slip tersimpan: K7M4.txt"
        );
    }

    #[test]
    fn an_older_slip_is_asked_for_and_leads_back_to_the_list() {
        let stage = stage(Tier::Vga);
        let mut screen = Screened {
            from_list: true,
            ..Screened::empty(public::registration())
        };
        let asked = screen.enter(&stage.context());
        assert!(matches!(asked.as_slice(), [Effect::Ask(ask)] if matches!(**ask, Ask::Slip(_))));
        screen.reply(&Reply::Registered(Box::new(public::seat())), &stage.context());
        assert!(screen.receipt.is_some());
        assert!(matches!(
            chooses(&mut screen, &stage, TRAININGS).as_slice(),
            [Effect::Back]
        ));
        let mut fresh = Screened::new(public::seat());
        let effects = chooses(&mut fresh, &stage, TRAININGS);
        assert!(matches!(effects.as_slice(), [Effect::Replace(Route::Trainings)]));
        assert!(matches!(
            chooses(&mut fresh, &stage, DONE).as_slice(),
            [Effect::Leave]
        ));
    }
}

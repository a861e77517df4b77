use super::testing::Kiosk;
use super::*;
use crate::domain::role::Roles;
use crate::ui::context::Context;
use crate::ui::effect::Effect;
use crate::ui::key::Key;
use crate::ui::keymap::{Action, Binding};
use crate::ui::painter::Painter;
use crate::ui::route::Note;
use crate::ui::screen::{Title, Typing};
use crate::ui::testing::{all_roles, session};
use crate::ui::theme::Role;
use std::cell::RefCell;
use std::rc::Rc;

fn kiosk() -> Kiosk {
    Kiosk::new(|_| Vec::new())
}

fn sign_in(kiosk: &mut Kiosk, roles: Roles) {
    kiosk.sign_in(session(roles));
}

/// A screen that writes down what it is given, with a field if it should type.
#[derive(Clone)]
struct Probe {
    typing: Typing,
    took: Rc<RefCell<Vec<Input>>>,
    takes_scans: bool,
}

impl Probe {
    fn new(typing: Typing) -> Self {
        Self {
            typing,
            took: Rc::default(),
            takes_scans: false,
        }
    }

    fn took(&self) -> Vec<Input> {
        self.took.borrow().clone()
    }
}

impl Screen for Probe {
    fn route(&self) -> Route {
        Route::Catalogue
    }
    fn title(&self, _: &Context) -> Title {
        Title::one("Probe")
    }
    fn bindings(&self, cx: &Context) -> Vec<Binding> {
        vec![
            Binding::digits(1, 9, "", ""),
            Binding::enter("", ""),
            Binding::arrows(cx.texts),
        ]
    }
    fn update(&mut self, input: &Input, _: &Context) -> Vec<Effect> {
        self.took.borrow_mut().push(input.clone());
        match input {
            Input::Do(Action::Choose(9)) => vec![Effect::Go(Route::Home)],
            Input::Do(Action::Choose(8)) => vec![Effect::ask(Ask::Health)],
            _ => Vec::new(),
        }
    }
    fn reply(&mut self, _: &Reply, _: &Context) -> Vec<Effect> {
        self.took.borrow_mut().push(Input::Resize);
        vec![Effect::Replace(Route::Catalogue)]
    }
    fn view(&self, painter: &mut Painter, cx: &Context) {
        let body = painter.body();
        if let Some(session) = cx.session {
            painter.put(body.x, body.y, &session.name, Role::Base);
            painter.put(body.x, body.y + 1, &session.number, Role::Base);
        }
    }
    fn typing(&self) -> Typing {
        self.typing
    }
    fn takes_scan(&self, _: &str, _: &Context) -> bool {
        self.takes_scans
    }
}

fn with(probe: &Probe) -> Kiosk {
    let mut kiosk = kiosk();
    kiosk.keys("<enter>");
    kiosk.app.push(Box::new(probe.clone()));
    kiosk.wait_ms(1_000);
    kiosk
}

#[test]
fn any_key_leaves_the_attract_screen_and_the_star_comes_back() {
    let mut kiosk = kiosk();
    kiosk.keys("x").sees("Selamat datang");
    kiosk.keys("*").sees("Pindai kartu pegawai");
    kiosk.keys("<enter><esc>").sees("Pindai kartu pegawai");
    assert_eq!(kiosk.app.depth(), 1);
}

#[test]
fn a_job_control_key_is_a_key_like_any_other_and_means_nothing() {
    let mut kiosk = kiosk();
    for key in [
        "<ctrl-c>",
        "<ctrl-z>",
        "<ctrl-\\>",
        "<ctrl-d>",
        "<ctrl-s>",
        "<ctrl-q>",
    ] {
        kiosk.keys(key).sees("Pindai kartu pegawai");
    }
    kiosk.keys("<enter><ctrl-c><ctrl-d>").sees("Selamat datang");
}

#[test]
fn nothing_of_a_person_is_left_after_silence() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    sign_in(&mut kiosk, Roles::NONE);
    kiosk.keys("<f2><f4>").sees("Siti Rahmawati").sees("19850312");
    kiosk.wait_ms(60_000).sees("Still there?").lacks("Siti Rahmawati");
    kiosk.wait_ms(20_000).sees("Pindai kartu pegawai");
    for text in ["Siti", "19850312", "Rahmawati"] {
        kiosk.lacks(text);
        assert!(!format!("{:?}", kiosk.app).contains(text));
    }
    assert!(!kiosk.app.is_signed_in());
    assert_eq!(kiosk.app.depth(), 1);
}

#[test]
fn any_key_prolongs_the_session_as_often_as_wanted_and_does_nothing_else() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    sign_in(&mut kiosk, Roles::NONE);
    for _ in 0..5 {
        kiosk.wait_ms(75_000).sees("Masih di sini?");
        kiosk.press(Chord::char('1'));
        kiosk
            .wait_ms(1_000)
            .lacks("Masih di sini?")
            .sees("Siti Rahmawati");
    }
    assert!(
        probe
            .took()
            .iter()
            .all(|input| *input == Input::Tick || *input == Input::Resize),
        "{:?}",
        probe.took()
    );
    kiosk.wait_ms(75_000);
    kiosk.press(Chord::char('*'));
    kiosk.sees("Pindai kartu pegawai");
}

#[test]
fn staff_have_five_minutes() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    sign_in(&mut kiosk, all_roles());
    kiosk.keys("1").wait_ms(290_000).lacks("Masih di sini?");
    kiosk.wait_ms(10_000).sees("Masih di sini?");
}

#[test]
fn the_title_bar_says_how_long_is_left() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    sign_in(&mut kiosk, Roles::NONE);
    kiosk.keys("1").sees("Siti R.   sisa 1.00");
    kiosk.wait_ms(30_000).sees("sisa 0.30");
    kiosk.keys("1").sees("sisa 1.00");
}

#[test]
fn enter_is_deaf_just_after_a_change() {
    let mut kiosk = kiosk();
    kiosk.press(Chord::plain(Key::Enter)).wait_ms(100);
    kiosk
        .press(Chord::plain(Key::Enter))
        .wait_ms(100)
        .sees("Selamat datang");
    kiosk.wait_ms(DEAF_MS);
    kiosk
        .press(Chord::plain(Key::Enter))
        .sees("Katalog")
        .lacks("Selamat datang");
}

#[test]
fn a_key_held_down_does_not_repeat_into_a_new_screen() {
    let mut kiosk = kiosk();
    kiosk.keys("<enter>");
    let probe = Probe::new(Typing::None);
    for _ in 0..20 {
        kiosk.press(Chord::plain(Key::Down)).wait_ms(30);
    }
    kiosk.app.push(Box::new(probe.clone()));
    for _ in 0..20 {
        kiosk.press(Chord::plain(Key::Down)).wait_ms(30);
    }
    assert!(probe.took().is_empty(), "{:?}", probe.took());
}

#[test]
fn a_scan_where_nothing_scans_is_told_and_chooses_nothing() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    kiosk
        .scan("198503122010012004")
        .sees("Kode tidak dikenal di layar ini.");
    assert!(probe.took().is_empty(), "{:?}", probe.took());
    kiosk.keys("1").lacks("Kode tidak dikenal");
    assert_eq!(probe.took(), [Input::Do(Action::Choose(1))]);
}

#[test]
fn a_scan_where_digits_are_typed_is_typed_unless_the_screen_takes_it() {
    let mut probe = Probe::new(Typing::Digits);
    let mut kiosk = with(&probe);
    kiosk.scan("123456");
    let took = probe.took();
    assert_eq!(took.len(), 7, "{took:?}");
    assert!(took[..6].iter().all(|input| matches!(input, Input::Key(_))));
    assert_eq!(took[6], Input::Do(Action::Enter));
    probe = Probe {
        takes_scans: true,
        ..Probe::new(Typing::Digits)
    };
    with(&probe).scan("123456");
    assert_eq!(probe.took(), [Input::Scan("123456".into())]);
}

#[test]
fn free_text_is_never_held_back() {
    let probe = Probe::new(Typing::Text);
    let mut kiosk = with(&probe);
    for (n, c) in "1*+-/a".chars().enumerate() {
        kiosk.press(Chord::char(c));
        assert_eq!(probe.took().len(), n + 1);
    }
    assert!(kiosk.app.next_deadline().unwrap().since(Millis(0)) > 0);
}

#[test]
fn a_paste_gets_into_text_fields_only_and_presses_nothing() {
    let probe = Probe::new(Typing::None);
    with(&probe).paste("12\n3");
    assert!(probe.took().is_empty());
    let probe = Probe::new(Typing::Text);
    with(&probe).paste("a\u{1b}[31mb\r\nc");
    assert_eq!(probe.took(), [Input::Paste("a[31mb  c".into())]);
}

#[test]
fn what_needs_somebody_asks_who_first() {
    let mut kiosk = kiosk();
    kiosk.keys("<enter>2");
    assert!(matches!(kiosk.app.route(), Route::SignIn { .. }));
    kiosk.keys("<esc>");
    assert!(matches!(kiosk.app.route(), Route::Home));
    sign_in(&mut kiosk, Roles::NONE);
    kiosk.keys("9").sees("untuk petugas");
    kiosk.keys("<esc>2");
    assert!(matches!(kiosk.app.route(), Route::Trainings));
}

#[test]
fn an_answer_to_a_screen_that_is_gone_is_dropped() {
    let probe = Probe::new(Typing::None);
    let asked = Kiosk::new(|_| vec![Reply::Done]);
    drop(asked);
    let mut kiosk = Kiosk::new(|_| vec![Reply::Done]);
    kiosk.keys("<enter>");
    kiosk.app.push(Box::new(probe.clone()));
    kiosk.hold_answers();
    kiosk.keys("8<esc>");
    kiosk.answer_held();
    assert_eq!(probe.took(), [Input::Do(Action::Choose(8))]);
    assert!(matches!(kiosk.app.route(), Route::Home));
}

#[test]
fn an_answer_finds_its_screen_under_the_help() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = Kiosk::new(|_| vec![Reply::Done]);
    kiosk.keys("<enter>");
    kiosk.app.push(Box::new(probe.clone()));
    kiosk.hold_answers();
    kiosk.keys("8<f1>").sees("Bantuan");
    kiosk.answer_held();
    assert!(matches!(kiosk.app.route(), Route::Catalogue));
    assert_eq!(kiosk.app.depth(), 3);
}

#[test]
fn the_stack_is_never_deeper_than_eight_and_back_always_leads_out() {
    let mut kiosk = kiosk();
    for _ in 0..20 {
        kiosk.app.open(Route::Notice(Note::StaffOnly));
        assert!(kiosk.app.depth() <= DEEPEST);
    }
    assert_eq!(kiosk.app.depth(), DEEPEST);
    for _ in 1..DEEPEST {
        kiosk.keys("<esc>");
    }
    assert_eq!(kiosk.app.depth(), 1);
    kiosk.sees("Pindai kartu pegawai");
}

#[test]
fn out_of_service_takes_everything_away_and_gives_it_back() {
    let mut kiosk = Kiosk::new(|_| Vec::new());
    kiosk.keys("<enter>1");
    let trouble = crate::domain::refusal::Trouble {
        code: "DATA-02",
        detail: String::new(),
    };
    kiosk.tell(Reply::OutOfService(trouble));
    kiosk
        .sees("sedang tidak dapat dipakai")
        .keys("1*<esc>")
        .sees("sedang tidak dapat dipakai");
    kiosk.tell(Reply::Opened {
        office: "Kantor".into(),
        demo: None,
    });
    kiosk.sees("Pindai kartu pegawai");
}

#[test]
fn looks_go_back_to_the_first_on_leaving() {
    let mut kiosk = kiosk();
    kiosk.keys("<f2><f3><f4>").sees("press any key");
    kiosk
        .keys("<enter>")
        .sees("Training catalogue")
        .lacks("search, see dates");
    kiosk
        .keys("*")
        .sees("tekan tombol apa saja")
        .sees("Daftar pelatihan");
    assert_eq!(kiosk.dump().stray, None);
}

#[test]
fn a_click_does_what_the_digit_does() {
    let mut kiosk = kiosk();
    kiosk.click("Pindai kartu").sees("Selamat datang");
    kiosk.click("Katalog pelatihan");
    assert!(matches!(kiosk.app.route(), Route::Catalogue));
    kiosk.click("[Esc]");
    assert!(matches!(kiosk.app.route(), Route::Home));
}

#[test]
fn at_rest_nothing_wakes_more_than_once_a_minute() {
    let mut kiosk = kiosk();
    kiosk.wait_ms(100);
    let deadline = kiosk.app.next_deadline().unwrap();
    assert!(deadline.since(Millis(10_100)) > 50_000, "{deadline:?}");
}

#[test]
fn a_scanned_card_goes_straight_to_the_pin_and_nonsense_nowhere() {
    let mut kiosk = kiosk();
    kiosk.scan("HELLO-WORLD-1234").sees("Kode tidak dikenal");
    kiosk.scan("198503122010012004");
    match kiosk.app.route() {
        Route::SignIn { number, .. } => assert_eq!(number.unwrap().as_str(), "198503122010012004"),
        other => panic!("{other:?}"),
    }
    assert_eq!(kiosk.app.depth(), 3);
}

#[test]
fn a_window_too_small_says_so() {
    let mut kiosk = kiosk();
    kiosk.resize(30, 8).sees("Jendela terlalu kecil").sees("40x12");
    kiosk.resize(80, 24).sees("Pindai kartu pegawai");
}

#[test]
fn only_an_officer_ends_the_program() {
    for (roles, ends) in [(Roles::NONE, false), (all_roles(), true)] {
        let mut kiosk = kiosk();
        kiosk.keys("<enter>").sign_in(session(roles));
        let serial = kiosk.app.top().unwrap().serial;
        kiosk.app.carry_out(serial, vec![Effect::Quit]);
        kiosk.wait_ms(60_000);
        assert_eq!(kiosk.quit, ends);
    }
}

#[test]
fn a_late_answer_is_waited_for_with_a_word_and_a_quick_one_without() {
    struct Waits;
    impl Screen for Waits {
        fn route(&self) -> Route {
            Route::Health
        }
        fn title(&self, _: &Context) -> Title {
            Title::house()
        }
        fn bindings(&self, _: &Context) -> Vec<Binding> {
            Vec::new()
        }
        fn update(&mut self, _: &Input, _: &Context) -> Vec<Effect> {
            Vec::new()
        }
        fn view(&self, _: &mut Painter, _: &Context) {}
        fn enter(&mut self, _: &Context) -> Vec<Effect> {
            vec![Effect::ask(Ask::Health)]
        }
        fn is_waiting(&self) -> bool {
            true
        }
    }
    let mut kiosk = kiosk();
    kiosk.keys("<enter>").show(Box::new(Waits));
    kiosk
        .wait_ms(LOADING_MS - 1)
        .lacks("Memuat...")
        .wait_ms(1)
        .sees("Memuat...");
}

#[test]
fn something_that_fails_is_a_screen_with_a_way_back_and_leaves_by_itself() {
    let trouble = || crate::domain::refusal::Trouble {
        code: "SIMPAN-07",
        detail: "ENOSPC".into(),
    };
    let mut kiosk = Kiosk::new(move |_| vec![Reply::Failed(trouble())]);
    kiosk.keys("<enter>");
    // Looked up by scanning a slip on the attract screen: the first thing that asks.
    kiosk.keys("*");
    let slip = crate::domain::code::Code::from_hash(&[7; 5]).payload();
    kiosk.scan(&slip).sees("SIMPAN-07");
    kiosk.keys("1").sees("Pindai kartu pegawai");
    kiosk
        .scan(&slip)
        .sees("SIMPAN-07")
        .wait_ms(30_000)
        .sees("Pindai kartu pegawai");
}

#[test]
fn what_is_told_to_everybody_moves_nobody_who_is_not_seen() {
    let probe = Probe::new(Typing::None);
    let mut kiosk = with(&probe);
    kiosk.keys("<f1>").tell(Reply::Done);
    assert!(matches!(kiosk.app.route(), Route::Help));
    assert_eq!(probe.took(), [Input::Resize], "it was told all the same");
}

#[test]
fn a_doubtful_clock_is_told_on_every_screen_until_it_is_confirmed() {
    for size in [(80, 24), (40, 12)] {
        let mut kiosk = Kiosk::with(Settings::default(), size, |_| Vec::new());
        let says = |kiosk: &Kiosk| kiosk.text().contains("Jam belum pasti");
        assert!(!says(&kiosk));
        kiosk.tell(Reply::Clock {
            doubt: Some(crate::domain::clock::Doubt::Jumped),
            astray: 0,
        });
        for key in ["", "<enter>", "1", "<f1>"] {
            kiosk.keys(key);
            assert!(says(&kiosk), "{key}\n{}", kiosk.text());
        }
        assert!(kiosk.app.overflows().is_empty());
        kiosk.tell(Reply::Clock {
            doubt: None,
            astray: 0,
        });
        assert!(!says(&kiosk));
    }
}

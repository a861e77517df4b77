//! A survey from the home screen to the thanks, with a number pad, in an app whose office is played by the test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use balai::app::testing::Kiosk;
use balai::domain::course::Mode;
use balai::domain::day::Day;
use balai::domain::id::BatchId;
use balai::domain::questionnaire::{Answer, AnswerSheet, Form, Pair};
use balai::domain::registration::State;
use balai::domain::role::Roles;
use balai::state::card::{SurveyMark, TrainingLine, Trainings};
use balai::survey::shipped;
use balai::ui::ask::{Ask, Reply};
use balai::ui::route::Route;
use balai::ui::testing::session;
use std::cell::RefCell;
use std::rc::Rc;

const BATCH: BatchId = BatchId([4; 16]);
const TITLE: &str = "Keselamatan Kerja Dasar";

fn form() -> Form {
    Form::for_batch(
        &shipped::level1().unwrap(),
        Mode::Online,
        &Pair::numbered([("Ani Wijaya", "Arsip")]),
    )
}

fn trainings(waiting: bool) -> Trainings {
    let line = TrainingLine {
        registration: None,
        batch: Some(BATCH),
        code: None,
        title: TITLE.into(),
        from: Day::of(2026, 11, 16).unwrap(),
        to: Day::of(2026, 11, 18).unwrap(),
        place: "Bandung".into(),
        credit: 8,
        state: State::Attended,
        promise: None,
        attended: (3, 3),
        survey: if waiting {
            SurveyMark::Waiting
        } else {
            SurveyMark::Answered
        },
        change: None,
        unsure: false,
    };
    Trainings {
        year: 2026,
        credit: 8,
        credit_ahead: 0,
        goal: 20,
        ahead: Vec::new(),
        past: vec![line],
    }
}

/// A kiosk, and what it handed in.
fn kiosk() -> (Kiosk, Rc<RefCell<Vec<AnswerSheet>>>) {
    let handed_in: Rc<RefCell<Vec<AnswerSheet>>> = Rc::default();
    let sheets = Rc::clone(&handed_in);
    let kiosk = Kiosk::new(move |ask| match ask {
        Ask::SignIn { .. } => vec![Reply::SignedIn(session(Roles::NONE))],
        Ask::Trainings(_) => vec![Reply::Trainings(Box::new(trainings(sheets.borrow().is_empty())))],
        Ask::Survey(batch) => {
            vec![Reply::Survey {
                batch,
                title: TITLE.into(),
                form: Box::new(form()),
            }]
        }
        Ask::SubmitSurvey { batch, sheet } => {
            sheets.borrow_mut().push(sheet);
            vec![Reply::SurveySubmitted(batch)]
        }
        _ => Vec::new(),
    });
    (kiosk, handed_in)
}

/// Signs in on the way to the surveys and begins the first.
fn begin(kiosk: &mut Kiosk) {
    kiosk
        .keys("<enter>3")
        .keys("198503122010012004<enter>")
        .keys("202611<enter>");
    kiosk
        .sees(TITLE)
        .keys("1")
        .sees("Mulai")
        .keys("<enter>")
        .sees("Pertanyaan 1 dari");
}

#[test]
fn a_survey_is_answered_checked_and_sent_with_a_number_pad_alone() {
    let (mut kiosk, handed_in) = kiosk();
    begin(&mut kiosk);
    for question in form().questions() {
        let key = if question.required { "3" } else { "" };
        kiosk.keys(key).keys("<enter>");
    }
    kiosk.sees("Periksa jawaban Anda");
    // The second answer is changed from here, and the way leads back here.
    kiosk
        .keys("2<enter>")
        .sees("Pertanyaan 2 dari")
        .keys("1<enter>")
        .sees("Periksa jawaban Anda");
    kiosk
        .keys("<enter>")
        .sees("Survei Anda sudah dikirim")
        .lacks("SV-");
    let sheets = handed_in.borrow();
    assert_eq!(sheets.len(), 1);
    let form = form();
    assert_eq!(
        sheets[0].get(&form.question(0).unwrap().key),
        Some(&Answer::Scale(3))
    );
    assert_eq!(
        sheets[0].get(&form.question(1).unwrap().key),
        Some(&Answer::Scale(1))
    );
    drop(sheets);
    // There is no way back to the answers.
    kiosk.keys("<esc>").sees("Survei Anda sudah dikirim");
    kiosk.keys("2<esc>").lacks("Pertanyaan").lacks("Periksa jawaban");
    kiosk.keys("*");
    assert!(matches!(kiosk.app.route(), Route::Attract));
}

#[test]
fn thanks_leave_by_themselves() {
    let (mut kiosk, _) = kiosk();
    begin(&mut kiosk);
    for question in form().questions() {
        kiosk
            .keys(if question.required { "2" } else { "" })
            .keys("<enter>");
    }
    kiosk
        .keys("<enter>")
        .sees("Survei Anda sudah dikirim")
        .wait_ms(16_000);
    assert!(matches!(kiosk.app.route(), Route::Attract));
    assert!(!kiosk.app.is_signed_in());
}

#[test]
fn a_half_filled_survey_dies_with_the_session_whichever_way_it_ends() {
    for leave in ["star", "clock"] {
        let (mut kiosk, handed_in) = kiosk();
        begin(&mut kiosk);
        kiosk.keys("4<enter>4<enter>4<enter>").sees("Pertanyaan 4 dari");
        if leave == "star" {
            kiosk.keys("*");
        } else {
            kiosk
                .wait_ms(61_000)
                .sees("belum dikirim akan dihapus")
                .wait_ms(21_000);
        }
        assert!(matches!(kiosk.app.route(), Route::Attract), "{leave}");
        // The same person comes back: nothing is left, not even for them.
        begin(&mut kiosk);
        kiosk.lacks("(*)");
        assert!(handed_in.borrow().is_empty());
    }
}

#[test]
fn leaving_the_survey_and_coming_back_in_one_session_loses_nothing() {
    let (mut kiosk, _) = kiosk();
    begin(&mut kiosk);
    kiosk.keys("4<enter>2<enter>");
    kiosk
        .keys("---")
        .sees("sudah dimulai")
        .keys("1")
        .sees("Pertanyaan 3 dari");
    kiosk.keys("-").sees("(*) 2").keys("-").sees("(*) 4");
    kiosk.keys("<f6>").sees("2 dari").keys("2<enter>").sees("(*) 2");
    // Also what is typed and not yet confirmed.
    let text = form()
        .questions()
        .iter()
        .position(|question| question.key.item == "U2")
        .unwrap()
        + 1;
    kiosk.keys(&format!("<f6>{text}<enter>waktu kurang"));
    kiosk.keys(&"<esc>".repeat(text)).sees("sudah dimulai");
    kiosk.keys("1<f6>").sees("waktu kurang");
}

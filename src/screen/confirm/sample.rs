//! Registrations to check, for the sweeps and the tests.

use super::{FACTS, REGISTER, Screened};
use crate::domain::concern::Concern;
use crate::domain::concern::{Severity, Weighed};
use crate::domain::id::{BatchId, CourseId};
use crate::domain::person::Employment;
use crate::domain::refusal::Refusal;
use crate::state::card::Preview;
use crate::state::card::PromiseAhead;
use crate::ui::ask::Reply;
use crate::ui::context::Context;
use crate::ui::input::Input;
use crate::ui::screen::Screen;
use crate::ui::testing::public::{self, day};

/// What a registration would lead to.
pub fn preview(concerns: Vec<Weighed>, promise: PromiseAhead) -> Preview {
    Preview {
        batch: BatchId::of_code(public::BATCH),
        concerns,
        promise,
        credit_now: 12,
        credit_ahead: 0,
        credit_then: 32,
        credit_goal: 20,
        year: 2026,
    }
}

/// A concern that is only said.
pub fn warning(concern: Concern) -> Weighed {
    Weighed {
        concern,
        severity: Severity::Warning,
    }
}

/// A concern that stops it.
pub fn refusal(concern: Concern) -> Weighed {
    Weighed {
        concern,
        severity: Severity::Refusal,
    }
}

/// Another training on the same days.
pub fn clash() -> Concern {
    Concern::Clash {
        title: "Bahasa Inggris Kedinasan".into(),
        from: day(2026, 11, 27),
        to: day(2026, 11, 28),
    }
}

/// The states.
pub fn samples(cx: &Context) -> Vec<(&'static str, Box<dyn Screen>)> {
    let catalogue = public::catalogue();
    let own = Context {
        catalogue: Some(&catalogue),
        ..*cx
    };
    let make = |replies: Vec<Reply>| {
        let (course, batch) = (CourseId::of_code(public::COURSE), BatchId::of_code(public::BATCH));
        let mut screen = Screened::new(course, batch, &own);
        for reply in replies {
            screen.reply(&reply, &own);
        }
        screen
    };
    let with = |concerns: Vec<Weighed>, promise| make(vec![Reply::Preview(preview(concerns, promise))]);
    let prerequisite = Concern::MissingPrerequisite {
        title: "Dasar-Dasar Penganggaran".into(),
    };
    let many = vec![
        refusal(clash()),
        warning(prerequisite.clone()),
        warning(Concern::AlreadyCompleted { year: 2025 }),
        warning(Concern::OtherUnits),
        warning(Concern::BeyondCap { credit: 32, cap: 24 }),
    ];
    let mut sending = with(Vec::new(), PromiseAhead::Seat);
    sending.choose(REGISTER);
    let mut facts = with(Vec::new(), PromiseAhead::Seat);
    if cx.is_large() {
        facts.update(&Input::Do(FACTS), &own);
    }
    vec![
        ("plain", Box::new(with(Vec::new(), PromiseAhead::Seat))),
        (
            "waiting-list",
            Box::new(with(Vec::new(), PromiseAhead::Waiting { place: 5 })),
        ),
        ("wish", Box::new(with(Vec::new(), PromiseAhead::Wish))),
        (
            "warned",
            Box::new(with(vec![warning(prerequisite)], PromiseAhead::Seat)),
        ),
        ("many", Box::new(with(many, PromiseAhead::Seat))),
        (
            "refused",
            Box::new(with(
                vec![refusal(Concern::NotOpenTo {
                    employment: Employment::Pns,
                })],
                PromiseAhead::Seat,
            )),
        ),
        (
            "disk",
            Box::new(make(vec![
                Reply::Preview(preview(Vec::new(), PromiseAhead::Seat)),
                Reply::Refused(Refusal::DiskFull),
            ])),
        ),
        ("sending", Box::new(sending)),
        ("facts", Box::new(facts)),
        ("loading", Box::new(make(Vec::new()))),
    ]
}

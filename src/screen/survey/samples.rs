//! The states of this screen, for the sweeps and the snapshots.

use super::answering::Answering;
use super::{Stage, Why};
use crate::domain::course::Mode;
use crate::domain::id::BatchId;
use crate::domain::questionnaire::{self, Form, Pair};
use crate::survey::shipped;
use crate::ui::context::Context;
use crate::ui::draft::Draft;
use crate::ui::input::Input;
use crate::ui::keymap::Action;

/// States of this screen, with the shipped questionnaires.
pub(super) fn all(cx: &Context) -> Vec<(&'static str, BatchId, Stage)> {
    let batch = BatchId([1; 16]);
    let pairs = Pair::numbered([
        ("Ani Wijaya, M.Si.", "Pengelolaan Arsip Dinamis"),
        ("Budi", "Surat"),
    ]);
    let (Ok(level1), Ok(needs)) = (shipped::level1(), shipped::needs()) else {
        return Vec::new();
    };
    let level1 = Form::for_batch(&level1, Mode::FaceToFace, &pairs);
    let needs = Form::for_batch(&needs, Mode::FaceToFace, &[]);
    let at = |form: &Form, item: &str, facet: usize| {
        let place = form
            .questions()
            .iter()
            .position(|question| question.key.item == item)
            .unwrap_or(0);
        let draft = Draft {
            batch,
            title: "Keselamatan Kerja Dasar".into(),
            answers: questionnaire::Draft::new(form.clone()),
            at: place + facet,
        };
        Answering::new(draft, cx)
    };
    let after = |mut answering: Answering, actions: &[Action]| {
        for action in actions {
            answering.act(*action, cx);
        }
        answering
    };
    let mut text = at(&level1, "U3", 0);
    text.typed(&Input::Paste(
        "Waktu praktik terlalu singkat, alat pelindung hanya ada lima set untuk dua puluh peserta".into(),
    ));
    let mut personal = at(&level1, "U2", 0);
    personal.typed(&Input::Paste("Tanya Bu Ani 0812 3456 7890".into()));
    personal.go_on(cx);
    let mut missing = at(&level1, "P3", 0);
    missing.go_on(cx);
    let question = |answering| Stage::Question(Box::new(answering));
    vec![
        ("intro", batch, Stage::Intro(Box::new(at(&level1, "F1", 0)))),
        ("fresh", batch, question(at(&level1, "F1", 0))),
        (
            "chosen",
            batch,
            question(after(at(&level1, "F2", 0), &[Action::Choose(3)])),
        ),
        ("missing", batch, question(missing)),
        (
            "middle",
            batch,
            question(after(at(&level1, "M3", 0), &[Action::Choose(2)])),
        ),
        (
            "optional",
            batch,
            question(after(at(&level1, "P4", 0), &[Action::Choose(0)])),
        ),
        (
            "zero-to-ten",
            batch,
            question(after(at(&level1, "U1", 0), &[Action::Choose(7)])),
        ),
        ("text", batch, question(text)),
        ("personal", batch, question(personal)),
        (
            "several",
            batch,
            question(after(
                at(&needs, "C3", 0),
                &[Action::Choose(2), Action::Choose(4)],
            )),
        ),
        ("matrix", batch, question(at(&needs, "K3", 1))),
        ("choice", batch, question(at(&needs, "J1", 0))),
        ("refused", batch, Stage::Refused(Why::Already)),
    ]
}

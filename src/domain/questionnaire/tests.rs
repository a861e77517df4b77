use super::*;
use crate::domain::course::Mode;
use std::collections::BTreeSet;

fn scale(meaning: Meaning, values: std::ops::RangeInclusive<u8>, na: Option<&str>) -> Arc<Scale> {
    let points = values
        .map(|value| Point {
            value,
            label: format!("point {value}"),
        })
        .collect();
    Arc::new(Scale {
        id: "s".into(),
        meaning,
        points,
        na: na.map(Into::into),
    })
}

fn item(id: &str, kind: Kind, required: bool, only_modes: &[Mode]) -> Item {
    Item {
        id: id.into(),
        text: format!("question {id}"),
        kind,
        required,
        only_modes: only_modes.to_vec(),
    }
}

fn likert(allow_na: bool) -> Kind {
    let scale = scale(
        Meaning::Likert {
            index: Some(Index::Ikm),
        },
        1..=4,
        Some("n/a"),
    );
    Kind::Scale {
        scale,
        paired: false,
        allow_na,
    }
}

fn section(id: &str, repeat: Repeat, items: Vec<Item>) -> Section {
    Section {
        id: id.into(),
        title: id.into(),
        help: None,
        repeat,
        respondents: Vec::new(),
        items,
    }
}

fn questionnaire(sections: Vec<Section>) -> Questionnaire {
    Questionnaire {
        reference: QuestionnaireRef {
            id: "Q".into(),
            version: 1,
        },
        level: 1,
        title: "title".into(),
        intro: "intro".into(),
        thanks: "thanks".into(),
        respondents: vec!["peserta".into()],
        anonymous: true,
        minutes: 5,
        min_peers: 0,
        min_respondents: MIN_RESPONDENTS,
        window: Window::Always,
        sections,
    }
}

/// One of every kind, two of them required.
fn every_kind() -> Questionnaire {
    questionnaire(vec![
        section(
            "F",
            Repeat::FacilitatorSubject,
            vec![item("F1", likert(false), true, &[])],
        ),
        section(
            "U",
            Repeat::Once,
            vec![
                item("P3", likert(true), true, &[]),
                item("P4", likert(true), false, &[Mode::FaceToFace, Mode::Seminar]),
                item(
                    "C",
                    Kind::Choice {
                        options: vec!["a".into(), "b".into()],
                    },
                    false,
                    &[],
                ),
                item(
                    "M",
                    Kind::Multi {
                        options: vec!["a".into(), "b".into(), "c".into()],
                        max_choices: 2,
                    },
                    false,
                    &[],
                ),
                item("T", Kind::Text { max_chars: 10 }, false, &[]),
                item("N", Kind::Number { min: -3, max: 3 }, false, &[]),
                item(
                    "K",
                    Kind::Matrix {
                        scales: vec![
                            scale(Meaning::Likert { index: None }, 0..=3, None),
                            scale(Meaning::Likert { index: None }, 0..=4, None),
                        ],
                    },
                    false,
                    &[],
                ),
                item(
                    "A",
                    Kind::Scale {
                        scale: scale(Meaning::Likert { index: None }, 1..=5, None),
                        paired: true,
                        allow_na: false,
                    },
                    false,
                    &[],
                ),
            ],
        ),
    ])
}

fn pairs() -> Vec<Pair> {
    Pair::numbered([("Ani", "Arsip"), ("Budi", "Surat")])
}

fn keys(form: &Form) -> Vec<String> {
    form.questions()
        .iter()
        .map(|question| question.key.to_string())
        .collect()
}

fn place(form: &Form, key: &str) -> usize {
    form.questions()
        .iter()
        .position(|question| question.key.to_string() == key)
        .unwrap()
}

#[test]
fn a_form_asks_each_pair_each_facet_and_each_column_under_a_key_of_its_own() {
    let form = Form::for_batch(&every_kind(), Mode::FaceToFace, &pairs());
    let expected = [
        "F1#1", "F1#2", "P3", "P4", "C", "M", "T", "N", "K/0", "K/1", "A/before", "A/after",
    ];
    assert_eq!(keys(&form), expected);
    assert_eq!(
        form.question(1).unwrap().pair.as_ref().unwrap().facilitator,
        "Budi"
    );
    assert_eq!(form.place(&form.question(9).unwrap().key), Some(9));
}

#[test]
fn n_of_m_counts_only_what_is_asked_in_this_mode() {
    let online = Form::for_batch(&every_kind(), Mode::Online, &pairs());
    assert!(
        !keys(&online).contains(&"P4".to_owned()),
        "meals are not asked about online"
    );
    assert_eq!(online.len(), 11);
    for mode in Mode::ALL {
        let form = Form::for_batch(&every_kind(), *mode, &pairs());
        let asked = keys(&form).contains(&"P4".to_owned());
        assert_eq!(
            asked,
            matches!(mode, Mode::FaceToFace | Mode::Seminar),
            "{mode:?}"
        );
    }
}

#[test]
fn a_section_for_pairs_is_not_asked_where_there_is_none() {
    let form = Form::for_batch(&every_kind(), Mode::Online, &[]);
    assert!(!keys(&form).iter().any(|key| key.starts_with("F1")));
}

#[test]
fn two_pairs_with_one_number_never_share_a_key() {
    let mut twice = pairs();
    twice[1].number = 1;
    let form = Form::for_batch(&every_kind(), Mode::Online, &twice);
    let distinct: BTreeSet<String> = keys(&form).into_iter().collect();
    assert_eq!(distinct.len(), form.len());
    assert_eq!(
        form.question(0).unwrap().pair.as_ref().unwrap().facilitator,
        "Ani"
    );
}

#[test]
fn a_key_stays_with_its_pair_when_another_pair_goes() {
    let mut pairs = pairs();
    pairs.remove(0);
    let form = Form::for_batch(&every_kind(), Mode::Online, &pairs);
    assert_eq!(keys(&form)[0], "F1#2");
}

#[test]
fn a_section_for_one_role_is_asked_of_no_other() {
    let mut form = every_kind();
    form.respondents = vec!["alumni".into(), "atasan".into()];
    form.sections[1].respondents = vec!["atasan".into()];
    assert_eq!(
        keys(&Form::for_batch(&form, Mode::Online, &pairs())),
        ["F1#1", "F1#2"]
    );
    assert_eq!(
        Form::for_respondent(&form, "atasan", Mode::Online, &pairs()).len(),
        11
    );
}

#[test]
fn nothing_is_answered_before_the_person_answers() {
    let draft = Draft::new(Form::for_batch(&every_kind(), Mode::FaceToFace, &pairs()));
    assert_eq!(draft.answered(), 0);
    assert!((0..draft.form().len()).all(|place| draft.answer(place).is_none()));
}

#[test]
fn every_required_question_without_an_answer_is_named() {
    let mut draft = Draft::new(Form::for_batch(&every_kind(), Mode::FaceToFace, &pairs()));
    let missing = vec![(0, Fault::Required), (1, Fault::Required), (2, Fault::Required)];
    assert_eq!(draft.finish(), Err(Incomplete { faults: missing }));
    draft.set(0, Answer::Scale(4)).unwrap();
    draft.set(2, Answer::NotApplicable).unwrap();
    assert_eq!(draft.first_missing(), Some(1));
    assert_eq!(draft.fault(1), Some(Fault::Required));
    assert_eq!(draft.fault(3), None, "an optional question may stay open");
    draft.set(1, Answer::Scale(1)).unwrap();
    let sheet = draft.finish().unwrap();
    assert_eq!(sheet.answers().len(), 3);
    draft.clear(1);
    assert_eq!(
        draft.finish(),
        Err(Incomplete {
            faults: vec![(1, Fault::Required)]
        })
    );
}

#[test]
fn an_answer_that_does_not_fit_is_refused_and_changes_nothing() {
    let form = Form::for_batch(&every_kind(), Mode::FaceToFace, &pairs());
    let at = |key| place(&form, key);
    let taken = |options: &[u8]| Answer::Multi(options.iter().copied().collect());
    let mut draft = Draft::new(form.clone());
    let cases = [
        (at("F1#1"), Answer::Scale(0), Fault::NoSuchPoint(0)),
        (at("F1#1"), Answer::Scale(5), Fault::NoSuchPoint(5)),
        (at("F1#1"), Answer::NotApplicable, Fault::AlwaysApplies),
        (at("F1#1"), Answer::Choice(1), Fault::WrongKind),
        (at("K/0"), Answer::Scale(4), Fault::NoSuchPoint(4)),
        (at("C"), Answer::Choice(2), Fault::NoSuchOption(2)),
        (at("C"), Answer::NotApplicable, Fault::WrongKind),
        (at("M"), taken(&[]), Fault::Required),
        (at("M"), taken(&[0, 3]), Fault::NoSuchOption(3)),
        (at("M"), taken(&[0, 1, 2]), Fault::TooMany { taken: 3, max: 2 }),
        (at("N"), Answer::Number(4), Fault::OutOfRange { min: -3, max: 3 }),
        (
            at("N"),
            Answer::Number(i64::MIN),
            Fault::OutOfRange { min: -3, max: 3 },
        ),
        (99, Answer::Scale(1), Fault::NoSuchQuestion),
    ];
    for (place, answer, fault) in cases {
        assert_eq!(draft.set(place, answer.clone()), Err(fault), "{answer:?}");
    }
    assert_eq!(draft.answered(), 0);
    draft.set(at("K/1"), Answer::Scale(4)).unwrap();
    draft.set(at("N"), Answer::Number(-3)).unwrap();
    draft.set(at("M"), taken(&[0, 2])).unwrap();
    assert_eq!(draft.answered(), 3);
}

#[test]
fn text_is_kept_up_to_its_length_and_blanks_are_no_answer() {
    let form = Form::for_batch(&every_kind(), Mode::Online, &pairs());
    let text = place(&form, "T");
    let mut draft = Draft::new(form);
    draft.set_text(text, "  sepuluh\tée ").unwrap();
    assert!(matches!(draft.answer(text), Some(Answer::Text(kept)) if &**kept == "sepuluh ée"));
    assert_eq!(
        draft.set_text(text, "sebelas ééé"),
        Err(Fault::TooLong { chars: 11, max: 10 })
    );
    assert_eq!(
        draft.set_text(text, "a\u{202e}b"),
        Err(Fault::BadCharacter { position: 2 })
    );
    assert_eq!(
        draft.set_text(text, "a\u{1b}[2J"),
        Err(Fault::BadCharacter { position: 2 })
    );
    assert_eq!(draft.answered(), 1, "a refusal keeps what was there");
    draft.set_text(text, " \n ").unwrap();
    assert_eq!(draft.answered(), 0);
    assert_eq!(draft.set_text(0, "x"), Err(Fault::WrongKind));
}

#[test]
fn a_debug_print_tells_no_answer() {
    let mut draft = Draft::new(Form::for_batch(&every_kind(), Mode::Online, &[]));
    let text = place(draft.form(), "T");
    draft.set(0, Answer::Scale(4)).unwrap();
    draft.set_text(text, "rahasia").unwrap();
    let printed = format!("{draft:?} {:?}", draft.finish().unwrap());
    assert!(
        !printed.contains("rahasia") && !printed.contains("Scale"),
        "{printed}"
    );
}

#[test]
fn no_file_can_lower_the_number_of_respondents_below_five() {
    let mut low = every_kind();
    low.min_respondents = 1;
    assert_eq!(Form::for_batch(&low, Mode::Online, &[]).min_respondents, 5);
}

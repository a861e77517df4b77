use super::*;
use crate::domain::course::Mode;
use crate::domain::questionnaire::{Form, Kind, Meaning, Pair, Repeat, Window};
use crate::survey::shipped;
use proptest::prelude::*;

const LEVEL1: &str = include_str!("../../../assets/content/survey_level1.toml");

fn faults(text: &str) -> Vec<FileFault> {
    read(text.as_bytes()).expect_err("must be at fault").0
}

/// The shipped level 1 with one piece replaced.
fn with(from: &str, to: &str) -> String {
    assert!(LEVEL1.contains(from), "{from}");
    LEVEL1.replacen(from, to, 1)
}

fn problem(text: &str) -> Problem {
    let faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    faults.into_iter().next().unwrap().problem
}

#[test]
fn every_shipped_questionnaire_is_whole() {
    for (name, bytes) in shipped::FILES {
        if let Err(faults) = read(bytes) {
            panic!("{name}:\n{faults}");
        }
    }
}

#[test]
fn level_1_is_fourteen_items_of_which_ten_enter_the_index() {
    let level1 = shipped::level1().unwrap();
    let items: Vec<_> = level1
        .sections
        .iter()
        .flat_map(|section| &section.items)
        .collect();
    assert_eq!(items.len(), 14);
    let form = Form::for_batch(&level1, Mode::FaceToFace, &Pair::numbered([("Ani", "Arsip")]));
    assert_eq!(
        form.questions()
            .iter()
            .filter(|question| question.index().is_some())
            .count(),
        10
    );
    assert_eq!(level1.sections[0].repeat, Repeat::FacilitatorSubject);
    assert_eq!(level1.window, Window::AfterLastMeeting { days: 14 });
    assert_eq!(level1.min_respondents, 5);
    assert!(level1.anonymous);
    let m3 = items.iter().find(|item| item.id == "M3").unwrap();
    assert!(matches!(&m3.kind, Kind::Scale { scale, .. } if scale.meaning == Meaning::MiddleIsBest));
    let u1 = items.iter().find(|item| item.id == "U1").unwrap();
    assert!(matches!(&u1.kind, Kind::Scale { scale, .. } if scale.points.len() == 11));
}

#[test]
fn meals_are_asked_about_only_where_people_met() {
    let level1 = shipped::level1().unwrap();
    let asked = |mode| {
        let form = Form::for_batch(&level1, mode, &[]);
        (
            form.questions().iter().any(|question| question.key.item == "P4"),
            form.len(),
        )
    };
    assert_eq!(asked(Mode::Online), (false, 9));
    for mode in [Mode::FaceToFace, Mode::Seminar, Mode::Workshop, Mode::Blended] {
        assert_eq!(asked(mode), (true, 10), "{mode:?}");
    }
}

#[test]
fn level_3_asks_each_role_its_own_and_ability_twice() {
    let level3 = shipped::level3().unwrap();
    let lengths: Vec<usize> = ["alumni", "atasan", "rekan"]
        .into_iter()
        .map(|role| Form::for_respondent(&level3, role, Mode::Seminar, &[]).len())
        .collect();
    assert_eq!(lengths, [11, 9, 6]);
    assert_eq!(
        (level3.window, level3.min_peers),
        (Window::Months { from: 3, to: 6 }, 3)
    );
}

#[test]
fn the_needs_survey_asks_twelve_topics_on_two_scales() {
    let needs = shipped::needs().unwrap();
    let form = Form::for_batch(&needs, Mode::Seminar, &[]);
    assert_eq!(
        form.questions()
            .iter()
            .filter(|question| question.key.item.starts_with('K'))
            .count(),
        24
    );
    assert_eq!(
        needs.window,
        Window::Season {
            from: (1, 15),
            to: (3, 31)
        }
    );
}

#[test]
fn every_fault_of_a_file_is_said_at_once_with_its_place() {
    let text = LEVEL1
        .replacen("version = 1", "version = 0", 1)
        .replacen("id = \"F2\"", "id = \"F1\"", 1)
        .replacen("scale = \"pas3\"", "scale = \"pas4\"", 1)
        .replacen("required = true", "requird = true", 1);
    let faults = faults(&text);
    let said: Vec<(&str, &Problem)> = faults.iter().map(|f| (f.path.as_str(), &f.problem)).collect();
    assert_eq!(
        said,
        [
            (
                "version",
                &Problem::OutOfRange {
                    min: 1,
                    max: i64::from(u32::MAX)
                }
            ),
            ("section[1].item[1].requird", &Problem::UnknownKey),
            ("section[1].item[2].id", &Problem::Duplicate("F1".into())),
            ("section[2].item[3].scale", &Problem::NoSuchScale("pas4".into())),
        ]
    );
    for fault in &faults {
        let line = text.lines().nth(fault.line - 1).unwrap();
        let key = fault.path.rsplit('.').next().unwrap();
        assert!(line.contains(key), "{fault} points to {line:?}");
    }
}

#[test]
fn no_answer_can_be_chosen_beforehand() {
    let text = with("scale = \"mutu4\"", "scale = \"mutu4\"\ndefault = 4");
    assert_eq!(problem(&text), Problem::UnknownKey);
}

#[test]
fn a_file_cannot_ask_for_results_of_fewer_than_five() {
    let text = with("min_respondents_to_show = 5", "min_respondents_to_show = 4");
    assert_eq!(problem(&text), Problem::OutOfRange { min: 5, max: 1000 });
}

#[test]
fn only_a_scale_of_one_to_four_enters_the_index() {
    let text = with("{ value = 4, label = \"Sangat baik\" },", "");
    assert_eq!(problem(&text), Problem::NotAnIkmScale);
    let text = with("{ value = 3, label = \"Terlalu lama\" },", "");
    assert_eq!(problem(&text), Problem::NoMiddle);
    let text = with(
        "kind = \"tengah_terbaik\"",
        "kind = \"tengah_terbaik\"\nindex = \"ikm\"",
    );
    assert_eq!(problem(&text), Problem::UnknownKey);
}

#[test]
fn what_a_kind_of_item_has_no_use_for_is_a_fault() {
    let cases = [
        (with("max_chars = 500\n", ""), Problem::Missing("max_chars")),
        (
            with("kind = \"text\"", "kind = \"teks\""),
            Problem::NotOneOf("choice, multi, text, number".into()),
        ),
        (
            with("kind = \"text\"", "kind = \"text\"\nallow_na = true"),
            Problem::UnknownKey,
        ),
        (with("na = \"Tidak berlaku\"\n", ""), Problem::NoWordsForNa),
        (
            with("\"seminar\"", "\"seminarr\""),
            Problem::NotOneOf("tatap_muka, seminar, daring, workshop, blended".into()),
        ),
        (with("survey/1", "survey/2"), Problem::NotOneOf("survey/1".into())),
        (
            with(
                "value = 2, label = \"Kurang baik\"",
                "value = 1, label = \"Kurang baik\"",
            ),
            Problem::NotAscending,
        ),
        (
            with("close_days = 14", "close_days = \"14\""),
            Problem::Missing("close_days"),
        ),
        (
            with("Evaluasi Pelatihan oleh Peserta", "Evaluasi\\u202EPelatihan"),
            Problem::BadCharacter(9),
        ),
    ];
    for (text, expected) in cases {
        let faults = faults(&text);
        assert!(
            faults.iter().any(|fault| fault.problem == expected),
            "{expected:?}: {faults:#?}"
        );
    }
}

#[test]
fn what_is_not_a_text_or_not_toml_is_said_and_not_read() {
    assert_eq!(read(&[0xff, 0xfe]).unwrap_err().0[0].problem, Problem::NotText);
    assert_eq!(
        read(&vec![b'#'; MAX_BYTES + 1]).unwrap_err().0[0].problem,
        Problem::TooLarge
    );
    let broken = faults("schema = \"survey/1\"\nid = \n\ntitle = [1,\n");
    assert!(
        broken
            .iter()
            .all(|fault| matches!(fault.problem, Problem::Syntax(_))),
        "{broken:?}"
    );
    assert_eq!(broken[0].line, 2);
    assert!(!faults("").is_empty());
}

#[test]
fn a_mark_of_byte_order_does_not_spoil_a_file() {
    assert!(read(format!("\u{feff}{LEVEL1}").as_bytes()).is_ok());
}

#[test]
fn a_fault_shows_no_escape_sequence_of_the_file() {
    let said = Faults(faults(&format!("{LEVEL1}\n\"\\u001b[2J\" = 1\n"))).to_string();
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    assert!(read(format!("a = {}", "[".repeat(100_000)).as_bytes()).is_err());
    assert!(read(format!("a = {}1{}", "[".repeat(50_000), "]".repeat(50_000)).as_bytes()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_a_questionnaire_or_faults(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(faults) = read(&bytes) {
            prop_assert!(!faults.0.is_empty());
        }
    }

    #[test]
    fn any_damage_to_a_good_file_is_survived(
        at in 0..LEVEL1.len(), cut in 0_usize..40, piece in "[a-z0-9\"'=\\[\\]{}#\\n\\\\ ]{0,8}",
    ) {
        let mut bytes = LEVEL1.as_bytes().to_vec();
        let end = (at + cut).min(bytes.len());
        bytes.splice(at..end, piece.bytes());
        if let Err(faults) = read(&bytes) {
            prop_assert!(!faults.0.is_empty());
            prop_assert!(!faults.to_string().is_empty());
        }
    }
}

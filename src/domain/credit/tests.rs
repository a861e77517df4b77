use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Reference {
    form: Vec<FormRow>,
}

#[derive(Deserialize)]
struct FormRow {
    id: String,
    label: String,
    path: String,
    rule: String,
    jp: Option<u16>,
    max_per_month: Option<u16>,
    intl_jp: Option<u16>,
    intl_plus_percent: Option<u16>,
}

#[derive(Deserialize)]
struct Catalogue {
    course: Vec<CatalogueCourse>,
}

#[derive(Deserialize)]
struct CatalogueCourse {
    code: String,
    form: String,
    days: u16,
    jp: u16,
}

#[test]
fn the_table_is_that_of_the_reference() {
    let reference: Reference =
        toml::from_str(include_str!("../../../assets/content/reference.toml")).unwrap();
    assert_eq!(reference.form.len(), Form::ALL.len());
    for (row, form) in reference.form.iter().zip(Form::ALL.iter().copied()) {
        assert_eq!(
            (&*row.id, &*row.label, &*row.path),
            (form.id(), form.label(), form.path().id())
        );
        assert_eq!(Form::from_id(&row.id), Some(form));
        assert_eq!(Form::from_code(form.code()), Some(form));
        assert_eq!(Form::from_number(form.number()), Some(form));
        let rule = match form.rule() {
            Rule::PerJp => ("per_jp", None, None),
            Rule::PerDay { jp } => ("per_day", Some(jp), None),
            Rule::PerMeeting { jp, max_per_month } => ("per_session", Some(jp), Some(max_per_month)),
            Rule::PerEvent { jp } => ("per_event", Some(jp), None),
            Rule::CapPerDay { jp } => ("cap_per_day", Some(jp), None),
        };
        assert_eq!(rule, (&*row.rule, row.jp, row.max_per_month), "{}", row.id);
        let abroad = match form.international() {
            International::Same => (None, None),
            International::Jp(jp) => (Some(jp), None),
            International::PlusPercent(percent) => (None, Some(percent)),
        };
        assert_eq!(abroad, (row.intl_jp, row.intl_plus_percent), "{}", row.id);
    }
    assert_eq!(Form::from_code("c4"), Some(Form::DistanceLearning));
    assert_eq!(Form::from_code("A1"), None, "degree study is no training");
}

#[test]
fn no_course_of_the_catalogue_contradicts_its_form() {
    let catalogue: Catalogue = toml::from_str(include_str!("../../../assets/content/courses.toml")).unwrap();
    assert_eq!(catalogue.course.len(), 24);
    for course in catalogue.course {
        let form = Form::from_id(&course.form).unwrap();
        assert_eq!(lint(form, course.days, course.jp, false), None, "{}", course.code);
    }
}

#[test]
fn credit_follows_the_rule_of_the_form() {
    // form, days, JP taught, meetings, national, international
    for (form, days, jp, meetings, national, abroad) in [
        (Form::Structural, 90, 895, 0, 895, 895),
        (Form::Technical, 3, 24, 0, 24, 28),
        (Form::Seminar, 1, 8, 0, 4, 6),
        (Form::Seminar, 2, 0, 0, 8, 12),
        (Form::Workshop, 3, 24, 0, 15, 21),
        (Form::Socialisation, 1, 3, 0, 4, 6),
        (Form::Coaching, 0, 0, 3, 6, 12),
        (Form::ELearning, 2, 20, 0, 6, 8),
        (Form::ELearning, 2, 5, 0, 5, 5),
        (Form::SelfStudy, 5, 30, 0, 10, 12),
        (Form::Secondment, 60, 300, 0, 20, 24),
        (Form::Benchmarking, 2, 16, 0, 10, 20),
        (Form::Internship, 30, 200, 0, 20, 24),
        (Form::Workshop, u16::MAX, 0, 0, u16::MAX, u16::MAX),
        (Form::Technical, 1, u16::MAX, 0, u16::MAX, u16::MAX),
    ] {
        let taught = Taught {
            days,
            jp,
            meetings,
            international: false,
        };
        assert_eq!(credit(form, taught), national, "{form:?}");
        assert_eq!(
            credit(
                form,
                Taught {
                    international: true,
                    ..taught
                }
            ),
            abroad,
            "{form:?} international"
        );
    }
}

#[test]
fn a_lint_says_what_would_be_right() {
    let expected = |form, days, jp| lint(form, days, jp, false).map(|lint| lint.expected);
    assert_eq!(
        expected(Form::Seminar, 1, 8),
        Some(Expected::Exactly(4)),
        "a one-day seminar is not worth 8 JP"
    );
    assert_eq!(lint(Form::Seminar, 1, 6, true), None);
    assert_eq!(expected(Form::Internship, 30, 40), Some(Expected::Exactly(20)));
    assert_eq!(expected(Form::ELearning, 2, 7), Some(Expected::AtMost(6)));
    assert_eq!(expected(Form::Coaching, 4, 6), None);
    assert_eq!(
        expected(Form::Coaching, 4, 5),
        Some(Expected::MultipleOf { each: 2, most: 8 })
    );
    assert_eq!(expected(Form::Technical, 3, 0), Some(Expected::AtMost(48)));
    assert_eq!(expected(Form::Technical, 1, 40), Some(Expected::AtMost(16)));
}

#[test]
fn at_most_two_meetings_a_month_count() {
    let date = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
    let dates = [date(3, 1), date(2, 3), date(3, 8), date(3, 15), date(4, 1)];
    assert_eq!(countable_meetings(&dates, 2), 4);
    assert_eq!(countable_meetings(&[], 2), 0);
}

#[test]
fn an_hour_of_forty_five_minutes_counts_when_it_is_full() {
    assert_eq!(
        (jp_of_minutes(44), jp_of_minutes(45), jp_of_minutes(360)),
        (0, 1, 8)
    );
}

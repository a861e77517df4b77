use super::filter::{CreditBand, Facet, Filter};
use super::relief::Relief;
use super::*;
use crate::domain::{
    batch::{Admission, Phase, Window},
    credit::Form,
    id::{BatchId, CourseId},
};
use proptest::prelude::*;

const NOW: Moment = Moment(1_795_392_900_000);

fn course(code: &str, title: &str, tags: &[&str], batches: Vec<BatchCard>) -> CourseCard {
    CourseCard {
        id: CourseId::of_code(code),
        code: code.into(),
        title: title.into(),
        description: String::new(),
        outcomes: Vec::new(),
        competence: Competence::Technical,
        form: Form::Technical,
        mode: Mode::FaceToFace,
        days: 3,
        credit: 24,
        partner_type: PartnerType::University,
        partner: "Universitas Selaras".into(),
        cost: 0,
        open_to: Vec::new(),
        target_units: Vec::new(),
        prerequisites: Vec::new(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        batches,
    }
}

fn batch(code: &str, place: &str, day: (i32, u32, u32), free: u32) -> BatchCard {
    let from = Day::of(day.0, day.1, day.2).unwrap();
    BatchCard {
        id: BatchId::of_code(code),
        code: code.into(),
        phases: vec![Phase {
            from,
            to: from.plus(2),
            mode: Mode::FaceToFace,
        }],
        place: place.into(),
        room: None,
        admission: Admission::Direct,
        window: Window::default(),
        stage: Stage::Open,
        capacity: 30,
        free,
        waiting: 0,
        facilitators: Vec::new(),
    }
}

fn city() -> Catalogue {
    let courses = vec![
        course(
            "MAP-01",
            "Manajemen Administrasi Pemerintahan",
            &["arsip", "surat"],
            vec![
                batch("M1", "Bandung", (2026, 12, 7), 0),
                batch("M2", "Jakarta", (2026, 12, 14), 4),
            ],
        ),
        course(
            "PAK-01",
            "Penyusunan Anggaran Berbasis Kinerja",
            &["anggaran"],
            vec![
                batch("P1", "Bandung", (2026, 11, 26), 7),
                batch("P2", "Medan", (2027, 1, 11), 30),
            ],
        ),
        course("SUR-01", "Survei Anggaran Keluarga", &[], vec![]),
        course(
            "ARS-01",
            "Arsip dan Naskah",
            &[],
            vec![batch("A1", "Jakarta", (2026, 12, 1), 2)],
        ),
    ];
    Catalogue { courses, as_of: None }
}

fn titles(query: &str, filter: &Filter) -> Vec<String> {
    let catalogue = city();
    let index = Index::new(&catalogue, NOW);
    let hits = index.search(query, filter);
    hits.iter()
        .map(|hit| hit.course(&catalogue).unwrap().code.clone())
        .collect()
}

#[test]
fn every_word_must_begin_a_word_of_the_course() {
    let all = Filter::default();
    assert_eq!(titles("angg", &all), ["PAK-01", "SUR-01"]);
    assert_eq!(titles("ANGG kin", &all), ["PAK-01"]);
    assert_eq!(titles("ggaran", &all), Vec::<String>::new());
    assert_eq!(titles("map-01", &all), ["MAP-01"]);
    assert_eq!(titles("map01", &all), ["MAP-01"]);
}

#[test]
fn a_title_stands_before_a_tag_and_then_the_date_decides() {
    assert_eq!(titles("arsip", &Filter::default()), ["ARS-01", "MAP-01"]);
    assert_eq!(
        titles("", &Filter::default()),
        ["PAK-01", "ARS-01", "MAP-01", "SUR-01"]
    );
}

#[test]
fn what_is_over_comes_after_what_can_be_registered_in() {
    let mut catalogue = city();
    for batch in &mut catalogue.courses[1].batches {
        batch.stage = Stage::Ready;
    }
    let index = Index::new(&catalogue, NOW);
    let hits = index.search("", &Filter::default());
    let codes: Vec<&str> = hits
        .iter()
        .map(|hit| hit.course(&catalogue).unwrap().code.as_str())
        .collect();
    assert_eq!(codes, ["ARS-01", "MAP-01", "PAK-01", "SUR-01"]);
}

#[test]
fn a_place_is_found_and_its_batch_is_shown() {
    let catalogue = city();
    let index = Index::new(&catalogue, NOW);
    let shown = |query: &str| {
        let hits = index.search(query, &Filter::default());
        hits.iter()
            .map(|hit| hit.batch(&catalogue).unwrap().code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(shown("medan"), ["P2"]);
    assert_eq!(
        shown("manajemen bandung"),
        ["M1"],
        "the full batch, for the place was asked for"
    );
    assert_eq!(
        shown("manajemen"),
        ["M2"],
        "the batch with seats before an earlier full one"
    );
}

#[test]
fn a_word_and_a_filter_must_hold_for_one_and_the_same_batch() {
    let filter = Filter {
        with_seats: true,
        ..Filter::default()
    };
    assert_eq!(titles("manajemen jakarta", &filter), ["MAP-01"]);
    assert_eq!(titles("manajemen bandung", &filter), Vec::<String>::new());
    let december = Filter {
        month: Some((2026, 12)),
        place: Some("Jakarta".into()),
        ..Filter::default()
    };
    assert_eq!(titles("", &december), ["ARS-01", "MAP-01"]);
    let nowhere = Filter {
        place: Some("Atlantis".into()),
        ..Filter::default()
    };
    assert_eq!(titles("", &nowhere), Vec::<String>::new());
}

#[test]
fn counts_are_what_a_search_would_show() {
    let index = Index::new(&city(), NOW);
    for filter in [
        Filter::default(),
        Filter {
            place: Some("Jakarta".into()),
            ..Filter::default()
        },
        Filter {
            credit: Some(CreditBand::Long),
            ..Filter::default()
        },
        Filter {
            credit: Some(CreditBand::Short),
            ..Filter::default()
        },
        Filter {
            with_seats: true,
            ..Filter::default()
        },
    ] {
        assert_eq!(
            index.count(&filter),
            index.search("", &filter).len(),
            "{filter:?}"
        );
    }
    assert_eq!(index.places(), ["Bandung", "Jakarta", "Medan"]);
    assert_eq!(index.months(), [(2026, 11), (2026, 12), (2027, 1)]);
}

#[test]
fn a_slip_of_the_finger_is_answered_with_the_word_that_was_meant() {
    let index = Index::new(&city(), NOW);
    let ways = index.relief("angaran", &Filter::default());
    assert_eq!(ways, [Relief::Instead("anggaran".into()), Relief::All]);
    let bandung = Filter {
        place: Some("Bandung".into()),
        ..Filter::default()
    };
    assert_eq!(
        index.relief("arsip naskah", &bandung),
        [Relief::Without(Facet::Place), Relief::All]
    );
    assert_eq!(
        index.relief("kinerja arsip", &Filter::default()),
        [Relief::Fewer("kinerja".into()), Relief::All]
    );
    assert_eq!(index.relief("qqqqqq", &Filter::default()), [Relief::All]);
    assert!(
        Index::new(&Catalogue::default(), NOW)
            .relief("x", &bandung)
            .is_empty()
    );
}

#[test]
fn two_questions_that_exclude_each_other_are_both_named() {
    let index = Index::new(&city(), NOW);
    let filter = Filter {
        place: Some("Medan".into()),
        month: Some((2026, 12)),
        ..Filter::default()
    };
    assert_eq!(
        index.relief("", &filter),
        [
            Relief::Without(Facet::Place),
            Relief::Without(Facet::Month),
            Relief::All
        ]
    );
}

#[test]
fn a_window_decides_whether_a_batch_is_open() {
    let mut one = batch("X", "Bandung", (2026, 12, 1), 5);
    assert_eq!(openness(&one, NOW), Openness::Open);
    one.window = Window {
        opens: Some(Moment(NOW.0 + 1)),
        closes: None,
    };
    assert_eq!(openness(&one, NOW), Openness::NotYet(Some(Moment(NOW.0 + 1))));
    one.window = Window {
        opens: None,
        closes: Some(Moment(NOW.0 - 1)),
    };
    assert_eq!(openness(&one, NOW), Openness::Closed);
    one.stage = Stage::Planned;
    assert_eq!(openness(&one, NOW), Openness::NotYet(None));
    one.stage = Stage::Cancelled;
    assert_eq!(openness(&one, NOW), Openness::Cancelled);
}

fn any_catalogue() -> impl Strategy<Value = Catalogue> {
    let word = prop_oneof!["[a-c]{1,3}", "[A-Z]{1,2}[a-z]{0,4}", "\\PC{1,4}"];
    let title = prop::collection::vec(word.clone(), 1..5).prop_map(|words| words.join(" "));
    let place = prop_oneof!["Bandung", "Jakarta Pusat", "[a-c]{2}"];
    let batches = prop::collection::vec((place, 0_u32..60, 0_u32..3), 0..3);
    prop::collection::vec((title, prop::collection::vec(word, 0..2), batches), 0..8).prop_map(|courses| {
        let courses = courses
            .into_iter()
            .enumerate()
            .map(|(nth, (title, tags, batches))| {
                let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
                let batches = batches
                    .into_iter()
                    .map(|(place, days, free)| {
                        let mut one = batch("B", &place, (2026, 12, 1), free);
                        for phase in &mut one.phases {
                            phase.from = phase.from.plus(i32::try_from(days).unwrap());
                        }
                        one
                    })
                    .collect();
                course(&format!("C-{nth}"), &title, &tags, batches)
            });
        Catalogue {
            courses: courses.collect(),
            as_of: None,
        }
    })
}

fn any_filter() -> impl Strategy<Value = Filter> {
    (
        prop::option::of(Just("Bandung".to_owned())),
        prop::option::of(Just((2026, 12))),
        any::<bool>(),
    )
        .prop_map(|(place, month, with_seats)| Filter {
            place,
            month,
            with_seats,
            ..Filter::default()
        })
}

proptest! {
    #[test]
    fn another_word_never_adds_a_result(
        catalogue in any_catalogue(), filter in any_filter(), query in "[a-cA-C ]{0,6}", more in "\\PC{0,4}",
    ) {
        let index = Index::new(&catalogue, NOW);
        let few: Vec<usize> =
            index.search(&format!("{query} {more}"), &filter).iter().map(|hit| hit.course).collect();
        let many: Vec<usize> = index.search(&query, &filter).iter().map(|hit| hit.course).collect();
        prop_assert!(few.iter().all(|course| many.contains(course)), "{few:?} is not in {many:?}");
    }

    #[test]
    fn a_course_is_found_by_each_word_of_its_title(catalogue in any_catalogue()) {
        let index = Index::new(&catalogue, NOW);
        for (nth, course) in catalogue.courses.iter().enumerate() {
            for word in course.title.split_whitespace() {
                let found = index.search(word, &Filter::default());
                prop_assert!(found.iter().any(|hit| hit.course == nth), "{word:?} of {:?}", course.title);
            }
        }
    }

    #[test]
    fn every_way_out_leads_somewhere(
        catalogue in any_catalogue(), filter in any_filter(), query in "[a-d]{0,4}( [a-d]{1,4})?",
    ) {
        let index = Index::new(&catalogue, NOW);
        for way in index.relief(&query, &filter) {
            let found = match way {
                Relief::Instead(other) => index.search(&other, &Filter::default()),
                Relief::Without(facet) => index.search(&query, &filter.without(facet)),
                Relief::NoFilter => index.search(&query, &Filter::default()),
                Relief::Fewer(other) => index.search(&other, &filter),
                Relief::All => index.search("", &Filter::default()),
            };
            prop_assert!(!found.is_empty());
        }
    }
}

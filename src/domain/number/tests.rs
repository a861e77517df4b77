use chrono::NaiveDate;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

const VECTORS: &str = include_str!("../../../assets/content/identity_vectors.toml");

#[derive(Deserialize)]
struct Vectors {
    today: NaiveDate,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    input: String,
    kind: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    warn: Vec<String>,
    note: String,
}

fn date(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn today() -> NaiveDate {
    date(2026, 1, 15)
}

fn number(text: &str) -> Number {
    Number::read(text, today()).unwrap().number
}

#[test]
fn every_identity_vector_is_told_as_written() {
    let vectors: Vectors = toml::from_str(VECTORS).unwrap();
    assert_eq!(vectors.case.len(), 28);
    for case in vectors.case {
        let (kind, reason, warn) = match Number::read(&case.input, vectors.today) {
            Ok(reading) => {
                let warn = reading.warnings.iter().map(|w| w.id().to_owned()).collect();
                (reading.number.kind().id(), "", warn)
            }
            Err(fault) => ("invalid", fault.id(), Vec::new()),
        };
        assert_eq!(
            (kind, reason, &warn),
            (&*case.kind, &*case.reason, &case.warn),
            "{}",
            case.note
        );
    }
}

#[test]
fn a_fault_points_to_the_digit() {
    let fault = |text| Number::read(text, today()).unwrap_err();
    assert_eq!(
        fault("1987O2142014041991"),
        NumberFault::NotADigit {
            position: 5,
            found: Some('O')
        }
    );
    assert_eq!(
        fault("1987 O214 2014041991").position(),
        Some(5),
        "separators are not counted"
    );
    assert_eq!(
        fault(" "),
        NumberFault::NotADigit {
            position: 1,
            found: None
        }
    );
    let birth = |part, position, value| NumberFault::BirthDate {
        part,
        position,
        value,
    };
    assert_eq!(fault("198713142014041991"), birth(BirthPart::Month, 5, 13));
    assert_eq!(fault("199002292014022991"), birth(BirthPart::Day, 7, 29));
    assert_eq!(fault("089002282014022991"), birth(BirthPart::Year, 1, 890));
    assert_eq!(
        fault("202602012050022991"),
        birth(BirthPart::Month, 5, 2),
        "not yet born"
    );
    let start = |why, position, value| NumberFault::Start { why, position, value };
    assert_eq!(fault("198702142014131991"), start(StartFault::Month, 13, 13));
    assert_eq!(
        fault("198807172022201993"),
        start(StartFault::ContractCount, 14, 0)
    );
    assert_eq!(fault("200501012015011991"), start(StartFault::TooYoung, 9, 10));
    assert_eq!(
        fault("198702142014043991"),
        NumberFault::Sex {
            position: 15,
            value: 3
        }
    );
    assert_eq!(fault("1271001507850001"), NumberFault::Area { position: 5 });
    assert_eq!(fault("12345678901234567"), NumberFault::Length { digits: 17 });
    assert_eq!(fault(&"1".repeat(4_000)), NumberFault::Length { digits: 4_000 });
}

#[test]
fn the_age_of_seventeen_is_counted_to_the_day_of_appointment() {
    assert!(
        Number::read("198702012004021991", today()).is_ok(),
        "17 on the day"
    );
    assert!(
        Number::read("198702022004021991", today()).is_err(),
        "17 a day later"
    );
}

#[test]
fn an_old_age_is_a_warning_only() {
    let reading = Number::read("195001011975011991", today()).unwrap();
    assert_eq!(reading.warnings, [Warning::PresentAge]);
}

#[test]
fn a_number_is_shown_whole_only_when_asked() {
    let nip = number("19850312.201001-2\u{a0}004");
    assert_eq!(nip.digits(), "198503122010012004");
    assert_eq!(nip.grouped(), "19850312 201001 2 004");
    assert_eq!(nip.masked(), "**************2004");
    assert_eq!(format!("{nip:?}"), "Number(NIP **************2004)");
    assert_eq!(
        number("0171011507859901").digits(),
        "0171011507859901",
        "the leading zero is kept"
    );
    assert_eq!(number("0171011507859901").grouped(), "017101 150785 9901");
}

#[test]
fn a_number_says_birth_sex_and_start() {
    let says = |text| number(text).says(today());
    let nip = says("198702142014041991");
    assert_eq!((nip.born, nip.sex), (Some(date(1987, 2, 14)), Sex::Male));
    assert_eq!(nip.start, Start::Appointed { year: 2014, month: 4 });
    let pppk = says("199411032025212993");
    assert_eq!((pppk.kind, pppk.sex), (NumberKind::NiPppk, Sex::Female));
    assert_eq!(pppk.start, Start::Contract { year: 2025, count: 1 });
    let nik = says("1275014107909903");
    assert_eq!(
        (nik.born, nik.sex, nik.start),
        (Some(date(1990, 7, 1)), Sex::Female, Start::Unsaid)
    );
    assert_eq!(
        says("1275014107049903").born,
        Some(date(2004, 7, 1)),
        "the century of a young person"
    );
    assert_eq!(says("1271013502859901").born, None, "day 35");
}

#[test]
fn a_stored_value_without_a_kind_is_refused() {
    for value in [
        0,
        1,
        10_101 * 10_u64.pow(10) - 1,
        10_u64.pow(16),
        10_u64.pow(17),
        10_u64.pow(18),
        u64::MAX,
    ] {
        assert_eq!(Number::from_u64(value), None, "{value}");
    }
    assert!(serde_json::from_str::<Number>("12").is_err());
    let nip = number("198702142014041991");
    assert_eq!(serde_json::to_string(&nip).unwrap(), "198702142014041991");
    assert_eq!(serde_json::from_str::<Number>("198702142014041991").unwrap(), nip);
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_comes_back(text in "[0-9 .\\-a-zO]{0,40}|\\PC{0,30}|[12][09][0-9]{2}[01][0-9][0-3][0-9]20[0-2][0-9][0-2][0-9][12][0-9]{3}|[0-9]{16}") {
        if let Ok(reading) = Number::read(&text, today()) {
            let number = reading.number;
            prop_assert_eq!(Number::from_u64(number.as_u64()), Some(number));
            prop_assert_eq!(Number::read(&number.digits(), today()).unwrap(), reading.clone());
            prop_assert_eq!(Number::read(&number.grouped(), today()).unwrap(), reading);
            let shown = format!("{number:?}");
            prop_assert!(!shown.contains(&number.digits()), "shown whole");
            number.says(today());
        }
    }
}

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        course::{Competence, Mode},
        credit::Form,
        day::{Day, Moment},
        number::NumberFault,
        person::Employment,
        registration::State,
    },
    intake::fault::Damage,
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 15).unwrap()
}

fn nip(raw: &str) -> Result<String, Rule> {
    number(Cell::of(raw), today()).map(|reading| reading.number.digits())
}

#[test]
fn a_number_that_a_spreadsheet_damaged_is_explained_and_not_guessed() {
    let damaged = |damage| Err(Rule::Damaged(damage));
    for raw in [
        "1.98702E+17",
        "1,98702E+17",
        "1.98702142014041e+17",
        "1,98702E17",
        "2E+17",
    ] {
        assert_eq!(nip(raw), damaged(Damage::Scientific), "{raw}");
    }
    assert_eq!(nip("198702142014041000"), damaged(Damage::Rounded));
    assert_eq!(
        nip("198702142014040000"),
        damaged(Damage::Rounded),
        "whatever else is wrong with it by now"
    );
    assert_eq!(nip("19870214 201404 1 000"), damaged(Damage::Rounded));
    assert_eq!(nip("198702142014041984.0"), damaged(Damage::NumberCell));
    assert_eq!(
        number(Cell::Number(1.987e17), today()).unwrap_err(),
        Rule::Damaged(Damage::NumberCell)
    );
    assert_eq!(
        number(Cell::Number(139_999_999.0), today()).unwrap_err(),
        Rule::Number(NumberFault::OldNip)
    );
    assert_eq!(
        nip("1271011507850000"),
        Err(Rule::Number(NumberFault::Sequence { position: 13 })),
        "a NIK is not rounded to 0000"
    );
}

#[test]
fn what_people_put_around_a_number_is_forgiven() {
    let whole = "198702142014041991";
    for raw in [
        "198702142014041991",
        "'198702142014041991",
        "=\"198702142014041991\"",
        " 19870214 201404 1 991 ",
        "19870214.201404.1.991",
    ] {
        assert_eq!(nip(raw).as_deref(), Ok(whole), "{raw}");
    }
    assert_eq!(
        nip("1987O2142014041991"),
        Err(Rule::Number(NumberFault::NotADigit {
            position: 5,
            found: Some('O')
        }))
    );
}

#[test]
fn a_date_is_read_in_every_usual_spelling() {
    let third = Day::of(2026, 3, 3).unwrap();
    for raw in [
        "2026-03-03",
        "03-03-2026",
        "3/3/2026",
        "03.03.2026",
        "2026/3/3",
        "20260303",
        "3 Maret 2026",
        "03-Mar-2026",
        "3 mar 2026",
        "Selasa, 3 Maret 2026",
        "2026-03-03T00:00:00Z",
        "2026-03-03 07:30",
        "03/03/2026 07.30",
        "2026-03-03T07:30:00.000+07:00",
    ] {
        assert_eq!(day(Cell::of(raw)), Ok(third), "{raw}");
    }
    assert_eq!(
        day(Cell::of("5/12/2026")),
        Ok(Day::of(2026, 12, 5).unwrap()),
        "the day comes before the month"
    );
    assert_eq!(
        day(Cell::of("17 Agustus 2025")),
        Ok(Day::of(2025, 8, 17).unwrap())
    );
    assert_eq!(
        day(Cell::Number(46_084.0)),
        Ok(third),
        "a spreadsheet's serial number"
    );
    assert_eq!(
        day(Cell::Date(third.date().and_hms_opt(7, 0, 0).unwrap())),
        Ok(third)
    );
}

#[test]
fn what_is_no_date_is_not_guessed() {
    for raw in [
        "03-03-26",
        "02/25/2026",
        "31-02-2026",
        "2026",
        "46084",
        "besok",
        "0000-00-00",
        "3 Mart 2026",
        "2026-03-03x",
        "9999-01-01",
        "1900-01-01",
    ] {
        assert_eq!(day(Cell::of(raw)), Err(Rule::Date), "{raw}");
    }
    assert_eq!(
        day(Cell::Number(2026.0)),
        Err(Rule::Date),
        "a year is no serial number"
    );
    assert_eq!(day(Cell::Empty), Err(Rule::Required));
}

#[test]
fn a_moment_without_zone_is_western_indonesian_time() {
    let at = |raw| moment(Cell::of(raw), Edge::Start);
    let utc = Moment(1_772_496_000_000); // 2026-03-03T00:00:00Z
    for raw in [
        "2026-03-03T00:00:00Z",
        "2026-03-03T07:00:00+07:00",
        "2026-03-03 07:00",
        "03/03/2026 07.00 WIB",
        "2026-03-03T09:00:00+0900",
        "3 Maret 2026 08:00 WITA",
    ] {
        assert_eq!(at(raw), Ok(utc), "{raw}");
    }
    let midnight = Moment(utc.0 - 7 * 3_600_000);
    assert_eq!(at("2026-03-03"), Ok(midnight));
    assert_eq!(
        moment(Cell::of("2026-03-03"), Edge::End),
        Ok(Moment(midnight.0 + 86_399_000))
    );
    for raw in [
        "2026-03-03 25:00",
        "2026-03-03 07:00 EST",
        "07:00",
        "2026-03-03T07:00:00+99:00",
    ] {
        assert_eq!(at(raw), Err(Rule::Moment), "{raw}");
    }
}

#[test]
fn whole_numbers_and_money_are_read_as_people_write_them() {
    let whole = |raw| integer(Cell::of(raw), 1, 100).ok();
    assert_eq!(
        (
            whole("24"),
            whole("24 JP"),
            whole("24,0"),
            whole("24.00"),
            whole("3 hari")
        ),
        (Some(24), Some(24), Some(24), Some(24), Some(3))
    );
    assert_eq!(
        (
            whole("7,5"),
            whole("1.350"),
            whole("-3"),
            whole("0"),
            whole("101"),
            whole("x"),
            whole("24 ekor")
        ),
        (None, None, None, None, None, None, None)
    );
    assert_eq!(integer(Cell::Number(24.0), 1, 100), Ok(24));
    assert_eq!(
        integer(Cell::Number(7.5), 1, 100),
        Err(Rule::Integer { min: 1, max: 100 })
    );
    for raw in [
        "1350000",
        "Rp 1.350.000",
        "Rp1.350.000,00",
        "Rp. 1.350.000,-",
        "1,350,000.00",
        "1 350 000",
    ] {
        assert_eq!(money(Cell::of(raw)), Ok(1_350_000), "{raw}");
    }
    for raw in [
        "1.35",
        "1.350.00",
        "Rp",
        "gratis",
        "1.350.000,50",
        "-5",
        "13500.000",
    ] {
        assert_eq!(money(Cell::of(raw)), Err(Rule::Money), "{raw}");
    }
    assert_eq!(money(Cell::Number(1_350_000.0)), Ok(1_350_000));
    assert_eq!(
        (
            yes_no(Cell::of("Ya")),
            yes_no(Cell::of("TIDAK")),
            yes_no(Cell::Bool(true))
        ),
        (Ok(true), Ok(false), Ok(true))
    );
    assert!(yes_no(Cell::of("mungkin")).is_err());
}

#[test]
fn words_are_known_in_the_spellings_in_use() {
    for (raw, wanted) in [
        ("klasikal", Mode::FaceToFace),
        ("Jarak Jauh", Mode::Online),
        ("campuran", Mode::Blended),
        ("Lokakarya", Mode::Workshop),
        ("tatap_muka", Mode::FaceToFace),
        ("DARING", Mode::Online),
    ] {
        assert_eq!(mode(Cell::of(raw)), Ok(wanted), "{raw}");
    }
    for (raw, wanted) in [
        ("dasar", Competence::Technical),
        ("fungsional", Competence::Technical),
        ("Sosial Kultural", Competence::Sociocultural),
    ] {
        assert_eq!(competence(Cell::of(raw)), Ok(wanted), "{raw}");
    }
    for (raw, wanted) in [
        ("PPPK Paruh Waktu", Employment::PppkPartTime),
        ("p3k", Employment::Pppk),
        ("Non-ASN", Employment::NonAsn),
        ("honorer", Employment::NonAsn),
        ("PNS", Employment::Pns),
    ] {
        assert_eq!(employment(Cell::of(raw)), Ok(wanted), "{raw}");
    }
    for (raw, wanted) in [
        ("waitlisted", State::Waiting),
        ("Tidak Hadir", State::Absent),
        ("hadir", State::Attended),
        ("lulus", State::Completed),
        ("tidak lulus", State::NotCompleted),
        ("dibatalkan", State::Cancelled),
    ] {
        assert_eq!(status(Cell::of(raw)), Ok(wanted), "{raw}");
    }
    for (raw, wanted) in [
        ("B10", Form::TechnicalGuidance),
        ("c4", Form::DistanceLearning),
        ("Bimbingan Teknis", Form::TechnicalGuidance),
        ("bimtek", Form::TechnicalGuidance),
        ("e-learning", Form::ELearning),
    ] {
        assert_eq!(form(Cell::of(raw)), Ok(wanted), "{raw}");
    }
    assert_eq!(form(Cell::of("A1")), Err(Rule::Study));
    assert_eq!(
        mode(Cell::of("daringg")),
        Err(Rule::Word(crate::intake::fault::Words::Mode))
    );
    for &member in Mode::ALL {
        assert_eq!(mode(Cell::of(member.id())), Ok(member), "our own word");
    }
    for &member in State::ALL {
        assert_eq!(status(Cell::of(member.id())), Ok(member), "our own word");
    }
    for &member in Employment::ALL {
        assert_eq!(employment(Cell::of(member.id())), Ok(member));
        assert_eq!(employment(Cell::of(member.label())), Ok(member));
    }
    for &member in Form::ALL {
        assert_eq!(form(Cell::of(member.id())), Ok(member));
        assert_eq!(form(Cell::of(member.label())), Ok(member));
    }
}

#[test]
fn an_error_of_the_spreadsheet_is_not_taken_for_text() {
    assert_eq!(text(Cell::of("#N/A"), 99), Err(Rule::SheetError));
    assert_eq!(text(Cell::of("#1 terbaik"), 99).unwrap().as_str(), "#1 terbaik");
}

#[test]
fn lists_are_split_where_their_items_cannot_have_a_sign() {
    let texts = |list: Vec<Text>| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        texts(sentences(Cell::of("Menata surat, arsip; Menyusun alur"), 99).unwrap()),
        ["Menata surat, arsip", "Menyusun alur"]
    );
    assert_eq!(
        items(Cell::of("pns, pppk;pppk_pw"), employment),
        Ok(vec![Employment::Pns, Employment::Pppk, Employment::PppkPartTime])
    );
    assert!(items(Cell::of("pns, dosen"), employment).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_cell_panics(raw in "\\PC{0,30}|[0-9./: TZ+,-]{0,30}|[0-9]{0,3}[-/ ][a-zA-Z]{0,5}[-/ ][0-9]{0,5}.{0,9}|Rp.{0,20}", number_cell in any::<f64>()) {
        for cell in [Cell::of(&raw), Cell::Number(number_cell)] {
            let _ = number(cell, today());
            let _ = day(cell);
            let _ = moment(cell, Edge::End);
            let _ = integer(cell, 0, 9);
            let _ = money(cell);
            let _ = yes_no(cell);
            let _ = form(cell);
            let _ = status(cell);
            let _ = lines(cell, 9);
            let _ = sentences(cell, 9);
        }
    }

    #[test]
    fn every_day_is_read_back(offset in 0_i32..90_000) {
        let wanted = Day::of(1950, 1, 1).unwrap().plus(offset);
        for form in ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %B %Y", "%Y%m%d", "%Y-%m-%dT%H:%M:%SZ"] {
            let raw = wanted.date().and_hms_opt(1, 2, 3).unwrap().format(form).to_string();
            prop_assert_eq!(day(Cell::of(&raw)), Ok(wanted), "{}", raw);
        }
    }
}

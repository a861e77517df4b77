//! Whole files, from bytes to typed rows and faults.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use super::*;
use crate::domain::{
    batch::Admission,
    course::{Competence, Mode},
    credit::Form,
    day::{Day, Moment},
    person::Employment,
    registration::State,
    role::{Role, Roles},
};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

/// Every row of a file that is read, and what was found.
fn read<T>(
    text: &str,
    name: &str,
    kind: Kind,
    of: impl Fn(&Row<'_>, &mut Findings) -> Option<T>,
) -> (Vec<T>, Findings) {
    let mut table = Table::of_text(text, name, kind).unwrap();
    let (mut rows, mut findings) = (Vec::new(), Findings::default());
    table
        .rows(&mut |row| {
            rows.extend(of(row, &mut findings));
            ControlFlow::Continue(())
        })
        .unwrap();
    (rows, findings)
}

/// The faults as `row column id`.
fn told(faults: &Faults) -> Vec<String> {
    let tell = |fault: &Fault| {
        let place = fault.column.as_ref().map_or("", |place| &place.letter);
        format!("{} {place} {}", fault.row, fault.rule.id())
    };
    faults.kept().iter().map(tell).collect()
}

fn people(text: &str) -> (Vec<PersonRow>, Findings) {
    read(text, "x.csv", Kind::People, |row, findings| {
        PersonRow::read(row, today(), findings)
    })
}

#[test]
fn the_catalogue_that_comes_along_is_read_without_a_word() {
    let text = include_str!("../../assets/content/courses.toml");
    let (courses, findings) = read(text, "courses.toml", Kind::Courses, CourseRow::read);
    assert_eq!(
        (courses.len(), told(&findings.faults), told(&findings.remarks)),
        (24, vec![], vec![])
    );
    let first = &courses[0];
    assert_eq!(
        (first.code.as_str(), first.days, first.credit, first.cost),
        ("MAP-01", 3, 24, 1_350_000)
    );
    assert_eq!(first.open_to, [Employment::Pns, Employment::Pppk]);
    assert_eq!(first.outcomes.len(), 3);
    assert!(
        first
            .description
            .as_ref()
            .unwrap()
            .starts_with("Menata surat masuk dan keluar")
    );
    assert_eq!(courses[1].target_units.len(), 2);
    assert_eq!(
        Table::of_text(text, "courses.toml", Kind::Courses)
            .unwrap()
            .notices(),
        []
    );
}

#[test]
fn the_offices_that_come_along_are_read_without_a_word() {
    let text = include_str!("../../assets/content/units.toml");
    let (units, findings) = read(text, "units.toml", Kind::Units, UnitRow::read);
    assert_eq!((units.len(), told(&findings.faults)), (20, vec![]));
    assert_eq!(
        (units[0].code.as_str(), units[0].link),
        ("SETDA", Some(crate::domain::unit::Link::Online))
    );
    assert_eq!(
        Table::of_text(text, "units.toml", Kind::Units).unwrap().notices(),
        []
    );
}

#[test]
fn rows_of_the_generated_data_are_read_without_a_fault() {
    let (rows, findings) = people(
        "nip,name,unit,position,type\n197608262001011001,\"Nu'man Yudanegara, S.Kep., Ns.\",RSUD Sukajaya,Sekretaris,PNS\n198807172022012001,Citra,RSUD Sukajaya,Bidan Mahir,PPPK\n",
    );
    assert_eq!(told(&findings.faults), [""; 0]);
    assert_eq!(
        told(&findings.remarks),
        ["3 A jenis_nomor"],
        "a PPPK with a NIP: said, and taken"
    );
    assert_eq!(rows[0].name.as_str(), "Nu'man Yudanegara, S.Kep., Ns.");
    assert_eq!(
        (rows[0].employment, rows[1].employment, rows[1].roles),
        (Employment::Pns, Employment::Pppk, None)
    );

    let (rows, findings) = read(
        "course_id,title,hours,category,mode\nK0001,Lokakarya Keuangan Desa I,8,dasar,klasikal\nK0002,Pelatihan X,30,manajerial,jarak jauh\n",
        "x.csv",
        Kind::Courses,
        CourseRow::read,
    );
    assert_eq!(told(&findings.faults), [""; 0]);
    assert_eq!(
        (rows[0].form, rows[0].days, rows[0].quota),
        (Form::Technical, 1, 30)
    );
    assert_eq!(
        (rows[1].form, rows[1].mode, rows[1].days),
        (Form::DistanceLearning, Mode::Online, 4)
    );
    assert_eq!(rows[1].competence, Competence::Managerial);

    let (rows, findings) = read(
        "session_id,course_id,batch,site,start_date,end_date,quota,opens_at,closes_at\nS000001,K0001,1,007,2024-03-04,2024-03-06,25,2024-02-01T08:00:00Z,2024-03-02T16:00:00Z\n",
        "x.csv",
        Kind::Batches,
        |row, findings| BatchRow::read(row, today(), findings),
    );
    assert_eq!(told(&findings.faults), [""; 0]);
    assert_eq!(
        (rows[0].code.as_str(), rows[0].place.as_str(), rows[0].capacity),
        ("S000001", "007", Some(25))
    );
    assert_eq!(rows[0].phases[0].to, Day::of(2024, 3, 6).unwrap());
    assert_eq!(
        (rows[0].window.opens, rows[0].admission),
        (Some(Moment(1_706_774_400_000)), Admission::Direct)
    );

    let mut table = Table::of_text(
        "enrolment_id,nip,session_id,status,created_at,updated_at,site,seq,note\nE00000001,197608262001011001,S000001,waitlisted,2024-02-10T08:00:00Z,2024-02-10T08:00:00Z,007,1,alergi udang\n",
        "x.csv",
        Kind::Registrations,
    )
    .unwrap();
    let mut findings = Findings::default();
    table
        .rows(&mut |row| {
            let read = RegistrationRow::read(row, today(), &mut findings).unwrap();
            assert_eq!(
                (read.what, read.state),
                (What::Batch("S000001"), Some(State::Waiting))
            );
            assert_eq!(read.created, read.updated);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(findings.faults.is_empty());
}

#[test]
fn every_fault_of_a_row_is_found_and_not_only_the_first() {
    let (rows, findings) = people(
        "nip;nama;unit;jenis pegawai;akhir kontrak\n1,98702E+17;;X;dosen;31-02-2026\n198702142014041991;Budi;X;PNS;\n198702142014041000;A\u{200b}ni;X;PNS;-\n",
    );
    assert_eq!(rows.len(), 1);
    assert_eq!(
        told(&findings.faults),
        [
            "2 A rusak_excel",
            "2 B wajib",
            "2 D kata",
            "2 E tanggal",
            "4 A rusak_excel",
            "4 B teks"
        ]
    );
    let fault = &findings.faults.kept()[5];
    assert_eq!(
        (
            fault.value.as_str(),
            fault.column.as_ref().unwrap().header.as_str()
        ),
        ("A<U+200B>ni", "nama")
    );
    for fault in findings.faults.kept() {
        assert!(fault.rule.sentence_id().ends_with('.') && fault.rule.sentence_en().ends_with('.'));
    }
}

#[test]
fn a_persons_employment_follows_from_the_number_where_the_file_is_silent() {
    let (rows, findings) = people(
        "nomor;nama;opd;peran\n198702142014041991;A;X;petugas, fasilitator\n199411032025212993;B;X;\n1271011507859901;C;X;-\n198807172012211993;D;X;\n",
    );
    let employments: Vec<_> = rows.iter().map(|row| row.employment).collect();
    assert_eq!(
        employments,
        [
            Employment::Pns,
            Employment::Pppk,
            Employment::NonAsn,
            Employment::Pppk
        ]
    );
    assert_eq!(
        rows[0].roles,
        Some(Roles::NONE.with(Role::Facilitator).with(Role::Officer))
    );
    assert_eq!(told(&findings.remarks), ["5 A tahun_kontrak"]);
}

#[test]
fn trainings_of_the_past_are_read_from_other_systems() {
    let past = |text: &str| {
        let mut table = Table::of_text(text, "x.csv", Kind::Registrations).unwrap();
        let (mut rows, mut findings) = (Vec::new(), Findings::default());
        table
            .rows(&mut |row| {
                if let Some(RegistrationRow {
                    what: What::Past(history),
                    certificate,
                    ..
                }) = RegistrationRow::read(row, today(), &mut findings)
                {
                    rows.push((*history, certificate));
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        (rows, findings)
    };
    // S20JP of BPS
    let (rows, findings) = past(
        "NIP;Nama Kegiatan;Penyelenggara;Tanggal Mulai;Tanggal Selesai;Jenis Pengembangan;Total JP\n198702142014041991;Bimtek Arsip;BPS;16-02-1998;1998-02-17;B10;16\n198702142014041991;S2;UGM;16/02/1998;17/02/1998;A1;20\n",
    );
    assert_eq!(told(&findings.faults), ["3 F tugas_belajar"]);
    let history = &rows[0].0;
    assert_eq!(
        (history.credit, history.form),
        (Some(16), Some(Form::TechnicalGuidance))
    );
    assert_eq!(
        (history.from, history.to),
        (Day::of(1998, 2, 16).unwrap(), Day::of(1998, 2, 17).unwrap())
    );
    // SIASN, with only the year
    let (rows, findings) = past(
        "nip,namaKursus,institusiPenyelenggara,jumlahJam,nomorSertipikat,tahunKursus,tanggalKursus,tanggalSelesaiKursus\n198702142014041991,Kursus X,LAN,20,12/LAN/2024,2024,,\n198702142014041991,Kursus Y,LAN,20,,,,\n",
    );
    assert_eq!(
        (told(&findings.faults), told(&findings.remarks)),
        (vec!["3 H wajib".to_owned()], vec!["2 F hanya_tahun".to_owned()])
    );
    assert_eq!(
        (rows[0].0.to, rows[0].1.as_deref()),
        (Day::of(2024, 12, 31).unwrap(), Some("12/LAN/2024"))
    );
    // An alumni file
    let (rows, findings) = past(
        "nosttp;nip;tgl_sttp;tglmulai;tglselesai;namadiklat;tempat;penyelenggara;angkatan;jml_jam\n1/X;198702142014041991;2024-03-10;2024-03-04;2024-03-06;PKA;Medan;BPSDM;-;30\n",
    );
    assert_eq!((told(&findings.faults), rows[0].0.credit), (vec![], Some(30)));
}

#[test]
fn a_batch_may_have_parts_facilitators_and_a_code_of_its_training() {
    let (rows, findings) = read(
        "kode_pelatihan;angkatan;tahap;lokasi;penerimaan;fasilitator\nMAP-01;3;2026-07-28..2026-08-10 daring; Medan;seleksi;Dr. Siti, M.Si.: Arsip\nMAP-01;4;\"28-07-2026 s.d. 10-08-2026 daring; 1 September 2026 tatap_muka\";Medan;;\"198702142014041991: Arsip; Budi\"\nMAP-01;5;10-08-2026..28-07-2026;Medan;;\n",
        "x.csv",
        Kind::Batches,
        |row, findings| BatchRow::read(row, today(), findings),
    );
    assert_eq!(told(&findings.faults), ["4 C tanggal_terbalik"]);
    assert_eq!(
        (rows[0].code.as_str(), rows[0].admission),
        ("MAP-01/3", Admission::Selection)
    );
    let facilitators = rows[0].facilitators.as_ref().unwrap();
    assert_eq!(facilitators[0].name.as_deref(), Some("Dr. Siti, M.Si."));
    assert_eq!(facilitators[0].subject.as_deref(), Some("Arsip"));
    assert_eq!(rows[1].phases.len(), 2);
    assert_eq!(
        (rows[1].phases[1].from, rows[1].phases[1].mode),
        (Day::of(2026, 9, 1).unwrap(), Some(Mode::FaceToFace))
    );
    assert!(rows[1].facilitators.as_ref().unwrap()[0].number.is_some());
}

#[test]
fn credit_hours_that_contradict_the_form_are_said_and_taken() {
    let (rows, findings) = read(
        "kode;judul;jp;hari;bentuk\nX-1;Seminar Sehari;8;1;seminar\n",
        "x.csv",
        Kind::Courses,
        CourseRow::read,
    );
    assert_eq!(
        (rows.len(), told(&findings.remarks)),
        (1, vec!["2 C jp".to_owned()])
    );
    let sentence = findings.remarks.kept()[0].rule.sentence_id();
    assert!(sentence.contains("8 JP, seharusnya 4"), "{sentence}");
}

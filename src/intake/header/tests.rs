use super::*;

fn columns(kind: Kind, names: &str) -> Header {
    Header::of(kind, &names.split(',').collect::<Vec<_>>())
}

#[test]
fn no_spelling_means_two_columns() {
    for kind in Kind::ALL {
        let mut words: Vec<&str> = aliases::of(kind)
            .iter()
            .flat_map(|alias| alias.strong.iter().chain(alias.weak))
            .copied()
            .collect();
        for word in &words {
            assert_eq!(key(word), **word, "{kind:?}: written as compared");
            assert!(!aliases::is_passed_over(kind, word), "{kind:?}: {word}");
        }
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all, "{kind:?}");
        for alias in aliases::of(kind) {
            let own = key(alias.column.name());
            assert!(
                alias.strong.iter().chain(alias.weak).any(|w| *w == own),
                "{kind:?}: our own name for {:?}",
                alias.column
            );
        }
    }
}

#[test]
fn the_headers_of_the_generated_data_are_understood_whole() {
    for (kind, names) in [
        (Kind::People, "nip,name,unit,position,type"),
        (Kind::Courses, "course_id,title,hours,category,mode"),
        (
            Kind::Batches,
            "session_id,course_id,batch,site,start_date,end_date,quota,opens_at,closes_at",
        ),
        (
            Kind::Registrations,
            "enrolment_id,nip,session_id,status,created_at,updated_at,site,seq,note",
        ),
    ] {
        let header = columns(kind, names);
        assert_eq!(header.missing(kind), [], "{names}");
        assert_eq!(header.unknown().collect::<Vec<_>>(), [""; 0], "{names}");
    }
    let header = columns(
        Kind::Registrations,
        "enrolment_id,nip,session_id,status,created_at,updated_at,site,seq,note",
    );
    assert!(
        (0..Column::ALL.len()).all(|at| header.source(Column::ALL[at]) != Some(8)),
        "the note is not read"
    );
}

#[test]
fn the_headers_of_other_systems_are_understood() {
    let siasn = "pnsOrangId,NIP,namaKursus,institusiPenyelenggara,jenisDiklatId,jumlahJam,nomorSertipikat,tahunKursus,tanggalKursus,tanggalSelesaiKursus";
    let header = columns(Kind::Registrations, siasn);
    assert_eq!(header.missing(Kind::Registrations), []);
    assert_eq!(
        (header.source(Column::Title), header.source(Column::End)),
        (Some(2), Some(9))
    );
    let s20jp = "Tanggal Mulai (dd-mm-yyyy),Tanggal Selesai,Nama Kegiatan,Penyelenggara,Jenis Pengembangan,Total JP,N I P";
    assert_eq!(
        columns(Kind::Registrations, s20jp).missing(Kind::Registrations),
        []
    );
    let alumni = "nosttp,nip,tgl_sttp,tglmulai,tglselesai,namadiklat,tempat,penyelenggara,angkatan,jml_jam";
    let header = columns(Kind::Registrations, alumni);
    assert_eq!(header.missing(Kind::Registrations), []);
    assert_eq!(header.unknown().collect::<Vec<_>>(), ["tgl_sttp", "tempat"]);
    let local = "id,nama_diklat,penyelenggara,tanggal_mulai,tanggal_selesai,sertifikat,NIP.Baru";
    assert_eq!(
        columns(Kind::Registrations, local).missing(Kind::Registrations),
        []
    );
}

#[test]
fn a_row_counter_is_not_taken_for_an_identity_number() {
    let header = columns(Kind::People, "Nomor,Nama,NIK,NIP,Unit Kerja");
    assert_eq!(header.source(Column::Number), Some(3), "NIP before NIK");
    assert_eq!(header.more_numbers(), [2]);
    let header = columns(Kind::People, "Nomor,Nama,Unit Kerja");
    assert_eq!(
        header.source(Column::Number),
        Some(0),
        "only where nothing surer is there"
    );
}

#[test]
fn a_missing_column_is_named_with_its_spellings() {
    let missing = columns(Kind::People, "nip,opd").missing(Kind::People);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].column, Some(Column::Name));
    assert!(missing[0].accepted.contains(&"namalengkap"));
    let missing = columns(Kind::Registrations, "nip,judul").missing(Kind::Registrations);
    assert_eq!(
        missing[0].column,
        Some(Column::End),
        "the past needs a date where it has no batch"
    );
}

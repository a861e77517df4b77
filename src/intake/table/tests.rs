use std::io::Cursor;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

use super::*;
use crate::intake::Rejects;

/// Every row: its number, whether it is broken, and the cells of a few columns.
fn read(table: &mut Table, columns: &[Column]) -> Vec<(u64, Vec<String>)> {
    let mut rows = Vec::new();
    table
        .rows(&mut |row| {
            let cells = match row.broken() {
                Some(rule) => vec![rule.id().to_owned()],
                None => columns
                    .iter()
                    .map(|&column| row.cell(column).to_string())
                    .collect(),
            };
            rows.push((row.number(), cells));
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

fn csv(text: impl Into<Vec<u8>>) -> Table {
    Table::of_text(text, "x.csv", Kind::People).unwrap()
}

fn names(table: &mut Table) -> Vec<(u64, String)> {
    read(table, &[Column::Name])
        .into_iter()
        .map(|(row, mut cells)| (row, cells.remove(0)))
        .collect()
}

fn numbered(rows: &[(u64, &str)]) -> Vec<(u64, String)> {
    rows.iter()
        .map(|(row, name)| (*row, (*name).to_owned()))
        .collect()
}

#[test]
fn every_separator_and_line_end_gives_the_same_rows() {
    let wanted = numbered(&[(2, "Budi"), (4, "Ani; S.E."), (5, "Cici")]);
    for separator in [";", ",", "\t", "|"] {
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                for last in [end, ""] {
                    let text = ["nip;nama;unit", "1;Budi;X", "", "2;\"Ani# S.E.\";X", "3;Cici;X"].join(end);
                    let text = format!("{mark}{}{last}", text.replace(';', separator).replace('#', ";"));
                    let mut table = csv(text.clone());
                    assert_eq!(char::from(table.delimiter()).to_string(), separator);
                    assert_eq!(names(&mut table), wanted, "{text:?}");
                }
            }
        }
    }
}

#[test]
fn a_line_that_names_the_separator_is_not_a_row() {
    assert_eq!(
        names(&mut csv("sep=|\r\nnip|nama|unit\r\n1|A;B,C|X\r\n")),
        numbered(&[(2, "A;B,C")])
    );
}

#[test]
fn a_title_above_the_header_is_passed_over_and_said() {
    let mut table = csv("DAFTAR PEGAWAI;;\nper Januari 2026;;\n\nNo.;NIP;Nama;Unit Kerja\n1;x;Budi;Y\n");
    assert_eq!(table.notices(), [Notice::HeaderAt { row: 4 }]);
    assert_eq!(names(&mut table), numbered(&[(5, "Budi")]));
}

#[test]
fn text_of_an_old_windows_is_read_with_a_notice() {
    let mut table = csv(b"nip;nama;unit\n1;Ren\xe9 \x93X\x94;Y\n2;Budi;Y\n".as_slice());
    assert_eq!(
        names(&mut table),
        numbered(&[(2, "Ren\u{e9} \u{201c}X\u{201d}"), (3, "Budi")])
    );
    assert_eq!(table.notices(), [Notice::NotUtf8 { row: 2 }]);
}

#[test]
fn a_row_without_end_is_named_by_the_row_it_begins_at() {
    for endless in ["A".repeat(3 << 20), "A;X\n".repeat(1 << 19)] {
        let mut table = csv(format!("nip;nama;unit\n1;Budi;X\n2;\"Ani;X\"\"\n{endless}"));
        let rows = names(&mut table);
        assert_eq!(rows.len(), 2);
        assert_eq!(rows, numbered(&[(2, "Budi"), (3, "baris_panjang")]));
    }
}

#[test]
fn a_quote_that_is_torn_names_its_row_and_how_much_it_swallowed() {
    let mut table = csv("nip;nama;unit\n1;Budi;X\n2;\"Ani;X\n3;Cici;X\n4;\"Dedi\";X\n5;Eko;X\n");
    assert_eq!(
        names(&mut table),
        numbered(&[(2, "Budi"), (3, "tanda_kutip"), (4, "Eko")])
    );
    let mut torn = (0, 0);
    csv("nip;nama;unit\n1;Budi;X\n2;\"Ani;X\n3;Cici;X\n4;Eko;X\n")
        .rows(&mut |row| {
            if let Some(Rule::TornQuote { lines: swallowed }) = row.broken() {
                torn = (row.number(), *swallowed);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(
        torn,
        (3, 4),
        "to the end of the file, the last line end among them"
    );
    // In the last column the number of cells is right, but a line in it looks like a row.
    let mut table = csv("nip;nama;unit\n1;Budi;\"X\n2;Ani;X\n3;Cici;\"X\"\n");
    assert_eq!(names(&mut table)[0], (2, "tanda_kutip".to_owned()));
}

#[test]
fn a_line_end_inside_quotes_is_text_and_does_not_shift_the_rows() {
    let mut table = csv("nip;nama;unit\n1;\"Budi\r\nS.E.\";X\n2;Ani;X\n");
    assert_eq!(names(&mut table), numbered(&[(2, "Budi\nS.E."), (3, "Ani")]));
}

#[test]
fn a_row_without_end_is_given_up_in_bounded_memory() {
    let mut text = b"nip;nama;unit\n1;Budi;X\n2;\"Ani;X\n".to_vec();
    text.extend("3;Cici;X\n".repeat(400_000).into_bytes());
    let mut table = csv(text);
    let rows = names(&mut table);
    assert_eq!(rows[1].1, "baris_panjang");
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_row_of_another_width_is_named() {
    let mut table = csv("nip,nama,unit\n1,Budi, S.E.,X\n2,Ani\n3,Cici,X,,\n,,\n   \n4,Dedi,X\n");
    let wanted = [(2, "kolom_lebih"), (3, "kolom_kurang"), (4, "Cici"), (7, "Dedi")];
    assert_eq!(names(&mut table), numbered(&wanted), "blank rows are passed over");
}

#[test]
fn files_that_cannot_be_read_are_told_apart() {
    let open = |bytes: &[u8], name: &str| Table::of_text(bytes, name, Kind::People).err().unwrap().id();
    assert_eq!(open(b"", "x.csv"), "kosong");
    assert_eq!(open(b" \r\n\n", "x.csv"), "kosong");
    assert_eq!(open(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls"), "excel_lama");
    assert_eq!(open(b"\xff\xfen\0i\0p\0", "x.csv"), "utf16");
    assert_eq!(open(b"MZ\0\0\0", "x.csv"), "bukan_teks");
    assert_eq!(open(b"PK\x03\x04rest", "x.xlsx"), "excel_rusak");
    assert_eq!(open(b"nip;nama\n", "x.csv"), "kolom_tidak_ada");
    assert_eq!(open(b"a = [", "x.toml"), "toml");
    assert_eq!(open(b"[[unit]]\ncode = 'x'", "x.toml"), "tabel");
}

#[test]
fn missing_columns_are_all_named_with_their_spellings() {
    let fault = Table::of_text("jabatan;nip\nx;1\n", "x.csv", Kind::People)
        .err()
        .unwrap();
    let sentence = fault.sentence_id();
    assert!(
        sentence.contains("nama (ditulis: nama,") && sentence.contains("unit_kerja (ditulis:"),
        "{sentence}"
    );
    assert!(sentence.contains("jabatan, nip"), "{sentence}");
    assert!(fault.sentence_en().contains("not found"));
}

/// A workbook as offices send it: a title, a header, a NIP as text and one as a number, a date, a note.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Pegawai").unwrap();
    sheet.write_string(0, 0, "DAFTAR PEGAWAI").unwrap();
    for (at, name) in ["No", "NIP", "Nama", "Unit Kerja", "Akhir Kontrak", "Shio"]
        .iter()
        .enumerate()
    {
        sheet.write_string(2, u16::try_from(at).unwrap(), *name).unwrap();
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number(3, 0, 1).unwrap();
    sheet.write_string(3, 1, "198702142014041991").unwrap();
    sheet.write_string(3, 2, "Budi").unwrap();
    sheet.write_string(3, 3, "DINKES").unwrap();
    sheet.write_number_with_format(3, 4, 46_084, &date).unwrap();
    sheet.write_string(3, 5, "naga").unwrap();
    sheet.write_number(6, 1, 198_702_142_014_041_991_f64).unwrap();
    sheet.write_string(6, 2, "Ani").unwrap();
    book.add_worksheet()
        .set_name("Catatan")
        .unwrap()
        .write_string(0, 0, "x")
        .unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_with_the_rows_a_spreadsheet_shows() {
    let mut table = Table::of_text(workbook(), "pegawai.dat", Kind::People).unwrap();
    assert_eq!(
        table.notices(),
        [
            Notice::OtherSheets {
                read: "Pegawai".into(),
                others: vec!["Catatan".into()]
            },
            Notice::HeaderAt { row: 3 },
            Notice::UnknownColumns(vec!["Shio".into()]),
        ]
    );
    let rows = read(&mut table, &[Column::Number, Column::Name, Column::ContractEnd]);
    assert_eq!(
        rows,
        [
            (
                4,
                vec![
                    "198702142014041991".into(),
                    "Budi".into(),
                    "2026-03-03 00:00:00".into()
                ]
            ),
            (7, vec!["198702142014042000".into(), "Ani".into(), String::new()]),
        ]
    );
}

#[test]
fn the_sheet_that_is_asked_for_is_read() {
    let open = |sheet| {
        Table::open(
            Box::new(Cursor::new(workbook())),
            "x.xlsx",
            Kind::People,
            Some(sheet),
        )
    };
    assert!(open("pegawai").is_ok());
    let Err(FileFault::NoSheet { have, .. }) = open("Data") else {
        panic!()
    };
    assert_eq!(have, ["Pegawai", "Catatan"]);
    assert_eq!(open("Catatan").err().unwrap().id(), "kolom_tidak_ada");
}

#[test]
fn toml_rows_carry_the_line_they_start_in() {
    let text = "schema = \"x\"\n\n[[person]]\nnip = \"1\"\nname = \"Budi\"\nunit = \"X\"\n\n# Ani\n[[person]]\nunit = \"Y\"\nnip = 2\nname = \"Ani\"\nroles = [\"petugas\", \"fasilitator\"]\n";
    let mut table = Table::of_text(text, "a.TOML", Kind::People).unwrap();
    let rows = read(&mut table, &[Column::Number, Column::Name, Column::Roles]);
    assert_eq!(
        rows,
        [
            (3, vec!["1".into(), "Budi".into(), String::new()]),
            (9, vec!["2".into(), "Ani".into(), "petugas\nfasilitator".into()]),
        ]
    );
    let Err(FileFault::Toml { line, .. }) = Table::of_text("a = 1\nb = [\n", "a.toml", Kind::People) else {
        panic!()
    };
    assert!(line >= 2, "{line}");
}

#[test]
fn a_person_may_have_either_of_two_numbers() {
    let mut table =
        csv("NIP;NIK;Nama;Unit\n-;1271011507859901;Budi;X\n198702142014041991;1271011507859901;Ani;X\n");
    let rows = read(&mut table, &[Column::Number]);
    assert_eq!(
        rows,
        [
            (2, vec!["1271011507859901".to_owned()]),
            (3, vec!["198702142014041991".to_owned()])
        ]
    );
}

#[test]
fn the_rejects_have_the_same_columns_and_come_back_as_they_were() {
    let text = "nip;nama;jabatan;unit\n='x';\"A;B\";\"C\"\"D\";X\n2;Ani\n";
    let mut table = csv(text);
    let mut rejects = Rejects::of(&table, Vec::new()).unwrap();
    table
        .rows(&mut |row| {
            rejects.write(row).unwrap();
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(rejects.rows(), 2);
    let written = String::from_utf8(rejects.finish().unwrap()).unwrap();
    assert_eq!(
        written,
        "\u{feff}nip;nama;jabatan;unit\n='x';\"A;B\";\"C\"\"D\";X\n2;Ani;;\n"
    );
}

#[test]
fn reading_stops_when_told() {
    let mut seen = 0;
    csv("nip;nama;unit\n1;A;X\n2;B;X\n3;C;X\n")
        .rows(&mut |_| {
            seen += 1;
            if seen == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(seen, 2);
}

fn read_through(bytes: &[u8], name: &str) {
    for kind in Kind::ALL {
        let Ok(mut table) = Table::of_text(bytes, name, kind) else {
            continue;
        };
        let _ = table.rows(&mut |row| {
            for &column in Column::ALL {
                let _ = row.cell(column).to_string();
                let _ = row.place(column);
            }
            let _ = row.raw().count();
            ControlFlow::Continue(())
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_through(&bytes, "x.csv");
        read_through(&bytes, "x.toml");
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(nip|nama|unit|kode|judul|[;,\"\r\n=\u{feff}é0-9 \\[\\]]){0,60}") {
        read_through(text.as_bytes(), "x.csv");
        read_through(format!("nip;nama;unit\n{text}").as_bytes(), "x.csv");
        read_through(text.as_bytes(), "x.toml");
    }

    #[test]
    fn what_a_csv_writer_wrote_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z \";,\n\t']{0,12}", 3), 1..8)
    ) {
        let mut writer = ::csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["nip", "nama", "unit"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let mut table = csv(writer.into_inner().unwrap());
        let mut read = Vec::new();
        table.rows(&mut |row| {
            if row.broken().is_none() {
                read.push(row.raw().collect::<Vec<_>>());
            }
            ControlFlow::Continue(())
        }).unwrap();
        // A cell with a whole row inside is taken for a torn quote, and a blank row is passed over.
        let whole = |row: &&Vec<String>| !row.iter().any(|cell| cell.contains('\n')) && row.iter().any(|cell| !cell.trim().is_empty());
        let wanted: Vec<_> = rows.iter().filter(whole).collect();
        let read: Vec<_> = read.iter().filter(whole).collect();
        prop_assert_eq!(read, wanted);
    }

    #[test]
    fn a_damaged_workbook_never_makes_the_reader_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>())
    ) {
        let mut bytes = workbook();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()).max(4));
        }
        read_through(&bytes, "x.xlsx");
    }
}

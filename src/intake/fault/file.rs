//! Why a file as a whole is not read.

use std::path::PathBuf;

use thiserror::Error;

use crate::intake::header::{Column, Kind};

/// A column that the file must have and lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The column; the first of several that would do.
    pub column: Option<Column>,
    /// The headers that would be understood, as they are compared: without case, spaces, underscores and dots.
    pub accepted: Vec<&'static str>,
}

/// Why a file is not read at all, or not to its end.
#[derive(Debug, Error)]
pub enum FileFault {
    /// It cannot be opened or read.
    #[error("cannot read: {0}")]
    Io(#[from] std::io::Error),
    /// The rows that are not taken cannot be kept: none is taken then.
    #[error("{}: {source}", path.display())]
    Rejects {
        /// Where they were to be kept.
        path: PathBuf,
        /// Why they cannot.
        source: std::io::Error,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is no text and no workbook.
    #[error("neither text nor a workbook")]
    Binary,
    /// A workbook of the old kind (`.xls`), or one with a password.
    #[error("a workbook of the old kind, or with a password")]
    OldWorkbook,
    /// Text in UTF-16, as a spreadsheet's "Unicode text" is.
    #[error("text in UTF-16")]
    Utf16,
    /// A workbook that is damaged.
    #[error("the workbook is damaged: {0}")]
    Workbook(String),
    /// The workbook has no sheet of that name, or none at all.
    #[error("no sheet {asked:?} among {have:?}")]
    NoSheet {
        /// The name that was asked for.
        asked: Option<String>,
        /// The sheets that are there.
        have: Vec<String>,
    },
    /// TOML that does not parse, or lacks the table.
    #[error("line {line}: {message}")]
    Toml {
        /// The line, from 1.
        line: u64,
        /// What the parser says.
        message: String,
    },
    /// TOML without an array of tables of this kind.
    #[error("no {expected:?} in the file")]
    NoTable {
        /// The names of which one is needed.
        expected: &'static [&'static str],
    },
    /// Larger than a file of this sort may be.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The most bytes.
        most: u64,
    },
    /// Columns are missing.
    #[error("columns are missing")]
    Missing {
        /// What the file was to hold.
        kind: Kind,
        /// The columns.
        columns: Vec<Missing>,
        /// The headers that were found.
        found: Vec<String>,
    },
}

impl FileFault {
    /// The stable id, for reports and JSON.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Io(_) => "tidak_terbaca",
            Self::Rejects { .. } => "berkas_ditolak",
            Self::Empty => "kosong",
            Self::Binary => "bukan_teks",
            Self::OldWorkbook => "excel_lama",
            Self::Utf16 => "utf16",
            Self::Workbook(_) => "excel_rusak",
            Self::NoSheet { .. } => "lembar",
            Self::Toml { .. } => "toml",
            Self::NoTable { .. } => "tabel",
            Self::TooLarge { .. } => "terlalu_besar",
            Self::Missing { .. } => "kolom_tidak_ada",
        }
    }

    /// What is wrong and what to do, in Indonesian.
    pub fn sentence_id(&self) -> String {
        match self {
            Self::Io(error) => format!("Berkas tidak dapat dibaca ({error})."),
            Self::Rejects { path, source } => format!(
                "Baris yang ditolak tidak dapat disimpan di {} ({source}); tidak ada yang diimpor. Salin berkasnya ke \
                 folder yang dapat ditulis.",
                path.display()
            ),
            Self::Empty => "Berkas kosong.".into(),
            Self::Binary => "Berkas ini bukan teks dan bukan lembar kerja. Simpan sebagai CSV atau XLSX.".into(),
            Self::OldWorkbook => {
                "Berkas Excel lama (.xls) atau berkata sandi. Buka di Excel, simpan sebagai .xlsx tanpa kata sandi.".into()
            }
            Self::Utf16 => "Teks UTF-16 (\"Unicode Text\"). Simpan sebagai \"CSV UTF-8\" atau .xlsx.".into(),
            Self::Workbook(_) => "Berkas Excel rusak. Buka di Excel, simpan ulang sebagai .xlsx, lalu coba lagi.".into(),
            Self::NoSheet { asked: Some(asked), have } => {
                format!("Lembar \"{asked}\" tidak ada. Yang ada: {}.", have.join(", "))
            }
            Self::NoSheet { .. } => "Berkas Excel ini tidak berisi lembar.".into(),
            Self::Toml { line, message } => format!("TOML salah di baris {line}: {message}."),
            Self::NoTable { expected } => format!("Tidak ada tabel [[{}]] di berkas ini.", expected.join("]] / [[")),
            Self::TooLarge { most } => format!("Berkas lebih besar dari {} MiB.", most >> 20),
            Self::Missing { columns, found, .. } => {
                let lacks = columns.iter().map(|c| format!("{} (ditulis: {})", name(c), c.accepted.join(", ")));
                format!(
                    "Kolom tidak ditemukan: {}. Judul kolom yang terbaca: {}.",
                    lacks.collect::<Vec<_>>().join("; "),
                    found.join(", ")
                )
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn sentence_en(&self) -> String {
        match self {
            Self::Io(error) => format!("The file cannot be read ({error})."),
            Self::Rejects { path, source } => format!(
                "The rows that are not taken cannot be kept in {} ({source}); nothing is imported. Copy the file to a \
                 folder that can be written.",
                path.display()
            ),
            Self::Empty => "The file is empty.".into(),
            Self::Binary => "This is neither text nor a workbook. Save it as CSV or XLSX.".into(),
            Self::OldWorkbook => {
                "An old Excel file (.xls), or one with a password. Open it in Excel and save it as .xlsx without one.".into()
            }
            Self::Utf16 => "UTF-16 text (\"Unicode Text\"). Save it as \"CSV UTF-8\" or .xlsx.".into(),
            Self::Workbook(_) => "The Excel file is damaged. Open it in Excel, save it again as .xlsx, and try again.".into(),
            Self::NoSheet { asked: Some(asked), have } => {
                format!("There is no sheet \"{asked}\". There are: {}.", have.join(", "))
            }
            Self::NoSheet { .. } => "The Excel file has no sheet.".into(),
            Self::Toml { line, message } => format!("TOML error in line {line}: {message}."),
            Self::NoTable { expected } => format!("There is no table [[{}]] in this file.", expected.join("]] / [[")),
            Self::TooLarge { most } => format!("The file is larger than {} MiB.", most >> 20),
            Self::Missing { columns, found, .. } => {
                let lacks = columns.iter().map(|c| format!("{} (written: {})", name(c), c.accepted.join(", ")));
                format!(
                    "Columns not found: {}. The headers that were read: {}.",
                    lacks.collect::<Vec<_>>().join("; "),
                    found.join(", ")
                )
            }
        }
    }
}

fn name(missing: &Missing) -> &'static str {
    missing.column.map_or("", Column::name)
}

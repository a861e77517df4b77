//! Data in: a file is read whole, every fault in it is found, and only then is anything written.
//!
//! Importing a file again changes nothing. A run that was cut off is completed by running it again.

mod aside;
mod batches;
mod courses;
mod people;
mod registrations;
mod units;

use super::{Answer, Denied, Office};
use crate::{
    intake::{Column, Fault, FileFault, Findings, Kind, Place, Row, Rule, Source, Table},
    state::card::{FaultCard, ImportReport},
    store::book::{BookError, Draft},
};
use aside::Aside;
use std::{
    fs::File,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// How many faults are shown; all are counted.
const SHOWN: usize = 1_000;

/// How a file is imported.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Read and say what would happen; write nothing.
    pub dry_run: bool,
    /// Take the good rows, and write the others to a rejects file.
    pub accept_good: bool,
    /// The sheet of a workbook; the first where none is named.
    pub sheet: Option<String>,
}

/// Tells how far the reading is: bytes read of all bytes.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Why a file was not imported.
#[derive(Debug)]
pub enum NotImported {
    /// The file as a whole cannot be read; nothing was written.
    File(Box<FileFault>),
    /// Something of ours failed.
    Denied(Box<Denied>),
}

impl<T: Into<Denied>> From<T> for NotImported {
    fn from(denied: T) -> Self {
        Self::Denied(Box::new(denied.into()))
    }
}

impl From<FileFault> for NotImported {
    fn from(fault: FileFault) -> Self {
        Self::File(Box::new(fault))
    }
}

/// What a row leads to.
enum Verdict {
    /// Nothing was there before.
    New,
    /// Something was there and changes.
    Changed,
    /// It is as it was.
    Same,
    /// It has a fault, which is noted.
    Faulty,
}

/// What is collected from a file before anything is written.
trait Plan {
    /// Reads one row, noting its faults.
    fn row(&mut self, office: &mut Office, row: &Row<'_>, findings: &mut Findings) -> Answer<Verdict>;

    /// What is worth knowing beside counts and faults: Indonesian and English.
    fn notices(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Writes what was collected.
    fn write(self: Box<Self>, office: &mut Office) -> Answer<()>;
}

impl Office {
    fn plan(&self, kind: Kind) -> Answer<Box<dyn Plan>> {
        Ok(match kind {
            Kind::Units => Box::<units::Units>::default(),
            Kind::Courses => Box::<courses::Courses>::default(),
            Kind::People => Box::<people::People>::default(),
            Kind::Batches => Box::<batches::Batches>::default(),
            Kind::Registrations => Box::new(registrations::Registrations::begin(self)?),
        })
    }

    /// Imports a file. `rejects` is where rows with faults go when the good ones are taken.
    pub fn import_file(
        &mut self,
        kind: Kind,
        path: &Path,
        options: &Options,
        progress: Progress<'_>,
    ) -> Result<ImportReport, NotImported> {
        // Nobody would count what an office writes that only the centre may (exchange design 2.5).
        self.require_hub()?;
        let file = File::open(path).map_err(FileFault::from)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let rejects = rejects_path(path);
        self.import(kind, Box::new(file), &name, &rejects, options, progress)
    }

    /// Imports what `source` holds, under the name of a file.
    pub fn import(
        &mut self,
        kind: Kind,
        source: Box<dyn Source>,
        name: &str,
        rejects: &Path,
        options: &Options,
        progress: Progress<'_>,
    ) -> Result<ImportReport, NotImported> {
        let mut source = source;
        let total = std::io::Seek::seek(&mut source, std::io::SeekFrom::End(0)).map_err(FileFault::from)?;
        let mut table = Table::open(source, name, kind, options.sheet.as_deref())?;
        let mut report = ImportReport {
            file: name.to_owned(),
            kind: kind.id(),
            dry_run: options.dry_run,
            ..ImportReport::default()
        };
        let mut aside = None;
        if options.accept_good && !options.dry_run {
            aside = Some(Aside::begin(&table, rejects)?);
        }
        let mut findings = Findings::default();
        let mut plan = self.plan(kind)?;
        let mut failed: Option<NotImported> = None;
        table.rows(&mut |row| {
            report.rows += 1;
            if report.rows.is_multiple_of(4_096) {
                progress(row.offset(), total);
            }
            let verdict = match plan.row(self, row, &mut findings) {
                Ok(verdict) => verdict,
                Err(denied) => {
                    failed = Some(denied.into());
                    return ControlFlow::Break(());
                }
            };
            match verdict {
                Verdict::New => report.added += 1,
                Verdict::Changed => report.changed += 1,
                Verdict::Same => report.same += 1,
                Verdict::Faulty => {
                    report.rejected += 1;
                    if let Some(aside) = &mut aside
                        && let Err(fault) = aside.write(row)
                    {
                        failed = Some(fault.into());
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(failed) = failed {
            return Err(failed);
        }
        progress(total, total);
        report.faults = table
            .notices()
            .iter()
            .map(|notice| (notice.sentence_id(), notice.sentence_en()))
            .collect();
        report.faults.extend(plan.notices());
        for (fault, remark) in findings.kept(SHOWN) {
            report.faults.push(sentences(fault, remark));
            report.details.push(detail(fault, remark));
        }
        let whole = report.rejected == 0;
        // Before anything is written: where the rejected rows cannot be kept, the good ones are not taken.
        if let Some(aside) = aside.filter(|_| !whole) {
            report.rejects_file = Some(aside.keep()?);
        }
        if !options.dry_run && (whole || options.accept_good) {
            if report.added + report.changed > 0 {
                self.book.check_space()?;
                plan.write(self)?;
                self.catalogue = None;
            }
            report.written = true;
        }
        Ok(report)
    }

    /// Writes operations of an import.
    fn write_all(&mut self, drafts: impl IntoIterator<Item = Draft>) -> Answer<()> {
        let wall = self.stamp_ms();
        self.book
            .import(wall, |importing| {
                let mut drafts = drafts.into_iter();
                importing.expect(drafts.size_hint().0);
                drafts.try_for_each(|draft| importing.push(draft))
            })
            .map_err(|fault: BookError| fault.into())
    }
}

/// The kind of file that a name or, failing that, its columns say.
#[must_use]
pub fn kind_of(path: &Path) -> Option<Kind> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let words: [(&[&str], Kind); 5] = [
        (&["unit", "opd"], Kind::Units),
        (&["course", "pelatihan", "katalog"], Kind::Courses),
        (&["people", "pegawai", "employee"], Kind::People),
        (&["batch", "angkatan", "session", "jadwal"], Kind::Batches),
        (
            &["registration", "pendaftaran", "enrol", "riwayat"],
            Kind::Registrations,
        ),
    ];
    words
        .iter()
        .find(|(words, _)| words.iter().any(|word| name.contains(word)))
        .map(|(_, kind)| *kind)
        .or_else(|| {
            Kind::ALL.into_iter().find(|kind| {
                File::open(path).is_ok_and(|file| Table::open(Box::new(file), &name, *kind, None).is_ok())
            })
        })
}

/// The rejects file of a file: beside it, `NAME-ditolak.csv`.
#[must_use]
pub fn rejects_path(path: &Path) -> PathBuf {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    path.with_file_name(format!("{stem}-ditolak.csv"))
}

/// A fault in words: row, column, value, rule and what to do; Indonesian and English.
fn sentences(fault: &Fault, remark: bool) -> (String, String) {
    let (mark_id, mark_en) = if remark {
        ("Catatan, ", "Remark, ")
    } else {
        ("", "")
    };
    let (row, value) = (fault.row, &fault.value);
    let (rule_id, rule_en) = (fault.rule.sentence_id(), fault.rule.sentence_en());
    match &fault.column {
        None => (
            format!("{mark_id}baris {row}: {rule_id}"),
            format!("{mark_en}row {row}: {rule_en}"),
        ),
        Some(place) => {
            let place = place_of(place);
            (
                format!("{mark_id}baris {row}, kolom {place}, isi \"{value}\": {rule_id}"),
                format!("{mark_en}row {row}, column {place}, value \"{value}\": {rule_en}"),
            )
        }
    }
}

fn place_of(place: &Place) -> String {
    match (place.letter.is_empty(), place.header.is_empty()) {
        (false, false) => format!("{} ({})", place.letter, place.header),
        (false, true) => place.letter.clone(),
        (true, _) => place.header.clone(),
    }
}

fn detail(fault: &Fault, remark: bool) -> FaultCard {
    FaultCard {
        row: fault.row,
        column: fault.column.as_ref().map(place_of).unwrap_or_default(),
        value: fault.value.clone(),
        rule: fault.rule.id(),
        remark,
    }
}

/// Notes that what a cell names is not there.
fn unknown(row: &Row<'_>, column: Column, findings: &mut Findings) -> Verdict {
    findings.fault(row, column, Rule::Unknown(column));
    Verdict::Faulty
}

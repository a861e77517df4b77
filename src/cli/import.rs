//! `import`: a file, whole or not at all.

use super::{
    bar::{Bar, Watch},
    code::Code,
    desk,
    failure::Failure,
    kind::Kind,
    out::Out,
};
use crate::{
    i18n::{Lang, cli::Texts, format},
    service::import::Options,
    state::card::{FaultCard, ImportReport},
};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_enum)]
    kind: Kind,
    file: PathBuf,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    accept_good: bool,
    #[arg(long)]
    sheet: Option<String>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape<'a> {
    file: &'a str,
    kind: &'a str,
    dry_run: bool,
    written: bool,
    rows: u64,
    added: u64,
    changed: u64,
    same: u64,
    rejected: u64,
    rejects_file: Option<String>,
    faults: Vec<Fault<'a>>,
    notices: Vec<&'a str>,
}

#[derive(Serialize)]
struct Fault<'a> {
    row: u64,
    column: &'a str,
    value: &'a str,
    rule: &'a str,
    remark: bool,
    message: &'a str,
}

fn in_lang(pair: &(String, String), lang: Lang) -> &str {
    match lang {
        Lang::Id => &pair.0,
        Lang::En => &pair.1,
    }
}

/// Notices come first among the sentences of a report; the others belong to its details, one to one.
fn parted(report: &ImportReport, lang: Lang) -> (Vec<&str>, Vec<(&str, &FaultCard)>) {
    let notices = report.faults.len().saturating_sub(report.details.len());
    let (first, rest) = report.faults.split_at_checked(notices).unwrap_or_default();
    let said = rest.iter().map(|pair| in_lang(pair, lang));
    (
        first.iter().map(|pair| in_lang(pair, lang)).collect(),
        said.zip(&report.details).collect(),
    )
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    // The file is read row by row, and then written, operation by operation.
    let _watch = Watch::on(office.book_mut().pulse());
    let bar = Bar::new();
    let options = Options {
        dry_run: args.dry_run,
        accept_good: args.accept_good,
        sheet: args.sheet.clone(),
    };
    let report = office.import_file(args.kind.into(), &args.file, &options, &mut |done, all| {
        bar.reads(done, all);
    });
    bar.end();
    let report = report.map_err(|why| Failure::import(&args.file, why))?;
    office.close()?;
    let mut out = Out::new();
    if args.json {
        out.json(&shape(&report, lang))?;
    } else {
        tell(&mut out, &report, lang)?;
    }
    out.flush()?;
    Ok(if report.rejected == 0 {
        Code::Done
    } else {
        Code::Faults
    })
}

fn shape(report: &ImportReport, lang: Lang) -> Shape<'_> {
    let (notices, faults) = parted(report, lang);
    Shape {
        file: &report.file,
        kind: report.kind,
        dry_run: report.dry_run,
        written: report.written,
        rows: report.rows,
        added: report.added,
        changed: report.changed,
        same: report.same,
        rejected: report.rejected,
        rejects_file: report
            .rejects_file
            .as_ref()
            .map(|path| path.display().to_string()),
        faults: faults
            .into_iter()
            .map(|(message, card)| Fault {
                row: card.row,
                column: &card.column,
                value: &card.value,
                rule: card.rule,
                remark: card.remark,
                message,
            })
            .collect(),
        notices,
    }
}

fn tell(out: &mut Out, report: &ImportReport, lang: Lang) -> Result<(), Failure> {
    let texts: &Texts = &lang.texts().cli;
    let (notices, faults) = parted(report, lang);
    for notice in notices {
        out.line(&format!("{}: {notice}", report.file))?;
    }
    for (said, _) in &faults {
        out.line(&format!("{}, {said}", report.file))?;
    }
    let rows_shown: u64 = {
        let mut rows: Vec<u64> = faults
            .iter()
            .filter(|(_, card)| !card.remark)
            .map(|(_, card)| card.row)
            .collect();
        rows.dedup();
        u64::try_from(rows.len()).unwrap_or(u64::MAX)
    };
    let number = |value: u64| format::number(lang, i64::try_from(value).unwrap_or(i64::MAX));
    if report.rejected > rows_shown {
        out.line(&(texts.more_faults)(&number(report.rejected - rows_shown)))?;
    }
    out.line(&(texts.counts)(
        &number(report.rows),
        &number(report.added),
        &number(report.changed),
        &number(report.same),
        &number(report.rejected),
    ))?;
    let changes = report.added + report.changed > 0;
    out.line(&match (report.dry_run, report.written) {
        (true, _) => (texts.tried)(&report.file, report.kind),
        (false, true) if changes => (texts.imported)(&report.file, report.kind),
        (false, true) => (texts.unchanged)(&report.file),
        (false, false) => (texts.not_imported)(&report.file),
    })?;
    match &report.rejects_file {
        Some(path) => out.line(&(texts.rejects_in)(&path.display().to_string()))?,
        None if report.rejected > 0 && !report.dry_run => out.line(texts.mend_or_accept)?,
        None => {}
    }
    Ok(())
}

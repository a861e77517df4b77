//! `erase`: somebody's personal data is destroyed, here and at every node; and how far that got.

use super::{
    code::Code,
    desk,
    failure::{Failure, Unsaid},
    out::Out,
};
use crate::{i18n::Lang, service::erase::Reach, ui::sync_words::count};
use serde::Serialize;
use std::path::Path;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(id = "erased", required_unless_present = "reach", conflicts_with = "reach")]
    person: Option<String>,
    #[arg(long)]
    yes: bool,
    #[arg(id = "reach", long = "status")]
    status: bool,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape {
    records: u64,
    lists: u64,
    papers: u64,
    sheets: Vec<String>,
    reach: ReachShape,
}

#[derive(Serialize)]
struct ReachShape {
    operation: String,
    done: u64,
    of: u64,
    waiting: Vec<String>,
    closed: Vec<String>,
}

impl From<Reach> for ReachShape {
    fn from(reach: Reach) -> Self {
        Self {
            operation: reach.operation,
            done: reach.done,
            of: reach.of,
            waiting: reach.waiting,
            closed: reach.closed,
        }
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let texts = &lang.texts().cli.exchange;
    let mut out = Out::new();
    let mut office = desk::open(data)?;
    let Some(written) = &args.person else {
        let reached = office.erasures()?;
        office.close()?;
        if args.json {
            out.json(&reached.into_iter().map(ReachShape::from).collect::<Vec<_>>())?;
        } else {
            if reached.is_empty() {
                out.line(lang.texts().cli.nothing)?;
            }
            for reach in &reached {
                tell(&mut out, reach, lang)?;
            }
        }
        out.flush()?;
        return Ok(Code::Done);
    };
    let person = desk::person(&office, written)?;
    if !args.yes {
        return Err(Failure::Unsaid(Unsaid::Erase));
    }
    let erased = office.erase(None, person)?;
    office.close()?;
    if args.json {
        out.json(&Shape {
            records: erased.blobs,
            lists: erased.lists,
            papers: erased.papers,
            sheets: erased.sheets,
            reach: erased.reach.into(),
        })?;
    } else {
        out.line(&(texts.erased)(
            &count(lang, erased.blobs),
            &count(lang, erased.papers),
        ))?;
        for sheet in &erased.sheets {
            out.line(&(texts.sheet_cut)(sheet))?;
        }
        tell(&mut out, &erased.reach, lang)?;
    }
    out.flush()?;
    Ok(Code::Done)
}

fn tell(out: &mut Out, reach: &Reach, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let (done, of) = (count(lang, reach.done), count(lang, reach.of));
    let said = (texts.reach)(&reach.operation, &done, &of);
    let unproven = u64::try_from(reach.closed.len()).unwrap_or(u64::MAX);
    if reach.closed.is_empty() {
        out.line(&format!("{said}."))?;
    } else {
        let unproven = (texts.reach_closed)(&count(lang, unproven));
        out.line(&format!("{said}; {unproven}: {}.", reach.closed.join(", ")))?;
    }
    if !reach.waiting.is_empty() {
        out.line(&format!("  {}", (texts.reach_waiting)(&reach.waiting.join(", "))))?;
    }
    Ok(())
}

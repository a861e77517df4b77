//! `seats`: who owns the seats of a batch, and how they pass from office to office.

use super::{
    code::Code,
    desk,
    failure::{Failure, Unsaid},
    out::Out,
};
use crate::{
    domain::id::BatchId,
    i18n::Lang,
    ledger::id::LogId,
    service::Office,
    state::sync::{CapacityPlan, SeatLine, SeatShare, ShareStep},
    ui::sync_words::count,
};
use clap::Subcommand;
use serde::Serialize;
use std::path::Path;

#[derive(Debug, Subcommand)]
pub(super) enum Args {
    Status(StatusArgs),
    Give(GiveArgs),
    Return(ReturnArgs),
    Recall(RecallArgs),
    Share(ShareArgs),
    Capacity(CapacityArgs),
    Take(TakeArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct StatusArgs {
    #[arg(long)]
    batch: Option<String>,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct GiveArgs {
    #[arg(long)]
    batch: String,
    #[arg(id = "to_log", long = "to")]
    to: LogId,
    #[arg(id = "seat_count", long = "count")]
    count: u32,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ReturnArgs {
    #[arg(long)]
    batch: Option<String>,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct RecallArgs {
    #[arg(long)]
    batch: String,
    #[arg(id = "from_log", long = "from")]
    from: LogId,
    #[arg(long, default_value_t = 0)]
    keep: u32,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ShareArgs {
    #[arg(long)]
    batch: String,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(super) struct CapacityArgs {
    #[arg(long)]
    batch: String,
    #[arg(id = "seats_wanted", long = "seats")]
    seats: u32,
    #[arg(long, conflicts_with = "dry_run")]
    force: bool,
    #[arg(long, requires = "force")]
    yes: bool,
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct TakeArgs {
    #[arg(long)]
    batch: String,
    #[arg(id = "from_log", long = "from")]
    from: LogId,
    #[arg(long)]
    yes: bool,
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether a failure is also to be printed as an object.
    pub(super) const fn json(&self) -> bool {
        match self {
            Self::Status(args) => args.json,
            Self::Give(args) => args.json,
            Self::Return(args) => args.json,
            Self::Recall(args) => args.json,
            Self::Share(args) => args.json,
            Self::Capacity(args) => args.json,
            Self::Take(args) => args.json,
        }
    }
}

#[derive(Serialize)]
struct LineShape {
    batch: String,
    title: String,
    capacity: u32,
    seats: u32,
    waiting: u32,
    offices: Vec<ShareShape>,
}

#[derive(Serialize)]
struct ShareShape {
    log: String,
    office: String,
    own: bool,
    owned: u32,
    held: u32,
    free: u32,
    recalled: Option<u32>,
    proposed: u32,
    low: bool,
    closed: bool,
}

#[derive(Serialize)]
struct MovedShape {
    moved: u32,
}

#[derive(Serialize)]
struct SharedShape {
    moved: u32,
    asked_back: u32,
    reserve: u32,
    offices: Vec<StepShape>,
    dry_run: bool,
}

#[derive(Serialize)]
struct StepShape {
    log: String,
    office: String,
    gives: u32,
    asked_back: u32,
    keep: u32,
}

#[derive(Serialize)]
struct PlanShape {
    batch: String,
    before: u32,
    capacity: u32,
    made: u32,
    taken_out: u32,
    recalled: u32,
    beyond: u32,
    idle: u32,
    unseen: u32,
    losing: Vec<String>,
    forced: bool,
    dry_run: bool,
}

impl LineShape {
    fn of(line: &SeatLine) -> Self {
        let share = |share: &SeatShare| ShareShape {
            log: share.log.to_string(),
            office: share.office.clone(),
            own: share.own,
            owned: share.owned,
            held: share.held,
            free: share.free(),
            recalled: share.recalled,
            proposed: share.proposed,
            low: share.low,
            closed: share.closed,
        };
        Self {
            batch: line.code.clone(),
            title: line.title.clone(),
            capacity: line.capacity,
            seats: line.tickets,
            waiting: line.waiting,
            offices: line.shares.iter().map(share).collect(),
        }
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let mut out = Out::new();
    let texts = &lang.texts().cli.exchange;
    let said = |moved: u32| (texts.seats_moved)(&count(lang, u64::from(moved)));
    match args {
        Args::Status(args) => status(args, &mut office, lang, &mut out)?,
        Args::Give(args) => {
            let batch = desk::batch(&mut office, &args.batch)?;
            office.give_seats(None, batch, args.to, args.count)?;
            moved(args.json, args.count, &said(args.count), &mut out)?;
            travel(args.json, lang, &mut out)?;
        }
        Args::Return(args) => {
            let only = one(&mut office, args.batch.as_deref())?;
            let returned = office.return_seats(None, only)?;
            moved(args.json, returned, &said(returned), &mut out)?;
            travel(args.json, lang, &mut out)?;
        }
        Args::Recall(args) => {
            let batch = desk::batch(&mut office, &args.batch)?;
            office.recall_seats(None, batch, args.from, args.keep)?;
            let asked = (texts.seats_recalled)(&args.from.to_string(), &args.keep.to_string());
            moved(args.json, 0, &asked, &mut out)?;
            travel(args.json, lang, &mut out)?;
        }
        Args::Share(args) => {
            let batch = desk::batch(&mut office, &args.batch)?;
            share(args, batch, &mut office, lang, &mut out)?;
        }
        Args::Capacity(args) => capacity(args, &mut office, lang, &mut out)?,
        Args::Take(args) => {
            let batch = desk::batch(&mut office, &args.batch)?;
            if !args.yes {
                return Err(Failure::Unsaid(Unsaid::Take));
            }
            let taken = office.take_seats(None, batch, args.from)?;
            moved(args.json, taken, &said(taken), &mut out)?;
        }
    }
    office.close()?;
    out.flush()?;
    Ok(Code::Done)
}

fn one(office: &mut Office, code: Option<&str>) -> Result<Option<BatchId>, Failure> {
    code.map(|code| desk::batch(office, code)).transpose()
}

fn moved(json: bool, moved: u32, said: &str, out: &mut Out) -> Result<(), Failure> {
    if json {
        out.json(&MovedShape { moved })
    } else {
        out.line(said)
    }
}

/// What is given is there when a bundle brings it.
fn travel(json: bool, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    if json {
        Ok(())
    } else {
        out.line(lang.texts().cli.exchange.seats_travel)
    }
}

/// Says what is shared, office by office, after it is done or in place of doing it.
fn share(
    args: &ShareArgs,
    batch: BatchId,
    office: &mut Office,
    lang: Lang,
    out: &mut Out,
) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let plan = if args.dry_run {
        office.plan_share(batch)?
    } else {
        office.share_seats(None, batch)?
    };
    if args.json {
        let step = |step: &ShareStep| StepShape {
            log: step.log.to_string(),
            office: step.office.clone(),
            gives: step.gives,
            asked_back: step.recalls,
            keep: step.keep,
        };
        return out.json(&SharedShape {
            moved: plan.given(),
            asked_back: plan.asked_back(),
            reserve: plan.reserve,
            offices: plan.steps.iter().map(step).collect(),
            dry_run: args.dry_run,
        });
    }
    let number = |value: u32| count(lang, u64::from(value));
    for step in &plan.steps {
        let said = if step.gives > 0 {
            (texts.share_gives)(&number(step.gives))
        } else {
            (texts.share_asks)(&number(step.recalls), &number(step.keep))
        };
        out.line(&format!(
            "  {:<8} {:<28} {said}",
            step.log.to_string(),
            step.office
        ))?;
    }
    out.line(&(texts.share_reserve)(&number(plan.reserve)))?;
    if plan.steps.is_empty() {
        out.line(texts.share_nothing)
    } else if args.dry_run {
        out.line(texts.nothing_done)
    } else {
        out.line(&(texts.shared)(&number(plan.given()), &number(plan.asked_back())))?;
        travel(false, lang, out)
    }
}

fn status(args: &StatusArgs, office: &mut Office, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let lines = match one(office, args.batch.as_deref())? {
        Some(batch) => vec![office.seat_line(batch)?],
        None => office.seat_board()?.lines,
    };
    if args.json {
        return out.json(&lines.iter().map(LineShape::of).collect::<Vec<_>>());
    }
    if lines.is_empty() {
        return out.line(lang.texts().cli.nothing);
    }
    let number = |value: u32| count(lang, u64::from(value));
    for line in &lines {
        let seats = (texts.seats_of)(
            &number(line.tickets),
            &number(line.capacity),
            &number(line.waiting),
        );
        out.line(&format!("{}  {}  {seats}", line.code, line.title))?;
        for share in &line.shares {
            let mut notes = Vec::new();
            if let Some(keep) = share.recalled {
                notes.push((texts.share_recalled)(&number(keep)));
            }
            if share.low {
                notes.push(texts.share_low.to_owned());
            }
            if share.closed {
                notes.push(texts.share_closed.to_owned());
            }
            if share.own {
                notes.push(texts.share_own.to_owned());
            }
            if !share.closed {
                notes.insert(0, (texts.share_proposed)(&number(share.proposed)));
            }
            let owned = (texts.share)(&number(share.owned), &number(share.held), &number(share.free()));
            let row = format!(
                "  {:<8} {:<28} {owned}  {}",
                share.log.to_string(),
                share.office,
                notes.join(", ")
            );
            out.line(row.trim_end())?;
        }
    }
    Ok(())
}

fn capacity(args: &CapacityArgs, office: &mut Office, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let batch = desk::batch(office, &args.batch)?;
    let asks = args.force && !args.yes;
    let plan = if args.dry_run || asks {
        office.plan_capacity(batch, args.seats)?
    } else {
        office.set_capacity(None, batch, args.seats, args.force)?
    };
    // Nobody loses a seat before a human was told whose: without a word more it is only said.
    let asks = asks && plan.can_force();
    if args.force && !args.yes && !asks {
        office.set_capacity(None, batch, args.seats, false)?;
    }
    let code = office.seat_line(batch)?.code;
    if args.json && asks {
        return Err(Failure::Unsaid(Unsaid::Force));
    }
    if args.json {
        return out.json(&PlanShape {
            batch: code,
            before: plan.now,
            capacity: plan.capacity,
            made: plan.made,
            taken_out: plan.taken_out,
            recalled: plan.recalled,
            beyond: plan.beyond,
            idle: plan.idle,
            unseen: plan.unseen,
            losing: plan.losing,
            forced: args.force,
            dry_run: args.dry_run,
        });
    }
    let CapacityPlan {
        now,
        capacity,
        made,
        taken_out,
        recalled,
        beyond,
        idle,
        unseen,
        ref losing,
    } = plan;
    out.line(&(texts.capacity)(&code, now, capacity))?;
    for (number, said) in [
        (made, texts.seats_made),
        (taken_out, texts.seats_taken_out),
        (recalled, texts.seats_asked_back),
        (beyond, texts.seats_beyond),
        (idle, texts.seats_idle),
    ] {
        if number > 0 {
            out.line(&format!("  {}", said(&count(lang, u64::from(number)))))?;
        }
    }
    if !losing.is_empty() {
        let head = if args.force && !asks {
            texts.seats_lost
        } else {
            texts.seats_would_be_lost
        };
        out.line(&head(&losing.len().to_string()))?;
        for name in losing {
            out.line(&format!("  {}", if name.is_empty() { "-" } else { name }))?;
        }
    }
    if unseen > 0 {
        let said = if args.force {
            texts.seats_unseen
        } else {
            texts.seats_would_be_unseen
        };
        out.line(&said(&count(lang, u64::from(unseen))))?;
    }
    if asks {
        out.flush()?;
        return Err(Failure::Unsaid(Unsaid::Force));
    }
    if !args.force && plan.can_force() {
        out.line(texts.say_force)?;
    }
    if args.dry_run {
        out.line(texts.nothing_done)?;
    }
    Ok(())
}

//! `status`: what is here and how it stands.

use super::{
    code::Code,
    desk,
    failure::Failure,
    out::Out,
    report::{OnlyHereShape, year},
    sync::standing_id,
};
use crate::{
    i18n::{Lang, format},
    runtime::crash,
    state::{
        card::{AnchorPlace, Health},
        sync::Standing,
    },
    ui::sync_words,
};
use serde::Serialize;
use std::path::Path;

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape {
    office: String,
    version: String,
    data: String,
    healthy: bool,
    ledger: LedgerShape,
    store: StoreShape,
    counts: Counts,
    disk: Disk,
    only_here: Option<OnlyHereShape>,
    clock_trusted: bool,
    damage: Vec<String>,
    recovered: Option<String>,
    standing: &'static str,
    anchor: Option<&'static str>,
}

#[derive(Serialize)]
struct LedgerShape {
    path: String,
    operations: u64,
    segments: u64,
    bytes: u64,
    cut_bytes: u64,
}

#[derive(Serialize)]
struct StoreShape {
    path: String,
    rebuilt: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    units: u64,
    courses: u64,
    batches: u64,
    people: u64,
    registrations: u64,
}

#[derive(Serialize)]
struct Disk {
    free_bytes: Option<u64>,
}

/// Whether nothing has to be looked after. A torn last write is no damage: nobody was told of it.
fn is_healthy(health: &Health) -> bool {
    health.damage.is_empty()
        && health.rebuilt.is_none()
        && health.clock_trusted
        && health.recovered.is_none()
        && !matches!(health.standing, Standing::Restored(_) | Standing::Closed)
        && matches!(health.anchor, None | Some(AnchorPlace::Outside))
}

const fn anchor_id(place: AnchorPlace) -> &'static str {
    match place {
        AnchorPlace::Outside => "outside",
        AnchorPlace::Inside => "inside",
        AnchorPlace::Missing => "missing",
    }
}

pub(super) fn run(args: Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let mut health = office.health()?;
    health.recovered = crash::left(&data.join(crash::FILE));
    office.close()?;
    let mut out = Out::new();
    if args.json {
        out.json(&shape(health, data))?;
    } else {
        tell(&mut out, &health, lang)?;
    }
    out.flush()?;
    Ok(Code::Done)
}

fn shape(health: Health, data: &Path) -> Shape {
    let healthy = is_healthy(&health);
    let [units, courses, batches, people, registrations] = health.counts;
    Shape {
        office: health.office,
        version: health.version,
        data: data.display().to_string(),
        healthy,
        ledger: LedgerShape {
            path: health.ledger_path,
            operations: health.ops,
            segments: health.segments,
            bytes: health.ledger_bytes,
            cut_bytes: health.cut_bytes,
        },
        store: StoreShape {
            path: health.store_path,
            rebuilt: health.rebuilt,
        },
        counts: Counts {
            units,
            courses,
            batches,
            people,
            registrations,
        },
        disk: Disk {
            free_bytes: health.free_bytes,
        },
        only_here: health.only_here.as_ref().map(OnlyHereShape::of),
        clock_trusted: health.clock_trusted,
        damage: health.damage,
        recovered: health.recovered,
        standing: standing_id(health.standing),
        anchor: health.anchor.map(anchor_id),
    }
}

fn tell(out: &mut Out, health: &Health, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli;
    let number = |value: u64| format::number(lang, i64::try_from(value).unwrap_or(i64::MAX));
    let [units, courses, batches, people, registrations] = health.counts.map(number);
    let ledger = (texts.ledger_size)(
        &number(health.ops),
        &number(health.segments),
        &number(health.ledger_bytes),
    );
    let free = health
        .free_bytes
        .map(|bytes| (texts.disk_free)(&number(bytes >> 20)));
    let clock = if health.clock_trusted {
        texts.clock_good
    } else {
        texts.clock_bad
    };
    let mut notes: Vec<String> = health.damage.clone();
    notes.extend(health.rebuilt.as_deref().map(texts.rebuilt));
    if health.cut_bytes > 0 {
        notes.push((texts.cut)(&number(health.cut_bytes)));
    }
    notes.extend(health.recovered.clone());
    if matches!(health.standing, Standing::Restored(_) | Standing::Closed) {
        notes.push((texts.exchange.standing)(standing_id(health.standing)).to_owned());
    }
    notes.extend(
        health
            .anchor
            .and_then(|place| sync_words::anchor(lang, place))
            .map(str::to_owned),
    );
    if notes.is_empty() {
        notes.push(texts.healthy.to_owned());
    }
    let only = health.only_here.as_ref();
    notes.extend(only.map(|only| sync_words::only_here(lang, only, year())));
    for (label, value) in [
        (texts.office, health.office.clone()),
        (texts.version, health.version.clone()),
        (
            texts.content,
            (texts.holds)(&units, &courses, &batches, &people, &registrations),
        ),
        (texts.ledger, health.ledger_path.clone()),
        ("", ledger),
        (texts.store, health.store_path.clone()),
        (texts.disk, free.unwrap_or_else(|| texts.unknown.to_owned())),
        (texts.clock, clock.to_owned()),
        (texts.health, notes.join("; ")),
    ] {
        out.line(&format!("{label:<12} {value}"))?;
    }
    Ok(())
}

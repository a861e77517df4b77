//! `sync --via`: bundles are put into a mailbox on a network and taken from it.
//!
//! What waits there is taken first, so that a full mailbox has room again and what is written says what came. What is to go
//! is written to `sync/outbox/` in the data folder, as to a stick, and stays there until it was put: after a cut the next
//! run goes on with it, and writes nothing new for an office before. So one bundle waits for each office, not one for
//! each run.

use super::super::{
    bar::Bar,
    bundle::{self, Taken},
    code::Code,
    desk,
    failure::{Failure, say},
    out::Out,
};
use crate::{
    bundle::read,
    domain::refusal::{BundleFault, Refusal},
    exchange::{
        media::{RealStick, Staged, look},
        plan::To,
        transport::{Inbox, Incoming, NetFault, Outgoing, Progress, Verdict, Via, Wanted, get, put},
    },
    i18n::{Lang, cli::exchange::Texts},
    ledger::id::LogId,
    service::{Denied, Office},
    state::sync::ExportReport,
    store::files::{RealFiles, replace},
};
use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Takes what is fetched into the office.
struct Desk<'a> {
    office: &'a mut Office,
    taken: Taken,
    /// Bundles that lie in the mailbox and are damaged, by id and length: they are not fetched again.
    damaged: BTreeSet<([u8; 16], u64)>,
}

/// Where damaged bundles are remembered: a line of the id and the length for each.
const DAMAGED: &str = "mailbox.damaged";

/// The most that are remembered.
const MOST_DAMAGED: usize = 4_096;

fn recall(path: &Path) -> BTreeSet<([u8; 16], u64)> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = |line: &str| {
        let (id, bytes) = line.split_once(' ')?;
        Some((
            u128::from_str_radix(id, 16).ok()?.to_be_bytes(),
            bytes.parse().ok()?,
        ))
    };
    text.lines().take(MOST_DAMAGED).filter_map(line).collect()
}

fn remember(path: &Path, damaged: &BTreeSet<([u8; 16], u64)>) -> Result<(), Failure> {
    let lines = damaged.iter().rev().take(MOST_DAMAGED);
    let text = lines.fold(String::new(), |mut text, (id, bytes)| {
        let _ = writeln!(text, "{:032x} {bytes}", u128::from_be_bytes(*id));
        text
    });
    replace(&RealFiles, path, text.as_bytes()).map_err(Failure::Output)
}

impl Inbox for Desk<'_> {
    fn wants(&mut self, bundle: [u8; 16], bytes: u64) -> Wanted {
        if self.office.was_read(&bundle) {
            Wanted::Remove
        } else if self.damaged.contains(&(bundle, bytes)) {
            Wanted::Leave
        } else {
            Wanted::Fetch
        }
    }

    fn take(&mut self, bundle: [u8; 16], staged: &Staged) -> Verdict {
        match self.office.import_bundle(&staged.path, false, &mut |_, _| {}) {
            Ok(report) => {
                self.taken.read.push(report);
                Verdict::Acknowledged
            }
            Err(denied) => {
                if let Denied::Refused(Refusal::Bundle(BundleFault::Damaged | BundleFault::NotOne)) = denied {
                    self.damaged.insert((bundle, staged.bytes));
                }
                self.taken.failed.push((staged.path.clone(), denied.into()));
                Verdict::Kept
            }
        }
    }
}

fn failure(fault: &NetFault, texts: &Texts) -> Failure {
    let (reason, said) = match fault {
        NetFault::Address => ("address", texts.net_address.to_owned()),
        NetFault::Insecure => ("insecure", texts.net_insecure.to_owned()),
        NetFault::Refused => ("refused", texts.net_refused.to_owned()),
        NetFault::Unreachable | NetFault::Stopped => ("unreachable", texts.net_unreachable.to_owned()),
        NetFault::Full => ("full", texts.net_full.to_owned()),
        NetFault::NoMailbox => ("no_mailbox", texts.net_no_mailbox.to_owned()),
        NetFault::Here(kind) => ("disk", (texts.net_other)(&kind.to_string())),
        NetFault::Other(said) => ("server", (texts.net_other)(said)),
    };
    Failure::Network { reason, said }
}

/// The ledgers that bundles are written for.
fn recipients(office: &mut Office) -> Vec<LogId> {
    let to_all = bundle::usual(office) == To::All;
    let roll = office.book().roll();
    let own = office.book().log_id();
    let open = roll.nodes().into_iter().filter(|node| roll.is_open(node.log));
    open.filter(|node| node.log != own && (to_all || roll.hub() == Some(node.log)))
        .map(|node| node.log)
        .collect()
}

/// What lies in the folder of a recipient, with the ids of the bundles.
fn waiting(folder: &Path, to: LogId, all: &mut Vec<Outgoing>) -> Result<(), Failure> {
    let failed = |error| Failure::Input {
        path: folder.to_owned(),
        error,
    };
    let stick = RealStick::open(folder).map_err(failed)?;
    let looked = look(&stick).map_err(crate::service::Denied::from)?;
    for seen in looked.bundles {
        let file = folder.join(&seen.path);
        let mut source = File::open(&file).map_err(failed)?;
        if let Ok(header) = read::peek(&mut source) {
            all.push(Outgoing {
                to,
                bundle: header.id,
                file,
            });
        }
    }
    Ok(())
}

pub(super) fn run(url: &str, json: bool, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    let mut office = desk::open(data)?;
    let via = Via::new(url).with_environment(|name| std::env::var(name).ok());
    let ours = office.book().log_id();
    let (staging, known) = (data.join("sync").join("staging"), data.join("sync").join(DAMAGED));
    let before = recall(&known);
    let mut inbox = Desk {
        office: &mut office,
        taken: Taken::default(),
        damaged: before.clone(),
    };
    let incoming = Incoming {
        files: &RealFiles,
        dir: &staging,
    };
    let bar = Bar::of_bytes();
    let mut shown = |progress: Progress| {
        match progress {
            Progress::Putting { at, of, bytes } => bar.file(at, of, 0, bytes),
            Progress::Getting { at, of, done, bytes } => bar.file(at, of, done, bytes),
        }
        true
    };
    let got = get(&via, ours, incoming, &mut inbox, &mut shown);
    let Desk { taken, damaged, .. } = inbox;
    if damaged != before {
        remember(&known, &damaged)?;
    }
    let mut written = Vec::new();
    // A server that cannot be reached is not written for.
    let sent = match &got {
        Err(fault) => Err(fault.clone()),
        Ok(_) => send(
            &mut office,
            &via,
            data,
            !taken.read.is_empty(),
            &mut written,
            &mut shown,
        )?,
    };
    bar.end();
    office.close()?;
    super::said(&taken, &written, json, lang, out)?;
    out.flush()?;
    for (path, failure) in &taken.failed {
        say(&format!("{}: {}", path.display(), failure.sentence(lang)));
    }
    sent.map_err(|fault| failure(&fault, &lang.texts().cli.exchange))?;
    Ok(taken
        .failed
        .first()
        .map_or(Code::Done, |(_, failure)| failure.code()))
}

/// Puts what an earlier run left, then writes and puts what is new for each office: news, or that something was heard.
fn send(
    office: &mut Office,
    via: &Via,
    data: &Path,
    heard: bool,
    written: &mut Vec<ExportReport>,
    shown: &mut dyn FnMut(Progress) -> bool,
) -> Result<Result<(), NetFault>, Failure> {
    let outbox = data.join("sync").join("outbox");
    for to in recipients(office) {
        let folder: PathBuf = outbox.join(to.to_string());
        fs::create_dir_all(&folder).map_err(Failure::Output)?;
        if let Err(fault) = put_all(via, &folder, to, shown)? {
            return Ok(Err(fault));
        }
        if heard || office.export_plan(Some(to))?.operations > 0 {
            written.push(bundle::write(office, To::Node(to), &folder)?);
            if let Err(fault) = put_all(via, &folder, to, shown)? {
                return Ok(Err(fault));
            }
        }
    }
    Ok(Ok(()))
}

/// Puts what lies in the folder of an office, and removes it there.
fn put_all(
    via: &Via,
    folder: &Path,
    to: LogId,
    shown: &mut dyn FnMut(Progress) -> bool,
) -> Result<Result<(), NetFault>, Failure> {
    let mut outgoing = Vec::new();
    waiting(folder, to, &mut outgoing)?;
    for sent in &outgoing {
        if let Err(fault) = put(via, std::slice::from_ref(sent), &RealFiles, shown) {
            return Ok(Err(fault));
        }
        // It lies in the mailbox; what is not confirmed is written again by the next run.
        fs::remove_file(&sent.file).map_err(Failure::Output)?;
    }
    Ok(Ok(()))
}

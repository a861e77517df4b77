//! `sync --via`: bundles are put into a mailbox on a network and taken from it.
//!
//! What is to go is first written to `sync/outbox/` in the data folder, as to a stick, and stays there until a run has
//! put all of it: after a cut the next run goes on.

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
    exchange::{
        media::{RealStick, Staged, look},
        plan::To,
        transport::{Inbox, Incoming, NetFault, Outgoing, Progress, Verdict, Via, Wanted, sync},
    },
    i18n::{Lang, cli::exchange::Texts},
    ledger::id::LogId,
    service::Office,
    state::sync::ExportReport,
    store::files::RealFiles,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// Takes what is fetched into the office.
struct Desk<'a> {
    office: &'a mut Office,
    taken: Taken,
}

impl Inbox for Desk<'_> {
    fn wants(&mut self, bundle: [u8; 16]) -> Wanted {
        if self.office.was_read(&bundle) {
            Wanted::Remove
        } else {
            Wanted::Fetch
        }
    }

    fn take(&mut self, _: [u8; 16], staged: &Staged) -> Verdict {
        match self.office.import_bundle(&staged.path, false, &mut |_, _| {}) {
            Ok(report) => {
                self.taken.read.push(report);
                Verdict::Acknowledged
            }
            Err(denied) => {
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
    let outbox = data.join("sync").join("outbox");
    let mut outgoing = Vec::new();
    let mut written: Vec<ExportReport> = Vec::new();
    for to in recipients(&mut office) {
        let folder: PathBuf = outbox.join(to.to_string());
        fs::create_dir_all(&folder).map_err(Failure::Output)?;
        written.push(bundle::write(&mut office, To::Node(to), &folder)?);
        waiting(&folder, to, &mut outgoing)?;
    }
    let ours = office.book().log_id();
    let mut inbox = Desk {
        office: &mut office,
        taken: Taken::default(),
    };
    let staging = data.join("sync").join("staging");
    let incoming = Incoming {
        files: &RealFiles,
        dir: &staging,
    };
    let via = Via::new(url).with_environment(|name| std::env::var(name).ok());
    let bar = Bar::of_bytes();
    let done = sync(&via, ours, &outgoing, incoming, &mut inbox, &mut |progress| {
        match progress {
            Progress::Putting { bytes, .. } => bar.at(0, bytes),
            Progress::Getting { done, bytes, .. } => bar.at(done, bytes),
        }
        true
    });
    bar.end();
    let taken = inbox.taken;
    office.close()?;
    if done.is_ok() {
        // All of it lies in the mailbox; what is not confirmed is written again by the next run.
        for sent in &outgoing {
            fs::remove_file(&sent.file).map_err(Failure::Output)?;
        }
    }
    super::said(&taken, &written, json, lang, out)?;
    out.flush()?;
    for (path, failure) in &taken.failed {
        say(&format!("{}: {}", path.display(), failure.sentence(lang)));
    }
    done.map_err(|fault| failure(&fault, &lang.texts().cli.exchange))?;
    Ok(taken
        .failed
        .first()
        .map_or(Code::Done, |(_, failure)| failure.code()))
}

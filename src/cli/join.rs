//! `join`: a kiosk from an invitation, the next incarnation of one, and news of a new centre.

use super::{
    code::Code,
    desk,
    failure::Failure,
    hub::{ask, put, read},
    out::Out,
};
use crate::{
    exchange::trust::{invite::Proof, secret::Secret},
    i18n::Lang,
    service::{Office, hub::Distrust, join::Asked, sign_in::system_clock},
    store::files::RealFiles,
};
use serde::Serialize;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(required_unless_present_any = ["again", "centre"], conflicts_with_all = ["again", "centre"])]
    invitation: Option<PathBuf>,
    #[arg(long, requires = "invitation")]
    fingerprint: Option<String>,
    #[arg(long, conflicts_with = "centre")]
    again: bool,
    #[arg(long)]
    centre: Option<PathBuf>,
    #[arg(long)]
    to: Option<PathBuf>,
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Serialize)]
struct Shape {
    office: String,
    organisation: String,
    log: String,
    request: String,
    fingerprint: Option<String>,
}

#[derive(Serialize)]
struct LearntShape {
    learnt: usize,
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let texts = &lang.texts().cli.trust;
    let mut out = Out::new();
    if let Some(file) = &args.centre {
        let file = read(file)?;
        let mut office = desk::open(data)?;
        let learnt = office.learn_centres(&file)?;
        office.close()?;
        if args.json {
            out.json(&LearntShape { learnt })?;
        } else {
            out.line(&(texts.learnt)(learnt))?;
        }
        out.flush()?;
        return Ok(Code::Done);
    }
    let (office, asked) = if let Some(file) = &args.invitation {
        join(file, args.fingerprint.as_deref(), data, lang)?
    } else {
        let mut office = desk::open(data)?;
        let asked = office.ask_again()?;
        (office, asked)
    };
    let name = office.name().to_owned();
    office.close()?;
    let log = asked.log.to_string();
    let request = put(args.to.as_deref(), &format!("PERMINTAAN-{log}.BLI"), &asked.file)?;
    let request = request.display().to_string();
    if args.json {
        out.json(&Shape {
            office: name,
            organisation: asked.organisation.to_string(),
            log,
            request,
            fingerprint: asked.fingerprint,
        })?;
    } else {
        let said = if args.again {
            (texts.again_asked)(&log)
        } else {
            (texts.joined)(&name, &asked.organisation, &log)
        };
        out.line(&said)?;
        out.line(&(texts.request_at)(&request))?;
        if let Some(fingerprint) = &asked.fingerprint {
            out.line(&(texts.read_out)(fingerprint))?;
        }
    }
    out.flush()?;
    Ok(Code::Done)
}

fn join(file: &Path, fingerprint: Option<&str>, data: &Path, lang: Lang) -> Result<(Office, Asked), Failure> {
    let invitation = read(file)?;
    let files = Arc::new(RealFiles);
    if let Some(typed) = fingerprint {
        let proof = Proof::Fingerprint(typed);
        return Ok(Office::join(files, data, &invitation, proof, system_clock())?);
    }
    let typed = ask(lang.texts().cli.trust.secret_prompt)?;
    let secret = Secret::read(&typed).map_err(Distrust::from)?;
    let proof = Proof::Secret(&secret);
    Ok(Office::join(files, data, &invitation, proof, system_clock())?)
}

//! `demo`: a city to try things in.

use super::{code::Code, failure::Failure, kiosk, out::Out, place};
use crate::{
    i18n::Lang,
    service::{Office, demo, sign_in::system_clock},
    store::{files::RealFiles, secret},
};
use std::path::{Path, PathBuf};

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Args {
    #[arg(long)]
    no_kiosk: bool,
}

/// Refuses a folder that holds a real office: the demo must not be poured into it.
fn refuse_real(data: &Path) -> Result<(), Failure> {
    if !data.is_dir() || !matches!(secret::node_key(&RealFiles, data), Ok(Some(_))) {
        return Ok(());
    }
    let office = Office::open(data, system_clock())?;
    let real = office.demo().is_none();
    office.close()?;
    if real {
        Err(Failure::NotADemo(data.to_owned()))
    } else {
        Ok(())
    }
}

pub(super) fn run(args: Args, said: Option<PathBuf>, lang: Lang) -> Result<Code, Failure> {
    let data = place::data(said, place::DEMO)?;
    refuse_real(&data)?;
    let demo = demo::make(&data, system_clock())?;
    let texts = &lang.texts().cli;
    let dir = data.display().to_string();
    let mut out = Out::new();
    let head = if demo.made {
        texts.demo_made
    } else {
        texts.demo_there
    };
    out.line(&head(&dir))?;
    out.line("")?;
    out.line(texts.demo_try)?;
    for account in &demo.accounts {
        let who = match lang {
            Lang::Id => &account.who_id,
            Lang::En => &account.who_en,
        };
        out.line(&format!("  {}  {}  {who}", account.number, account.pin))?;
    }
    out.line("")?;
    out.line(&(texts.demo_others)(&dir))?;
    out.flush()?;
    demo.office.close()?;
    if args.no_kiosk {
        Ok(Code::Done)
    } else {
        kiosk::run(&data, lang)
    }
}

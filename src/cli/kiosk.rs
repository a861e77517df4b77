//! `kiosk`: the screens, in this terminal.

use super::{code::Code, failure::Failure};
use crate::{
    i18n::Lang,
    runtime::{
        Error,
        kiosk::{KioskOptions, run_kiosk},
    },
    service::sign_in::system_clock,
};
use std::{io::IsTerminal, path::Path};

/// Opens the kiosk on the office in `data`. A store that does not open is a screen, not an exit.
pub(super) fn run(data: &Path, lang: Lang) -> Result<Code, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::NoTerminal);
    }
    let options = KioskOptions {
        data: data.to_owned(),
        lang,
        // The bare console has no mouse, and elsewhere a mouse is what a touch screen is.
        mouse: std::env::var_os("TERM").is_none_or(|term| term != "linux"),
        sound: false,
    };
    match run_kiosk(options, system_clock()) {
        Ok(()) => Ok(Code::Done),
        Err(Error::NoTerminal) => Err(Failure::NoTerminal),
        Err(Error::Terminal(error)) => Err(Failure::Kiosk(error.to_string())),
    }
}

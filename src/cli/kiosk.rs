//! `kiosk`: the screens, in this terminal.

use super::{code::Code, failure::Failure};
use crate::i18n::Lang;
use std::{io::IsTerminal, path::Path};

/// Opens the kiosk on the office in `data`. A store that does not open is a screen, not an exit.
pub(super) fn run(_data: &Path, _lang: Lang) -> Result<Code, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Failure::NoTerminal);
    }
    Err(Failure::Kiosk("kiosk".to_owned()))
}

//! Where an office is kept when nobody says.

use super::failure::Failure;
use std::path::{Path, PathBuf};

/// The folder of an office.
pub(super) const OFFICE: &str = "balai";
/// The folder of the demo, apart from a real office.
pub(super) const DEMO: &str = "balai-demo";

/// What was said; else `$XDG_DATA_HOME/NAME`, else `~/.local/share/NAME` (XDG Base Directory Specification 0.8: a
/// path that is not absolute is passed over).
pub(super) fn data(said: Option<PathBuf>, name: &str) -> Result<PathBuf, Failure> {
    let absolute = |variable| {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    said.or_else(|| absolute("XDG_DATA_HOME").map(|dir| dir.join(name)))
        .or_else(|| absolute("HOME").map(|home| home.join(Path::new(".local/share")).join(name)))
        .ok_or(Failure::NoHome)
}

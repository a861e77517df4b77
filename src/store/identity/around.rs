//! What surrounds a data directory: where anchors are kept, and which machine this is.

use super::Machine;
use crate::ledger::key::PublicKey;
use std::path::PathBuf;

/// Where the anchor of a node is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Anchors {
    /// Nowhere.
    #[default]
    None,
    /// In this file, whatever the node.
    File(PathBuf),
    /// In this folder, one file a node.
    Folder(PathBuf),
}

/// What surrounds a data directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Where anchors are kept: outside of the data directory.
    pub anchors: Anchors,
    /// The machine, where the system names it.
    pub machine: Option<Machine>,
}

impl Around {
    /// Nothing: copies are not recognised by what surrounds them.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            anchors: Anchors::None,
            machine: None,
        }
    }

    /// What the system says: the file `$BALAI_ANCHOR`, or a file in `$XDG_STATE_HOME/balai` or
    /// `~/.local/state/balai`; `/etc/machine-id`, hashed as machine-id(5) asks.
    #[must_use]
    pub fn of_this_machine() -> Self {
        let path = |name| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let state = || path("XDG_STATE_HOME").or_else(|| Some(path("HOME")?.join(".local/state")));
        let anchors = match (path("BALAI_ANCHOR"), state()) {
            (Some(file), _) => Anchors::File(file),
            (None, Some(state)) => Anchors::Folder(state.join("balai")),
            (None, None) => Anchors::None,
        };
        let machine = std::fs::read_to_string("/etc/machine-id").ok();
        let machine = machine.filter(|text| !text.trim().is_empty()).map(|text| {
            let hash = blake3::derive_key("balai 2026 machine id 1", text.trim().as_bytes());
            hash.first_chunk::<16>().copied().unwrap_or_default()
        });
        Self { anchors, machine }
    }

    /// The file of a node's anchor.
    #[must_use]
    pub fn anchor(&self, key: &PublicKey) -> Option<PathBuf> {
        match &self.anchors {
            Anchors::None => None,
            Anchors::File(file) => Some(file.clone()),
            Anchors::Folder(folder) => {
                let name = super::hex(blake3::hash(&key.0).as_bytes().get(..8).unwrap_or_default());
                Some(folder.join(format!("anchor-{name}")))
            }
        }
    }
}

//! Sticks and folders at hand, and what lies on them.

use super::Office;
use crate::{
    bundle::{
        header::{Header, HeaderError, Purpose},
        read::{self, ReadError},
    },
    exchange::media::{self, Places, RealStick, Seen, Stick, discover},
    ledger::recipient::{KeyId, Recipient},
    state::sync::{BundleLine, BundleState, Medium},
};
use std::path::{Path, PathBuf};

/// The folder in the data directory that serves as a stick where there is none: a shared folder may be mounted there.
pub const FOLDER: &str = "bundel";

impl Office {
    /// The sticks that are mounted, and the office's own folder, with what lies on them. A stick that does not answer is
    /// left out.
    #[must_use]
    pub fn media(&self) -> Vec<Medium> {
        self.media_at(&Places::default())
    }

    /// [`Self::media`] where mounts are looked for elsewhere.
    #[must_use]
    pub fn media_at(&self, places: &Places) -> Vec<Medium> {
        let own = self.book.data().join(FOLDER);
        // Made here, so that an officer finds where bundles go without a stick.
        let _ = self.files.create_dir_all(&own);
        let mut found: Vec<(PathBuf, String)> = discover(places)
            .into_iter()
            .map(|found| (found.path, found.label))
            .collect();
        found.push((own, FOLDER.to_owned()));
        found
            .iter()
            .filter_map(|(path, label)| self.medium(path, label))
            .collect()
    }

    /// A stick or folder, with what lies on it; `None` where it does not answer.
    #[must_use]
    pub fn medium(&self, path: &Path, label: &str) -> Option<Medium> {
        let stick = RealStick::open(path).ok()?;
        let looked = media::look(&stick).ok()?;
        let mut card = looked.card(&stick, label);
        let next = self.book.next_identity().ok().flatten();
        let to: Vec<KeyId> = [Some(self.book.identity()), next.as_ref()]
            .into_iter()
            .flatten()
            .filter_map(|identity| Some(Recipient::of(identity).ok()?.key_id()))
            .collect();
        card.bundles = looked
            .bundles
            .iter()
            .filter_map(|seen| self.bundle_line(&stick, seen, &to))
            .collect();
        Some(card)
    }

    /// Whether a bundle was read here before.
    #[must_use]
    pub fn was_read(&self, bundle: &[u8; 16]) -> bool {
        self.exchange.was_read(bundle)
    }

    fn bundle_line(&self, stick: &dyn Stick, seen: &Seen, own: &[KeyId]) -> Option<BundleLine> {
        let mut file = stick.open(&seen.path).ok()?;
        let header = read::peek(&mut file);
        let from = header
            .as_ref()
            .map(|header| self.office_of(header.producer))
            .unwrap_or_default();
        Some(BundleLine {
            path: stick.place().join(&seen.path),
            bytes: seen.bytes,
            from,
            state: self.bundle_state(&header, own),
        })
    }

    fn bundle_state(&self, header: &Result<Header, ReadError>, own: &[KeyId]) -> BundleState {
        match header {
            Err(ReadError::Header(HeaderError::TooNew { .. } | HeaderError::Unknown(_))) => {
                BundleState::TooNew
            }
            Err(_) => BundleState::Damaged,
            Ok(header) if header.purpose == Purpose::Join && header.producer.incarnation > 1 => {
                BundleState::Again
            }
            Ok(header) if header.purpose == Purpose::Join => BundleState::Request,
            Ok(header) if !own.iter().any(|own| header.recipients.contains(own)) => BundleState::Others,
            Ok(header) if self.exchange.was_read(&header.id) => BundleState::Read,
            Ok(_) => BundleState::New,
        }
    }
}

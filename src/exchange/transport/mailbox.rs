//! The calls that a mailbox is asked, one at a time.

use std::fmt::Write;
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use tokio::runtime::{Builder, Runtime};

use super::{MOST_BYTES, NetFault, Via};
use crate::ledger::id::LogId;

/// An open mailbox.
pub(super) struct Mailbox {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
}

/// A bundle that waits in the mailbox, as the server says.
pub(super) struct Waiting {
    pub bundle: [u8; 16],
    pub bytes: u64,
    path: Path,
}

impl Mailbox {
    pub fn open(via: &Via) -> Result<Self, NetFault> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            store: via.open()?,
            runtime: runtime.map_err(|error| NetFault::Here(error.kind()))?,
        })
    }

    /// Puts a bundle; says whether it was not there. One that is there with another length was cut short (WebDAV
    /// servers may keep what came), and is put again: the name stands for these bytes and no others.
    pub fn put(&self, to: LogId, bundle: &[u8; 16], bytes: Vec<u8>) -> Result<bool, NetFault> {
        let path = folder(to).join(format!("{}.bli", hex(bundle)));
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.runtime.block_on(async {
            match self.store.head(&path).await {
                Ok(meta) if meta.size == length => return Ok(false),
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
            self.store.put(&path, bytes.into()).await?;
            match self.store.head(&path).await?.size {
                size if size == length => Ok(true),
                _ => Err(NetFault::Unreachable),
            }
        })
    }

    /// The bundles that wait for a ledger, oldest first.
    pub fn waiting(&self, ours: LogId) -> Result<Vec<Waiting>, NetFault> {
        let listed = self
            .runtime
            .block_on(self.store.list_with_delimiter(Some(&folder(ours))));
        let objects = match listed {
            // A folder that nothing was put to yet.
            Err(Error::NotFound { .. }) => Vec::new(),
            listed => listed?.objects,
        };
        let mut found: Vec<_> = objects
            .into_iter()
            .filter(|meta| (1..=MOST_BYTES).contains(&meta.size))
            .filter_map(|meta| {
                let bundle = unhex(meta.location.filename()?.strip_suffix(".bli")?)?;
                let (bytes, path) = (meta.size, meta.location);
                Some((meta.last_modified, Waiting { bundle, bytes, path }))
            })
            .collect();
        found.sort_by(|(a_time, a), (b_time, b)| (a_time, &a.bundle).cmp(&(b_time, &b.bundle)));
        Ok(found.into_iter().map(|(_, waiting)| waiting).collect())
    }

    /// Gets a bundle from byte `from` on, in chunks with their places.
    pub fn get(
        &self,
        found: &Waiting,
        from: u64,
        mut take: impl FnMut(u64, &[u8]) -> Result<(), NetFault>,
    ) -> Result<(), NetFault> {
        if from == found.bytes {
            return Ok(());
        }
        let options = GetOptions {
            range: (from > 0).then_some(GetRange::Offset(from)),
            ..GetOptions::default()
        };
        self.runtime.block_on(async {
            let mut at = from;
            let mut chunks = self.store.get_opts(&found.path, options).await?.into_stream();
            while let Some(chunk) = chunks.try_next().await? {
                let end = u64::try_from(chunk.len()).unwrap_or(u64::MAX).saturating_add(at);
                if end > found.bytes {
                    return Err(NetFault::Other("more bytes than it said".to_owned()));
                }
                take(at, &chunk)?;
                at = end;
            }
            if at == found.bytes {
                Ok(())
            } else {
                Err(NetFault::Unreachable)
            }
        })
    }

    /// Removes a bundle; no error if it is gone already.
    pub fn remove(&self, found: &Waiting) -> Result<(), NetFault> {
        match self.runtime.block_on(self.store.delete(&found.path)) {
            Err(Error::NotFound { .. }) => Ok(()),
            removed => Ok(removed?),
        }
    }
}

fn folder(log: LogId) -> Path {
    Path::from(format!("in/{log}"))
}

/// A bundle's id in lower case hexadecimal.
pub(super) fn hex(bundle: &[u8; 16]) -> String {
    bundle.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let id = u128::from_str_radix(text, 16).ok()?.to_be_bytes();
    // Only what `hex` writes: a sign or a capital would be a second name of the same bundle.
    (hex(&id) == text).then_some(id)
}

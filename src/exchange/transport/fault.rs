//! Why a run over the network ended before its time.

use std::error::Error as _;
use std::io::ErrorKind;

use object_store::client::HttpError;

/// One sentence each, on the screen and on the command line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetFault {
    /// Not an address of a mailbox.
    #[error("this is no address of a folder, of WebDAV or of S3 storage")]
    Address,
    /// A password would go over the network in clear.
    #[error("the password would be readable on the way: use https")]
    Insecure,
    /// User and password do not open it.
    #[error("the server refuses user and password")]
    Refused,
    /// No answer, or cut in the middle. Run it again: it goes on from there.
    #[error("the server does not answer, or the connection was cut")]
    Unreachable,
    /// No room at the server.
    #[error("the server has no room")]
    Full,
    /// The folder or bucket is not there.
    #[error("the folder or bucket is not there")]
    NoMailbox,
    /// Whoever watched the progress stopped it.
    #[error("stopped")]
    Stopped,
    /// This machine's own disk.
    #[error("this machine's disk: {0}")]
    Here(ErrorKind),
    /// Anything else, in the server's words.
    #[error("the server: {0}")]
    Other(String),
}

impl From<object_store::Error> for NetFault {
    fn from(error: object_store::Error) -> Self {
        match &error {
            object_store::Error::Unauthenticated { .. } | object_store::Error::PermissionDenied { .. } => {
                return Self::Refused;
            }
            object_store::Error::NotFound { .. } => return Self::NoMailbox,
            object_store::Error::InvalidPath { .. } => return Self::Address,
            _ => {}
        }
        let mut cause = error.source();
        while let Some(inner) = cause {
            if inner.is::<HttpError>() {
                return Self::Unreachable;
            }
            if let Some(io) = inner.downcast_ref::<std::io::Error>() {
                return match io.kind() {
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
                    ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Refused,
                    ErrorKind::NotFound => Self::NoMailbox,
                    kind => Self::Other(kind.to_string()),
                };
            }
            cause = inner.source();
        }
        let text = error.to_string();
        // The status is only in the words: 507 is WebDAV's, 401 and 403 are of a list of S3 that is refused, the rest are of
        // servers that are going down or coming up.
        match () {
            () if [" 401 ", " 403 "].iter().any(|code| text.contains(code)) => Self::Refused,
            () if text.contains(" 507 ") => Self::Full,
            () if [" 500 ", " 502 ", " 503 ", " 504 "]
                .iter()
                .any(|code| text.contains(code)) =>
            {
                Self::Unreachable
            }
            () => Self::Other(text.chars().filter(|c| !c.is_control()).take(200).collect()),
        }
    }
}

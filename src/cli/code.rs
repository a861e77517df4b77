//! How a command ends. The numbers are documented in `--help` and in `docs/json.md` and are kept.

use std::process::ExitCode;

/// The program's exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Done.
    Done,
    /// Something is damaged, or something of ours failed.
    Failed,
    /// The command line is wrong.
    Usage,
    /// Refused by the rules, or what was named is not there.
    Refused,
    /// There are warnings that were not accepted.
    Warnings,
    /// The input file has faults.
    Faults,
    /// Another process has the data.
    InUse,
    /// No office in the data folder.
    NoOffice,
}

impl Code {
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Warnings => 4,
            Self::Faults => 5,
            Self::InUse => 6,
            Self::NoOffice => 7,
        }
    }

    /// The word in an error object.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::Refused => "refused",
            Self::Warnings => "warnings",
            Self::Faults => "faults",
            Self::InUse => "in_use",
            Self::NoOffice => "no_office",
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code.number())
    }
}

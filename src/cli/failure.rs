//! What went wrong, in one sentence and one code.

mod trust;

use super::{
    code::Code,
    json,
    out::{Out, printable},
};
use crate::{
    domain::refusal::Refusal,
    i18n::{Lang, refusal},
    intake::FileFault,
    service::{Denied, hub::Distrust, import::NotImported},
    store::{book::BookError, lock::LockError, log::LogError},
};
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// A use case says no, or failed.
    Denied(Box<Denied>),
    /// The input file as a whole cannot be taken.
    File { path: PathBuf, fault: Box<FileFault> },
    /// A file of lines cannot be read.
    Input { path: PathBuf, error: io::Error },
    /// Nobody has the number.
    NoPerson,
    /// There is no such batch.
    NoBatch(String),
    /// The person is not registered in the batch.
    NoRegistration,
    /// No registration has the code.
    NoCode,
    /// More than one registration has the code.
    ManyCodes,
    /// Where to make the demo there is a real office.
    NotADemo(PathBuf),
    /// No line of `--from` can be read so.
    BadLine,
    /// A filter that the list does not know, and the list that knows it.
    IdleFilter(&'static str, &'static str),
    /// There is no home folder, and no folder was named.
    NoHome,
    /// The kiosk needs a terminal.
    NoTerminal,
    /// The kiosk's terminal failed.
    Kiosk(String),
    /// A measurement found too few people.
    FewPeople { found: u64, wanted: u64 },
    /// Nobody was trusted.
    Trust(Box<Distrust>),
    /// A file is there that would have been written.
    Exists(PathBuf),
    /// What cannot be undone waits for a word of the command line.
    Unsaid(Unsaid),
    /// The network, or what is left out of this program.
    Network { reason: &'static str, said: String },
    /// Whoever reads the output has enough.
    Closed,
    /// The output cannot be written.
    Output(io::Error),
}

/// What waits for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsaid {
    /// Personal data would be destroyed: `--yes`.
    Erase,
    /// Seats of a closed ledger would be taken over: `--yes`.
    Take,
    /// Seats that people hold would be taken out: `--yes`.
    Force,
}

impl<T: Into<Denied>> From<T> for Failure {
    fn from(denied: T) -> Self {
        Self::Denied(Box::new(denied.into()))
    }
}

impl From<Distrust> for Failure {
    fn from(why: Distrust) -> Self {
        match why {
            Distrust::Denied(denied) => Self::Denied(Box::new(denied)),
            why => Self::Trust(Box::new(why)),
        }
    }
}

impl Failure {
    /// Why a file was not imported.
    pub(super) fn import(path: &std::path::Path, why: NotImported) -> Self {
        match why {
            NotImported::File(fault) => Self::File {
                path: path.to_owned(),
                fault,
            },
            NotImported::Denied(denied) => Self::Denied(denied),
        }
    }

    /// The code that the program ends with.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => match &**denied {
                Denied::Refused(Refusal::Warnings(_)) => Code::Warnings,
                Denied::Refused(_) => Code::Refused,
                Denied::Book(BookError::NoOffice { .. }) => Code::NoOffice,
                Denied::Book(BookError::Lock(LockError::Held { .. })) => Code::InUse,
                _ => Code::Failed,
            },
            Self::File { .. } | Self::Input { .. } | Self::BadLine => Code::Faults,
            Self::Trust(_)
            | Self::Exists(_)
            | Self::NoPerson
            | Self::NoBatch(_)
            | Self::NoRegistration
            | Self::NoCode
            | Self::ManyCodes
            | Self::NotADemo(_) => Code::Refused,
            Self::IdleFilter(..) | Self::NoHome | Self::NoTerminal => Code::Usage,
            Self::Unsaid(_) => Code::Warnings,
            Self::Kiosk(_) | Self::FewPeople { .. } | Self::Network { .. } | Self::Output(_) => Code::Failed,
            Self::Closed => Code::Done,
        }
    }

    /// What a program tells them apart by: the reason of a refusal, or the code of a trouble.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Denied(denied) => match &**denied {
                Denied::Refused(refusal) => json::refusal(refusal),
                Denied::Book(BookError::NoOffice { .. }) => "no_office",
                Denied::Book(BookError::Lock(LockError::Held { .. })) => "in_use",
                other => other.trouble().code,
            },
            Self::File { fault, .. } => fault.id(),
            Self::Input { .. } => "tidak_terbaca",
            Self::BadLine => "line",
            Self::NoPerson => "no_person",
            Self::NoBatch(_) => "no_batch",
            Self::NoRegistration => "no_registration",
            Self::NoCode => "no_code",
            Self::ManyCodes => "many_codes",
            Self::NotADemo(_) => "not_a_demo",
            Self::IdleFilter(..) => "filter",
            Self::NoHome => "no_home",
            Self::NoTerminal => "no_terminal",
            Self::Kiosk(_) => "kiosk",
            Self::Trust(why) => trust::id(why),
            Self::Exists(_) => "exists",
            Self::FewPeople { .. } => "few_people",
            Self::Unsaid(_) => "yes",
            Self::Network { reason, .. } => reason,
            Self::Closed => "closed",
            Self::Output(_) => "output",
        }
    }

    /// What is so, and what to do.
    pub(super) fn sentence(&self, lang: Lang) -> String {
        let texts = &lang.texts().cli;
        match self {
            Self::Denied(denied) => denied_sentence(denied, lang),
            Self::File { path, fault } => {
                let said = match lang {
                    Lang::Id => fault.sentence_id(),
                    Lang::En => fault.sentence_en(),
                };
                format!("{}: {said}", path.display())
            }
            Self::Input { path, error } => {
                (texts.cannot_read)(&path.display().to_string(), &error.to_string())
            }
            Self::NoPerson => texts.no_person.to_owned(),
            Self::NoBatch(code) => (texts.no_batch)(code),
            Self::NoRegistration => texts.no_registration.to_owned(),
            Self::NoCode => texts.no_code.to_owned(),
            Self::ManyCodes => texts.many_codes.to_owned(),
            Self::NotADemo(dir) => (texts.not_a_demo)(&dir.display().to_string()),
            Self::BadLine => texts.bad_line.to_owned(),
            Self::IdleFilter(filter, list) => (texts.idle_filter)(filter, list),
            Self::NoHome => texts.no_home.to_owned(),
            Self::NoTerminal => texts.no_terminal.to_owned(),
            Self::Kiosk(detail) => (texts.terminal_failed)(detail),
            Self::FewPeople { found, wanted } => (texts.few_people)(*found, *wanted),
            Self::Trust(why) => trust::sentence(why, texts),
            Self::Exists(path) => (texts.trust.exists)(&path.display().to_string()),
            Self::Unsaid(Unsaid::Erase) => texts.exchange.erase_unsaid.to_owned(),
            Self::Unsaid(Unsaid::Take) => texts.exchange.take_unsaid.to_owned(),
            Self::Unsaid(Unsaid::Force) => texts.exchange.force_unsaid.to_owned(),
            Self::Network { said, .. } => said.clone(),
            Self::Closed => String::new(),
            Self::Output(error) => (texts.cannot_write)(&error.to_string()),
        }
    }
}

fn denied_sentence(denied: &Denied, lang: Lang) -> String {
    let texts = &lang.texts().cli;
    match denied {
        Denied::Refused(refused) => {
            let mut said = refusal::sentences(lang, refused);
            if matches!(refused, Refusal::Warnings(_)) {
                said.push(texts.accept_warnings.to_owned());
            }
            said.join("\n")
        }
        Denied::Book(BookError::NoOffice { path }) => (texts.no_office)(&path.display().to_string()),
        Denied::Book(BookError::Lock(LockError::Held { holder })) => (texts.in_use)(*holder),
        Denied::Book(BookError::Log(LogError::Damaged(damage))) => {
            format!("{} ({damage})", texts.damaged_ledger)
        }
        other => {
            let trouble = other.trouble();
            let (said, remedy) = (refusal::trouble(lang, &trouble), refusal::remedy(lang, &trouble));
            format!("{said} {remedy} ({})", trouble.detail)
        }
    }
}

/// Says a sentence to whoever sits at the terminal.
pub(super) fn say(sentence: &str) {
    // Nobody is left to be told that this cannot be told.
    let _ = writeln!(io::stderr(), "balai: {}", printable(sentence));
}

/// Tells a failure, and ends with its code.
pub(super) fn tell(failure: &Failure, lang: Lang, json: bool) -> Code {
    if matches!(failure, Failure::Closed) {
        return Code::Done;
    }
    if json && !matches!(failure, Failure::Output(_)) {
        let mut out = Out::new();
        let _ = out
            .json(&json::Error::of(failure, lang, None))
            .and_then(|()| out.flush());
    }
    say(&failure.sentence(lang));
    failure.code()
}

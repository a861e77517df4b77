//! A command line that is not understood, in a sentence.

use super::{Cli, code::Code, failure::say, out::printable};
use crate::i18n::{Lang, cli::Texts};
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::{ffi::OsString, io::Write};

/// Prints help or the version, or says what is wrong with the command line.
pub(super) fn answer(error: &clap::Error, args: &[OsString], lang: Lang) -> Code {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that has seen enough is no fault.
            let _ = write!(std::io::stdout(), "{}", error.render());
            Code::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(std::io::stderr(), "{}", error.render());
            Code::Usage
        }
        _ => {
            say(&sentence(error, args, &lang.texts().cli));
            Code::Usage
        }
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(list) => Some(list.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::StyledStrs(list) => Some(
            list.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        _ => None,
    }
    .filter(|text| !text.is_empty())
    .map(|text| printable(&text))
}

fn sentence(error: &clap::Error, args: &[OsString], texts: &Texts) -> String {
    let arg = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let mut said = vec![match error.kind() {
        ErrorKind::UnknownArgument => (texts.usage_unknown)(&arg),
        ErrorKind::InvalidSubcommand => {
            (texts.usage_command)(&context(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match context(error, ContextKind::InvalidValue) {
                Some(value) => (texts.usage_value)(&value, &arg),
                None => (texts.usage_no_value)(&arg),
            }
        }
        ErrorKind::MissingRequiredArgument => (texts.usage_missing)(&arg),
        ErrorKind::ArgumentConflict => {
            (texts.usage_conflict)(&arg, &context(error, ContextKind::PriorArg).unwrap_or_default())
        }
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (texts.usage_no_value)(&arg)
        }
        ErrorKind::MissingSubcommand => texts.usage_no_command.to_owned(),
        _ => texts.usage_other.to_owned(),
    }];
    if error.kind() == ErrorKind::InvalidValue
        && let Some(choices) = context(error, ContextKind::ValidValue)
    {
        said.push((texts.usage_choices)(&choices));
    }
    let meant = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    if let Some(meant) = meant.into_iter().find_map(|kind| context(error, kind)) {
        // Of several the likest comes last.
        let meant = meant.rsplit(", ").next().unwrap_or(&meant);
        said.push((texts.usage_meant)(meant));
    }
    said.push((texts.usage_see)(&command_of(args)));
    said.join(" ")
}

/// The command that was named, where it is one.
fn command_of(args: &[OsString]) -> String {
    let commands: Vec<String> = Cli::command()
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let named = args
        .iter()
        .skip(1)
        .find_map(|arg| commands.iter().find(|name| arg == name.as_str()));
    named.map_or_else(|| "balai".to_owned(), |name| format!("balai {name}"))
}

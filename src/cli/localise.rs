//! Help pages in the chosen language.

use crate::i18n::{Lang, cli::help::Help};
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about-with-newline}\n{usage}\n\n{all-args}{after-help}";

/// The command with all that help says of it.
pub(super) fn command(command: Command, lang: Lang) -> Command {
    let help = &lang.texts().cli.help;
    let flag = |id: &'static str, short, action| {
        let said = help.arg(id).map_or("", |arg| arg.says);
        Arg::new(id)
            .long(id)
            .short(short)
            .action(action)
            .help(said)
            .help_heading(help.common)
    };
    page(command, help, "")
        .subcommand_help_heading(help.commands)
        .arg(flag("help", 'h', ArgAction::Help).global(true))
        .arg(flag("version", 'V', ArgAction::Version))
        .mut_subcommands(|sub| {
            let outer = sub.get_name().to_owned();
            page(sub, help, &outer).mut_subcommands(|inner| {
                let words = format!("{outer} {}", inner.get_name());
                page(inner, help, &words)
            })
        })
}

/// The page of a command by its words, such as `hub found`.
fn page(command: Command, help: &'static Help, words: &str) -> Command {
    let hidden = command.is_hide_set();
    let said = help.page(words);
    let command = command
        .help_template(TEMPLATE)
        .mut_args(|arg| localised(arg, help));
    if hidden {
        return command;
    }
    command
        .about(said.about)
        .override_usage(format!("{}: {}", help.usage, indented(said.usage, help)))
        .after_help(said.examples)
}

/// The second form of a usage stands under the first.
fn indented(usage: &str, help: &Help) -> String {
    let under = " ".repeat(help.usage.chars().count() + 2);
    usage
        .lines()
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join(&format!("\n{under}"))
}

fn localised(arg: Arg, help: &'static Help) -> Arg {
    let Some(said) = help.arg(arg.get_id().as_str()) else {
        return arg;
    };
    let heading = if arg.is_positional() {
        help.inputs
    } else if arg.is_global_set() || arg.get_id() == "version" {
        help.common
    } else {
        help.options
    };
    let arg = arg.help(said.says).help_heading(heading);
    if said.value.is_empty() {
        return arg;
    }
    // The sentences say these, in the language of the rest.
    arg.value_name(said.value)
        .hide_env(true)
        .hide_possible_values(true)
        .hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn each_arg(command: &Command, see: &mut dyn FnMut(&str, &Arg)) {
        for arg in command.get_arguments() {
            see(command.get_name(), arg);
        }
        for sub in command.get_subcommands() {
            each_arg(sub, see);
        }
    }

    #[test]
    fn the_arguments_fit_together() {
        super::super::Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_every_argument_is_explained_in_both_languages() {
        let mut pages = Vec::new();
        for lang in Lang::ALL {
            let help = &lang.texts().cli.help;
            let command = command(super::super::Cli::command(), lang);
            each_arg(&command, &mut |name, arg| {
                let said = help.arg(arg.get_id().as_str());
                assert!(
                    said.is_some_and(|said| said.says.len() > 4),
                    "{name} {}",
                    arg.get_id()
                );
            });
            for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
                let page = help.page(sub.get_name());
                assert_ne!(page.about, help.root.about, "{} has no page", sub.get_name());
                assert!(page.usage.starts_with(&format!("balai {}", sub.get_name())));
                pages.push(page.about);
                for inner in sub.get_subcommands() {
                    let words = format!("{} {}", sub.get_name(), inner.get_name());
                    let page = help.page(&words);
                    assert!(page.usage.starts_with(&format!("balai {words}")), "{words}");
                    pages.push(page.about);
                }
            }
        }
        let all = pages.len();
        pages.sort_unstable();
        pages.dedup();
        assert_eq!(pages.len(), all, "a page is the same in both languages");
    }
}

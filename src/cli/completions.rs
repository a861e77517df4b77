//! `completions`: what a shell needs to complete commands and options.

use super::{Cli, code::Code, failure::Failure, localise};
use crate::i18n::Lang;
use clap::{CommandFactory, ValueEnum};
use std::io::Write;

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

pub(super) fn run(args: Args, lang: Lang) -> Result<Code, Failure> {
    let shell = match args.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
    };
    let whole = localise::command(Cli::command(), lang);
    let shown = whole.get_subcommands().filter(|sub| !sub.is_hide_set());
    let mut command = clap::Command::new("balai")
        .disable_help_flag(true)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(whole.get_arguments())
        .subcommands(shown);
    // Into memory first: the generator panics on a writer that fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "balai", &mut script);
    let mut out = std::io::stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Code::Done)
}

//! The commands, one a file.
//!
//! Every command works on the use cases of [`crate::service`], says its sentences in the chosen language, prints data
//! as lines or, with `--json`, in the shapes of `docs/json.md`, and ends with one of the codes of `code::Code`.

mod about;
mod bar;
mod bench;
mod bundle;
mod cancel;
mod clock;
mod code;
mod completions;
mod demo;
mod desk;
mod erase;
mod failure;
mod hub;
mod import;
mod init;
mod join;
mod json;
mod kind;
mod kiosk;
mod language;
mod list;
mod localise;
mod out;
mod place;
mod register;
mod report;
mod seats;
mod status;
mod survey;
mod sync;
mod usage;
mod verify;

use crate::{i18n::Lang, runtime::crash};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use code::Code;
use failure::Failure;
use std::{ffi::OsString, path::PathBuf, process::ExitCode};

/// The program's arguments. What help says of them is in [`crate::i18n::cli::help`].
#[derive(Debug, Parser)]
#[command(
    name = "balai",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(disable_help_subcommand = true, arg_required_else_help = true)]
struct Cli {
    #[arg(long, global = true, env = "BALAI_DATA")]
    data: Option<PathBuf>,
    #[arg(long, global = true, value_enum)]
    lang: Option<language::Choice>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Kiosk,
    Init(init::Args),
    Import(import::Args),
    List(list::Args),
    Register(register::Args),
    Cancel(cancel::Args),
    Status(status::Args),
    Verify(verify::Args),
    About(about::Args),
    Clock(clock::Args),
    #[command(subcommand)]
    Hub(hub::Args),
    Join(join::Args),
    #[command(subcommand)]
    Bundle(bundle::Args),
    Sync(sync::Args),
    #[command(subcommand)]
    Seats(seats::Args),
    #[command(subcommand)]
    Survey(survey::Args),
    Erase(erase::Args),
    Completions(completions::Args),
    #[command(hide = true, subcommand)]
    Bench(bench::Args),
}

impl Command {
    /// Whether a failure is also to be printed as an object.
    const fn wants_json(&self) -> bool {
        match self {
            Self::Init(args) => args.json,
            Self::Import(args) => args.json,
            Self::List(args) => args.json,
            Self::Register(args) => args.json || args.from.is_some(),
            Self::Cancel(args) => args.json,
            Self::Status(args) => args.json,
            Self::Verify(args) => args.json,
            Self::About(args) => args.json,
            Self::Clock(args) => args.json,
            Self::Hub(args) => args.json(),
            Self::Join(args) => args.json,
            Self::Bundle(args) => args.json(),
            Self::Sync(args) => args.json(),
            Self::Seats(args) => args.json(),
            Self::Survey(args) => args.json(),
            Self::Erase(args) => args.json,
            Self::Demo(_) | Self::Kiosk | Self::Completions(_) | Self::Bench(_) => false,
        }
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    // The panic of a command could hold what was typed; the kiosk names a file of its own for the record.
    crash::install(None);
    let args: Vec<OsString> = std::env::args_os().collect();
    let lang = language::of(&args, |name| std::env::var(name).ok());
    let command = localise::command(Cli::command(), lang);
    let cli = command
        .try_get_matches_from(&args)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    match cli {
        Ok(cli) => run(cli, lang).into(),
        Err(error) => usage::answer(&error, &args, lang).into(),
    }
}

fn run(cli: Cli, lang: Lang) -> Code {
    let wants_json = cli.command.wants_json();
    match carry_out(cli, lang) {
        Ok(code) => code,
        Err(failure) => failure::tell(&failure, lang, wants_json),
    }
}

fn carry_out(cli: Cli, lang: Lang) -> Result<Code, Failure> {
    let explicit = cli.data;
    let data = || place::data(explicit.clone(), place::OFFICE);
    match cli.command {
        Command::Demo(args) => demo::run(args, explicit, lang),
        Command::Kiosk => kiosk::run(&data()?, lang),
        Command::Init(args) => init::run(&args, &data()?, lang),
        Command::Import(args) => import::run(&args, &data()?, lang),
        Command::List(args) => list::run(&args, &data()?, lang),
        Command::Register(args) => register::run(&args, &data()?, lang),
        Command::Cancel(args) => cancel::run(&args, &data()?, lang),
        Command::Status(args) => status::run(args, &data()?, lang),
        Command::Verify(args) => verify::run(args, &data()?, lang),
        Command::About(args) => about::run(&args, &data()?, lang),
        Command::Clock(args) => clock::run(&args, &data()?, lang),
        Command::Hub(args) => hub::run(&args, &data()?, lang),
        Command::Join(args) => join::run(&args, &data()?, lang),
        Command::Bundle(args) => bundle::run(&args, &data()?, lang),
        Command::Sync(args) => sync::run(&args, &data()?, lang),
        Command::Seats(args) => seats::run(&args, &data()?, lang),
        Command::Survey(args) => survey::run(&args, &data()?, lang),
        Command::Erase(args) => erase::run(&args, &data()?, lang),
        Command::Completions(args) => completions::run(args, lang),
        Command::Bench(bench::Args::Register(args)) => bench::run(&args, &data()?),
    }
}

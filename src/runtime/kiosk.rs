//! The kiosk: the loop with the office's worker.

use super::{Error, Options, crash, looks_of_env, office::OfficeWorker, run};
use crate::{app::Settings, i18n::Lang, service::Clock, ui::context::Looks};
use std::path::PathBuf;

/// How a kiosk runs.
pub struct KioskOptions {
    /// The data directory.
    pub data: PathBuf,
    /// The language it begins in and goes back to.
    pub lang: Lang,
    /// Whether clicks and touches are wanted.
    pub mouse: bool,
    /// Whether it may beep.
    pub sound: bool,
}

/// Runs the kiosk on this process's terminal until staff or a signal ends it. The office is opened behind the first
/// frame.
pub fn run_kiosk(options: KioskOptions, clock: Clock) -> Result<(), Error> {
    let looks = looks_of_env(
        std::env::var_os("NO_COLOR").as_deref(),
        std::env::var_os("TERM").as_deref(),
    );
    let settings = Settings {
        looks: Looks {
            lang: options.lang,
            ..looks
        },
        sound: options.sound,
        ..Settings::default()
    };
    let crash_file = options.data.join(crash::FILE);
    let crash_file = options.data.is_dir().then_some(crash_file);
    let worker = OfficeWorker::new(options.data, clock, crash_file.clone());
    run(
        Options {
            settings,
            mouse: options.mouse,
            crash_file,
        },
        worker,
    )
}

//! The screens without an office behind them: `cargo run --example screens`. Ctrl-C is a key like any other here; end
//! it with `kill`.

use balai::app::Settings;
use balai::runtime::{Options, looks_of_env, run};
use balai::ui::ask::{Ask, Reply};

fn main() {
    let looks = looks_of_env(
        std::env::var_os("NO_COLOR").as_deref(),
        std::env::var_os("TERM").as_deref(),
    );
    let settings = Settings {
        looks,
        ..Settings::default()
    };
    let options = Options {
        settings,
        mouse: false,
        crash_file: None,
    };
    let nobody = |_: Ask| -> Vec<Reply> { Vec::new() };
    if let Err(error) = run(options, nobody) {
        eprintln!("{error}");
    }
}

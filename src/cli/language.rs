//! The language of the command line, known before the arguments are parsed, since help is in it too.

use crate::i18n::Lang;
use clap::ValueEnum;
use std::ffi::OsString;

/// `--lang`.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Choice {
    Id,
    En,
}

fn named(word: &str) -> Option<Lang> {
    match word {
        "id" => Some(Lang::Id),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// What `--lang` says; else English where the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything begins
/// with `en`; else Indonesian.
pub(super) fn of(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Lang {
    let mut said = None;
    let mut words = args.iter().skip(1).map(|arg| arg.to_string_lossy());
    while let Some(word) = words.next() {
        match word.strip_prefix("--lang") {
            _ if word == "--" => break,
            Some("") => said = words.next().and_then(|word| named(&word)).or(said),
            Some(rest) => said = rest.strip_prefix('=').and_then(named).or(said),
            None => {}
        }
    }
    let locale = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| env(name).filter(|value| !value.is_empty()))
    };
    said.unwrap_or_else(|| {
        if locale().is_some_and(|locale| locale.starts_with("en")) {
            Lang::En
        } else {
            Lang::Id
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_words(words: &[&str], lang: &str) -> Lang {
        let args: Vec<OsString> = words.iter().map(OsString::from).collect();
        of(&args, |name| (name == "LANG").then(|| lang.to_owned()))
    }

    #[test]
    fn what_is_asked_for_goes_before_the_environment_and_the_environment_before_indonesian() {
        assert_eq!(of_words(&["balai", "--lang", "en"], "C"), Lang::En);
        assert_eq!(of_words(&["balai", "list", "--lang=id"], "en_GB.UTF-8"), Lang::Id);
        assert_eq!(of_words(&["balai"], "en_GB.UTF-8"), Lang::En);
        assert_eq!(of_words(&["balai"], "C.UTF-8"), Lang::Id);
        assert_eq!(of_words(&["balai", "--", "--lang", "en"], "C"), Lang::Id);
        assert_eq!(of_words(&["balai", "--lang"], ""), Lang::Id);
    }
}

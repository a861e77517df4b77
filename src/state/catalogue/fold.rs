//! Words as they are compared: small letters without their marks, cut at everything that is no letter and no digit.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a text, in its order.
pub fn words(text: &str) -> Vec<Box<str>> {
    folded(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(Box::from)
        .collect()
}

/// The text as one word: "MAP-01" is found as "map01" too.
pub fn joined(text: &str) -> Box<str> {
    folded(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .into()
}

fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

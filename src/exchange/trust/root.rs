//! The organisation's root key: an Ed25519 seed that lives on paper, as 24 words.
//!
//! The words are those of BIP-39 (its English list of 2048): 256 bits and 8 bits of their SHA-256, eleven bits a word.
//! The first four letters of a word tell it from every other, so four are enough to type.

use std::fmt;

use bip39::{Language, Mnemonic};
use zeroize::{Zeroize, Zeroizing};

use crate::ledger::key::{NodeKey, PublicKey};

/// Words on a sheet.
pub const WORDS: usize = 24;

/// Letters that tell a word of the list from every other.
const TELLING: usize = 4;

/// Why what was typed are not the words of a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsFault {
    /// Not 24 words.
    #[error("{found} words, not {WORDS}")]
    Count {
        /// How many there are.
        found: usize,
    },
    /// A word that is not in the list. The word itself is not told: it may be nearly a secret.
    #[error("word {place} is not in the list")]
    Unknown {
        /// Which, counted from 1.
        place: usize,
    },
    /// All words are in the list, but together they are no key: one is wrong, or two are exchanged.
    #[error("the words do not belong together: one is wrong, or two are exchanged")]
    Check,
}

/// The secret half of the root key; wiped from memory when dropped.
pub struct RootKey(Zeroizing<[u8; 32]>);

/// Says the fingerprint and never the secret.
impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKey({})", self.public().fingerprint())
    }
}

impl RootKey {
    /// The key of a random seed.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*seed))
    }

    /// The seed, for the one file that holds it until the sheet is confirmed.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key that signs.
    #[must_use]
    pub fn key(&self) -> NodeKey {
        NodeKey::from_seed(&self.0)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        self.key().public()
    }

    /// The 24 words.
    #[must_use]
    pub fn words(&self) -> Words {
        let words = Mnemonic::from_entropy_in(Language::English, self.0.as_slice())
            .map(|mnemonic| mnemonic.words().collect())
            // 32 bytes are always entropy of 24 words.
            .unwrap_or_default();
        Words(words)
    }

    /// Reads the words as people type them: capitals, numbers and points before a word and line ends are forgiven, and
    /// four letters stand for a word.
    pub fn from_words(typed: &str) -> Result<Self, WordsFault> {
        let mut phrase = Zeroizing::new(String::with_capacity(WORDS * 9));
        let mut found = 0;
        for raw in typed
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
        {
            found += 1;
            let word = complete(raw).ok_or(WordsFault::Unknown { place: found })?;
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
            if found > WORDS {
                return Err(WordsFault::Count { found });
            }
        }
        if found != WORDS {
            return Err(WordsFault::Count { found });
        }
        let mnemonic =
            Mnemonic::parse_in_normalized(Language::English, &phrase).map_err(|_| WordsFault::Check)?;
        let entropy = Zeroizing::new(mnemonic.to_entropy());
        let mut seed = <[u8; 32]>::try_from(entropy.as_slice()).map_err(|_| WordsFault::Check)?;
        let key = Self::from_seed(&seed);
        seed.zeroize();
        Ok(key)
    }
}

/// The word of the list that is meant: the word itself, or its first four letters and what follows of it.
fn complete(raw: &str) -> Option<&'static str> {
    let word = Zeroizing::new(raw.to_lowercase());
    if let Some(at) = Language::English.find_word(&word) {
        return Language::English.word_list().get(usize::from(at)).copied();
    }
    if word.chars().count() < TELLING {
        return None;
    }
    let mut meant = Language::English.words_by_prefix_iter(&word);
    match (meant.next(), meant.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// Words of a key; `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct Words(Vec<&'static str>);

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(hidden)")
    }
}

impl Words {
    /// The words in their order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().copied()
    }

    /// The word at a place counted from 1.
    #[must_use]
    pub fn at(&self, place: u8) -> Option<&'static str> {
        let place = usize::from(place).checked_sub(1)?;
        self.0.get(place).copied()
    }

    /// Three different places, counted from 1 and ascending, that whoever holds the sheet is asked for. They follow
    /// from the public key, so that the same three are asked until they are answered: guessing on does not help.
    #[must_use]
    pub fn asked(root: PublicKey) -> [u8; 3] {
        let mut bytes = [0; 64];
        blake3::Hasher::new()
            .update(b"balai/sheet/1\0")
            .update(&root.0)
            .finalize_xof()
            .fill(&mut bytes);
        let mut places = [0; 3];
        let mut filled = 0;
        for byte in bytes {
            let place = byte % 24 + 1;
            if places.contains(&place) {
                continue;
            }
            if let Some(slot) = places.get_mut(filled) {
                *slot = place;
                filled += 1;
            }
        }
        places.sort_unstable();
        places
    }

    /// Whether the words typed are those at `places`.
    #[must_use]
    pub fn confirmed(&self, places: [u8; 3], typed: &[String]) -> bool {
        typed.len() == places.len()
            && places
                .iter()
                .zip(typed)
                .all(|(place, word)| self.at(*place).is_some() && complete(word.trim()) == self.at(*place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn phrase(words: &Words) -> String {
        words.iter().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn a_key_comes_back_from_its_words(seed in any::<[u8; 32]>()) {
            let key = RootKey::from_seed(&seed);
            let words = key.words();
            prop_assert_eq!(words.iter().count(), WORDS);
            let again = RootKey::from_words(&phrase(&words)).unwrap();
            prop_assert_eq!(again.seed(), &seed);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,300}") {
            let _ = RootKey::from_words(&text);
        }

        #[test]
        fn three_different_words_are_asked_for(seed in any::<[u8; 32]>()) {
            let places = Words::asked(RootKey::from_seed(&seed).public());
            prop_assert!(places[0] >= 1 && places[0] < places[1] && places[1] < places[2] && places[2] <= 24);
        }
    }

    #[test]
    fn the_words_are_those_of_the_standard() {
        // The test vector of BIP-39 for 32 bytes of 0x7f.
        assert_eq!(
            phrase(&RootKey::from_seed(&[0x7f; 32]).words()),
            "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful \
             legal winner thank year wave sausage worth title"
        );
    }

    #[test]
    fn words_are_read_as_somebody_copies_them_from_paper() {
        let key = RootKey::from_seed(&[0x7f; 32]);
        let mut typed = String::new();
        for (at, word) in key.words().iter().enumerate() {
            let short: String = word.to_uppercase().chars().take(4).collect();
            write!(typed, "{}. {short}\r\n", at + 1).unwrap();
        }
        assert_eq!(RootKey::from_words(&typed).unwrap().public(), key.public());
    }

    #[test]
    fn a_wrong_word_is_never_another_key() {
        let words: Vec<&str> = RootKey::from_seed(&[0x7f; 32]).words().iter().collect();
        let mut bad = words.clone();
        bad[4] = "zzzz";
        assert_eq!(
            RootKey::from_words(&bad.join(" ")).unwrap_err(),
            WordsFault::Unknown { place: 5 }
        );
        bad[4] = "zoo";
        assert_eq!(
            RootKey::from_words(&bad.join(" ")).unwrap_err(),
            WordsFault::Check
        );
        assert_eq!(
            RootKey::from_words(&words[..23].join(" ")).unwrap_err(),
            WordsFault::Count { found: 23 }
        );
        let mut more = words.clone();
        more.push("zoo");
        assert_eq!(
            RootKey::from_words(&more.join(" ")).unwrap_err(),
            WordsFault::Count { found: 25 }
        );
    }

    #[test]
    fn a_sheet_that_was_not_read_is_not_confirmed() {
        let key = RootKey::from_seed(&[9; 32]);
        let (words, places) = (key.words(), Words::asked(key.public()));
        let right: Vec<String> = places
            .iter()
            .map(|place| words.at(*place).unwrap().to_owned())
            .collect();
        assert!(words.confirmed(places, &right));
        for at in 0..3 {
            let mut wrong = right.clone();
            wrong[at] = "zoo".to_owned();
            assert!(!words.confirmed(places, &wrong));
            wrong[at] = String::new();
            assert!(!words.confirmed(places, &wrong));
        }
        assert!(!words.confirmed(places, &right[..2]));
    }

    #[test]
    fn the_secret_never_shows_in_debug() {
        let key = RootKey::from_seed(&[0x7f; 32]);
        let shown = format!("{key:?} {:?}", key.words());
        assert!(!shown.contains("legal") && !shown.contains("127"), "{shown}");
    }
}

//! Scanner or person: told apart by pace alone.
//!
//! A barcode or QR scanner types its code as a keyboard does. Scanners were measured at 7 to 16 ms a key, people over
//! 50: a burst with gaps under 35 ms, of six characters or more, ended by Enter or Tab, is a scan. Keys are held until
//! it is known what they are: at most 35 ms after the last of them.

use crate::ui::input::Millis;
use crate::ui::key::{Chord, Key};
use zeroize::Zeroizing;

/// A gap of so many milliseconds or more ends a burst.
pub const GAP_MS: u64 = 35;
/// A scan has at least so many characters.
pub const MIN_CHARS: usize = 6;
/// A burst longer than this is no code: it is typed text of a program that pastes without saying so.
pub const MAX_CHARS: usize = 256;

/// What the machine lets go, in the order in which it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Burst {
    /// A key of a person.
    Key(Chord, Millis),
    /// A scanned code, without the key that ended it.
    Scan(String),
}

/// The digits of an employee's card, where that is what was scanned: a number of 16 or 18 digits, spaces apart.
pub fn card(code: &str) -> Option<Zeroizing<String>> {
    let digits: Zeroizing<String> = Zeroizing::new(code.chars().filter(|c| *c != ' ').collect());
    (matches!(digits.len(), 16 | 18) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

/// The machine.
#[derive(Default)]
pub struct Scanner {
    held: Vec<(Chord, Millis)>,
}

impl Scanner {
    /// Whether keys are held: then every further key must come through here, or the order is lost.
    pub fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// When held keys are to be let go by [`Self::expire`].
    pub fn deadline(&self) -> Option<Millis> {
        self.held.last().map(|(_, at)| at.plus(GAP_MS))
    }

    /// A key comes; what is known by now goes out.
    pub fn key(&mut self, chord: Chord, at: Millis) -> Vec<Burst> {
        let mut out = self.expire(at);
        if chord.typed().is_some() {
            self.held.push((chord, at));
            if self.held.len() > MAX_CHARS {
                self.release(&mut out);
            }
            return out;
        }
        let ends = !chord.ctrl && matches!(chord.key, Key::Enter | Key::Tab);
        if ends && self.held.len() >= MIN_CHARS {
            let code = self
                .held
                .drain(..)
                .filter_map(|(chord, _)| chord.typed())
                .collect();
            out.push(Burst::Scan(code));
        } else {
            self.release(&mut out);
            out.push(Burst::Key(chord, at));
        }
        out
    }

    /// Time passes; keys held too long go out.
    pub fn expire(&mut self, now: Millis) -> Vec<Burst> {
        let mut out = Vec::new();
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            self.release(&mut out);
        }
        out
    }

    fn release(&mut self, out: &mut Vec<Burst>) {
        out.extend(self.held.drain(..).map(|(chord, at)| Burst::Key(chord, at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(keys: &[(Chord, u64)]) -> Vec<Burst> {
        let mut scanner = Scanner::default();
        let mut now = Millis(1_000);
        let mut out = Vec::new();
        for (chord, gap) in keys {
            now = now.plus(*gap);
            out.extend(scanner.key(*chord, now));
        }
        out.extend(scanner.expire(now.plus(GAP_MS)));
        assert!(!scanner.holds());
        out
    }

    fn typed(code: &str, gap: impl Fn(usize) -> u64) -> Vec<(Chord, u64)> {
        code.chars()
            .enumerate()
            .map(|(i, c)| (Chord::char(c), gap(i)))
            .collect()
    }

    fn chord() -> impl Strategy<Value = Chord> {
        prop_oneof![
            8 => proptest::char::range(' ', '~').prop_map(Chord::char),
            1 => Just(Chord::plain(Key::Enter)),
            1 => Just(Chord::plain(Key::Tab)),
            1 => Just(Chord::plain(Key::Backspace)),
            1 => Just(Chord::ctrl('u')),
        ]
    }

    proptest! {
        #[test]
        fn a_persons_typing_is_never_a_scan(keys in prop::collection::vec((chord(), GAP_MS..400), 0..60)) {
            let out = run(&keys);
            let same: Vec<Chord> = out.iter().map(|b| match b {
                Burst::Key(chord, _) => *chord,
                Burst::Scan(_) => panic!("a scan"),
            }).collect();
            prop_assert_eq!(same, keys.iter().map(|(c, _)| *c).collect::<Vec<_>>());
        }

        #[test]
        fn a_scanners_burst_always_is(
            before in prop::collection::vec((chord(), GAP_MS..400), 0..10),
            code in "[ -~]{6,80}",
            gaps in prop::collection::vec(0..GAP_MS, 80),
            tab in any::<bool>(),
        ) {
            let end = Chord::plain(if tab { Key::Tab } else { Key::Enter });
            let mut keys = before.clone();
            keys.extend(typed(&code, |i| if i == 0 { 200 } else { gaps[i] }));
            keys.push((end, gaps[0]));
            let out = run(&keys);
            prop_assert_eq!(out.len(), before.len() + 1);
            prop_assert_eq!(out.last(), Some(&Burst::Scan(code)));
        }

        #[test]
        fn nothing_is_lost_or_turned_around(keys in prop::collection::vec((chord(), 0_u64..60), 0..400)) {
            let mut came: Vec<String> = Vec::new();
            for burst in run(&keys) {
                match burst {
                    Burst::Key(chord, _) => came.push(format!("{chord:?};")),
                    Burst::Scan(code) => {
                        for c in code.chars() {
                            came.push(format!("{:?};", Chord::char(c)));
                        }
                        came.push("END;".into());
                    }
                }
            }
            let came = came.concat();
            let mut rest = came.as_str();
            for (chord, _) in &keys {
                let one = format!("{chord:?};");
                rest = rest.strip_prefix(&one).or_else(|| rest.strip_prefix("END;")).unwrap();
            }
            prop_assert_eq!(rest, "");
        }
    }

    #[test]
    fn five_quick_characters_are_typed() {
        let mut keys = typed("12345", |_| 10);
        keys.push((Chord::plain(Key::Enter), 10));
        assert!(run(&keys).iter().all(|b| matches!(b, Burst::Key(..))));
    }

    #[test]
    fn the_gap_itself_is_a_persons() {
        let mut keys = typed("1234567", |i| if i == 3 { GAP_MS } else { 10 });
        keys.push((Chord::plain(Key::Enter), 10));
        assert_eq!(run(&keys).len(), 8);
    }
}

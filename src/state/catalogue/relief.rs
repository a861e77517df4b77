//! A way out where nothing is found: what to write instead, or what to drop, each tried before it is offered.

use super::filter::{Facet, Filter};
use super::{Index, fold};

/// The most ways out that are offered.
pub const MOST: usize = 4;
/// Words shorter than this are too short to be taken for another.
const SHORTEST: usize = 3;

/// One way out of an empty result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relief {
    /// Look for this instead: a word was close to one that exists.
    Instead(String),
    /// The same without this question of the filter.
    Without(Facet),
    /// The same without any filter.
    NoFilter,
    /// Look for fewer words.
    Fewer(String),
    /// Everything there is.
    All,
}

impl Index {
    /// The ways out of an empty result, the likeliest first; each leads to something. Empty where the catalogue is.
    pub fn relief(&self, query: &str, filter: &Filter) -> Vec<Relief> {
        if self.is_empty() {
            return Vec::new();
        }
        let finds = |query: &str, filter: &Filter| !self.search(query, filter).is_empty();
        let mut ways = Vec::new();
        if let Some(instead) = self.instead(query)
            && (finds(&instead, filter) || finds(&instead, &Filter::default()))
        {
            ways.push(Relief::Instead(instead));
        }
        let alone = Facet::ALL.into_iter().filter(|facet| filter.has(*facet));
        ways.extend(
            alone
                .filter(|facet| finds(query, &filter.without(*facet)))
                .map(Relief::Without),
        );
        ways.truncate(MOST - 1);
        if !filter.is_empty() && !ways.iter().any(|way| matches!(way, Relief::Without(_))) {
            ways.extend(finds(query, &Filter::default()).then_some(Relief::NoFilter));
        }
        if ways.is_empty() {
            ways.extend(self.fewer(query, filter).map(Relief::Fewer));
        }
        ways.push(Relief::All);
        ways
    }

    /// The query with each word that begins nothing replaced by the closest word there is; `None` where no word is
    /// like that, or one is close to nothing.
    fn instead(&self, query: &str) -> Option<String> {
        let mut changed = false;
        let mut words: Vec<Box<str>> = Vec::new();
        for word in fold::words(query) {
            if self.knows(&word) {
                words.push(word);
            } else {
                words.push(self.closest(&word)?.into());
                changed = true;
            }
        }
        changed.then(|| words.join(" "))
    }

    /// The query without the one word that stands most in the way.
    fn fewer(&self, query: &str, filter: &Filter) -> Option<String> {
        let words = fold::words(query);
        (0..words.len())
            .rev()
            .filter_map(|without| {
                let rest: Vec<&str> = words
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| *at != without)
                    .map(|(_, word)| &**word)
                    .collect();
                let rest = rest.join(" ");
                let found = self.search(&rest, filter).len();
                (found > 0 && !rest.is_empty()).then_some((found, rest))
            })
            .min_by_key(|(found, _)| *found)
            .map(|(_, rest)| rest)
    }

    fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let places = self.places.iter().flat_map(|place| &place.words);
        self.entries
            .iter()
            .map(|entry| &entry.word)
            .chain(places)
            .map(|word| &**word)
    }

    fn knows(&self, word: &str) -> bool {
        self.vocabulary().any(|own| own.starts_with(word))
    }

    fn closest(&self, word: &str) -> Option<&str> {
        let typed: Vec<char> = word.chars().collect();
        if typed.len() < SHORTEST {
            return None;
        }
        let most = if typed.len() <= 4 { 1 } else { 2 };
        let mut rows = Rows::default();
        let mut last = "";
        let mut best: Option<((usize, bool, usize), &str)> = None;
        for own in self.vocabulary() {
            // Sorted, so the same words come together.
            if own == last {
                continue;
            }
            last = own;
            let letters = own.chars().count();
            if letters + most < typed.len() || letters < SHORTEST {
                continue;
            }
            let Some(distance) = rows.distance(&typed, own, most) else {
                continue;
            };
            let key = (
                distance,
                own.chars().next() != typed.first().copied(),
                letters.abs_diff(typed.len()),
            );
            if best.is_none_or(|(other, _)| key < other) {
                best = Some((key, own));
            }
        }
        best.map(|(_, own)| own)
    }
}

/// The rows of the distance table that are still needed, kept from word to word.
#[derive(Default)]
struct Rows {
    before_last: Vec<usize>,
    last: Vec<usize>,
    now: Vec<usize>,
}

impl Rows {
    /// Letters to insert, drop, change or swap with their neighbour (optimal string alignment) until what was typed
    /// begins the word: somebody who is still typing has not made an error yet. `None` where it is more than `most`.
    fn distance(&mut self, typed: &[char], word: &str, most: usize) -> Option<usize> {
        let far = usize::MAX / 2;
        let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(far);
        self.before_last.clear();
        self.last.clear();
        self.last.extend(0..=word.chars().count());
        let mut above = None;
        for (row, &a) in typed.iter().enumerate() {
            self.now.clear();
            self.now.push(row + 1);
            let mut left = None;
            for (column, b) in word.chars().enumerate() {
                let mut cost = (at(&self.last, column) + usize::from(a != b))
                    .min(at(&self.last, column + 1) + 1)
                    .min(at(&self.now, column) + 1);
                if column > 0 && above == Some(b) && left == Some(a) {
                    cost = cost.min(at(&self.before_last, column - 1) + 1);
                }
                self.now.push(cost);
                left = Some(b);
            }
            // A swap reaches back over one row, so only two rows that are too far settle it.
            let least = |row: &[usize]| row.iter().copied().min().unwrap_or(far);
            if least(&self.now) > most && least(&self.last) > most {
                return None;
            }
            std::mem::swap(&mut self.before_last, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.now);
            above = Some(a);
        }
        self.last
            .iter()
            .copied()
            .min()
            .filter(|distance| *distance <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn a_swap_is_one_error_and_an_unfinished_word_is_none() {
        let mut rows = Rows::default();
        let mut d = |a: &str, b: &str| rows.distance(&a.chars().collect::<Vec<_>>(), b, 2);
        assert_eq!(d("angaran", "anggaran"), Some(1));
        assert_eq!(d("nagg", "anggaran"), Some(1));
        assert_eq!(d("angg", "anggaran"), Some(0));
        assert_eq!(d("arsipp", "arsip"), Some(1));
        assert_eq!(d("kenirja", "kinerja"), Some(2));
        assert_eq!(d("xyz", "arsip"), None);
    }
}

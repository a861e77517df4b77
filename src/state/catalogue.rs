//! Finding a training: an index of the catalogue's words and batches, made once a catalogue and asked at every key.
//!
//! ```text
//!   query "ang ban"           words, sorted                  batches of a course
//!     ang -> prefix range ->  anggaran  course 7  title       place  month   rank
//!     ban -> prefix range ->  bandung   (a place)             Bandung 2026-11  0  <- shown
//! ```
//!
//! Every word of the query must begin a word of the course's title, code or tags, or of the place of one batch that
//! passes the filter: so another word never adds a result. The best match comes first, then what is
//! not over yet, then the earliest batch.

pub mod filter;
mod fold;
pub mod relief;
#[cfg(test)]
mod tests;

use crate::domain::{
    batch::Stage,
    course::{Competence, Mode, PartnerType},
    day::{Day, Moment},
};
use crate::state::card::{BatchCard, Catalogue, CourseCard};
use chrono::Datelike;
use filter::{CreditBand, Filter};
use std::{cmp::Reverse, ops::Range};

/// The most words of a query that count; the rest is ignored.
const MOST_WORDS: usize = 12;

/// The rank of a batch that nobody can register in any more.
const OVER: u8 = 3;

/// Whether one can register in a batch, as the catalogue sees it; what is promised is decided later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Registration is open.
    Open,
    /// It opens later.
    NotYet(Option<Moment>),
    /// It is over.
    Closed,
    /// The batch was cancelled.
    Cancelled,
}

/// Whether one can register in a batch at this moment.
pub fn openness(batch: &BatchCard, now: Moment) -> Openness {
    match batch.stage {
        Stage::Cancelled => Openness::Cancelled,
        Stage::Planned => Openness::NotYet(batch.window.opens.filter(|opens| *opens > now)),
        Stage::Open => {
            if batch.window.opens.is_some_and(|opens| opens > now) {
                Openness::NotYet(batch.window.opens)
            } else if batch.window.closes.is_some_and(|closes| closes < now) {
                Openness::Closed
            } else {
                Openness::Open
            }
        }
        Stage::Ready | Stage::Running | Stage::Finished | Stage::Closed => Openness::Closed,
    }
}

/// A course that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place in [`Catalogue::courses`].
    pub course: usize,
    /// The batch to show with it, as its place in [`CourseCard::batches`]: one that can be registered in before one
    /// that cannot, then the earliest.
    pub batch: Option<usize>,
}

impl Hit {
    /// The course in the catalogue that the index was made from.
    pub fn course(self, catalogue: &Catalogue) -> Option<&CourseCard> {
        catalogue.courses.get(self.course)
    }

    /// The batch in that catalogue.
    pub fn batch(self, catalogue: &Catalogue) -> Option<&BatchCard> {
        self.course(catalogue)?.batches.get(self.batch?)
    }
}

/// What the words of a course are worth: the higher, the further up it is found.
mod worth {
    pub const CODE: u8 = 9;
    pub const TITLE_BEGIN: u8 = 7;
    pub const TITLE: u8 = 6;
    pub const TAG: u8 = 3;
    pub const PLACE: u8 = 1;
    /// Added where the whole word was typed.
    pub const WHOLE: u8 = 1;
}

/// A word of a course.
#[derive(Debug)]
struct Entry {
    word: Box<str>,
    course: usize,
    worth: u8,
}

#[derive(Debug)]
struct CourseFacts {
    mode: Mode,
    competence: Competence,
    partner: PartnerType,
    credit: CreditBand,
    batches: Range<usize>,
}

#[derive(Debug)]
struct BatchFacts {
    /// Its place in the course's list.
    at: usize,
    place: usize,
    first: Day,
    month: (i32, u8),
    /// 0: open with a free seat; 1: open and full; 2: opens later; [`OVER`].
    rank: u8,
}

#[derive(Debug)]
struct Place {
    name: String,
    words: Vec<Box<str>>,
}

/// The index of one catalogue.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    courses: Vec<CourseFacts>,
    batches: Vec<BatchFacts>,
    places: Vec<Place>,
}

/// How good the match is, whether nothing of it can be registered in any more, and the first day.
type Order = (Reverse<u16>, bool, Day);

/// One word of a query: what it is worth for each course, and which places begin with it.
struct Term {
    worth: Vec<u8>,
    places: Vec<bool>,
}

impl Index {
    /// Indexes a catalogue as it stands at this moment.
    pub fn new(catalogue: &Catalogue, now: Moment) -> Self {
        let mut index = Self::default();
        let mut names: Vec<&str> = catalogue
            .courses
            .iter()
            .flat_map(|course| &course.batches)
            .map(|b| b.place.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        index.places = names
            .iter()
            .map(|name| Place {
                name: (*name).to_owned(),
                words: fold::words(name),
            })
            .collect();
        for (at, course) in catalogue.courses.iter().enumerate() {
            index.add(at, course, &names, now);
        }
        index.entries.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        index
    }

    fn add(&mut self, at: usize, course: &CourseCard, places: &[&str], now: Moment) {
        let mut put = |words: Vec<Box<str>>, worth: u8, first: u8| {
            for (nth, word) in words.into_iter().enumerate() {
                let worth = if nth == 0 { first } else { worth };
                self.entries.push(Entry {
                    word,
                    course: at,
                    worth,
                });
            }
        };
        put(fold::words(&course.title), worth::TITLE, worth::TITLE_BEGIN);
        put(fold::words(&course.code), worth::CODE, worth::CODE);
        put(vec![fold::joined(&course.code)], worth::CODE, worth::CODE);
        for tag in &course.tags {
            put(fold::words(tag), worth::TAG, worth::TAG);
        }
        let from = self.batches.len();
        for (nth, batch) in course.batches.iter().enumerate() {
            let first = batch.first_day();
            let date = first.date();
            self.batches.push(BatchFacts {
                at: nth,
                place: places.binary_search(&batch.place.as_str()).unwrap_or(usize::MAX),
                first,
                month: (date.year(), u8::try_from(date.month()).unwrap_or(1)),
                rank: match openness(batch, now) {
                    Openness::Open if batch.free > 0 => 0,
                    Openness::Open => 1,
                    Openness::NotYet(_) => 2,
                    Openness::Closed | Openness::Cancelled => OVER,
                },
            });
        }
        self.courses.push(CourseFacts {
            mode: course.mode,
            competence: course.competence,
            partner: course.partner_type,
            credit: CreditBand::of(course.credit),
            batches: from..self.batches.len(),
        });
    }

    /// The courses found, the best match first, then those that are not over, then the earliest, then by title as in the catalogue.
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<Hit> {
        let terms = self.terms(query);
        let place = self.place_of(filter);
        let mut found: Vec<(Order, Hit)> = (0..self.courses.len())
            .filter_map(|course| self.hit(course, &terms, filter, place))
            .collect();
        found.sort_by_key(|(order, hit)| (*order, hit.course));
        found.into_iter().map(|(_, hit)| hit).collect()
    }

    /// How many courses a filter lets through.
    pub fn count(&self, filter: &Filter) -> usize {
        let place = self.place_of(filter);
        (0..self.courses.len())
            .filter(|course| self.hit(*course, &[], filter, place).is_some())
            .count()
    }

    /// How many courses there are.
    pub fn len(&self) -> usize {
        self.courses.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.courses.is_empty()
    }

    /// The places of the batches, by name.
    pub fn places(&self) -> Vec<String> {
        self.places.iter().map(|place| place.name.clone()).collect()
    }

    /// Year and month in which batches begin, the earliest first.
    pub fn months(&self) -> Vec<(i32, u8)> {
        let mut months: Vec<(i32, u8)> = self.batches.iter().map(|batch| batch.month).collect();
        months.sort_unstable();
        months.dedup();
        months
    }

    fn place_of(&self, filter: &Filter) -> Option<usize> {
        let name = filter.place.as_ref()?;
        Some(
            self.places
                .iter()
                .position(|place| place.name == *name)
                .unwrap_or(usize::MAX),
        )
    }

    fn terms(&self, query: &str) -> Vec<Term> {
        let mut words = fold::words(query);
        words.dedup();
        words.truncate(MOST_WORDS);
        words.iter().map(|word| self.term(word)).collect()
    }

    fn term(&self, word: &str) -> Term {
        let mut worth = vec![0; self.courses.len()];
        let from = self.entries.partition_point(|entry| *entry.word < *word);
        for entry in self
            .entries
            .iter()
            .skip(from)
            .take_while(|entry| entry.word.starts_with(word))
        {
            let whole = if entry.word.len() == word.len() {
                worth::WHOLE
            } else {
                0
            };
            if let Some(best) = worth.get_mut(entry.course) {
                *best = (*best).max(entry.worth + whole);
            }
        }
        let places = self
            .places
            .iter()
            .map(|p| p.words.iter().any(|own| own.starts_with(word)))
            .collect();
        Term { worth, places }
    }

    fn hit(
        &self,
        course: usize,
        terms: &[Term],
        filter: &Filter,
        place: Option<usize>,
    ) -> Option<(Order, Hit)> {
        let facts = self.courses.get(course)?;
        let lets = |wanted: bool| wanted.then_some(());
        lets(filter.mode.is_none_or(|mode| mode == facts.mode))?;
        lets(
            filter
                .competence
                .is_none_or(|competence| competence == facts.competence),
        )?;
        lets(filter.partner.is_none_or(|partner| partner == facts.partner))?;
        lets(filter.credit.is_none_or(|credit| credit == facts.credit))?;
        let mut worth = 0_u16;
        let mut elsewhere: Vec<&Term> = Vec::new();
        for term in terms {
            match term.worth.get(course) {
                Some(0) | None => {
                    elsewhere.push(term);
                    worth += u16::from(worth::PLACE);
                }
                Some(own) => worth += u16::from(*own),
            }
        }
        let batch = self
            .batches
            .get(facts.batches.clone())?
            .iter()
            .filter(|batch| place.is_none_or(|place| place == batch.place))
            .filter(|batch| filter.month.is_none_or(|month| month == batch.month))
            .filter(|batch| !filter.with_seats || batch.rank == 0)
            .filter(|batch| {
                elsewhere
                    .iter()
                    .all(|term| term.places.get(batch.place) == Some(&true))
            })
            .min_by_key(|batch| (batch.rank, batch.first));
        let needs_batch = filter.is_of_batches() || !elsewhere.is_empty();
        lets(batch.is_some() || !needs_batch)?;
        let over = batch.is_none_or(|batch| batch.rank == OVER);
        let day = batch.map_or(Day(i32::MAX), |batch| batch.first);
        let hit = Hit {
            course,
            batch: batch.map(|batch| batch.at),
        };
        Some(((Reverse(worth), over, day), hit))
    }
}

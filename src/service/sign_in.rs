//! Sign in: a number and a PIN; at first use an activation code that the officer printed.
//!
//! A number is no secret (domain notes 2.6), so the words and the time are the same for an unknown number and for a
//! wrong PIN, and after five wrong tries this terminal pauses: 60 seconds, then twice as long each time; so does the
//! number that was tried, wherever the tries were made in between. The count is
//! kept outside of memory before the answer is given: pulling the plug does not begin it anew. A pause does not trust
//! the wall clock: after a restart it begins again from its start.

use super::{
    Answer, Clock, Denied, Office,
    pin::{activation_key, is_weak, pin_key},
};
use crate::{
    domain::{code::Activation, day::Moment, id::PersonId, number::Number, refusal::Refusal},
    state::card::SessionCard,
    store::vault::Vault,
};

/// Tries before a pause.
const TRIES: u32 = 5;
/// The first pause, in seconds.
const FIRST_PAUSE: u32 = 60;
/// The longest pause, in seconds: an hour.
const LONGEST_PAUSE: u32 = 3_600;

const WRONG_TRIES: &[u8] = b"try/wrong";

/// Whose PIN is being tried: the number under the pepper, so that the vault names nobody.
pub(super) type Tried = [u8; 16];

fn tried_key(tried: &Tried) -> Vec<u8> {
    [b"try/of/".as_slice(), tried].concat()
}

/// Wrong tries at this terminal, and the pause they led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    wrong: u32,
    /// When it began, as the clock told then.
    began: Option<Moment>,
}

impl Pause {
    /// The state before the restart; a pause that was on begins again.
    pub(super) fn restored(vault: &Vault, now: Moment) -> Self {
        Self::kept(vault, WRONG_TRIES, now)
    }

    fn kept(vault: &Vault, key: &[u8], now: Moment) -> Self {
        let count = vault.get(key).and_then(|bytes| bytes.first_chunk::<4>()).copied();
        let wrong = count.map_or(0, u32::from_le_bytes);
        let mut pause = Self { wrong, began: None };
        pause.begin(now);
        pause
    }

    fn begin(&mut self, now: Moment) {
        self.began = (pause_seconds(self.wrong) > 0).then_some(now);
    }

    /// Seconds left, given the clock. A clock that went back to before the pause begins it again from there, once:
    /// waiting for the clock to come back could take years.
    fn left(&mut self, now: Moment) -> u32 {
        let Some(began) = self.began else { return 0 };
        if now < began {
            self.began = Some(now);
        }
        let passed = now.0.saturating_sub(began.0.min(now.0));
        let left = i64::from(pause_seconds(self.wrong)) * 1000 - passed;
        u32::try_from(left.max(0).saturating_add(999) / 1000).unwrap_or(0)
    }
}

/// The pause after so many wrong tries: none but after each fifth, and then twice the last.
const fn pause_seconds(wrong: u32) -> u32 {
    if wrong == 0 || !wrong.is_multiple_of(TRIES) {
        return 0;
    }
    let doublings = wrong / TRIES - 1;
    if doublings > 6 {
        LONGEST_PAUSE
    } else {
        FIRST_PAUSE << doublings
    }
}

impl Office {
    /// Signs in with a number and a PIN.
    pub fn sign_in(&mut self, number: &str, pin: &str) -> Answer<SessionCard> {
        let (tried, person) = self.known(number)?;
        self.refuse_while_paused(tried)?;
        let kept = person.and_then(|person| self.vault.get(&pin_key(person)).map(<[u8]>::to_vec));
        match person {
            Some(person) if self.check_verifier(kept.as_deref(), pin) => {
                self.good_try(tried)?;
                self.session(person)
            }
            Some(_) => Err(self.failed_try(tried)?.into()),
            None => {
                self.check_verifier(None, pin);
                Err(self.failed_try(tried)?.into())
            }
        }
    }

    /// First use: the activation code that an officer printed, then a PIN of one's own. A code is good once.
    pub fn activate(&mut self, number: &str, code: &str, pin: &str) -> Answer<SessionCard> {
        let (tried, person) = self.known(number)?;
        self.refuse_while_paused(tried)?;
        let typed = Activation::read(code)
            .map(|code| code.plain())
            .unwrap_or_default();
        let kept = person.and_then(|person| self.vault.get(&activation_key(person)).map(<[u8]>::to_vec));
        let right = self.check_verifier(kept.as_deref(), &typed);
        let Some(person) = person.filter(|_| right) else {
            return Err(self.failed_try(tried)?.into());
        };
        self.good_try(tried)?;
        if is_weak(pin, self.born(person)) {
            return Err(Refusal::WeakPin.into());
        }
        self.set_pin(person, pin)?;
        self.session(person)
    }

    /// The person of a number that can be one; `None` where nobody here has it.
    fn known(&self, number: &str) -> Answer<(Tried, Option<PersonId>)> {
        let reading = Number::read(number, self.number_day());
        let number = reading
            .map_err(|fault| Denied::Refused(Refusal::Number(fault)))?
            .number;
        Ok((self.tried(number), self.book.person_of(number)?))
    }

    /// The name under which tries at a number are counted.
    pub(super) fn tried(&self, number: Number) -> Tried {
        let hash = blake3::keyed_hash(&self.pepper, &number.as_u64().to_le_bytes());
        hash.as_bytes().first_chunk::<16>().copied().unwrap_or_default()
    }

    /// Tries at a number, as they were before a restart where they are not known yet.
    fn tries(&mut self, tried: Tried) -> &mut Pause {
        // A pause that was on at the restart began again then.
        let (vault, now) = (&self.vault, self.opened_at);
        self.tries
            .entry(tried)
            .or_insert_with(|| Pause::kept(vault, &tried_key(&tried), now))
    }

    pub(super) fn refuse_while_paused(&mut self, tried: Tried) -> Answer<()> {
        let now = self.wall();
        match self.pause.left(now).max(self.tries(tried).left(now)) {
            0 => Ok(()),
            seconds => Err(Refusal::Pause { seconds }.into()),
        }
    }

    /// Counts a wrong try, durably, before it is answered: at this terminal, and at this number. Only the number's own
    /// PIN clears the second, so that nobody guesses on by signing in as themselves in between.
    pub(super) fn failed_try(&mut self, tried: Tried) -> Answer<Refusal> {
        let wrong = self.pause.wrong.saturating_add(1);
        let at_number = self.tries(tried).wrong.saturating_add(1);
        self.vault.commit(&[
            (WRONG_TRIES, Some(&wrong.to_le_bytes())),
            (&tried_key(&tried), Some(&at_number.to_le_bytes())),
        ])?;
        let now = self.wall();
        self.pause.wrong = wrong;
        self.pause.begin(now);
        let of_number = self.tries(tried);
        of_number.wrong = at_number;
        of_number.begin(now);
        let left = |wrong: u32| u8::try_from(TRIES - wrong % TRIES).unwrap_or(0);
        Ok(match pause_seconds(wrong).max(pause_seconds(at_number)) {
            0 => Refusal::Credentials {
                left: left(wrong).min(left(at_number)),
            },
            seconds => Refusal::Pause { seconds },
        })
    }

    /// Forgets wrong tries at this terminal and at this number.
    pub(super) fn good_try(&mut self, tried: Tried) -> Answer<()> {
        if self.pause.wrong > 0 || self.tries(tried).wrong > 0 {
            self.vault
                .commit(&[(WRONG_TRIES, None), (&tried_key(&tried), None)])?;
            self.pause = Pause::default();
        }
        self.tries.remove(&tried);
        Ok(())
    }

    /// Forgets wrong tries at the number of somebody who is gone.
    pub(super) fn forget_tries(&mut self, number: Number) -> Answer<()> {
        let tried = self.tried(number);
        self.tries.remove(&tried);
        Ok(self.vault.commit(&[(&tried_key(&tried), None)])?)
    }

    /// How many wrong tries are counted at somebody's number.
    pub(super) fn wrong_tries(&mut self, number: Number) -> u32 {
        let tried = self.tried(number);
        self.tries(tried).wrong
    }

    /// Forgets wrong tries at somebody's number: an officer has given them a new activation code.
    pub(super) fn forgive(&mut self, person: PersonId) -> Answer<()> {
        if let Some(number) = self.person_state(person)?.number() {
            let tried = self.tried(number);
            self.tries.remove(&tried);
            self.vault.commit(&[(&tried_key(&tried), None)])?;
        }
        Ok(())
    }

    /// What a screen needs of who is signed in.
    pub fn session(&mut self, id: PersonId) -> Answer<SessionCard> {
        let person = self.person(id)?;
        let waiting = self.surveys_waiting(id)?;
        let unit = self.unit_name(person.unit);
        let profile = person.profile.as_ref();
        Ok(SessionCard {
            person: id,
            short_name: person.short_name(),
            name: profile
                .map(|profile| profile.name.to_string())
                .unwrap_or_default(),
            number: profile
                .map(|profile| profile.number.grouped())
                .unwrap_or_default(),
            unit,
            position: profile
                .and_then(|profile| profile.position.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
            employment: person.employment,
            roles: person.roles,
            surveys_waiting: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        })
    }

    /// The batches whose survey waits for somebody.
    pub(super) fn surveys_waiting(&mut self, person: PersonId) -> Answer<Vec<crate::domain::id::BatchId>> {
        let mut waiting = Vec::new();
        for place in self.person_state(person)?.places {
            let today = self.today();
            let found = self.book.batch(place.batch)?;
            let reg = found.and_then(|batch| {
                let reg = batch.reg(person, place.attempt)?;
                super::survey::is_open(&batch.head, reg, today).then(|| reg.clone())
            });
            let own = self.book.log_id();
            let here = |reg| super::survey::asked_at(self.book.roll(), &reg) == Some(own);
            if reg.is_some_and(here) && !self.has_answered(place.batch, person)? {
                waiting.push(place.batch);
            }
        }
        Ok(waiting)
    }
}

/// The system's wall clock.
#[must_use]
pub fn system_clock() -> Clock {
    std::sync::Arc::new(|| {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fifth_wrong_try_pauses_twice_as_long_up_to_an_hour() {
        assert_eq!([4, 5, 6, 10, 15].map(pause_seconds), [0, 60, 0, 120, 240]);
        assert_eq!(pause_seconds(500), LONGEST_PAUSE);
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_lock_the_terminal_for_years() {
        let mut pause = Pause {
            wrong: 5,
            began: None,
        };
        pause.begin(Moment(1_000_000_000_000));
        assert_eq!(pause.left(Moment(1_000_000_059_001)), 1);
        assert_eq!(pause.left(Moment(1_000_000_060_000)), 0);
        assert_eq!(pause.left(Moment(5_000)), 60);
        assert_eq!(pause.left(Moment(64_001)), 1);
        assert_eq!(pause.left(Moment(65_000)), 0);
    }
}

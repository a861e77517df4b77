//! Administer: people, activation codes, roles.

use super::{
    Answer, Denied, Office,
    pin::{activation_key, pin_key},
    random,
};
use crate::{
    domain::{
        code::Activation,
        id::{PersonId, UnitId},
        receipt::Receipt,
        refusal::Refusal,
        role::Role,
    },
    ledger::body::people::RoleSet,
    state::{card::PersonLine, person::PersonState, world::Subject},
    store::book::Draft,
};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// How many people a list shows.
const SHOWN: usize = 50;

/// Whether every word of a query begins a word of a name, or its digits occur in the number.
fn matches(query: &str, state: &PersonState) -> bool {
    let Some(profile) = state
        .record
        .as_ref()
        .and_then(|record| record.value.profile.as_ref())
    else {
        return false;
    };
    let digits: String = query.chars().filter(char::is_ascii_digit).collect();
    if digits.len() >= 4 && query.chars().all(|c| c.is_ascii_digit() || c == ' ') {
        return profile.number.digits().contains(&digits);
    }
    let name = profile.name.to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| {
        name.split(|c: char| !c.is_alphanumeric())
            .any(|of_name| of_name.starts_with(word))
    })
}

/// What the file of a printed slip is called.
pub(super) fn slip_name(code: crate::domain::code::Code) -> String {
    format!("slip-{}.txt", code.plain())
}

impl Office {
    pub(crate) fn person_line(&self, id: PersonId, state: &PersonState) -> PersonLine {
        let record = state.record.as_ref().map(|record| &record.value);
        let profile = record.and_then(|record| record.profile.as_ref());
        PersonLine {
            person: id,
            name: profile
                .map(|profile| profile.name.to_string())
                .unwrap_or_default(),
            number: profile
                .map(|profile| profile.number.grouped())
                .unwrap_or_default(),
            unit: record
                .map(|record| self.unit_name(record.unit))
                .unwrap_or_default(),
            has_pin: self.has_pin(id),
            roles: state.roles_now(),
        }
    }

    /// People by the start of words of the name, or by digits of the number: at most 50, and how many there are.
    pub fn people(&self, officer: PersonId, query: &str) -> Answer<(Vec<PersonLine>, u64)> {
        self.require(officer, Role::Officer)?;
        let (mut lines, mut count) = (Vec::new(), 0u64);
        self.book.each_person(|id, state| {
            if matches(query, &state) {
                count += 1;
                if lines.len() < SHOWN {
                    lines.push(self.person_line(id, &state));
                }
            }
            true
        })?;
        lines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((lines, count))
    }

    /// A new activation code, which also takes the PIN away. It is shown once: only its verifier is kept.
    pub fn new_activation(
        &mut self,
        officer: PersonId,
        person: PersonId,
    ) -> Answer<(PersonLine, Zeroizing<String>)> {
        self.require(officer, Role::Officer)?;
        self.activation_for(person)
    }

    /// The same for the command line and the first officer, where the data directory itself is the authority.
    pub fn activation_for(&mut self, person: PersonId) -> Answer<(PersonLine, Zeroizing<String>)> {
        let state = self.person_state(person)?;
        let code = Activation::from_random(random()?);
        let kept = self.make_verifier(&code.plain())?;
        self.vault
            .commit(&[(&activation_key(person), Some(&kept)), (&pin_key(person), None)])?;
        self.forgive(person)?;
        Ok((self.person_line(person, &state), Zeroizing::new(code.grouped())))
    }

    /// A code that was shown just now, as a letter to print; answers where it is.
    pub fn print_activation(&mut self, officer: PersonId, person: PersonId, code: &str) -> Answer<PathBuf> {
        self.require(officer, Role::Officer)?;
        let plain = Activation::read(code)
            .map(|code| code.plain())
            .unwrap_or_default();
        let kept = self.vault.get(&activation_key(person)).map(<[u8]>::to_vec);
        if !self.check_verifier(kept.as_deref(), &plain) {
            return Err(Refusal::NotFound.into());
        }
        let line = self.person_line(person, &self.person_state(person)?);
        let text = Zeroizing::new(crate::report::slip::activation(&self.name, &line, code));
        self.write_out("aktivasi.txt", &text)
    }

    /// Activation codes for everybody of a unit without a PIN, as a text to print and cut; answers where it is.
    pub fn print_activations(&mut self, officer: PersonId, unit: &str) -> Answer<PathBuf> {
        self.require(officer, Role::Officer)?;
        let unit = UnitId::of_code(unit);
        if !self.book.units().contains_key(&unit) {
            return Err(Refusal::NotFound.into());
        }
        let mut people = Vec::new();
        self.book.each_person(|id, state| {
            let of_unit = state
                .record
                .as_ref()
                .is_some_and(|record| record.value.unit == unit);
            if of_unit && !self.has_pin(id) {
                people.push(id);
            }
            true
        })?;
        let mut text = Zeroizing::new(String::new());
        for person in people {
            let (line, code) = self.activation_for(person)?;
            text.push_str(&crate::report::slip::activation(&self.name, &line, &code));
        }
        self.write_out("aktivasi.txt", &text)
    }

    /// Refuses unless the person is an officer.
    pub fn require_officer(&self, person: PersonId) -> Answer<()> {
        self.require(person, Role::Officer)
    }

    /// Writes the text of a slip to the folder for printing; answers where it is.
    pub fn print_slip(&self, receipt: &Receipt) -> Answer<PathBuf> {
        let text = crate::report::slip::receipt(&self.name, receipt);
        self.write_out(&slip_name(receipt.code), &text)
    }

    /// Gives or takes a role.
    pub fn set_role(&mut self, officer: PersonId, person: PersonId, role: Role, given: bool) -> Answer<()> {
        self.require(officer, Role::Officer)?;
        if officer == person && role == Role::Officer && !given {
            // The last officer would lock everybody out.
            return Err(Refusal::WrongState.into());
        }
        self.grant(person, role, given, Some(officer))
    }

    /// The same for the command line, where the data directory itself is the authority.
    pub fn grant(
        &mut self,
        person: PersonId,
        role: Role,
        given: bool,
        actor: Option<PersonId>,
    ) -> Answer<()> {
        self.person_state(person)?;
        let body = RoleSet {
            role: role.number(),
            given,
        };
        self.commit(&[Draft::new(Subject::Person(person), body).by(actor)])
    }

    /// Writes a text to the folder for printing; answers where it is.
    pub(crate) fn write_out(&self, name: &str, text: &str) -> Answer<PathBuf> {
        let dir = self.book.data().join(crate::store::papers::DIR);
        let path = dir.join(name);
        let file = |source| Denied::File {
            path: path.display().to_string(),
            source,
        };
        self.files.create_dir_all(&dir).map_err(file)?;
        crate::store::files::replace(&*self.files, &path, text.as_bytes()).map_err(file)?;
        Ok(path)
    }
}

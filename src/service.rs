//! The use cases, one a file: each decides in `domain`, writes through `store`, and answers with a receipt or a
//! refusal.

pub mod about;
pub mod admin;
pub mod attend;
pub mod cancel;
pub mod catalogue;
pub mod clock;
pub mod concerns;
pub mod custodian;
pub mod demo;
pub mod desk;
pub mod erase;
mod halt;
pub mod health;
pub mod hub;
pub mod import;
pub mod join;
pub mod media;
pub mod pin;
pub mod plan;
pub mod promote;
pub mod register;
pub mod release;
pub mod seats;
pub mod sign_in;
pub mod survey;
pub mod sync;
pub mod trainings;

use crate::{
    domain::{
        day::{Day, Moment},
        id::{BatchId, CourseId, PersonId},
        person::Person,
        policy::Policy,
        refusal::{Refusal, Trouble},
        role::Role,
    },
    exchange::Exchange,
    ledger::body::{Body, office::NodeOpened},
    state::{
        batch::Head, card::Catalogue, course::CourseState, person::PersonState, stamp::get, world::Subject,
    },
    store::{
        ballot::{BallotKey, Chest},
        blobs::BlobsError,
        book::{Book, BookError, Draft, Opened, Settings},
        files::{Files, RealFiles},
        identity::Around,
        index::IndexFault,
        pulse::Pulse,
        secret::{self, Pepper, SecretError},
        vault::{Vault, VaultError},
    },
};
use std::{path::Path, sync::Arc};

/// Why a use case did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Denied {
    /// The rules say no: nothing was written.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Something of ours failed.
    #[error("{0}")]
    Book(#[source] BookError),
    /// The node-local facts.
    #[error("{0}")]
    Vault(#[from] VaultError),
    /// A file beside the store: a slip's text, a ballot.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// What this terminal remembers of the exchange, or a file of it.
    #[error("{0}")]
    Sync(String),
    /// A ballot file that cannot be read or written.
    #[error("{0}")]
    Ballot(String),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<IndexFault> for Denied {
    fn from(fault: IndexFault) -> Self {
        Self::Book(fault.into())
    }
}

impl From<SecretError> for Denied {
    fn from(fault: SecretError) -> Self {
        Self::Book(fault.into())
    }
}

impl Denied {
    /// The code for the officer, without a person's data.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        let code = match self {
            Self::Refused(_) => "ATURAN-00",
            Self::Book(BookError::NoOffice { .. }) => "DATA-01",
            Self::Book(BookError::Lock(_)) => "DATA-02",
            Self::Book(BookError::Older { .. }) => "DATA-03",
            Self::Book(BookError::Index(_)) => "DATA-04",
            Self::Book(BookError::Secret(_)) => "DATA-05",
            Self::Book(BookError::Standing(_)) => "DATA-08",
            Self::Book(BookError::Log(_)) => "SIMPAN-01",
            Self::Book(
                BookError::MissingBlobs { .. }
                | BookError::Blobs(BlobsError::Damaged { .. } | BlobsError::Lost { .. }),
            ) => "DATA-06",
            Self::Vault(VaultError::Damaged(_) | VaultError::Lost) => "DATA-07",
            Self::Book(BookError::Blobs(_)) => "SIMPAN-02",
            Self::Vault(_) => "SIMPAN-03",
            Self::Ballot(_) => "SIMPAN-04",
            Self::Sync(_) => "SIMPAN-09",
            Self::File { .. } => "SIMPAN-05",
            Self::Book(BookError::Io(_)) => "SIMPAN-06",
            Self::Book(BookError::Full { .. }) => "SIMPAN-07",
            Self::Book(BookError::ViewLost(_)) => "SIMPAN-08",
        };
        Trouble {
            code,
            detail: self.to_string(),
        }
    }
}

/// What a use case answers.
pub type Answer<T> = Result<T, Denied>;

/// Tells the wall clock's claim. Injected, so that tests and simulations tell their own time.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// Keys of the node-local facts.
mod fact {
    pub const OFFICE: &[u8] = b"office/name";
    pub const DEMO: &[u8] = b"office/demo";
    /// Seals ballots; it never leaves this machine.
    pub const BALLOT_KEY: &[u8] = b"ballot/key";
}

/// The office: everything a use case needs.
pub struct Office {
    pub(crate) book: Book,
    vault: Vault,
    pepper: Pepper,
    chest: Chest,
    /// The exchange with other offices.
    pub(crate) exchange: Exchange,
    files: Arc<dyn Files>,
    clock: Clock,
    /// Whether that clock can be believed.
    keeper: clock::Keeper,
    policy: Policy,
    /// Why the office's own policy is not in force, where it has one that cannot be read.
    policy_fault: Option<String>,
    /// Why the view could not be written lately.
    unwritten: Option<String>,
    cost: pin::Cost,
    name: String,
    demo: Option<Arc<str>>,
    /// The catalogue of a day: what is over leaves it at midnight.
    catalogue: Option<(Day, Arc<Catalogue>)>,
    opened: Opened,
    /// What was shown of surveys, so that results stand still in between.
    boards: rustc_hash::FxHashMap<BatchId, crate::survey::release::Board>,
    /// When the pause after too many wrong tries ends, as [`Clock`] tells; kept in the vault as a count.
    pause: sign_in::Pause,
    /// When it was opened, as the clock told then.
    opened_at: Moment,
    /// Wrong tries at numbers.
    tries: rustc_hash::FxHashMap<sign_in::Tried, sign_in::Pause>,
}

impl Office {
    /// Makes an office in `data` and opens it; an office that is there already is opened as it is.
    pub fn create(data: &Path, name: &str, clock: Clock) -> Answer<Self> {
        Book::create(&RealFiles, data)?;
        Self::open(data, clock)?.begun(name)
    }

    /// [`Self::create`] over other file calls.
    pub fn create_with(files: Arc<dyn Files>, data: &Path, name: &str, clock: Clock) -> Answer<Self> {
        Book::create(&*files, data)?;
        Self::open_with(files, data, clock)?.begun(name)
    }

    /// The office with its first operation and its name.
    fn begun(self, name: &str) -> Answer<Self> {
        let mut office = self;
        if office.book.operations() == 0 {
            let opened = NodeOpened {
                name: name.to_owned(),
                role: 1,
                public_key: office.book.public_key(),
            };
            office.commit(&[Draft::new(Subject::None, opened)])?;
        }
        if office.vault.get(fact::OFFICE).is_none() {
            office.vault.commit(&[(fact::OFFICE, Some(name.as_bytes()))])?;
            name.clone_into(&mut office.name);
        }
        Ok(office)
    }

    /// Opens the office in `data`, on this machine: a copy of its data is recognised by what surrounds it.
    pub fn open(data: &Path, clock: Clock) -> Answer<Self> {
        Self::open_told(data, clock, &Pulse::default())
    }

    /// [`Self::open`], where somebody waits and is told how far long work is.
    pub fn open_told(data: &Path, clock: Clock, pulse: &Pulse) -> Answer<Self> {
        let settings = Settings {
            around: Around::of_this_machine(),
            pulse: pulse.clone(),
            ..Settings::default()
        };
        Self::open_around(Arc::new(RealFiles), data, clock, settings)
    }

    /// [`Self::open`] over other file calls, with nothing around.
    pub fn open_with(files: Arc<dyn Files>, data: &Path, clock: Clock) -> Answer<Self> {
        Self::open_around(files, data, clock, Settings::default())
    }

    /// [`Self::open`] over other file calls and with other surroundings.
    pub fn open_around(files: Arc<dyn Files>, data: &Path, clock: Clock, settings: Settings) -> Answer<Self> {
        let (book, opened) = Book::open_with(Arc::clone(&files), data, settings)?;
        let mut vault = Vault::open(Arc::clone(&files), data)?;
        // Both are made before the first operation. Where there are operations they were lost, and new ones in their
        // place would refuse every PIN and read no ballot, without a word why.
        let fresh = book.operations() == 0;
        if vault.get(fact::BALLOT_KEY).is_none() {
            if !fresh {
                return Err(VaultError::Lost.into());
            }
            vault.set(fact::BALLOT_KEY, &random::<32>()?)?;
        }
        let pepper = match secret::pepper(&*files, data)? {
            Some(pepper) => pepper,
            None if !fresh => return Err(SecretError::Lost(secret::PEPPER_FILE).into()),
            None => secret::create_pepper(&*files, data, random()?)?,
        };
        let key = vault
            .get(fact::BALLOT_KEY)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let key = key.ok_or_else(|| Denied::Ballot("the ballot key cannot be read".to_owned()))?;
        let chest = Chest::open(Arc::clone(&files), data.join("ballot"), BallotKey::new(key))
            .map_err(|fault| Denied::Ballot(fault.to_string()))?;
        let exchange =
            Exchange::open(Arc::clone(&files), data).map_err(|fault| Denied::Sync(fault.to_string()))?;
        let text = |key| {
            vault
                .get(key)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let name = text(fact::OFFICE).unwrap_or_default();
        let demo = text(fact::DEMO).map(Arc::from);
        let opened_at = clock();
        let pause = sign_in::Pause::restored(&vault, opened_at);
        let keeper = clock::Keeper::open(&vault, u64::try_from(book.last_moment().0).unwrap_or(0));
        let (policy, policy_fault) = read_policy(data);
        Ok(Self {
            book,
            vault,
            pepper,
            chest,
            exchange,
            files,
            clock,
            keeper,
            policy,
            policy_fault,
            unwritten: None,
            cost: pin::Cost::default(),
            name,
            demo,
            catalogue: None,
            opened,
            boards: rustc_hash::FxHashMap::default(),
            pause,
            opened_at,
            tries: rustc_hash::FxHashMap::default(),
        })
    }

    /// The office's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// In the demo: the line that says which numbers and PINs to try.
    #[must_use]
    pub fn demo(&self) -> Option<Arc<str>> {
        self.demo.clone()
    }

    /// Keeps the demo's line.
    pub fn set_demo(&mut self, line: &str) -> Answer<()> {
        self.vault.commit(&[(fact::DEMO, Some(line.as_bytes()))])?;
        self.demo = Some(Arc::from(line));
        Ok(())
    }

    /// The rules of this office.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// How hard PINs are made to guess from now on. Tests and the demo take less.
    pub const fn set_cost(&mut self, cost: pin::Cost) {
        self.cost = cost;
    }

    /// The book, for commands that look beneath.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// The book, for commands that reach beneath.
    pub const fn book_mut(&mut self) -> &mut Book {
        &mut self.book
    }

    /// Does a use case; where the view fails on reading, it is made anew from the ledger and the use case is done once
    /// more. Use cases read before they write, and what they wrote already they find done.
    pub fn steady<T>(&mut self, mut work: impl FnMut(&mut Self) -> Answer<T>) -> Answer<T> {
        match work(self) {
            Err(fault) if self.mend(&fault) => work(self),
            answer => answer,
        }
    }

    /// Where a use case failed because the view did, makes the view anew; says whether it did, so that the use case is
    /// worth doing once more.
    pub fn mend(&mut self, fault: &Denied) -> bool {
        let Denied::Book(BookError::Index(fault)) = fault else {
            return false;
        };
        self.catalogue = None;
        fault.rebuild() && self.book.make_anew(&fault.to_string()).is_ok()
    }

    /// Whether idle work waits, see [`Self::settle`].
    #[must_use]
    pub const fn is_behind(&self) -> bool {
        self.book.is_behind()
    }

    /// Idle work: writes the view, where enough has changed. Nothing that was promised waits for it.
    pub fn settle(&mut self) -> Answer<()> {
        if self.is_behind() {
            Ok(self.book.checkpoint()?)
        } else {
            Ok(())
        }
    }

    /// Ends in order.
    pub fn close(mut self) -> Answer<()> {
        let rested = self.rest_clock();
        self.book.close()?;
        rested
    }

    /// Writes a change, durable when this returns.
    pub(crate) fn commit(&mut self, drafts: &[Draft]) -> Answer<()> {
        self.book.check_space().map_err(|fault| match fault {
            BookError::Full { .. } => Denied::Refused(Refusal::DiskFull),
            other => other.into(),
        })?;
        for draft in drafts {
            self.may_say(draft)?;
        }
        let sure = self.note_clock()?;
        let wall = self.stamp_ms();
        if sure {
            self.book.commit(drafts, wall)?;
        } else {
            self.book.commit(&clock::unsure(drafts), wall)?;
        }
        self.catalogue = None;
        if self.book.is_checkpoint_due() {
            // It is recorded: a view that cannot be written now says nothing against it, and is tried again.
            self.unwritten = self.book.checkpoint().err().map(|fault| fault.to_string());
        }
        Ok(())
    }

    /// Refuses what every fold would pass over: what only the centre may say, and a change of something that a newer
    /// release has changed in a way which this one does not understand. What destroys or gives back is never refused for
    /// the latter.
    fn may_say(&self, draft: &Draft) -> Answer<()> {
        let (own, roll) = (self.book.log_id(), self.book.roll());
        // A kiosk that has just joined knows nobody yet, itself included.
        if roll.node(own).is_some() && !roll.allows(own, &draft.body) {
            return Err(Refusal::CentreOnly.into());
        }
        if matches!(draft.body, Body::Erase(_) | Body::Give(_) | Body::Release(_)) {
            return Ok(());
        }
        let frozen = match draft.subject {
            Subject::None => false,
            Subject::Unit(id) => self.book.units().get(&id).is_some_and(|unit| unit.frozen),
            Subject::Course(id) => self.book.courses().get(&id).is_some_and(|course| course.frozen),
            Subject::Batch(id) => self.book.heads().get(&id).is_some_and(|head| head.frozen),
            Subject::Person(id) => self.book.person(id)?.is_some_and(|person| person.frozen),
        };
        if frozen {
            return Err(Refusal::Frozen.into());
        }
        Ok(())
    }

    pub(crate) fn person_state(&self, id: PersonId) -> Answer<PersonState> {
        self.book.person(id)?.ok_or(Denied::Refused(Refusal::NotFound))
    }

    pub(crate) fn person(&self, id: PersonId) -> Answer<Person> {
        self.person_state(id)?
            .person(id)
            .ok_or(Denied::Refused(Refusal::NotFound))
    }

    pub(crate) fn head(&self, id: BatchId) -> Answer<&Head> {
        self.book
            .heads()
            .get(&id)
            .ok_or(Denied::Refused(Refusal::NotFound))
    }

    pub(crate) fn course(&self, id: CourseId) -> Option<&crate::domain::course::Course> {
        self.book
            .courses()
            .get(&id)
            .and_then(|state: &CourseState| get(state.course.as_ref()))
    }

    pub(crate) fn unit_name(&self, id: crate::domain::id::UnitId) -> String {
        let unit = self
            .book
            .units()
            .get(&id)
            .and_then(|state| get(state.unit.as_ref()));
        unit.map(|unit| unit.name.to_string()).unwrap_or_default()
    }

    /// Refuses unless the person has the role.
    pub fn require(&self, person: PersonId, role: Role) -> Answer<()> {
        if self.person_state(person)?.roles_now().has(role) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed.into())
        }
    }
}

/// Random bytes of the system.
fn random<const N: usize>() -> Answer<[u8; N]> {
    secret::random::<N>().map_err(|fault| BookError::Io(std::io::Error::other(fault.to_string())).into())
}

/// The office's own values in `policy.toml`, or the defaults where there is no such file; and why it is not in force,
/// where it is there and cannot be read: a kiosk that does not start for a mistyped rule helps nobody.
fn read_policy(data: &Path) -> (Policy, Option<String>) {
    let read = match std::fs::read_to_string(data.join("policy.toml")) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return (Policy::default(), None),
        Err(fault) => Err(fault.to_string()),
        Ok(text) => toml::from_str(&text).map_err(|fault: toml::de::Error| fault.message().to_owned()),
    };
    match read {
        Ok(policy) => (policy, None),
        Err(why) => (Policy::default(), Some(format!("policy.toml: {why}"))),
    }
}

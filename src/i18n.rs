//! Every sentence on a screen, typed, Indonesian and English.
//!
//! One file a screen, each with a `Texts` struct and its two values, `ID` and `EN`: a field that one language lacks
//! does not compile. Sentences with a value in them are functions; none depends on a plural.

pub mod activate;
pub mod attendance;
pub mod attract;
pub mod batch_admin;
pub mod batches;
pub mod bundle_in;
pub mod bundle_out;
pub mod cancel;
pub mod catalogue;
pub mod change_pin;
pub mod cli;
pub mod clock;
pub mod common;
pub mod confirm;
pub mod course;
pub mod exchange;
pub mod facilitator;
pub mod filter;
pub mod finder;
pub mod format;
pub mod health;
pub mod help;
pub mod home;
pub mod import_file;
pub mod matters;
pub mod nodes;
pub mod notice;
pub mod officer;
pub mod out_of_service;
pub mod people;
pub mod refusal;
pub mod results;
pub mod seats;
pub mod sign_in;
pub mod survey;
pub mod survey_done;
pub mod survey_list;
pub mod survey_outline;
pub mod survey_review;
pub mod sync;
pub mod ticket;
pub mod trainings;
pub mod trouble;
pub mod word;

/// A language of the screens.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Lang {
    /// Bahasa Indonesia, what a kiosk starts in.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, for tests that sweep.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The other language: what F2 turns to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Id => Self::En,
            Self::En => Self::Id,
        }
    }

    /// All sentences in this language.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Id => &ID,
            Self::En => &EN,
        }
    }
}

/// All sentences of one language, a field a screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is the screen of its name")]
pub struct Texts {
    pub common: common::Texts,
    pub activate: activate::Texts,
    pub attendance: attendance::Texts,
    pub attract: attract::Texts,
    pub batch_admin: batch_admin::Texts,
    pub batches: batches::Texts,
    pub cancel: cancel::Texts,
    pub catalogue: catalogue::Texts,
    pub change_pin: change_pin::Texts,
    pub cli: cli::Texts,
    pub confirm: confirm::Texts,
    pub course: course::Texts,
    pub facilitator: facilitator::Texts,
    pub filter: filter::Texts,
    pub finder: finder::Texts,
    pub health: health::Texts,
    pub help: help::Texts,
    pub home: home::Texts,
    pub import_file: import_file::Texts,
    pub notice: notice::Texts,
    pub officer: officer::Texts,
    pub out_of_service: out_of_service::Texts,
    pub people: people::Texts,
    pub results: results::Texts,
    pub sign_in: sign_in::Texts,
    pub survey: survey::Texts,
    pub survey_done: survey_done::Texts,
    pub survey_list: survey_list::Texts,
    pub survey_outline: survey_outline::Texts,
    pub survey_review: survey_review::Texts,
    pub ticket: ticket::Texts,
    pub trainings: trainings::Texts,
    pub trouble: trouble::Texts,
    pub sync: sync::Texts,
    pub seats: seats::Texts,
    pub nodes: nodes::Texts,
    pub matters: matters::Texts,
    pub exchange: exchange::Texts,
    pub clock: clock::Texts,
    pub bundle_out: bundle_out::Texts,
    pub bundle_in: bundle_in::Texts,
}

macro_rules! texts {
    ($lang:ident) => {
        Texts {
            common: common::$lang,
            activate: activate::$lang,
            attendance: attendance::$lang,
            attract: attract::$lang,
            batch_admin: batch_admin::$lang,
            batches: batches::$lang,
            cancel: cancel::$lang,
            catalogue: catalogue::$lang,
            change_pin: change_pin::$lang,
            cli: cli::$lang,
            confirm: confirm::$lang,
            course: course::$lang,
            facilitator: facilitator::$lang,
            filter: filter::$lang,
            finder: finder::$lang,
            health: health::$lang,
            help: help::$lang,
            home: home::$lang,
            import_file: import_file::$lang,
            notice: notice::$lang,
            officer: officer::$lang,
            out_of_service: out_of_service::$lang,
            people: people::$lang,
            results: results::$lang,
            sign_in: sign_in::$lang,
            survey: survey::$lang,
            survey_done: survey_done::$lang,
            survey_list: survey_list::$lang,
            survey_outline: survey_outline::$lang,
            survey_review: survey_review::$lang,
            ticket: ticket::$lang,
            trainings: trainings::$lang,
            trouble: trouble::$lang,
            sync: sync::$lang,
            seats: seats::$lang,
            nodes: nodes::$lang,
            matters: matters::$lang,
            exchange: exchange::$lang,
            clock: clock::$lang,
            bundle_out: bundle_out::$lang,
            bundle_in: bundle_in::$lang,
        }
    };
}

static ID: Texts = texts!(ID);
static EN: Texts = texts!(EN);

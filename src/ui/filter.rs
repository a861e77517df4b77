//! What the catalogue is narrowed to: a word of the search, which every screen may use, and how it is said.

pub use crate::state::catalogue::filter::{CreditBand, Facet, Filter};

use crate::i18n::{Lang, format, word};
use chrono::NaiveDate;

/// What a filter asks of one question, in words; `None` where it lets all through.
pub fn said(lang: Lang, filter: &Filter, facet: Facet) -> Option<String> {
    let t = &lang.texts().filter;
    match facet {
        Facet::Place => filter.place.clone(),
        Facet::Month => filter.month.map(|month| self::month(lang, month)),
        Facet::Mode => filter.mode.map(|mode| word::mode(lang, mode).to_owned()),
        Facet::Competence => filter
            .competence
            .map(|one| word::competence(lang, one).to_owned()),
        Facet::Partner => filter.partner.map(|one| word::partner(lang, one).to_owned()),
        Facet::Credit => filter.credit.map(|band| credit(lang, band).to_owned()),
        Facet::Seats => filter.with_seats.then(|| t.with_seats.to_owned()),
    }
}

/// All that a filter asks, in words.
pub fn summary(lang: Lang, filter: &Filter) -> Vec<String> {
    Facet::ALL
        .into_iter()
        .filter_map(|facet| said(lang, filter, facet))
        .collect()
}

/// A year and month: "Desember 2026".
pub fn month(lang: Lang, (year, month): (i32, u8)) -> String {
    NaiveDate::from_ymd_opt(year, u32::from(month), 1)
        .map_or_else(String::new, |date| format::month_year(lang, date))
}

/// A band of credit hours.
pub fn credit(lang: Lang, band: CreditBand) -> &'static str {
    let t = &lang.texts().filter;
    match band {
        CreditBand::Short => t.credit_short,
        CreditBand::Medium => t.credit_medium,
        CreditBand::Long => t.credit_long,
    }
}

/// The name of a question.
pub fn question(lang: Lang, facet: Facet) -> &'static str {
    let t = &lang.texts().filter;
    match facet {
        Facet::Place => t.place,
        Facet::Month => t.month,
        Facet::Mode => t.mode,
        Facet::Competence => t.competence,
        Facet::Partner => t.partner,
        Facet::Credit => t.credit,
        Facet::Seats => t.seats,
    }
}

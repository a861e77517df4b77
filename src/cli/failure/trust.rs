//! Why nobody was trusted: the word and the sentence.

use crate::{
    exchange::trust::{invite::InviteFault, root::WordsFault, secret::SecretFault},
    i18n::cli::Texts,
    service::hub::Distrust,
};

/// The word in JSON.
pub(super) fn id(why: &Distrust) -> &'static str {
    match why {
        Distrust::Denied(_) => "denied",
        Distrust::NotTheCentre => "not_the_centre",
        Distrust::NoOrganisation => "no_organisation",
        Distrust::Already => "already",
        Distrust::SheetWaits => "sheet_waits",
        Distrust::WrongWords => "wrong_words",
        Distrust::NoUnit(_) => "no_unit",
        Distrust::NoNode(_) => "no_node",
        Distrust::Invite(InviteFault::NotAnInvite) => "not_an_invite",
        Distrust::Invite(InviteFault::WrongSecret) => "wrong_secret",
        Distrust::Invite(InviteFault::NoSecret) => "no_secret",
        Distrust::Invite(InviteFault::OtherFingerprint) | Distrust::OtherFingerprint => "other_fingerprint",
        Distrust::Invite(InviteFault::NotSigned) => "not_signed",
        Distrust::Secret(_) => "secret",
        Distrust::Words(_) => "words",
        Distrust::Letter(_) => "not_a_request",
        Distrust::Refused(reason) => reason.id(),
        Distrust::Behind { .. } => "behind",
        Distrust::OtherOrganisation => "other_organisation",
        Distrust::NoCertificate => "no_certificate",
        Distrust::NoCustodian => "no_custodian",
        Distrust::CustodianThere => "custodian_there",
        Distrust::OtherCustodian => "other_custodian",
        Distrust::NothingCame => "nothing_came",
        Distrust::NothingCounts { .. } => "nothing_counts",
        Distrust::TooFewAnswers { .. } => "too_few",
    }
}

/// What is so, and what to do.
pub(super) fn sentence(why: &Distrust, all: &Texts) -> String {
    let (texts, survey) = (&all.trust, &all.survey);
    match why {
        Distrust::Denied(denied) => denied.to_string(),
        Distrust::NotTheCentre => texts.not_the_centre.to_owned(),
        Distrust::NoOrganisation => texts.no_organisation.to_owned(),
        Distrust::Already => texts.already.to_owned(),
        Distrust::SheetWaits => texts.sheet_waits.to_owned(),
        Distrust::WrongWords => texts.wrong_words.to_owned(),
        Distrust::NoUnit(code) => (texts.no_unit)(code),
        Distrust::NoNode(node) => (texts.no_node)(node),
        Distrust::Invite(fault) => match fault {
            InviteFault::NotAnInvite => texts.not_an_invite,
            InviteFault::WrongSecret => texts.wrong_secret,
            InviteFault::NoSecret => texts.no_secret,
            InviteFault::OtherFingerprint => texts.other_fingerprint,
            InviteFault::NotSigned => texts.not_signed,
        }
        .to_owned(),
        Distrust::Secret(SecretFault::Length { found }) => (texts.secret_length)(*found),
        Distrust::Secret(SecretFault::Character { position }) => (texts.secret_character)(*position),
        Distrust::Secret(SecretFault::Check) => texts.secret_check.to_owned(),
        Distrust::Words(WordsFault::Count { found }) => (texts.words_count)(*found),
        Distrust::Words(WordsFault::Unknown { place }) => (texts.words_unknown)(*place),
        Distrust::Words(WordsFault::Check) => texts.words_check.to_owned(),
        Distrust::Letter(_) => texts.not_a_request.to_owned(),
        Distrust::Refused(reason) => (texts.refused)(*reason).to_owned(),
        Distrust::OtherFingerprint => texts.other_fingerprint.to_owned(),
        Distrust::Behind { log, known, to } => (texts.behind)(&log.to_string(), *known, *to),
        Distrust::OtherOrganisation => texts.other_organisation.to_owned(),
        Distrust::NoCertificate => texts.no_certificate.to_owned(),
        Distrust::NoCustodian => survey.no_custodian.to_owned(),
        Distrust::CustodianThere => survey.custodian_there.to_owned(),
        Distrust::OtherCustodian => survey.other_custodian.to_owned(),
        Distrust::NothingCame => survey.nothing_came.to_owned(),
        Distrust::NothingCounts { boxes } => (survey.left_out)(*boxes),
        Distrust::TooFewAnswers { needed } => (survey.too_few)(*needed),
    }
}

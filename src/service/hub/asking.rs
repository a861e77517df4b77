//! Offices that ask: judged, kept until somebody has compared the fingerprint, and let in.

use super::{Distrust, Trusted, fact};
use crate::{
    exchange::trust::{
        admit::{self, Desk, Entry, Invitation, Verdict},
        invite::same_digits,
        request::JoinRequest,
    },
    ledger::{id::LogId, segment::Head},
    service::{Denied, Office},
    state::{sync::MatterKind, world::Subject},
    store::book::Draft,
};

fn asking_key(log: LogId) -> Vec<u8> {
    [
        fact::ASKING,
        &log.node.0.to_be_bytes(),
        &log.incarnation.to_be_bytes(),
    ]
    .concat()
}

impl Office {
    /// Judges a request that came, and lets in whoever proves the secret of an invitation. One whose fingerprint is to be
    /// compared is kept until somebody has done so, whether or not all is here that must be read before.
    pub fn take_request(&mut self, request: &JoinRequest) -> Trusted<Verdict> {
        let verdict = self.judge(request)?;
        match &verdict {
            Verdict::Accepted(entry) => self.let_in(request, entry)?,
            Verdict::Compare { .. } | Verdict::Behind { .. } => {
                let key = asking_key(request.log);
                self.vault.set(&key, &request.to_bytes()).map_err(Denied::from)?;
            }
            Verdict::Refused(_) => {}
        }
        Ok(verdict)
    }

    fn judge(&self, request: &JoinRequest) -> Trusted<Verdict> {
        self.centre_of()?;
        let holdings = self.book.holdings();
        let forks: Vec<Head> = self
            .book
            .forks()
            .map_err(Denied::from)?
            .into_iter()
            .map(|(_, head)| head)
            .collect();
        let enrolled = admit::enrolled(self.book.roll(), &holdings, &forks);
        let invitations = self.invitations();
        let desk = Desk {
            invitations: &invitations,
            enrolled: &enrolled,
            now: self.clock_state().is_sure().then(|| self.now()),
        };
        Ok(admit::admit(request, &desk))
    }

    /// The requests whose fingerprints wait to be compared.
    #[must_use]
    pub fn asking(&self) -> Vec<JoinRequest> {
        let kept = self.vault.starting_with(fact::ASKING);
        kept.filter_map(|(_, bytes)| JoinRequest::read(bytes).ok())
            .collect()
    }

    /// Lets in an office whose fingerprint was compared: `typed` is what its people read out. Judged again as of now.
    pub fn accept(&mut self, request: &JoinRequest, typed: &str) -> Trusted<Entry> {
        let entry = match self.judge(request)? {
            Verdict::Refused(reason) => return Err(Distrust::Refused(reason)),
            Verdict::Behind { log, known, to } => return Err(Distrust::Behind { log, known, to }),
            Verdict::Compare { fingerprint, .. } if !same_digits(typed, &fingerprint) => {
                return Err(Distrust::OtherFingerprint);
            }
            Verdict::Accepted(entry) | Verdict::Compare { entry, .. } => entry,
        };
        self.let_in(request, &entry)?;
        self.exchange
            .settle_matter(MatterKind::JoinRequest, request.log)
            .map_err(|fault| Denied::Sync(fault.to_string()))?;
        Ok(entry)
    }

    fn let_in(&mut self, request: &JoinRequest, entry: &Entry) -> Trusted<()> {
        let mut drafts = Vec::new();
        drafts.extend(entry.close.clone().map(|close| Draft::new(Subject::None, close)));
        drafts.push(Draft::new(Subject::None, entry.enrol.clone()));
        // The ledger first: an invitation that looks unused is refused all the same, for its place is taken.
        self.commit(&drafts)?;
        let used = |invitation: &Invitation| Some(invitation.id) == entry.invitation;
        if let Some(invitation) = self.invitations().into_iter().find(used) {
            self.keep_invitation(&invitation.used_by(request.key))?;
        }
        let key = asking_key(request.log);
        self.vault.commit(&[(&key, None)]).map_err(Denied::from)?;
        Ok(())
    }
}

//! A kiosk that joins an organisation, comes back as its next incarnation, or learns of a new centre.

use super::{
    Answer, Clock, Denied, Office,
    hub::{Distrust, Trusted, file_fault},
    random,
};
use crate::{
    domain::text::{Text, limit},
    exchange::{
        ExchangeError,
        media::{self, HOME, Stick, name},
        short,
        trust::{
            invite::{Invite, Proof},
            letter,
            org::Organisation,
            request::{Applicant, JoinRequest},
        },
    },
    ledger::{body::office::NodeOpened, clock::Hlc, id::LogId},
    state::{
        sync::{ExportReport, GoingOn},
        world::Subject,
    },
    store::{
        book::{Book, Draft},
        files::Files,
        identity, secret,
    },
};
use std::{path::Path, sync::Arc};

/// The request that was made, so that it can be written to another stick.
const REQUEST: &[u8] = b"join/request";

/// A request to be carried to the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The ledger that is to count.
    pub log: LogId,
    /// The bytes of the file.
    pub file: Vec<u8>,
    /// The fingerprint to be read out over the telephone; `None` where the secret proves it.
    pub fingerprint: Option<String>,
    /// The organisation.
    pub organisation: Text,
}

impl Office {
    /// Makes an office in `data` that writes the ledger `log`, and opens it; one that is there already is opened as it
    /// is.
    pub fn create_as(
        files: Arc<dyn Files>,
        data: &Path,
        name: &str,
        log: LogId,
        role: u8,
        clock: Clock,
    ) -> Trusted<Self> {
        Book::create(&*files, data).map_err(Denied::from)?;
        let mut office = Self::open_with(files, data, clock)?;
        if office.book.operations() == 0 {
            if office.book.log_id() != log {
                office.book.begin_incarnation(log).map_err(Denied::from)?;
            }
            let opened = NodeOpened {
                name: name.to_owned(),
                role,
                public_key: office.book.public_key(),
            };
            office.commit(&[Draft::new(Subject::None, opened)])?;
        }
        office
            .vault
            .set(super::fact::OFFICE, name.as_bytes())
            .map_err(Denied::from)?;
        name.clone_into(&mut office.name);
        Ok(office)
    }

    /// Makes a kiosk in the empty folder `data` from an invitation that `proof` proves, and its request to the centre.
    /// Asked again with the same invitation, the same request comes.
    pub fn join(
        files: Arc<dyn Files>,
        data: &Path,
        invitation: &[u8],
        proof: Proof<'_>,
        clock: Clock,
    ) -> Trusted<(Self, Asked)> {
        let invite = Invite::open(invitation, proof)?;
        let org = Organisation::new(invite.organisation.clone(), invite.centre.clone());
        match Organisation::load(&*files, data)? {
            Some(here) if here.root != org.root => return Err(Distrust::Already),
            // An office that has a history of its own does not become a kiosk of somebody else's.
            None if secret::node_key(&*files, data).map_err(Denied::from)?.is_some() => {
                return Err(Distrust::Already);
            }
            Some(_) | None => {}
        }
        // Before the office: if the power is cut in between, it is known what the half-made office is meant to be.
        files.create_dir_all(data).map_err(file_fault(data))?;
        if Organisation::load(&*files, data)?.is_none() {
            org.save(&*files, data)?;
        }
        let mut office = Self::create_as(files, data, &invite.office, invite.log(), 2, clock)?;
        if office.book.log_id() != invite.log() {
            return Err(Distrust::Already);
        }
        office.keep_organisation(&org)?;
        if office.vault.get(REQUEST).is_none() {
            let secret = match proof {
                Proof::Secret(secret) => Some(secret),
                Proof::Fingerprint(_) => None,
            };
            let of = Applicant {
                log: invite.log(),
                recipient: office.own_recipient()?,
                office: &invite.office,
                nonce: random()?,
            };
            let request = JoinRequest::invited(&of, &office.own_key()?, invite.id, secret);
            office
                .vault
                .set(REQUEST, &request.to_bytes())
                .map_err(Denied::from)?;
        }
        let compared = matches!(proof, Proof::Fingerprint(_));
        let asked = office.asked(&invite.organisation, compared)?;
        Ok((office, asked))
    }

    /// The request that waits to be answered, as a file.
    fn asked(&self, organisation: &Text, compared: bool) -> Trusted<Asked> {
        let request = self
            .vault
            .get(REQUEST)
            .and_then(|bytes| JoinRequest::read(bytes).ok());
        let request = request.ok_or(Distrust::NoOrganisation)?;
        let own = self.own_key()?;
        let key = if own.public() == request.key {
            own
        } else {
            self.next_key()?
        };
        let made = Hlc::new(self.stamp_ms(), 0);
        let file = letter::write(&request, &key, random()?, made);
        let file =
            file.map_err(|fault| file_fault(self.book.data())(std::io::Error::other(fault.to_string())))?;
        Ok(Asked {
            log: request.log,
            file,
            fingerprint: compared.then(|| request.fingerprint()),
            organisation: organisation.clone(),
        })
    }

    /// The signing key of the incarnation to be.
    fn next_key(&self) -> Trusted<crate::ledger::key::NodeKey> {
        let key = secret::key_in(&*self.files, self.book.data(), identity::NEXT_KEY).map_err(Denied::from)?;
        key.ok_or_else(|| Denied::from(secret::SecretError::Lost(identity::NEXT_KEY)).into())
    }

    /// Asks the centre for the next incarnation: the data here is an older copy or a clone, or the ledger was closed. The
    /// old key, which is still here, signs the request. Asked again, the same request comes.
    pub fn ask_again(&mut self) -> Trusted<Asked> {
        let org = self.organisation()?.ok_or(Distrust::NoOrganisation)?;
        let own = self.book.log_id();
        let nodes = self.book.roll().nodes();
        let newest = nodes
            .into_iter()
            .map(|node| node.log)
            .filter(|log| log.node == own.node)
            .max();
        let last = newest.unwrap_or(own).incarnation.max(own.incarnation);
        let log = LogId::new(own.node.0, last.checked_add(1).ok_or(Distrust::NoOrganisation)?);
        // What nobody else may have yet is told, so that the centre does not end this ledger before it.
        self.book.seal().map_err(Denied::from)?;
        self.book.seal_tail().map_err(Denied::from)?;
        let holding = self.book.holding(own);
        let former = (holding.seq > 0).then_some((holding.seq, holding.hash.0));
        let kept = self
            .vault
            .get(REQUEST)
            .and_then(|bytes| JoinRequest::read(bytes).ok());
        if kept.is_none_or(|request| request.log != log || request.former != former) {
            let next = self.book.prepare_incarnation().map_err(Denied::from)?;
            let name = Text::read(&self.name, limit::NAME).unwrap_or_else(|_| org.name.clone());
            let of = Applicant {
                log,
                recipient: next.recipient,
                office: &name,
                nonce: random()?,
            };
            let request = JoinRequest::again(&of, &self.next_key()?, Some(&self.own_key()?), former);
            self.vault
                .set(REQUEST, &request.to_bytes())
                .map_err(Denied::from)?;
        }
        self.asked(&org.name, true)
    }

    /// Writes the request of [`Self::ask_again`] to a stick, beside the bundle that brings what it speaks of.
    pub(super) fn ask_beside(&mut self, stick: &dyn Stick, report: &mut ExportReport) -> Answer<()> {
        let asked = self.ask_again().map_err(|fault| match fault {
            Distrust::Denied(denied) => denied,
            other => Denied::Sync(other.to_string()),
        })?;
        let id = blake3::hash(&asked.file);
        let id = id.as_bytes().first_chunk().copied().unwrap_or_default();
        let name = format!("PERMINTAAN-{}-{}.{}", asked.log, short(&id), name::ENDING);
        let about = u64::try_from(asked.file.len()).unwrap_or(0);
        let put = media::put(stick, &Path::new(HOME).join(name), about, |out| {
            out.write_all(&asked.file).map_err(ExchangeError::from)
        });
        let put = put.map_err(ExchangeError::from)?;
        report.bytes = report.bytes.saturating_add(put.bytes);
        report.files.push(put.path);
        report.again = asked.fingerprint.map(|fingerprint| GoingOn {
            log: asked.log,
            fingerprint,
        });
        Ok(())
    }

    /// Begins the next incarnation once the centre has made it known with the keys that were asked for. Answers whether
    /// it did.
    pub fn begin_again(&mut self) -> Trusted<bool> {
        let Some(request) = self
            .vault
            .get(REQUEST)
            .and_then(|bytes| JoinRequest::read(bytes).ok())
        else {
            return Ok(false);
        };
        let agreed = self.book.roll().key(request.log) == Some(request.key);
        if !agreed || request.log == self.book.log_id() {
            return Ok(false);
        }
        self.book.begin_incarnation(request.log).map_err(Denied::from)?;
        let opened = NodeOpened {
            name: self.name.clone(),
            role: 2,
            public_key: self.book.public_key(),
        };
        self.commit(&[Draft::new(Subject::None, opened)])?;
        Ok(true)
    }

    /// Learns of the organisation's centres from another machine's `org` file, such as a new centre's: only what the
    /// root key that is known here has signed. Answers how many are new.
    pub fn learn_centres(&mut self, file: &[u8]) -> Trusted<usize> {
        let mut org = self.organisation()?.ok_or(Distrust::NoOrganisation)?;
        let theirs = Organisation::from_file(file).ok_or(Distrust::NoCertificate)?;
        if theirs.root != org.root {
            return Err(Distrust::OtherOrganisation);
        }
        let new = theirs
            .certs()
            .iter()
            .filter(|cert| org.learn((*cert).clone()))
            .count();
        self.keep_organisation(&org)?;
        Ok(new)
    }
}

//! The centre: founds the organisation, invites offices, lets them in, ends their ledgers, and is made again from paper.

mod asking;
mod nodes;

pub use nodes::KnownNode;
pub(crate) use nodes::of as evidence_of;

use super::{Answer, Clock, Denied, Office, random};
use crate::{
    domain::{day::Moment, id::UnitId, refusal::Refusal, text::Text},
    exchange::trust::{
        admit::{self, Invitation, Reason, VALID_DAYS},
        invite::{Invite, InviteFault, Proof},
        letter::LetterFault,
        org::{self, OrgError, Organisation, Post},
        recover::{Handover, Progress, Seen, progress},
        root::{RootKey, Words, WordsFault},
        secret::{Secret, SecretFault},
        sheet,
    },
    ledger::{
        body::plan::Name,
        cert::HubCert,
        clock::Hlc,
        id::LogId,
        key::{NodeKey, PublicKey},
        recipient::Recipient,
    },
    store::{files::Files, identity, secret},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Why nobody was trusted.
#[derive(Debug, thiserror::Error)]
pub enum Distrust {
    /// A use case says no, or failed.
    #[error("{0}")]
    Denied(#[from] Denied),
    /// Only the centre does this.
    #[error("this office is not the centre")]
    NotTheCentre,
    /// Nothing was founded or joined here.
    #[error("no organisation was founded or joined here")]
    NoOrganisation,
    /// An organisation is here already.
    #[error("an organisation was founded or joined here already")]
    Already,
    /// The recovery sheet waits to be confirmed: before that, nobody is invited.
    #[error("the recovery sheet is not confirmed yet")]
    SheetWaits,
    /// What was typed are not the words of the sheet.
    #[error("these are not the words of the sheet")]
    WrongWords,
    /// There is no such unit.
    #[error("there is no unit {0}")]
    NoUnit(String),
    /// There is no such node, or it is closed already.
    #[error("there is no open node {0}")]
    NoNode(String),
    /// The invitation.
    #[error("{0}")]
    Invite(#[from] InviteFault),
    /// The typed secret.
    #[error("{0}")]
    Secret(#[from] SecretFault),
    /// The typed words.
    #[error("{0}")]
    Words(#[from] WordsFault),
    /// The file of a request.
    #[error("{0}")]
    Letter(#[from] LetterFault),
    /// The request is refused.
    #[error("refused: {0:?}")]
    Refused(Reason),
    /// The machine has more of its former ledger than is here: its bundle is to be read first.
    #[error("operations up to {to} of {log} are to be read first, {known} are here")]
    Behind {
        /// The former ledger.
        log: LogId,
        /// Its last operation that is here.
        known: u64,
        /// Its last operation that the machine has.
        to: u64,
    },
    /// What was typed is not the fingerprint of the request.
    #[error("another fingerprint")]
    OtherFingerprint,
    /// The words belong to another organisation's key.
    #[error("the words belong to another organisation")]
    OtherOrganisation,
    /// Nobody was named who may open survey answers.
    #[error("no survey custodian was named")]
    NoCustodian,
    /// A survey custodian is named already.
    #[error("a survey custodian was named already")]
    CustodianThere,
    /// The words are not those of the survey custodian.
    #[error("these are not the words of the survey custodian")]
    OtherCustodian,
    /// No answers to this survey have come.
    #[error("no answers have come")]
    NothingCame,
    /// Boxes with answers to this survey have come, and none of them can be counted.
    #[error("none of {boxes} boxes can be counted")]
    NothingCounts {
        /// How many have come.
        boxes: u32,
    },
    /// Fewer answers have come than results need.
    #[error("fewer than {needed} answers have come")]
    TooFewAnswers {
        /// How many are needed.
        needed: u32,
    },
    /// The file holds no organisation.
    #[error("no organisation in this file")]
    NoCertificate,
}

impl From<OrgError> for Distrust {
    fn from(fault: OrgError) -> Self {
        let source = match fault {
            OrgError::Io(source) => source,
            OrgError::Damaged => std::io::Error::other("damaged"),
        };
        Denied::File {
            path: org::FILE.to_owned(),
            source,
        }
        .into()
    }
}

impl From<Refusal> for Distrust {
    fn from(refusal: Refusal) -> Self {
        Self::Denied(refusal.into())
    }
}

/// What a use case of trust answers.
pub type Trusted<T> = Result<T, Distrust>;

/// Keys of the node-local facts.
mod fact {
    pub const INVITATION: &[u8] = b"invite/";
    pub const ASKING: &[u8] = b"asking/";
    pub const FORMER: &[u8] = b"hub/former";
}

/// An organisation that was founded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Founded {
    /// The recovery sheet, to be printed; `None` once it is confirmed.
    pub sheet: Option<PathBuf>,
    /// The root key's fingerprint.
    pub fingerprint: String,
    /// The places of the words that are asked for.
    pub asked: [u8; 3],
}

/// An invitation to be made.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The office's name.
    pub office: &'a Text,
    /// The codes of units whose people it may know; none: all.
    pub units: &'a [Text],
    /// What it may do, as bits.
    pub duties: u8,
    /// Whether there is to be a secret on paper; without one fingerprints are compared both ways.
    pub with_secret: bool,
}

/// An invitation that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The number of the node.
    pub node: u32,
    /// The bytes of the file.
    pub file: Vec<u8>,
    /// The secret on paper. It is told here and nowhere again.
    pub secret: Option<Secret>,
    /// The root key's fingerprint, to be read out where there is no secret.
    pub fingerprint: String,
    /// Until when it is taken.
    pub until: Moment,
}

/// A file of the data directory that failed.
pub(crate) fn file_fault(path: &Path) -> impl FnOnce(std::io::Error) -> Denied + use<> {
    let path = path.display().to_string();
    move |source| Denied::File { path, source }
}

impl Office {
    /// The organisation that was founded or joined here.
    pub fn organisation(&self) -> Trusted<Option<Organisation>> {
        let mut org = Organisation::load(&*self.files, self.book.data())?;
        if let Some(org) = &mut org {
            // Certificates that came with bundles are kept by the book.
            for cert in self.book.certs() {
                org::certified(&cert, org.root).map(|cert| org.learn(cert));
            }
        }
        Ok(org)
    }

    /// The organisation, at the centre only.
    pub(super) fn centre_of(&self) -> Trusted<Organisation> {
        let org = self.organisation()?.ok_or(Distrust::NoOrganisation)?;
        let here = org
            .centre()
            .is_some_and(|cert| cert.claim().log == self.book.log_id());
        if here {
            Ok(org)
        } else {
            Err(Distrust::NotTheCentre)
        }
    }

    /// The key that seals the own ledger.
    pub(super) fn own_key(&self) -> Trusted<NodeKey> {
        let key = secret::node_key(&*self.files, self.book.data()).map_err(Denied::from)?;
        key.ok_or_else(|| Denied::from(secret::SecretError::Lost(secret::KEY_FILE)).into())
    }

    /// The key that bundles to this node are encrypted to.
    pub(super) fn own_recipient(&self) -> Trusted<[u8; 32]> {
        let lost = |_| Denied::from(secret::SecretError::Lost(identity::AGE_FILE));
        Ok(Recipient::of(self.book.identity()).map_err(lost)?.0)
    }

    fn post<'a>(&self, name: &'a Text) -> Trusted<Post<'a>> {
        Ok(Post {
            log: self.book.log_id(),
            key: PublicKey(self.book.public_key()),
            recipient: self.own_recipient()?,
            name,
            issued: Hlc::new(self.stamp_ms(), 0),
        })
    }

    /// Founds an organisation whose centre is this office, and writes the recovery sheet. Asked again before the sheet
    /// is confirmed, it writes the same sheet again.
    pub fn found(&mut self, name: &Text) -> Trusted<Founded> {
        let seed = zeroize::Zeroizing::new(random::<32>()?);
        self.found_with(name, &RootKey::from_seed(&seed))
    }

    /// [`Self::found`] with a root key that is handed in.
    pub fn found_with(&mut self, name: &Text, fresh: &RootKey) -> Trusted<Founded> {
        let data = self.book.data().to_owned();
        let kept = org::kept_seed(&*self.files, &data)?;
        let (root, name) = match (self.organisation()?, kept) {
            (Some(_), None) => return Err(Distrust::Already),
            (Some(org), Some(root)) => (root, org.name),
            // The power was cut between the two: the key that was kept is the one.
            (None, Some(root)) => (root, name.clone()),
            (None, None) => {
                org::keep_seed(&*self.files, &data, fresh).map_err(file_fault(&data.join(org::SEED_FILE)))?;
                (RootKey::from_seed(fresh.seed()), name.clone())
            }
        };
        let text = sheet::text(&name, &root);
        let sheet = self.write_out(sheet::FILE, &text)?;
        if self.organisation()?.is_none() {
            let founded = org::found(&root, &self.post(&name)?).ok_or(Distrust::NoCertificate)?;
            self.keep_organisation(&founded)?;
        }
        Ok(Founded {
            sheet: Some(sheet),
            fingerprint: root.public().fingerprint(),
            asked: Words::asked(root.public()),
        })
    }

    /// Keeps the organisation, and tells the book who its centres are.
    pub(super) fn keep_organisation(&mut self, org: &Organisation) -> Trusted<()> {
        org.save(&*self.files, self.book.data())?;
        for cert in org.certs() {
            self.book.add_cert(cert.bytes()).map_err(Denied::from)?;
        }
        Ok(())
    }

    /// The places of the words that prove that the sheet was printed and reads well; `None` once they were told.
    pub fn sheet_asked(&self) -> Trusted<Option<[u8; 3]>> {
        let root = org::kept_seed(&*self.files, self.book.data())?;
        Ok(root.map(|root| Words::asked(root.public())))
    }

    /// Takes the three words: if they are right, the sheet's file and the root key's seed are wiped from this machine.
    pub fn confirm_sheet(&mut self, typed: &[String]) -> Trusted<()> {
        let data = self.book.data().to_owned();
        let root = org::kept_seed(&*self.files, &data)?.ok_or(Distrust::Already)?;
        if !root.words().confirmed(Words::asked(root.public()), typed) {
            return Err(Distrust::WrongWords);
        }
        for path in [data.join("cetak").join(sheet::FILE), data.join(org::SEED_FILE)] {
            org::wipe(&*self.files, &path).map_err(file_fault(&path))?;
        }
        Ok(())
    }

    /// Every invitation, used or not, by the numbers of their nodes.
    #[must_use]
    pub fn invitations(&self) -> Vec<Invitation> {
        let kept = self.vault.starting_with(fact::INVITATION);
        let mut found: Vec<Invitation> = kept.filter_map(|(_, bytes)| Invitation::read(bytes)).collect();
        found.sort_by_key(|invitation| invitation.node);
        found
    }

    fn keep_invitation(&mut self, invitation: &Invitation) -> Answer<()> {
        let key = [fact::INVITATION, &invitation.id].concat();
        Ok(self.vault.set(&key, &invitation.to_bytes())?)
    }

    /// Invites an office: once, for [`VALID_DAYS`] days.
    pub fn invite(&mut self, wish: &Wish<'_>) -> Trusted<Invited> {
        let org = self.centre_of()?;
        if self.sheet_asked()?.is_some() {
            return Err(Distrust::SheetWaits);
        }
        let unit = |code: &Text| {
            self.unit_of(code)
                .ok_or_else(|| Distrust::NoUnit(code.to_string()))
        };
        let units: Vec<UnitId> = wish.units.iter().map(unit).collect::<Trusted<_>>()?;
        let invitations = self.invitations();
        let node = admit::next_node(self.book.roll(), &invitations);
        let secret = if wish.with_secret {
            Some(Secret::from_random(random()?))
        } else {
            None
        };
        let invitation = Invitation {
            id: random()?,
            node,
            office: wish.office.clone(),
            units: units.iter().map(|unit| Name(unit.0)).collect(),
            duties: wish.duties,
            until: Moment(self.now().0.saturating_add(VALID_DAYS * 86_400_000)),
            secret: secret.clone(),
            used: None,
        };
        let centre = org.centre().ok_or(Distrust::NoOrganisation)?;
        let invite = Invite {
            id: invitation.id,
            organisation: org.name.clone(),
            root: org.root,
            centre: centre.clone(),
            node,
            office: invitation.office.clone(),
            units: invitation.units.clone(),
            duties: invitation.duties,
            until: invitation.until,
            with_secret: wish.with_secret,
        };
        let file = invite.to_file(&self.own_key()?, secret.as_ref());
        self.keep_invitation(&invitation)?;
        Ok(Invited {
            node,
            file,
            secret,
            fingerprint: org.root.fingerprint(),
            until: invitation.until,
        })
    }

    /// The change of centres that this centre came from, while it is not over.
    #[must_use]
    pub fn handover(&self) -> Option<Handover> {
        let text = std::str::from_utf8(self.vault.get(fact::FORMER)?).ok()?;
        let former = text.parse().ok()?;
        let now = self.book.log_id();
        self.book
            .roll()
            .is_open(former)
            .then_some(Handover { former, now })
    }

    /// How far the change of centres is, by the newest have-lists; `None` where there is none. While it is
    /// [`Progress::Frozen`] or [`Progress::Missing`], no ticket is made or taken.
    pub fn handover_progress(&self, haves: &[Seen]) -> Trusted<Option<Progress>> {
        let Some(handover) = self.handover() else {
            return Ok(None);
        };
        let holdings = self.book.holdings();
        let here = holdings.iter().find(|holding| holding.log == handover.former);
        let here = here.map_or((0, [0; 32]), |here| (here.seq, here.hash.0));
        let nodes = self.book.roll().nodes();
        let named: Vec<LogId> = nodes.into_iter().map(|node| node.log).collect();
        let mut open = named.clone();
        open.retain(|log| self.book.roll().is_open(*log));
        Ok(Some(progress(handover, &named, &open, haves, here)))
    }

    /// Ends the change of centres where it is over: the former centre's ledger is closed at the furthest point that
    /// anybody knew. Answers whether it was.
    pub fn end_handover(&mut self, haves: &[Seen]) -> Trusted<bool> {
        let (Some(handover), Some(Progress::Over { .. })) = (self.handover(), self.handover_progress(haves)?)
        else {
            return Ok(false);
        };
        self.close_node(handover.former, 2)?;
        Ok(true)
    }

    /// Makes a new centre in the empty folder `data` from the words on paper and any file that names the former centre:
    /// a kiosk's `org` file or an old invitation.
    pub fn recover(
        files: Arc<dyn Files>,
        data: &Path,
        words: &str,
        known: &[u8],
        clock: Clock,
    ) -> Trusted<(Self, HubCert)> {
        let root = RootKey::from_words(words)?;
        let mut org = organisation_in(known, &root)?;
        let former = org.centre().ok_or(Distrust::NoCertificate)?.claim().log;
        let next = former.incarnation.checked_add(1).ok_or(Distrust::NoCertificate)?;
        let log = LogId::new(former.node.0, next);
        if Organisation::load(&*files, data)?.is_some() {
            return Err(Distrust::Already);
        }
        let mut office = Self::create_as(files, data, &org.name, log, 1, clock)?;
        let name = org.name.clone();
        let cert = org::succeed(&org, &root, &office.post(&name)?).ok_or(Distrust::OtherOrganisation)?;
        org.learn(cert.clone());
        office
            .vault
            .set(fact::FORMER, former.to_string().as_bytes())
            .map_err(Denied::from)?;
        office.keep_organisation(&org)?;
        Ok((office, cert))
    }
}

/// The organisation in a file at hand, where `root` is its key.
fn organisation_in(known: &[u8], root: &RootKey) -> Trusted<Organisation> {
    let org = match Organisation::from_file(known) {
        Some(org) => org,
        None => match Invite::open(known, Proof::Fingerprint(&root.public().fingerprint())) {
            Ok(invite) => Organisation::new(invite.organisation, invite.centre),
            Err(InviteFault::OtherFingerprint) => return Err(Distrust::OtherOrganisation),
            Err(_) => return Err(Distrust::NoCertificate),
        },
    };
    if org.root == root.public() {
        Ok(org)
    } else {
        Err(Distrust::OtherOrganisation)
    }
}

//! What the ledgers hold on somebody: every operation that they occur in, and every record of who they are.

use super::{AboutOperation, AboutProfile, Part};
use crate::{
    domain::{
        day::{Day, Moment},
        id::{BatchId, PersonId, UnitId},
        number::Number,
        person::Employment,
    },
    exchange::news::news_of,
    ledger::{
        blob::BlobHash,
        body::{self, Body, people::ProfileBlob, plan::StaffList},
    },
    service::{Answer, Office},
    state::{stamp::Stamp, world::Subject},
};

/// A list of facilitators that names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutList {
    /// The batch.
    pub batch: String,
    /// The name, as it stands there.
    pub name: String,
    /// What they teach, as it stands there.
    pub subject: String,
    /// When it was written, as claimed, and by which operation.
    pub recorded: (Moment, String),
}

/// What was found in the ledgers.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) profiles: Vec<AboutProfile>,
    pub(super) lists: Vec<AboutList>,
    pub(super) operations: Vec<AboutOperation>,
}

/// A record of somebody in the ledger, whose blob is read afterwards.
struct Recorded {
    stamp: Stamp,
    blob: Option<BlobHash>,
    unit: UnitId,
    employment: u8,
    end: Option<i32>,
}

impl Office {
    /// Reads every ledger that is here.
    pub(super) fn in_ledgers(&mut self, person: PersonId) -> Answer<Found> {
        let mut found = Found::default();
        let (mut records, mut lists): (Vec<Recorded>, Vec<(BatchId, BlobHash, Stamp)>) = Default::default();
        self.book.every_entry(&mut |entry| {
            let stamp = Stamp {
                hlc: entry.hlc.0,
                node: entry.id.log.node.0,
                incarnation: entry.id.log.incarnation,
                seq: entry.id.seq,
            };
            let subject = Subject::of(&entry.op, stamp);
            let part = if subject == Subject::Person(person) {
                Some(Part::Subject)
            } else if entry.op.actor.is_some_and(|actor| actor.0 == person.0) {
                Some(Part::By)
            } else {
                // An id is random: sixteen bytes of a body that are equal to it are it.
                let named = entry.op.body.windows(16).any(|bytes| bytes == person.0);
                named.then_some(Part::Named)
            };
            found.operations.extend(part.map(|part| AboutOperation {
                recorded: (stamp.moment(), entry.id.to_string()),
                what: news_of(entry.op.kind),
                part,
            }));
            match (subject, Body::read(entry.op.kind, entry.op.body)) {
                (Subject::Batch(batch), Ok(Body::BatchStaff(_))) => {
                    lists.extend(entry.op.blob.map(|hash| (batch, hash, stamp)));
                }
                (_, Ok(Body::PersonAdded(body))) if part == Some(Part::Subject) => records.push(Recorded {
                    stamp,
                    blob: entry.op.blob,
                    unit: UnitId(body.unit.0),
                    employment: body.employment,
                    end: body.contract_end,
                }),
                (_, Ok(Body::PersonChanged(body))) if part == Some(Part::Subject) => records.push(Recorded {
                    stamp,
                    blob: entry.op.blob,
                    unit: UnitId(body.unit.0),
                    employment: body.employment,
                    end: body.contract_end,
                }),
                _ => {}
            }
        })?;
        records.sort_by_key(|record| record.stamp);
        for record in records {
            let blob = match &record.blob {
                Some(hash) => self.book.blob(hash)?,
                None => None,
            };
            let profile: Option<ProfileBlob> = blob.and_then(|blob| body::read(blob.body()));
            let number = profile
                .as_ref()
                .and_then(|said| Number::try_from(said.number).ok());
            found.profiles.push(AboutProfile {
                recorded: (record.stamp.moment(), super::operation(record.stamp)),
                number: number.map(Number::digits),
                name: profile.as_ref().map(|said| said.name.clone()),
                position: profile.as_ref().and_then(|said| said.position.clone()),
                rank: profile.and_then(|said| said.rank),
                unit: self.unit_name(record.unit),
                employment: Employment::from_number(record.employment).map(Employment::id),
                contract_end: record.end.map(Day),
            });
        }
        for (batch, hash, stamp) in lists {
            let Some(blob) = self.book.blob(&hash)? else {
                continue;
            };
            let list: Option<StaffList> = body::read(blob.body());
            let members = list.map(|list| list.members).unwrap_or_default();
            let theirs = members
                .into_iter()
                .filter(|member| member.person.is_some_and(|name| name.0 == person.0));
            found.lists.extend(theirs.map(|member| AboutList {
                batch: self.batch_code(batch),
                name: member.name,
                subject: member.subject,
                recorded: (stamp.moment(), super::operation(stamp)),
            }));
        }
        Ok(found)
    }
}

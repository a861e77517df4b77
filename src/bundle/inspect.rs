//! A bundle as JSON: what `balai bundle inspect --json` prints and what other readers are held against. The shape is
//! in `docs/json.md`. Written as it is read: memory is that of one frame. Of personal data it says how long it is.

use std::io::{Read, Seek, Write};

use serde_json::{Value, json};

use crate::bundle::columns::{Caps, ColumnsError, Unpack};
use crate::bundle::frame::{Blobs, Certs, Frame, FrameError, FrameType, Have, Haves, Manifest, PayloadError};
use crate::bundle::frame::{SurveyBox, Surveys};
use crate::bundle::header::{Header, Purpose};
use crate::bundle::read::{ReadError, Reader};
use crate::bundle::stream::Frames;
use crate::ledger::clock::Hlc;
use crate::ledger::recipient::{Identity, KeyId};
use crate::ledger::segment::{SegmentError, SegmentView};

/// Why a bundle is not listed to its end. What was written until then is no JSON.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// The bundle.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The segments of a frame do not unpack.
    #[error("frame {0}: {1}")]
    Columns(u32, ColumnsError),
    /// A segment does not read.
    #[error("frame {0}: {1}")]
    Segment(u32, SegmentError),
    /// The listing cannot be written.
    #[error("the listing cannot be written: {0}")]
    Out(std::io::Error),
}

impl From<serde_json::Error> for InspectError {
    fn from(error: serde_json::Error) -> Self {
        Self::Out(error.into())
    }
}

/// Writes all of a bundle; `identity` is not needed for a join request that is not encrypted.
pub fn write_json<R: Read + Seek>(
    reader: Reader<R>,
    identity: Option<&Identity>,
    out: &mut impl Write,
) -> Result<(), InspectError> {
    let mut object = header_json(reader.header());
    if let Some(fields) = object.as_object_mut() {
        fields.insert("plain_length".into(), json!(reader.plain_len()));
        fields.insert("hash".into(), json!(hex(&reader.hash())));
    }
    match identity {
        Some(identity) if reader.header().is_sealed() => list(&object, reader.decrypt(identity)?, out),
        None if reader.header().is_sealed() => Err(ReadError::NotForUs.into()),
        _ => list(&object, reader.plain()?, out),
    }
}

/// The fields that anybody can read.
#[must_use]
pub fn header_json(header: &Header) -> Value {
    let purpose = match header.purpose {
        Purpose::Exchange => json!("exchange"),
        Purpose::Join => json!("join"),
        Purpose::Welcome => json!("welcome"),
        Purpose::Other(number) => json!(number),
    };
    json!({
        "bundle": hex(&header.id),
        "set": hex(&header.set),
        "part": header.part.number,
        "of": header.part.of,
        "producer": header.producer.to_string(),
        "purpose": purpose,
        "recipients": header.recipients.iter().map(KeyId::to_string).collect::<Vec<_>>(),
        "signer": header.signer.map(|key| hex(&key.0)),
    })
}

fn list<R: Read>(object: &Value, mut frames: Frames<R>, out: &mut impl Write) -> Result<(), InspectError> {
    let open = object.to_string();
    write(out, open.strip_suffix('}').unwrap_or(&open))?;
    write(out, ",\"frames\":[")?;
    let mut payload = Vec::new();
    let mut comma = "";
    while let Some(frame) = frames.next_frame(&mut payload)? {
        write(out, comma)?;
        comma = ",";
        frame_json(&frame, &payload, out)?;
    }
    write(out, &format!("],\"parts\":{}}}", json!(frames.parts())))
}

fn write(out: &mut impl Write, text: &str) -> Result<(), InspectError> {
    out.write_all(text.as_bytes()).map_err(InspectError::Out)
}

/// One frame as an object.
pub fn frame_json(frame: &Frame, payload: &[u8], out: &mut impl Write) -> Result<(), InspectError> {
    let payload_error = |error: PayloadError| ReadError::Frame {
        index: frame.index,
        offset: frame.offset,
        error: FrameError::from(error),
    };
    let mut object = json!({
        "type": frame.kind.name(),
        "offset": frame.offset,
        "packed": frame.clen,
        "length": payload.len(),
        "tag": hex(&frame.tag.to_le_bytes()),
    });
    let (name, content) = match frame.kind {
        FrameType::Manifest => (
            "manifest",
            manifest(&Manifest::read(payload).map_err(payload_error)?),
        ),
        FrameType::Certs => {
            let certs = Certs::read(payload).map_err(payload_error)?.list;
            ("certs", certs.iter().map(|cert| hex(cert)).collect())
        }
        FrameType::Have => {
            let haves = Haves::read(payload).map_err(payload_error)?.list;
            ("haves", haves.iter().map(|signed| have(signed.claim())).collect())
        }
        FrameType::Blobs => {
            let blobs = Blobs::read(payload).map_err(payload_error)?.list;
            let blob = |entry: &crate::bundle::frame::BlobEntry| json!({"op": entry.op.to_string(), "length": entry.salted.len()});
            ("blobs", blobs.iter().map(blob).collect())
        }
        FrameType::Survey => {
            let boxes = Surveys::read(payload).map_err(payload_error)?.list;
            ("surveys", boxes.iter().map(survey).collect())
        }
        FrameType::Segments => {
            let open = object.to_string();
            write(out, open.strip_suffix('}').unwrap_or(&open))?;
            write(out, ",\"segments\":[")?;
            segments(frame.index, payload, out)?;
            return write(out, "]}");
        }
        _ => return Ok(serde_json::to_writer(out, &object)?),
    };
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.into(), content);
    }
    Ok(serde_json::to_writer(out, &object)?)
}

fn segments(index: u32, payload: &[u8], out: &mut impl Write) -> Result<(), InspectError> {
    let columns = |error| InspectError::Columns(index, error);
    let mut unpack = Unpack::new(payload, Caps::FRAME).map_err(columns)?;
    let mut comma = "";
    while let Some(segment) = unpack.next_segment().map_err(columns)? {
        write(out, comma)?;
        comma = ",";
        let view = SegmentView::read(segment).map_err(|error| InspectError::Segment(index, error))?;
        let head = view.head;
        let object = json!({
            "ledger": head.log.to_string(),
            "first": head.first_seq,
            "last": head.next_seq().saturating_sub(1),
            "hash": hex(&head.hash().0),
            "prev": hex(&head.prev.0),
            "hub_seen": head.hub_seen,
        });
        let open = object.to_string();
        write(out, open.strip_suffix('}').unwrap_or(&open))?;
        write(out, ",\"ops\":[")?;
        let mut between = "";
        for (entry, at) in view.entries().zip(0_u64..) {
            let entry = entry.map_err(|error| {
                let id = head.log.op(head.first_seq.saturating_add(at));
                InspectError::Segment(index, SegmentError::Op { offset: 0, id, error })
            })?;
            write(out, between)?;
            between = ",";
            let op = entry.op;
            let object = json!({
                "id": entry.id.to_string(),
                "stamp": entry.hlc.0,
                "kind": op.kind,
                "version": op.kind_ver,
                "critical": op.critical,
                "subject_type": op.subject_type,
                "subject": hex(&op.subject.0),
                "actor": op.actor.map(|actor| hex(&actor.0)),
                "body": hex(op.body),
                "blob": op.blob.map(|blob| hex(&blob.0)),
            });
            serde_json::to_writer(&mut *out, &object)?;
        }
        write(out, "]}")?;
    }
    Ok(())
}

fn manifest(manifest: &Manifest) -> Value {
    let base = |base: &crate::bundle::frame::Base| json!({"ledger": base.log.to_string(), "seq": base.seq});
    let span = |span: &crate::bundle::frame::Span| json!({"ledger": span.log.to_string(), "first": span.first, "last": span.last});
    json!({
        "software": manifest.software,
        "made": stamp(manifest.made),
        "bases": manifest.bases.iter().map(base).collect::<Vec<_>>(),
        "carries": manifest.carries.iter().map(span).collect::<Vec<_>>(),
    })
}

fn have(have: &Have) -> Value {
    let held = |held: &crate::bundle::frame::Held| json!({"ledger": held.log.to_string(), "seq": held.seq, "hash": hex(&held.hash.0), "held": held.ranges});
    let refused = |refused: &crate::bundle::frame::Refused| json!({"ledger": refused.log.to_string(), "seq": refused.seq, "hash": hex(&refused.hash.0), "reason": refused.reason});
    let mut object = json!({
        "ledger": have.log.to_string(),
        "n": have.n,
        "stamp": stamp(have.stamp),
        "entries": have.entries.iter().map(held).collect::<Vec<_>>(),
        "missing_blobs": have.missing_blobs.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "erased": have.erased.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "refused": have.refused.iter().map(refused).collect::<Vec<_>>(),
    });
    // Only centres say it.
    if let (Some(surveys), Some(fields)) = (&have.surveys, object.as_object_mut()) {
        let surveys = surveys.iter().map(|one| hex(&one.0)).collect::<Vec<_>>();
        fields.insert("surveys".into(), json!(surveys));
    }
    object
}

fn survey(one: &SurveyBox) -> Value {
    let claim = one.claim();
    json!({
        "ledger": claim.log.to_string(),
        "batch": hex(&claim.batch),
        "answers": claim.n,
        "key": hex(&claim.key),
        "hash": hex(&claim.hash),
        "length": one.sealed().len(),
    })
}

fn stamp(stamp: Hlc) -> u64 {
    stamp.0
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().map_or('0', char::from);
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

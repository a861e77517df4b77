//! `bundle inspect`: the header for anybody, and all of it where the bundle is for us. Nothing is taken in.

use super::super::{code::Code, desk, failure::Failure, out::Out};
use crate::{
    bundle::{
        columns::{Caps, ColumnsError, Unpack},
        frame::{Frame, FrameType},
        header::{Header, HeaderError, Purpose},
        inspect::{InspectError, header_json, write_json},
        read::{self, ReadError, Reader},
        stream::Frames,
    },
    domain::refusal::{BundleFault, Refusal},
    exchange::news::Tally,
    i18n::Lang,
    ledger::{recipient::Recipient, segment::SegmentView},
    service::{Denied, Office},
    ui::sync_words,
};
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

/// What a bundle that does not open says to a person.
fn fault(path: &Path, error: &ReadError) -> Failure {
    let fault = match error {
        ReadError::Io(error) => {
            return Failure::Input {
                path: path.to_owned(),
                error: io::Error::new(error.kind(), error.to_string()),
            };
        }
        ReadError::Header(HeaderError::TooNew { .. } | HeaderError::Unknown(_)) => BundleFault::TooNew,
        ReadError::Header(_) => BundleFault::NotOne,
        ReadError::TooLong(_) => BundleFault::TooLarge,
        ReadError::UnknownProducer(_) => BundleFault::UnknownOffice,
        ReadError::NotForUs => BundleFault::ForOthers,
        _ => BundleFault::Damaged,
    };
    Denied::Refused(Refusal::Bundle(fault)).into()
}

fn open(path: &Path) -> Result<BufReader<File>, Failure> {
    super::super::hub::open_file(path).map(BufReader::new)
}

pub(super) fn run(path: &Path, json: bool, data: &Path, lang: Lang, out: &mut Out) -> Result<Code, Failure> {
    let header = read::peek(&mut open(path)?).map_err(|error| fault(path, &error))?;
    // Anybody may look at a header, also where there is no office.
    let office = desk::open(data).ok();
    let for_us = office.as_ref().is_some_and(|office| is_for(office, &header));
    if !for_us && header.is_sealed() {
        if json {
            out.json(&header_json(&header))?;
        } else {
            tell_header(out, path, &header, lang)?;
            out.line(lang.texts().cli.exchange.sealed_for_others)?;
        }
        return Ok(Code::Done);
    }
    let reader = reader(office.as_ref(), path, &header)?;
    let identity = office.as_ref().map(|office| office.book().identity());
    if json {
        let identity = identity.filter(|_| header.is_sealed());
        match write_json(reader, identity, out.writer()) {
            Ok(()) => out.line("")?,
            Err(InspectError::Read(error)) => return Err(fault(path, &error)),
            Err(InspectError::Out(error)) => return Err(error.into()),
            Err(_) => return Err(fault(path, &ReadError::NoTrailer)),
        }
        return Ok(Code::Done);
    }
    tell_header(out, path, &header, lang)?;
    if let Some(identity) = identity.filter(|_| header.is_sealed()) {
        let frames = reader.decrypt(identity).map_err(|error| fault(path, &error))?;
        tell_frames(out, path, frames, lang)
    } else {
        let frames = reader.plain().map_err(|error| fault(path, &error))?;
        tell_frames(out, path, frames, lang)
    }
}

fn is_for(office: &Office, header: &Header) -> bool {
    let own = Recipient::of(office.book().identity())
        .ok()
        .map(|own| own.key_id());
    own.is_some_and(|own| header.recipients.contains(&own))
}

fn reader(office: Option<&Office>, path: &Path, header: &Header) -> Result<Reader<BufReader<File>>, Failure> {
    let source = open(path)?;
    let reader = match header.purpose {
        Purpose::Exchange => {
            let key = |log| office.and_then(|office| office.book().roll().key(log));
            Reader::open(source, &key)
        }
        _ => Reader::open_introduced(source),
    };
    reader.map_err(|error| fault(path, &error))
}

fn tell_header(out: &mut Out, path: &Path, header: &Header, lang: Lang) -> Result<(), Failure> {
    let texts = &lang.texts().cli.exchange;
    let bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let purpose = match header.purpose {
        Purpose::Exchange => texts.purpose_exchange,
        Purpose::Join => texts.purpose_join,
        Purpose::Welcome | Purpose::Other(_) => texts.purpose_other,
    };
    let hex = format!("{:032x}", u128::from_be_bytes(header.id));
    let recipients: Vec<String> = header.recipients.iter().map(ToString::to_string).collect();
    for (label, value) in [
        (texts.bundle, hex),
        (texts.purpose, purpose.to_owned()),
        (texts.from, header.producer.to_string()),
        (texts.recipients, recipients.join(", ")),
        (
            texts.part,
            match header.part.of {
                Some(of) => format!("{}/{of}", header.part.number),
                None => header.part.number.to_string(),
            },
        ),
        (texts.size, sync_words::count(lang, bytes)),
    ] {
        if !value.is_empty() {
            out.line(&format!("{label:<12} {value}"))?;
        }
    }
    Ok(())
}

/// The frames, one a line, and under a frame of segments each segment with what its operations say.
fn tell_frames<R: Read>(
    out: &mut Out,
    path: &Path,
    mut frames: Frames<R>,
    lang: Lang,
) -> Result<Code, Failure> {
    let mut payload = Vec::new();
    while let Some(frame) = frames
        .next_frame(&mut payload)
        .map_err(|error| fault(path, &error))?
    {
        out.line(&frame_line(&frame, payload.len(), lang))?;
        if frame.kind == FrameType::Segments {
            tell_segments(out, path, &payload, lang)?;
        }
    }
    Ok(Code::Done)
}

fn frame_line(frame: &Frame, length: usize, lang: Lang) -> String {
    let [packed, plain] =
        [frame.clen, length].map(|bytes| sync_words::count(lang, u64::try_from(bytes).unwrap_or(u64::MAX)));
    format!("{:<12} {packed} / {plain}", frame.kind.name())
}

fn tell_segments(out: &mut Out, path: &Path, payload: &[u8], lang: Lang) -> Result<(), Failure> {
    let damaged = |_: ColumnsError| fault(path, &ReadError::NoTrailer);
    let mut unpack = Unpack::new(payload, Caps::FRAME).map_err(damaged)?;
    while let Some(segment) = unpack.next_segment().map_err(damaged)? {
        let view = SegmentView::read(segment).map_err(|_| fault(path, &ReadError::NoTrailer))?;
        let mut tally = Tally::default();
        for entry in view.entries().filter_map(Result::ok) {
            tally.count(entry.op.kind);
        }
        let last = view.head.next_seq().saturating_sub(1);
        let says = sync_words::news(lang, &tally.lines(), 0);
        out.line(&format!(
            "  {} {}-{last}  {says}",
            view.head.log, view.head.first_seq
        ))?;
    }
    Ok(())
}

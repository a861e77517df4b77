//! A request to join as a file: a bundle that is not encrypted and brings its own key, with one frame.

use std::io::Cursor;

use super::request::{JoinRequest, MAX_REQUEST, RequestFault};
use crate::{
    bundle::{
        frame::{FrameType, Manifest},
        header::{Header, Part, Purpose},
        read::{ReadError, Reader},
        write::{WriteError, Writer},
    },
    ledger::{clock::Hlc, key::NodeKey},
};

/// The longest file that is read as a request.
pub const MAX_FILE: usize = 64 * 1024;

/// Why a file is no request.
#[derive(Debug, thiserror::Error)]
pub enum LetterFault {
    /// It is no bundle, or a damaged one.
    #[error("{0}")]
    Bundle(#[from] ReadError),
    /// A bundle for another purpose.
    #[error("not a bundle that asks to join")]
    Purpose,
    /// What it asks.
    #[error("{0}")]
    Request(#[from] RequestFault),
}

/// Writes the file. `key` is the one that the request names; `id` names the file.
pub fn write(request: &JoinRequest, key: &NodeKey, id: [u8; 16], made: Hlc) -> Result<Vec<u8>, WriteError> {
    let header = Header {
        id,
        producer: request.log,
        purpose: Purpose::Join,
        set: id,
        part: Part::WHOLE,
        recipients: Vec::new(),
        signer: Some(request.key),
    };
    let manifest = Manifest {
        software: format!("balai {}", request.release),
        made,
        bases: Vec::new(),
        carries: Vec::new(),
    };
    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file, header, &[], &manifest)?;
    writer.frame(FrameType::Join, 0, &request.to_bytes())?;
    writer.finish(key, Some(1))?;
    Ok(file)
}

/// Reads a file: whole, signed by the key that it brings, which is the one that the request names.
pub fn read(file: &[u8]) -> Result<JoinRequest, LetterFault> {
    if file.len() > MAX_FILE {
        return Err(LetterFault::Purpose);
    }
    let reader = Reader::open_introduced(Cursor::new(file))?;
    if reader.header().purpose != Purpose::Join {
        return Err(LetterFault::Purpose);
    }
    let (signer, producer) = (reader.signer(), reader.header().producer);
    let mut frames = reader.plain()?;
    let (mut payload, mut found) = (Vec::new(), None);
    while let Some(frame) = frames.next_frame(&mut payload)? {
        if frame.kind == FrameType::Join && found.is_none() && payload.len() <= MAX_REQUEST {
            found = Some(JoinRequest::read(&payload)?);
        }
    }
    found
        .filter(|request| request.key == signer && request.log == producer)
        .ok_or(LetterFault::Purpose)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::text::{Text, limit},
        exchange::trust::request::Applicant,
        ledger::id::LogId,
    };

    fn request(seed: u8) -> (JoinRequest, NodeKey) {
        let key = NodeKey::from_seed(&[seed; 32]);
        let office = Text::read("Dinas Kesehatan", limit::NAME).unwrap();
        let of = Applicant {
            log: LogId::new(7, 1),
            recipient: [2; 32],
            office: &office,
            nonce: [3; 16],
        };
        (JoinRequest::invited(&of, &key, [4; 16], None), key)
    }

    #[test]
    fn a_request_travels_as_a_bundle_and_no_flipped_byte_of_it_is_read() {
        let (request, key) = request(1);
        let file = write(&request, &key, [9; 16], Hlc::new(1000, 0)).unwrap();
        assert_eq!(read(&file).unwrap(), request);
        for at in 0..file.len() {
            let mut bad = file.clone();
            bad[at] ^= 1;
            assert!(read(&bad).is_err(), "byte {at}");
            assert!(read(&file[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_request_in_another_s_envelope_is_not_read() {
        let (request, _) = request(1);
        let other = NodeKey::from_seed(&[2; 32]);
        let mut stolen = request.clone();
        stolen.key = other.public();
        // The envelope names the thief's key; the request inside names the victim's.
        let file = write(&stolen, &other, [9; 16], Hlc::new(1000, 0)).unwrap();
        assert!(read(&file).is_err());
    }
}

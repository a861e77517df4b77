//! The part of a bundle that anybody can read: who made it, for which keys, and which part of a set it is.
//!
//! A CBOR map:
//!
//! | key | value |
//! | ---: | --- |
//! | 0 | id of the bundle, 16 bytes |
//! | 1 | who made it: `[node, incarnation]` |
//! | 2 | purpose: 1 exchange, 2 join request, 3 welcome |
//! | 3 | id of the set that it is a part of, 16 bytes |
//! | 4 | `[part, of]`: the part's number from 1, and how many there are; 0 where that is not known yet |
//! | 5 | ids of the keys that can open it, 8 bytes each, at most 64 |
//! | 6 | the least reader that may read it |
//! | 9 | 0: the body is not encrypted (join requests only); 1: age |
//! | 10 | the key that signed it, 32 bytes; only in join requests and welcomes, where the reader may not know it yet |
//!
//! Unknown keys below 128 are passed over; one from 128 on means that this reader must not go on.

use std::io::Read;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

use crate::bundle::cbor::{self, CborError};
use crate::bundle::format::{CRC, MAGIC, MAJOR, MAX_HEADER, MAX_RECIPIENTS, MINOR, PREFIX, READER};
use crate::ledger::id::LogId;
use crate::ledger::key::PublicKey;
use crate::ledger::recipient::KeyId;

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// News from one office to others.
    Exchange,
    /// A node asks to be enrolled.
    Join,
    /// The hub's first answer to a node that joined.
    Welcome,
    /// Something of a later release: its frames are read all the same.
    Other(u8),
}

impl Purpose {
    /// Its number in the header.
    pub const fn number(self) -> u8 {
        match self {
            Self::Exchange => 1,
            Self::Join => 2,
            Self::Welcome => 3,
            Self::Other(number) => number,
        }
    }

    const fn of(number: u8) -> Self {
        match number {
            1 => Self::Exchange,
            2 => Self::Join,
            3 => Self::Welcome,
            other => Self::Other(other),
        }
    }
}

/// Which part of its set a bundle is. Each part is a whole bundle: parts can be read in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Counted from 1.
    pub number: u16,
    /// How many parts there are, where the writer knew it when it began; otherwise the last part's END frame says it.
    pub of: Option<u16>,
}

impl Part {
    /// The only part.
    pub const WHOLE: Self = Self {
        number: 1,
        of: Some(1),
    };
}

/// A bundle's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Names this file; random.
    pub id: [u8; 16],
    /// The ledger whose node made it.
    pub producer: LogId,
    /// What it is for.
    pub purpose: Purpose,
    /// Names the set of parts; the id of the first part.
    pub set: [u8; 16],
    /// Which part of the set.
    pub part: Part,
    /// The keys that can open it; none in a join request that is not encrypted.
    pub recipients: Vec<KeyId>,
    /// The key that signed it, where the reader may not know the producer yet.
    pub signer: Option<PublicKey>,
}

/// Why a file's front is no header that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The first bytes are not a bundle's.
    #[error("not a bundle")]
    NotABundle,
    /// The first bytes are a bundle's after a transfer that changed line ends.
    #[error("a bundle that was damaged by a transfer as text")]
    TextMode,
    /// The file ends inside the header.
    #[error("the header is cut short")]
    Short,
    /// Another format, or made for a later reader.
    #[error("made for a later version of this program (format {major}, reader {reader})")]
    TooNew {
        /// The major version.
        major: u8,
        /// The reader that the header asks for; 0 where it was not read.
        reader: u16,
    },
    /// The map is longer than [`MAX_HEADER`].
    #[error("a header of {0} bytes; at most {MAX_HEADER}")]
    TooLong(usize),
    /// The checksum differs.
    #[error("the header is damaged (crc32c differs)")]
    Crc,
    /// The map is not CBOR within the caps.
    #[error("header: {0}")]
    Cbor(#[from] CborError),
    /// The map lacks a field or has one of another shape.
    #[error("header: field {0} is missing or of another shape")]
    Field(u64),
    /// A field that this reader must not pass over.
    #[error("header: field {0}, which this program does not know")]
    Unknown(u64),
    /// The fields contradict one another.
    #[error("header: {0}")]
    Rule(&'static str),
}

impl Header {
    /// The header of a bundle of one part; the writer fills in the recipients.
    pub const fn new(id: [u8; 16], producer: LogId, purpose: Purpose) -> Self {
        Self {
            id,
            producer,
            purpose,
            set: id,
            part: Part::WHOLE,
            recipients: Vec::new(),
            signer: None,
        }
    }

    /// Whether the body is encrypted.
    pub const fn is_sealed(&self) -> bool {
        !self.recipients.is_empty()
    }

    fn check(&self) -> Result<(), HeaderError> {
        let introduces = matches!(self.purpose, Purpose::Join | Purpose::Welcome);
        if self.recipients.len() > MAX_RECIPIENTS {
            Err(HeaderError::Rule("more than 64 recipients"))
        } else if self.part.number == 0 || self.part.of.is_some_and(|of| of < self.part.number) {
            Err(HeaderError::Rule("a part that its set does not have"))
        } else if !self.is_sealed() && self.purpose != Purpose::Join {
            Err(HeaderError::Rule("not encrypted, and not a join request"))
        } else if self.signer.is_some() && !introduces {
            Err(HeaderError::Rule(
                "it brings its own key, and is neither a join request nor a welcome",
            ))
        } else {
            Ok(())
        }
    }

    /// The front of the file: magic, versions, length, map and checksum.
    pub fn to_bytes(&self) -> Result<Vec<u8>, HeaderError> {
        self.check()?;
        let map = self.map();
        let length = u16::try_from(map.len()).map_err(|_| HeaderError::TooLong(map.len()))?;
        let mut out = Vec::with_capacity(PREFIX + map.len() + CRC);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[MAJOR, MINOR]);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&map);
        let crc = crc32c::crc32c(&out);
        out.extend_from_slice(&crc.to_le_bytes());
        Ok(out)
    }

    fn map(&self) -> Vec<u8> {
        let mut e = Encoder::new(Vec::new());
        // A `Vec` takes every byte: this cannot fail.
        let _ = self.fields(&mut e);
        e.into_writer()
    }

    fn fields(
        &self,
        e: &mut Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<core::convert::Infallible>> {
        let recipients = u64::try_from(self.recipients.len()).unwrap_or(u64::MAX);
        e.map(8 + u64::from(self.signer.is_some()))?;
        e.u8(0)?.bytes(&self.id)?;
        e.u8(1)?
            .array(2)?
            .u32(self.producer.node.0)?
            .u16(self.producer.incarnation)?;
        e.u8(2)?.u8(self.purpose.number())?;
        e.u8(3)?.bytes(&self.set)?;
        e.u8(4)?
            .array(2)?
            .u16(self.part.number)?
            .u16(self.part.of.unwrap_or(0))?;
        e.u8(5)?.array(recipients)?;
        for key in &self.recipients {
            e.bytes(&key.0)?;
        }
        e.u8(6)?.u16(READER)?;
        e.u8(9)?.u8(u8::from(self.is_sealed()))?;
        if let Some(signer) = self.signer {
            e.u8(10)?.bytes(&signer.0)?;
        }
        Ok(())
    }

    /// Reads the front of a file: the header, and how many bytes it took. Nothing behind it is read.
    pub(crate) fn read(source: &mut impl Read) -> std::io::Result<Result<(Self, usize), HeaderError>> {
        let mut front = Vec::with_capacity(PREFIX);
        source.by_ref().take(8).read_to_end(&mut front)?;
        if front != MAGIC {
            return Ok(Err(not_a_bundle(&front)));
        }
        source.by_ref().take(4).read_to_end(&mut front)?;
        let Some(&[major, _minor, low, high]) = front.last_chunk::<4>().filter(|_| front.len() == PREFIX)
        else {
            return Ok(Err(HeaderError::Short));
        };
        if major != MAJOR {
            return Ok(Err(HeaderError::TooNew { major, reader: 0 }));
        }
        let length = usize::from(u16::from_le_bytes([low, high]));
        if length > MAX_HEADER {
            return Ok(Err(HeaderError::TooLong(length)));
        }
        let rest = u64::try_from(length + CRC).unwrap_or(u64::MAX);
        source.by_ref().take(rest).read_to_end(&mut front)?;
        Ok(Self::parse(&front, length).map(|header| (header, front.len())))
    }

    /// The header in `front`, which is the file up to and with the checksum.
    fn parse(front: &[u8], length: usize) -> Result<Self, HeaderError> {
        let (signed, crc) = front
            .split_last_chunk::<CRC>()
            .filter(|(signed, _)| signed.len() == PREFIX + length)
            .ok_or(HeaderError::Short)?;
        if crc32c::crc32c(signed) != u32::from_le_bytes(*crc) {
            return Err(HeaderError::Crc);
        }
        Self::from_map(signed.get(PREFIX..).unwrap_or_default())
    }

    /// Reads the map alone.
    pub fn from_map(map: &[u8]) -> Result<Self, HeaderError> {
        cbor::check(map)?;
        let mut d = Decoder::new(map);
        let fields = d.map().ok().flatten().ok_or(HeaderError::Field(0))?;
        let mut found = Found::default();
        for _ in 0..fields {
            let key = d.u64().map_err(|_| HeaderError::Field(0))?;
            if key >= 128 {
                return Err(HeaderError::Unknown(key));
            }
            found.take(key, &mut d).map_err(|_| HeaderError::Field(key))?;
        }
        let header = found.header()?;
        header.check()?;
        Ok(header)
    }
}

/// The fields as they come.
#[derive(Default)]
struct Found {
    id: Option<[u8; 16]>,
    producer: Option<LogId>,
    purpose: Option<u8>,
    set: Option<[u8; 16]>,
    part: Option<(u16, u16)>,
    recipients: Option<Vec<KeyId>>,
    reader: Option<u16>,
    sealed: Option<u8>,
    signer: Option<[u8; 32]>,
}

impl Found {
    fn take(&mut self, key: u64, d: &mut Decoder<'_>) -> Result<(), minicbor::decode::Error> {
        match key {
            0 => self.id = Some(exact(d)?),
            1 => {
                let (node, incarnation) = d.decode::<(u32, u16)>()?;
                self.producer = Some(LogId::new(node, incarnation));
            }
            2 => self.purpose = Some(d.u8()?),
            3 => self.set = Some(exact(d)?),
            4 => self.part = Some(d.decode()?),
            5 => {
                let count = d.array()?.unwrap_or(0);
                let keys = (0..count).map(|_| exact(d).map(KeyId));
                self.recipients = Some(keys.collect::<Result<_, _>>()?);
            }
            6 => self.reader = Some(d.u16()?),
            9 => self.sealed = Some(d.u8()?),
            10 => self.signer = Some(exact(d)?),
            _ => pass_over(d)?,
        }
        Ok(())
    }

    fn header(self) -> Result<Header, HeaderError> {
        let reader = self.reader.ok_or(HeaderError::Field(6))?;
        if reader > READER {
            return Err(HeaderError::TooNew { major: MAJOR, reader });
        }
        let (number, of) = self.part.ok_or(HeaderError::Field(4))?;
        let header = Header {
            id: self.id.ok_or(HeaderError::Field(0))?,
            producer: self.producer.ok_or(HeaderError::Field(1))?,
            purpose: Purpose::of(self.purpose.ok_or(HeaderError::Field(2))?),
            set: self.set.ok_or(HeaderError::Field(3))?,
            part: Part {
                number,
                of: (of != 0).then_some(of),
            },
            recipients: self.recipients.ok_or(HeaderError::Field(5))?,
            signer: self.signer.map(PublicKey),
        };
        match self.sealed {
            Some(sealed) if sealed == u8::from(header.is_sealed()) => Ok(header),
            Some(0 | 1) => Err(HeaderError::Rule(
                "encrypted without recipients, or the other way round",
            )),
            _ => Err(HeaderError::Field(9)),
        }
    }
}

fn exact<const N: usize>(d: &mut Decoder<'_>) -> Result<[u8; N], minicbor::decode::Error> {
    let bytes = d.bytes()?;
    bytes
        .try_into()
        .map_err(|_| minicbor::decode::Error::message("another length"))
}

/// Passes over a value that the look of [`cbor::check`] has bounded.
fn pass_over(d: &mut Decoder<'_>) -> Result<(), minicbor::decode::Error> {
    if d.datatype()? == Type::Break {
        return Err(minicbor::decode::Error::message("not a value"));
    }
    d.skip()
}

/// What the first bytes are that are not the magic: the letters survive what line-end conversions do to the rest.
fn not_a_bundle(front: &[u8]) -> HeaderError {
    if front.starts_with(&MAGIC) || MAGIC.starts_with(front) {
        HeaderError::Short
    } else if front.get(1..4) == MAGIC.get(1..4) {
        HeaderError::TextMode
    } else {
        HeaderError::NotABundle
    }
}

#[cfg(test)]
mod tests;

//! How the words of the ledger are written in this room's CBOR, and the one way in and out.

use minicbor::decode::Error as DecodeError;
use minicbor::{Decode, Encode};

use crate::bundle::cbor::{self, CborError};

/// Why a payload does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// It is not CBOR within the caps.
    #[error(transparent)]
    Cbor(#[from] CborError),
    /// It is CBOR of another shape.
    #[error("the payload has another shape than its type")]
    Shape,
    /// What it says contradicts itself or goes beyond a cap.
    #[error("{0}")]
    Rule(&'static str),
}

/// The CBOR of `value`.
pub(crate) fn write<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    // A `Vec` takes every byte: this cannot fail.
    let _ = minicbor::encode(value, &mut out);
    out
}

/// Reads what [`fn@write`] wrote, after the look of [`cbor::check`].
pub(crate) fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, PayloadError> {
    cbor::check(bytes)?;
    minicbor::decode(bytes).map_err(|_| PayloadError::Shape)
}

fn shape() -> DecodeError {
    DecodeError::message("another shape")
}

/// A ledger as `[node, incarnation]`.
pub(crate) mod log {
    use minicbor::decode::{Decoder, Error as DecodeError};
    use minicbor::encode::{Encoder, Error as EncodeError, Write};

    use crate::ledger::id::LogId;

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "the shape that minicbor asks for"
    )]
    pub(crate) fn encode<C, W: Write>(
        log: &LogId,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(2)?.u32(log.node.0)?.u16(log.incarnation)?;
        Ok(())
    }

    pub(crate) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<LogId, DecodeError> {
        if d.array()? != Some(2) {
            return Err(super::shape());
        }
        Ok(LogId::new(d.u32()?, d.u16()?))
    }
}

/// A stamp as its 64 bits.
pub(crate) mod hlc {
    use minicbor::decode::{Decoder, Error as DecodeError};
    use minicbor::encode::{Encoder, Error as EncodeError, Write};

    use crate::ledger::clock::Hlc;

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "the shape that minicbor asks for"
    )]
    pub(crate) fn encode<C, W: Write>(
        stamp: &Hlc,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.u64(stamp.0)?;
        Ok(())
    }

    pub(crate) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<Hlc, DecodeError> {
        d.u64().map(Hlc)
    }
}

/// A segment's hash as 32 bytes.
pub(crate) mod hash {
    use minicbor::decode::{Decoder, Error as DecodeError};
    use minicbor::encode::{Encoder, Error as EncodeError, Write};

    use crate::ledger::segment::SegHash;

    pub(crate) fn encode<C, W: Write>(
        hash: &SegHash,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.bytes(&hash.0)?;
        Ok(())
    }

    pub(crate) fn decode<C>(d: &mut Decoder<'_>, _: &mut C) -> Result<SegHash, DecodeError> {
        d.bytes()?.try_into().map(SegHash).map_err(|_| super::shape())
    }
}

//! One person's answers as bytes.
//!
//! CBOR (RFC 8949), deterministic: definite lengths, shortest integers, entries ascending by key. An array of entries,
//! each an array of five:
//!
//! ```text
//! [item id, pair, facet, kind, value]
//!   facet  0 whole, 1 before, 2 after, 3 + column of a matrix
//!   kind   0 point of a scale (value u8)   1 does not apply (value null)   2 option (u8)
//!          3 options (array of u8, ascending)   4 text   5 number (i64)
//! ```

use crate::domain::questionnaire::{Answer, AnswerSheet, Facet, QuestionKey};
use crate::domain::text::Text;
use minicbor::{Decoder, Encoder};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::BTreeMap;
use std::convert::Infallible;
use zeroize::Zeroizing;

type EncodeError = minicbor::encode::Error<Infallible>;

/// The bytes of a sheet; none where it has more entries than can be counted.
pub(super) fn encode(sheet: &AnswerSheet) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    write(sheet, &mut bytes).ok()?;
    Some(bytes)
}

fn write(sheet: &AnswerSheet, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    let count = |len: usize| u64::try_from(len).unwrap_or(u64::MAX);
    let mut encoder = Encoder::new(bytes);
    encoder.array(count(sheet.answers().len()))?;
    for (key, answer) in sheet.answers() {
        encoder
            .array(5)?
            .str(&key.item)?
            .u16(key.pair)?
            .u16(match key.facet {
                Facet::Whole => 0,
                Facet::Before => 1,
                Facet::After => 2,
                Facet::Column(column) => 3 + u16::from(column),
            })?;
        match answer {
            Answer::Scale(value) => encoder.u8(0)?.u8(*value)?,
            Answer::NotApplicable => encoder.u8(1)?.null()?,
            Answer::Choice(option) => encoder.u8(2)?.u8(*option)?,
            Answer::Multi(options) => {
                encoder.u8(3)?.array(count(options.len()))?;
                for option in options {
                    encoder.u8(*option)?;
                }
                &mut encoder
            }
            Answer::Text(text) => encoder.u8(4)?.str(text)?,
            Answer::Number(number) => encoder.u8(5)?.i64(*number)?,
        };
    }
    Ok(())
}

/// The sheet of some bytes; none where they are not one.
pub(super) fn decode(bytes: &[u8]) -> Option<AnswerSheet> {
    let mut decoder = Decoder::new(bytes);
    let mut answers = BTreeMap::new();
    for _ in 0..decoder.array().ok()?? {
        if decoder.array().ok()? != Some(5) {
            return None;
        }
        let item = decoder.str().ok()?.to_owned();
        let pair = decoder.u16().ok()?;
        let facet = match decoder.u16().ok()? {
            0 => Facet::Whole,
            1 => Facet::Before,
            2 => Facet::After,
            column => Facet::Column(u8::try_from(column - 3).ok()?),
        };
        let answer = match decoder.u8().ok()? {
            0 => Answer::Scale(decoder.u8().ok()?),
            1 => {
                decoder.null().ok()?;
                Answer::NotApplicable
            }
            2 => Answer::Choice(decoder.u8().ok()?),
            3 => {
                let count = decoder.array().ok()??;
                Answer::Multi((0..count).map(|_| decoder.u8().ok()).collect::<Option<_>>()?)
            }
            4 => Answer::Text(kept_text(decoder.str().ok()?)?),
            5 => Answer::Number(decoder.i64().ok()?),
            _ => return None,
        };
        answers.insert(QuestionKey { item, pair, facet }, answer);
    }
    (decoder.position() == bytes.len()).then(|| AnswerSheet::restore(answers))
}

/// A text as it was kept, without checking it again: a later release that refuses more characters must still be able
/// to read what an earlier one took.
fn kept_text(text: &str) -> Option<Text> {
    let source: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    Text::deserialize(source).ok()
}

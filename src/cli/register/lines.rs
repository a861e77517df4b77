//! `register --from`: many registrations in one process, a line in, a line out.

use super::{
    super::{code::Code, desk, failure::Failure, json, out::Out},
    register,
};
use crate::{i18n::Lang, service::Office};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// The longest line that is looked at; a longer one names nobody.
const LONGEST: usize = 4_096;

/// The number and the batch's code of a line; separators are `,` `;` and TAB.
fn parts(line: &str) -> Option<(&str, &str)> {
    let (number, batch) = line.split_once([',', ';', '\t'])?;
    Some((bare(number)?, bare(batch)?))
}

fn bare(cell: &str) -> Option<&str> {
    let inner = cell.trim().trim_matches('"').trim();
    (!inner.is_empty()).then_some(inner)
}

/// Whether a first line names columns: its first cell has no digit.
fn is_header(line: &str) -> bool {
    parts(line).is_some_and(|(number, _)| !number.chars().any(|c| c.is_ascii_digit()))
}

/// The gravest end that a line had.
const fn graver(now: Code, then: Code) -> Code {
    match (now, then) {
        (Code::Faults, _) | (_, Code::Faults) => Code::Faults,
        (Code::Refused, _) | (_, Code::Refused) => Code::Refused,
        (Code::Warnings, _) | (_, Code::Warnings) => Code::Warnings,
        _ => Code::Done,
    }
}

pub(super) fn run(from: &Path, accept_warnings: bool, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let unreadable = |error| Failure::Input {
        path: from.to_owned(),
        error,
    };
    let mut input: Box<dyn BufRead> = if from.as_os_str() == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(from).map_err(unreadable)?))
    };
    let mut office = desk::open(data)?;
    let mut out = Out::new();
    let (mut code, mut number, mut line) = (Code::Done, 0u64, Vec::new());
    loop {
        line.clear();
        let read = (&mut input)
            .take(LONGEST as u64)
            .read_until(b'\n', &mut line)
            .map_err(unreadable)?;
        if read == 0 {
            break;
        }
        number += 1;
        if !line.ends_with(b"\n") && line.len() >= LONGEST {
            // The rest is passed over: it is no line of its own, nor is the beginning.
            input.skip_until(b'\n').map_err(unreadable)?;
            code = graver(
                code,
                one(&mut office, &mut out, "", number, accept_warnings, lang)?,
            );
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || (number == 1 && is_header(text)) {
            continue;
        }
        code = graver(
            code,
            one(&mut office, &mut out, text, number, accept_warnings, lang)?,
        );
    }
    office.close()?;
    Ok(code)
}

/// One line: its receipt, or why there is none. Only what is of our own failing ends the run.
fn one(
    office: &mut Office,
    out: &mut Out,
    text: &str,
    number: u64,
    accept_warnings: bool,
    lang: Lang,
) -> Result<Code, Failure> {
    let done = parts(text)
        .ok_or(Failure::BadLine)
        .and_then(|(person, batch)| register(office, person, batch, accept_warnings));
    let code = match done {
        Ok(done) => {
            out.json(&done.shape())?;
            Code::Done
        }
        Err(failure) => match failure.code() {
            code @ (Code::Refused | Code::Warnings | Code::Faults) => {
                out.json(&json::Error::of(&failure, lang, Some(number)))?;
                code
            }
            _ => return Err(failure),
        },
    };
    out.flush()?;
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_number_and_a_code_however_a_spreadsheet_wrote_it() {
        for line in ["1,A/1", " 1 ; A/1 ", "\"1\"\t\"A/1\""] {
            assert_eq!(parts(line), Some(("1", "A/1")), "{line}");
        }
        for line in ["", "1", "1,", ",A", "\"\",\"\"", "\",\""] {
            assert_eq!(parts(line), None, "{line}");
        }
    }

    #[test]
    fn a_header_is_told_from_a_line() {
        assert!(is_header("nip,kode_angkatan"));
        assert!(!is_header("198503122010012004,A"));
    }
}

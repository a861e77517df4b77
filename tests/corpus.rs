//! What fuzzing found once, run again: every file under `fuzz/corpus/TARGET` through the body of that target.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

#[allow(missing_docs, dead_code, reason = "shared with the fuzz targets")]
mod targets {
    include!("../fuzz/targets.rs");
}

#[test]
fn nothing_in_the_corpus_makes_a_decoder_panic() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut folders: Vec<String> = fs::read_dir(&corpus)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort();
    for name in &folders {
        assert!(
            targets::TARGETS.iter().any(|(target, _)| target == name),
            "no target for fuzz/corpus/{name}"
        );
    }
    for (name, target) in targets::TARGETS {
        let mut count = 0;
        for entry in fs::read_dir(corpus.join(name)).into_iter().flatten() {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            target(&bytes);
            // The near neighbours of what once was interesting, too.
            for at in (0..bytes.len()).step_by(bytes.len() / 16 + 1) {
                let mut bad = bytes.clone();
                bad[at] ^= 0x41;
                target(&bad);
                target(&bytes[..at]);
            }
            count += 1;
        }
        assert!(count > 0, "fuzz/corpus/{name} is empty");
    }
}

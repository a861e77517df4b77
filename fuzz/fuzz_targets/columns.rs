//! Columns that somebody else wrote: never a panic, never more than was allowed; and bytes packed come back.

#![no_main]

use balai::bundle::columns::{Caps, pack, unpack};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let caps = Caps {
        segments: 64,
        bytes: 256 * 1024,
    };
    if let Ok(segments) = unpack(bytes, caps) {
        assert!(segments.iter().map(Vec::len).sum::<usize>() <= caps.bytes);
        let views: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
        assert_eq!(unpack(&pack(&views), caps), Ok(segments));
    }
});

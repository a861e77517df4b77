//! Packs the segments of a ledger's folder as a bundle would and says what they take.
//!
//! `pack DIR [BATCH] [LEVEL ...]`: DIR holds `*.seg`; BATCH is how many bytes of segments go into a frame; for each
//! zstd LEVEL a line of JSON with operations, bytes before, packed and compressed, and seconds. `benches/exchange.py`
//! calls it.

use balai::bundle::columns::{BATCH, Caps, pack, unpack};
use balai::ledger::segment::Head;
use std::path::PathBuf;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let dir = args.next().ok_or("pack DIR [BATCH] [LEVEL ...]")?;
    let batch = args.next().map_or(Ok(BATCH), |text| text.parse())?;
    let levels: Vec<i32> = args.map(|text| text.parse()).collect::<Result<_, _>>()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ext| ext == "seg"))
        .collect();
    files.sort();
    let (mut ops, mut raw, mut packing, mut unpacking) = (0, 0, 0.0, 0.0);
    let mut packed: Vec<Vec<u8>> = Vec::new();
    let mut group: Vec<Vec<u8>> = Vec::new();
    let mut flush = |group: &mut Vec<Vec<u8>>| -> Result<(), Box<dyn std::error::Error>> {
        if group.is_empty() {
            return Ok(());
        }
        let begun = Instant::now();
        let views: Vec<&[u8]> = group.iter().map(Vec::as_slice).collect();
        let out = pack(&views);
        packing += begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let caps = Caps {
            segments: group.len(),
            bytes: views.iter().map(|bytes| bytes.len()).sum(),
        };
        if unpack(&out, caps)? != *group {
            return Err("the segments did not come back".into());
        }
        unpacking += begun.elapsed().as_secs_f64();
        packed.push(out);
        group.clear();
        Ok(())
    };
    for path in files {
        let bytes = std::fs::read(path)?;
        if group.iter().map(Vec::len).sum::<usize>() + bytes.len() > batch {
            flush(&mut group)?;
        }
        ops += Head::read(&bytes)?.op_count;
        raw += bytes.len();
        group.push(bytes);
    }
    flush(&mut group)?;
    let total: usize = packed.iter().map(Vec::len).sum();
    let levels = if levels.is_empty() { vec![19] } else { levels };
    for level in levels {
        let begun = Instant::now();
        let mut size = 0;
        for frame in &packed {
            size += zstd::bulk::compress(frame, level)?.len();
        }
        let compressing = begun.elapsed().as_secs_f64();
        println!(
            "{{\"level\": {level}, \"ops\": {ops}, \"raw\": {raw}, \"packed\": {total}, \"frames\": {}, \
             \"zstd\": {size}, \"bytes_per_op\": {:.3}, \"pack_s\": {packing:.2}, \"unpack_s\": {unpacking:.2}, \
             \"zstd_s\": {compressing:.2}}}",
            packed.len(),
            f64::from(u32::try_from(size)?) / f64::from(ops),
        );
    }
    Ok(())
}

//! What a durable commit costs elsewhere, as JSON on one line.
//!
//! ```text
//! commits raw DIR COUNT BYTES     append BYTES and fdatasync, to a file that grows
//! commits raw-kept DIR COUNT BYTES  the same into a file of full length
//! commits sqlite DIR COUNT ROWS   SQLite in WAL mode with synchronous FULL: a table of ROWS registrations with three
//!                                 indexes, one insert and commit after another
//! ```

use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [what, dir, count, size] = args.as_slice() else {
        return Err("commits raw|raw-kept|sqlite DIR COUNT BYTES|ROWS".into());
    };
    let (dir, count, size) = (Path::new(dir), count.parse()?, size.parse()?);
    fs::create_dir_all(dir)?;
    let before = written()?;
    let (taken, setup) = match what.as_str() {
        "raw" => raw(dir, count, size, false)?,
        "raw-kept" => raw(dir, count, size, true)?,
        "sqlite" => sqlite(dir, count, size)?,
        _ => return Err("no such peer".into()),
    };
    report(taken, written()?.saturating_sub(before).saturating_sub(setup));
    Ok(())
}

/// The bytes this process has given to write calls, as Linux counts them.
fn written() -> Result<u64, Box<dyn Error>> {
    let io = fs::read_to_string("/proc/self/io")?;
    let line = io
        .lines()
        .find_map(|line| line.strip_prefix("wchar: "))
        .ok_or("no wchar")?;
    Ok(line.trim().parse()?)
}

type Outcome = Result<(Vec<Duration>, u64), Box<dyn Error>>;

fn raw(dir: &Path, count: usize, bytes: usize, kept: bool) -> Outcome {
    let path = dir.join("raw");
    let before = written()?;
    let mut file = File::create(&path)?;
    if kept {
        file.write_all(&vec![0; count * bytes])?;
        file.sync_all()?;
    }
    drop(file);
    let file = OpenOptions::new().write(true).open(&path)?;
    let setup = written()?.saturating_sub(before);
    let record: Vec<u8> = (0..bytes)
        .map(|n| u8::try_from(n % 251).unwrap_or(0) | 1)
        .collect();
    let mut taken = Vec::with_capacity(count);
    for n in 0..count {
        let start = Instant::now();
        file.write_all_at(&record, u64::try_from(n * bytes)?)?;
        file.sync_data()?;
        taken.push(start.elapsed());
    }
    fs::remove_file(path)?;
    Ok((taken, setup))
}

fn sqlite(dir: &Path, count: usize, rows: usize) -> Outcome {
    let before = written()?;
    let path = dir.join(format!("registrations-{rows}.sqlite"));
    let fresh = !path.exists();
    let mut db = Connection::open(&path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    if fresh {
        db.execute_batch(
            "CREATE TABLE registration (code TEXT, nip TEXT, batch TEXT, state TEXT, created TEXT, updated TEXT);
             CREATE INDEX by_code ON registration (code);
             CREATE INDEX by_person ON registration (nip);
             CREATE INDEX by_batch ON registration (batch, state);",
        )?;
        let change = db.transaction()?;
        for n in 0..rows {
            insert(&change, n)?;
        }
        change.commit()?;
        db.pragma_update(None, "wal_checkpoint", "TRUNCATE")?;
    }
    let setup = written()?.saturating_sub(before);
    let first: i64 = db.query_row("SELECT count(*) FROM registration", [], |row| row.get(0))?;
    let first = usize::try_from(first)?;
    let mut taken = Vec::with_capacity(count);
    for n in first..first + count {
        let start = Instant::now();
        insert(&db, n)?;
        taken.push(start.elapsed());
    }
    Ok((taken, setup))
}

fn insert(db: &Connection, n: usize) -> rusqlite::Result<usize> {
    // People and batches in no order, as they come to a kiosk.
    let mix = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
    let mut statement =
        db.prepare_cached("INSERT INTO registration VALUES (?1, ?2, ?3, 'terdaftar', ?4, ?4)")?;
    statement.execute((
        format!("{:012X}", mix & 0xFFFF_FFFF_FFFF),
        format!("19800101200501{:04}", mix % 200_000),
        format!("MAP-01/{}", (mix >> 20) % 5_000),
        "2026-03-03T07:15:00+07:00",
    ))
}

fn report(mut taken: Vec<Duration>, bytes: u64) {
    taken.sort_unstable();
    let count = taken.len();
    let at = |part: usize| {
        let place = (count * part / 100).min(count.saturating_sub(1));
        taken.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e6)
    };
    let each = bytes.checked_div(u64::try_from(count).unwrap_or(1)).unwrap_or(0);
    println!(
        r#"{{"count":{count},"median_us":{:.1},"p99_us":{:.1},"bytes_per_op":{each}}}"#,
        at(50),
        at(99)
    );
}

//! What a bundle may cost its reader: at most 64 MiB resident, whatever is in it. Each bomb is read in a process of its
//! own, which says the most that it ever held.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use balai::bundle::frame::{Blobs, Certs, FrameHead, FrameType, Haves, Manifest};
use balai::bundle::header::{Header, Purpose};
use balai::bundle::read::Reader;
use balai::bundle::salvage::salvage;
use balai::bundle::squeeze::Packer;
use balai::bundle::stream::Frames;
use balai::bundle::write::Writer;
use balai::bundle::{Identity, Recipient, cbor, columns};
use balai::domain::day::Moment;
use balai::domain::refusal::{BundleFault, Refusal};
use balai::domain::text::{Text, limit};
use balai::exchange::trust::org;
use balai::ledger::clock::Hlc;
use balai::ledger::id::LogId;
use balai::ledger::key::NodeKey;
use balai::service::{Clock, Denied, Office};
use balai::store::files::RealFiles;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

const MOST: u64 = 64 * 1024;
const FRAME: usize = 4 << 20;

fn key() -> NodeKey {
    NodeKey::from_seed(&[7; 32])
}

fn manifest() -> Vec<u8> {
    whole_manifest().to_bytes()
}

fn whole_manifest() -> Manifest {
    Manifest {
        software: "balai".to_owned(),
        made: Hlc(1),
        bases: Vec::new(),
        carries: Vec::new(),
    }
}

fn frame(kind: FrameType, zstd: Option<usize>, payload: &[u8]) -> Vec<u8> {
    let head = FrameHead {
        kind,
        zstd: zstd.is_some(),
        critical: false,
        sealed: false,
        codec: 0,
        clen: payload.len(),
        ulen: zstd.unwrap_or(payload.len()),
        crc: crc32c::crc32c(payload),
        tag: 0,
    };
    [head.to_bytes().unwrap().as_slice(), payload].concat()
}

fn plaintext(frames: &[Vec<u8>]) -> Vec<u8> {
    [frame(FrameType::Manifest, None, &manifest()), frames.concat()].concat()
}

fn zeros() -> Vec<u8> {
    Packer::new(1).unwrap().pack(&vec![0; FRAME]).unwrap().to_vec()
}

/// A whole bundle of nothing but zeros, as much as there may be.
fn ratio() -> Vec<u8> {
    let to = Recipient::of(&secret()).unwrap();
    let mut out = Vec::new();
    let header = Header::new([1; 16], LogId::new(7, 1), Purpose::Exchange);
    let mut writer = Writer::with_level(&mut out, header, &[to], &whole_manifest(), 1).unwrap();
    let zeros = vec![0; FRAME];
    while writer.room() >= FRAME as u64 {
        if writer.frame(FrameType::Survey, 0, &zeros).is_err() {
            break;
        }
    }
    writer.finish(&key(), None).unwrap();
    out
}

fn secret() -> Identity {
    include_str!("golden/bundle-1.key").trim().parse().unwrap()
}

/// A zstd frame that asks for a window of 2 GiB and says it holds 4 MiB.
fn window() -> Vec<u8> {
    let mut packed = vec![0x28, 0xb5, 0x2f, 0xfd, 0x80, 21 << 3];
    packed.extend_from_slice(&u32::try_from(FRAME).unwrap().to_le_bytes());
    packed.extend_from_slice(&[3, 0, 4, 0x61]);
    plaintext(&[frame(FrameType::Survey, Some(FRAME), &packed)])
}

/// A good bundle's front before an age header of 50,000 stanzas.
fn stanzas() -> Vec<u8> {
    let mut out = Vec::new();
    let header = Header::new([1; 16], LogId::new(7, 1), Purpose::Exchange);
    let to = Recipient::of(&secret()).unwrap();
    Writer::new(&mut out, header, &[to], &whole_manifest())
        .unwrap()
        .finish(&key(), None)
        .unwrap();
    let length = usize::from(u16::from_le_bytes([out[10], out[11]]));
    out.truncate(16 + length);
    let line = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";
    let header = format!("-> X25519 {line}\n{line}\n").repeat(50_000);
    out.extend_from_slice(format!("age-encryption.org/v1\n{header}--- {line}\n").as_bytes());
    out
}

/// CBOR of 1 MiB that is nothing but one-byte elements in full arrays.
fn crowd() -> Vec<u8> {
    let mut payload = vec![0x8f];
    for _ in 0..15 {
        payload.extend_from_slice(&[0x9a, 0, 1, 0, 0]);
        payload.resize(payload.len() + 65_536, 0x80);
    }
    payload
}

/// A have-list of 4 MiB with as many ranges as can be.
fn ranges() -> Vec<u8> {
    let mut body = vec![0xa7, 0, 0x82, 7, 1, 1, 1, 2, 0x95];
    for node in 0..21_u8 {
        body.extend_from_slice(&[0x84, 0x82, 0x18, 30 + node, 1, 0, 0x58, 32]);
        body.extend_from_slice(&[0; 32]);
        body.extend_from_slice(&[0x99, 0x40, 0]);
        for range in 1..=0x4000_u32 {
            body.extend_from_slice(&[0x82, 0x1a]);
            body.extend_from_slice(&(65_536 + range).to_be_bytes());
            body.extend_from_slice(&[0x1a]);
            body.extend_from_slice(&(65_536 + range).to_be_bytes());
        }
    }
    body.extend_from_slice(&[3, 0x80, 4, 0x80, 5, 0x80, 6, 0]);
    let mut payload = vec![0x81, 0x82, 0x5a];
    payload.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
    payload.extend_from_slice(&body);
    payload.extend_from_slice(&[0x58, 64]);
    payload.extend_from_slice(&[0; 64]);
    payload
}

/// Content of which every 24 bytes are the head of a frame of 4 MiB, behind a lost chunk.
fn heads() -> Vec<u8> {
    let head = FrameHead {
        kind: FrameType::Survey,
        zstd: false,
        critical: false,
        sealed: false,
        codec: 0,
        clen: FRAME,
        ulen: FRAME,
        crc: 1,
        tag: 0,
    };
    let content = head.to_bytes().unwrap().repeat(1_000_000);
    let to = secret().to_public();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&to as &dyn age::Recipient)).unwrap();
    let mut stream = encryptor.wrap_output(Vec::new()).unwrap();
    stream.write_all(&content).unwrap();
    let mut out = stream.finish().unwrap();
    out[40_000] ^= 1;
    out
}

/// The data directory of a centre made again from paper: it reads most of a stranger's file, for its offices are
/// strangers too.
fn recovered(folder: &Path) -> Office {
    let clock = || -> Clock { Arc::new(|| Moment(1_795_392_900_000)) };
    let name = Text::read("Kota Selaras", limit::NAME).unwrap();
    let old = folder.join("old");
    let mut centre = Office::create(&old, "BKPSDM", clock()).unwrap();
    centre.found(&name).unwrap();
    let root = org::kept_seed(&RealFiles, &old).unwrap().unwrap();
    let words: Vec<&str> = root.words().iter().collect();
    let known = fs::read(old.join(org::FILE)).unwrap();
    let new = folder.join("new");
    Office::recover(Arc::new(RealFiles), &new, &words.join(" "), &known, clock())
        .unwrap()
        .0
}

/// A bundle of an unknown producer, for `to`: as much as there may be, of frames that are passed over in a stranger's.
fn stranger(to: Recipient) -> Vec<u8> {
    let mut out = Vec::new();
    let header = Header::new([1; 16], LogId::new(700, 1), Purpose::Exchange);
    let mut writer = Writer::with_level(&mut out, header, &[to], &whole_manifest(), 1).unwrap();
    let zeros = vec![0; FRAME];
    while writer.room() >= FRAME as u64 {
        if writer.frame(FrameType::Have, 0, &zeros).is_err() {
            break;
        }
    }
    writer.finish(&key(), None).unwrap();
    out
}

/// A bomb: its name, and what makes its bytes.
type Bomb = (&'static str, fn() -> Vec<u8>);

const BOMBS: &[Bomb] = &[
    ("bundle-ratio", ratio),
    ("plain-ratio", || {
        plaintext(&vec![frame(FrameType::Survey, Some(FRAME), &zeros()); 300])
    }),
    ("plain-window", window),
    ("plain-frames", || {
        plaintext(&vec![frame(FrameType::Have, None, b""); 200_000])
    }),
    ("plain-size", || {
        let mut frame = frame(FrameType::Survey, None, b"");
        frame[4..8].copy_from_slice(&(4_u32 << 20).to_le_bytes());
        frame[8..12].copy_from_slice(&(4_u32 << 20).to_le_bytes());
        plaintext(&[frame])
    }),
    ("salvage-stanzas", stanzas),
    ("salvage-heads", heads),
    ("payload-depth", || vec![0x81; FRAME]),
    ("payload-length", || {
        [vec![0x9a, 255, 255, 255, 255], vec![0; FRAME - 5]].concat()
    }),
    ("payload-bytes", || {
        [vec![0x5b, 255, 255, 255, 255, 255, 255, 255, 255], vec![0; 100]].concat()
    }),
    ("payload-crowd", crowd),
    ("payload-ranges", ranges),
];

#[test]
fn no_bomb_holds_more_than_64_mib() {
    let folder = tempfile::tempdir().unwrap();
    for (name, make) in BOMBS {
        let file = folder.path().join(name);
        fs::write(&file, make()).unwrap();
        let out = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_bomb_is_read", "--ignored", "--nocapture"])
            .env("BALAI_BOMB", &file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{name}: {said}");
        let line = said
            .lines()
            .find_map(|line| line.split("RESIDENT ").nth(1))
            .unwrap();
        let mut numbers = line.split_whitespace();
        let resident: u64 = numbers.next().unwrap().parse().unwrap();
        println!("{name}: {resident} KiB resident, {} ms", numbers.next().unwrap());
        assert!(resident <= MOST, "{name}: {resident} KiB");
    }
}

#[test]
fn a_strangers_bomb_at_the_centre_holds_no_more_than_64_mib_and_is_not_read_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut office = recovered(folder.path());
    let to = Recipient::of(office.book_mut().identity()).unwrap();
    office.close().unwrap();
    let file = folder.path().join("exchange-stranger");
    fs::write(&file, stranger(to)).unwrap();
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_bomb_is_read", "--ignored", "--nocapture"])
        .env("BALAI_BOMB", &file)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{said}");
    let line = said
        .lines()
        .find_map(|line| line.split("RESIDENT ").nth(1))
        .unwrap();
    let resident: u64 = line.split_whitespace().next().unwrap().parse().unwrap();
    println!("stranger: {line}");
    assert!(resident <= MOST, "{resident} KiB");
    let kept = fs::read_dir(folder.path().join("new/sync/staging")).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "the copy stays");
}

/// Reads the bomb that the environment names and says what that cost.
#[test]
#[ignore = "a process of the test above"]
fn a_bomb_is_read() {
    let Some(path) = std::env::var_os("BALAI_BOMB") else {
        return;
    };
    let path = Path::new(&path);
    let name = path.file_name().unwrap().to_str().unwrap();
    let begun = Instant::now();
    let mut payload = Vec::new();
    match name.split('-').next().unwrap() {
        "bundle" => {
            let source = File::open(path).unwrap();
            let reader = Reader::open(source, &|_| Some(key().public())).unwrap();
            let mut frames = reader.decrypt(&secret()).unwrap();
            while frames.next_frame(&mut payload).unwrap().is_some() {}
        }
        "plain" => {
            let mut frames = Frames::new(BufReader::new(File::open(path).unwrap()), None).unwrap();
            while let Ok(Some(_)) = frames.next_frame(&mut payload) {}
            assert!(frames.next_frame(&mut payload).is_err());
        }
        "exchange" => {
            let data = path.with_file_name("new");
            let clock: Clock = Arc::new(|| Moment(1_795_392_900_000));
            let mut office = Office::open(&data, clock).unwrap();
            let read = office.import_bundle(path, false, &mut |_, _| {});
            let stranger = Refusal::Bundle(BundleFault::UnknownOffice);
            assert!(matches!(read, Err(Denied::Refused(refusal)) if refusal == stranger));
        }
        "salvage" => {
            let mut source = File::open(path).unwrap();
            let found = salvage(&mut source, &secret(), &mut |_, _| ());
            assert_eq!(found.is_ok(), name == "salvage-heads");
        }
        _ => {
            let bytes = fs::read(path).unwrap();
            let _ = (
                cbor::check(&bytes),
                Manifest::read(&bytes).is_err(),
                Haves::read(&bytes).is_err(),
            );
            let _ = (Blobs::read(&bytes).is_err(), Certs::read(&bytes).is_err());
            let _ = columns::unpack(&bytes, columns::Caps::FRAME);
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let most = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let most = most.trim().trim_end_matches(" kB");
    println!("RESIDENT {most} {}", begun.elapsed().as_millis());
}

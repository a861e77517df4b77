//! Bundles of released format versions stay readable for ever, by this program, by the stock programs `age` and
//! `zstd`, and by a reader that was written from the documents alone.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use balai::bundle::frame::{
    BlobEntry, Blobs, BoxId, Certs, FrameHead, FrameType, Have, Haves, Held, Manifest, Span, SurveyBox,
    SurveyClaim, Surveys,
};
use balai::bundle::header::{Header, Purpose};
use balai::bundle::read::Reader;
use balai::bundle::write::Writer;
use balai::bundle::{Identity, Recipient, columns, inspect, sealed};
use balai::ledger::blob::Blob;
use balai::ledger::body::{Body, office::NodeOpened, seat::Request};
use balai::ledger::clock::Hlc;
use balai::ledger::id::{EntityId, LogId};
use balai::ledger::key::{NodeKey, PublicKey};
use balai::ledger::op::NewOp;
use balai::ledger::segment::{Draft, Head, SegHash, seal};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const LOG: LogId = LogId::new(7, 1);
const MADE: u64 = 1_700_000_000_000;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn key() -> NodeKey {
    NodeKey::from_seed(&[7; 32])
}

fn known(log: LogId) -> Option<PublicKey> {
    (log == LOG).then(|| key().public())
}

fn identity() -> Identity {
    fs::read_to_string(golden("bundle-1.key"))
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

fn listed(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    let reader = Reader::open(Cursor::new(bytes), &known).unwrap();
    inspect::write_json(reader, Some(&identity()), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Whether `program` runs here; says so loudly where it does not.
fn there(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    if !found {
        eprintln!(
            "SKIPPED: the program `{program}` is not installed; what it reads of a bundle was NOT tested"
        );
    }
    found
}

fn piped(program: &str, words: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{program} {words:?}");
        done.stdout
    })
}

/// Every released one; the second has survey boxes.
const RELEASED: [&str; 2] = ["bundle-1", "bundle-2"];

#[test]
fn a_released_bundle_stays_readable() {
    for name in RELEASED {
        let bytes = fs::read(golden(&format!("{name}.bli"))).unwrap();
        assert_eq!(
            listed(&bytes),
            fs::read_to_string(golden(&format!("{name}.json")))
                .unwrap()
                .trim_end()
        );
    }
}

#[test]
fn the_stock_programs_open_a_bundle_and_its_frames() {
    if !there("age") || !there("zstd") {
        return;
    }
    let bytes = fs::read(golden("bundle-1.bli")).unwrap();
    let length = usize::from(u16::from_le_bytes([bytes[10], bytes[11]]));
    let body = &bytes[16 + length..bytes.len() - 128];
    let key = golden("bundle-1.key");
    let plain = piped("age", &["-d", "-i", key.to_str().unwrap()], body);
    let (mut at, mut packed) = (0, 0);
    while at < plain.len() {
        let head = FrameHead::read(plain[at..at + 24].try_into().unwrap()).unwrap();
        let payload = &plain[at + 24..at + 24 + head.clen];
        if head.zstd {
            assert_eq!(piped("zstd", &["-d", "-q", "-c"], payload).len(), head.ulen);
            packed += 1;
        }
        at += 24 + head.clen;
    }
    assert!(packed >= 1);
}

#[test]
fn a_reader_written_from_the_documents_lists_the_same_operations() {
    if !there("python3") || !there("age") || !there("zstd") {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader/read_bundle.py");
    let hex = key()
        .public()
        .0
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    for name in RELEASED {
        read_by_the_script(&script, &hex, &golden(&format!("{name}.bli")));
    }
}

fn read_by_the_script(script: &Path, hex: &str, bundle: &Path) {
    let secret = golden("bundle-1.key");
    let words = [script.to_str().unwrap(), bundle.to_str().unwrap()];
    let found = piped(
        "python3",
        &[
            &words[..],
            &["--key", hex, "--identity", secret.to_str().unwrap()],
        ]
        .concat(),
        b"",
    );
    let found: serde_json::Value = serde_json::from_slice(&found).unwrap();
    let listed: serde_json::Value = serde_json::from_str(&listed(&fs::read(bundle).unwrap())).unwrap();
    assert_eq!(found, listed);
    // And it refuses what is damaged: the last byte of the body, and the signature.
    let mut bad = fs::read(bundle).unwrap();
    for from_end in [129, 1] {
        let at = bad.len() - from_end;
        bad[at] ^= 1;
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &bad).unwrap();
        let words = [
            script.to_str().unwrap(),
            file.path().to_str().unwrap(),
            "--key",
            hex,
        ];
        let ran = Command::new("python3")
            .args(words)
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!ran.success(), "{from_end}");
        bad[at] ^= 1;
    }
}

/// The operations of a small ledger in two segments.
fn segments() -> (Vec<Vec<u8>>, Head) {
    let salted = Blob::seal([5; 16], b"\xa1\x00\x6cSiti Rahayu.").unwrap();
    let op = |body: Body, kind, subject, blob| {
        let mut bytes = Vec::new();
        body.write(&mut bytes);
        NewOp {
            critical: kind == 41,
            kind,
            kind_ver: 1,
            subject_type: 4,
            subject,
            actor: (kind == 40).then_some(EntityId([0x81; 16])),
            body: bytes,
            blob,
        }
    };
    let opened = Body::from(NodeOpened {
        name: "Dinas Kesehatan".to_owned(),
        role: 2,
        public_key: key().public().0,
    });
    let request = |attempt: u8| {
        Body::from(Request {
            person: balai::ledger::body::plan::Name([0x81; 16]),
            attempt,
            unsure: None,
        })
    };
    let batch = EntityId::of_op(LogId::new(1, 1).op(12));
    let mut out: Vec<Vec<u8>> = Vec::new();
    let (mut seq, mut prev, mut last) = (1, SegHash::NONE, None);
    for list in [
        vec![op(opened, 1, EntityId([0; 16]), None)],
        (1..=20)
            .map(|n| op(request(n), 40, batch, (n == 3).then(|| salted.hash())))
            .collect(),
    ] {
        let mut ops = Vec::new();
        for (op, at) in list.iter().zip(0_u64..) {
            op.view().encode(at.min(1) * 65_536, &mut ops).unwrap();
        }
        let mut segment = Vec::new();
        let draft = Draft {
            log: LOG,
            first_seq: seq,
            first_hlc: Hlc::new(MADE + seq, 0),
            hub_seen: 0,
            prev,
            ops: &ops,
        };
        let head = seal(&draft, &key(), &mut segment).unwrap();
        (seq, prev, last) = (head.next_seq(), head.hash(), Some(head));
        out.push(segment);
    }
    (out, last.unwrap())
}

/// The plaintext of a golden box is not that of a ballot: what is in it, only its custodian's key tells.
fn survey_box(batch: u8, n: u32, to: &Recipient) -> SurveyBox {
    let sealed = sealed::encrypt(to, &[batch; 1024]).unwrap();
    let claim = SurveyClaim {
        log: LOG,
        batch: [batch; 16],
        n,
        key: to.key_id().0,
        hash: [0; 32],
    };
    SurveyBox::sign(claim, &sealed, &key()).unwrap()
}

/// Writes the golden bundle with survey boxes, for the key of the first one: `cargo test --test bundle_golden
/// a_golden_bundle_of_surveys -- --ignored`.
#[test]
#[ignore = "writes golden files"]
fn a_golden_bundle_of_surveys_is_written() {
    let to = Recipient::of(&identity()).unwrap();
    let custodian = Recipient::of(&Identity::generate()).unwrap();
    let manifest = Manifest {
        software: "balai 0.1.0".to_owned(),
        made: Hlc::new(MADE, 0),
        bases: Vec::new(),
        carries: Vec::new(),
    };
    let list = vec![survey_box(0x11, 6, &custodian), survey_box(0x22, 12, &custodian)];
    let have = Have {
        log: LOG,
        n: 2,
        entries: Vec::new(),
        missing_blobs: Vec::new(),
        erased: Vec::new(),
        refused: Vec::new(),
        stamp: Hlc::new(MADE, 0),
        surveys: Some(vec![BoxId([1; 8]), BoxId([9; 8])]),
    };
    let mut out = Vec::new();
    let header = Header::new(*b"golden bundle 2.", LOG, Purpose::Exchange);
    let mut writer = Writer::new(&mut out, header, &[to], &manifest).unwrap();
    let haves = Haves {
        list: vec![have.sign(&key()).unwrap()],
    };
    writer.frame(FrameType::Have, 0, &haves.to_bytes()).unwrap();
    let payload = Surveys { list }.to_bytes();
    writer.frame(FrameType::Survey, 0, &payload).unwrap();
    writer.finish(&key(), Some(1)).unwrap();
    fs::write(golden("bundle-2.bli"), &out).unwrap();
    fs::write(golden("bundle-2.json"), format!("{}\n", listed(&out))).unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/payload");
    fs::write(corpus.join("survey"), payload).unwrap();
}

/// Writes the golden files anew: `cargo test --test bundle_golden -- --ignored`. Only for a new format version, under a
/// new name: those of released versions never change.
#[test]
#[ignore = "writes golden files"]
fn a_golden_bundle_is_written() {
    use age::secrecy::ExposeSecret as _;
    let identity = Identity::generate();
    let to = Recipient::of(&identity).unwrap();
    let elsewhere = Recipient::of(&Identity::generate()).unwrap();
    fs::write(
        golden("bundle-1.key"),
        format!("{}\n", identity.to_string().expose_secret()),
    )
    .unwrap();
    let (segments, last) = segments();
    let manifest = Manifest {
        software: "balai 0.1.0".to_owned(),
        made: Hlc::new(MADE, 0),
        bases: Vec::new(),
        carries: vec![Span {
            log: LOG,
            first: 1,
            last: last.next_seq() - 1,
        }],
    };
    let have = Have {
        log: LOG,
        n: 1,
        entries: vec![
            Held {
                log: LogId::new(1, 1),
                seq: 0,
                hash: SegHash::NONE,
                ranges: vec![(13, 20)],
            },
            Held {
                log: LOG,
                seq: last.next_seq() - 1,
                hash: last.hash(),
                ranges: Vec::new(),
            },
        ],
        missing_blobs: vec![LogId::new(1, 1).op(14)],
        erased: Vec::new(),
        refused: Vec::new(),
        stamp: Hlc::new(MADE, 0),
        surveys: None,
    };
    let blobs = Blobs {
        list: vec![BlobEntry {
            op: LOG.op(4),
            salted: Blob::seal([5; 16], b"\xa1\x00\x6cSiti Rahayu.")
                .unwrap()
                .as_bytes()
                .to_vec(),
        }],
    };
    let mut out = Vec::new();
    let header = Header::new(*b"golden bundle 1.", LOG, Purpose::Exchange);
    let mut writer = Writer::new(&mut out, header, &[to], &manifest).unwrap();
    let certs = Certs {
        list: vec![b"a certificate".to_vec()],
    };
    writer.frame(FrameType::Certs, 0, &certs.to_bytes()).unwrap();
    let haves = Haves {
        list: vec![have.sign(&key()).unwrap()],
    };
    writer.frame(FrameType::Have, 0, &haves.to_bytes()).unwrap();
    let views: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    writer
        .frame(FrameType::Segments, 0, &columns::pack(&views))
        .unwrap();
    writer.frame(FrameType::Blobs, 0, &blobs.to_bytes()).unwrap();
    writer
        .sealed(elsewhere.key_id(), &sealed::seal(&elsewhere, &blobs).unwrap())
        .unwrap();
    writer.finish(&key(), Some(1)).unwrap();
    fs::write(golden("bundle-1.bli"), &out).unwrap();
    fs::write(golden("bundle-1.json"), format!("{}\n", listed(&out))).unwrap();
}

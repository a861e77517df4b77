//! Bundles over a network, against real servers on this machine: WebDAV (rclone, or `WsgiDAV`) and S3-compatible storage
//! (`SeaweedFS`), with connections cut and servers killed in the middle. A server that cannot be had is said loudly.
#![cfg(feature = "network")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "transport/command.rs"]
mod command;
#[path = "transport/cutter.rs"]
mod cutter;
#[path = "cli/office.rs"]
#[allow(dead_code, reason = "shared with the tests of all commands")]
mod office;
#[path = "cli/pair.rs"]
mod pair;
#[path = "transport/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use balai::exchange::media::Staged;
use balai::exchange::transport::{
    Inbox, Incoming, NetFault, Outgoing, Progress, Synced, Verdict, Via, Wanted, sync,
};
use balai::ledger::id::LogId;
use balai::store::files::RealFiles;
use cutter::Cutter;
use server::Server;

const HUB: LogId = LogId::new(1, 1);
const KIOSK: LogId = LogId::new(7, 1);

/// An office with a folder of its own.
struct Office {
    log: LogId,
    dir: tempfile::TempDir,
    /// What was read, by the bundle's id.
    read: BTreeMap<[u8; 16], Vec<u8>>,
    refuses: bool,
}

impl Inbox for Office {
    fn wants(&mut self, bundle: [u8; 16], _: u64) -> Wanted {
        if self.read.contains_key(&bundle) {
            Wanted::Remove
        } else {
            Wanted::Fetch
        }
    }

    fn take(&mut self, bundle: [u8; 16], staged: &Staged) -> Verdict {
        let bytes = std::fs::read(&staged.path).unwrap();
        assert_eq!(*blake3::hash(&bytes).as_bytes(), staged.hash);
        if self.refuses {
            return Verdict::Kept;
        }
        assert!(
            self.read.insert(bundle, bytes).is_none(),
            "a bundle is handed over once"
        );
        Verdict::Acknowledged
    }
}

impl Office {
    fn new(log: LogId) -> Self {
        Self {
            log,
            dir: tempfile::tempdir().unwrap(),
            read: BTreeMap::new(),
            refuses: false,
        }
    }

    fn incoming(&self) -> PathBuf {
        self.dir.path().join("incoming")
    }

    /// A bundle of `length` bytes that no compression makes small.
    fn bundle(&self, number: u8, to: LogId, length: usize) -> Outgoing {
        let file = self.dir.path().join(format!("{number}.bli"));
        std::fs::write(&file, content(number, length)).unwrap();
        Outgoing {
            to,
            bundle: [number; 16],
            file,
        }
    }

    fn sync(&mut self, via: &Via, outgoing: &[Outgoing]) -> Result<Synced, NetFault> {
        self.watched(via, outgoing, &mut |_| true)
    }

    fn watched(
        &mut self,
        via: &Via,
        outgoing: &[Outgoing],
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Synced, NetFault> {
        let dir = self.incoming();
        let incoming = Incoming {
            files: &RealFiles,
            dir: &dir,
        };
        sync(via, self.log, outgoing, incoming, self, progress)
    }

    fn left_in_staging(&self) -> usize {
        std::fs::read_dir(self.incoming()).unwrap().count()
    }
}

fn content(number: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new()
        .update(&[number])
        .finalize_xof()
        .fill(&mut bytes);
    bytes
}

/// Everything that holds of every kind of mailbox.
fn a_mailbox_carries_bundles_both_ways(via: &Via) {
    let (mut hub, mut kiosk) = (Office::new(HUB), Office::new(KIOSK));
    let empty = kiosk.sync(via, &[]).unwrap();
    assert_eq!(empty, Synced::default(), "a mailbox that nobody used yet");

    let out = [
        kiosk.bundle(1, HUB, 3_000_000),
        kiosk.bundle(2, HUB, 1),
        kiosk.bundle(3, LogId::new(8, 1), 500),
    ];
    assert_eq!(kiosk.sync(via, &out).unwrap().put, 3);
    let again = kiosk.sync(via, &out).unwrap();
    assert_eq!((again.put, again.there), (0, 3), "names are written once");

    hub.refuses = true;
    let kept = hub.sync(via, &[]).unwrap();
    assert_eq!(
        (kept.fetched, kept.removed, kept.left),
        (2, 0, 2),
        "what was not acknowledged stays"
    );
    hub.refuses = false;
    let back = hub.bundle(9, KIOSK, 70_000);
    let took = hub.sync(via, std::slice::from_ref(&back)).unwrap();
    assert_eq!((took.put, took.fetched, took.removed), (1, 2, 2));
    assert_eq!(hub.read[&[1; 16]], content(1, 3_000_000));
    assert_eq!(hub.read[&[2; 16]], content(2, 1));
    assert_eq!(
        hub.sync(via, &[]).unwrap(),
        Synced::default(),
        "what was acknowledged is gone"
    );
    assert_eq!(hub.left_in_staging(), 0);

    // The acknowledgement got lost, or somebody puts it once more: it is not fetched again.
    let both = kiosk.sync(via, &out[..1]).unwrap();
    assert_eq!((both.put, both.fetched), (1, 1));
    let twice = hub.sync(via, &[]).unwrap();
    assert_eq!((twice.fetched, twice.removed), (0, 1));
    assert_eq!(kiosk.read[&[9; 16]], content(9, 70_000));
}

/// A connection cut in the middle of a put and of a get, and a server killed in the middle of a get.
fn a_cut_loses_nothing(server: &mut Server) {
    const LENGTH: usize = 8_000_000;
    let cutter = Cutter::before(server.port());
    let through = server.via(cutter.port());
    let direct = server.via(server.port());
    let (mut hub, mut kiosk) = (Office::new(HUB), Office::new(KIOSK));
    let out = [kiosk.bundle(1, HUB, LENGTH), kiosk.bundle(2, HUB, 100_000)];

    cutter.cut_after(Some(2_000_000), None);
    assert_eq!(kiosk.sync(&through, &out), Err(NetFault::Unreachable));
    // What the server kept of it may be seen by the other side, and is not what was sent.
    let mut early = Office::new(HUB);
    early.refuses = true;
    assert_eq!(early.sync(&direct, &[]).unwrap().removed, 0);
    cutter.cut_after(None, None);
    assert_eq!(
        kiosk.sync(&through, &out).unwrap().put,
        2,
        "the torn one is put again, whole"
    );

    cutter.cut_after(None, Some(3_000_000));
    assert_eq!(hub.sync(&through, &[]), Err(NetFault::Unreachable));
    let part = hub.incoming().join(format!("{}.part", "01".repeat(16)));
    let first = std::fs::metadata(&part).unwrap().len();
    assert!(first > 0, "what came is kept");

    let mut killed = false;
    let dead = hub.watched(&direct, &[], &mut |step| {
        if !killed && matches!(step, Progress::Getting { .. }) {
            server.kill();
            killed = true;
        }
        true
    });
    assert!(killed);
    let second = std::fs::metadata(&part).map_or(u64::MAX, |meta| meta.len());
    // A system's buffers may have held all the rest when the server died; then only the removal failed.
    assert!(dead.is_err() && second >= first, "{dead:?}");

    server.start();
    // A server that is coming up may answer and yet not serve; run it again, as the fault says.
    let came = (0..120).find_map(|_| match hub.sync(&direct, &[]) {
        Err(NetFault::Unreachable) => {
            std::thread::sleep(std::time::Duration::from_millis(250));
            None
        }
        done => Some(done.unwrap()),
    });
    let came = came.expect("it serves again");
    assert!(
        came.received <= 8_100_000 - first,
        "it goes on within the file: {came:?}"
    );
    assert_eq!(hub.read[&[1; 16]], content(1, LENGTH));
    assert_eq!(hub.read[&[2; 16]], content(2, 100_000));
    assert_eq!(hub.left_in_staging(), 0);
}

/// A server that is not there, and one that refuses.
fn a_closed_door_is_told(server: &mut Server) {
    let mut kiosk = Office::new(KIOSK);
    let out = [kiosk.bundle(1, HUB, 1_000)];
    let wrong = server.via_as(server.port(), "kota", "salah");
    assert_eq!(kiosk.sync(&wrong, &out), Err(NetFault::Refused));
    server.kill();
    let via = server.via(server.port());
    assert_eq!(kiosk.sync(&via, &out), Err(NetFault::Unreachable));
}

#[test]
fn a_password_never_goes_over_a_network_in_clear() {
    for url in [
        "http://kota:rahasia@pusat.example/balai",
        "http://pusat.example/balai",
    ] {
        let via = Via::new(url).with_secret("kota", "rahasia");
        assert_eq!(via.check(), Err(NetFault::Insecure), "{url}");
    }
    for url in [
        "https://kota:rahasia@pusat.example/balai",
        "http://kota:rahasia@127.0.0.1:1/",
        "http://pusat.example/",
    ] {
        assert_eq!(Via::new(url).check(), Ok(()), "{url}");
    }
}

#[test]
fn what_is_no_mailbox_is_told_before_anything_is_sent() {
    for url in [
        "",
        "ftp://x/y",
        "relative/path",
        "s3+http://host",
        "s3://",
        "http://",
        "mailto:x@y",
    ] {
        assert_eq!(Via::new(url).check(), Err(NetFault::Address), "{url}");
    }
    assert_eq!(Via::new("/nonexistent/folder").check(), Err(NetFault::NoMailbox));
}

#[test]
fn a_secret_is_not_printed_and_comes_from_the_environment_of_its_kind() {
    let env = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" => Some("kunci".to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some("rahasia".to_owned()),
        _ => None,
    };
    let shown = format!("{:?}", Via::new("s3://bucket").with_environment(env));
    assert!(shown.contains("kunci") && !shown.contains("rahasia"), "{shown}");
    // Keys of S3 are not sent to a WebDAV server.
    let other = format!("{:?}", Via::new("https://pusat.example").with_environment(env));
    assert!(!other.contains("kunci"), "{other}");
}

#[test]
fn a_folder_carries_bundles() {
    let shared = tempfile::tempdir().unwrap();
    a_mailbox_carries_bundles_both_ways(&Via::new(shared.path().to_str().unwrap()));
    let url = format!("file://{}", shared.path().display());
    assert_eq!(
        Office::new(KIOSK).sync(&Via::new(&url), &[]).unwrap(),
        Synced::default()
    );
}

#[test]
fn a_run_that_is_stopped_goes_on_later() {
    let shared = tempfile::tempdir().unwrap();
    let via = Via::new(shared.path().to_str().unwrap());
    let (mut hub, mut kiosk) = (Office::new(HUB), Office::new(KIOSK));
    let out = [kiosk.bundle(1, HUB, 100_000), kiosk.bundle(2, HUB, 100)];
    let mut steps = 0;
    let stopped = kiosk.watched(&via, &out, &mut |_| {
        steps += 1;
        steps < 2
    });
    assert_eq!(stopped, Err(NetFault::Stopped));
    let rest = kiosk.sync(&via, &out).unwrap();
    assert_eq!((rest.there, rest.put), (1, 1));
    assert_eq!(hub.watched(&via, &[], &mut |_| false), Err(NetFault::Stopped));
    assert_eq!(hub.sync(&via, &[]).unwrap().removed, 2);
}

#[test]
fn names_that_no_office_gave_are_left_alone() {
    let shared = tempfile::tempdir().unwrap();
    let folder = shared.path().join("in/7-1");
    std::fs::create_dir_all(folder.join("deeper.bli")).unwrap();
    let capital = format!("{}.bli", "AB".repeat(16));
    for name in [
        "readme.txt",
        "x.bli",
        &capital,
        &format!("+{}.bli", "1".repeat(31)),
        &format!("{}.bli", "00".repeat(16)),
    ] {
        let bytes: &[u8] = if name.starts_with("00") { b"" } else { b"x" };
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let long = std::fs::File::create(folder.join(format!("{}.bli", "ff".repeat(16)))).unwrap();
    long.set_len(balai::exchange::media::MOST_BYTES + 1).unwrap();
    let mut kiosk = Office::new(KIOSK);
    assert_eq!(
        kiosk
            .sync(&Via::new(shared.path().to_str().unwrap()), &[])
            .unwrap(),
        Synced::default()
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 7);
}

#[test]
fn webdav_carries_bundles_through_cuts() {
    let Some(mut server) = Server::webdav() else {
        return;
    };
    a_mailbox_carries_bundles_both_ways(&server.via(server.port()));
    a_cut_loses_nothing(&mut server);
    a_closed_door_is_told(&mut server);
}

#[test]
fn two_offices_that_sync_over_a_wire_that_is_cut_end_equal_and_leave_nothing_behind() {
    let Some(server) = Server::webdav_in("webdav-command") else {
        return;
    };
    command::offices_end_equal(&server);
}

#[test]
fn s3_storage_carries_bundles_through_cuts() {
    let Some(mut server) = Server::s3() else { return };
    a_mailbox_carries_bundles_both_ways(&server.via(server.port()));
    a_cut_loses_nothing(&mut server);
    a_closed_door_is_told(&mut server);
}

/// The folder that a test keeps a server's files in, made anew.
fn fresh(dir: &Path) {
    let _ = std::fs::remove_dir_all(dir);
    std::fs::create_dir_all(dir).unwrap();
}

//! `sync --via` as people run it: two offices, a server, a wire that is cut.

use super::cutter::Cutter;
use super::office::{ANA, Office, Ran};
use super::pair::{centre, join, stick};
use super::server::{SECRET, Server, USER};

fn sync(office: &Office, port: u16) -> Ran {
    let url = format!("http://127.0.0.1:{port}/");
    let mut command = office.command(&["sync", "--via", &url, "--json"]);
    command
        .env("BALAI_SYNC_USER", USER)
        .env("BALAI_SYNC_SECRET", SECRET);
    Ran::of(command.output().unwrap())
}

fn synced(office: &Office, port: u16) -> serde_json::Value {
    let ran = sync(office, port);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.json()
}

/// Bundles that wait to be put.
fn unsent(office: &Office) -> usize {
    let Ok(folders) = std::fs::read_dir(office.data().join("sync/outbox")) else {
        return 0;
    };
    let files = |folder: std::path::PathBuf| {
        let home = std::fs::read_dir(folder.join("BALAI"));
        home.map_or(0, Iterator::count)
    };
    folders.map(|folder| files(folder.unwrap().path())).sum()
}

fn root(office: &Office) -> String {
    let clock = balai::service::sign_in::system_clock();
    let mut office = balai::service::Office::open(&office.data(), clock).unwrap();
    let root = format!("{:?}", office.book_mut().root().unwrap());
    office.close().unwrap();
    root
}

pub fn offices_end_equal(server: &Server) {
    let centre = centre();
    let folder = stick(&centre, "stik");
    let (kiosk, _) = join(&centre, folder.to_str().unwrap());
    centre.ok(&["bundle", "import", folder.to_str().unwrap()]);
    let wire = Cutter::before(server.port());

    // Without a server nothing is written for it, however often it is tried.
    wire.cut_after(Some(0), Some(0));
    for _ in 0..2 {
        assert_ne!(sync(&centre, wire.port()).code, 0);
        assert_eq!(unsent(&centre), 0);
    }
    // Cut within the bundle: one waits, and is the one that the next run puts.
    wire.cut_after(Some(2_500), None);
    for _ in 0..2 {
        assert_ne!(sync(&centre, wire.port()).code, 0);
        assert!(unsent(&centre) <= 1);
        wire.cut_after(Some(2_500), None);
    }
    wire.cut_after(None, None);
    synced(&centre, wire.port());
    assert_eq!(unsent(&centre), 0);

    // What was broken in the mailbox is said once, and does not keep the rest from being read.
    let told = synced(&kiosk, wire.port());
    assert!(!told["read"].as_array().unwrap().is_empty(), "{told}");
    kiosk.ok(&["register", "--person", ANA, "--batch", "SIM-01/1"]);
    for _ in 0..3 {
        synced(&kiosk, wire.port());
        synced(&centre, wire.port());
    }
    assert_eq!(root(&centre), root(&kiosk));
    assert_eq!((unsent(&centre), unsent(&kiosk)), (0, 0));
    let known = centre.ok(&["list", "registrations", "--json"]).json();
    assert_eq!(known[0]["number"], ANA, "{known}");
    // Nobody has news: a run more puts nothing, and nothing is left at the server but what waits to be read.
    synced(&kiosk, wire.port());
    synced(&centre, wire.port());
    synced(&kiosk, wire.port());
    assert!(server.stored() <= 1, "{}", server.stored());
}

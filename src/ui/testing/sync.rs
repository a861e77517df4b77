//! The exchange between offices as its screens see it, for samples and tests.

use crate::domain::{batch::TicketNo, day::Moment, id::BatchId, id::PersonId, receipt::Cause};
use crate::ledger::id::LogId;
use crate::state::sync::{
    Branch, BundleLine, BundleMark, BundleReport, BundleState, CapacityPlan, ExportPlan, ExportReport,
    ForkLine, Gap, GoingOn, Matter, MatterKind, Medium, News, NodeLine, NodeState, OddKind, Oddity, OnlyHere,
    SeatBoard, SeatChange, SeatChangeKind, SeatLine, SeatShare, SharePlan, ShareStep, Standing, SyncHome,
};
use crate::ui::testing::public::{BATCH, moment};
use std::path::PathBuf;

/// The centre's ledger.
pub const CENTRE: LogId = LogId::new(1, 1);
/// This terminal's.
pub const OWN: LogId = LogId::new(7, 1);
/// Another office's.
pub const SOUTH: LogId = LogId::new(9, 1);

fn then(day: u32, hour: u32) -> Moment {
    moment(2026, 11, day, hour, 40)
}

/// What exists only here.
pub fn only_here() -> OnlyHere {
    OnlyHere {
        registrations: 37,
        operations: 268,
        since: Some(then(3, 9)),
    }
}

/// A bundle on a stick.
pub fn bundle(name: &str, from: &str, state: BundleState) -> BundleLine {
    BundleLine {
        path: PathBuf::from("/media/BALAI/BALAI").join(name),
        bytes: 412_300,
        from: from.into(),
        state,
    }
}

/// A stick with two new bundles and what a virus left.
pub fn stick() -> Medium {
    Medium {
        path: "/media/BALAI".into(),
        label: "BALAI".into(),
        free: Some(14_300_000_000),
        writable: true,
        bundles: vec![
            bundle("PUSAT-KECUT-9F3A12C0-P01.BLI", "Pusat", BundleState::Read),
            bundle("PUSAT-KECUT-77AA01DE-P01.BLI", "Pusat", BundleState::New),
            bundle(
                "DINKES-KECUT-0B51C2D3-P01.BLI",
                "Dinas Kesehatan",
                BundleState::New,
            ),
            bundle(
                "DINKES-PUSAT-4C11D2E3-P01.BLI",
                "Dinas Kesehatan",
                BundleState::Others,
            ),
            bundle(
                "KECSEL-KECUT-5D22E3F4-P01.BLI",
                "Kecamatan Selatan",
                BundleState::Damaged,
            ),
        ],
        oddities: vec![
            Oddity {
                name: "BALAI.lnk".into(),
                kind: OddKind::Shortcut,
            },
            Oddity {
                name: "autorun.inf".into(),
                kind: OddKind::Autorun,
            },
        ],
    }
}

/// A kiosk with a stick in it.
pub fn sync_home() -> SyncHome {
    SyncHome {
        office: "Kecamatan Utara".into(),
        log: OWN.to_string(),
        hub: false,
        standing: Standing::Open,
        only_here: only_here(),
        last_in: Some(BundleMark {
            id: "9f3a12c0".into(),
            office: "Pusat".into(),
            at: then(20, 16),
        }),
        last_out: Some(BundleMark {
            id: "11b20c3d".into(),
            office: "Pusat".into(),
            at: then(3, 9),
        }),
        media: vec![stick()],
        matters: 3,
        nodes: (21, 2),
        free_seats: 14,
        clock_doubtful: false,
    }
}

/// What a bundle for the centre carries.
pub fn export_plan() -> ExportPlan {
    ExportPlan {
        to: "Pusat".into(),
        operations: 268,
        news: vec![
            (News::Registrations, 37),
            (News::Cancellations, 2),
            (News::Attendance, 212),
        ],
        bytes: 14_200,
        parts: 1,
        relayed: 3,
    }
}

/// The same, written.
pub fn export_report() -> ExportReport {
    ExportReport {
        plan: export_plan(),
        files: vec!["/media/BALAI/BALAI/KECUT-PUSAT-5E11A2B3-P01.BLI".into()],
        bytes: 14_336,
        id: "5e11a2b3".into(),
        again: None,
    }
}

/// The same of a terminal that may not go on as it is.
pub fn going_on_report() -> ExportReport {
    let mut report = export_report();
    report
        .files
        .push("/media/BALAI/BALAI/PERMINTAAN-7-2-5E11A2B3.BLI".into());
    report.again = Some(GoingOn {
        log: LogId::new(7, 2),
        fingerprint: "482913 771204 559031 886420".into(),
    });
    report
}

/// A matter of this kind.
pub fn matter(kind: MatterKind, n: u8) -> Matter {
    let about_person = matches!(kind, MatterKind::Bumped | MatterKind::TwoSeats);
    Matter {
        id: [n; 16],
        kind,
        office: "Kecamatan Selatan".into(),
        log: Some(SOUTH),
        ops: Some((120, 180)),
        batch: about_person.then(|| BatchId::of_code(BATCH)),
        person: about_person.then(|| PersonId::of_op(1, 1, 9)),
        name: if about_person {
            "Rina Wulandari".into()
        } else {
            String::new()
        },
        detail: String::new(),
        found: then(20, 16),
        seen: n % 3 == 2,
    }
}

/// All matters there are.
pub fn matters() -> Vec<Matter> {
    const KINDS: [MatterKind; 16] = [
        MatterKind::Bumped,
        MatterKind::Fork,
        MatterKind::Damaged,
        MatterKind::UnknownOffice,
        MatterKind::OutsideScope,
        MatterKind::AfterClosure,
        MatterKind::ClockAhead,
        MatterKind::NewerRelease,
        MatterKind::TwoSeats,
        MatterKind::SetAsideThere,
        MatterKind::Restored,
        MatterKind::JoinRequest,
        MatterKind::MissingPerson,
        MatterKind::JoinRefused,
        MatterKind::SurveyCounts,
        MatterKind::NoRoom,
    ];
    (0..).zip(KINDS).map(|(n, kind)| matter(kind, n)).collect()
}

/// A registration that changed.
pub fn seat_change(kind: SeatChangeKind, name: &str) -> SeatChange {
    SeatChange {
        batch: BatchId::of_code(BATCH),
        code: BATCH.into(),
        person: PersonId::of_op(1, 1, 9),
        name: name.into(),
        kind,
        cause: Cause::Back,
        ticket: (kind == SeatChangeKind::Promoted).then_some(TicketNo(24)),
        seats: 2,
        office: "Kecamatan Selatan".into(),
        bundle: "0b51c2d3".into(),
    }
}

/// What a bundle of Dinas Kesehatan brings.
pub fn bundle_report(dry_run: bool) -> BundleReport {
    BundleReport {
        file: "/media/BALAI/BALAI/DINKES-KECUT-0B51C2D3-P01.BLI".into(),
        id: "0b51c2d3".into(),
        from: "Dinas Kesehatan".into(),
        dry_run,
        news: vec![(News::Registrations, 12), (News::Cancellations, 3)],
        known: 1_204,
        gaps: vec![Gap {
            log: SOUTH,
            office: "Kecamatan Selatan".into(),
            from: 120,
            to: 180,
            ask: "Kecamatan Selatan".into(),
        }],
        matters: vec![matter(MatterKind::ClockAhead, 1)],
        changes: vec![
            seat_change(SeatChangeKind::Promoted, "Rina Wulandari"),
            seat_change(SeatChangeKind::Bumped, "Agus Setiawan"),
        ],
        joined: Vec::new(),
        returned: if dry_run { 0 } else { 2 },
        salvaged: false,
        papers: 0,
        sheets: Vec::new(),
    }
}

/// A node.
pub fn node(log: LogId, name: &str, state: NodeState) -> NodeLine {
    NodeLine {
        log,
        name: name.into(),
        hub: log == CENTRE,
        own: log == OWN,
        state,
        heard: (state != NodeState::Invited).then(|| then(20, 16)),
        operations: 4_120,
        behind: if log == OWN { 0 } else { 268 },
        free_seats: 3,
        erased: (1, 2),
        fingerprint: "482913 771204 559031 886420".into(),
        closed_at: (state == NodeState::Closed).then_some(4_120),
        goes_on: (state == NodeState::Closed).then_some(LogId::new(log.node.0, log.incarnation + 1)),
        farewell: false,
        forks: if state == NodeState::Forked {
            vec![ForkLine {
                log,
                ops: (4_097, 4_120),
                stands: Some(branch("9f3a12c0", 16)),
                other: branch("77aa01de", 17),
            }]
        } else {
            Vec::new()
        },
    }
}

fn branch(hash: &str, hour: u32) -> Branch {
    Branch {
        hash: hash.into(),
        at: then(20, hour),
    }
}

/// Offices in every state, as the centre sees them where `hub`.
pub fn nodes(hub: bool) -> Vec<NodeLine> {
    let mut nodes = vec![
        node(CENTRE, "Pusat", NodeState::Open),
        node(OWN, "Kecamatan Utara", NodeState::Open),
        node(LogId::new(11, 1), "Dinas Kesehatan", NodeState::Asking),
        node(SOUTH, "Kecamatan Selatan", NodeState::Silent),
        node(
            LogId::new(8, 2),
            "Dinas Pendidikan dan Kebudayaan",
            NodeState::Forked,
        ),
        node(
            LogId::new(8, 1),
            "Dinas Pendidikan dan Kebudayaan",
            NodeState::Closed,
        ),
        node(LogId::new(12, 1), "Kelurahan Sukamaju", NodeState::Invited),
    ];
    for node in &mut nodes {
        node.own = (node.log == CENTRE) == hub && (node.log == CENTRE || node.log == OWN);
    }
    nodes
}

fn share(log: LogId, office: &str, owned: u32, held: u32) -> SeatShare {
    SeatShare {
        log,
        office: office.into(),
        own: false,
        owned,
        held,
        recalled: None,
        proposed: 8,
        low: owned.saturating_sub(held) < 2,
        closed: false,
    }
}

/// The seats of three batches.
pub fn seats(hub: bool) -> SeatBoard {
    let line = |code: &str, title: &str, waiting| {
        let mut shares = vec![
            share(CENTRE, "Pusat", 9, 2),
            share(OWN, "Kecamatan Utara", 8, 7),
            share(SOUTH, "Kecamatan Selatan", 7, 1),
            share(LogId::new(8, 1), "Dinas Pendidikan dan Kebudayaan", 6, 2),
        ];
        for share in &mut shares {
            share.own = share.log == if hub { CENTRE } else { OWN };
            share.closed = share.log == LogId::new(8, 1);
            share.recalled = (share.log == SOUTH).then_some(2);
        }
        SeatLine {
            batch: BatchId::of_code(code),
            code: code.into(),
            title: title.into(),
            capacity: 30,
            tickets: 30,
            waiting,
            plan: if hub { share_plan() } else { SharePlan::default() },
            surplus: u32::from(!hub && waiting == 0),
            shares,
        }
    };
    SeatBoard {
        hub,
        lines: vec![
            line(BATCH, "Penyusunan Anggaran Berbasis Kinerja", 4),
            line("K3-01/1", "Manajemen Keselamatan Kerja", 0),
            SeatLine {
                tickets: 26,
                ..line("ARS-01/2026-2", "Arsip dan Tata Naskah Dinas", 12)
            },
        ],
    }
}

/// What sharing as proposed would move.
pub fn share_plan() -> SharePlan {
    let step = |log, office: &str, owned, gives, recalls| ShareStep {
        log,
        office: office.into(),
        owned,
        gives,
        recalls,
        keep: 2,
    };
    SharePlan {
        reserve: 8,
        steps: vec![
            step(OWN, "Kecamatan Utara", 8, 3, 0),
            step(SOUTH, "Kecamatan Selatan", 7, 0, 4),
        ],
    }
}

/// A smaller room.
pub fn capacity_plan() -> CapacityPlan {
    CapacityPlan {
        now: 30,
        capacity: 10,
        made: 0,
        taken_out: 7,
        recalled: 11,
        beyond: 2,
        idle: 4,
        unseen: 15,
        losing: vec!["Rina Wulandari".into(), "Agus Setiawan".into()],
    }
}

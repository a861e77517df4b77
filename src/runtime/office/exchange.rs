//! What officers ask of the exchange with other offices.

use crate::{
    domain::{id::PersonId, role::Role},
    exchange::plan::To,
    runtime::watch::{Tell, watched},
    service::{Answer, Office},
    ui::ask::{Ask, Reply},
};

/// Tells of progress a hundred times at most: a screen is drawn for each.
#[derive(Default)]
struct Pace {
    told: Option<u64>,
}

impl Pace {
    fn is_due(&mut self, done: u64, total: u64) -> bool {
        let step = done.saturating_mul(100).checked_div(total).unwrap_or(done >> 16);
        let due = self.told != Some(step);
        self.told = Some(step);
        due
    }
}

/// Carries out what an officer asks.
pub(super) fn exchange(office: &mut Office, officer: PersonId, ask: Ask, tell: Tell<'_>) -> Answer<Reply> {
    office.require(officer, Role::Officer)?;
    let actor = Some(officer);
    let mut pace = Pace::default();
    let mut progress = |done, total| {
        if pace.is_due(done, total) {
            tell(Reply::Progress { done, total });
        }
    };
    Ok(match ask {
        Ask::SyncHome => {
            let mut home = office.sync_home()?;
            home.media = office.media();
            Reply::SyncHome(Box::new(home))
        }
        Ask::ExportPlan(to) => Reply::ExportPlan(Box::new(office.export_plan(to)?)),
        Ask::Export { to, medium } => {
            let to = to.map_or(To::Hub, To::Node);
            Reply::Exported(Box::new(office.export_to_path(to, &medium, &mut progress)?))
        }
        Ask::BundlePreview(path) => {
            Reply::BundleReport(Box::new(office.preview_bundle(&path, &mut progress)?))
        }
        Ask::BundleImport { path, salvage } => {
            let pulse = office.book_mut().pulse().clone();
            let report = watched(&pulse, tell, |tell| {
                let mut pace = Pace::default();
                office.import_bundle(&path, salvage, &mut |done, total| {
                    if pace.is_due(done, total) {
                        tell(Reply::Progress { done, total });
                    }
                })
            })?;
            tell(Reply::BundleReport(Box::new(report)));
            Reply::Catalogue(office.catalogue()?)
        }
        Ask::Matters => Reply::Matters(office.matters()?),
        Ask::MatterSeen(id) => {
            office.matter_seen(id)?;
            Reply::Matters(office.matters()?)
        }
        Ask::Nodes => Reply::Nodes(office.node_lines()?),
        Ask::AcceptNode { log, typed } => {
            office.accept_node(log, &typed)?;
            Reply::Nodes(office.node_lines()?)
        }
        Ask::CloseNode { log, reason } => {
            office.end_node(log, reason)?;
            Reply::Nodes(office.node_lines()?)
        }
        Ask::Seats => Reply::Seats(Box::new(office.seat_board()?)),
        Ask::GiveSeats { batch, to, count } => {
            office.give_seats(actor, batch, to, count)?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        Ask::ReturnSeats(batch) => {
            office.return_seats(actor, Some(batch))?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        Ask::RecallSeats { batch, from, keep } => {
            office.recall_seats(actor, batch, from, keep)?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        Ask::ShareSeats(batch) => {
            office.share_seats(actor, batch)?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        Ask::TakeSeats { batch, from } => {
            office.take_seats(actor, batch, from)?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        Ask::PlanCapacity { batch, capacity } => {
            Reply::CapacityPlan(Box::new(office.plan_capacity(batch, capacity)?))
        }
        Ask::SetCapacity {
            batch,
            capacity,
            forced,
        } => {
            office.set_capacity(actor, batch, capacity, forced)?;
            Reply::Seats(Box::new(office.seat_board()?))
        }
        // Everything else was answered before.
        _ => Reply::Done,
    })
}

//! The invariants of the exchange (design 4), by their numbers.

use crate::{
    Broken, Kept, broken,
    world::{HOUR, Slip, World, name},
};
use balai::{
    domain::registration::State,
    ledger::{id::LogId, segment::SegHash},
    state::{batch::Reg, root::StateRoot, sync::Standing},
    store::{
        book::{Book, BookError},
        files::Files,
    },
};
use std::{collections::BTreeSet, path::Path};

/// What holds after each event, of the offices that it touched.
pub fn after_event(world: &mut World) -> Kept {
    let touched = world.touched.clone();
    for at in touched {
        stopped(world, at)?;
        chains(world, at)?;
        seats(world, at)?;
        spent(world, at)?;
        beside(world, at)?;
        clocks(world, at)?;
        same(world, at)?;
    }
    promises(world)
}

/// I12, I18: nobody is given a seat by an office that knows of somebody who comes first, and none is given of a batch
/// that a newer release's operation touched.
fn spent(world: &mut World, at: usize) -> Kept {
    let node = &mut world.nodes[at];
    let (looked, frozen) = std::mem::take(&mut node.spent);
    let book = node.office().book_mut();
    let (own, operations) = (book.log_id(), book.operations());
    let mut now_frozen = BTreeSet::new();
    let ids: Vec<_> = book.heads().keys().copied().collect();
    for id in ids {
        let Ok(Some(batch)) = book.batch(id) else { continue };
        if batch.head.frozen {
            now_frozen.insert(id);
        }
        // Of a ledger that is new here, or was cut back, there is nothing to compare with.
        if looked.is_none_or(|(log, seq)| log != own || operations < seq) {
            continue;
        }
        let since = looked.map_or(0, |(_, seq)| seq);
        let fresh = batch.regs().iter().filter(|reg| {
            reg.ticket.is_some()
                && reg.state == State::Confirmed
                && reg
                    .claims()
                    .any(|claim| claim.log == own && claim.seq > since && Some(claim.ticket) == reg.ticket)
        });
        let waiting = batch.waiting();
        // Who is given a seat after having lost another had come before all others until then.
        let order = |reg: &Reg| {
            let mut order = reg.order();
            order.0 &= reg.claims().all(|claim| Some(claim.ticket) == reg.ticket);
            order
        };
        for reg in fresh {
            if frozen.contains(&id) {
                return broken(format!(
                    "I18 office {at} gives a seat of {id} that it may not change"
                ));
            }
            if let Some(passed) = waiting.iter().find(|other| order(other) < order(reg)) {
                return broken(format!(
                    "I12 office {at} gives {} a seat of {id} before {}",
                    reg.person, passed.person
                ));
            }
        }
    }
    node.spent = (Some((own, operations)), now_frozen);
    Ok(())
}

/// I25: what is kept beside the ledgers stays within its bounds.
fn beside(world: &mut World, at: usize) -> Kept {
    let quota = world.quota();
    let book = world.nodes[at].office().book_mut();
    let mut all = 0;
    for holding in book.holdings() {
        // Where it is known which branch counts, that branch has more room until it is in its place.
        let times = if book.roll().closure(holding.log).is_some() {
            4
        } else {
            1
        };
        if holding.held_bytes > times * quota.one {
            return broken(format!(
                "I25 office {at} holds back {} bytes of {}",
                holding.held_bytes, holding.log
            ));
        }
        all += holding.held_bytes;
    }
    if all > quota.all {
        return broken(format!("I25 office {at} holds back {all} bytes"));
    }
    Ok(())
}

/// I2, I6: whoever has the same operations has the same state, however the operations came.
fn same(world: &mut World, at: usize) -> Kept {
    let node = &mut world.nodes[at];
    if !node.unknown.is_empty() {
        return Ok(());
    }
    let book = node.office().book_mut();
    let own = (book.log_id(), book.operations());
    let mut has: Vec<(LogId, u64)> = book
        .holdings()
        .iter()
        .filter(|holding| holding.log != own.0)
        .map(|holding| (holding.log, holding.seq))
        .chain([own])
        .filter(|(_, seq)| *seq > 0)
        .collect();
    has.sort_unstable();
    // Of a copied disk's ledger two branches may be about.
    if has.iter().any(|(log, _)| world.broken.contains_key(log)) {
        return Ok(());
    }
    let now = root(world, at)?;
    let first = *world.roots.entry(has.clone()).or_insert(now);
    if first != now {
        return broken(format!("I2 office {at} makes another state of {has:?}"));
    }
    Ok(())
}

/// I1, of incarnations: a data directory that shows by its anchor or machine that it is an older copy is not gone on
/// with in the same ledger.
fn stopped(world: &mut World, at: usize) -> Kept {
    let Some((log, seq)) = world.nodes[at].must_stop else {
        return Ok(());
    };
    let book = world.nodes[at].office().book_mut();
    if book.log_id() != log {
        world.nodes[at].must_stop = None;
        return Ok(());
    }
    let now = book.operations();
    if now > seq {
        return broken(format!(
            "I1 office {at} goes on in {log} from an older copy: {now} after {seq}"
        ));
    }
    Ok(())
}

/// I1: what is applied of each ledger is one chain; and the same one everywhere, unless its disk was restored or cloned.
fn chains(world: &mut World, at: usize) -> Kept {
    let logs: Vec<(LogId, u64)> = {
        let book = world.nodes[at].office().book_mut();
        let holdings = book.holdings();
        holdings
            .iter()
            .map(|holding| (holding.log, holding.seq))
            .collect()
    };
    for (log, seq) in logs {
        // A ledger that has a second branch may be another tomorrow: it is read from its start.
        let whole = world.broken.contains_key(&log);
        let known = world.nodes[at].looked.get(&log).copied().filter(|_| !whole);
        let (mut after, mut prev) = known.unwrap_or((0, SegHash::NONE));
        if seq <= after && !whole {
            continue;
        }
        let mut heads = Vec::new();
        let book = world.nodes[at].office().book_mut();
        let read = book.segments_after::<BookError>(log, after, |head, _| {
            heads.push(*head);
            Ok(true)
        });
        if let Err(fault) = read {
            return broken(format!("I1 office {at} cannot read {log}: {fault}"));
        }
        for head in heads {
            if head.first_seq != after + 1 || head.prev != prev {
                return broken(format!(
                    "I1 office {at} has {log} with a break at {}",
                    head.first_seq
                ));
            }
            after = head.next_seq() - 1;
            prev = head.hash();
            let first = *world.seen.entry((log, head.first_seq)).or_insert(prev);
            let shared = world.broken.get(&log).copied();
            // The last segment that all copies share may be sealed at another place by each.
            if first != prev && shared.is_none() {
                return broken(format!(
                    "I1 {log} has two segments at {}, and no disk was copied",
                    head.first_seq
                ));
            }
        }
        world.nodes[at].looked.insert(log, (after, prev));
    }
    Ok(())
}

/// I7: in each view no more are confirmed than there are tickets, each ticket has one holder at most, and nobody is in
/// a batch twice.
fn seats(world: &mut World, at: usize) -> Kept {
    let batches = world.batches.clone();
    let book = world.nodes[at].office().book_mut();
    for id in batches {
        let head = book.heads().get(&id).cloned();
        let Ok(Some(batch)) = book.batch(id) else { continue };
        let head = head.expect("a batch without a head");
        if batch.head != head {
            return broken(format!(
                "I7 office {at}: the head at hand is not the head of lists"
            ));
        }
        let mut tickets: Vec<u32> = batch
            .regs()
            .iter()
            .filter_map(|reg| Some(reg.ticket?.0))
            .collect();
        tickets.sort_unstable();
        let claims = tickets.len();
        tickets.dedup();
        if claims != tickets.len() {
            return broken(format!("I7 office {at}: a ticket has two holders"));
        }
        let burned = head.burned();
        if tickets
            .iter()
            .any(|ticket| !head.minted.has(*ticket) || burned.has(*ticket))
        {
            return broken(format!("I7 office {at}: somebody holds a ticket that is none"));
        }
        let confirmed = head.count(State::Confirmed);
        if confirmed > head.tickets() {
            return broken(format!(
                "I7 office {at}: {confirmed} are confirmed for {} seats",
                head.tickets()
            ));
        }
        // I10: no ticket is lost: each that is not burned has one owner.
        let owned: u32 = head.shares().iter().map(|share| share.owned).sum();
        if owned != head.tickets() {
            return broken(format!(
                "I10 office {at}: {owned} of {} tickets are owned",
                head.tickets()
            ));
        }
        let mut live: Vec<_> = batch
            .regs()
            .iter()
            .filter(|reg| reg.state.is_live())
            .map(|reg| reg.person)
            .collect();
        let count = live.len();
        live.sort_unstable();
        live.dedup();
        if count != live.len() {
            return broken(format!("I7 office {at}: somebody is in a batch twice"));
        }
    }
    Ok(())
}

/// I24: no ledger's clock is ever more than a day ahead of the latest that its machine's clock claimed.
fn clocks(world: &mut World, at: usize) -> Kept {
    let node = &mut world.nodes[at];
    let latest = node.latest;
    let moment = node.office().book_mut().last_moment();
    if moment.0 > latest + 24 * HOUR {
        return broken(format!(
            "I24 office {at} writes {} where its clock never claimed more than {latest}",
            moment.0
        ));
    }
    Ok(())
}

/// I8: never are more seats promised than tickets were made and not taken out unforced. A batch that a human forced
/// down, and slips that a copied disk made, are looked at in the end.
fn promises(world: &mut World) -> Kept {
    for batch in world.batches.clone() {
        if world.forced.contains(&batch) {
            continue;
        }
        let Some(head) = world.nodes[0].office().book_mut().heads().get(&batch) else {
            continue;
        };
        let tickets = usize::try_from(head.tickets()).unwrap();
        let closed =
            |log: LogId, world: &mut World| world.nodes[0].office().book_mut().roll().closure(log).is_some();
        let slips: Vec<Slip> = world
            .slips
            .values()
            .filter(|slip| slip.batch == batch)
            .cloned()
            .collect();
        let mut live = 0;
        for slip in slips {
            if !world.broken.contains_key(&slip.log) && !closed(slip.log, world) && !passed(world, &slip) {
                live += 1;
            }
        }
        if live > tickets {
            return broken(format!("I8 {live} seats are promised where there are {tickets}"));
        }
    }
    Ok(())
}

/// Whether a ticket was ever owned by a ledger that has a second branch, or that was closed while it still wrote.
fn passed(world: &mut World, slip: &Slip) -> bool {
    let owners: Vec<LogId> = world
        .owned
        .iter()
        .filter(|(batch, ticket, _)| *batch == slip.batch && *ticket == slip.ticket)
        .map(|(_, _, log)| *log)
        .collect();
    owners.into_iter().any(|log| {
        let closed = world.nodes[0].office().book_mut().roll().closure(log).is_some();
        world.broken.contains_key(&log) || closed
    })
}

fn root(world: &mut World, at: usize) -> Kept<StateRoot> {
    let root = world.nodes[at].office().book_mut().root();
    root.map_err(|fault| Broken(format!("I14 office {at} has no view: {fault}")))
}

/// What holds once everything is healed: power, clocks, releases, and bundles both ways until nothing is new.
pub fn at_the_end(world: &mut World) -> Kept {
    let before: Vec<Option<StateRoot>> = (0..world.nodes.len())
        .map(|at| {
            let node = &world.nodes[at];
            let quiet = !node.files.is_off() && node.unknown.is_empty();
            quiet.then(|| root(world, at)).transpose()
        })
        .collect::<Kept<_>>()?;
    world.heal()?;
    for (at, before) in before.into_iter().enumerate() {
        // I14: the view made anew from the ledgers is the view that there was.
        if before.is_some_and(|before| root(world, at).is_ok_and(|after| after != before)) {
            return broken(format!(
                "I14 office {at} folds its ledgers to another state than before"
            ));
        }
    }
    settle(world)?;
    // I3.
    let wanted = root(world, 0)?;
    for at in 1..world.nodes.len() {
        if !world.nodes[at].retired && root(world, at)? != wanted {
            return broken(format!("I3 office {at} ends in another state than the centre"));
        }
    }
    for at in 0..world.nodes.len() {
        world.touched = vec![at];
        chains(world, at)?;
        seats(world, at)?;
    }
    crate::mutants::ballots(&mut world.dice())?;
    slips(world)?;
    waiting(world)?;
    erased(world)?;
    again(world)?;
    crate::surveys::at_the_end(world)?;
    verified(world)
}

/// Liveness: bundles go both ways until nothing is new, in so many rounds at most.
const ROUNDS: usize = 10;

pub fn settle(world: &mut World) -> Kept {
    let mut last = None;
    for round in 0..ROUNDS {
        world.rounds = round;
        world.wait(1);
        for at in 1..world.nodes.len() {
            world.learn(at)?;
            world.come_back(at)?;
            world.carry(at, 0)?;
        }
        for at in 1..world.nodes.len() {
            world.carry(0, at)?;
        }
        let mut now = Vec::new();
        for at in 0..world.nodes.len() {
            let open = !matches!(
                world.nodes[at].standing(),
                Standing::Restored(_) | Standing::Closed
            );
            let operations = world.nodes[at].office().book_mut().operations();
            if !world.nodes[at].retired {
                now.push((root(world, at)?, operations, open));
            }
        }
        let equal = now.iter().all(|(root, _, open)| *open && *root == now[0].0);
        if equal && last.as_ref() == Some(&now) {
            return Ok(());
        }
        last = Some(now);
    }
    let now = last.unwrap_or_default();
    let lines: Vec<String> = now
        .iter()
        .enumerate()
        .map(|(at, (root, operations, open))| {
            let log = world.nodes[at].log();
            let forks: Vec<_> = world.nodes[at].office().book_mut().holdings();
            let forks: Vec<String> = forks
                .iter()
                .map(|held| {
                    format!(
                        "{}:{}{}",
                        held.log,
                        held.seq,
                        if held.forks > 0 { "!" } else { "" }
                    )
                })
                .collect();
            format!(
                "{at} {log} {operations} {open} {} [{}]",
                &root.to_string()[..8],
                forks.join(" ")
            )
        })
        .collect();
    broken(format!(
        "I3 after {ROUNDS} rounds offices still differ or may not write:\n  {}",
        lines.join("\n  ")
    ))
}

fn reg(book: &mut Book, slip: &Slip) -> Option<Reg> {
    let state = book.batch(slip.batch).ok()??;
    state.reg(slip.person, slip.attempt).cloned()
}

/// I9: whoever has a slip has a seat. Exempt is only what a human or a copied disk explains.
fn slips(world: &mut World) -> Kept {
    for slip in world.slips.values().cloned().collect::<Vec<_>>() {
        let found = reg(world.nodes[0].office().book_mut(), &slip);
        if found
            .as_ref()
            .is_some_and(|reg| reg.ticket.is_some() && reg.state.holds_seat())
        {
            continue;
        }
        let book = world.nodes[0].office().book_mut();
        let out = book
            .heads()
            .get(&slip.batch)
            .map(balai::state::batch::Head::burned);
        let burned = out.is_some_and(|out| {
            let claimed = |reg: &Reg| reg.claims().any(|claim| out.has(claim.ticket.0));
            out.has(slip.ticket) || found.as_ref().is_some_and(claimed)
        });
        if world.forced.contains(&slip.batch) && burned {
            // The centre took this very ticket out by force, or the other one of two that they had: a human saw the
            // names (2.7).
            world.counts.exempt += 1;
            continue;
        }
        let closure = book.roll().closure(slip.log).map(|closure| closure.last_seq);
        if closure.is_some_and(|last| slip.seq > last) {
            // Promised behind the end of a ledger that a human closed, told that promises may exist unseen (2.1).
            world.counts.exempt += 1;
            continue;
        }
        let copied = world.broken.get(&slip.log).copied();
        let backed = found.as_ref().is_some_and(|reg| {
            reg.claims()
                .any(|claim| (claim.log, claim.seq, claim.ticket.0) == (slip.log, slip.seq, slip.ticket))
        });
        if copied.is_some_and(|shared| slip.seq > shared) && !backed {
            // Promised on a disk that was copied or restored, after the copy: the operation was lost with the disk, or
            // lies on the branch that does not count. What copies share must hold.
            world.counts.exempt += 1;
            continue;
        }
        if passed(world, &slip) {
            // The ticket came here through a ledger of which an unseen part does not count.
            world.counts.exempt += 1;
            continue;
        }
        let state = found.map(|reg| (reg.state, reg.ticket, reg.claims().copied().collect::<Vec<_>>()));
        return broken(format!("I9 a slip is not kept: {slip:?} is {state:?}"));
    }
    Ok(())
}

/// I11: nobody waits while an open ledger has a free ticket.
fn waiting(world: &mut World) -> Kept {
    for at in 0..world.nodes.len() {
        let log = world.nodes[at].log();
        if !world.nodes[0].office().book_mut().roll().is_open(log) {
            continue;
        }
        let book = world.nodes[at].office().book_mut();
        for (id, head) in book.heads() {
            let waits = head.count(State::Waiting);
            let free = head.free_of(log);
            if waits > 0 && free > 0 && head.stage().takes_people() {
                return broken(format!(
                    "I11 {waits} wait for {id} while office {at} has {free} free seats"
                ));
            }
        }
    }
    Ok(())
}

/// Every file on a disk.
pub fn everything(files: &dyn Files, dir: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for name in files.list(dir).unwrap_or_default() {
        let path = dir.join(name);
        match files.read(&path) {
            Ok(bytes) => found.push((path.display().to_string(), bytes)),
            Err(_) => everything(files, &path, found),
        }
    }
}

/// I23: of who was erased, no disk has the name any more.
fn erased(world: &mut World) -> Kept {
    let gone: BTreeSet<usize> = world.erased.iter().map(|(person, ..)| *person).collect();
    for person in gone {
        let wanted = name(person);
        for (at, node) in world.nodes.iter().enumerate().filter(|(_, node)| !node.retired) {
            let mut files = Vec::new();
            everything(&node.files, Path::new("/simulated"), &mut files);
            let holds = |bytes: &[u8]| {
                bytes
                    .windows(wanted.len())
                    .any(|window| window == wanted.as_bytes())
            };
            if let Some((path, _)) = files.iter().find(|(_, bytes)| holds(bytes)) {
                return broken(format!("I23 office {at} still has an erased name in {path}"));
            }
        }
    }
    Ok(())
}

/// I4, I5: every bundle of the story is read again, in another order: nothing changes, and what was erased stays so.
fn again(world: &mut World) -> Kept {
    let mut dice = world.dice();
    let mut parcels = world.archive.clone();
    for left in (1..parcels.len()).rev() {
        parcels.swap(left, dice.roll(left + 1));
    }
    parcels.truncate(8);
    // A machine that was put away was never told of the end.
    parcels.retain(|parcel| !world.nodes[parcel.to].retired);
    for parcel in parcels {
        let before = root(world, parcel.to)?;
        world.read(&parcel, false)?;
        if root(world, parcel.to)? != before {
            return broken(format!("I4 office {} reads an old bundle and changes", parcel.to));
        }
    }
    erased(world)
}

/// Everything that lies on each disk is whole, and says what the view says.
fn verified(world: &mut World) -> Kept {
    let at = world.dice().roll(world.nodes.len());
    match world.nodes[at].office().book_mut().verify() {
        Ok(verified) if verified.findings.is_empty() => Ok(()),
        Ok(verified) => broken(format!("I14 office {at} is not whole: {:?}", verified.findings)),
        Err(fault) => broken(format!("I14 office {at} cannot be verified: {fault}")),
    }
}

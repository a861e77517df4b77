//! A centre made again from paper: the machine is gone, the words of the root key are there, and the kiosks know what
//! the old centre said.
//!
//! The new centre is the next incarnation of the old one's node, certified by the root key with a higher serial. What it
//! does not know at first is how far the old ledger went: kiosks that took in more of it than others have made promises
//! by it. So it makes and takes no tickets of what was planned before, until every open ledger has shown in a have-list
//! that it knows the new centre: each has then also handed over all that it has of the old one, and from then on none
//! takes in more. Then the old ledger is closed at the furthest point that anybody knew.

use crate::ledger::id::LogId;

/// What a have-list says that matters here. The exchange makes it of the newest have-list of each ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Whose have-list it is.
    pub by: LogId,
    /// Ledgers it has, each with its last operation in a row and the hash of the segment that ends there.
    pub has: Vec<(LogId, u64, [u8; 32])>,
}

/// A change of centres that is not over yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The old centre's ledger.
    pub former: LogId,
    /// The new centre's.
    pub now: LogId,
}

/// How far a handover is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Tickets of batches that were planned before are neither made nor taken: these ledgers have not shown yet that
    /// they know the new centre.
    Frozen {
        /// The ledgers, in order; none where so little of the old centre has come yet that it names nobody.
        waiting_for: Vec<LogId>,
    },
    /// Every open ledger knows the new centre. The old ledger ends here, and tickets may be made and taken again.
    Over {
        /// The last operation of the old ledger that counts.
        last_seq: u64,
        /// The hash of the segment that ends there.
        last_hash: [u8; 32],
    },
    /// The old ledger is known to go further than what is here: that part is fetched first, from a ledger that has it.
    Missing {
        /// Up to which operation it goes.
        to: u64,
        /// Who has it.
        at: LogId,
    },
}

/// How far a handover is, from what every open ledger (`open` of all that are `named`, closed ones too) has shown in its
/// newest have-list, and from what is here of the old ledger (`here`: its last operation and the segment's hash).
#[must_use]
pub fn progress(
    handover: Handover,
    named: &[LogId],
    open: &[LogId],
    haves: &[Seen],
    here: (u64, [u8; 32]),
) -> Progress {
    let knows = |log: &LogId| {
        haves.iter().filter(|seen| seen.by == *log).any(|seen| {
            seen.has
                .iter()
                .any(|(of, seq, _)| *of == handover.now && *seq > 0)
        })
    };
    let mut waiting_for: Vec<LogId> = open
        .iter()
        .filter(|log| **log != handover.now && **log != handover.former && !knows(log))
        .copied()
        .collect();
    // An organisation without offices is not come yet: a torn bundle may end before the first of them.
    let nobody = !named
        .iter()
        .any(|log| *log != handover.now && *log != handover.former);
    if !waiting_for.is_empty() || nobody || here.0 == 0 {
        waiting_for.sort_unstable();
        waiting_for.dedup();
        return Progress::Frozen { waiting_for };
    }
    // Only what a ledger that is open knows has been acted on by one that counts.
    let furthest = haves
        .iter()
        .filter(|seen| open.contains(&seen.by))
        .flat_map(|seen| seen.has.iter().map(move |(of, seq, _)| (*of, *seq, seen.by)))
        .filter(|(of, _, _)| *of == handover.former)
        .max_by_key(|(_, seq, by)| (*seq, std::cmp::Reverse(*by)));
    match furthest {
        Some((_, to, at)) if to > here.0 => Progress::Missing { to, at },
        _ => Progress::Over {
            last_seq: here.0,
            last_hash: here.1,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OLD: LogId = LogId::new(1, 1);
    const NEW: LogId = LogId::new(1, 2);
    const HANDOVER: Handover = Handover {
        former: OLD,
        now: NEW,
    };

    fn log(node: u32) -> LogId {
        LogId::new(node, 1)
    }

    fn seen(node: u32, old: u64, new: u64) -> Seen {
        Seen {
            by: log(node),
            has: vec![(OLD, old, [1; 32]), (NEW, new, [2; 32])],
        }
    }

    #[test]
    fn no_ticket_is_made_while_an_office_may_still_hold_a_promise_of_the_old_centre() {
        let open = [log(7), log(8), log(9)];
        let haves = [seen(7, 100, 4), seen(8, 120, 0)];
        assert_eq!(
            progress(HANDOVER, &open, &open, &haves, (120, [1; 32])),
            Progress::Frozen {
                waiting_for: vec![log(8), log(9)]
            }
        );
    }

    #[test]
    fn the_old_ledger_ends_at_the_furthest_point_that_anybody_knew() {
        let open = [log(7), log(8)];
        let haves = [seen(7, 100, 4), seen(8, 120, 1)];
        assert_eq!(
            progress(HANDOVER, &open, &open, &haves, (100, [1; 32])),
            Progress::Missing { to: 120, at: log(8) }
        );
        assert_eq!(
            progress(HANDOVER, &open, &open, &haves, (120, [7; 32])),
            Progress::Over {
                last_seq: 120,
                last_hash: [7; 32]
            }
        );
    }

    #[test]
    fn an_office_that_was_closed_holds_nobody_up() {
        let haves = [seen(7, 100, 4), seen(8, 120, 0)];
        assert!(matches!(
            progress(HANDOVER, &[log(7), log(8)], &[log(7)], &haves, (110, [1; 32])),
            Progress::Over { last_seq: 110, .. }
        ));
    }

    #[test]
    fn a_centre_whose_last_office_was_closed_is_not_frozen_for_ever() {
        let known = [OLD, NEW, log(7)];
        for haves in [vec![], vec![seen(7, 120, 0)]] {
            assert!(matches!(
                progress(HANDOVER, &known, &[OLD, NEW], &haves, (110, [1; 32])),
                Progress::Over { last_seq: 110, .. }
            ));
        }
    }

    #[test]
    fn the_old_ledger_is_not_ended_before_anything_of_it_has_come() {
        // Nor before what has come of it names an office: a torn bundle may end in the midst of an import of people.
        for here in [0, 4_096] {
            assert_eq!(
                progress(HANDOVER, &[OLD, NEW], &[OLD, NEW], &[], (here, [0; 32])),
                Progress::Frozen {
                    waiting_for: Vec::new()
                }
            );
        }
    }

    proptest! {
        #[test]
        fn it_is_over_only_when_all_know_and_nothing_is_missing(
            says in prop::collection::vec((0_u64..5, 0_u64..3, any::<bool>()), 1..6),
            here in 0_u64..5,
        ) {
            let open: Vec<LogId> = (0..says.len()).map(|at| log(u32::try_from(at).unwrap() + 2)).collect();
            let haves: Vec<Seen> = says
                .iter()
                .zip(&open)
                .filter(|((_, _, sent), _)| *sent)
                .map(|((old, new, _), by)| Seen { by: *by, has: vec![(OLD, *old, [1; 32]), (NEW, *new, [2; 32])] })
                .collect();
            let over = matches!(progress(HANDOVER, &open, &open, &haves, (here, [1; 32])), Progress::Over { .. });
            let expected = here > 0 && says.iter().all(|(old, new, sent)| *sent && *new > 0 && *old <= here);
            prop_assert_eq!(over, expected);
        }
    }
}

//! `hub nodes`: how each node stands, and what is kept as evidence of a fork.

use super::super::{desk, failure::Failure, json, out::Out, report::year};
use crate::{
    i18n::{Lang, cli::trust::States},
    service::hub::KnownNode,
    state::sync::{Branch, ForkLine, NodeState},
    ui::sync_words,
};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct NodeShape {
    log: String,
    name: String,
    hub: bool,
    state: &'static str,
    operations: u64,
    forks: u64,
    evidence: Vec<ForkShape>,
    fingerprint: Option<String>,
    closed_at: Option<u64>,
    goes_on: Option<String>,
}

#[derive(Serialize)]
struct ForkShape {
    log: String,
    first: u64,
    last: u64,
    stands: Option<BranchShape>,
    other: BranchShape,
}

#[derive(Serialize)]
struct BranchShape {
    hash: String,
    at: String,
}

impl ForkShape {
    fn of(line: ForkLine) -> Self {
        let branch = |branch: Branch| BranchShape {
            hash: branch.hash,
            at: json::moment(branch.at),
        };
        Self {
            log: line.log.to_string(),
            first: line.ops.0,
            last: line.ops.1,
            stands: line.stands.map(branch),
            other: branch(line.other),
        }
    }
}

/// The word in JSON, and the words for people.
const fn state_words(state: NodeState, texts: &States) -> (&'static str, &'static str) {
    match state {
        NodeState::Invited => ("invited", texts.invited),
        NodeState::Asking => ("asking", texts.asking),
        NodeState::Open => ("open", texts.open),
        NodeState::Silent => ("silent", texts.silent),
        NodeState::Forked => ("forked", texts.forked),
        NodeState::Closed => ("closed", texts.closed),
    }
}

pub(super) fn run(args: &super::NodesArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.trust;
    let office = desk::open(data)?;
    let mut nodes = office.known_nodes()?;
    for node in nodes.iter_mut().filter(|node| node.state == NodeState::Asking) {
        // It is to come from whoever calls.
        node.fingerprint = None;
    }
    office.close()?;
    if args.json {
        let shape = |node: KnownNode| NodeShape {
            log: node.log.to_string(),
            name: node.name,
            hub: node.hub,
            state: state_words(node.state, &texts.states).0,
            operations: node.operations,
            forks: node.forks,
            evidence: node.evidence.into_iter().map(ForkShape::of).collect(),
            fingerprint: node.fingerprint,
            closed_at: node.closed_at,
            goes_on: node.goes_on.map(|log| log.to_string()),
        };
        return out.json(&nodes.into_iter().map(shape).collect::<Vec<_>>());
    }
    for node in nodes {
        let hub = if node.hub { texts.hub } else { "" };
        let state = state_words(node.state, &texts.states).1;
        out.line(&format!(
            "{:<8} {hub:<6} {:<30} {state}",
            node.log.to_string(),
            node.name
        ))?;
        if node.forks > 0 {
            out.line(&format!("{:<15} {}", "", (texts.forks)(node.forks)))?;
        }
        for line in &node.evidence {
            out.line(&format!("{:<15} {}", "", sync_words::fork(lang, line, year())))?;
        }
        if let Some(at) = node.closed_at {
            let goes_on = node.goes_on.map(|log| log.to_string());
            out.line(&format!(
                "{:<15} {}",
                "",
                (texts.closed_at)(at, goes_on.as_deref())
            ))?;
        }
        if let Some(fingerprint) = node.fingerprint {
            out.line(&format!("{:<15} {fingerprint}", ""))?;
        }
    }
    Ok(())
}

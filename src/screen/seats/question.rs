//! What is asked before seats move, with all that follows from a yes.

use super::view::office;
use super::{Question, Seats};
use crate::domain::id::BatchId;
use crate::state::sync::{CapacityPlan, SeatShare, SharePlan, ShareStep};
use crate::ui::context::Context;
use crate::ui::theme::Role;
use crate::ui::widget::sheet::{Line, Pick};

pub(super) fn ask(it: &Seats, batch: BatchId, question: &Question, cx: &Context) -> (Vec<Line>, Vec<Pick>) {
    let t = &cx.texts.seats;
    let line = it.line(batch);
    let code = line.map_or("", |line| line.code.as_str());
    let no = |digit| Pick::new(digit, t.no);
    match question {
        Question::Share(plan) => share(plan, code, cx),
        Question::Return(free) => {
            let lines = vec![
                Line::new(Role::Important, (t.give_back_sure)(&free.to_string(), code)),
                Line::base(t.give_back_what),
            ];
            (lines, vec![Pick::new(1, t.give_back_yes), no(2)])
        }
        Question::Take(log) => {
            let share = it.share(batch, *log);
            let free = share.map_or(0, SeatShare::free);
            let name = share.map_or_else(String::new, |share| office(share, cx));
            let lines = vec![
                Line::new(Role::Important, (t.take_sure)(&free.to_string(), &name)),
                Line::base(t.take_what),
            ];
            (lines, vec![Pick::new(1, t.take_yes), no(2)])
        }
        Question::Plan(plan) => {
            let mut picks = vec![Pick::new(1, t.plan_yes)];
            if plan.can_force() {
                let detail = match plan.losing.len() {
                    0 => t.plan_force_seats.to_owned(),
                    people => (t.plan_force_what)(&people.to_string()),
                };
                picks.push(Pick::new(2, t.plan_force).detail(detail));
            }
            picks.push(no(3));
            (plan_lines(plan, cx), picks)
        }
        Question::Force(plan) => (force_lines(plan, cx), vec![Pick::new(1, t.force_yes), no(2)]),
    }
}

/// Exactly what a yes would move; where nothing moves there is nothing to say yes to.
fn share(plan: &SharePlan, code: &str, cx: &Context) -> (Vec<Line>, Vec<Pick>) {
    let t = &cx.texts.seats;
    let reserve = Line::new(Role::Muted, (t.share_reserve)(&plan.reserve.to_string()));
    if plan.steps.is_empty() {
        let lines = vec![Line::new(Role::Important, t.share_none), reserve];
        return (lines, vec![Pick::new(2, t.back)]);
    }
    let step = |step: &ShareStep| {
        let said = if step.gives > 0 {
            let then = step.owned.saturating_add(step.gives).to_string();
            (t.share_gives)(&step.office, &step.gives.to_string(), &then)
        } else {
            (t.share_recalls)(&step.office, &step.recalls.to_string(), &step.keep.to_string())
        };
        Line::base(said).inside()
    };
    let mut lines = vec![Line::new(Role::Important, (t.share_sure)(code))];
    lines.extend(plan.steps.iter().map(step));
    lines.push(reserve);
    if plan.asked_back() > 0 {
        lines.push(Line::new(Role::Muted, t.share_later));
    }
    (lines, vec![Pick::new(1, t.share_yes), Pick::new(2, t.no)])
}

fn plan_lines(plan: &CapacityPlan, cx: &Context) -> Vec<Line> {
    type Said = (u32, fn(&str) -> String);
    let t = &cx.texts.seats;
    let mut lines = vec![Line::new(
        Role::Important,
        (t.plan)(&plan.now.to_string(), &plan.capacity.to_string()),
    )];
    let each: [Said; 5] = [
        (plan.made, t.plan_made),
        (plan.taken_out, t.plan_out),
        (plan.recalled, t.plan_recalled),
        (plan.beyond, t.plan_beyond),
        (plan.idle, t.plan_idle),
    ];
    for (number, said) in each {
        if number > 0 {
            lines.push(Line::base(said(&number.to_string())));
        }
    }
    lines
}

fn force_lines(plan: &CapacityPlan, cx: &Context) -> Vec<Line> {
    let t = &cx.texts.seats;
    let mut lines = Vec::new();
    if plan.losing.is_empty() {
        lines.push(Line::new(Role::Error, t.force_sure_none));
    } else {
        lines.push(Line::new(
            Role::Error,
            (t.force_sure)(&plan.losing.len().to_string()),
        ));
        lines.push(Line::base(t.force_what));
    }
    if plan.unseen > 0 {
        lines.push(Line::new(
            Role::Important,
            (t.force_unseen)(&plan.unseen.to_string()),
        ));
    }
    let name = |name: &String| Line::new(Role::Important, name.clone()).inside();
    lines.extend(plan.losing.iter().map(name));
    lines
}

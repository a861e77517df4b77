//! What was answered to one question, or on the whole, as lines.

use crate::domain::course::Mode;
use crate::domain::questionnaire::{Answer, AnswerSheet, Ask, Facet, Form, Pair, Question, about_several};
use crate::domain::text::Text;
use crate::i18n::format;
use crate::survey::shipped;
use crate::survey::tally::{Outcome, QuestionTally, Results, ScaleTally, Tally};
use crate::ui::context::Context;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widget::gauge::bar;
use ratatui::layout::Rect;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Words over what follows.
    Head(String),
    /// Words.
    Words(String),
    /// Words at the left and a figure at the right.
    Fact(String, String),
    /// A bar: its words, how many, of how many, and what fills it.
    Bar {
        label: String,
        count: u32,
        of: u32,
        longest: u32,
    },
}

/// The question in one line; where there are several facilitators, with whom it is about first.
pub(super) fn about(question: &Question, several: bool, cx: &Context) -> String {
    let t = &cx.texts.results;
    let text = match question.key.facet {
        Facet::Before => format!("{} ({})", question.text, t.before),
        Facet::After => format!("{} ({})", question.text, t.after),
        Facet::Whole | Facet::Column(_) => question.text.to_string(),
    };
    match &question.pair {
        Some(pair) if several => format!("{}: {text}", pair.bare_name()),
        _ => text,
    }
}

/// Whether the questions of this tally are about several facilitators or subjects.
pub(super) fn is_about_several(tally: &Tally) -> bool {
    about_several(tally.questions.iter().map(|line| &line.question))
}

/// How many answered and the mean, as they stand in the list; empty where there is none to show.
pub(super) fn n_and_mean(outcome: &Outcome, cx: &Context) -> (String, String) {
    let mean = |hundredths: i64| format::hundredths(cx.lang, hundredths);
    match outcome {
        Outcome::TooFew { .. } => ("-".into(), String::new()),
        Outcome::Scale(scale) => (
            scale.n.to_string(),
            scale
                .mean_hundredths
                .map_or_else(String::new, |own| mean(own.into())),
        ),
        Outcome::Recommendation(shares) => (shares.n.to_string(), String::new()),
        Outcome::Options { n, .. } => (n.to_string(), String::new()),
        Outcome::Number { n, mean_hundredths } => (n.to_string(), mean(*mean_hundredths)),
        Outcome::Texts(texts) => (texts.len().to_string(), String::new()),
    }
}

/// The lines of one question.
pub(super) fn of_question(line: &QuestionTally, cx: &Context, width: u16) -> Vec<Line> {
    let t = &cx.texts.results;
    let question = &line.question;
    let mut lines = Vec::new();
    if !cx.is_large() {
        let mut section = question.section.to_string();
        if let Some(pair) = &question.pair {
            for name in [&pair.facilitator, &pair.subject] {
                section.push_str(cx.tier.dot());
                section.push_str(name);
            }
        }
        let n = match &line.outcome {
            Outcome::TooFew { .. } => String::new(),
            Outcome::Texts(texts) => (t.comments)(texts.len()),
            outcome => n_and_mean(outcome, cx).0.parse().map(t.n).unwrap_or_default(),
        };
        lines.push(Line::Fact(section, n));
        let text = cx.tier.show(&question.text);
        let wrapped = textwrap::wrap(&text, usize::from(width).max(1));
        lines.extend(wrapped.iter().map(|row| Line::Words(row.to_string())));
    }
    match &line.outcome {
        Outcome::TooFew { needed } => lines.push(Line::Words((t.question_few)(*needed))),
        Outcome::Scale(scale) => bars_of_scale(&mut lines, &question.ask, scale, cx),
        Outcome::Recommendation(shares) => {
            let rows = [
                (t.promoters, shares.promoters),
                (t.passives, shares.passives),
                (t.detractors, shares.detractors),
            ];
            let longest = rows.iter().map(|(_, count)| *count).max().unwrap_or(0);
            lines.extend(rows.map(|(label, count)| Line::Bar {
                label: label.into(),
                count,
                of: shares.n,
                longest,
            }));
        }
        Outcome::Options { n, counts } => {
            let (Ask::Choice { options } | Ask::Multi { options, .. }) = &question.ask else {
                return lines;
            };
            let longest = counts.iter().copied().max().unwrap_or(0);
            lines.extend(options.iter().zip(counts).map(|(label, count)| Line::Bar {
                label: label.clone(),
                count: *count,
                of: *n,
                longest,
            }));
        }
        Outcome::Number { mean_hundredths, .. } => {
            lines.push(Line::Words((t.mean_is)(&format::hundredths(
                cx.lang,
                *mean_hundredths,
            ))));
        }
        Outcome::Texts(texts) if texts.is_empty() => lines.push(Line::Words(t.no_comments.into())),
        Outcome::Texts(texts) => {
            for text in texts {
                let shown = cx.tier.show(text);
                let wrapped = textwrap::wrap(&shown, usize::from(width.saturating_sub(2)).max(1));
                for (row, part) in wrapped.iter().enumerate() {
                    let sign = if row == 0 { "-" } else { " " };
                    lines.push(Line::Words(format!("{sign} {part}")));
                }
            }
        }
    }
    lines
}

fn bars_of_scale(lines: &mut Vec<Line>, ask: &Ask, tally: &ScaleTally, cx: &Context) {
    let Ask::Scale { scale, na } = ask else { return };
    let longest = tally
        .counts
        .iter()
        .copied()
        .max()
        .unwrap_or(0)
        .max(tally.not_applicable);
    let points: Vec<Line> = scale
        .points
        .iter()
        .zip(&tally.counts)
        .map(|(point, count)| Line::Bar {
            label: format!("{}  {}", point.value, point.label),
            count: *count,
            of: tally.n,
            longest,
        })
        .collect();
    // The best first, as one reads a result.
    lines.extend(points.into_iter().rev());
    if na.is_some() {
        // Not a share of those who answered with a point: told apart.
        lines.push(Line::Fact(
            format!("   {}", cx.texts.results.na),
            tally.not_applicable.to_string(),
        ));
    }
}

/// The index by part, and the lowest three.
pub(super) fn overview(tally: &Tally, cx: &Context, width: u16) -> Vec<Line> {
    let t = &cx.texts.results;
    let ikm = |hundredths: u32| format::hundredths(cx.lang, i64::from(hundredths));
    let mut lines = vec![Line::Head(t.by_part.into())];
    for part in &tally.parts {
        let mut name = part.section.to_string();
        if let Some(pair) = &part.pair {
            name = format!("{name}{}{}", cx.tier.dot(), pair.facilitator);
            if !cx.is_large() {
                name = format!("{name}{}{}", cx.tier.dot(), pair.subject);
            }
        }
        lines.push(Line::Fact(name, ikm(part.ikm_hundredths)));
    }
    lines.push(Line::Head(t.lowest.into()));
    for element in tally.lowest.iter().filter_map(|at| tally.elements.get(*at)) {
        lines.push(Line::Fact(element.text.to_string(), ikm(element.ikm_hundredths)));
    }
    let shown = cx.tier.show(t.method);
    lines.extend(
        textwrap::wrap(&shown, usize::from(width).max(1))
            .iter()
            .map(|row| Line::Words(row.to_string())),
    );
    lines
}

/// How far apart pages of so many rows begin: the last row of a page that is not the last says how much is left.
pub(super) fn step(rows: usize) -> usize {
    rows.saturating_sub(1).max(1)
}

/// Draws the lines from number `from` on into a room; what does not fit in is counted in the last row.
pub(super) fn draw(painter: &mut Painter, room: Rect, lines: &[Line], from: usize, cx: &Context) {
    let rows = usize::from(room.height);
    let left = lines.len().saturating_sub(from);
    for (y, (at, line)) in (room.y..).zip(lines.iter().skip(from).take(rows).enumerate()) {
        if at + 1 == rows && left > rows && rows > 1 {
            let more = format!("{} {}", painter.tier().down(), (cx.texts.common.more)(left - at));
            painter.put_right(room.right(), y, &more, Role::Muted);
            return;
        }
        match line {
            Line::Head(text) => {
                painter.cut(room.x, y, room.width, text, Role::Important);
            }
            Line::Words(text) => {
                painter.cut(room.x, y, room.width, text, Role::Base);
            }
            Line::Fact(label, figure) => {
                let at = painter.put_right(room.right(), y, figure, Role::Base);
                painter.cut(room.x, y, at.saturating_sub(room.x + 1), label, Role::Base);
            }
            Line::Bar {
                label,
                count,
                of,
                longest,
            } => {
                bar_row(
                    painter,
                    Rect { y, height: 1, ..room },
                    label,
                    (*count, *of, *longest),
                );
            }
        }
    }
}

/// `Sangat baik      ██████████████   10   45%`
fn bar_row(painter: &mut Painter, row: Rect, label: &str, (count, of, longest): (u32, u32, u32)) {
    let label_width = if painter.is_large() { 18 } else { 28 };
    painter.cut(row.x, row.y, label_width, label, Role::Base);
    let share = (u64::from(count) * 200 + u64::from(of))
        .checked_div(2 * u64::from(of))
        .unwrap_or(0);
    painter.put_right(row.right(), row.y, &format!("{share}%"), Role::Base);
    painter.put_right(
        row.right().saturating_sub(5),
        row.y,
        &count.to_string(),
        Role::Base,
    );
    let x = row.x + label_width + 1;
    let width = row.right().saturating_sub(x + 11);
    bar(painter, x, row.y, width, u64::from(count), u64::from(longest));
}

/// A tally of 22 answers to the shipped survey.
pub(super) fn sample() -> Option<Tally> {
    let pairs = Pair::numbered([
        ("Ani Wijaya, M.Si.", "Pengelolaan Arsip Dinamis"),
        ("Budi Santoso", "Surat Dinas"),
    ]);
    let form = Form::for_batch(&shipped::level1().ok()?, Mode::FaceToFace, &pairs);
    let words = [
        "Contoh dari lapangan.",
        "Waktu praktik terlalu singkat, alat pelindung hanya ada lima set untuk dua puluh peserta sehingga kami \
         bergantian dan sebagian tidak sempat mencoba sendiri.",
        "Ruang terlalu panas.",
    ];
    let mut sheets = Vec::new();
    for person in 0..22_usize {
        let mut answers = std::collections::BTreeMap::new();
        for (place, question) in form.questions().iter().enumerate() {
            let answer = match &question.ask {
                // Meals: too few answered to show.
                Ask::Scale { .. } if question.key.item == "P4" && person > 2 => continue,
                Ask::Scale { na: Some(_), .. } if person == 5 => Answer::NotApplicable,
                Ask::Scale { scale, .. } => {
                    let top = scale.points.len();
                    let point = scale.points.get(top - 1 - (person * (place + 1)) % 7 % top)?;
                    Answer::Scale(point.value)
                }
                _ if person % 3 == 0 => Answer::Text(Text::read(words.get(person / 3 % 3)?, 500).ok()?),
                _ => continue,
            };
            answers.insert(question.key.clone(), answer);
        }
        sheets.push(AnswerSheet::restore(answers));
    }
    match Results::of(&form, &sheets) {
        Results::Shown(tally) => Some(tally),
        Results::TooFew { .. } => None,
    }
}

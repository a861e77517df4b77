//! `survey`: who can open the answers that offices send, and what all of them answered together.

use super::{code::Code, desk, failure::Failure, hub::ask, out::Out};
use crate::{
    domain::questionnaire::{Ask, Facet},
    i18n::{Lang, format},
    service::custodian::Gathered,
    survey::tally::{Outcome, QuestionTally},
};
use clap::Subcommand;
use serde::Serialize;
use std::path::Path;

#[derive(Debug, Subcommand)]
pub(super) enum Args {
    Custodian(CustodianArgs),
    Results(ResultsArgs),
}

#[derive(Debug, clap::Args)]
pub(super) struct CustodianArgs {
    #[arg(id = "confirm_custodian", long = "confirm")]
    confirm: bool,
    #[arg(long, conflicts_with = "confirm_custodian")]
    replace: bool,
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ResultsArgs {
    #[arg(long)]
    batch: String,
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Whether a failure is also to be printed as an object.
    pub(super) const fn json(&self) -> bool {
        match self {
            Self::Custodian(args) => args.json,
            Self::Results(args) => args.json,
        }
    }
}

pub(super) fn run(args: &Args, data: &Path, lang: Lang) -> Result<Code, Failure> {
    let mut out = Out::new();
    match args {
        Args::Custodian(args) if args.confirm => confirm(args, data, lang, &mut out)?,
        Args::Custodian(args) => custodian(args, data, lang, &mut out)?,
        Args::Results(args) => results(args, data, lang, &mut out)?,
    }
    out.flush()?;
    Ok(Code::Done)
}

#[derive(Serialize)]
struct SheetShape {
    sheet: Option<String>,
    fingerprint: String,
    confirmed: bool,
}

fn custodian(args: &CustodianArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.survey;
    let mut office = desk::open(data)?;
    let made = office.make_custodian(args.replace)?;
    office.close()?;
    let path = made.path.display().to_string();
    if args.json {
        return out.json(&SheetShape {
            sheet: Some(path),
            fingerprint: made.fingerprint,
            confirmed: false,
        });
    }
    out.line(&(texts.sheet)(&path, &made.fingerprint))?;
    out.line(texts.sheet_next)
}

fn confirm(args: &CustodianArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.survey;
    let mut office = desk::open(data)?;
    let words = ask(texts.words_prompt)?;
    let fingerprint = office.confirm_custodian(&words)?;
    office.close()?;
    if args.json {
        return out.json(&SheetShape {
            sheet: None,
            fingerprint,
            confirmed: true,
        });
    }
    out.line(&(texts.confirmed)(&fingerprint))
}

#[derive(Serialize)]
struct ResultsShape {
    batch: String,
    title: String,
    respondents: u32,
    offices: u32,
    left_out: u32,
    index: Option<f64>,
    questions: Vec<QuestionShape>,
}

#[derive(Serialize)]
struct QuestionShape {
    question: String,
    section: String,
    about: Option<String>,
    text: String,
    kind: &'static str,
    n: Option<u32>,
    not_applicable: u32,
    mean: Option<f64>,
    counts: Vec<CountShape>,
    texts: Vec<String>,
}

#[derive(Serialize)]
struct CountShape {
    label: String,
    count: u32,
}

/// A number given in hundredths.
fn hundredths(value: impl Into<i64>) -> f64 {
    // Means and indices are far below where this loses anything.
    i32::try_from(value.into()).map_or(0.0, |value| f64::from(value) / 100.0)
}

fn counted(labels: impl IntoIterator<Item = String>, counts: &[u32]) -> Vec<CountShape> {
    let rows = labels.into_iter().zip(counts);
    rows.map(|(label, count)| CountShape { label, count: *count })
        .collect()
}

fn question(line: &QuestionTally, lang: Lang) -> QuestionShape {
    let (asked, words) = (&line.question, &lang.texts().results);
    let mut shape = QuestionShape {
        question: asked.key.to_string(),
        section: asked.section.to_string(),
        about: asked
            .pair
            .as_ref()
            .map(|pair| format!("{}, {}", pair.facilitator, pair.subject)),
        text: match asked.key.facet {
            Facet::Before => format!("{} ({})", asked.text, words.before),
            Facet::After => format!("{} ({})", asked.text, words.after),
            Facet::Whole | Facet::Column(_) => asked.text.to_string(),
        },
        kind: "too_few",
        n: None,
        not_applicable: 0,
        mean: None,
        counts: Vec::new(),
        texts: Vec::new(),
    };
    match (&line.outcome, &asked.ask) {
        (Outcome::Scale(tally), Ask::Scale { scale, .. }) => {
            let label = |point: &crate::domain::questionnaire::Point| match point.label.as_str() {
                "" => point.value.to_string(),
                label => label.to_owned(),
            };
            shape.kind = "scale";
            shape.n = Some(tally.n);
            shape.not_applicable = tally.not_applicable;
            shape.mean = tally.mean_hundredths.map(hundredths);
            shape.counts = counted(scale.points.iter().map(label), &tally.counts);
        }
        (Outcome::Recommendation(shares), _) => {
            shape.kind = "recommendation";
            shape.n = Some(shares.n);
            let labels = [words.promoters, words.passives, words.detractors].map(str::to_owned);
            shape.counts = counted(labels, &[shares.promoters, shares.passives, shares.detractors]);
        }
        (Outcome::Options { n, counts }, Ask::Choice { options } | Ask::Multi { options, .. }) => {
            shape.kind = "options";
            shape.n = Some(*n);
            shape.counts = counted(options.iter().cloned(), counts);
        }
        (Outcome::Texts(texts), _) => {
            shape.kind = "texts";
            shape.texts = texts.iter().map(ToString::to_string).collect();
        }
        (Outcome::Number { n, mean_hundredths }, _) => {
            shape.kind = "number";
            shape.n = Some(*n);
            shape.mean = Some(hundredths(*mean_hundredths));
        }
        _ => {}
    }
    shape
}

fn results(args: &ResultsArgs, data: &Path, lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let texts = &lang.texts().cli.survey;
    let mut office = desk::open(data)?;
    let batch = desk::batch(&mut office, &args.batch)?;
    let words = ask(texts.words_prompt)?;
    let gathered = office.survey_results(batch, &words)?;
    office.close()?;
    let questions = gathered.tally.questions.iter();
    let questions: Vec<QuestionShape> = questions.map(|line| question(line, lang)).collect();
    if args.json {
        return out.json(&ResultsShape {
            batch: args.batch.trim().to_uppercase(),
            title: gathered.title,
            respondents: gathered.tally.respondents,
            offices: gathered.offices,
            left_out: gathered.left_out,
            index: gathered.tally.index.map(hundredths),
            questions,
        });
    }
    tell(&gathered, &questions, lang, out)
}

fn tell(gathered: &Gathered, questions: &[QuestionShape], lang: Lang, out: &mut Out) -> Result<(), Failure> {
    let (texts, words) = (&lang.texts().cli.survey, &lang.texts().results);
    let tally = &gathered.tally;
    out.line(&gathered.title)?;
    out.line(&(texts.respondents)(tally.respondents, gathered.offices))?;
    if gathered.left_out > 0 {
        out.line(&(texts.left_out)(gathered.left_out))?;
    }
    if let Some(index) = tally.index {
        out.line(&format!("IKM {}", format::hundredths(lang, index.into())))?;
    }
    let mut section = "";
    let mut about = None;
    for line in questions {
        if line.section != section || line.about != about {
            let whom = line.about.as_ref().map(|whom| format!(": {whom}"));
            out.line(&format!("\n{}{}", line.section, whom.unwrap_or_default()))?;
            section = &line.section;
            about.clone_from(&line.about);
        }
        let n = line
            .n
            .map_or_else(String::new, |n| format!(" ({})", (words.n)(n)));
        out.line(&format!("- {}{n}", line.text))?;
        if line.kind == "too_few" {
            out.line(&format!("    {}", (words.question_few)(5)))?;
        }
        for row in line.counts.iter().filter(|row| row.count > 0) {
            out.line(&format!("    {:>4}  {}", row.count, row.label))?;
        }
        for text in &line.texts {
            out.line(&format!("    \"{text}\""))?;
        }
    }
    Ok(())
}

//! The worker of the kiosk: carries what screens ask to the use cases, and the answers back.
//!
//! It alone knows who is signed in. A screen cannot act for another person: it sends none.

mod exchange;

use self::exchange::exchange;
use crate::{
    domain::{
        clock::{ClockState, Doubt, SLACK_MS},
        id::{BatchId, PersonId},
        refusal::{Refusal, Trouble},
    },
    intake::Kind,
    service::{
        Answer, Clock, Denied, Office,
        clock::system_steady,
        import::{self, NotImported, Options},
    },
    state::card::{ImportReport, Mark},
    ui::ask::{Ask, Reply},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    crash,
    watch::{Tell, watched},
    worker::Worker,
};

/// Progress is told at most so often (kiosk rule 28).
const PROGRESS: Duration = Duration::from_millis(250);

/// How long nobody asks before the view is written.
const IDLE: Duration = Duration::from_secs(3);

/// The worker.
pub struct OfficeWorker {
    data: PathBuf,
    clock: Clock,
    office: Option<Office>,
    person: Option<PersonId>,
    crash_file: Option<PathBuf>,
    /// What was told of the clock last.
    clock_told: (Option<Doubt>, i64),
}

impl OfficeWorker {
    /// A worker that opens the office in `data` when it starts.
    #[must_use]
    pub const fn new(data: PathBuf, clock: Clock, crash_file: Option<PathBuf>) -> Self {
        Self {
            data,
            clock,
            office: None,
            person: None,
            crash_file,
            clock_told: (None, 0),
        }
    }

    /// A worker of an office that is open already.
    #[must_use]
    pub fn of(office: Office, data: PathBuf, clock: Clock) -> Self {
        Self {
            data,
            clock,
            office: Some(office),
            person: None,
            crash_file: None,
            clock_told: (None, 0),
        }
    }

    /// Tells everybody where the clock has become doubtful, or is no longer.
    fn look_at_clock(&mut self, tell: Tell<'_>) {
        let Some(office) = &mut self.office else { return };
        let (doubt, astray) = clock_of(office);
        let (told, before) = self.clock_told;
        if doubt != told || astray.abs_diff(before) > SLACK_MS {
            self.clock_told = (doubt, astray);
            tell(Reply::Clock { doubt, astray });
        }
    }

    fn who(&self) -> Answer<PersonId> {
        self.person.ok_or(Denied::Refused(Refusal::NotAllowed))
    }

    fn open(&mut self, tell: Tell<'_>) {
        if self.office.is_none() {
            match Office::open(&self.data, Arc::clone(&self.clock)) {
                Ok(mut office) => {
                    office.set_steady(system_steady());
                    self.office = Some(office);
                }
                Err(denied) => return tell(Reply::OutOfService(denied.trouble())),
            }
        }
        let Some(office) = &mut self.office else { return };
        tell(Reply::Opened {
            office: office.name().to_owned(),
            demo: office.demo(),
        });
        self.clock_told = clock_of(office);
        let (doubt, astray) = self.clock_told;
        tell(Reply::Clock { doubt, astray });
        match office.catalogue() {
            Ok(catalogue) => tell(Reply::Catalogue(catalogue)),
            Err(denied) => return tell(Reply::OutOfService(denied.trouble())),
        }
        // Nobody waits for it; what fails here fails again where it matters, and is said there.
        if office.begin_day().is_ok()
            && let Ok(catalogue) = office.catalogue()
        {
            tell(Reply::Catalogue(catalogue));
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm a request: a list, not a procedure")]
    fn carry_out(&mut self, ask: Ask, tell: Tell<'_>) -> Answer<Reply> {
        if matches!(ask, Ask::SignOut) {
            self.person = None;
            return Ok(Reply::Done);
        }
        let who = self.who();
        let Some(office) = &mut self.office else {
            return Ok(Reply::Failed(Trouble {
                code: "DATA-02",
                detail: String::new(),
            }));
        };
        Ok(match ask {
            Ask::Catalogue => Reply::Catalogue(office.catalogue()?),
            Ask::SignIn { number, pin } => {
                let session = office.sign_in(&number, &pin)?;
                self.person = Some(session.person);
                Reply::SignedIn(session)
            }
            Ask::Activate { number, code, pin } => {
                let session = office.activate(&number, &code, &pin)?;
                self.person = Some(session.person);
                Reply::SignedIn(session)
            }
            Ask::SignOut => Reply::Done,
            Ask::ChangePin { old, new } => {
                office.change_pin(who?, &old, &new)?;
                Reply::PinChanged
            }
            Ask::Preview(batch) => Reply::Preview(office.preview(who?, batch)?),
            Ask::Register {
                batch,
                accept_warnings,
            } => {
                let person = who?;
                let receipt = office.register(person, batch, accept_warnings, Some(person))?;
                tell(Reply::Registered(Box::new(receipt)));
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::Slip(id) => Reply::Registered(Box::new(office.own_receipt(who?, id)?)),
            Ask::Print(id) => {
                let receipt = office.own_receipt(who?, id)?;
                Reply::Printed(office.print_slip(&receipt)?)
            }
            Ask::Trainings(year) => Reply::Trainings(Box::new(office.trainings(who?, year)?)),
            Ask::Cancel { registration, reason } => {
                office.cancel_own(who?, registration, reason)?;
                tell(Reply::Cancelled(registration));
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::Survey(batch) => {
                let (title, form) = office.survey(who?, batch)?;
                Reply::Survey {
                    batch,
                    title,
                    form: Box::new(form),
                }
            }
            Ask::SubmitSurvey { batch, sheet } => {
                office.submit_survey(who?, batch, &sheet)?;
                Reply::SurveySubmitted(batch)
            }
            Ask::StaffBatches => Reply::StaffBatches(office.staff_batches(who?)?),
            Ask::Attendance { batch, meeting } => {
                Reply::Attendance(Box::new(office.attendance(who?, batch, meeting)?))
            }
            Ask::MarkScan {
                batch,
                meeting,
                scanned,
            } => {
                let mark = office.mark_scan(who?, batch, meeting, &scanned)?;
                marked(office, mark, batch, meeting)?
            }
            Ask::MarkPresent {
                batch,
                meeting,
                registration,
            } => {
                let mark = office.mark_present(who?, batch, meeting, registration)?;
                marked(office, mark, batch, meeting)?
            }
            Ask::UndoMark {
                batch,
                meeting,
                registration,
            } => {
                let mark = office.undo_mark(who?, batch, meeting, registration)?;
                marked(office, mark, batch, meeting)?
            }
            Ask::Results(batch) => {
                let (title, form, results) = office.results(who?, batch)?;
                Reply::Results {
                    batch,
                    title,
                    form: Box::new(form),
                    results: Box::new(results),
                }
            }
            Ask::SetStage { batch, stage } => {
                office.set_stage(who?, batch, stage)?;
                tell(Reply::Done);
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::Participants(batch) => Reply::Participants(office.participants(who?, batch)?),
            Ask::Admit(id, batch) => {
                office.admit(who?, batch, id)?;
                tell(Reply::Done);
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::CancelFor(id, batch) => {
                office.cancel_for(who?, batch, id)?;
                tell(Reply::Done);
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::Replace {
                registration,
                batch,
                number,
            } => {
                office.replace(who?, batch, registration, &number)?;
                Reply::Done
            }
            Ask::People { query } => {
                let (lines, count) = office.people(who?, &query)?;
                Reply::People(lines, count)
            }
            Ask::NewActivation(person) => {
                let (line, code) = office.new_activation(who?, person)?;
                Reply::Activation { line, code }
            }
            Ask::PrintActivation { person, code } => {
                Reply::Printed(office.print_activation(who?, person, &code)?)
            }
            Ask::PrintActivations { unit } => Reply::Printed(office.print_activations(who?, &unit)?),
            Ask::SetRole { person, role, given } => {
                office.set_role(who?, person, role, given)?;
                Reply::Done
            }
            Ask::ImportFiles => {
                office.require_officer(who?)?;
                Reply::ImportFiles(inbox(&self.data))
            }
            Ask::DryRun(path) => {
                let options = Options {
                    dry_run: true,
                    ..Options::default()
                };
                import(office, who?, &path, &options, tell)?
            }
            Ask::Import { path, accept_good } => {
                let options = Options {
                    accept_good,
                    ..Options::default()
                };
                let report = import(office, who?, &path, &options, tell)?;
                tell(report);
                Reply::Catalogue(office.catalogue()?)
            }
            Ask::Health => {
                let mut health = office.staff_health(who?)?;
                health.recovered = self.crash_file.as_deref().and_then(crash::left);
                Reply::Health(Box::new(health))
            }
            Ask::LookUp(code) => Reply::CodeKnown(office.title_of_code(code)?),
            Ask::ConfirmClock => {
                office.confirm_clock(who?)?;
                self.clock_told = (None, 0);
                tell(Reply::Clock {
                    doubt: None,
                    astray: 0,
                });
                Reply::Done
            }
            ask => exchange(office, who?, ask, tell)?,
        })
    }
}

/// Why the wall clock cannot be believed, and how far it is off then.
fn clock_of(office: &mut Office) -> (Option<Doubt>, i64) {
    match office.look_at_clock() {
        ClockState::Sure => (None, 0),
        ClockState::Doubtful(doubt) => (Some(doubt), office.astray()),
    }
}

fn marked(
    office: &mut Office,
    mark: Mark,
    batch: BatchId,
    meeting: crate::domain::batch::MeetingNo,
) -> Answer<Reply> {
    let (present, seated) = office.present_count(batch, meeting)?;
    Ok(Reply::Marked {
        mark,
        present,
        seated,
    })
}

/// The files in the office's inbox, `impor/`, by name.
fn inbox(data: &Path) -> Vec<PathBuf> {
    let dir = data.join("impor");
    // Made here, so that an officer finds where to put files.
    let _ = fs::create_dir_all(&dir);
    let Ok(entries) = fs::read_dir(&dir) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| {
            let ending = path
                .extension()
                .map(|ending| ending.to_string_lossy().to_lowercase());
            matches!(ending.as_deref(), Some("csv" | "txt" | "tsv" | "xlsx" | "toml"))
        })
        .collect();
    files.sort();
    files.truncate(1_000);
    files
}

/// Reads a file of the inbox, and writes it where asked.
fn import(
    office: &mut Office,
    officer: PersonId,
    path: &Path,
    options: &Options,
    tell: Tell<'_>,
) -> Answer<Reply> {
    office.require_officer(officer)?;
    let pulse = office.book_mut().pulse().clone();
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let kind = import::kind_of(path).unwrap_or(Kind::People);
    let imported = watched(&pulse, tell, |tell| {
        let mut told = Instant::now();
        office.import_file(kind, path, options, &mut |done, total| {
            if told.elapsed() >= PROGRESS {
                told = Instant::now();
                tell(Reply::Progress { done, total });
            }
        })
    });
    match imported {
        Ok(report) => Ok(Reply::ImportReport(Box::new(report))),
        Err(NotImported::File(fault)) => Ok(Reply::ImportReport(Box::new(ImportReport {
            file: name,
            kind: kind.id(),
            dry_run: options.dry_run,
            rejected: 1,
            faults: vec![(fault.sentence_id(), fault.sentence_en())],
            ..ImportReport::default()
        }))),
        Err(NotImported::Denied(denied)) => Err(*denied),
    }
}

impl Worker for OfficeWorker {
    fn start(&mut self, tell: Tell<'_>) {
        self.open(tell);
    }

    fn answer(&mut self, ask: Ask, tell: Tell<'_>) {
        if self.office.is_none() {
            // The other process may have ended, the disk may be back.
            self.open(tell);
        }
        self.look_at_clock(tell);
        let again = ask.clone();
        let mut done = self.carry_out(ask, tell);
        if let (Err(fault), Some(office)) = (&done, &mut self.office)
            && office.mend(fault)
        {
            done = self.carry_out(again, tell);
        }
        let reply = match done {
            Ok(reply) => reply,
            Err(Denied::Refused(refusal)) => Reply::Refused(refusal),
            Err(failed) => Reply::Failed(failed.trouble()),
        };
        tell(reply);
        self.look_at_clock(tell);
    }

    fn idle_after(&self) -> Option<Duration> {
        self.office
            .as_ref()
            .filter(|office| office.is_behind())
            .map(|_| IDLE)
    }

    fn idle(&mut self) {
        if let Some(office) = &mut self.office {
            // What fails here fails again, and is said, at the next commit; nothing that was promised waits for it.
            let _ = office.settle();
        }
    }

    fn stop(&mut self) {
        if let Some(office) = self.office.take() {
            let _ = office.close();
        }
    }
}

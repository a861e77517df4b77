//! The demo's city: everything in it is made up, and its dates lie around today.

mod city;
mod site;

use super::{
    Answer, Clock, Denied, Office,
    import::{NotImported, Options},
    pin::Cost,
};
use crate::{
    domain::{
        batch::Stage,
        day::Day,
        id::{BatchId, PersonId},
        number::Number,
        questionnaire::{Answer as Given, AnswerSheet, Ask, Draft as Answers, Form, Meaning},
        refusal::Refusal,
        text::Text,
    },
    intake::Kind,
    ledger::body::{
        people::{Elsewhere, ElsewhereBlob},
        plan::{BatchStage, Name},
        seat::{Confirm, Present, Request},
    },
    state::world::Subject,
    store::book::Draft,
};
use city::{AHEAD, PEOPLE};
use std::{fmt::Write as _, io::Cursor, path::Path};

/// The PIN of everybody who has one in the demo. It is printed everywhere, so it protects nothing.
pub const PIN: &str = "246813";

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The number.
    pub number: String,
    /// The PIN.
    pub pin: String,
    /// Who it is, in Indonesian.
    pub who_id: String,
    /// Who it is, in English.
    pub who_en: String,
}

/// The demo, made or found.
pub struct Demo {
    /// The office.
    pub office: Office,
    /// Whom to sign in as.
    pub accounts: Vec<Account>,
    /// Whether the city was made just now.
    pub made: bool,
}

/// A number that cannot be anybody's: sequence 991 and on, as in the identity test cases.
fn number_of(at: usize, employment: &str) -> String {
    let year = 1970 + (at * 7) % 25;
    let month = 1 + (at * 5) % 12;
    let day = 1 + (at * 11) % 28;
    let sex = 1 + at % 2;
    let start = if employment == "pppk" {
        "202321".to_owned()
    } else {
        format!("{}{:02}", year + 25, 1 + at % 12)
    };
    format!("{year}{month:02}{day:02}{start}{sex}{:03}", 991 + at % 9)
}

/// Monday of the week so many weeks from the one after `today`'s.
fn monday(today: Day, weeks: i32) -> Day {
    // Day 1 was a Monday.
    let weekday = (today.0 - 1).rem_euclid(7);
    today.plus(7 - weekday).plus((weeks - 1) * 7)
}

fn people_csv() -> String {
    let mut csv = "nip;nama;unit_kerja;jabatan;jenis_pegawai;peran\n".to_owned();
    for (at, (name, unit, employment, role)) in PEOPLE.iter().enumerate() {
        let number = number_of(at, employment);
        let post = if role.is_empty() {
            "Pelaksana"
        } else {
            "Analis SDM Aparatur Ahli Muda"
        };
        let _ = writeln!(csv, "{number};\"{name}\";{unit};{post};{employment};{role}");
    }
    csv
}

fn batches_csv(today: Day) -> String {
    let mut csv =
        "kode;kode_pelatihan;lokasi;ruang;tanggal_mulai;tanggal_selesai;kuota;penerimaan;fasilitator\n"
            .to_owned();
    let teacher = number_of(2, "pns");
    let mut line = |code: &str,
                    course: &str,
                    place: &str,
                    room: &str,
                    from: Day,
                    to: Day,
                    seats: u32,
                    admission: &str| {
        let (from, to) = (from.date(), to.date());
        let _ = writeln!(
            csv,
            "{code};{course};{place};{room};{from};{to};{seats};{admission};{teacher}"
        );
    };
    let mut count = std::collections::BTreeMap::<&str, u32>::new();
    let mut code = |course: &'static str| {
        let number = count.entry(course).or_default();
        *number += 1;
        format!("{course}/{}-{number}", today.year())
    };
    for (course, weeks, days, seats, admission, place, room) in AHEAD {
        let from = monday(today, weeks);
        line(
            &code(course),
            course,
            place,
            room,
            from,
            from.plus(days - 1),
            seats,
            admission,
        );
    }
    line(
        TODAY,
        "DIG-02",
        "Tanjung Selaras",
        "R. Komputer",
        today,
        today,
        16,
        "langsung",
    );
    line(
        FEW,
        "KOM-01",
        "Tanjung Selaras",
        "R. Melati",
        today.plus(-6),
        today.plus(-5),
        20,
        "langsung",
    );
    line(
        MANY,
        "PLY-01",
        "Tanjung Selaras",
        "Aula Setda",
        today.plus(-12),
        today.plus(-11),
        30,
        "langsung",
    );
    csv
}

/// The batch that is held today.
const TODAY: &str = "DIG-02/HARI-INI";
/// A batch that is over and whose survey has four answers: the fifth shows the results.
const FEW: &str = "KOM-01/BARU-SELESAI";
/// A batch that is over and whose survey has twelve answers.
const MANY: &str = "PLY-01/SELESAI";

/// Makes the demo's city in `data`, or opens the one that is there. Where `data` is empty or not there, the city is made
/// beside it and put in its place when it is whole: who stops it half-way finds no half of a city next time.
pub fn make(data: &Path, clock: Clock) -> Answer<Demo> {
    if let Some(site) = site::Site::beside(data)? {
        make_in(site.path(), Clock::clone(&clock))?.office.close()?;
        if site.settle(data) {
            let mut office = Office::open(data, clock)?;
            office.set_cost(Cost::LIGHT);
            return Ok(Demo {
                office,
                accounts: accounts(),
                made: true,
            });
        }
    }
    make_in(data, clock)
}

fn make_in(data: &Path, clock: Clock) -> Answer<Demo> {
    let mut office = Office::create(data, "BKPSDM Kota Tanjung Selaras", clock)?;
    let accounts = accounts();
    if office.demo().is_some() {
        return Ok(Demo {
            office,
            accounts,
            made: false,
        });
    }
    if !office.book.heads().is_empty() || office.book.people_count()? > 0 {
        // Somebody's own office: the demo does not mix into it.
        return Err(Refusal::WrongState.into());
    }
    office.set_cost(Cost::LIGHT);
    let today = office.today();
    let files: [(Kind, &str, String); 4] = [
        (
            Kind::Units,
            "units.toml",
            include_str!("../../assets/content/units.toml").to_owned(),
        ),
        (
            Kind::Courses,
            "courses.toml",
            include_str!("../../assets/content/courses.toml").to_owned(),
        ),
        (Kind::People, "people.csv", people_csv()),
        (Kind::Batches, "batches.csv", batches_csv(today)),
    ];
    for (kind, name, text) in files {
        let source = Box::new(Cursor::new(text.into_bytes()));
        let report = office
            .import(
                kind,
                source,
                name,
                Path::new(name),
                &Options::default(),
                &mut |_, _| {},
            )
            .map_err(|fault| match fault {
                NotImported::Denied(denied) => *denied,
                NotImported::File(fault) => Denied::Ballot(format!("{name}: {fault}")),
            })?;
        if !report.written {
            return Err(Denied::Ballot(format!("{name}: {:?}", report.faults)));
        }
    }
    let people: Vec<PersonId> = PEOPLE
        .iter()
        .enumerate()
        .map(|(at, (_, _, employment, _))| office.person_at(&number_of(at, employment)))
        .collect::<Answer<_>>()?;
    for person in people.iter().take(4) {
        office.set_pin(*person, PIN)?;
    }
    office.fill(&people)?;
    let line: Vec<String> = accounts
        .iter()
        .map(|account| format!("{} {}", account.who_id, account.number))
        .collect();
    office.set_demo(&format!("{}  PIN {PIN}", line.join("  ")))?;
    office.settle()?;
    Ok(Demo {
        office,
        accounts,
        made: true,
    })
}

fn accounts() -> Vec<Account> {
    let account = |at: usize, employment: &str, who_id: &str, who_en: &str| Account {
        number: number_of(at, employment),
        pin: PIN.to_owned(),
        who_id: who_id.to_owned(),
        who_en: who_en.to_owned(),
    };
    vec![
        account(0, "pns", "Pegawai", "Employee"),
        account(1, "pppk", "Pegawai lain", "Another employee"),
        account(2, "pns", "Fasilitator", "Facilitator"),
        account(3, "pns", "Petugas", "Officer"),
    ]
}

impl Office {
    fn person_at(&self, number: &str) -> Answer<PersonId> {
        let reading = Number::read(number, self.number_day())
            .map_err(|fault| Denied::Refused(Refusal::Number(fault)))?;
        self.book
            .person_of(reading.number)?
            .ok_or(Denied::Refused(Refusal::NotFound))
    }

    /// Registrations, attendance and answers of the city.
    fn fill(&mut self, people: &[PersonId]) -> Answer<()> {
        let year = self.today().year();
        let others: Vec<PersonId> = people.iter().skip(4).copied().collect();
        // A full batch with people waiting, and one with a single seat left.
        self.seat(&format!("MAP-01/{year}-1"), others.iter().take(8))?;
        self.seat(&format!("SIM-01/{year}-1"), others.iter().skip(8).take(7))?;
        self.seat(&format!("PDP-01/{year}-1"), others.iter().skip(3).take(20))?;
        self.seat(&format!("KPM-01/{year}-1"), others.iter().skip(12).take(5))?;
        // Today's batch: some have come.
        let here: Vec<PersonId> = others
            .iter()
            .skip(15)
            .take(12)
            .chain(people.iter().take(1))
            .copied()
            .collect();
        self.seat(TODAY, here.iter())?;
        self.attend(TODAY, here.iter().take(3), 1)?;
        // Over: both demo employees were there and have not answered yet.
        let few: Vec<PersonId> = people
            .iter()
            .take(2)
            .chain(others.iter().take(6))
            .copied()
            .collect();
        self.seat(FEW, few.iter())?;
        self.attend(FEW, few.iter(), 2)?;
        self.answer_as(FEW, few.iter().skip(2).take(4))?;
        let many: Vec<PersonId> = others.iter().skip(6).take(16).copied().collect();
        self.seat(MANY, many.iter())?;
        self.attend(MANY, many.iter(), 2)?;
        self.answer_as(MANY, many.iter().take(12))?;
        for code in [FEW, MANY] {
            let stage = BatchStage {
                stage: Stage::Finished.number(),
            };
            self.commit(&[Draft::new(Subject::Batch(BatchId::of_code(code)), stage)])?;
        }
        // What the first employee brought from elsewhere.
        let Some(first) = people.first() else {
            return Ok(());
        };
        let day = self.today().plus(-90);
        let body = Elsewhere {
            from: day.plus(-1).0,
            to: day.0,
            credit: 12,
            form: Some("pelatihan_teknis".to_owned()),
        };
        let blob = ElsewhereBlob {
            title: "Penyusunan Modul Ajar".to_owned(),
            organiser: Some("BPSDM Provinsi".to_owned()),
            certificate: None,
        };
        self.commit(&[Draft::new(Subject::Person(*first), body).with_blob(&blob)])
    }

    /// Registers people and gives them the seats there are; the rest wait.
    fn seat<'a>(&mut self, code: &str, people: impl Iterator<Item = &'a PersonId>) -> Answer<()> {
        let batch = BatchId::of_code(code);
        let head = self.head(batch)?;
        let direct = head.batch().is_some_and(Self::is_direct);
        let capacity = head.minted.count();
        let mut drafts = Vec::new();
        for (person, ticket) in people.zip(1..) {
            let (subject, person) = (Subject::Batch(batch), Name(person.0));
            drafts.push(Draft::new(
                subject,
                Request {
                    person,
                    attempt: 1,
                    unsure: None,
                },
            ));
            if direct && ticket <= capacity {
                drafts.push(Draft::new(
                    subject,
                    Confirm {
                        person,
                        attempt: 1,
                        ticket,
                    },
                ));
            }
        }
        self.commit(&drafts)
    }

    fn attend<'a>(
        &mut self,
        code: &str,
        people: impl Iterator<Item = &'a PersonId>,
        meetings: u16,
    ) -> Answer<()> {
        let subject = Subject::Batch(BatchId::of_code(code));
        let drafts: Vec<Draft> = people
            .flat_map(|person| {
                let mark = |meeting| {
                    Draft::new(
                        subject,
                        Present {
                            person: Name(person.0),
                            attempt: 1,
                            meeting,
                            unsure: None,
                        },
                    )
                };
                (1..=meetings).map(mark)
            })
            .collect();
        self.commit(&drafts)
    }

    fn answer_as<'a>(&mut self, code: &str, people: impl Iterator<Item = &'a PersonId>) -> Answer<()> {
        let batch = BatchId::of_code(code);
        for (person, mood) in people.zip(0..) {
            let sheet = sheet(self.form(batch)?, mood).ok_or(Denied::Refused(Refusal::SurveyIncomplete))?;
            self.submit_survey(*person, batch, &sheet)?;
        }
        Ok(())
    }
}

/// Answers that fit a form: mostly good, some less so.
fn sheet(form: Form, mood: usize) -> Option<AnswerSheet> {
    const TEXTS: [&str; 4] = [
        "Contoh kasusnya dekat dengan pekerjaan kami.",
        "Waktu praktik perlu ditambah.",
        "Modul sebaiknya dibagikan sebelum pelatihan.",
        "Ruangan agak panas setelah siang.",
    ];
    let count = form.len();
    let mut draft = Answers::new(form);
    for place in 0..count {
        let turn = mood * 7 + place * 3;
        let answer = match &draft.form().question(place)?.ask {
            Ask::Scale { scale, .. } => {
                let most = scale.points.len();
                let at = match scale.meaning {
                    Meaning::MiddleIsBest => most / 2,
                    _ => most
                        .saturating_sub(1 + usize::from(turn % 5 < 2) + usize::from(turn.is_multiple_of(11))),
                };
                Given::Scale(scale.points.get(at)?.value)
            }
            Ask::Text { .. } => Given::Text(Text::read(TEXTS.get(turn % TEXTS.len())?, 500).ok()?),
            Ask::Choice { .. } => Given::Choice(0),
            Ask::Multi { .. } => Given::Multi([0].into()),
            Ask::Number { min, .. } => Given::Number(*min),
        };
        draft.set(place, answer).ok()?;
    }
    draft.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_demo_can_be_one_and_no_two_are_the_same() {
        let today = Day::of(2026, 11, 23).unwrap().date();
        let mut numbers: Vec<String> = PEOPLE
            .iter()
            .enumerate()
            .map(|(at, (_, _, employment, _))| number_of(at, employment))
            .collect();
        for number in &numbers {
            assert!(Number::read(number, today).is_ok(), "{number}");
        }
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), PEOPLE.len());
    }

    #[test]
    fn batches_begin_on_mondays_after_this_week() {
        let today = Day::of(2026, 11, 23).unwrap(); // a Monday
        assert_eq!(monday(today, 1), Day::of(2026, 11, 30).unwrap());
        assert_eq!(
            monday(Day::of(2026, 11, 29).unwrap(), 1),
            Day::of(2026, 11, 30).unwrap()
        );
    }
}

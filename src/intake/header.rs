//! Which column is which: headers as personnel systems, spreadsheets and people write them.

mod aliases;
#[cfg(test)]
mod tests;

use aliases::Alias;

use super::fault::Missing;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Offices (OPD).
    Units,
    /// Trainings.
    Courses,
    /// People with a number.
    People,
    /// Runs of a training.
    Batches,
    /// Registrations, or trainings of the past.
    Registrations,
}

impl Kind {
    /// All kinds, in the order in which they have to be imported.
    pub const ALL: [Self; 5] = [
        Self::Units,
        Self::Courses,
        Self::People,
        Self::Batches,
        Self::Registrations,
    ];

    /// The word on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Courses => "courses",
            Self::People => "people",
            Self::Batches => "batches",
            Self::Registrations => "registrations",
        }
    }

    /// The names under which a TOML file keeps such an array of tables.
    pub(super) const fn toml_names(self) -> &'static [&'static str] {
        match self {
            Self::Units => &["unit", "units", "opd"],
            Self::Courses => &["course", "courses", "pelatihan"],
            Self::People => &["person", "people", "pegawai"],
            Self::Batches => &["batch", "batches", "angkatan"],
            Self::Registrations => &["registration", "registrations", "pendaftaran", "riwayat"],
        }
    }

    /// What a file must have: of each group, at least one column.
    const fn needs(self) -> &'static [&'static [Column]] {
        use Column as C;
        match self {
            Self::Units => &[&[C::Code], &[C::Name]],
            Self::Courses => &[
                &[C::Code],
                &[C::Title],
                &[C::Jp],
                &[C::Competence, C::Form],
                &[C::Mode, C::Form],
            ],
            Self::People => &[&[C::Number], &[C::Name], &[C::Unit]],
            Self::Batches => &[
                &[C::Code, C::Label],
                &[C::Course],
                &[C::Start, C::Phases],
                &[C::Place],
            ],
            Self::Registrations => &[&[C::Number], &[C::Batch, C::Title]],
        }
    }

    /// What a file must have besides, where it has none of the columns named first.
    const fn needs_without(self) -> Option<(Column, &'static [Column])> {
        match self {
            Self::Registrations => Some((Column::Batch, &[Column::End, Column::Start, Column::Year])),
            _ => None,
        }
    }
}

/// Makes the enumeration of columns with its count and names.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $word:literal;)+) => {
        /// A column by its meaning, whatever its header says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column { $($(#[$doc])* $name),+ }

        impl Column {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name that this program itself writes over the column.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

columns! {
    /// The code of a unit, course or batch.
    Code "kode";
    /// The name of a unit or person.
    Name "nama";
    /// The kind of a unit.
    UnitKind "jenis";
    /// How a unit is connected.
    Link "jaringan";
    /// The title of a training.
    Title "judul";
    /// What a training is about.
    Description "uraian";
    /// What participants can do afterwards.
    Outcomes "capaian";
    /// The kind of competence.
    Competence "kompetensi";
    /// The code in the managerial dictionary.
    Dictionary "kode_kompetensi";
    /// The form of training.
    Form "bentuk";
    /// The id of the kind of training in SIASN.
    Siasn "jenis_diklat_id";
    /// How a training is held.
    Mode "metode";
    /// Days.
    Days "hari";
    /// Credit hours.
    Jp "jp";
    /// What kind of partner holds it.
    PartnerType "jenis_mitra";
    /// The partner.
    Partner "mitra";
    /// Seats.
    Quota "kuota";
    /// The fewest participants.
    MinQuota "kuota_minimal";
    /// Rupiah a participant.
    Cost "biaya";
    /// Employments a training is open to.
    OpenTo "terbuka_untuk";
    /// Units a training is meant for.
    TargetUnits "unit_sasaran";
    /// Trainings to have completed before.
    Prerequisites "prasyarat";
    /// Words to be found by.
    Tags "kata_kunci";
    /// NIP, NI PPPK or NIK.
    Number "nip";
    /// The unit of a person.
    Unit "unit_kerja";
    /// The post.
    Position "jabatan";
    /// Pangkat and golongan.
    Rank "golongan";
    /// How a person is employed.
    Employment "jenis_pegawai";
    /// The last day of a contract.
    ContractEnd "akhir_kontrak";
    /// Roles of a person here.
    Roles "peran";
    /// The training of a batch, by its code.
    Course "kode_pelatihan";
    /// The number or name of a batch within its training.
    Label "angkatan";
    /// The town or site.
    Place "lokasi";
    /// The room or address.
    Room "ruang";
    /// The first day.
    Start "tanggal_mulai";
    /// The last day.
    End "tanggal_selesai";
    /// The parts of a batch, where it has several.
    Phases "tahap";
    /// When registration opens.
    Opens "buka";
    /// When registration closes.
    Closes "tutup";
    /// How people get a seat.
    Admission "penerimaan";
    /// Who teaches what.
    Facilitators "fasilitator";
    /// The batch of a registration, by its code.
    Batch "kode_angkatan";
    /// Where a registration stands.
    Status "status";
    /// When it was made.
    Created "dibuat";
    /// When it last changed.
    Updated "diubah";
    /// Who held a training of the past.
    Organiser "penyelenggara";
    /// The number of a certificate.
    Certificate "nomor_sertifikat";
    /// The year of a training of the past.
    Year "tahun";
}

/// The columns of a file.
#[derive(Clone, Debug)]
pub struct Header {
    names: Vec<String>,
    /// The source column of each [`Column`], by its place in [`Column::ALL`].
    sources: Vec<Option<usize>>,
    /// Further columns that may hold an identity number: a file of all staff has NIP and NIK side by side.
    more_numbers: Vec<usize>,
    unknown: Vec<usize>,
}

impl Header {
    /// Finds out which column is which. Headers are compared without case, spaces, underscores, dots and brackets.
    pub(super) fn of<S: AsRef<str>>(kind: Kind, names: &[S]) -> Self {
        let aliases = aliases::of(kind);
        let keys: Vec<String> = names.iter().map(|name| key(name.as_ref())).collect();
        let mut sources = vec![None; Column::ALL.len()];
        let mut more_numbers = Vec::new();
        let mut taken = vec![false; keys.len()];
        for Alias { column, strong, weak } in aliases {
            let find = |words: &[&str]| -> Vec<usize> {
                words
                    .iter()
                    .filter_map(|word| keys.iter().position(|key| key == word))
                    .collect()
            };
            let mut found = find(strong);
            if found.is_empty() {
                found = find(weak);
            }
            let mut found = found.into_iter();
            let Some(first) = found.next() else { continue };
            if let Some(source) = sources.get_mut(*column as usize) {
                *source = Some(first);
            }
            if *column == Column::Number {
                more_numbers.extend(found);
            }
        }
        for source in sources.iter().flatten().chain(&more_numbers) {
            if let Some(taken) = taken.get_mut(*source) {
                *taken = true;
            }
        }
        let unknown = keys.iter().zip(&taken).enumerate();
        let unknown = unknown
            .filter(|(_, (key, taken))| !**taken && !key.is_empty() && !aliases::is_passed_over(kind, key))
            .map(|(at, _)| at)
            .collect();
        let names = names.iter().map(|name| name.as_ref().trim().to_owned()).collect();
        Self {
            names,
            sources,
            more_numbers,
            unknown,
        }
    }

    /// The headers as the file has them.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Where a column stands, from 0.
    pub fn source(&self, column: Column) -> Option<usize> {
        self.sources.get(column as usize).copied().flatten()
    }

    /// Whether the file has the column.
    pub fn has(&self, column: Column) -> bool {
        self.source(column).is_some()
    }

    /// The further columns of identity numbers.
    pub(super) fn more_numbers(&self) -> &[usize] {
        &self.more_numbers
    }

    /// The headers that are not known and whose columns are not read.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.unknown
            .iter()
            .filter_map(|&at| self.names.get(at))
            .map(String::as_str)
    }

    /// How many columns were recognised.
    pub(super) fn recognised(&self) -> usize {
        self.sources.iter().flatten().count()
    }

    /// What the file lacks, with the spellings that would be understood.
    pub(super) fn missing(&self, kind: Kind) -> Vec<Missing> {
        let lacks = |group: &[Column]| group.iter().all(|&column| !self.has(column));
        let mut missing: Vec<&[Column]> = kind
            .needs()
            .iter()
            .copied()
            .filter(|group| lacks(group))
            .collect();
        if let Some((first, group)) = kind.needs_without()
            && !self.has(first)
            && lacks(group)
        {
            missing.push(group);
        }
        missing
            .into_iter()
            .map(|group| Missing {
                column: group.first().copied(),
                accepted: spellings(kind, group),
            })
            .collect()
    }
}

/// The spellings that are understood for any of these columns.
fn spellings(kind: Kind, group: &[Column]) -> Vec<&'static str> {
    let aliases = aliases::of(kind)
        .iter()
        .filter(|alias| group.contains(&alias.column));
    aliases
        .flat_map(|alias| alias.strong.iter().chain(alias.weak))
        .copied()
        .collect()
}

/// A header as it is compared: letters and digits only, lower case, nothing of what stands in brackets.
pub(super) fn key(name: &str) -> String {
    let name = name.split(['(', '[']).next().unwrap_or(name);
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

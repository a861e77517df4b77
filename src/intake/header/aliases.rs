//! The spellings of headers, by what a file holds.
//!
//! Sources: the exports of SIASN (`namaKursus`, `jumlahJam` ...), S20JP of BPS, local SIMPEG tables, the alumni files of
//! training centres (`namadiklat`, `tglmulai`, `jml_jam`), and the names that this program and its data sets use.
//! Written as they are compared, see [`super::key`]: `jml_jam`, `Jml. Jam` and `JML JAM` are all `jmljam`.

use super::{Column as C, Kind};

/// The spellings of one column, the surest first.
pub(super) struct Alias {
    pub(super) column: C,
    /// These mean the column wherever they stand.
    pub(super) strong: &'static [&'static str],
    /// These are taken only where none of the others is there: they often mean something else.
    pub(super) weak: &'static [&'static str],
}

const fn sure(column: C, strong: &'static [&'static str]) -> Alias {
    Alias {
        column,
        strong,
        weak: &[],
    }
}

const fn also(column: C, strong: &'static [&'static str], weak: &'static [&'static str]) -> Alias {
    Alias { column, strong, weak }
}

pub(super) const fn of(kind: Kind) -> &'static [Alias] {
    match kind {
        Kind::Units => UNITS,
        Kind::Courses => COURSES,
        Kind::People => PEOPLE,
        Kind::Batches => BATCHES,
        Kind::Registrations => REGISTRATIONS,
    }
}

/// Columns that are passed over without a word: row counters, ids of the other system, and notes. A note may hold
/// what is nobody's business here (health, family), so it is not read at all.
pub(super) fn is_passed_over(kind: Kind, key: &str) -> bool {
    let common = ["no", "nourut", "nomorurut", "note", "notes", "catatan", "seq"];
    let own: &[&str] = match kind {
        Kind::Units => &["headcount", "kiosks", "distancekm", "parent", "induk"],
        Kind::Courses => &["followupmonths"],
        Kind::People => &[
            "email",
            "nohp",
            "telepon",
            "tanggallahir",
            "jeniskelamin",
            "niplama",
        ],
        Kind::Batches => &[],
        Kind::Registrations => &[
            "enrolmentid",
            "id",
            "site",
            "nama",
            "namapegawai",
            "instansiid",
            "pnsorangid",
            "lokasiid",
            "path",
            "jenisdiklatid",
            "jeniskursussertipikat",
        ],
    };
    common.contains(&key) || own.contains(&key)
}

const UNITS: &[Alias] = &[
    also(
        C::Code,
        &[
            "kode",
            "code",
            "kodeunit",
            "kodeopd",
            "kodeunitkerja",
            "unitcode",
            "unitid",
            "singkatan",
        ],
        &["id"],
    ),
    also(
        C::Name,
        &["nama", "name", "namaunit", "namaopd", "namaunitkerja", "unitname"],
        &["opd", "unitkerja", "perangkatdaerah", "unit"],
    ),
    sure(C::UnitKind, &["jenis", "kind", "jenisunit", "tipe", "type"]),
    sure(C::Link, &["jaringan", "link", "koneksi", "internet"]),
];

const COURSES: &[Alias] = &[
    also(
        C::Code,
        &[
            "kode",
            "code",
            "courseid",
            "kodepelatihan",
            "kodediklat",
            "kodekursus",
            "coursecode",
        ],
        &["id"],
    ),
    also(
        C::Title,
        &[
            "judul",
            "title",
            "namapelatihan",
            "namakursus",
            "namadiklat",
            "judulpelatihan",
            "pelatihan",
        ],
        &["nama", "name", "diklat", "kursus"],
    ),
    sure(
        C::Description,
        &["uraian", "description", "deskripsi", "ringkasan"],
    ),
    sure(C::Outcomes, &["capaian", "outcomes", "hasilbelajar", "tujuan"]),
    also(
        C::Competence,
        &["kompetensi", "competence", "jeniskompetensi"],
        &["category", "kategori", "rumpun"],
    ),
    sure(C::Dictionary, &["kodekompetensi", "manajerial", "dictionarycode"]),
    sure(
        C::Form,
        &[
            "bentuk",
            "form",
            "bentukpelatihan",
            "jenispengembangan",
            "bentukpengembangan",
        ],
    ),
    sure(C::Siasn, &["jenisdiklatid", "siasn", "siasnid"]),
    sure(
        C::Mode,
        &["metode", "mode", "moda", "metodepelatihan", "carapelaksanaan"],
    ),
    sure(C::Days, &["hari", "days", "jumlahhari", "lamahari", "jmlhari"]),
    also(
        C::Jp,
        &[
            "jp",
            "hours",
            "jumlahjam",
            "jmljam",
            "jumlahjp",
            "totaljp",
            "jampelajaran",
            "jamlat",
        ],
        &["jam"],
    ),
    sure(C::PartnerType, &["jenismitra", "partnertype", "tipemitra"]),
    also(
        C::Partner,
        &["mitra", "partner"],
        &["penyelenggara", "institusipenyelenggara", "lembaga"],
    ),
    sure(
        C::Quota,
        &[
            "kuota",
            "quota",
            "kursi",
            "kapasitas",
            "capacity",
            "jumlahpeserta",
        ],
    ),
    sure(
        C::MinQuota,
        &["kuotaminimal", "minquota", "kuotamin", "pesertaminimal"],
    ),
    sure(
        C::Cost,
        &["biaya", "cost", "biayaperpeserta", "kontribusi", "harga"],
    ),
    sure(C::OpenTo, &["terbukauntuk", "opento", "sasaran", "peserta"]),
    sure(C::TargetUnits, &["unitsasaran", "targetunits", "opdsasaran"]),
    sure(C::Prerequisites, &["prasyarat", "prerequisites", "syarat"]),
    sure(C::Tags, &["katakunci", "tags", "label"]),
];

/// Spellings of an identity number: in a file with several, each row's first that is not empty counts.
const NUMBERS: &[&str] = &[
    "nip",
    "nipbaru",
    "nipnippppk",
    "nipnipppk",
    "nomorindukpegawai",
    "nippegawai",
    "nippppk",
    "nipppk",
    "nomorindukpppk",
    "nik",
    "nomorindukkependudukan",
    "noktp",
];

const PEOPLE: &[Alias] = &[
    also(
        C::Number,
        NUMBERS,
        &["nomor", "number", "nomoridentitas", "noidentitas"],
    ),
    sure(
        C::Name,
        &[
            "nama",
            "name",
            "namalengkap",
            "namapegawai",
            "fullname",
            "namagelar",
        ],
    ),
    also(
        C::Unit,
        &[
            "unitkerja",
            "unit",
            "kodeunit",
            "opd",
            "namaopd",
            "perangkatdaerah",
            "namaunit",
            "unitorganisasi",
            "unor",
        ],
        &["instansi", "satker", "satuankerja"],
    ),
    sure(C::Position, &["jabatan", "position", "namajabatan", "posisi"]),
    sure(
        C::Rank,
        &[
            "golongan",
            "rank",
            "gol",
            "pangkat",
            "golru",
            "golonganruang",
            "pangkatgolongan",
            "pangkatgol",
        ],
    ),
    also(
        C::Employment,
        &[
            "jenispegawai",
            "employment",
            "statuskepegawaian",
            "statuspegawai",
            "jenisasn",
            "type",
            "tipe",
        ],
        &["status", "jenis"],
    ),
    sure(
        C::ContractEnd,
        &[
            "akhirkontrak",
            "contractend",
            "kontrakberakhir",
            "tmtakhirkontrak",
            "selesaikontrak",
        ],
    ),
    sure(C::Roles, &["peran", "role", "roles"]),
];

const BATCHES: &[Alias] = &[
    also(
        C::Code,
        &[
            "kodeangkatan",
            "sessionid",
            "batchid",
            "kodebatch",
            "kodesesi",
            "batchcode",
        ],
        &["kode", "code", "id"],
    ),
    also(
        C::Course,
        &[
            "kodepelatihan",
            "courseid",
            "kodediklat",
            "kodekursus",
            "coursecode",
        ],
        &["pelatihan", "course", "diklat"],
    ),
    sure(C::Label, &["angkatan", "batch", "gelombang", "angkatanke"]),
    sure(C::Place, &["lokasi", "site", "tempat", "place", "kota"]),
    sure(
        C::Room,
        &["ruang", "room", "alamat", "gedung", "ruangan", "kelas"],
    ),
    also(
        C::Start,
        &[
            "tanggalmulai",
            "startdate",
            "tglmulai",
            "start",
            "tanggalkursus",
            "from",
        ],
        &["mulai", "tanggal"],
    ),
    also(
        C::End,
        &[
            "tanggalselesai",
            "enddate",
            "tglselesai",
            "end",
            "tanggalselesaikursus",
            "tanggalakhir",
            "to",
        ],
        &["selesai"],
    ),
    sure(C::Phases, &["tahap", "phases", "jadwal", "tahapan"]),
    sure(
        C::Quota,
        &[
            "kuota",
            "quota",
            "kursi",
            "kapasitas",
            "capacity",
            "seats",
            "jumlahpeserta",
        ],
    ),
    sure(
        C::Opens,
        &[
            "buka",
            "opensat",
            "pendaftarandibuka",
            "bukapendaftaran",
            "tanggalbuka",
        ],
    ),
    sure(
        C::Closes,
        &[
            "tutup",
            "closesat",
            "pendaftaranditutup",
            "tutuppendaftaran",
            "tanggaltutup",
        ],
    ),
    sure(C::Admission, &["penerimaan", "admission", "carapenerimaan"]),
    sure(
        C::Facilitators,
        &[
            "fasilitator",
            "facilitators",
            "facilitator",
            "pengajar",
            "widyaiswara",
            "narasumber",
        ],
    ),
    sure(C::Mode, &["metode", "mode", "moda"]),
];

const REGISTRATIONS: &[Alias] = &[
    also(C::Number, NUMBERS, &["nomor", "number"]),
    also(
        C::Batch,
        &[
            "kodeangkatan",
            "sessionid",
            "batchid",
            "batchcode",
            "kodebatch",
            "kodesesi",
        ],
        &["batch", "angkatan"],
    ),
    also(
        C::Title,
        &[
            "namakursus",
            "namadiklat",
            "namapelatihan",
            "namakegiatan",
            "judul",
            "title",
            "judulpelatihan",
            "latihanstruktural",
        ],
        &["pelatihan", "kursus", "diklat", "kegiatan"],
    ),
    sure(C::Status, &["status", "state", "statuspendaftaran"]),
    sure(
        C::Created,
        &["dibuat", "createdat", "tanggaldaftar", "tgldaftar", "waktudaftar"],
    ),
    sure(C::Updated, &["diubah", "updatedat"]),
    sure(
        C::Organiser,
        &[
            "penyelenggara",
            "institusipenyelenggara",
            "organiser",
            "organizer",
            "lembaga",
        ],
    ),
    also(
        C::Start,
        &[
            "tanggalmulai",
            "tanggalkursus",
            "tglmulai",
            "startdate",
            "tanggal",
        ],
        &["mulai"],
    ),
    also(
        C::End,
        &["tanggalselesai", "tanggalselesaikursus", "tglselesai", "enddate"],
        &["selesai", "tglsttp"],
    ),
    sure(C::Year, &["tahun", "tahunkursus", "year"]),
    also(
        C::Jp,
        &[
            "jp",
            "jumlahjam",
            "jmljam",
            "hours",
            "totaljp",
            "jumlahjp",
            "jampelajaran",
        ],
        &["jam", "bobot"],
    ),
    sure(
        C::Certificate,
        &[
            "nomorsertipikat",
            "nomorsertifikat",
            "nosttp",
            "nomorsttpp",
            "nosertifikat",
            "certificate",
            "sertifikat",
        ],
    ),
    also(
        C::Form,
        &["jenispengembangan", "bentuk", "form", "bentukpengembangan"],
        &["jenis", "jeniskursus", "jenisdiklat"],
    ),
];

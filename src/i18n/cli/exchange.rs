//! The sentences of the commands that exchange with other offices, and of those on somebody's data.

/// The sentences.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    // about
    pub yes: &'static str,
    pub no: &'static str,
    pub name: &'static str,
    pub number: &'static str,
    pub post: &'static str,
    pub rank: &'static str,
    pub unit: &'static str,
    pub roles: &'static str,
    pub pin: &'static str,
    pub surveys: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    yes: "ada",
    no: "tidak ada",
    name: "Nama",
    number: "Nomor",
    post: "Jabatan",
    rank: "Golongan",
    unit: "Unit kerja",
    roles: "Peran",
    pin: "PIN",
    surveys: "Jawaban survei tidak termasuk: siapa yang menjawab apa tidak diketahui siapa pun.",
};

/// English.
pub const EN: Texts = Texts {
    yes: "set",
    no: "not set",
    name: "Name",
    number: "Number",
    post: "Post",
    rank: "Rank",
    unit: "Unit",
    roles: "Roles",
    pin: "PIN",
    surveys: "Answers to surveys are not included: nobody knows who answered what.",
};

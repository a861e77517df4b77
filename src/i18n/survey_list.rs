//! Sentences of: the surveys that wait for this person.

/// The sentences of this screen.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub title: &'static str,
    pub heading: &'static str,
    pub none: &'static str,
    pub none_why: &'static str,
    pub begun: &'static str,
    pub help_open: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    title: "Survei pelatihan",
    heading: "Survei yang menunggu Anda",
    none: "Tidak ada survei yang menunggu Anda.",
    none_why: "Survei dibuka setelah pelatihan selesai, bagi peserta yang hadir.",
    begun: "sudah dimulai",
    help_open: "isi survei bernomor itu",
};

/// English.
pub const EN: Texts = Texts {
    title: "Training surveys",
    heading: "Surveys waiting for you",
    none: "No survey is waiting for you.",
    none_why: "A survey opens after the training, for those who came.",
    begun: "begun",
    help_open: "answer the survey of that number",
};

//! The sentences of `survey`.

/// The sentences.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    pub sheet: fn(&str, &str) -> String,
    pub sheet_next: &'static str,
    pub words_prompt: &'static str,
    pub confirmed: fn(&str) -> String,
    pub respondents: fn(u32, u32) -> String,
    pub left_out: fn(u32) -> String,
    pub no_custodian: &'static str,
    pub custodian_there: &'static str,
    pub other_custodian: &'static str,
    pub nothing_came: &'static str,
    pub too_few: fn(u32) -> String,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    sheet: |path, print| format!("Lembar penjaga survei: {path}\nSidik kuncinya: {print}"),
    sheet_next: "Cetak dua lembar, serahkan kepada penjaga survei, lalu buktikan: balai survey custodian --confirm",
    words_prompt: "Ketik 24 kata dari lembar penjaga survei, lalu Enter:",
    confirmed: |print| {
        format!(
            "Lembar terbukti terbaca; berkasnya sudah dihapus dari komputer ini. Kunci {print} berlaku di setiap kantor \
             setelah bundel berikutnya."
        )
    },
    respondents: |people, offices| format!("{people} responden dari {offices} kantor"),
    left_out: |boxes| format!("{boxes} kiriman tidak dihitung; lihat hal untuk diperiksa."),
    no_custodian: "Belum ada penjaga survei. Angkat dahulu: balai survey custodian",
    custodian_there: "Penjaga survei sudah ada. Untuk menggantinya: balai survey custodian --replace",
    other_custodian: "Ini bukan kata-kata penjaga survei organisasi ini. Baca dari lembar penjaga survei.",
    nothing_came: "Belum ada jawaban survei ini. Jawaban datang bersama bundel setelah masa isinya habis.",
    too_few: |needed| {
        format!("Jawaban yang datang belum {needed}. Hasil ditampilkan mulai {needed} responden.")
    },
};

/// English.
pub const EN: Texts = Texts {
    sheet: |path, print| format!("Survey custodian's sheet: {path}\nFingerprint of its key: {print}"),
    sheet_next: "Print two, give them to the survey custodian, then prove that it reads well: balai survey custodian --confirm",
    words_prompt: "Type the 24 words of the survey custodian's sheet, then Enter:",
    confirmed: |print| {
        format!(
            "The sheet reads well; its file was wiped from this computer. Key {print} holds at every office once the next \
             bundle is there."
        )
    },
    respondents: |people, offices| format!("{people} respondents from {offices} office(s)"),
    left_out: |boxes| format!("{boxes} deliveries are not counted; see what to look at."),
    no_custodian: "There is no survey custodian yet. First name one: balai survey custodian",
    custodian_there: "There is a survey custodian. To name another: balai survey custodian --replace",
    other_custodian: "These are not the words of this organisation's survey custodian. Read them from the custodian's sheet.",
    nothing_came: "No answers to this survey have come. They come with bundles once the time to answer is over.",
    too_few: |needed| {
        format!("Fewer than {needed} answers have come. Results are shown from {needed} respondents on.")
    },
};

//! Sentences of the search box over a list.

/// The sentences of the search box.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is read where it is shown")]
pub struct Texts {
    pub label: &'static str,
    pub empty: &'static str,
    pub hint_search: &'static str,
    pub help_search: &'static str,
    pub hint_to_list: &'static str,
    pub help_to_list: &'static str,
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    label: "Cari:",
    empty: "ketik huruf",
    hint_search: "Cari",
    help_search: "mulai mencari",
    hint_to_list: "Ke daftar",
    help_to_list: "dari kotak cari ke daftar",
};

/// English.
pub const EN: Texts = Texts {
    label: "Search:",
    empty: "type letters",
    hint_search: "Search",
    help_search: "begin a search",
    hint_to_list: "To the list",
    help_to_list: "from the search box to the list",
};

//! The sentences of the commands that exchange with other offices, and of those on somebody's data.

/// The sentences.
#[expect(missing_docs, reason = "each field is read where it is said")]
#[derive(Debug)]
pub struct Texts {
    // about
    pub yes: &'static str,
    pub no: &'static str,
    /// What a field of the object is called.
    pub about: fn(&str) -> Option<&'static str>,
    pub surveys: &'static str,

    // bundle export
    pub written: fn(&str, &str) -> String,
    pub written_bytes: fn(&str) -> String,
    pub may_pull: &'static str,

    // bundle import, salvage
    pub read: fn(&str, &str) -> String,
    pub would_read: fn(&str, &str) -> String,
    pub salvaged: fn(&str, &str) -> String,
    pub joined: fn(&str) -> String,
    pub changed: fn(&str, &str, &str, &str) -> String,
    pub returned_asked: fn(&str) -> String,
    pub no_bundles: &'static str,
    pub read_before: fn(&str) -> String,
    pub for_others: fn(&str) -> String,
    pub stepped_over: fn(&str, &str) -> String,
    pub looked_into: fn(&str, &str) -> String,
    pub invitation: fn(&str) -> String,

    // bundle inspect
    pub bundle: &'static str,
    pub purpose: &'static str,
    pub from: &'static str,
    pub recipients: &'static str,
    pub part: &'static str,
    pub size: &'static str,
    pub purpose_exchange: &'static str,
    pub purpose_join: &'static str,
    pub purpose_other: &'static str,
    pub sealed_for_others: &'static str,

    // seats
    pub seats_of: fn(&str, &str, &str) -> String,
    pub share: fn(&str, &str, &str) -> String,
    pub share_recalled: fn(&str) -> String,
    pub share_low: &'static str,
    pub share_proposed: fn(&str) -> String,
    pub share_gives: fn(&str) -> String,
    pub share_asks: fn(&str, &str) -> String,
    pub share_reserve: fn(&str) -> String,
    pub share_nothing: &'static str,
    pub shared: fn(&str, &str) -> String,
    pub share_closed: &'static str,
    pub share_own: &'static str,
    pub seats_moved: fn(&str) -> String,
    pub seats_recalled: fn(&str, &str) -> String,
    pub seats_travel: &'static str,
    pub capacity: fn(&str, u32, u32) -> String,
    pub seats_made: fn(&str) -> String,
    pub seats_taken_out: fn(&str) -> String,
    pub seats_asked_back: fn(&str) -> String,
    pub seats_beyond: fn(&str) -> String,
    pub seats_idle: fn(&str) -> String,
    pub seats_unseen: fn(&str) -> String,
    pub seats_would_be_unseen: fn(&str) -> String,
    pub seats_lost: fn(&str) -> String,
    pub seats_would_be_lost: fn(&str) -> String,
    pub say_force: &'static str,
    pub force_unsaid: &'static str,
    pub nothing_done: &'static str,
    pub take_unsaid: &'static str,

    // erase
    pub erase_unsaid: &'static str,
    pub erased: fn(&str, &str) -> String,
    pub reach: fn(&str, &str, &str) -> String,
    pub reach_waiting: fn(&str) -> String,
    pub reach_closed: fn(&str) -> String,
    pub papers_burned: fn(&str) -> String,
    pub sheet_cut: fn(&str) -> String,

    // sync
    pub standing: fn(&str) -> &'static str,
    pub last_in: &'static str,
    pub last_out: &'static str,
    pub never: &'static str,
    pub silent: fn(&str, &str) -> String,
    pub no_network: &'static str,
    pub net_address: &'static str,
    pub net_insecure: &'static str,
    pub net_refused: &'static str,
    pub net_unreachable: &'static str,
    pub net_full: &'static str,
    pub net_no_mailbox: &'static str,
    pub net_other: fn(&str) -> String,
}

fn about_id(key: &str) -> Option<&'static str> {
    Some(match key {
        "person" => "Orang",
        "numbers" => "Nomor",
        "number" => "nomor",
        "name" => "Nama",
        "position" => "Jabatan",
        "rank" => "Golongan",
        "unit" => "Unit kerja",
        "employment" => "Jenis pegawai",
        "contract_end" => "Akhir kontrak",
        "recorded" => "Tercatat",
        "roles" => "Peran",
        "pin" => "PIN ada",
        "activation" => "Kode aktivasi ada",
        "wrong_tries" => "PIN keliru",
        "records" => "Catatan diri",
        "registrations" => "Pendaftaran",
        "elsewhere" => "Pelatihan di tempat lain",
        "facilitates" => "Daftar fasilitator",
        "matters" => "Hal untuk diperiksa",
        "changes" => "Perubahan kursi",
        "papers" => "Berkas cetak",
        "operations" => "Catatan buku besar",
        "at" => "waktu",
        "operation" => "catatan",
        "code" => "kode",
        "batch" => "angkatan",
        "title" => "judul",
        "attempt" => "ke",
        "state" => "keadaan",
        "asked" => "diminta",
        "seat" => "kursi",
        "place" => "antre",
        "cancelled" => "batal karena",
        "came" => "hadir",
        "credit" => "JP",
        "answered" => "menjawab survei",
        "meeting" => "sesi",
        "organiser" => "penyelenggara",
        "certificate" => "sertifikat",
        "from" => "dari",
        "to" => "sampai",
        "subject" => "materi",
        "what" => "isi",
        "part" => "peran di dalamnya",
        "kind" => "jenis",
        "office" => "kantor",
        "log" => "buku besar",
        "detail" => "keterangan",
        "found" => "ditemukan",
        "seen" => "sudah dilihat",
        "message" => "artinya",
        "seats" => "banyak kursi",
        "bundle" => "bundel",
        _ => return None,
    })
}

/// Bahasa Indonesia.
pub const ID: Texts = Texts {
    yes: "ya",
    no: "tidak",
    about: about_id,
    surveys: "Jawaban survei tidak termasuk: siapa yang menjawab apa tidak diketahui siapa pun.",

    written: |to, carries| format!("Bundel untuk {to}: {carries}."),
    written_bytes: |bytes| format!("{bytes} byte, sudah dibaca ulang dan dicocokkan."),
    may_pull: "Stik boleh dicabut.",
    read: |from, news| format!("Dari {from}: {news}."),
    would_read: |from, news| {
        format!("Dari {from}, bila dibaca, paling sedikit: {news}. Belum ada yang ditulis.")
    },
    salvaged: |from, news| {
        format!("Dari {from}, bagian yang masih baik: {news}. Minta bundel baru untuk sisanya.")
    },
    joined: |office| format!("{office} diterima dalam organisasi."),
    changed: |who, how, batch, why| format!("{who} {how} di {batch}: {why}."),
    returned_asked: |count| format!("{count} kursi dikembalikan karena diminta pusat."),
    no_bundles: "Tidak ada bundel baru untuk kantor ini.",
    read_before: |count| format!("{count} bundel sudah pernah dibaca; dilewati."),
    for_others: |count| format!("{count} bundel untuk kantor lain; biarkan di stik."),
    stepped_over: |name, why| format!("{name} dilewati: {why}."),
    looked_into: |name, why| format!("{name} tetap dilihat isinya: {why}."),
    invitation: |name| format!("{name} adalah undangan: untuk kantor yang bergabung dengannya (balai join)."),

    bundle: "Bundel",
    purpose: "Isi",
    from: "Dari",
    recipients: "Untuk kunci",
    part: "Bagian",
    size: "Byte",
    purpose_exchange: "pertukaran data",
    purpose_join: "permintaan bergabung",
    purpose_other: "lain",
    sealed_for_others: "Isinya tersandi untuk kantor lain; hanya kepala bundel yang dapat dibaca di sini.",

    seats_of: |tickets, capacity, waiting| format!("{tickets} kursi, kuota {capacity}, antre {waiting}"),
    share: |owned, held, free| format!("{owned} kursi, {held} terpakai, {free} kosong"),
    share_recalled: |keep| format!("diminta menyimpan {keep} saja"),
    share_low: "hampir habis",
    share_proposed: |count| format!("usulan {count}"),
    share_gives: |count| format!("diberi {count} kursi"),
    share_asks: |count, keep| format!("diminta kembali {count} kursi, menyimpan {keep} yang kosong"),
    share_reserve: |count| format!("Cadangan di pusat: {count} kursi kosong."),
    share_nothing: "Saat ini tidak ada kursi yang dapat berpindah.",
    shared: |given, asked| format!("{given} kursi diberikan, {asked} diminta kembali."),
    share_closed: "ditutup; kursinya menunggu keputusan",
    share_own: "kantor ini",
    seats_moved: |count| format!("{count} kursi berpindah."),
    seats_recalled: |log, keep| {
        format!(
            "{log} diminta menyimpan paling banyak {keep} kursi kosong; sisanya kembali dengan bundelnya."
        )
    },
    seats_travel: "Berlaku di sana setelah bundel berikutnya dibaca: balai bundle export.",
    capacity: |batch, now, then| format!("{batch}: kuota {now} menjadi {then}."),
    seats_made: |count| format!("{count} kursi dibuat."),
    seats_taken_out: |count| format!("{count} kursi kosong di pusat dihapus."),
    seats_asked_back: |count| format!("{count} kursi kosong diminta kembali dari kantor lain."),
    seats_beyond: |count| format!("{count} kursi yang melebihi kuota sudah terisi."),
    seats_idle: |count| format!("{count} kursi yang melebihi kuota diam di kantor yang ditutup."),
    seats_unseen: |count| {
        format!(
            "{count} kursi kosong di kantor lain ikut dicabut: mungkin sudah dijanjikan di sana, tanpa diketahui di sini."
        )
    },
    seats_would_be_unseen: |count| {
        format!(
            "Dengan --force {count} kursi kosong di kantor lain ikut dicabut; mungkin sudah dijanjikan di sana."
        )
    },
    seats_lost: |count| format!("{count} orang kehilangan kursi dan kini di urutan pertama daftar tunggu:"),
    seats_would_be_lost: |count| format!("{count} orang tetap memegang kursi yang melebihi kuota:"),
    say_force: "Bila ruangnya sungguh tidak cukup, ulangi dengan --force: mereka kehilangan kursinya.",
    force_unsaid: "Mencabut kursi tidak dapat dibatalkan; belum ada yang berubah. Bila yakin, ulangi dengan --force --yes.",
    nothing_done: "Belum ada yang ditulis.",
    take_unsaid: "Kantor yang ditutup mungkin sudah menjanjikan kursi yang belum diketahui di sini. Bila tetap diambil alih, ulangi dengan --yes.",

    erase_unsaid: "Semua data pribadi orang ini akan dihapus di semua kantor dan tidak dapat dikembalikan. Bila yakin, ulangi dengan --yes.",
    erased: |records, papers| format!("{records} data pribadi dan {papers} berkas cetak dihapus di sini."),
    reach: |operation, done, of| format!("Penghapusan {operation}: {done} dari {of} kantor"),
    reach_waiting: |offices| format!("Belum: {offices}."),
    reach_closed: |count| format!("{count} kantor ditutup tanpa bukti"),
    papers_burned: |count| format!("{count} berkas cetak dihapus, karena pusat menghapus data orangnya."),
    sheet_cut: |sheet| {
        format!(
            "Lihat cetak/{sheet}: bagian orang yang dihapus dipotong, bagian orang lain tetap. Musnahkan yang sudah dicetak."
        )
    },

    standing: |standing| match standing {
        "alone" => "Kantor ini berdiri sendiri; belum ada organisasi.",
        "joining" => "Menunggu bundel pertama dari pusat.",
        "open" => "Tergabung dalam organisasi.",
        "older_copy" => {
            "Data ini salinan lama: tidak mencatat apa pun sampai pusat setuju. Jalankan balai bundle export."
        }
        "other_machine" => {
            "Data ini dari komputer lain: tidak mencatat apa pun sampai pusat setuju. Jalankan balai bundle export."
        }
        _ => {
            "Buku besar kantor ini ditutup oleh pusat: tidak mencatat apa pun. Jalankan balai bundle export."
        }
    },
    last_in: "Terakhir dibaca",
    last_out: "Terakhir ditulis",
    never: "belum pernah",
    silent: |silent, open| format!("{silent} dari {open} kantor tidak terdengar 14 hari."),
    no_network: "Program ini dibuat tanpa jaringan: pasang dengan \"cargo install balai --features network\", atau pakai --folder DIR.",
    net_address: "Ini bukan alamat folder, WebDAV (https://), atau S3 (s3://). Periksa --via.",
    net_insecure: "Kata sandi akan terbaca di jalan: pakai https.",
    net_refused: "Server menolak nama dan kata sandi. Periksa BALAI_SYNC_USER dan BALAI_SYNC_SECRET.",
    net_unreachable: "Server tidak menjawab atau sambungan terputus. Ulangi: dilanjutkan dari sana.",
    net_full: "Server penuh. Hubungi pengelolanya, lalu ulangi.",
    net_no_mailbox: "Folder atau bucket itu tidak ada. Buat dahulu, lalu ulangi.",
    net_other: |said| format!("Pertukaran lewat jaringan gagal ({said}). Ulangi nanti."),
};

fn about_en(key: &str) -> Option<&'static str> {
    Some(match key {
        "person" => "Person",
        "numbers" => "Numbers",
        "number" => "number",
        "name" => "Name",
        "position" => "Post",
        "rank" => "Rank",
        "unit" => "Unit",
        "employment" => "Employment",
        "contract_end" => "Contract ends",
        "recorded" => "Recorded",
        "roles" => "Roles",
        "pin" => "PIN set",
        "activation" => "Activation code waits",
        "wrong_tries" => "Wrong PIN tries",
        "records" => "Records",
        "registrations" => "Registrations",
        "elsewhere" => "Trainings elsewhere",
        "facilitates" => "Lists of facilitators",
        "matters" => "Matters",
        "changes" => "Changes of seats",
        "papers" => "Printed papers",
        "operations" => "Operations",
        "at" => "at",
        "operation" => "operation",
        "code" => "code",
        "batch" => "batch",
        "title" => "title",
        "attempt" => "attempt",
        "state" => "state",
        "asked" => "asked",
        "seat" => "seat",
        "place" => "place",
        "cancelled" => "cancelled because",
        "came" => "came",
        "credit" => "credit",
        "answered" => "answered survey",
        "meeting" => "meeting",
        "organiser" => "organiser",
        "certificate" => "certificate",
        "from" => "from",
        "to" => "to",
        "subject" => "subject",
        "what" => "what",
        "part" => "part",
        "kind" => "kind",
        "office" => "office",
        "log" => "ledger",
        "detail" => "detail",
        "found" => "found",
        "seen" => "seen",
        "message" => "meaning",
        "seats" => "seats",
        "bundle" => "bundle",
        _ => return None,
    })
}

/// English.
pub const EN: Texts = Texts {
    yes: "yes",
    no: "no",
    about: about_en,
    surveys: "Answers to surveys are not included: nobody knows who answered what.",

    written: |to, carries| format!("Bundle for {to}: {carries}."),
    written_bytes: |bytes| format!("{bytes} bytes, read again and compared."),
    may_pull: "The stick may be pulled out.",
    read: |from, news| format!("From {from}: {news}."),
    would_read: |from, news| format!("From {from}, if read, at least: {news}. Nothing was written."),
    salvaged: |from, news| format!("From {from}, the good part: {news}. Ask for a new bundle for the rest."),
    joined: |office| format!("{office} was let into the organisation."),
    changed: |who, how, batch, why| format!("{who} {how} in {batch}: {why}."),
    returned_asked: |count| format!("Seats returned because the centre asked: {count}."),
    no_bundles: "No new bundle for this office.",
    read_before: |count| format!("Read before, passed over: {count}."),
    for_others: |count| format!("For other offices, leave them on the stick: {count}."),
    stepped_over: |name, why| format!("{name} was stepped over: {why}."),
    looked_into: |name, why| format!("{name} was looked into all the same: {why}."),
    invitation: |name| format!("{name} is an invitation: for the office that joins by it (balai join)."),

    bundle: "Bundle",
    purpose: "Purpose",
    from: "From",
    recipients: "For keys",
    part: "Part",
    size: "Bytes",
    purpose_exchange: "exchange",
    purpose_join: "request to join",
    purpose_other: "other",
    sealed_for_others: "Its content is sealed for other offices; only the header can be read here.",

    seats_of: |tickets, capacity, waiting| format!("seats {tickets}, capacity {capacity}, waiting {waiting}"),
    share: |owned, held, free| format!("owns {owned}, taken {held}, free {free}"),
    share_recalled: |keep| format!("asked to keep {keep}"),
    share_low: "nearly out",
    share_proposed: |count| format!("proposed {count}"),
    share_gives: |count| format!("gets {count}"),
    share_asks: |count, keep| format!("asked back {count}, keeps {keep} free"),
    share_reserve: |count| format!("Kept free at the centre: {count}."),
    share_nothing: "No seat can move now.",
    shared: |given, asked| format!("Seats given: {given}, asked back: {asked}."),
    share_closed: "closed; its seats wait for a decision",
    share_own: "this office",
    seats_moved: |count| format!("Seats moved: {count}."),
    seats_recalled: |log, keep| {
        format!("{log} is asked to keep at most {keep} free seats; the others come back with its bundle.")
    },
    seats_travel: "It holds there once the next bundle is read: balai bundle export.",
    capacity: |batch, now, then| format!("{batch}: capacity {now} becomes {then}."),
    seats_made: |count| format!("Seats made: {count}."),
    seats_taken_out: |count| format!("Free seats of the centre taken out: {count}."),
    seats_asked_back: |count| format!("Free seats asked back from other offices: {count}."),
    seats_beyond: |count| format!("Seats beyond the capacity that are held: {count}."),
    seats_idle: |count| format!("Seats beyond the capacity that lie idle at closed offices: {count}."),
    seats_unseen: |count| {
        format!(
            "Free seats of other offices go too: {count}. They may have been promised there, unknown here."
        )
    },
    seats_would_be_unseen: |count| {
        format!(
            "With --force, free seats of other offices go too: {count}. They may have been promised there."
        )
    },
    seats_lost: |count| format!("Lost their seat and are first on the waiting list now ({count}):"),
    seats_would_be_lost: |count| format!("Keep a seat beyond the capacity ({count}):"),
    say_force: "If the room really is too small, repeat with --force: they lose their seats.",
    force_unsaid: "Taking seats out cannot be undone; nothing has changed. If you are sure, repeat with --force --yes.",
    nothing_done: "Nothing was written.",
    take_unsaid: "The closed office may have promised seats that nobody here has seen. To take them over all the same, repeat with --yes.",

    erase_unsaid: "All personal data of this person will be destroyed at every office, for good. If you are sure, repeat with --yes.",
    erased: |records, papers| format!("Destroyed here: personal records {records}, printed files {papers}."),
    reach: |operation, done, of| format!("Erasure {operation}: {done} of {of} offices"),
    reach_waiting: |offices| format!("Not yet: {offices}."),
    reach_closed: |count| format!("closed without proof: {count}"),
    papers_burned: |count| format!("Printed files removed because the centre erased somebody: {count}."),
    sheet_cut: |sheet| {
        format!(
            "Look at cetak/{sheet}: the part of whoever was erased is cut out, that of others stays. Destroy what was printed of it."
        )
    },

    standing: |standing| match standing {
        "alone" => "This office stands alone; there is no organisation yet.",
        "joining" => "Waiting for the first bundle from the centre.",
        "open" => "Part of the organisation.",
        "older_copy" => {
            "This data is an older copy: nothing is recorded until the centre agrees. Run balai bundle export."
        }
        "other_machine" => {
            "This data is of another computer: nothing is recorded until the centre agrees. Run balai bundle export."
        }
        _ => "The centre has closed this office's ledger: nothing is recorded. Run balai bundle export.",
    },
    last_in: "Last read",
    last_out: "Last written",
    never: "never",
    silent: |silent, open| format!("Offices not heard of for 14 days: {silent} of {open}."),
    no_network: "This program was built without a network: install with \"cargo install balai --features network\", or use --folder DIR.",
    net_address: "This is no address of a folder, of WebDAV (https://) or of S3 (s3://). Check --via.",
    net_insecure: "The password would be readable on the way: use https.",
    net_refused: "The server refuses name and password. Check BALAI_SYNC_USER and BALAI_SYNC_SECRET.",
    net_unreachable: "The server does not answer, or the connection was cut. Run it again: it goes on from there.",
    net_full: "The server has no room. Tell who looks after it, then run it again.",
    net_no_mailbox: "That folder or bucket is not there. Make it, then run it again.",
    net_other: |said| format!("The exchange over the network failed ({said}). Try again later."),
};

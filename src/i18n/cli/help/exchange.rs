//! What `--help` says of the commands that exchange with other offices.

use super::{Arg, Page, arg};

/// The pages and the options.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is the command or the option of its name")]
pub struct Pages {
    pub bundle: Page,
    pub bundle_export: Page,
    pub bundle_import: Page,
    pub bundle_inspect: Page,
    pub bundle_salvage: Page,
    pub sync: Page,
    pub sync_status: Page,
    pub seats: Page,
    pub status: Page,
    pub give: Page,
    pub returning: Page,
    pub recall: Page,
    pub share: Page,
    pub capacity: Page,
    pub take: Page,
    pub erase: Page,

    pub medium: Arg,
    pub recipient: Arg,
    pub bundles: Arg,
    pub bundle_arg: Arg,
    pub salvage_arg: Arg,
    pub via: Arg,
    pub folder: Arg,
    pub to_log: Arg,
    pub seat_count: Arg,
    pub from_log: Arg,
    pub keep: Arg,
    pub seats_wanted: Arg,
    pub force: Arg,
    pub yes: Arg,
    pub erased: Arg,
    pub reach: Arg,
}

impl Pages {
    /// The page of a command by its words.
    pub fn page(&self, words: &str) -> Option<&Page> {
        Some(match words {
            "bundle" => &self.bundle,
            "bundle export" => &self.bundle_export,
            "bundle import" => &self.bundle_import,
            "bundle inspect" => &self.bundle_inspect,
            "bundle salvage" => &self.bundle_salvage,
            "sync" => &self.sync,
            "sync status" => &self.sync_status,
            "seats" => &self.seats,
            "seats status" => &self.status,
            "seats give" => &self.give,
            "seats return" => &self.returning,
            "seats recall" => &self.recall,
            "seats share" => &self.share,
            "seats capacity" => &self.capacity,
            "seats take" => &self.take,
            "erase" => &self.erase,
            _ => return None,
        })
    }

    /// The option or input of an id.
    pub fn arg(&self, id: &str) -> Option<&Arg> {
        Some(match id {
            "medium" => &self.medium,
            "recipient" => &self.recipient,
            "bundles" => &self.bundles,
            "bundle" => &self.bundle_arg,
            "salvage" => &self.salvage_arg,
            "via" => &self.via,
            "folder" => &self.folder,
            "to_log" => &self.to_log,
            "seat_count" => &self.seat_count,
            "from_log" => &self.from_log,
            "keep" => &self.keep,
            "seats_wanted" => &self.seats_wanted,
            "force" => &self.force,
            "yes" => &self.yes,
            "erased" => &self.erased,
            "reach" => &self.reach,
            _ => return None,
        })
    }
}

/// Bahasa Indonesia.
pub const ID: Pages = Pages {
    bundle: Page {
        about: "Bundel: tulis ke stik, baca dari stik, lihat isinya, selamatkan yang rusak.",
        usage: "balai bundle export|import|inspect|salvage ...",
        examples: "\
Sekali jalan, pergi dan pulang:
  balai bundle export /media/stik          di kantor: apa yang belum ada di pusat
  balai bundle import /media/stik          di pusat: semua bundel untuk pusat
  balai bundle export /media/stik          di pusat: balasan untuk semua kantor
  balai bundle import /media/stik          di kantor",
    },
    bundle_export: Page {
        about: "Tulis bundel ke stik atau folder; selesai bila sudah dibaca ulang dan boleh dicabut.",
        usage: "balai bundle export FOLDER [--to pusat|LOG|all] [--json]",
        examples: "\
Tersandi untuk penerimanya saja; stik yang hilang tidak membuka apa pun. Tidak ada berkas yang ditimpa.

Contoh:
  balai bundle export /media/stik              ke pusat; dari pusat: ke semua kantor
  balai bundle export /media/stik --to 7-1     ke satu kantor",
    },
    bundle_import: Page {
        about: "Baca bundel: berkas, atau semua yang untuk kantor ini di sebuah stik.",
        usage: "balai bundle import BERKAS|FOLDER.. [--dry-run | --salvage] [--json]",
        examples: "\
Boleh dalam urutan apa pun, dua kali, atau terlambat: hasilnya sama. Bila stik tercabut atau listrik
padam, ulangi. Yang mendahului bundel yang belum datang disimpan, dan disebut bundel mana yang kurang.
Di pusat, permintaan bergabung dengan rahasia yang benar langsung diterima.

Contoh:
  balai bundle import /media/stik --dry-run    lihat dahulu
  balai bundle import /media/stik",
    },
    bundle_inspect: Page {
        about: "Lihat bundel tanpa membacanya masuk: kepalanya untuk siapa pun, isinya bila untuk kantor ini.",
        usage: "balai bundle inspect BERKAS [--json]",
        examples: "\
Contoh:
  balai bundle inspect /media/stik/BALAI/7-1-9F3A01C2-P01.BLI
  balai bundle inspect BERKAS --json           setiap catatan; bentuknya di docs/json.md",
    },
    bundle_salvage: Page {
        about: "Ambil bagian yang masih baik dari bundel yang rusak.",
        usage: "balai bundle salvage BERKAS [--json]",
        examples: "\
Yang diambil tetap diperiksa tanda tangannya, segmen demi segmen. Minta bundel baru untuk sisanya.

Contoh:
  balai bundle salvage /media/stik/BALAI/7-1-9F3A01C2-P01.BLI",
    },
    sync: Page {
        about: "Bertukar bundel tanpa stik, lewat folder bersama atau jaringan; atau lihat keadaannya.",
        usage: "balai sync --folder DIR [--json]\nbalai sync --via ALAMAT [--json]\nbalai sync status [--json]",
        examples: "\
Membaca yang untuk kantor ini, lalu menulis yang belum ada di sana. Nama dan kata sandi server dibaca dari
BALAI_SYNC_USER dan BALAI_SYNC_SECRET.

Contoh:
  balai sync status
  balai sync --folder /srv/bersama
  balai sync --via https://awan.contoh.go.id/balai
  balai sync --via s3+https://s3.contoh.go.id/ember/balai",
    },
    sync_status: Page {
        about: "Apa yang hanya ada di terminal ini, bundel terakhir, dan hal untuk diperiksa.",
        usage: "balai sync status [--json]",
        examples: "\
Contoh:
  balai sync status",
    },
    seats: Page {
        about: "Kursi antarkantor: siapa memiliki berapa, beri, kembalikan, minta, bagi, ubah kuota.",
        usage: "balai seats status|give|return|recall|share|capacity|take ...",
        examples: "\
Kursi dimiliki satu kantor sebelum dijanjikan: tidak ada kursi yang dijual dua kali.

Contoh:
  balai seats status
  balai seats give --batch MAP-01/1 --to 7-1 --count 5
  balai seats return --batch MAP-01/1",
    },
    status: Page {
        about: "Kursi tiap angkatan, menurut kantor.",
        usage: "balai seats status [--batch KODE] [--json]",
        examples: "\
Contoh:
  balai seats status --batch MAP-01/1",
    },
    give: Page {
        about: "Beri kursi kosong kantor ini kepada kantor lain.",
        usage: "balai seats give --batch KODE --to LOG --count N [--json]",
        examples: "\
Contoh:
  balai seats give --batch MAP-01/1 --to 7-1 --count 5",
    },
    returning: Page {
        about: "Kembalikan kursi kosong kantor ini ke pusat.",
        usage: "balai seats return [--batch KODE] [--json]",
        examples: "\
Contoh:
  balai seats return                           semua angkatan
  balai seats return --batch MAP-01/1",
    },
    recall: Page {
        about: "Pusat: minta sebuah kantor mengembalikan kursi kosongnya.",
        usage: "balai seats recall --batch KODE --from LOG [--keep N] [--json]",
        examples: "\
Kursi kembali bila kantor itu membaca bundel berikutnya; yang sudah dijanjikan tidak diminta.

Contoh:
  balai seats recall --batch MAP-01/1 --from 7-1 --keep 2",
    },
    share: Page {
        about: "Pusat: bagi kursi kosong menurut permintaan yang lalu; cadangan pusat tetap.",
        usage: "balai seats share --batch KODE [--dry-run] [--json]",
        examples: "\
Kantor yang kurang diberi; kursi kosong yang berlebih di kantor lain diminta kembali.

Contoh:
  balai seats share --batch MAP-01/1 --dry-run
  balai seats share --batch MAP-01/1",
    },
    capacity: Page {
        about: "Pusat: ubah kuota; siapa yang akan kehilangan kursi disebut namanya.",
        usage: "balai seats capacity --batch KODE --seats N [--dry-run | --force [--yes]] [--json]",
        examples: "\
Tanpa --force semua yang sudah mendapat kursi tetap memegangnya; --force saja menyebut siapa yang
kehilangan kursi, baru --force --yes mencabutnya.

Contoh:
  balai seats capacity --batch MAP-01/1 --seats 25 --dry-run
  balai seats capacity --batch MAP-01/1 --seats 25",
    },
    take: Page {
        about: "Pusat: ambil alih kursi kosong dari kantor yang sudah ditutup.",
        usage: "balai seats take --batch KODE --from LOG --yes [--json]",
        examples: "\
Kantor itu mungkin sudah menjanjikan kursi yang belum diketahui di sini; karena itu manusia memutuskan.

Contoh:
  balai seats take --batch MAP-01/1 --from 7-1 --yes",
    },
    erase: Page {
        about: "Pusat: hapus semua data pribadi seseorang di semua kantor, dan lihat sampai mana.",
        usage: "balai erase NOMOR --yes [--json]\nbalai erase --status [--json]",
        examples: "\
Hak untuk dihapus: UU 27/2022, pasal 43 dan 44. Tiap kantor menghapus saat membaca bundel berikutnya dan
menolaknya untuk selamanya; rantai buku besar tetap utuh.

Contoh:
  balai about 198503122010012004               lihat dahulu apa yang ada
  balai erase 198503122010012004 --yes
  balai erase --status                         41 dari 43 kantor",
    },
    medium: arg("FOLDER", "Stick atau folder"),
    recipient: arg(
        "KEPADA",
        "pusat, all, atau buku besar sebuah kantor seperti 7-1. Bawaan: pusat; dari pusat: all",
    ),
    bundles: arg("BERKAS|FOLDER", "Bundel, atau stik/folder yang memuatnya"),
    bundle_arg: arg("BERKAS", "Berkas bundel"),
    salvage_arg: arg("", "Ambil bagian yang masih baik dari yang rusak"),
    via: arg("ALAMAT", "Folder, https:// (WebDAV), s3:// atau s3+https://"),
    folder: arg("DIR", "Folder bersama sebagai pengganti stik"),
    to_log: arg("LOG", "Kantor yang menerima, seperti 7-1"),
    seat_count: arg("N", "Berapa kursi"),
    from_log: arg("LOG", "Kantor yang memilikinya, seperti 7-1"),
    keep: arg("N", "Kursi kosong yang boleh disimpan; bawaan: 0"),
    seats_wanted: arg("N", "Kuota yang baru"),
    force: arg("", "Cabut kursi dari yang disebut namanya"),
    yes: arg("", "Sungguh; ini tidak dapat dikembalikan"),
    erased: arg("NOMOR", "NIP, NI PPPK, atau NIK"),
    reach: arg("", "Tampilkan sampai mana setiap penghapusan"),
};

/// English.
pub const EN: Pages = Pages {
    bundle: Page {
        about: "Bundles: write to a stick, read from one, look inside, save a damaged one.",
        usage: "balai bundle export|import|inspect|salvage ...",
        examples: "\
There and back once:
  balai bundle export /media/stick         at an office: what the centre lacks
  balai bundle import /media/stick         at the centre: every bundle for it
  balai bundle export /media/stick         at the centre: the answer for every office
  balai bundle import /media/stick         at the office",
    },
    bundle_export: Page {
        about: "Write a bundle to a stick or folder; done when it was read again and the stick may go.",
        usage: "balai bundle export FOLDER [--to pusat|LOG|all] [--json]",
        examples: "\
It is sealed for its recipients alone; a lost stick opens nothing. No file is ever overwritten.

Examples:
  balai bundle export /media/stick             to the centre; from the centre: to every office
  balai bundle export /media/stick --to 7-1    to one office",
    },
    bundle_import: Page {
        about: "Read bundles: files, or all that are for this office on a stick.",
        usage: "balai bundle import FILE|FOLDER.. [--dry-run | --salvage] [--json]",
        examples: "\
In any order, twice, or late: the outcome is the same. If the stick is pulled or the power goes, run it
again. What came before its predecessor is kept, and the missing bundle is named. At the centre a
request to join is accepted at once where its secret is right.

Examples:
  balai bundle import /media/stick --dry-run   look first
  balai bundle import /media/stick",
    },
    bundle_inspect: Page {
        about: "Look at a bundle without taking it in: the header for anybody, all of it where it is for us.",
        usage: "balai bundle inspect FILE [--json]",
        examples: "\
Examples:
  balai bundle inspect /media/stick/BALAI/7-1-9F3A01C2-P01.BLI
  balai bundle inspect FILE --json             every operation; its shape is in docs/json.md",
    },
    bundle_salvage: Page {
        about: "Take in the good part of a damaged bundle.",
        usage: "balai bundle salvage FILE [--json]",
        examples: "\
What is taken still proves its signature, segment by segment. Ask for a new bundle for the rest.

Examples:
  balai bundle salvage /media/stick/BALAI/7-1-9F3A01C2-P01.BLI",
    },
    sync: Page {
        about: "Exchange bundles without a stick, by a shared folder or a network; or see how it stands.",
        usage: "balai sync --folder DIR [--json]\nbalai sync --via URL [--json]\nbalai sync status [--json]",
        examples: "\
Reads what is for this office, then writes what the others lack. The server's name and password are read
from BALAI_SYNC_USER and BALAI_SYNC_SECRET.

Examples:
  balai sync status
  balai sync --folder /srv/shared
  balai sync --via https://cloud.example.go.id/balai
  balai sync --via s3+https://s3.example.go.id/bucket/balai",
    },
    sync_status: Page {
        about: "What exists only at this terminal, the last bundles, and what to look at.",
        usage: "balai sync status [--json]",
        examples: "\
Examples:
  balai sync status",
    },
    seats: Page {
        about: "Seats over the offices: who owns how many; give, return, recall, share, change capacity.",
        usage: "balai seats status|give|return|recall|share|capacity|take ...",
        examples: "\
A seat is owned by one office before it is promised: none is ever sold twice.

Examples:
  balai seats status
  balai seats give --batch MAP-01/1 --to 7-1 --count 5
  balai seats return --batch MAP-01/1",
    },
    status: Page {
        about: "The seats of each batch, by office.",
        usage: "balai seats status [--batch CODE] [--json]",
        examples: "\
Examples:
  balai seats status --batch MAP-01/1",
    },
    give: Page {
        about: "Give free seats of this office to another one.",
        usage: "balai seats give --batch CODE --to LOG --count N [--json]",
        examples: "\
Examples:
  balai seats give --batch MAP-01/1 --to 7-1 --count 5",
    },
    returning: Page {
        about: "Return this office's free seats to the centre.",
        usage: "balai seats return [--batch CODE] [--json]",
        examples: "\
Examples:
  balai seats return                           all batches
  balai seats return --batch MAP-01/1",
    },
    recall: Page {
        about: "Centre: ask an office for its free seats.",
        usage: "balai seats recall --batch CODE --from LOG [--keep N] [--json]",
        examples: "\
They come back when that office reads its next bundle; what is promised is not asked for.

Examples:
  balai seats recall --batch MAP-01/1 --from 7-1 --keep 2",
    },
    share: Page {
        about: "Centre: share free seats by past demand; the reserve stays.",
        usage: "balai seats share --batch CODE [--dry-run] [--json]",
        examples: "\
Offices that lack seats get them; free seats that others have beyond their part are asked back.

Examples:
  balai seats share --batch MAP-01/1 --dry-run
  balai seats share --batch MAP-01/1",
    },
    capacity: Page {
        about: "Centre: change the capacity; who would lose a seat is named.",
        usage: "balai seats capacity --batch CODE --seats N [--dry-run | --force [--yes]] [--json]",
        examples: "\
Without --force everybody who has a seat keeps it; --force alone names who would lose one, and only
--force --yes takes them.

Examples:
  balai seats capacity --batch MAP-01/1 --seats 25 --dry-run
  balai seats capacity --batch MAP-01/1 --seats 25",
    },
    take: Page {
        about: "Centre: take over the free seats of an office that was closed.",
        usage: "balai seats take --batch CODE --from LOG --yes [--json]",
        examples: "\
It may have promised seats that nobody here has seen; that is why a human decides.

Examples:
  balai seats take --batch MAP-01/1 --from 7-1 --yes",
    },
    erase: Page {
        about: "Centre: destroy all of somebody's personal data at every office, and see how far it got.",
        usage: "balai erase NUMBER --yes [--json]\nbalai erase --status [--json]",
        examples: "\
The right to erasure: UU 27/2022, articles 43 and 44. Each office destroys it on reading its next bundle
and refuses it for ever; the chains of the ledgers stay whole.

Examples:
  balai about 198503122010012004               see first what is held
  balai erase 198503122010012004 --yes
  balai erase --status                         41 of 43 offices",
    },
    medium: arg("FOLDER", "Stick or folder"),
    recipient: arg(
        "WHOM",
        "pusat (the centre), all, or an office's ledger such as 7-1. Default: the centre; from the centre: all",
    ),
    bundles: arg("FILE|FOLDER", "A bundle, or a stick or folder with bundles"),
    bundle_arg: arg("FILE", "The bundle's file"),
    salvage_arg: arg("", "Take the good part of what is damaged"),
    via: arg("URL", "A folder, https:// (WebDAV), s3:// or s3+https://"),
    folder: arg("DIR", "A shared folder in place of a stick"),
    to_log: arg("LOG", "The office that gets them, such as 7-1"),
    seat_count: arg("N", "How many seats"),
    from_log: arg("LOG", "The office that owns them, such as 7-1"),
    keep: arg("N", "Free seats it may keep; 0 by default"),
    seats_wanted: arg("N", "The new capacity"),
    force: arg("", "Take the seats of those who are named"),
    yes: arg("", "Really; this cannot be undone"),
    erased: arg("NUMBER", "NIP, NI PPPK or NIK"),
    reach: arg("", "Show how far each erasure got"),
};

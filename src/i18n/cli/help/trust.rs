//! What `--help` says of the commands by which offices come to trust each other.

use super::{Arg, Page, arg};

/// The pages and the options.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is the command or the option of its name")]
pub struct Pages {
    pub hub: Page,
    pub found: Page,
    pub invite: Page,
    pub accept: Page,
    pub close: Page,
    pub nodes: Page,
    pub recover: Page,
    pub join: Page,

    pub organisation: Arg,
    pub confirm_sheet: Arg,
    pub units: Arg,
    pub duties: Arg,
    pub no_secret: Arg,
    pub to: Arg,
    pub request: Arg,
    pub fingerprint: Arg,
    pub node: Arg,
    pub close_reason: Arg,
    pub known: Arg,
    pub invitation: Arg,
    pub again: Arg,
    pub centre: Arg,
}

impl Pages {
    /// The page of a command by its word.
    pub fn page(&self, command: &str) -> Option<&Page> {
        Some(match command {
            "hub" => &self.hub,
            "found" => &self.found,
            "invite" => &self.invite,
            "accept" => &self.accept,
            "close" => &self.close,
            "nodes" => &self.nodes,
            "recover" => &self.recover,
            "join" => &self.join,
            _ => return None,
        })
    }

    /// The option or input of an id.
    pub fn arg(&self, id: &str) -> Option<&Arg> {
        Some(match id {
            "organisation" => &self.organisation,
            "confirm_sheet" => &self.confirm_sheet,
            "units" => &self.units,
            "duties" => &self.duties,
            "no_secret" => &self.no_secret,
            "to" => &self.to,
            "request" => &self.request,
            "fingerprint" => &self.fingerprint,
            "node" => &self.node,
            "close_reason" => &self.close_reason,
            "known" => &self.known,
            "invitation" => &self.invitation,
            "again" => &self.again,
            "centre" => &self.centre,
            _ => return None,
        })
    }
}

/// Bahasa Indonesia.
pub const ID: Pages = Pages {
    hub: Page {
        about: "Pusat: dirikan organisasi, undang kantor, terima, tutup, lihat, pulihkan.",
        usage: "balai hub found|invite|accept|close|nodes|recover ...",
        examples: "\
Urutannya:
  balai hub found --name \"BKPSDM Kota Selaras\"     kunci organisasi, dicetak sekali
  balai hub found --confirm                        bukti bahwa lembarnya terbaca
  balai hub invite --office \"Dinas Kesehatan\"      berkas undangan dan rahasia di kertas
  balai hub accept PERMINTAAN-2-1.BLI              bila kantor itu kembali dengan permintaannya",
    },
    found: Page {
        about: "Dirikan organisasi: kunci dengan 24 kata di lembar pemulihan; kantor ini menjadi pusat.",
        usage: "balai hub found --name NAMA [--json]\nbalai hub found --confirm [--json]",
        examples: "\
24 kata itu satu-satunya cara mengganti komputer pusat yang hilang. Lembarnya ditulis ke cetak/ untuk dicetak;
--confirm menanyakan tiga kata, lalu menghapus berkas dan kunci rahasia dari komputer ini.",
    },
    invite: Page {
        about: "Undang sebuah kantor: berkas untuk dibawa, dan rahasia sekali pakai untuk ditulis di kertas.",
        usage: "balai hub invite --office NAMA [--units KODE,..] [--duties ..] [--no-secret] [--to DIR]",
        examples: "\
Berkas dan rahasia disampaikan terpisah: siapa yang hanya punya salah satunya tidak dapat bergabung. Dengan
--no-secret, sidik kedua pihak dicocokkan lewat telepon. Undangan berlaku 30 hari, satu kali.

Contoh:
  balai hub invite --office \"Dinas Kesehatan\" --units DINKES --to /media/stik",
    },
    accept: Page {
        about: "Terima permintaan bergabung, atau permintaan melanjutkan sesudah data dipulihkan.",
        usage: "balai hub accept BERKAS [--fingerprint \"24 ANGKA\"] [--json]",
        examples: "\
Permintaan dengan rahasia yang benar langsung diterima, satu kali. Yang lain: telepon kantor itu lewat nomor
yang sudah dikenal, minta sidiknya dibacakan, dan ketik apa yang didengar.

Contoh:
  balai hub accept /media/stik/PERMINTAAN-7-1.BLI
  balai hub accept /media/stik/PERMINTAAN-7-2.BLI --fingerprint \"1234 5678 9012 3456 7890 1234\"",
    },
    close: Page {
        about: "Tutup buku besar sebuah simpul pada catatan terakhir yang dikenal pusat.",
        usage: "balai hub close SIMPUL --reason hilang|berhenti|bercabang [--json]",
        examples: "\
Catatan sesudahnya tidak dihitung di mana pun; bundel tidak lagi disandikan untuknya. Kursinya diam sampai
diputuskan orang.

Contoh:
  balai hub close 7-1 --reason hilang",
    },
    nodes: Page {
        about: "Tampilkan simpul organisasi: yang diundang, meminta, terbuka, bercabang, ditutup.",
        usage: "balai hub nodes [--json]",
        examples: "\
Contoh:
  balai hub nodes",
    },
    recover: Page {
        about: "Pulihkan pusat di komputer baru dari lembar pemulihan.",
        usage: "balai hub recover --known BERKAS [--data DIR] [--json]",
        examples: "\
Perlu 24 kata (ditanyakan) dan satu berkas yang mengenal pusat lama: berkas \"org\" dari folder data sebuah
kios, atau undangan lama. Folder data harus kosong. Kursi untuk angkatan lama dibekukan sampai semua kantor
mengenal pusat yang baru.

Contoh:
  balai hub recover --known /media/stik/org --data /var/lib/balai",
    },
    join: Page {
        about: "Bergabung dengan organisasi dari sebuah undangan; kantor ini menjadi kiosnya.",
        usage: "balai join UNDANGAN [--fingerprint \"24 ANGKA\"] [--to DIR]\nbalai join --again [--to DIR]\nbalai join --centre BERKAS",
        examples: "\
Rahasia di kertas ditanyakan. Tanpa rahasia, ketik sidik organisasi yang dibacakan pusat lewat telepon. Bawa
berkas permintaan yang ditulis ke pusat.
--again: data ini salinan lama atau komputernya diganti; minta melanjutkan dengan buku besar baru.
--centre: kenali pusat yang dipulihkan, dari berkas \"org\"-nya.

Contoh:
  balai join /media/stik/UNDANGAN-7.BLI --to /media/stik
  balai join --again --to /media/stik",
    },
    organisation: arg("NAMA", "Nama organisasi"),
    confirm_sheet: arg("", "Buktikan lembar yang tercetak: tiga kata ditanyakan"),
    units: arg(
        "KODE,..",
        "Unit yang pegawainya boleh dikenal kantor itu. Bawaan: semua",
    ),
    duties: arg("TUGAS,..", "daftar, hadir, survei. Bawaan: ketiganya"),
    no_secret: arg("", "Tanpa rahasia: sidik dicocokkan lewat telepon"),
    to: arg("DIR", "Stik atau folder tujuan berkas. Bawaan: folder ini"),
    request: arg("BERKAS", "Permintaan dari kantor itu"),
    fingerprint: arg("ANGKA", "24 angka sidik seperti dibacakan lewat telepon"),
    node: arg("SIMPUL", "Buku besar simpul itu, seperti 7-1"),
    close_reason: arg("ALASAN", "hilang (atau dicuri), berhenti, bercabang"),
    known: arg(
        "BERKAS",
        "Berkas yang mengenal pusat lama: \"org\" sebuah kios, atau undangan",
    ),
    invitation: arg("UNDANGAN", "Berkas undangan dari pusat"),
    again: arg("", "Minta melanjutkan dengan buku besar baru"),
    centre: arg("BERKAS", "Berkas \"org\" dari pusat yang dipulihkan"),
};

/// English.
pub const EN: Pages = Pages {
    hub: Page {
        about: "The centre: found the organisation, invite offices, let them in, close, list, recover.",
        usage: "balai hub found|invite|accept|close|nodes|recover ...",
        examples: "\
In this order:
  balai hub found --name \"BKPSDM Kota Selaras\"     the organisation's key, printed once
  balai hub found --confirm                        proof that the sheet reads well
  balai hub invite --office \"Dinas Kesehatan\"      a file, and a secret on paper
  balai hub accept PERMINTAAN-2-1.BLI              when that office comes back with its request",
    },
    found: Page {
        about: "Found the organisation: a key of 24 words on a recovery sheet; this office becomes its centre.",
        usage: "balai hub found --name NAME [--json]\nbalai hub found --confirm [--json]",
        examples: "\
The 24 words are the only way to replace a centre that is lost. The sheet is written to cetak/ to be printed;
--confirm asks for three words, then wipes the file and the secret key from this computer.",
    },
    invite: Page {
        about: "Invite an office: a file to be carried, and a one-time secret to be written on paper.",
        usage: "balai hub invite --office NAME [--units CODE,..] [--duties ..] [--no-secret] [--to DIR]",
        examples: "\
File and secret go different ways: whoever has only one of them cannot join. With --no-secret both sides
compare fingerprints by telephone. An invitation is good for 30 days, once.

Examples:
  balai hub invite --office \"Dinas Kesehatan\" --units DINKES --to /media/stick",
    },
    accept: Page {
        about: "Let in an office that asks to join, or one that goes on after its data was restored.",
        usage: "balai hub accept FILE [--fingerprint \"24 DIGITS\"] [--json]",
        examples: "\
A request with the right secret is let in at once, and once. Others: call that office by a number you know
already, let them read out their fingerprint, and type what you hear.

Examples:
  balai hub accept /media/stick/PERMINTAAN-7-1.BLI
  balai hub accept /media/stick/PERMINTAAN-7-2.BLI --fingerprint \"1234 5678 9012 3456 7890 1234\"",
    },
    close: Page {
        about: "End a node's ledger at the last operation that the centre knows.",
        usage: "balai hub close NODE --reason hilang|berhenti|bercabang [--json]",
        examples: "\
What comes after does not count anywhere; bundles are no longer encrypted to it. Its seats lie idle until
somebody decides.

Examples:
  balai hub close 7-1 --reason hilang",
    },
    nodes: Page {
        about: "List the organisation's nodes: invited, asking, open, forked, closed.",
        usage: "balai hub nodes [--json]",
        examples: "\
Examples:
  balai hub nodes",
    },
    recover: Page {
        about: "Make the centre again on a new computer from the recovery sheet.",
        usage: "balai hub recover --known FILE [--data DIR] [--json]",
        examples: "\
It takes the 24 words (they are asked for) and a file that knows the former centre: the file \"org\" in a
kiosk's data folder, or an old invitation. The data folder must be empty. Seats of batches of before are
frozen until every office knows the new centre.

Examples:
  balai hub recover --known /media/stick/org --data /var/lib/balai",
    },
    join: Page {
        about: "Join an organisation by an invitation; this office becomes a kiosk of it.",
        usage: "balai join INVITATION [--fingerprint \"24 DIGITS\"] [--to DIR]\nbalai join --again [--to DIR]\nbalai join --centre FILE",
        examples: "\
The secret on the paper is asked for. Without one, type the organisation's fingerprint as the centre reads it
out over the telephone. Carry the request that is written to the centre.
--again: the data is an older copy or the computer was replaced; ask to go on with a new ledger.
--centre: learn of a centre that was made again, from its file \"org\".

Examples:
  balai join /media/stick/UNDANGAN-7.BLI --to /media/stick
  balai join --again --to /media/stick",
    },
    organisation: arg("NAME", "The organisation's name"),
    confirm_sheet: arg("", "Prove the printed sheet: three words are asked for"),
    units: arg("CODE,..", "Units whose people that office may know. Default: all"),
    duties: arg(
        "DUTY,..",
        "daftar (register), hadir (attendance), survei (surveys). Default: all three",
    ),
    no_secret: arg("", "Without a secret: fingerprints are compared by telephone"),
    to: arg("DIR", "Stick or folder for the file. Default: this folder"),
    request: arg("FILE", "The office's request"),
    fingerprint: arg("DIGITS", "The 24 digits as they were read out over the telephone"),
    node: arg("NODE", "The node's ledger, such as 7-1"),
    close_reason: arg(
        "REASON",
        "hilang (lost or stolen), berhenti (given up), bercabang (forked)",
    ),
    known: arg(
        "FILE",
        "A file that knows the former centre: a kiosk's \"org\", or an invitation",
    ),
    invitation: arg("INVITATION", "The invitation's file, from the centre"),
    again: arg("", "Ask to go on with a new ledger"),
    centre: arg("FILE", "The file \"org\" of a centre that was made again"),
};

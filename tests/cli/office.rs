//! A small office in a folder of its own, and the program run on it.

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

pub const ANA: &str = "198503122010012004";
pub const BUDI: &str = "199003142015031001";
pub const CICI: &str = "198811052023212003";

const UNITS: &str =
    "kode,nama,jenis,jaringan\nBKPSDM,Badan Kepegawaian,badan,daring\nDISDIK,Dinas Pendidikan,dinas,luring\n";
const COURSES: &str = "kode,judul,kompetensi,bentuk,metode,hari,jp,jenis_mitra,mitra,kuota\n\
MAP-01,Penyusunan Anggaran,teknis,pelatihan_teknis,tatap_muka,2,16,internal,,30\n\
SIM-01,Sistem Informasi,teknis,pelatihan_teknis,tatap_muka,2,16,internal,,30\n";
const PEOPLE: &str = "nip,nama,unit,jenis_pegawai\n198503122010012004,Ana Lestari,BKPSDM,pns\n\
199003142015031001,Budi Santoso,DISDIK,pns\n198811052023212003,Cici Amelia,DISDIK,pppk\n";
const BATCHES: &str = "kode_angkatan,kode_pelatihan,lokasi,ruang,tanggal_mulai,tanggal_selesai,kuota,tutup\n\
MAP-01/1,MAP-01,Bandung,R. Anggrek,2099-01-05,2099-01-06,1,\n\
SIM-01/1,SIM-01,Bandung,,2099-01-06,2099-01-07,10,\n\
TUTUP/1,SIM-01,Bandung,,2099-02-06,2099-02-07,10,2020-01-01\n";

/// What a run left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {} {}", self.out, self.err))
    }
}

fn plain() -> Command {
    let mut command = Command::new(cargo_bin("balai"));
    command
        .env_remove("BALAI_DATA")
        .env_remove("COLUMNS")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null());
    command
}

/// Runs the program on no office.
pub fn run_plain(words: &[&str]) -> Ran {
    Ran::of(plain().args(words).output().unwrap())
}

/// Runs of 16 digits or more in a text: what a person's number looks like.
pub fn digits_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() >= 16)
        .map(str::to_owned)
        .collect()
}

/// The largest file in a folder and those below.
pub fn largest_file(dir: &Path) -> PathBuf {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((fs::metadata(&path).unwrap().len(), path));
            }
        }
    }
    found.into_iter().max().unwrap().1
}

/// An office.
pub struct Office {
    dir: TempDir,
}

impl Office {
    /// A folder with the files to import and no office yet.
    pub fn empty() -> Self {
        let office = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        for (name, text) in [
            ("units", UNITS),
            ("courses", COURSES),
            ("people", PEOPLE),
            ("batches", BATCHES),
        ] {
            office.file(&format!("{name}.csv"), text);
        }
        office
    }

    /// Three people, two trainings; MAP-01/1 has one seat, SIM-01/1 shares a day with it, TUTUP/1 is closed.
    pub fn filled() -> Self {
        let office = Self::empty();
        office.ok(&["init", "--office", "BKPSDM Uji"]);
        for (kind, file) in office.files() {
            office.ok(&["import", kind, &file]);
        }
        office
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn files(&self) -> [(&'static str, String); 4] {
        ["units", "courses", "people", "batches"].map(|kind| {
            let path = self.dir.path().join(format!("{kind}.csv"));
            (kind, path.to_str().unwrap().to_owned())
        })
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = plain();
        command
            .args(words)
            .env("BALAI_DATA", self.data())
            .env("XDG_STATE_HOME", self.dir.path().join("state"));
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        Ran::of(self.command(words).output().unwrap())
    }

    /// Runs what has to succeed.
    pub fn ok(&self, words: &[&str]) -> Ran {
        let ran = self.run(words);
        assert_eq!(ran.code, 0, "{words:?}: {}{}", ran.out, ran.err);
        ran
    }

    pub fn feed(&self, words: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

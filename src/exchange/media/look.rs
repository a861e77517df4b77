//! What is on a stick: bundles by their content, and what was stepped over.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::real::shown;
use super::{Fault, HOME, Kind, MAGIC, MOST_BYTES, Name, Stick, name};
use crate::state::sync::{Medium, OddKind, Oddity};

/// Names that are read of one stick at most.
pub const MOST_NAMES: usize = 200_000;
/// Files whose beginning is read at most.
pub const MOST_CANDIDATES: usize = 1_000;
/// Folders that are entered at most.
pub const MOST_FOLDERS: usize = 64;
/// Oddities that are named at most.
pub const MOST_ODDITIES: usize = 100;

/// Endings of programs that sticks are infected with.
const PROGRAMS: &[&str] = &[
    "exe", "scr", "com", "pif", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "ps1", "msi",
];

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Files that begin as a bundle does, by path. Nothing of them is proven.
    pub bundles: Vec<Seen>,
    /// What was stepped over, by kind and name.
    pub oddities: Vec<Oddity>,
}

/// A file that begins as a bundle does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The file, from the stick's root.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
}

impl Look {
    /// The card of a stick, without the lines of its bundles: those need the exchange's books.
    pub fn card(&self, stick: &dyn Stick, label: &str) -> Medium {
        Medium {
            path: stick.place().to_path_buf(),
            label: label.to_owned(),
            free: stick.free().ok().flatten(),
            writable: stick.writable(),
            bundles: Vec::new(),
            oddities: self.oddities.clone(),
        }
    }
}

/// Looks through the root, the folder `BALAI`, and folders in which a virus hides what was there. Bundles are known
/// by their first eight bytes, whatever their name. Reads at most the first bytes of [`MOST_CANDIDATES`] files (those
/// that bear a bundle's name or lie in `BALAI` before others), and opens nothing but regular files.
pub fn look(stick: &dyn Stick) -> Result<Look, Fault> {
    let mut walk = Walk::default();
    let root = Folder {
        path: PathBuf::new(),
        home: false,
        depth: 0,
    };
    walk.enter(stick, &root)?;
    // A list that grows while it is walked.
    let mut at = 0;
    while let Some(folder) = walk.folders.get(at).cloned() {
        match walk.enter(stick, &folder) {
            Err(Fault::Pulled) => return Err(Fault::Pulled),
            // A broken folder does not keep the others from being read.
            _ => at += 1,
        }
    }
    walk.open(stick)
}

/// A folder to look into.
#[derive(Clone)]
struct Folder {
    path: PathBuf,
    /// Whether it is `BALAI`.
    home: bool,
    /// Steps below the root.
    depth: u8,
}

#[derive(Default)]
struct Walk {
    folders: Vec<Folder>,
    names: usize,
    /// Files that bear a bundle's name or lie in `BALAI`.
    likely: Vec<Candidate>,
    /// All others.
    others: Vec<Candidate>,
    oddities: BTreeSet<(OddKind, String)>,
}

/// A file whose beginning is to be read.
struct Candidate {
    path: PathBuf,
    ending: Ending,
    home: bool,
}

/// What the end of a file's name makes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Bundle,
    Unfinished,
    Another,
}

impl Walk {
    fn odd(&mut self, kind: OddKind, name: &OsStr) {
        if self.oddities.len() < MOST_ODDITIES {
            let name = shown(name);
            // A name of blanks would be no name on the screen.
            let blank = !name.is_empty() && name.trim().is_empty();
            self.oddities
                .insert((kind, if blank { format!("\"{name}\"") } else { name }));
        }
    }

    /// Sorts the names of a folder.
    fn enter(&mut self, stick: &dyn Stick, folder: &Folder) -> Result<(), Fault> {
        let left = MOST_NAMES.saturating_sub(self.names);
        let mut names = stick
            .list(&folder.path, left.saturating_add(1))
            .map_err(|error| Fault::of(&error))?;
        if names.len() > left {
            self.odd(OddKind::TooMany, folder.path.as_os_str());
            names.truncate(left);
        }
        self.names = self.names.saturating_add(names.len());
        let shortcuts: BTreeSet<String> = names.iter().filter_map(|found| shortcut(&found.name)).collect();
        for found in names {
            let twin = shortcuts.contains(&found.name.to_string_lossy().to_lowercase());
            if twin && found.kind != Kind::Other {
                self.odd(OddKind::Hidden, &found.name);
            }
            match found.kind {
                Kind::Other => self.odd(OddKind::NotAFile, &found.name),
                Kind::Dir => self.folder(folder, &found.name, twin),
                Kind::File => self.file(folder, &found),
            }
        }
        Ok(())
    }

    fn folder(&mut self, above: &Folder, name: &OsStr, twin: bool) {
        let home = name.eq_ignore_ascii_case(HOME);
        let hides = above.depth == 0 && is_blank(name);
        if hides {
            self.odd(OddKind::Hidden, name);
        }
        let wanted = !above.home && (home || above.depth == 0 && (hides || twin));
        if wanted && self.folders.len() < MOST_FOLDERS {
            let path = above.path.join(name);
            let depth = above.depth.saturating_add(1);
            self.folders.push(Folder { path, home, depth });
        } else if wanted {
            self.odd(OddKind::TooMany, name);
        }
    }

    fn file(&mut self, folder: &Folder, found: &Name) {
        let ending = Path::new(&found.name)
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let ending = ending.as_deref().unwrap_or("");
        let stem = Path::new(&found.name).file_stem().unwrap_or(&found.name);
        if ending == "lnk" {
            self.odd(OddKind::Shortcut, &found.name);
        } else if stem.eq_ignore_ascii_case("autorun") && matches!(ending, "inf" | "ini") {
            self.odd(OddKind::Autorun, &found.name);
        } else if PROGRAMS.contains(&ending) {
            self.odd(OddKind::Program, &found.name);
        } else {
            let ending = match ending {
                _ if ending.eq_ignore_ascii_case(name::ENDING) => Ending::Bundle,
                _ if ending.eq_ignore_ascii_case(name::UNFINISHED) => Ending::Unfinished,
                _ => Ending::Another,
            };
            let home = folder.home;
            let list = if home || ending == Ending::Bundle {
                &mut self.likely
            } else {
                &mut self.others
            };
            if list.len() < MOST_CANDIDATES {
                let path = folder.path.join(&found.name);
                list.push(Candidate { path, ending, home });
            } else {
                self.odd(OddKind::TooMany, folder.path.as_os_str());
            }
        }
    }

    /// Reads the beginnings.
    fn open(mut self, stick: &dyn Stick) -> Result<Look, Fault> {
        let mut candidates = std::mem::take(&mut self.likely);
        candidates.append(&mut self.others);
        if candidates.len() > MOST_CANDIDATES {
            candidates.truncate(MOST_CANDIDATES);
            self.odd(OddKind::TooMany, OsStr::new(""));
        }
        let mut bundles = Vec::new();
        for candidate in candidates {
            let name = candidate.path.file_name().unwrap_or_default();
            let bytes = match beginning(stick, &candidate.path) {
                Err(Fault::Pulled) => return Err(Fault::Pulled),
                Err(_) => None,
                Ok(found) => found,
            };
            match (candidate.ending, bytes) {
                (Ending::Unfinished, bytes) if candidate.home || bytes.is_some() => {
                    self.odd(OddKind::Unfinished, name);
                }
                (Ending::Bundle, None) => self.odd(OddKind::NoBundle, name),
                (Ending::Bundle | Ending::Another, Some(bytes)) => {
                    let path = candidate.path;
                    bundles.push(Seen { path, bytes });
                }
                _ => {}
            }
        }
        bundles.sort();
        let oddities = self
            .oddities
            .into_iter()
            .map(|(kind, name)| Oddity { name, kind })
            .collect();
        Ok(Look { bundles, oddities })
    }
}

/// The length of a file that begins as a bundle does and is not too long for one.
fn beginning(stick: &dyn Stick, path: &Path) -> Result<Option<u64>, Fault> {
    let of = |error: std::io::Error| Fault::of(&error);
    let (kind, bytes) = stick.kind(path).map_err(of)?;
    let least = u64::try_from(MAGIC.len()).unwrap_or(u64::MAX);
    if kind != Kind::File || bytes < least || bytes > MOST_BYTES {
        return Ok(None);
    }
    let mut magic = [0; MAGIC.len()];
    match stick.open(path).map_err(of)?.read_exact(&mut magic) {
        // Shorter than it said.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        read => read.map_err(of).map(|()| (magic == MAGIC).then_some(bytes)),
    }
}

/// What a shortcut's name stands in for, in lower case: `Foto.lnk` for `foto`.
fn shortcut(name: &OsStr) -> Option<String> {
    let text = name.to_string_lossy().to_lowercase();
    text.strip_suffix(".lnk").map(str::to_owned)
}

/// Whether a name shows nothing: blanks, `_`, invisible characters. Viruses move what was on a stick into such a folder.
fn is_blank(name: &OsStr) -> bool {
    let text = name.to_string_lossy();
    !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;

//! Sticks that are mounted on this machine.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::real::shown;

/// File systems that are no medium, wherever they are mounted.
const NO_MEDIUM: &[&str] = &[
    "autofs",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fusectl",
    "hugetlbfs",
    "mqueue",
    "nsfs",
    "overlay",
    "proc",
    "pstore",
    "ramfs",
    "securityfs",
    "squashfs",
    "sysfs",
    "tmpfs",
    "tracefs",
];
/// Folders of the system itself: a machine that was started from a stick has them on it.
const SYSTEM: &[&str] = &[
    "/", "/boot", "/efi", "/etc", "/home", "/nix", "/opt", "/root", "/srv", "/tmp", "/usr", "/var",
];
/// The longest table of mounts that is read, in bytes.
const MOST_TABLE: usize = 4 * 1024 * 1024;

/// Where to look; a test gives its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The table of mounts.
    pub mounts: PathBuf,
    /// The folder of block devices.
    pub block: PathBuf,
    /// The folder of labels.
    pub labels: PathBuf,
    /// Folders under which whatever is mounted is offered.
    pub roots: Vec<PathBuf>,
}

impl Default for Places {
    fn default() -> Self {
        Self {
            mounts: "/proc/self/mounts".into(),
            block: "/sys/block".into(),
            labels: "/dev/disk/by-label".into(),
            roots: vec!["/media".into(), "/run/media".into(), "/mnt".into()],
        }
    }
}

/// A mounted stick.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where it is mounted.
    pub path: PathBuf,
    /// Its name, as the person would call it; made safe to show.
    pub label: String,
    /// Whether it is mounted to be written.
    pub writable: bool,
}

/// Sticks that are mounted: removable or USB disks, and whatever is mounted under `/media`, `/run/media` and `/mnt`,
/// in the order of their paths. A folder there that nothing is mounted on is no stick: what is written to it stays on
/// this machine. What cannot be read counts as none. Opens nothing on the sticks.
pub fn discover(places: &Places) -> Vec<Found> {
    let table = std::fs::read(&places.mounts).unwrap_or_default();
    let table = table.get(..table.len().min(MOST_TABLE)).unwrap_or_default();
    let mut found: Vec<Found> = table
        .split(|byte| *byte == b'\n')
        .filter_map(Mount::read)
        .filter(|mount| mount.is_medium(places))
        .map(|mount| Found {
            label: mount.label(places),
            writable: mount.writable,
            path: mount.path,
        })
        .collect();
    // The last of several mounts on one folder is the one that is seen.
    found.reverse();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// A line of the table of mounts (fstab(5), proc(5)).
struct Mount {
    device: PathBuf,
    path: PathBuf,
    kind: String,
    writable: bool,
}

impl Mount {
    fn read(line: &[u8]) -> Option<Self> {
        let mut fields = line.split(|byte| *byte == b' ').filter(|field| !field.is_empty());
        let (device, path) = (fields.next()?, fields.next()?);
        let kind = String::from_utf8_lossy(fields.next()?).into_owned();
        let writable = !fields
            .next()?
            .split(|byte| *byte == b',')
            .any(|option| option == b"ro");
        Some(Self {
            device: unescaped(device).into(),
            path: unescaped(path).into(),
            kind,
            writable,
        })
    }

    fn is_medium(&self, places: &Places) -> bool {
        let below = |root: &PathBuf| self.path.starts_with(root);
        let of_system =
            SYSTEM.iter().any(|system| self.path == Path::new(system)) || self.path.starts_with("/boot");
        !NO_MEDIUM.contains(&self.kind.as_str())
            && !of_system
            && (places.roots.iter().any(below) || self.is_removable(&places.block))
    }

    /// Whether the disk says that it can be taken out, or hangs on USB (many USB disks say that they cannot).
    fn is_removable(&self, block: &Path) -> bool {
        let Some(device) = self.device.strip_prefix("/dev").ok().and_then(Path::file_name) else {
            return false;
        };
        let Ok(disks) = std::fs::read_dir(block) else {
            return false;
        };
        disks.flatten().map(|disk| disk.path()).any(|disk| {
            let holds = disk.file_name() == Some(device) || disk.join(device).is_dir();
            holds && (says_removable(&disk) || on_usb(&disk))
        })
    }

    fn label(&self, places: &Places) -> String {
        let labels = std::fs::read_dir(&places.labels).into_iter().flatten().flatten();
        let ours = labels.filter(|label| {
            let device = std::fs::read_link(label.path()).ok();
            device.is_some_and(|device| device.file_name() == self.device.file_name())
        });
        let by_label = ours.map(|label| unescaped(label.file_name().as_bytes())).next();
        let last = || self.path.file_name().map(OsStr::to_os_string).unwrap_or_default();
        shown(&by_label.unwrap_or_else(last))
    }
}

fn says_removable(disk: &Path) -> bool {
    std::fs::read_to_string(disk.join("removable")).is_ok_and(|text| text.trim() == "1")
}

fn on_usb(disk: &Path) -> bool {
    let real = std::fs::canonicalize(disk).unwrap_or_default();
    real.components()
        .any(|step| step.as_os_str().as_bytes().starts_with(b"usb"))
}

/// Takes back what the table escapes as `\040` (octal) and udev as `\x20`.
fn unescaped(field: &[u8]) -> OsString {
    let mut out = Vec::with_capacity(field.len());
    let mut rest = field;
    while let [first, after @ ..] = rest {
        let code = after.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code
            .filter(|_| *first == b'\\')
            .and_then(|code| match code.strip_prefix('x') {
                Some(hex) => u8::from_str_radix(hex, 16).ok(),
                None => u8::from_str_radix(code, 8).ok(),
            });
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() {
            after.get(3..).unwrap_or_default()
        } else {
            after
        };
    }
    OsString::from_vec(out)
}

#[cfg(test)]
mod tests;

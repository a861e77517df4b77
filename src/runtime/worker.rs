//! The one worker: requests are answered one after the other, off the screen's thread.

use super::Signal;
use crate::ui::ask::{Ask, Reply};
use crate::ui::input::RequestId;
use std::io;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// What answers requests.
pub trait Worker: Send {
    /// Opens the office, on the worker's own thread, and tells everybody ([`Reply::Opened`], [`Reply::Catalogue`], or
    /// [`Reply::OutOfService`]).
    fn start(&mut self, tell: &mut (dyn FnMut(Reply) + Send)) {
        let _ = tell;
    }

    /// Answers a request; on long work with [`Reply::Progress`] before the answer. What everybody should know, such as
    /// a new catalogue, may be told here too.
    fn answer(&mut self, ask: Ask, tell: &mut (dyn FnMut(Reply) + Send));

    /// After how long without a request [`Self::idle`] is wanted, if at all.
    fn idle_after(&self) -> Option<Duration> {
        None
    }

    /// Nobody has asked for a while: the time for work that nobody waits for.
    fn idle(&mut self) {}

    /// The program ends in order: the last chance to close files.
    fn stop(&mut self) {}
}

impl<F: FnMut(Ask) -> Vec<Reply> + Send> Worker for F {
    fn answer(&mut self, ask: Ask, tell: &mut (dyn FnMut(Reply) + Send)) {
        self(ask).into_iter().for_each(tell);
    }
}

/// A numbered request.
pub struct Request {
    /// By which the answer finds its screen.
    pub id: RequestId,
    /// What is asked.
    pub ask: Box<Ask>,
}

/// Starts the worker's thread; it ends, closed in order, when the sender of requests goes.
pub fn start(
    mut worker: impl Worker + 'static,
    to_loop: Sender<Signal>,
) -> io::Result<(Sender<Request>, JoinHandle<()>)> {
    let (sender, requests) = channel::<Request>();
    let thread = std::thread::Builder::new().name("worker".into()).spawn(move || {
        // A loop that has ended reads no more: then there is nobody to tell.
        worker.start(&mut |reply| drop(to_loop.send(Signal::Reply(None, Box::new(reply)))));
        loop {
            let request = match worker.idle_after() {
                None => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(after) => requests.recv_timeout(after),
            };
            let Request { id, ask } = match request {
                Ok(request) => request,
                Err(RecvTimeoutError::Timeout) => {
                    worker.idle();
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            worker.answer(*ask, &mut |reply| {
                drop(to_loop.send(Signal::Reply(Some(id), Box::new(reply))));
            });
        }
        worker.stop();
    })?;
    Ok((sender, thread))
}

//! Long work whose second half nobody counts from outside: a thread looks at the office's pulse meanwhile.

use crate::{store::pulse::Pulse, ui::ask::Reply};
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, Thread},
    time::Duration,
};

/// How often the pulse is looked at.
const GLANCE: Duration = Duration::from_millis(500);

/// Who is told.
pub(super) type Tell<'a> = &'a mut (dyn FnMut(Reply) + Send);

/// Does `work`, which is handed a way to tell of itself, and tells of the pulse meanwhile ([`Reply::Folded`]).
pub(super) fn watched<T>(pulse: &Pulse, tell: Tell<'_>, work: impl FnOnce(&mut dyn FnMut(Reply)) -> T) -> T {
    let tell = Mutex::new(tell);
    let say = |reply| (tell.lock().unwrap_or_else(PoisonError::into_inner))(reply);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let looking = thread::Builder::new()
            .name("pulse".into())
            .spawn_scoped(scope, || {
                while !over.load(Ordering::Relaxed) {
                    thread::park_timeout(GLANCE);
                    if let Some((done, total)) = pulse.now() {
                        say(Reply::Folded { done, total });
                    }
                }
            });
        // Where no thread could be had, the work is done all the same.
        let _ends = Ends(&over, looking.ok().map(|looking| looking.thread().clone()));
        work(&mut |reply| say(reply))
    })
}

/// Ends the looking, however the work ends.
struct Ends<'a>(&'a AtomicBool, Option<Thread>);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
        if let Some(thread) = &self.1 {
            thread.unpark();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn who_waits_for_an_import_is_told_of_what_is_folded_as_well() {
        let pulse = Pulse::default();
        let (told, heard) = channel();
        let mut tell = move |reply| drop(told.send(reply));
        let done = watched(&pulse, &mut tell, |tell| {
            tell(Reply::Progress { done: 7, total: 7 });
            pulse.begin(1_000);
            pulse.step();
            // The import does not end before somebody has looked.
            let replies: Vec<Reply> = heard.iter().take(2).collect();
            pulse.end();
            replies
        });
        assert!(matches!(done[0], Reply::Progress { done: 7, total: 7 }));
        assert!(matches!(
            done[1],
            Reply::Folded {
                done: 1,
                total: 1_000
            }
        ));
    }
}

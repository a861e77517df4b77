//! sled panics where it finds what it does not expect. A panic under one of its calls is turned into a fault here.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Whether a panic on this thread is caught and answered by the view: the panic hook need not restore the terminal
/// or write a crash record for it. True inside a guarded call and on sled's own threads.
pub fn expects_panic() -> bool {
    DEPTH.with(Cell::get) > 0
        || std::thread::current()
            .name()
            .is_some_and(|name| name.starts_with("sled-io"))
}

/// Runs `call`; a panic inside becomes its message.
pub(super) fn caught<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.with(|depth| depth.set(depth.get().saturating_add(1)));
    // What the call borrowed is not used again after a panic: the view is marked broken.
    let outcome = catch_unwind(AssertUnwindSafe(call));
    DEPTH.with(|depth| depth.set(depth.get().saturating_sub(1)));
    outcome.map_err(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let said = said
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("panic");
        said.chars().take(200).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message_and_is_known_as_expected_while_it_happens() {
        assert!(!expects_panic());
        let said = caught(|| {
            assert!(!expects_panic(), "page {} is not there", 7);
        });
        assert_eq!(said, Err("page 7 is not there".into()));
        assert!(!expects_panic());
    }
}

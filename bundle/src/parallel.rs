//! Checks that don't depend on each other, at the same time.

use std::panic::resume_unwind;
use std::thread;

/// From this size on, in bytes, checks take much longer than starting a thread.
///
/// A thread starts in some 20 µs; the checks of a MiB take more than a millisecond.
const WORTH_A_THREAD: u64 = 1 << 20;

/// Makes both checks and returns what the second one results in. If both fail, the fault is that of the first, so it
/// is the same as without threads.
///
/// `bytes` is the size of the bundle. A small one is checked by this thread alone, and so is one for which the system
/// starts no other.
pub(crate) fn both<T, E: Send>(
    bytes: u64,
    first: &(dyn Fn() -> Result<(), E> + Sync),
    second: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    if bytes < WORTH_A_THREAD {
        first()?;
        return second();
    }
    thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, first);
        let second = second();
        match other {
            Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic))?,
            Err(_) => first()?,
        }
        second
    })
}

#[cfg(test)]
mod tests {
    use super::{WORTH_A_THREAD, both};

    #[test]
    fn the_fault_is_the_same_with_and_without_threads() {
        for first in [Ok(()), Err("first")] {
            for second in [Ok(7), Err("second")] {
                let expected = first.and(second);
                for bytes in [0, WORTH_A_THREAD] {
                    assert_eq!(both(bytes, &|| first, || second), expected);
                }
            }
        }
    }
}

//! A word to a person who waits.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::output;

/// How long a step may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work, and says on a terminal what is being done if it takes its time.
pub(crate) fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !output::stderr_is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (done, waiting) = channel::<()>();
        scope.spawn(move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                output::note(&format!("{what} …\n"));
            }
        });
        let result = work();
        drop(done);
        result
    })
}

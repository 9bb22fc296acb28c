//! Progress messages for steps that take long.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::output;

/// How long a step runs before its message appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does the work; on a terminal, shows the name of the step if it takes long.
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

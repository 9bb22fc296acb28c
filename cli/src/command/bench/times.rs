//! Times and rates as text.

use std::time::Duration;

/// A time with the unit that suits it.
pub(super) fn duration(time: Duration) -> String {
    let nanoseconds = time.as_secs_f64() * 1e9;
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e6 => format!("{:.1} µs", nanoseconds / 1e3),
        ..1e9 => format!("{:.1} ms", nanoseconds / 1e6),
        _ => format!("{:.2} s", nanoseconds / 1e9),
    }
}

/// A rate with no more digits than it deserves.
pub(super) fn rounded(rate: f64) -> String {
    match rate {
        ..100.0 => format!("{rate:.1}"),
        ..1e6 => format!("{rate:.0}"),
        _ => format!("{:.1} million", rate / 1e6),
    }
}

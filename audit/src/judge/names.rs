//! Names of resources that IBM's products check.

use saffron_compiler::model::ProfileKind;
use saffron_diagnostics::did_you_mean;

use crate::finding::Found;
use crate::inquiry::Inquiry;
use crate::judge::profiles::wrong;

/// Names of a class that begin in a way, all of them. A full stop at the end: any name that goes on.
///
/// Source: z/OS UNIX System Services Planning, "Setting up the BPX.* FACILITY class profiles" and "Using UNIXPRIV class
/// profiles".
const KNOWN: [(&str, &str, &[&str]); 2] = [
    (
        "FACILITY",
        "BPX.",
        &[
            "BPX.CF",
            "BPX.CONSOLE",
            "BPX.DAEMON",
            "BPX.DAEMON.HFSCTL",
            "BPX.DEBUG",
            "BPX.DEFAULT.USER",
            "BPX.EXECMVSAPF.",
            "BPX.FILEATTR.APF",
            "BPX.FILEATTR.PROGCTL",
            "BPX.FILEATTR.SHARELIB",
            "BPX.JOBNAME",
            "BPX.MAINCHECK",
            "BPX.MAP",
            "BPX.NEXT.USER",
            "BPX.POE",
            "BPX.SAFFASTPATH",
            "BPX.SERVER",
            "BPX.SHUTDOWN",
            "BPX.SMF",
            "BPX.SMF.",
            "BPX.SRV.",
            "BPX.STICKYSUG.",
            "BPX.STOR.SWAP",
            "BPX.SUPERUSER",
            "BPX.UNIQUE.USER",
            "BPX.UNLIMITED.OUTPUT",
            "BPX.WLMSERVER",
        ],
    ),
    (
        "UNIXPRIV",
        "",
        &[
            "CHOWN.UNRESTRICTED",
            "FILE.GROUPOWNER.SETGID",
            "RESTRICTED.FILESYS.ACCESS",
            "SHARED.IDS",
            "SUPERUSER.FILESYS",
            "SUPERUSER.FILESYS.",
            "SUPERUSER.IPC.RMID",
            "SUPERUSER.PROCESS.GETPSENT",
            "SUPERUSER.PROCESS.KILL",
            "SUPERUSER.PROCESS.PTRACE",
            "SUPERUSER.SETPRIORITY",
            "SUPERUSER.SHMMCV.LIMIT",
        ],
    ),
];

pub(crate) fn unknown(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (class, begin, known) in KNOWN {
        let discrete = inquiry.profiles().filter(|(of, profile)| {
            *of == class && profile.kind == ProfileKind::Discrete && profile.name.starts_with(begin)
        });
        for (_, profile) in discrete {
            let is_known = |name: &&str| {
                *name == profile.name || name.ends_with('.') && profile.name.starts_with(*name)
            };
            if known.iter().any(is_known) {
                continue;
            }
            let near = did_you_mean(&profile.name, known.iter().copied());
            let near = near.map(|it| format!("; did you mean {it}?")).unwrap_or_default();
            found.push(wrong(inquiry, profile, &format!("is not a name that z/OS checks{near}")));
        }
    }
}

//! The classes to which RACF gives a meaning of their own.

use crate::racf::ConditionKind;
use crate::word::vocabulary;

vocabulary! {
    /// A supplied class that some rule of RACF treats in its own way.
    pub enum KnownClass {
        /// Partner LUs, a port of entry.
        Appcport = 0, "APPCPORT";
        /// Dynamic classes: its profiles define classes.
        Cdt = 1, "CDT";
        /// Consoles, a port of entry.
        Console = 2, "CONSOLE";
        /// Data sets; not in RACF's own class descriptor table, with rules of its own.
        Dataset = 3, "DATASET";
        /// SFS directories of z/VM.
        Directry = 4, "DIRECTRY";
        /// SFS files of z/VM.
        File = 5, "FILE";
        /// The global access checking table.
        Global = 6, "GLOBAL";
        /// JES input devices, a port of entry.
        Jesinput = 7, "JESINPUT";
        /// Spool data sets.
        Jesspool = 8, "JESSPOOL";
        /// Nodes of the NJE network.
        Nodes = 9, "NODES";
        /// Controlled programs.
        Program = 10, "PROGRAM";
        /// Variables in the names of profiles.
        Racfvars = 11, "RACFVARS";
        /// Security levels and categories.
        Secdata = 12, "SECDATA";
        /// Security labels.
        Seclabel = 13, "SECLABEL";
        /// IP zones, a port of entry.
        Servauth = 14, "SERVAUTH";
        /// Started tasks.
        Started = 15, "STARTED";
        /// Terminals, a port of entry.
        Terminal = 16, "TERMINAL";
        /// Minidisks of z/VM.
        Vmmdisk = 17, "VMMDISK";
        /// Events of z/VM.
        Vmxevent = 18, "VMXEVENT";
        /// Privileges of z/OS UNIX.
        Unixpriv = 19, "UNIXPRIV";
    }
}

/// Resources of UNIXPRIV that generic profiles don't protect: z/OS UNIX ignores these for some of its privileges.
///
/// Source: z/OS UNIX System Services Planning, "Steps for setting up the CHOWN.UNRESTRICTED profile" and "Steps for
/// setting up the FILE.GROUPOWNER.SETGID profile"; Security Administrator's Guide, "Defining the SHARED.IDS profile in
/// the UNIXPRIV class".
pub const DISCRETE_PRIVILEGES: [&str; 3] =
    ["CHOWN.UNRESTRICTED", "FILE.GROUPOWNER.SETGID", "SHARED.IDS"];

impl KnownClass {
    /// The class whose profiles a condition of an access list refers to. It must be active, or the
    /// condition never holds.
    pub const fn of_condition(kind: ConditionKind) -> Option<Self> {
        match kind {
            ConditionKind::Terminal => Some(Self::Terminal),
            ConditionKind::Console => Some(Self::Console),
            ConditionKind::Jesinput => Some(Self::Jesinput),
            ConditionKind::Appcport => Some(Self::Appcport),
            ConditionKind::Servauth => Some(Self::Servauth),
            ConditionKind::Program | ConditionKind::Sysid | ConditionKind::Criteria => None,
        }
    }

    /// Whether its profiles have members (`ADDMEM`) that aren't resources of a member class.
    pub const fn has_own_members(self) -> bool {
        matches!(
            self,
            Self::Global
                | Self::Nodes
                | Self::Program
                | Self::Racfvars
                | Self::Secdata
                | Self::Vmxevent
        )
    }
}

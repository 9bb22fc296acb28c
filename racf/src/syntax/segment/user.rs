//! Segments of user profiles (`RACF Command Language Reference`, ADDUSER and ALTUSER).

use super::{Segment, altering, flag, folded, secret, switch, text, words};

pub(crate) const CICS: Segment = Segment {
    name: "CICS",
    fields: &[
        text("OPCLASS"),
        altering("ADDOPCLASS"),
        altering("DELOPCLASS"),
        text("OPIDENT"),
        text("OPPRTY"),
        text("RSLKEY"),
        altering("ADDRSLKEY"),
        altering("DELRSLKEY"),
        text("TIMEOUT"),
        text("TSLKEY"),
        altering("ADDTSLKEY"),
        altering("DELTSLKEY"),
        words("XRFSOFF", &["FORCE", "NOFORCE"]),
    ],
};

pub(crate) const DCE: Segment = Segment {
    name: "DCE",
    fields: &[
        words("AUTOLOGIN", super::YES_NO),
        text("DCENAME"),
        text("HOMECELL"),
        text("HOMEUUID"),
        text("UUID"),
    ],
};

pub(crate) const DFP: Segment = Segment {
    name: "DFP",
    fields: &[text("DATAAPPL"), text("DATACLAS"), text("MGMTCLAS"), text("STORCLAS")],
};

pub(crate) const EIM: Segment = Segment { name: "EIM", fields: &[text("LDAPPROF")] };

pub(crate) const KERB: Segment =
    Segment { name: "KERB", fields: &[text("ENCRYPT"), text("KERBNAME"), text("MAXTKTLFE")] };

pub(crate) const LANGUAGE: Segment =
    Segment { name: "LANGUAGE", fields: &[text("PRIMARY"), text("SECONDARY")] };

pub(crate) const LNOTES: Segment = Segment { name: "LNOTES", fields: &[text("SNAME")] };

pub(crate) const MFA: Segment = Segment {
    name: "MFA",
    fields: &[
        switch("PWFALLBACK"),
        text("FACTOR"),
        altering("DELFACTOR"),
        switch("ACTIVE"),
        text("TAGS"),
        altering("DELTAGS"),
        altering("ADDPOLICY"),
        altering("DELPOLICY"),
    ],
};

pub(crate) const NDS: Segment = Segment { name: "NDS", fields: &[text("UNAME")] };

pub(crate) const NETVIEW: Segment = Segment {
    name: "NETVIEW",
    fields: &[
        text("CONSNAME"),
        words("CTL", &["GENERAL", "GLOBAL", "SPECIFIC"]),
        text("DOMAINS"),
        altering("ADDDOMAINS"),
        altering("DELDOMAINS"),
        text("IC"),
        words("MSGRECVR", super::YES_NO),
        words("NGMFADMN", super::YES_NO),
        text("NGMFVSPN"),
        text("OPCLASS"),
        altering("ADDOPCLASS"),
        altering("DELOPCLASS"),
    ],
};

pub(crate) const OMVS: Segment = Segment {
    name: "OMVS",
    fields: &[
        text("ASSIZEMAX"),
        flag("AUTOUID"),
        text("CPUTIMEMAX"),
        text("FILEPROCMAX"),
        text("HOME"),
        text("MEMLIMIT"),
        text("MMAPAREAMAX"),
        text("PROCUSERMAX"),
        text("PROGRAM"),
        flag("SHARED"),
        text("SHMEMMAX"),
        text("THREADSMAX"),
        text("UID"),
    ],
};

pub(crate) const OPERPARM: Segment = Segment {
    name: "OPERPARM",
    fields: &[
        text("ALTGRP"),
        text("AUTH"),
        words("AUTO", super::YES_NO),
        text("CMDSYS"),
        words("DOM", &["NORMAL", "ALL", "NONE"]),
        words("HC", super::YES_NO),
        words("INTIDS", super::YES_NO),
        text("KEY"),
        text("LEVEL"),
        words("LOGCMDRESP", &["SYSTEM", "NO"]),
        text("MFORM"),
        words("MIGID", super::YES_NO),
        text("MONITOR"),
        text("MSCOPE"),
        altering("ADDMSCOPE"),
        altering("DELMSCOPE"),
        text("ROUTCODE"),
        text("STORAGE"),
        words("UD", super::YES_NO),
        words("UNKNIDS", super::YES_NO),
    ],
};

pub(crate) const OVM: Segment =
    Segment { name: "OVM", fields: &[text("FSROOT"), text("HOME"), text("PROGRAM"), text("UID")] };

pub(crate) const PROXY: Segment =
    Segment { name: "PROXY", fields: &[text("LDAPHOST"), text("BINDDN"), secret("BINDPW")] };

pub(crate) const TSO: Segment = Segment {
    name: "TSO",
    fields: &[
        text("ACCTNUM"),
        text("COMMAND"),
        text("DEST"),
        text("HOLDCLASS"),
        text("JOBCLASS"),
        text("MAXSIZE"),
        text("MSGCLASS"),
        text("PROC"),
        folded("SECLABEL"),
        text("SIZE"),
        text("SYSOUTCLASS"),
        text("UNIT"),
        text("USERDATA"),
    ],
};

pub(crate) const WORKATTR: Segment = Segment {
    name: "WORKATTR",
    fields: &[
        text("WAACCNT"),
        text("WAADDR1"),
        text("WAADDR2"),
        text("WAADDR3"),
        text("WAADDR4"),
        text("WABLDG"),
        text("WADEPT"),
        text("WAEMAIL"),
        text("WANAME"),
        text("WAROOM"),
    ],
};

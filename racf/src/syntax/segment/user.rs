//! Segments of user profiles (`RACF Command Language Reference`, ADDUSER and ALTUSER).

use super::{
    Segment, altering, altering_name, altering_number, flag, folded, name, number, private, secret,
    switch, text, words,
};

pub(crate) const CICS: Segment = Segment {
    name: "CICS",
    fields: &[
        number("OPCLASS"),
        altering_number("ADDOPCLASS"),
        altering_number("DELOPCLASS"),
        name("OPIDENT"),
        number("OPPRTY"),
        number("RSLKEY"),
        altering_number("ADDRSLKEY"),
        altering_number("DELRSLKEY"),
        number("TIMEOUT"),
        number("TSLKEY"),
        altering_number("ADDTSLKEY"),
        altering_number("DELTSLKEY"),
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
    fields: &[name("DATAAPPL"), name("DATACLAS"), name("MGMTCLAS"), name("STORCLAS")],
};

pub(crate) const EIM: Segment = Segment { name: "EIM", fields: &[name("LDAPPROF")] };

pub(crate) const KERB: Segment =
    Segment { name: "KERB", fields: &[name("ENCRYPT"), text("KERBNAME"), number("MAXTKTLFE")] };

pub(crate) const LANGUAGE: Segment =
    Segment { name: "LANGUAGE", fields: &[name("PRIMARY"), name("SECONDARY")] };

pub(crate) const LNOTES: Segment = Segment { name: "LNOTES", fields: &[text("SNAME")] };

pub(crate) const MFA: Segment = Segment {
    name: "MFA",
    fields: &[
        switch("PWFALLBACK"),
        name("FACTOR"),
        altering_name("DELFACTOR"),
        switch("ACTIVE"),
        private("TAGS"),
        altering("DELTAGS"),
        altering_name("ADDPOLICY"),
        altering_name("DELPOLICY"),
    ],
};

pub(crate) const NDS: Segment = Segment { name: "NDS", fields: &[text("UNAME")] };

pub(crate) const NETVIEW: Segment = Segment {
    name: "NETVIEW",
    fields: &[
        name("CONSNAME"),
        words("CTL", &["GENERAL", "GLOBAL", "SPECIFIC"]),
        name("DOMAINS"),
        altering_name("ADDDOMAINS"),
        altering_name("DELDOMAINS"),
        text("IC"),
        words("MSGRECVR", super::YES_NO),
        words("NGMFADMN", super::YES_NO),
        text("NGMFVSPN"),
        number("OPCLASS"),
        altering_number("ADDOPCLASS"),
        altering_number("DELOPCLASS"),
    ],
};

pub(crate) const OMVS: Segment = Segment {
    name: "OMVS",
    fields: &[
        number("ASSIZEMAX"),
        flag("AUTOUID"),
        number("CPUTIMEMAX"),
        number("FILEPROCMAX"),
        name("HOME"),
        name("MEMLIMIT"),
        number("MMAPAREAMAX"),
        number("PROCUSERMAX"),
        name("PROGRAM"),
        flag("SHARED"),
        name("SHMEMMAX"),
        number("THREADSMAX"),
        number("UID"),
    ],
};

pub(crate) const OPERPARM: Segment = Segment {
    name: "OPERPARM",
    fields: &[
        name("ALTGRP"),
        name("AUTH"),
        words("AUTO", super::YES_NO),
        name("CMDSYS"),
        words("DOM", &["NORMAL", "ALL", "NONE"]),
        words("HC", super::YES_NO),
        words("INTIDS", super::YES_NO),
        text("KEY"),
        name("LEVEL"),
        words("LOGCMDRESP", &["SYSTEM", "NO"]),
        name("MFORM"),
        words("MIGID", super::YES_NO),
        name("MONITOR"),
        name("MSCOPE"),
        altering_name("ADDMSCOPE"),
        altering_name("DELMSCOPE"),
        name("ROUTCODE"),
        number("STORAGE"),
        words("UD", super::YES_NO),
        words("UNKNIDS", super::YES_NO),
    ],
};

pub(crate) const OVM: Segment = Segment {
    name: "OVM",
    fields: &[name("FSROOT"), name("HOME"), name("PROGRAM"), number("UID")],
};

pub(crate) const PROXY: Segment =
    Segment { name: "PROXY", fields: &[text("LDAPHOST"), text("BINDDN"), secret("BINDPW")] };

pub(crate) const TSO: Segment = Segment {
    name: "TSO",
    fields: &[
        name("ACCTNUM"),
        text("COMMAND"),
        name("DEST"),
        name("HOLDCLASS"),
        name("JOBCLASS"),
        number("MAXSIZE"),
        name("MSGCLASS"),
        name("PROC"),
        folded("SECLABEL"),
        number("SIZE"),
        name("SYSOUTCLASS"),
        name("UNIT"),
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
        name("WAEMAIL"),
        text("WANAME"),
        text("WAROOM"),
    ],
};

//! Segments of resource profiles (`RACF Command Language Reference`, RDEFINE, RALTER, ADDSD and
//! ALTDSD).

use super::{Segment, YES_NO, altering, folded, secret, switch, text, words};

pub(crate) use super::user::PROXY;

/// What a dynamic class may do.
const ALLOWED: &[&str] = &["ALLOWED", "DISALLOWED"];

/// Characters of profile names.
const CHARACTERS: &[&str] = &["ALPHA", "NATIONAL", "NUMERIC", "SPECIAL"];

pub(crate) const CDTINFO: Segment = Segment {
    name: "CDTINFO",
    fields: &[
        words("CASE", &["UPPER", "ASIS"]),
        words("DEFAULTRC", &["0", "4", "8"]),
        words("DEFAULTUACC", &["ACEE", "ALTER", "CONTROL", "UPDATE", "READ", "NONE"]),
        words("FIRST", CHARACTERS),
        words("GENERIC", ALLOWED),
        words("GENLIST", ALLOWED),
        folded("GROUP"),
        text("KEYQUALIFIERS"),
        words("MACPROCESSING", &["NORMAL", "REVERSE", "EQUAL"]),
        text("MAXLENGTH"),
        text("MAXLENX"),
        folded("MEMBER"),
        words("OPERATIONS", YES_NO),
        words("OTHER", CHARACTERS),
        text("POSIT"),
        words("PROFILESALLOWED", YES_NO),
        words("RACLIST", &["ALLOWED", "DISALLOWED", "REQUIRED"]),
        words("SECLABELSREQUIRED", YES_NO),
        words("SIGNAL", YES_NO),
    ],
};

pub(crate) const CFDEF: Segment = Segment {
    name: "CFDEF",
    fields: &[
        text("FIRST"),
        text("HELP"),
        text("LISTHEAD"),
        text("MAXLENGTH"),
        text("MAXVALUE"),
        text("MINVALUE"),
        words("MIXED", YES_NO),
        text("OTHER"),
        text("TYPE"),
        text("VALREXX"),
        text("ACEE"),
    ],
};

/// Of data sets.
pub(crate) const DFP: Segment =
    Segment { name: "DFP", fields: &[folded("RESOWNER"), text("DATAKEY"), text("ENCRYPTTYPES")] };

pub(crate) const DLFDATA: Segment = Segment {
    name: "DLFDATA",
    fields: &[
        text("JOBNAMES"),
        altering("ADDJOBNAMES"),
        altering("DELJOBNAMES"),
        words("RETAIN", YES_NO),
    ],
};

pub(crate) const EIM: Segment = Segment {
    name: "EIM",
    fields: &[
        text("DOMAINDN"),
        text("KERBREGISTRY"),
        text("LOCALREGISTRY"),
        words("OPTIONS", &["ENABLE", "DISABLE"]),
        text("X509REGISTRY"),
    ],
};

pub(crate) const ICSF: Segment = Segment {
    name: "ICSF",
    fields: &[
        words("ASYMUSAGE", &["HANDSHAKE", "NOHANDSHAKE", "SECUREEXPORT", "NOSECUREEXPORT"]),
        words("SYMCPACFRET", YES_NO),
        words("SYMCPACFWRAP", YES_NO),
        words("SYMEXPORTABLE", &["BYANY", "BYLIST", "BYNONE"]),
        text("SYMEXPORTCERTS"),
        altering("ADDSYMEXPORTCERTS"),
        altering("DELSYMEXPORTCERTS"),
        text("SYMEXPORTKEYS"),
        altering("ADDSYMEXPORTKEYS"),
        altering("DELSYMEXPORTKEYS"),
    ],
};

pub(crate) const ICTX: Segment = Segment {
    name: "ICTX",
    fields: &[
        words("DOMAP", YES_NO),
        words("MAPREQUIRED", YES_NO),
        text("MAPPINGTIMEOUT"),
        words("USEMAP", YES_NO),
    ],
};

pub(crate) const IDTPARMS: Segment = Segment {
    name: "IDTPARMS",
    fields: &[
        text("SIGTOKEN"),
        text("SIGSEQNUM"),
        text("SIGCAT"),
        text("SIGALG"),
        text("ANYAPPL"),
        text("IDTTIMEOUT"),
        text("PROTALLOWED"),
        text("BATCHALLOWED"),
    ],
};

pub(crate) const JES: Segment = Segment { name: "JES", fields: &[text("KEYLABEL")] };

pub(crate) const KERB: Segment = Segment {
    name: "KERB",
    fields: &[
        text("CHECKADDRS"),
        text("DEFTKTLFE"),
        text("ENCRYPT"),
        text("KERBNAME"),
        text("MAXTKTLFE"),
        text("MINTKTLFE"),
        secret("PASSWORD"),
    ],
};

pub(crate) const MFA: Segment = Segment { name: "MFA", fields: &[text("FACTOR")] };

pub(crate) const MFPOLICY: Segment = Segment {
    name: "MFPOLICY",
    fields: &[
        text("FACTORS"),
        altering("ADDFACTORS"),
        altering("DELFACTORS"),
        text("TOKENTIMEOUT"),
        text("REUSE"),
    ],
};

pub(crate) const SESSION: Segment = Segment {
    name: "SESSION",
    fields: &[text("CONVSEC"), text("INTERVAL"), switch("LOCK"), secret("SESSKEY")],
};

pub(crate) const SIGVER: Segment =
    Segment { name: "SIGVER", fields: &[text("FAILLOAD"), text("SIGAUDIT"), text("SIGREQUIRED")] };

pub(crate) const SSIGNON: Segment = Segment {
    name: "SSIGNON",
    fields: &[
        text("EPTKEYLABEL"),
        secret("KEYENCRYPTED"),
        text("KEYLABEL"),
        secret("KEYMASKED"),
        words("REPLAY", YES_NO),
        text("TIMEOUT"),
        text("TYPE"),
    ],
};

pub(crate) const STDATA: Segment = Segment {
    name: "STDATA",
    fields: &[
        folded("GROUP"),
        words("PRIVILEGED", YES_NO),
        words("TRACE", YES_NO),
        words("TRUSTED", YES_NO),
        folded("USER"),
    ],
};

pub(crate) const SVFMR: Segment =
    Segment { name: "SVFMR", fields: &[text("PARMNAME"), text("SCRIPTNAME")] };

pub(crate) const TME: Segment = Segment {
    name: "TME",
    fields: &[
        text("CHILDREN"),
        altering("ADDCHILDREN"),
        altering("DELCHILDREN"),
        text("GROUPS"),
        altering("ADDGROUPS"),
        altering("DELGROUPS"),
        text("PARENT"),
        text("RESOURCE"),
        altering("ADDRESOURCE"),
        altering("DELRESOURCE"),
        text("ROLES"),
        altering("ADDROLES"),
        altering("DELROLES"),
    ],
};

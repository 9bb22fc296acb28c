//! Segments of resource profiles (`RACF Command Language Reference`, RDEFINE, RALTER, ADDSD and
//! ALTDSD).

use super::{
    Segment, YES_NO, altering, altering_name, folded, name, number, secret, switch, text, words,
};

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
        number("KEYQUALIFIERS"),
        words("MACPROCESSING", &["NORMAL", "REVERSE", "EQUAL"]),
        number("MAXLENGTH"),
        number("MAXLENX"),
        folded("MEMBER"),
        words("OPERATIONS", YES_NO),
        words("OTHER", CHARACTERS),
        number("POSIT"),
        words("PROFILESALLOWED", YES_NO),
        words("RACLIST", &["ALLOWED", "DISALLOWED", "REQUIRED"]),
        words("SECLABELSREQUIRED", YES_NO),
        words("SIGNAL", YES_NO),
    ],
};

pub(crate) const CFDEF: Segment = Segment {
    name: "CFDEF",
    fields: &[
        name("FIRST"),
        text("HELP"),
        text("LISTHEAD"),
        number("MAXLENGTH"),
        number("MAXVALUE"),
        number("MINVALUE"),
        words("MIXED", YES_NO),
        name("OTHER"),
        name("TYPE"),
        name("VALREXX"),
        text("ACEE"),
    ],
};

/// Of data sets.
pub(crate) const DFP: Segment =
    Segment { name: "DFP", fields: &[folded("RESOWNER"), text("DATAKEY"), name("ENCRYPTTYPES")] };

pub(crate) const DLFDATA: Segment = Segment {
    name: "DLFDATA",
    fields: &[
        name("JOBNAMES"),
        altering_name("ADDJOBNAMES"),
        altering_name("DELJOBNAMES"),
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
        number("MAPPINGTIMEOUT"),
        words("USEMAP", YES_NO),
    ],
};

pub(crate) const IDTPARMS: Segment = Segment {
    name: "IDTPARMS",
    fields: &[
        name("SIGTOKEN"),
        number("SIGSEQNUM"),
        name("SIGCAT"),
        name("SIGALG"),
        name("ANYAPPL"),
        number("IDTTIMEOUT"),
        name("PROTALLOWED"),
        name("BATCHALLOWED"),
    ],
};

pub(crate) const JES: Segment = Segment { name: "JES", fields: &[text("KEYLABEL")] };

pub(crate) const KERB: Segment = Segment {
    name: "KERB",
    fields: &[
        name("CHECKADDRS"),
        number("DEFTKTLFE"),
        name("ENCRYPT"),
        text("KERBNAME"),
        number("MAXTKTLFE"),
        number("MINTKTLFE"),
        secret("PASSWORD"),
    ],
};

pub(crate) const MFA: Segment = Segment { name: "MFA", fields: &[name("FACTOR")] };

pub(crate) const MFPOLICY: Segment = Segment {
    name: "MFPOLICY",
    fields: &[
        name("FACTORS"),
        altering_name("ADDFACTORS"),
        altering_name("DELFACTORS"),
        number("TOKENTIMEOUT"),
        name("REUSE"),
    ],
};

pub(crate) const SESSION: Segment = Segment {
    name: "SESSION",
    fields: &[name("CONVSEC"), number("INTERVAL"), switch("LOCK"), secret("SESSKEY")],
};

pub(crate) const SIGVER: Segment =
    Segment { name: "SIGVER", fields: &[name("FAILLOAD"), name("SIGAUDIT"), name("SIGREQUIRED")] };

pub(crate) const SSIGNON: Segment = Segment {
    name: "SSIGNON",
    fields: &[
        text("EPTKEYLABEL"),
        secret("KEYENCRYPTED"),
        text("KEYLABEL"),
        secret("KEYMASKED"),
        words("REPLAY", YES_NO),
        number("TIMEOUT"),
        name("TYPE"),
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
    Segment { name: "SVFMR", fields: &[name("PARMNAME"), name("SCRIPTNAME")] };

pub(crate) const TME: Segment = Segment {
    name: "TME",
    fields: &[
        name("CHILDREN"),
        altering_name("ADDCHILDREN"),
        altering_name("DELCHILDREN"),
        name("GROUPS"),
        altering_name("ADDGROUPS"),
        altering_name("DELGROUPS"),
        name("PARENT"),
        name("RESOURCE"),
        altering_name("ADDRESOURCE"),
        altering_name("DELRESOURCE"),
        name("ROLES"),
        altering_name("ADDROLES"),
        altering_name("DELROLES"),
    ],
};

//! What the classes of RACF are called by ACF2 and Top Secret, and how sure that is.

/// How sure a row is. What is only supposed is used only if the site states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Several sources.
    High,
    /// One source, or indirect ones.
    Medium,
    /// Not found in any source.
    Low,
}

/// One class.
#[derive(Clone, Copy, Debug)]
pub struct ClassNames {
    /// RACF's class.
    pub racf: &'static str,
    /// ACF2's type code.
    pub acf2: &'static str,
    /// How sure the type code is.
    pub acf2_sure: Sure,
    /// Whether ACF2 needs a CLASMAP record of the site for this type.
    pub mapped: bool,
    /// Whether ACF2 ignores the class unless the site has a SAFDEF record.
    pub asleep: bool,
    /// Top Secret's class.
    pub tss: &'static str,
    /// How sure that class is.
    pub tss_sure: Sure,
    /// The longest name that Top Secret lets own, where it is known.
    pub own: usize,
    /// Whether permits of the class have levels.
    pub levels: bool,
}

const USUAL: ClassNames = ClassNames {
    racf: "",
    acf2: "",
    acf2_sure: Sure::Low,
    mapped: false,
    asleep: false,
    tss: "",
    tss_sure: Sure::Low,
    own: 8,
    levels: true,
};

/// The classes whose names are known. A site adds others, and overrides these, with `type.CLASS` and
/// `class.CLASS`.
pub const CLASSES: &[ClassNames] = &[
    ClassNames {
        racf: "FACILITY",
        acf2: "FAC",
        acf2_sure: Sure::High,
        tss: "IBMFAC",
        tss_sure: Sure::High,
        own: 44,
        ..USUAL
    },
    ClassNames {
        racf: "UNIXPRIV",
        acf2: "UNI",
        acf2_sure: Sure::High,
        tss: "UNIXPRIV",
        tss_sure: Sure::High,
        ..USUAL
    },
    ClassNames {
        racf: "SURROGAT",
        acf2: "SUR",
        acf2_sure: Sure::Medium,
        tss: "SURROGAT",
        tss_sure: Sure::Medium,
        ..USUAL
    },
    ClassNames {
        racf: "APPL",
        acf2: "APL",
        acf2_sure: Sure::High,
        asleep: true,
        tss: "APPL",
        tss_sure: Sure::High,
        levels: false,
        ..USUAL
    },
    ClassNames {
        racf: "CSFSERV",
        acf2: "CSF",
        acf2_sure: Sure::Medium,
        mapped: true,
        tss: "CSFSERV",
        tss_sure: Sure::High,
        ..USUAL
    },
    ClassNames {
        racf: "CSFKEYS",
        acf2: "CSK",
        acf2_sure: Sure::Medium,
        mapped: true,
        tss: "CSFKEYS",
        ..USUAL
    },
    ClassNames {
        racf: "CRYPTOZ",
        acf2: "CRY",
        acf2_sure: Sure::Medium,
        tss: "CRYPTOZ",
        tss_sure: Sure::Medium,
        ..USUAL
    },
    ClassNames {
        racf: "OPERCMDS",
        acf2: "OPR",
        acf2_sure: Sure::High,
        mapped: true,
        tss: "OPERCMDS",
        tss_sure: Sure::Medium,
        ..USUAL
    },
    ClassNames {
        racf: "SDSF",
        acf2: "SDF",
        acf2_sure: Sure::Medium,
        mapped: true,
        tss: "SDSF",
        ..USUAL
    },
    ClassNames {
        racf: "WRITER",
        acf2: "WTR",
        acf2_sure: Sure::Medium,
        mapped: true,
        tss: "WRITER",
        ..USUAL
    },
    ClassNames {
        racf: "PTKTDATA",
        acf2: "PTK",
        acf2_sure: Sure::High,
        tss: "PTKTDATA",
        tss_sure: Sure::High,
        ..USUAL
    },
    ClassNames { racf: "RDATALIB", acf2: "RDA", acf2_sure: Sure::Medium, tss: "RDATALIB", ..USUAL },
    ClassNames {
        racf: "ZOWE",
        acf2: "ZWE",
        acf2_sure: Sure::High,
        mapped: true,
        tss: "ZOWE",
        tss_sure: Sure::High,
        ..USUAL
    },
    ClassNames {
        racf: "ZMFAPLA",
        acf2: "ZMF",
        mapped: true,
        tss: "ZMFAPLA",
        tss_sure: Sure::Medium,
        ..USUAL
    },
    ClassNames { racf: "TSOAUTH", tss: "TSOAUTH", tss_sure: Sure::Medium, ..USUAL },
    ClassNames { racf: "MQADMIN", tss: "MQADMIN", tss_sure: Sure::Medium, own: 26, ..USUAL },
    ClassNames { racf: "MQQUEUE", tss: "MQQUEUE", tss_sure: Sure::Medium, own: 26, ..USUAL },
    ClassNames { racf: "MQCONN", tss: "MQCONN", tss_sure: Sure::Medium, own: 26, ..USUAL },
    ClassNames { racf: "MQCMDS", tss: "MQCMDS", tss_sure: Sure::Medium, own: 26, ..USUAL },
    ClassNames { racf: "MQPROC", tss: "MQPROC", tss_sure: Sure::Medium, own: 26, ..USUAL },
];

/// The row of a class, or one that leaves everything to the site.
pub(crate) fn names(racf: &str) -> ClassNames {
    CLASSES.iter().find(|row| row.racf == racf).copied().unwrap_or(USUAL)
}

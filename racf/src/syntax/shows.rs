//! What of an operand's value may be shown. An operand states it in its table row, a field of a segment
//! by its kind; what neither states is hidden.

use super::segment::Segment;

/// What of a value is known to be harmless, if it is well-formed.
#[derive(Clone, Copy)]
pub(super) enum Shows {
    /// Nothing: the operand takes no value.
    Nothing,
    /// Nothing: the value is a text that people write, which may contain anything.
    Text,
    /// Nothing: the value is a secret.
    Secret,
    /// Words of the command language.
    Words,
    /// IDs, classes, names of profiles, programs and volumes.
    Names,
    /// Numbers and dates.
    Numbers,
    /// Operands of its own.
    Parts(&'static [Part]),
    /// A segment with its fields.
    Fields(&'static Segment),
}

/// An operand inside another one, and what of its value may be shown.
pub(super) type Part = (&'static str, Shows);

/// AUDIT and GLOBALAUDIT of a profile.
pub(super) const AUDIT: &[Part] = &[
    ("ALL", Shows::Words),
    ("FAILURES", Shows::Words),
    ("NONE", Shows::Words),
    ("SUCCESS", Shows::Words),
];

/// Conditions of PERMIT's WHEN. Values of criteria are chosen by applications.
pub(super) const CONDITION: &[Part] = &[
    ("APPCPORT", Shows::Names),
    ("CONSOLE", Shows::Names),
    ("CRITERIA", Shows::Text),
    ("JESINPUT", Shows::Names),
    ("PROGRAM", Shows::Names),
    ("SERVAUTH", Shows::Names),
    ("SYSID", Shows::Names),
    ("TERMINAL", Shows::Names),
];

/// When a user may log on, or a terminal may be used.
pub(super) const LOGON: &[Part] = &[("DAYS", Shows::Words), ("TIME", Shows::Numbers)];

/// LOGOPTIONS of SETROPTS.
pub(super) const LOG: &[Part] = &[
    ("ALWAYS", Shows::Names),
    ("DEFAULT", Shows::Names),
    ("FAILURES", Shows::Names),
    ("NEVER", Shows::Names),
    ("SUCCESSES", Shows::Names),
];

/// ERASE of SETROPTS.
pub(super) const ERASE: &[Part] =
    &[("ALL", Shows::Nothing), ("NOSECLEVEL", Shows::Nothing), ("SECLEVEL", Shows::Names)];

/// JES of SETROPTS.
pub(super) const JES: &[Part] = &[
    ("BATCHALLRACF", Shows::Nothing),
    ("EARLYVERIFY", Shows::Nothing),
    ("NJEUSERID", Shows::Names),
    ("NOBATCHALLRACF", Shows::Nothing),
    ("NOEARLYVERIFY", Shows::Nothing),
    ("NOXBMALLRACF", Shows::Nothing),
    ("UNDEFINEDUSER", Shows::Names),
    ("XBMALLRACF", Shows::Nothing),
];

/// LANGUAGE of SETROPTS.
pub(super) const LANGUAGE: &[Part] = &[("PRIMARY", Shows::Names), ("SECONDARY", Shows::Names)];

/// PASSWORD of SETROPTS: the rules for passwords, never a password.
pub(super) const PASSWORD: &[Part] = &[
    ("ALGORITHM", Shows::Words),
    ("HISTORY", Shows::Numbers),
    ("INTERVAL", Shows::Numbers),
    ("MINCHANGE", Shows::Numbers),
    ("MIXEDCASE", Shows::Nothing),
    ("NOALGORITHM", Shows::Nothing),
    ("NOHISTORY", Shows::Nothing),
    ("NOMIXEDCASE", Shows::Nothing),
    ("NOREVOKE", Shows::Nothing),
    ("NORULES", Shows::Nothing),
    ("NOSPECIALCHARS", Shows::Nothing),
    ("NOWARNING", Shows::Nothing),
    ("REVOKE", Shows::Numbers),
    ("RULE1", Shows::Parts(RULE)),
    ("RULE2", Shows::Parts(RULE)),
    ("RULE3", Shows::Parts(RULE)),
    ("RULE4", Shows::Parts(RULE)),
    ("RULE5", Shows::Parts(RULE)),
    ("RULE6", Shows::Parts(RULE)),
    ("RULE7", Shows::Parts(RULE)),
    ("RULE8", Shows::Parts(RULE)),
    ("SPECIALCHARS", Shows::Nothing),
    ("WARNING", Shows::Numbers),
];

/// A rule for passwords: which kinds of characters are where.
const RULE: &[Part] = &[
    ("ALPHA", Shows::Numbers),
    ("ALPHANUM", Shows::Numbers),
    ("CONSONANT", Shows::Numbers),
    ("LENGTH", Shows::Numbers),
    ("MIXEDALL", Shows::Numbers),
    ("MIXEDCONSONANT", Shows::Numbers),
    ("MIXEDNUM", Shows::Numbers),
    ("MIXEDVOWEL", Shows::Numbers),
    ("NATIONAL", Shows::Numbers),
    ("NOVOWEL", Shows::Numbers),
    ("NUMERIC", Shows::Numbers),
    ("SPECIAL", Shows::Numbers),
    ("VOWEL", Shows::Numbers),
];

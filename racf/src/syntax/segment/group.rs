//! Segments of group profiles (`RACF Command Language Reference`, ADDGROUP and ALTGROUP), and those
//! that several kinds of profiles have.

use super::{Segment, altering_name, flag, name, number};

pub(crate) use super::user::DFP;

pub(crate) const OMVS: Segment =
    Segment { name: "OMVS", fields: &[flag("AUTOGID"), number("GID"), flag("SHARED")] };

pub(crate) const OVM: Segment = Segment { name: "OVM", fields: &[number("GID")] };

pub(crate) const TME: Segment = Segment {
    name: "TME",
    fields: &[name("ROLES"), altering_name("ADDROLES"), altering_name("DELROLES")],
};

//! Segments of group profiles (`RACF Command Language Reference`, ADDGROUP and ALTGROUP), and those
//! that several kinds of profiles have.

use super::{Segment, altering, flag, text};

pub(crate) use super::user::DFP;

pub(crate) const OMVS: Segment =
    Segment { name: "OMVS", fields: &[flag("AUTOGID"), text("GID"), flag("SHARED")] };

pub(crate) const OVM: Segment = Segment { name: "OVM", fields: &[text("GID")] };

pub(crate) const TME: Segment =
    Segment { name: "TME", fields: &[text("ROLES"), altering("ADDROLES"), altering("DELROLES")] };

//! Segments of group profiles (`RACF Command Language Reference`, ADDGROUP and ALTGROUP), and those
//! that several kinds of profiles have.

use super::{Segment, altering, flag, text};

pub(in crate::syntax) use super::user::DFP;

pub(in crate::syntax) const OMVS: Segment =
    Segment { name: "OMVS", fields: &[flag("AUTOGID"), text("GID"), flag("SHARED")] };

pub(in crate::syntax) const OVM: Segment = Segment { name: "OVM", fields: &[text("GID")] };

pub(in crate::syntax) const TME: Segment =
    Segment { name: "TME", fields: &[text("ROLES"), altering("ADDROLES"), altering("DELROLES")] };

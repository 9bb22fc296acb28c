//! What names may be: IDs, volumes, and the names of profiles.
//!
//! Every function expects a name as RACF stores it: folded to upper case unless the class keeps
//! lower-case letters.
//!
//! Sources: `z/OS Security Server RACF Security Administrator's Guide`, naming rules for users,
//! groups, data sets and general resources; `RACF Command Language Reference`, appendix on naming
//! considerations, and RDEFINE with CDTINFO.

mod data_set;
mod error;
mod id;
mod member;
mod resource;

pub use data_set::{DataSetRules, LONGEST_DATA_SET, data_set, requested_data_set};
pub use error::NameError;
pub use id::{
    LONGEST_ID, LONGEST_VARIABLE, LONGEST_VOLUME, is_alphanumeric, is_group_name, is_id,
    is_national, is_security_name, is_variable, is_volume, variables,
};
pub use member::{is_program_member, is_word_member};
pub use resource::{CharacterKinds, ResourceRules, requested, resource};

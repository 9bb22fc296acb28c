//! The ids of what a policy declares, each for one table of the model.

saffron_vocabulary::define_index! {
    /// A resource class.
    pub struct ClassId;
    /// A user, a group or an external ID: they share one name space.
    pub struct PrincipalId;
    /// A profile.
    pub struct ProfileId;
    /// A security label.
    pub struct LabelId;
}

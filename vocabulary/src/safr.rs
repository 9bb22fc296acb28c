//! SAFR's own words as types, shared by compiler and runtime.
//!
//! SAFR is the product of which GenevaERS is the open-source successor; its Workbench has a world of
//! environments, groups and items of its own, of which the users are all it shares with RACF.
//!
//! Every enum here is stored in bundles as the byte of its discriminant: never renumber. Database
//! codes of the Workbench are another thing (there 4 is "none"): convert by name only.

use crate::word::vocabulary;

vocabulary! {
    /// A type of metadata (SAFR Workbench, Security overview, "Types of metadata").
    pub enum ItemType {
        /// Control record.
        ControlRecord = 0, "control-record";
        /// Global field.
        GlobalField = 1, "global-field";
        /// Logical file.
        LogicalFile = 2, "logical-file";
        /// Logical record.
        LogicalRecord = 3, "logical-record";
        /// Lookup path.
        LookupPath = 4, "lookup-path";
        /// Physical file.
        PhysicalFile = 5, "physical-file";
        /// User-exit routine.
        UserExitRoutine = 6, "user-exit-routine";
        /// View.
        View = 7, "view";
        /// View folder.
        ViewFolder = 8, "view-folder";
        /// Environment: no item of an environment, but an operation can be about it.
        Environment = 9, "environment";
        /// User.
        User = 10, "user";
        /// Group.
        Group = 11, "group";
        /// An XML file of export and import: outside of SAFR.
        XmlFile = 12, "xml-file";
        /// The environment into which XML files are imported.
        XmlTarget = 13, "xml-target";
    }
}

impl ItemType {
    /// Types of the items that an environment holds.
    pub const ITEMS: [Self; 9] = [
        Self::ControlRecord,
        Self::GlobalField,
        Self::LogicalFile,
        Self::LogicalRecord,
        Self::LookupPath,
        Self::PhysicalFile,
        Self::UserExitRoutine,
        Self::View,
        Self::ViewFolder,
    ];

    /// Whether a group can have an edit right to items of the type (Security overview, section 10),
    /// and a create permission for them (section 12).
    pub const fn has_rights(self, rules: Rules) -> bool {
        match self {
            Self::LogicalFile
            | Self::LogicalRecord
            | Self::PhysicalFile
            | Self::UserExitRoutine
            | Self::ViewFolder => true,
            Self::LookupPath | Self::View => matches!(rules, Rules::GenevaersRoles),
            _ => false,
        }
    }

    /// The bit of the type in a set of types.
    pub const fn bit(self) -> u16 {
        1 << self as u8
    }
}

vocabulary! {
    /// An edit right, in ascending order; each includes the lower ones (Security overview,
    /// section 10).
    pub enum Right {
        /// No rights at all.
        None = 0, "none";
        /// Display and use.
        Read = 1, "read";
        /// Change.
        Modify = 2, "modify";
        /// Delete: full rights.
        Delete = 3, "delete";
    }
}

vocabulary! {
    /// Which generation of the Workbench's security is meant; never a mixture of both.
    pub enum Rules {
        /// SAFR 4: an administrator flag, five create permissions, edit rights item by item.
        Safr = 0, "safr";
        /// Today's GenevaERS Workbench: a role for each group and environment, seven types with rights.
        GenevaersRoles = 1, "genevaers-roles";
    }
}

vocabulary! {
    /// What a group is in an environment.
    pub enum Access {
        /// A group of general users.
        General = 0, "general-user";
        /// Its members are environment administrators.
        Administrator = 1, "administrator";
        /// GenevaERS: full rights unless an item says otherwise.
        Developer = 2, "developer";
        /// GenevaERS: read unless an item says otherwise.
        Guest = 3, "guest";
    }
}

vocabulary! {
    /// What a user is in an environment, in one session.
    pub enum SubjectKind {
        /// May do everything.
        SystemAdministrator = 0, "system-administrator";
        /// Logged in with a group that administers the environment.
        EnvironmentAdministrator = 1, "environment-administrator";
        /// Logged in with a group that has access to the environment.
        GeneralUser = 2, "general-user";
        /// Everybody else.
        NoAccess = 3, "no-access";
    }
}

vocabulary! {
    /// What comes of a request about SAFR.
    pub enum SafrOutcome {
        /// Granted.
        Grant = 0, "grant";
        /// Denied.
        Deny = 1, "deny";
        /// SAFR has not applicable: the operating system decides.
        NotGoverned = 2, "not-governed";
        /// There is no such operation on such an item.
        Unsupported = 3, "unsupported";
    }
}

vocabulary! {
    /// An operation of the Workbench. Requests write `_` for `-`.
    pub enum SafrOperation {
        /// Create an item, a user, a group, an environment.
        Create = 0, "create";
        /// Display.
        Read = 1, "read";
        /// Change and save.
        Modify = 2, "modify";
        /// Delete.
        Delete = 3, "delete";
        /// Refer to the item in a view (or in a logical record, logical or physical file).
        Reference = 4, "reference";
        /// Copy: views into a folder, other items under a new name.
        Copy = 5, "copy";
        /// Move a view to another folder.
        Move = 6, "move";
        /// Activate a view without saving.
        ActivateCheck = 7, "activate-check";
        /// Activate a view and save it.
        ActivateSave = 8, "activate-save";
        /// The utility Batch Activate Lookup Paths.
        BatchActivateLookupPaths = 9, "batch-activate-lookup-paths";
        /// The utility Batch Activate Views.
        BatchActivateViews = 10, "batch-activate-views";
        /// The Migration Utility.
        Migrate = 11, "migrate";
        /// Export to XML.
        Export = 12, "export";
        /// Import from XML.
        Import = 13, "import";
        /// Logical Record Report.
        ReportLogicalRecord = 14, "report-logical-record";
        /// Logical File Report.
        ReportLogicalFile = 15, "report-logical-file";
        /// View Properties Report.
        ReportViewProperties = 16, "report-view-properties";
        /// View Columns Report.
        ReportViewColumns = 17, "report-view-columns";
        /// View Column PIC Report.
        ReportViewColumnPic = 18, "report-view-column-pic";
        /// Environment Security Report.
        ReportEnvironmentSecurity = 19, "report-environment-security";
        /// Environment Checker Report.
        ReportEnvironmentChecker = 20, "report-environment-checker";
        /// List all names of users or groups in the Navigator.
        ListNames = 21, "list-names";
        /// Make a user a system administrator.
        GrantSystemAdministrator = 22, "grant-system-administrator";
        /// Take that away.
        RevokeSystemAdministrator = 23, "revoke-system-administrator";
        /// Make a group administrator of an environment.
        SetAdminFlag = 24, "set-admin-flag";
        /// Take that away.
        ClearAdminFlag = 25, "clear-admin-flag";
        /// Change a group's create permissions in an environment.
        SetCreatePermission = 26, "set-create-permission";
        /// Change a group's run permission in an environment.
        SetRunPermission = 27, "set-run-permission";
        /// Change a group's edit rights in an environment.
        SetEditRight = 28, "set-edit-right";
        /// Read a group's permissions in an environment.
        ReadPermissions = 29, "read-permissions";
        /// Give a group access to an environment.
        AddGroupEnvironment = 30, "add-group-environment";
        /// Take it away.
        RemoveGroupEnvironment = 31, "remove-group-environment";
        /// Make a user a member of a group.
        AddMember = 32, "add-member";
        /// End a membership.
        RemoveMember = 33, "remove-member";
        /// Clear an environment.
        ClearEnvironment = 34, "clear-environment";
    }
}

vocabulary! {
    /// The rule that decided a request about SAFR.
    #[non_exhaustive]
    pub enum SafrStep {
        /// The user isn't declared.
        UserUnknown = 0, "user-unknown";
        /// There is no such session: the user isn't in the login group, or the group has no access to
        /// the login environment.
        NoSession = 1, "no-session";
        /// The environment isn't declared.
        EnvironmentUnknown = 2, "environment-unknown";
        /// The item isn't declared, so no one has a right to it.
        ItemUnknown = 3, "item-unknown";
        /// The login group has no access to the environment.
        NoAccess = 4, "no-access";
        /// The option `scope login-environment`: another environment than that of the session.
        LoginScope = 5, "login-scope";
        /// A system administrator.
        SystemAdministrator = 6, "system-administrator";
        /// Only for system administrators.
        SystemAdministratorOnly = 7, "system-administrator-only";
        /// An environment administrator.
        EnvironmentAdministrator = 8, "environment-administrator";
        /// Only for administrators.
        AdministratorOnly = 9, "administrator-only";
        /// Everybody with access to the environment may.
        Everyone = 10, "everyone";
        /// The edit right to the item.
        EditRight = 11, "edit-right";
        /// The edit right to the folder of the view.
        FolderRight = 12, "folder-right";
        /// The create permission for the type.
        CreatePermission = 13, "create-permission";
        /// The run permission Migrate In.
        RunPermission = 14, "run-permission";
        /// The edit rights to what the item uses.
        References = 15, "references";
        /// The user's own record.
        OwnRecord = 16, "own-record";
        /// XML files.
        NotGoverned = 17, "not-governed";
        /// No such operation.
        Unsupported = 18, "unsupported";
        /// An item of this type and name exists already, so it can't be created.
        ItemExists = 19, "item-exists";
    }
}

vocabulary! {
    /// A rule that SAFR's documentation states in two ways, or not at all.
    ///
    /// Each is an option of the language under this name; [`SafrSwitch::default_on`] is our reading.
    #[non_exhaustive]
    pub enum SafrSwitch {
        /// Off: item operations are bound to the login environment, whatever else the group has.
        AnyEnvironmentOfTheGroup = 0, "any-environment-of-the-group";
        /// General users read the environment record.
        GeneralUserReadsEnvironment = 1, "general-user-reads-environment";
        /// Off: only administrators delete lookup paths.
        EveryoneDeletesLookupPaths = 2, "everyone-deletes-lookup-paths";
        /// Off: what a changed lookup path used before and still uses isn't checked.
        LookupPathCheckedAsAWhole = 3, "lookup-path-checked-as-a-whole";
        /// Off: selecting a logical record or file in a lookup path needs modify.
        LookupPathNeedsRead = 4, "lookup-path-needs-read";
        /// Off: deleting a view needs delete on its folder.
        ViewDeleteNeedsModify = 5, "view-delete-needs-modify";
        /// Off: Batch Activate Views is for Migrate In only.
        FolderRightActivatesViews = 6, "folder-right-activates-views";
        /// Off: an administrator of the target environment migrates from anywhere the group has access.
        MigrationNeedsReadForAdministrators = 7, "migration-needs-read-for-administrators";
        /// Export checks what the selected items use, too.
        ExportChecksRelatedItems = 8, "export-checks-related-items";
        /// Off: moving a view needs modify on the new folder only.
        ViewMoveNeedsBothFolders = 9, "view-move-needs-both-folders";
        /// Environment administrators read the permissions of their environment's groups.
        AdministratorReadsPermissions = 10, "administrator-reads-permissions";
        /// Off: where an item has a right of its own, an administrator has no more.
        AdministratorFlagWins = 11, "administrator-flag-wins";
        /// Who creates an item has the full right to it, through the login group.
        CreatorGetsFullRight = 12, "creator-gets-full-right";
        /// Off: the Environment Security Report is for the login environment only.
        SecurityReportForAnyEnvironment = 13, "security-report-for-any-environment";
        /// Off: the Environment Checker is for environments of the login group.
        EnvironmentCheckerForEveryone = 14, "environment-checker-for-everyone";
        /// Off: what a logical record, logical or physical file refers to isn't checked.
        ItemReferencesNeedRights = 15, "item-references-need-rights";
        /// The migration of a view gives read to its folder in the target. Off: it needs that right.
        MigratedViewOpensFolder = 16, "migrated-view-opens-folder";
    }
}

impl SafrSwitch {
    /// How the rule is taken where a policy doesn't say.
    pub const fn default_on(self) -> bool {
        let _ = self;
        true
    }
}

/// The setting of every [`SafrSwitch`], one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SafrSwitches(pub u32);

impl SafrSwitches {
    /// Whether the switch is on.
    pub const fn is_on(self, switch: SafrSwitch) -> bool {
        self.0 & (1 << switch as u8) != 0
    }

    /// The same with one switch set.
    #[must_use]
    pub const fn with(self, switch: SafrSwitch, on: bool) -> Self {
        let bit = 1 << switch as u8;
        if on { Self(self.0 | bit) } else { Self(self.0 & !bit) }
    }
}

impl Default for SafrSwitches {
    fn default() -> Self {
        let all = SafrSwitch::ALL.iter().copied();
        all.fold(Self(0), |set, switch| set.with(switch, switch.default_on()))
    }
}

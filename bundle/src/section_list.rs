//! The one declaration of the sections: kind, number, name for people, and `field: Shape` for
//! writer and reader. Numbers, names, sizes and fields are generated from it.

macro_rules! section_list {
    ($apply:ident) => {
        $apply! {
            /// What holds for the whole policy.
            Meta = 1, "meta", meta: One<Meta>;
            /// Texts, to which [`crate::layout::TextRef`]s refer.
            Strings = 2, "strings", strings: Text;
            /// Resource classes.
            Classes = 3, "classes", classes: Rows<ClassRow>;
            /// Classes by name.
            ClassTable = 4, "class table", class_table: Rows<PackedSlot>;
            /// Users, groups and external IDs, in EBCDIC order.
            Authorities = 5, "IDs", authorities: Rows<AuthRow>;
            /// IDs by name.
            AuthTable = 6, "ID table", auth_table: Rows<PackedSlot>;
            /// Users, external ones included.
            Users = 7, "users", users: Rows<UserRow>;
            /// IDs of groups: for each user those of the user's connections, ascending.
            Groups = 8, "groups of users", groups: Rows<U32>;
            /// Connections, parallel to the groups.
            Connections = 9, "connections", connections: Rows<ConnectionRow>;
            /// IDs in the scope of a group, ascending.
            Scopes = 10, "scopes", scopes: Rows<U32>;
            /// Profiles as RACF has them in storage, by class, in the order in which it searches
            /// them.
            Profiles = 11, "profiles", profiles: Rows<ProfileRow>;
            /// Discrete profiles by class and name.
            DiscreteTable = 12, "discrete table", discrete_table: Rows<NameSlot>;
            /// Nodes of the tries of generic names.
            Nodes = 13, "generic nodes", nodes: Rows<NodeRow>;
            /// Plain qualifiers by node.
            EdgeTable = 14, "edge table", edge_table: Rows<EdgeSlot>;
            /// Generic qualifiers, by node.
            Patterns = 15, "generic qualifiers", patterns: Rows<PatternRow>;
            /// Indices of profiles, or of global entries, whose names no trie can contain.
            Irregular = 16, "irregular names", irregular: Rows<U32>;
            /// Entries of standard access lists, ascending by ID.
            Entries = 17, "access lists", entries: Rows<Entry>;
            /// Entries of conditional access lists.
            Conditional = 18, "conditional lists", conditional: Rows<ConditionalRow>;
            /// Entries of the global access checking table.
            Globals = 19, "global entries", globals: Rows<GlobalRow>;
            /// Numbers of security categories, ascending in each set.
            Categories = 20, "category sets", categories: Rows<U16>;
            /// Security labels that the policy defines.
            Labels = 21, "security labels", labels: Rows<LabelRow>;
            /// RACFVARS profiles.
            Variables = 22, "variables", variables: Rows<VariableRow>;
            /// Members of RACFVARS profiles.
            Members = 23, "variable members", members: Rows<TextRef>;
            /// Volume serials, padded with zeros on the right.
            Volumes = 24, "volumes", volumes: Rows<[u8; 6]>;
            /// Places in the policy's files; see [`crate::OriginIndex`].
            Origins = 25, "origins", origins: Rows<OriginRow>;
            /// References into the origin text: the package's name, then the names of files.
            OriginFiles = 26, "origin files", origin_files: Rows<TextRef>;
            /// The package's name and the names of files.
            OriginText = 27, "origin text", origin_text: Text;
            /// Profiles as they are stored, where those in storage differ: see
            /// [`crate::layout::ClassRow::stored`].
            Stored = 28, "stored profiles", stored: Rows<ProfileRow>;
            /// What holds for SAFR as a whole.
            SafrMeta = 29, "SAFR", safr_meta: One<SafrMeta>;
            /// SAFR's environments.
            SafrEnvironments = 30, "SAFR environments", safr_environments: Rows<SafrEnvironmentRow>;
            /// Environments by name.
            SafrEnvironmentTable = 31, "SAFR environment table", safr_environment_table: Rows<NameSlot>;
            /// SAFR's items, by environment.
            SafrItems = 32, "SAFR items", safr_items: Rows<SafrItemRow>;
            /// Items by environment, type and name.
            SafrItemTable = 33, "SAFR item table", safr_item_table: Rows<NameSlot>;
            /// Indices of items to which an item refers, ascending.
            SafrReferences = 34, "SAFR references", safr_references: Rows<U32>;
            /// SAFR's groups.
            SafrGroups = 35, "SAFR groups", safr_groups: Rows<SafrGroupRow>;
            /// SAFR's groups by name.
            SafrGroupTable = 36, "SAFR group table", safr_group_table: Rows<NameSlot>;
            /// IDs of the members of a group, ascending.
            SafrMembers = 37, "SAFR members", safr_members: Rows<U32>;
            /// What a group may do in an environment.
            SafrAccess = 38, "SAFR access", safr_access: Rows<SafrAccessRow>;
            /// Edit rights, ascending by item.
            SafrRights = 39, "SAFR rights", safr_rights: Rows<SafrRight>;
            /// IDs of system administrators, ascending.
            SafrAdministrators = 40, "SAFR administrators", safr_administrators: Rows<U32>;
            /// Numbers of the first origin of each part; see [`crate::layout::safr::origins`].
            SafrOrigins = 41, "SAFR origins", safr_origins: Rows<U32>;
            /// Generic names, and children of nodes, by a fixed part of them.
            GenericIndex = 42, "index of generic names", generic_index: Rows<IndexSlot>;
        }
    };
}
pub(crate) use section_list;

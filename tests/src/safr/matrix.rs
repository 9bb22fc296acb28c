//! The decision matrix: each operation on each type of item, for each kind of user.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::ItemType as T;
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{Access, Right};

use super::request::{Named, OwnedSafrRequest};
use super::state::{Item, Permissions, State};

/// A line of the matrix.
#[derive(Clone, Debug)]
pub struct Row {
    /// The operation, for a person.
    pub label: String,
    /// What is asked; the session is that of the column.
    pub request: OwnedSafrRequest,
    /// The item whose right the columns vary; `None` where no right matters.
    pub varied: Option<Named>,
    /// Rights that general users have besides.
    pub besides: Vec<(Named, Right)>,
    /// Whether they have Migrate In besides.
    pub migrate_in: bool,
}

/// A kind of user.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The head of the column.
    pub head: &'static str,
    /// A session of a system administrator.
    pub system_administrator: bool,
    /// What the login group is where the operation is about; `None`: no access.
    pub access: Option<Access>,
    /// The right to the varied item.
    pub right: Option<Right>,
    /// All create permissions.
    pub create: bool,
    /// The run permission.
    pub migrate_in: bool,
}

const PLAIN: Column = Column {
    head: "",
    system_administrator: false,
    access: Some(Access::General),
    right: None,
    create: false,
    migrate_in: false,
};

/// Kinds of users by the documented rules.
pub const SAFR_COLUMNS: [Column; 9] = [
    Column { head: "system", system_administrator: true, access: None, ..PLAIN },
    Column { head: "environment", access: Some(Access::Administrator), ..PLAIN },
    Column { head: "none", ..PLAIN },
    Column { head: "read", right: Some(Right::Read), ..PLAIN },
    Column { head: "modify", right: Some(Right::Modify), ..PLAIN },
    Column { head: "delete", right: Some(Right::Delete), ..PLAIN },
    Column { head: "create", create: true, ..PLAIN },
    Column { head: "migrate-in", migrate_in: true, ..PLAIN },
    Column { head: "no access", access: None, ..PLAIN },
];

const GUEST: Column = Column { access: Some(Access::Guest), ..PLAIN };
const DEVELOPER: Column = Column { access: Some(Access::Developer), ..PLAIN };
const ADMINISTRATOR: Column = Column { access: Some(Access::Administrator), ..PLAIN };

/// Kinds of users by the rules of today's Workbench.
pub const ROLE_COLUMNS: [Column; 12] = [
    Column { head: "system", system_administrator: true, access: None, ..PLAIN },
    Column { head: "administrator", ..ADMINISTRATOR },
    Column { head: "..none", right: Some(Right::None), ..ADMINISTRATOR },
    Column { head: "developer", ..DEVELOPER },
    Column { head: "..none", right: Some(Right::None), ..DEVELOPER },
    Column { head: "..create", create: true, ..DEVELOPER },
    Column { head: "guest", ..GUEST },
    Column { head: "..modify", right: Some(Right::Modify), ..GUEST },
    Column { head: "..delete", right: Some(Right::Delete), ..GUEST },
    Column { head: "..create", create: true, ..GUEST },
    Column { head: "..migrate-in", migrate_in: true, ..GUEST },
    Column { head: "no access", access: None, ..PLAIN },
];

/// Where the operations are about.
const HERE: &str = "HERE";
/// From where is migrated.
const SOURCE: &str = "SOURCE";
/// Where those log in who have no access to the other two.
const ELSEWHERE: &str = "ELSEWHERE";

/// The one item of a type; its name is its type's.
fn the(kind: T) -> Named {
    (kind, kind.as_str().to_ascii_uppercase())
}

fn other_folder() -> Named {
    (T::ViewFolder, "OTHER-FOLDER".to_owned())
}

impl Row {
    fn new(label: &str, operation: Op, item: &Named) -> Self {
        let request = OwnedSafrRequest::new("ANN", None, HERE).about(operation, item.0, &item.1);
        Self {
            label: label.to_owned(),
            request,
            varied: None,
            besides: Vec::new(),
            migrate_in: false,
        }
    }

    /// Something else is asked, too.
    fn with(mut self, change: impl Fn(&mut OwnedSafrRequest)) -> Self {
        change(&mut self.request);
        self
    }

    fn varies(mut self, item: &Named) -> Self {
        self.varied = Some(item.clone());
        self
    }

    fn besides(mut self, right: Right, item: &Named) -> Self {
        self.besides.push((item.clone(), right));
        self
    }

    /// The request in the session of a column.
    pub fn request(&self, column: &Column) -> OwnedSafrRequest {
        let mut request = self.request.clone();
        HERE.clone_into(&mut request.environment);
        if request.operation == Op::Create && T::ITEMS.contains(&request.item_type) {
            // What is created is new.
            request.item = Some("NEW".to_owned());
        }
        if column.system_administrator {
            "ROOT".clone_into(&mut request.user);
        } else {
            request.login_group = Some("GROUP".to_owned());
        }
        if request.item_type == T::User && request.item.as_deref() == Some("MYSELF") {
            request.item = Some(request.user.clone());
        }
        if column.access.is_none() {
            ELSEWHERE.clone_into(&mut request.login_environment);
        }
        request
    }

    /// The label by the rules that are asked: today's know rights to views, not to their folders.
    pub fn label(&self, roles: bool) -> String {
        if roles { self.label.replace("view-folder", "view") } else { self.label.clone() }
    }

    /// By today's rules a view and a lookup path have rights of their own.
    fn varied(&self, roles: bool) -> Option<Named> {
        let own = matches!(self.request.item_type, T::View | T::LookupPath);
        let varied = self.varied.clone()?;
        match varied.0 {
            T::ViewFolder if roles && self.request.referrer.is_some() => Some(the(T::View)),
            T::ViewFolder | T::LogicalRecord if roles && own => Some(the(self.request.item_type)),
            _ => Some(varied),
        }
    }

    /// The state that a column needs.
    pub fn state(&self, column: &Column, roles: bool) -> State {
        let mut state = world(roles);
        let general = column.access.is_some_and(|it| it != Access::Administrator);
        let mut rights: Vec<(Named, Right)> =
            if general { self.besides.clone() } else { Vec::new() };
        if let (Some(item), Some(right)) = (self.varied(roles), column.right) {
            rights.push((item, right));
        }
        let types = T::ITEMS.into_iter().filter(|kind| has_rights(*kind, roles));
        for place in [HERE, SOURCE] {
            let permissions = Permissions {
                access: column.access.unwrap_or(Access::General),
                create: types.clone().filter(|_| column.create).collect(),
                migrate_in: column.migrate_in || (general && self.migrate_in),
                rights: rights.iter().filter(|it| has_rights(it.0.0, roles)).cloned().collect(),
            };
            if column.access.is_some() {
                state.permissions.insert(("GROUP".to_owned(), place.to_owned()), permissions);
            }
        }
        state
    }
}

fn has_rights(kind: T, roles: bool) -> bool {
    match kind {
        T::ControlRecord | T::GlobalField => false,
        T::LookupPath | T::View => roles,
        _ => true,
    }
}

fn world(roles: bool) -> State {
    let mut state = State { roles, ..State::default() };
    state.users = ["ANN", "BOB", "ROOT"].map(str::to_owned).into();
    state.administrators.insert("ROOT".to_owned());
    state.environments = [HERE, SOURCE, ELSEWHERE].map(str::to_owned).into();
    for place in [HERE, SOURCE] {
        let types = T::ITEMS.into_iter().filter(|kind| !roles || *kind != T::GlobalField);
        for item in types.map(the).chain([other_folder()]) {
            let folder = Some(the(T::ViewFolder).1).filter(|_| item.0 == T::View);
            let refs = if item.0 == T::LookupPath {
                [the(T::LogicalRecord), the(T::LogicalFile)].into()
            } else {
                BTreeSet::default()
            };
            state.items.insert((place.to_owned(), item), Item { folder, refs });
        }
    }
    let members = ["ANN".to_owned()];
    state.groups.insert("GROUP".to_owned(), members.into());
    state.groups.insert("OTHERS".to_owned(), BTreeSet::default());
    let access = if roles { Access::Guest } else { Access::General };
    for (group, place) in [("OTHERS", HERE), ("GROUP", ELSEWHERE)] {
        let permissions = Permissions {
            access,
            create: BTreeSet::default(),
            migrate_in: false,
            rights: BTreeMap::default(),
        };
        state.permissions.insert((group.to_owned(), place.to_owned()), permissions);
    }
    state
}

/// The lines for a type of item.
pub fn rows(kind: T) -> Vec<Row> {
    match kind {
        T::View => view_rows(),
        T::LookupPath => lookup_path_rows(),
        T::Environment => environment_rows(),
        T::User => user_rows(),
        T::Group => group_rows(),
        T::XmlFile | T::XmlTarget => {
            [Op::Create, Op::Read, Op::Modify, Op::Delete, Op::Export, Op::Import]
                .map(|operation| {
                    let item = (kind, HERE.to_owned());
                    Row::new(operation.as_str(), operation, &item)
                })
                .into()
        }
        _ => item_rows(kind),
    }
}

fn item_rows(kind: T) -> Vec<Row> {
    let item = the(kind);
    let plain = |operation: Op| Row::new(operation.as_str(), operation, &item).varies(&item);
    let mut rows: Vec<Row> =
        [Op::Create, Op::Read, Op::Modify, Op::Delete, Op::Copy].map(plain).into();
    if kind != T::ViewFolder && has_rights(kind, false) {
        let row = Row::new("copy, by create permission", Op::Copy, &item);
        rows.push(row.besides(Right::Read, &item));
    }
    rows.extend(reference_rows(kind));
    let report = match kind {
        T::LogicalRecord => Some(Op::ReportLogicalRecord),
        T::LogicalFile => Some(Op::ReportLogicalFile),
        _ => None,
    };
    rows.extend(report.map(plain));
    rows.push(plain(Op::Export));
    rows.extend(migration_rows(&item));
    rows
}

/// What refers to the type, and what right is varied.
fn reference_rows(kind: T) -> Vec<Row> {
    let item = the(kind);
    let mut rows = Vec::new();
    for referrer in [T::View, T::LogicalRecord, T::LogicalFile, T::PhysicalFile] {
        let possible = match referrer {
            T::View => kind != T::ViewFolder,
            T::LogicalRecord => matches!(kind, T::GlobalField | T::LogicalFile),
            T::LogicalFile => kind == T::PhysicalFile,
            _ => kind == T::UserExitRoutine,
        };
        if !possible {
            continue;
        }
        let ruling = if referrer == T::View { the(T::ViewFolder) } else { the(referrer) };
        let row = |label: &str| {
            let row =
                Row::new(&format!("reference in a {referrer}, {label}"), Op::Reference, &item);
            row.with(|it| it.referrer = Some(the(referrer)))
        };
        let by = ruling.0;
        if has_rights(kind, false) {
            let row = row(&format!("{by}: modify")).besides(Right::Modify, &ruling);
            rows.push(row.besides(Right::Modify, &the(referrer)).varies(&item));
        }
        let row = row(&format!("by {by}")).besides(Right::Read, &item);
        rows.push(row.varies(&ruling));
    }
    rows
}

fn migration_rows(item: &Named) -> Vec<Row> {
    let ruling = if item.0 == T::View { the(T::ViewFolder) } else { item.clone() };
    let row = |label: &str| {
        let row = Row::new(label, Op::Migrate, item).varies(&ruling);
        row.with(|it| it.source_environment = Some(SOURCE.to_owned()))
    };
    let allowed = Row { migrate_in: true, ..row("migrate, with Migrate In") };
    vec![row("migrate"), allowed]
}

fn lookup_path_rows() -> Vec<Row> {
    let item = the(T::LookupPath);
    let (record, file) = (the(T::LogicalRecord), the(T::LogicalFile));
    let row = |label: &str, operation: Op| Row::new(label, operation, &item).varies(&record);
    let readable = |row: Row| row.besides(Right::Read, &file);
    let refs = [record.clone(), file.clone()];
    let mut rows = vec![
        readable(row("create, by what it uses", Op::Create))
            .with(|it| it.refs = Some(refs.to_vec())),
        row("create, using nothing", Op::Create),
        row("read", Op::Read),
        readable(row("modify, by what it uses", Op::Modify)),
        row("modify, using nothing more", Op::Modify).with(|it| it.refs = Some(Vec::new())),
        row("delete", Op::Delete),
        readable(row("copy, by what it uses", Op::Copy)),
        readable(row("reference in a view, view-folder: modify", Op::Reference))
            .besides(Right::Modify, &the(T::ViewFolder))
            .besides(Right::Modify, &the(T::View))
            .with(|it| it.referrer = Some(the(T::View))),
        readable(row("reference in a view, by view-folder", Op::Reference))
            .besides(Right::Read, &record)
            .with(|it| it.referrer = Some(the(T::View)))
            .varies(&the(T::ViewFolder)),
        row("batch-activate-lookup-paths", Op::BatchActivateLookupPaths),
        row("export", Op::Export),
        readable(row("export, what it uses is readable", Op::Export)).besides(Right::Read, &record),
    ];
    rows.extend(migration_rows(&item));
    rows
}

fn view_rows() -> Vec<Row> {
    let (item, folder) = (the(T::View), the(T::ViewFolder));
    let plain = |operation: Op| Row::new(operation.as_str(), operation, &item).varies(&folder);
    let into_other = |it: &mut OwnedSafrRequest| it.folder = Some(other_folder().1);
    let file = the(T::LogicalFile);
    let mut rows = vec![
        plain(Op::Create).with(|it| it.folder = Some(the(T::ViewFolder).1)),
        Row::new("create, by a logical-file it uses", Op::Create, &item)
            .with(|it| {
                it.folder = Some(the(T::ViewFolder).1);
                it.refs = Some(vec![the(T::LogicalFile)]);
            })
            .besides(Right::Modify, &folder)
            .varies(&file),
        plain(Op::Read),
        plain(Op::ActivateCheck),
        plain(Op::ActivateSave),
        plain(Op::Modify),
        plain(Op::Delete),
    ];
    for operation in [Op::Copy, Op::Move] {
        let row = |label: &str| Row::new(label, operation, &item).with(into_other);
        let by_old = format!("{operation}, other folder: modify");
        rows.push(row(&by_old).besides(Right::Modify, &other_folder()).varies(&folder));
        let by_new = format!("{operation}, by the other folder");
        rows.push(row(&by_new).besides(Right::Modify, &folder).varies(&other_folder()));
    }
    rows.extend(
        [
            Op::BatchActivateViews,
            Op::ReportViewProperties,
            Op::ReportViewColumns,
            Op::ReportViewColumnPic,
            Op::Export,
        ]
        .map(plain),
    );
    rows.extend(migration_rows(&item));
    rows
}

fn environment_rows() -> Vec<Row> {
    let operations = [
        Op::Create,
        Op::Read,
        Op::Modify,
        Op::Delete,
        Op::ClearEnvironment,
        Op::BatchActivateLookupPaths,
        Op::BatchActivateViews,
        Op::Import,
        Op::ReportEnvironmentSecurity,
        Op::ReportEnvironmentChecker,
        Op::Copy,
    ];
    let item = (T::Environment, HERE.to_owned());
    operations.map(|operation| Row::new(operation.as_str(), operation, &item)).into()
}

fn user_rows() -> Vec<Row> {
    let (own, other) = ((T::User, "MYSELF".to_owned()), (T::User, "BOB".to_owned()));
    let mut rows = vec![
        Row::new("read, own record", Op::Read, &own),
        Row::new("modify, own record", Op::Modify, &own),
    ];
    let operations = [
        Op::Create,
        Op::Read,
        Op::Modify,
        Op::Delete,
        Op::ListNames,
        Op::GrantSystemAdministrator,
        Op::RevokeSystemAdministrator,
        Op::AddMember,
        Op::RemoveMember,
    ];
    let group = |it: &mut OwnedSafrRequest| it.group = Some("OTHERS".to_owned());
    let row = |operation: Op| Row::new(operation.as_str(), operation, &other).with(group);
    rows.extend(operations.map(row));
    rows
}

fn group_rows() -> Vec<Row> {
    let operations = [
        Op::Create,
        Op::Read,
        Op::Modify,
        Op::Delete,
        Op::ListNames,
        Op::AddMember,
        Op::RemoveMember,
        Op::AddGroupEnvironment,
        Op::RemoveGroupEnvironment,
        Op::SetAdminFlag,
        Op::ClearAdminFlag,
        Op::SetCreatePermission,
        Op::SetRunPermission,
        Op::SetEditRight,
        Op::ReadPermissions,
    ];
    let item = (T::Group, "OTHERS".to_owned());
    operations.map(|operation| Row::new(operation.as_str(), operation, &item)).into()
}

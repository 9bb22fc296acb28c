//! `saffron safr report`

use anyhow::bail;
use clap::{ArgGroup, Args};
use saffron_compiler::model::{
    Environment, GroupEnvironment, Item, ItemId, Model, PrincipalId, PrincipalKind, Safr, SafrGroup,
};
use saffron_diagnostics::did_you_mean;
use saffron_diagnostics::{SourceMap, Span};
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules, SafrSwitch};
use serde_json::{Map, Value, json};

use crate::document;
use crate::options::{TableFormat, TextPolicyArgs};
use crate::report::listing::{aligned, field};
use crate::verdict::Verdict;
use crate::{output, policy};

/// Report on an environment, an item, a user, or system administrators
///
/// --environment prints the Environment Security Report: the groups of the environment, their
/// members, and what they may create, run and edit. --item prints the Environment Checker: the
/// environments that contain the item, and what each group may do with it. --user prints what a user
/// may do, by group and environment: only the group of the session counts. --system-administrators
/// lists the users who need no group.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("about").required(true),
    after_help = "EXAMPLES
  saffron safr report finance.saf --environment FINANCE
  saffron safr report finance.saf --item logical-file LF_GL --format csv
  saffron safr report finance.saf --user ALICE"
)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// The environment to report on
    #[arg(long, value_name = "NAME", group = "about")]
    environment: Option<String>,

    /// The item to report on, by type and name
    #[arg(long, num_args = 2, value_names = ["TYPE", "NAME"], group = "about")]
    item: Option<Vec<String>>,

    /// The user to report on
    #[arg(long, value_name = "USER", group = "about")]
    user: Option<String>,

    /// Report on all system administrators
    #[arg(long, group = "about")]
    system_administrators: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<Verdict> {
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(Verdict::Wrong) };
    let paper = ReportInput {
        model: &compiled.compilation.model,
        sources: &compiled.sources,
        format: args.format,
    };
    if let Some(name) = &args.environment {
        let rows = paper.environment(name)?;
        output::print(&paper.printed(SECURITY, &rows))?;
    } else if let Some([kind, name]) = args.item.as_deref() {
        let rows = paper.item(kind, name)?;
        if rows.is_empty() {
            output::error(&format!("no environment has a {kind} `{name}`"));
            return Ok(Verdict::Wrong);
        }
        output::print(&paper.printed(CHECKER, &rows))?;
    } else if let Some(name) = &args.user {
        let rows = paper.of_user(name)?;
        output::print(&paper.printed(OF_USER, &rows))?;
    } else if args.system_administrators {
        let rows = paper.system_administrators();
        output::print(&paper.printed(ADMINISTRATORS, &rows))?;
    }
    Ok(Verdict::Fine)
}

/// The columns of the Environment Security Report.
const SECURITY: [&str; 7] = ["group", "access", "what", "type", "item", "right", "source"];

/// The columns of the Environment Checker.
const CHECKER: [&str; 7] = ["environment", "group", "access", "folder", "right", "by", "source"];

/// The columns of the report on a user.
const OF_USER: [&str; 8] =
    ["group", "environment", "access", "what", "type", "item", "right", "source"];

/// The columns of the report on system administrators.
const ADMINISTRATORS: [&str; 2] = ["user", "source"];

type Row = [String; 7];

/// What a row about a member of a group is called.
const MEMBER: &str = "member";

/// The policy that a report is made from.
struct ReportInput<'m> {
    model: &'m Model,
    sources: &'m SourceMap,
    format: TableFormat,
}

/// The right that a group has to an item, the rule that grants it, and its place in the policy.
type Standing = (Right, &'static str, Option<Span>);

impl ReportInput<'_> {
    fn safr(&self) -> &Safr {
        &self.model.safr
    }

    fn source(&self, span: Span) -> String {
        document::cell(self.sources, span)
    }

    fn user(&self, id: PrincipalId) -> String {
        self.model.principals.get(id).map_or_else(String::new, |it| it.name.clone())
    }

    /// The groups that have access to an environment, by name.
    fn environment(&self, name: &str) -> anyhow::Result<Vec<Row>> {
        let environments = &self.safr().environments;
        let found = environments.iter_enumerated().find(|(_, it)| it.name == name);
        let Some((id, _)) = found else {
            let near = did_you_mean(name, environments.iter().map(|it| it.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            bail!("unknown environment `{name}`{near}");
        };
        let mut rows = Vec::new();
        for group in &self.safr().groups {
            for share in group.environments.iter().filter(|it| it.environment == id) {
                self.share(group, share, &mut rows);
            }
        }
        Ok(rows)
    }

    fn share(&self, group: &SafrGroup, share: &GroupEnvironment, rows: &mut Vec<Row>) {
        let mut row = |what: &str, kind: &str, item: &str, right: &str, origin: Span| {
            let access = share.access.to_string();
            let cells = [group.name.as_str(), &access, what, kind, item, right];
            let [group, access, what, kind, item, right] = cells.map(str::to_owned);
            rows.push([group, access, what, kind, item, right, self.source(origin)]);
        };
        let role = share.role.as_deref().unwrap_or_default();
        row("access", "", role, "", share.origin);
        for (user, origin) in &group.members {
            row(MEMBER, "user", &self.user(*user), "", *origin);
        }
        for (kind, origin) in &share.create {
            row("create", kind.as_str(), "", "", *origin);
        }
        if let Some(origin) = share.migrate_in {
            row("run", "", "migrate-in", "", origin);
        }
        let edit = if is_superseded(self.safr(), share) { "superseded" } else { "edit" };
        for it in share.rights.iter() {
            let Some(item) = self.safr().items.get(it.item) else { continue };
            row(edit, item.kind.as_str(), &item.name, it.right.as_str(), it.origin);
        }
    }

    /// What a user may do with each of the groups: a session has one of them.
    fn of_user(&self, name: &str) -> anyhow::Result<Vec<[String; 8]>> {
        let known = self.model.principals.iter_enumerated();
        let is_user = |kind: &PrincipalKind| {
            !matches!(kind, PrincipalKind::Group(_) | PrincipalKind::ExternalGroup)
        };
        let mut users = known.filter(|(_, it)| is_user(&it.kind));
        let Some((id, _)) = users.find(|(_, it)| it.name.eq_ignore_ascii_case(name)) else {
            let names = self.model.principals.iter().filter(|it| is_user(&it.kind));
            let near = did_you_mean(name, names.map(|it| it.name.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            bail!("unknown user `{name}`{near}");
        };
        let mut rows = self.as_administrator(id);
        for group in self.safr().groups.iter().filter(|it| it.members.iter().any(|it| it.0 == id)) {
            for share in &group.environments {
                let mut of_share = Vec::new();
                self.share(group, share, &mut of_share);
                let environment = self.safr().environments.get(share.environment);
                let environment = environment.map(|it| it.name.clone()).unwrap_or_default();
                let of_share = of_share.into_iter().filter(|row| row[2] != MEMBER);
                rows.extend(of_share.map(|[group, access, what, kind, item, right, source]| {
                    [group, environment.clone(), access, what, kind, item, right, source]
                }));
            }
        }
        Ok(rows)
    }

    /// The row of a user who is a system administrator.
    fn as_administrator(&self, id: PrincipalId) -> Vec<[String; 8]> {
        let found = self.safr().administrators.iter().filter(|(it, _)| *it == id);
        let row = |origin: &Span| {
            let mut row: [String; 8] = Default::default();
            let [.., access, _, _, _, _, source] = &mut row;
            (*access, *source) = ("system-administrator".to_owned(), self.source(*origin));
            row
        };
        found.map(|(_, origin)| row(origin)).collect()
    }

    /// The system administrators, by name.
    fn system_administrators(&self) -> Vec<[String; 2]> {
        let all = self.safr().administrators.iter();
        let mut rows: Vec<_> =
            all.map(|(id, origin)| [self.user(*id), self.source(*origin)]).collect();
        rows.sort();
        rows
    }

    /// The environments that contain an item, and what each of their groups may do with it.
    fn item(&self, kind: &str, name: &str) -> anyhow::Result<Vec<Row>> {
        let known = || ItemType::ITEMS.iter().map(|it| it.as_str());
        let wanted = ItemType::from_name(&kind.replace('_', "-"));
        let Some(wanted) = wanted.filter(|it| ItemType::ITEMS.contains(it)) else {
            let known: Vec<_> = known().collect();
            bail!("unknown item type `{kind}`; expected one of {}", known.join(", "));
        };
        let mut rows = Vec::new();
        for (id, environment) in self.safr().environments.iter_enumerated() {
            let items = environment.items.clone().map(ItemId);
            let mut found = items.filter_map(|id| Some((id, self.safr().items.get(id)?)));
            let Some((item, thing)) = found.find(|(_, it)| it.kind == wanted && it.name == name)
            else {
                continue;
            };
            let before = rows.len();
            for group in &self.safr().groups {
                for share in group.environments.iter().filter(|it| it.environment == id) {
                    rows.push(self.holder(environment, group, share, (item, thing)));
                }
            }
            if rows.len() == before {
                rows.push(self.unreached(environment, thing));
            }
        }
        Ok(rows)
    }

    fn folder(&self, item: &Item) -> String {
        let folder = item.folder.and_then(|id| self.safr().items.get(id));
        folder.map(|it| it.name.clone()).unwrap_or_default()
    }

    fn holder(
        &self,
        environment: &Environment,
        group: &SafrGroup,
        share: &GroupEnvironment,
        (id, item): (ItemId, &Item),
    ) -> Row {
        let (right, by, origin) = standing(self.safr(), share, id, item);
        let source = origin.map(|it| self.source(it)).unwrap_or_default();
        let (access, right, by) = (share.access.to_string(), right.to_string(), by.to_owned());
        let (environment, group) = (environment.name.clone(), group.name.clone());
        [environment, group, access, self.folder(item), right, by, source]
    }

    /// An item of an environment to which no group has access.
    fn unreached(&self, environment: &Environment, item: &Item) -> Row {
        let [no_group, access, right, by] = ["", "", "none", ""].map(str::to_owned);
        let source = self.source(item.origin);
        [environment.name.clone(), no_group, access, self.folder(item), right, by, source]
    }

    fn printed<const N: usize>(&self, columns: [&str; N], rows: &[[String; N]]) -> String {
        let shown = |row: &[String; N]| {
            let mut row = row.clone();
            for (cell, column) in row.iter_mut().zip(columns) {
                *cell = document::cell_text(column, cell);
            }
            row
        };
        match self.format {
            TableFormat::Text => {
                let rows: Vec<[String; N]> = rows.iter().map(shown).collect();
                let head = columns.map(str::to_uppercase);
                let lines: Vec<[String; N]> = std::iter::once(head).chain(quiet(&rows)).collect();
                aligned(&lines)
            }
            TableFormat::Csv => {
                let head = columns.join(",");
                let lines = rows.iter().map(|row| shown(row).map(|it| field(&it)).join(","));
                let lines: Vec<String> = std::iter::once(head).chain(lines).collect();
                lines.join("\r\n") + "\r\n"
            }
            TableFormat::Json => {
                let object = |row: &[String; N]| -> Value {
                    let cells = columns.iter().zip(row);
                    let cells = cells
                        .map(|(name, it)| ((*name).to_owned(), document::cell_value(name, it)));
                    Value::Object(cells.collect::<Map<_, _>>())
                };
                let rows: Value = rows.iter().map(object).collect();
                document::text(json!({ "rows": rows }))
            }
        }
    }
}

/// For people: the first two cells are left out where they repeat those above.
fn quiet<const N: usize>(rows: &[[String; N]]) -> impl Iterator<Item = [String; N]> {
    let above = std::iter::once(None).chain(rows.iter().map(Some));
    rows.iter().zip(above).map(|(row, above)| {
        let mut row = row.clone();
        let repeated = |(cell, above): &(&mut String, &String)| **cell == **above;
        if let Some(above) = above {
            let cells = row.iter_mut().zip(above).take(2);
            cells.take_while(repeated).for_each(|(cell, _)| cell.clear());
        }
        row
    })
}

/// What a group may do with an item at most.
fn standing(safr: &Safr, share: &GroupEnvironment, id: ItemId, item: &Item) -> Standing {
    let rules = safr.rules.unwrap_or(Rules::Safr);
    let administers = share.access == Access::Administrator;
    if is_superseded(safr, share) {
        return (Right::Delete, "administrator", Some(share.origin));
    }
    let by_rights = |id: ItemId, by: &'static str| {
        let row = share.rights.iter().find(|it| it.item == id);
        row.map_or_else(|| by_default(rules, share), |it| (it.right, by, Some(it.origin)))
    };
    match item.kind {
        kind if kind.has_rights(rules) => by_rights(id, "edit-right"),
        ItemType::View => item.folder.map_or((Right::None, "folder-right", None), |folder| {
            let (right, by, origin) = by_rights(folder, "folder-right");
            // Views need only modify on the folder, unless a switch requires delete.
            let all = safr.switches.is_on(SafrSwitch::ViewDeleteNeedsModify);
            let right = if all && right >= Right::Modify { Right::Delete } else { right };
            (right, by, origin)
        }),
        _ if administers => (Right::Delete, "administrator", Some(share.origin)),
        ItemType::LookupPath => {
            let deletes = safr.switches.is_on(SafrSwitch::EveryoneDeletesLookupPaths);
            let right = if deletes { Right::Delete } else { Right::Read };
            // Section 60: only who reads everything that the path uses can refer to it.
            let mut references = item.references.iter();
            let can_use = references.all(|it| by_rights(*it, "").0 >= Right::Read);
            let by = if can_use { "everyone, can use it" } else { "everyone, cannot use it" };
            (right, by, Some(share.origin))
        }
        _ => (Right::Read, "everyone", Some(share.origin)),
    }
}

/// Whether the administrator flag takes precedence over the edit rights of the group.
fn is_superseded(safr: &Safr, share: &GroupEnvironment) -> bool {
    let rules = safr.rules.unwrap_or(Rules::Safr);
    share.access == Access::Administrator
        && rules == Rules::Safr
        && safr.switches.is_on(SafrSwitch::AdministratorFlagWins)
}

/// The right of a group to an item that no clause mentions.
fn by_default(rules: Rules, share: &GroupEnvironment) -> Standing {
    let right = match (rules, share.access) {
        (_, Access::Administrator) | (Rules::GenevaersRoles, Access::Developer) => Right::Delete,
        (Rules::GenevaersRoles, Access::Guest) => Right::Read,
        _ => return (Right::None, "no right", None),
    };
    (right, share.access.as_str(), Some(share.origin))
}

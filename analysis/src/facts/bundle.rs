//! The facts of a bundle.

use saffron_bundle::layout::{
    AuditLevels, ClassRow, ConnectionRow, ProfileRow, UserRow, class_flag, meta_flag, profile_flag,
};
use saffron_bundle::{Bundle, IdIndex, OriginIndex, run};
use saffron_vocabulary::index::Index as _;
use saffron_vocabulary::racf::{AccessLevel, Switch, Switches};

use super::fact::{FactSource, Facts, Subject};
use super::unchanged::{ATTRIBUTES, GROUP_ATTRIBUTES, Unchanged, stored, volume};

const OPTIONS: [(u32, &str); 6] = [
    (meta_flag::LIST_OF_GROUPS, "list-of-groups"),
    (meta_flag::ENHANCED_GENERIC_NAMING, "enhanced-generic-naming"),
    (meta_flag::PROGRAM_CONTROL, "program-control"),
    (meta_flag::OPERATIONS_AUDIT, "operations-audit"),
    (meta_flag::SECLABEL, "seclabel"),
    (meta_flag::SECDATA, "secdata"),
];

const CLASS_OPTIONS: [(u32, &str); 4] = [
    (class_flag::ACTIVE, "active"),
    (class_flag::GENERIC, "generic"),
    (class_flag::RACLISTED, "raclist"),
    (class_flag::GLOBAL, "global"),
];

/// The facts of two bundles, without those of users and profiles that are the same in both.
pub fn of_bundles(bundles: [&Bundle<'_>; 2]) -> [Facts; 2] {
    let same = Unchanged::of(bundles);
    let [old, new] = bundles;
    [of_bundle(old, &same), of_bundle(new, &same)]
}

fn of_bundle(bundle: &Bundle<'_>, same: &Unchanged<'_>) -> Facts {
    let mut facts = Reader { bundle, same, facts: Facts::new() };
    facts.users();
    facts.options();
    for (at, class) in bundle.classes().iter().enumerate() {
        facts.class(at, class);
    }
    facts.facts
}

struct Reader<'r, 'b> {
    bundle: &'r Bundle<'b>,
    same: &'r Unchanged<'r>,
    facts: Facts,
}

fn words(flags: u32, known: &[(u32, &str)]) -> Vec<String> {
    let set = known.iter().filter(|(flag, _)| flags & flag != 0);
    set.map(|(_, word)| (*word).to_owned()).collect()
}

impl Reader<'_, '_> {
    fn place(&self, origin: OriginIndex) -> Option<FactSource> {
        self.bundle.place(origin).map(FactSource::of_row)
    }

    fn add(&mut self, subject: Subject, values: Vec<String>, source: Option<FactSource>) {
        self.facts.insert(subject, (values, source));
    }

    fn users(&mut self) {
        for (at, row) in self.bundle.authorities().iter().enumerate() {
            let user = row.user().get().and_then(|user| self.bundle.users().get(user.0 as usize));
            let Some(user) = user.filter(|_| !self.same.user(row.name())) else { continue };
            let source = self.place(self.bundle.origin_order().id(IdIndex::from_usize(at)));
            let id = Some(row.name().to_owned());
            let subject = Subject { what: "attribute", id: id.clone(), ..Subject::default() };
            self.add(subject, words(user.flags(), &ATTRIBUTES), source);
            self.connections(row.name(), user);
        }
    }

    fn connections(&mut self, id: &str, user: &UserRow) {
        let of = user.connections();
        let groups = run(self.bundle.groups(), of).iter();
        let rows = groups.zip(run(self.bundle.connections(), of));
        for (at, (group, connection)) in (of.start() as usize..).zip(rows) {
            let group = self.bundle.id_name(IdIndex(group.get()));
            let source = self.place(self.bundle.origin_order().connection(at));
            let subject = |what| Subject {
                what,
                id: Some(id.to_owned()),
                part: Some(group.to_owned()),
                ..Subject::default()
            };
            self.add(subject("group-attribute"), held(connection), source.clone());
            let scope = run(self.bundle.scopes(), connection.scope()).iter();
            let mut scope: Vec<String> =
                scope.map(|id| self.bundle.id_name(IdIndex(id.get())).to_owned()).collect();
            scope.sort_by(|a, b| saffron_vocabulary::ebcdic::compare(a, b));
            self.add(subject("scope"), scope, source);
        }
    }

    fn options(&mut self) {
        let meta = self.bundle.meta();
        let on = |on: bool| vec![if on { "on" } else { "off" }.to_owned()];
        let mut values: Vec<(String, Vec<String>)> = OPTIONS
            .iter()
            .map(|(flag, name)| ((*name).to_owned(), on(meta.flags() & flag != 0)))
            .collect();
        for (name, value) in [
            ("protect-all", meta.protect_all()),
            ("mls", meta.mls()),
            ("ml-active", meta.ml_active()),
        ] {
            values.push((name.to_owned(), vec![value.to_string()]));
        }
        let prefix = self.bundle.text(meta.prefix());
        let prefix = Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty());
        values.push(("prefix".to_owned(), prefix.into_iter().collect()));
        let switches = Switches(meta.switches());
        values.extend(Switch::ALL.iter().map(|it| (it.to_string(), on(switches.is_on(*it)))));
        for (name, values) in values {
            self.add(
                Subject { what: "option", id: Some(name), ..Subject::default() },
                values,
                None,
            );
        }
    }

    fn class(&mut self, at: usize, class: &ClassRow) {
        let source = self
            .place(self.bundle.origin_order().class(saffron_bundle::ClassIndex::from_usize(at)));
        let of_class =
            |what| Subject { what, class: Some(class.name().to_owned()), ..Subject::default() };
        self.add(of_class("option"), words(class.flags(), &CLASS_OPTIONS), source.clone());
        let log = class.log_options().to_string();
        self.add(of_class("audit"), if log == "default" { Vec::new() } else { vec![log] }, source);
        for row in stored(self.bundle, class) {
            if !self.same.profile(self.bundle, class, row) {
                self.profile(class, row);
            }
        }
    }

    fn profile(&mut self, class: &ClassRow, row: &ProfileRow) {
        let source = self.place(row.own_origin());
        let generic = row.flags() & profile_flag::GENERIC != 0;
        let volume = volume(self.bundle, row)
            .map(|serial| String::from_utf8_lossy(serial).trim_end_matches('\0').to_owned());
        let subject = |what| Subject {
            what,
            class: Some(class.name().to_owned()),
            profile: Some(self.bundle.text(row.name()).to_owned()),
            part: volume.clone().or_else(|| generic.then(|| "generic".to_owned())),
            id: None,
        };
        let owner = row.owner().get().map(|id| self.bundle.id_name(id).to_owned());
        let [of_owner, of_audit, of_notify, of_erase] =
            ["owner", "audit", "notify", "erase"].map(subject);
        self.add(of_owner, owner.into_iter().collect(), source.clone());
        let audit = audit("audit", row.audit()).chain(audit("global-audit", row.global_audit()));
        let audit: Vec<String> = audit.filter(|it| it != "audit failures(read)").collect();
        self.add(of_audit, audit, source.clone());
        let notify = row.notify().get().map(|id| self.bundle.id_name(id).to_owned());
        self.add(of_notify, notify.into_iter().collect(), source.clone());
        let erase = row.flags() & profile_flag::ERASE != 0;
        self.add(of_erase, erase.then(|| "yes".to_owned()).into_iter().collect(), source);
    }
}

fn held(connection: &ConnectionRow) -> Vec<String> {
    let mut held = words(connection.flags(), &GROUP_ATTRIBUTES);
    let authority = connection.authority().to_string();
    if !authority.eq_ignore_ascii_case("use") {
        held.push(format!("authority {}", authority.to_lowercase()));
    }
    held
}

fn audit(word: &'static str, levels: AuditLevels) -> impl Iterator<Item = String> {
    let shown = move |kind: &str, level: Option<AccessLevel>| {
        level.map(|level| format!("{word} {kind}({})", level.to_string().to_lowercase()))
    };
    let success = shown("success", levels.success().get());
    success.into_iter().chain(shown("failures", levels.failures().get()))
}

//! The engines, each in the form that its documentation recommends for speed.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};
use std::sync::Mutex;

use anyhow::{Context as _, Result, anyhow};
use casbin::{CoreApi as _, DefaultModel, MemoryAdapter, MgmtApi as _};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet,
};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use saffron_runtime::Engine as Saffron;
use saffron_vocabulary::racf::AccessLevel;
use saffron_workload::Asked;
use saffron_workload::baseline::HashMaps;

use crate::site::{Resolver, Site, request};

/// Whether a user may read a resource, from three strings.
pub trait Engine {
    fn decide(&self, asked: &Asked) -> bool;
}

/// How an engine is made, and what it can be asked.
pub struct Make {
    pub name: &'static str,
    pub engine: fn(&Site) -> Result<Box<dyn Engine>>,
    /// It is too slow, or too large, beyond.
    pub most_profiles: usize,
    /// It is asked fewer requests.
    pub is_slow: bool,
    /// It measures a limit and decides nothing.
    pub is_probe: bool,
}

const fn make(
    name: &'static str,
    engine: fn(&Site) -> Result<Box<dyn Engine>>,
    most_profiles: usize,
) -> Make {
    Make { name, engine, most_profiles, is_slow: true, is_probe: false }
}

pub const ALL: &[Make] = &[
    Make {
        is_slow: false,
        is_probe: true,
        ..make("limit: three hashes, two probes", limit, usize::MAX)
    },
    Make { is_slow: false, ..make("Saffron", saffron, usize::MAX) },
    Make {
        is_slow: false,
        ..make("Rust hash maps (no generic patterns, no reasons)", maps, usize::MAX)
    },
    make("Cedar 4.14 (host finds the profile)", cedar, 20_000),
    make("regorus 0.14 bytecode (host finds the profile)", bytecode, 20_000),
    make("regorus 0.14 interpreter (host finds the profile)", interpreter, 20_000),
    make("casbin 2.20 (host finds the profile)", casbin, 100),
];

/// The least that three strings cost: each hashed once, one probe of a table of users, one of a table of the answers
/// to the very requests that are asked. It decides nothing, and takes equal hashes for equal strings.
struct Limit {
    state: RandomState,
    users: Probed<u64>,
    answers: Probed<bool>,
}

/// A table whose keys are hashes already.
type Probed<V> = HashMap<u64, V, BuildHasherDefault<AsItIs>>;

#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Limit {
    fn key(&self, asked: &Asked) -> u64 {
        let hash = |text: &str| self.state.hash_one(text);
        let user = self.users.get(&hash(&asked.user)).copied().unwrap_or_default();
        user ^ hash(asked.class).rotate_left(1) ^ hash(&asked.resource).rotate_left(2)
    }
}

fn limit(site: &Site) -> Result<Box<dyn Engine>> {
    let state = RandomState::new();
    let users =
        site.users.iter().map(|(user, _)| (state.hash_one(user.as_str()), state.hash_one(user)));
    let users = users.collect();
    let mut limit = Limit { state, users, answers: Probed::default() };
    for (asked, answer) in site.asked.iter().zip(site.answers()) {
        limit.answers.insert(limit.key(asked), answer);
    }
    Ok(Box::new(limit))
}

impl Engine for Limit {
    fn decide(&self, asked: &Asked) -> bool {
        self.answers.get(&self.key(asked)).copied().unwrap_or_default()
    }
}

fn saffron(site: &Site) -> Result<Box<dyn Engine>> {
    Ok(Box::new(Saffron::open(site.bundle.clone()).map_err(|error| anyhow!("{error}"))?))
}

impl Engine for Saffron {
    fn decide(&self, asked: &Asked) -> bool {
        Saffron::decide(self, &request(asked)).is_grant()
    }
}

/// The host finds the profile, then the level is in maps.
struct Maps {
    resolver: Resolver,
    maps: HashMaps,
}

fn maps(site: &Site) -> Result<Box<dyn Engine>> {
    let resolver = Resolver::of(site.profiles.iter().map(|it| it.name.as_str()));
    Ok(Box::new(Maps { resolver, maps: site.maps()? }))
}

impl Engine for Maps {
    fn decide(&self, asked: &Asked) -> bool {
        let name = self.resolver.profile(asked).and_then(|name| name.split_once(' '));
        let exact = name.map(|(_, name)| Asked {
            user: asked.user.clone(),
            class: asked.class,
            resource: name.to_owned(),
        });
        exact.is_some_and(|asked| self.maps.level(&asked) >= AccessLevel::Read)
    }
}

/// A policy set for each profile, as Cedar's slicing by resource has it, and the entities of each user.
struct Cedar {
    resolver: Resolver,
    authorizer: Authorizer,
    policies: HashMap<String, PolicySet>,
    entities: HashMap<String, Entities>,
    user: EntityTypeName,
    profile: EntityTypeName,
    read: EntityUid,
}

fn cedar(site: &Site) -> Result<Box<dyn Engine>> {
    let resolver = Resolver::of(site.profiles.iter().map(|it| it.name.as_str()));
    let mut policies = HashMap::new();
    for profile in site.profiles.iter().filter(|it| site.needed.contains(&it.name)) {
        let readers: Vec<String> = profile.readers.iter().map(|id| format!("Id::{id:?}")).collect();
        let when = match profile.everyone {
            true => String::new(),
            false => format!(" when {{ principal in [{}] }}", readers.join(", ")),
        };
        let text = format!(
            "permit(principal, action == Action::\"read\", resource == Profile::{:?}){when};",
            profile.name
        );
        policies.insert(profile.name.clone(), text.parse::<PolicySet>()?);
    }
    let (id, profile): (EntityTypeName, EntityTypeName) = ("Id".parse()?, "Profile".parse()?);
    let uid = |name: &str| EntityUid::from_type_name_and_id(id.clone(), EntityId::new(name));
    let mut entities = HashMap::new();
    for (user, groups) in &site.users {
        let parents = groups.iter().map(|group| uid(group)).collect();
        let user_entity = Entity::new_no_attrs(uid(user), parents);
        let groups =
            groups.iter().map(|group| Entity::new_no_attrs(uid(group), Default::default()));
        entities.insert(user.clone(), Entities::from_entities(groups.chain([user_entity]), None)?);
    }
    let (authorizer, read) = (Authorizer::new(), "Action::\"read\"".parse()?);
    Ok(Box::new(Cedar { resolver, authorizer, policies, entities, user: id, profile, read }))
}

impl Engine for Cedar {
    fn decide(&self, asked: &Asked) -> bool {
        let decide = || -> Option<bool> {
            let name = self.resolver.profile(asked)?;
            let (policies, entities) = (self.policies.get(name)?, self.entities.get(&asked.user)?);
            let user =
                EntityUid::from_type_name_and_id(self.user.clone(), EntityId::new(&asked.user));
            let profile =
                EntityUid::from_type_name_and_id(self.profile.clone(), EntityId::new(name));
            let request = cedar_policy::Request::new(
                user,
                self.read.clone(),
                profile,
                Context::empty(),
                None,
            )
            .ok()?;
            let response = self.authorizer.is_authorized(&request, policies, entities);
            Some(response.decision() == Decision::Allow)
        };
        decide().unwrap_or_default()
    }
}

const REGO: &str = "package racf
import rego.v1
default allow := false
allow if data.everyone[input.profile]
allow if {
  some id in data.ids[input.user]
  data.readers[input.profile][id]
}
";
const ALLOW: &str = "data.racf.allow";

fn rego_data(site: &Site) -> Result<regorus::Value> {
    let mut ids = serde_json::Map::new();
    for (user, groups) in &site.users {
        let all: Vec<&String> = groups.iter().chain([user]).collect();
        ids.insert(user.clone(), serde_json::json!(all));
    }
    let (mut readers, mut everyone) = (serde_json::Map::new(), serde_json::Map::new());
    for profile in &site.profiles {
        let all: serde_json::Map<String, serde_json::Value> =
            profile.readers.iter().map(|id| (id.clone(), true.into())).collect();
        readers.insert(profile.name.clone(), all.into());
        if profile.everyone {
            everyone.insert(profile.name.clone(), true.into());
        }
    }
    let data = serde_json::json!({ "ids": ids, "readers": readers, "everyone": everyone });
    regorus::Value::from_json_str(&data.to_string())
}

fn rego_input(user: &str, profile: &str) -> regorus::Value {
    regorus::Value::from(std::collections::BTreeMap::from([
        (regorus::Value::from("user"), regorus::Value::from(user)),
        (regorus::Value::from("profile"), regorus::Value::from(profile)),
    ]))
}

struct Interpreter {
    resolver: Resolver,
    engine: Mutex<regorus::Engine>,
}

fn rego_engine(site: &Site) -> Result<regorus::Engine> {
    let mut engine = regorus::Engine::new();
    engine.add_policy("racf.rego".to_owned(), REGO.to_owned())?;
    engine.add_data(rego_data(site)?)?;
    Ok(engine)
}

fn interpreter(site: &Site) -> Result<Box<dyn Engine>> {
    let resolver = Resolver::of(site.profiles.iter().map(|it| it.name.as_str()));
    Ok(Box::new(Interpreter { resolver, engine: Mutex::new(rego_engine(site)?) }))
}

impl Engine for Interpreter {
    fn decide(&self, asked: &Asked) -> bool {
        let Some(name) = self.resolver.profile(asked) else { return false };
        let Ok(mut engine) = self.engine.lock() else { return false };
        engine.set_input(rego_input(&asked.user, name));
        engine.eval_rule(ALLOW.to_owned()).is_ok_and(|it| it == regorus::Value::from(true))
    }
}

struct Bytecode {
    resolver: Resolver,
    vm: Mutex<RegoVM>,
}

fn bytecode(site: &Site) -> Result<Box<dyn Engine>> {
    let resolver = Resolver::of(site.profiles.iter().map(|it| it.name.as_str()));
    let mut engine = rego_engine(site)?;
    let policy = engine.compile_with_entrypoint(&ALLOW.into())?;
    let program =
        Compiler::compile_from_policy(&policy, &[ALLOW]).map_err(|error| anyhow!("{error}"))?;
    let mut vm = RegoVM::new();
    vm.load_program(program);
    vm.set_data(rego_data(site)?).map_err(|error| anyhow!("{error}"))?;
    vm.set_max_instructions(usize::MAX);
    Ok(Box::new(Bytecode { resolver, vm: Mutex::new(vm) }))
}

impl Engine for Bytecode {
    fn decide(&self, asked: &Asked) -> bool {
        let Some(name) = self.resolver.profile(asked) else { return false };
        let Ok(mut vm) = self.vm.lock() else { return false };
        vm.set_input(rego_input(&asked.user, name));
        vm.execute_entry_point_by_index(0).is_ok_and(|it| it == regorus::Value::from(true))
    }
}

const MODEL: &str = "[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.obj == p.obj && r.act == p.act && (p.sub == \"*\" || g(r.sub, p.sub))
";

struct Casbin {
    resolver: Resolver,
    enforcer: casbin::Enforcer,
}

fn casbin(site: &Site) -> Result<Box<dyn Engine>> {
    let resolver = Resolver::of(site.profiles.iter().map(|it| it.name.as_str()));
    let runtime = tokio::runtime::Builder::new_current_thread().build().context("a runtime")?;
    let rule =
        |sub: &str, profile: &str| vec![sub.to_owned(), profile.to_owned(), "read".to_owned()];
    let permits = site.profiles.iter().flat_map(|it| {
        let everyone = it.everyone.then(|| rule("*", &it.name));
        it.readers.iter().map(|id| rule(id, &it.name)).chain(everyone)
    });
    let roles = site
        .users
        .iter()
        .flat_map(|(user, groups)| groups.iter().map(|group| vec![user.clone(), group.clone()]));
    let (permits, roles) = (permits.collect(), roles.collect());
    let enforcer = runtime.block_on(async {
        let model = DefaultModel::from_str(MODEL).await?;
        let mut enforcer = casbin::Enforcer::new(model, MemoryAdapter::default()).await?;
        enforcer.add_policies(permits).await?;
        enforcer.add_grouping_policies(roles).await?;
        Ok::<_, casbin::Error>(enforcer)
    })?;
    Ok(Box::new(Casbin { resolver, enforcer }))
}

impl Engine for Casbin {
    fn decide(&self, asked: &Asked) -> bool {
        let name = self.resolver.profile(asked);
        name.is_some_and(|name| {
            self.enforcer.enforce((asked.user.as_str(), name, "read")).unwrap_or_default()
        })
    }
}

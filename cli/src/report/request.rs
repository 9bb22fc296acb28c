//! Requests in words, and as options of `saffron explain`.

use saffron_analysis::change::Witness;
use saffron_compiler::model::{Condition, TestRequest};
use saffron_runtime::{Intent, Log, Mode, Operation};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day};

use crate::wire::{OwnedContext, OwnedRequest};

/// The request that a test states.
pub(crate) fn of_test(test: &TestRequest) -> OwnedRequest<'_> {
    OwnedRequest {
        user: test.user.as_deref().map(Into::into),
        group: test.group.as_deref().map(Into::into),
        class: test.class.as_str().into(),
        resource: test.resource.as_str().into(),
        volume: test.volume.as_deref().map(Into::into),
        access: test.access.unwrap_or(AccessLevel::Read),
        intent: if test.execute { Intent::Execute } else { Intent::Access },
        mode: if test.fastauth { Mode::FastAuth } else { Mode::Auth },
        racfind: test.racf_indicated,
        privileged: test.privileged,
        trusted: test.trusted,
        date: test.date,
        context: context_of_test(test),
        ..OwnedRequest::default()
    }
}

fn context_of_test(test: &TestRequest) -> OwnedContext<'_> {
    let mut context = OwnedContext {
        program_unclean: test.program_unclean,
        seclabel: test.label.as_deref().map(Into::into),
        ..OwnedContext::default()
    };
    for Condition { kind, name, value } in &test.conditions {
        set(&mut context, *kind, name, value);
    }
    context
}

/// A condition that a request meets.
fn set<'r>(context: &mut OwnedContext<'r>, kind: ConditionKind, name: &'r str, value: &'r str) {
    let value = value.into();
    match kind {
        ConditionKind::Program => context.program.push(value),
        ConditionKind::Terminal => context.terminal = Some(value),
        ConditionKind::Console => context.console = Some(value),
        ConditionKind::Jesinput => context.jesinput = Some(value),
        ConditionKind::Appcport => context.appcport = Some(value),
        ConditionKind::Servauth => context.servauth = Some(value),
        ConditionKind::Sysid => context.sysid = Some(value),
        ConditionKind::Criteria => context.criteria.push((name.into(), value)),
    }
}

/// The request that shows a statement about a whole policy.
pub(crate) fn of_witness<'w>(witness: &'w Witness<'w>, date: Option<Day>) -> OwnedRequest<'w> {
    let mut context = OwnedContext::default();
    if let Some(condition) = witness.condition {
        set(&mut context, condition.kind, "", condition.value);
    }
    OwnedRequest {
        user: witness.user.map(Into::into),
        group: witness.group.map(Into::into),
        class: witness.class.as_str().into(),
        resource: witness.resource.as_str().into(),
        volume: witness.volume.as_deref().map(Into::into),
        access: witness.access,
        date,
        context,
        ..OwnedRequest::default()
    }
}

/// `PAYCLK asks to UPDATE DATASET PAYROLL.MASTER`, to create it, or to change its profile.
pub(crate) fn sentence(request: &OwnedRequest<'_>) -> String {
    let user = request.user.as_deref().unwrap_or("an undefined user");
    let group = request.group.as_deref().map(|group| format!(" in group {group}"));
    let verb = match (request.operation, request.intent) {
        (Operation::Access, Intent::Access) => request.access.as_str(),
        (Operation::Access, Intent::Execute) => "EXECUTE",
        (Operation::Define, _) => "create",
        (Operation::Administer { generic: false }, _) => "change the profile",
        (Operation::Administer { generic: true }, _) => "change the generic profile",
    };
    let OwnedRequest { class, resource, .. } = request;
    format!("{user}{} asks to {verb} {class} {resource}", group.unwrap_or_default())
}

/// The options of `saffron explain` for this request.
pub(crate) fn flags(request: &OwnedRequest<'_>) -> Vec<String> {
    let mut flags = Flags(Vec::new());
    match &request.user {
        Some(user) => flags.value("user", user),
        None => flags.switch("undefined-user", true),
    }
    flags.optional("group", request.group.as_deref());
    flags.value("class", &request.class);
    flags.value("resource", &request.resource);
    flags.optional("operation", operation(request.operation));
    flags.switch("generic", request.operation == Operation::Administer { generic: true });
    if request.operation == Operation::Access {
        flags.value("access", &request.access.as_str().to_lowercase());
    }
    flags.optional("volume", request.volume.as_deref());
    flags.switch("execute", request.intent == Intent::Execute);
    flags.optional("mode", (request.mode == Mode::FastAuth).then_some("fastauth"));
    flags.switch("racfind", request.racfind);
    flags.switch("privileged", request.privileged);
    flags.switch("trusted", request.trusted);
    flags.optional("log", log(request.log));
    flags.optional("date", request.date.map(|day| day.to_string()).as_deref());
    flags.context(&request.context);
    flags.0
}

const fn operation(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Access => None,
        Operation::Define => Some("define"),
        Operation::Administer { .. } => Some("administer"),
    }
}

const fn log(log: Log) -> Option<&'static str> {
    match log {
        Log::AsIs => None,
        Log::NoFail => Some("nofail"),
        Log::None => Some("none"),
        Log::NoStat => Some("nostat"),
    }
}

struct Flags(Vec<String>);

impl Flags {
    fn value(&mut self, name: &str, value: &str) {
        self.0.push(format!("--{name}"));
        self.0.push(quoted(value));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.value(name, value);
        }
    }

    fn switch(&mut self, name: &str, on: bool) {
        if on {
            self.0.push(format!("--{name}"));
        }
    }

    fn context(&mut self, context: &OwnedContext<'_>) {
        self.optional("terminal", context.terminal.as_deref());
        self.optional("console", context.console.as_deref());
        self.optional("jesinput", context.jesinput.as_deref());
        self.optional("appcport", context.appcport.as_deref());
        self.optional("servauth", context.servauth.as_deref());
        for program in &context.program {
            self.value("program", program);
        }
        self.switch("program-unclean", context.program_unclean);
        self.optional("sysid", context.sysid.as_deref());
        for (name, value) in &context.criteria {
            self.value("criteria", &format!("{name}={value}"));
        }
        self.optional("seclabel", context.seclabel.as_deref());
    }
}

/// An argument, quoted for the shell if necessary.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/=:,+@%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

//! What to look at first in an imported package, the most important first.

use saffron_lang::ast::{Grantee, Item, ItemKind, Profile, ProfileClause, PropertyValue, Value};
use saffron_lang::{SourceMap, Span};
use saffron_racf::database::IBMUSER;
use saffron_racf::disclosure::Disclosure;

use super::read::Imported;
use super::report::{Attention, Place, Reason, Report, Subject};

/// What to look at first, by the rest of the report and by what is in the package.
pub(super) fn of(
    report: &Report,
    input: &Imported,
    items: &[Item],
    sources: &SourceMap,
    disclosure: &Disclosure,
) -> Vec<Attention> {
    let not_carried = |subject, reasons: &[Reason]| {
        let mut all = report.not_carried.iter().filter(|it| reasons.contains(&it.reason));
        let first = all.next()?;
        let why = if first.why.is_empty() { String::new() } else { format!(": {}", first.why) };
        let text = format!("{}{why}", first.what);
        Some(Attention { subject, count: 1 + all.count(), first: text, place: first.place.clone() })
    };
    let open = report.open_parameters();
    let parameters = open.first().map(|first| Attention {
        subject: Subject::Parameters,
        count: open.len(),
        first: (*first).to_owned(),
        place: None,
    });
    let profiles = |subject, wanted: &dyn Fn(&Item) -> Option<Span>| {
        let mut all = items.iter().filter_map(|item| Some((profile(item)?, wanted(item)?)));
        let (first, span) = all.next()?;
        let name = format!("{} {}", first.target.class.text, first.target.name.node);
        let text = disclosure.message(&name).into_owned();
        let place = Place::of(sources, span);
        Some(Attention { subject, count: 1 + all.count(), first: text, place })
    };
    let external = |item: &Item| match &item.kind {
        ItemKind::ExternalProfile(it) => Some(it.target.span),
        _ => None,
    };
    let list = [
        not_carried(Subject::NotUnderstood, &[Reason::NotUnderstood]),
        not_carried(Subject::NotDone, &[Reason::Failed, Reason::InPart]),
        parameters,
        unquoted(input, sources, disclosure),
        not_carried(Subject::Conditions, &[Reason::Condition]),
        profiles(Subject::Widest, &|item| profile(item)?.clauses.iter().find_map(wide)),
        profiles(Subject::Partial, &external),
    ];
    list.into_iter().flatten().collect()
}

/// The data sets whose names depend on who issues the commands, unless that is stated.
fn unquoted(input: &Imported, sources: &SourceMap, disclosure: &Disclosure) -> Option<Attention> {
    let first = input.unquoted.first().filter(|_| input.issuer == IBMUSER)?;
    let text = format!("`{}` is taken as `{IBMUSER}.{}`", first.text, first.text);
    Some(Attention {
        subject: Subject::Unquoted,
        count: input.unquoted.len(),
        first: disclosure.message(&text).into_owned(),
        place: Place::of(sources, first.span),
    })
}

fn profile(item: &Item) -> Option<&Profile> {
    match &item.kind {
        ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => Some(it),
        _ => None,
    }
}

/// Where a clause gives everyone more than READ.
fn wide(clause: &ProfileClause) -> Option<Span> {
    let is_wide = |word: &str| matches!(word, "update" | "control" | "alter");
    match clause {
        ProfileClause::Property(it) if it.key.node == "uacc" => match &it.value {
            PropertyValue::Value(Value::Word(level)) => is_wide(&level.node).then_some(it.span),
            _ => None,
        },
        ProfileClause::Permit(it) => {
            let any = it.grantees.iter().any(|it| matches!(it, Grantee::Any(_)));
            (any && is_wide(&it.access.node)).then_some(it.span)
        }
        _ => None,
    }
}

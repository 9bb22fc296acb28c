//! Requests about SAFR: every operation on every type, mostly on what is there.

use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{ItemType, SafrOperation};

use super::Dice;
use super::safr::{ENVIRONMENTS, GROUPS, NAMES, USERS, may_refer};
use crate::safr::{Named, OwnedSafrRequest, State};

/// A request.
pub(super) fn request(dice: &mut Dice, state: &State) -> OwnedSafrRequest {
    let mut request = session(dice, state);
    request.operation = any(dice, SafrOperation::ALL, Op::Read);
    if dice.chance(40) {
        request.operation = any(dice, &COMMON, Op::Read);
    }
    request.item_type = item_type(dice, request.operation);
    if dice.chance(35) {
        request.environment = environment(dice);
    }
    request.item = item(dice, state, &request);
    with(dice, state, &mut request);
    request
}

const COMMON: [Op; 6] = [Op::Create, Op::Read, Op::Modify, Op::Delete, Op::Reference, Op::Migrate];

fn any<T: Copy>(dice: &mut Dice, from: &[T], otherwise: T) -> T {
    from.get(dice.below(from.len())).copied().unwrap_or(otherwise)
}

fn environment(dice: &mut Dice) -> String {
    if dice.chance(3) { "ELSEWHERE".to_owned() } else { any(dice, &ENVIRONMENTS, "A").to_owned() }
}

/// Mostly a session that there is, so that the rules result in something else.
fn session(dice: &mut Dice, state: &State) -> OwnedSafrRequest {
    let mut sessions = Vec::new();
    for (group, environment) in state.permissions.keys() {
        for user in state.groups.get(group).into_iter().flatten() {
            sessions.push((user, group, environment));
        }
    }
    let found = sessions.get(dice.below(sessions.len())).filter(|_| dice.chance(88));
    if let Some((user, group, environment)) = found {
        return OwnedSafrRequest::new(user, Some(group), environment);
    }
    let user = if dice.chance(10) { "NOBODY" } else { any(dice, &USERS, "ANN") };
    let user = if dice.chance(20) { user.to_ascii_lowercase() } else { user.to_owned() };
    let group = if dice.chance(10) { "NONE" } else { any(dice, &GROUPS, "A") };
    let group = Some(group).filter(|_| dice.chance(70));
    OwnedSafrRequest::new(&user, group, &environment(dice))
}

/// Mostly a type on which there is such an operation.
fn item_type(dice: &mut Dice, operation: SafrOperation) -> ItemType {
    use ItemType as T;
    let own: &[T] = match operation {
        Op::Create | Op::Read | Op::Modify | Op::Delete if dice.chance(20) => {
            &[T::Environment, T::User, T::Group]
        }
        Op::BatchActivateLookupPaths => &[T::Environment, T::LookupPath],
        Op::BatchActivateViews => &[T::Environment, T::View],
        Op::Import => &[T::XmlTarget, T::Environment, T::XmlFile],
        Op::ReportLogicalRecord => &[T::LogicalRecord],
        Op::ReportLogicalFile => &[T::LogicalFile],
        Op::Move
        | Op::ActivateCheck
        | Op::ActivateSave
        | Op::ReportViewProperties
        | Op::ReportViewColumns
        | Op::ReportViewColumnPic => &[T::View],
        Op::ReportEnvironmentSecurity | Op::ClearEnvironment => &[T::Environment],
        Op::ListNames => &[T::User, T::Group],
        Op::GrantSystemAdministrator | Op::RevokeSystemAdministrator => &[T::User],
        Op::AddMember | Op::RemoveMember => &[T::Group, T::User],
        Op::SetAdminFlag
        | Op::ClearAdminFlag
        | Op::SetCreatePermission
        | Op::SetRunPermission
        | Op::SetEditRight
        | Op::ReadPermissions
        | Op::AddGroupEnvironment
        | Op::RemoveGroupEnvironment => &[T::Group],
        _ => &T::ITEMS,
    };
    if dice.chance(6) { any(dice, T::ALL, T::View) } else { any(dice, own, T::View) }
}

/// An item of the type that is there, or a name.
fn existing(dice: &mut Dice, state: &State, place: &str, kind: ItemType) -> String {
    let all = state.items_of(place).filter(|(named, _)| named.0 == kind);
    let names: Vec<&String> = all.map(|(named, _)| &named.1).collect();
    let found = names.get(dice.below(names.len())).filter(|_| dice.chance(95));
    found.map_or_else(|| any(dice, &NAMES, "A").to_owned(), |it| (*it).clone())
}

fn item(dice: &mut Dice, state: &State, request: &OwnedSafrRequest) -> Option<String> {
    if dice.chance(3) {
        return None;
    }
    let some = match request.item_type {
        ItemType::User if dice.chance(40) => request.user.clone(),
        ItemType::User if dice.chance(10) => "NOBODY".to_owned(),
        ItemType::User => any(dice, &USERS, "ANN").to_owned(),
        ItemType::Group if dice.chance(10) => "NONE".to_owned(),
        ItemType::Group => any(dice, &GROUPS, "A").to_owned(),
        ItemType::Environment | ItemType::XmlTarget if dice.chance(50) => return None,
        ItemType::Environment | ItemType::XmlTarget => environment(dice),
        ItemType::XmlFile => "a.xml".to_owned(),
        _ if request.operation == Op::Create => any(dice, &NAMES, "A").to_owned(),
        kind => existing(dice, state, &request.environment, kind),
    };
    Some(some)
}

fn with(dice: &mut Dice, state: &State, request: &mut OwnedSafrRequest) {
    let place = request.environment.clone();
    match request.operation {
        Op::Create | Op::Modify => {
            if dice.chance(70) {
                request.refs = Some(refs(dice, state, request, &place));
            }
            if request.item_type == ItemType::View && dice.chance(70) {
                request.folder = Some(existing(dice, state, &place, ItemType::ViewFolder));
            }
        }
        Op::Copy | Op::Move if dice.chance(90) => {
            request.folder = Some(existing(dice, state, &place, ItemType::ViewFolder));
        }
        Op::Reference if dice.chance(97) => {
            let kinds = [
                ItemType::View,
                ItemType::View,
                ItemType::LogicalRecord,
                ItemType::LogicalFile,
                ItemType::PhysicalFile,
                ItemType::LookupPath,
            ];
            let possible = kinds.into_iter().filter(|kind| may_refer(*kind, request.item_type));
            let possible: Vec<ItemType> = possible.collect();
            let kinds = if dice.chance(90) { &possible[..] } else { &kinds };
            let kind = any(dice, kinds, ItemType::View);
            request.referrer = Some((kind, existing(dice, state, &place, kind)));
        }
        Op::Migrate => {
            let source = if dice.chance(98) { Some(environment(dice)) } else { None };
            request.target_environment = dice.chance(40).then(|| environment(dice));
            let place = source.clone().unwrap_or_default();
            request.source_environment = source;
            select(dice, state, request, &place);
        }
        Op::BatchActivateLookupPaths | Op::BatchActivateViews | Op::Export => {
            select(dice, state, request, &place);
        }
        operation
            if operation.as_str().starts_with("report-")
                && operation != Op::ReportEnvironmentSecurity =>
        {
            select(dice, state, request, &place);
        }
        _ => {
            request.group = dice.chance(50).then(|| any(dice, &GROUPS, "A").to_owned());
        }
    }
}

fn refs(dice: &mut Dice, state: &State, request: &OwnedSafrRequest, place: &str) -> Vec<Named> {
    let all = state.items_of(place).map(|(named, _)| named.clone());
    let possible: Vec<Named> = all.filter(|it| may_refer(request.item_type, it.0)).collect();
    let mut refs = dice.some(&possible, 4);
    if let Some(first) = refs.first_mut()
        && dice.chance(3)
    {
        "GONE".clone_into(&mut first.1);
    }
    refs
}

/// Selected items, mostly of types that the operation is about.
fn select(dice: &mut Dice, state: &State, request: &mut OwnedSafrRequest, place: &str) {
    let own = match request.operation {
        Op::BatchActivateLookupPaths => Some(ItemType::LookupPath),
        Op::BatchActivateViews => Some(ItemType::View),
        Op::Migrate => None,
        Op::Export => Some(any(dice, &EXPORTED, ItemType::View)),
        _ => Some(request.item_type),
    };
    for _ in 0..dice.below(4) {
        let kind = own.filter(|_| dice.chance(97));
        let kind = kind.unwrap_or_else(|| any(dice, &ItemType::ITEMS, ItemType::View));
        request.items.push((kind, existing(dice, state, place, kind)));
    }
}

const EXPORTED: [ItemType; 6] = [
    ItemType::LogicalFile,
    ItemType::LogicalRecord,
    ItemType::LookupPath,
    ItemType::PhysicalFile,
    ItemType::View,
    ItemType::ViewFolder,
];

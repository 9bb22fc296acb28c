//! Who may do what in SAFR, as text, as JSON and for spreadsheets.

use saffron_analysis::safr::{Place, Reach, Witness};
use saffron_vocabulary::safr::{ItemType, SafrOperation};
use serde_json::{Map, Value, json};

use super::json_place;
use crate::wire::{OwnedSafrRequest, OwnedWith};

/// The request of a witness.
pub(crate) fn request<'w>(witness: &Witness<'w>) -> OwnedSafrRequest<'w> {
    let Witness { user, group, place, operation } = *witness;
    OwnedSafrRequest {
        user: user.into(),
        login_group: group.map(Into::into),
        login_environment: place.environment.into(),
        operation,
        item_type: place.item_type,
        item: place.item.map(Into::into),
        environment: Some(place.environment.into()),
        with: OwnedWith::default(),
        id: None,
    }
}

/// `logical-file LF_GL`
pub(crate) fn item(place: Place<'_>) -> String {
    let name = place.item.map(|name| format!(" {name}"));
    format!("{}{}", place.item_type, name.unwrap_or_default())
}

/// `read, modify`
pub(crate) fn operations(operations: &[SafrOperation]) -> String {
    operations.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ")
}

/// An item as a region: fields of a JSON object.
pub(crate) fn region(place: Option<Place<'_>>, environment: Option<&str>) -> Map<String, Value> {
    let mut fields = Map::new();
    let environment = place.map(|it| it.environment).or(environment);
    fields.insert("environment".to_owned(), json!(environment));
    fields.insert("item_type".to_owned(), json!(place.map(|it| it.item_type.as_str())));
    fields.insert("item".to_owned(), json!(place.and_then(|it| it.item)));
    fields
}

/// What a person wants to see: without what every login gives, the Environment Checker and files outside of SAFR.
pub(crate) fn shown<'r>(lines: &[Reach<'r>]) -> Vec<Reach<'r>> {
    let governed = lines.iter().filter(|line| line.place.item_type != ItemType::XmlFile);
    let own = governed.map(|line| {
        let mut line = line.clone();
        line.operations = own(&line.operations);
        line
    });
    own.filter(|line| !line.operations.is_empty()).collect()
}

/// Operations without what every login gives.
pub(crate) fn own(operations: &[SafrOperation]) -> Vec<SafrOperation> {
    let mut own = operations.to_vec();
    own.retain(|it| *it != SafrOperation::ReportEnvironmentChecker);
    own
}

/// Operations for programs.
pub(crate) fn words(operations: &[SafrOperation]) -> Value {
    operations.iter().map(|it| it.as_str().replace('-', "_")).collect()
}

/// The cells of a line, in the columns of access to resources.
pub(crate) fn cells(line: &Reach<'_>) -> [String; 10] {
    [
        line.user.to_owned(),
        line.group.unwrap_or_default().to_owned(),
        format!("SAFR {}", line.place.environment),
        item(line.place),
        String::new(),
        operations(&line.operations),
        String::new(),
        line.step.to_string(),
        line.group.unwrap_or_default().to_owned(),
        line.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default(),
    ]
}

/// Root, branch and leaf of a tree: from the user to the item, or the other way.
pub(crate) fn way(line: &Reach<'_>, by_user: bool) -> [String; 3] {
    let login =
        line.group.map_or("system administrator".to_owned(), |it| format!("login group {it}"));
    let place = line.source.map(|it| format!("  {}:{}", it.file, it.line)).unwrap_or_default();
    let may = format!("{}{place}", operations(&line.operations));
    let item = format!("SAFR {} {}", line.place.environment, item(line.place));
    if by_user {
        [line.user.to_owned(), login, format!("{item}: {may}")]
    } else {
        [item, format!("{login}: {may}"), line.user.to_owned()]
    }
}

/// The answer of `who`.
pub(crate) fn who_json(place: Place<'_>, lines: &[Reach<'_>]) -> Value {
    let mut answer = Map::new();
    answer.insert("system".to_owned(), json!("safr"));
    answer.extend(region(Some(place), None));
    answer.insert("complete".to_owned(), json!(true));
    let subjects = lines.iter().map(|line| {
        let mut fields = Map::new();
        fields.insert("user".to_owned(), json!(line.user));
        reached(line, fields)
    });
    answer.insert("subjects".to_owned(), subjects.collect());
    Value::Object(answer)
}

/// The part about SAFR in the answer of `what`.
pub(crate) fn what_json(lines: &[Reach<'_>]) -> Value {
    lines.iter().map(|line| reached(line, region(Some(line.place), None))).collect()
}

fn reached(line: &Reach<'_>, mut fields: Map<String, Value>) -> Value {
    fields.insert("group".to_owned(), json!(line.group));
    fields.insert("allowed".to_owned(), words(&line.operations));
    fields.insert("step".to_owned(), json!(line.step.as_str()));
    fields.insert("source".to_owned(), json!(line.source.map(json_place::of_source)));
    fields.insert("witness".to_owned(), json!(request(&line.witness)));
    Value::Object(fields)
}

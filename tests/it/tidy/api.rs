//! The public API of the crates that others embed, recorded: a change of it shows in a snapshot.
//!
//! The record lists each file's public items without their bodies and documentation.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, Visibility};

use super::{root, rust_files};

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The tokens as one line, spaced as a person would.
fn line(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" ;", ";"),
        (" ,", ","),
        (" : ", ": "),
        ("& ", "&"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
        ("' ", "'"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

/// What a type derives and promises: `#[derive(…)]`, `#[non_exhaustive]`, `#[must_use]`.
fn promises(record: &mut String, attributes: &[Attribute]) {
    for attribute in attributes {
        if ["derive", "non_exhaustive", "must_use"]
            .iter()
            .any(|name| attribute.path().is_ident(name))
        {
            writeln!(record, "  {}", line(&attribute.meta)).unwrap();
        }
    }
}

fn fields(record: &mut String, fields: &Fields, all: bool) {
    for (place, field) in fields.iter().enumerate() {
        if all || is_public(&field.vis) {
            let name = field.ident.as_ref().map_or(place.to_string(), ToString::to_string);
            writeln!(record, "      {name}: {}", line(&field.ty)).unwrap();
        }
    }
}

fn implementation(record: &mut String, item: &syn::ItemImpl) {
    let generics = line(&item.generics);
    let kind = line(&item.self_ty);
    if let Some((_, of, _)) = &item.trait_ {
        return writeln!(record, "  impl{generics} {} for {kind}", line(of)).unwrap();
    }
    for member in &item.items {
        match member {
            ImplItem::Fn(function) if is_public(&function.vis) => {
                writeln!(record, "  {kind}: {}", line(&function.sig)).unwrap();
            }
            ImplItem::Const(constant) if is_public(&constant.vis) => {
                writeln!(record, "  {kind}: const {}: {}", constant.ident, line(&constant.ty))
                    .unwrap();
            }
            _ => {}
        }
    }
}

fn item(record: &mut String, item: &Item) {
    match item {
        Item::Fn(function) if is_public(&function.vis) => {
            writeln!(record, "  {}", line(&function.sig)).unwrap();
        }
        Item::Struct(data) if is_public(&data.vis) => {
            promises(record, &data.attrs);
            writeln!(record, "  struct {}{}", data.ident, line(&data.generics)).unwrap();
            fields(record, &data.fields, false);
        }
        Item::Enum(data) if is_public(&data.vis) => {
            promises(record, &data.attrs);
            writeln!(record, "  enum {}{}", data.ident, line(&data.generics)).unwrap();
            for variant in &data.variants {
                writeln!(record, "    {}", variant.ident).unwrap();
                fields(record, &variant.fields, true);
            }
        }
        Item::Trait(data) if is_public(&data.vis) => writeln!(record, "  {}", line(data)).unwrap(),
        Item::Type(data) if is_public(&data.vis) => writeln!(record, "  {}", line(data)).unwrap(),
        Item::Const(data) if is_public(&data.vis) => {
            writeln!(record, "  const {}: {}", data.ident, line(&data.ty)).unwrap();
        }
        Item::Mod(data) if is_public(&data.vis) => {
            writeln!(record, "  mod {}", data.ident).unwrap();
        }
        Item::Use(data) if is_public(&data.vis) => writeln!(record, "  {}", line(data)).unwrap(),
        Item::Impl(data) => implementation(record, data),
        _ => {}
    }
}

fn record(folder: &str) -> String {
    let source = root().join(folder).join("src");
    let mut text = String::new();
    for file in rust_files(&source) {
        let mut items = String::new();
        for part in &syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap().items {
            item(&mut items, part);
        }
        if !items.is_empty() {
            let shown: &Path = file.strip_prefix(&source).unwrap();
            writeln!(text, "{}\n{items}", shown.display()).unwrap();
        }
    }
    text
}

#[test]
fn public_api_is_recorded() {
    for folder in ["bundle", "runtime"] {
        insta::with_settings!({ snapshot_path => root().join("tests/snapshots/api"), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(folder, record(folder));
        });
    }
}

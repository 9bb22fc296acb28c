//! The options that make a request about SAFR.

use anyhow::{Context as _, bail};
use clap::Args;
use saffron_vocabulary::safr::ItemType;

use super::racf::{self, OperationArg, RacfAsked};
use crate::wire::{self, OwnedItem, OwnedSafrRequest, OwnedWith, bare_type, item_type, put};

/// The fields of `with` that `--with` takes.
const WITH: &str = "folder, view, logical-record, logical-file, physical-file, refs, items, \
                    source-environment, target-environment, group";

/// Options for fields of requests about SAFR.
pub(super) const FLAGS: [&str; 6] =
    ["login_group", "login_environment", "item_type", "item", "environment", "with"];

#[derive(Debug, Args)]
#[command(next_help_heading = "The request, about SAFR")]
pub(super) struct SafrAsked {
    /// Group chosen at login; not needed for a system administrator
    #[arg(long, value_name = "GROUP")]
    login_group: Option<String>,

    /// Environment chosen at login
    #[arg(long, value_name = "NAME", conflicts_with_all = racf::FLAGS)]
    login_environment: Option<String>,

    /// The type of the item, such as view-folder
    #[arg(long, value_name = "TYPE", value_parser = type_of)]
    item_type: Option<ItemType>,

    /// The item
    #[arg(long, value_name = "NAME")]
    item: Option<String>,

    /// Environment of the item. Default: the environment of the login
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,

    /// Other fields of the operation: folder=NAME, view=NAME, source-environment=NAME; repeat it for
    /// each item of a list: refs=TYPE:NAME, items=NAME or items=TYPE:NAME
    #[arg(long, value_name = "FIELD=VALUE", value_parser = field)]
    with: Vec<(String, String)>,
}

fn type_of(text: &str) -> Result<ItemType, String> {
    item_type(text, "item_type").map_err(|malformed| wire::problem(&malformed))
}

fn field(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    parts.ok_or_else(|| "write a field as folder=MONTH_END".to_owned())
}

impl SafrAsked {
    /// Whether one of the options is present, so that the request is about SAFR.
    pub(super) const fn is_given(&self) -> bool {
        self.login_group.is_some()
            || self.login_environment.is_some()
            || self.item_type.is_some()
            || self.item.is_some()
            || self.environment.is_some()
            || !self.with.is_empty()
    }

    pub(super) fn request<'a>(
        &'a self,
        asked: &'a RacfAsked,
    ) -> anyhow::Result<OwnedSafrRequest<'a>> {
        let user = asked.user.as_deref().context("the request has no user; add --user ID")?;
        let Some(OperationArg::Safr(operation)) = asked.operation else {
            bail!("the request has no operation; add one such as --operation modify");
        };
        let item_type =
            self.item_type.context("the request has no item; add --item-type and --item")?;
        let login = self.login_environment.as_deref();
        let request = OwnedSafrRequest {
            user: user.into(),
            login_group: self.login_group.as_deref().map(Into::into),
            login_environment: login
                .context("the request has no login environment; add --login-environment NAME")?
                .into(),
            operation,
            item_type,
            item: self.item.as_deref().map(Into::into),
            environment: self.environment.as_deref().map(Into::into),
            with: self.with(bare_type(operation, item_type))?,
            id: None,
        };
        request
            .checked()
            .map_err(|malformed| anyhow::anyhow!("the request is incomplete: {malformed}"))
    }

    fn with(&self, bare: ItemType) -> anyhow::Result<OwnedWith<'_>> {
        let mut with = OwnedWith::default();
        for (name, value) in &self.with {
            let field = format!("--with {name}");
            let text = || value.as_str().into();
            let placed = match name.replace('_', "-").as_str() {
                "folder" => put(&mut with.folder, &field, text()),
                "source-environment" => put(&mut with.source_environment, &field, text()),
                "target-environment" => put(&mut with.target_environment, &field, text()),
                "group" => put(&mut with.group, &field, text()),
                "refs" => {
                    with.refs.get_or_insert_default().push(typed(value, None)?);
                    Ok(())
                }
                "items" => {
                    with.items.get_or_insert_default().push(typed(value, Some(bare))?);
                    Ok(())
                }
                "view" | "logical-record" | "logical-file" | "physical-file" => {
                    let item_type = type_of(name).map_err(anyhow::Error::msg)?;
                    put(&mut with.referrer, &field, OwnedItem { item_type, name: text() })
                }
                _ => bail!("--with {name}: unknown field; expected one of {WITH}"),
            };
            placed.map_err(|malformed| anyhow::anyhow!("{malformed}"))?;
        }
        Ok(with)
    }
}

/// `logical-record:LR_GL`, or a name alone where the type is known.
fn typed(value: &str, bare: Option<ItemType>) -> anyhow::Result<OwnedItem<'_>> {
    let parts = value.split_once(':');
    let named = parts.and_then(|(kind, name)| Some((type_of(kind).ok()?, name)));
    match (named, bare) {
        (Some((item_type, name)), _) => Ok(OwnedItem { item_type, name: name.into() }),
        (None, Some(item_type)) => Ok(OwnedItem { item_type, name: value.into() }),
        (None, None) => {
            bail!("--with refs: write type and name, such as refs=logical-record:LR_GL")
        }
    }
}

//! The webhooks that the server sends: their secret and their signatures.

use super::package;
use crate::{
    config::{Encoding, SecretForm, Verify, Webhooks as Configured},
    lower::{context::Cx, text::naming},
    model::{HmacSha256, Resource, SignatureScheme, TypeId, Types, Webhooks},
    openapi,
    pointer::Pointer,
};

/// `None` if the document has no webhooks.
pub(crate) fn webhooks(cx: Cx<'_>, types: &Types, resources: &[Resource]) -> Option<Webhooks> {
    let sections = openapi::WEBHOOKS.map(|it| Pointer::root().child(it));
    let event = types.defs.iter().position(|it| sections.contains(&it.origin))?;
    cx.config.use_webhooks();
    let config = cx.config.webhooks().cloned().unwrap_or_default();
    let env = || config.env.clone().unwrap_or_else(|| package::variable(cx, "webhook_secret"));
    Some(Webhooks {
        accessor: accessor(&config, resources),
        event: TypeId(event),
        env: (config.verify != Verify::None).then(env),
        event_header: config.event_header.clone(),
        scheme: scheme(config),
    })
}

/// The method of the client that reads webhooks.
pub(crate) const WEBHOOKS: &str = "webhooks";

/// The method of the client. A resource with the same name keeps it.
fn accessor(config: &Configured, resources: &[Resource]) -> String {
    if let Some(name) = &config.name {
        return naming::chosen(name);
    }
    let is_taken = resources.iter().any(|it| it.is_of_client() && it.accessor() == WEBHOOKS);
    if is_taken { "webhook_events".to_owned() } else { WEBHOOKS.to_owned() }
}

fn scheme(config: Configured) -> SignatureScheme {
    let Configured { id_header, timestamp_header, signature_header, .. } = config;
    match config.verify {
        Verify::None => SignatureScheme::Unsigned,
        Verify::Standard => {
            SignatureScheme::Standard { id_header, timestamp_header, signature_header }
        }
        Verify::HmacSha256 => SignatureScheme::HmacSha256(Box::new(HmacSha256 {
            id_header,
            timestamp_header,
            signature_header: signature_header.unwrap_or_default(),
            form: config.signature,
            signed: config.signed,
            is_base64: config.encoding == Some(Encoding::Base64),
            has_base64_secret: config.secret == Some(SecretForm::Base64),
        })),
    }
}

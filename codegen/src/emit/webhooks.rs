//! The webhooks of the client: their signatures, their secret and their events.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs,
    environment::otherwise,
    scope::{Scope, ident},
};
use crate::model::{Api, HmacSha256, SignatureScheme, Webhooks};

/// The cargo feature that verifies signatures.
pub(super) const FEATURE: &str = "standard-webhooks";

/// `const WEBHOOKS: WebhookScheme = …;`
pub(super) fn scheme(webhooks: &Webhooks, scope: &Scope<'_>) -> TokenStream {
    let ty = scope.runtime("WebhookScheme");
    let made = match &webhooks.scheme {
        SignatureScheme::Unsigned => quote!(unsigned()),
        SignatureScheme::Standard { id_header, timestamp_header, signature_header } => {
            let calls = [
                call("id_header", id_header.as_deref()),
                call("timestamp_header", timestamp_header.as_deref()),
                call("signature_header", signature_header.as_deref()),
            ];
            quote!(standard() #(#calls)*)
        }
        SignatureScheme::HmacSha256(hmac) => hmac_sha256(hmac),
    };
    let event_header = call("event_header", webhooks.event_header.as_deref());
    let env = call("env", webhooks.env.as_deref());
    quote! {
        /// How the server signs its webhooks.
        const WEBHOOKS: #ty = #ty::#made #event_header #env;
    }
}

fn hmac_sha256(hmac: &HmacSha256) -> TokenStream {
    let header = &hmac.signature_header;
    let calls = [
        call("form", hmac.form.as_deref()),
        call("id_header", hmac.id_header.as_deref()),
        call("timestamp_header", hmac.timestamp_header.as_deref()),
        call("signed", hmac.signed.as_deref()),
        hmac.is_base64.then(|| quote!(.base64())),
        hmac.has_base64_secret.then(|| quote!(.base64_secret())),
    ];
    quote!(hmac_sha256(#header) #(#calls)*)
}

fn call(name: &str, value: Option<&str>) -> Option<TokenStream> {
    let name = ident(name);
    value.map(|value| quote!(.#name(#value)))
}

/// The method of the client.
pub(super) fn accessor(api: &Api) -> Option<TokenStream> {
    let webhooks = api.webhooks.as_ref()?;
    let name = ident(&webhooks.accessor);
    let event = ident(&api.types[webhooks.event].name.rust);
    let docs = docs::plain(
        "Verifies the webhooks that the server sends, and decodes their events. It needs the feature \
         `standard-webhooks`.",
    );
    Some(quote! {
        #docs
        #[cfg(feature = #FEATURE)]
        pub fn #name(&self) -> runtime::Webhooks<crate::types::#event> {
            self.core.webhooks()
        }
    })
}

/// The setter of the secret.
pub(super) fn setter(webhooks: &Webhooks, scope: &Scope<'_>) -> Option<TokenStream> {
    webhooks.env.as_ref()?;
    let secret = scope.runtime("Secret");
    let into = scope.prelude("Into");
    let docs = docs::plain(&format!(
        "Sets the secret with which the server signs its webhooks{}.",
        otherwise(webhooks.env.as_deref()),
    ));
    Some(quote! {
        #docs
        pub fn webhook_secret(self, secret: impl #into<#secret>) -> Self {
            Self(self.0.webhook_secret(secret))
        }
    })
}

//! Credentials: their static description and the builder's setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    docs,
    environment::otherwise,
    scope::{Scope, ident},
};
use crate::model::{Credential, Scheme};

/// `Credential::bearer("api_key", Some("API_KEY"))`.
pub(super) fn expr(credential: &Credential, scope: &Scope<'_>) -> TokenStream {
    let ty = scope.runtime("Credential");
    let name = &credential.name.rust;
    let env = match &credential.env {
        Some(env) => quote!(Some(#env)),
        None => quote!(None),
    };
    let optional = credential.optional.then(|| quote!(.optional()));
    let on_demand = credential.on_demand.then(|| quote!(.on_demand()));
    let made = match &credential.scheme {
        Scheme::Bearer | Scheme::ClientCredentials { .. } => quote!(bearer(#name, #env)),
        Scheme::Basic => quote!(basic(#name, #env)),
        Scheme::Header(header) => quote!(header(#name, #env, #header)),
        Scheme::Query(param) => quote!(query(#name, #env, #param)),
        Scheme::Cookie(cookie) => quote!(cookie(#name, #env, #cookie)),
    };
    quote!(#ty::#made #optional #on_demand)
}

/// The arguments of a credential's setter, and the values to pass on.
pub(super) fn arguments(credential: &Credential, scope: &Scope<'_>) -> (TokenStream, TokenStream) {
    if credential.scheme == Scheme::Basic {
        let arguments = quote!(user: impl AsRef<str>, password: impl AsRef<str>);
        return (arguments, quote!(user, password));
    }
    let name = ident(&credential.name.rust);
    let secret = scope.runtime("Secret");
    (quote!(#name: impl Into<#secret>), quote!(#name))
}

/// The builder's setters for a credential and for its provider.
pub(super) fn setters(credentials: &[Credential], scope: &Scope<'_>) -> Vec<TokenStream> {
    let only = credentials.len() == 1;
    credentials.iter().map(|credential| setter(credential, only, scope)).collect()
}

fn setter(credential: &Credential, only: bool, scope: &Scope<'_>) -> TokenStream {
    let docs = docs::plain(&described(credential));
    let setting = &credential.name.rust;
    let name = ident(setting);
    let provider = format_ident!("{}", credential.provider_setter());
    let (arguments, values) = arguments(credential, scope);
    let key_provider = scope.runtime("KeyProvider");
    let value = match credential.scheme {
        Scheme::Basic => {
            let secret = scope.runtime("Secret");
            quote!(#secret::basic(#values))
        }
        _ => values,
    };
    let (set, provide) = if only {
        (quote!(credential(#value)), quote!(credential_provider(provider)))
    } else {
        (
            quote!(credential_as(#setting, #value)),
            quote!(credential_provider_as(#setting, provider)),
        )
    };
    let client_credentials = client_credentials(credential, &provider, scope);
    quote! {
        #docs
        pub fn #name(self, #arguments) -> Self {
            Self(self.0.#set)
        }

        #client_credentials

        /// Asks `provider` for the credential before each attempt.
        pub fn #provider(self, provider: impl #key_provider) -> Self {
            Self(self.0.#provide)
        }
    }
}

/// The setter that gets tokens, if the document says where.
fn client_credentials(
    credential: &Credential,
    provider: &Ident,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let Scheme::ClientCredentials { token_url, scopes } = &credential.scheme else { return None };
    let name = format_ident!("{}", credential.client_credentials_setter());
    let (oauth2, secret) = (scope.runtime("OAuth2"), scope.runtime("Secret"));
    let names: Vec<_> = scopes.iter().map(|it| format!("`{it}`")).collect();
    let known = match names.is_empty() {
        true => String::new(),
        false => format!(" The document lists these scopes: {}.", names.join(", ")),
    };
    let docs = docs::plain(&format!(
        "Gets tokens from `{token_url}` with the ID and the secret of a client (RFC 6749 §4.4), and \
         replaces them before they expire.{known} For other settings, pass an `OAuth2` to \
         `{provider}`.",
    ));
    Some(quote! {
        #docs
        pub fn #name(
            self,
            id: impl Into<String>,
            secret: impl Into<#secret>,
            scopes: &[&str],
        ) -> Self {
            let tokens = #oauth2::client_credentials(#token_url, id, secret);
            self.#provider(tokens.scopes(scopes.iter().copied()))
        }
    })
}

fn described(credential: &Credential) -> String {
    let place = match &credential.scheme {
        Scheme::Bearer | Scheme::ClientCredentials { .. } => {
            "Sets the credential, sent as a bearer token".to_owned()
        }
        Scheme::Basic => "Sets the user name and password, sent as in RFC 7617".to_owned(),
        Scheme::Header(name) => format!("Sets the credential, sent as the header `{name}`"),
        Scheme::Query(name) => format!("Sets the credential, sent as the query parameter `{name}`"),
        Scheme::Cookie(name) => format!("Sets the credential, sent as the cookie `{name}`"),
    };
    format!("{place}{}.", otherwise(credential.env.as_deref()))
}

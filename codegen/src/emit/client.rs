//! The client and its builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{
    credentials, docs, environment, features,
    scope::{Scope, ident},
    servers, webhooks,
};
use crate::model::{Api, Header, Region};

/// `client.rs`.
pub(super) fn file(api: &Api) -> TokenStream {
    let scope = Scope::of_calls(api, ["Client", "ClientBuilder", "Server"]);
    let settings = settings(api, &scope);
    let servers = servers::items(&api.client);
    let client = client(api, &scope);
    let builder = builder(api, &scope);
    let builder_macro = scope.runtime_macro("client_builder");
    let items = quote! {
        #settings
        #client
        #builder
        #servers
        #builder_macro! { ClientBuilder => Client }
    };
    scope.file(docs::plain_inner("The client and its configuration."), items)
}

/// The static description of the API.
fn settings(api: &Api, scope: &Scope<'_>) -> TokenStream {
    let client = &api.client;
    let api_type = scope.runtime("Api");
    let agent = format!("{}/", api.package.name);
    let base_url = option(client.base_url.as_deref());
    let base_url_env = option(client.base_url_env.as_deref());
    let headers_env = option(client.headers_env.as_deref());
    let request_id = &client.request_id;
    let idempotency_header = option(client.idempotency_header.as_deref());
    let retry_all_methods = client.retry_all_methods;
    let credentials = client.credentials.iter().map(|it| credentials::expr(it, scope));
    let headers = client.headers.iter().map(|it| header(it, scope));
    let regions = regions(&client.regions, scope);
    let webhooks = api.webhooks.as_ref().map(|it| webhooks::scheme(it, scope));
    quote! {
        /// The static description of the API.
        static API: #api_type = #api_type {
            user_agent: concat!(#agent, env!("CARGO_PKG_VERSION")),
            base_url: #base_url,
            base_url_env: #base_url_env,
            headers_env: #headers_env,
            request_id: #request_id,
            credentials: &[#(#credentials),*],
            headers: &[#(#headers),*],
            idempotency_header: #idempotency_header,
            retry_all_methods: #retry_all_methods,
        };

        #regions

        #webhooks
    }
}

fn option(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

fn header(header: &Header, scope: &Scope<'_>) -> TokenStream {
    let ty = scope.runtime("Header");
    let name = &header.name.wire;
    let env = option(header.env.as_deref());
    quote!(#ty { name: #name, env: #env })
}

fn regions(regions: &[Region], scope: &Scope<'_>) -> Option<TokenStream> {
    if regions.is_empty() {
        return None;
    }
    let ty = scope.runtime("Region");
    let regions =
        regions.iter().map(|Region { name, base_url }| quote!(#ty::new(#name, #base_url)));
    Some(quote!(const REGIONS: &[#ty] = &[#(#regions),*];))
}

fn client(api: &Api, scope: &Scope<'_>) -> TokenStream {
    let error = scope.runtime("Error");
    let docs = docs::plain(&format!(
        "A client of {}. It is cheap to clone; clones share one connection pool.",
        api.package.subject,
    ));
    let new = new(api, scope);
    let env = docs::plain(&environment::configured(api));
    let webhooks = webhooks::accessor(api);
    let scheme = api.webhooks.as_ref().map(|_| quote!(.webhooks(WEBHOOKS)));
    let accessors = api.resources.iter().filter(|it| it.is_of_client()).map(accessor);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            core: runtime::Client,
        }

        impl Client {
            #new

            #env
            pub fn from_env() -> Result<Self, #error> {
                Self::builder().env().build()
            }

            /// Returns a builder with the default settings.
            pub fn builder() -> ClientBuilder {
                ClientBuilder(runtime::ClientBuilder::new(&API) #scheme)
            }

            #(#accessors)*

            #webhooks
        }
    }
}

fn new(api: &Api, scope: &Scope<'_>) -> TokenStream {
    let error = scope.runtime("Error");
    let leading = api.client.credentials.iter().filter(|it| it.leading);
    let parts: Vec<_> =
        leading.map(|it| (ident(&it.name.rust), credentials::arguments(it, scope))).collect();
    let setters: Vec<_> = parts.iter().map(|(setter, _)| setter).collect();
    let arguments = parts.iter().map(|(_, (arguments, _))| arguments);
    let values = parts.iter().map(|(_, (_, values))| values);
    let names: Vec<_> = setters.iter().map(|it| format!("`{it}`")).collect();
    let what = match &names[..] {
        [] => "Creates a client with the default settings.".to_owned(),
        names => {
            let many = if names.len() > 1 { "credentials" } else { "credential" };
            format!(
                "Creates a client with the {many} {} and the default settings.",
                names.join(" and ")
            )
        }
    };
    let docs = docs::plain(&format!(
        "{what}\n\n# Errors\n\n[`Error::Config`]; see [`ClientBuilder::build`].",
    ));
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Result<Self, #error> {
            Self::builder()#(.#setters(#values))*.build()
        }
    }
}

fn accessor(resource: &crate::model::Resource) -> TokenStream {
    let docs = docs::plain(&format!("Operations on {}.", resource.name.wire.to_lowercase()));
    let name = ident(resource.accessor());
    let ty = ident(&resource.type_name);
    let gate = features::gate(&resource.feature);
    quote! {
        #docs
        #gate
        pub fn #name(&self) -> crate::resources::#ty {
            crate::resources::#ty(self.core.clone())
        }
    }
}

fn builder(api: &Api, scope: &Scope<'_>) -> TokenStream {
    let credentials: Vec<_> = credentials::setters(&api.client.credentials, scope);
    let headers: Vec<_> =
        api.client.headers.iter().enumerate().map(|(index, it)| header_setter(index, it)).collect();
    let region = region_setter(&api.client.regions);
    let server = servers::setter(&api.client);
    let secret = api.webhooks.as_ref().and_then(|it| webhooks::setter(it, scope));
    let own = [&server, &region, &secret].into_iter().any(|it| it.is_some());
    let is_needed = !credentials.is_empty() || !headers.is_empty() || own;
    let setters = is_needed.then(|| {
        quote! {
            impl ClientBuilder {
                #(#credentials)*
                #(#headers)*
                #region
                #server
                #secret
            }
        }
    });
    quote! {
        /// Configures a [`Client`].
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct ClientBuilder(runtime::ClientBuilder);

        #setters
    }
}

fn header_setter(index: usize, header: &Header) -> TokenStream {
    let text = if header.docs.is_empty() { "A setting" } else { header.docs.trim_end_matches('.') };
    let docs = docs::outer(
        &format!(
            "{text}, sent as the header `{}`{}.",
            header.name.wire,
            environment::otherwise(header.env.as_deref()),
        ),
        None,
    );
    let index = Literal::usize_unsuffixed(index);
    let name = ident(&header.name.rust);
    quote! {
        #docs
        pub fn #name(self, #name: impl AsRef<str>) -> Self {
            Self(self.0.setting(API.headers[#index], #name))
        }
    }
}

fn region_setter(regions: &[Region]) -> Option<TokenStream> {
    if regions.is_empty() {
        return None;
    }
    let names: Vec<_> = regions.iter().map(|it| format!("`{}`", it.name)).collect();
    let docs = docs::plain(&format!(
        "Sets the region in which the server stores and processes data: {}. It overrides a base URL \
         from the environment. Any other name is an error of `build`. A region together with \
         `base_url` is also an error.",
        names.join(", "),
    ));
    Some(quote! {
        #docs
        pub fn data_residency(self, region: impl AsRef<str>) -> Self {
            Self(self.0.region(REGIONS, region))
        }
    })
}

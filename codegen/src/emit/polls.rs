//! Methods that wait for a result that is ready later.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{
    bodies, docs, operations, params,
    scope::{Scope, ident},
};
use crate::model::{Api, FinalState, LongRunning, Method, Poll, Resource};

/// The description of how to wait, and the method that reads the state if it is of another resource.
pub(super) fn item(
    resource: &Resource,
    method: &Method,
    api: &Api,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    let poll = method.poll.as_ref()?;
    let reader = &api.resources[poll.read.0];
    let reading = &reader.methods[poll.read.1];
    let is_own = reader.trail == resource.trail;
    let (own, constant) = (operations::constant(reading), constant(method));
    let read = if is_own { own } else { format_ident!("{constant}_READ") };
    let other = (!is_own).then(|| operations::operation(reader, reading, &read, scope));
    let ty = scope.runtime("LongRunning");
    let Poll { property, until, failed, .. } = poll;
    let ids = poll.ids.iter().map(|(param, property)| quote!((#param, #property)));
    let ids = (!poll.ids.is_empty()).then(|| quote!(.ids(&[#(#ids),*])));
    let failed = (!failed.is_empty()).then(|| quote!(.failed(&[#(#failed),*])));
    let interval = poll.interval.map(|(first, longest)| {
        let [first, longest] = [first, longest].map(Literal::u64_unsuffixed);
        quote!(.interval(#first, #longest))
    });
    let wait_header = poll.wait_header.as_ref().map(|it| quote!(.wait_header(#it)));
    Some(quote! {
        #other
        static #constant: #ty =
            #ty::new(&#read, #property, &[#(#until),*]) #ids #failed #interval #wait_header;
    })
}

fn constant(method: &Method) -> Ident {
    format_ident!("{}_UNTIL_DONE", operations::constant(method))
}

/// `create_and_poll`.
pub(super) fn method(method: &Method, api: &Api, scope: &Scope<'_>) -> Option<TokenStream> {
    let poll = method.poll.as_ref()?;
    let start = &method.name.rust;
    let docs = docs::plain(&format!(
        "Calls [`{0}`](Self::{0}), and then {1}. To set options of the first request, call `until_done` \
         of the request that `{0}` returns.",
        start.trim_start_matches("r#"),
        described(poll, api),
    ));
    let body = || method.body.as_ref().filter(|body| body.argument);
    let arguments = method.params.arguments.iter().map(|it| params::argument(it, scope));
    let arguments = arguments.chain(body().map(|it| bodies::argument(it, scope)));
    let arguments: Vec<_> = arguments.collect();
    let many = params::many(arguments.len() + 1);
    let passed = method.params.arguments.iter().map(|it| ident(&it.name.rust));
    let passed = passed.chain(body().map(|_| ident("body")));
    let deprecated = method.deprecated.then(|| quote!(#[deprecated]));
    let allowed = method
        .deprecated
        .then(|| quote!(#[allow(deprecated, reason = "both methods are deprecated")]));
    let (name, start) = (ident(&poll.name), ident(start));
    let (polling, result) = (scope.runtime("Polling"), scope.ty(&poll.result));
    Some(quote! {
        #docs
        #deprecated
        #allowed
        #many
        pub fn #name(&self, #(#arguments),*) -> #polling<'static, #result> {
            self.#start(#(#passed),*).until_done()
        }
    })
}

/// `until_done` of the request.
pub(super) fn setter(method: &Method, api: &Api, scope: &Scope<'_>) -> Option<TokenStream> {
    let Some(poll) = &method.poll else { return by_headers(method, scope) };
    let docs = docs::plain(&format!("Sends the request, and then {}.", described(poll, api)));
    let (polling, result) = (scope.runtime("Polling"), scope.ty(&poll.result));
    let constant = constant(method);
    Some(quote! {
        #docs
        pub fn until_done(self) -> #polling<'static, #result> {
            self.0.until_done(&#constant)
        }
    })
}

/// `until_done` of a request whose response names the URL of its state.
fn by_headers(method: &Method, scope: &Scope<'_>) -> Option<TokenStream> {
    let LongRunning { result, ty } = method.long_running.as_ref()?;
    let docs = docs::plain(
        "Sends the request, and then reads the state of the operation until the operation is done. A \
         header of the response has the URL of the state.",
    );
    let (polling, rule) = (scope.runtime("Polling"), scope.runtime("LongRunning"));
    let state = scope.runtime("FinalState");
    let result = match result {
        FinalState::Unstated => quote!(Unstated),
        FinalState::Monitor => quote!(Monitor),
        FinalState::Location => quote!(Location),
        FinalState::OriginalUri => quote!(OriginalUri),
    };
    let ty = ty.as_ref().map_or_else(|| quote!(()), |ty| scope.ty(ty));
    Some(quote! {
        #docs
        pub fn until_done(self) -> #polling<'static, #ty> {
            self.0.until_done(const { &#rule::by_headers(#state::#result) })
        }
    })
}

/// What happens after the first request.
fn described(poll: &Poll, api: &Api) -> String {
    let reader = &api.resources[poll.read.0];
    let reading = &reader.methods[poll.read.1].name.rust;
    let states: Vec<String> = poll.until.iter().map(|it| docs::code(it)).collect();
    let states = match states.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    };
    format!(
        "[`{0}::{1}`](super::{0}::{1}) until {2} is {states}",
        reader.type_name,
        reading.trim_start_matches("r#"),
        docs::code(&poll.property),
    )
}

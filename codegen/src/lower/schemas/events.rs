//! The union of the events of webhooks.

use openapiv3::{Discriminator, ReferenceOr, Schema, SchemaData};

use super::{discrimination::Branch, store::Schemas, view::SchemaRef};
use crate::{
    lower::{
        draft::{MARKS, NameHint},
        text::variant_names::{self, Candidate},
    },
    model::{Case, Discrimination, TypeId, TypeRef},
    pointer::Pointer,
};

/// The body of a webhook.
pub(crate) struct Payload {
    /// The key of the webhook.
    pub(crate) webhook: String,
    /// The name of its event in a header.
    pub(crate) event: String,
    pub(crate) docs: String,
    pub(crate) at: Pointer,
    pub(crate) hint: NameHint,
    pub(crate) schema: ReferenceOr<Schema>,
}

/// The words of the union of all events.
const EVENT: &str = "webhook event";
const DOCS: &str = "An event that the server sends to a webhook.";

impl Schemas<'_> {
    /// The union of all events. The payloads discriminate it, as in any other union.
    pub(crate) fn events(&mut self, at: &Pointer, payloads: &[Payload]) -> TypeRef {
        let hint = NameHint::inline(EVENT);
        let payloads: Vec<&Payload> = payloads.iter().collect();
        self.events_of(at, &hint, &payloads)
    }

    /// The union of all events. A header names the event. Events with several payloads are unions
    /// themselves.
    pub(crate) fn events_by_header(&mut self, at: &Pointer, payloads: &[Payload]) -> TypeRef {
        let hint = NameHint::inline(EVENT);
        let id = self.open_union(at, &hint, &described(DOCS));
        let mut groups: Vec<(&str, Vec<&Payload>)> = Vec::new();
        for payload in payloads {
            match groups.iter_mut().find(|(event, _)| *event == payload.event) {
                Some((_, group)) => group.push(payload),
                None => groups.push((&payload.event, vec![payload])),
            }
        }
        let mut branches = Vec::new();
        let mut cases = Vec::new();
        for (event, group) in groups {
            let branch = match &group[..] {
                [only] => self.event(only),
                several => {
                    let hint = NameHint::inline(&format!("{event} webhook"));
                    let ty = self.events_of(&at.child(event), &hint, several);
                    self.typed_branch(event.to_owned(), None, Default::default(), ty)
                }
            };
            branches.push(branch);
            cases.push(vec![Case::Word(event.to_owned())]);
        }
        self.close_events(id, branches, cases, Discrimination::Header);
        TypeRef::Named(id)
    }

    fn events_of(&mut self, at: &Pointer, hint: &NameHint, payloads: &[&Payload]) -> TypeRef {
        let id = self.open_union(at, hint, &described(DOCS));
        let list: Vec<_> = payloads.iter().map(|it| (it.at.clone(), &it.schema)).collect();
        let found = self.alternatives(&list, None);
        let words: Vec<Option<String>> =
            found.into_iter().map(|it| it.is_constant.then_some(it.word)).collect();
        let mut branches: Vec<Branch> = Vec::new();
        for (payload, word) in payloads.iter().zip(words) {
            let branch = self.event(payload);
            match branches.iter_mut().find(|it| it.ty == branch.ty) {
                // Nothing tells these webhooks apart, so that the variant is named after the type.
                Some(same) => {
                    let component = same.target.as_ref().map(|at| NameHint::of(self.cx, at).rust);
                    same.word = component.unwrap_or_else(|| std::mem::take(&mut same.word));
                    same.docs.clear();
                }
                None => branches.push(match word {
                    Some(word) => Branch { word, is_constant: true, ..branch },
                    None => branch,
                }),
            }
        }
        let discriminator = only_tag(&branches);
        let (branches, by, cases) = self.discriminated(branches, discriminator.as_ref(), at);
        self.close_events(id, branches, cases, by);
        TypeRef::Named(id)
    }

    /// The names of events are whole, even if all of them start alike: others may be added.
    fn close_events(
        &mut self,
        id: TypeId,
        branches: Vec<Branch>,
        cases: Vec<Vec<Case>>,
        by: Discrimination,
    ) {
        let words = branches.iter().map(|it| Candidate { value: &it.word, chosen: None });
        let names = variant_names::unique(&words.collect::<Vec<_>>());
        self.close_named(id, branches.into_iter().zip(names).zip(cases), by);
    }

    fn event(&mut self, payload: &Payload) -> Branch {
        let Payload { at, hint, schema, .. } = payload;
        let target = match schema {
            ReferenceOr::Reference { reference } => {
                self.cx.resolver.find::<Schema>(reference).map(|it| it.pointer)
            }
            ReferenceOr::Item(_) => None,
        };
        let found = SchemaRef::from(schema).schema(self.cx.resolver);
        let properties = found.map(|it| self.properties(&it, at, 0, &mut Vec::new()));
        let ty = match self.lower(schema.into(), at, hint) {
            TypeRef::Option(inner) => *inner,
            other => other,
        };
        let word = payload.webhook.clone();
        let branch = self.typed_branch(word, target, properties.unwrap_or_default(), ty);
        Branch { docs: payload.docs.clone(), ..branch }
    }
}

fn described(docs: &str) -> SchemaData {
    SchemaData { description: Some(docs.to_owned()), ..SchemaData::default() }
}

/// The tag of the only event, so that another one is not taken for it.
fn only_tag(branches: &[Branch]) -> Option<Discriminator> {
    let [only] = branches else { return None };
    let marked =
        only.constants.iter().find(|(name, values)| values.len() == 1 && MARKS.contains(&&**name));
    let property_name = marked?.0.clone();
    Some(Discriminator { property_name, ..Discriminator::default() })
}

//! The model of an SDK: the content of a document, resolved, named and in the order of the output. It
//! contains all decisions; the emitters only print it.

mod api;
mod example;
mod form;
mod lists;
mod method;
mod name;
mod paging;
mod type_ref;
mod types;

pub(crate) use api::{
    Api, Client, Credential, Custom, Forward, Header, HmacSha256, Package, Region, Resource,
    Scheme, Server, SignatureScheme, Variable, Webhooks,
};
pub(crate) use example::ExampleKind;
pub(crate) use form::Form;
pub(crate) use lists::{FieldPath, List, Next, Verdict};
pub(crate) use method::{
    Body, Content, FinalState, Flag, Location, LongRunning, Method, MethodKind, Param, Params,
    Poll, PropertyStyle, Style, Verb,
};
pub(crate) use name::Name;
pub use paging::{Counting, NextPage, Paging};
pub(crate) use type_ref::{TypeId, TypeRef};
pub(crate) use types::{
    AdditionalProperties, AnswerVariant, Case, Conversion, Discrimination, EnumVariant,
    ErrorVariant, Field, FormerName, HeaderField, JsonType, Module, PartVariant, Returns, Shape,
    Status, Struct, TypeDef, Types, Union, UnionVariant, Values, WEBSOCKETS,
};

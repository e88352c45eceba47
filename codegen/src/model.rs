//! The model of an SDK: the content of a document, resolved, named and in the order of the output. It
//! contains all decisions; the emitters only print it.

mod api;
mod form;
mod method;
mod name;
mod types;

pub(crate) use api::{
    Api, Client, Credential, Custom, Header, Package, Region, Resource, Scheme, Server, Variable,
};
pub(crate) use form::Form;
pub(crate) use method::{
    Body, Content, Flag, Location, Method, MethodKind, Param, Params, PropertyStyle, Style, Verb,
};
pub(crate) use name::Name;
pub(crate) use types::{
    AdditionalProperties, AnswerVariant, Case, Conversion, Discrimination, EnumVariant,
    ErrorVariant, Field, FormerName, HeaderField, JsonType, List, Module, Next, PartVariant,
    Returns, Shape, Status, Struct, TypeDef, TypeId, TypeRef, Types, Union, UnionVariant, Values,
};

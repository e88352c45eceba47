//! No document can turn the arguments of a constructor around by ordering its properties in another way.

use std::collections::{BTreeMap, BTreeSet};

use bessemer_codegen::{Config, Document, Output, generate};
use syn::{
    FnArg, GenericArgument, Ident, ImplItem, ImplItemFn, Item, ItemStruct, PathArguments, Token,
    Type, TypeParamBound,
    parse::{ParseBuffer, ParseStream},
    token::Paren,
};

use crate::support::{documents, generated};

#[test]
fn arguments_that_could_be_confused_have_names() {
    for media_type in ["application/x-www-form-urlencoded", "application/json"] {
        let [one, other] = [["From", "To"], ["To", "From"]].map(|it| calls(media_type, it));
        let names = |names: [&str; 2]| names.map(str::to_owned);
        let fields = BTreeSet::from(names(["from", "to"]));
        let args = ("CreateCallBodyArgs".to_owned(), names(["From", "To"]).to_vec(), fields);
        assert_eq!(one.args("CreateCallBody"), args);
        assert_eq!(other.args("CreateCallBody"), args);
    }
}

/// A call with a sender and a receiver, which are required in this order.
fn calls(media_type: &str, required: [&str; 2]) -> Constructors {
    let [one, other] = required;
    let document = format!(
        r#"
        openapi: 3.0.1
        info: {{title: Calls, version: "1"}}
        paths:
          /2010-04-01/Accounts/{{AccountSid}}/Calls.json:
            post:
              operationId: CreateCall
              parameters:
                - {{name: AccountSid, in: path, required: true, schema: {{type: string}}}}
              requestBody:
                content:
                  {media_type}:
                    schema:
                      type: object
                      title: CreateCallRequest
                      properties:
                        {one}: {{type: string, format: phone-number}}
                        Timeout: {{type: integer}}
                        {other}: {{type: string, format: phone-number}}
                      required: [{one}, {other}]
              responses:
                '201': {{description: Created.}}
        "#
    );
    let document = Document::parse("calls.yaml", document.as_bytes()).expect("a valid document");
    Constructors::of(&generate(&document, &Config::default()).expect("an output"))
}

#[test]
fn no_constructor_takes_two_arguments_of_one_kind() {
    let fixtures =
        documents("tests/fixtures").into_iter().map(|name| format!("tests/fixtures/{name}"));
    let others = ["spec/containers.yaml", "tests/obstacles/api.yaml"].map(str::to_owned);
    let mut several = 0;
    for path in fixtures.chain(others) {
        let crate_ = Constructors::of(&generated(&path).expect("a valid document"));
        for (name, new) in &crate_.new {
            let mut taken = BTreeSet::new();
            for ty in argument_types(new) {
                let kinds = crate_.kinds(ty);
                let twice: Vec<_> = kinds.intersection(&taken).collect();
                assert!(twice.is_empty(), "{path}: `{name}::new` takes {twice:?} twice");
                taken.extend(kinds);
            }
            several += usize::from(new.sig.inputs.len() > 1);
        }
    }
    assert!(several > 10, "only {several} constructors take several arguments");
}

/// What the types of a generated crate can be made from.
#[derive(Default)]
struct Constructors {
    new: BTreeMap<String, ImplItemFn>,
    structs: BTreeMap<String, ItemStruct>,
    aliases: BTreeMap<String, Type>,
    /// What else than itself a type can be written as.
    written: BTreeMap<String, BTreeSet<String>>,
}

impl Constructors {
    fn of(output: &Output) -> Self {
        let mut found = Self::default();
        for (_, code) in output.files().filter(|(path, _)| path.starts_with("src/types/")) {
            for item in syn::parse_file(code).expect("Rust").items {
                found.add(item);
            }
        }
        found
    }

    fn add(&mut self, item: Item) {
        match item {
            Item::Impl(block) if block.trait_.is_none() => {
                let Type::Path(ty) = &*block.self_ty else { return };
                let name = ty.path.segments.last().expect("a name").ident.to_string();
                for item in block.items {
                    match item {
                        ImplItem::Fn(new) if new.sig.ident == "new" => {
                            self.new.insert(name.clone(), new);
                        }
                        _ => {}
                    }
                }
            }
            Item::Struct(item) => {
                self.structs.insert(item.ident.to_string(), item);
            }
            Item::Type(alias) => {
                self.aliases.insert(alias.ident.to_string(), *alias.ty);
            }
            Item::Macro(item) => self.add_macro(&item.mac),
            _ => {}
        }
    }

    /// Notes what the runtime's macros implement `From` for.
    fn add_macro(&mut self, made: &syn::Macro) {
        let called = made.path.segments.last().expect("a name").ident.to_string();
        let (name, written) = match &*called {
            "string_enum" => (name_in(made), BTreeSet::from(["text".to_owned()])),
            "int_enum" => (name_in(made), BTreeSet::from(["number".to_owned()])),
            "conversions" => made.parse_body_with(conversions).expect("conversions"),
            _ => return,
        };
        self.written.entry(name).or_default().extend(written);
    }

    /// The one argument of a type's `new`, as the names of its struct, its parameters and its fields.
    fn args(&self, name: &str) -> (String, Vec<String>, BTreeSet<String>) {
        let types: Vec<&Type> = argument_types(&self.new[name]).collect();
        let [Type::Path(args)] = types[..] else {
            panic!("`{name}::new` does not take one struct")
        };
        let args = args.path.segments.last().expect("a name").ident.to_string();
        let item = &self.structs[&args];
        let parameters = item.generics.type_params().map(|it| it.ident.to_string()).collect();
        let fields = item.fields.iter().filter_map(|it| it.ident.as_ref());
        (args, parameters, fields.map(ToString::to_string).collect())
    }

    /// All that an argument can be written as.
    fn kinds(&self, ty: &Type) -> BTreeSet<String> {
        let mut kinds = kinds_of(ty);
        let mut open: Vec<String> = kinds.iter().cloned().collect();
        while let Some(name) = open.pop() {
            let alias = self.aliases.get(&name).map(kinds_of).unwrap_or_default();
            let written = self.written.get(&name).cloned().unwrap_or_default();
            for kind in alias.into_iter().chain(written) {
                if kinds.insert(kind.clone()) {
                    open.push(kind);
                }
            }
        }
        kinds
    }
}

/// The name of the type for which a macro is called.
fn name_in(made: &syn::Macro) -> String {
    let tokens = made.tokens.to_string();
    tokens.split_whitespace().next().unwrap_or_default().to_owned()
}

/// Reads `Name { Variant(Payload), Variant as text, Variant as list(Item) }`.
fn conversions(input: ParseStream<'_>) -> syn::Result<(String, BTreeSet<String>)> {
    let name = input.parse::<Ident>()?.to_string();
    let (entries, mut written) = (within(input)?, BTreeSet::new());
    while !entries.is_empty() {
        entries.parse::<Ident>()?;
        if entries.peek(Token![as]) {
            entries.parse::<Token![as]>()?;
            let kind = if entries.parse::<Ident>()? == "text" { "text" } else { "list" };
            written.insert(kind.to_owned());
            if entries.peek(Paren) {
                payload(&entries)?;
            }
        } else {
            written.extend(kinds_of(&payload(&entries)?));
        }
        entries.parse::<Option<Token![,]>>()?;
    }
    Ok((name, written))
}

fn within<'i>(input: ParseStream<'i>) -> syn::Result<ParseBuffer<'i>> {
    let inner;
    syn::braced!(inner in input);
    Ok(inner)
}

fn payload(input: ParseStream<'_>) -> syn::Result<Type> {
    let inner;
    syn::parenthesized!(inner in input);
    inner.parse()
}

fn argument_types(new: &ImplItemFn) -> impl Iterator<Item = &Type> {
    new.sig.inputs.iter().filter_map(|it| match it {
        FnArg::Typed(argument) => Some(&*argument.ty),
        FnArg::Receiver(_) => None,
    })
}

/// What an argument can be written as, by its type alone: the kinds of literals, or the type's name.
fn kinds_of(ty: &Type) -> BTreeSet<String> {
    let kinds: &[&str] = match ty {
        Type::ImplTrait(it) => match it.bounds.first() {
            Some(TypeParamBound::Trait(bound)) => {
                let segment = bound.path.segments.last().expect("a trait");
                match (segment.ident == "IntoIterator", inner(&segment.arguments)) {
                    (false, Some(ty)) if is_called(ty, "Part") => &["Part", "text", "list"],
                    (false, Some(ty)) => return kinds_of(ty),
                    _ => &["list"],
                }
            }
            _ => &[],
        },
        Type::Array(_) | Type::Tuple(_) => &["list"],
        Type::Reference(it) => return kinds_of(&it.elem),
        Type::Path(path) => {
            let segment = path.path.segments.last().expect("a name");
            match &*segment.ident.to_string() {
                "Box" => return inner(&segment.arguments).map(kinds_of).unwrap_or_default(),
                "String" => &["text"],
                "i32" | "i64" | "u32" | "u64" | "f64" => &["number"],
                "Vec" | "BTreeMap" | "Base64" => &["list"],
                "Option" => &["None"],
                name => return BTreeSet::from([name.to_owned()]),
            }
        }
        _ => &[],
    };
    kinds.iter().map(|it| (*it).to_owned()).collect()
}

fn is_called(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(it) if it.path.segments.last().is_some_and(|it| it.ident == name))
}

/// The type in angle brackets.
fn inner(arguments: &PathArguments) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    arguments.args.iter().find_map(|it| match it {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

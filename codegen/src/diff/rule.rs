//! The rules that classify changes. `docs/semver.md` has an example of each.

/// Declares the rules: name, code and sentence.
macro_rules! rules {
    ($($rule:ident $code:literal $sentence:literal,)*) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = concat!("`", $code, "`: ", $sentence, ".")] $rule,)*
        }

        impl Rule {
            /// All rules. Those that usually break callers come first.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The code of the rule, `property-removed`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$rule => $code,)*
                }
            }

            /// Describes the change. `{items}` stands for the items, or `{name}` for the last part of their
            /// paths and `{owners}` for the rest.
            pub(crate) fn sentence(self) -> &'static str {
                match self {
                    $(Self::$rule => $sentence,)*
                }
            }
        }
    };
}

rules! {
    OperationRemoved "operation-removed" "removes {items}",
    OperationMoved "operation-moved" "moves {items}",
    RequiredParameterAdded "required-parameter-added" "requires the new parameter {name} of {owners}",
    ParameterRemoved "parameter-removed" "removes the parameter {name} of {owners}",
    ParameterRequired "parameter-required" "requires the parameter {name} of {owners}",
    ParameterType "parameter-type" "changes the type of the parameter {name} of {owners}",
    ParameterStyle "parameter-style" "changes the style of the parameter {name} of {owners}",
    BodyAdded "body-added" "adds a body to {items}",
    BodyRemoved "body-removed" "removes the body of {items}",
    BodyContent "body-content" "changes the body of {items}",
    AnswerStatus "answer-status" "changes the success status of {items}",
    AnswerContent "answer-content" "changes the response of {items}",
    RequiredPropertyAdded "required-property-added" "requires the new property {name} of {owners}",
    PropertyRemoved "property-removed" "removes {name} from {owners}",
    PropertyRequired "property-required" "makes {name} of {owners} required",
    PropertyOptional "property-optional" "makes {name} of {owners} optional",
    PropertyNullable "property-nullable" "allows null for {name} of {owners}",
    PropertyNotNullable "property-not-nullable" "no longer allows null for {name} of {owners}",
    PropertyType "property-type" "changes the type of {name} of {owners}",
    PropertyConstant "property-constant" "changes the constant {name} of {owners}",
    ValueRemoved "value-removed" "removes the value {name} of {owners}",
    AlternativeRemoved "alternative-removed" "removes the alternative {name} of {owners}",
    TypeChanged "type-changed" "changes the kind of {items}",
    ConstraintTightened "constraint-tightened" "tightens a constraint on {name} of {owners}",
    CredentialRequired "credential-required" "requires another credential for {items}",
    ItemRemoved "item-removed" "removes {items} from the crate",
    ItemChanged "item-changed" "changes {items} in the crate",
    OperationAdded "operation-added" "adds {items}",
    ParameterAdded "parameter-added" "adds the parameter {name} to {owners}",
    ParameterOptional "parameter-optional" "makes the parameter {name} of {owners} optional",
    PropertyAdded "property-added" "adds {name} to {owners}",
    PropertyDefault "property-default" "changes the default of {name} of {owners}",
    ValueAdded "value-added" "adds the value {name} to {owners}",
    AlternativeAdded "alternative-added" "adds the alternative {name} to {owners}",
    ConstraintLoosened "constraint-loosened" "loosens a constraint on {name} of {owners}",
    CredentialOptional "credential-optional" "accepts other credentials for {items}",
    AnswerAdded "answer-added" "adds the response {name} to {owners}",
    AnswerRemoved "answer-removed" "removes the response {name} of {owners}",
    ServerChanged "server-changed" "changes the server of {items}",
    TypeRenamed "type-renamed" "renames {items}; the old name is an alias",
    ItemAdded "item-added" "adds {items} to the crate",
    Deprecated "deprecated" "deprecates {items}",
    Described "described" "changes the description of {items}",
}

impl std::fmt::Display for Rule {
    /// The sentence of the rule: `removes A from B`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sentence = self.sentence().replace("{items}", "A").replace("{name}", "A");
        f.write_str(&sentence.replace("{owners}", "B"))
    }
}

impl std::str::FromStr for Rule {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|it| it.as_str() == code);
        found.copied().ok_or_else(|| format!("`{code}` is not a rule"))
    }
}

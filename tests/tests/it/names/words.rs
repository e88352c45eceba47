//! Names that are likely to cause trouble.

/// Names that mean something in Rust, in the macros of the runtime, or in the generated crate: keywords,
/// crates and modules, the prelude, types and macros of the runtime, metavariables and locals of macros
/// and of generated functions. Then names that only case and separators tell apart, and ones that start
/// with digits or are not ASCII.
const WORDS: &str = "as async await break const continue crate dyn else enum extern false fn for if impl in \
    let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use \
    where while abstract become box do final gen macro override priv try typeof unsized virtual yield \
    auto default macro_rules raw safe union 'static r#type _ __ \
    std core alloc runtime serde tokio bytes http types resources client prelude testing blocking custom \
    lib main build test json \
    Option Some None Result Ok Err Vec String Box Default Clone Copy Debug Iterator IntoIterator From Into \
    Send Sync Drop ToString PartialEq Eq Hash Fn str bool i32 u8 usize f64 char \
    Error Client ClientBuilder Request Response Page Extra RawJson Secret Operation Server Location Text \
    UnixTime DateTime Date Unknown object string_enum setters request list modules \
    name value field ty item items data page more last id end start token url error reader writer extra \
    additional_properties body builder result index key text this other f fmt new clone eq hash drop into \
    from send query header timeout path method args limit after has_more next status unknown as_str \
    VALUES variant \
    foo Foo FOO foo_ _foo foo-bar foo_bar fooBar FooBar \
    2fa 20200301 0 007 -1 +1 1.5 3d v1 2020-03-01 1e5 \
    grünstrom Straße 日本語 ñandú Ω élan e\u{301}lan ﬁeld 🚀 привет ⅷ";
/// Names with signs, and none.
const SIGNS: &str = "|$|@type|$ref|x-y|a.b|a/b|a[b]|a[]|{a}|\"|\\|'|a b|a\tb|#|%20|&|=|?|*|<T>|//|/*|*/|`|\
    a:b|::|foo bar| ";
/// What the generator adds to names of the document.
const AFFIXES: &str = "_provider _client_credentials _args Args _body Body _write Write _answer Answer _error \
    Error _headers Headers _response Response _item Item _list List _value Value _server Server _builder \
    Variant1 _2 2 _stream Params Core";
const PREFIXES: &str = "set_ clear_ with_ create_ list_ get_ new_ from_ r# _ _2 V N P";

/// All of them.
pub(crate) fn known() -> Vec<String> {
    let names = WORDS.split_whitespace().chain(SIGNS.split('|'));
    names.map(str::to_owned).collect()
}

/// What the generator writes after a name.
pub(crate) fn suffixes() -> Vec<&'static str> {
    AFFIXES.split_whitespace().collect()
}

/// What the generator writes before a name.
pub(crate) fn prefixes() -> Vec<&'static str> {
    PREFIXES.split_whitespace().collect()
}

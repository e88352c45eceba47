//! The objects of OpenAPI 3.0 to 3.2 and of JSON Schema, with their keys.

/// A kind of object.
pub(super) struct Object {
    pub(super) keys: &'static [(&'static str, Holds)],
}

/// The kind of value of a key.
pub(super) enum Holds {
    /// Anything that has no known keys.
    Value,
    Object(&'static Object),
    List(&'static Object),
    /// Names that the author chose, with an object each.
    Map(&'static Object),
}

use Holds::{List, Map, Object as One, Value};

macro_rules! objects {
    ($($(#[$docs:meta])* $name:ident { $($key:literal $(: $holds:expr)?),* $(,)? })*) => {$(
        $(#[$docs])*
        pub(super) static $name: Object = Object { keys: &[$(($key, objects!(@ $($holds)?))),*] };
    )*};
    (@) => { Value };
    (@ $holds:expr) => { $holds };
}

objects! {
    /// OpenAPI 3.2 §4.1.
    DOCUMENT {
        "openapi", "$self", "info": One(&INFO), "jsonSchemaDialect", "servers": List(&SERVER),
        "paths": Map(&PATH_ITEM), "webhooks": Map(&PATH_ITEM), "components": One(&COMPONENTS),
        "security", "tags": List(&TAG), "externalDocs": One(&EXTERNAL_DOCS),
    }
    INFO {
        "title", "version", "description", "summary", "termsOfService", "contact": One(&CONTACT),
        "license": One(&LICENSE),
    }
    CONTACT { "name", "url", "email" }
    LICENSE { "name", "url", "identifier" }
    SERVER { "url", "description", "name", "variables": Map(&VARIABLE) }
    VARIABLE { "enum", "default", "description" }
    TAG { "name", "description", "summary", "parent", "kind", "externalDocs": One(&EXTERNAL_DOCS) }
    EXTERNAL_DOCS { "url", "description" }
    COMPONENTS {
        "schemas": Map(&SCHEMA), "responses": Map(&RESPONSE), "parameters": Map(&PARAMETER),
        "examples": Map(&EXAMPLE), "requestBodies": Map(&REQUEST_BODY), "headers": Map(&HEADER),
        "securitySchemes": Map(&SECURITY_SCHEME), "links": Map(&LINK), "callbacks",
        "pathItems": Map(&PATH_ITEM), "mediaTypes": Map(&MEDIA_TYPE),
    }
    PATH_ITEM {
        "get": One(&OPERATION), "put": One(&OPERATION), "post": One(&OPERATION),
        "delete": One(&OPERATION), "options": One(&OPERATION), "head": One(&OPERATION),
        "patch": One(&OPERATION), "trace": One(&OPERATION), "query": One(&OPERATION),
        "additionalOperations": Map(&OPERATION), "parameters": List(&PARAMETER), "$ref",
        "servers": List(&SERVER), "summary", "description",
    }
    OPERATION {
        "operationId", "tags", "summary", "description", "parameters": List(&PARAMETER),
        "requestBody": One(&REQUEST_BODY), "responses": Map(&RESPONSE), "security", "deprecated",
        "servers": List(&SERVER), "callbacks", "externalDocs": One(&EXTERNAL_DOCS),
    }
    PARAMETER {
        "name", "in", "description", "required", "schema": One(&SCHEMA), "style", "explode",
        "deprecated", "allowEmptyValue", "allowReserved", "content": Map(&MEDIA_TYPE), "example",
        "examples": Map(&EXAMPLE), "summary", "$ref",
    }
    HEADER {
        "description", "required", "schema": One(&SCHEMA), "style", "explode", "deprecated",
        "content": Map(&MEDIA_TYPE), "example", "examples": Map(&EXAMPLE), "summary", "$ref",
    }
    REQUEST_BODY { "description", "content": Map(&MEDIA_TYPE), "required", "summary", "$ref" }
    MEDIA_TYPE {
        "schema": One(&SCHEMA), "itemSchema": One(&SCHEMA), "example", "examples": Map(&EXAMPLE),
        "encoding": Map(&ENCODING), "prefixEncoding": List(&ENCODING), "itemEncoding", "$ref",
    }
    ENCODING {
        "contentType", "headers": Map(&HEADER), "style", "explode", "allowReserved",
        "encoding": Map(&ENCODING), "prefixEncoding": List(&ENCODING), "itemEncoding",
    }
    RESPONSE {
        "description", "content": Map(&MEDIA_TYPE), "headers": Map(&HEADER), "links": Map(&LINK),
        "summary", "$ref",
    }
    LINK {
        "operationId", "operationRef", "parameters", "requestBody", "description", "summary",
        "server": One(&SERVER), "$ref",
    }
    EXAMPLE {
        "summary", "description", "value", "externalValue", "dataValue", "serializedValue", "$ref",
    }
    SECURITY_SCHEME {
        "type", "description", "name", "in", "scheme", "bearerFormat", "flows": One(&FLOWS),
        "openIdConnectUrl", "oauth2MetadataUrl", "deprecated", "summary", "$ref",
    }
    FLOWS {
        "implicit": One(&FLOW), "password": One(&FLOW), "clientCredentials": One(&FLOW),
        "authorizationCode": One(&FLOW), "deviceAuthorization": One(&FLOW),
    }
    FLOW { "authorizationUrl", "tokenUrl", "refreshUrl", "scopes", "deviceAuthorizationUrl" }
    DISCRIMINATOR { "propertyName", "mapping", "defaultMapping" }
    XML { "name", "namespace", "prefix", "attribute", "wrapped", "nodeType" }
    /// JSON Schema 2020-12 and the drafts before it, with what OpenAPI adds.
    SCHEMA {
        "type", "$ref", "description", "properties": Map(&SCHEMA), "items": One(&SCHEMA), "format",
        "example", "required", "enum", "nullable", "title", "default", "allOf": List(&SCHEMA),
        "oneOf": List(&SCHEMA), "anyOf": List(&SCHEMA), "maxLength", "minLength", "minimum",
        "maximum", "pattern", "readOnly", "writeOnly", "deprecated", "const", "examples",
        "additionalProperties": One(&SCHEMA), "discriminator": One(&DISCRIMINATOR), "maxItems",
        "minItems", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "maxProperties", "minProperties", "not": One(&SCHEMA), "externalDocs": One(&EXTERNAL_DOCS),
        "xml": One(&XML), "prefixItems": List(&SCHEMA), "additionalItems": One(&SCHEMA),
        "patternProperties": Map(&SCHEMA), "propertyNames": One(&SCHEMA),
        "contains": One(&SCHEMA), "minContains", "maxContains", "dependentRequired",
        "dependentSchemas": Map(&SCHEMA), "dependencies", "if": One(&SCHEMA),
        "then": One(&SCHEMA), "else": One(&SCHEMA), "unevaluatedItems": One(&SCHEMA),
        "unevaluatedProperties": One(&SCHEMA), "contentEncoding", "contentMediaType",
        "contentSchema": One(&SCHEMA), "$defs": Map(&SCHEMA), "definitions": Map(&SCHEMA), "id",
        "$id", "$schema", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef",
        "$recursiveAnchor", "$comment", "$vocabulary",
    }
}

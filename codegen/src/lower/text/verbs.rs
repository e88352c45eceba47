//! Words of paths and operationIds: which are verbs, and which are synonyms.

use super::naming;

/// The words of a name, in lower case: `createdAt` is `created`, `at`.
pub(crate) fn words(text: &str) -> Vec<String> {
    naming::word(text).split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The action of an operation, from its HTTP method or the verb of its operationId.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standard {
    List,
    Retrieve,
    Create,
    Update,
    Delete,
}

/// Verbs with the same meaning as an HTTP method.
const STANDARD: [(&str, Standard); 30] = [
    ("add", Standard::Create),
    ("all", Standard::List),
    ("assign", Standard::Create),
    ("browse", Standard::List),
    ("change", Standard::Update),
    ("create", Standard::Create),
    ("del", Standard::Delete),
    ("delete", Standard::Delete),
    ("describe", Standard::Retrieve),
    ("destroy", Standard::Delete),
    ("edit", Standard::Update),
    ("fetch", Standard::Retrieve),
    ("get", Standard::Retrieve),
    ("index", Standard::List),
    ("insert", Standard::Create),
    ("list", Standard::List),
    ("modify", Standard::Update),
    ("new", Standard::Create),
    ("patch", Standard::Update),
    ("post", Standard::Create),
    ("put", Standard::Update),
    ("read", Standard::Retrieve),
    ("remove", Standard::Delete),
    ("retrieve", Standard::Retrieve),
    ("save", Standard::Update),
    ("set", Standard::Update),
    ("show", Standard::Retrieve),
    ("unassign", Standard::Delete),
    ("update", Standard::Update),
    ("view", Standard::Retrieve),
];

/// The action of a verb, if it is that of an HTTP method.
pub(crate) fn standard(word: &str) -> Option<Standard> {
    let found = STANDARD.binary_search_by_key(&word, |(verb, _)| verb).ok()?;
    Some(STANDARD[found].1)
}

/// Words that are always verbs and never name a resource.
#[rustfmt::skip]
const VERBS: [&str; 211] = [
    "accept", "acknowledge", "activate", "add", "adjust", "allocate", "analyze", "append", "apply", "approve",
    "assign", "associate", "attach", "authenticate", "authorize", "begin", "bind", "calculate", "cancel",
    "capture", "change", "claim", "clear", "close", "compact", "compare", "complete", "compute", "configure",
    "confirm", "consume", "contains", "convert", "create", "deactivate", "decline", "decode", "decrypt",
    "delete", "deny", "deploy", "deregister", "describe", "destroy", "detach", "detect", "disable",
    "disassociate", "discard", "disconnect", "dismiss", "dispatch", "download", "drain", "edit", "eject",
    "enable", "encode", "encrypt", "enrol", "enroll", "ensure", "escalate", "estimate", "evaluate", "evict",
    "exchange", "execute", "exists", "expire", "extend", "extract", "fail", "fetch", "finalize", "find",
    "finish", "flush", "follow", "forget", "forward", "generate", "get", "grant", "hangup", "identify",
    "ignore", "increment", "init", "initialize", "initiate", "insert", "install", "invalidate", "invoke",
    "join", "kick", "kill", "launch", "leave", "list", "login", "logout", "lookup", "mark", "merge",
    "migrate", "modify", "move", "mute", "notify", "obtain", "optimize", "parse", "pause", "perform",
    "prepare", "promote", "provision", "publish", "purge", "push", "put", "reactivate", "read", "reassign",
    "reboot", "rebuild", "recalculate", "receive", "recognize", "reconnect", "recover", "redeem", "refer",
    "refresh", "regenerate", "register", "reindex", "reject", "remix", "remove", "rename", "renew", "reopen",
    "reorder", "replace", "replay", "reply", "rerequest", "rerun", "resend", "reset", "resize", "resolve",
    "restart", "restore", "resubmit", "resume", "retrieve", "retry", "revert", "revoke", "rollback", "rotate",
    "save", "send", "set", "shutdown", "signin", "signup", "simulate", "skip", "split", "start", "stop",
    "submit", "subscribe", "suspend", "swap", "sync", "synchronize", "terminate", "toggle", "train",
    "transcode", "transform", "translate", "unarchive", "unassign", "unban", "unblock", "undelete", "undo",
    "unfollow", "uninstall", "unlink", "unlock", "unmute", "unpause", "unpublish", "unregister", "unstar",
    "unsubscribe", "unsuspend", "update", "upgrade", "upload", "upsert", "validate", "verify",
];

/// Words that are verbs in some APIs and resources in others.
#[rustfmt::skip]
const AMBIGUOUS: [&str; 82] = [
    "archive", "audit", "backup", "ban", "batch", "block", "bookmark", "build", "bulk", "call", "charge",
    "check", "clone", "comment", "commit", "connect", "copy", "count", "debug", "diff", "display", "dump",
    "email", "export", "favorite", "filter", "fork", "hide", "hold", "import", "invite", "issue", "like",
    "link", "load", "lock", "log", "map", "match", "message", "monitor", "open", "order", "pay", "pin",
    "ping", "play", "post", "preview", "print", "process", "pull", "purchase", "query", "queue", "quote",
    "rate", "record", "refund", "release", "reload", "report", "request", "reserve", "return", "review",
    "run", "sample", "schedule", "score", "search", "share", "sign", "snapshot", "star", "test", "track",
    "transfer", "trigger", "vote", "wait", "watch",
];

/// The ambiguous words that are also verbs for `GET`.
const QUESTIONS: [&str; 8] =
    ["check", "count", "diff", "export", "ping", "preview", "query", "search"];

/// Whether a word is always a verb.
pub(crate) fn is_verb(word: &str) -> bool {
    VERBS.binary_search(&word).is_ok()
}

/// Whether a word may be a verb or a noun.
pub(crate) fn may_be_verb(word: &str) -> bool {
    AMBIGUOUS.binary_search(&word).is_ok()
}

/// Whether an ambiguous word is a verb also for `GET`.
pub(crate) fn is_question(word: &str) -> bool {
    QUESTIONS.contains(&word)
}

/// Nouns in the singular that end like a plural.
const SINGULAR: [&str; 14] = [
    "access",
    "alias",
    "analysis",
    "analytics",
    "bus",
    "canvas",
    "https",
    "kubernetes",
    "news",
    "os",
    "series",
    "settings",
    "sms",
    "stats",
];

/// Whether a noun is in the plural.
pub(crate) fn is_plural(word: &str) -> bool {
    let irregular = ["children", "criteria", "people"].contains(&word);
    let ends = word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    irregular || ends && word.len() > 2 && !SINGULAR.contains(&word)
}

/// Whether two words are the same noun, in the singular or plural.
pub(crate) fn are_same(one: &str, other: &str) -> bool {
    singular(one) == singular(other)
}

/// A noun in the singular.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "children" => return "child".to_owned(),
        "criteria" => return "criterion".to_owned(),
        "people" => return "person".to_owned(),
        _ if !is_plural(word) => return word.to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let hissing = ["ch", "sh", "ss", "x", "z"];
    match word.strip_suffix("es") {
        Some(stem) if hissing.iter().any(|end| stem.ends_with(end)) => stem.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found() {
        assert!(VERBS.is_sorted() && AMBIGUOUS.is_sorted() && STANDARD.is_sorted_by_key(|it| it.0));
        assert!(VERBS.iter().all(|it| !may_be_verb(it)));
        assert_eq!(standard("modify"), Some(Standard::Update));
        assert_eq!(standard("cancel"), None);
        assert_eq!(words("createdAt"), ["created", "at"]);
        assert_eq!(words("type"), ["type"]);
    }

    #[test]
    fn nouns_are_told_by_their_ends() {
        for (one, several) in [
            ("batch", "batches"),
            ("category", "categories"),
            ("file", "files"),
            ("person", "people"),
            ("box", "boxes"),
        ] {
            assert_eq!(singular(several), one);
            assert!(is_plural(several) && !is_plural(one), "{one}");
            assert!(are_same(one, several));
        }
        for word in ["status", "address", "access", "settings", "content", "analysis", "s"] {
            assert!(!is_plural(word), "{word}");
            assert_eq!(singular(word), word);
        }
    }
}

//! Reads the resources from a path template, without the prefix that all paths of an API share.

use super::naming;

/// Segments at the start of paths that are no resources.
const BASE: [&str; 5] = ["api", "apis", "rest", "restapi", "rpc"];
/// File extensions at the end of paths.
const EXTENSIONS: [&str; 6] = [".json", ".xml", ".html", ".php", ".aspx", ".do"];

/// The parts of a path that name resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Segments {
    /// The literal segments after the base and without versions, in snake case.
    pub(crate) literals: Vec<String>,
    /// The parameters at the end of the path.
    pub(crate) parameters: Vec<String>,
    /// The custom method after a colon: `cancel` of `/v1/{name}:cancel`.
    pub(crate) action: Option<String>,
    /// The first version in the path.
    pub(crate) version: Option<String>,
}

impl Segments {
    pub(crate) fn of(path: &str) -> Self {
        let (path, query) = without_query(path);
        let (path, action) = without_action(path);
        let mut found = Self { action, ..Self::default() };
        let mut is_base = true;
        for segment in path.split('/').filter(|it| !it.is_empty()) {
            if let Some((before, _)) = segment.split_once('{') {
                // `/cells{id}` and `/Cells({id})`.
                if before.chars().filter(|it| it.is_alphabetic()).count() > 1 {
                    found.push(before);
                    is_base = false;
                }
                found.parameters.extend(parameters(segment));
                continue;
            }
            if is_version(segment, is_base) {
                found.version.get_or_insert_with(|| naming::word(segment));
            } else if !(is_base && BASE.contains(&&*segment.to_lowercase())) {
                is_base = false;
                found.push(segment);
            }
        }
        // `/wiki/new` creates a wiki.
        found.literals.pop_if(|last| last == "new");
        // `?beta=true` selects another set of the same operations.
        if let Some(flag) = query.and_then(|it| it.strip_suffix("=true")) {
            found.literals.insert(0, naming::word(flag));
        }
        found
    }

    fn push(&mut self, segment: &str) {
        let segment = EXTENSIONS.iter().find_map(|it| segment.strip_suffix(it)).unwrap_or(segment);
        self.parameters.clear();
        let name = naming::word(segment);
        if self.literals.last() != Some(&name) {
            self.literals.push(name);
        }
    }
}

/// The path and the query, without a fragment.
fn without_query(path: &str) -> (&str, Option<&str>) {
    let path = path.split('#').next().unwrap_or(path);
    match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    }
}

/// The path and the custom method at its end.
fn without_action(path: &str) -> (&str, Option<String>) {
    match path.rsplit_once(':') {
        Some((before, action)) if !action.contains(['/', '}']) && !action.is_empty() => {
            // Some documents write a parameter as `/:id`.
            if before.ends_with('/') {
                (before, None)
            } else {
                (before, Some(naming::word(action)))
            }
        }
        _ => (path, None),
    }
}

/// The names of the parameters in a segment.
fn parameters(segment: &str) -> impl Iterator<Item = String> + '_ {
    let names = segment.split('{').skip(1).filter_map(|it| it.split('}').next());
    names.filter(|it| !it.is_empty()).map(naming::word)
}

/// Whether a segment is a version: `v1`, `v1beta2`, `2010-04-01`, and before any resource also `3`
/// and `2.0`.
fn is_version(segment: &str, is_base: bool) -> bool {
    let segment = segment.to_ascii_lowercase();
    let is_number =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit() || it == '.');
    let is_date = |it: &str| {
        let lengths = it.split('-').map(|it| if is_number(it) { it.len() } else { 0 });
        lengths.eq([4, 2, 2])
    };
    if let Some(version) =
        segment.strip_prefix('v').filter(|it| it.starts_with(|it: char| it.is_ascii_digit()))
    {
        let stage =
            version.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.' || it == '_');
        let stage = stage.trim_start_matches('-').trim_end_matches(|it: char| it.is_ascii_digit());
        return ["", "alpha", "beta", "rc", "preview"].contains(&stage)
            || stage.contains("alpha")
            || stage.contains("beta");
    }
    is_date(&segment) || is_number(&segment) && (is_base || segment.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_its_resources_and_what_follows() {
        for (path, literals, parameters, action, version) in [
            ("/containers", &["containers"][..], &[][..], None, None),
            (
                "/containers/{id}/files/{file_id}",
                &["containers", "files"],
                &["file_id"],
                None,
                None,
            ),
            ("/v1/chat/completions", &["chat", "completions"], &[], None, Some("v1")),
            ("/api/v2/users/{id}", &["users"], &["id"], None, Some("v2")),
            ("/rest/api/3/issue", &["issue"], &[], None, Some("_3")),
            (
                "/2010-04-01/Accounts/{Sid}/Calls.json",
                &["accounts", "calls"],
                &[],
                None,
                Some("_2010_04_01"),
            ),
            ("/2010-04-01/Accounts/{Sid}.json", &["accounts"], &["sid"], None, Some("_2010_04_01")),
            ("/v1beta1/{name}:cancel", &[], &["name"], Some("cancel"), Some("v1beta1")),
            ("/levels:append", &["levels"], &[], Some("append"), None),
            ("/apis/apps/v1/deployments", &["apps", "deployments"], &[], None, Some("v1")),
            ("/responses/{id}?beta=true", &["beta", "responses"], &["id"], None, None),
            ("/#X-Amz-Target=Things.DoIt", &[], &[], None, None),
            ("/users/@me/guilds", &["users", "me", "guilds"], &[], None, None),
            ("/{format}/{a}.{b}", &[], &["format", "a", "b"], None, None),
            ("/projects/2/items", &["projects", "_2", "items"], &[], None, None),
            ("/v2/scim/2.0/Users", &["scim", "users"], &[], None, Some("v2")),
            ("/wiki/new", &["wiki"], &[], None, None),
            ("/vectors", &["vectors"], &[], None, None),
            ("/cells{cell}/Rows({row})", &["cells", "rows"], &["row"], None, None),
            ("/v{version}/cells", &["cells"], &[], None, None),
        ] {
            let found = Segments::of(path);
            assert_eq!(found.literals, literals, "{path}");
            assert_eq!(found.parameters, parameters, "{path}");
            assert_eq!(found.action.as_deref(), action, "{path}");
            assert_eq!(found.version.as_deref(), version, "{path}");
        }
    }
}

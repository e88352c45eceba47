//! Parameters that are encoded when they are set.

use std::borrow::Cow;

/// Encoded path parameters and cookies. Encoded query parameters are in `Query`.
#[derive(Clone, Default)]
pub(crate) struct Styled {
    pub(crate) path: Vec<(&'static str, String)>,
    pub(crate) cookies: Vec<(String, String)>,
}

impl Styled {
    /// The path template with these parameters filled in.
    pub(crate) fn fill(&self, template: &'static str) -> Cow<'static, str> {
        let fill = |path: Cow<'_, str>, (name, text): &(&str, String)| {
            Cow::Owned(path.replace(&format!("{{{name}}}"), text))
        };
        self.path.iter().fold(Cow::Borrowed(template), fill)
    }

    /// The value of a `Cookie` header (RFC 6265 §4.2.1); `None` if there are no cookies.
    pub(crate) fn cookies(&self) -> Option<String> {
        let cookies: Vec<_> = self.cookies.iter().map(|(_, cookie)| &**cookie).collect();
        (!cookies.is_empty()).then(|| cookies.join("; "))
    }
}

impl std::fmt::Debug for Styled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.iter().map(|(name, _)| *name);
        f.debug_list().entries(path.chain(self.cookies.iter().map(|(name, _)| &**name))).finish()
    }
}

//! Pages of listings: which page a request asks for, and what the answer says of the next one.

mod page;
mod slice;

use bessemer_codegen::{NextPage, Paging};
use http::{StatusCode, header::HOST};
use serde_json::Value;

use crate::{
    answer::Answer,
    check::Parts,
    operation::{Credential, MARK, Operation},
    parameter::{Parameter, Place},
    refusal::Refusal,
    sample,
    schemas::Schemas,
};
use page::Page;
pub(crate) use slice::{Position, Slice};

/// Parameters for the number of items of a page, without capital letters and separators.
const LIMITS: [&str; 8] =
    ["limit", "maxresults", "pagelimit", "pagesize", "perpage", "size", "take", "top"];

/// A request of an operation that may be a listing.
pub(crate) struct Turn<'t> {
    operation: &'t Operation,
    parts: &'t Parts<'t>,
    /// The schemas of requests.
    requests: &'t Schemas,
    /// The schemas of responses.
    responses: &'t Schemas,
    seed: u64,
}

impl<'t> Turn<'t> {
    pub(crate) fn new(
        operation: &'t Operation,
        parts: &'t Parts<'t>,
        schemas: [&'t Schemas; 2],
        seed: u64,
    ) -> Self {
        let [requests, responses] = schemas;
        Self { operation, parts, requests, responses, seed }
    }

    /// Answers without a memory: the documented page, and after it an empty one.
    pub(crate) fn answer(&self, answer: &mut Answer<'_>) {
        let Some(paging) = self.operation.paging.as_ref().filter(|_| answer.status.is_success())
        else {
            return;
        };
        if !self.is_further(paging) {
            self.lead_on(paging, answer);
            return;
        }
        let mut page = self.page(answer);
        page.empty(&paging.items);
        page.end(paging);
        if answer.link().is_some() {
            answer.set_link(Some(format!("<{}>; rel=\"first\"", self.address(None))));
        }
    }

    /// Lets the documented page lead to the next one, if it has a next one.
    fn lead_on(&self, paging: &Paging, answer: &mut Answer<'_>) {
        if answer.link().is_some_and(|it| it.contains("next")) {
            answer.set_link(Some(format!("<{}>; rel=\"next\"", self.address(Some(1)))));
        }
        let mut page = self.page(answer);
        match &paging.next {
            NextPage::Address { property } if page.text(property).is_some() => {
                page.set_text(property, &self.address(Some(1)));
            }
            NextPage::Token { param, property } => {
                let token = page.text(property);
                if let Some(token) = token.and_then(|it| self.usable(paging, param, &it)) {
                    page.set_text(property, &token);
                }
            }
            _ => {}
        }
    }

    /// Writes a part of a list into the answer.
    pub(crate) fn fill(&self, slice: Slice, answer: &mut Answer<'_>) {
        let Some(paging) = &self.operation.paging else {
            self.page(answer).fill_any(slice.items);
            return;
        };
        if paging.next == NextPage::Link {
            let next = slice.has_more().then(|| self.address(Some(slice.end)));
            answer.set_link(next.map(|it| format!("<{it}>; rel=\"next\"")));
        }
        let mut page = self.page(answer);
        page.count(paging, &slice, self.limit());
        match slice.has_more().then(|| self.next(paging, &slice)) {
            None => page.end(paging),
            Some(next) => page.go_on(paging, next),
        }
        page.set_ids(paging, &slice.ids);
        page.set(&paging.items, Value::Array(slice.items));
    }

    fn page<'a>(&'a self, answer: &'a mut Answer<'_>) -> Page<'a> {
        let schema = answer.schema();
        Page { value: &mut answer.value, schema, schemas: self.responses, seed: self.seed }
    }

    /// The text that requests the next page, if the page has it.
    fn next(&self, paging: &Paging, slice: &Slice) -> Option<String> {
        match &paging.next {
            NextPage::Address { .. } => Some(self.address(Some(slice.end))),
            NextPage::Token { param, .. } if self.is_id(paging, param) => slice.ids.last().cloned(),
            NextPage::Token { param, .. } => match self.counted(paging, param) {
                Some((first, true)) => Some((first + slice.before + slice.items.len()).to_string()),
                Some((first, false)) => Some((self.number(param).unwrap_or(first) + 1).to_string()),
                None => Some(self.opaque(param, slice.end)),
            },
            _ => None,
        }
    }

    /// The number of the first page or item, and whether items are counted, if the parameter counts.
    fn counted(&self, paging: &Paging, param: &str) -> Option<(usize, bool)> {
        let counting = paging.counting.as_ref().filter(|it| it.param == param)?;
        Some((counting.first.into(), counting.by_item))
    }

    /// Whether a token is the ID of the last item: where the page has it under such a name, and where the
    /// document does not allow a number.
    fn is_id(&self, paging: &Paging, param: &str) -> bool {
        let NextPage::Token { property, .. } = &paging.next else { return false };
        paging.last_id.as_ref() == Some(property)
            || self.counted(paging, param).is_none() && !self.allows(param, &self.opaque(param, 1))
    }

    /// The token of the page after this number of items: a number with as many digits as the text needs.
    fn opaque(&self, param: &str, count: usize) -> String {
        let schema = self.parameter(param).and_then(|it| it.schema.as_ref());
        let schema = schema.map(|it| self.requests.merged(self.requests.at(it)));
        let least = schema.and_then(|it| it.get("minLength")?.as_u64()).unwrap_or(0);
        format!("{count:0>width$}", width = usize::try_from(least.min(4096)).unwrap_or(0))
    }

    /// Whether the document allows this text as a parameter.
    fn allows(&self, param: &str, text: &str) -> bool {
        let schema = self.parameter(param).and_then(|it| it.schema.as_ref());
        schema
            .is_none_or(|it| self.requests.problems(it, &self.requests.typed(it, text)).is_empty())
    }

    /// The token of the documented page, or another one if it would request the same page again or is refused.
    fn usable(&self, paging: &Paging, param: &str, token: &str) -> Option<String> {
        if let Some((first, _)) = self.counted(paging, param) {
            let is_first = token.parse::<usize>().is_ok_and(|it| it <= first);
            return is_first.then(|| (first + 1).to_string());
        }
        let schema =
            self.parameter(param)?.schema.as_ref().filter(|_| !self.allows(param, token))?;
        let sample = sample::valid(self.requests, schema, self.seed);
        Some(sample.as_str().map_or_else(|| sample.to_string(), str::to_owned))
    }

    /// Whether the request is for another page than the first one.
    fn is_further(&self, paging: &Paging) -> bool {
        let is_counted =
            |param: &str, first: usize| self.number(param).is_some_and(|it| it > first);
        let has_token = match &paging.next {
            NextPage::LastItem { param, .. } | NextPage::Token { param, .. } => {
                self.counted(paging, param).is_none() && self.sent(param).is_some()
            }
            _ => false,
        };
        let counting = paging.counting.as_ref();
        has_token
            || self.sent(MARK).is_some()
            || counting.is_some_and(|it| is_counted(&it.param, it.first.into()))
    }

    /// Where the page begins.
    pub(crate) fn position(&self) -> Result<Position<'_>, Refusal> {
        let Some(paging) = &self.operation.paging else { return Ok(Position::Items(0)) };
        if let Some(text) = self.sent(MARK) {
            return text.parse().map(Position::Stored).map_err(|_| unknown());
        }
        match &paging.next {
            NextPage::LastItem { param, property } => {
                if let Some(text) = self.sent(param) {
                    return Ok(Position::Property(property, text));
                }
            }
            NextPage::Token { param, .. } if self.counted(paging, param).is_none() => {
                match self.sent(param) {
                    Some(text) if self.is_id(paging, param) => return Ok(Position::Id(text)),
                    Some(text) => {
                        return text.parse().map(Position::Stored).map_err(|_| unknown());
                    }
                    None => {}
                }
            }
            _ => {}
        }
        let Some(counting) = &paging.counting else { return Ok(Position::Items(0)) };
        let first = counting.first.into();
        let before = self.number(&counting.param).map_or(0, |it| it.saturating_sub(first));
        Ok(Position::Items(match self.limit().filter(|_| !counting.by_item) {
            Some(limit) => before.saturating_mul(limit),
            None if counting.by_item || before == 0 => before,
            // Without a limit, the first page has all items.
            None => usize::MAX,
        }))
    }

    /// The largest number of items of the page: what the request says, or the default of the parameter.
    pub(crate) fn limit(&self) -> Option<usize> {
        let paging = self.operation.paging.as_ref();
        let plain = |it: &str| it.replace(['_', '-', '.', '$'], "").to_lowercase();
        let name = match paging.and_then(|it| it.limit.as_deref()) {
            Some(name) => name,
            None => {
                let mut names = self.query_parameters().map(|it| it.name.as_str());
                names.find(|it| LIMITS.contains(&plain(it).as_str()))?
            }
        };
        let default = || {
            let schema = self.parameter(name)?.schema.as_ref()?;
            let default =
                self.requests.merged(self.requests.at(schema)).get("default")?.as_u64()?;
            usize::try_from(default).ok()
        };
        self.number(name).or_else(default)
    }

    fn query_parameters(&self) -> impl Iterator<Item = &'t Parameter> {
        self.operation.parameters.iter().filter(|it| it.place == Place::Query)
    }

    fn parameter(&self, name: &str) -> Option<&'t Parameter> {
        self.query_parameters().find(|it| it.name == name)
    }

    /// The value of a query parameter. An empty one is like none.
    fn sent(&self, name: &str) -> Option<&'t str> {
        let mut sent = self.parts.query.iter().filter(|(key, it)| key == name && !it.is_empty());
        sent.next().map(|(_, it)| it.as_str())
    }

    fn number(&self, name: &str) -> Option<usize> {
        self.sent(name)?.parse().ok()
    }

    /// The address of this listing; with a position, of another page. It has no credentials.
    fn address(&self, stored: Option<usize>) -> String {
        let request = self.parts.request;
        let credentials = self.operation.security.iter().flatten();
        let credentials: Vec<&str> = credentials
            .filter_map(|it| match it {
                Credential::Query(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let is_kept = |name: &str| name != MARK && !credentials.contains(&name);
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.parts.query.iter().filter(|(name, _)| is_kept(name)) {
            query.append_pair(name, value);
        }
        if let Some(stored) = stored {
            query.append_pair(MARK, &stored.to_string());
        }
        let host = request.headers().get(HOST).and_then(|it| it.to_str().ok());
        let uri = request.uri();
        let origin = match (uri.scheme_str(), uri.authority(), host) {
            (Some(scheme), Some(authority), _) => format!("{scheme}://{authority}"),
            (_, _, Some(host)) => format!("http://{host}"),
            _ => String::new(),
        };
        let query = query.finish();
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{origin}{}{separator}{query}", uri.path())
    }
}

/// A request for a page that this server did not refer to.
pub(crate) fn unknown() -> Refusal {
    let message = "the query parameter that selects the page has a value that no page had";
    Refusal::new(StatusCode::BAD_REQUEST, message)
}

//! Templates of paths, `/containers/{id}` (OpenAPI 3.1 §4.8.8).

/// The names of the parameters in a path template, in order.
pub(crate) fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

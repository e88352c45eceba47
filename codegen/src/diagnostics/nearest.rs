//! The name that somebody meant.

/// The most similar of `names`; `None` if none of them is similar to `wanted`.
pub(crate) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let names: Vec<&str> = names.collect();
    similar::get_close_matches(wanted, &names, 1, 0.7).first().copied()
}

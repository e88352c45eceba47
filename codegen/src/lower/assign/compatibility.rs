//! Versions of packages, by the rules of Cargo.

/// The numbers of a version, without what follows `-` or `+`.
fn numbers(version: &str) -> [u64; 3] {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    let mut numbers = release.split('.').map(|it| it.parse().unwrap_or_default());
    [0; 3].map(|zero| numbers.next().unwrap_or(zero))
}

/// Whether a release with `version` is later than one with `before` and may break its callers: the first
/// number that is not zero differs.
pub(super) fn is_breaking(before: &str, version: &str) -> bool {
    let (before, version) = (numbers(before), numbers(version));
    let compared = before.iter().take_while(|it| **it == 0).count() + 1;
    let differs = before.iter().zip(version).take(compared).any(|(one, other)| *one != other);
    differs && version > before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_that_is_not_zero_is_compared() {
        for (before, version) in [
            ("1.0.0", "1.9.0"),
            ("0.1.0", "0.1.9"),
            ("0.0.1", "0.0.1"),
            ("2.0.0-rc.1", "2.0.0"),
            ("2.0.0", "1.9.1"),
        ] {
            assert!(!is_breaking(before, version), "{before}, {version}");
        }
        for (before, version) in
            [("1.9.0", "2.0.0"), ("0.1.9", "0.2.0"), ("0.1.0", "1.1.0"), ("0.0.1", "0.0.2")]
        {
            assert!(is_breaking(before, version), "{before}, {version}");
        }
    }
}

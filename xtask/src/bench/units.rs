//! Numbers as text.

use crate::coverage::thousands;

/// Seconds: `45 ms`, `1.25 s`, `12.5 s`, `125 s`.
pub(super) fn seconds(value: f64) -> String {
    match value {
        value if value < 0.0995 => format!("{:.0} ms", value * 1e3),
        value if value < 9.995 => format!("{value:.2} s"),
        value if value < 99.95 => format!("{value:.1} s"),
        value => format!("{value:.0} s"),
    }
}

/// Bytes, in powers of 1000: `950 kB`, `1.5 MB`, `150 MB`, `1.50 GB`.
pub(super) fn bytes(value: u64) -> String {
    let number = value as f64;
    match value {
        0..1_000_000 => format!("{:.0} kB", number / 1e3),
        1_000_000..10_000_000 => format!("{:.1} MB", number / 1e6),
        10_000_000..1_000_000_000 => format!("{:.0} MB", number / 1e6),
        _ => format!("{:.2} GB", number / 1e9),
    }
}

/// Seconds at an axis: `10 ms`, `0.1 s`, `1 s`.
pub(super) fn tick_seconds(value: f64) -> String {
    if value < 0.0995 { format!("{:.0} ms", value * 1e3) } else { format!("{} s", tenths(value)) }
}

/// Bytes at an axis: `10 kB`, `1 MB`, `1 GB`.
pub(super) fn tick_bytes(value: f64) -> String {
    let units = [(1e9, "GB"), (1e6, "MB")];
    let unit = units.into_iter().find(|it| value > it.0 * 0.99).unwrap_or((1e3, "kB"));
    format!("{} {}", tenths(value / unit.0), unit.1)
}

/// Without the digits that a power of ten has only because of rounding.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Microseconds: `51 µs`, `1.2 ms`.
pub(super) fn microseconds(value: f64) -> String {
    if value < 999.5 { format!("{value:.0} µs") } else { format!("{:.2} ms", value / 1e3) }
}

/// A number with separators: `100,200`.
pub(super) fn count(value: usize) -> String {
    thousands(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_or_three_digits_that_count() {
        assert_eq!(
            [0.0451, 0.3421, 1.249, 12.46, 124.6].map(seconds).join(", "),
            "45 ms, 0.34 s, 1.25 s, 12.5 s, 125 s"
        );
        assert_eq!(
            [9_900, 1_540_000, 154_000_000, 1_540_000_000].map(bytes).join(", "),
            "10 kB, 1.5 MB, 154 MB, 1.54 GB"
        );
        assert_eq!([0.001, 0.1, 10.0].map(tick_seconds).join(", "), "1 ms, 0.1 s, 10 s");
        assert_eq!([1e4, 1e6, 1e10].map(tick_bytes).join(", "), "10 kB, 1 MB, 10 GB");
        assert_eq!([51.4, 1_249.0].map(microseconds).join(", "), "51 µs, 1.25 ms");
    }
}

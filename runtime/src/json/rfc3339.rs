//! The text of dates and times: RFC 3339 §5.6, in the proleptic Gregorian calendar.

use std::fmt;

const DAY: i64 = 24 * 60 * 60;

/// The first second of the year 0, and the last of the year 9999.
const RANGE: (i64, i64) = (-62_167_219_200, 253_402_300_799);

/// A point in time, and the offset in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    pub(super) seconds: i64,
    pub(super) nanos: u32,
    /// Seconds east of UTC.
    pub(super) offset: i32,
}

#[cfg(any(feature = "jiff", feature = "time"))]
impl Moment {
    pub(super) fn of_nanos(nanos: i128, offset: i32) -> Self {
        let seconds = nanos.div_euclid(1_000_000_000).clamp(i64::MIN.into(), i64::MAX.into());
        let nanos = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap_or_default();
        Self { seconds: i64::try_from(seconds).unwrap_or_default(), nanos, offset }
    }
}

#[cfg(feature = "time")]
impl Moment {
    pub(super) fn nanos_since_1970(self) -> i128 {
        i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanos)
    }
}

/// Reads `2025-05-21T12:33:14.5+02:00`. RFC 3339 allows lowercase letters, and a space instead of
/// `T`. Second 60, a leap second, is read as the first second of the next minute. Digits after the
/// nanoseconds are ignored.
pub(super) fn date_time(text: &str) -> Option<Moment> {
    let (day, rest) = text.split_at_checked(10)?;
    let (year, month, day) = date(day)?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (time, rest) = rest.split_at_checked(8)?;
    let (hour, minute, second) = match time.as_bytes() {
        [hours @ .., b':', _, _, b':', _, _] if hours.len() == 2 => {
            (number(&time[..2], 23)?, number(&time[3..5], 59)?, number(&time[6..], 60)?)
        }
        _ => return None,
    };
    let (nanos, rest) = match rest.strip_prefix('.') {
        Some(rest) => fraction(rest)?,
        None => (0, rest),
    };
    let offset = offset(rest)?;
    let seconds = days(year, month, day) * DAY
        + i64::from(hour) * 3600
        + i64::from(minute) * 60
        + i64::from(second)
        - i64::from(offset);
    Some(Moment { seconds, nanos, offset })
}

/// Reads `2025-05-21` as year, month and day.
pub(super) fn date(text: &str) -> Option<(u16, u8, u8)> {
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else { return None };
    let year = number(text.get(..4)?, 9999)?;
    let month = u8::try_from(number(text.get(5..7)?, 12)?).ok()?;
    let day = u8::try_from(number(text.get(8..)?, 31)?).ok()?;
    let is_day = month > 0 && day > 0 && day <= length(year, month);
    is_day.then_some((year, month, day))
}

/// A number of digits only, at most `max`.
fn number(digits: &str, max: u16) -> Option<u16> {
    let all_digits = digits.bytes().all(|it| it.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| all_digits)?;
    (number <= max).then_some(number)
}

/// The nanoseconds, and the text after the digits.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|it: char| !it.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let nanos = format!("{digits:0<9}");
    (!digits.is_empty()).then_some((nanos.get(..9)?.parse().ok()?, rest))
}

/// `Z` or `+02:00`, in seconds east of UTC.
fn offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let (hours, minutes) = (number(text.get(1..3)?, 23)?, number(text.get(4..)?, 59)?);
    Some(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn length(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date.
fn days(year: u16, month: u8, day: u8) -> i64 {
    let before = i64::from(year) - 1;
    let leaps = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let months: i64 = (1..month).map(|it| i64::from(length(year, it))).sum();
    // 719,162 days lie between 0001-01-01 and 1970-01-01.
    before * 365 + leaps + months + i64::from(day) - 1 - 719_162
}

/// The date that is `days` after 1970-01-01, in the years 0 to 9999.
fn civil(days: i64) -> (u16, u8, i64) {
    let is_before = |year: &u16| self::days(*year, 1, 1) <= days;
    let guess = u16::try_from((days + 719_528) / 366).unwrap_or_default();
    let year = (guess..=9999).take_while(is_before).last().unwrap_or(guess);
    let mut left = days - self::days(year, 1, 1);
    for month in 1..12 {
        let length = i64::from(length(year, month));
        if left < length {
            return (year, month, left + 1);
        }
        left -= length;
    }
    (year, 12, left + 1)
}

/// In the format of RFC 3339, with none, three, six or nine digits of the fraction, as needed. RFC
/// 3339 has no seconds in offsets: they are dropped, and the point in time stays the same.
impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let offset = i64::from(self.offset / 60 * 60);
        let local = self.seconds.saturating_add(offset).clamp(RANGE.0, RANGE.1);
        let (year, month, day) = civil(local.div_euclid(DAY));
        let second = local.rem_euclid(DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match self.nanos {
            0 => {}
            nanos if nanos % 1_000_000 == 0 => write!(formatter, ".{:03}", nanos / 1_000_000)?,
            nanos if nanos % 1_000 == 0 => write!(formatter, ".{:06}", nanos / 1_000)?,
            nanos => write!(formatter, ".{nanos:09}")?,
        }
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        match minutes {
            0 => formatter.write_str("Z"),
            _ => write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (text, seconds, nanos, offset) in [
            ("1970-01-01T00:00:00Z", 0, 0, 0),
            ("2025-05-21T12:33:14Z", 1_747_830_794, 0, 0),
            ("2025-05-21t14:33:14.5+02:00", 1_747_830_794, 500_000_000, 7200),
            ("2025-05-21 02:33:14.1234567899-10:00", 1_747_830_794, 123_456_789, -36_000),
            ("1969-12-31T23:59:59.9z", -1, 900_000_000, 0),
            ("0000-01-01T00:00:00Z", RANGE.0, 0, 0),
            ("9999-12-31T23:59:59Z", RANGE.1, 0, 0),
            ("2016-12-31T23:59:60Z", 1_483_228_800, 0, 0),
            ("2024-02-29T00:00:00-00:00", 1_709_164_800, 0, 0),
        ] {
            assert_eq!(date_time(text), Some(Moment { seconds, nanos, offset }), "{text}");
        }
    }

    #[test]
    fn other_text_is_no_time() {
        for text in [
            "",
            "yesterday",
            "2025-05-21",
            "2025-05-21T12:33:14",
            "2025-05-21T12:33Z",
            "2025-05-21T12:33:14.Z",
            "2025-05-21T12:33:14+0200",
            "2025-05-21T12:33:14+02:60",
            "2025-05-21T24:00:00Z",
            "2025-05-21T12:33:14Z ",
            "2025-02-29T00:00:00Z",
            "2025-00-01T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "+025-05-21T00:00:00Z",
            "2025-05-21T1é:33:14Z",
            "2025-05-2１T12:33:14Z",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
        assert_eq!(date("2100-02-29"), None);
        assert_eq!(date("2000-02-29"), Some((2000, 2, 29)));
    }

    #[test]
    fn every_day_is_written_as_it_is_read() {
        for day in (RANGE.0 / DAY..=RANGE.1 / DAY).step_by(13) {
            let moment = Moment { seconds: day * DAY + 86_399, nanos: 1_000, offset: 0 };
            assert_eq!(date_time(&moment.to_string()), Some(moment), "{moment}");
        }
    }

    #[test]
    fn times_are_written() {
        let written = |seconds, nanos, offset| Moment { seconds, nanos, offset }.to_string();
        assert_eq!(written(1_747_830_794, 0, 0), "2025-05-21T12:33:14Z");
        assert_eq!(written(1_747_830_794, 500_000_000, 7200), "2025-05-21T14:33:14.500+02:00");
        assert_eq!(written(1_747_830_794, 1_000, -5400), "2025-05-21T11:03:14.000001-01:30");
        assert_eq!(written(0, 1, 59), "1970-01-01T00:00:00.000000001Z");
        assert_eq!(written(i64::MAX, 0, 0), "9999-12-31T23:59:59Z");
        assert_eq!(written(i64::MIN, 0, 0), "0000-01-01T00:00:00Z");
    }
}

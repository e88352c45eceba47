//! Points in time and dates as text: `format: date-time` and `format: date`.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use super::rfc3339::{self, Moment};

/// A point in time with its offset from UTC, as text: `2025-05-21T12:33:14Z` (RFC 3339 §5.6).
///
/// The text is kept unchanged and not checked, so that reading never fails; `==` compares the text.
/// It is checked when it is converted to [`SystemTime`], or with the features `jiff`, `chrono` and
/// `time` to the types of those crates. Fractions of a second are converted up to nanoseconds.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use bessemer_runtime::{DateTime, json};
///
/// let created: DateTime = json::from_str("\"2025-05-21T14:33:14+02:00\"")?;
/// assert_eq!(created, "2025-05-21T14:33:14+02:00");
///
/// let limit = SystemTime::try_from(&created)? + Duration::from_secs(20 * 60);
/// assert_eq!(DateTime::from(limit), "2025-05-21T12:53:14Z");
///
/// assert!(!DateTime::from("yesterday").is_valid());
/// assert!(SystemTime::try_from(DateTime::from("yesterday")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct DateTime(String);

/// A day of the calendar, as text: `2025-05-21` (RFC 3339 §5.6, `full-date`).
///
/// The text is kept unchanged and not checked, so that reading never fails; `==` compares the text.
/// It is checked when it is converted, with the features `jiff`, `chrono` and `time`, to the types
/// of those crates.
///
/// ```
/// use bessemer_runtime::{Date, json};
///
/// let day: Date = json::from_str("\"2025-05-21\"")?;
/// assert_eq!(day.as_str(), "2025-05-21");
/// assert!(day.is_valid());
/// assert!(!Date::from("2025-02-29").is_valid());
/// # Ok::<(), bessemer_runtime::DecodeError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Date(String);

/// The error that the text of a [`DateTime`] or [`Date`] is invalid, or out of range for the target
/// type.
///
/// ```
/// use std::time::SystemTime;
/// use bessemer_runtime::{DateTime, json::InvalidTime};
///
/// let error: InvalidTime = SystemTime::try_from(DateTime::from("2025-13-01T00:00:00Z")).unwrap_err();
/// assert_eq!(error.to_string(), "not a date-time of RFC 3339, or out of range");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTime {
    expected: &'static str,
}

impl fmt::Display for InvalidTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "not a {} of RFC 3339, or out of range", self.expected)
    }
}

impl std::error::Error for InvalidTime {}

const NO_DATE_TIME: InvalidTime = InvalidTime { expected: "date-time" };

impl DateTime {
    /// Whether the text is a valid date-time of RFC 3339.
    pub fn is_valid(&self) -> bool {
        self.moment().is_ok()
    }

    fn moment(&self) -> Result<Moment, InvalidTime> {
        rfc3339::date_time(&self.0).ok_or(NO_DATE_TIME)
    }
}

impl Date {
    /// Whether the text is a valid date of RFC 3339.
    pub fn is_valid(&self) -> bool {
        rfc3339::date(&self.0).is_some()
    }

    #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
    fn day(&self) -> Result<(u16, u8, u8), InvalidTime> {
        rfc3339::date(&self.0).ok_or(NO_DATE)
    }
}

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const NO_DATE: InvalidTime = InvalidTime { expected: "date" };

/// The common methods and traits of types that keep their text.
macro_rules! text {
    ($type:ident) => {
        impl $type {
            /// The text as it is in JSON.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&String> for $type {
            fn from(text: &String) -> Self {
                Self(text.clone())
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        /// Shows only the text.
        impl fmt::Debug for $type {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, formatter)
            }
        }

        impl super::Decode for $type {
            fn decode(reader: &mut super::Reader<'_>) -> Result<Self, super::DecodeError> {
                reader.string().map(Self::from)
            }
        }

        impl super::Encode for $type {
            fn encode(&self, writer: &mut super::Writer) {
                writer.string(&self.0);
            }
        }

        crate::__serde! { $type }
    };
}

text! { DateTime }
text! { Date }

/// `TryFrom<&DateTime>` and `TryFrom<DateTime>`, by a function of the parsed text.
macro_rules! try_from {
    ($from:ident => $type:ty, $convert:expr) => {
        impl TryFrom<&$from> for $type {
            type Error = InvalidTime;

            fn try_from(time: &$from) -> Result<Self, InvalidTime> {
                $convert(time)
            }
        }

        impl TryFrom<$from> for $type {
            type Error = InvalidTime;

            fn try_from(time: $from) -> Result<Self, InvalidTime> {
                $convert(&time)
            }
        }
    };
}

try_from!(DateTime => SystemTime, |time: &DateTime| {
    let Moment { seconds, nanos, .. } = time.moment()?;
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let second = match seconds < 0 {
        true => SystemTime::UNIX_EPOCH.checked_sub(distance),
        false => SystemTime::UNIX_EPOCH.checked_add(distance),
    };
    let fraction = Duration::from_nanos(nanos.into());
    second.and_then(|it| it.checked_add(fraction)).ok_or(NO_DATE_TIME)
});

/// The text is in UTC. RFC 3339 allows the years 0 to 9999. An earlier time becomes the first
/// second of these years, and a later time becomes the last second.
impl From<SystemTime> for DateTime {
    fn from(time: SystemTime) -> Self {
        let (seconds, nanos) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => (i64::try_from(after.as_secs()).unwrap_or(i64::MAX), after.subsec_nanos()),
            Err(error) => {
                let before = error.duration();
                let seconds = 0_i64.checked_sub_unsigned(before.as_secs()).unwrap_or(i64::MIN);
                match before.subsec_nanos() {
                    0 => (seconds, 0),
                    nanos => (seconds.saturating_sub(1), 1_000_000_000 - nanos),
                }
            }
        };
        Self(Moment { seconds, nanos, offset: 0 }.to_string())
    }
}

#[cfg(feature = "jiff")]
mod jiff {
    use jiff::{Timestamp, civil};

    use super::{Date, DateTime, InvalidTime, Moment, NO_DATE, NO_DATE_TIME};

    try_from!(DateTime => Timestamp, |time: &DateTime| {
        let Moment { seconds, nanos, .. } = time.moment()?;
        let nanos = i32::try_from(nanos).map_err(|_| NO_DATE_TIME)?;
        Timestamp::new(seconds, nanos).map_err(|_| NO_DATE_TIME)
    });

    /// The text is in UTC.
    impl From<Timestamp> for DateTime {
        fn from(time: Timestamp) -> Self {
            let nanos = time.as_nanosecond();
            Self(Moment::of_nanos(nanos, 0).to_string())
        }
    }

    try_from!(Date => civil::Date, |date: &Date| {
        let (year, month, day) = date.day()?;
        let part = |it: u8| i8::try_from(it).map_err(|_| NO_DATE);
        let year = i16::try_from(year).map_err(|_| NO_DATE)?;
        civil::Date::new(year, part(month)?, part(day)?).map_err(|_| NO_DATE)
    });

    impl From<civil::Date> for Date {
        fn from(date: civil::Date) -> Self {
            Self(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
        }
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use chrono::{Datelike, FixedOffset, NaiveDate, TimeZone, Utc};

    use super::{Date, DateTime, InvalidTime, Moment, NO_DATE, NO_DATE_TIME};

    try_from!(DateTime => chrono::DateTime<Utc>, |time: &DateTime| {
        let Moment { seconds, nanos, .. } = time.moment()?;
        chrono::DateTime::from_timestamp(seconds, nanos).ok_or(NO_DATE_TIME)
    });

    try_from!(DateTime => chrono::DateTime<FixedOffset>, |time: &DateTime| {
        let offset = FixedOffset::east_opt(time.moment()?.offset).ok_or(NO_DATE_TIME)?;
        chrono::DateTime::<Utc>::try_from(time).map(|it| it.with_timezone(&offset))
    });

    /// The text has the offset of the time zone at that time.
    impl<Z: TimeZone> From<chrono::DateTime<Z>> for DateTime {
        fn from(time: chrono::DateTime<Z>) -> Self {
            use chrono::Offset;
            // chrono writes a leap second as more than a second of nanoseconds.
            let nanos = time.timestamp_subsec_nanos().min(999_999_999);
            let offset = time.offset().fix().local_minus_utc();
            Self(Moment { seconds: time.timestamp(), nanos, offset }.to_string())
        }
    }

    try_from!(Date => NaiveDate, |date: &Date| {
        let (year, month, day) = date.day()?;
        NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()).ok_or(NO_DATE)
    });

    impl From<NaiveDate> for Date {
        fn from(date: NaiveDate) -> Self {
            Self(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use time::{Month, OffsetDateTime, UtcOffset};

    use super::{Date, DateTime, InvalidTime, Moment, NO_DATE, NO_DATE_TIME};

    try_from!(DateTime => OffsetDateTime, |time: &DateTime| {
        let moment = time.moment()?;
        let offset = UtcOffset::from_whole_seconds(moment.offset).map_err(|_| NO_DATE_TIME)?;
        let utc = OffsetDateTime::from_unix_timestamp_nanos(moment.nanos_since_1970());
        let utc = utc.map_err(|_| NO_DATE_TIME)?;
        utc.checked_to_offset(offset).ok_or(NO_DATE_TIME)
    });

    /// The text has the same offset.
    impl From<OffsetDateTime> for DateTime {
        fn from(time: OffsetDateTime) -> Self {
            let offset = time.offset().whole_seconds();
            Self(Moment::of_nanos(time.unix_timestamp_nanos(), offset).to_string())
        }
    }

    try_from!(Date => time::Date, |date: &Date| {
        let (year, month, day) = date.day()?;
        let month = Month::try_from(month).map_err(|_| NO_DATE)?;
        time::Date::from_calendar_date(year.into(), month, day).map_err(|_| NO_DATE)
    });

    impl From<time::Date> for Date {
        fn from(date: time::Date) -> Self {
            Self(format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{from_str, to_string};

    #[test]
    fn text_is_kept_as_it_is() {
        for text in ["2025-05-21T12:33:14.10Z", "2025-05-21 12:33", "", "soon", "\u{e9}"] {
            let json = to_string(text);
            assert_eq!(from_str::<DateTime>(&json).map(|it| to_string(&it)), Ok(json.clone()));
            assert_eq!(from_str::<Date>(&json).map(|it| to_string(&it)), Ok(json));
        }
        assert!(from_str::<DateTime>("5").is_err());
        assert!(from_str::<Date>("null").is_err());
        assert_eq!(format!("{:?}", Date::from("2025-05-21")), "\"2025-05-21\"");
    }

    #[test]
    fn system_times_convert_both_ways() {
        for text in
            ["1969-12-31T23:59:59.900Z", "1970-01-01T00:00:00Z", "2025-05-21T12:33:14.000001Z"]
        {
            let time = SystemTime::try_from(DateTime::from(text)).expect("a time");
            assert_eq!(DateTime::from(time), text);
        }
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn jiff_converts_both_ways() {
        let time = DateTime::from("1969-12-31T23:59:59.900Z");
        let read = ::jiff::Timestamp::try_from(&time).expect("a time");
        assert_eq!(read.as_millisecond(), -100);
        assert_eq!(DateTime::from(read), time);
        let day = Date::from("2024-02-29");
        let read = ::jiff::civil::Date::try_from(&day).expect("a day");
        assert_eq!(Date::from(read), day);
        assert!(::jiff::civil::Date::try_from(Date::from("2025-02-29")).is_err());
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn chrono_converts_both_ways() {
        let time = DateTime::from("2025-05-21T14:33:14.500+02:00");
        let read = ::chrono::DateTime::<::chrono::FixedOffset>::try_from(&time).expect("a time");
        assert_eq!(DateTime::from(read), time);
        let read = ::chrono::DateTime::<::chrono::Utc>::try_from(&time).expect("a time");
        assert_eq!(DateTime::from(read), "2025-05-21T12:33:14.500Z");
        let day = Date::from("2024-02-29");
        let read = ::chrono::NaiveDate::try_from(&day).expect("a day");
        assert_eq!(Date::from(read), day);
    }

    #[cfg(feature = "time")]
    #[test]
    fn time_converts_both_ways() {
        let time = DateTime::from("2025-05-21T14:33:14.500+02:00");
        let read = ::time::OffsetDateTime::try_from(&time).expect("a time");
        assert_eq!(DateTime::from(read), time);
        let day = Date::from("2024-02-29");
        let read = ::time::Date::try_from(&day).expect("a day");
        assert_eq!(Date::from(read), day);
    }
}

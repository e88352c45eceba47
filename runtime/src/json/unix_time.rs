//! Points in time as numbers: `format: unixtime`.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use super::{Decode, DecodeError, Encode, Reader, Writer};

/// A point in time: seconds since 1970-01-01T00:00:00Z, negative before that.
///
/// Converts from and to [`SystemTime`], and with the features `jiff`, `chrono` and `time` from and
/// to the types of those crates. Fractions of a second are rounded down.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use bessemer_runtime::UnixTime;
///
/// let created = UnixTime::new(1_747_844_794);
/// let limit = SystemTime::try_from(created)? + Duration::from_secs(20 * 60);
/// assert!(UnixTime::from(limit) > created);
/// # Ok::<(), bessemer_runtime::json::TimeOutOfRange>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(i64);

impl UnixTime {
    /// The point in time `seconds` after 1970-01-01T00:00:00Z.
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The seconds since 1970-01-01T00:00:00Z.
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

/// The error that a [`UnixTime`] is out of range for the target type.
///
/// ```
/// use bessemer_runtime::{UnixTime, json::TimeOutOfRange};
///
/// fn describe(result: Result<UnixTime, TimeOutOfRange>) -> String {
///     result.map_or_else(|error| error.to_string(), |time| time.seconds().to_string())
/// }
/// assert_eq!(describe(Err(TimeOutOfRange)), "time out of range");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOutOfRange;

impl fmt::Display for TimeOutOfRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("time out of range")
    }
}

impl std::error::Error for TimeOutOfRange {}

impl Decode for UnixTime {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        i64::decode(reader).map(Self)
    }
}

impl Encode for UnixTime {
    fn encode(&self, writer: &mut Writer) {
        self.0.encode(writer);
    }
}

crate::__serde! { UnixTime }

/// Prints the seconds.
impl fmt::Display for UnixTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<UnixTime> for i64 {
    fn from(time: UnixTime) -> Self {
        time.0
    }
}

impl From<SystemTime> for UnixTime {
    fn from(time: SystemTime) -> Self {
        // A time out of range becomes the first or last possible one.
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self(i64::try_from(after.as_secs()).unwrap_or(i64::MAX)),
            Err(error) => {
                let before = error.duration();
                let seconds = 0_i64.checked_sub_unsigned(before.as_secs()).unwrap_or(i64::MIN);
                Self(seconds.saturating_sub((before.subsec_nanos() > 0).into()))
            }
        }
    }
}

impl TryFrom<UnixTime> for SystemTime {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, TimeOutOfRange> {
        let distance = Duration::from_secs(time.0.unsigned_abs());
        match time.0 < 0 {
            true => Self::UNIX_EPOCH.checked_sub(distance),
            false => Self::UNIX_EPOCH.checked_add(distance),
        }
        .ok_or(TimeOutOfRange)
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for UnixTime {
    fn from(time: jiff::Timestamp) -> Self {
        Self(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<UnixTime> for jiff::Timestamp {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, TimeOutOfRange> {
        Self::from_second(time.0).map_err(|_| TimeOutOfRange)
    }
}

#[cfg(feature = "chrono")]
impl From<chrono::DateTime<chrono::Utc>> for UnixTime {
    fn from(time: chrono::DateTime<chrono::Utc>) -> Self {
        Self(time.timestamp())
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<UnixTime> for chrono::DateTime<chrono::Utc> {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, TimeOutOfRange> {
        Self::from_timestamp(time.0, 0).ok_or(TimeOutOfRange)
    }
}

#[cfg(feature = "time")]
impl From<time::OffsetDateTime> for UnixTime {
    fn from(time: time::OffsetDateTime) -> Self {
        Self(time.unix_timestamp())
    }
}

#[cfg(feature = "time")]
impl TryFrom<UnixTime> for time::OffsetDateTime {
    type Error = TimeOutOfRange;

    fn try_from(time: UnixTime) -> Result<Self, TimeOutOfRange> {
        Self::from_unix_timestamp(time.0).map_err(|_| TimeOutOfRange)
    }
}

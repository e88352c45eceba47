//! Numbers.

use fastrand::Rng;
use serde_json::{Map, Value};

/// How far a sample is from its lowest value.
const SPREAD: f64 = 100.0;

fn keyword(schema: &Map<String, Value>, key: &str) -> Option<f64> {
    schema.get(key).and_then(Value::as_f64)
}

/// An integer between the bounds.
pub(super) fn integer(schema: &Map<String, Value>, rng: &mut Rng) -> Value {
    let step = keyword(schema, "multipleOf").filter(|it| it.fract() == 0.0 && *it > 0.0);
    let value = between(schema, step.unwrap_or(1.0), rng);
    // The numbers of samples are small: the conversion loses nothing.
    Value::from(value as i64)
}

/// A number between the bounds.
pub(super) fn number(schema: &Map<String, Value>, rng: &mut Rng) -> Value {
    let step = keyword(schema, "multipleOf").filter(|it| *it > 0.0);
    Value::from(between(schema, step.unwrap_or(0.5), rng))
}

/// A multiple of `step` between the bounds; the nearest one if there is none.
fn between(schema: &Map<String, Value>, step: f64, rng: &mut Rng) -> f64 {
    let above = keyword(schema, "exclusiveMinimum").map(|it| ((it / step).floor() + 1.0) * step);
    let below = keyword(schema, "exclusiveMaximum").map(|it| ((it / step).ceil() - 1.0) * step);
    let least = keyword(schema, "minimum").map(|it| (it / step).ceil() * step);
    let most = keyword(schema, "maximum").map(|it| (it / step).floor() * step);
    let low = above.into_iter().chain(least).reduce(f64::max);
    let high = below.into_iter().chain(most).reduce(f64::min);
    let low = low.unwrap_or_else(|| high.map_or(0.0, |it| it.min(0.0)));
    let high = high.unwrap_or(low + SPREAD * step);
    let steps = ((high - low) / step).floor().clamp(0.0, SPREAD) as u32;
    low + f64::from(rng.u32(0..=steps)) * step
}

//! EasyEffects presets: JSON with one or several equalizers, 32 bands each, for both channels or for
//! each its own.
//!
//! The bands are those of LSP's parametric equalizer. Its mode `APO (DR)` is the cookbook's, which is
//! what presets that come from other programs use; in its other modes shelves differ by up to 1 dB.

use serde_json::Value;

use super::bands::{by_q, shape, Bands};
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let whole: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut found = false;
    for direction in ["output", "input"] {
        let Some(effects) = whole.get(direction).and_then(Value::as_object) else {
            continue;
        };
        for (name, effect) in effects {
            if name.starts_with("equalizer") {
                found = true;
                equalizer(name, effect, bands);
            } else if effect.is_object() {
                bands.reject(None, || format!("{name}: only equalizers are followed"));
            }
        }
        if found {
            return Ok(());
        }
    }
    // An equalizer that stands alone.
    match whole
        .as_object()
        .and_then(|all| all.iter().find(|(name, _)| name.starts_with("equalizer")))
    {
        Some((name, effect)) => {
            equalizer(name, effect, bands);
            Ok(())
        }
        None => Err("there is no equalizer under `output`".to_owned()),
    }
}

fn equalizer(name: &str, effect: &Value, bands: &mut Bands<'_>) {
    if effect.get("bypass").and_then(Value::as_bool) == Some(true) {
        bands.program.understand();
        bands.note(format!("{name}: switched off"));
        return;
    }
    for key in ["input-gain", "output-gain"] {
        if let Some(db) = effect.get(key).and_then(Value::as_f64) {
            bands.gain(Channels::BOTH, key, db);
        }
    }
    let split = effect.get("split-channels").and_then(Value::as_bool) == Some(true);
    let right = effect
        .get("right")
        .filter(|right| split && right.is_object());
    let on_left = match right {
        Some(_) => Channels::LEFT,
        None => Channels::BOTH,
    };
    let count = effect.get("num-bands").and_then(Value::as_u64);
    if let Some(left) = effect.get("left") {
        channel(left, on_left, count, bands);
    }
    if let Some(right) = right {
        channel(right, Channels::RIGHT, count, bands);
    }
}

fn channel(all: &Value, channels: Channels, count: Option<u64>, bands: &mut Bands<'_>) {
    let Some(all) = all.as_object() else {
        return;
    };
    let number = |name: &str| {
        name.strip_prefix("band")
            .and_then(|n| n.parse::<u64>().ok())
    };
    let is_on = |key: &str, band: &Value| band.get(key).and_then(Value::as_bool) == Some(true);
    let solo = all.values().any(|band| is_on("solo", band));
    let mut warned = false;
    for (name, band) in all {
        let Some(number) = number(name) else { continue };
        if count.is_some_and(|count| number >= count) || is_on("mute", band) {
            continue;
        }
        if solo && !is_on("solo", band) {
            continue;
        }
        let mode = band
            .get("mode")
            .and_then(Value::as_str)
            .unwrap_or("APO (DR)");
        if mode != "APO (DR)" && !std::mem::replace(&mut warned, true) {
            bands.warn(format!(
                "the bands are in the mode `{}`; they are taken as the cookbook's, whose shelves \
                 differ by up to 1 dB",
                shown(mode)
            ));
        }
        one(name, band, channels, bands);
    }
}

fn one(name: &str, band: &Value, channels: Channels, bands: &mut Bands<'_>) {
    let kind = band.get("type").and_then(Value::as_str).unwrap_or("Bell");
    if kind == "Off" {
        bands.program.understand();
        return;
    }
    let slope = band.get("slope").and_then(Value::as_str).unwrap_or("x1");
    let value = |key: &str| band.get(key).and_then(Value::as_f64);
    let (Some(shape), "x1") = (shape(kind), slope) else {
        let (kind, slope) = (shown(kind), shown(slope));
        bands.reject(None, || {
            format!("{name}: `{kind}` with slope {slope} is not followed")
        });
        return;
    };
    let Some(hz) = value("frequency") else {
        bands.reject(None, || format!("{name}: its frequency is missing"));
        return;
    };
    let filter = by_q(
        shape,
        hz,
        value("gain").unwrap_or(0.0),
        value("q").unwrap_or(0.0),
    );
    bands.band(channels, None, name, filter);
}

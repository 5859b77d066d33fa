//! Poweramp presets: JSON with a preamp and bands that are numbered by kind.
//!
//! The kinds are not documented; 0 low-pass, 1 high-pass, 2 band-pass, 3 bell, 4 low shelf and 5 high
//! shelf, and the channels 0 both, 1 left, 2 right, are what presets that the program wrote have.

use serde_json::Value;

use super::bands::{by_q, Bands};
use crate::curve::equalizer::Shape;
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;
use crate::curve::{Curve, Point};
use crate::order;

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let whole: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let preset = match &whole {
        Value::Array(all) => {
            if all.len() > 1 {
                let name = all[0]
                    .get("name")
                    .and_then(Value::as_str)
                    .unwrap_or("no name");
                bands.warn(format!(
                    "there are {} presets; the first one is taken, `{}`",
                    all.len(),
                    shown(name)
                ));
            }
            all.first().ok_or("the list of presets is empty")?
        }
        one => one,
    };
    let all = preset
        .get("bands")
        .and_then(Value::as_array)
        .ok_or("there are no bands")?;
    if let Some(db) = preset.get("preamp").and_then(Value::as_f64) {
        bands.gain(Channels::BOTH, "preamp", db);
    }
    if preset.get("parametric").and_then(Value::as_bool) == Some(false) {
        graphic(all, bands);
        return Ok(());
    }
    for (index, band) in all.iter().enumerate() {
        one(&format!("band {}", index + 1), band, bands);
    }
    Ok(())
}

fn one(name: &str, band: &Value, bands: &mut Bands<'_>) {
    let value = |key: &str| band.get(key).and_then(Value::as_f64);
    let shape = match band.get("type").and_then(Value::as_u64) {
        Some(0) => Shape::LowPass,
        Some(1) => Shape::HighPass,
        Some(2) => Shape::BandPass,
        Some(3) => Shape::Peak,
        Some(4) => Shape::LowShelf,
        Some(5) => Shape::HighShelf,
        _ => {
            bands.reject(None, || format!("{name}: its type is not known"));
            return;
        }
    };
    let channels = match band.get("channels").and_then(Value::as_u64).unwrap_or(0) {
        0 => Channels::BOTH,
        1 => Channels::LEFT,
        2 => Channels::RIGHT,
        _ => {
            bands.reject(None, || format!("{name}: its channels are not known"));
            return;
        }
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

/// A preset of the graphic equalizer: gains at fixed frequencies, joined by straight lines.
fn graphic(all: &[Value], bands: &mut Bands<'_>) {
    let mut points: Vec<Point> = Vec::new();
    for band in all.iter().take(200) {
        let value = |key: &str| band.get(key).and_then(Value::as_f64);
        if let (Some(frequency_hz), Some(level_db)) = (value("frequency"), value("gain")) {
            points.push(Point {
                frequency_hz,
                level_db,
                phase_rad: None,
            });
        }
    }
    order::by(&mut points, |a, b| {
        a.frequency_hz.total_cmp(&b.frequency_hz)
    });
    points.dedup_by(|later, kept| later.frequency_hz == kept.frequency_hz);
    match Curve::new(points) {
        Ok(curve) if curve.points().iter().all(|p| p.level_db.abs() <= 200.0) => {
            bands.program.graphic(Channels::BOTH, curve);
            bands.note("a graphic preset: its gains are joined by straight lines".to_owned());
        }
        _ => bands.reject(None, || "its bands make no curve".to_owned()),
    }
}

//! CamillaDSP configurations: YAML with named filters and a pipeline that says which channel goes
//! through which.

use serde_json::Value;

use super::bands::{butterworth, by_q, shape, Bands};
use crate::curve::equalizer::{Filter, Shape, Width};
use crate::curve::import::fir::Fir;
use crate::curve::import::program::Channels;
use crate::curve::import::response_text::shown;

use std::sync::Arc;

/// The most names that a pipeline may have.
const MOST_NAMES: usize = 1000;

#[cfg(feature = "yaml")]
fn parsed(text: &str) -> Result<Value, String> {
    serde_saphyr::from_str(text).map_err(|error| {
        let error = error.to_string();
        shown(error.lines().next().unwrap_or("not YAML"))
    })
}

#[cfg(not(feature = "yaml"))]
fn parsed(_: &str) -> Result<Value, String> {
    Err("it is YAML, which this build does not read (feature `yaml`)".to_owned())
}

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let whole = parsed(text)?;
    let filters = whole.get("filters").and_then(Value::as_object);
    let filters = filters.ok_or("it has no filters")?;
    let rate_hz = whole
        .pointer("/devices/samplerate")
        .and_then(Value::as_u64)
        .unwrap_or(48_000);
    let Some(pipeline) = whole.get("pipeline").and_then(Value::as_array) else {
        bands.note("it has no pipeline; all filters are taken, for both channels".to_owned());
        for (name, filter) in filters {
            one(name, filter, Channels::BOTH, rate_hz, bands);
        }
        return Ok(());
    };
    let mut names_left = MOST_NAMES;
    for step in pipeline {
        let kind = step.get("type").and_then(Value::as_str).unwrap_or("Filter");
        if step.get("bypassed").and_then(Value::as_bool) == Some(true) {
            continue;
        }
        if kind != "Filter" {
            let name = step.get("name").and_then(Value::as_str).unwrap_or("");
            let (kind, name) = (shown(kind), shown(name));
            bands.reject(None, || {
                format!("the {kind} `{name}` of the pipeline is not followed")
            });
            continue;
        }
        let channels = channels(step);
        if channels == Channels::NONE {
            bands.note("a step of the pipeline is for neither channel 0 nor 1".to_owned());
            continue;
        }
        let names = step.get("names").and_then(Value::as_array);
        for name in names.into_iter().flatten().filter_map(Value::as_str) {
            names_left = names_left
                .checked_sub(1)
                .ok_or("its pipeline is too long")?;
            match filters.get(name) {
                Some(filter) => one(name, filter, channels, rate_hz, bands),
                None => bands.reject(None, || format!("there is no filter `{}`", shown(name))),
            }
        }
    }
    Ok(())
}

/// `channel: 0`, or `channels: [0, 1]`; a step that names none is for all.
fn channels(step: &Value) -> Channels {
    let numbers: Vec<u64> = match (step.get("channel"), step.get("channels")) {
        (Some(one), _) if one.is_u64() => one.as_u64().into_iter().collect(),
        (_, Some(Value::Array(all))) => all.iter().filter_map(Value::as_u64).collect(),
        _ => return Channels::BOTH,
    };
    let mut channels = Channels::NONE;
    for number in numbers.into_iter().filter(|&number| number < 2) {
        channels = channels.with(number as usize);
    }
    channels
}

fn one(name: &str, filter: &Value, on: Channels, rate_hz: u64, bands: &mut Bands<'_>) {
    let none = Value::Null;
    let parameters = filter.get("parameters").unwrap_or(&none);
    let value = |key: &str| parameters.get(key).and_then(Value::as_f64);
    let shown_name = shown(name);
    let done = match filter.get("type").and_then(Value::as_str).unwrap_or("") {
        "Gain" => gain(parameters).map(|db| bands.gain(on, &shown_name, db)),
        "Biquad" => biquad(parameters).map(|filter| bands.band(on, None, &shown_name, filter)),
        "BiquadCombo" => combination(parameters).map(|filters| {
            for filter in filters {
                bands.band(on, None, &shown_name, filter);
            }
        }),
        "Conv" => convolution(parameters, rate_hz, bands).map(|fir| {
            bands.note(format!("{shown_name}: {}", fir.words()));
            bands.program.convolution(on, Arc::new(fir));
        }),
        "Delay" => {
            let unit = parameters
                .get("unit")
                .and_then(Value::as_str)
                .unwrap_or("ms");
            let seconds = match unit {
                "ms" => 1e-3,
                "us" => 1e-6,
                "samples" => 1.0 / rate_hz as f64,
                _ => 0.0,
            };
            bands
                .program
                .delay(on, value("delay").unwrap_or(0.0).clamp(0.0, 1e7) * seconds);
            Ok(())
        }
        "Volume" | "Dither" => {
            bands.note(format!(
                "{shown_name}: leaves the shape of the level as it is"
            ));
            Ok(())
        }
        kind => Err(format!("`{}` is not followed", shown(kind))),
    };
    if let Err(why) = done {
        bands.reject(None, || format!("{shown_name}: {why}"));
    }
}

fn gain(parameters: &Value) -> Result<f64, String> {
    let gain = parameters
        .get("gain")
        .and_then(Value::as_f64)
        .ok_or("its gain is missing")?;
    match parameters.get("scale").and_then(Value::as_str) {
        Some("linear") => Ok(20.0 * gain.abs().log10()),
        _ => Ok(gain),
    }
}

fn biquad(parameters: &Value) -> Result<Filter, String> {
    let value = |key: &str| parameters.get(key).and_then(Value::as_f64);
    let kind = parameters.get("type").and_then(Value::as_str).unwrap_or("");
    let shape =
        shape(kind).ok_or_else(|| format!("biquads of type `{}` are not followed", shown(kind)))?;
    let hz = value("freq").ok_or("its freq is missing")?;
    let mut filter = by_q(
        shape,
        hz,
        value("gain").unwrap_or(0.0),
        value("q").unwrap_or(0.0),
    );
    if let (None, Some(slope)) = (value("q"), value("slope")) {
        filter.width = Width::Slope(slope / 12.0);
    }
    if let (None, Some(octaves)) = (value("q"), value("bandwidth")) {
        filter.width = Width::BandwidthOctaves(octaves);
    }
    Ok(filter)
}

fn combination(parameters: &Value) -> Result<Vec<Filter>, String> {
    let value = |key: &str| parameters.get(key).and_then(Value::as_f64);
    let kind = parameters.get("type").and_then(Value::as_str).unwrap_or("");
    let order = parameters.get("order").and_then(Value::as_u64).unwrap_or(0);
    let order = u32::try_from(order).unwrap_or(u32::MAX);
    let passes = |shape, order: u32, times: usize| {
        let hz = value("freq").ok_or("its freq is missing")?;
        let one = butterworth(shape, hz, order);
        let one = one.ok_or_else(|| format!("order {order} is not followed"))?;
        Ok(one.repeat(times))
    };
    match kind {
        "ButterworthLowpass" => passes(Shape::LowPass, order, 1),
        "ButterworthHighpass" => passes(Shape::HighPass, order, 1),
        // Two Butterworth filters of half the order.
        "LinkwitzRileyLowpass" => passes(Shape::LowPass, order / 2, 2),
        "LinkwitzRileyHighpass" => passes(Shape::HighPass, order / 2, 2),
        "FivePointPeq" => {
            let point = |shape, name: &str| {
                let of = |what: &str| value(&format!("{what}{name}"));
                let all = of("f").zip(of("g")).zip(of("q"));
                let ((hz, gain), q) = all.ok_or_else(|| format!("point {name} is missing"))?;
                Ok::<_, String>(by_q(shape, hz, gain, q))
            };
            Ok(vec![
                point(Shape::LowShelf, "ls")?,
                point(Shape::Peak, "p1")?,
                point(Shape::Peak, "p2")?,
                point(Shape::Peak, "p3")?,
                point(Shape::HighShelf, "hs")?,
            ])
        }
        kind => Err(format!("`{}` is not followed", shown(kind))),
    }
}

fn convolution(parameters: &Value, rate_hz: u64, bands: &mut Bands<'_>) -> Result<Fir, String> {
    match parameters.get("type").and_then(Value::as_str).unwrap_or("") {
        "Wav" => {
            let file = parameters.get("filename").and_then(Value::as_str);
            let file = file.ok_or("its filename is missing")?;
            let file = file.replace("$samplerate$", &rate_hz.to_string());
            let bytes = bands.file(&file)?;
            let fir =
                Fir::from_wav(&bytes).map_err(|why| format!("{} is a file {why}", shown(&file)))?;
            let channel = parameters
                .get("channel")
                .and_then(Value::as_u64)
                .unwrap_or(0);
            fir.only(channel as usize)
                .ok_or_else(|| format!("{} has no channel {channel}", shown(&file)))
        }
        "Values" => {
            let values = parameters.get("values").and_then(Value::as_array);
            let values: Vec<f32> = values
                .into_iter()
                .flatten()
                .filter_map(|value| value.as_f64().map(|value| value as f32))
                .collect();
            Fir::from_taps(values, rate_hz as u32).map_err(|why| format!("a filter {why}"))
        }
        kind => Err(format!(
            "convolution with `{}` is not followed",
            shown(kind)
        )),
    }
}

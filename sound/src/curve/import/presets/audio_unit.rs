//! AUNBandEq presets: a property list whose data are numbered parameters, as Apple's framework keeps
//! them.
//!
//! The data are big-endian: scope, element and count in 32 bits each, then so many pairs of a number in
//! 32 bits and a 32-bit float. Parameter 0 is the gain of the whole; 1000 and more switch a band off,
//! 2000 say what it is, 3000 where in Hz, 4000 its gain in dB and 5000 its bandwidth in octaves
//! (AudioUnitParameters.h).

use std::collections::BTreeMap;

use super::bands::{by_q, Bands};
use crate::curve::equalizer::{Filter, Shape, Width, PASS_Q};
use crate::curve::import::program::Channels;

/// The most bands that the unit has.
const MOST_BANDS: u32 = 200;

pub(super) fn read(text: &str, bands: &mut Bands<'_>) -> Result<(), String> {
    let inside = |name: &str| {
        let start = text.find(&format!("<{name}>"))? + name.len() + 2;
        let end = text[start..].find(&format!("</{name}>"))?;
        Some(&text[start..start + end])
    };
    let data = inside("data").ok_or("it has no data")?;
    let bytes = base64(data).ok_or("its data are no base64")?;
    let word = |at: usize| {
        let bytes = bytes.get(4 * at..4 * at + 4)?;
        Some(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    };
    let count = word(2).ok_or("its data are too short")? as usize;
    let pairs = (bytes.len() / 4).saturating_sub(3) / 2;
    let mut values = BTreeMap::new();
    for pair in 0..count.min(pairs) {
        if let (Some(id), Some(bits)) = (word(3 + 2 * pair), word(4 + 2 * pair)) {
            values.insert(id, f64::from(f32::from_bits(bits)));
        }
    }
    let value = |id: u32| values.get(&id).copied().filter(|value| value.is_finite());
    if let Some(db) = value(0) {
        bands.gain(Channels::BOTH, "global gain", db);
    }
    for band in 0..MOST_BANDS {
        let (Some(kind), Some(hz)) = (value(2000 + band), value(3000 + band)) else {
            continue;
        };
        if value(1000 + band).is_some_and(|off| off != 0.0) {
            continue;
        }
        let gain_db = value(4000 + band).unwrap_or(0.0);
        let octaves = value(5000 + band).filter(|&octaves| octaves > 0.0);
        let name = format!("band {}", band + 1);
        match filter(kind as u32, hz, gain_db, octaves) {
            Some(filter) => bands.band(Channels::BOTH, None, &name, filter),
            None => bands.reject(None, || format!("{name}: its kind {kind} is not known")),
        }
    }
    Ok(())
}

fn filter(kind: u32, frequency_hz: f64, gain_db: f64, octaves: Option<f64>) -> Option<Filter> {
    let width = octaves.map_or(Width::Q(PASS_Q), Width::BandwidthOctaves);
    let by_width = |shape, gain_db| Filter {
        shape,
        frequency_hz,
        gain_db,
        width,
    };
    Some(match kind {
        0 => by_width(Shape::Peak, gain_db),
        1 => by_q(Shape::LowPass, frequency_hz, 0.0, PASS_Q),
        2 => by_q(Shape::HighPass, frequency_hz, 0.0, PASS_Q),
        3 => by_width(Shape::LowPass, 0.0),
        4 => by_width(Shape::HighPass, 0.0),
        5 => by_width(Shape::BandPass, 0.0),
        6 => by_width(Shape::Notch, 0.0),
        7 => by_q(Shape::LowShelf, frequency_hz, gain_db, PASS_Q),
        8 => by_q(Shape::HighShelf, frequency_hz, gain_db, PASS_Q),
        9 => by_width(Shape::LowShelf, gain_db),
        10 => by_width(Shape::HighShelf, gain_db),
        _ => return None,
    })
}

/// The bytes of a text in base64 (RFC 4648), blanks and padding read past.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for c in text
        .bytes()
        .filter(|c| !c.is_ascii_whitespace() && *c != b'=')
    {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

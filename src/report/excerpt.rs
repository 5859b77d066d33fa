//! A place of a mix as heard on two rigs, or on none, at one loudness that is measured.

use super::{Input, Inputs, Place, Stopped};
use crate::chain::{Chain, Io, Settings};
use crate::dsp::biquad::Biquad;
use crate::dsp::k_weighting;
use crate::rig::Rig;

/// Sound that the rig hears before the place begins, so that nothing rises from silence, s.
const BEFORE_S: f64 = 2.0;
/// Loudness of every excerpt, LUFS, and the highest sample: a loud peak turns both down.
const LOUDNESS_LUFS: f64 = -20.0;
const PEAK: f64 = 0.89;
/// Offset of BS.1770 between the weighted power and the loudness, LU.
const OFFSET_LU: f64 = -0.691;
/// Pieces in which an excerpt is rendered.
const PIECE: usize = 4096;

/// Loudness below which a place is silent, LUFS: the absolute gate of BS.1770-4.
pub const SILENT_LUFS: f64 = -70.0;

/// Two channels.
pub type Stereo = [Vec<f32>; 2];

/// The place on one rig and on another, or as it is.
pub struct Pair {
    /// Both sounds at one loudness.
    pub sounds: [Stereo; 2],
    /// Loudness of the second over the first as they are, LU.
    pub apart_lu: f64,
}

impl Pair {
    /// Renders both and brings them to one loudness.
    ///
    /// # Errors
    /// When a rig cannot be heard or an input cannot be read.
    pub fn new(
        rigs: [Option<&Rig>; 2],
        place: Place,
        inputs: &mut dyn Inputs,
        seed: u64,
    ) -> Result<Self, Stopped> {
        let [first, second] = rigs;
        let mut sounds = [
            heard(first, place, inputs, seed)?,
            heard(second, place, inputs, seed)?,
        ];
        let rate_hz = inputs.sample_rate_hz();
        let gains = sounds.each_ref().map(|sound| {
            let gain_db = LOUDNESS_LUFS - loudness_lufs(sound, rate_hz);
            // Silence stays silence.
            match gain_db.abs() < 80.0 {
                true => 10f64.powf(gain_db / 20.0),
                false => 1.0,
            }
        });
        let peaks = [0, 1].map(|n| peak(&sounds[n]) * gains[n]);
        let down = PEAK / peaks[0].max(peaks[1]).max(PEAK);
        for (sound, gain) in sounds.iter_mut().zip(gains) {
            for sample in sound.iter_mut().flatten() {
                *sample *= (gain * down) as f32;
            }
        }
        let [first, second] = sounds.each_ref().map(|sound| loudness_lufs(sound, rate_hz));
        Ok(Self {
            sounds,
            apart_lu: second - first,
        })
    }
}

/// Loudness of a place of the mix as it is, LUFS.
///
/// # Errors
/// When an input cannot be read.
pub fn mix_lufs(place: Place, inputs: &mut dyn Inputs) -> Result<f64, Stopped> {
    let sound = heard(None, place, inputs, 0)?;
    Ok(loudness_lufs(&sound, inputs.sample_rate_hz()))
}

/// A place of the mix, through a rig or as it is.
fn heard(
    rig: Option<&Rig>,
    place: Place,
    inputs: &mut dyn Inputs,
    seed: u64,
) -> Result<Stereo, Stopped> {
    let rate_hz = inputs.sample_rate_hz();
    let at = |time_s: f64| ((time_s.max(0.0) * rate_hz) as u64).min(inputs.frames());
    let (begin, from, to) = (
        at(place.from_s - BEFORE_S),
        at(place.from_s),
        at(place.to_s),
    );
    let mut chain = match rig {
        Some(rig) => {
            let mut chain = Chain::new(rig, rate_hz, seed)?;
            let mut settings = Settings::new(rig);
            settings.safety.ceiling = f32::MAX;
            chain.set(&settings);
            chain.reset();
            Some(chain)
        }
        None => None,
    };
    let (has_room, has_voice) = (inputs.has(Input::Ambient), inputs.has(Input::OwnVoice));
    let mut out = [Vec::new(), Vec::new()];
    let [mut main, mut room, mut voice] = [(); 3].map(|()| [vec![0.0; PIECE], vec![0.0; PIECE]]);
    let mut now = begin;
    while now < to {
        let length = PIECE.min((to - now) as usize);
        for (input, buffer) in [
            (Input::Mix, &mut main),
            (Input::Ambient, &mut room),
            (Input::OwnVoice, &mut voice),
        ] {
            let [left, right] = buffer;
            inputs.read(input, now, [&mut left[..length], &mut right[..length]])?;
        }
        let [left, right] = &mut main;
        if let Some(chain) = &mut chain {
            let part = |sound: &'_ Stereo| -> [Vec<f32>; 2] {
                sound.each_ref().map(|c| c[..length].to_vec())
            };
            let (room, voice) = (part(&room), part(&voice));
            chain.process(Io {
                main: [&mut left[..length], &mut right[..length]],
                ambient: has_room.then(|| room.each_ref().map(Vec::as_slice)),
                own_voice: has_voice.then(|| voice.each_ref().map(Vec::as_slice)),
            });
        }
        let skip = from.saturating_sub(now).min(length as u64) as usize;
        out[0].extend_from_slice(&left[skip..length]);
        out[1].extend_from_slice(&right[skip..length]);
        now += length as u64;
    }
    Ok(out)
}

/// Loudness of BS.1770-4 without gating: a clip is short.
fn loudness_lufs(sound: &Stereo, rate_hz: f64) -> f64 {
    let power: f64 = sound
        .iter()
        .map(|channel| {
            let mut filters = k_weighting::filters(rate_hz).map(Biquad::new);
            let weighted = channel.iter().map(|&x| {
                let x = filters
                    .iter_mut()
                    .fold(f64::from(x), |x, filter| filter.tick_f64(x));
                x * x
            });
            weighted.sum::<f64>() / channel.len().max(1) as f64
        })
        .sum();
    OFFSET_LU + 10.0 * power.max(1e-12).log10()
}

fn peak(sound: &Stereo) -> f64 {
    f64::from(
        sound
            .iter()
            .flatten()
            .fold(0.0_f32, |peak, x| peak.max(x.abs())),
    )
}

/// A WAV file of 16 bits.
#[must_use]
pub fn wav([left, right]: &Stereo, rate_hz: u32) -> Vec<u8> {
    let data = 4 * left.len() as u32;
    let mut bytes = Vec::with_capacity(44 + data as usize);
    bytes.extend(b"RIFF");
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    for half in [1_u16, 2] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.extend(rate_hz.to_le_bytes());
    bytes.extend((4 * rate_hz).to_le_bytes());
    for half in [4_u16, 16] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    for (l, r) in left.iter().zip(right) {
        for sample in [l, r] {
            let wide = (f64::from(*sample) * 32_767.0)
                .round()
                .clamp(-32_768.0, 32_767.0);
            bytes.extend((wide as i16).to_le_bytes());
        }
    }
    bytes
}

//! Tone of a mix: hits without fundamental, sharp treble, hum, hiss, octaves out of balance.

use num_complex::Complex64;

use super::super::bands::{db, sum};
use super::super::findings::{Finding, Kind};
use super::super::limits::SIBILANT;
use super::super::place::Place;
use super::super::stem::quantile;
use super::super::wording::number;
use super::super::{Desk, BANDS, CENTERS_HZ};
use super::{beyond, over_time};
use crate::report::desk::{LowFrame, LOW_BINS};

/// Bands of the hits when there is no stem: 50 to 125 Hz, 160 to 500 Hz.
const HIT_LOW: std::ops::Range<usize> = 1..6;
const HIT_MIDDLE: std::ops::Range<usize> = 6..11;
/// Share of the lows in the whole under which hits are thin, dB.
const THIN_SHARE_DB: f64 = -6.5;
/// The quarter of the hits with most lows has at least so much of them in a normal mix, dB.
const HITS_DB: f64 = 5.5;
/// Hits a second from which on there is a drum.
const HITS_PER_S: f64 = 0.5;
/// Level of the treble's sharpest hundredth against the mix, dB: the highest of normal mixes and 2 dB.
const SHARP_DB: f64 = 1.5;
/// Mains frequencies, and how far a line may be from their multiples, as a share: grids of some
/// regions wander by one percent, and the nearest notes (G1, B1) are 2 % and 3 % away.
const MAINS_HZ: [f64; 2] = [50.0, 60.0];
const MAINS_TOLERANCE: f64 = 0.01;
/// Usual level of the octaves from 63 Hz to 8 kHz re the whole mix, dB.
const OCTAVES_DB: [f64; 8] = [-8.0, -6.0, -7.0, -8.0, -10.0, -12.0, -13.0, -16.0];

pub(super) fn findings(desk: &Desk) -> Vec<Finding> {
    let mut all: Vec<Finding> = [thin_hits(desk), sharp(desk), hum(desk), hiss(desk)]
        .into_iter()
        .flatten()
        .collect();
    // A missing fundamental is an octave out of balance, too.
    let thin = all.iter().any(|finding| finding.kind == Kind::ThinKick);
    all.extend(balance(desk).filter(|_| !thin));
    all
}

/// Hits: frames whose lows rise by 6 dB over the two before.
fn thin_hits(desk: &Desk) -> Option<Finding> {
    if desk
        .stems
        .iter()
        .any(|stem| stem.role == crate::report::StemRole::Kick)
    {
        return None;
    }
    let (low, middle) = (over_time(desk, HIT_LOW), over_time(desk, HIT_MIDDLE));
    let both: Vec<f64> = low.iter().zip(&middle).map(|(l, m)| l + m).collect();
    let least = 0.063 * quantile(both.clone(), 0.95);
    let hit = |n: usize| {
        let before = both[n - 1].min(both[n - 2]);
        both[n] > 4.0 * before && both[n] > least
    };
    let hits: Vec<usize> = (2..both.len()).filter(|&n| hit(n)).collect();
    if (hits.len() as f64) < HITS_PER_S * desk.seconds().max(4.0) {
        return None;
    }
    let ratios = hits
        .iter()
        .map(|&n| db(low[n] / middle[n].max(1e-15)))
        .collect();
    let best_db = quantile(ratios, 0.75);
    let share_db = db(low.iter().sum::<f64>() / desk.powers().iter().sum::<f64>().max(1e-15));
    if best_db >= HITS_DB || share_db >= THIN_SHARE_DB {
        return None;
    }
    let mut thin = vec![0.0; both.len()];
    hits.iter().for_each(|&n| thin[n] = both[n]);
    // On the scale of the stem's limit.
    let value = Kind::ThinKick.limit().value + best_db - HITS_DB;
    beyond(
        Kind::ThinKick,
        value.min(Kind::ThinKick.limit().value - 0.5),
        Place::worst(desk.layout(), thin.into_iter()),
        || {
            format!(
                "The hits have no fundamental: 50 to 125 Hz stands {} dB against 160 to \
                 500 Hz where they strike, and makes up {} dB of the mix. The room takes \
                 what is left.",
                number(best_db),
                number(share_db)
            )
        },
        "Give the kick its octave from 50 to 80 Hz back, or take its high-pass down.",
    )
    .map(|finding| {
        let stated = finding.stated(best_db, HITS_DB);
        stated.by("50 to 125 Hz over 160 to 500 Hz where it hits", "dB")
    })
}

fn sharp(desk: &Desk) -> Option<Finding> {
    let treble = over_time(desk, SIBILANT);
    let mean = desk.powers().iter().sum::<f64>() / desk.frames().max(1) as f64;
    let peak_db = db(quantile(treble.clone(), 0.99) / mean.max(1e-15));
    let value = Kind::Sibilance.limit().value + peak_db - SHARP_DB;
    let least = quantile(treble.clone(), 0.99);
    let bursts = treble
        .into_iter()
        .map(move |power| if power >= least { 1.0 } else { 0.0 });
    beyond(
        Kind::Sibilance,
        value,
        Place::worst(desk.layout(), bursts),
        || {
            format!(
                "Sibilants or cymbals are sharp: 5 to 9 kHz reaches {} dB re the whole \
                 mix. Emphasis and compander of analog links overshoot on it.",
                number(peak_db)
            )
        },
        "Take 5 to 9 kHz down by a de-esser or 4 to 6 dB of equalizer.",
    )
    .map(|finding| {
        let stated = finding.stated(peak_db, SHARP_DB);
        let stated = stated.by("5 to 9 kHz in the sharpest moments, re the whole mix", "dB");
        stated.after("fitted: the highest of normal mixes and 2 dB")
    })
}

/// Steady lines at multiples of the mains: levels of each bin in the quietest twentieth of the time.
fn hum(desk: &Desk) -> Option<Finding> {
    if desk.frames() < 40 {
        return None;
    }
    let level = |bin: usize, share: f64| {
        quantile(
            desk.low
                .iter()
                .map(|low| f64::from(low.powers[bin]))
                .collect(),
            share,
        )
    };
    let quiet: [f64; LOW_BINS] = std::array::from_fn(|bin| level(bin, 0.05));
    let line = |frequency_hz: f64| {
        let bin = (frequency_hz / desk.layout().frequency_hz(1)).round() as usize;
        if bin < 4 || bin + 4 >= LOW_BINS {
            return None;
        }
        let valley = |one: usize, other: usize| quiet[one].min(quiet[other]);
        let around = valley(bin - 2, bin - 3).max(valley(bin + 2, bin + 3));
        // A line of the mains stands out, and its floor is flat; music fades away to nothing.
        let steady = level(bin, 0.08) < 4.0 * level(bin, 0.02);
        let stands_out = quiet[bin] > 6.0 * around.max(1e-16);
        // Notes of a bass are steady, too, and in the same bin.
        let is_mains = || (line_hz(desk, bin) / frequency_hz - 1.0).abs() < MAINS_TOLERANCE;
        (stands_out && steady && is_mains()).then_some(quiet[bin])
    };
    let (mains_hz, lines) = MAINS_HZ
        .map(|mains_hz| {
            let harmonics = (1..=8).filter_map(|n| line(f64::from(n) * mains_hz));
            (mains_hz, harmonics.collect::<Vec<f64>>())
        })
        .into_iter()
        .max_by_key(|(_, lines)| lines.len())?;
    if lines.len() < 2 {
        return None;
    }
    let mean = 2.0 * desk.powers().iter().sum::<f64>() / desk.frames() as f64;
    // A line spreads over three bins of the window.
    let level_db = db(1.5 * lines.iter().sum::<f64>() / mean.max(1e-15));
    beyond(
        Kind::MixHum,
        level_db,
        quietest(desk),
        || {
            format!(
                "The mix hums at {mains_hz:.0} Hz and its multiples, {} dB re the mix.",
                number(level_db)
            )
        },
        "Look for an unbalanced line or a ground loop before the desk.",
    )
}

/// Frequency of the line in a bin, by how its phase turns from frame to frame in the quietest fifth
/// of the time, Hz.
fn line_hz(desk: &Desk, bin: usize) -> f64 {
    let power = |low: &LowFrame| f64::from(low.powers[bin]);
    let most = quantile(desk.low.iter().map(power).collect(), 0.2);
    // The first frame has none before it.
    let quiet = (desk.low.iter().skip(1)).filter(|low| power(low) <= most);
    let turn = quiet
        .map(|low| Complex64::new(low.turns[bin].re.into(), low.turns[bin].im.into()))
        .sum::<Complex64>();
    // The middle of a bin turns by half a round for each bin, since frames overlap by half.
    let expected = std::f64::consts::PI * bin as f64;
    let stray = (turn * Complex64::cis(-expected)).arg();
    desk.layout().frequency_hz(1) * (bin as f64 + stray / std::f64::consts::PI)
}

/// The ten seconds with least in them.
fn quietest(desk: &Desk) -> Place {
    let levels = desk.powers();
    Place::worst(
        desk.layout(),
        levels.into_iter().map(|power| -db(power.max(1e-12))),
    )
}

fn hiss(desk: &Desk) -> Option<Finding> {
    let powers = desk.powers();
    let mean = powers.iter().sum::<f64>() / desk.frames().max(1) as f64;
    let treble = over_time(desk, 17..BANDS);
    let quiet: Vec<f64> = (0..powers.len())
        .filter(|&n| powers[n] < 1e-3 * mean && powers[n] > 1e-14)
        .map(|n| treble[n])
        .collect();
    let seconds = quiet.len() as f64 / desk.layout().frames_per_s();
    let [floor, quarter] = [0.05, 0.25].map(|share| quantile(quiet.clone(), share));
    // Noise has a flat floor; what rings out falls on.
    if seconds < 0.3 || quarter > 1.4 * floor {
        return None;
    }
    let level_db = db(quarter / mean.max(1e-15));
    beyond(
        Kind::MixHiss,
        level_db,
        quietest(desk),
        || {
            format!(
                "The pauses hiss: 2 to 16 kHz stays at {} dB re the mix.",
                number(level_db)
            )
        },
        "Mute open channels in the pauses, or turn gains up and faders down.",
    )
}

/// The octave that strays most from the usual mix.
fn balance(desk: &Desk) -> impl Iterator<Item = Finding> {
    let mean: [f32; BANDS] = desk.mean;
    let all = sum(&mean, 0..BANDS);
    let strays = |octave: usize| {
        let bands = 3 * octave + 1..3 * octave + 4;
        (
            db(sum(&mean, bands.clone()) / all.max(1e-15)) - OCTAVES_DB[octave],
            bands,
        )
    };
    // Octaves that the sample rate does not hold, and pure tones, say nothing about a mix.
    let known = (0..OCTAVES_DB.len()).filter(|&octave| {
        CENTERS_HZ[3 * octave + 3] * 1.2
            < desk.layout().frames_per_s() * desk.layout().hop() as f64 / 2.0
    });
    let worst = known
        .map(strays)
        .max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    let place = Place::worst(desk.layout(), desk.powers().into_iter());
    worst
        .and_then(|(stray_db, bands)| {
            let middle_hz = CENTERS_HZ[bands.start + 1];
            let way = if stray_db > 0.0 { "louder" } else { "softer" };
            beyond(
                Kind::Balance,
                stray_db.abs(),
                place,
                || {
                    format!(
                        "The octave at {middle_hz:.0} Hz is {} dB {way} than in usual mixes.",
                        number(stray_db.abs())
                    )
                },
                "Compare the mix with another on the same rig before changing it.",
            )
        })
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    /// True if a mix with a steady tone and two overtones is said to hum.
    fn hums(tone_hz: f64, seconds: f64) -> bool {
        const RATE_HZ: f64 = 48_000.0;
        let mut noise = Noise::new(1);
        let mut desk = Desk::new(RATE_HZ, &[]);
        let samples: Vec<f32> = (0..(seconds * RATE_HZ) as usize)
            .map(|n| {
                let phase = std::f64::consts::TAU * tone_hz * n as f64 / RATE_HZ;
                let tone =
                    1e-2 * phase.sin() + 6e-3 * (2.0 * phase).sin() + 5e-3 * (3.0 * phase).sin();
                // Bursts of noise for the music.
                let burst = if n / 12_000 % 2 == 0 { 0.2 } else { 1e-4 };
                tone as f32 + burst * noise.white()
            })
            .collect();
        for part in samples.chunks(desk.layout().hop()) {
            desk.add(part, part);
        }
        desk.finish();
        hum(&desk).is_some()
    }

    #[test]
    fn mains_hum_and_a_bass_note_beside_it_does_not() {
        for mains_hz in [49.8, 50.0, 50.2, 59.9, 60.0, 60.1] {
            assert!(hums(mains_hz, 20.0), "{mains_hz} Hz");
        }
        // G1, A1, B1 and C2.
        for note_hz in [49.0, 55.0, 61.74, 65.41] {
            assert!(!hums(note_hz, 20.0), "{note_hz} Hz");
        }
    }
}

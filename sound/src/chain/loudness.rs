//! One loudness: the gain that makes the mix on a rig as loud as it came in.
//!
//! *In the real world* a performer turns a pack up or down until the mix is right. Whoever compares
//! two rigs must not have the louder one win.
//!
//! *Model*: the programme path is linear but for what its parts do at high level, so its loudness
//! follows from its static response: K weighting (ITU-R BS.1770-4) on pink noise, summed over both
//! ears, of feed, link gain, pack, earphone (or the floor wedge in its place) and the inverse of the listener's own headphones. Nothing
//! of the programme that plays is used, so nothing pumps. The gain is one constant,
//! taken when a rig or a part is chosen ([`take`]) and kept in the rig; a knob that is turned later is
//! heard as it would be. It acts in the listening stage, on the sum of everything at the drum: room,
//! own voice and noise keep their true ratio to the mix.
//!
//! *Left out*: what companders, limiters, coders and distortion do to the level; what a radio loses;
//! the delay between two paths of one sound.
//!
//! *Tests*: `tests/loudness.rs` renders every factory rig.

use super::{feed, pack};
use crate::design::{wedge_spectrum, DesignError, EarModel};
use crate::dsp::k_weighting;
use crate::radio::battery::Battery;
use crate::rig::{AnalogMode, Coder, Converters, Link, Rig, Side};

/// The band of the pink noise, Hz.
const BAND_HZ: [f64; 2] = [20.0, 20_000.0];

/// Points of it, at equal steps of pitch: 24 an octave, since an earphone has narrow peaks.
const POINTS: u32 = 240;

/// Correlation of the left and the right channel of a mix: most of it is in the middle.
const CORRELATION: f64 = 0.9;

/// Sample rate that digital parts are taken at, Hz.
const RATE_HZ: f64 = 48_000.0;

/// The most that a match turns up or down, dB. Beyond it, a rig is silent for a reason.
pub const MOST_DB: f64 = 40.0;

/// Loudness of the mix at the output over that of the mix as it came in, LU, without any match; none
/// when nothing comes out.
///
/// # Errors
/// When the earphone has no solution or makes no sound.
pub fn programme_lu(rig: &Rig) -> Result<Option<f64>, DesignError> {
    let left = EarModel::new(rig, Side::Left)?;
    let right = match rig.earphone.is_symmetric() {
        true => None,
        false => Some(EarModel::new(rig, Side::Right)?),
    };
    let boost = pack::boost::Boost::new(RATE_HZ, rig.pack.high_boost_db);
    let shares = routing(rig).map(power_of);
    let link = 10f64.powf(0.1 * gain_db(&rig.link));
    let wedge = wedge_power(rig);
    let octaves = (BAND_HZ[1] / BAND_HZ[0]).log2();
    let [mut heard, mut input] = [0.0; 2];
    for n in 0..POINTS {
        let place = (f64::from(n) + 0.5) / f64::from(POINTS);
        let frequency_hz = BAND_HZ[0] * 2f64.powf(octaves * place);
        let weight = k_weighting::power(frequency_hz);
        input += 2.0 * weight;
        let own = left.programme(frequency_hz).norm_sqr();
        let ears = match &right {
            None => [own; 2],
            Some(right) => [own, right.programme(frequency_hz).norm_sqr()],
        };
        let electric =
            band_power(&rig.link, frequency_hz) * boost.response(frequency_hz).norm_sqr();
        let listening = 10f64.powf(-0.1 * left.reference_db(frequency_hz));
        let worn = link * electric * (ears[0] * shares[0] + ears[1] * shares[1]);
        let from_wedge = match wedge {
            None => 0.0,
            Some(wedge) => {
                let sides = [&left, right.as_ref().unwrap_or(&left)];
                let rooms = sides.map(|side| 10f64.powf(0.1 * side.room_to_drum_db(frequency_hz)));
                wedge * wedge_spectrum::power(frequency_hz, RATE_HZ) * (rooms[0] + rooms[1])
            }
        };
        heard += weight * listening * (worn + from_wedge);
    }
    let ratio = heard / input;
    let lu = 10.0 * ratio.log10();
    Ok((lu > -1.5 * MOST_DB).then_some(lu))
}

/// The gain that makes the mix on a rig as loud as it came in, dB; 0 for a rig that is silent or
/// cannot be designed.
#[must_use]
pub fn match_db(rig: &Rig) -> f64 {
    let lu = programme_lu(rig).ok().flatten().unwrap_or(0.0);
    // To a thousandth, so that a rig file stays readable.
    let rounded_db = (-1e3 * lu).round() / 1e3;
    // Adding zero takes the sign off a rounded −0.
    rounded_db.clamp(-MOST_DB, MOST_DB) + 0.0
}

/// Takes the match of a rig that has just been chosen, or whose parts have. Takes milliseconds.
pub fn take(rig: &mut Rig) {
    rig.listening.match_db = match_db(rig);
}

/// Power that a floor wedge gives at the ears for channels of power one, against the same from an
/// earphone at the listening level; none without a wedge, which is part of the room otherwise.
fn wedge_power(rig: &Rig) -> Option<f64> {
    let level_dbspl = rig.ambient.wedge.level_dbspl;
    if !rig.ambient.enabled || level_dbspl <= 0.0 {
        return None;
    }
    let [ll, rl, lr, rr] = feed::Settings::new(&rig.feed).matrix.map(f64::from);
    let middle = power_of([0.5 * (ll + lr), 0.5 * (rl + rr)]);
    Some(middle * 10f64.powf(0.1 * (level_dbspl - rig.listening.level_dbspl)))
}

/// Gains to the left and the right ear from the two channels, from the desk to the earphone.
fn routing(rig: &Rig) -> [[f64; 2]; 2] {
    let [ll, rl, lr, rr] = feed::Settings::new(&rig.feed).matrix.map(f64::from);
    let feed = [[ll, rl], [lr, rr]];
    let link = match &rig.link {
        Link::Wired => STEREO,
        Link::Digital(link) => converted(&link.converters),
        Link::Bluetooth(link) => converted(&link.converters),
        Link::WiredPack(converters) => converted(converters),
        Link::AnalogFm(link) => match link.mode {
            AnalogMode::Stereo => STEREO,
            AnalogMode::Mono => MONO,
            AnalogMode::Mix => [[1.0 - link.mix_balance, link.mix_balance]; 2],
        },
    };
    let [[own_l, other_l], [own_r, other_r]] = pack::Settings::new(rig).gains;
    let pack = [[own_l, other_l], [other_r, own_r]].map(|row| row.map(f64::from));
    product(pack, product(link, feed))
}

const STEREO: [[f64; 2]; 2] = [[1.0, 0.0], [0.0, 1.0]];
const MONO: [[f64; 2]; 2] = [[0.5; 2]; 2];

fn converted(converters: &Converters) -> [[f64; 2]; 2] {
    if converters.mono {
        MONO
    } else {
        STEREO
    }
}

fn product(after: [[f64; 2]; 2], before: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    after.map(|[l, r]| [0, 1].map(|channel| l * before[0][channel] + r * before[1][channel]))
}

/// Power of one ear for channels of power one.
fn power_of([l, r]: [f64; 2]) -> f64 {
    l * l + r * r + 2.0 * CORRELATION * l * r
}

/// Power that LC3 takes from pink noise at 80 to 96 kbit/s, where it rounds high lines to zero and fills them
/// with less: 0.2 to 0.4 dB, as rendered.
const LC3_LOSS_DB: f64 = -0.3;

/// Gain of a link on a programme far from its limits, dB.
fn gain_db(link: &Link) -> f64 {
    let battery = 20.0 * Battery::new(link.battery_percent()).output_gain().log10();
    let transmission = match link {
        // An error before the expander counts as often as the ratio says.
        Link::AnalogFm(link) => link.input_gain_db + link.compander.ratio * link.tolerance.gain_db,
        Link::Bluetooth(link) if link.coder == Coder::Lc3 => LC3_LOSS_DB,
        _ => 0.0,
    };
    battery + transmission
}

/// Power that the edges of a link's band let through.
fn band_power(link: &Link, frequency_hz: f64) -> f64 {
    let (low_cut_hz, high_cut_hz) = match link {
        Link::Wired => return 1.0,
        Link::AnalogFm(link) => (link.low_cut_hz, link.high_cut_hz),
        Link::Digital(link) => edges(&link.converters),
        Link::Bluetooth(link) => edges(&link.converters),
        Link::WiredPack(converters) => edges(converters),
    };
    if frequency_hz > high_cut_hz {
        return 0.0;
    }
    1.0 / (1.0 + (low_cut_hz / frequency_hz).powi(4))
}

fn edges(converters: &Converters) -> (f64, f64) {
    let high_cut_hz = match converters.high_cut_hz > 0.0 {
        true => converters.high_cut_hz,
        false => f64::INFINITY,
    };
    (converters.low_cut_hz, high_cut_hz)
}

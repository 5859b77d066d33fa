//! Detection of the bandwidth that is worth sending (the LC3 specification, section 3.3.5).

use super::layout::{Duration, BANDS};

/// The widest bandwidth, 20 kHz.
pub(super) const FULL: usize = 4;

/// First and last band above each of the narrower bandwidths.
const ABOVE_10_MS: [[usize; 2]; FULL] = [[41, 49], [51, 55], [57, 60], [61, 63]];
const ABOVE_7_5_MS: [[usize; 2]; FULL] = [[40, 48], [51, 55], [57, 60], [61, 63]];

/// Mean energy of a band that is not quiet.
const QUIET: [f64; FULL] = [20.0, 10.0, 10.0, 10.0];

/// Fall at the edge, as a ratio: 15, 23, 20, 20 dB.
const FALL: [f64; FULL] = [31.622_776_6, 199.526_231, 100.0, 100.0];

/// Bands across which the fall is looked for.
const REACH_10_MS: [usize; FULL] = [4, 4, 3, 1];
const REACH_7_5_MS: [usize; FULL] = [4, 4, 3, 2];

/// The bandwidth of a frame, from the mean energies of its bands: 0 to 4 for 4, 8, 12, 16 and 20 kHz.
pub(super) fn detect(duration: Duration, energies: &[f64; BANDS]) -> usize {
    let (above, reach) = match duration {
        Duration::SevenAndAHalfMs => (&ABOVE_7_5_MS, &REACH_7_5_MS),
        Duration::TenMs => (&ABOVE_10_MS, &REACH_10_MS),
    };
    let is_loud = |width: &usize| {
        let [first, last] = above[*width];
        let bands = &energies[first..=last];
        bands.iter().sum::<f64>() >= QUIET[*width] * bands.len() as f64
    };
    let candidate = (0..FULL).rev().find(is_loud).map_or(0, |width| width + 1);
    if candidate == FULL {
        return FULL;
    }
    // Without a clear edge the quiet highs belong to the sound.
    let (edge, reach) = (above[candidate][0], reach[candidate]);
    let falls = (edge + 1 - reach..=edge)
        .any(|band| energies[band - reach] > FALL[candidate] * energies[band]);
    if falls {
        candidate
    } else {
        FULL
    }
}

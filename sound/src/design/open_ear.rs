//! Open ear, solved once for each kind of ear: it does not depend on the earphone.

use std::sync::LazyLock;

use crate::acoustics::occlusion::OpenWall;
use crate::acoustics::open_ear::OpenEar;
use crate::acoustics::Placement;
use crate::curve::{references, Curve};
use crate::design::adaptive_curve::{log_grid, BAND_HZ};
use crate::rig::Ear;

/// Finer than any resonance of an open canal.
const POINTS_PER_OCTAVE: f64 = 48.0;

/// An ear with nothing in its canal.
pub(super) struct Open {
    /// Level at the drum against the blocked entrance, dB.
    pub gain_db: Curve,
    /// Wall impedance of the canal at the drum, dB re 1 Pa·s/m³.
    pub wall_db: Curve,
}

impl Open {
    fn new(ear: Ear) -> Self {
        let temperature_c = Placement::of(ear, 0.0).temperature_c;
        let open = OpenEar::new(ear, temperature_c);
        let wall = OpenWall::new(ear, temperature_c);
        Self {
            gain_db: solved(|f| 20.0 * open.gain(f).norm().log10()),
            wall_db: solved(|f| 20.0 * wall.transfer_pa_s_m3(f).norm().log10()),
        }
    }
}

/// The open ear of a kind.
pub(super) fn open_ear(ear: Ear) -> &'static Open {
    static TYPE_4_3: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::Type43));
    static HUDDE_ENGEL: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::HuddeEngel));
    static COUPLER: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::Coupler711));
    static AVERAGE: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::Average));
    static SMALL: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::Small));
    static LARGE: LazyLock<Open> = LazyLock::new(|| Open::new(Ear::Large));
    match ear {
        Ear::Type43 => &TYPE_4_3,
        Ear::HuddeEngel => &HUDDE_ENGEL,
        Ear::Coupler711 => &COUPLER,
        Ear::Average => &AVERAGE,
        Ear::Small => &SMALL,
        Ear::Large => &LARGE,
    }
}

fn solved(level_db: impl Fn(f64) -> f64) -> Curve {
    let (low_hz, high_hz) = BAND_HZ;
    let levels: Vec<_> = log_grid(low_hz, high_hz, POINTS_PER_OCTAVE)
        .into_iter()
        .map(|f| (f, level_db(f)))
        .collect();
    // Cannot fail: the frequencies rise, and an ear gives finite levels.
    Curve::from_levels(&levels).unwrap_or_else(|_| references::flat())
}

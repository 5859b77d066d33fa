//! The curves that the editor plots, solved away from the audio and from the screen.

use crate::design::performer::Hearing;
use crate::design::{DesignKey, EarModel, Plot};
use crate::rig::{Rig, Side};
use crate::worker::rig_update::EffectiveRig;

/// Points of a curve; enough for a smooth line at any sensible width.
const POINTS: usize = 240;

/// The plotted band, Hz.
pub const BAND_HZ: [f64; 2] = [20.0, 20_000.0];

/// Curves to plot for one rig.
#[derive(Default)]
pub struct Picture {
    needs: Option<DesignKey>,
    /// The curves, when the rig has some.
    pub plot: Option<Plot>,
    /// The ways of mix and room to the drums, in figures; none without an earphone that sounds.
    pub hearing: Option<Hearing>,
    /// Why it has none.
    pub problem: Option<String>,
}

impl Picture {
    /// Solves what is heard.
    pub fn of(heard: &EffectiveRig) -> Self {
        let needs = Some(DesignKey::of(heard));
        let (rig, without) = heard;
        match Plot::new(rig, frequencies_hz()) {
            Ok(plot) => Self {
                needs,
                plot: Some(plot.without(*without)),
                hearing: hearing(rig),
                problem: None,
            },
            Err(error) => Self {
                needs,
                plot: None,
                hearing: None,
                problem: Some(error.to_string()),
            },
        }
    }

    /// Returns whether this is a picture of what is heard.
    pub fn shows(&self, (rig, without): &EffectiveRig) -> bool {
        self.needs
            .as_ref()
            .is_some_and(|needs| needs.fits(rig, *without))
    }
}

fn hearing(rig: &Rig) -> Option<Hearing> {
    let left = EarModel::new(rig, Side::Left).ok()?;
    let right = EarModel::new(rig, Side::Right).ok()?;
    Some(Hearing::new(rig, &left, Some(&right)))
}

fn frequencies_hz() -> Vec<f64> {
    let [lowest, highest] = BAND_HZ;
    (0..POINTS)
        .map(|index| lowest * (highest / lowest).powf(index as f64 / (POINTS - 1) as f64))
        .collect()
}

use super::*;
use crate::rig::{AnalogLink, CompanderKind, Emphasis};

const RATE_HZ: f64 = 48_000.0;

/// Parts that a tick is measured in.
const SECTIONS: usize = 8;
const SECTION: usize = 6_000;

/// A mono link without compander, whose carrier over noise goes between two ratios in dB within one
/// long tick.
fn link(from_db: f64, to_db: f64) -> Analog {
    let mut rig = AnalogLink {
        mode: AnalogMode::Mono,
        emphasis: Emphasis::None,
        signal_to_noise_db: 120.0,
        ..AnalogLink::default()
    };
    rig.compander.kind = CompanderKind::None;
    rig.tolerance.limit_db = 30.0;
    let mut link = Analog::new(&Settings::new(&rig), RATE_HZ, 1);
    let density = link.air.floor_density;
    link.air.carrier = [from_db, to_db].map(|cnr_db| Carrier::new(cnr_db, density, RATE_HZ));
    link.tick_samples = SECTIONS * SECTION;
    link.left = link.tick_samples;
    link
}

/// Root mean square of each section of the tick without programme.
fn sections(mut link: Analog) -> [f64; SECTIONS] {
    assert!(link.squelch.is_open());
    [(); SECTIONS].map(|()| {
        let mut block = [[0.0_f32; SECTION]; 2];
        let [left, right] = &mut block;
        link.process(&mut [left, right]);
        let power = block[0].iter().map(|x| f64::from(*x).powi(2)).sum::<f64>();
        (power / SECTION as f64).sqrt()
    })
}

#[test]
fn noise_between_two_carriers_follows_a_straight_line() {
    let loud = sections(link(30.0, 30.0));
    let fading = sections(link(50.0, 30.0));
    let [from, to] = link(50.0, 30.0).air.carrier.map(|c| c.root_density);
    for (section, (fading, loud)) in fading.iter().zip(loud).enumerate() {
        // The root of the mean square of a straight line within a section.
        let progress = [0.0, 1.0].map(|more| (section as f64 + more) / SECTIONS as f64);
        let [a, b] = progress.map(|part| (from + part * (to - from)) / to);
        let expected = ((a * a + a * b + b * b) / 3.0).sqrt();
        let found = fading / loud;
        // The noise itself is the same in both.
        assert!(
            (found / expected - 1.0).abs() < 0.02,
            "{section}: {found} {expected}"
        );
    }
}

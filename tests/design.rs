//! Designed responses, held against the network.

use bodypack::curve::references;
use bodypack::design::{design, EarModel, ResponseCache};
use bodypack::rig::{Ear, Reference, Rig, Side};

const RATES_HZ: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];

fn db(gain: f64) -> f64 {
    20.0 * gain.log10()
}

/// Third-octave frequencies from 20 Hz to `to_hz`.
fn thirds(to_hz: f64) -> impl Iterator<Item = f64> {
    (0..)
        .map(|n| 20.0 * 2f64.powf(f64::from(n) / 3.0))
        .take_while(move |&f| f <= to_hz)
}

fn rigs() -> Vec<Rig> {
    let mut sealed = Rig::default();
    sealed.earphone.seal.left_resistance_pa_s_m3 = f64::INFINITY;
    sealed.earphone.seal.right_resistance_pa_s_m3 = 1e9;
    let mut coupler = sealed.clone();
    coupler.listening.ear = Ear::Coupler711;
    vec![sealed, coupler]
}

/// The impulse response follows the solved network: within 0.1 dB from 20 Hz to 16 kHz, the figure
/// that imported curves are held to as well.
#[test]
fn the_programme_response_is_the_networks() {
    for rig in rigs() {
        for rate_hz in RATES_HZ {
            let designed = design(&rig, rate_hz).expect("the rig has a solution");
            for (side, response) in Side::BOTH.into_iter().zip(designed.programme()) {
                let sound = EarModel::new(&rig, side).expect("the rig has a solution");
                for f in thirds(16_000.0) {
                    let solved = db(sound.programme(f).norm());
                    let played = db(response.at(f, rate_hz).norm());
                    assert!(
                        (solved - played).abs() < 0.1,
                        "{:?} {side:?} {rate_hz}: {f:.0} Hz solved {solved:.3}, played {played:.3}",
                        rig.listening.ear
                    );
                }
            }
        }
    }
}

#[test]
fn the_room_response_is_isolation_times_diffuse_field() {
    let field = references::diffuse_field().normalized_at(100.0);
    for rig in rigs() {
        for rate_hz in RATES_HZ {
            let designed = design(&rig, rate_hz).expect("the rig has a solution");
            for (side, response) in Side::BOTH.into_iter().zip(designed.ambient()) {
                let sound = EarModel::new(&rig, side).expect("the rig has a solution");
                for f in thirds(16_000.0) {
                    let expected = sound.isolation_db(f) + field.level_db(f);
                    let played = db(response.at(f, rate_hz).norm());
                    assert!(
                        (expected - played).abs() < 0.2,
                        "{:?} {side:?} {rate_hz}: {f:.0} Hz is {expected:.3}, played {played:.3}",
                        rig.listening.ear
                    );
                }
            }
        }
    }
}

/// An earphone that meets the reference, with a perfect seal on a wire, is transparent: on a
/// coupler, the listening filter undoes the target itself.
#[test]
fn an_earphone_on_target_is_transparent() {
    for (reference, target) in [
        (Reference::HarmanInEar, references::harman_in_ear()),
        (Reference::DiffuseField, references::diffuse_field()),
        (Reference::Flat, references::flat()),
    ] {
        let mut rig = Rig::default();
        rig.listening.ear = Ear::Coupler711;
        rig.listening.reference = reference;
        let target = target.normalized_over(300.0, 1000.0);
        for rate_hz in RATES_HZ {
            let designed = design(&rig, rate_hz).expect("the rig has a solution");
            for f in thirds(16_000.0) {
                let left_over =
                    target.level_db(f) + db(designed.listening()[0].at(f, rate_hz).norm());
                assert!(
                    left_over.abs() < 0.1,
                    "{reference:?} {rate_hz}: {left_over:.3} dB at {f:.0} Hz"
                );
            }
        }
    }
}

/// Half the amount takes half of the target, in dB.
#[test]
fn the_amount_scales_the_target() {
    let mut rig = Rig::default();
    rig.listening.ear = Ear::Coupler711;
    let whole = EarModel::new(&rig, Side::Left).expect("the rig has a solution");
    rig.listening.amount = 0.5;
    let half = EarModel::new(&rig, Side::Left).expect("the rig has a solution");
    for f in thirds(16_000.0) {
        assert!((whole.reference_db(f) - 2.0 * half.reference_db(f)).abs() < 1e-9);
    }
}

/// A designer that has kept something gives the same bits as one that has not, whichever knob was
/// turned before; and what does not hang on the knob is not done again.
#[test]
fn what_is_kept_is_what_would_be_designed() {
    let mut designer = ResponseCache::default();
    let plain = Rig::default();
    let turned = |turn: fn(&mut Rig)| {
        let mut rig = plain.clone();
        turn(&mut rig);
        rig
    };
    let rigs = [
        plain.clone(),
        turned(|rig| rig.listening.amount = 0.5),
        turned(|rig| rig.earphone.seal.left_resistance_pa_s_m3 = 1e8),
        turned(|rig| rig.listening.ear = Ear::Coupler711),
        turned(|rig| rig.earphone.tip.residual_canal_mm = 14.0),
        turned(|rig| rig.pack.output_impedance_ohm = 75.0),
        plain.clone(),
    ];
    for rig in rigs {
        let kept = designer
            .design(&rig, 48e3)
            .expect("each rig has a solution");
        let fresh = design(&rig, 48e3).expect("each rig has a solution");
        for (kept, fresh) in [
            (kept.programme(), fresh.programme()),
            (kept.ambient(), fresh.ambient()),
        ] {
            for (kept, fresh) in kept.iter().zip(fresh) {
                assert_eq!(kept.taps(), fresh.taps());
                assert_eq!(kept.at(777.0, 48e3), fresh.at(777.0, 48e3));
            }
        }
        let heard = kept.heard().into_iter().zip(fresh.heard());
        for (kept, fresh) in heard.chain([(kept.listening(), fresh.listening())]) {
            for (kept, fresh) in kept.iter().zip(fresh) {
                assert_eq!(kept.taps(), fresh.taps());
                assert_eq!(kept.at(777.0, 48e3), fresh.at(777.0, 48e3));
            }
        }
    }
    let first = designer
        .design(&plain, 48e3)
        .expect("the rig has a solution");
    let louder = turned(|rig| rig.listening.level_dbspl = 100.0);
    let again = designer
        .design(&louder, 48e3)
        .expect("the rig has a solution");
    assert!(std::sync::Arc::ptr_eq(
        &first.programme()[0],
        &again.programme()[0]
    ));
    let leaky = turned(|rig| rig.earphone.seal.left_resistance_pa_s_m3 = 1e7);
    let again = designer
        .design(&leaky, 48e3)
        .expect("the rig has a solution");
    assert!(std::sync::Arc::ptr_eq(
        &first.listening()[0],
        &again.listening()[0]
    ));
    assert!(!std::sync::Arc::ptr_eq(
        &first.programme()[0],
        &again.programme()[0]
    ));
}

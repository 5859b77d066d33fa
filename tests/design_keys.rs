//! Keys of designed responses: whatever changes a response asks for a new one, at every key of a rig file.

use bodypack::design::{design, DesignKey, DrumResponse, ResponseCache, ResponseSet, StageBypass};
use bodypack::dsp::convolver::Response;
use bodypack::dsp::stereo_convolution::Responses;
use bodypack::rig::schema::{self, Kind};
use bodypack::rig::{presets, Device, EmbeddedCurve, Measured, Port, Rig};

/// Low, since only equality counts.
const RATE_HZ: f64 = 16_000.0;

/// Everything that a design holds, as bits.
fn bits(set: &ResponseSet) -> Vec<u64> {
    let around = set.around();
    let [jaw_of_mix, jaw_of_room] = around.jaw();
    let [programme, room, microphones, own_voice] = set.heard();
    let responses: [&Responses; 7] = [
        programme,
        room,
        microphones,
        own_voice,
        set.listening(),
        jaw_of_mix,
        jaw_of_room,
    ];
    let at_drum = [
        set.programme(),
        set.ambient(),
        around.own_voice(),
        around.through(),
    ];
    let mut bits = vec![set.sensitivity_pa_v().to_bits()];
    for response in at_drum.into_iter().flatten() {
        let at = response.at(333.0, RATE_HZ);
        bits.extend([response.taps() as u64, at.re.to_bits(), at.im.to_bits()]);
    }
    for response in responses.into_iter().flatten() {
        bits.push(response.taps() as u64);
        for frequency_hz in [0.0, 333.0, 2_777.0] {
            let at = response.at(frequency_hz, RATE_HZ);
            bits.extend([at.re.to_bits(), at.im.to_bits()]);
        }
    }
    bits.extend(set.limits_pa().map(|limit| u64::from(limit.to_bits())));
    bits.extend(around.leak_corners_hz().map(f64::to_bits));
    bits.extend(around.out().map(u64::from));
    let others = format!("{:?}{:?}", set.distortion(), set.hearing());
    bits.extend(others.bytes().map(u64::from));
    bits
}

fn designed(rig: &Rig) -> Option<Vec<u64>> {
    Some(bits(&*design(rig, RATE_HZ).ok()?))
}

/// Texts that a key may be set to.
fn values(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Number(range, _) => [0.35, 0.6]
            .map(|share| match range.min > 0.0 {
                true => range.min * (range.max / range.min).powf(share),
                false => range.min + share * (range.max - range.min),
            })
            .map(|number| format!("{number:?}"))
            .to_vec(),
        Kind::Whole(least, most) => vec![most.min(&(least + 1)).to_string(), least.to_string()],
        Kind::Switch => vec!["true".to_owned(), "false".to_owned()],
        Kind::Choice(variants) => variants.iter().map(|v| v.id.to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Rigs that differ from one in a single key each, with its path.
fn turned(rig: &Rig) -> Vec<(String, Rig)> {
    let mut all = Vec::new();
    for field in schema::fields() {
        let path = field.path.replace(".N", ".0");
        let (path, values) = match field.kind {
            Kind::Tagged(variants) => {
                let ids = variants.iter().map(|v| v.id.to_owned()).collect();
                (format!("{path}.kind"), ids)
            }
            kind => (path, values(&kind)),
        };
        for value in values {
            let mut other = rig.clone();
            if other.set(&path, &value).is_ok() && other != *rig {
                all.push((path.clone(), other));
                // One number tells as much as another; words may each mean something else.
                if field.range.is_some() {
                    break;
                }
            }
        }
    }
    all
}

fn curve(levels_db: [f64; 3]) -> Option<EmbeddedCurve> {
    Some(EmbeddedCurve {
        frequencies_hz: vec![100.0, 1_000.0, 8_000.0],
        levels_db: levels_db.to_vec(),
        ..EmbeddedCurve::default()
    })
}

/// A plain rig, one in which everything is in use that a design depends on, one whose drivers want a bias,
/// and one with curves that were measured.
fn rigs() -> [Rig; 4] {
    let mut rich = presets::find("singer-ambient-microphones-own-voice").expect("a factory rig");
    rich.performer.turns_up = true;
    rich.earphone.jaw_decades = 0.4;
    rich.earphone.slip_decades = 0.2;
    rich.earphone.port = Port::hole();
    rich.earphone.seal.right_resistance_pa_s_m3 = 3e8;
    let biased = presets::find("fault-no-energizer").expect("a factory rig");
    let mut measured = Rig::default();
    measured.earphone.measured = Some(Measured {
        left: curve([0.0, 1.0, 3.0]),
        right: curve([2.0, 1.0, 0.0]),
        ..Measured::default()
    });
    measured.listening.device = Some(Device {
        left: curve([0.0, 2.0, 1.0]),
        right: curve([1.0, 0.0, 4.0]),
        ..Device::default()
    });
    [Rig::default(), rich, biased, measured]
}

#[test]
fn whatever_changes_a_response_asks_for_a_new_one() {
    for rig in rigs() {
        let own = designed(&rig).expect("the rig has a solution");
        let key = DesignKey::of(&(rig.clone(), StageBypass::default()));
        let mut cache = ResponseCache::default();
        let mut resealed = rig.clone();
        resealed.earphone.seal.left_resistance_pa_s_m3 = 2e8;
        let mut changing = 0;
        for (path, other) in turned(&rig) {
            let Some(fresh) = designed(&other) else {
                continue;
            };
            let fits = key.fits(&other, StageBypass::default());
            assert_eq!(
                fits,
                DesignKey::of(&(other.clone(), StageBypass::default()))
                    .fits(&rig, StageBypass::default()),
                "{path}: both ways"
            );
            assert!(!fits || fresh == own, "{path} changes a response");
            changing += usize::from(fresh != own);
            // After the plain rig and a turn of its seal, whatever is kept of them.
            for before in [&rig, &resealed] {
                cache.design(before, RATE_HZ).expect("it has a solution");
            }
            let kept = cache.design(&other, RATE_HZ).expect("it has a solution");
            assert_eq!(bits(&kept), fresh, "{path}: from the cache");
        }
        assert!(changing > 25, "{changing} keys change a response");
    }
}

#[test]
fn a_rate_or_a_bypass_of_its_own_asks_for_its_own_responses() {
    let rig = Rig::default();
    let mut cache = ResponseCache::default();
    let taps = |rate_hz: f64, cache: &mut ResponseCache| {
        let set = cache.design(&rig, rate_hz).expect("it has a solution");
        set.programme()[0].taps()
    };
    let low = taps(16_000.0, &mut cache);
    assert!(taps(48_000.0, &mut cache) > 2 * low);
    let all = [(false, false), (true, false), (false, true), (true, true)].map(
        |(earphone, listening)| StageBypass {
            earphone,
            listening,
        },
    );
    for own in all {
        let key = DesignKey::of(&(rig.clone(), own));
        for other in all {
            assert_eq!(key.fits(&rig, other), own == other);
        }
    }
}

#[test]
fn each_ear_has_responses_distortion_and_limit_of_its_own() {
    let [plain, _, _, measured] = rigs();
    let set = design(&measured, RATE_HZ).expect("it has a solution");
    let at = |response: &Response| response.at(5_000.0, RATE_HZ).norm();
    let at_drum = |response: &DrumResponse| response.at(5_000.0, RATE_HZ).norm();
    for [left, right] in [
        set.listening().each_ref().map(|ear| at(ear)),
        set.heard()[0].each_ref().map(|ear| at(ear)),
        set.programme().each_ref().map(|ear| at_drum(ear)),
    ] {
        assert!((left / right - 1.0).abs() > 0.05, "{left}, {right}");
    }
    let mut leaky = plain.clone();
    leaky.earphone.seal.right_resistance_pa_s_m3 = 1e7;
    let [plain, leaky] = [plain, leaky].map(|rig| design(&rig, RATE_HZ).expect("solved"));
    assert_ne!(plain.distortion(), leaky.distortion());
    let mut limited = presets::find("electrostatic-full-range").expect("a factory rig");
    limited.earphone.tip.right_residual_canal_mm = Some(8.0);
    let set = design(&limited, RATE_HZ).expect("it has a solution");
    let [left, right] = set.limits_pa();
    assert!(left.is_finite() && left != right, "{left}, {right}");
}

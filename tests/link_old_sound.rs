//! Links as rig files and projects of the first versions have them sound as they did: the files in
//! `tests/fixtures/links` are the tiers of then, rendered, beside samples that were rendered then.
#![allow(clippy::print_stdout)] // the samples, with --nocapture

use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::Rig;

const RATE_HZ: f64 = 48_000.0;

/// Sample positions, the first of them after the latency of all but the Bluetooth links.
const AT: [usize; 6] = [601, 4_003, 9_007, 12_011, 16_001, 23_999];

/// Left and right at those places, in units of a millionth of full scale.
const SAMPLES: &[(&str, [[i32; 2]; 6])] = &[
    (
        "budget-fm-mono",
        [
            [2630, 2630],
            [-40566, -40566],
            [41094, 41094],
            [-16997, -16997],
            [1730, 1730],
            [23097, 23097],
        ],
    ),
    (
        "budget-fm-stereo",
        [
            [16122, -2921],
            [-5698, -25371],
            [6087, 63543],
            [4616, 6851],
            [43568, -47695],
            [17689, -18526],
        ],
    ),
    (
        "vintage-fm-stereo",
        [
            [26609, -16559],
            [2274, -43288],
            [-21201, 65100],
            [-33035, 21363],
            [33069, -45695],
            [26331, 7485],
        ],
    ),
    (
        "entry-fm-stereo",
        [
            [842, -2367],
            [-3796, -43123],
            [9427, 93523],
            [3789, 2468],
            [48184, -79759],
            [23748, -38818],
        ],
    ),
    (
        "club-fm-stereo",
        [
            [863, 4368],
            [255, -58742],
            [-6626, 104278],
            [3000, 11570],
            [20183, -87285],
            [16787, -55539],
        ],
    ),
    (
        "level-aware-fm",
        [
            [3889, 1800],
            [-1587, 13625],
            [-15147, -1911],
            [-3414, -12251],
            [25118, 1926],
            [3500, -4850],
        ],
    ),
    (
        "touring-fm-diversity",
        [
            [4103, 1848],
            [2177, 22998],
            [-22440, -2690],
            [-7287, -19320],
            [38192, 6836],
            [1657, -6114],
        ],
    ),
    (
        "dual-band-fm",
        [
            [30418, 31317],
            [2233, -67907],
            [-12431, 118882],
            [9091, -14114],
            [36798, -118443],
            [19880, -85432],
        ],
    ),
    (
        "bluetooth-classic",
        [
            [0, 0],
            [0, 0],
            [51192, 356376],
            [52257, 203067],
            [21636, -487831],
            [-69674, 204030],
        ],
    ),
    (
        "bluetooth-low-energy",
        [
            [0, 0],
            [151695, -266216],
            [-241231, 461556],
            [187655, -99594],
            [-239530, -200601],
            [-328961, -173109],
        ],
    ),
];

fn rendered(id: &str) -> [[i32; 2]; 6] {
    let path = format!(
        "{}/tests/fixtures/links/{id}.toml",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).expect("the file of a tier");
    let rig = Rig::from_toml(&text).expect("a rig");
    let mut link = Link::new(RATE_HZ, &Settings::new(&rig.link), 1);
    let mut noise = Noise::new(7);
    let mut channel = |hz: f64| -> Vec<f32> {
        (0..24_000)
            .map(|n| {
                let tone = (std::f64::consts::TAU * hz * f64::from(n) / RATE_HZ).sin() as f32;
                // Loud enough for the limiter.
                0.2 * tone + 0.15 * noise.gaussian()
            })
            .collect()
    };
    let (mut left, mut right) = (channel(90.0), channel(2_000.0));
    link.process(&mut [&mut left, &mut right]);
    AT.map(|n| [left[n], right[n]].map(|x| (1e6 * x).round() as i32))
}

#[test]
fn links_of_old_files_sound_as_they_did() {
    let mut off = Vec::new();
    for (id, expected) in SAMPLES {
        let found = rendered(id);
        println!("    (\"{id}\", {found:?}),");
        // Libraries of other systems may round an exponential otherwise.
        let far = |(a, b): (&[i32; 2], &[i32; 2])| a.iter().zip(b).any(|(a, b)| (a - b).abs() > 1);
        if found.iter().zip(expected).any(far) {
            off.push(*id);
        }
    }
    assert_eq!(SAMPLES.len(), 10);
    assert!(off.is_empty(), "{off:?}");
}

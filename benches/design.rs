//! From a knob to an audible response, at 48 kHz: processor time of all threads, as ratios within one
//! run to ten real transforms of the programme's length, and the time that passes, in milliseconds.
//!
//! `cargo bench --bench design`

// A benchmark's result is what it prints.
#![allow(clippy::print_stdout)]

#[path = "common/timing.rs"]
mod timing;

use std::hint::black_box;
use std::time::Instant;

use bodypack::design::ResponseCache;
use bodypack::rig::{
    presets, BalancedArmature, Bore, Crossover, Damper, Driver, Rig, Transducer, Tube,
};
use realfft::RealFftPlanner;
use timing::{compare_all_threads, measuring, quantile};

const SAMPLE_RATE_HZ: f64 = 48_000.0;

/// Designs in one sample of the timing.
const DESIGNS_PER_SAMPLE: usize = 10;

/// Transforms of the peer: about as many as a design has.
const TRANSFORMS: usize = 10;

/// Their length: twice the programme's impulse.
const TRANSFORM_LENGTH: usize = 16_384;

/// Eight balanced armatures, three ways, two bores.
fn eight_armatures() -> Rig {
    let large = Transducer::BalancedArmature(BalancedArmature {
        re_ohm: 19.9,
        l1_mh: 3.94,
        l2_mh: 0.1,
        semi_inductance_ohm_sqrt_s: 0.0,
        transduction_pa_a: 1.631e5,
        resistance_pa_s_m3: 1.46e8,
        mass_kg_m4: 2.75e4,
        compliance_m3_pa: 2.29e-13,
        front_compliance_m3_pa: 6.59e-14,
        ..BalancedArmature::default()
    });
    let small = Transducer::BalancedArmature(BalancedArmature::default());
    let driver = |motor: &Transducer, count, bore, crossover, length_mm, ohms: f64| Driver {
        motor: motor.clone(),
        count,
        bore,
        crossover,
        tube: Some(Tube {
            length_mm,
            radius_mm: 0.5,
        }),
        damper: Some(Damper {
            resistance_pa_s_m3: ohms * 1e5,
            ..Damper::default()
        }),
        ..Driver::default()
    };
    let series = |uf| Crossover {
        series_uf: Some(uf),
        ..Crossover::default()
    };
    let low = Crossover {
        series_ohm: Some(47.0),
        shunt_uf: Some(4.7),
        ..Crossover::default()
    };
    let bore = Bore {
        length_mm: 12.0,
        radius_mm: 0.9,
        damper: None,
    };
    let mut rig = Rig::default();
    rig.earphone.bores = vec![bore.clone(), bore];
    rig.earphone.drivers = vec![
        driver(&large, 2, 0, low, 8.0, 4700.0),
        driver(&large, 2, 0, Crossover::default(), 6.0, 2200.0),
        driver(&small, 2, 1, series(10.0), 4.0, 1500.0),
        driver(&small, 2, 1, series(1.5), 3.0, 680.0),
    ];
    rig
}

/// A turn of the seal's knob, which every response hangs on; the right ear may differ.
fn turn(rig: &mut Rig, step: usize, lopsided: bool) {
    let leak = 1e9 * (1.0 + 0.001 * step as f64);
    rig.earphone.seal.left_resistance_pa_s_m3 = leak;
    rig.earphone.seal.right_resistance_pa_s_m3 = if lopsided { 0.1 * leak } else { leak };
}

fn main() {
    let pairs = if measuring() { 11 } else { 1 };
    let plan = RealFftPlanner::<f64>::new().plan_fft_forward(TRANSFORM_LENGTH);
    let mut signal = plan.make_input_vec();
    let mut spectrum = plan.make_output_vec();
    println!("from a knob to a response, 48 kHz; median (10 % to 90 %) of the cost by that of");
    println!(
        "{:34} {:>26} {:>8}",
        "rig",
        format!("{TRANSFORMS} x realfft {TRANSFORM_LENGTH}"),
        "ms"
    );
    let presets = presets::all()
        .iter()
        .map(|p| (p.id.to_string(), p.rig.clone()));
    let eight = ("eight balanced armatures".to_string(), eight_armatures());
    for (name, rig) in presets.chain([eight]) {
        for (lopsided, what) in [(false, ""), (true, ", ears apart")] {
            let (mut rig, mut step) = (rig.clone(), 0);
            let mut designer = ResponseCache::default();
            let mut passed_ms = Vec::new();
            let ratios = compare_all_threads(
                pairs,
                || {
                    for _ in 0..DESIGNS_PER_SAMPLE {
                        step += 1;
                        turn(&mut rig, step, lopsided);
                        let start = Instant::now();
                        black_box(designer.design(&rig, SAMPLE_RATE_HZ).ok());
                        passed_ms.push(1e3 * start.elapsed().as_secs_f64());
                    }
                },
                || {
                    for _ in 0..DESIGNS_PER_SAMPLE * TRANSFORMS {
                        signal[1] = 1.0;
                        let _ = plan.process(&mut signal, &mut spectrum);
                        black_box(&mut spectrum);
                    }
                },
            );
            println!(
                "{:34} {:>26} {:8.2}",
                format!("{name}{what}"),
                ratios.text(),
                middle(passed_ms)
            );
        }
    }
    first(&eight_armatures(), pairs);
}

/// A designer that has nothing kept, as when a session is opened.
fn first(rig: &Rig, times: usize) {
    let passed_ms = (0..times).map(|_| {
        let start = Instant::now();
        black_box(ResponseCache::default().design(rig, SAMPLE_RATE_HZ).ok());
        1e3 * start.elapsed().as_secs_f64()
    });
    println!("\nwith nothing kept: {:.2} ms", middle(passed_ms.collect()));
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.5)
}

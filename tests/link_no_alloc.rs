//! No link takes from or gives back to the heap while it plays, changes or starts anew.

#[path = "allocations/counter.rs"]
mod counter;

use bodypack::chain::link::{Link, Settings};
use bodypack::dsp::noise::Noise;
use bodypack::dsp::stage::Stage;
use bodypack::rig::{self, links};
use counter::allocations;

#[test]
fn links_neither_allocate_nor_free() {
    let mut noise = Noise::new(1);
    let mut block: [Vec<f32>; 2] =
        std::array::from_fn(|_| (0..997).map(|_| 0.3 * noise.white()).collect());
    // Every tier, worn out: walking far away, with lost packets and an empty battery to come.
    let mut all: Vec<rig::Link> = links::all().iter().map(|tier| tier.link.clone()).collect();
    for link in &mut all {
        match link {
            rig::Link::AnalogFm(link) => {
                link.radio.extra_loss_db = 45.0;
                link.radio.interferer_db = -3.0;
                link.radio.shadowing_db = 6.0;
            }
            rig::Link::Digital(link) => link.packets.loss_percent = 30.0,
            rig::Link::Bluetooth(link) => link.packets.congestion_percent = 30.0,
            _ => {}
        }
    }
    for rate_hz in [44_100.0, 96_000.0] {
        let mut stage = Link::new(rate_hz, &Settings::new(&rig::Link::Wired), 1);
        for (step, link) in all.iter().chain(&all).enumerate() {
            let counted = allocations(|| {
                let settings = Settings::new(link);
                for length in [1, 37, 64, 997, 0, 480].into_iter().cycle().take(120) {
                    stage.set(&settings);
                    let [left, right] = &mut block;
                    stage.process(&mut [&mut left[..length], &mut right[..length]]);
                    std::hint::black_box(stage.meters());
                }
                if step % 5 == 4 {
                    stage.reset();
                }
            });
            assert_eq!(counted, 0, "step {step} at {rate_hz}");
        }
    }
}

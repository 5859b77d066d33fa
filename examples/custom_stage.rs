//! A stage of one's own: a balance control that ramps, under the same contract as the built-in ones.
//!
//! `cargo run --release --no-default-features --example custom_stage`

#![allow(clippy::print_stdout)]

use bodypack::dsp::smoothing::Smoothed;
use bodypack::dsp::stage::{Stage, Stereo};

/// Balance from −1 (left only) to 1 (right only).
struct Balance {
    gains: [Smoothed; 2],
}

/// Settings of the balance.
#[derive(Clone, Copy)]
struct Settings {
    position: f32,
}

impl Settings {
    fn gains(self) -> [f32; 2] {
        [
            (1.0 - self.position).min(1.0),
            (1.0 + self.position).min(1.0),
        ]
    }
}

impl Balance {
    fn new(sample_rate_hz: f64, settings: &Settings) -> Self {
        let ramp_samples = (0.02 * sample_rate_hz) as usize;
        Self {
            gains: settings
                .gains()
                .map(|gain| Smoothed::new(gain, ramp_samples)),
        }
    }
}

impl Stage for Balance {
    type Settings = Settings;

    fn set(&mut self, settings: &Settings) {
        for (gain, target) in self.gains.iter_mut().zip(settings.gains()) {
            gain.set(target);
        }
    }

    fn reset(&mut self) {
        self.gains.iter_mut().for_each(Smoothed::finish);
    }

    fn process_finite(&mut self, block: &mut Stereo<'_>) {
        for (gain, channel) in self.gains.iter_mut().zip(block) {
            for sample in channel.iter_mut() {
                *sample *= gain.tick();
            }
        }
    }
}

fn main() {
    let mut balance = Balance::new(48_000.0, &Settings { position: 0.0 });
    balance.set(&Settings { position: 1.0 });
    let (mut left, mut right) = (vec![0.5_f32; 4800], vec![0.5_f32; 4800]);
    balance.process(&mut [&mut left, &mut right]);
    println!("last samples: {:.3} and {:.3}", left[4799], right[4799]);
}

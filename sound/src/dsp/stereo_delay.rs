//! One delay for both channels.

use num_complex::Complex64;

use super::gain;
use super::stage::Stereo;
use crate::dsp::delay::Delay;

/// A delay line for each channel.
pub struct StereoDelay {
    sample_rate_hz: f64,
    channels: [Delay; 2],
}

impl StereoDelay {
    /// Lines for up to `max_s` seconds that begin at `delay_s` seconds.
    pub fn new(sample_rate_hz: f64, max_s: f64, delay_s: f64) -> Self {
        let line = || {
            let mut line = Delay::new(
                (max_s * sample_rate_hz).ceil() as usize,
                gain::ramp_samples(sample_rate_hz),
            );
            line.set_now(samples(delay_s, sample_rate_hz));
            line
        };
        Self {
            sample_rate_hz,
            channels: [line(), line()],
        }
    }

    /// Cross-fades to another delay, seconds.
    pub fn set(&mut self, delay_s: f64) {
        for channel in &mut self.channels {
            channel.set(samples(delay_s, self.sample_rate_hz));
        }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.channels.iter_mut().for_each(Delay::reset);
    }

    /// Delays in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        for (delay, channel) in self.channels.iter_mut().zip(block) {
            delay.process(channel);
        }
    }

    /// The response at a frequency in Hz.
    pub fn response(&self, frequency_hz: f64) -> Complex64 {
        self.channels[0].response(frequency_hz, self.sample_rate_hz)
    }

    /// The delay that is set, samples.
    pub fn samples(&self) -> f64 {
        self.channels[0].delay_samples()
    }

    /// Length of the delay lines, samples.
    pub fn tail_samples(&self) -> usize {
        self.channels[0].tail_samples()
    }
}

/// A time in samples. Times written in milliseconds are rarely exact in binary: what is within a
/// millionth of a whole number of samples is meant to be one, and is then an exact copy.
fn samples(delay_s: f64, sample_rate_hz: f64) -> f64 {
    let samples = delay_s * sample_rate_hz;
    if (samples - samples.round()).abs() < 1e-6 {
        samples.round()
    } else {
        samples
    }
}

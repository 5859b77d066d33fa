//! Interface of every stage of the chain.

use num_complex::Complex64;

use crate::dsp::sanitize;

/// The largest sample or pressure that a stage takes in: 120 dB over full scale.
pub const LIMIT: f32 = 1e6;

/// Two channels of samples, left first, of equal length.
pub type Stereo<'a> = [&'a mut [f32]; 2];

/// Makes both channels finite and bounded.
pub fn sanitize(block: &mut Stereo<'_>) {
    for channel in block {
        sanitize::sanitize(channel, LIMIT);
    }
}

/// One stage of the chain at audio rate.
///
/// A stage is made for one sample rate by its own constructor, which may fail and may allocate.
/// From then on nothing here allocates, locks, logs or panics. The samples that come out do not
/// depend on how the stream is cut into blocks.
pub trait Stage {
    /// Settings that may change while audio runs.
    type Settings: Copy;

    /// Takes new settings; audible changes ramp or cross-fade from the next sample on.
    fn set(&mut self, settings: &Self::Settings);

    /// Forgets the past and jumps to the settings: afterwards the stage is as freshly made.
    fn reset(&mut self);

    /// Processes in place, whatever the samples are. The two channels have the same length; any
    /// length will do, 0 included.
    fn process(&mut self, block: &mut Stereo<'_>) {
        sanitize(block);
        self.process_finite(block);
    }

    /// The same for samples that are known to be finite, as those of a stage before are.
    fn process_finite(&mut self, block: &mut Stereo<'_>);

    /// The delay that belongs to what is emulated, in samples. It is part of the sound and is not
    /// reported to a host.
    fn emulated_latency_samples(&self) -> f64 {
        0.0
    }

    /// Responses of the left and the right output to the same signal on both inputs at a frequency
    /// in Hz, with the settings' ramps at their ends; none where the stage is not linear.
    fn response(&self, _frequency_hz: f64) -> Option<[Complex64; 2]> {
        None
    }

    /// Length of the tail after the input has ended, in samples.
    fn tail_samples(&self) -> usize {
        0
    }
}

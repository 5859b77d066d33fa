//! Two convolvers, one an ear, that change their responses together.

use std::sync::Arc;

use num_complex::Complex64;

use super::stage::Stereo;
use crate::dsp::convolver::{Convolver, Response};

/// The responses of the left and the right ear.
pub type Responses = [Arc<Response>; 2];

/// Time of a cross-fade between two responses, seconds.
const FADE_S: f64 = 0.03;

/// A convolver for each ear.
pub struct Convolution {
    sample_rate_hz: f64,
    ears: [Convolver; 2],
}

impl Convolution {
    /// Makes convolvers for one sample rate in Hz that start with `responses`, none longer than
    /// `max_taps`, and cross-fade to later ones.
    pub fn new(sample_rate_hz: f64, max_taps: usize, responses: &Responses) -> Self {
        let fade_samples = (FADE_S * sample_rate_hz) as usize;
        let ears = responses.each_ref().map(|response| {
            let mut ear = Convolver::new(max_taps, fade_samples);
            // Taken for sure: no response is longer than `max_taps`.
            let refused = ear.set_response_now(Arc::clone(response));
            debug_assert!(refused.is_ok());
            ear
        });
        Self {
            sample_rate_hz,
            ears,
        }
    }

    /// Begins a cross-fade to other responses. The caller keeps the old ones alive until
    /// [`Self::release`] has said that they are no longer in use, so that none is freed here.
    pub fn fade_to(&mut self, responses: &Responses) {
        for (ear, response) in self.ears.iter_mut().zip(responses) {
            // The chain starts no second fade before the first has ended, so none is refused.
            let refused = ear.set_response(Arc::clone(response));
            debug_assert!(refused.is_ok());
        }
    }

    /// Lets go of responses whose fade has ended. True when none but the current ones is held.
    pub fn release(&mut self) -> bool {
        self.ears.iter_mut().all(|ear| {
            drop(ear.take_retired());
            !ear.is_fading()
        })
    }

    /// Forgets the past; a running fade ends at once.
    pub fn reset(&mut self) {
        self.ears.iter_mut().for_each(Convolver::reset);
    }

    /// Convolves in place.
    pub fn process(&mut self, block: &mut Stereo<'_>) {
        for (ear, channel) in self.ears.iter_mut().zip(block.iter_mut()) {
            ear.process(channel);
        }
    }

    /// The responses of the two ears at a frequency in Hz.
    pub fn response(&self, frequency_hz: f64) -> [Complex64; 2] {
        self.ears.each_ref().map(|ear| {
            ear.response().map_or(Complex64::ZERO, |response| {
                response.at(frequency_hz, self.sample_rate_hz)
            })
        })
    }

    /// How long the responses that are set sound on, in samples.
    pub fn tail_samples(&self) -> usize {
        let taps = |ear: &Convolver| ear.response().map_or(0, Response::tail_samples);
        self.ears.iter().map(taps).max().unwrap_or(0)
    }
}

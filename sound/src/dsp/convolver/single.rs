//! A convolver with one input and one channel.

use std::sync::Arc;

use super::plan::NEAR;
use super::{Capacity, Convolver, Response};

impl Convolver {
    /// Makes room for responses of up to `max_taps` samples, faded to over `fade_samples` samples
    /// (0: at once).
    #[must_use]
    pub fn new(max_taps: usize, fade_samples: usize) -> Self {
        let capacity = Capacity {
            max_taps,
            max_delayed_taps: 0,
            delayed_output: 0,
        };
        Self::with_capacities([capacity], fade_samples)
    }

    /// [`Self::set_responses`] for the only input.
    ///
    /// # Errors
    /// Gives the response back as [`Self::set_responses`] does.
    pub fn set_response(&mut self, response: Arc<Response>) -> Result<(), Arc<Response>> {
        self.set_responses([[response]]).map_err(|[[back]]| back)
    }

    /// [`Self::set_responses_now`] for the only input.
    ///
    /// # Errors
    /// Gives the response back as [`Self::set_responses_now`] does.
    pub fn set_response_now(&mut self, response: Arc<Response>) -> Result<(), Arc<Response>> {
        self.set_responses_now([[response]])
            .map_err(|[[back]]| back)
    }

    /// Convolves a block of any length in place. Inputs that are not finite count as zero.
    pub fn process(&mut self, samples: &mut [f32]) {
        let mut input = [0.0; NEAR];
        let mut rest = samples;
        while !rest.is_empty() {
            let (run, later) = rest.split_at_mut(rest.len().min(NEAR - self.position));
            let input = &mut input[..run.len()];
            input.copy_from_slice(run);
            self.advance([[Some(input)]], [run], &mut []);
            rest = later;
        }
    }
}

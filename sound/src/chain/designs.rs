//! Designs that a chain plays: the present one, the one that it fades from, and the one that has been
//! faded out.

use super::Chain;
use crate::design::ResponseSet;
use crate::dsp::stereo_convolution::{Convolution, Responses};

/// Time in which an earphone is taken out of the ear or put back, seconds.
const GESTURE_S: f64 = 0.35;

/// The designs that are alive: the audio thread lets go of a response only while its design is
/// kept here, so that it never frees one.
pub(super) struct Designs {
    pub(super) current: Box<ResponseSet>,
    pub(super) fading: Option<Box<ResponseSet>>,
    pub(super) retired: Option<Box<ResponseSet>>,
}

impl Chain {
    /// Begins a cross-fade to another design. Real-time safe.
    ///
    /// # Errors
    /// Gives the design back while an earlier fade runs or its retired design waits to be taken
    /// ([`Self::take_retired`]).
    pub fn install(&mut self, designed: Box<ResponseSet>) -> Result<(), Box<ResponseSet>> {
        if self.designs.fading.is_some() || self.designs.retired.is_some() {
            return Err(designed);
        }
        self.earphone.distortion.fade_to(designed.distortion());
        self.earphone.amplifier.limit_to(designed.limits_pa());
        let around = designed.around();
        // An earphone leaves the ear, or comes back, as fast as a hand does it.
        let gesture_s = (around.out() != self.designs.current.around().out()).then_some(GESTURE_S);
        self.ears.convolution.set_fade(gesture_s);
        self.ears.convolution.fade_to(designed.heard());
        for (convolution, responses) in self.convolutions(&designed) {
            convolution.set_fade(gesture_s);
            convolution.fade_to([responses]);
        }
        self.cable.fit(around.leak_corners_hz(), around.out());
        self.pack.set_sensitivity_pa_v(designed.sensitivity_pa_v());
        let old = std::mem::replace(&mut self.designs.current, designed);
        self.designs.fading = Some(old);
        Ok(())
    }

    /// The design that was faded out, to be dropped off the audio thread. Real-time safe.
    pub fn take_retired(&mut self) -> Option<Box<ResponseSet>> {
        self.designs.retired.take()
    }

    /// Retires the design that was faded out, once no convolver uses it any more.
    pub(super) fn retire(&mut self) {
        let Some(fading) = self.designs.fading.take() else {
            return;
        };
        let mut released = self.ears.convolution.release();
        for (convolution, _) in self.convolutions(&fading) {
            released &= convolution.release();
        }
        let place = match released {
            true => &mut self.designs.retired,
            false => &mut self.designs.fading,
        };
        *place = Some(fading);
    }

    /// Every convolution of the chain beside that of the ears, with the responses of a design that it
    /// plays.
    fn convolutions<'a>(
        &'a mut self,
        designed: &'a ResponseSet,
    ) -> [(&'a mut Convolution, &'a Responses); 3] {
        let [of_programme, of_room] = designed.around().jaw();
        [
            (&mut self.jaw.convolution, of_programme),
            (&mut self.ambient.jaw, of_room),
            (&mut self.listening.convolution, designed.listening()),
        ]
    }
}

//! The responses of one rig.

use super::drum_response::DrumResponses;
use super::nonlinear::Design as Distortion;
use super::performer::Hearing;
use super::SecondaryPaths;
use crate::dsp::stereo_convolution::Responses;

/// Number of sources whose sound has a way of its own to the drum.
pub const SOURCES: usize = 4;

/// The responses of one rig at one sample rate. Copies share the responses themselves.
#[derive(Clone)]
pub struct ResponseSet {
    pub(super) distortion: Distortion,
    pub(super) limits_pa: [f32; 2],
    pub(super) programme: DrumResponses,
    pub(super) heard: [Responses; SOURCES],
    pub(super) ambient: DrumResponses,
    pub(super) listening: Responses,
    pub(super) sensitivity_pa_v: f64,
    pub(super) around: SecondaryPaths,
    pub(super) hearing: Option<Hearing>,
}

impl ResponseSet {
    /// Mean sensitivity of the sealed earphone from 300 to 1000 Hz, Pa at the drum per volt of the
    /// pack's unloaded output.
    pub fn sensitivity_pa_v(&self) -> f64 {
        self.sensitivity_pa_v
    }

    /// From full-scale units to pascals at the drum, but for the level; left, then right.
    pub fn programme(&self) -> &DrumResponses {
        &self.programme
    }

    /// The ways to the drum of programme, room, ambient microphones and own voice.
    pub(super) fn sources(&self) -> [&DrumResponses; SOURCES] {
        [
            &self.programme,
            &self.ambient,
            self.around.through(),
            self.around.own_voice(),
        ]
    }

    /// Programme, room, ambient microphones and own voice as they are heard, with what the user's own
    /// headphones do divided out. Beside each response, delayed, is the one at the drum.
    pub fn heard(&self) -> [&Responses; SOURCES] {
        self.heard.each_ref()
    }

    /// Distortion that the drivers add at high level.
    pub fn distortion(&self) -> &Distortion {
        &self.distortion
    }

    /// Highest peaks that the earphones' own amplifiers let through, left and right, as pascals of
    /// the programme; infinite without such an amplifier.
    pub fn limits_pa(&self) -> [f32; 2] {
        self.limits_pa
    }

    /// From the room to the drum.
    pub fn ambient(&self) -> &DrumResponses {
        &self.ambient
    }

    /// The own voice, the microphones, the jaw, and how the earphone sits.
    pub fn around(&self) -> &SecondaryPaths {
        &self.around
    }

    /// The inverse of what the user's own headphones do.
    pub fn listening(&self) -> &Responses {
        &self.listening
    }

    /// Levels heard by a performer who sets the volume by ear; none for one who does not.
    pub fn hearing(&self) -> Option<&Hearing> {
        self.hearing.as_ref()
    }
}

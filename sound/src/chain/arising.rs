//! Sound that arises at the drums themselves, and has no way there through the ears: that which an open
//! jaw adds to programme and room, the noise of canceling, and that of the cable.

use super::meters::{MeterDelay, Source};
use super::parts::{add, parts};
use super::PART;
use crate::dsp::stage::Stereo;

/// Sources of the meter.
const SOURCES: usize = 3;

/// A part of each source, where anything arises of it.
pub(super) struct Arising {
    sources: [[[f32; PART]; 2]; SOURCES],
    arises: [bool; SOURCES],
    sum: [[f32; PART]; 2],
    /// Sound that has come through the ears is late for the meter, and so is this.
    delays: [MeterDelay; SOURCES],
}

impl Default for Arising {
    fn default() -> Self {
        Self {
            sources: [[[0.0; PART]; 2]; SOURCES],
            arises: [false; SOURCES],
            sum: [[0.0; PART]; 2],
            delays: [(); SOURCES].map(|()| MeterDelay::new()),
        }
    }
}

impl Arising {
    /// The present part of a source, Pa: as it was left, or silent if it is new.
    pub(super) fn part(&mut self, source: Source, length: usize) -> Stereo<'_> {
        let source = source as usize;
        if !self.arises[source] {
            self.arises[source] = true;
            self.sources[source] = [[0.0; PART]; 2];
        }
        parts(&mut self.sources[source], length)
    }

    /// All sources together, and the end of the part; none where nothing arose. To be asked once for
    /// each part, after [`Self::late`].
    pub(super) fn together(&mut self, length: usize) -> Option<Stereo<'_>> {
        if !self.arises.contains(&true) {
            return None;
        }
        self.arises = [false; SOURCES];
        Some(parts(&mut self.sum, length))
    }

    /// A source for the meter: its part, delayed; none where there is silence. To be asked
    /// once for each source of a part.
    pub(super) fn late(&mut self, source: Source, length: usize) -> Option<Stereo<'_>> {
        let at = source as usize;
        if at == 0 {
            self.sum = [[0.0; PART]; 2];
        }
        if !self.arises[at] && self.delays[at].is_empty() {
            return None;
        }
        let mut part = parts(&mut self.sources[at], length);
        match self.arises[at] {
            true => add(&mut parts(&mut self.sum, length), &part),
            false => part.iter_mut().for_each(|ear| ear.fill(0.0)),
        }
        self.delays[at].process(&mut part);
        Some(part)
    }

    /// Forgets the past.
    pub(super) fn reset(&mut self) {
        self.arises = [false; SOURCES];
        self.delays.iter_mut().for_each(MeterDelay::reset);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::convolver::DELAY_SAMPLES;

    const NAMES: [Source; SOURCES] = [Source::Programme, Source::Ambient, Source::OwnVoice];

    /// One part: constant pressures of some sources in, those of the meter and their sum out.
    fn part(arising: &mut Arising, pressures: [Option<f32>; SOURCES]) -> [Option<f32>; 4] {
        for (source, pressure) in NAMES.into_iter().zip(pressures) {
            if let Some(pressure) = pressure {
                let part = arising.part(source, PART);
                // A new part is silent.
                assert!(part[1].iter().all(|x| *x == 0.0));
                part[0].fill(pressure);
            }
        }
        let mut out = [None; 4];
        for (out, source) in out.iter_mut().zip(NAMES) {
            *out = arising.late(source, PART).map(|part| part[0][PART - 1]);
        }
        out[3] = arising.together(PART).map(|sum| sum[0][0]);
        out
    }

    #[test]
    fn what_arises_sounds_at_once_and_is_metered_late() {
        let mut arising = Arising::default();
        assert_eq!(part(&mut arising, [None; 3]), [None; 4]);
        let first = part(&mut arising, [Some(1.0), None, Some(4.0)]);
        assert_eq!(first, [Some(0.0), None, Some(0.0), Some(5.0)]);
        let second = part(&mut arising, [None, Some(2.0), None]);
        assert_eq!(second, [Some(0.0), Some(0.0), Some(0.0), Some(2.0)]);
        for _ in 2..DELAY_SAMPLES / PART {
            assert_eq!(part(&mut arising, [None; 3])[3], None);
        }
        let late = part(&mut arising, [None; 3]);
        assert_eq!(late, [Some(1.0), Some(0.0), Some(4.0), None]);
        let last = part(&mut arising, [None; 3]);
        assert_eq!(last, [None, Some(2.0), None, None]);
        assert_eq!(part(&mut arising, [None; 3]), [None; 4]);
    }

    #[test]
    fn a_reset_forgets_what_is_on_its_way_to_the_meter() {
        let mut arising = Arising::default();
        part(&mut arising, [Some(1.0); 3]);
        arising.part(Source::Ambient, PART)[0].fill(3.0);
        arising.reset();
        for _ in 0..2 * DELAY_SAMPLES / PART {
            assert_eq!(part(&mut arising, [None; 3]), [None; 4]);
        }
    }
}

//! A link that begins anew, each part in its place: hosts reset on small stacks, and the whole takes 20 KB.

use super::{samples_of_tick, Air, Analog, Radio, Reading, Receiver, Settings, Squelch};
use super::{Transmitter, RADIO_SEED};

impl Analog {
    /// Begins anew with any settings, to the bits of a new link. Allocates nothing.
    pub fn restart(&mut self, new: &Settings, sample_rate_hz: f64, seed: u64) {
        let Self {
            simd: _,
            settings,
            transmitter,
            receiver,
            air,
            radio,
            squelch,
            reading,
            drop_outs,
            tick_samples,
            left,
        } = self;
        *tick_samples = samples_of_tick(sample_rate_hz);
        let tick_rate_hz = sample_rate_hz / *tick_samples as f64;
        *settings = *new;
        renew(transmitter, || Transmitter::new(new, sample_rate_hz));
        renew(receiver, || Receiver::new(new, sample_rate_hz));
        renew(air, || Air::new(new, [sample_rate_hz, tick_rate_hz], seed));
        renew(radio, || {
            Radio::new(&new.live.radio, tick_rate_hz, seed ^ RADIO_SEED)
        });
        renew(squelch, || Squelch::new(new.live.squelch_db, tick_rate_hz));
        *reading = Reading::default();
        *drop_outs = 0;
        *left = 0;
    }
}

/// Puts a new part into its place. Not inlined, so that the stack holds one part at a time.
#[inline(never)]
fn renew<T>(place: &mut T, make: impl FnOnce() -> T) {
    *place = make();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;
    use crate::rig::{AnalogLink, AnalogMode};

    /// Noise through a link, as bits.
    fn played(link: &mut Analog) -> Vec<u32> {
        let mut noise = Noise::new(5);
        let mut channel = || {
            (0..4800)
                .map(|_| 0.3 * noise.gaussian())
                .collect::<Vec<_>>()
        };
        let (mut left, mut right) = (channel(), channel());
        link.process(&mut [&mut left, &mut right]);
        left.iter().chain(&right).map(|x| x.to_bits()).collect()
    }

    #[test]
    fn a_link_that_begins_anew_sounds_as_a_new_one() {
        // Mono, and muted by a squelch that asks for more than any carrier.
        let mono = AnalogLink {
            mode: AnalogMode::Mono,
            squelch_db: 60.0,
            ..AnalogLink::default()
        };
        let [first, then] = [AnalogLink::default(), mono].map(|link| Settings::new(&link));
        let mut link = Analog::new(&first, 48_000.0, 7);
        let before = played(&mut link);
        for (settings, rate_hz) in [(&then, 48_000.0), (&first, 44_100.0), (&first, 48_000.0)] {
            link.restart(settings, rate_hz, 9);
            let mut new = Analog::new(settings, rate_hz, 9);
            assert_eq!(format!("{link:?}"), format!("{new:?}"));
            let expected = played(&mut new);
            assert_eq!(played(&mut link), expected);
            assert_ne!(before, expected);
        }
    }
}

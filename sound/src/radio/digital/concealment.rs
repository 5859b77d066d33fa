//! Concealment of a lost packet.
//!
//! *In the real world* a receiver knows that a packet is missing before its sound is due. A cheap
//! one mutes with a ramp; a better one goes on with the last period of the sound, fading, and mutes
//! when more is lost.
//!
//! *Model*: a look-ahead of 2 ms, or as much as the link's latency allows. Muting: a straight ramp
//! over the look-ahead, and back over 2 ms. Repeating: the period is the lag of best correlation
//! between 2.5 and 15 ms, its end blended into its beginning; the repetition falls by 6 dB every
//! 5 ms and ends after 25 ms; back over 7 ms. Nothing is heard in a mute.
//!
//! *Left out*: the look into the past goes over sound that was itself lost a moment ago.
//!
//! *Tests*: `tests/link_digital.rs`.

use crate::rig;

/// Look-ahead, s.
const LOOK_AHEAD_S: f64 = 0.002;

/// Ramps back to the sound, s.
const MUTE_BACK_S: f64 = 0.002;
const REPEAT_BACK_S: f64 = 0.007;

/// Periods that are tried, s, and how much sound is compared.
const SHORTEST_S: f64 = 0.0025;
const LONGEST_S: f64 = 0.015;
const COMPARED_S: f64 = 0.005;

/// Rate at which periods are first compared, Hz.
const COARSE_RATE_HZ: f64 = 8_000.0;

/// Time of a fall by 6 dB, and of the end, s.
const HALVING_S: f64 = 0.005;
const END_S: f64 = 0.025;

/// Both channels.
pub struct Concealment {
    sample_rate_hz: f64,
    kind: rig::Concealment,
    look_ahead: usize,
    /// The sound that came in, as two rings of the same length.
    past: [Vec<f32>; 2],
    /// Write position.
    head: usize,
    /// The period that is repeated, copied when a loss begins.
    period: [Vec<f32>; 2],
    period_samples: usize,
    /// Samples since the loss began; none when all is well.
    lost_samples: Option<usize>,
    /// Samples since the last lost packet.
    good_samples: usize,
    /// Share of the sound in what is heard.
    share: f32,
    fall: f32,
    level: f32,
}

impl Concealment {
    /// With memory for a sample rate in Hz.
    #[must_use]
    pub fn new(sample_rate_hz: f64) -> Self {
        let samples = |time_s: f64| (time_s * sample_rate_hz).ceil() as usize + 2;
        let past = || vec![0.0; samples(2.0 * LONGEST_S + LOOK_AHEAD_S)];
        let period = || vec![0.0; samples(LONGEST_S)];
        Self {
            sample_rate_hz,
            kind: rig::Concealment::Mute,
            look_ahead: 0,
            past: [past(), past()],
            head: 0,
            period: [period(), period()],
            period_samples: 1,
            lost_samples: None,
            good_samples: usize::MAX,
            share: 1.0,
            fall: 0.5_f64.powf(1.0 / (HALVING_S * sample_rate_hz)) as f32,
            level: 0.0,
        }
    }

    /// Begins anew, with a look-ahead that fits into this many samples.
    pub fn restart(&mut self, kind: rig::Concealment, spare_samples: f64) {
        let wanted = LOOK_AHEAD_S * self.sample_rate_hz;
        self.kind = kind;
        self.look_ahead = wanted.min(spare_samples).max(0.0) as usize;
        self.past.iter_mut().for_each(|past| past.fill(0.0));
        self.head = 0;
        self.lost_samples = None;
        self.good_samples = usize::MAX;
        self.share = 1.0;
        self.level = 0.0;
    }

    /// Delay, samples.
    #[must_use]
    pub fn look_ahead_samples(&self) -> usize {
        self.look_ahead
    }

    /// One sample of both channels, which belongs to a packet that is lost or not.
    #[inline]
    pub fn next(&mut self, input: [f32; 2], lost: bool) -> [f32; 2] {
        if lost && self.good_samples > self.look_ahead {
            self.begin();
        }
        self.good_samples = if lost {
            0
        } else {
            self.good_samples.saturating_add(1)
        };
        for (past, input) in self.past.iter_mut().zip(input) {
            past[self.head] = input;
        }
        let size = self.past[0].len();
        let at = (self.head + size - self.look_ahead) % size;
        self.head = (self.head + 1) % size;
        let sound = [self.past[0][at], self.past[1][at]];
        if self.lost_samples.is_none() {
            return sound;
        }
        self.hidden(sound)
    }

    /// The sound with what is lost replaced.
    fn hidden(&mut self, sound: [f32; 2]) -> [f32; 2] {
        let since = self.lost_samples.unwrap_or(0);
        self.lost_samples = Some(since.saturating_add(1));
        let back_s = match self.kind {
            rig::Concealment::Mute => MUTE_BACK_S,
            rig::Concealment::Repeat => REPEAT_BACK_S,
        };
        // The first good sample is heard when it has passed the look-ahead.
        if self.good_samples > self.look_ahead {
            self.share += (1.0 / (back_s * self.sample_rate_hz)) as f32;
        } else {
            self.share -= 1.0 / (self.look_ahead + 1) as f32;
        }
        self.share = self.share.clamp(0.0, 1.0);
        let replaced = self.replacement(since);
        if self.share >= 1.0 {
            self.lost_samples = None;
        }
        let share = self.share;
        std::array::from_fn(|n| share * sound[n] + (1.0 - share) * replaced[n])
    }

    /// Replacement signal `since` samples after the loss was noticed.
    fn replacement(&mut self, since: usize) -> [f32; 2] {
        if self.kind == rig::Concealment::Mute || self.level == 0.0 {
            return [0.0; 2];
        }
        // The copied period ends where the loss begins: `look_ahead` samples from its notice.
        let place = (since + self.period_samples - self.look_ahead % self.period_samples)
            % self.period_samples;
        let out = [0, 1].map(|n| self.level * self.period[n][place]);
        let still_lost = self.good_samples <= self.look_ahead;
        if since >= self.look_ahead && still_lost {
            self.level *= self.fall;
            if since as f64 > END_S * self.sample_rate_hz {
                // The last of it is about −30 dB; let it out smoothly.
                self.level *= 0.98;
            }
            if self.level < 1e-5 {
                self.level = 0.0;
            }
        }
        out
    }

    /// A loss has been noticed: remembers the last period.
    fn begin(&mut self) {
        if self.lost_samples.is_some() && self.share < 1.0 {
            // Lost again before the sound was back: go on with what is being repeated, or muted.
            return;
        }
        self.lost_samples = Some(0);
        self.level = 1.0;
        if self.kind == rig::Concealment::Mute {
            return;
        }
        self.period_samples = self.best_period();
        let (size, length) = (self.past[0].len(), self.period_samples);
        let blended = length / 2;
        for (period, past) in self.period.iter_mut().zip(&self.past) {
            for (n, place) in period[..length].iter_mut().enumerate() {
                let newest = past[(self.head + size - length + n) % size];
                let older = past[(self.head + 2 * size - 2 * length + n) % size];
                // The second half turns into what came before the first, so that the end joins the
                // beginning without a step.
                let share = (n + 1).saturating_sub(length - blended) as f32 / (blended + 1) as f32;
                *place = newest + share * (older - newest);
            }
        }
    }

    /// The lag at which the last few milliseconds are most alike to what was before.
    fn best_period(&self) -> usize {
        let samples = |time_s: f64| (time_s * self.sample_rate_hz) as usize;
        let coarse = ((self.sample_rate_hz / COARSE_RATE_HZ) as usize).max(1);
        let best = |lags: &mut dyn Iterator<Item = usize>, step: usize| {
            let mut found = (f32::MIN, samples(SHORTEST_S).max(1));
            for lag in lags {
                let likeness = self.likeness(lag, samples(COMPARED_S), step);
                if likeness > found.0 {
                    found = (likeness, lag);
                }
            }
            found.1
        };
        let (shortest, longest) = (samples(SHORTEST_S).max(1), samples(LONGEST_S).max(1));
        let near = best(&mut (shortest..=longest).step_by(coarse), coarse);
        let (from, to) = (
            near.saturating_sub(coarse).max(shortest),
            (near + coarse).min(longest),
        );
        let fine = (coarse / 4).max(1);
        best(&mut (from..=to).step_by(fine.min(coarse)), fine)
    }

    /// Correlation of the newest sound with that of `lag` samples before, normalized.
    fn likeness(&self, lag: usize, compared: usize, step: usize) -> f32 {
        let size = self.past[0].len();
        let (mut product, mut energy) = (0.0, 1e-12);
        for n in (1..=compared).step_by(step) {
            let (new, old) = (
                (self.head + size - n) % size,
                (self.head + 2 * size - n - lag) % size,
            );
            let mid = |at: usize| self.past[0][at] + self.past[1][at];
            let (new, old) = (mid(new), mid(old));
            product += new * old;
            energy += old * old;
        }
        product / energy.sqrt()
    }
}

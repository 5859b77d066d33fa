//! The host's bypass: a short cross-fade between the chain and the input as it came in.

/// How long the cross-fade takes, seconds.
const FADE_S: f64 = 0.02;

/// An equal-gain cross-fade that is exact at both ends: sample for sample the input when bypassed,
/// sample for sample the chain when not.
pub struct Bypass {
    fade_samples: u32,
    /// How much of the chain is heard, in steps from 0 to `fade_samples`.
    position: u32,
}

impl Bypass {
    /// Settled for a sample rate in Hz.
    pub fn new(sample_rate_hz: f64, bypassed: bool) -> Self {
        let fade_samples = (FADE_S * sample_rate_hz).round().max(1.0) as u32;
        let mut bypass = Self {
            fade_samples,
            position: 0,
        };
        bypass.settle(bypassed);
        bypass
    }

    /// Jumps to where it is bound for.
    pub fn settle(&mut self, bypassed: bool) {
        self.position = if bypassed { 0 } else { self.fade_samples };
    }

    /// Whether any of the input as it came in is heard during the next samples.
    pub fn needs_dry(&self, bypassed: bool) -> bool {
        bypassed || self.position < self.fade_samples
    }

    /// Mixes the input as it came in into what the chain made of it.
    pub fn mix(&mut self, bypassed: bool, dry: [&[f32]; 2], wet: &mut [&mut [f32]; 2]) {
        let [wet_left, wet_right] = wet;
        let dry = dry[0].iter().zip(dry[1]);
        for ((dry_left, dry_right), (left, right)) in
            dry.zip(wet_left.iter_mut().zip(wet_right.iter_mut()))
        {
            self.position = if bypassed {
                self.position.saturating_sub(1)
            } else {
                (self.position + 1).min(self.fade_samples)
            };
            if self.position == 0 {
                (*left, *right) = (*dry_left, *dry_right);
            } else if self.position < self.fade_samples {
                let share = self.position as f32 / self.fade_samples as f32;
                *left = between(*dry_left, *left, share);
                *right = between(*dry_right, *right, share);
            }
        }
    }
}

/// A share of the way from `dry` to `wet`; an input that is no number must not spoil the fade.
fn between(dry: f32, wet: f32, share: f32) -> f32 {
    let dry = if dry.is_finite() { dry } else { 0.0 };
    dry * (1.0 - share) + wet * share
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bypass: &mut Bypass, bypassed: bool, length: usize) -> Vec<f32> {
        let (mut left, mut right) = (vec![1.0; length], vec![1.0; length]);
        let dry = vec![0.25; length];
        bypass.mix(bypassed, [&dry, &dry], &mut [&mut left, &mut right]);
        assert_eq!(left, right);
        left
    }

    #[test]
    fn the_fade_ends_exactly_at_either_side_after_20_ms() {
        let mut bypass = Bypass::new(48_000.0, false);
        assert!(!bypass.needs_dry(false));
        assert!(run(&mut bypass, false, 10).iter().all(|&x| x == 1.0));
        let down = run(&mut bypass, true, 2000);
        assert!(down.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(down.iter().position(|&x| x == 0.25), Some(959));
        assert!(down[959..].iter().all(|&x| x == 0.25));
        let up = run(&mut bypass, false, 2000);
        assert_eq!(up.iter().position(|&x| x == 1.0), Some(959));
    }

    #[test]
    fn blocks_of_any_length_give_the_same() {
        let mut whole = Bypass::new(44_100.0, false);
        let expected = run(&mut whole, true, 1200);
        let mut cut = Bypass::new(44_100.0, false);
        let mut found = Vec::new();
        for length in [1, 37, 0, 600, 562] {
            found.extend(run(&mut cut, true, length));
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn an_input_that_is_no_number_does_not_reach_the_fade() {
        assert_eq!(between(f32::NAN, 0.5, 0.5), 0.25);
        assert_eq!(between(f32::INFINITY, 0.5, 0.5), 0.25);
    }
}

//! Pulses on a sphere: the second stage of the scale factors' quantizer (the LC3 specification, section
//! 3.3.7.3).

use super::noise_shaping::SCALES;

/// Pulses at integer places, by which a direction is sent.
pub(super) type Pulses = [i32; SCALES];

/// Places of the first set, where a shape has two.
pub(super) const FIRST_SET: usize = 10;

/// The four candidates for a direction: two sets, first set alone, near, far.
pub(super) fn candidates(direction: &[f64; SCALES]) -> [Pulses; 4] {
    let size = direction.map(f64::abs);
    let total: f64 = size.iter().sum();
    let mut far = Search::default();
    if total > 0.0 {
        for (place, x) in size.iter().enumerate() {
            far.set(place, (5.0 * x / total).floor() as i32, &size);
        }
    }
    far.fill(6, SCALES, &size);
    let mut near = far.clone();
    near.fill(8, SCALES, &size);
    let mut first = near.clone();
    for place in FIRST_SET..SCALES {
        first.set(place, 0, &size);
    }
    first.fill(10, FIRST_SET, &size);
    let mut both = first.pulses;
    let mut largest = FIRST_SET;
    for place in FIRST_SET..SCALES {
        if size[place] > size[largest] {
            largest = place;
        }
    }
    both[largest] = 1;
    [both, first.pulses, near.pulses, far.pulses].map(|mut pulses| {
        for (pulse, x) in pulses.iter_mut().zip(direction) {
            if *x < 0.0 {
                *pulse = -*pulse;
            }
        }
        pulses
    })
}

/// Pulses with what their choice needs.
#[derive(Clone, Default)]
struct Search {
    pulses: Pulses,
    count: i32,
    correlation: f64,
    energy: f64,
}

impl Search {
    fn set(&mut self, place: usize, pulse: i32, size: &[f64; SCALES]) {
        let old = self.pulses[place];
        self.pulses[place] = pulse;
        self.count += pulse - old;
        self.correlation += f64::from(pulse - old) * size[place];
        self.energy += f64::from(pulse * pulse - old * old);
    }

    /// Adds pulses one by one where each brings the direction closest.
    fn fill(&mut self, count: i32, places: usize, size: &[f64; SCALES]) {
        while self.count < count {
            let merit = |place: usize| {
                let correlation = self.correlation + size[place];
                let energy = self.energy + f64::from(2 * self.pulses[place] + 1);
                (correlation * correlation, energy)
            };
            let mut best = 0;
            for place in 1..places {
                let ((new, new_energy), (old, old_energy)) = (merit(place), merit(best));
                if new * old_energy > old * new_energy {
                    best = place;
                }
            }
            self.set(best, self.pulses[best] + 1, size);
        }
    }
}

/// The pulses as a direction of length one.
pub(super) fn unit(pulses: &Pulses) -> [f64; SCALES] {
    let power: i32 = pulses.iter().map(|x| x * x).sum();
    let scale = 1.0 / f64::from(power.max(1)).sqrt();
    pulses.map(|x| scale * f64::from(x))
}

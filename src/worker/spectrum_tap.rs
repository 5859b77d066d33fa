//! Sound on its way from the audio thread to the picture of its spectrum.

use rtrb::{Consumer, Producer, RingBuffer};

/// Capacity of the tap, seconds; a window that stalls for longer misses sound.
const WAITING_S: usize = 1;
/// The highest rate that is passed on whole, Hz; above, every second sample (and so on) is left out
/// of the picture, which ends at 20 kHz.
const WHOLE_HZ: f64 = 96_000.0;

/// One moment before and after the chain, the mean of both channels.
pub type Frame = [f32; 2];

/// The audio thread's end.
pub struct Tap {
    producer: Producer<Frame>,
    /// Sums that wait for as many samples as make one moment.
    sum: Frame,
    summed: u32,
    /// Samples per frame.
    every: u32,
}

/// A tap and the other end, which hears nothing before [`Tap::tune`].
pub fn tap() -> (Tap, Consumer<Frame>) {
    let (producer, consumer) = RingBuffer::new(WAITING_S * WHOLE_HZ as usize);
    let tap = Tap {
        producer,
        sum: [0.0; 2],
        summed: 0,
        every: 1,
    };
    (tap, consumer)
}

/// Samples per frame at a sample rate in Hz.
pub fn samples_per_moment(sample_rate_hz: f64) -> u32 {
    (sample_rate_hz / WHOLE_HZ).ceil().max(1.0) as u32
}

impl Tap {
    /// Prepares for a sample rate in Hz.
    pub fn tune(&mut self, sample_rate_hz: f64) {
        self.every = samples_per_moment(sample_rate_hz);
        self.sum = [0.0; 2];
        self.summed = 0;
    }

    /// Passes on a piece before and after the chain; what finds no room is left out. Real-time safe.
    pub fn pass(&mut self, before: [&[f32]; 2], after: [&[f32]; 2]) {
        let mean = |[left, right]: [&[f32]; 2], n: usize| 0.5 * (left[n] + right[n]);
        for n in 0..before[0].len() {
            self.sum[0] += mean(before, n);
            self.sum[1] += mean(after, n);
            self.summed += 1;
            if self.summed >= self.every {
                let moment = self.sum.map(|sum| sum / self.summed as f32);
                (self.sum, self.summed) = ([0.0; 2], 0);
                // No one has looked for a second: nothing is lost but a picture.
                let _ = self.producer.push(moment);
            }
        }
    }
}

//! Packs LC3 frames into the published bit stream (the LC3 specification, section 3.3.13), which the
//! coder itself has no use for.

use bodypack::radio::lc3::{Context, Frame, Shaping};

/// Vectors of a dimension with pulses of a number or less, whose leading sign is left out.
fn offsets() -> [[u32; 11]; 16] {
    let mut table = [[0; 11]; 16];
    table[0] = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    for n in 1..16 {
        for k in 1..11 {
            table[n][k] = table[n - 1][k - 1] + table[n][k - 1] + table[n - 1][k];
        }
    }
    table
}

/// Index of pulses among all with their number, and the leading sign.
fn enumerate(pulses: &[i32]) -> (u32, u32) {
    let offsets = offsets();
    let (mut index, mut offset, mut count) = (0, 0, 0);
    let mut sign = None;
    for (n, pulse) in pulses.iter().rev().enumerate() {
        if *pulse != 0 {
            if let Some(sign) = sign {
                index = 2 * index + sign;
            }
            sign = Some(u32::from(*pulse < 0));
        }
        index += offset;
        count += pulse.unsigned_abs() as usize;
        offset = offsets[(n + 1).min(pulses.len() - 1)][count];
    }
    (index, sign.unwrap_or(0))
}

struct Writer {
    bytes: Vec<u8>,
    /// Bits written from the end backwards.
    backward: usize,
    /// Bytes written from the beginning.
    forward: usize,
    low: u32,
    range: u32,
    cache: Option<u32>,
    carry: u32,
    carries: usize,
}

impl Writer {
    fn plain(&mut self, value: u32, bits: usize) {
        for bit in 0..bits {
            if value >> bit & 1 == 1 {
                let at = self.bytes.len() - 1 - self.backward / 8;
                self.bytes[at] |= 1 << (self.backward % 8);
            }
            self.backward += 1;
        }
    }

    fn byte(&mut self, value: u32) {
        self.bytes[self.forward] = value as u8;
        self.forward += 1;
    }

    fn symbol(&mut self, (frequencies, symbol): (&[u16], usize)) {
        let below: u16 = frequencies[..symbol].iter().sum();
        let unit = self.range >> 10;
        self.low += unit * u32::from(below);
        self.carry |= self.low >> 24;
        self.low &= 0x00ff_ffff;
        self.range = unit * u32::from(frequencies[symbol]);
        while self.range < 0x1_0000 {
            self.range <<= 8;
            self.shift();
        }
    }

    fn shift(&mut self) {
        if self.low < 0x00ff_0000 || self.carry == 1 {
            if let Some(cache) = self.cache {
                self.byte(cache + self.carry);
            }
            for _ in 0..self.carries {
                self.byte(0xff + self.carry);
            }
            self.carries = 0;
            self.cache = Some(self.low >> 16);
            self.carry = 0;
        } else {
            self.carries += 1;
        }
        self.low = self.low << 8 & 0x00ff_ffff;
    }

    /// Bits that are free, if the arithmetic coder were to end here.
    fn room(&self) -> usize {
        let begun = 8 * usize::from(self.cache.is_some()) + 8 * self.carries;
        let used = 8 * self.forward + begun + 25 - self.range.ilog2() as usize;
        8 * self.bytes.len() - self.backward - used
    }

    fn end(&mut self) {
        let mut bits = 1;
        while self.range >> (24 - bits) == 0 {
            bits += 1;
        }
        let mut mask = 0x00ff_ffff >> bits;
        let sum = self.low + mask;
        let high = self.low + self.range;
        let mut value = sum & 0x00ff_ffff & !mask;
        if sum >> 24 == high >> 24 {
            if value + mask >= high & 0x00ff_ffff {
                bits += 1;
                mask >>= 1;
                value = (self.low + mask) & 0x00ff_ffff & !mask;
            }
            if value < self.low {
                self.carry = 1;
            }
        }
        self.low = value;
        let mut left = bits;
        while left > 0 {
            self.shift();
            left -= 8;
        }
        left += 8;
        let last = |value: u32| (value as u8) >> (8 - left) << (8 - left);
        let cache = self.cache.unwrap_or(0);
        if self.carries > 0 {
            self.byte(cache);
            for _ in 1..self.carries {
                self.byte(0xff);
            }
            self.bytes[self.forward] |= last(0xff);
        } else {
            self.bytes[self.forward] |= last(cache);
        }
    }
}

/// The frame as bytes.
pub fn pack(frame: &Frame) -> Vec<u8> {
    let mut out = Writer {
        bytes: vec![0; frame.bytes],
        backward: 0,
        forward: 0,
        low: 0,
        range: 0x00ff_ffff,
        cache: None,
        carry: 0,
        carries: 0,
    };
    let filters = &frame.temporal.filters[..frame.temporal.count];
    out.plain(frame.bandwidth as u32, 3);
    out.plain(frame.count as u32 / 2 - 1, 8);
    out.plain(u32::from(frame.halved), 1);
    out.plain(frame.gain as u32, 8);
    for filter in filters {
        out.plain(u32::from(filter.order > 0), 1);
    }
    out.plain(u32::from(frame.pitch.is_some()), 1);
    shaping(&frame.shaping, &mut out);
    if let Some(pitch) = &frame.pitch {
        out.plain(u32::from(pitch.active), 1);
        out.plain(pitch.index as u32, 9);
    }
    out.plain(frame.noise as u32, 3);
    for filter in filters {
        for symbol in frame.temporal.symbols(filter) {
            out.symbol(symbol);
        }
    }
    let late = lines(frame, &mut out);
    if frame.halved {
        let room = out.room();
        late.iter().take(room).for_each(|bit| out.plain(*bit, 1));
    } else {
        assert!(frame.refinement.count <= out.room());
        for bit in &frame.refinement.bits[..frame.refinement.count] {
            out.plain(u32::from(*bit), 1);
        }
    }
    out.end();
    out.bytes
}

fn shaping(shaping: &Shaping, out: &mut Writer) {
    const TWO_SETS: u32 = 2_390_004;
    const NEAR: u32 = 15_158_272;
    out.plain(shaping.low as u32, 5);
    out.plain(shaping.high as u32, 5);
    out.plain(shaping.shape as u32 >> 1, 1);
    let gain = shaping.gain as u32;
    let lowest = gain & 1;
    let (first, sign) = match shaping.shape {
        0 | 1 => enumerate(&shaping.pulses[..10]),
        _ => enumerate(&shaping.pulses),
    };
    let (gain, gain_bits, index, index_bits) = match shaping.shape {
        0 => {
            let (second, sign) = enumerate(&shaping.pulses[10..]);
            (gain, 1, (2 * second + sign + 2) * TWO_SETS + first, 25)
        }
        1 => (gain >> 1, 1, lowest * TWO_SETS + first, 25),
        2 => (gain, 2, first, 24),
        _ => (gain >> 1, 2, NEAR + lowest + 2 * first, 24),
    };
    out.plain(gain, gain_bits);
    out.plain(sign, 1);
    out.plain(index, index_bits);
}

/// Packs the lines and gives the bits that come last.
fn lines(frame: &Frame, out: &mut Writer) -> Vec<u32> {
    let mut context = Context::new(frame.bits(), frame.duration.lines());
    let mut late = Vec::new();
    for line in (0..frame.count).step_by(2) {
        let pair = [frame.values[line], frame.values[line + 1]];
        let coded = context.next(line, pair);
        for (n, symbol) in coded.symbols().enumerate() {
            out.symbol(symbol);
            if n < coded.escapes && !(frame.halved && n == 0) {
                for value in pair {
                    out.plain(value.unsigned_abs() >> n & 1, 1);
                }
            }
        }
        for value in pair {
            let negative = u32::from(value < 0);
            if frame.halved && coded.escapes > 0 {
                late.push(value.unsigned_abs() & 1);
                if value.abs() == 1 {
                    late.push(negative);
                }
            }
        }
        let halved = u32::from(frame.halved && coded.escapes > 0);
        for value in pair {
            if value.unsigned_abs() >> halved != 0 {
                out.plain(u32::from(value < 0), 1);
            }
        }
    }
    late
}

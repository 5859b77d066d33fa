//! Pairs of quantized lines as symbols of an arithmetic coder, in the context of the pairs before them
//! (the LC3 specification, sections 3.3.10.3 and 3.3.13.4).

use super::spectrum_tables::{FREQUENCIES, ROWS};
use super::temporal::cost;

/// Symbol of a pair of which one is 4 or more: both are halved and coded again.
pub const ESCAPE: usize = 16;

/// Halvings that 16 bits can need.
const MOST_ESCAPES: usize = 14;

/// A pair of lines, coded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    rows: [u8; MOST_ESCAPES + 1],
    /// Escapes before the symbol.
    pub escapes: usize,
    /// Symbol of what is left of the pair.
    pub symbol: usize,
}

impl Pair {
    /// The symbols: the frequencies to choose from in 1024ths, and the choice.
    pub fn symbols(&self) -> impl Iterator<Item = (&'static [u16], usize)> + '_ {
        let rows = self.rows[..=self.escapes].iter().enumerate();
        rows.map(|(n, row)| {
            let symbol = if n < self.escapes {
                ESCAPE
            } else {
                self.symbol
            };
            (&FREQUENCIES[usize::from(*row)][..], symbol)
        })
    }
}

/// The state of the coder between pairs.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The two pairs before, four bits each.
    before: usize,
    /// Offset of the contexts for many bits.
    rate: usize,
    /// Line after which other contexts apply.
    half: usize,
}

impl Context {
    /// The state at the first pair of a frame of so many bits and lines.
    #[must_use]
    pub fn new(bits: usize, lines: usize) -> Self {
        Self {
            before: 0,
            rate: if bits > 800 { 512 } else { 0 },
            half: lines / 2,
        }
    }

    /// Codes the pair that begins at a line.
    pub fn next(&mut self, line: usize, pair: [i32; 2]) -> Pair {
        let [mut a, mut b] = pair.map(|x| x.unsigned_abs() as usize);
        let place = self.before + self.rate + if line > self.half { 256 } else { 0 };
        let row = |escapes: usize| ROWS[place + 1024 * escapes.min(3)];
        let mut coded = Pair::default();
        while a.max(b) >= 4 && coded.escapes < MOST_ESCAPES {
            coded.rows[coded.escapes] = row(coded.escapes);
            coded.escapes += 1;
            a >>= 1;
            b >>= 1;
        }
        coded.rows[coded.escapes] = row(coded.escapes);
        coded.symbol = (a & 3) + 4 * (b & 3);
        let level = coded.escapes.min(3);
        let kind = if level <= 1 {
            1 + (a + b) * (level + 1)
        } else {
            12 + level
        };
        self.before = (self.before & 15) * 16 + kind;
        coded
    }
}

/// Bits of every symbol in 2048ths.
pub(super) struct Costs(Vec<[u32; ESCAPE + 1]>);

impl Costs {
    pub(super) fn new() -> Self {
        Self(FREQUENCIES.iter().map(|row| row.map(cost)).collect())
    }

    /// Bits of a pair's symbols in 2048ths.
    pub(super) fn of(&self, pair: &Pair) -> u32 {
        let escapes = pair.rows[..pair.escapes].iter();
        let escapes: u32 = escapes.map(|row| self.0[usize::from(*row)][ESCAPE]).sum();
        escapes + self.0[usize::from(pair.rows[pair.escapes])][pair.symbol]
    }
}

/// The range of the arithmetic coder, by which the room that it takes is known to the bit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    range: u32,
    bytes: usize,
}

impl Range {
    pub(super) fn new() -> Self {
        Self {
            range: 0x00ff_ffff,
            bytes: 0,
        }
    }

    /// Narrows to a symbol.
    pub(super) fn narrow(&mut self, (frequencies, symbol): (&[u16], usize)) {
        self.range = (self.range >> 10) * u32::from(frequencies[symbol]);
        while self.range < 0x1_0000 {
            self.range <<= 8;
            self.bytes += 1;
        }
    }

    /// Bits until now, with those that it takes to end.
    pub(super) fn bits(&self) -> usize {
        8 * self.bytes + 25 - self.range.ilog2() as usize
    }
}

//! Whatever a file holds, reading it ends with a curve or an error.

use super::*;

/// A small seeded generator (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }
}

const LINES: [&str; 14] = [
    "20.5\t61.25\t-17.3",
    "1000,65.5",
    "12500;-3,25",
    "* Freq(Hz) SPL(dB)",
    "frequency,raw,error",
    "Preamp: -6.2 dB",
    "Filter 1: ON PK Fc 105 Hz Gain -2.3 dB Q 0.70",
    "Filter 2: ON LSC 12 dB Fc 105 Hz Gain 5.5 dB",
    "Filter 3: ON HS Fc 9,000.0 Hz Gain -4 dB Q 0.7",
    "Filter: ON NO Fc 60 Hz",
    "Filter 4: ON AP Fc 600 Hz BW Oct 0.5",
    "Channel: L R",
    "GraphicEQ: 20 -1.5; 25 0; 1000 2,5; 20000 -4",
    "Filter 5: OFF HPQ Fc 30 Hz Q 0.5",
];

const SCRAPS: [&str; 24] = [
    "-",
    "+",
    "e",
    "e308",
    "nan",
    "inf",
    ",",
    ".",
    ";",
    "\t",
    "\"",
    "\u{a0}",
    "é",
    "\u{2212}",
    "Fc",
    "Gain",
    "Q",
    "BW Oct",
    "dB",
    "0",
    "1e-320",
    "\u{0}",
    ":",
    "99999999999999999999",
];

fn mutated(dice: &mut Dice, line: &str) -> String {
    let mut line = line.to_owned();
    for _ in 0..dice.below(4) {
        let mut at = dice.below(line.len() + 1);
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        match dice.below(4) {
            0 | 1 => line.insert_str(at, SCRAPS[dice.below(SCRAPS.len())]),
            2 => line.truncate(at),
            _ if at < line.len() => {
                line.remove(at);
            }
            _ => {}
        }
    }
    line
}

/// What is given back can be drawn and played.
fn check(result: Result<Imported, ImportError>, text: &[u8]) {
    match result {
        Ok(imported) => {
            for curve in [&imported.left, &imported.right] {
                for f in [0.0, 20.0, 1000.0, 1e5] {
                    let level_db = curve.level_db(f);
                    let text = String::from_utf8_lossy(text);
                    assert!(level_db.is_finite(), "{level_db} at {f} Hz: {text:?}");
                }
            }
            assert!(imported.report.len() <= MOST_REMARKS + 1);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A million lines, half of them of one format in a file, half of them of any.
#[test]
fn a_million_broken_lines_do_no_harm() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let groups: [&[usize]; 4] = [
        &[0, 1, 2, 3, 4],
        &[5, 6, 7, 8, 9, 10, 11, 13],
        &[12, 5],
        &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    ];
    let mut lines = 0;
    let mut good = 0;
    while lines < 1_000_000 {
        let group = groups[dice.below(groups.len())];
        let count = 1 + dice.below(150);
        let mut text = String::new();
        for _ in 0..count {
            let line = LINES[group[dice.below(group.len())]];
            text += &mutated(&mut dice, line);
            text.push_str(["\n", "\r\n", "\n"][dice.below(3)]);
        }
        lines += count;
        let result = read(text.as_bytes(), "x.txt");
        good += usize::from(result.is_ok());
        check(result, text.as_bytes());
    }
    // Otherwise nothing but refusals was tried.
    assert!(good > 1000, "{good}");
}

#[test]
fn broken_bytes_do_no_harm() {
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    for _ in 0..2000 {
        let mut bytes: Vec<u8> = LINES[..5].join("\n").into_bytes();
        if dice.below(3) == 0 {
            let units = String::from_utf8_lossy(&bytes).into_owned();
            bytes = units.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        for _ in 0..dice.below(12) {
            let at = dice.below(bytes.len());
            match dice.below(3) {
                0 => bytes[at] = dice.roll() as u8,
                1 => bytes.insert(at, dice.roll() as u8),
                _ => {
                    bytes.remove(at);
                }
            }
        }
        check(read(&bytes, "x.txt"), &bytes);
    }
}

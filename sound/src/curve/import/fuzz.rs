//! Whatever a file holds, reading it ends with a curve or an error.

use super::remark::MOST_REMARKS;
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

/// Lines of each format; a file is made of some of them in their order, changed here and there.
const PARSERS: [(&str, &[&str]); 12] = [
    ("response", RESPONSE),
    ("equalizer", EQUALIZER),
    (
        "graphic",
        &[
            "GraphicEQ: 20 -1.5; 25 0; 1000 2,5; 20000 -4",
            "Preamp: -6.2 dB",
        ],
    ),
    (
        "bands",
        &[
            "Band,Type,Freq,Gain,Q",
            "1,PK,105,-2.3,0.7",
            "2,LS,50,3,0.7",
            "Preamp,-6",
        ],
    ),
    (
        "named bands",
        &[
            "Preamp;-6",
            "On;Type;Fc;Gain;Q",
            "true;PK;105;-2,3;0,7",
            "false;Low Shelf;1.000,0;3;0,7",
        ],
    ),
    ("audio unit", AUDIO_UNIT),
    ("readme", README),
    ("easy-effects", EASY_EFFECTS),
    ("poweramp", POWERAMP),
    ("pipewire", PIPEWIRE),
    ("camilla", CAMILLA),
    ("peace", PEACE),
];

/// A bell of 3 dB at 1 kHz, an octave wide.
const AUDIO_UNIT: &[&str] = &[
    "<?xml version=\"1.0\"?>",
    "<plist version=\"1.0\"><dict><key>data</key><data>",
    "AAAAAAAAAAAAAAAEAAAH0AAAAAAAAAu4RHoAAAAAD6BAQAAA",
    "AAATiD+AAAA=",
    "</data><key>numberOfBands</key><integer>16</integer></dict></plist>",
];

const RESPONSE: &[&str] = &[
    "* Freq(Hz) SPL(dB)",
    "frequency,left,right",
    "20.5\t61.25\t-17.3",
    "1000,65.5",
    "1 000,5\t65,5",
    "12500;-3,25",
    "\"20,0\",\"65,0\"",
    "1.25 kHz 65 dB",
];
const EQUALIZER: &[&str] = &[
    "Device: Headphones; Benchmark",
    "Preamp: -6.2 dB",
    "If: sampleRate == 48000 and (1 + 2) * 3 > 2",
    "Filter 1: ON PK Fc 105 Hz Gain -2.3 dB Q 0.70",
    "Filter 2: ON LSC 12 dB Fc 105 Hz Gain 5.5 dB",
    "ElseIf: stage == \"post-mix\"",
    "Filter 3: ON HS Fc 9,000.0 Hz Gain -4 dB Q 0.7",
    "Else:",
    "Filter: ON NO Fc 60 Hz",
    "EndIf:",
    "Filter 4: ON AP Fc 600 Hz BW Oct 0.5",
    "Stage: pre-mix post-mix",
    "Channel: L R",
    "Copy: L=0.5*L+-6dB*R V=R",
    "Delay: 3 ms",
    "Eval: x = 3; x",
    "Preamp: `-x` dB",
    "Include: other.txt",
    "Filter 5: OFF HPQ Fc 30 Hz Q 0.5",
];
const README: &[&str] = &[
    "# Mine",
    "### Parametric EQs",
    "Apply preamp of **-6.2 dB** when using parametric equalizer.",
    "| Type | Fc (Hz) | Q | Gain (dB) |",
    "|---|---|---|---|",
    "| LowShelf | 105.0 | 0.70 | 5.5 |",
    "| Peaking | 207 | 0.55 | -3.8 |",
];
const EASY_EFFECTS: &[&str] = &[
    "{\"output\": {\"equalizer#0\": {\"input-gain\": -6.2, \"split-channels\": true,",
    "\"left\": {\"band0\": {\"frequency\": 105.0, \"gain\": 5.5, \"q\": 0.7, \"type\": \"Lo-shelf\"},",
    "\"band1\": {\"frequency\": 1e3, \"gain\": -3, \"q\": 0, \"type\": \"Bell\", \"slope\": \"x1\"}},",
    "\"right\": {}}}}",
];
const POWERAMP: &[&str] = &[
    "[{\"name\":\"X\",\"preamp\":-6.1,\"parametric\":true,\"bands\":[",
    "{\"type\":3,\"channels\":1,\"frequency\":90,\"q\":1.41,\"gain\":3.5,\"color\":0},",
    "{\"type\":4,\"channels\":0,\"frequency\":900,\"q\":0.41,\"gain\":-3.5}",
    "]}]",
];
const PIPEWIRE: &[&str] = &[
    "context.modules = [ { name = libpipewire-module-filter-chain args = {",
    "filter.graph = { nodes = [ # comment",
    "{ type = builtin name = a label = bq_peaking control = { \"Freq\" = 105.0 \"Q\" = 0.7 \"Gain\" = -2 } }",
    "{ name = b label = param_eq config = { filters = [ { type = bq_highshelf freq = 0 gain = -6 q = 1 } ] } }",
    "] links = [ { output = \"a:Out\" input = \"b:In\" } ] inputs = [ \"a:In\" \"b:In\" ]",
    "} } } ]",
];
const CAMILLA: &[&str] = &[
    "filters:",
    "  one:",
    "    type: Biquad",
    "    parameters: {type: Peaking, freq: 105, gain: -2.3, q: 0.7}",
    "  two:",
    "    type: Gain",
    "    parameters: &x",
    "      gain: -6.2",
    "pipeline:",
    "  - type: Filter",
    "    channels: [0, 1]",
    "    names: [one, two]",
];
const PEACE: &[&str] = &[
    "[General]",
    "PreAmp=-5.5",
    "[Frequencies]",
    "Frequency1=32",
    "Frequency2=64",
    "[Gains]",
    "Gain1=2",
    "Gain2=-3",
    "[Qualities]",
    "Quality1=1.41",
    "[Filters]",
    "Filter1=14",
];

const SCRAPS: [&str; 34] = [
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
    "{",
    "}",
    "[",
    "]",
    "\u{202f}",
    "\u{2019}",
    "k",
    "`",
    "*",
    "\r",
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

/// An accepted import can be drawn and played.
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

/// Number of lines each parser gets; a long run is asked for with BODYPACK_FUZZ_LINES=10000000.
fn lines_each() -> usize {
    let asked = std::env::var("BODYPACK_FUZZ_LINES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(20_000)
}

/// Every parser gets files of its own lines, some left out, some changed, and some of another format.
#[test]
fn broken_lines_do_no_harm_to_any_parser() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for (name, own) in PARSERS {
        let (mut lines, mut good) = (0, 0);
        while lines < lines_each() {
            let mut text = String::new();
            let damage = dice.below(8);
            for _ in 0..1 + dice.below(4) {
                for line in own {
                    lines += 1;
                    match dice.below(40) {
                        n if n < damage => text += &mutated(&mut dice, line),
                        38 => continue,
                        39 => {
                            let (_, other) = PARSERS[dice.below(PARSERS.len())];
                            text += other[dice.below(other.len())];
                        }
                        _ => text += line,
                    }
                    text.push_str(["\n", "\r\n", "\r", "\n"][dice.below(4)]);
                }
            }
            let result = read(text.as_bytes(), "x.txt");
            good += usize::from(result.is_ok());
            check(result, text.as_bytes());
        }
        // Otherwise nothing but refusals was tried.
        assert!(good > 10, "{name}: {good} files were read");
    }
}

/// Impulses as WAV, changed anywhere: numbers that are none must not come through.
#[test]
fn broken_impulses_do_no_harm() {
    let mut dice = Dice(0xA076_1D64_78BD_642F);
    let mut good =
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x01\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x20\0data"
            .to_vec();
    good.extend(128u32.to_le_bytes());
    (0..32u8).for_each(|n| good.extend((0.5f32 / f32::from(n + 1)).to_le_bytes()));
    let mut read_ones = 0;
    for _ in 0..lines_each().min(20_000) / 40 {
        let mut bytes = good.clone();
        for _ in 0..1 + dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes.insert(at, dice.roll() as u8),
                1 => drop(bytes.remove(at)),
                _ => bytes[at] = dice.roll() as u8,
            }
        }
        let result = read(&bytes, "x.wav");
        read_ones += usize::from(result.is_ok());
        check(result, &bytes);
    }
    assert!(read_ones > 100, "{read_ones}");
}

#[test]
fn broken_bytes_do_no_harm() {
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    for _ in 0..2000 {
        let mut bytes: Vec<u8> = RESPONSE[..5].join("\n").into_bytes();
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

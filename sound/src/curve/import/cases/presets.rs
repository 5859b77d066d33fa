//! Presets of other programs, and impulse responses.

use super::*;

const SCIPY_DB: [(f64, f64); 5] = [
    (20.0, -0.712),
    (105.0, -3.455),
    (1000.0, -6.904),
    (2000.0, -10.000),
    (15000.0, -6.216),
];

/// Every preset of the same two bands gives the same curve.
#[test]
#[cfg_attr(
    not(feature = "yaml"),
    ignore = "reads YAML, which needs the feature `yaml`"
)]
fn presets_of_other_programs_mean_what_their_bands_say() {
    let expected = reads(
        "Preamp: -6.2 dB\nFilter: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.7\n\
         Filter: ON PK Fc 2000 Hz Gain -3.8 dB Q 1.4\n",
    );
    // Of SciPy's freqz with the cookbook's coefficients at 48 kHz.
    for (hz, db) in SCIPY_DB {
        is(&expected.left, hz, db);
    }
    for (name, text) in [
        ("EasyEffects", r#"{"output": {"blocklist": [], "equalizer#0": {"input-gain": -6.2, "output-gain": 0.0,
            "num-bands": 2, "split-channels": false, "left": {
            "band0": {"frequency": 105.0, "gain": 5.5, "q": 0.7, "type": "Lo-shelf", "mode": "APO (DR)", "slope": "x1"},
            "band1": {"frequency": 2000.0, "gain": -3.8, "q": 1.4, "type": "Bell"},
            "band2": {"frequency": 50.0, "gain": 9, "q": 1.4, "type": "Bell"}}}}}"#),
        ("Poweramp", r#"[{"name":"X","preamp":-6.2,"parametric":true,"bands":[
            {"type":4,"channels":0,"frequency":105,"q":0.7,"gain":5.5,"color":0},
            {"type":3,"channels":0,"frequency":2000,"q":1.4,"gain":-3.8,"color":0}]}]"#),
        ("PipeWire", "context.modules = [\n { name = libpipewire-module-filter-chain # x\n args = { node.description = \"X\"\n \
            filter.graph = { nodes = [\n { type = builtin name = pre label = linear control = { Mult = 0.48977882 Add = 0 } }\n \
            { type = builtin name = a label = bq_lowshelf control = { \"Freq\" = 105.0 \"Q\" = 0.7 \"Gain\" = 5.5 } }\n \
            { type = builtin, name = b, label = bq_peaking, control = { Freq: 2000 Q: 1.4 Gain: -3.8 } } ]\n \
            links = [ { output = \"pre:Out\" input = \"a:In\" } ] } } } ]\n"),
        ("PipeWire", "context.modules = [ { name = libpipewire-module-filter-chain args = { filter.graph = { nodes = [ \
            { type = builtin name = eq label = param_eq config = { filters = [ { type = bq_highshelf freq = 0 gain = -6.2 q = 1.0 } \
            { type = bq_lowshelf, freq = 105, gain = 5.5, q = 0.7 }, { type = bq_peaking, freq = 2000, gain = -3.8, q = 1.4 } ] } } ] } } } ]"),
        ("CamillaDSP", "devices:\n  samplerate: 48000\nfilters:\n  preamp:\n    type: Gain\n    parameters:\n      gain: -6.2\n  \
            one:\n    type: Biquad\n    parameters:\n      type: Lowshelf\n      freq: 105\n      gain: 5.5\n      q: 0.7\n  \
            two:\n    type: Biquad\n    parameters: {type: Peaking, freq: 2000, gain: -3.8, q: 1.4}\n\
            pipeline:\n- type: Filter\n  channel: 0\n  names: [preamp, one, two]\n- type: Filter\n  channel: 1\n  names:\n  - preamp\n  - one\n  - two\n"),
        ("Peace", "[General]\nPreAmp=-6.2\n[Speakers]\nSpeakerId0=0\nSpeakerTargets0=all\n[Frequencies]\nFrequency1=105\nFrequency2=2000\n\
            Frequency3=500\n[Gains]\nGain1=5.5\nGain2=-3.8\n[Qualities]\nQuality1=0.7\nQuality2=1.4\n[Filters]\nFilter1=14\n"),
        ("AutoEq readme", "# Mine\nSee x.\n\n### Parametric EQs\nApply preamp of **-6.2 dB** when using parametric equalizer.\n\n\
            | Type | Fc (Hz) | Q | Gain (dB) |\n|---|---|---|---|\n| LowShelf | 105.0 | 0.70 | 5.5 |\n| Peaking | 2000 | 1.4 | -3.8 |\n\n\
            ### Fixed Band EQs\n| Type | Fc | Q | Gain |\n|---|---|---|---|\n| Peaking | 31 Hz | 1.41 | 3.1 dB |\n"),
    ] {
        let imported = reads(text);
        assert!(imported.evidence[0].format.contains(name), "{name}: {:?}", imported.evidence);
        assert_eq!(imported.rejected_lines, 0, "{name}: {:?}", imported.report);
        for hz in [20.0, 105.0, 1000.0, 2000.0, 15_000.0] {
            is(&imported.left, hz, expected.left.level_db(hz));
            is(&imported.right, hz, expected.left.level_db(hz));
        }
    }
}

#[test]
#[cfg_attr(
    not(feature = "yaml"),
    ignore = "reads YAML, which needs the feature `yaml`"
)]
fn ears_of_presets_are_told_apart() {
    let easy = reads(
        r#"{"output": {"equalizer#0": {"split-channels": true,
            "left": {"band0": {"frequency": 1000, "gain": 3, "q": 1, "type": "Bell"}},
            "right": {"band0": {"frequency": 1000, "gain": -3, "q": 1, "type": "Bell"}}}}}"#,
    );
    is(&easy.left, 1000.0, 3.0);
    is(&easy.right, 1000.0, -3.0);
    let pipewire = reads(
        "filter.graph = { nodes = [ { name = l label = bq_peaking control = { Freq = 1000 Q = 1 Gain = 3 } } \
         { name = r label = bq_peaking control = { Freq = 1000 Q = 1 Gain = -3 } } ] links = [] \
         inputs = [ \"l:In\" \"r:In\" ] outputs = [ \"l:Out\" \"r:Out\" ] }",
    );
    is(&pipewire.left, 1000.0, 3.0);
    is(&pipewire.right, 1000.0, -3.0);
    let camilla = reads(
        "filters:\n  a:\n    type: Biquad\n    parameters: {type: Peaking, freq: 1000, gain: 3, q: 1}\n\
         pipeline:\n- type: Filter\n  channels: [1]\n  names: [a]\n",
    );
    is(&camilla.left, 1000.0, 0.0);
    is(&camilla.right, 1000.0, 3.0);
}

/// A property list whose data a program of another author wrote for a bell of 3 dB at 1 kHz, an octave
/// wide, after a global gain of −2 dB.
#[test]
fn an_audio_units_preset_is_read_from_its_numbered_parameters() {
    let mut bytes: Vec<u8> = Vec::new();
    let pairs: [(u32, f32); 6] = [
        (0, -2.0),
        (1000, 0.0),
        (2000, 0.0),
        (3000, 1000.0),
        (4000, 3.0),
        (5000, 1.0),
    ];
    for word in [0u32, 0, pairs.len() as u32] {
        bytes.extend(word.to_be_bytes());
    }
    for (id, value) in pairs {
        bytes.extend(id.to_be_bytes());
        bytes.extend(value.to_be_bytes());
    }
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut data = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, &b| bits << 8 | u32::from(b)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            data.push(char::from(
                LETTERS[(bits >> (18 - 6 * place) & 63) as usize],
            ));
        }
    }
    let text = format!(
        "<?xml version=\"1.0\"?>\n<plist version=\"1.0\">\n<dict>\n<key>data</key>\n<data>\n\t{data}\n\
         </data>\n<key>numberOfBands</key>\n<integer>16</integer>\n</dict>\n</plist>\n"
    );
    let imported = reads(&text);
    is(&imported.left, 1000.0, 1.0);
    is(&imported.left, 1000.0 * 2f64.sqrt(), -0.5);
}

/// A WAV file with these samples of one channel, in 32-bit float.
fn wav(taps: &[f32], rate_hz: u32) -> Vec<u8> {
    let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x03\0\x01\0".to_vec();
    bytes.extend(rate_hz.to_le_bytes());
    bytes.extend((4 * rate_hz).to_le_bytes());
    bytes.extend(b"\x04\0\x20\0data");
    bytes.extend((4 * taps.len() as u32).to_le_bytes());
    taps.iter().for_each(|tap| bytes.extend(tap.to_le_bytes()));
    bytes
}

/// Impulses as WAV: their level is that of their spectrum, and their phase is named.
#[test]
fn impulses_are_equalizers() {
    let echo = wav(&[0.5, 0.5], 48_000);
    let imported = read(&echo, "x.wav").unwrap();
    assert_eq!(imported.kind, Kind::ConvolutionEqualizer);
    is(&imported.left, 20.0, 0.0);
    // |1 + e^-jw| / 2 at a quarter of the rate.
    is(&imported.left, 12_000.0, -3.01);
    let mut linear = vec![0.0f32; 201];
    linear[100] = 0.5;
    (linear[99], linear[101]) = (0.25, 0.25);
    let imported = read(&wav(&linear, 44_100), "x.wav").unwrap();
    assert!(imported
        .report
        .iter()
        .any(|r| r.reason.contains("linear phase")));
    is(&imported.left, 11_025.0, -6.02);
    let noise: Vec<f32> = (0..48_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0 - 0.5)
        .collect();
    let error = read(&wav(&noise, 48_000), "x.wav").unwrap_err().to_string();
    assert!(error.contains("no impulse"), "{error}");
    let text = "Preamp: -1 dB\nConvolution: room.wav\n";
    let imported = read_in(text, &Options::default(), vec![("room.wav", echo)]);
    is(&imported.left, 12_000.0, -4.01);
}

/// Samples that are no numbers are counted, and nothing is taken from the file.
#[test]
fn an_impulse_with_samples_that_are_no_numbers_is_refused() {
    let mut taps = vec![0.0f32; 64];
    taps[0] = 1.0;
    taps[9] = f32::NAN;
    let error = read(&wav(&taps, 48_000), "x.wav").unwrap_err().to_string();
    assert!(
        error.contains("with 1 sample that is no number;"),
        "{error}"
    );
    taps[10] = f32::INFINITY;
    let error = read(&wav(&taps, 48_000), "x.wav").unwrap_err().to_string();
    assert!(
        error.contains("with 2 samples that are no numbers;"),
        "{error}"
    );
    taps[9..11].fill(0.0);
    assert!(read(&wav(&taps, 48_000), "x.wav").is_ok());
}

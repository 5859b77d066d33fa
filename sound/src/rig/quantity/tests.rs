use super::*;
use crate::rig::schema;

fn close(text: &str, unit: &str, expected: f64) {
    let found = read(text, unit).unwrap_or_else(|| panic!("{text:?} in {unit}"));
    let error = (found - expected).abs();
    assert!(
        error <= 1e-12 * expected.abs(),
        "{text:?} in {unit}: {found}"
    );
}

#[test]
fn numbers_are_read_with_every_sign_separator_and_blank() {
    for (text, value) in [
        ("-3.5", -3.5),
        ("\u{2212}3,5", -3.5),
        ("\u{2212} 3,5 ", -3.5),
        ("+7", 7.0),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1.5E-1", 0.15),
        ("1\u{202f}250", 1250.0),
        ("1 250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1.250,5", 1250.5),
        ("1,250,000", 1.25e6),
        ("1'250", 1250.0),
        ("1,250", 1.25),
    ] {
        close(text, "dB", value);
    }
}

#[test]
fn units_are_read_with_every_prefix_and_spelling() {
    for (text, unit, value) in [
        ("500 mV", "V", 0.5),
        ("500mv", "V", 0.5),
        ("0.5 kohm", "\u{3a9}", 500.0),
        ("0,5 k\u{3a9}", "\u{3a9}", 500.0),
        ("2 k\u{2126}", "\u{3a9}", 2000.0),
        ("4 Ohms", "\u{3a9}", 4.0),
        ("1.25k", "Hz", 1250.0),
        ("1.25 K", "Hz", 1250.0),
        ("1.25 kHz", "Hz", 1250.0),
        ("1250 hz", "kHz", 1.25),
        ("0.6 GHz", "MHz", 600.0),
        ("600000k", "MHz", 600.0),
        ("12 ms", "s", 0.012),
        ("0.012 s", "ms", 12.0),
        ("12 m", "ms", 12.0),
        ("250 \u{b5}s", "ms", 0.25),
        ("250 \u{3bc}s", "ms", 0.25),
        ("250us", "ms", 0.25),
        ("1 min", "s", 60.0),
        ("3 \u{b5}V", "\u{b5}V", 3.0),
        ("0.003 mV", "\u{b5}V", 3.0),
        ("3 u", "\u{b5}V", 3.0),
        ("150 cm", "m", 1.5),
        ("1 km", "m", 1000.0),
        ("10 ft", "m", 3.048),
        ("5 m", "mm", 5000.0),
        ("0.5 cm", "mm", 5.0),
        ("1 cm\u{b2}", "mm\u{b2}", 100.0),
        ("1 cm^3", "mm\u{b3}", 1000.0),
        ("1 cm3", "mm\u{b3}", 1000.0),
        ("3.6 km/h", "m/s", 1.0),
        ("5 MPa*s/m^3", "Pa\u{b7}s/m\u{b3}", 5e6),
        ("5000 g/m4", "kg/m\u{2074}", 5.0),
        ("12 nF", "\u{b5}F", 0.012),
        ("0.5 H", "mH", 500.0),
        ("1 g", "mg", 1000.0),
        ("0.096 Mbit/s", "kbit/s", 96.0),
        ("96 kbps", "kbit/s", 96.0),
        ("50 %", "%", 50.0),
        ("50 percent", "", 0.5),
        ("94 dB", "dB SPL", 94.0),
        ("94dBSPL", "dB SPL", 94.0),
        ("94 dB SPL", "dB SPL", 94.0),
        ("\u{2212}12 dB", "dBFS", -12.0),
        ("30 deg", "\u{b0}", 30.0),
        ("0.5 decades", "decades", 0.5),
    ] {
        close(text, unit, value);
    }
}

#[test]
fn what_is_not_understood_is_not_read() {
    for (text, unit) in [
        ("", "V"),
        ("loud", "dB"),
        ("-", "dB"),
        (".", "dB"),
        ("1 5", "dB"),
        ("12 34", "dB"),
        ("1..5", "dB"),
        ("1.2.3", "dB"),
        ("--3", "dB"),
        ("3 Hz", "V"),
        ("3 V", "dB"),
        ("3 dBFS", "dB"),
        ("3 dB SPL", "dBFS"),
        ("3 mm", "mm\u{b2}"),
        ("3 kdB", "dB"),
        ("1.25k", "dB"),
        ("1.25k", "%"),
        ("5 potatoes", "V"),
        ("5 V V", "V"),
        ("1e999 dB", "dB"),
        ("NaN", "dB"),
        ("inf", "dB"),
        ("5e", "dB"),
        ("5 dB;", "dB"),
        ("3 c", "m"),
    ] {
        assert_eq!(read(text, unit), None, "{text:?} in {unit}");
    }
}

#[test]
fn every_unit_of_the_schema_is_read_as_itself_and_with_other_prefixes() {
    for field in schema::fields()
        .iter()
        .filter(|field| field.range.is_some())
    {
        let unit = field.unit;
        close(&format!("1.5{unit}"), unit, 1.5);
        close(&format!("1,5 {unit}"), unit, 1.5);
        let Some(known) = Unit::of(&normalized(unit)) else {
            assert!(
                unit.is_empty() || unit == "1/mm" || unit == "1/mm\u{b2}" || unit.contains("dB"),
                "{unit}: {}",
                field.path
            );
            continue;
        };
        if !PREFIXED.contains(&known.sign) {
            continue;
        }
        let raised = ["", "", "\u{b2}", "\u{b3}"][known.power as usize];
        for letter in ['p', 'n', 'u', '\u{b5}', 'm', 'k', 'M', 'G'] {
            let text = format!("3 {letter}{}{raised}{}", known.sign, known.tail);
            let tens = prefix(letter).expect("it is one") - known.tens;
            close(&text, unit, 3.0 * 10f64.powi(tens * known.power));
        }
    }
}

#[test]
fn keys_that_share_a_path_share_a_unit() {
    for field in schema::fields() {
        let first = schema::field(&field.path).expect("it is there");
        assert_eq!(first.unit, field.unit, "{}", field.path);
    }
}

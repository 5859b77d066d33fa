use super::*;

fn value(text: &str) -> Result<Value, String> {
    let mut names = Names::from([
        ("sampleRate".to_owned(), Value::Number(48_000.0)),
        ("stage".to_owned(), Value::Text("post-mix".to_owned())),
    ]);
    evaluated(text, &mut names)
}

#[test]
fn conditions_hold_as_the_program_has_them() {
    for (text, expected) in [
        ("sampleRate == 44100", false),
        ("sampleRate >= 44100 and sampleRate < 96000", true),
        ("!(sampleRate == 48000)", false),
        ("stage == \"post-mix\" || false", true),
        ("(1 + 2) * 3 == 9", true),
        ("-2^2 == 0 - 4", true),
        ("x = 3; x > 2", true),
        ("max(1, sampleRate / 2) == 24000", true),
        ("sampleRate > 50000 ? 0 : 1", true),
        ("not true", false),
    ] {
        assert_eq!(value(text).map(|v| v.holds()), Ok(expected), "{text}");
    }
}

#[test]
fn what_cannot_be_known_is_said() {
    assert_eq!(
        value("readRegDWORD(\"a\", \"b\") == 1"),
        Err("`readRegDWORD` is not known here".to_owned())
    );
    for text in [
        "",
        "(",
        "1 +",
        "1 2",
        "\"a",
        "\"a\" < 1",
        "min 3",
        &"(".repeat(500),
    ] {
        assert!(value(text).is_err(), "{text}");
    }
}

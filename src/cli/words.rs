//! Numbers and lists as people read them.

pub use bodypack::files::{io_words, rig_words};

/// A length as minutes and seconds, or as milliseconds when shorter than a second.
pub fn length(seconds: f64) -> String {
    if seconds < 0.9995 {
        format!("{:.1} ms", seconds * 1e3)
    } else if seconds < 59.95 {
        format!("{seconds:.1} s")
    } else {
        let whole = seconds.round() as u64;
        if whole < 3600 {
            format!("{}:{:02} min", whole / 60, whole % 60)
        } else {
            format!(
                "{}:{:02}:{:02} h",
                whole / 3600,
                whole / 60 % 60,
                whole % 60
            )
        }
    }
}

/// A number of things, by the word for one of them.
pub fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}

/// A frequency with three figures.
pub fn hertz(frequency_hz: f64) -> String {
    if frequency_hz < 9.995 {
        format!("{frequency_hz:.2} Hz")
    } else if frequency_hz < 99.95 {
        format!("{frequency_hz:.1} Hz")
    } else if frequency_hz < 999.5 {
        format!("{frequency_hz:.0} Hz")
    } else {
        format!("{:.2} kHz", frequency_hz / 1e3)
    }
}

/// A number with a real minus sign.
pub fn signed(number: f64) -> String {
    number.to_string().replace('-', "−")
}

/// A level with at most one decimal.
pub fn level_db(level_db: f64) -> String {
    // Adding zero takes the sign off a rounded −0.
    format!("{} dB", signed((10.0 * level_db).round() / 10.0 + 0.0))
}

/// Breaks a text between words into lines of at most `width` characters.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A row of a list with an id and a name, within 80 columns: a long id has its name on a second
/// line, a long name is cut.
pub fn table_row(id: &str, name: &str) -> Vec<String> {
    const WIDTH: usize = 80;
    const NAME_AT: usize = 34;
    let cut = |name: &str| {
        let room = WIDTH - NAME_AT;
        if name.chars().count() <= room {
            return name.to_owned();
        }
        let kept: String = name.chars().take(room - 1).collect();
        format!("{}…", kept.trim_end())
    };
    if id.chars().count() + 2 <= NAME_AT {
        return vec![format!("{id:NAME_AT$}{}", cut(name))];
    }
    vec![id.to_owned(), format!("{:NAME_AT$}{}", "", cut(name))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_well() {
        assert_eq!(length(0.0005), "0.5 ms");
        assert_eq!(length(12.34), "12.3 s");
        assert_eq!(length(59.96), "1:00 min");
        assert_eq!(length(3661.0), "1:01:01 h");
    }

    #[test]
    fn levels_have_a_real_minus() {
        assert_eq!(level_db(-6.04), "−6 dB");
        assert_eq!(level_db(-0.01), "0 dB");
        assert_eq!(level_db(12.34), "12.3 dB");
    }

    #[test]
    fn frequencies_keep_three_figures() {
        assert_eq!(hertz(17.93), "17.9 Hz");
        assert_eq!(hertz(203.4), "203 Hz");
        assert_eq!(hertz(13_420.0), "13.42 kHz");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible", 5), ["incomprehensible"]);
        assert!(wrapped("", 10).is_empty());
    }
}

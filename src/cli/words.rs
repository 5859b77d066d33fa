//! The user's words for what went wrong outside the program, and numbers as people read them.

use std::io;

use bodypack::rig::RigError;

/// Why a rig is refused, in one line: the first reason, and how to see the others.
pub fn rig_words(error: &RigError) -> String {
    match error.problems() {
        [] => "refused".into(),
        [only] => only.to_string(),
        [first, rest @ ..] => {
            format!(
                "{first} (and {} more, which `bodypack check FILE` lists)",
                rest.len()
            )
        }
    }
}

/// An input or output error without the operating system's number.
pub fn io_words(error: &io::Error) -> String {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::IsADirectory => "this is a folder".into(),
        ErrorKind::NotADirectory => "a part of this path is not a folder".into(),
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::UnexpectedEof => "the file ended while it was being read".into(),
        _ => {
            let text = error.to_string();
            match text.split_once(" (os error") {
                Some((words, _)) => words.to_lowercase(),
                None => text,
            }
        }
    }
}

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

//! Numbers as people and programs write them.

/// A number with a decimal point or a decimal comma; none for anything else. `nan` and `inf` are
/// numbers here, so that they can be refused for what they are.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim_matches(['"', '\'']).trim();
    let text = text.strip_prefix('\u{2212}').map_or_else(
        || std::borrow::Cow::Borrowed(text),
        |digits| std::borrow::Cow::Owned(format!("-{digits}")),
    );
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let mut commas = text.match_indices(',');
    match (commas.next(), commas.next()) {
        (Some(_), None) if !text.contains('.') => text.replace(',', ".").parse().ok(),
        // 1,234.5: thousands.
        (Some((comma, _)), None) if text.find('.') > Some(comma) => {
            text.replace(',', "").parse().ok()
        }
        _ => None,
    }
}

/// The columns of a line: separated by tabs or semicolons if there are any, else by blanks, else
/// by commas.
pub(super) fn columns(line: &str) -> Vec<&str> {
    let trimmed = |part: &'_ str| -> bool { !part.is_empty() };
    if line.contains(['\t', ';']) {
        return line.split(['\t', ';']).map(str::trim).collect();
    }
    if line.contains(", ") || (line.contains(',') && !line.contains([' ', '\u{a0}'])) {
        return line.split(',').map(str::trim).collect();
    }
    line.split_whitespace()
        .filter(|part| trimmed(part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, expected) in [
            ("20", 20.0),
            ("-3.5", -3.5),
            ("+1e3", 1000.0),
            ("63,25", 63.25),
            ("1,234.5", 1234.5),
            ("\"12.5\"", 12.5),
            ("\u{2212}4,5", -4.5),
        ] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        assert!(number("nan").is_some_and(f64::is_nan));
        for text in ["", "dB", "1.2.3", "1,2,3", "12Hz", "--1", "1e"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn columns_are_told_apart() {
        for line in ["20\t1,5", "20;1,5", "20 1,5", "20   1,5"] {
            assert_eq!(columns(line), ["20", "1,5"], "{line}");
        }
        for line in ["20,1.5", "20, 1.5", "20 , 1.5"] {
            assert_eq!(columns(line), ["20", "1.5"], "{line}");
        }
    }
}

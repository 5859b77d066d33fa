//! Which ear a file name speaks of, and what the file of the other ear would be called.

/// One of the two ears that a file name may speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ear {
    /// The left ear.
    Left,
    /// The right ear.
    Right,
}

/// Endings of file names for left and right ears, longest first.
const ENDINGS: [[&str; 2]; 4] = [["left", "right"], ["Left", "Right"], ["L", "R"], ["l", "r"]];

/// A name without its folders, whichever way they are separated.
pub(super) fn without_folders(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The ear that a file name ends in: `Mine L.txt`, `mine_R.csv`, `Mine (left).txt`.
pub fn side_of(file_name: &str) -> Option<Ear> {
    parts(file_name).map(|(_, ear, _)| ear)
}

/// File name of the other ear, to be offered if it exists.
pub fn other_ear(file_name: &str) -> Option<String> {
    let (front, ear, rest) = parts(file_name)?;
    let [left, right] = ENDINGS
        .into_iter()
        .find(|pair| rest.starts_with(pair[index(ear)]))?;
    let (own, other) = match ear {
        Ear::Left => (left, right),
        Ear::Right => (right, left),
    };
    Some(format!("{front}{other}{}", &rest[own.len()..]))
}

fn index(ear: Ear) -> usize {
    match ear {
        Ear::Left => 0,
        Ear::Right => 1,
    }
}

/// The name up to the ear's letter, the ear, and the letter with all that follows.
fn parts(file_name: &str) -> Option<(&str, Ear, &str)> {
    let base = file_name.len() - without_folders(file_name).len();
    let stem_end = match file_name.rfind('.') {
        Some(dot) if dot > base => dot,
        _ => file_name.len(),
    };
    let stem = file_name[..stem_end].trim_end_matches([')', ']', ' ']);
    for pair in ENDINGS {
        for (word, ear) in pair.into_iter().zip([Ear::Left, Ear::Right]) {
            let Some(front) = stem.strip_suffix(word) else {
                continue;
            };
            // A letter of its own, and not the end of a word.
            if front.len() > base && front.ends_with([' ', '_', '-', '(', '[', '.']) {
                return Some((front, ear, &file_name[front.len()..]));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_ear_has_the_other_letter() {
        for (left, right) in [
            ("Mine L.txt", "Mine R.txt"),
            ("/some where/My.2 L.txt", "/some where/My.2 R.txt"),
            ("mine_l.csv", "mine_r.csv"),
            ("Mine (L).txt", "Mine (R).txt"),
            ("C:\\x\\Mine Left.txt", "C:\\x\\Mine Right.txt"),
            ("Größe-left", "Größe-right"),
        ] {
            assert_eq!(side_of(left), Some(Ear::Left), "{left}");
            assert_eq!(side_of(right), Some(Ear::Right), "{right}");
            assert_eq!(other_ear(left).as_deref(), Some(right));
            assert_eq!(other_ear(right).as_deref(), Some(left));
        }
    }

    #[test]
    fn a_word_that_ends_alike_is_no_ear() {
        for name in [
            "Model.txt",
            "L.txt",
            "Mirror.txt",
            "a L/b.txt",
            "",
            ".",
            "bright.txt",
        ] {
            assert_eq!(side_of(name), None, "{name}");
            assert_eq!(other_ear(name), None, "{name}");
        }
    }
}

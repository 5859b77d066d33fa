//! Sets on disk: read with the line of every error, written whole or not at all.

use std::path::Path;

use bodypack::files::io_words;

use super::{Set, FORMAT};
use crate::error::PlayerError;
use crate::render::write_text;

/// A set of hundreds of songs takes some hundred kilobytes.
const MOST_BYTES: u64 = 8 << 20;

impl Set {
    /// Reads a set.
    ///
    /// # Errors
    /// With the file, the line and what is expected there.
    pub fn read(path: &Path) -> Result<Self, PlayerError> {
        let unread = |error: std::io::Error| PlayerError::of(path, io_words(&error));
        let metadata = std::fs::metadata(path).map_err(unread)?;
        if !metadata.is_file() {
            return Err(PlayerError::of(path, "not a file"));
        }
        if metadata.len() > MOST_BYTES {
            return Err(PlayerError::of(path, "too long for a set"));
        }
        let bytes = std::fs::read(path).map_err(unread)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| PlayerError::of(path, "not a set: it is not UTF-8 text"))?;
        Self::from_toml(&text).map_err(|words| PlayerError::of(path, words))
    }

    /// Reads the text of a set.
    ///
    /// # Errors
    /// In the user's words, with the line.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let set: Self = toml::from_str(text).map_err(|error| {
            let line = error
                .span()
                .map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            let words = error.message().lines().next().unwrap_or("not TOML");
            match line {
                Some(line) => format!("line {line}: {words}"),
                None => words.to_owned(),
            }
        })?;
        if set.format > FORMAT || set.format == 0 {
            let format = set.format;
            return Err(format!(
                "its format is {format}; this version reads format {FORMAT}"
            ));
        }
        for (index, song) in set.songs.iter().enumerate() {
            song.check()
                .map_err(|words| format!("song {} ({}): {words}", index + 1, song.title()))?;
        }
        Ok(set)
    }

    /// Writes the set.
    ///
    /// # Errors
    /// When the file cannot be written; the one before then stays.
    pub fn write(&self, path: &Path) -> Result<(), PlayerError> {
        let text = toml::to_string(self)
            .map_err(|error| PlayerError::of(path, format!("cannot be written: {error}")))?;
        write_text(path, &text)
    }
}

impl super::Song {
    fn check(&self) -> Result<(), &'static str> {
        match (&self.file, &self.stems) {
            (None, None) => return Err("names neither `file` nor `stems`"),
            (Some(_), Some(_)) => {
                return Err("names both `file` and `stems`; one of them expected")
            }
            _ => {}
        }
        match self.loop_s {
            Some([from, to])
                if !(from.is_finite() && to.is_finite() && 0.0 <= from && from < to) =>
            {
                Err("`loop_s` is a time and a later one, in seconds")
            }
            _ => Ok(()),
        }
    }
}

//! Results of blind tests: a text file each, in a folder beside the rigs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::error::file_name;
use super::{files, reveal, Library, LibraryError};
use crate::order;

/// Folder of the results, inside that of the rigs.
const FOLDER: &str = "Blind tests";
/// The most that are listed.
const MOST: usize = 200;

impl Library {
    /// Keeps the result of a blind test as a file of its own, and says where.
    ///
    /// # Errors
    /// When there is no folder, or the file cannot be written.
    pub fn keep_blind_test(&self, text: &str) -> Result<PathBuf, LibraryError> {
        let folder = self.blind_folder()?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let name = time_name(since.map_or(0, |since| since.as_secs()));
        let numbered = |number: usize| match number {
            1 => folder.join(format!("{name}.txt")),
            _ => folder.join(format!("{name} {number}.txt")),
        };
        let free = |path: &PathBuf| fs::symlink_metadata(path).is_err();
        let path = (1..)
            .map(numbered)
            .find(free)
            .unwrap_or_else(|| numbered(1));
        files::write(&path, text)?;
        Ok(path)
    }

    /// Results that are kept, the newest first, with their names.
    pub fn blind_tests(&self) -> Vec<(String, PathBuf)> {
        let folder = self.folder().map(|folder| folder.join(FOLDER));
        let entries = folder.and_then(|folder| fs::read_dir(folder).ok());
        let paths = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path());
        let is_text = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
        let stem = |path: &Path| {
            path.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let mut found: Vec<(String, PathBuf)> = paths
            .filter(is_text)
            .map(|path| (stem(&path), path))
            .collect();
        order::by(&mut found, |a, b| b.cmp(a));
        found.truncate(MOST);
        found
    }

    /// Text of a result.
    ///
    /// # Errors
    /// When the file cannot be read, or is no text.
    pub fn blind_test(&self, path: &Path) -> Result<String, LibraryError> {
        files::text_of(path)?.ok_or_else(|| LibraryError::File {
            file: file_name(path),
            problem: "it is no text".to_owned(),
        })
    }

    /// Opens the folder of the results in the system's file manager.
    ///
    /// # Errors
    /// When there is none, or it cannot be made or shown.
    pub fn reveal_blind_tests(&self) -> Result<(), LibraryError> {
        reveal::open(&self.blind_folder()?)
    }

    fn blind_folder(&self) -> Result<PathBuf, LibraryError> {
        let folder = self.made_folder()?.join(FOLDER);
        files::make_folder(&folder)?;
        Ok(folder)
    }
}

/// A time since 1970 as a name that sorts by time: date and time of day in UTC.
fn time_name(seconds: u64) -> String {
    // Days of the Gregorian calendar, after H. Hinnant, "chrono-compatible low-level date algorithms".
    let days = seconds / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + 400 * era + u64::from(month <= 2);
    let of_day = seconds % 86_400;
    let [hour, minute, second] = [of_day / 3600, of_day / 60 % 60, of_day % 60];
    format!("{year}-{month:02}-{day:02} {hour:02}.{minute:02}.{second:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        // As `date -u -d @SECONDS` prints them.
        for (seconds, name) in [
            (0, "1970-01-01 00.00.00 UTC"),
            (951_827_696, "2000-02-29 12.34.56 UTC"),
            (1_796_083_199, "2026-11-30 23.59.59 UTC"),
        ] {
            assert_eq!(time_name(seconds), name);
        }
    }

    #[test]
    fn results_are_kept_listed_and_read_and_none_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(Some(folder.path().join("Rigs")));
        assert!(library.blind_tests().is_empty());
        for text in ["one\n", "two\n"] {
            let path = library.keep_blind_test(text).unwrap();
            assert_eq!(library.blind_test(&path).unwrap(), text);
        }
        assert_eq!(library.blind_tests().len(), 2);
        assert!(Library::new(None).keep_blind_test("three").is_err());
    }
}

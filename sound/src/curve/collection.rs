//! A collection of curves: what a folder of measurements holds, to be searched.
//!
//! Only names and facts are kept, no curve. The model, the ear, the author and the rig of measurement
//! are taken from the names of files and folders, as collections are usually kept: a folder for each
//! author, below it one for each rig of measurement.

use serde::{Deserialize, Serialize};

use super::import::{Ear, Imported};
use crate::order;

/// One curve of a collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The file, from the collection's folder, with `/` between folders.
    pub file: String,
    /// Name: the file's without its ear and its extension.
    pub name: String,
    /// `left`, `right` or `both`; none where nothing says so.
    pub ear: Option<String>,
    /// The rig of measurement that its folders name.
    pub measured_on: Option<String>,
    /// Kind, as [`super::import::Kind::id`].
    pub kind: String,
    /// Lowest and highest frequency, Hz.
    pub band_hz: [f64; 2],
}

/// The curves of a folder.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Collection {
    /// The folder.
    pub folder: String,
    /// Its curves, in the order of their names.
    pub entries: Vec<Entry>,
}

/// Words by which rigs of measurement are known.
const RIGS: [(&str, &str); 5] = [
    ("711", "711 coupler"),
    ("60318-4", "711 coupler"),
    ("5128", "type 4.3 ear"),
    ("type-4-3", "type 4.3 ear"),
    ("gras", "711 coupler"),
];

/// Index entry of a file that was read.
pub fn entry(file: &str, imported: &Imported) -> Entry {
    let own = file.rsplit('/').next().unwrap_or(file);
    let stem = own.rsplit_once('.').map_or(own, |(stem, _)| stem);
    let ear = match (imported.is_stereo(), imported.side) {
        (true, _) => Some("both"),
        (false, Some(Ear::Left)) => Some("left"),
        (false, Some(Ear::Right)) => Some("right"),
        (false, None) => None,
    };
    let lower = file.to_lowercase();
    let rig = RIGS.iter().find(|(word, _)| lower.contains(word));
    let points = imported.left.points();
    let end = |at: usize| points.get(at).map_or(0.0, |point| point.frequency_hz);
    Entry {
        file: file.to_owned(),
        name: without_ear(stem, imported.side).to_owned(),
        ear: ear.map(str::to_owned),
        measured_on: rig.map(|(_, name)| (*name).to_owned()),
        kind: imported.kind.id().to_owned(),
        band_hz: [end(0), end(points.len().saturating_sub(1))],
    }
}

/// A name without the letter or word of the ear at its end.
fn without_ear(stem: &str, ear: Option<Ear>) -> &str {
    let words: &[&str] = match ear {
        None => return stem,
        Some(Ear::Left) => &["left", "Left", "L", "l"],
        Some(Ear::Right) => &["right", "Right", "R", "r"],
    };
    let bare = stem.trim_end_matches([')', ']', ' ']);
    let front = words.iter().find_map(|word| bare.strip_suffix(word));
    front.map_or(stem, |front| {
        front.trim_end_matches([' ', '_', '-', '(', '[', '.'])
    })
}

impl Entry {
    /// In a line, for lists.
    pub fn line(&self) -> String {
        let ear = self
            .ear
            .as_deref()
            .map(|ear| format!(", {ear}"))
            .unwrap_or_default();
        let rig = self
            .measured_on
            .as_deref()
            .map(|rig| format!(", {rig}"))
            .unwrap_or_default();
        format!("{}{ear}{rig} ({}): {}", self.name, self.kind, self.file)
    }
}

impl Collection {
    /// The entries whose name or file has every word of a text, in any case; the shortest names first.
    pub fn search(&self, text: &str) -> Vec<&Entry> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let has = |entry: &&Entry| {
            let all = format!("{} {}", entry.name, entry.file).to_lowercase();
            words.iter().all(|word| all.contains(word))
        };
        let mut found: Vec<&Entry> = self.entries.iter().filter(has).collect();
        order::by_key(&mut found, |entry| entry.name.chars().count());
        found
    }

    /// The index as it is kept in a file.
    pub fn to_json(&self) -> String {
        // Numbers and texts always can be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The index of a file; none when it is something else.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curve::import;

    #[test]
    fn a_collection_is_searched_by_words_in_any_order() {
        let bytes = b"20 60\n1000 65\n20000 50\n";
        let files = [
            "me/711/Blue Two L.txt",
            "me/5128/Blue Two (R).txt",
            "me/Red One.txt",
        ];
        let entries = files.map(|file| entry(file, &import::read(bytes, file).unwrap()));
        assert_eq!(entries[0].name, "Blue Two");
        assert_eq!(entries[1].name, "Blue Two");
        assert_eq!(entries[1].ear.as_deref(), Some("right"));
        assert_eq!(entries[0].measured_on.as_deref(), Some("711 coupler"));
        let collection = Collection {
            folder: "x".into(),
            entries: entries.to_vec(),
        };
        let found = |text| -> Vec<&str> {
            collection
                .search(text)
                .iter()
                .map(|e| e.file.as_str())
                .collect()
        };
        assert_eq!(found("two blue").len(), 2);
        assert_eq!(found("5128 blue"), ["me/5128/Blue Two (R).txt"]);
        assert_eq!(found("green"), [""; 0]);
        assert_eq!(
            Collection::from_json(&collection.to_json()),
            Some(collection)
        );
    }
}

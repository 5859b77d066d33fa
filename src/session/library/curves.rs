//! The user's collections of curves: indexes that `bodypack import FOLDER` writes, to be searched.
//!
//! An index holds names and facts; the curves stay where they are and are read when one is chosen. The
//! indexes are read together with the rigs, on the library's own thread, and again only when one of
//! them has changed.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{stamp, Stamp};
use super::places::CURVES;
use crate::curve::collection::Collection;
use crate::order;
use crate::rig::MeasuredOn;

/// The largest index that is read, bytes: some 200 000 curves.
const LARGEST_BYTES: u64 = 64 << 20;

/// More indexes than anyone has.
const MOST_INDEXES: usize = 200;

/// One curve of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct CurveItem {
    /// Name of what was measured.
    pub name: String,
    /// Ear, rig of measurement, kind and file, in words.
    pub facts: String,
    /// The file.
    pub path: PathBuf,
    /// Coupler of the measurement, as its folders say.
    pub measured_on: MeasuredOn,
    /// Text that is searched, in lower case.
    text: String,
}

/// All curves of all collections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// The curves, in the order of their indexes.
    pub items: Vec<CurveItem>,
    /// Why an index could not be read, in one line.
    pub problem: Option<String>,
}

impl Curves {
    /// The places of the curves whose name, ear, rig of measurement, kind or file has every word; the
    /// shortest names first. Without words all, in their order.
    pub fn search(&self, words: &str) -> Vec<usize> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let has = |item: &CurveItem| words.iter().all(|word| item.text.contains(word.as_str()));
        let mut found: Vec<usize> = (0..self.items.len())
            .filter(|&at| has(&self.items[at]))
            .collect();
        if !words.is_empty() {
            order::by_key(&mut found, |&at| self.items[at].name.chars().count());
        }
        found
    }
}

/// Curves that were read, and the stamps by which their indexes are known to be unchanged.
#[derive(Clone, Default)]
pub(super) struct Known {
    stamps: Vec<(PathBuf, Option<Stamp>)>,
    pub(super) curves: Arc<Curves>,
}

/// Reads the indexes, unless they are those that are known.
pub(super) fn read(rigs: Option<&Path>, known: &Known) -> Known {
    let stamps: Vec<(PathBuf, Option<Stamp>)> = rigs
        .map(|rigs| indexes(&rigs.join(CURVES)))
        .unwrap_or_default()
        .into_iter()
        .map(|path| (path.clone(), stamp(&path)))
        .collect();
    if stamps == known.stamps {
        return known.clone();
    }
    let mut curves = Curves::default();
    for (path, _) in &stamps {
        match collection(path) {
            Some(collection) => curves.items.extend(items(collection)),
            None => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                curves.problem = Some(format!(
                    "`{name}` is no index of curves; index its folder again"
                ));
            }
        }
    }
    Known {
        stamps,
        curves: Arc::new(curves),
    }
}

fn indexes(folder: &Path) -> Vec<PathBuf> {
    // A folder that is not there has none.
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_index =
        |path: &PathBuf| path.extension().is_some_and(|end| end == "json") && path.is_file();
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(is_index)
        .take(MOST_INDEXES)
        .collect();
    order::by(&mut paths, Ord::cmp);
    paths
}

fn collection(path: &Path) -> Option<Collection> {
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(LARGEST_BYTES).read_to_string(&mut text).ok()?;
    Collection::from_json(&text)
}

fn items(collection: Collection) -> impl Iterator<Item = CurveItem> {
    let folder = PathBuf::from(collection.folder);
    collection.entries.into_iter().map(move |entry| {
        let ear = match entry.ear.as_deref() {
            Some("both") => Some("both ears".to_owned()),
            Some(ear) => Some(format!("{ear} ear")),
            None => None,
        };
        let facts = [
            ear,
            entry.measured_on.clone(),
            Some(entry.kind.replace('-', " ")),
            Some(entry.file.clone()),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let facts = facts.join(" \u{b7} ");
        // An index is a file like others: nothing outside of its folder is opened for it.
        let inside = (entry.file.split('/')).filter(|part| !matches!(*part, "" | "." | ".."));
        CurveItem {
            text: format!("{}\n{facts}", entry.name).to_lowercase(),
            path: inside.fold(folder.clone(), |path, part| path.join(part)),
            measured_on: match entry.measured_on.as_deref() {
                Some(rig) if rig.starts_with("711") => MeasuredOn::Coupler711,
                Some(_) => MeasuredOn::Type43,
                None => MeasuredOn::Unknown,
            },
            name: entry.name,
            facts,
        }
    })
}

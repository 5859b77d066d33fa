//! Catalogs of what the factory brings: files that are built in, read when they are first asked for.

use std::sync::{LazyLock, OnceLock};

use super::RigError;

/// A file: the id of what is in it, a short name without blanks which never changes, and its text.
pub(super) type File = (&'static str, &'static str);

/// Files that are unpacked when they are first asked for.
pub(super) type Files = LazyLock<Vec<File>>;

/// The files of these ids in a folder beside the file that asks for them.
macro_rules! files {
    ($folder:literal: $($id:literal),+ $(,)?) => {
        ::std::sync::LazyLock::new(|| {
            // A file that is not there is said when this is compiled; the text is taken from the packed ones.
            $( const _: &str = include_str!(concat!($folder, $id, ".toml")); )+
            $crate::rig::catalog::unpacked(&[$( concat!($folder, $id), )+])
        })
    };
}

pub(super) use files;

/// The files of these names: the folder and the id.
///
/// # Panics
/// When one is missing, which would be the build script's fault.
pub(super) fn unpacked(names: &[&'static str]) -> Vec<File> {
    /// All files as the build script has packed them: the name of each and its text, each with a zero after it,
    /// in the order of the names.
    static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rigs.deflate"));

    static WHOLE: LazyLock<String> = LazyLock::new(|| {
        let whole = miniz_oxide::inflate::decompress_to_vec(PACKED).unwrap_or_default();
        String::from_utf8(whole).unwrap_or_default()
    });

    static TEXTS: LazyLock<Vec<File>> = LazyLock::new(|| {
        let mut parts = WHOLE.split_terminator('\0');
        std::iter::from_fn(|| parts.next().zip(parts.next())).collect()
    });

    let file = |name: &&'static str| {
        let name = name.trim_start_matches("../");
        let place = TEXTS.binary_search_by_key(&name, |&(known, _)| known);
        let place = place.unwrap_or_else(|_| panic!("the file {name} is not packed"));
        let id = name.rsplit_once('/').map_or(name, |(_, id)| id);
        (id, TEXTS[place].1)
    };
    names.iter().map(file).collect()
}

/// Entries that are read from files, in the order in which users see them.
pub(super) struct Catalog<T: 'static> {
    /// Word for an entry in the message about a broken file.
    noun: &'static str,
    /// Lists of files, one after the other.
    lists: &'static [&'static Files],
    read: fn(File) -> Result<T, RigError>,
    entries: OnceLock<Vec<T>>,
}

impl<T> Catalog<T> {
    /// A catalog whose entries are read like this.
    pub(super) const fn new(
        noun: &'static str,
        lists: &'static [&'static Files],
        read: fn(File) -> Result<T, RigError>,
    ) -> Self {
        Self {
            noun,
            lists,
            read,
            entries: OnceLock::new(),
        }
    }

    /// The files.
    pub(super) fn files(&self) -> impl Iterator<Item = File> {
        self.lists.iter().flat_map(|list| list.iter().copied())
    }

    /// All entries. The first call reads the files.
    ///
    /// # Panics
    /// When a file is broken, which is one of the factory's and under test.
    pub(super) fn all(&self) -> &[T] {
        let entry = |file: File| {
            (self.read)(file).unwrap_or_else(|error| {
                let (id, _) = file;
                panic!("the factory {} {id} is broken: {error}", self.noun)
            })
        };
        self.entries
            .get_or_init(|| self.files().map(entry).collect())
    }

    /// The entry with this id. Allocates nothing once the files have been read.
    pub(super) fn find(&self, id: &str) -> Option<&T> {
        let place = self.files().position(|(known, _)| known == id)?;
        self.all().get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::Rig;

    static GOOD: Files = LazyLock::new(|| {
        vec![
            ("first", "format = 1\nname = \"One\""),
            ("second", "format = 1\nname = \"Two\""),
        ]
    });
    static BAD: Files =
        LazyLock::new(|| vec![("third", "format = 1\nname = \"Three\"\nwidth = 1")]);

    fn read((_, toml): File) -> Result<Rig, RigError> {
        Rig::from_toml(toml)
    }

    #[test]
    fn texts_are_those_of_the_files() {
        let files = unpacked(&["tips/foam", "../presets/neutral-reference"]);
        let expected = [
            ("foam", include_str!("tips/foam.toml")),
            (
                "neutral-reference",
                include_str!("presets/neutral-reference.toml"),
            ),
        ];
        assert_eq!(files, expected);
    }

    #[test]
    fn entries_stand_in_the_order_of_their_files_and_are_found_by_id() {
        static CATALOG: Catalog<Rig> = Catalog::new("part", &[&GOOD, &GOOD], read);
        let names: Vec<&str> = CATALOG.all().iter().map(|rig| rig.name.as_str()).collect();
        assert_eq!(names, ["One", "Two", "One", "Two"]);
        assert_eq!(
            CATALOG.find("second").map(|rig| rig.name.as_str()),
            Some("Two")
        );
        assert_eq!(CATALOG.find("third"), None);
        assert_eq!(CATALOG.files().count(), 4);
    }

    #[test]
    #[should_panic(expected = "the factory part third is broken: line 3")]
    fn a_broken_file_is_named() {
        static CATALOG: Catalog<Rig> = Catalog::new("part", &[&GOOD, &BAD], read);
        CATALOG.all();
    }
}

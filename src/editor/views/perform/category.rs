//! Kinds of rigs, so that one finds one's own among many.

use crate::editor::views::perform::earphone_drawing::Form;
use crate::rig::{Link, Rig};
use crate::session::library::{Item, Listing};

/// A kind of rig. The kinds overlap: a molded earphone on a radio link is both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Every rig.
    #[default]
    All,
    /// The user's own, and what he or she has marked.
    Yours,
    /// On a radio link.
    Wireless,
    /// A shell with a soft tip.
    Universal,
    /// Molded to the ear.
    Custom,
    /// In front of the canal.
    Earbud,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::Yours,
        Self::Wireless,
        Self::Universal,
        Self::Custom,
        Self::Earbud,
    ];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Yours => "Yours",
            Self::Wireless => "Wireless",
            Self::Universal => "Universal",
            Self::Custom => "Custom",
            Self::Earbud => "Earbud",
        }
    }

    /// Description in one sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::All => "Every rig; your favorites and your own come first.",
            Self::Yours => "Your favorites and the rigs that you have saved.",
            Self::Wireless => "A pack on a radio link: analog FM, digital or Bluetooth.",
            Self::Universal => "A shell with a soft tip, which fits everybody a little.",
            Self::Custom => "Molded to the ear.",
            Self::Earbud => "Rests in the concha and seals nothing.",
        }
    }

    fn has(self, item: &Item, rig: &Rig) -> bool {
        match self {
            Self::All => true,
            Self::Yours => item.favorite || item.is_user(),
            Self::Wireless => is_wireless(&rig.link),
            Self::Universal => Form::of(rig) == Form::Universal,
            Self::Custom => Form::of(rig) == Form::Custom,
            Self::Earbud => Form::of(rig) == Form::Bud,
        }
    }

    /// The rigs of this kind that can be worn: favorites, then the user's own, then the factory's.
    pub fn rigs(self, listing: &Listing) -> Vec<&Item> {
        let wearable = |item: &&Item| item.rig.as_ref().is_ok_and(|rig| self.has(item, rig));
        let mut rigs: Vec<&Item> = listing.items.iter().filter(wearable).collect();
        rigs.sort_by_key(|item| (!item.favorite, !item.is_user()));
        rigs
    }
}

fn is_wireless(link: &Link) -> bool {
    match link {
        Link::AnalogFm(_) | Link::Digital(_) | Link::Bluetooth(_) => true,
        Link::Wired | Link::WiredPack(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::library::Library;

    #[test]
    fn every_rig_of_the_factory_has_one_form_and_none_is_lost() {
        let listing = Library::new(None).listing();
        let count = |kind: Kind| kind.rigs(&listing).len();
        assert_eq!(count(Kind::All), listing.items.len());
        assert_eq!(count(Kind::Yours), 0);
        assert!(count(Kind::Wireless) > 0 && count(Kind::Earbud) > 0);
        let forms = [Kind::Universal, Kind::Custom, Kind::Earbud].map(count);
        assert_eq!(forms.iter().sum::<usize>(), listing.items.len());
    }

    #[test]
    fn favorites_come_first_then_the_own_then_the_factorys() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = Library::new(Some(folder.path().to_owned()));
        let factory = library.listing().items[3].id.clone();
        let rig = Rig::default();
        for name in ["Own A", "Own B"] {
            library.save_as(&rig, name).expect("it is saved");
        }
        library.set_favorite(&factory, true).expect("it is marked");
        let listing = library.listing();
        let names: Vec<&str> = Kind::All
            .rigs(&listing)
            .iter()
            .map(|item| item.name.as_str())
            .collect();
        let starred = &listing.get(&factory).expect("it is there").name;
        assert_eq!(names[..3], [starred, "Own A", "Own B"]);
        assert_eq!(names.len(), listing.items.len());
        assert_eq!(Kind::Yours.rigs(&listing).len(), 3);
    }
}

//! Categories of rigs, so that one finds one's own among many: who wears it, where, on which link,
//! which earphone, what goes wrong, and what is one's own.
//!
//! Categories overlap, since a singer in a club is a singer and in a club. In each of the first
//! three every kind comes once before any comes twice, so that the first tiles show all there is.

use super::names;
use crate::order;
use crate::rig::links;
use crate::rig::{Fault, Group, PerformerRole, Rig, Venue};
use crate::session::library::{Item, Listing};

/// The rigs that differ in one thing each, to be compared: they stand for that thing, not for
/// whoever wears them.
const COMPARISONS: &str = "factory:price-";
/// Those among them that differ in the link.
const LINK_COMPARISONS: &str = "factory:price-link-";

/// A category of rigs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// By who wears it.
    #[default]
    Roles,
    /// By where.
    Places,
    /// By the link.
    Links,
    /// Earphones on a cable, and what differs in the earphone alone.
    Earphones,
    /// By what goes wrong.
    Faults,
    /// The user's own, and what he or she has marked.
    Yours,
}

impl Category {
    /// All categories, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Roles,
        Self::Places,
        Self::Links,
        Self::Earphones,
        Self::Faults,
        Self::Yours,
    ];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Roles => Group::Roles.name(),
            Self::Places => Group::Venues.name(),
            Self::Links => Group::Links.name(),
            Self::Earphones => Group::Earphones.name(),
            Self::Faults => Group::Faults.name(),
            Self::Yours => "Yours",
        }
    }

    /// Description in one sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::Roles => "Who hears it: one of each first, then more of them.",
            Self::Places => "Where it is heard: one of each first, then more of them.",
            Self::Links => "How the mix gets there: one of each link first, the cheapest in front.",
            Self::Earphones => "What is in the ear, on a cable, and what its price changes.",
            Self::Faults => "What can go wrong, from a poor seal to a booming voice.",
            Self::Yours => "Your favorites and the rigs that you have saved.",
        }
    }

    fn has(self, item: &Item, rig: &Rig) -> bool {
        let about = &rig.about;
        let whole = about.fault == Fault::None;
        let compared = item.id.starts_with(COMPARISONS);
        match self {
            Self::Roles => whole && !compared && about.role != PerformerRole::Any,
            Self::Places => whole && !compared && about.venue != Venue::Any,
            Self::Links => {
                let stands = !compared || item.id.starts_with(LINK_COMPARISONS);
                whole && stands && !about.link_tier.is_empty()
            }
            Self::Earphones => {
                let other = compared && !item.id.starts_with(LINK_COMPARISONS);
                other || rig.group() == Group::Earphones
            }
            Self::Faults => !whole,
            Self::Yours => item.favorite || item.is_user(),
        }
    }

    /// Number of the kind that a rig is of, within the category.
    fn kind(self, rig: &Rig) -> usize {
        let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
        let about = &rig.about;
        match self {
            Self::Roles => place(PerformerRole::ALL.iter().position(|one| *one == about.role)),
            Self::Places => place(Venue::ALL.iter().position(|one| *one == about.venue)),
            Self::Links => {
                let tiers = links::all().iter();
                let id = names::tier(rig).map_or("", |tier| tier.id);
                place(tiers.into_iter().position(|tier| tier.id == id))
            }
            Self::Faults => place(Fault::ALL.iter().position(|one| *one == about.fault)),
            Self::Earphones | Self::Yours => 0,
        }
    }

    /// Returns whether a rig is named after what the category sorts by, which others of its kind
    /// have as well: a place before whoever is there.
    fn is_named_after(self, item: &Item, rig: &Rig) -> bool {
        let (title, _) = names::split(&item.name);
        let venue = names::venue(rig.about.venue).to_lowercase();
        self == Self::Places && title.to_lowercase().contains(&venue)
    }

    /// The rigs of this category that can be worn, as places in the listing: favorites, then the
    /// user's own, then the factory's.
    pub fn rigs(self, listing: &Listing) -> Vec<usize> {
        let mut seen: Vec<(usize, usize)> = Vec::new();
        let mut keyed: Vec<_> = (listing.items.iter().enumerate())
            .filter_map(|(at, item)| {
                let rig = item.rig.as_ref().ok()?;
                self.has(item, rig).then(|| {
                    let kind = self.kind(rig);
                    let named = self.is_named_after(item, rig);
                    (at, (!item.favorite, !item.is_user()), !named, kind)
                })
            })
            .collect();
        order::by_key(&mut keyed, |(_, rank, other, _)| (*rank, *other));
        let mut turn = |kind: usize| match seen.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                seen.push((kind, 0));
                0
            }
        };
        let in_turn = matches!(self, Self::Roles | Self::Places | Self::Links);
        let mut ordered: Vec<_> = (keyed.into_iter())
            .map(|(at, rank, _, kind)| {
                let round = if in_turn { turn(kind) } else { 0 };
                ((rank, round, kind), at)
            })
            .collect();
        order::by_key(&mut ordered, |(key, _)| *key);
        ordered.into_iter().map(|(_, at)| at).collect()
    }
}

/// The rigs in which every word is found: in names, notes, tags, and in what one listens for.
pub fn search(listing: &Listing, words: &str) -> Vec<usize> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let found = |item: &Item| {
        let Ok(rig) = &item.rig else { return false };
        let about = &rig.about;
        let text = [
            item.name.as_str(),
            &item.notes,
            &item.tags.join(" "),
            &about.listen_for,
            names::role(about.role),
            names::venue(about.venue),
            names::link(rig),
            &names::worn(rig),
        ]
        .join("\n")
        .to_lowercase();
        words.iter().all(|word| text.contains(american(word)))
    };
    let items = listing.items.iter().enumerate();
    items
        .filter(|(_, item)| found(item))
        .map(|(at, _)| at)
        .collect()
}

/// The spelling of a word in the library, where others are usual.
fn american(word: &str) -> &str {
    match word {
        "theatre" => "theater",
        "earphones" => "earphone",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::presets;
    use crate::session::library::{factory_id, Library};

    fn ids(listing: &Listing, shown: &[usize]) -> Vec<String> {
        let id = |at: &usize| listing.items[*at].id.clone();
        shown.iter().map(id).collect()
    }

    #[test]
    fn every_factory_rig_is_in_a_category_and_only_the_users_are_missing() {
        let listing = Library::new(None).listing();
        let mut seen: Vec<usize> = (Category::ALL.iter())
            .flat_map(|category| category.rigs(&listing))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), listing.items.len());
        assert!(Category::Yours.rigs(&listing).is_empty());
    }

    #[test]
    fn every_role_venue_and_link_tier_comes_once_before_any_comes_twice() {
        let listing = Library::new(None).listing();
        for category in [Category::Roles, Category::Places, Category::Links] {
            let shown = category.rigs(&listing);
            let kinds: Vec<usize> = (shown.iter())
                .filter_map(|&at| Some(category.kind(listing.items[at].rig.as_ref().ok()?)))
                .collect();
            let mut all = kinds.clone();
            all.sort_unstable();
            all.dedup();
            assert_eq!(kinds[..all.len()], all, "{}", category.word());
        }
    }

    #[test]
    fn the_first_tile_is_the_singer_whom_the_kit_leaks_in_on() {
        let listing = Library::new(None).listing();
        let first = Category::Roles.rigs(&listing)[0];
        assert_eq!(
            listing.items[first].id,
            factory_id("singer-club-beside-the-kit")
        );
        let rig = presets::find("singer-club-beside-the-kit").unwrap();
        assert!(rig.ambient.enabled && rig.ambient.stage.drums_dbspl >= 95.0);
    }

    #[test]
    fn favorites_come_first_then_the_own_then_the_factorys() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = Library::new(Some(folder.path().to_owned()));
        let own = presets::find("keys-theater-pit-wired").unwrap();
        library.save_as(&own, "Own keys").expect("it is saved");
        let starred = factory_id("choir-one-mix-for-all");
        library.set_favorite(&starred, true).expect("it is marked");
        let listing = library.listing();
        let roles = ids(&listing, &Category::Roles.rigs(&listing));
        assert_eq!(roles[0], starred);
        assert!(roles[1].starts_with("user:"), "{}", roles[1]);
        assert_eq!(Category::Yours.rigs(&listing).len(), 2);
    }

    #[test]
    fn a_search_finds_people_places_and_hardware() {
        let listing = Library::new(None).listing();
        for (words, id) in [
            ("drummer ear out", "drummer-one-ear-out"),
            ("cymbals entry", "guitarist-club-entry-fm"),
            ("theatre armatures", "keys-theater-pit-wired"),
            ("2.4 GHz", "rehearsal-room-2g4-starter"),
            ("battery", "fault-flat-battery"),
        ] {
            let found = ids(&listing, &search(&listing, words));
            assert!(found.contains(&factory_id(id)), "{words}: {found:?}");
            assert!(found.len() < listing.items.len() / 2, "{words}");
        }
        assert!(search(&listing, "harpsichord").is_empty());
    }

    /// Rigs that differ in one thing stand for that thing alone, and faulty ones for their fault.
    #[test]
    fn comparisons_and_faults_are_in_their_categories_alone() {
        let listing = Library::new(None).listing();
        let within = |category: Category| ids(&listing, &category.rigs(&listing));
        let [roles, places, links, earphones, faults, _] = Category::ALL.map(within);
        for item in &listing.items {
            let rig = item.rig.as_ref().expect("factory rigs are read");
            let in_categories = [&roles, &places, &links, &earphones, &faults]
                .map(|shown| shown.contains(&item.id));
            let expected = if rig.about.fault != Fault::None {
                [false, false, false, false, true]
            } else if item.id.starts_with("factory:price-link-") {
                [false, false, true, false, false]
            } else if item.id.starts_with("factory:price-") {
                [false, false, false, true, false]
            } else {
                [
                    rig.about.role != PerformerRole::Any,
                    rig.about.venue != Venue::Any,
                    !rig.about.link_tier.is_empty(),
                    rig.group() == Group::Earphones,
                    false,
                ]
            };
            assert_eq!(in_categories, expected, "{}", item.id);
        }
    }

    #[test]
    fn spellings_of_other_countries_find_the_same() {
        let listing = Library::new(None).listing();
        for (other, own) in [("theatre", "theater"), ("earphones", "earphone")] {
            let found = search(&listing, own);
            assert!(!found.is_empty(), "{own}");
            assert_eq!(search(&listing, other), found);
        }
    }
}

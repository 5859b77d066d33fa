//! Factory links: tiers of transmission under generic names, to put into any rig.
//!
//! Each is a rig file that says nothing but its link and the pack that goes with it. The figures of
//! a tier (noise, distortion, separation, band) are held by a test that renders it.

use super::catalog::{files, Catalog, Files};
use super::{Link, Pack, Rig};

/// A tier of transmission.
#[derive(Debug)]
pub struct Tier {
    /// Short name without blanks, which never changes: `budget-fm-stereo`.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: String,
    /// Description.
    pub notes: String,
    /// The transmission.
    pub link: Link,
    /// The pack that goes with it.
    pub pack: Pack,
}

/// The files, in the order in which users see them.
pub(super) static FILES: Files = files![
    "links/":
    "budget-fm-mono",
    "budget-fm-stereo",
    "vintage-fm-stereo",
    "entry-fm-stereo",
    "club-fm-stereo",
    "level-aware-fm",
    "touring-fm-diversity",
    "dual-band-fm",
    "digital-uhf",
    "touring-digital-uhf",
    "wideband-tdma",
    "wmas-quick",
    "wmas-dense",
    "mono-2g4",
    "stereo-5g8",
    "bluetooth-classic",
    "le-audio-tuned",
    "le-audio",
    "true-wireless",
    "le-audio-buds",
    "wired-pack-basic",
    "wired-pack-pro",
    "bluetooth-low-energy",
];

/// Tiers that older rigs refer to and nobody is offered any more.
const SUPERSEDED: &[&str] = &["bluetooth-low-energy"];

static TIERS: Catalog<Tier> = Catalog::new("link", &[&FILES], |(id, toml)| {
    let rig = Rig::from_toml(toml)?;
    Ok(Tier {
        id,
        name: rig.name,
        notes: rig.notes,
        link: rig.link,
        pack: rig.pack,
    })
});

/// All tiers, in the order in which users see them.
pub fn all() -> &'static [Tier] {
    TIERS.all()
}

/// The tiers to choose from, without those that only older rigs refer to.
pub fn offered() -> impl Iterator<Item = &'static Tier> {
    all().iter().filter(|tier| !SUPERSEDED.contains(&tier.id))
}

/// The tier with this id.
pub fn find(id: &str) -> Option<&'static Tier> {
    TIERS.find(id)
}

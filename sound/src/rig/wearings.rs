//! Ways in which an earphone sits in the ear, whatever its tip is: how tight, and whether it is in.

use super::{Earphone, Seal, TipKind};
use crate::rig::tips;

/// A way to wear an earphone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wearing {
    /// Short name without blanks, which never changes: `average`.
    pub id: &'static str,
    /// Name as the user reads it.
    pub name: &'static str,
    /// Description.
    pub notes: &'static str,
    /// The tip whose usual leak it has; none is airtight.
    leak: Option<TipKind>,
    /// True if the left and the right earphone are out of the ear.
    out: [bool; 2],
}

const fn wearing(
    id: &'static str,
    name: &'static str,
    notes: &'static str,
    leak: Option<TipKind>,
    out: [bool; 2],
) -> Wearing {
    Wearing {
        id,
        name,
        notes,
        leak,
        out,
    }
}

/// All ways, from tight to open.
pub const ALL: &[Wearing] = &[
    wearing("airtight", "Airtight", "No leak at all.", None, [false; 2]),
    wearing(
        "good",
        "Good seal",
        "As a tip of the right size sits.",
        Some(TipKind::SiliconeGood),
        [false; 2],
    ),
    wearing(
        "average",
        "Average seal",
        "As most people wear it: some bass leaks out, and the room's leaks in.",
        Some(TipKind::SiliconeAverage),
        [false; 2],
    ),
    wearing(
        "poor",
        "Poor seal",
        "As a tip that is too small, or that slips: most of the bass leaks out.",
        Some(TipKind::SiliconePoor),
        [false; 2],
    ),
    wearing(
        "left-out",
        "Left ear out",
        "The left earphone hangs beside its ear; the right one sits well.",
        Some(TipKind::SiliconeGood),
        [true, false],
    ),
    wearing(
        "right-out",
        "Right ear out",
        "The right earphone hangs beside its ear; the left one sits well.",
        Some(TipKind::SiliconeGood),
        [false, true],
    ),
];

/// The way with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Wearing> {
    ALL.iter().find(|wearing| wearing.id == id)
}

impl Wearing {
    /// Puts the earphone into the ears like that.
    pub fn apply(&self, earphone: &mut Earphone) {
        earphone.seal = self.seal();
        [earphone.left_out, earphone.right_out] = self.out;
    }

    /// Returns whether the earphone sits like that.
    #[must_use]
    pub fn is_worn(&self, earphone: &Earphone) -> bool {
        earphone.seal == self.seal() && [earphone.left_out, earphone.right_out] == self.out
    }

    fn seal(&self) -> Seal {
        let fit = self.leak.and_then(tips::find);
        fit.map_or(
            Seal {
                left_resistance_pa_s_m3: f64::INFINITY,
                right_resistance_pa_s_m3: f64::INFINITY,
                mass_kg_m4: 0.0,
            },
            |fit| fit.seal.clone(),
        )
    }
}

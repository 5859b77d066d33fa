//! Factory motors: published drivers as building blocks, one fragment of a rig file each.
//!
//! A fragment goes under `[earphone.drivers.motor]`. The comment at its head says what it is, what it
//! was fitted to, how well, and in which fixture; tubes, dampers and crossover are the rig's own.
//! Dual woofer and tweeters saturate where their data sheets say, and are what the tests of distortion
//! render. For the others no such figure is published, and the note's rule stands in: 10 % of
//! distortion at four times the stated drive, taken at low frequencies.
//! An armature whose pinhole leaves most of the stiffness to the back volume has the softer reed for
//! it, which the magnets nearly hold up: hence a `magnet_softening` of 6 to 10 there.
//! Sources: Knowles, application note "711 response and impedance" rev. 1.2 (2013), and
//! data sheets of HODVTEC-31618 and SWFK-31736; Sonion, data sheet of EST65DA01; for the 13 Ω armature and the moving coil, published fits.

use super::catalog::{files, Catalog, Files};
use super::{Rig, Transducer};

/// A factory motor.
#[derive(Debug)]
pub struct FactoryMotor {
    /// Short name without blanks, which never changes: `armature-mid`.
    pub id: &'static str,
    /// The fragment, with its comments.
    pub toml: &'static str,
    /// The driver in the fragment.
    pub motor: Transducer,
}

impl FactoryMotor {
    /// Description, source of the fit and its error: the comment at the head of the fragment.
    pub fn about(&self) -> String {
        let lines = self.toml.lines().map_while(|line| line.strip_prefix("# "));
        lines.collect::<Vec<_>>().join(" ")
    }
}

/// The fragments, by kind and from low to high.
static FILES: Files = files![
    "driver_catalog/":
    "dynamic-7-mm",
    "planar-14-mm",
    "armature-full-range",
    "armature-full-range-13-ohm",
    "armature-large",
    "armature-mid",
    "armature-woofer-of-two",
    "armature-low-mid-of-two",
    "armature-high-impedance",
    "armature-two-way-woofer",
    "armature-two-way-tweeter",
    "armature-tweeter",
    "armature-tweeter-of-two",
    "electret-tweeter-of-two",
];

static MOTORS: Catalog<FactoryMotor> = Catalog::new("motor", &[&FILES], |(id, toml)| {
    let motor = read(toml)?;
    Ok(FactoryMotor { id, toml, motor })
});

/// All factory motors.
pub fn all() -> &'static [FactoryMotor] {
    MOTORS.all()
}

/// The factory motor with this id.
pub fn find(id: &str) -> Option<&'static FactoryMotor> {
    MOTORS.find(id.trim())
}

/// The motor that a fragment describes, checked as part of a whole rig.
fn read(fragment: &str) -> Result<Transducer, super::RigError> {
    const BEFORE: &str =
        "format = 1\nname = \"motor\"\n[[earphone.drivers]]\n[earphone.drivers.motor]\n";
    let mut rig = Rig::from_toml(&format!("{BEFORE}{fragment}"))?;
    Ok(rig.earphone.drivers.swap_remove(0).motor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_motor_reads_and_says_what_it_is() {
        for motor in all() {
            assert_eq!(read(motor.toml).unwrap(), motor.motor, "{}", motor.id);
            let about = motor.about();
            assert!(about.len() > 60 && about.ends_with('.'), "{about}");
            assert_eq!(find(motor.id).unwrap().id, motor.id);
        }
        assert!(find("nothing").is_none());
    }
}

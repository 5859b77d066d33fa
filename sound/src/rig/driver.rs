//! One driver with the parts that belong to it: crossover, motor, damper and tube.
//!
//! Each kind of motor is a file below `driver` with its parts, words and drawing ([`Kind`]), and
//! lines in the lists at the beginning and the end of this file; the one at the end says which
//! [`Circuit`] its parts make.

use std::borrow::Cow;

mod balanced_armature;
mod circuit;
mod dynamic;
mod electrostatic;
mod kind;
mod planar_magnetic;

pub use balanced_armature::BalancedArmature;
pub use circuit::Circuit;
pub use dynamic::{Dynamic, Mode, Shell};
pub use electrostatic::{Amplifier, Electrostatic};
pub use kind::{Icon, Kind, Mark};
pub use planar_magnetic::PlanarMagnetic;

use super::schema::{described, kinds, number, optional, switch, table, tagged};
use super::schema::{text, whole};

described! {
    /// A driver, or several identical ones in parallel that share crossover, tube and damper.
    pub struct Driver {
        /// Purpose ("woofer").
        pub name: String = "full range".into(), text(0, 80);
        /// Number of drivers, electrically and acoustically in parallel.
        pub count: u32 = 1, whole(1, 8);
        /// True if it is wired with reversed polarity.
        pub inverted: bool = false, switch();
        /// Index of the bore that it plays into, from 0.
        pub bore: usize = 0, whole(0, 3);
        /// The parts between the pack and the driver.
        pub crossover: Crossover = Crossover::default(), table::<Crossover>();
        /// The tube between the driver and the bore; none where the driver sits on the bore.
        pub tube: Option<Tube> = None, optional(table::<Tube>());
        /// A damper in that tube, or at the driver's mouth when there is no tube.
        pub damper: Option<Damper> = None, optional(table::<Damper>());
        /// The drivers.
        pub motor: Transducer = Transducer::default(), kinds::<Transducer>();
    }
}

described! {
    /// The electrical parts in front of one driver: R, L and C in series, then R and C across it.
    /// An absent part is a short in series and an open circuit across.
    pub struct Crossover {
        /// Resistor in series with the driver.
        pub series_ohm: Option<f64> = None, optional(number(0.1, 1e4, "Ω"));
        /// Coil in series with the driver.
        pub series_mh: Option<f64> = None, optional(number(0.001, 100.0, "mH"));
        /// Capacitor in series with the driver.
        pub series_uf: Option<f64> = None, optional(number(0.001, 1000.0, "µF"));
        /// Resistor across the driver.
        pub shunt_ohm: Option<f64> = None, optional(number(0.1, 1e4, "Ω"));
        /// Capacitor across the driver.
        pub shunt_uf: Option<f64> = None, optional(number(0.001, 1000.0, "µF"));
    }
}

described! {
    /// A round tube.
    pub struct Tube {
        /// Length of the tube.
        pub length_mm: f64 = 3.0, number(0.1, 60.0, "mm");
        /// Radius of the tube.
        pub radius_mm: f64 = 0.7, number(0.1, 5.0, "mm");
    }
}

described! {
    /// An acoustic damper: a resistance with a small mass. The trade names dampers by their
    /// resistance in cgs acoustic ohms; one such ohm is 1e5 Pa·s/m³.
    pub struct Damper {
        /// Resistance of the damper: its trade value in ohms times 100 000.
        pub resistance_pa_s_m3: f64 = 1.5e8, number(1e5, 1e10, "Pa·s/m³");
        /// Mass of the air in the damper.
        pub mass_kg_m4: f64 = Damper::usual_mass_kg_m4(), number(0.0, 1e5, "kg/m⁴");
        /// Position in its tube: 0 is the driver's end, 1 the ear's end.
        pub position: f64 = 0.0, number(0.0, 1.0, "");
    }
}

impl Damper {
    /// Mass of a usual damper, kg/m⁴ (an estimate between 1e3 and 3e3).
    pub fn usual_mass_kg_m4() -> f64 {
        2e3
    }
}

/// Declares the kinds of motor: documentation, name in rig files, type, and circuit of each.
macro_rules! registry {
    ($( $(#[doc = $doc:literal])+ $id:literal = $kind:ident($parts:ident) => $circuit:expr, )+) => {
        tagged! {
            /// The kinds of motor.
            pub enum Transducer {
                $( $(#[doc = $doc])+ $id = $kind($kind), )+
            }
        }

        impl Transducer {
            /// One of each kind, as it is by default.
            #[must_use]
            pub fn all() -> Vec<Self> {
                vec![$( Self::$kind($kind::default()), )+]
            }

            /// The circuit that its parts make.
            #[must_use]
            pub fn circuit(&self) -> Circuit<'_> {
                match self {
                    $( Self::$kind($parts) => $circuit, )+
                }
            }

            /// The motor as one of its kind.
            #[must_use]
            pub fn kind(&self) -> &dyn Kind {
                match self {
                    $( Self::$kind(kind) => kind, )+
                }
            }

            /// The motor as one of its kind.
            pub fn kind_mut(&mut self) -> &mut dyn Kind {
                match self {
                    $( Self::$kind(kind) => kind, )+
                }
            }
        }
    };
}

registry! {
    /// A moving coil.
    "dynamic" = Dynamic(coil) => Circuit::Coil(Cow::Borrowed(coil)),
    /// A balanced armature.
    "balanced-armature" = BalancedArmature(reed) => Circuit::Reed(reed),
    /// An electret or electrostatic diaphragm behind a step-up transformer or an amplifier.
    "electrostatic" = Electrostatic(field) => Circuit::Field(field),
    /// A flat conductor on a film between magnets.
    "planar-magnetic" = PlanarMagnetic(film) => Circuit::Coil(Cow::Owned(film.as_coil())),
}

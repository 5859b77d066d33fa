//! Circuits that the parts of drivers make.

use std::borrow::Cow;

use super::{BalancedArmature, Dynamic, Electrostatic};

/// An electrical, mechanical and acoustic circuit with its law of distortion. `acoustics` solves the
/// circuit and `design` its law; a kind of driver brings its parts into one of these forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Circuit<'a> {
    /// A conductor that moves in a magnetic field, and a diaphragm with air before and behind it. Its
    /// law: a suspension that stiffens and a force factor that falls, by excursion.
    Coil(Cow<'a, Dynamic>),
    /// A reed in a magnetic circuit. Its law: flux that saturates.
    Reed(&'a BalancedArmature),
    /// A charged diaphragm in an electric field. Its law: the field's square, and a limit by excursion.
    Field(&'a Electrostatic),
}

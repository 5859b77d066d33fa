//! The physics of an earphone in an ear, in the frequency domain.
//!
//! Conventions: e^{+jωt}, s = jω; pressures and flows are RMS phasors; dB SPL is re 20 µPa with no
//! further factor; acoustic impedance is pressure over volume flow in Pa·s/m³ (one acoustic ohm of
//! the older literature is 1e5 Pa·s/m³).
//!
//! ```text
//!            p_amb              p_amb    p_amb   p_amb
//!              │ rear vent        │ leak   │ port  │ wall
//! V ─ Zs ─┬─ driver ─ tube ─┬─ bore ─┐     │       │
//!         ├─ driver ─ tube ─┘        ├─ tip bore ─ T ─ canal ─ drum
//!         └─ driver ─ tube ─── bore ─┘
//! ```
//!
//! Drivers are two-ports from voltage and current to pressure and flow; they share the terminal
//! voltage behind the pack's output impedance, and the pressures where tubes meet. Programme
//! (V = 1, p_amb = 0) and room (V = 0, every outside terminal at p_amb) are two right-hand sides of
//! one network: [`Network`] reduces it branch by branch ([`norton_port`]) and never builds a matrix.
//! The ear is a one-port ([`ear`]) in which the drum is a fixed transfer from the tip's face, so the
//! isolation at the drum is that at the tip's face.
//!
//! Sources: Zwikker–Kosten tubes (Tijdeman 1975, Stinson 1991); the 711 circuit of Gazzola et al.
//! 2023; canal of ITU-T P.57; drum of Hudde and Engel 1998; motors after Huang et al. 2011, Kim and
//! Allen 2013, Hunt 1954. Each file names its own and says what it leaves out. Plane waves only: above
//! about 13 kHz a coupler is only a smooth continuation, and above 27 kHz a canal has cross modes.

mod adaptive_sampling;
pub mod air;
pub mod bone_conduction;
pub mod boundary;
pub mod branch;
pub mod crossover;
pub mod damped_tube;
pub mod ear;
pub mod frequency;
pub mod impulse;
pub mod lumped;
mod network;
pub mod norton_port;
pub mod occlusion;
pub mod open_ear;
pub mod transducer;
pub mod tube;
pub mod two_port;
pub mod vent;

pub use network::{DriverState, Face, Network, NetworkError, Placement, Solution};

/// The reference of sound pressure level, Pa.
pub const REFERENCE_PA: f64 = 20e-6;

/// Sound pressure level of an RMS phasor in Pa, dB SPL.
pub fn level_dbspl(pressure_pa: num_complex::Complex64) -> f64 {
    20.0 * (pressure_pa.norm() / REFERENCE_PA).log10()
}

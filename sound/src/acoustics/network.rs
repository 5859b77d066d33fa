//! The earphone, its source, its leaks and the ear as one network, solved one frequency at a time.

mod driver_state;

pub use crate::acoustics::network::driver_state::DriverState;

use num_complex::Complex64;
use thiserror::Error;

use super::air::Air;
use super::branch::Branch;
use super::ear::{Ear, EarResponse};
use super::frequency::Frequency;
use super::vent::Vents;
use crate::acoustics::damped_tube::DampedTube;
use crate::acoustics::norton_port::NortonPort;
use crate::rig;

/// Placement of the earphone: the ear, the tip, the source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The ear.
    pub ear: rig::Ear,
    /// Temperature of the air, °C.
    pub temperature_c: f64,
    /// Output impedance of the pack, Ω; 0 for a voltage source.
    pub source_impedance_ohm: f64,
    /// True if tip and shell move on skin. A coupler holds them fast.
    pub wall: bool,
}

impl Placement {
    /// On a 711 coupler at 23 °C, as published graphs are made.
    pub fn coupler(source_impedance_ohm: f64) -> Self {
        Self {
            ear: rig::Ear::Coupler711,
            temperature_c: 23.0,
            source_impedance_ohm,
            wall: false,
        }
    }

    /// In an average ear at 36 °C.
    pub fn human(source_impedance_ohm: f64) -> Self {
        Self::of(rig::Ear::Type43, source_impedance_ohm)
    }

    /// In any ear: at 36 °C and on skin, unless it is a coupler.
    pub fn of(ear: rig::Ear, source_impedance_ohm: f64) -> Self {
        if ear == rig::Ear::Coupler711 {
            return Self::coupler(source_impedance_ohm);
        }
        Self {
            ear,
            temperature_c: 36.0,
            source_impedance_ohm,
            wall: true,
        }
    }
}

/// Why an earphone cannot be solved.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum NetworkError {
    /// There is nothing to make sound.
    #[error("the earphone has no driver")]
    NoDriver,
    /// A driver points to a bore that is not there.
    #[error("driver {driver} plays into bore {bore}, but there are {bores} (counted from 0)")]
    NoSuchBore {
        /// Index of the driver.
        driver: usize,
        /// The bore that it names.
        bore: usize,
        /// Number of bores.
        bores: usize,
    },
    /// The numbers give no finite response.
    #[error("{element} has values that give no finite response at {frequency_hz} Hz")]
    NotFinite {
        /// The part that is to blame: `driver 2 (woofer)`.
        element: String,
        /// Frequency at which it was tried, Hz.
        frequency_hz: f64,
    },
}

/// The network at one frequency. Phasors are RMS, e^{+jωt}.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// Pressure at the drum per volt of the source behind its output impedance, Pa/V, with the room
    /// silent.
    pub drum_pa_per_v: Complex64,
    /// Pressure at the drum with the earphone worn and silent ÷ the same with the ear open.
    pub isolation: Complex64,
    /// Impedance of the earphone at its terminals, Ω.
    pub impedance_ohm: Complex64,
}

/// A network at one frequency but for the ways to the room.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    frequency: Frequency,
    /// All drivers, seen from the tip's face.
    source: NortonPort,
    ear: EarResponse,
    source_impedance_ohm: f64,
}

/// Junction at the tip's face, at one frequency.
struct Junction {
    ear: EarResponse,
    /// 1 ÷ everything that the flow at the tip's face works into, Pa·s/m³.
    load: Complex64,
    /// Admittance of the earphone at its terminals, S.
    input: Complex64,
    /// Terminal voltage per volt of the source.
    divider: Complex64,
    /// Flow toward the tip's face per pressure in the room: drivers and vents.
    outside: Complex64,
}

/// An earphone in an ear.
#[derive(Clone, Debug)]
pub struct Network {
    source_impedance_ohm: f64,
    branches: Vec<Branch>,
    bores: Vec<DampedTube>,
    tip: DampedTube,
    vents: Vents,
    ear: Ear,
}

impl Network {
    /// One side of an earphone, worn as `placement` says.
    ///
    /// # Errors
    /// When there is no driver, a driver names a bore that does not exist, or the values (a zero
    /// radius, say) leave no finite response.
    pub fn new(
        earphone: &rig::Earphone,
        side: rig::Side,
        placement: &Placement,
    ) -> Result<Self, NetworkError> {
        if earphone.drivers.is_empty() {
            return Err(NetworkError::NoDriver);
        }
        let bores = earphone.bores.len();
        let stray = |driver: &rig::Driver| driver.bore >= bores;
        if let Some(driver) = earphone.drivers.iter().position(stray) {
            return Err(NetworkError::NoSuchBore {
                driver,
                bore: earphone.drivers[driver].bore,
                bores,
            });
        }
        let network = Self::assemble(earphone, side, placement);
        network.check(earphone)?;
        Ok(network)
    }

    fn assemble(earphone: &rig::Earphone, side: rig::Side, placement: &Placement) -> Self {
        let air = Air::new(placement.temperature_c);
        let bore = |bore: &rig::Bore| {
            DampedTube::new(&air, bore.length_mm, bore.radius_mm, bore.damper.as_ref())
        };
        let tip = &earphone.tip;
        Self {
            source_impedance_ohm: placement.source_impedance_ohm,
            branches: earphone
                .drivers
                .iter()
                .map(|driver| Branch::new(&air, driver))
                .collect(),
            bores: earphone.bores.iter().map(bore).collect(),
            tip: DampedTube::new(&air, tip.bore_length_mm, tip.bore_radius_mm, None),
            vents: Vents::new(&air, earphone, side, placement.wall),
            ear: Ear::new(placement.ear, placement.temperature_c, tip.canal_mm(side)),
        }
    }

    fn check(&self, earphone: &rig::Earphone) -> Result<(), NetworkError> {
        for frequency_hz in [0.01, 1.0, 100.0, 1e4, 4e5] {
            let solution = self.solve(frequency_hz);
            let values = [
                solution.drum_pa_per_v,
                solution.isolation,
                solution.impedance_ohm,
            ];
            if values.iter().any(|value| !value.is_finite()) {
                return Err(NetworkError::NotFinite {
                    element: self.culprit(earphone, frequency_hz),
                    frequency_hz,
                });
            }
        }
        Ok(())
    }

    /// The part that has no finite response of its own, counted from 1.
    fn culprit(&self, earphone: &rig::Earphone, frequency_hz: f64) -> String {
        let frequency = &Frequency::new(frequency_hz);
        let sound = |line: &DampedTube| {
            line.seen_through(NortonPort::default(), frequency)
                .1
                .is_finite()
        };
        for (index, (branch, driver)) in self.branches.iter().zip(&earphone.drivers).enumerate() {
            let source = branch.source(frequency);
            if !(source.forward.is_finite() && source.acoustic.is_finite()) {
                return format!("driver {} ({})", index + 1, driver.name);
            }
        }
        if let Some(index) = self.bores.iter().position(|line| !sound(line)) {
            return format!("bore {}", index + 1);
        }
        if !sound(&self.tip) {
            return "the tip".into();
        }
        "the seal, the port or the ear".into()
    }

    /// The ear at the tip's face.
    pub fn ear(&self) -> &Ear {
        &self.ear
    }

    /// Number of driver entries.
    pub fn drivers(&self) -> usize {
        self.branches.len()
    }

    /// Returns whether the ear is open to the room at 0 Hz, so that the response has a zero there.
    pub fn leaks(&self) -> bool {
        self.vents.leaks() || self.branches.iter().any(Branch::leaks)
    }

    /// The corner in Hz below which the leak takes the bass away, 0 when the ear is sealed.
    pub fn leak_corner_hz(&self) -> f64 {
        if !self.leaks() {
            return 0.0;
        }
        let low = Frequency::new(0.1);
        let inner: Complex64 = (self.branches.iter())
            .map(|branch| branch.front_vent(&low))
            .sum();
        let conductance = self.vents.at(&low).seen.re + inner.re;
        let compliance = self.ear.at(&low).input_impedance.inv().im / low.omega;
        conductance / compliance / std::f64::consts::TAU
    }

    /// All of it at a frequency above 0 Hz; what is asked at 0 Hz is answered just above.
    pub fn solve(&self, frequency_hz: f64) -> Solution {
        self.face(frequency_hz).solve(&self.vents)
    }

    /// Everything at a frequency but the ways to the room. Of the two ears of an earphone, which
    /// differ in those alone, the second then costs next to nothing.
    pub fn face(&self, frequency_hz: f64) -> Face {
        self.face_with(&Frequency::new(frequency_hz), &mut [])
    }

    /// The ways to the room.
    pub fn vents(&self) -> &Vents {
        &self.vents
    }

    /// Impedance of all that meets at the tip's face, the ear included, Pa·s/m³: the pressure there
    /// per flow that comes out of the canal's own wall.
    pub fn face_impedance(&self, frequency_hz: f64) -> Complex64 {
        self.face(frequency_hz).impedance(&self.vents)
    }

    /// The part of [`Solution::drum_pa_per_v`] that each driver entry gives, the others being there
    /// but silent; the parts add up to the whole. `parts` is filled in the rig's order as far as it
    /// goes.
    pub fn solve_drivers(&self, frequency_hz: f64, parts: &mut [Complex64]) {
        let face = self.face_with(&Frequency::new(frequency_hz), parts);
        let junction = face.close(&self.vents);
        let drum = junction.drum_per_flow();
        for part in parts {
            *part *= drum;
        }
    }

    /// All drivers and tubes reduced to the tip's face. `parts` receives the flow per volt that each
    /// driver sends there.
    fn face_with(&self, frequency: &Frequency, parts: &mut [Complex64]) -> Face {
        let mut sum = NortonPort::default();
        for (bore, line) in self.bores.iter().enumerate() {
            let mut inner = NortonPort::default();
            for (index, branch) in self.branches.iter().enumerate() {
                if branch.bore == bore {
                    let source = branch.source(frequency);
                    inner += source;
                    if let Some(part) = parts.get_mut(index) {
                        *part = source.forward;
                    }
                }
            }
            let (seen, left) = line.seen_through(inner, frequency);
            sum += seen;
            for (part, branch) in parts.iter_mut().zip(&self.branches) {
                if branch.bore == bore {
                    *part *= left;
                }
            }
        }
        let (source, left) = self.tip.seen_through(sum, frequency);
        for part in parts {
            *part *= left;
        }
        Face {
            frequency: *frequency,
            source,
            ear: self.ear.at(frequency),
            source_impedance_ohm: self.source_impedance_ohm,
        }
    }
}

impl Face {
    /// All of the network with some ways to the room.
    pub fn solve(&self, vents: &Vents) -> Solution {
        let junction = self.close(vents);
        let source = &self.source;
        // The pack is silent, but its output impedance still loads the drivers as generators.
        let generated = source.backward * junction.load * junction.outside + source.current;
        let terminal = -self.source_impedance_ohm * generated * junction.divider;
        Solution {
            drum_pa_per_v: source.forward * junction.drum_per_flow(),
            isolation: junction.load * (source.forward * terminal + junction.outside),
            impedance_ohm: junction.input.inv(),
        }
    }

    /// The ear beyond the tip's face.
    pub fn ear(&self) -> &EarResponse {
        &self.ear
    }

    /// Impedance of all that meets at the tip's face with some ways to the room, Pa·s/m³.
    pub fn impedance(&self, vents: &Vents) -> Complex64 {
        self.close(vents).load
    }

    /// The earphone's side closed with vents, ear and pack.
    fn close(&self, vents: &Vents) -> Junction {
        let (source, vents) = (&self.source, vents.at(&self.frequency));
        let load = (source.acoustic + vents.seen + self.ear.input_impedance.inv()).inv();
        let input = source.electrical + source.backward * load * source.forward;
        Junction {
            ear: self.ear,
            load,
            input,
            divider: (1.0 + self.source_impedance_ohm * input).inv(),
            outside: source.flow + vents.transfer,
        }
    }
}

impl Junction {
    /// Pressure at the drum per flow per terminal volt, times the voltage divider.
    fn drum_per_flow(&self) -> Complex64 {
        self.ear.drum_transfer * self.load * self.divider
    }
}

//! State inside the drivers, which the drum alone does not tell: current, flow and pressure of each
//! transducer, and the transfer of a force on a diaphragm to the drum. Distortion is such a force,
//! driven by those.
//!
//! The network is reduced towards the ear as ever; what is inside follows on the way back, by the
//! chain matrix of each line from the pressure at its far end. A pressure in series with a diaphragm
//! is to the network what the room is behind it, so the same reduction carries it outward.

use num_complex::Complex64;

use super::super::frequency::Frequency;
use super::Network;
use crate::acoustics::damped_tube::DampedTube;
use crate::acoustics::norton_port::NortonPort;

/// One driver entry at one frequency.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DriverState {
    /// Current in each of its motors per volt of the source, A/V.
    pub current_a_per_v: Complex64,
    /// Flow of each of its diaphragms per volt of the source, m³/(s·V).
    pub flow_m3_s_per_v: Complex64,
    /// Pressure in front of them per volt of the source, Pa/V.
    pub front_pa_per_v: Complex64,
    /// Pressure at the drum per pressure in series with all its diaphragms.
    pub drum_pa_per_pa: Complex64,
}

/// A line with what drives it.
struct Driven {
    /// The source seen from the line's outer end.
    outer: NortonPort,
    /// Flow at the outer end, and current at the terminals, per flow into the shorted inner end.
    passed: Complex64,
    drawn: Complex64,
}

impl Driven {
    fn new(line: &DampedTube, inner: NortonPort, frequency: &Frequency) -> Self {
        let unit = NortonPort {
            flow: Complex64::ONE,
            current: Complex64::ZERO,
            ..inner
        };
        let (outer, _) = line.seen_through(unit, frequency);
        Self {
            passed: outer.flow,
            drawn: outer.current,
            outer,
        }
    }

    /// Pressure at the inner end from that at the outer one and the terminal voltage.
    fn pressure_inside(
        &self,
        line: &DampedTube,
        frequency: &Frequency,
        outside: Complex64,
        terminal: Complex64,
    ) -> Complex64 {
        let flow = self.outer.forward * terminal - self.outer.acoustic * outside;
        line.matrix(frequency).before(outside, flow).0
    }

    /// Flow and current of a room behind a diaphragm, carried to the outer end.
    fn carried(&self, (flow, current): (Complex64, Complex64)) -> (Complex64, Complex64) {
        (flow * self.passed, current + flow * self.drawn)
    }
}

impl Network {
    /// Solves the state inside each driver entry at a frequency in Hz, with the room silent.
    /// `insides` is filled in the rig's order as far as it goes. Returns the drum's pressure per
    /// volt, Pa/V. Allocates.
    pub fn solve_inside(&self, frequency_hz: f64, insides: &mut [DriverState]) -> Complex64 {
        let frequency = &Frequency::new(frequency_hz);
        let mut branches = Vec::with_capacity(self.branches.len());
        for branch in &self.branches {
            let (chain, front, _) = branch.chain(frequency);
            let mut source = NortonPort::new(&chain, branch.determinant(), Complex64::ONE);
            let forced = (source.flow, source.current);
            source.load(front + branch.front_vent(frequency));
            branches.push((Driven::new(branch.line(), source, frequency), chain, forced));
        }
        let bores: Vec<Driven> = (self.bores.iter().enumerate())
            .map(|(bore, line)| {
                let mut sum = NortonPort::default();
                for (branch, (driven, ..)) in self.branches.iter().zip(&branches) {
                    if branch.bore == bore {
                        sum += driven.outer;
                    }
                }
                Driven::new(line, sum, frequency)
            })
            .collect();
        let mut sum = NortonPort::default();
        for driven in &bores {
            sum += driven.outer;
        }
        let tip = Driven::new(&self.tip, sum, frequency);

        let ear = self.ear.at(frequency);
        let vents = self.vents.at(frequency);
        let load = (tip.outer.acoustic + vents.seen + ear.input_impedance.inv()).inv();
        let input = tip.outer.electrical + tip.outer.backward * load * tip.outer.forward;
        let terminal = (1.0 + self.source_impedance_ohm * input).inv();
        let face = load * tip.outer.forward * terminal;
        let meeting = tip.pressure_inside(&self.tip, frequency, face, terminal);
        let entries = self.branches.iter().zip(&branches);
        for (inside, (branch, (driven, chain, forced))) in insides.iter_mut().zip(entries) {
            let (Some(bore), Some(line)) = (bores.get(branch.bore), self.bores.get(branch.bore))
            else {
                continue;
            };
            let entrance = bore.pressure_inside(line, frequency, meeting, terminal);
            let front = driven.pressure_inside(branch.line(), frequency, entrance, terminal);
            // From [V; I] = chain·[P; U].
            let flow = (terminal - chain.a * front) / chain.b;
            let (flow_out, current) = tip.carried(bore.carried(driven.carried(*forced)));
            let generated = tip.outer.backward * load * flow_out + current;
            let answer = -self.source_impedance_ohm * generated * terminal;
            *inside = DriverState {
                current_a_per_v: branch.current(frequency, front, flow),
                flow_m3_s_per_v: flow / branch.count(),
                front_pa_per_v: front,
                drum_pa_per_pa: ear.drum_transfer * load * (tip.outer.forward * answer + flow_out),
            };
        }
        face * ear.drum_transfer
    }
}

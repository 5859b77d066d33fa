//! The same network as one dense system of equations: every pressure, flow, voltage and current is
//! an unknown, every part one or two rows. Slow and plain, to check the reduction against.

use bodypack::acoustics::air::Air;
use bodypack::acoustics::branch::Branch;
use bodypack::acoustics::damped_tube::DampedTube;
use bodypack::acoustics::ear::Ear;
use bodypack::acoustics::frequency::Frequency;
use bodypack::acoustics::two_port::TwoPort;
use bodypack::acoustics::vent::{VentResponse, Vents};
use bodypack::acoustics::Placement;
use bodypack::rig::{Earphone, Side};
use num_complex::Complex64;

/// Flows are solved for in these units, m³/s, so that all unknowns are of like size.
const FLOW: f64 = 1e-8;
const ONE: Complex64 = Complex64::new(1.0, 0.0);

/// A two-port between two places: indices of pressure and flow at both ends. What it takes in at
/// port 1 and gives at port 2 is `kept` or lost.
struct Part {
    first: (usize, usize),
    second: (usize, usize),
}

/// One solution of the dense system.
pub struct Solved {
    /// Terminal voltage and the current into the earphone.
    pub voltage: Complex64,
    pub current: Complex64,
    /// Pressure at the tip's face.
    pub face: Complex64,
    /// Power that each two-port keeps, W.
    pub kept: Vec<f64>,
    /// Power that goes out through vents and into the ear, W.
    pub given: f64,
}

struct System {
    rows: Vec<Vec<Complex64>>,
    right: Vec<Complex64>,
    unknowns: usize,
}

impl System {
    fn row(&mut self, terms: &[(usize, Complex64)], right: Complex64) {
        let mut row = vec![Complex64::default(); self.unknowns];
        for (index, value) in terms {
            row[*index] += value;
        }
        self.rows.push(row);
        self.right.push(right);
    }

    /// \[p1; U1\] = matrix·\[p2; U2\] + offset; `electrical` says that port 1 is in volts and amperes.
    fn two_port(
        &mut self,
        part: &Part,
        matrix: &TwoPort,
        electrical: bool,
        offset: (Complex64, Complex64),
    ) {
        let unit = if electrical { 1.0 } else { FLOW };
        self.row(
            &[
                (part.first.0, ONE),
                (part.second.0, -matrix.a),
                (part.second.1, -matrix.b * FLOW),
            ],
            offset.0,
        );
        self.row(
            &[
                (part.first.1, ONE),
                (part.second.0, -matrix.c / unit),
                (part.second.1, -matrix.d * (FLOW / unit)),
            ],
            offset.1 / unit,
        );
    }

    /// Gaussian elimination with equilibrated rows and partial pivoting.
    fn solve(mut self) -> Vec<Complex64> {
        let count = self.unknowns;
        assert_eq!(self.rows.len(), count);
        for (row, right) in self.rows.iter_mut().zip(&mut self.right) {
            let largest = row.iter().map(|x| x.norm()).fold(0.0, f64::max);
            row.iter_mut().for_each(|x| *x /= largest);
            *right /= largest;
        }
        for col in 0..count {
            let best = (col..count)
                .max_by(|a, b| {
                    self.rows[*a][col]
                        .norm()
                        .total_cmp(&self.rows[*b][col].norm())
                })
                .unwrap();
            self.rows.swap(col, best);
            self.right.swap(col, best);
            for row in col + 1..count {
                let factor = self.rows[row][col] / self.rows[col][col];
                if factor != Complex64::default() {
                    for k in col..count {
                        let taken = factor * self.rows[col][k];
                        self.rows[row][k] -= taken;
                    }
                    let taken = factor * self.right[col];
                    self.right[row] -= taken;
                }
            }
        }
        for row in (0..count).rev() {
            let known: Complex64 = (row + 1..count)
                .map(|k| self.rows[row][k] * self.right[k])
                .sum();
            self.right[row] = (self.right[row] - known) / self.rows[row][row];
        }
        self.right
    }
}

/// The parts of a network at one frequency.
pub struct Nodal {
    chains: Vec<(TwoPort, Complex64, Complex64)>,
    front_vents: Vec<Complex64>,
    lines: Vec<TwoPort>,
    bores: Vec<TwoPort>,
    tip: TwoPort,
    vents: VentResponse,
    ear: Complex64,
    bore_of: Vec<usize>,
    source_impedance_ohm: f64,
}

impl Nodal {
    pub fn new(earphone: &Earphone, placement: &Placement, hz: f64) -> Self {
        let air = Air::new(placement.temperature_c);
        let frequency = Frequency::new(hz);
        let tip = &earphone.tip;
        let branches: Vec<Branch> = earphone
            .drivers
            .iter()
            .map(|driver| Branch::new(&air, driver))
            .collect();
        let bore = |bore: &bodypack::rig::Bore| {
            DampedTube::new(&air, bore.length_mm, bore.radius_mm, bore.damper.as_ref())
                .matrix(&frequency)
        };
        let ear = Ear::new(
            placement.ear,
            placement.temperature_c,
            tip.residual_canal_mm,
        );
        Self {
            chains: branches
                .iter()
                .map(|branch| branch.chain(&frequency))
                .collect(),
            front_vents: branches
                .iter()
                .map(|branch| branch.front_vent(&frequency))
                .collect(),
            lines: branches
                .iter()
                .map(|branch| branch.line().matrix(&frequency))
                .collect(),
            bores: earphone.bores.iter().map(bore).collect(),
            tip: DampedTube::new(&air, tip.bore_length_mm, tip.bore_radius_mm, None)
                .matrix(&frequency),
            vents: Vents::new(&air, earphone, Side::Left, placement.wall).at(&frequency),
            ear: ear.at(&frequency).input_impedance,
            bore_of: branches.iter().map(|branch| branch.bore).collect(),
            source_impedance_ohm: placement.source_impedance_ohm,
        }
    }

    /// Solves for a source voltage and a pressure in the room.
    pub fn solve(&self, source_v: f64, room_pa: f64) -> Solved {
        let (drivers, bores) = (self.chains.len(), self.bores.len());
        // Unknowns: V; per driver I, mouth p, diaphragm U, line U in, line U out; per bore inner p,
        // U in, U out; inner tip p, U; face p, U.
        let driver = |index: usize| 1 + 5 * index;
        let bore = |index: usize| 1 + 5 * drivers + 3 * index;
        let tip = 1 + 5 * drivers + 3 * bores;
        let mut system = System {
            rows: Vec::new(),
            right: Vec::new(),
            unknowns: tip + 4,
        };
        let mut parts = Vec::new();
        let mut currents = vec![(0, ONE)];
        for (index, (chain, front, rear)) in self.chains.iter().enumerate() {
            let at = driver(index);
            let motor = Part {
                first: (0, at),
                second: (at + 1, at + 2),
            };
            let offset = -rear * room_pa;
            system.two_port(&motor, chain, true, (chain.a * offset, chain.c * offset));
            let vent = self.front_vents[index];
            let open = (front + vent) / FLOW;
            system.row(
                &[(at + 2, ONE), (at + 3, -ONE), (at + 1, -open)],
                -vent * (room_pa / FLOW),
            );
            let line = Part {
                first: (at + 1, at + 3),
                second: (bore(self.bore_of[index]), at + 4),
            };
            system.two_port(&line, &self.lines[index], false, Default::default());
            currents.push((at, ONE * self.source_impedance_ohm));
            parts.push((motor, true));
            parts.push((line, false));
        }
        system.row(&currents, ONE * source_v);
        let mut meeting = vec![(tip + 1, -ONE)];
        for (index, matrix) in self.bores.iter().enumerate() {
            let at = bore(index);
            let mut flows = vec![(at + 1, -ONE)];
            flows.extend(
                (0..drivers)
                    .filter(|i| self.bore_of[*i] == index)
                    .map(|i| (driver(i) + 4, ONE)),
            );
            system.row(&flows, Complex64::default());
            let part = Part {
                first: (at, at + 1),
                second: (tip, at + 2),
            };
            system.two_port(&part, matrix, false, Default::default());
            meeting.push((at + 2, ONE));
            parts.push((part, false));
        }
        system.row(&meeting, Complex64::default());
        let part = Part {
            first: (tip, tip + 1),
            second: (tip + 2, tip + 3),
        };
        system.two_port(&part, &self.tip, false, Default::default());
        parts.push((part, false));
        let out = (self.vents.seen + self.ear.inv()) / FLOW;
        let inward = self.vents.transfer * (room_pa / FLOW);
        system.row(&[(tip + 3, ONE), (tip + 2, -out)], -inward);
        let x = system.solve();
        let power = |place: (usize, usize), unit: f64| (x[place.0] * x[place.1].conj()).re * unit;
        Solved {
            voltage: x[0],
            current: (0..drivers).map(|index| x[driver(index)]).sum(),
            face: x[tip + 2],
            kept: parts
                .iter()
                .map(|(part, electrical)| {
                    power(part.first, if *electrical { 1.0 } else { FLOW })
                        - power(part.second, FLOW)
                })
                .collect(),
            given: power((tip + 2, tip + 3), FLOW)
                + (self.front_vents.iter().enumerate())
                    .map(|(index, vent)| vent.re * x[driver(index) + 1].norm_sqr())
                    .sum::<f64>(),
        }
    }
}

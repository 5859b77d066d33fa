//! Every earphone that a rig file may describe has a finite answer: corners of all ranges at once.

use bodypack::acoustics::{impulse, Network, Placement};
use bodypack::rig::schema::{fields, Field, Range};
use bodypack::rig::{presets, Rig, Side};

const MOTORS: [&str; 3] = ["dynamic", "balanced-armature", "electrostatic"];
const PORTS: [&str; 3] = ["none", "hole", "porous"];

/// A seeded generator (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % limit
    }

    /// The least, the most, infinity where allowed, or a middle.
    fn corner(&mut self, range: &Range) -> f64 {
        match self.below(4) {
            0 => range.min,
            1 => range.max,
            2 if range.infinite => f64::INFINITY,
            _ => (range.min.max(range.max * 1e-9) * range.max).sqrt(),
        }
    }
}

fn belongs(field: &Field, motor: &str, port: &str) -> bool {
    let kind = if field.path.contains(".motor.") {
        motor
    } else {
        port
    };
    field.range.is_some()
        && field.path.starts_with("earphone.")
        && !field.path.ends_with(".bore")
        && field.of_kind.is_none_or(|of_kind| of_kind == kind)
}

fn rig_of_corners(dice: &mut Dice) -> Rig {
    let motor = MOTORS[dice.below(3) as usize];
    let port = PORTS[dice.below(3) as usize];
    let mut rig = Rig::default();
    rig.set("earphone.drivers.0.motor.kind", motor).unwrap();
    rig.set("earphone.port.kind", port).unwrap();
    for table in ["drivers.0.tube", "drivers.0.damper", "bores.0.damper"] {
        if dice.below(2) == 0 {
            let value = if table.ends_with("tube") {
                "{ length_mm = 3.0, radius_mm = 0.5 }"
            } else {
                "{ resistance_pa_s_m3 = 1e8 }"
            };
            rig.set(&format!("earphone.{table}"), value).unwrap();
        }
    }
    let mut taken = 0;
    for field in fields().iter().filter(|field| belongs(field, motor, port)) {
        let path = field.path.replace(".N.", ".0.");
        let range = field.range.unwrap();
        let value = dice.corner(&range);
        let value = if path.ends_with(".count") {
            format!("{}", value as u32)
        } else {
            format!("{value:e}")
        };
        // Parts that this rig does not have refuse their keys.
        taken += usize::from(rig.set(&path, &value).is_ok());
    }
    assert!(taken >= 20, "only {taken} keys were taken");
    rig
}

#[test]
fn every_valid_earphone_has_a_finite_response() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut solved = 0;
    for _ in 0..200 {
        let rig = rig_of_corners(&mut dice);
        for placement in [Placement::coupler(0.0), Placement::human(100.0)] {
            for side in Side::BOTH {
                let network = Network::new(&rig.earphone, side, &placement)
                    .unwrap_or_else(|error| panic!("{error}\n{}", rig.to_toml()));
                for step in 0..60 {
                    let hz = 0.001 * 1.4f64.powi(step);
                    let solution = network.solve(hz);
                    let resistance = solution.impedance_ohm.re;
                    let size = solution.impedance_ohm.norm();
                    assert!(resistance > -1e-9 * size, "{hz} Hz\n{}", rig.to_toml());
                    assert!(solution.drum_pa_per_v.is_finite() && solution.isolation.is_finite());
                    solved += 1;
                }
            }
        }
    }
    assert_eq!(solved, 48_000);
}

#[test]
fn every_valid_earphone_has_a_finite_impulse() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for _ in 0..40 {
        let rig = rig_of_corners(&mut dice);
        let network = Network::new(&rig.earphone, Side::Left, &Placement::human(1.0)).unwrap();
        let impulses = impulse::causal_together(
            |hz| {
                let solution = network.solve(hz);
                [solution.drum_pa_per_v, solution.isolation]
            },
            48e3,
            4096,
        );
        for impulse in impulses {
            assert_eq!(impulse.len(), 4096);
            assert!(
                impulse.iter().all(|sample| sample.is_finite()),
                "{}",
                rig.to_toml()
            );
        }
    }
}

/// Leaks of 1e5 to 1e12 Pa·s/m³ and sources of 0 to 1 kΩ: every factory rig stays finite at every
/// rate from 8 to 768 kHz.
#[test]
fn extreme_leaks_and_sources_stay_finite_at_every_rate() {
    for preset in presets::all() {
        let mut earphone = preset.rig.earphone.clone();
        for leak in [1e5, 1e8, 1e12] {
            earphone.seal.left_resistance_pa_s_m3 = leak;
            for source_ohm in [0.0, 1000.0] {
                let placement = Placement::coupler(source_ohm);
                let network = Network::new(&earphone, Side::Left, &placement).unwrap();
                for rate_hz in [8e3, 44.1e3, 96e3, 384e3, 768e3] {
                    for part in [1e-6, 1e-3, 0.01, 0.1, 0.25, 0.5] {
                        let solution = network.solve(rate_hz * part);
                        assert!(solution.drum_pa_per_v.is_finite(), "{}", preset.id);
                        assert!(solution.isolation.is_finite(), "{}", preset.id);
                        assert!(solution.impedance_ohm.re >= 0.0, "{}", preset.id);
                    }
                }
            }
        }
        let soft = Placement::coupler(1000.0);
        let network = Network::new(&earphone, Side::Left, &soft).unwrap();
        for rate_hz in [8e3, 768e3] {
            let impulse = impulse::causal(|hz| network.solve(hz).drum_pa_per_v, rate_hz, 256);
            assert!(
                impulse.iter().all(|sample| sample.is_finite()),
                "{}",
                preset.id
            );
        }
    }
}

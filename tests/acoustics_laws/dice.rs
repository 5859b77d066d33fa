//! Seeded random earphones, valid and varied.

use bodypack::rig::{
    Amplifier, BalancedArmature, Bore, Crossover, Damper, Driver, Dynamic, Earphone, Electrostatic,
    Mode, Port, Seal, Shell, Tip, Transducer, Tube, Wall,
};

/// A seeded generator (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Uniform in 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, limit: usize) -> usize {
        ((self.roll() * limit as f64) as usize).min(limit - 1)
    }

    fn heads(&mut self) -> bool {
        self.roll() < 0.5
    }

    /// Uniform in the logarithm.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.roll())
    }

    fn perhaps(&mut self, low: f64, high: f64) -> Option<f64> {
        self.heads().then(|| self.between(low, high))
    }

    fn damper(&mut self) -> Option<Damper> {
        let position = [0.0, 1.0, self.roll()][self.below(3)];
        self.heads().then(|| Damper {
            resistance_pa_s_m3: self.between(1e6, 1e9),
            mass_kg_m4: self.between(1.0, 1e4),
            position,
        })
    }

    fn motor(&mut self) -> Transducer {
        match self.below(3) {
            0 => Transducer::Dynamic(Dynamic {
                re_ohm: self.between(4.0, 300.0),
                le_mh: self.between(0.001, 0.2),
                bl_tm: self.between(0.05, 1.0),
                mass_mg: self.between(1.0, 50.0),
                compliance_mm_n: self.between(0.5, 30.0),
                resistance_kg_s: self.between(1e-3, 0.05),
                area_mm2: self.between(10.0, 150.0),
                front_volume_mm3: self.between(5.0, 200.0),
                rear_volume_mm3: self.between(20.0, 1000.0),
                rear_vent_resistance_pa_s_m3: [f64::INFINITY, self.between(1e7, 1e10)]
                    [self.below(2)],
                rear_vent_mass_kg_m4: self.between(1.0, 1e6),
                front_vent_resistance_pa_s_m3: [f64::INFINITY, self.between(1e7, 1e10)]
                    [self.below(2)],
                front_vent_mass_kg_m4: self.between(1.0, 1e5),
                shell: self.heads().then(|| Shell {
                    volume_mm3: self.between(50.0, 2000.0),
                    vent_resistance_pa_s_m3: [f64::INFINITY, self.between(1e6, 1e9)][self.below(2)],
                    vent_mass_kg_m4: self.between(1.0, 1e5),
                }),
                modes: (0..self.below(4)).map(|_| self.mode()).collect(),
                ..Dynamic::default()
            }),
            1 => Transducer::BalancedArmature(BalancedArmature {
                re_ohm: self.between(3.0, 200.0),
                l1_mh: self.between(0.1, 20.0),
                l2_mh: [0.0, self.between(0.1, 20.0)][self.below(2)],
                semi_inductance_ohm_sqrt_s: [0.0, self.between(1e-3, 1.0)][self.below(2)],
                transduction_pa_a: self.between(2e4, 5e5),
                resistance_pa_s_m3: self.between(1e7, 1e9),
                mass_kg_m4: self.between(5e3, 2e5),
                compliance_m3_pa: self.between(1e-14, 1e-12),
                front_compliance_m3_pa: self.between(1e-14, 5e-13),
                pinhole_resistance_pa_s_m3: [f64::INFINITY, self.between(1e9, 1e12)][self.below(2)],
                back_compliance_m3_pa: self.between(1e-14, 1e-12),
                ..BalancedArmature::default()
            }),
            _ => Transducer::Electrostatic(Electrostatic {
                re_ohm: self.between(3.0, 50.0),
                gap_um: self.between(15.0, 100.0),
                resonance_hz: self.between(2e3, 2e4),
                resonance_q: self.between(0.3, 5.0),
                magnetising_mh: [f64::INFINITY, self.between(0.05, 5.0)][self.below(2)],
                rear_volume_mm3: [f64::INFINITY, self.between(5.0, 500.0)][self.below(2)],
                rear_vent_resistance_pa_s_m3: [f64::INFINITY, self.between(1e7, 1e10)]
                    [self.below(2)],
                rear_vent_mass_kg_m4: self.between(1.0, 1e5),
                amplifier: (self.below(4) == 0).then(|| Amplifier {
                    gain_db: self.between(1.0, 40.0),
                    input_ohm: self.between(100.0, 1e5),
                    ..Amplifier::default()
                }),
                ..Electrostatic::default()
            }),
        }
    }

    fn mode(&mut self) -> Mode {
        Mode {
            frequency_hz: self.between(2e3, 2e4),
            q: self.between(2.0, 20.0),
            mass_share: self.between(0.01, 0.3),
            area_share: self.between(0.01, 0.3),
        }
    }

    fn driver(&mut self, bores: usize) -> Driver {
        Driver {
            name: String::new(),
            count: 1 + self.below(3) as u32,
            inverted: self.heads(),
            bore: self.below(bores),
            crossover: Crossover {
                series_ohm: self.perhaps(1.0, 200.0),
                series_mh: self.perhaps(0.01, 3.0),
                series_uf: self.perhaps(0.1, 100.0),
                shunt_ohm: self.perhaps(5.0, 200.0),
                shunt_uf: self.perhaps(0.1, 50.0),
            },
            tube: self.heads().then(|| Tube {
                length_mm: self.between(0.5, 30.0),
                radius_mm: self.between(0.2, 1.5),
            }),
            damper: self.damper(),
            motor: self.motor(),
        }
    }

    /// An earphone with up to eight drivers on up to four bores.
    pub fn earphone(&mut self) -> Earphone {
        let bores = 1 + self.below(4);
        let drivers = 1 + self.below(8);
        Earphone {
            drivers: (0..drivers).map(|_| self.driver(bores)).collect(),
            bores: (0..bores)
                .map(|_| Bore {
                    length_mm: self.between(1.0, 30.0),
                    radius_mm: self.between(0.3, 2.0),
                    damper: self.damper(),
                })
                .collect(),
            tip: Tip {
                bore_length_mm: [0.0, self.between(0.5, 10.0)][self.below(2)],
                bore_radius_mm: self.between(0.5, 3.0),
                residual_canal_mm: self.between(8.0, 27.0),
                ..Tip::default()
            },
            seal: Seal {
                left_resistance_pa_s_m3: [f64::INFINITY, self.between(1e6, 1e11)][self.below(2)],
                right_resistance_pa_s_m3: self.between(1e6, 1e11),
                mass_kg_m4: [0.0, self.between(1e2, 1e5)][self.below(2)],
            },
            port: match self.below(3) {
                0 => Port::None,
                1 => Port::Hole {
                    diameter_mm: self.between(0.2, 3.0),
                    length_mm: self.between(0.5, 10.0),
                },
                _ => Port::Porous {
                    series_resistance_pa_s_m3: self.between(1e7, 1e10),
                    compliance_m3_pa: self.between(1e-13, 1e-10),
                    shunt_resistance_pa_s_m3: self.between(1e7, 1e10),
                },
            },
            wall: Wall {
                compliance_mm3: self.between(5.0, 500.0),
                resonance_hz: self.between(100.0, 2000.0),
                q: self.between(0.3, 3.0),
            },
            ..Earphone::default()
        }
    }

    pub fn frequency_hz(&mut self) -> f64 {
        self.between(2.0, 20_000.0)
    }

    pub fn source_impedance_ohm(&mut self) -> f64 {
        [0.0, self.between(0.1, 100.0)][self.below(2)]
    }
}

use toml::de::DeTable;

use super::*;
use crate::rig::{
    Ambient, BalancedArmature, Bore, Crossover, Damper, Device, DigitalLink, Driver, Dynamic,
    Earphone, Electrostatic, EmbeddedCurve, Link, Listening, Measured, MeasuredOn, OwnVoice, Pack,
    Port, Reference, Seal, Tip, Transducer, Tube,
};

fn refused(text: &str) -> String {
    Rig::from_toml(text).expect_err(text).to_string()
}

const HEAD: &str = "format = 1\nname = \"Test\"\n";

#[test]
fn a_short_file_takes_the_defaults() {
    let rig = Rig::from_toml(HEAD).unwrap();
    let expected = Rig {
        name: "Test".into(),
        ..Rig::default()
    };
    assert_eq!(rig, expected);
}

#[test]
fn whole_numbers_do_for_numbers() {
    let rig = Rig::from_toml(&format!("{HEAD}[feed]\ntrim_db = -3\n")).unwrap();
    assert_eq!(rig.feed.trim_db, -3.0);
}

#[test]
fn the_default_rig_is_valid_and_comes_back() {
    let rig = Rig::default();
    rig.validate().unwrap();
    assert_eq!(Rig::from_toml(&rig.to_toml()).unwrap(), rig);
}

#[test]
fn a_rig_put_together_in_code_is_checked_without_lines() {
    let mut rig = Rig::default();
    rig.feed.trim_db = f64::NAN;
    rig.earphone.drivers[0].bore = 3;
    assert_eq!(
        rig.validate().unwrap_err().to_string(),
        "`feed.trim_db` is nan; allowed are -24 to 24 dB"
    );
    rig.feed.trim_db = 0.0;
    assert_eq!(
        rig.validate().unwrap_err().to_string(),
        "`earphone.drivers.0.bore` is 3; allowed is 0, as there is one bore"
    );
    rig.earphone.drivers[0].bore = usize::MAX;
    assert!(rig.validate().is_err());
}

#[test]
fn infinity_is_for_leaks_and_rear_vents_alone() {
    let sealed = format!("{HEAD}[earphone.seal]\nleft_resistance_pa_s_m3 = inf\n");
    let rig = Rig::from_toml(&sealed).unwrap();
    assert_eq!(rig.earphone.seal.left_resistance_pa_s_m3, f64::INFINITY);
    for number in ["-inf", "nan", "1e999"] {
        assert!(refused(&sealed.replace("inf", number)).contains("1e5 to 1e12 Pa·s/m³, or `inf`"));
    }
    assert_eq!(
        refused(&format!("{HEAD}[feed]\ntrim_db = inf\n")),
        "line 4: `feed.trim_db` is inf; allowed are -24 to 24 dB"
    );
}

#[test]
fn every_problem_is_named_in_the_order_of_the_lines() {
    let text = format!(
        "{HEAD}notes = 7\n[pack]\nvolum_db = 0\nbalance = 2\n[feed]\nmode = \"monno\"\nwidth = true\n"
    );
    assert_eq!(
        refused(&text),
        "line 3: `notes` is 7; allowed is a text in quotes, 0 to 2000 characters long\n\
         line 5: `pack.volum_db` is not known; did you mean `volume_db`?\n\
         line 6: `pack.balance` is 2; allowed are -1 to 1\n\
         line 8: `feed.mode` is \"monno\"; allowed are \"stereo\", \"mono\", \"left\", \"right\", \
         \"swap\"; did you mean \"mono\"?\n\
         line 9: `feed.width` is true; allowed are 0 to 1"
    );
}

#[test]
fn older_formats_go_through_every_step_from_theirs_on() {
    fn first(table: &mut DeTable<'_>) {
        let value = table.remove("title").unwrap();
        table.insert(Spanned::new(0..0, "caption".into()), value);
    }
    fn second(table: &mut DeTable<'_>) {
        let value = table.remove("caption").unwrap();
        table.insert(Spanned::new(0..0, "name".into()), value);
    }
    for (text, format) in [
        ("title = \"A\"", 1),
        ("caption = \"A\"", 2),
        ("name = \"A\"", 3),
    ] {
        let mut tree = parse(text).unwrap();
        migrate(tree.get_mut(), format, &[first, second]);
        let name = tree.get_ref().get("name").unwrap();
        assert_eq!(name.get_ref().as_str(), Some("A"), "from format {format}");
    }
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let mut rig = Rig::default();
    rig.earphone.drivers[0].motor = Transducer::BalancedArmature(BalancedArmature::default());
    rig.notes = "x = 0.000000000000001\n[feed]\ntrim_db = 1000000000.0".into();
    let text = rig.to_toml();
    assert!(text.contains("compliance_m3_pa = 5.73e-14\n"), "{text}");
    assert!(text.contains("left_resistance_pa_s_m3 = 3e9\n"), "{text}");
    assert!(text.contains("re_ohm = 3.88\n"), "{text}");
    assert_eq!(Rig::from_toml(&text).unwrap(), rig);
}

/// A small seeded generator (Marsaglia's xorshift), enough to fill rigs with odd numbers.
pub(super) struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit as u64) as usize
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Anything in a range, all its bits in use; often one of its ends, `inf` where allowed.
    fn number(&mut self, path: &str) -> f64 {
        let range = crate::rig::schema::field(path).unwrap().range.unwrap();
        self.within(range)
    }

    fn within(&mut self, range: crate::rig::schema::Range) -> f64 {
        let share = self.roll() as f64 / u64::MAX as f64;
        match self.below(6) {
            0 => range.min,
            1 => range.max,
            2 if range.infinite => f64::INFINITY,
            3 if range.min > 0.0 => range.min * (range.max / range.min).powf(share),
            _ => range.min + share * (range.max - range.min),
        }
    }

    fn damper(&mut self) -> Option<Damper> {
        self.coin().then(|| Damper {
            resistance_pa_s_m3: self.number("earphone.bores.N.damper.resistance_pa_s_m3"),
            mass_kg_m4: self.number("earphone.bores.N.damper.mass_kg_m4"),
            position: self.number("earphone.bores.N.damper.position"),
        })
    }

    fn part(&mut self, name: &str) -> Option<f64> {
        let path = format!("earphone.drivers.N.crossover.{name}");
        self.coin().then(|| self.number(&path))
    }

    fn motor(&mut self) -> Transducer {
        match self.below(3) {
            0 => Transducer::Dynamic(Dynamic {
                rear_vent_resistance_pa_s_m3: self
                    .number("earphone.drivers.N.motor.rear_vent_resistance_pa_s_m3"),
                bl_tm: self.number("earphone.drivers.N.motor.bl_tm"),
                resistance_kg_s: self.within(crate::rig::schema::Range {
                    min: 1e-5,
                    max: 10.0,
                    infinite: false,
                }),
                ..Dynamic::default()
            }),
            1 => Transducer::BalancedArmature(BalancedArmature {
                compliance_m3_pa: self.number("earphone.drivers.N.motor.compliance_m3_pa"),
                front_compliance_m3_pa: self
                    .number("earphone.drivers.N.motor.front_compliance_m3_pa"),
                ..BalancedArmature::default()
            }),
            _ => Transducer::Electrostatic(Electrostatic {
                gap_um: self.number("earphone.drivers.N.motor.gap_um"),
                ..Electrostatic::default()
            }),
        }
    }

    fn driver(&mut self, bores: usize) -> Driver {
        Driver {
            name: ["woofer", "", "Höhen \"quoted\" \\ and\ttabbed"][self.below(3)].into(),
            count: 1 + self.below(2) as u32,
            inverted: self.coin(),
            bore: self.below(bores),
            crossover: Crossover {
                series_ohm: self.part("series_ohm"),
                series_mh: self.part("series_mh"),
                series_uf: self.part("series_uf"),
                shunt_ohm: self.part("shunt_ohm"),
                shunt_uf: self.part("shunt_uf"),
            },
            tube: self.coin().then(|| Tube {
                length_mm: self.number("earphone.drivers.N.tube.length_mm"),
                radius_mm: self.number("earphone.drivers.N.tube.radius_mm"),
            }),
            damper: self.damper(),
            motor: self.motor(),
        }
    }

    fn port(&mut self) -> Port {
        match self.below(3) {
            0 => Port::None,
            1 => Port::Hole {
                diameter_mm: self.number("earphone.port.diameter_mm"),
                length_mm: self.number("earphone.port.length_mm"),
            },
            _ => Port::Porous {
                series_resistance_pa_s_m3: self.number("earphone.port.series_resistance_pa_s_m3"),
                compliance_m3_pa: self.number("earphone.port.compliance_m3_pa"),
                shunt_resistance_pa_s_m3: self.number("earphone.port.shunt_resistance_pa_s_m3"),
            },
        }
    }

    fn curve(&mut self) -> EmbeddedCurve {
        let points = 2 + self.below(30);
        let mut frequency_hz = 1.0 + self.below(100) as f64 / 7.0;
        let mut curve = EmbeddedCurve {
            file: ["", "Höhen \"L\".txt"][self.below(2)].into(),
            frequencies_hz: Vec::new(),
            levels_db: Vec::new(),
            ..EmbeddedCurve::default()
        };
        for _ in 0..points {
            frequency_hz *= 1.0 + (1 + self.below(1000)) as f64 / 3000.0;
            let level_db = (self.roll() as f64 / u64::MAX as f64 - 0.5) * 100.0;
            curve.frequencies_hz.push(frequency_hz);
            curve.levels_db.push(level_db);
        }
        curve
    }

    fn earphone(&mut self) -> Earphone {
        let bores = 1 + self.below(4);
        Earphone {
            drivers: (0..1 + self.below(8)).map(|_| self.driver(bores)).collect(),
            bores: (0..bores)
                .map(|_| Bore {
                    length_mm: self.number("earphone.bores.N.length_mm"),
                    radius_mm: self.number("earphone.bores.N.radius_mm"),
                    damper: self.damper(),
                })
                .collect(),
            tip: Tip {
                residual_canal_mm: self.number("earphone.tip.residual_canal_mm"),
                ..Tip::default()
            },
            seal: Seal {
                left_resistance_pa_s_m3: self.number("earphone.seal.left_resistance_pa_s_m3"),
                right_resistance_pa_s_m3: self.number("earphone.seal.right_resistance_pa_s_m3"),
                mass_kg_m4: self.number("earphone.seal.mass_kg_m4"),
            },
            port: self.port(),
            measured: self.coin().then(|| Measured {
                coupler: MeasuredOn::ALL[self.below(3)],
                left: Some(self.curve()),
                right: self.coin().then(|| self.curve()),
                ..Measured::default()
            }),
            ..Earphone::default()
        }
    }

    pub(super) fn rig(&mut self) -> Rig {
        Rig {
            name: ["Plain", "Ünïcode “quotes”", "back\\slash \"and\" 'so on'"][self.below(3)]
                .into(),
            notes: ["", "One.\nTwo.\r\n\tThree\u{1}.", "'''\"\"\""][self.below(3)].into(),
            link: if self.coin() {
                Link::Wired
            } else {
                Link::Digital(DigitalLink {
                    latency_ms: self.number("link.latency_ms"),
                    ..DigitalLink::default()
                })
            },
            pack: Pack {
                volume_db: self.number("pack.volume_db"),
                ..Pack::default()
            },
            earphone: self.earphone(),
            ambient: Ambient {
                enabled: self.coin(),
                level_dbspl: self.number("ambient.level_dbspl"),
                ..Ambient::default()
            },
            own_voice: OwnVoice {
                enabled: self.coin(),
                ..OwnVoice::default()
            },
            listening: Listening {
                reference: Reference::ALL[self.below(Reference::ALL.len())],
                amount: self.number("listening.amount"),
                device: self.coin().then(|| Device {
                    equaliser_runs: self.coin(),
                    right: Some(self.curve()),
                    ..Device::default()
                }),
                ..Listening::default()
            },
            ..Rig::default()
        }
    }
}

#[test]
fn any_valid_rig_comes_back_from_its_file_to_the_last_bit() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..300 {
        let rig = dice.rig();
        rig.validate()
            .unwrap_or_else(|error| panic!("round {round}: {error}"));
        let text = rig.to_toml();
        let back = Rig::from_toml(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(back, rig, "round {round}\n{text}");
        assert_eq!(back.to_toml(), text, "round {round}");
    }
}

#[test]
fn broken_files_are_refused_without_a_panic() {
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    let scraps: [&str; 16] = [
        "[",
        "]",
        "=",
        "\"",
        "'''",
        "{",
        "}",
        "\n",
        ".",
        "inf",
        "nan",
        "-1",
        "1979-05-27",
        "9e999",
        "é\u{0}",
        "[[earphone.drivers]]\n",
    ];
    let mut accepted = 0;
    for _ in 0..1500 {
        let mut text = dice.rig().to_toml();
        for _ in 0..1 + dice.below(4) {
            let mut at = dice.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match dice.below(3) {
                0 => text.insert_str(at, scraps[dice.below(scraps.len())]),
                1 => text.truncate(at),
                _ => {
                    text.remove(at);
                }
            }
            if text.is_empty() {
                break;
            }
        }
        match Rig::from_toml(&text) {
            Ok(rig) => {
                rig.validate().unwrap();
                accepted += 1;
            }
            Err(error) => {
                for line in error.to_string().lines() {
                    assert!(line.starts_with("line "), "{line}");
                }
            }
        }
    }
    // Otherwise the mutations never got past the parser.
    assert!(accepted > 50, "{accepted}");
}

//! The earphone: its drivers, its bores, its tip, and how it seals and vents.

use super::driver::{Damper, Driver};
use super::measured::Measured;
use super::schema::{
    choice, choices, described, kinds, list, number, number_or_inf, optional, switch, table, tagged,
};

described! {
    /// One earphone; left and right differ only in how they sit in the ear.
    pub struct Earphone {
        /// True if the left one hangs out of its ear.
        pub left_out: bool = false, switch();
        /// True if the right one hangs out of its ear.
        pub right_out: bool = false, switch();
        /// Opening of the leak by the jaw while the performer sings, as powers of ten of its
        /// resistance; 0 is none, usual are 0.5 to 1.
        pub jaw_decades: f64 = 0.0, number(0.0, 1.5, "");
        /// The drivers.
        pub drivers: Vec<Driver> = vec![Driver::default()], list::<Driver>(1, 20);
        /// The sound bores through the nozzle; a driver names its bore by index from 0.
        pub bores: Vec<Bore> = vec![Bore::default()], list::<Bore>(1, 4);
        /// The tip, from the end of the nozzle to the drum.
        pub tip: Tip = Tip::default(), table::<Tip>();
        /// The leak between the tip and the canal wall.
        pub seal: Seal = Seal::default(), table::<Seal>();
        /// The vent from the tip face to the room.
        pub port: Port = Port::default(), kinds::<Port>();
        /// The tip and shell moving as a wall, on skin.
        pub wall: Wall = Wall::default(), table::<Wall>();
        /// Amount of the drivers' distortion: 1 is the distortion at the listening level, 0 is
        /// none.
        pub distortion: f64 = 1.0, number(0.0, 1.0, "");
        /// Opening of the leak by a slipping tip before it is pushed back, as powers of ten of its
        /// resistance; 0 is a tip that stays.
        pub slip_decades: f64 = 0.0, number(0.0, 3.0, "");
        /// Time in which the tip slips before it is pushed back.
        pub slip_s: f64 = 40.0, number(2.0, 1800.0, "s");
        /// A measurement of the earphone, in place of the network's own response.
        pub measured: Option<Measured> = None, optional(table::<Measured>());
    }
}

described! {
    /// A sound bore: a tube from the drivers that share it to the tip, with an optional damper at
    /// its inner end.
    pub struct Bore {
        /// Length of the bore.
        pub length_mm: f64 = 8.0, number(0.5, 40.0, "mm");
        /// Radius of the bore.
        pub radius_mm: f64 = 1.2, number(0.1, 5.0, "mm");
        /// A damper in the bore.
        pub damper: Option<Damper> = None, optional(table::<Damper>());
    }
}

described! {
    /// The tip's own bore, and how deep it sits.
    pub struct Tip {
        /// Length of the tip's bore beyond the nozzle.
        pub bore_length_mm: f64 = 4.0, number(0.0, 15.0, "mm");
        /// Radius of the tip's bore.
        pub bore_radius_mm: f64 = 2.0, number(0.3, 5.0, "mm");
        /// Length of the canal between the tip's face and the drum; a coupler takes less than its
        /// own 12.6 mm as 12.6 mm.
        pub residual_canal_mm: f64 = 17.0, number(8.0, 27.0, "mm");
        /// The same for the right ear alone, where it sits deeper or shallower than the left.
        pub right_residual_canal_mm: Option<f64> = None, optional(number(8.0, 27.0, "mm"));
        /// The kind of tip: it stands for the numbers of bore, depth, seal and wall that a file
        /// does not give itself.
        pub kind: TipKind = TipKind::Free, choice::<TipKind>();
    }
}

impl Tip {
    /// Length of the canal between the tip's face and the drum of one ear, mm.
    pub fn canal_mm(&self, side: Side) -> f64 {
        match (side, self.right_residual_canal_mm) {
            (Side::Right, Some(right_mm)) => right_mm,
            _ => self.residual_canal_mm,
        }
    }
}

choices! {
    /// A kind of tip, or how the earphone meets the ear without one.
    pub enum TipKind {
        /// None in particular: the numbers say all.
        "free" = Free,
        /// A single silicone flange of the right size, well seated.
        "silicone-good" = SiliconeGood,
        /// A single silicone flange as most people wear it.
        "silicone-average" = SiliconeAverage,
        /// A single silicone flange that is too small.
        "silicone-poor" = SiliconePoor,
        /// Two silicone flanges.
        "double-flange" = DoubleFlange,
        /// Three silicone flanges, deep in the canal.
        "triple-flange" = TripleFlange,
        /// Slow-recovery foam.
        "foam" = Foam,
        /// A hard shell from an impression of the ear.
        "acrylic-custom" = AcrylicCustom,
        /// A soft shell from an impression of the ear.
        "silicone-custom" = SiliconeCustom,
        /// A flat earbud that rests in the concha and seals nothing.
        "earbud" = Earbud,
    }
}

described! {
    /// The leak past the tip: a resistance for each ear, in series with the mass of the air in it.
    pub struct Seal {
        /// Acoustic resistance of the left leak: the higher, the tighter; inf is airtight.
        pub left_resistance_pa_s_m3: f64 = 3e9, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Acoustic resistance of the right leak: the higher, the tighter; inf is airtight.
        pub right_resistance_pa_s_m3: f64 = 3e9, number_or_inf(1e5, 1e12, "Pa·s/m³");
        /// Acoustic mass of the air in the leak.
        pub mass_kg_m4: f64 = 0.0, number(0.0, 1e6, "kg/m⁴");
    }
}

impl Seal {
    /// The leak resistance of one ear, Pa·s/m³; `inf` when airtight.
    pub fn resistance_pa_s_m3(&self, side: Side) -> f64 {
        match side {
            Side::Left => self.left_resistance_pa_s_m3,
            Side::Right => self.right_resistance_pa_s_m3,
        }
    }

    /// Returns whether both ears leak alike.
    pub fn is_symmetric(&self) -> bool {
        self.left_resistance_pa_s_m3 == self.right_resistance_pa_s_m3
    }
}

impl Earphone {
    /// Returns whether it sits alike in both ears and was measured alike.
    pub fn is_symmetric(&self) -> bool {
        let [left_mm, right_mm] = Side::BOTH.map(|side| self.tip.canal_mm(side));
        let measured = self.measured.as_ref();
        self.seal.is_symmetric()
            && left_mm == right_mm
            && self.left_out == self.right_out
            && measured.is_none_or(Measured::is_symmetric)
    }

    /// Returns whether one side hangs out of its ear.
    pub fn is_out(&self, side: Side) -> bool {
        match side {
            Side::Left => self.left_out,
            Side::Right => self.right_out,
        }
    }

    /// Returns whether left and right differ in nothing but their leaks.
    pub fn differs_in_seal_alone(&self) -> bool {
        let [left_mm, right_mm] = Side::BOTH.map(|side| self.tip.canal_mm(side));
        left_mm == right_mm && !self.left_out && !self.right_out
    }
}

tagged! {
    /// A vent from the tip's face to the room.
    pub enum Port {
        /// No vent.
        "none" = None,
        /// A round hole.
        "hole" = Hole {
            /// Diameter of the hole.
            diameter_mm: f64 = hole_diameter_mm(), number(0.05, 5.0, "mm");
            /// Length of the hole.
            length_mm: f64 = hole_length_mm(), number(0.1, 20.0, "mm");
        },
        /// A foam-filled module: R1 in series with C parallel to R2.
        "porous" = Porous {
            /// Resistance R1 from the tip to the inner volume.
            series_resistance_pa_s_m3: f64 = porous_series_resistance_pa_s_m3(),
                number(1e5, 1e11, "Pa·s/m³");
            /// Inner volume as a compliance C.
            compliance_m3_pa: f64 = porous_compliance_m3_pa(), number(0.0, 1e-9, "m³/Pa");
            /// Resistance R2 from the inner volume to the room.
            shunt_resistance_pa_s_m3: f64 = porous_shunt_resistance_pa_s_m3(),
                number(0.0, 1e11, "Pa·s/m³");
        },
        /// A vent module for a port that is made for it, as measured.
        "module" = Module {
            /// Grade of the module.
            grade: ModuleGrade = module_grade(), choice::<ModuleGrade>();
        },
        /// The port of a module with the module taken out: a resistance and the mass of its air.
        "open" = Open {
            /// Acoustic resistance.
            resistance_pa_s_m3: f64 = open_resistance_pa_s_m3(), number(1e5, 1e10, "Pa·s/m³");
            /// Acoustic mass of its air.
            mass_kg_m4: f64 = open_mass_kg_m4(), number(0.0, 1e6, "kg/m⁴");
        },
        /// A thin film across the vent, like a second drum.
        "membrane" = Membrane {
            /// Resistance of the film.
            resistance_pa_s_m3: f64 = membrane_resistance_pa_s_m3(), number(1e5, 1e11, "Pa·s/m³");
            /// Mass of the film and of the air that moves with it.
            mass_kg_m4: f64 = membrane_mass_kg_m4(), number(0.0, 1e6, "kg/m⁴");
            /// Compliance of the film, as an equivalent volume of air.
            compliance_mm3: f64 = membrane_compliance_mm3(), number(1.0, 10000.0, "mm³");
        },
        /// A musician's filter: a diaphragm and the mass in its bore, which let through the same
        /// share of all frequencies and the ear's lost resonance besides.
        "filter" = Filter {
            /// Division of the pressure between its diaphragm and the ear. A shell's loss is another:
            /// its wall lets sound through beside the filter.
            loss_db: f64 = filter_loss_db(), number(3.0, 40.0, "dB");
            /// Resonance of its bore with diaphragm and canal, where an open ear has its own.
            resonance_hz: f64 = filter_resonance_hz(), number(500.0, 8000.0, "Hz");
            /// Quality factor of that resonance.
            q: f64 = filter_q(), number(0.3, 10.0, "");
        },
    }
}

impl Port {
    /// The usual ambient bore.
    pub fn hole() -> Self {
        Self::Hole {
            diameter_mm: hole_diameter_mm(),
            length_mm: hole_length_mm(),
        }
    }

    /// The usual foam plug.
    pub fn porous() -> Self {
        Self::Porous {
            series_resistance_pa_s_m3: porous_series_resistance_pa_s_m3(),
            compliance_m3_pa: porous_compliance_m3_pa(),
            shunt_resistance_pa_s_m3: porous_shunt_resistance_pa_s_m3(),
        }
    }

    /// The usual port without its module.
    pub fn open() -> Self {
        Self::Open {
            resistance_pa_s_m3: open_resistance_pa_s_m3(),
            mass_kg_m4: open_mass_kg_m4(),
        }
    }

    /// The usual membrane.
    pub fn membrane() -> Self {
        Self::Membrane {
            resistance_pa_s_m3: membrane_resistance_pa_s_m3(),
            mass_kg_m4: membrane_mass_kg_m4(),
            compliance_mm3: membrane_compliance_mm3(),
        }
    }

    /// A musician's filter that is sold by a loss, tuned so that a custom shell with it in keeps this
    /// loss in all third octaves (`tests/acoustics_isolation.rs`). The division of pressure is then
    /// another number: the shell's own wall lets sound through beside it, and the open ear's
    /// resonance is lost whole.
    pub fn filter(sold_by_db: f64) -> Self {
        /// Name in dB, and the division, resonance and quality factor for it.
        const TUNED: [(f64, f64, f64, f64); 4] = [
            (9.0, 5.75, 3500.0, 0.894),
            (15.0, 13.75, 4062.0, 0.688),
            (20.0, 18.31, 3921.0, 0.581),
            (25.0, 29.75, 3938.0, 1.212),
        ];
        let (sold, division, resonance_hz, q) = (TUNED.into_iter())
            .min_by(|a, b| {
                (a.0 - sold_by_db)
                    .abs()
                    .total_cmp(&(b.0 - sold_by_db).abs())
            })
            .unwrap_or((0.0, 0.0, filter_resonance_hz(), filter_q()));
        Self::Filter {
            loss_db: division + sold_by_db - sold,
            resonance_hz,
            q,
        }
    }
}

choices! {
    /// Grade of a vent module.
    pub enum ModuleGrade {
        /// Closed, and yet never as tight as a shell without a vent.
        "closed" = Closed,
        /// The tightest: a pure resistance.
        "tight" = Tight,
        /// The one between.
        "medium" = Medium,
        /// The most open.
        "open" = Open,
    }
}

// A usual ambient bore, and the most open of the porous modules that have been measured.

fn hole_diameter_mm() -> f64 {
    1.0
}

fn hole_length_mm() -> f64 {
    10.0
}

fn porous_series_resistance_pa_s_m3() -> f64 {
    1.43e8
}

fn porous_compliance_m3_pa() -> f64 {
    2.83e-11
}

fn porous_shunt_resistance_pa_s_m3() -> f64 {
    1.75e8
}

// The measured open grade of module; a port with its module out, as measured; a film that takes 2 dB of bass; the
// filter that most players take.

fn module_grade() -> ModuleGrade {
    ModuleGrade::Open
}

fn open_resistance_pa_s_m3() -> f64 {
    3e7
}

fn open_mass_kg_m4() -> f64 {
    9.2e3
}

fn membrane_resistance_pa_s_m3() -> f64 {
    2e8
}

fn membrane_mass_kg_m4() -> f64 {
    5e3
}

fn membrane_compliance_mm3() -> f64 {
    350.0
}

fn filter_loss_db() -> f64 {
    15.0
}

fn filter_resonance_hz() -> f64 {
    2700.0
}

fn filter_q() -> f64 {
    1.5
}

described! {
    /// The tip and shell as a moving wall: sound gets in even when nothing leaks.
    pub struct Wall {
        /// Compliance of tip and skin, as an equivalent volume of air; a twentieth of the ear's
        /// 1260 mm³ holds the low frequencies back by 26 dB.
        pub compliance_mm3: f64 = 110.0, number(1.0, 1000.0, "mm³");
        /// Resonance of the earphone's mass on tip and skin; above it, isolation rises by 12 dB
        /// per octave.
        pub resonance_hz: f64 = 900.0, number(50.0, 5000.0, "Hz");
        /// Quality factor of that resonance.
        pub q: f64 = 0.7, number(0.1, 5.0, "");
    }
}

/// One of the two ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The left ear.
    Left,
    /// The right ear.
    Right,
}

impl Side {
    /// Both ears, left first, as channels are ordered.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];
}

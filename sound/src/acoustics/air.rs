//! The air in the tubes and the canal: dry ideal gas at one standard atmosphere.
//!
//! Only temperature is a knob: couplers are calibrated at 23 °C, a worn canal is near 36 °C, and the
//! half-wave peak rises by 2.2 % between the two. Humidity is left out (it raises the speed of sound
//! by 0.4 %).

/// One standard atmosphere, Pa.
pub const ATMOSPHERE_PA: f64 = 101_325.0;
/// Ratio of the specific heats of air.
pub const HEAT_RATIO: f64 = 1.4;
/// Bulk modulus γP0 of air, Pa; the same at every temperature.
pub const BULK_MODULUS_PA: f64 = HEAT_RATIO * ATMOSPHERE_PA;

/// Gas constant of dry air, J/(kg·K).
const GAS_CONSTANT: f64 = 287.05;
const ZERO_CELSIUS_K: f64 = 273.15;

/// Properties of air at one temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Density ρ, kg/m³.
    pub density_kg_m3: f64,
    /// Speed of sound c, m/s.
    pub speed_m_s: f64,
    /// Dynamic viscosity μ, Pa·s.
    pub viscosity_pa_s: f64,
    /// Prandtl number: viscous over thermal diffusion.
    pub prandtl: f64,
}

impl Air {
    /// Air at a temperature in °C, meant for 0 to 50 °C.
    ///
    /// Viscosity is Sutherland's law; the Prandtl number a line through 0.708 at 23 °C and 0.704 at
    /// 37 °C.
    pub fn new(temperature_c: f64) -> Self {
        let kelvin = temperature_c + ZERO_CELSIUS_K;
        let density_kg_m3 = ATMOSPHERE_PA / (GAS_CONSTANT * kelvin);
        let relative = kelvin / ZERO_CELSIUS_K;
        let sutherland = (ZERO_CELSIUS_K + 110.4) / (kelvin + 110.4);
        Self {
            density_kg_m3,
            speed_m_s: (BULK_MODULUS_PA / density_kg_m3).sqrt(),
            viscosity_pa_s: 1.716e-5 * relative * relative.sqrt() * sutherland,
            prandtl: 0.708 - 0.004 / 14.0 * (temperature_c - 23.0),
        }
    }
}

/// Compliance of a volume of air, m³/Pa, from mm³.
pub fn compliance_m3_pa(volume_mm3: f64) -> f64 {
    volume_mm3 * 1e-9 / BULK_MODULUS_PA
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dry ideal gas and Sutherland's law, as tabulated for 23, 30 and 37 °C.
    #[test]
    fn agrees_with_the_tables_of_dry_air() {
        let rows = [
            (23.0, 1.1919, 344.98, 1.828e-5, 0.708),
            (30.0, 1.1644, 349.04, 1.861e-5, 0.706),
            (37.0, 1.1381, 353.04, 1.894e-5, 0.704),
        ];
        for (temperature_c, density, speed, viscosity, prandtl) in rows {
            let air = Air::new(temperature_c);
            assert!((air.density_kg_m3 / density - 1.0).abs() < 1e-4);
            assert!((air.speed_m_s / speed - 1.0).abs() < 1e-4);
            assert!((air.viscosity_pa_s / viscosity - 1.0).abs() < 5e-4);
            assert!((air.prandtl - prandtl).abs() < 5e-4);
        }
    }
}

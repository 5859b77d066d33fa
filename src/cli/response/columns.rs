//! Columns of tables and CSV files: names with units, and values.

use bodypack::rig::Rig;

use super::sweep::{level_dbspl, Point, Sweep};
use super::PathKind;

/// One column.
pub struct Column {
    /// Its name in a CSV file, unit included.
    pub csv: String,
    /// Its name over a table, unit included.
    pub title: String,
    /// Decimals in a table and in a CSV file.
    pub decimals: (usize, usize),
    /// Its number at a point.
    pub value: Box<dyn Fn(&Point) -> f64>,
}

fn column(
    csv: impl Into<String>,
    title: impl Into<String>,
    decimals: (usize, usize),
    value: impl Fn(&Point) -> f64 + 'static,
) -> Column {
    Column {
        csv: csv.into(),
        title: title.into(),
        decimals,
        value: Box::new(value),
    }
}

fn degrees(number: num_complex::Complex64) -> f64 {
    number.arg().to_degrees()
}

/// The columns of a path after the frequency.
pub fn columns(rig: &Rig, sweep: &Sweep, path: PathKind) -> Vec<Column> {
    match path {
        PathKind::Program => program(sweep),
        PathKind::Ambient => ambient(),
        PathKind::OwnVoice => own_voice(),
        PathKind::Impedance => impedance(),
        PathKind::Drivers => drivers(rig),
        PathKind::All => {
            let mut all = program(sweep);
            all.push(column("sealed_dbspl_at_0.1_v", "sealed", (2, 4), |p| {
                level_dbspl(p.sealed_pa_per_v)
            }));
            all.extend(ambient());
            all.extend(drivers(rig));
            all
        }
    }
}

fn program(sweep: &Sweep) -> Vec<Column> {
    let middle_dbspl = sweep.middle_dbspl();
    let mut columns = vec![
        column("level_dbspl_at_0.1_v", "dB SPL", (2, 4), Point::level_dbspl),
        column("level_db_re_300_to_1000_hz", "dB rel.", (2, 4), move |p| {
            p.level_dbspl() - middle_dbspl
        }),
        column("phase_deg", "phase °", (1, 3), |p| {
            degrees(p.drum_pa_per_v)
        }),
    ];
    columns.extend(impedance());
    columns.push(column("group_delay_ms", "delay ms", (3, 5), |p| {
        p.group_delay_ms
    }));
    columns
}

fn impedance() -> Vec<Column> {
    vec![
        column("impedance_ohm", "|Z| Ω", (2, 4), |p| {
            p.impedance_ohm.norm()
        }),
        column("impedance_phase_deg", "Z °", (1, 3), |p| {
            degrees(p.impedance_ohm)
        }),
    ]
}

fn ambient() -> Vec<Column> {
    vec![
        column(
            "insertion_loss_db",
            "loss dB",
            (2, 4),
            Point::insertion_loss_db,
        ),
        column("air_loss_db", "air dB", (2, 4), Point::air_loss_db),
        column("air_phase_deg", "air °", (1, 3), |p| degrees(p.isolation)),
        column("bone_ceiling_db", "bone dB", (1, 2), Point::ceiling_db),
    ]
}

fn own_voice() -> Vec<Column> {
    vec![
        column("own_voice_db", "voice dB", (2, 4), |p| p.own_voice.whole_db),
        column("own_voice_bone_db", "bone dB", (2, 4), |p| {
            p.own_voice.bone_db
        }),
        column("occlusion_effect_db", "occl. dB", (2, 4), |p| {
            p.own_voice.effect_db
        }),
        column("own_voice_air_db", "air dB", (2, 4), |p| p.own_voice.air_db),
        column("own_voice_open_ear_db", "open dB", (2, 4), |p| {
            p.own_voice.open_db
        }),
    ]
}

/// Level and phase of each driver entry, numbered from 1 as they stand in the rig.
fn drivers(rig: &Rig) -> Vec<Column> {
    let pair = |(index, driver): (usize, &bodypack::rig::Driver)| {
        let number = index + 1;
        [
            column(
                format!("driver_{number}_dbspl_at_0.1_v"),
                format!("{number} {} dB", driver.name),
                (2, 4),
                move |p| level_dbspl(p.parts_pa_per_v[index]),
            ),
            column(
                format!("driver_{number}_phase_deg"),
                format!("{number} °"),
                (1, 3),
                move |p| degrees(p.parts_pa_per_v[index]),
            ),
        ]
    };
    rig.earphone
        .drivers
        .iter()
        .enumerate()
        .flat_map(pair)
        .collect()
}

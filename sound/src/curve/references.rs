//! The targets that playback devices are tuned to, at the drum.
//!
//! Third-octave figures, dB re 500 Hz, joined by a smooth line; the ends are held.

use super::{Curve, Point};

/// The in-ear preference target of 2019, as traced by the measuring community (its authors
/// published no table); 20 Hz to 16 kHz.
const HARMAN_IN_EAR: [(f64, f64); 27] = [
    (20.0, 9.0),
    (31.5, 9.1),
    (50.0, 8.1),
    (80.0, 5.6),
    (100.0, 4.2),
    (125.0, 2.8),
    (160.0, 1.5),
    (200.0, 0.4),
    (250.0, -0.2),
    (315.0, -0.3),
    (400.0, -0.2),
    (500.0, 0.0),
    (630.0, 0.3),
    (800.0, 0.8),
    (1000.0, 1.4),
    (1250.0, 2.5),
    (1600.0, 4.5),
    (2000.0, 7.2),
    (2500.0, 9.7),
    (3150.0, 10.8),
    (4000.0, 10.3),
    (5000.0, 9.1),
    (6300.0, 7.8),
    (8000.0, 5.0),
    (10000.0, 0.6),
    (12500.0, -4.0),
    (16000.0, -8.8),
];

/// The preference target of 2018 for headphones around the ear, third-octave figures of its trace by
/// the measuring community (its authors published no table); 20 Hz to 16 kHz. Above that the trace
/// falls off as its measurements do, which says nothing about playback, and the end is held.
const HARMAN_OVER_EAR: [(f64, f64); 30] = [
    (20.0, 4.7),
    (25.0, 4.9),
    (31.5, 4.8),
    (40.0, 4.5),
    (50.0, 4.2),
    (63.0, 3.6),
    (80.0, 2.8),
    (100.0, 1.9),
    (125.0, 0.7),
    (160.0, -0.3),
    (200.0, -1.1),
    (250.0, -1.2),
    (315.0, -0.7),
    (400.0, -0.3),
    (500.0, 0.0),
    (630.0, 0.4),
    (800.0, 0.7),
    (1000.0, 0.8),
    (1250.0, 1.7),
    (1600.0, 3.5),
    (2000.0, 6.1),
    (2500.0, 8.2),
    (3150.0, 9.3),
    (4000.0, 9.0),
    (5000.0, 7.3),
    (6300.0, 5.5),
    (8000.0, 3.3),
    (10000.0, 0.1),
    (12500.0, -4.2),
    (16000.0, -8.3),
];

/// Diffuse field to drum, ISO 11904-1; 20 Hz to 20 kHz.
const DIFFUSE_FIELD: [(f64, f64); 28] = [
    (20.0, -2.1),
    (31.5, -2.1),
    (50.0, -2.1),
    (80.0, -2.1),
    (100.0, -2.1),
    (125.0, -1.9),
    (160.0, -1.7),
    (200.0, -1.5),
    (250.0, -1.3),
    (315.0, -1.0),
    (400.0, -0.6),
    (500.0, 0.0),
    (630.0, 0.7),
    (800.0, 1.2),
    (1000.0, 2.0),
    (1250.0, 3.4),
    (1600.0, 5.6),
    (2000.0, 8.9),
    (2500.0, 13.2),
    (3150.0, 13.6),
    (4000.0, 10.8),
    (5000.0, 8.5),
    (6300.0, 7.3),
    (8000.0, 7.4),
    (10000.0, 4.7),
    (12500.0, 1.7),
    (16000.0, -1.4),
    (20000.0, -4.7),
];

/// Straight pieces between two figures: short enough that no corner shows in a graph.
const PIECES: usize = 16;

/// The in-ear preference target of 2019: more bass than a diffuse field, less at 3 kHz.
pub fn harman_in_ear() -> Curve {
    smooth(&HARMAN_IN_EAR)
}

/// The preference target of 2018 for headphones around the ear.
pub fn harman_over_ear() -> Curve {
    smooth(&HARMAN_OVER_EAR)
}

/// Response at the drum of an open ear in a diffuse field.
pub fn diffuse_field() -> Curve {
    smooth(&DIFFUSE_FIELD)
}

/// 0 dB everywhere.
pub fn flat() -> Curve {
    smooth(&[(1000.0, 0.0)])
}

fn smooth(figures: &[(f64, f64)]) -> Curve {
    let points = figures.iter().map(|&(frequency_hz, level_db)| Point {
        frequency_hz,
        level_db,
        phase_rad: None,
    });
    // The figures above are constants in ascending order, which is all that a curve asks for.
    Curve {
        points: points.collect(),
    }
    .smoothed(PIECES)
}

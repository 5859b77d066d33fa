//! Statistics of measured earphones, by kind.

/// Centers of third-octave bands, Hz.
pub const CENTERS_HZ: [f64; 20] = [
    100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0,
    2000.0, 2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0,
];

/// The 5th and 95th percentile of measured earphones in those bands on 711 couplers, dB re the mean
/// of 300 to 1000 Hz: statistics of three public collections (antdroidx/IEMGraphTool,
/// paulwasabii.github.io and JaysAudio.github.io).
pub struct Population {
    pub low_db: [f64; 20],
    pub high_db: [f64; 20],
}

/// Any in-ear earphone; 2291 of them.
pub const ANY_IN_EAR: Population = Population {
    low_db: [
        1.6, 0.7, 0.0, -0.4, -0.8, -0.8, -0.8, -0.8, -1.1, -1.5, -1.0, 0.3, 1.2, 2.4, 3.5, 3.0,
        2.2, 0.4, -3.2, -0.9,
    ],
    high_db: [
        8.5, 7.4, 6.2, 4.9, 3.6, 2.4, 1.1, 0.2, -0.1, 0.5, 1.9, 4.1, 7.1, 9.8, 11.2, 11.2, 10.9,
        10.4, 8.1, 10.0,
    ],
};

/// One moving coil; 139.
pub const SINGLE_DYNAMIC: Population = Population {
    low_db: [
        2.6, 1.9, 1.3, -0.2, -0.2, -0.1, -0.3, -0.5, -1.0, -1.4, -0.8, 0.6, 2.0, 3.5, 4.6, 4.5,
        4.6, 1.8, -1.0, -0.9,
    ],
    high_db: [
        7.8, 6.9, 5.5, 4.4, 3.4, 2.3, 1.0, 0.1, -0.3, 0.0, 1.3, 3.5, 5.9, 8.7, 10.9, 11.8, 10.6,
        11.3, 7.5, 8.9,
    ],
};

/// Balanced armatures alone; 62.
pub const ALL_BA: Population = Population {
    low_db: [
        1.9, 0.9, 0.1, -0.3, -1.0, -1.6, -1.3, -1.5, -1.1, -1.5, -0.9, 0.8, 1.6, 2.3, 2.5, 1.5,
        2.0, 0.2, -2.1, -1.9,
    ],
    high_db: [
        7.6, 6.7, 5.4, 3.8, 2.9, 2.2, 1.2, 0.1, 0.0, 0.9, 3.1, 5.3, 6.6, 10.1, 11.8, 11.6, 10.3,
        8.8, 6.9, 8.2,
    ],
};

/// Moving coils and balanced armatures; 131.
pub const HYBRID: Population = Population {
    low_db: [
        2.1, 1.3, 0.4, -0.3, -0.6, -0.6, -0.7, -0.6, -1.0, -1.2, -0.3, 1.6, 3.0, 4.2, 4.1, 3.2,
        2.2, 1.8, -0.4, 0.9,
    ],
    high_db: [
        7.1, 6.3, 5.2, 4.0, 3.0, 1.9, 0.7, -0.1, -0.1, 0.4, 1.6, 3.5, 6.3, 9.0, 9.8, 10.9, 10.3,
        9.6, 7.6, 9.7,
    ],
};

/// Hybrids with electrostatic tweeters; 46.
pub const ELECTROSTATIC_HYBRID: Population = Population {
    low_db: [
        3.1, 2.0, 0.7, -0.2, -0.7, -0.9, -0.8, -0.6, -1.0, -1.7, -1.8, -0.7, 0.6, 2.1, 3.3, 3.4,
        2.1, 3.0, 0.4, -2.5,
    ],
    high_db: [
        7.7, 6.7, 5.5, 4.6, 3.6, 2.4, 1.4, 0.5, 0.1, 0.6, 1.9, 3.5, 5.5, 7.5, 10.0, 9.2, 9.7, 7.8,
        6.8, 7.6,
    ],
};

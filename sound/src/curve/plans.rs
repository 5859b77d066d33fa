//! Plans of real Fourier transforms, made once and shared by all threads.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Keeps its plans, which cost as much as several transforms.
static PLANNER: LazyLock<Mutex<RealFftPlanner<f64>>> =
    LazyLock::new(|| Mutex::new(RealFftPlanner::new()));

/// The transform of a real signal of `length` samples, and the one back.
pub fn real(length: usize) -> (Arc<dyn RealToComplex<f64>>, Arc<dyn ComplexToReal<f64>>) {
    let mut planner = PLANNER.lock().unwrap_or_else(PoisonError::into_inner);
    (
        planner.plan_fft_forward(length),
        planner.plan_fft_inverse(length),
    )
}

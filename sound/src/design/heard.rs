//! Responses as they are heard: from each source to the drum, with the response of the user's own
//! headphones divided out.
//!
//! One convolution of the two spares the chain a second one.

use std::sync::Arc;

use num_complex::Complex64;
use realfft::{ComplexToReal, RealToComplex};

use super::drum_response::{DrumResponse, DrumResponses};
use super::{concurrent, SOURCES};
use crate::curve::plans;
use crate::dsp::convolver::Response;
use crate::dsp::stereo_convolution::Responses;
use crate::order;

/// Convolutions with so few taps are summed directly.
const FEW_TAPS: usize = 16;

/// Responses of all sources as they are heard, kept while neither of what they are made of changes.
#[derive(Default)]
pub(super) struct HeardCache {
    sources: [Option<Kept>; SOURCES],
    /// For each of the two threads that work on them.
    spectra: [ListeningSpectra; 2],
}

/// Responses of a source as they are heard, and what they are made of.
struct Kept {
    drums: DrumResponses,
    listening: Responses,
    heard: Responses,
}

/// Spectra of one ear's listening response, by their length.
#[derive(Default)]
struct ListeningSpectra {
    of: Option<Arc<Response>>,
    spectra: Vec<(usize, Vec<Complex64>)>,
}

impl HeardCache {
    /// The responses of the sources as they are heard.
    pub(super) fn of(
        &mut self,
        sources: [&DrumResponses; SOURCES],
        listening: &Responses,
    ) -> [Responses; SOURCES] {
        let stale = |at: &usize| {
            let kept = self.sources[*at].as_ref();
            kept.is_none_or(|kept| !kept.is_of(sources[*at], listening))
        };
        let stale: Vec<usize> = (0..SOURCES).filter(stale).collect();
        let alike = |at: usize| {
            let [left, right] = sources[at];
            Arc::ptr_eq(left, right) && Arc::ptr_eq(&listening[0], &listening[1])
        };
        // The ears beside each other, or where they are alike, the longest response beside the others.
        let right = stale.iter().filter(|at| !alike(**at)).map(|at| (*at, 1));
        let (mut here, mut beside): (Vec<_>, Vec<_>) =
            (stale.iter().map(|at| (*at, 0)).collect(), right.collect());
        if beside.is_empty() && here.len() > 1 {
            beside = here.split_off(1);
        }
        let make = |jobs: Vec<(usize, usize)>, spectra: &mut ListeningSpectra| {
            let made = jobs.into_iter().map(|(at, ear)| {
                let heard = heard(&sources[at][ear], &listening[ear], spectra);
                ((at, ear), Arc::new(heard))
            });
            made.collect::<Vec<_>>()
        };
        let [first, second] = &mut self.spectra;
        let mut made = match beside.is_empty() {
            true => make(here, first),
            false => {
                let (made, others) =
                    concurrent::both(|| make(here, first), || make(beside, second));
                made.into_iter().chain(others).collect()
            }
        };
        order::by_key(&mut made, |(place, _)| *place);
        for at in stale {
            let mut ears = made.iter().filter(|((of, _), _)| *of == at);
            if let Some((_, left)) = ears.next() {
                let right = ears.next().map_or(left, |(_, right)| right);
                self.sources[at] = Some(Kept {
                    drums: sources[at].clone(),
                    listening: listening.clone(),
                    heard: [Arc::clone(left), Arc::clone(right)],
                });
            }
        }
        std::array::from_fn(|at| match &self.sources[at] {
            Some(kept) => kept.heard.clone(),
            // Each that is stale has been made.
            None => listening.clone(),
        })
    }
}

impl Kept {
    fn is_of(&self, drums: &DrumResponses, listening: &Responses) -> bool {
        (0..2).all(|ear| {
            Arc::ptr_eq(&self.drums[ear], &drums[ear])
                && Arc::ptr_eq(&self.listening[ear], &listening[ear])
        })
    }
}

impl ListeningSpectra {
    /// The spectrum of a listening response, for transforms of a length.
    fn of(&mut self, listening: &Arc<Response>, transform: &Transform) -> &[Complex64] {
        if !(self.of.as_ref()).is_some_and(|of| Arc::ptr_eq(of, listening)) {
            self.of = Some(Arc::clone(listening));
            self.spectra.clear();
        }
        let known = self
            .spectra
            .iter()
            .position(|(length, _)| *length == transform.length);
        let at = known.unwrap_or_else(|| {
            let spectrum = transform.spectrum(listening.impulse());
            self.spectra.push((transform.length, spectrum));
            self.spectra.len() - 1
        });
        &self.spectra[at].1
    }
}

/// Response of a drum as it is heard.
fn heard(
    drum: &DrumResponse,
    listening: &Arc<Response>,
    spectra: &mut ListeningSpectra,
) -> Response {
    let (one, other) = (&drum.impulse, listening.impulse());
    // Whole: what is quiet at its end may have been loud before the bass was taken back.
    let impulse = if one.len().min(other.len()) <= FEW_TAPS {
        convolved_directly(one, other)
    } else {
        let length = one.len() + other.len() - 1;
        let transform = Transform::new(length);
        let product = transform.spectrum(one);
        transform.inverse(product, spectra.of(listening, &transform), length)
    };
    Response::new(&impulse).with_delayed(Arc::clone(&drum.metered))
}

/// Convolution of two impulse responses, one of them short.
fn convolved_directly(one: &[f32], other: &[f32]) -> Vec<f32> {
    let (long, short) = match one.len() >= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let mut sum = vec![0.0; (long.len() + short.len()).saturating_sub(1)];
    for (at, h) in short.iter().enumerate() {
        for (sum, x) in sum[at..].iter_mut().zip(long) {
            *sum += f64::from(*h) * f64::from(*x);
        }
    }
    sum.into_iter().map(|h| h as f32).collect()
}

/// A transform long enough for a convolution.
struct Transform {
    length: usize,
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
}

impl Transform {
    /// For so many samples: of a power of two, or three quarters of it.
    fn new(samples: usize) -> Self {
        let power = samples.next_power_of_two();
        let length = match samples <= power / 4 * 3 {
            true => power / 4 * 3,
            false => power,
        };
        let (forward, inverse) = plans::real(length);
        Self {
            length,
            forward,
            inverse,
        }
    }

    fn spectrum(&self, impulse: &[f32]) -> Vec<Complex64> {
        let mut samples = self.forward.make_input_vec();
        for (to, from) in samples.iter_mut().zip(impulse) {
            *to = f64::from(*from);
        }
        let mut spectrum = self.forward.make_output_vec();
        self.forward
            .process(&mut samples, &mut spectrum)
            .expect("buffers were made for this transform");
        spectrum
    }

    /// The first samples that belong to the product of two spectra.
    fn inverse(
        &self,
        mut product: Vec<Complex64>,
        other: &[Complex64],
        samples: usize,
    ) -> Vec<f32> {
        let scale = 1.0 / self.length as f64;
        for (to, other) in product.iter_mut().zip(other) {
            *to *= other * scale;
        }
        // Both are real, which the inverse transform insists on.
        for end in [0, self.length / 2] {
            product[end].im = 0.0;
        }
        let mut out = self.inverse.make_output_vec();
        self.inverse
            .process(&mut product, &mut out)
            .expect("the product of two spectra of real signals is one");
        out[..samples].iter().map(|h| *h as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::noise::Noise;

    fn noise(seed: u64, taps: usize) -> Vec<f32> {
        let mut noise = Noise::new(seed);
        (0..taps).map(|_| noise.white()).collect()
    }

    fn drum(impulse: &[f32]) -> Arc<DrumResponse> {
        let impulse: Vec<f64> = impulse.iter().map(|h| f64::from(*h)).collect();
        DrumResponse::new(&impulse, 48e3)
    }

    #[test]
    fn what_is_heard_is_the_sum_of_shifted_responses_at_any_length() {
        let mut spectra = ListeningSpectra::default();
        for (one, other) in [
            (1, 1),
            (300, 1),
            (3, 40),
            (16, 17),
            (300, 17),
            (90, 95),
            (500, 300),
        ] {
            let (one, other) = (noise(1, one), noise(2, other));
            let listening = Arc::new(Response::new(&other));
            let found = heard(&drum(&one), &listening, &mut spectra);
            assert_eq!(found.taps(), one.len() + other.len() - 1);
            for (n, found) in found.impulse().iter().enumerate() {
                let exact: f64 = (0..=n)
                    .filter(|k| *k < one.len() && n - k < other.len())
                    .map(|k| f64::from(one[k]) * f64::from(other[n - k]))
                    .sum();
                assert!(
                    (f64::from(*found) - exact).abs() < 1e-5,
                    "{n}: {found} {exact}"
                );
            }
        }
        let silence = Arc::new(Response::new(&[0.0]));
        assert_eq!(heard(&drum(&[1.0; 30]), &silence, &mut spectra).taps(), 0);
        let some = Arc::new(Response::new(&[0.5; 40]));
        assert_eq!(heard(&drum(&[0.0]), &some, &mut spectra).taps(), 0);
    }

    #[test]
    fn responses_are_made_again_when_anything_they_are_made_of_changes() {
        let drums = [1, 2, 3].map(|seed| drum(&noise(seed, 100)));
        let listening = [4, 5].map(|seed| Arc::new(Response::new(&noise(seed, 90))));
        let pair = |of: [usize; 2]| of.map(|at| Arc::clone(&drums[at]));
        let mut cache = HeardCache::default();
        let mut before: Option<[Responses; SOURCES]> = None;
        for (sources, ears, changed) in [
            ([[0, 0], [1, 1], [2, 2], [0, 1]], [0, 0], [true; SOURCES]),
            ([[0, 0], [1, 1], [2, 2], [0, 1]], [0, 0], [false; SOURCES]),
            (
                [[0, 0], [1, 1], [2, 0], [0, 1]],
                [0, 0],
                [false, false, true, false],
            ),
            (
                [[0, 1], [1, 1], [2, 0], [0, 0]],
                [0, 0],
                [true, false, false, true],
            ),
            ([[0, 1], [1, 1], [2, 0], [0, 0]], [0, 1], [true; SOURCES]),
            ([[0, 0], [1, 1], [2, 2], [1, 1]], [1, 1], [true; SOURCES]),
        ] {
            let drums = sources.map(pair);
            let listening = ears.map(|at| Arc::clone(&listening[at]));
            let heard = cache.of(drums.each_ref(), &listening);
            for (at, heard) in heard.iter().enumerate() {
                for ear in 0..2 {
                    let exact = drums[at][ear].at(1e3, 48e3) * listening[ear].at(1e3, 48e3);
                    let off = (heard[ear].at(1e3, 48e3) - exact).norm() / exact.norm();
                    assert!(off < 1e-5, "{sources:?} {at} {ear}: {off}");
                }
                if let Some(before) = &before {
                    assert_eq!(Arc::ptr_eq(&before[at][0], &heard[0]), !changed[at], "{at}");
                }
                let alike = sources[at][0] == sources[at][1] && ears[0] == ears[1];
                assert_eq!(Arc::ptr_eq(&heard[0], &heard[1]), alike, "{at}");
            }
            before = Some(heard);
        }
    }
}

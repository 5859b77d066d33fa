//! Noise of an analog link on the real mix.
//!
//! *Model*: the passage of the mix that moves most is played twice, once after some more silence, which
//! gives the programme with other noise. Half of the power by which both differ is noise.

use super::bands::{db, sum, Framer, Layout, Spectra};
use super::limits::TREBLE;
use super::play::{run, Stopped};
use super::stem::quantile;
use super::{Desk, Input, Inputs, Place};
use crate::chain::Chain;

/// Length of the passage, s.
const PASSAGE_S: f64 = 10.0;
/// Silence before it, in hops: two numbers without a common measure with anything that repeats.
const SILENT_HOPS: [usize; 2] = [7, 24];
/// Hops at the begin that are left out, until the compander has settled.
const SETTLING_HOPS: usize = 12;

/// Powers of noise and programme from 2 to 10 kHz, Pa², frame by frame.
pub(super) struct LinkNoise {
    pub(super) noise: Vec<f64>,
    pub(super) programme: Vec<f64>,
    pub(super) place: Place,
}

/// Measures it.
///
/// # Errors
/// When the mix cannot be read.
pub(super) fn measure(
    chain: &mut Chain,
    weights: &[f32],
    inputs: &mut dyn Inputs,
    desk: &Desk,
) -> Result<LinkNoise, Stopped> {
    let layout = desk.layout();
    let place = moving(desk);
    let from = (place.from_s * inputs.sample_rate_hz()) as u64;
    let hops = ((PASSAGE_S * layout.frames_per_s()) as usize).min(desk.frames());
    let first = passage(chain, inputs, layout, (from, hops, SILENT_HOPS[0]))?;
    let second = passage(chain, inputs, layout, (from, hops, SILENT_HOPS[1]))?;
    let mut framers = [Framer::new(layout), Framer::new(layout)];
    let treble = |spectra: &Spectra| {
        let power = |ear: usize| {
            let powers = layout.powers(|bin| weights[bin] * spectra[ear][bin].norm_sqr());
            sum(&powers, TREBLE)
        };
        0.5 * (power(0) + power(1))
    };
    let (mut noise, mut programme) = (Vec::new(), Vec::new());
    let settled = (SETTLING_HOPS * layout.hop()).min(first[0].len() / 2);
    let piece = layout.hop();
    let mut at = settled;
    while at + piece <= first[0].len() {
        let part = |sound: &[Vec<f32>; 2], ear: usize| sound[ear][at..at + piece].to_vec();
        let [l, r] = [0, 1].map(|ear| part(&first, ear));
        let apart = [0, 1].map(|ear| -> Vec<f32> {
            let pairs = first[ear][at..at + piece]
                .iter()
                .zip(&second[ear][at..at + piece]);
            pairs.map(|(one, two)| one - two).collect()
        });
        framers[0].add(&l, &r, |spectra| programme.push(treble(spectra)));
        framers[1].add(&apart[0], &apart[1], |spectra| {
            noise.push(0.5 * treble(spectra))
        });
        at += piece;
    }
    Ok(LinkNoise {
        noise,
        programme,
        place,
    })
}

/// The ten seconds in which the level moves most.
fn moving(desk: &Desk) -> Place {
    let powers = desk.powers();
    let least = 1e-5 * quantile(powers.clone(), 0.95);
    let moved = powers.windows(2).map(|pair| {
        let [a, b] = [pair[0].max(least), pair[1].max(least)];
        if least > 0.0 {
            db(a / b).abs()
        } else {
            0.0
        }
    });
    Place::worst(desk.layout(), moved)
}

/// A passage as it comes out of a chain that begins with some silence.
fn passage(
    chain: &mut Chain,
    inputs: &mut dyn Inputs,
    layout: &Layout,
    (from, hops, silent): (u64, usize, usize),
) -> Result<[Vec<f32>; 2], Stopped> {
    chain.reset();
    let mut piece = [vec![0.0; layout.hop()], vec![0.0; layout.hop()]];
    let mut sound = [Vec::new(), Vec::new()];
    for _ in 0..silent {
        piece.iter_mut().for_each(|channel| channel.fill(0.0));
        run(chain, &mut piece);
    }
    for hop in 0..hops {
        let at = from + (hop * layout.hop()) as u64;
        let [left, right] = &mut piece;
        inputs.read(Input::Mix, at, [left, right])?;
        run(chain, &mut piece);
        for (sound, piece) in sound.iter_mut().zip(&piece) {
            sound.extend_from_slice(piece);
        }
    }
    Ok(sound)
}

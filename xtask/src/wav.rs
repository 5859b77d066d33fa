//! Reading and writing WAV files.

use std::path::Path;

use anyhow::{bail, ensure, Context, Result};
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use crate::sound::Stereo;

/// A recording: its sample rate and its two channels (the same twice where it was mono).
pub fn read(path: &Path) -> Result<(u32, Stereo)> {
    let shown = path.display();
    let mut reader = WavReader::open(path).with_context(|| format!("reading `{shown}`"))?;
    let spec = reader.spec();
    let interleaved: Vec<f32> = match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>(),
        SampleFormat::Int => {
            let full_scale = 2f32.powi(i32::from(spec.bits_per_sample) - 1);
            reader
                .samples::<i32>()
                .map(|sample| sample.map(|x| x as f32 / full_scale))
                .collect()
        }
    }
    .with_context(|| format!("reading the samples of `{shown}`"))?;
    ensure!(!interleaved.is_empty(), "`{shown}` holds no samples");
    let channel = |first: usize, step: usize| {
        interleaved
            .iter()
            .skip(first)
            .step_by(step)
            .copied()
            .collect::<Vec<f32>>()
    };
    let (left, right) = match spec.channels {
        1 => (interleaved.clone(), interleaved),
        2 => (channel(0, 2), channel(1, 2)),
        other => bail!("`{shown}` has {other} channels; one or two can be used"),
    };
    Ok((spec.sample_rate, Stereo { left, right }))
}

/// Writes 32-bit float samples.
pub fn write(path: &Path, sample_rate: u32, sound: &Stereo) -> Result<()> {
    let spec = WavSpec {
        channels: 2,
        sample_rate,
        bits_per_sample: 32,
        sample_format: SampleFormat::Float,
    };
    let context = || format!("writing `{}`", path.display());
    let mut writer = WavWriter::create(path, spec).with_context(context)?;
    for (&left, &right) in sound.left.iter().zip(&sound.right) {
        writer.write_sample(left).with_context(context)?;
        writer.write_sample(right).with_context(context)?;
    }
    writer.finalize().with_context(context)
}

//! Presets of other programs: bands and gains, each in its own notation.

mod audio_unit;
mod bands;
mod camilla;
mod easy_effects;
mod peace;
mod pipewire;
mod poweramp;
pub(super) mod table;

use super::detect::Format;
use super::layout::Fit;
use super::program::Program;
use super::{Beside, ImportError, Report};
use bands::Bands;

/// Presets are short; a longer file is not one, and what is read whole has to fit into memory. Bytes.
const LONGEST_PRESET: usize = 1 << 20;

/// Reads a preset.
pub(super) fn read(
    format: Format,
    text: &str,
    fit: Option<&Fit>,
    beside: Option<&mut dyn Beside>,
    report: &mut Report,
) -> Result<Program, ImportError> {
    let is_table = matches!(format, Format::BandTable | Format::AutoEqReadme);
    if text.len() > LONGEST_PRESET && !is_table {
        return Err(ImportError::Broken {
            what: format.name(),
            why: format!(
                "it has {} bytes, and a preset never has more than 1 MB",
                text.len()
            ),
        });
    }
    let mut bands = Bands {
        program: Program::default(),
        report: std::mem::take(report),
        beside,
    };
    let read = match format {
        Format::EasyEffects => easy_effects::read(text, &mut bands),
        Format::Poweramp => poweramp::read(text, &mut bands),
        Format::PipeWire => pipewire::read(text, &mut bands),
        Format::CamillaDsp => camilla::read(text, &mut bands),
        Format::Peace => peace::read(text, &mut bands),
        Format::AuPreset => audio_unit::read(text, &mut bands),
        Format::AutoEqReadme => table::readme(text, &mut bands),
        _ => table::read(text, fit, &mut bands),
    };
    let program = bands.program;
    *report = bands.report;
    read.map_err(|why| ImportError::Broken {
        what: format.name(),
        why,
    })?;
    if program.is_something() {
        return Ok(program);
    }
    let report = std::mem::take(report).finished().0;
    let first = report.first().map(|remark| format!(" ({remark})"));
    Err(ImportError::Broken {
        what: format.name(),
        why: format!(
            "it has no band that could be used{}",
            first.unwrap_or_default()
        ),
    })
}

//! Preset files of VST3 hosts, one for each factory rig.
//!
//! *Source*: the documentation of the VST 3 SDK, "VST 3 Preset Format": a header of 48 bytes with the
//! class and the place of a list of chunks at the end; here there is one chunk, the component's
//! state.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use bodypack::rig::presets;
use bodypack::session::vst3_preset_of;
use bodypack_plugin::host::Bodypack;
use nice_plug::prelude::{Plugin, Vst3Plugin};

/// The bytes before the first chunk.
const HEADER: u64 = 48;

/// Preset folder of the plugin below that of all presets: the vendor's and the plugin's names.
pub fn place() -> PathBuf {
    Path::new(Bodypack::VENDOR).join(Bodypack::NAME)
}

/// Writes the preset of every factory rig below a folder of presets. Returns how many.
pub fn write_all(presets_folder: &Path) -> Result<usize> {
    let folder = presets_folder.join(place());
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("emptying `{}`", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("making `{}`", folder.display()))?;
    for preset in presets::all() {
        let name: String = (preset.rig.name.chars())
            .map(|letter| {
                if r#"/\:*?"<>|"#.contains(letter) {
                    '-'
                } else {
                    letter
                }
            })
            .collect();
        let path = folder.join(format!("{name}.vstpreset"));
        std::fs::write(&path, file_of(&vst3_preset_of(preset)))
            .with_context(|| format!("writing `{}`", path.display()))?;
    }
    Ok(presets::all().len())
}

/// A preset file around the state of a component.
pub fn file_of(state: &[u8]) -> Vec<u8> {
    let class: String = Bodypack::VST3_CLASS_ID
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let mut file = Vec::new();
    file.extend(b"VST3");
    file.extend(1_i32.to_le_bytes());
    file.extend(class.bytes());
    file.extend((HEADER + state.len() as u64).to_le_bytes());
    file.extend(state);
    file.extend(b"List");
    file.extend(1_i32.to_le_bytes());
    file.extend(b"Comp");
    file.extend(HEADER.to_le_bytes());
    file.extend((state.len() as u64).to_le_bytes());
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_file_says_where_its_state_is() {
        let file = file_of(b"state");
        assert_eq!(&file[..4], b"VST3");
        let number = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().unwrap()) as usize;
        let list = number(40);
        assert_eq!(&file[list..list + 4], b"List");
        assert_eq!(&file[list + 8..list + 12], b"Comp");
        let (from, length) = (number(list + 12), number(list + 20));
        assert_eq!(&file[from..from + length], b"state");
        assert_eq!(list + 28, file.len());
    }
}

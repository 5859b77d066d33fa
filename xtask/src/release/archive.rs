//! Archives with sorted names, one time for all files, and no owner.

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of an archive.
pub struct Entry {
    /// Its place in the archive, with slashes.
    pub name: String,
    /// Its place on the disk.
    pub path: PathBuf,
    /// True for a program or a script.
    pub is_program: bool,
}

/// All files of a tree, by name.
pub fn files(tree: &Path) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    collect(tree, tree, &mut found)?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn collect(tree: &Path, folder: &Path, found: &mut Vec<Entry>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(tree, &path, found)?;
            continue;
        }
        let parts = path
            .strip_prefix(tree)
            .context("a file of the tree is in it")?;
        let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
        found.push(Entry {
            name: parts.join("/"),
            is_program: is_program(&path),
            path,
        });
    }
    Ok(())
}

/// Libraries, programs and scripts may be run; everything else is text.
fn is_program(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let start = fs::read(path).unwrap_or_default();
    let is_binary = start.starts_with(b"\x7fELF") || start.starts_with(b"#!");
    // Programs and libraries of macOS, for one processor or for both.
    let is_macos = start.starts_with(&[0xcf, 0xfa, 0xed, 0xfe])
        || start.starts_with(&[0xca, 0xfe, 0xba, 0xbe]);
    is_binary || is_macos || matches!(ending, Some("exe"))
}

/// A tar archive below a folder of some name, with the folders that are in it.
pub fn tar(top: &str, files: &[Entry], seconds: u64) -> Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    let mut folders: Vec<String> = Vec::new();
    for file in files {
        let name = format!("{top}/{}", file.name);
        for (at, _) in name.match_indices('/') {
            let folder = &name[..=at];
            if !folders.iter().any(|known| known == folder) {
                folders.push(folder.to_owned());
                let mut header = header(0o755, 0, seconds);
                header.set_entry_type(tar::EntryType::Directory);
                tar.append_data(&mut header, folder, std::io::empty())?;
            }
        }
        let bytes =
            fs::read(&file.path).with_context(|| format!("reading {}", file.path.display()))?;
        let mode = if file.is_program { 0o755 } else { 0o644 };
        let mut header = header(mode, bytes.len() as u64, seconds);
        tar.append_data(&mut header, &name, bytes.as_slice())?;
    }
    Ok(tar.into_inner()?)
}

fn header(mode: u32, size: u64, seconds: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_mode(mode);
    header.set_size(size);
    header.set_mtime(seconds);
    header.set_uid(0);
    header.set_gid(0);
    header
}

/// Bytes as gzip packs them, without a name or a time.
pub fn gz(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packer: GzEncoder<Vec<u8>> = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

/// The same, packed.
pub fn tar_gz(top: &str, files: &[Entry], seconds: u64) -> Result<Vec<u8>> {
    gz(&tar(top, files, seconds)?)
}

/// Writes a zip archive below a folder of some name.
pub fn zip(path: &Path, top: &str, files: &[Entry], seconds: u64) -> Result<()> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let time = zip_time(seconds);
    for file in files {
        let mode = if file.is_program { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(time)
            .unix_permissions(mode);
        zip.start_file(format!("{top}/{}", file.name), options)?;
        let bytes =
            fs::read(&file.path).with_context(|| format!("reading {}", file.path.display()))?;
        zip.write_all(&bytes)?;
    }
    let bytes = zip.finish()?.into_inner();
    let mut out = File::create(path).with_context(|| format!("writing {}", path.display()))?;
    out.write_all(&bytes)?;
    Ok(())
}

/// The day of a time, at midnight: the format knows no time zone.
fn zip_time(seconds: u64) -> DateTime {
    let (year, month, day) = super::notes::date_of(seconds);
    DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Archives do not tell when or by whom they were written.
    #[test]
    fn the_same_files_make_the_same_archive() {
        let folder = std::env::temp_dir().join(format!("bodypack-archive-{}", std::process::id()));
        let write = |names: &[&str]| {
            super::super::emptied(&folder).unwrap();
            for name in names {
                super::super::write(&folder.join(name), name.as_bytes()).unwrap();
            }
            let files = files(&folder).unwrap();
            let path = folder.join("out.zip");
            zip(&path, "top", &files, 1_700_000_000).unwrap();
            let zipped = fs::read(&path).unwrap();
            (tar_gz("top", &files, 1_700_000_000).unwrap(), zipped)
        };
        let first = write(&["b/two", "a", "c"]);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let second = write(&["c", "a", "b/two"]);
        fs::remove_dir_all(&folder).unwrap();
        assert!(first == second);
    }
}

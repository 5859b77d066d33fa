//! Finishing of the bundles: the description beside the VST3 library, and removal of build paths
//! that the compiler has left in the libraries.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Finishes the bundles in a folder.
pub fn finish(bundles: &Path) -> Result<()> {
    let vst3 = bundles.join("Bodypack.vst3");
    if vst3.is_dir() {
        let resources = vst3.join("Contents").join("Resources");
        fs::create_dir_all(&resources).context("making the folder of resources")?;
        let path = resources.join("moduleinfo.json");
        fs::write(&path, bodypack_plugin::host::module_info())
            .with_context(|| format!("writing {}", path.display()))?;
    }
    for bundle in ["Bodypack.clap", "Bodypack.vst3"] {
        let plist = bundles.join(bundle).join("Contents").join("Info.plist");
        if plist.is_file() {
            let ending = bundle.rsplit('.').next().unwrap_or_default();
            fs::write(&plist, info_plist(ending))
                .with_context(|| format!("writing {}", plist.display()))?;
        }
    }
    let private = private_paths();
    for path in files(bundles)? {
        let mut bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        if hide(&mut bytes, &private) {
            fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
        }
    }
    if cfg!(target_os = "macos") {
        // What was signed before has changed since.
        for bundle in ["Bodypack.clap", "Bodypack.vst3"] {
            sign(&bundles.join(bundle))?;
        }
    }
    Ok(())
}

/// The description of a bundle on macOS, in place of the bundler's, which names neither this plugin nor its version.
fn info_plist(ending: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let entry =
        |key: &str, value: &str| format!("    <key>{key}</key>\n    <string>{value}</string>\n");
    let entries: String = [
        ("CFBundleDevelopmentRegion", "en"),
        ("CFBundleDisplayName", "Bodypack"),
        ("CFBundleExecutable", "Bodypack"),
        (
            "CFBundleIdentifier",
            &format!("org.bodypack.bodypack.{ending}"),
        ),
        ("CFBundleInfoDictionaryVersion", "6.0"),
        ("CFBundleName", "Bodypack"),
        ("CFBundlePackageType", "BNDL"),
        ("CFBundleShortVersionString", version),
        ("CFBundleSignature", "????"),
        ("CFBundleVersion", version),
        ("LSMinimumSystemVersion", "11.0"),
    ]
    .map(|(key, value)| entry(key, value))
    .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n  <dict>\n{entries}    <key>NSHighResolutionCapable</key>\n    <true/>\n  \
         </dict>\n</plist>\n"
    )
}

/// Signs a bundle or a program for this machine and for whoever lets it run (ad hoc), or as `BODYPACK_SIGN_AS` says.
pub fn sign(path: &Path) -> Result<()> {
    let name = std::env::var("BODYPACK_SIGN_AS").unwrap_or_else(|_| String::from("-"));
    let status = std::process::Command::new("codesign")
        .args(["--force", "--options", "runtime", "--sign", &name])
        .arg(path)
        .status()
        .context("starting codesign")?;
    anyhow::ensure!(status.success(), "signing {} failed", path.display());
    Ok(())
}

/// The folders of this machine whose names have no business in a library: the project, what cargo
/// has fetched, the home. The longest come first, since one may lie in another.
fn private_paths() -> Vec<String> {
    let home = std::env::home_dir();
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(home.as_ref()?.join(".cargo")));
    let project = Some(crate::build::root().to_owned());
    let mut paths: Vec<String> = [project, cargo, home]
        .into_iter()
        .flatten()
        .filter(|path| path.parent().is_some())
        .filter_map(|path| Some(path.to_str()?.trim_end_matches('/').to_owned()))
        .collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    paths
}

/// Overwrites paths by as many slashes, which keeps every length and every place; true if there
/// was any. The names of the files below them stay for those who read reports of faults.
///
/// The compiler's own option for this would have every library compiled a second time, beside the
/// one that this program and the tests are built with.
fn hide(bytes: &mut [u8], private: &[String]) -> bool {
    let mut found = false;
    for path in private {
        let path = path.as_bytes();
        let mut at = 0;
        while at + path.len() < bytes.len() {
            let rest = &bytes[at..];
            let Some(next) = rest.iter().position(|byte| *byte == b'/') else {
                break;
            };
            at += next;
            // A whole name, and not the beginning of another.
            if bytes[at..].starts_with(path) && bytes.get(at + path.len()) == Some(&b'/') {
                bytes[at..at + path.len()].fill(b'/');
                found = true;
                at += path.len();
            } else {
                at += 1;
            }
        }
    }
    found
}

/// All files below a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_go_and_everything_else_keeps_its_place() {
        let private = ["/flat/me/.cargo".to_owned(), "/flat/me".to_owned()];
        let mut bytes = b"a/flat/me/.cargo/x.rs\0/flat/meadow/b /flat/me/c".to_vec();
        assert!(hide(&mut bytes, &private));
        let expected = b"a///////////////x.rs\0/flat/meadow/b /////////c";
        let expected_length = bytes.len();
        assert_eq!(bytes.len(), expected_length);
        assert!(
            bytes.ends_with(b"/flat/meadow/b /////////c"),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
        assert!(bytes.starts_with(b"a///"));
        assert!(!hide(&mut expected.to_vec(), &private));
    }
}

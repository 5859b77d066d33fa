//! Commands that the manual shows: those in blocks marked `sh,run` run, page by page, where their files
//! are; all others at least are commands that the command line understands.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{bail, ensure, Context, Result};

use super::scene;

/// A block of commands on a page.
#[derive(Debug, PartialEq)]
struct Block {
    /// True if it is to run.
    runs: bool,
    commands: Vec<String>,
}

/// A page's blocks of commands, and the files that it shows in full: name and contents.
#[derive(Debug, Default, PartialEq)]
struct Shown {
    blocks: Vec<Block>,
    files: Vec<(String, String)>,
}

/// Exit code of a command that is not understood.
const NOT_UNDERSTOOD: i32 = 2;

/// Checks every page; gives the number of commands.
pub fn check(command: &Path) -> Result<usize> {
    let folder = command
        .parent()
        .context("the command line lies in a folder")?;
    let path = std::env::join_paths(
        std::iter::once(folder.to_owned()).chain(
            std::env::var_os("PATH")
                .iter()
                .flat_map(std::env::split_paths)
                .collect::<Vec<_>>(),
        ),
    )?;
    let song = scene::song();
    let mut count = 0;
    let mut problems = String::new();
    for page in super::pages()? {
        let name = page
            .strip_prefix(super::folder())
            .unwrap_or(&page)
            .display()
            .to_string();
        let text = std::fs::read_to_string(&page).with_context(|| format!("reading `{name}`"))?;
        let shown = shown(&text).with_context(|| name.clone())?;
        if shown.blocks.is_empty() {
            continue;
        }
        let (empty, full) = (tempfile::tempdir()?, tempfile::tempdir()?);
        scene::set(full.path(), &song)?;
        for (file, contents) in &shown.files {
            std::fs::write(full.path().join(file), contents)?;
        }
        for block in &shown.blocks {
            let place = if block.runs {
                full.path()
            } else {
                empty.path()
            };
            for line in &block.commands {
                count += 1;
                if let Err(problem) = tried(line, block.runs, place, &path) {
                    let _ = writeln!(problems, "{name}: {line}\n    {problem}");
                }
            }
        }
    }
    ensure!(problems.is_empty(), "{problems}");
    ensure!(count > 0, "the manual shows no commands");
    Ok(count)
}

/// Runs a command in a folder.
fn tried(line: &str, runs: bool, place: &Path, path: &std::ffi::OsStr) -> Result<()> {
    ensure!(line.starts_with("bodypack "), "begins with another program");
    let output = Command::new("sh")
        .args(["-ec", line])
        .current_dir(place)
        .env("PATH", path)
        // The user's own folders stay out of it.
        .env("HOME", place)
        .env("XDG_DATA_HOME", place.join("share"))
        .output()
        .context("starting a shell")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let fine = match runs {
        true => output.status.success(),
        false => output
            .status
            .code()
            .is_some_and(|code| code != NOT_UNDERSTOOD),
    };
    if !fine {
        bail!("{}: {}", output.status, said.trim());
    }
    Ok(())
}

/// Commands and files in fenced blocks: `sh` and `sh,run`, and `…,file=NAME`.
fn shown(text: &str) -> Result<Shown> {
    let mut shown = Shown::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim() != "```")
            .collect();
        let (language, rest) = info.split_once(',').unwrap_or((info, ""));
        if let Some(name) = rest.strip_prefix("file=") {
            let contents = body.iter().map(|line| format!("{line}\n")).collect();
            shown.files.push((name.to_owned(), contents));
        }
        if language == "sh" {
            ensure!(matches!(rest, "" | "run"), "a block is marked `{info}`");
            let joined = body.join("\n").replace("\\\n", " ");
            shown.blocks.push(Block {
                runs: rest == "run",
                commands: joined
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty() && !line.starts_with('#'))
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_files_are_found() {
        let text = "words\n```sh,run\nbodypack rigs \\\n  --json\n# no command\n\n```\n```toml,file=a.toml\n\
                    x = 1\n```\n```sh\nbodypack list\n```\n```text\nbodypack is no command here\n```\n";
        let found = shown(text).expect("it is well formed");
        let block = |runs, line: &str| Block {
            runs,
            commands: vec![line.to_owned()],
        };
        assert_eq!(found.blocks.len(), 2);
        assert!(found.blocks[0].runs && found.blocks[0].commands[0].ends_with("--json"));
        assert_eq!(found.blocks[1], block(false, "bodypack list"));
        assert_eq!(found.files, [("a.toml".to_owned(), "x = 1\n".to_owned())]);
    }

    #[test]
    fn unknown_marks_are_refused() {
        assert!(shown("```sh,runs\nbodypack rigs\n```\n").is_err());
    }

    #[test]
    fn other_programs_and_failures_are_problems() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let problem = |line: &str, runs| tried(line, runs, folder.path(), &path).is_err();
        assert!(problem("rm mix.wav", true));
        // A program of that name that understands nothing.
        let program = folder.path().join("bodypack");
        std::fs::write(&program, "#!/bin/sh\nexit $1\n").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).expect("set");
            let folders = std::env::split_paths(&path);
            let folders = std::iter::once(folder.path().to_owned()).chain(folders);
            let path = std::env::join_paths(folders).expect("a list of folders");
            let with = |code: &str, runs| {
                tried(&format!("bodypack {code}"), runs, folder.path(), &path).is_err()
            };
            assert!(with("1", true) && with("2", true) && !with("0", true));
            assert!(!with("1", false) && with("2", false) && !with("0", false));
        }
    }
}

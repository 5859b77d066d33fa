//! News of a version, from the list of changes.

use anyhow::{bail, ensure, Context, Result};

use super::version;
use crate::build;

/// The notes that `cargo xtask release notes [--tag TAG]` asks for.
pub fn for_arguments(arguments: &[String]) -> Result<String> {
    let version = version();
    match arguments {
        [] => {}
        [option, tag] if option == "--tag" => {
            let tagged = tag.strip_prefix('v').unwrap_or(tag);
            ensure!(
                tagged == version,
                "the tag is {tag}, and the version in Cargo.toml is {version}: change one of them"
            );
        }
        _ => bail!("`cargo xtask release notes` knows --tag TAG alone"),
    }
    let changes = std::fs::read_to_string(build::root().join("CHANGELOG.md"))
        .context("reading the list of changes")?;
    section(&changes, &version)
}

/// The part of the list that is about a version, without its heading.
pub fn section(changes: &str, version: &str) -> Result<String> {
    let heading = format!("## [{version}]");
    let mut lines = changes
        .lines()
        .skip_while(|line| !line.starts_with(&heading));
    let first = lines
        .next()
        .with_context(|| format!("CHANGELOG.md has no part `{heading}`"))?;
    ensure!(
        first.split(" - ").nth(1).is_some_and(is_date),
        "`{first}` in CHANGELOG.md has no date"
    );
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    let text = lines.join("\n");
    ensure!(
        !text.trim().is_empty(),
        "`{heading}` in CHANGELOG.md says nothing"
    );
    Ok(format!("{}\n", text.trim()))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let are_digits = parts
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    are_digits && matches!(parts.as_slice(), [y, m, d] if [y.len(), m.len(), d.len()] == [4, 2, 2])
}

/// Year, month and day of a time in seconds since 1970, by the Gregorian calendar.
pub fn date_of(seconds: u64) -> (u16, u8, u8) {
    let mut day = seconds / 86_400;
    let mut year = 1970_u16;
    let is_leap =
        |year: u16| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    while day >= 365 + u64::from(is_leap(year)) {
        day -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    (year, month, day as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(date_of(0), (1970, 1, 1));
        assert_eq!(date_of(951_782_400), (2000, 2, 29));
        assert_eq!(date_of(1_795_910_400), (2026, 11, 29));
        assert_eq!(date_of(1_798_675_200), (2026, 12, 31));
    }

    #[test]
    fn a_version_has_its_part_of_the_list() {
        let list = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-29\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n";
        assert_eq!(section(list, "0.2.0").unwrap(), "### Added\n\n- One.\n");
        assert!(section(list, "0.3.0").is_err());
        assert!(section("## [0.2.0]\n\n- One.\n", "0.2.0").is_err());
        assert!(section("## [0.2.0] - 2026-11-29\n\n## [0.1.0]\n", "0.2.0").is_err());
    }
}

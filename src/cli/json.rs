//! JSON output for other programs.

use std::io::Write;

use serde_json::Value;

use super::CliError;

/// Prints a value as JSON, indented, with a line end.
///
/// # Errors
///
/// When standard output is closed or full.
pub fn print(value: &Value) -> Result<(), CliError> {
    writeln!(std::io::stdout().lock(), "{value:#}")?;
    Ok(())
}

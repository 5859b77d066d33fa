//! What commands print for other programs.

use std::io::Write;

use serde_json::Value;

use super::Failure;

/// Prints a value as JSON, indented, with a line end.
///
/// # Errors
///
/// When standard output is closed or full.
pub fn print(value: &Value) -> Result<(), Failure> {
    writeln!(std::io::stdout().lock(), "{value:#}")?;
    Ok(())
}

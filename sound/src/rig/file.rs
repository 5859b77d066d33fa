//! Rig files: TOML to and from a [`Rig`].

use toml::de::{DeTable, DeValue};
use toml::Spanned;

use super::check::{check, cross_check, locate, not_allowed};
use super::error::{Cause, Located, Problem, RigError};
use super::like;
use super::schema::whole;
use super::stored::Stored as _;
use super::{Rig, FORMAT};
use crate::order;
use crate::rig::tips;

/// Turns a file of one format into one of the next.
type Migration = for<'i> fn(&mut DeTable<'i>);

/// From each older format to the next, oldest first: the first entry reads format 1.
const MIGRATIONS: [Migration; FORMAT as usize - 1] = [];

impl Rig {
    /// Reads a rig file. Keys that are not there take their defaults; `format` and `name` must be.
    ///
    /// # Errors
    /// Everything in the file that is not allowed, each with its line: bad TOML, unknown keys,
    /// wrong types, values out of range, a format from a later version.
    pub fn from_toml(text: &str) -> Result<Self, RigError> {
        let mut tree = parse(text)?;
        let format = format_of(&tree).map_err(|cause| refused(vec![cause], Some(text)))?;
        migrate(tree.get_mut(), format, &MIGRATIONS);
        build(tree, Some(text))
    }

    /// The rig as a file: every key, in the order of the schema.
    pub fn to_toml(&self) -> String {
        let text = toml::to_string(&self.write())
            .expect("a rig is tables of numbers, texts and switches, all of which TOML has");
        with_exponents(&text)
    }

    /// Returns whether every value is allowed and the parts fit together. What was read from a file
    /// or went through [`Rig::set`] is valid already; this is for rigs put together in code.
    ///
    /// # Errors
    /// Like [`Rig::from_toml`], without lines.
    pub fn validate(&self) -> Result<(), RigError> {
        let text = self.to_toml();
        build(parse(&text)?, None).map(|_| ())
    }
}

/// The tree of a text, or the first thing in it that is not TOML.
pub(super) fn parse(text: &str) -> Result<Spanned<DeTable<'_>>, RigError> {
    DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(text.len()..text.len());
        let cause = match (error.message(), text.get(span.clone())) {
            ("duplicate key", Some(key)) => Cause::Duplicate {
                key: key.to_owned(),
            },
            (message, _) => Cause::Syntax(one_line(message)),
        };
        refused(vec![Located { span, cause }], Some(text))
    })
}

/// Checks a tree of the current format and makes a rig of it.
pub(super) fn build(mut tree: Spanned<DeTable<'_>>, source: Option<&str>) -> Result<Rig, RigError> {
    let mut found = like::resolve(tree.get_mut());
    tips::fill(tree.get_mut());
    let unresolved: Vec<String> = (found.iter())
        .filter_map(|located| match &located.cause {
            Cause::NotAllowed { path, .. } => Some(format!("{}.kind", path.strip_suffix(".like")?)),
            _ => None,
        })
        .collect();
    // A part that was not found has no kind either, which need not be said.
    let missed = |located: &Located| match &located.cause {
        Cause::Missing { path, .. } => unresolved.contains(path),
        _ => false,
    };
    found.extend(check(&tree).into_iter().filter(|located| !missed(located)));
    if !found.is_empty() {
        return Err(refused(found, source));
    }
    let tree = Spanned::new(tree.span(), DeValue::Table(tree.into_inner()));
    let mut rig = Rig::default();
    rig.read(&tree).map_err(|span| {
        let cause = Cause::Syntax("a value is not of the kind that its key takes".into());
        refused(vec![Located { span, cause }], source)
    })?;
    rig.format = FORMAT;
    let found: Vec<Located> = (cross_check(&rig).into_iter())
        .map(|(path, cause)| Located {
            span: locate(&tree, &path),
            cause,
        })
        .collect();
    if found.is_empty() {
        Ok(rig)
    } else {
        Err(refused(found, source))
    }
}

fn refused(found: Vec<Located>, source: Option<&str>) -> RigError {
    let problems: Vec<Problem> = (found.into_iter())
        .map(|located| located.into_problem(source))
        .collect();
    RigError::new(problems)
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The format of a file; without one, or with one from a later version, nothing else in it can be
/// judged.
fn format_of(tree: &Spanned<DeTable<'_>>) -> Result<u32, Located> {
    let Some(value) = tree.get_ref().get("format") else {
        return Err(Located {
            span: 0..0,
            cause: Cause::Missing {
                path: "format".into(),
                allowed: format!("begin the file with `format = {FORMAT}`"),
            },
        });
    };
    let number = match value.get_ref() {
        DeValue::Integer(digits) => u64::from_str_radix(digits.as_str(), digits.radix()).ok(),
        _ => None,
    };
    let cause = match number.map(u32::try_from) {
        Some(Ok(format)) if (1..=FORMAT).contains(&format) => return Ok(format),
        Some(format) if format != Ok(0) => Cause::Newer {
            found: number.unwrap_or_default().to_string(),
            newest: FORMAT,
        },
        _ => not_allowed("format", value.get_ref(), &whole(1, FORMAT).kind),
    };
    let span = value.span();
    Err(Located { span, cause })
}

fn migrate(table: &mut DeTable<'_>, format: u32, migrations: &[Migration]) {
    for migration in migrations.iter().skip(format as usize - 1) {
        migration(table);
    }
}

/// The same text with large and small numbers as people write them: 5.43e-14 and not
/// 0.0000000000000543. The value stays the same to the last bit.
fn with_exponents(text: &str) -> String {
    let mut numbers = Vec::new();
    if let Ok(tree) = DeTable::parse(text) {
        collect_floats(&DeValue::Table(tree.get_ref().clone()), &mut numbers);
    }
    let mut out = text.to_owned();
    order::by_key(&mut numbers, |(span, _)| span.start);
    for (span, number) in numbers.into_iter().rev() {
        let shorter = format!("{number:e}");
        if number.is_finite() && shorter.len() + 2 < span.len() {
            out.replace_range(span, &shorter);
        }
    }
    out
}

fn collect_floats(value: &DeValue<'_>, numbers: &mut Vec<(std::ops::Range<usize>, f64)>) {
    let mut visit = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
        DeValue::Float(float) => {
            if let Ok(number) = float.as_str().parse() {
                numbers.push((value.span(), number));
            }
        }
        inner => collect_floats(inner, numbers),
    };
    match value {
        DeValue::Table(table) => table.values().for_each(&mut visit),
        DeValue::Array(entries) => entries.iter().for_each(&mut visit),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

//! Values of a rig as its file holds them: read from the tree of a text, and put together to be written.
//!
//! The macros of the schema give both to every type of the rig, with one call for each key. What serde
//! derives does the same for any format, and is compiled anew for every structure and each way in which a
//! format hands it over: half a megabyte of the plugin.

use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct, Serializer};
use toml::de::{DeInteger, DeTable, DeValue};
use toml::Spanned;

/// Position of a value of another kind than its key takes. The check against the schema leaves none.
pub(super) type Misfit = Range<usize>;

/// A value of a rig file.
pub(super) trait Stored: Default {
    /// Takes over what a file says; what it leaves out has its default.
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit>;

    /// The value to be written; none for a part that does not exist.
    fn write(&self) -> Option<Node<'_>>;
}

/// A value to be written.
pub(super) enum Node<'a> {
    Number(f64),
    Whole(u64),
    Switch(bool),
    Text(&'a str),
    List(Vec<Node<'a>>),
    Table(Keys<'a>),
}

/// The keys of a table in their order; those without a value are left out.
pub(super) type Keys<'a> = Vec<(&'static str, Option<Node<'a>>)>;

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Whole(number) => serializer.serialize_u64(*number),
            Self::Switch(switch) => serializer.serialize_bool(*switch),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(entries) => serializer.collect_seq(entries),
            Self::Table(keys) => {
                let mut table = serializer.serialize_struct("Table", keys.len())?;
                for (key, value) in keys {
                    if let Some(value) = value {
                        table.serialize_field(key, value)?;
                    }
                }
                table.end()
            }
        }
    }
}

/// A table of a kind, with the keys of its body.
pub(super) fn tagged<'a>(kind: &'static str, body: Option<Node<'a>>) -> Option<Node<'a>> {
    let mut keys = vec![("kind", Some(Node::Text(kind)))];
    if let Some(Node::Table(body)) = body {
        keys.extend(body);
    }
    Some(Node::Table(keys))
}

/// The keys of a value that is a table.
pub(super) fn table<'a, 'i>(value: &'a Spanned<DeValue<'i>>) -> Result<&'a DeTable<'i>, Misfit> {
    match value.get_ref() {
        DeValue::Table(table) => Ok(table),
        _ => Err(value.span()),
    }
}

/// The kind of a table that has one.
pub(super) fn kind<'a>(table: &'a DeTable<'_>) -> Option<&'a str> {
    table.get("kind")?.get_ref().as_str()
}

/// Takes over a key if the table has it.
pub(super) fn read_key<T: Stored>(
    table: &DeTable<'_>,
    key: &str,
    place: &mut T,
) -> Result<(), Misfit> {
    match table.get(key) {
        Some(value) => place.read(value),
        None => Ok(()),
    }
}

/// None for what does not fit: it is beyond every range.
pub(super) fn whole_of(integer: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

pub(super) fn number_of(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(integer) => whole_of(integer).map(|number| number as f64),
        DeValue::Float(float) => {
            let number: f64 = float.as_str().parse().ok()?;
            // Digits that overflow are not what someone who wants `inf` writes.
            (number.is_finite() || float.as_str().ends_with("inf")).then_some(number)
        }
        _ => None,
    }
}

/// Puts a value into its place.
fn put<T>(place: &mut T, found: Option<T>, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
    *place = found.ok_or_else(|| value.span())?;
    Ok(())
}

impl Stored for f64 {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        put(self, number_of(value.get_ref()), value)
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::Number(*self))
    }
}

impl Stored for u32 {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        let mut number = 0;
        number.read(value)?;
        put(self, usize::try_into(number).ok(), value)
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::Whole(u64::from(*self)))
    }
}

impl Stored for usize {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        let whole = match value.get_ref() {
            DeValue::Integer(integer) => whole_of(integer),
            _ => None,
        };
        put(self, whole.and_then(|number| number.try_into().ok()), value)
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::Whole(*self as u64))
    }
}

impl Stored for bool {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        put(self, value.get_ref().as_bool(), value)
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::Switch(*self))
    }
}

impl Stored for String {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        put(self, value.get_ref().as_str().map(str::to_owned), value)
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::Text(self))
    }
}

impl<T: Stored> Stored for Option<T> {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        self.insert(T::default()).read(value)
    }

    fn write(&self) -> Option<Node<'_>> {
        self.as_ref()?.write()
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn read(&mut self, value: &Spanned<DeValue<'_>>) -> Result<(), Misfit> {
        let DeValue::Array(entries) = value.get_ref() else {
            return Err(value.span());
        };
        self.clear();
        self.reserve_exact(entries.len());
        for entry in entries.iter() {
            let mut made = T::default();
            made.read(entry)?;
            self.push(made);
        }
        Ok(())
    }

    fn write(&self) -> Option<Node<'_>> {
        Some(Node::List(self.iter().filter_map(T::write).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::{Link, Port, Rig};

    fn read(text: &str) -> Result<Rig, Misfit> {
        let tree = DeTable::parse(text).unwrap();
        let mut rig = Rig::default();
        rig.read(&Spanned::new(
            tree.span(),
            DeValue::Table(tree.into_inner()),
        ))?;
        Ok(rig)
    }

    #[test]
    fn values_that_the_check_would_refuse_are_refused_with_their_place() {
        for (text, wrong) in [
            ("name = 3", "3"),
            ("name = \"x\"\nfeed = 1.5", "1.5"),
            ("[feed]\ntrim_db = \"loud\"", "\"loud\""),
            ("format = -1", "-1"),
            ("[pack]\nmode = \"no such\"", "\"no such\""),
            ("[earphone]\ndrivers = [1]", "1"),
            ("link = { kind = \"no such\" }", "{ kind = \"no such\" }"),
        ] {
            assert_eq!(read(text).map_err(|at| &text[at]), Err(wrong));
        }
    }

    #[test]
    fn a_kind_takes_its_own_defaults_and_not_those_of_the_rig() {
        let rig = read("[earphone.port]\nkind = \"hole\"\nlength_mm = 7\n[link]\nkind = \"wired\"");
        let rig = rig.unwrap();
        let Port::Hole {
            diameter_mm,
            length_mm,
        } = rig.earphone.port
        else {
            panic!("{:?}", rig.earphone.port);
        };
        assert_eq!((diameter_mm, length_mm), (1.0, 7.0));
        assert_eq!(rig.link, Link::Wired);
    }
}

//! The macros that declare the rig's types and, from the same lines, what a rig file may say.

/// A table: `/// doc`, name, type, default, and what is allowed.
macro_rules! described {
    ($(#[$about:meta])* pub struct $name:ident {
        $( $(#[doc = $doc:literal])+ pub $key:ident: $type:ty = $default:expr, $value:expr; )+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(
                $(#[doc = $doc])+
                #[doc = concat!("\n\nAllowed: `", stringify!($value), "`.")]
                pub $key: $type,
            )+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $key: $default, )+ }
            }
        }

        impl $crate::rig::stored::Stored for $name {
            fn read(
                &mut self,
                value: &toml::Spanned<toml::de::DeValue<'_>>,
            ) -> Result<(), $crate::rig::stored::Misfit> {
                let table = $crate::rig::stored::table(value)?;
                *self = Self::default();
                $( $crate::rig::stored::read_key(table, stringify!($key), &mut self.$key)?; )+
                Ok(())
            }

            fn write(&self) -> Option<$crate::rig::stored::Node<'_>> {
                Some($crate::rig::stored::Node::Table(vec![
                    $( (stringify!($key), $crate::rig::stored::Stored::write(&self.$key)), )+
                ]))
            }
        }

        impl $crate::rig::schema::Described for $name {
            const KEYS: &'static [$crate::rig::schema::Key] = &[$(
                $crate::rig::schema::Key {
                    name: stringify!($key),
                    doc: concat!($($doc),+).trim_ascii(),
                    value: $value,
                },
            )+];
        }
    };
}

/// One of a few words; the first is the default.
macro_rules! choices {
    ($(#[$about:meta])* pub enum $name:ident {
        $(#[doc = $first_doc:literal])+ $first_id:literal = $first:ident,
        $( $(#[doc = $doc:literal])+ $id:literal = $variant:ident, )*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = $first_doc])+ #[default] $first,
            $( $(#[doc = $doc])+ $variant, )*
        }

        impl $name {
            /// Every one, in the order in which users see them.
            pub const ALL: &'static [Self] = &[Self::$first, $( Self::$variant, )*];

            /// The word for it in a rig file.
            pub const fn id(self) -> &'static str {
                match self {
                    Self::$first => $first_id,
                    $( Self::$variant => $id, )*
                }
            }
        }

        impl $crate::rig::stored::Stored for $name {
            fn read(
                &mut self,
                value: &toml::Spanned<toml::de::DeValue<'_>>,
            ) -> Result<(), $crate::rig::stored::Misfit> {
                let word = value.get_ref().as_str();
                let found = Self::ALL.iter().find(|one| Some(one.id()) == word);
                *self = *found.ok_or_else(|| value.span())?;
                Ok(())
            }

            fn write(&self) -> Option<$crate::rig::stored::Node<'_>> {
                Some($crate::rig::stored::Node::Text(self.id()))
            }
        }

        impl $crate::rig::schema::Varied for $name {
            const VARIANTS: &'static [$crate::rig::schema::Variant] = &[
                $crate::rig::schema::Variant {
                    id: $first_id,
                    doc: concat!($($first_doc),+).trim_ascii(),
                    keys: &[],
                },
                $( $crate::rig::schema::Variant {
                    id: $id,
                    doc: concat!($($doc),+).trim_ascii(),
                    keys: &[],
                }, )*
            ];
        }
    };
}

/// A table whose `kind` says which other keys it has: none, those of a described table, or keys
/// with a function for each default. The first kind is the default.
macro_rules! tagged {
    ($(#[$about:meta])* pub enum $name:ident {
        $(#[doc = $first_doc:literal])+ $first_id:literal = $first:ident $( ($first_body:ty) )?,
        $(
            $(#[doc = $doc:literal])+
            $id:literal = $variant:ident
            $( ($body:ty) )?
            $( {$(
                $(#[doc = $key_doc:literal])+ $key:ident: $type:ty = $default:expr, $value:expr;
            )+} )?
        ,)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $(#[doc = $first_doc])+ $first $( ($first_body) )?,
            $(
                $(#[doc = $doc])+
                $variant
                $( ($body) )?
                $( {$(
                    $(#[doc = $key_doc])+
                    #[doc = concat!("\n\nAllowed: `", stringify!($value), "`.")]
                    $key: $type,
                )+} )?
            ,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$first $( (<$first_body>::default()) )?
            }
        }

        impl $crate::rig::stored::Stored for $name {
            fn read(
                &mut self,
                value: &toml::Spanned<toml::de::DeValue<'_>>,
            ) -> Result<(), $crate::rig::stored::Misfit> {
                let table = $crate::rig::stored::table(value)?;
                *self = match $crate::rig::stored::kind(table) {
                    Some($first_id) => $crate::rig::schema::read_variant!(
                        value, table, $first $( ($first_body) )?
                    ),
                    $( Some($id) => $crate::rig::schema::read_variant!(
                        value, table, $variant $( ($body) )? $( {$( $key = $default, )+} )?
                    ), )+
                    _ => return Err(value.span()),
                };
                Ok(())
            }

            fn write(&self) -> Option<$crate::rig::stored::Node<'_>> {
                $crate::rig::schema::write_variant!(self, $first_id, $first $( ($first_body) )?);
                $( $crate::rig::schema::write_variant!(
                    self, $id, $variant $( ($body) )? $( {$( $key, )+} )?
                ); )+
                None
            }
        }

        impl $crate::rig::schema::Varied for $name {
            const VARIANTS: &'static [$crate::rig::schema::Variant] = &[
                $crate::rig::schema::Variant {
                    id: $first_id,
                    doc: concat!($($first_doc),+).trim_ascii(),
                    keys: $crate::rig::schema::variant_keys!($( ($first_body) )?),
                },
                $($crate::rig::schema::Variant {
                    id: $id,
                    doc: concat!($($doc),+).trim_ascii(),
                    keys: $crate::rig::schema::variant_keys!(
                        $( ($body) )?
                        $( {$(
                            $crate::rig::schema::Key {
                                name: stringify!($key),
                                doc: concat!($($key_doc),+).trim_ascii(),
                                value: $value,
                            },
                        )+} )?
                    ),
                },)+
            ];
        }
    };
}

macro_rules! variant_keys {
    () => { &[] };
    (($body:ty)) => { <$body as $crate::rig::schema::Described>::KEYS };
    ({ $($key:expr,)+ }) => { &[$($key),+] };
}

/// Reads a table as one kind of a tagged type.
macro_rules! read_variant {
    ($value:ident, $table:ident, $variant:ident) => {
        Self::$variant
    };
    ($value:ident, $table:ident, $variant:ident ($body:ty)) => {{
        let mut body = <$body>::default();
        $crate::rig::stored::Stored::read(&mut body, $value)?;
        Self::$variant(body)
    }};
    ($value:ident, $table:ident, $variant:ident { $($key:ident = $default:expr,)+ }) => {{
        $(
            let mut $key = $default;
            $crate::rig::stored::read_key($table, stringify!($key), &mut $key)?;
        )+
        Self::$variant { $($key),+ }
    }};
}

/// Returns from the writer of a tagged type if the value is of one kind.
macro_rules! write_variant {
    ($value:expr, $id:literal, $variant:ident) => {
        if let Self::$variant = $value {
            return $crate::rig::stored::tagged($id, None);
        }
    };
    ($value:expr, $id:literal, $variant:ident ($body:ty)) => {
        if let Self::$variant(body) = $value {
            return $crate::rig::stored::tagged($id, $crate::rig::stored::Stored::write(body));
        }
    };
    ($value:expr, $id:literal, $variant:ident { $($key:ident,)+ }) => {
        if let Self::$variant { $($key),+ } = $value {
            let keys = vec![
                $( (stringify!($key), $crate::rig::stored::Stored::write($key)), )+
            ];
            return $crate::rig::stored::tagged($id, Some($crate::rig::stored::Node::Table(keys)));
        }
    };
}

pub(crate) use {choices, described, read_variant, tagged, variant_keys, write_variant};

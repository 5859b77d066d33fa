//! The macros that declare the rig's types and, from the same lines, what a rig file may say.

/// A table: `/// doc`, name, type, default, and what is allowed.
macro_rules! described {
    ($(#[$about:meta])* pub struct $name:ident {
        $( $(#[doc = $doc:literal])+ pub $key:ident: $type:ty = $default:expr, $value:expr; )+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
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
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $first_doc])+ #[default] #[serde(rename = $first_id)] $first,
            $( $(#[doc = $doc])+ #[serde(rename = $id)] $variant, )*
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
                $(#[doc = $key_doc:literal])+ $key:ident: $type:ty = $default:literal, $value:expr;
            )+} )?
        ,)+
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "kind", deny_unknown_fields)]
        pub enum $name {
            $(#[doc = $first_doc])+ #[serde(rename = $first_id)] $first $( ($first_body) )?,
            $(
                $(#[doc = $doc])+
                #[serde(rename = $id)]
                $variant
                $( ($body) )?
                $( {$(
                    $(#[doc = $key_doc])+
                    #[doc = concat!("\n\nAllowed: `", stringify!($value), "`.")]
                    #[serde(default = $default)]
                    $key: $type,
                )+} )?
            ,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$first $( (<$first_body>::default()) )?
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

pub(crate) use {choices, described, tagged, variant_keys};

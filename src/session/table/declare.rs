//! The notation in which the stages list their parameters.

/// Declares the parameters of one stage: the struct that hosts see, and the table's entries.
/// `FeedParams as feed in Feed` names the struct, its field in `BodypackParams`, and its stage.
macro_rules! stage {
    (
        $(#[$doc:meta])+
        $params:ident as $group:ident in $stage:ident;
        $( $id:tt => $field:ident: $type:ident $(<$choice:ident>)? { $($body:tt)+ } )*
    ) => {
        #[allow(unused_imports)] // Not every stage has a choice, whose value `Param` reads.
        use nice_plug::prelude::{Param, Params};

        $(#[$doc])+
        #[derive(Params)]
        pub struct $params {
            $(
                #[doc = concat!("The parameter `", $id, "`.")]
                #[id = $id]
                pub $field: nice_plug::prelude::$type $(<$choice>)?,
            )*
        }

        /// The stage's part of the table.
        pub const ENTRIES: &[$crate::session::table::Entry] = &[
            $( entry!($id, $group, $field, $stage, $type $(<$choice>)? { $($body)+ }), )*
        ];

        impl $params {
            /// The parameters at what a rig says.
            pub(crate) fn new(rig: &$crate::rig::Rig, edits: &$crate::session::edits::Edits) -> Self {
                Self {
                    $( $field: make!($type $(<$choice>)?, $crate::session::table::make::find(ENTRIES, $id), rig, edits), )*
                }
            }
        }
    };
}

macro_rules! make {
    (FloatParam, $entry:expr, $rig:expr, $edits:expr) => {
        $crate::session::table::make::float($entry, $rig, $edits)
    };
    (EnumParam<$choice:ident>, $entry:expr, $rig:expr, $edits:expr) => {
        $crate::session::table::make::choice::<$choice>($entry, $rig, $edits)
    };
    (BoolParam, $entry:expr, $rig:expr, $edits:expr) => {
        $crate::session::table::make::on_off($entry, $rig, $edits)
    };
}

/// One entry of the table.
macro_rules! entry {
    ($id:tt, $group:ident, $field:ident, $stage:ident, FloatParam {
        name: $name:expr, at: $at:expr, unit: $unit:expr, style: $style:expr,
        $(skew: $skew:expr,)? tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@ $id, $group, $field, $stage, $name, $unit, $tooltip,
            Number($crate::session::table::Number {
                at: $at,
                style: $style,
                skew: skew!($($skew)?),
                param: |params| &params.$group.$field,
            })
        )
    };
    ($id:tt, $group:ident, $field:ident, $stage:ident, EnumParam<$choice:ident> {
        name: $name:expr, at: $($at:ident).+, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!($id, $group, $field, $stage, EnumParam<$choice> {
            name: $name,
            get: |rig| $crate::session::param_enums::choice_of::<$choice, _>(rig.$($at).+),
            apply: |params, _, live| live.$($at).+ = params.$group.$field.value(),
            tooltip: $tooltip,
        })
    };
    ($id:tt, $group:ident, $field:ident, $stage:ident, EnumParam<$choice:ident> {
        name: $name:expr, get: $get:expr, apply: $apply:expr, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@ $id, $group, $field, $stage, $name, "", $tooltip,
            Choice($crate::session::table::Choice {
                get: $get,
                id: |params| {
                    let value = params.$group.$field.unmodulated_plain_value();
                    $crate::session::param_enums::choice_of::<$choice, $choice>(value)
                },
                apply: $apply,
            })
        )
    };
    ($id:tt, $group:ident, $field:ident, $stage:ident, BoolParam {
        name: $name:expr, at: $($at:ident).+, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!($id, $group, $field, $stage, BoolParam {
            name: $name,
            get: |rig| rig.$($at).+,
            apply: |params, live| live.$($at).+ = params.$group.$field.value(),
            tooltip: $tooltip,
        })
    };
    ($id:tt, $group:ident, $field:ident, $stage:ident, BoolParam {
        name: $name:expr, get: $get:expr, apply: $apply:expr, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@switch false, $id, $group, $field, $stage, $name, $get, $apply, $tooltip)
    };
    (@switch $power:literal, $id:tt, $group:ident, $field:ident, $stage:ident, $name:expr,
     $get:expr, $apply:expr, $tooltip:expr) => {
        entry!(@ $id, $group, $field, $stage, $name, "", $tooltip,
            Switch($crate::session::table::Switch {
                is_power: $power,
                get: $get,
                apply: $apply,
                param: |params| &params.$group.$field,
            })
        )
    };
    ($id:tt, $group:ident, $field:ident, $stage:ident, BoolParam {
        name: $name:expr, power: $tooltip:expr $(,)?
    }) => {
        entry!(@switch true, $id, $group, $field, $stage, $name, |_| true, |_, _| (), $tooltip)
    };
    (@ $id:tt, $group:ident, $field:ident, $stage:ident, $name:expr, $unit:expr, $tooltip:expr,
     $kind:ident($kind_of:expr)) => {
        $crate::session::table::Entry {
            id: $id,
            name: $name,
            stage: $crate::session::table::StageId::$stage,
            unit: $unit,
            tooltip: $tooltip,
            param: |params| &params.$group.$field,
            kind: $crate::session::table::Kind::$kind($kind_of),
        }
    };
}

macro_rules! skew {
    () => {
        1.0
    };
    ($skew:expr) => {
        $skew
    };
}

/// The place of a plain number of the rig: `field!(feed.trim_db)`.
macro_rules! field {
    ($first:ident $(. $rest:ident)*) => {
        $crate::session::table::Place {
            path: concat!(stringify!($first) $(, ".", stringify!($rest))*),
            range: None,
            get: |rig| rig.$first $(. $rest)*,
            set: |rig, value| rig.$first $(. $rest)* = value,
            keep: |from, to| to.$first $(. $rest)* = from.$first $(. $rest)*,
        }
    };
}

/// The place of a number that only one kind of link has: `kind_field!(Digital(DigitalLink),
/// latency_ms)`. With another kind the parameter shows the default and does nothing.
macro_rules! kind_field {
    ($kind:ident($type:ident), $first:ident $(. $rest:ident)*) => {
        $crate::session::table::Place {
            path: concat!("link.", stringify!($first) $(, ".", stringify!($rest))*),
            range: None,
            get: |rig| match &rig.link {
                Link::$kind(link) => link.$first $(. $rest)*,
                _ => $type::default().$first $(. $rest)*,
            },
            set: |rig, value| {
                if let Link::$kind(link) = &mut rig.link {
                    link.$first $(. $rest)* = value;
                }
            },
            keep: |from, to| {
                if let (Link::$kind(from), Link::$kind(to)) = (&from.link, &mut to.link) {
                    to.$first $(. $rest)* = from.$first $(. $rest)*;
                }
            },
        }
    };
}

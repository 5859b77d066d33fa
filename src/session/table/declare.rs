//! The notation in which the stages list their parameters.

/// Declares the parameters of one stage: the struct that hosts see, and the table's entries.
/// `FeedParams in Feed` names the struct and its stage.
macro_rules! stage {
    (
        $(#[$doc:meta])+
        $params:ident in $stage:ident;
        $( $id:tt => $field:ident: $type:ident $(<$choice:ident>)? { $($body:tt)+ } )*
    ) => {
        use nice_plug::prelude::Params;

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
            $( entry!($id, $stage, $type $(<$choice>)? { $($body)+ }), )*
        ];

        impl $params {
            /// The parameters at what a rig says.
            pub(crate) fn new(rig: &$crate::rig::Rig, edits: &$crate::session::edits::Edits) -> Self {
                Self {
                    $( $field: make!($type $(<$choice>)?, $crate::session::table::make::find(ENTRIES, $id), rig, edits), )*
                }
            }

            /// Each entry of the stage with its parameter.
            pub(crate) fn entries(
                &self,
            ) -> impl Iterator<
                Item = (
                    &'static $crate::session::table::Entry,
                    $crate::session::table::StageParam<'_>,
                ),
            > {
                ENTRIES.iter().zip([ $( stage_param!($type, &self.$field) ),* ])
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

/// A field as the parameter of its entry.
macro_rules! stage_param {
    (FloatParam, $param:expr) => {
        $crate::session::table::StageParam::Number($param)
    };
    (EnumParam, $param:expr) => {
        $crate::session::table::StageParam::Choice($param)
    };
    (BoolParam, $param:expr) => {
        $crate::session::table::StageParam::Switch($param)
    };
}

/// One entry of the table.
macro_rules! entry {
    ($id:tt, $stage:ident, FloatParam {
        name: $name:expr, at: $at:expr, unit: $unit:expr, style: $style:expr,
        $(skew: $skew:expr,)? tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@ $id, $stage, $name, $unit, $tooltip,
            Number($crate::session::table::Number {
                at: $at,
                style: $style,
                skew: skew!($($skew)?),
            })
        )
    };
    ($id:tt, $stage:ident, EnumParam<$choice:ident> {
        name: $name:expr, at: $($at:ident).+, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!($id, $stage, EnumParam<$choice> {
            name: $name,
            get: |rig| $crate::session::param_enums::choice_of::<$choice, _>(rig.$($at).+),
            set: |choice, _, live| live.$($at).+ = choice.0,
            tooltip: $tooltip,
        })
    };
    ($id:tt, $stage:ident, EnumParam<$choice:ident> {
        name: $name:expr, get: $get:expr, set: $set:expr, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@ $id, $stage, $name, "", $tooltip,
            Choice($crate::session::table::Choice {
                get: $get,
                set: |index, base, live| {
                    let set: fn($choice, &$crate::rig::Rig, &mut $crate::rig::Rig) = $set;
                    set(<$choice as nice_plug::prelude::Enum>::from_index(index), base, live);
                },
            })
        )
    };
    ($id:tt, $stage:ident, BoolParam {
        name: $name:expr, at: $($at:ident).+, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!($id, $stage, BoolParam {
            name: $name,
            get: |rig| rig.$($at).+,
            set: |rig, on| rig.$($at).+ = on,
            tooltip: $tooltip,
        })
    };
    ($id:tt, $stage:ident, BoolParam {
        name: $name:expr, get: $get:expr, set: $set:expr, tooltip: $tooltip:expr $(,)?
    }) => {
        entry!(@switch false, $id, $stage, $name, $get, $set, $tooltip)
    };
    (@switch $power:literal, $id:tt, $stage:ident, $name:expr,
     $get:expr, $set:expr, $tooltip:expr) => {
        entry!(@ $id, $stage, $name, "", $tooltip,
            Switch($crate::session::table::Switch {
                is_power: $power,
                get: $get,
                set: $set,
            })
        )
    };
    ($id:tt, $stage:ident, BoolParam {
        name: $name:expr, power: $tooltip:expr $(,)?
    }) => {
        entry!(@switch true, $id, $stage, $name, |_| true, |_, _| (), $tooltip)
    };
    (@ $id:tt, $stage:ident, $name:expr, $unit:expr, $tooltip:expr,
     $kind:ident($kind_of:expr)) => {
        $crate::session::table::Entry {
            id: $id,
            name: $name,
            stage: $crate::session::table::StageId::$stage,
            unit: $unit,
            tooltip: $tooltip,
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

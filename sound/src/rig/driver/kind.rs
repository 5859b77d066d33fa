//! A kind of driver's words and drawing.

/// A kind of driver.
pub trait Kind {
    /// Its word in lists and tags: `armature`.
    fn word(&self) -> &'static str;

    /// The word for several.
    fn plural(&self) -> &'static str;

    /// Its full name.
    fn name(&self) -> &'static str {
        self.word()
    }

    /// Its drawing.
    fn icon(&self) -> Icon;

    /// Returns whether it needs an energizer for its bias.
    fn is_biased(&self) -> bool {
        false
    }

    /// Its polarizing voltage, if it has one.
    fn bias_v_mut(&mut self) -> Option<&mut f64> {
        None
    }
}

/// A drawing of a driver, in shares of its size from its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icon {
    /// The drawing where there is room.
    pub drawn: &'static [Mark],
    /// The drawing among many.
    pub small: &'static [Mark],
    /// The largest size at which it looks like one, points.
    pub most_points: f32,
}

/// One mark of a drawing. Widths of lines are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// A filled disk with an edge: its radius.
    Disk(f32),
    /// A circle: its radius and width.
    Ring(f32, f32),
    /// A black dot: its radius.
    Dot(f32),
    /// A filled case with an edge: half its width and height.
    Case([f32; 2]),
    /// The edge of a case alone.
    Frame([f32; 2]),
    /// A line from one place to another, with its width.
    Line([f32; 2], [f32; 2], f32),
    /// A dashed line.
    Dashes([f32; 2], [f32; 2]),
}

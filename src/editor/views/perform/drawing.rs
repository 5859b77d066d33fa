//! Line drawings of people, places, links and faults, in one hand.
//!
//! A drawing is text in the manner of a path of SVG, in a box from −60 to 60 across and −50 to 50
//! down: `M x y` begins a line, `L x y` goes on straight, `Q` and `C` go on in a curve (with one and
//! two points that it leans to), `Z` closes the line and hides what is behind it; `O x y r` is a
//! circle, `E x y rx ry` an ellipse, `D x y r` a dot. `ink`, `room` and `quiet` choose the color of
//! what follows.

mod faults;
mod links;
mod notation;
mod people;
mod places;

use egui::{pos2, Color32, Painter, Pos2, Rect, Shape, Stroke};

use crate::editor::theme::Palette;
use crate::editor::widgets::paint::{self, mix};
use crate::rig::{Fault, Link, PerformerRole, Rig, Venue};
pub use notation::Drawing;

/// Half of the box, in units of a drawing.
const HALF: [f32; 2] = [60.0, 50.0];
/// Straight pieces of a curve.
const PIECES: usize = 14;

/// The picture of a performer; none for no one in particular.
pub fn of_role(role: PerformerRole) -> Option<Drawing> {
    people::of(role)
}

/// The picture of a venue; none for no place in particular.
pub fn of_venue(venue: Venue) -> Option<Drawing> {
    places::of(venue)
}

/// The picture of a fault; none where nothing goes wrong.
pub fn of_fault(fault: Fault) -> Option<Drawing> {
    faults::of(fault)
}

/// The picture of a link.
pub fn of_link(link: &Link) -> Drawing {
    links::of(link)
}

/// The picture that a rig is told by: of who wears it, or else of where; none for neither.
pub fn of_person_or_place(rig: &Rig) -> Option<Drawing> {
    of_role(rig.about.role).or_else(|| of_venue(rig.about.venue))
}

/// Colors of a drawing.
#[derive(Clone, Copy)]
pub struct Inks {
    ink: Color32,
    room: Color32,
    quiet: Color32,
    /// Behind it.
    ground: Color32,
}

impl Inks {
    /// The colors on a ground; bright where the drawing is chosen.
    pub fn new(palette: &Palette, ground: Color32, lit: bool) -> Self {
        Self {
            ink: if lit {
                palette.mix
            } else {
                mix(ground, palette.muted, 0.92)
            },
            room: palette.room,
            quiet: mix(ground, palette.muted, 0.5),
            ground,
        }
    }
}

/// Draws a drawing as large as a place allows.
pub fn draw(painter: &Painter, rect: Rect, drawing: Drawing, inks: Inks) {
    let scale = (rect.width() / (2.0 * HALF[0])).min(rect.height() / (2.0 * HALF[1]));
    let mut pen = Pen {
        painter,
        center: rect.center(),
        scale,
        inks,
        color: inks.ink,
        line: Vec::new(),
    };
    for part in drawing {
        // A test holds that every drawing is read to its end.
        let _ = read(part, |mark| pen.mark(mark));
    }
}

/// One step of a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    Ink,
    Room,
    Quiet,
    Begin([f32; 2]),
    Straight([f32; 2]),
    Quadratic([f32; 4]),
    Cubic([f32; 6]),
    Close,
    Ellipse([f32; 4]),
    Dot([f32; 3]),
    /// The end of a line.
    End,
}

/// Reads a drawing step by step; the word that is not understood, if there is one.
fn read(text: &str, mut mark: impl FnMut(Mark)) -> Result<(), &str> {
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let step = match word {
            "ink" => Mark::Ink,
            "room" => Mark::Room,
            "quiet" => Mark::Quiet,
            "M" => {
                mark(Mark::End);
                Mark::Begin(numbers(&mut words).ok_or(word)?)
            }
            "L" => Mark::Straight(numbers(&mut words).ok_or(word)?),
            "Q" => Mark::Quadratic(numbers(&mut words).ok_or(word)?),
            "C" => Mark::Cubic(numbers(&mut words).ok_or(word)?),
            "Z" => Mark::Close,
            "O" => {
                let [x, y, radius] = numbers(&mut words).ok_or(word)?;
                Mark::Ellipse([x, y, radius, radius])
            }
            "E" => Mark::Ellipse(numbers(&mut words).ok_or(word)?),
            "D" => Mark::Dot(numbers(&mut words).ok_or(word)?),
            _ => return Err(word),
        };
        mark(step);
    }
    mark(Mark::End);
    Ok(())
}

fn numbers<'a, const N: usize>(words: &mut impl Iterator<Item = &'a str>) -> Option<[f32; N]> {
    let mut all = [0.0; N];
    for number in &mut all {
        *number = words.next()?.parse().ok()?;
    }
    Some(all)
}

struct Pen<'a> {
    painter: &'a Painter,
    center: Pos2,
    scale: f32,
    inks: Inks,
    color: Color32,
    line: Vec<Pos2>,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Pos2 {
        pos2(
            self.center.x + x * self.scale,
            self.center.y + y * self.scale,
        )
    }

    fn stroke(&self) -> Stroke {
        Stroke::new((2.0 * self.scale).clamp(1.4, 2.4), self.color)
    }

    fn mark(&mut self, mark: Mark) {
        match mark {
            Mark::Ink => self.turn(self.inks.ink),
            Mark::Room => self.turn(self.inks.room),
            Mark::Quiet => self.turn(self.inks.quiet),
            Mark::Begin([x, y]) | Mark::Straight([x, y]) => self.line.push(self.at(x, y)),
            Mark::Quadratic([cx, cy, x, y]) => {
                let (bend, end) = (self.at(cx, cy), self.at(x, y));
                self.curve(bend, bend, end, 2.0 / 3.0);
            }
            Mark::Cubic([ax, ay, bx, by, x, y]) => {
                self.curve(self.at(ax, ay), self.at(bx, by), self.at(x, y), 1.0);
            }
            Mark::Close => self.close(),
            Mark::Ellipse([x, y, across, down]) => {
                self.end();
                self.line = ring(self.at(x, y), across * self.scale, down * self.scale);
                self.close();
            }
            Mark::Dot([x, y, radius]) => {
                let (at, radius) = (self.at(x, y), radius * self.scale);
                self.painter.circle_filled(at, radius, self.color);
            }
            Mark::End => self.end(),
        }
    }

    /// Goes on with another color.
    fn turn(&mut self, color: Color32) {
        self.end();
        self.color = color;
    }

    /// A curve from where the line is. With a `lean` of ⅔ towards one point twice it is a parabola.
    fn curve(&mut self, a: Pos2, b: Pos2, end: Pos2, lean: f32) {
        let Some(&from) = self.line.last() else {
            return;
        };
        let (a, b) = (from + lean * (a - from), end + lean * (b - end));
        for piece in 1..=PIECES {
            let t = piece as f32 / PIECES as f32;
            let s = 1.0 - t;
            let point = s * s * s * from.to_vec2()
                + 3.0 * s * s * t * a.to_vec2()
                + 3.0 * s * t * t * b.to_vec2()
                + t * t * t * end.to_vec2();
            self.line.push(point.to_pos2());
        }
    }

    fn close(&mut self) {
        let line = std::mem::take(&mut self.line);
        let sum = line
            .iter()
            .fold(egui::Vec2::ZERO, |sum, at| sum + at.to_vec2());
        let middle = (sum / line.len().max(1) as f32).to_pos2();
        paint::form(self.painter, line, middle, self.inks.ground, self.stroke());
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.len() > 1 {
            self.painter.add(Shape::line(line, self.stroke()));
        }
    }
}

/// An ellipse.
fn ring(center: Pos2, across: f32, down: f32) -> Vec<Pos2> {
    (0..36)
        .map(|index| {
            let (sin, cos) = (std::f32::consts::TAU * index as f32 / 36.0).sin_cos();
            pos2(center.x + across * cos, center.y + down * sin)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rig::links;

    /// Every drawing with a name for it.
    fn all() -> Vec<(String, Drawing)> {
        let named = |name: &str, drawing: Option<Drawing>| {
            let drawing = drawing.unwrap_or_else(|| panic!("{name} has no drawing"));
            (name.to_owned(), drawing)
        };
        let roles = PerformerRole::ALL
            .iter()
            .filter(|role| **role != PerformerRole::Any);
        let venues = Venue::ALL.iter().filter(|venue| **venue != Venue::Any);
        let faults = Fault::ALL.iter().filter(|fault| **fault != Fault::None);
        let links = links::all().iter();
        (roles.map(|&role| named(role.id(), of_role(role))))
            .chain(venues.map(|&venue| named(venue.id(), of_venue(venue))))
            .chain(faults.map(|&fault| named(fault.id(), of_fault(fault))))
            .chain(links.map(|tier| named(tier.id, Some(of_link(&tier.link)))))
            .collect()
    }

    #[test]
    fn every_role_venue_fault_and_link_has_a_drawing_that_is_read_to_its_end() {
        for (name, drawing) in all() {
            let mut marks = 0;
            for part in drawing {
                let read = read(part, |_| marks += 1);
                assert_eq!(read, Ok(()), "{name}: {part}");
            }
            assert!(marks > 3, "{name} is empty");
        }
    }

    #[test]
    fn every_drawing_stays_in_its_box() {
        for (name, drawing) in all() {
            for part in drawing {
                let _ = read(part, |mark| {
                    let inside = |x: f32, y: f32, rx: f32, ry: f32| {
                        let fits = x.abs() + rx <= HALF[0] && y.abs() + ry <= HALF[1];
                        assert!(fits, "{name}: {mark:?}");
                    };
                    match mark {
                        Mark::Begin([x, y]) | Mark::Straight([x, y]) => inside(x, y, 0.0, 0.0),
                        Mark::Quadratic([_, _, x, y]) | Mark::Cubic([_, _, _, _, x, y]) => {
                            inside(x, y, 0.0, 0.0);
                        }
                        Mark::Ellipse([x, y, rx, ry]) => inside(x, y, rx, ry),
                        Mark::Dot([x, y, r]) => inside(x, y, r, r),
                        _ => {}
                    }
                });
            }
        }
    }

    #[test]
    fn no_two_roles_venues_or_faults_share_a_drawing() {
        let links = links::all().len();
        let all = all();
        let own = &all[..all.len() - links];
        for (at, (name, drawing)) in own.iter().enumerate() {
            for (other, same) in &own[at + 1..] {
                assert_ne!(drawing, same, "{name} and {other}");
            }
        }
    }

    #[test]
    fn a_word_that_is_no_step_is_refused() {
        assert_eq!(read("M 1 2 L 3 4 x", |_| ()), Err("x"));
        assert_eq!(read("M 1 2 L 3", |_| ()), Err("L"));
        assert_eq!(read("O 1 2 three", |_| ()), Err("O"));
    }
}

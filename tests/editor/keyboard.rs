//! A keyboard on a bench: what has the focus, whether one sees it, and every stop on the way round.

use egui::accesskit::Action;
use egui::{Key, Modifiers, Rect, Role};
use egui_kittest::kittest::{by, AccessKitNode, NodeT, Queryable};

use super::bench::Bench;

/// More stops than any view has.
const MOST_STOPS: usize = 400;

/// A place where the focus stops.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    pub name: String,
    pub role: Role,
    pub rect: Rect,
    /// Present position of the stop before, which may have scrolled.
    pub before: Option<Rect>,
}

/// Presses a key and lets the editor come to rest.
pub fn press(bench: &mut Bench, key: Key) {
    bench.harness.key_press(key);
    bench.harness.run();
}

/// Presses a key with others held.
pub fn press_with(bench: &mut Bench, modifiers: Modifiers, key: Key) {
    bench.harness.key_press_modifiers(modifiers, key);
    bench.harness.run();
}

/// The focused stop.
pub fn stop(bench: &Bench) -> Option<Stop> {
    let node = bench
        .harness
        .query(by().predicate(|node| node.is_focused()))?;
    let known = node.accesskit_node();
    Some(Stop {
        name: known.label().unwrap_or_default(),
        role: known.role(),
        rect: node.rect(),
        before: None,
    })
}

/// Takes the focus away from wherever it is, as if another window had it.
pub fn leave(bench: &mut Bench) {
    bench.harness.ctx.memory_mut(|memory| {
        if let Some(id) = memory.focused() {
            memory.surrender_focus(id);
        }
    });
    bench.harness.run();
}

/// Goes round with Tab until the focus is where it was first, or nowhere.
pub fn round(bench: &mut Bench, modifiers: Modifiers) -> Vec<Stop> {
    leave(bench);
    let mut stops: Vec<Stop> = Vec::new();
    for _ in 0..MOST_STOPS {
        press_with(bench, modifiers, Key::Tab);
        let Some(mut stop) = stop(bench) else { break };
        if stops.first().is_some_and(|first| first.name == stop.name) {
            return stops;
        }
        assert_ring(bench, &stop);
        if let Some(last) = stops.last() {
            let found = bench.harness.query_all_by_label(&last.name).next();
            stop.before = found.map(|node| node.rect());
        }
        stops.push(stop);
    }
    panic!("the focus does not come back: {stops:?}");
}

/// Presses Tab until something of that name has the focus.
pub fn go_to(bench: &mut Bench, name: &str) {
    for _ in 0..MOST_STOPS {
        if bench.focused().as_deref() == Some(name) {
            return;
        }
        press(bench, Key::Tab);
    }
    panic!("Tab never reaches {name}");
}

/// Everything that a hand with a mouse can press or turn, by name.
pub fn pressable(bench: &Bench) -> Vec<String> {
    let wanted = |node: &AccessKitNode<'_>| {
        // What scrolls follows the focus.
        !node.is_disabled()
            && node.role() != Role::ScrollBar
            && (node.data().supports_action(Action::Click) || node.role() == Role::Slider)
    };
    bench
        .harness
        .query_all(by().predicate(wanted))
        .map(|node| node.accesskit_node().label().unwrap_or_default())
        .collect()
}

/// Panics unless a ring in the color of text is drawn around what has the focus, all of it in view.
pub fn assert_ring(bench: &Bench, stop: &Stop) {
    let output = bench.harness.output();
    let text = bench.harness.ctx.global_style().visuals.text_color();
    let near = |a: f32, b: f32| (a - b).abs() < 9.0;
    let seen = output.shapes.iter().any(|clipped| {
        let egui::Shape::Rect(rect) = &clipped.shape else {
            return false;
        };
        rect.stroke.width >= 2.0
            && rect.stroke.color == text
            && near(rect.rect.left(), stop.rect.left())
            && near(rect.rect.right(), stop.rect.right())
            && near(rect.rect.top(), stop.rect.top())
            && near(rect.rect.bottom(), stop.rect.bottom())
            && clipped.clip_rect.expand(0.5).contains_rect(rect.rect)
    });
    assert!(seen, "no ring is seen around {stop:?}");
}

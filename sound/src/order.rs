//! Sorting of lists by one shared instance of the standard library's sort.
//!
//! The standard sort is compiled anew for each type and each comparison, about 10 kB every time, which is
//! most of what a short list costs in the plugin's file. Here only places are sorted, and the list is put
//! into their order afterwards: each call adds a few dozen bytes. Stable. Allocates, so nothing that
//! computes sound may call it.

use std::cmp::Ordering;

/// Sorts by a comparison. Equal elements keep their order.
pub fn by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let places = sorted(list.len(), &mut |a, b| compare(&list[a], &list[b]));
    arrange(places, &mut |a, b| list.swap(a, b));
}

/// Sorts by a key, which is taken of each element once. Elements of equal keys keep their order.
pub fn by_key<T, K: Ord>(list: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = list.iter().map(key).collect();
    let places = sorted(list.len(), &mut |a, b| keys[a].cmp(&keys[b]));
    arrange(places, &mut |a, b| list.swap(a, b));
}

/// The places of so many elements, in the order in which the elements are to stand.
fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|&a, &b| compare(a, b));
    places
}

/// Moves every element to its place, one cycle of exchanges after another.
fn arrange(mut places: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut at = start;
        while places[at] != start {
            let from = std::mem::replace(&mut places[at], at);
            swap(at, from);
            at = from;
        }
        places[at] = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers below a limit, from a linear congruential generator.
    fn noise(count: usize, limit: u64) -> Vec<u64> {
        let mut state = 1u64;
        let next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
            (state >> 33) % limit
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    /// Both ways of sorting against the standard one, with the place in the input as a witness of stability.
    fn agrees(values: &[u64]) {
        let list: Vec<(u64, usize)> = values.iter().copied().zip(0..).collect();
        let mut expected = list.clone();
        expected.sort_by_key(|(value, _)| *value);
        let mut found = list.clone();
        by_key(&mut found, |(value, _)| *value);
        assert_eq!(found, expected);
        let mut found = list.clone();
        by(&mut found, |a, b| a.0.cmp(&b.0));
        assert_eq!(found, expected);
        expected = list.clone();
        expected.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
        found = list;
        by(&mut found, |a, b| b.0.cmp(&a.0));
        assert_eq!(found, expected);
    }

    #[test]
    fn lists_of_any_length_are_sorted_as_by_the_standard_library() {
        agrees(&[]);
        agrees(&[7]);
        for count in [2, 3, 19, 20, 21, 33, 100, 1000, 5000] {
            agrees(&noise(count, u64::MAX));
        }
    }

    #[test]
    fn equal_elements_keep_their_order() {
        for limit in [1, 2, 5, 50] {
            agrees(&noise(300, limit));
        }
    }

    #[test]
    fn sorted_and_reversed_lists_are_sorted() {
        agrees(&(0..300).collect::<Vec<_>>());
        agrees(&(0..300).rev().collect::<Vec<_>>());
    }

    #[test]
    fn elements_that_cannot_be_copied_are_moved() {
        let mut words: Vec<String> = ["pear", "Apple", "fig"].map(String::from).to_vec();
        by_key(&mut words, |word| word.to_lowercase());
        assert_eq!(words, ["Apple", "fig", "pear"]);
        by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["pear", "fig", "Apple"]);
    }

    #[test]
    fn a_key_is_taken_of_each_element_once() {
        let mut taken = 0;
        by_key(&mut noise(100, 10), |value| {
            taken += 1;
            *value
        });
        assert_eq!(taken, 100);
    }
}

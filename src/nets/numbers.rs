//! Memory for feature maps, used again and again.
//!
//! The nets need some forty maps for a photo, of up to a megabyte and a few at a time. Asked of the system each time
//! and given back, that memory took a tenth of a check: every page of it is cleared before it is handed over.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// Most runs of numbers that are kept for later: as many as are in use at a time.
const KEPT: usize = 12;

thread_local! {
    static KEPT_NUMBERS: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

/// A run of numbers.
pub(super) struct Numbers {
    /// As many as it was ever used for, so that none is cleared twice.
    all: Vec<f32>,
    /// How many are in use.
    count: usize,
}

impl Numbers {
    /// So many, with whatever they were used for before.
    pub(super) fn used(count: usize) -> Self {
        let mut all = Self::taken(count);
        if all.len() < count {
            all.resize(count, 0.0);
        }
        Self { all, count }
    }

    /// The smallest run that has room for so many.
    fn taken(count: usize) -> Vec<f32> {
        let taken = KEPT_NUMBERS.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            let rooms = kept.iter().map(Vec::capacity).enumerate().filter(|(_, room)| *room >= count);
            let (at, _) = rooms.min_by_key(|(_, room)| *room)?;
            Some(kept.swap_remove(at))
        });
        taken.ok().flatten().unwrap_or_default()
    }
}

impl Drop for Numbers {
    fn drop(&mut self) {
        let numbers = std::mem::take(&mut self.all);
        // A thread that ends has nothing to keep them for.
        let _ = KEPT_NUMBERS.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            if kept.len() < KEPT {
                kept.push(numbers);
            } else if let Some(least) = kept.iter_mut().min_by_key(|kept| kept.capacity())
                && least.capacity() < numbers.capacity()
            {
                *least = numbers;
            }
        });
    }
}

impl Deref for Numbers {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.all[..self.count]
    }
}

impl DerefMut for Numbers {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.all[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Numbers};

    #[test]
    fn memory_is_used_again_and_the_largest_is_kept() {
        let mut numbers = Numbers::used(100);
        numbers.fill(3.0);
        let place = numbers.as_ptr();
        drop(numbers);
        let used = Numbers::used(90);
        assert_eq!((used.as_ptr(), used.len(), used[0]), (place, 90, 3.0));
        let more: Vec<Numbers> = (0..2 * KEPT).map(Numbers::used).collect();
        drop((more, used));
        assert_eq!(Numbers::used(100).as_ptr(), place, "what is large is kept before what is small");
    }
}

//! What work on a photo has to know of the work on others: whether there is memory, and whether anybody still waits.

/// What work on a task has to know of the others.
pub(super) trait Watch {
    /// Waits until so many bytes of the budget are free, and takes them until the work is done. The time does not count.
    fn claim(&self, bytes: u64);

    /// Whether nobody waits for the result any more.
    fn is_given_up(&self) -> bool;
}

/// Work that is watched by nobody.
pub(super) struct Unwatched;

impl Watch for Unwatched {
    fn claim(&self, _: u64) {}

    fn is_given_up(&self) -> bool {
        false
    }
}

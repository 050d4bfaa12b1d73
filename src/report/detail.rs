//! How much a person wants to read.

/// How much of a run a person wants to read at a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Only the photos that fail, a line each, and the overview.
    Quiet,
    /// What each photo needs: a few in full, of a batch a line each.
    #[default]
    Normal,
    /// Every photo in full, the rules that it passes too, with their values.
    Verbose,
}

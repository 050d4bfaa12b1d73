//! What the name of a file says by the name list.

/// How the name of a file, without folders and extension, tells a person of the name list. Blanks, marks, case and width do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// By the number that the list calls people by, and nothing else.
    Number,
    /// By another number of the list, and nothing else.
    OtherNumber,
    /// By the name, and nothing else.
    Name,
    /// By a number and the name, and nothing else.
    Both,
    /// Among other words.
    More,
    /// A person is told, and something in the name contradicts it.
    Contradiction,
    /// Nobody is told.
    Nobody,
}

impl Listed {
    /// The names of all, as rules use them.
    pub const NAMES: [&str; 7] = ["number", "other-number", "name", "both", "more", "contradiction", "nobody"];

    /// The name that rules use.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

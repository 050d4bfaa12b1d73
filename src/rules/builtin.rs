//! The rule sets inside the program.

/// A rule set inside the program.
#[derive(Clone, Copy)]
pub struct BuiltIn {
    /// The name that `--rules` takes.
    pub name: &'static str,
    /// Its TOML.
    pub text: &'static str,
}

/// All of them; the first is the default.
pub const BUILT_IN: [BuiltIn; 2] = [
    BuiltIn { name: "graduation-2022", text: include_str!("../../rules/graduation-2022.toml") },
    BuiltIn { name: "portrait", text: include_str!("../../rules/portrait.toml") },
];

//! The rule sets inside the program.

/// A rule set inside the program.
#[derive(Clone, Copy)]
pub struct BuiltIn {
    /// The name that `--rules` takes.
    pub name: &'static str,
    /// Its TOML.
    pub text: &'static str,
}

/// A set by the name of its file under `rules/`.
macro_rules! built_in {
    ($name:literal) => {
        BuiltIn { name: $name, text: include_str!(concat!("../../rules/", $name, ".toml")) }
    };
}

/// All of them; the first is the default.
pub const BUILT_IN: [BuiltIn; 25] = [
    built_in!("graduation-2022"),
    built_in!("portrait"),
    built_in!("education-480x640"),
    built_in!("id-card-cn"),
    built_in!("social-security-card-cn"),
    built_in!("residence-permit-cn"),
    built_in!("driving-licence-cn"),
    built_in!("exit-entry-cn"),
    built_in!("passport-cn-354x472"),
    built_in!("passport-cn-390x567"),
    built_in!("visa-cn"),
    built_in!("postgraduate-entrance-cn"),
    built_in!("ncre-cn"),
    built_in!("cet-cn"),
    built_in!("teacher-certificate-cn"),
    built_in!("civil-service-cn"),
    built_in!("icao"),
    built_in!("germany"),
    built_in!("schengen"),
    built_in!("uk-passport"),
    built_in!("us-visa"),
    built_in!("canada-passport"),
    built_in!("japan-passport"),
    built_in!("korea-passport"),
    built_in!("india-passport"),
];

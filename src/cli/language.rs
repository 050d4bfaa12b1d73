//! Which language to speak: `--lang` (with `auto` the system's), else `PHOTOCHECK_LANG`, else what `photocheck.toml` says, else the system's locale,
//! else English.

use std::ffi::OsString;

use photocheck::text::Lang;

/// Chooses before the arguments are parsed, since the help itself has a language.
pub(super) fn choose(arguments: &[OsString], settings: Option<Lang>) -> Lang {
    let texts: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let given = texts.iter().enumerate().find_map(|(index, text)| match text.strip_prefix("--lang") {
        Some("") => texts.get(index + 1).map(ToString::to_string),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let named = |text: &str| match text {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    };
    let of_system = || sys_locale::get_locale().map(|locale| Lang::from_locale(&locale)).unwrap_or_default();
    if given.as_deref() == Some("auto") {
        return of_system();
    }
    given
        .and_then(|text| named(&text))
        .or_else(|| std::env::var("PHOTOCHECK_LANG").ok().and_then(|text| named(&text)))
        .or(settings)
        .unwrap_or_else(of_system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_found_wherever_it_stands() {
        let choose = |line: &str| choose(&line.split(' ').map(OsString::from).collect::<Vec<_>>(), Some(Lang::En));
        assert_eq!(choose("photocheck --lang zh a.jpg"), Lang::Zh);
        assert_eq!(choose("photocheck check a.jpg --lang=zh"), Lang::Zh);
        assert_eq!(choose("photocheck check a.jpg --lang en"), Lang::En);
    }

    #[test]
    fn auto_asks_the_system_whatever_the_settings_say() {
        let choose = |settings| choose(&["photocheck", "--lang", "auto"].map(OsString::from), Some(settings));
        assert_eq!(choose(Lang::Zh), choose(Lang::En));
    }
}

//! "Did you mean …?"

/// The name most like `wrong`, if one is near enough to be worth suggesting: a wrong suggestion is worse than
/// none, so at most a third of the letters may differ.
pub fn nearest<'n>(wrong: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let allowed = (wrong.chars().count() / 3).max(1);
    let names: Vec<&str> = names.into_iter().collect();
    // Who writes the beginning of just one name means that name.
    let mut begun = names.iter().filter(|name| wrong.chars().count() >= 4 && name.starts_with(&wrong.to_lowercase()));
    if let (Some(name), None) = (begun.next(), begun.next()) {
        return Some(name);
    }
    names
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wrong.to_lowercase(), name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["head.height", "head.width", "eyes.open"];
        assert_eq!(nearest("head.hieght", names), Some("head.height"));
        assert_eq!(nearest("Eyes.Open", names), Some("eyes.open"));
        assert_eq!(nearest("moustache", names), None);
        assert_eq!(nearest("graduation", ["graduation-2022", "portrait"]), Some("graduation-2022"));
        assert_eq!(nearest("head", names), None, "two names begin so");
    }
}

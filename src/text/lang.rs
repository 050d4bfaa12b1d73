//! Which language to speak.

/// A language photocheck speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// Chinese, simplified.
    Zh,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// The language for a locale name such as `zh_CN.UTF-8` or `en-GB`; English for any other language.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }

    /// What stands between the names of a list.
    pub fn comma(self) -> &'static str {
        match self {
            Self::Zh => "、",
            Self::En => ", ",
        }
    }

    /// What stands before what is said of something.
    pub fn colon(self) -> &'static str {
        match self {
            Self::Zh => "：",
            Self::En => ": ",
        }
    }

    /// What stands between the parts of a sentence, or of a list whose items have commas.
    pub fn semicolon(self) -> &'static str {
        match self {
            Self::Zh => "；",
            Self::En => "; ",
        }
    }

    /// What stands between two sentences.
    pub fn space(self) -> &'static str {
        match self {
            Self::Zh => "",
            Self::En => " ",
        }
    }

    /// `text` in brackets, to stand behind what it explains.
    pub fn bracketed(self, text: &str) -> String {
        match self {
            Self::Zh => format!("（{text}）"),
            Self::En => format!(" ({text})"),
        }
    }

    /// The language's tag as HTML and JSON write it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
}

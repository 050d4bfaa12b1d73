//! Units of measures, and how a number in each is written for people.

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of the file.
    Bytes,
    /// Pixels of the upright photo.
    Pixels,
    /// Degrees, image-clockwise positive.
    Degrees,
    /// Dots per inch.
    Dpi,
    /// Seconds.
    Seconds,
    /// Parts of the photo's height.
    FrameHeight,
    /// Parts of the photo's width.
    FrameWidth,
    /// A share of some area, 0 to 1.
    Share,
    /// A calibrated probability, 0 to 1.
    Probability,
    /// A colour difference by CIEDE2000.
    DeltaE,
    /// A quotient of two like quantities.
    Ratio,
    /// Stops of exposure: powers of two of light.
    Stops,
    /// JPEG quality on the scale of the Independent JPEG Group, 1 to 100.
    IjgQuality,
    /// A count.
    Count,
    /// Bits per channel.
    Bits,
    /// No unit: text, flags and lists.
    None,
}

impl Unit {
    /// The unit's name in machine formats; never translated.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Pixels => "px",
            Self::Degrees => "deg",
            Self::Dpi => "dpi",
            Self::Seconds => "s",
            Self::FrameHeight => "frame height",
            Self::FrameWidth => "frame width",
            Self::Share => "share",
            Self::Probability => "probability",
            Self::DeltaE => "ΔE2000",
            Self::Ratio => "ratio",
            Self::Stops => "EV",
            Self::IjgQuality => "IJG quality",
            Self::Count => "count",
            Self::Bits => "bit",
            Self::None => "",
        }
    }
}

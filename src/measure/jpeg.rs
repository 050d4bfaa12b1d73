//! Measures of the JPEG coding, from its tables and headers.

use crate::evidence::Evidence;
use crate::photo::container::Jpeg;
use crate::reading::{Flag, Number, Reason, Text};

/// `jpeg.quality`: exact when the tables are the IJG's at some quality; otherwise that of the nearest, with doubt.
pub(super) fn quality(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let found = jpeg(evidence)?.quality().ok_or(Reason::NotDecoded)?;
    let value = f64::from(found.value);
    Ok(if found.doubt == 0.0 { Number::exact(value) } else { Number::uncertain(value, found.doubt) })
}

/// `jpeg.subsampling`
pub(super) fn subsampling(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    let jpeg = jpeg(evidence)?;
    jpeg.frame.as_ref().ok_or(Reason::NotDecoded)?;
    Ok(Text::exact(jpeg.subsampling().ok_or(Reason::NoMetadata)?))
}

/// `jpeg.progressive`
pub(super) fn progressive(evidence: &Evidence<'_>) -> Result<Flag, Reason> {
    Ok(Flag::exact(jpeg(evidence)?.is_progressive().ok_or(Reason::NotDecoded)?))
}

fn jpeg<'e>(evidence: &'e Evidence<'_>) -> Result<&'e Jpeg, Reason> {
    evidence.photo().container().jpeg.as_ref().ok_or(Reason::NotJpeg)
}

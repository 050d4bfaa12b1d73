//! The few statistics that an accuracy table needs.

/// Quantile of the standard normal distribution for a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// A 95 % confidence interval of a rate, 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The 95 % interval of a `rate` seen in so many `trials`, after Wilson (1927): right for few trials and for rates near 0 and 1,
/// where the textbook interval shrinks to nothing. Without trials it is 0..1.
pub(crate) fn wilson(rate: f64, trials: usize) -> Interval {
    if trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let trials = trials as f64;
    let square = Z * Z / trials;
    let centre = rate + square / 2.0;
    let half = Z * (rate * (1.0 - rate) / trials + square / (4.0 * trials)).sqrt();
    let end = |sign: f64| ((centre + sign * half) / (1.0 + square)).clamp(0.0, 1.0);
    // At the ends the arithmetic leaves a rest of 1e-17.
    Interval { low: if rate == 0.0 { 0.0 } else { end(-1.0) }, high: if rate == 1.0 { 1.0 } else { end(1.0) } }
}

/// The value below which a `share` of the numbers lies: the number at rank ⌊share · n⌋ of the sorted ones. `None`
/// when there are none.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64) as usize;
    sorted.get(rank.min(sorted.len().checked_sub(1)?)).copied()
}

/// The error rate at the threshold at which as many right photos fall below as wrong ones above, with margins that
/// are larger the better a photo meets the requirement. Between two thresholds the rates are taken as linear.
/// `None` unless there are margins of both.
pub(crate) fn equal_error_rate(right: &[f64], wrong: &[f64]) -> Option<f64> {
    if right.is_empty() || wrong.is_empty() {
        return None;
    }
    let sorted = |margins: &[f64]| {
        let mut sorted = margins.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    let (right, wrong) = (sorted(right), sorted(wrong));
    let below = |sorted: &[f64], threshold: f64| sorted.partition_point(|margin| *margin < threshold);
    let rates = |threshold: f64| {
        let failed = below(&right, threshold) as f64 / right.len() as f64;
        (failed, 1.0 - below(&wrong, threshold) as f64 / wrong.len() as f64)
    };
    let mut before = (0.0, 1.0);
    for threshold in right.iter().chain(&wrong).copied().chain([f64::INFINITY]).collect::<Ordered>().0 {
        let (failed, passed) = rates(threshold);
        if failed >= passed {
            let (gap_before, gap) = (before.1 - before.0, failed - passed);
            let part = if gap_before + gap > 0.0 { gap_before / (gap_before + gap) } else { 0.0 };
            return Some(before.0 + part * (failed - before.0));
        }
        before = (failed, passed);
    }
    None
}

/// Numbers in order.
struct Ordered(Vec<f64>);

impl FromIterator<f64> for Ordered {
    fn from_iter<I: IntoIterator<Item = f64>>(numbers: I) -> Self {
        let mut numbers: Vec<f64> = numbers.into_iter().collect();
        numbers.sort_by(f64::total_cmp);
        Self(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of the worked example in Newcombe (1998), table I.
    #[test]
    fn intervals_agree_with_the_published_ones() {
        for (hits, trials, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = wilson(f64::from(hits) / trials as f64, trials);
            assert!((interval.low - low).abs() < 1e-4 && (interval.high - high).abs() < 1e-4, "{hits}/{trials}");
        }
        assert_eq!(wilson(1.0, 20).high, 1.0);
        assert_eq!(wilson(0.0, 0), Interval { low: 0.0, high: 1.0 });
    }

    #[test]
    fn quantiles_are_numbers_that_were_seen() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), Some(3.0));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.95), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn what_separates_has_no_error_and_what_tells_nothing_has_half() {
        assert_eq!(equal_error_rate(&[0.5, 0.7], &[-0.2, 0.1]), Some(0.0));
        assert_eq!(equal_error_rate(&[-0.2, 0.1], &[0.5, 0.7]), Some(1.0));
        assert!((equal_error_rate(&[1.0, 2.0, 3.0, 4.0], &[1.0, 2.0, 3.0, 4.0]).unwrap() - 0.5).abs() < 1e-9);
        assert!((equal_error_rate(&[0.0, 2.0, 3.0, 4.0], &[-1.0, -2.0, -3.0, 1.0]).unwrap() - 0.25).abs() < 1e-9);
        assert_eq!(equal_error_rate(&[], &[1.0]), None);
    }
}

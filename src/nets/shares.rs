//! From the numbers of a map to shares that add up to one, and to the place that they mean.
//!
//! A photo has a few hundred thousand such numbers. Everything here works on several side by side, in plain arithmetic
//! that is the same to the bit on every processor, which a system's exponential function is not.

use crate::vectors::vectorised;

/// Numbers worked on side by side.
const LANES: usize = 8;

/// Turns numbers into shares: the exponential of each over the sum of all.
pub(super) fn soften(numbers: &mut [f32]) {
    vectorised!({
        let largest = folded(numbers, f32::NEG_INFINITY, f32::max);
        numbers.iter_mut().for_each(|number| *number = exponential(*number - largest));
        let part = 1.0 / folded(numbers, 0.0, |a, b| a + b);
        numbers.iter_mut().for_each(|number| *number *= part);
    });
}

/// The same across rows of equal length: each column's numbers become shares.
pub(super) fn soften_columns(numbers: &mut [f32], length: usize) {
    let (mut largest, mut sums) = (vec![f32::NEG_INFINITY; length], vec![0.0; length]);
    vectorised!({
        for row in numbers.chunks_exact(length) {
            largest.iter_mut().zip(row).for_each(|(largest, number)| *largest = largest.max(*number));
        }
        for row in numbers.chunks_exact_mut(length) {
            row.iter_mut().zip(&largest).for_each(|(number, largest)| *number = exponential(*number - largest));
            sums.iter_mut().zip(row).for_each(|(sum, share)| *sum += *share);
        }
        sums.iter_mut().for_each(|sum| *sum = 1.0 / *sum);
        for row in numbers.chunks_exact_mut(length) {
            row.iter_mut().zip(&sums).for_each(|(share, part)| *share *= part);
        }
    });
}

/// Where a map of shares has its middle, in fractions of its sides.
pub(super) fn middle(shares: &[f32], columns: usize) -> [f32; 2] {
    let (mut of_columns, mut by_row) = (vec![0.0; columns], vec![0.0; columns]);
    for (row, shares) in shares.chunks_exact(columns).enumerate() {
        let y = row as f32 + 0.5;
        of_columns.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
        by_row.iter_mut().zip(shares).for_each(|(sum, share)| *sum += y * share);
    }
    let x: f32 = of_columns.iter().enumerate().map(|(column, sum)| (column as f32 + 0.5) * sum).sum();
    [x / columns as f32, by_row.iter().sum::<f32>() / (shares.len() / columns) as f32]
}

/// All numbers by one operation, in lanes.
#[inline(always)]
fn folded(numbers: &[f32], start: f32, operation: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [start; LANES];
    let (whole, rest) = numbers.as_chunks::<LANES>();
    for chunk in whole {
        lanes.iter_mut().zip(chunk).for_each(|(lane, number)| *lane = operation(*lane, *number));
    }
    lanes.iter().chain(rest).fold(start, |one, other| operation(one, *other))
}

/// The exponential of a number that is not positive, to a relative error of 3e-7: a power of two whose whole part goes
/// into the exponent and whose rest, at most one half, into a polynomial (Taylor, six terms). Zero below e^-80.
#[inline(always)]
fn exponential(x: f32) -> f32 {
    /// Added to a number of this size, it leaves the nearest whole one in the lowest bits.
    const TO_WHOLE: f32 = 12_582_912.0;
    const LN_2: f32 = std::f32::consts::LN_2;
    let power = x.max(-80.0) * std::f32::consts::LOG2_E;
    let shifted = power + TO_WHOLE;
    let rest = (power - (shifted - TO_WHOLE)) * LN_2;
    let series = 1.0
        + rest
            * (1.0
                + rest * (1.0 / 2.0 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0 + rest / 720.0)))));
    f32::from_bits((shifted.to_bits() << 23).wrapping_add(series.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_right() {
        for step in 0..8000 {
            let x = -0.01 * step as f32;
            let (found, right) = (f64::from(exponential(x)), f64::from(x).exp());
            // What the argument's own rounding makes of a large one comes on top.
            assert!((found / right - 1.0).abs() < 4e-7 + 1e-7 * f64::from(-x), "{x}: {found} for {right}");
        }
        assert!(exponential(-1e9) < 2e-35 && exponential(f32::NEG_INFINITY) < 2e-35);
    }

    #[test]
    fn maps_soften_to_shares_and_have_a_middle() {
        let mut map = vec![-100.0; 12];
        (map[5], map[6]) = (3.0, 3.0);
        soften(&mut map);
        assert!((map[5] - 0.5).abs() < 1e-6 && map[0] < 1e-30);
        let [x, y] = middle(&map, 4);
        assert!((x - 0.5).abs() < 1e-6 && (y - 0.5).abs() < 1e-6, "{x} {y}");
    }

    #[test]
    fn columns_soften_as_maps_do() {
        let numbers = [0.3, -1.0, 2.0, 0.0, 5.0, -3.0];
        let mut columns = numbers;
        soften_columns(&mut columns, 2);
        for column in 0..2 {
            let mut alone = [numbers[column], numbers[2 + column], numbers[4 + column]];
            soften(&mut alone);
            assert!((0..3).all(|row| (columns[2 * row + column] - alone[row]).abs() < 1e-6));
        }
    }
}

//! The resizing of [`super`] without instructions on vectors, to the same whole numbers: a browser that lacks them refuses the
//! whole module that has one.

use std::f64::consts::PI;
use std::ops::Range;

use super::Sampling;

/// Bits of a weight: it is kept in sixteen with a sign, and its sums over eight-bit pixels in 32 with two to spare.
const MOST_OF_WEIGHT: i32 = 1 << 15;
const MOST_PRECISION: u32 = 22;

/// What each new line of pixels is a mean of, along one direction.
struct Averages {
    /// Bits behind the point.
    precision: u32,
    /// The first old pixel of each new one, and the weights from there on.
    of: Vec<(usize, Vec<i32>)>,
}

impl Averages {
    /// The weights from `length` of `whole` pixels, from `first` on, to `wanted`; `None` where nothing changes.
    fn new(whole: usize, first: usize, length: usize, wanted: usize, window: fn(f64) -> f64) -> Option<Self> {
        if length == wanted {
            return None;
        }
        let scale = length as f64 / wanted as f64;
        let reach = scale.max(1.0);
        let shares: Vec<_> = (0..wanted)
            .map(|index| {
                let centre = first as f64 + (index as f64 + 0.5) * scale;
                let from = (centre - reach).floor().max(0.0) as usize;
                let to = (centre + reach).ceil().min(whole as f64) as usize;
                let inverse = 1.0 / reach;
                let raw: Vec<_> = (from..to).map(|at| window((at as f64 - (centre - 0.5)) * inverse)).collect();
                let skipped = raw.iter().take_while(|share| **share == 0.0).count();
                let sum: f64 = raw[skipped..].iter().sum();
                (from + skipped, raw[skipped..].iter().map(|share| share / sum).collect::<Vec<_>>())
            })
            .collect();
        let largest = shares.iter().flat_map(|(_, shares)| shares).copied().fold(0.0, f64::max);
        let is_over = |bits: &u32| (largest * f64::from(1_u32 << (bits + 1))).round() as i32 >= MOST_OF_WEIGHT;
        let precision = (0..MOST_PRECISION).find(is_over).unwrap_or(MOST_PRECISION - 1);
        let whole_number = |share: &f64| (share * f64::from(1_u32 << precision)).round() as i32;
        let of = shares.into_iter().map(|(from, shares)| (from, shares.iter().map(whole_number).collect())).collect();
        Some(Self { precision, of })
    }

    /// The old pixels that any new one is a mean of.
    fn reached(&self) -> Range<usize> {
        let ends = self.of.iter().map(|(from, weights)| from + weights.len());
        self.of[0].0..ends.max().unwrap_or_default()
    }

    fn rounded(&self, sum: i32) -> u8 {
        ((sum + (1 << (self.precision - 1))) >> self.precision).clamp(0, 255) as u8
    }
}

/// The part of a picture of so many channels at another size: first its columns, then its rows, each rounded to eight bits.
pub(crate) fn averaged(bytes: &[u8], (width, height): (usize, usize), channels: usize, part: &Sampling) -> Vec<u8> {
    let window = if part.shrinks() { hamming } else { bilinear };
    let across = Averages::new(width, part.left, part.width, part.new_width, window);
    let down = Averages::new(height, part.top, part.height, part.new_height, window);
    let columns = across.as_ref().map_or(part.left..part.left + part.width, Averages::reached);
    let row = |y: usize| &bytes[(y * width + columns.start) * channels..(y * width + columns.end) * channels];
    let rows: Vec<u8> = match &down {
        None => (part.top..part.top + part.height).flat_map(|y| row(y).iter().copied()).collect(),
        Some(down) => down
            .of
            .iter()
            .flat_map(|(from, weights)| {
                let mut sums = vec![0; columns.len() * channels];
                for (y, weight) in weights.iter().enumerate() {
                    sums.iter_mut().zip(row(from + y)).for_each(|(sum, byte)| *sum += i32::from(*byte) * weight);
                }
                sums.into_iter().map(|sum| down.rounded(sum))
            })
            .collect(),
    };
    let Some(across) = across else { return rows };
    let mut out = Vec::with_capacity(part.new_width * part.new_height * channels);
    for row in rows.chunks_exact(columns.len() * channels) {
        for (from, weights) in &across.of {
            let pixels = &row[(from - columns.start) * channels..];
            for channel in 0..channels {
                let sum =
                    weights.iter().enumerate().map(|(x, weight)| i32::from(pixels[x * channels + channel]) * weight);
                out.push(across.rounded(sum.sum()));
            }
        }
    }
    out
}

fn bilinear(distance: f64) -> f64 {
    (1.0 - distance.abs()).max(0.0)
}

/// Hamming's window over the sine of a low pass.
fn hamming(distance: f64) -> f64 {
    let angle = distance.abs() * PI;
    if angle == 0.0 {
        1.0
    } else if angle >= PI {
        0.0
    } else {
        (0.54 + 0.46 * angle.cos()) * angle.sin() / angle
    }
}

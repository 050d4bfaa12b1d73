//! The wall under the whole picture, person included: a smooth surface fitted to what lies along the frame's edge.
//!
//! A lit wall is brighter towards its lamp, so its colour is a quadratic in the picture's coordinates, one for each
//! Lab channel. The fit is robust: it starts from the colour that most of the edge has, and takes in step by step
//! what the surface so far explains, so that hair, a second wall or an object at the edge does not bend it.

use super::super::lab::{Lab, LabPicture};

/// Coefficients of 1, u, v, u², v², uv; u and v run from -0.5 to 0.5 across and down the picture.
const TERMS: usize = 6;

/// How many terms each round of the fit may use, and how far from the surface so far a pixel may lie to take part.
const ROUNDS: [(usize, f32); 6] = [(1, 20.0), (3, 18.0), (3, 14.0), (TERMS, 11.0), (TERMS, 8.0), (TERMS, 8.0)];

/// The colour of the wall at every place.
pub(super) struct Surface {
    coefficients: [[f64; 3]; TERMS],
    width: f64,
    height: f64,
    /// Last row, px, down to which the surface was fitted; it goes on unchanged below.
    lowest: f64,
}

/// A surface and how well it holds.
pub(super) struct SurfaceFit {
    pub surface: Surface,
    /// Share of the fitted pixels that it explains, 0..1.
    pub inliers: f64,
    /// Standard deviation of those around it, by [`Lab::distance`].
    pub noise: f32,
}

impl Surface {
    /// Fits the surface to the pixels `seeds` (x, y) of `picture`; `None` of too few.
    pub(super) fn fit(picture: &LabPicture, seeds: &[(usize, usize)]) -> Option<SurfaceFit> {
        let lowest = seeds.iter().map(|&(_, y)| y).max()? as f64;
        let (width, height) = (picture.width as f64, picture.height as f64);
        let mut surface = Self { coefficients: [[0.0; 3]; TERMS], width, height, lowest };
        surface.set_level(commonest(picture, seeds)?);
        for (terms, reach) in ROUNDS {
            let sums = surface.sums(picture, seeds, reach);
            // Where the edge is clutter, too little agrees to bend a surface by: the simpler one stays.
            if sums.count() < 8.0 * terms as f64 {
                break;
            }
            surface.coefficients = sums.solve(terms)?;
        }
        let mut misses = surface.misses(picture, seeds);
        misses.retain(|&miss| miss < ROUNDS[TERMS - 1].1);
        let inliers = misses.len() as f64 / seeds.len() as f64;
        let noise = (misses.iter().map(|miss| miss * miss).sum::<f32>() / misses.len().max(1) as f32).sqrt();
        Some(SurfaceFit { surface, inliers, noise })
    }

    /// How far each seed's colour is from the surface. Seeds come row by row.
    fn misses(&self, picture: &LabPicture, seeds: &[(usize, usize)]) -> Vec<f32> {
        let of_row = |row: &[(usize, usize)]| {
            let (y, wall) = (row[0].1, self.row(row[0].1));
            row.iter().map(|&(x, _)| picture.at(x, y).distance(wall(x))).collect::<Vec<f32>>()
        };
        by_row(seeds).flat_map(of_row).collect()
    }

    /// The equations of the surface through those seeds whose colour lies within `reach` of this one.
    fn sums(&self, picture: &LabPicture, seeds: &[(usize, usize)], reach: f32) -> Sums {
        let mut sums = Sums::default();
        for row in by_row(seeds) {
            let (y, wall) = (row[0].1, self.row(row[0].1));
            let mut of_row = RowSums::default();
            for &(x, _) in row {
                let colour = picture.at(x, y);
                if colour.distance_squared(wall(x)) < reach * reach {
                    of_row.add(self.across(x), colour);
                }
            }
            sums.add(&of_row, self.down(y));
        }
        sums
    }

    /// The wall along a row.
    pub(super) fn row(&self, y: usize) -> impl Fn(usize) -> Lab + use<> {
        let v = self.down(y);
        // With y fixed, a channel is a quadratic in u alone.
        let [lightness, red, yellow] = [0, 1, 2].map(|channel| {
            let [constant, by_u, by_v, by_uu, by_vv, by_uv] = self.coefficients.map(|term| term[channel]);
            [constant + by_v * v + by_vv * v * v, by_u + by_uv * v, by_uu].map(|part| part as f32)
        });
        let step = 1.0 / self.width as f32;
        #[inline(always)]
        move |x| {
            let u = (x as f32 + 0.5) * step - 0.5;
            let at = |[level, slope, bend]: [f32; 3]| level + u * (slope + u * bend);
            Lab { l: at(lightness), a: at(red), b: at(yellow) }
        }
    }

    /// Where a column lies across the picture.
    fn across(&self, x: usize) -> f64 {
        (x as f64 + 0.5) / self.width - 0.5
    }

    /// Where a row lies down the picture, as far as the surface goes.
    fn down(&self, y: usize) -> f64 {
        ((y as f64).min(self.lowest) + 0.5) / self.height - 0.5
    }

    fn set_level(&mut self, level: Lab) {
        self.coefficients[0] = [level.l, level.a, level.b].map(f64::from);
    }
}

/// The seeds of one row after the other.
fn by_row(seeds: &[(usize, usize)]) -> impl Iterator<Item = &[(usize, usize)]> {
    seeds.chunk_by(|one, next| one.1 == next.1)
}

/// Powers of u and v of which each term is made.
const POWERS: [[usize; 2]; TERMS] = [[0, 0], [1, 0], [0, 1], [2, 0], [0, 2], [1, 1]];

/// Sums over pixels of a row.
#[derive(Default)]
struct RowSums {
    /// Of u⁰ to u⁴.
    powers: [f64; 5],
    /// Of each channel times u⁰ to u².
    colours: [[f64; 3]; 3],
}

impl RowSums {
    #[inline(always)]
    fn add(&mut self, u: f64, colour: Lab) {
        let powers = [1.0, u, u * u, u * u * u, u * u * u * u];
        self.powers.iter_mut().zip(powers).for_each(|(sum, power)| *sum += power);
        let channels = [colour.l, colour.a, colour.b].map(f64::from);
        for (sums, power) in self.colours.iter_mut().zip(powers) {
            sums.iter_mut().zip(channels).for_each(|(sum, channel)| *sum += power * channel);
        }
    }
}

/// The normal equations of least squares: on the left a line and a column for each term, on the right the three channels.
#[derive(Default)]
struct Sums([[f64; TERMS + 3]; TERMS]);

impl Sums {
    fn add(&mut self, row: &RowSums, v: f64) {
        let powers = [1.0, v, v * v, v * v * v, v * v * v * v];
        for (line, [of_u, of_v]) in self.0.iter_mut().zip(POWERS) {
            let (left, right) = line.split_at_mut(TERMS);
            for (sum, [other_u, other_v]) in left.iter_mut().zip(POWERS) {
                *sum += row.powers[of_u + other_u] * powers[of_v + other_v];
            }
            right.iter_mut().zip(row.colours[of_u]).for_each(|(sum, channel)| *sum += channel * powers[of_v]);
        }
    }

    /// Over how many pixels.
    fn count(&self) -> f64 {
        self.0[0][0]
    }

    /// The coefficients of the first `terms` terms; the others are nought.
    fn solve(mut self, terms: usize) -> Option<[[f64; 3]; TERMS]> {
        // A trace of ridge keeps terms that the seeds cannot tell (a frame seen at one side only) near zero.
        let ridge = 1e-6 * self.count();
        for (row, line) in self.0.iter_mut().enumerate() {
            if row < terms {
                line[terms..TERMS].fill(0.0);
                line[row] += ridge;
            } else {
                line.fill(0.0);
                line[row] = 1.0;
            }
        }
        eliminate(self.0)
    }
}

/// Solves the linear equations in `rows` (a square matrix and three right sides) by Gauss's method with pivoting.
fn eliminate(mut rows: [[f64; TERMS + 3]; TERMS]) -> Option<[[f64; 3]; TERMS]> {
    for pivot in 0..TERMS {
        let best = (pivot..TERMS).max_by(|&one, &other| rows[one][pivot].abs().total_cmp(&rows[other][pivot].abs()))?;
        rows.swap(pivot, best);
        if rows[pivot][pivot].abs() < 1e-12 {
            return None;
        }
        let pivot_row = rows[pivot];
        for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != pivot) {
            let factor = row[pivot] / pivot_row[pivot];
            row.iter_mut().zip(pivot_row).skip(pivot).for_each(|(cell, above)| *cell -= factor * above);
        }
    }
    Some(std::array::from_fn(|row| std::array::from_fn(|channel| rows[row][TERMS + channel] / rows[row][row])))
}

/// The colour that most seeds are near to: the medians of the left, right and upper seeds stand as candidates.
fn commonest(picture: &LabPicture, seeds: &[(usize, usize)]) -> Option<Lab> {
    let third = |part: usize| {
        let side = |&&(x, _): &&(usize, usize)| x * 3 / picture.width.max(1) == part;
        median(seeds.iter().filter(side).map(|&(x, y)| picture.at(x, y)))
    };
    let all = median(seeds.iter().map(|&(x, y)| picture.at(x, y)));
    let reach = ROUNDS[0].1;
    let is_near = |candidate: Lab, [x, y]: [usize; 2]| picture.at(x, y).distance_squared(candidate) < reach * reach;
    let support = |candidate: &Lab| seeds.iter().filter(|&&(x, y)| is_near(*candidate, [x, y])).count();
    [all, third(0), third(1), third(2)].into_iter().flatten().max_by_key(support)
}

/// The median in each channel.
pub(super) fn median(colours: impl Iterator<Item = Lab>) -> Option<Lab> {
    let colours: Vec<Lab> = colours.collect();
    if colours.is_empty() {
        return None;
    }
    let middle = |channel: fn(&Lab) -> f32| {
        let mut values: Vec<f32> = colours.iter().map(channel).collect();
        let half = values.len() / 2;
        *values.select_nth_unstable_by(half, f32::total_cmp).1
    };
    Some(Lab { l: middle(|lab| lab.l), a: middle(|lab| lab.a), b: middle(|lab| lab.b) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn border(width: usize, height: usize) -> Vec<(usize, usize)> {
        let edge = |x: usize, y: usize| y < 10 || x < 12 || x + 12 >= width;
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(|&(x, y)| edge(x, y)).collect()
    }

    #[test]
    fn a_quadratic_wall_is_found_again_under_a_foreign_strip() {
        let (width, height) = (120, 160);
        let wall = |x: usize, y: usize| {
            let (u, v) = (x as f32 / 120.0 - 0.5, y as f32 / 160.0 - 0.5);
            Lab { l: 60.0 + 12.0 * u - 8.0 * v - 10.0 * u * u, a: 2.0, b: -40.0 + 4.0 * v }
        };
        let colours = (0..width * height)
            .map(|at| if at % width < 8 { Lab { l: 30.0, a: 10.0, b: 20.0 } } else { wall(at % width, at / width) })
            .collect();
        let picture = LabPicture { colours, width, height, scale: 1.0 };
        let fit = Surface::fit(&picture, &border(width, height)).unwrap();
        for (x, y) in [(60, 80), (100, 20), (20, 140)] {
            let found = fit.surface.row(y)(x);
            assert!(found.distance(wall(x, y)) < 0.3, "{found:?}");
        }
        assert!(fit.inliers > 0.6 && fit.inliers < 0.85, "{}", fit.inliers);
        assert!(fit.noise < 0.2, "{}", fit.noise);
    }

    #[test]
    fn no_edge_gives_no_wall() {
        let picture = LabPicture { colours: vec![Lab::default(); 100], width: 10, height: 10, scale: 1.0 };
        assert!(Surface::fit(&picture, &[]).is_none());
    }
}

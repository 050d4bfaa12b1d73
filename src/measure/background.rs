//! Measures of the background behind the person.
//!
//! All of them look at the patches of [`Backdrop::cells`]: above the shoulders, a rim's width away from the person.
//! Evenness is the whole story in one number; gradient, shadow and clutter say which of the three usual causes it
//! has. They overlap on purpose: a deep shadow is uneven too.
//!
//! Whether a wall is plain is for people to say, so these numbers have no uncertainty: the zones of the rule, set on walls that a viewer
//! calls plain (`calibration/zones.py`), carry the doubt. Resizing and saving again change them by 0.2 and 4 % (`calibration/drift.py`).

use crate::colour;
use crate::evidence::Evidence;
use crate::evidence::lab::{self, Lab};
use crate::evidence::{Backdrop, Cell, FaceZones, PixelClass};
use crate::reading::{Colour, Number, Reason, Text};

/// The wall's mean colour.
pub(super) fn mean_colour(evidence: &Evidence<'_>) -> Result<Colour, Reason> {
    Ok(Colour::uncertain(evidence.backdrop()?.colour.to_rgb(), COLOUR))
}

/// `background.hue`: of the wall's mean colour in HSL, degrees; a wall without colour has none.
pub(super) fn hue(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let colour = evidence.backdrop()?.colour;
    if colour.chroma() < 6.0 {
        return Err(Reason::TooPlain);
    }
    let (degrees, span) = colour::hsl_hue(colour.to_rgb()).ok_or(Reason::TooPlain)?;
    Ok(Number::uncertain(degrees, 60.0 * 1.5 / span))
}

/// `background.name`: what the wall's mean colour is called.
pub(super) fn name(evidence: &Evidence<'_>) -> Result<Text, Reason> {
    Ok(Text::exact(colour::name(evidence.backdrop()?.colour.to_rgb())))
}

/// 95th percentile of the patches' colour difference from the wall's mean.
pub(super) fn evenness(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let backdrop = evidence.backdrop()?;
    let differences = backdrop.cells.iter().map(|cell| cell.colour.delta_e(backdrop.colour)).collect();
    percentile(differences, 0.95).map(Number::unstated).ok_or(Reason::NoBackground)
}

/// Largest difference between two corners of the frame's part above the shoulders, by the plane that fits the wall's
/// patches best.
pub(super) fn gradient(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    fall(evidence.backdrop()?).map(Number::unstated).ok_or(Reason::NoBackground)
}

fn fall(backdrop: &Backdrop) -> Option<f64> {
    let wall: Vec<&Cell> = backdrop.cells.iter().filter(|cell| !cell.thing).collect();
    let trend = Trend::of(&wall)?;
    let right = backdrop.picture.width as f64;
    let low = wall.iter().map(|cell| cell.y).max()? as f64;
    let corners = [[0.0, 0.0], [right, 0.0], [0.0, low], [right, low]].map(|[x, y]| trend.at(x, y));
    let pairs = (0..4).flat_map(|one| (0..one).map(move |other| (one, other)));
    pairs.map(|(one, other)| corners[one].delta_e(corners[other])).reduce(f64::max)
}

/// How much darker the wall is beside the head than where it is lit: 95th percentile over the patches there of the
/// colour difference from a plane through the lit wall. The plane follows a slow gradient; a lamp's bright spot behind
/// the head, which studios like, is no shadow.
pub(super) fn shadow(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let backdrop = evidence.backdrop()?;
    let face = backdrop.face.ok_or(Reason::NoFace)?;
    depth(backdrop, &face).map(Number::unstated).ok_or(Reason::NoBackground)
}

fn depth(backdrop: &Backdrop, face: &FaceZones) -> Option<f64> {
    let (side, [centre_x, eye_y]) = (face.side(), face.eye_centre());
    let beside = |cell: &&Cell| {
        !cell.thing && (cell.x as f64 - centre_x).abs() < 1.2 * side && (cell.y as f64 - eye_y).abs() < 0.8 * side
    };
    let wall: Vec<&Cell> = backdrop.cells.iter().filter(|cell| !cell.thing).collect();
    let lit = Trend::of_lit(&wall)?;
    let depth = |cell: &Cell| {
        let wall = lit.at(cell.x as f64, cell.y as f64);
        if cell.colour.l < wall.l { cell.colour.delta_e(wall) } else { 0.0 }
    };
    percentile(backdrop.cells.iter().filter(beside).map(depth).collect(), 0.95)
}

/// Standard uncertainty of the wall's mean colour, ΔE2000: half of the 95th percentile of the error on made photos, whose walls
/// have a known colour (`photocheck evaluate`).
const COLOUR: f64 = 0.35;

/// Share of patches that belong to things or hold an edge.
pub(super) fn clutter(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let backdrop = evidence.backdrop()?;
    let total = backdrop.cells.len();
    if total == 0 {
        return Err(Reason::NoBackground);
    }
    let things = backdrop.cells.iter().filter(|cell| cell.thing).count();
    Ok(Number::unstated(things as f64 / total as f64))
}

/// How far the rim of the person differs from every mixture of what lies inside and outside of it.
pub(super) fn halo(evidence: &Evidence<'_>) -> Result<Number, Reason> {
    let backdrop = evidence.backdrop()?;
    let face = backdrop.face.ok_or(Reason::NoFace)?;
    let rays = (0..120).map(|ray| std::f64::consts::PI * (1.0 + f64::from(ray) / 120.0));
    let rims = rays.filter_map(|angle| rim(backdrop, face.eye_centre(), angle)).collect();
    let value = percentile(rims, 0.5).ok_or(Reason::NoBackground)?;
    Ok(Number::unstated(value))
}

/// Along a ray from the face outwards: the largest distance of the rim's colours from the line in colour space
/// between hair and wall.
fn rim(backdrop: &Backdrop, [x, y]: [f64; 2], angle: f64) -> Option<f64> {
    let (width, height) = (backdrop.picture.width as f64, backdrop.picture.height as f64);
    let (sin, cos) = (angle.sin(), angle.cos());
    let at = |step: f64| {
        let (x, y) = (x + step * cos, y + step * sin);
        (x >= 0.0 && y >= 0.0 && x < width && y < height).then_some((x as usize, y as usize))
    };
    let outline = (0..).map(f64::from).take_while(|&step| at(step).is_some());
    let edge =
        outline.filter(|&step| at(step).is_some_and(|(x, y)| backdrop.place(x, y) == PixelClass::Person)).last()?;
    let colour = |step: f64| at(step).map(|(x, y)| backdrop.picture.at(x, y));
    let (inside, outside) = (colour(edge - 6.0)?, colour(edge + 7.0)?);
    (-2..=3)
        .map(f64::from)
        .filter_map(|offset| colour(edge + offset))
        .map(|rim| aside(rim, inside, outside))
        .reduce(f64::max)
}

/// Colour difference of `colour` from the nearest mixture of `one` and `other`.
fn aside(colour: Lab, one: Lab, other: Lab) -> f64 {
    let line = [other.l - one.l, other.a - one.a, other.b - one.b];
    let from = [colour.l - one.l, colour.a - one.a, colour.b - one.b];
    let dot = |left: [f32; 3], right: [f32; 3]| left.iter().zip(right).map(|(left, right)| left * right).sum::<f32>();
    let share = (dot(line, from) / dot(line, line).max(1e-6)).clamp(0.0, 1.0);
    let [l, a, b] = line.map(|part| part * share);
    colour.delta_e(Lab { l: one.l + l, a: one.a + a, b: one.b + b })
}

/// The plane through some patches' colours: the slow change across the wall.
struct Trend {
    centre: [f64; 2],
    mean: Lab,
    /// Change per px across and down, in L*, a* and b*.
    slopes: [[f64; 2]; 3],
}

impl Trend {
    /// Least squares; `None` of patches too few or too much in line.
    fn of(cells: &[&Cell]) -> Option<Self> {
        let count = cells.len() as f64;
        let mean = lab::mean(cells.iter().map(|cell| cell.colour))?;
        let average = |part: &dyn Fn(&Cell) -> f64| cells.iter().map(|cell| part(cell)).sum::<f64>() / count;
        let (x, y) = (average(&|cell| cell.x as f64), average(&|cell| cell.y as f64));
        let across = |cell: &Cell| cell.x as f64 - x;
        let down = |cell: &Cell| cell.y as f64 - y;
        let xx = average(&|cell| across(cell).powi(2));
        let yy = average(&|cell| down(cell).powi(2));
        let xy = average(&|cell| across(cell) * down(cell));
        let determinant = xx * yy - xy * xy;
        if count < 30.0 || determinant < 1.0 {
            return None;
        }
        let slope = |channel: fn(Lab) -> f32| {
            let xc = average(&|cell| across(cell) * f64::from(channel(cell.colour)));
            let yc = average(&|cell| down(cell) * f64::from(channel(cell.colour)));
            [(xc * yy - yc * xy) / determinant, (yc * xx - xc * xy) / determinant]
        };
        let slopes = [slope(|lab| lab.l), slope(|lab| lab.a), slope(|lab| lab.b)];
        Some(Self { centre: [x, y], mean, slopes })
    }

    /// The same through the lit patches only: what lies well below the plane is left out, in a few rounds.
    fn of_lit(cells: &[&Cell]) -> Option<Self> {
        const BELOW: f32 = 2.0;
        let mut trend = Self::of(cells)?;
        for _ in 0..5 {
            let lit = |cell: &&&Cell| cell.colour.l > trend.at(cell.x as f64, cell.y as f64).l - BELOW;
            let lit: Vec<&Cell> = cells.iter().filter(lit).copied().collect();
            trend = Self::of(&lit)?;
        }
        Some(trend)
    }

    fn at(&self, x: f64, y: f64) -> Lab {
        let moved = |[across, down]: [f64; 2]| (across * (x - self.centre[0]) + down * (y - self.centre[1])) as f32;
        let [l, a, b] = self.slopes.map(moved);
        Lab { l: self.mean.l + l, a: self.mean.a + a, b: self.mean.b + b }
    }
}

/// The value below which the share `part` of `values` lies.
fn percentile(mut values: Vec<f64>, part: f64) -> Option<f64> {
    let rank = ((values.len() as f64 * part) as usize).min(values.len().checked_sub(1)?);
    Some(*values.select_nth_unstable_by(rank, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::border::Frame;
    use crate::evidence::lab::LabPicture;

    const WALL: Lab = Lab { l: 58.0, a: 2.0, b: -45.0 };

    /// A dark-haired person before a blue wall whose light at `(x, y)`, both 0..1, is changed by `light`, as L* + 16.
    fn scene(light: impl Fn(f32, f32) -> f32) -> Backdrop {
        let (width, height) = (240, 320);
        let face = FaceZones::from_box(75.0, 90.0, 90.0);
        let colour = |at: usize| {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            let head = ((x - 120.0) / 55.0).powi(2) + ((y - 130.0) / 80.0).powi(2) < 1.0;
            let body = y > 230.0 && (x - 120.0).abs() < 60.0 + (y - 230.0);
            if head || body {
                return Lab { l: 15.0, a: 3.0, b: 4.0 };
            }
            let shade = light(x / width as f32, y / height as f32);
            Lab { l: (WALL.l + 16.0) * shade - 16.0, a: WALL.a * shade, b: WALL.b * shade }
        };
        let picture = LabPicture { colours: (0..width * height).map(colour).collect(), width, height, scale: 1.0 };
        Backdrop::of(picture, Frame { left: 0, top: 0, right: width, bottom: height }, Some(face), |_, _| 0.0).unwrap()
    }

    fn readings(backdrop: &Backdrop) -> [f64; 2] {
        [fall(backdrop).unwrap(), depth(backdrop, &backdrop.face.unwrap()).unwrap()]
    }

    #[test]
    fn a_flat_wall_has_nothing_to_report() {
        let flat = scene(|_, _| 1.0);
        assert!(readings(&flat).into_iter().all(|value| value < 0.1));
        assert!(flat.colour.delta_e(WALL) < 0.1);
        assert!(flat.cells.iter().all(|cell| !cell.thing));
    }

    #[test]
    fn a_ramp_is_a_gradient_and_no_shadow() {
        let [gradient, shadow] = readings(&scene(|x, _| 1.1 - 0.25 * x));
        assert!(gradient > 15.0 && shadow < 1.0, "{gradient} {shadow}");
    }

    #[test]
    fn a_lobe_beside_the_head_is_a_shadow_on_either_side() {
        for side in [0.15f32, 0.85] {
            let lobe = |x: f32, y: f32| 1.0 - 0.2 * (-((x - side) / 0.1).powi(2) - ((y - 0.45) / 0.2).powi(2)).exp();
            let [_, shadow] = readings(&scene(lobe));
            assert!(shadow > 6.0, "{shadow}");
        }
    }

    #[test]
    fn bright_spots_and_dark_corners_of_a_studio_are_no_shadow() {
        let vignette = |x: f32, y: f32| 1.04 - 0.12 * ((x - 0.5).powi(2) + (y - 0.4).powi(2));
        let [_, shadow] = readings(&scene(vignette));
        assert!(shadow < 1.5, "{shadow}");
    }

    #[test]
    fn a_mixture_is_no_halo_and_a_white_rim_is() {
        let (hair, wall) = (Lab { l: 15.0, a: 3.0, b: 4.0 }, WALL);
        let half = Lab { l: 36.5, a: 2.5, b: -20.5 };
        assert!(aside(half, hair, wall) < 0.5);
        assert!(aside(Lab { l: 95.0, a: 0.0, b: 0.0 }, hair, wall) > 20.0);
    }
}

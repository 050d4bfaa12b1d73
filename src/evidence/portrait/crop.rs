//! Windows laid over the photo, and what a net sees through them.

use image::RgbImage;

use super::Landmark;
use crate::nets::BEYOND;
use crate::photo::{Pixels, Rect, part_resized, resized};
use crate::vectors::vectorised;

/// Pixels that a shrunk part has for each of the crop's: enough that interpolating between them blurs no more than the
/// nets were trained with.
const SPACING: f64 = 1.6;

/// Something that crops are taken from, the right way up.
pub(crate) trait Raster {
    /// Width and height, px.
    fn size(&self) -> (u32, u32);
    /// The pixels in `part`, which lies inside, at this size.
    fn part(&self, part: Rect, width: u32, height: u32) -> RgbImage;
}

impl Raster for RgbImage {
    fn size(&self) -> (u32, u32) {
        self.dimensions()
    }

    fn part(&self, part: Rect, width: u32, height: u32) -> RgbImage {
        part_resized(self, part, width, height)
    }
}

impl Raster for Pixels {
    fn size(&self) -> (u32, u32) {
        (self.width(), self.height())
    }

    fn part(&self, part: Rect, width: u32, height: u32) -> RgbImage {
        resized(&self.crop(part), width, height)
    }
}

/// A rectangle over the photo, turned and perhaps mirrored. Its own coordinates run from 0 to 1 across and down,
/// from edge to edge; those of the photo are pixel centres at whole numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    /// Centre, px of the photo.
    pub centre: [f64; 2],
    /// Width, px of the photo.
    pub width: f64,
    /// Height, px of the photo.
    pub height: f64,
    /// How far it is turned clockwise, radians: its rows run along this direction.
    pub turn: f64,
    /// Whether left and right change places, so that one net serves both eyes and both ears.
    pub mirrored: bool,
}

impl Window {
    /// A point of the crop in the photo.
    pub(crate) fn to_photo(self, [u, v]: [f64; 2]) -> [f64; 2] {
        let across = (u - 0.5) * if self.mirrored { -self.width } else { self.width };
        let down = (v - 0.5) * self.height;
        let (sin, cos) = self.direction();
        [self.centre[0] + across * cos - down * sin, self.centre[1] + across * sin + down * cos]
    }

    /// A point of the photo in the crop.
    pub(crate) fn locate(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (dx, dy) = (x - self.centre[0], y - self.centre[1]);
        let (sin, cos) = self.direction();
        let across = (dx * cos + dy * sin) / if self.mirrored { -self.width } else { self.width };
        [0.5 + across, 0.5 + (dy * cos - dx * sin) / self.height]
    }

    /// Sine and cosine of its turn; masks are asked for very many places, most of them through windows that are not turned.
    fn direction(&self) -> (f64, f64) {
        if self.turn == 0.0 { (0.0, 1.0) } else { self.turn.sin_cos() }
    }

    /// Points that a net found in this window, with their calibrated errors.
    ///
    /// `points` in fractions of its sides, `sigma` in fractions of its width, `scales` point by point.
    pub(super) fn landmarks(&self, points: &[[f32; 2]], sigma: &[f32], scales: &[f64]) -> Vec<Landmark> {
        let found = points.iter().zip(sigma).zip(scales);
        let landmark = |((uv, sigma), scale): ((&[f32; 2], &f32), &f64)| Landmark {
            at: self.to_photo(uv.map(f64::from)),
            sigma: f64::from(*sigma) * scale * self.width,
        };
        found.map(landmark).collect()
    }

    /// The same window over the photo shrunk `scale`-fold.
    pub(crate) fn shrunk(&self, scale: f64) -> Self {
        let shrink = |at: f64| (at + 0.5) / scale - 0.5;
        Self { centre: self.centre.map(shrink), width: self.width / scale, height: self.height / scale, ..*self }
    }

    /// What is seen through the window in `columns` × `rows` px: three planes of sRGB values, 0 to 1.
    ///
    /// Where a crop pixel stands for several of the photo, the photo is shrunk first and then interpolated, about as
    /// strong a blur as the nets were trained with.
    pub(crate) fn sample(&self, raster: &impl Raster, columns: usize, rows: usize) -> Vec<f32> {
        let step = (self.width / columns as f64).max(self.height / rows as f64);
        let part = RasterPart::under(self, raster, (step / SPACING).max(1.0));
        vectorised!({
            let mut planes = vec![BEYOND; 3 * columns * rows];
            for row in 0..rows {
                let v = (row as f64 + 0.5) / rows as f64;
                let [from, to] =
                    [0.5 / columns as f64, 1.0 - 0.5 / columns as f64].map(|u| part.place(self.to_photo([u, v])));
                let last = (columns - 1).max(1) as f64;
                let along = [(to[0] - from[0]) / last, (to[1] - from[1]) / last];
                for column in 0..columns {
                    let at = [from[0] + along[0] * column as f64, from[1] + along[1] * column as f64];
                    for (channel, value) in part.at(at).into_iter().enumerate() {
                        planes[(channel * rows + row) * columns + column] = value;
                    }
                }
            }
            planes
        })
    }
}

/// The part of a raster under a crop, shrunk.
struct RasterPart {
    /// Photo px at its top left.
    origin: [f64; 2],
    /// Photo px per pixel, across and down.
    scale: [f64; 2],
    picture: RgbImage,
}

impl RasterPart {
    /// What a crop can ask for, shrunk about `shrink`-fold.
    fn under(crop: &Window, raster: &impl Raster, shrink: f64) -> Self {
        let (width, height) = raster.size();
        let corners = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]].map(|corner| crop.to_photo(corner));
        let reach = |axis: usize, limit: u32| {
            let margin = 2.0 * shrink;
            let low = corners.iter().map(|corner| corner[axis]).fold(f64::INFINITY, f64::min) - margin;
            let high = corners.iter().map(|corner| corner[axis]).fold(f64::NEG_INFINITY, f64::max) + margin;
            let [low, high] = [low, high].map(|end| end.clamp(0.0, f64::from(limit)) as u32);
            (low, high - low)
        };
        let ((x, across), (y, down)) = (reach(0, width), reach(1, height));
        let shrunk = |length: u32| (f64::from(length) / shrink).ceil() as u32;
        let picture = raster.part(Rect { x, y, width: across, height: down }, shrunk(across), shrunk(down));
        let scale = [(across, picture.width()), (down, picture.height())]
            .map(|(old, new)| if new == 0 { 1.0 } else { f64::from(old) / f64::from(new) });
        Self { origin: [x, y].map(f64::from), scale, picture }
    }

    /// A point of the raster in the part, pixel centres at whole numbers.
    fn place(&self, at: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|axis| (at[axis] - self.origin[axis] + 0.5) / self.scale[axis] - 0.5)
    }

    /// The colour between pixels.
    #[inline(always)]
    fn at(&self, [x, y]: [f64; 2]) -> [f32; 3] {
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = ((x - left) as f32, (y - top) as f32);
        let (left, top) = (left as i64, top as i64);
        let rows = match self.inside(left, top) {
            Some(rows) => rows,
            None => [top, top + 1].map(|y| [self.pixel(left, y), self.pixel(left + 1, y)]),
        };
        let [top, bottom] = rows;
        between([between(top, right_share), between(bottom, right_share)], low_share)
    }

    /// The pixel here, the next, and the two below, where all four lie inside.
    #[inline(always)]
    fn inside(&self, x: i64, y: i64) -> Option<[[[f32; 3]; 2]; 2]> {
        let (x, y, width) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?, self.picture.width() as usize);
        let pair = |row: &[u8]| {
            let value = |at: usize| f32::from(row[at]) * (1.0 / 255.0);
            [[value(0), value(1), value(2)], [value(3), value(4), value(5)]]
        };
        let row = |y: usize| self.picture.as_raw().get(3 * (y * width + x)..3 * (y * width + x + 2)).map(pair);
        if x + 1 < width { Some([row(y)?, row(y + 1)?]) } else { None }
    }

    /// One pixel, or what lies beyond, 0 to 1.
    fn pixel(&self, x: i64, y: i64) -> [f32; 3] {
        let inside = |along: i64| u32::try_from(along).ok();
        let pixel = inside(x).zip(inside(y)).and_then(|(x, y)| self.picture.get_pixel_checked(x, y));
        pixel.map_or([BEYOND; 3], |pixel| pixel.0.map(|value| f32::from(value) * (1.0 / 255.0)))
    }
}

/// The colour that lies this share of the way from one to the next.
#[inline(always)]
fn between([one, next]: [[f32; 3]; 2], share: f32) -> [f32; 3] {
    let along = |channel: usize| one[channel] + share * (next[channel] - one[channel]);
    [along(0), along(1), along(2)]
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    const TILTED: Window = Window { centre: [40.0, 30.0], width: 50.0, height: 20.0, turn: 0.3, mirrored: true };

    #[test]
    fn there_and_back() {
        for point in [[0.0, 0.0], [0.2, 0.9], [1.3, -0.4]] {
            let [u, v] = TILTED.locate(TILTED.to_photo(point));
            assert!((u - point[0]).abs() < 1e-12 && (v - point[1]).abs() < 1e-12);
        }
    }

    #[test]
    fn mirrored_crops_see_left_at_right() {
        let picture = RgbImage::from_fn(64, 64, |x, _| Rgb([(4 * x) as u8; 3]));
        let plain = Window { centre: [31.5, 31.5], width: 32.0, height: 32.0, turn: 0.0, mirrored: false };
        let seen = plain.sample(&picture, 8, 8);
        let mirrored = Window { mirrored: true, ..plain }.sample(&picture, 8, 8);
        assert!(seen[0] < seen[7]);
        for column in 0..8 {
            assert!((seen[column] - mirrored[7 - column]).abs() < 1e-4);
        }
    }

    #[test]
    fn shrinking_averages_and_places_rightly() {
        // A linear ramp stays what it is under any symmetric blur, so each sample tells its own place.
        let picture = RgbImage::from_fn(250, 250, |x, _| Rgb([x as u8; 3]));
        for turn in [0.0, 0.4] {
            let crop = Window { centre: [120.0, 120.0], width: 140.0, height: 140.0, turn, mirrored: false };
            let seen = crop.sample(&picture, 16, 16);
            for (row, column) in [(0, 0), (3, 12), (15, 8)] {
                let [x, _] = crop.to_photo([(column as f64 + 0.5) / 16.0, (row as f64 + 0.5) / 16.0]);
                assert!((f64::from(seen[row * 16 + column]) * 255.0 - x).abs() < 1.0, "{turn} {row} {column}");
            }
        }
    }

    #[test]
    fn beyond_the_photo_is_grey() {
        let picture = RgbImage::from_pixel(20, 20, Rgb([255; 3]));
        let crop = Window { centre: [0.0, 10.0], width: 400.0, height: 10.0, turn: 0.0, mirrored: false };
        let seen = crop.sample(&picture, 100, 2);
        assert!((seen[0] - BEYOND).abs() < 1e-6);
        assert!(seen[51] > 0.99);
        let far = Window { centre: [1e9, -1e9], ..crop };
        assert!(far.sample(&picture, 4, 4).iter().all(|value| (value - BEYOND).abs() < 1e-6));
    }
}

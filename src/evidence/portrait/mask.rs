//! What each place of a crop shows: skin, hair, clothes, …

use super::crop::Window;

/// What a place shows; the order is that of the nets' outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing of the person.
    Background,
    /// Skin of the face, forehead included.
    Skin,
    /// Eyebrow.
    Brow,
    /// White of the eye.
    Eye,
    /// Iris and pupil.
    Iris,
    /// Red of the lips.
    Lips,
    /// Inside of the mouth.
    Mouth,
    /// Teeth.
    Teeth,
    /// Ear.
    Ear,
    /// Skin below the chin.
    Neck,
    /// Clothes.
    Clothing,
    /// Hair.
    Hair,
    /// Frame of glasses.
    Frame,
    /// What a lens hides.
    Lens,
    /// Hat, hood, scarf.
    Headwear,
    /// Earring, necklace.
    Jewellery,
    /// Mask, hand, anything before the face.
    Occluder,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 17] = [
        Self::Background,
        Self::Skin,
        Self::Brow,
        Self::Eye,
        Self::Iris,
        Self::Lips,
        Self::Mouth,
        Self::Teeth,
        Self::Ear,
        Self::Neck,
        Self::Clothing,
        Self::Hair,
        Self::Frame,
        Self::Lens,
        Self::Headwear,
        Self::Jewellery,
        Self::Occluder,
    ];
}

/// For each place of a crop, how much of it belongs to each class: a grid of cells whose shares add up to 1.
pub(crate) struct Mask {
    /// The window that it covers.
    pub(super) crop: Window,
    /// Cells across and down.
    pub(super) side: usize,
    /// Class after class, row after row.
    pub(super) shares: Vec<f32>,
}

/// Several classes of a mask taken together, for many lookups.
pub(crate) struct Layer<'m> {
    mask: &'m Mask,
    /// Share of a place beyond the mask, and of each cell, row after row.
    beyond: f64,
    shares: Vec<f64>,
}

impl Layer<'_> {
    /// As [`Mask::share`] of the classes.
    pub(crate) fn share(&self, at: [f64; 2]) -> f64 {
        let side = self.mask.side;
        self.mask.interpolated(at, self.beyond, |column, row| self.shares[row * side + column])
    }
}

impl Mask {
    /// Side of a cell, px of the photo.
    pub(crate) fn cell(&self) -> f64 {
        self.crop.width / self.side as f64
    }

    /// The window that it covers.
    pub(crate) fn crop(&self) -> &Window {
        &self.crop
    }

    /// `classes` taken together.
    pub(crate) fn layer(&self, classes: &[Class]) -> Layer<'_> {
        let mut shares = vec![0.0; self.side * self.side];
        for class in classes {
            let of_class = &self.shares[*class as usize * shares.len()..][..shares.len()];
            shares.iter_mut().zip(of_class).for_each(|(sum, share)| *sum += f64::from(*share));
        }
        Layer { mask: self, beyond: beyond(classes), shares }
    }

    /// Share of `classes` at a point of the photo, interpolated between cells; background beyond the mask.
    pub(crate) fn share(&self, classes: &[Class], at: [f64; 2]) -> f64 {
        self.interpolated(at, beyond(classes), |column, row| self.cell_share(classes, column, row))
    }

    fn interpolated(&self, at: [f64; 2], beyond: f64, share: impl Fn(usize, usize) -> f64) -> f64 {
        let side = self.side as f64;
        let [x, y] = self.crop.locate(at).map(|along| along * side - 0.5);
        if !(x > -1.0 && y > -1.0 && x < side && y < side) {
            return beyond;
        }
        let inside = |along: f64| along.clamp(0.0, side - 1.0);
        let (left, top) = (inside(x.floor()), inside(y.floor()));
        let (right, low) = (inside(left + 1.0), inside(top + 1.0));
        let (across, down) = ((x - left).clamp(0.0, 1.0), (y - top).clamp(0.0, 1.0));
        let cell = |column: f64, row: f64| share(column as usize, row as usize);
        (1.0 - down) * ((1.0 - across) * cell(left, top) + across * cell(right, top))
            + down * ((1.0 - across) * cell(left, low) + across * cell(right, low))
    }

    /// Mean share of `classes` inside a polygon of the photo, looked up at points half a cell apart; `None` when no
    /// such point lies inside.
    pub(crate) fn mean_share(&self, classes: &[Class], polygon: &[[f64; 2]]) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0);
        for at in points_inside(polygon, self.cell() / 2.0) {
            sum += self.share(classes, at);
            count += 1;
        }
        (count > 0).then(|| sum / f64::from(count))
    }

    fn cell_share(&self, classes: &[Class], column: usize, row: usize) -> f64 {
        let at = row * self.side + column;
        classes.iter().map(|class| f64::from(self.shares[*class as usize * self.side * self.side + at])).sum()
    }
}

/// Share of `classes` beyond a mask, where there is background.
fn beyond(classes: &[Class]) -> f64 {
    if classes.contains(&Class::Background) { 1.0 } else { 0.0 }
}

/// Points inside a polygon, on a grid of this spacing.
fn points_inside(polygon: &[[f64; 2]], spacing: f64) -> impl Iterator<Item = [f64; 2]> {
    let bounds = |axis: usize| {
        let along = polygon.iter().map(move |corner| corner[axis]);
        (along.clone().fold(f64::INFINITY, f64::min), along.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (bounds(0), bounds(1));
    // Points come from a net: a polygon that is not finite or absurdly large has no inside.
    let count = |span: f64| if (0.0..1e6).contains(&(span / spacing)) { (span / spacing) as usize + 1 } else { 0 };
    let (columns, rows) = (count(right - left), count(bottom - top));
    (0..rows.min(500)).flat_map(move |row| {
        let y = top + (row as f64 + 0.5) * spacing;
        let crossings = crossings(polygon, y);
        // From a point inside, a ray to the right crosses the edges an odd number of times.
        let is_inside = move |x: f64| crossings.iter().filter(|crossing| x < **crossing).count() % 2 == 1;
        let along = (0..columns.min(500)).map(move |column| left + (column as f64 + 0.5) * spacing);
        along.filter(move |x| is_inside(*x)).map(move |x| [x, y])
    })
}

/// Where the edges of a polygon cross a height.
fn crossings(polygon: &[[f64; 2]], y: f64) -> Vec<f64> {
    let ends = polygon.iter().zip(polygon.iter().cycle().skip(1));
    let crossing = |([x1, y1], [x2, y2]): (&[f64; 2], &[f64; 2])| {
        ((*y1 > y) != (*y2 > y)).then(|| x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    };
    ends.filter_map(crossing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nets::contract::CONTRACT;

    /// Hair above, skin below, over a 64 px window whose top left corner is the photo's.
    fn half_and_half() -> Mask {
        let crop = Window { centre: [31.5, 31.5], width: 64.0, height: 64.0, turn: 0.0, mirrored: false };
        let shares = Class::ALL.into_iter().flat_map(|class| {
            (0..64 * 64).map(move |cell| match (class, cell < 32 * 64) {
                (Class::Hair, true) | (Class::Skin, false) => 1.0,
                _ => 0.0,
            })
        });
        Mask { crop, side: 64, shares: shares.collect() }
    }

    #[test]
    fn classes_are_in_the_order_of_the_contract() {
        let names: Vec<String> = Class::ALL.iter().map(|class| format!("{class:?}").to_lowercase()).collect();
        assert_eq!(names, CONTRACT.classes);
        assert!(Class::ALL.iter().enumerate().all(|(at, class)| *class as usize == at));
    }

    #[test]
    fn shares_are_looked_up_where_they_are() {
        let mask = half_and_half();
        let hair = mask.layer(&[Class::Hair, Class::Background]);
        for at in [[10.0, 5.0], [10.0, 31.3], [-0.3, 63.2], [-70.0, 3.0]] {
            assert_eq!(hair.share(at), mask.share(&[Class::Hair, Class::Background], at), "{at:?}");
        }
        assert!(mask.share(&[Class::Hair], [10.0, 5.0]) > 0.99);
        assert!(mask.share(&[Class::Hair, Class::Skin], [10.0, 50.0]) > 0.99);
        assert!((mask.share(&[Class::Hair], [10.0, 31.5]) - 0.5).abs() < 1e-6);
        assert_eq!(mask.share(&[Class::Background], [-50.0, f64::NAN]), 1.0);
    }

    #[test]
    fn polygons_are_averaged() {
        let mask = half_and_half();
        let square = [[10.0, 20.0], [30.0, 20.0], [30.0, 40.0], [10.0, 40.0]];
        let share = mask.mean_share(&[Class::Hair], &square).unwrap();
        assert!((share - 0.575).abs() < 0.03, "{share}");
        assert_eq!(mask.mean_share(&[Class::Hair], &[[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]), None);
        assert_eq!(mask.mean_share(&[Class::Hair], &[[f64::NAN, 1.0], [1.0, f64::INFINITY], [1.0, 1.0]]), None);
    }
}

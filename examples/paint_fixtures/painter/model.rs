//! The posed sitter as one solid that can be asked: how far is it from here, and what is it made of?

use super::maths::{V, join, turn};
use super::scene::{Cut, Hat, Scene, Top};
use super::{anatomy, dress, hair};

/// What a surface is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuff {
    Skin,
    Hair,
    Cloth,
    Shirt,
    Tie,
    Gold,
    Hat,
    Frame,
}

/// The sitter, posed.
pub struct Model<'a> {
    pub scene: &'a Scene,
    /// Axes of the head in the room, as rows.
    axes: [V; 3],
    lean: (f64, f64),
    /// Half the sides of a box that holds the head, its hair and hat.
    reach: V,
}

/// The head turns about the top of the spine.
const PIVOT: V = V(0.0, -7.0, -8.5);
/// The shoulders slant about the base of the neck.
const NECK: V = V(0.0, -17.0, -9.0);

impl<'a> Model<'a> {
    pub fn new(scene: &'a Scene) -> Self {
        let pose = scene.pose;
        let ((sy, cy), (sp, cp), (sr, cr)) = (turn(pose.yaw), turn(pose.pitch), turn(pose.roll));
        // Yaw, then pitch, then roll: the image of each axis of the head.
        let place = |v: V| {
            let v = V(cy * v.0 + sy * v.2, v.1, cy * v.2 - sy * v.0);
            let v = V(v.0, cp * v.1 + sp * v.2, cp * v.2 - sp * v.1);
            V(cr * v.0 + sr * v.1, cr * v.1 - sr * v.0, v.2)
        };
        let axes = [place(V(1.0, 0.0, 0.0)), place(V(0.0, 1.0, 0.0)), place(V(0.0, 0.0, 1.0))];
        let long = matches!(scene.sitter.cut, Cut::LongBehindEars | Cut::OverEars) || scene.wear.hat.is_some();
        Self {
            scene,
            axes,
            lean: turn(pose.shoulders),
            reach: if long { V(12.0, 23.5, 12.0) } else { V(9.2, 14.5, 12.0) },
        }
    }

    /// A point of the room in coordinates of the head.
    pub fn to_head(&self, p: V) -> V {
        let q = p - PIVOT;
        V(q.dot(self.axes[0]), q.dot(self.axes[1]), q.dot(self.axes[2])) + PIVOT
    }

    /// A point of the head in the room.
    pub fn to_room(&self, p: V) -> V {
        let q = p - PIVOT;
        self.axes[0] * q.0 + self.axes[1] * q.1 + self.axes[2] * q.2 + PIVOT
    }

    /// A direction of the room in coordinates of the head.
    pub fn turned(&self, d: V) -> V {
        V(d.dot(self.axes[0]), d.dot(self.axes[1]), d.dot(self.axes[2]))
    }

    /// A point of the room in coordinates of the trunk.
    pub fn to_body(&self, p: V) -> V {
        // One shoulder is let down and the other drawn up; the neck stays where it is.
        let (sin, cos) = self.lean;
        V(p.0, p.1 + (p.0 - NECK.0) * sin / cos, p.2)
    }

    /// Distance to the sitter's surface (a bound when far), and what it is made of there.
    pub fn distance(&self, p: V) -> (f64, Stuff) {
        let wear = &self.scene.wear;
        let mut best = (1e3, Stuff::Skin);
        let mut nearer = |d: f64, stuff| {
            if d < best.0 {
                best = (d, stuff);
            }
        };
        let h = self.to_head(p);
        let around = boxed(h, self.reach);
        let mut head = around;
        if around < 1.0 {
            head = anatomy::head(h, &self.scene.sitter);
            self.on_head(h, &mut nearer);
        }
        let b = self.to_body(p);
        let mut body = b.1 + 3.0;
        if b.1 < 1.0 {
            // A slant draws out the space that distances are measured in.
            let (_, true_to) = self.lean;
            body = anatomy::body(b, &self.scene.sitter);
            if b.1 < -9.0 {
                let (cloth, shirt) = dress::garment(b, body, wear.top);
                nearer(cloth * true_to, Stuff::Cloth);
                nearer(shirt * true_to, Stuff::Shirt);
                if wear.top == Top::Jacket {
                    nearer(dress::tie(b, body) * true_to, Stuff::Tie);
                }
            }
            body *= true_to;
        }
        nearer(join(head, body, 1.0), Stuff::Skin);
        best
    }

    fn on_head(&self, h: V, nearer: &mut impl FnMut(f64, Stuff)) {
        let (sitter, wear) = (&self.scene.sitter, &self.scene.wear);
        match wear.hat {
            Some(Hat::Turban) => nearer(dress::turban(h, sitter), Stuff::Hat),
            Some(Hat::Cap) => {
                nearer(dress::cap(h), Stuff::Hat);
                nearer(hair::hair(h, sitter), Stuff::Hair);
            }
            None => nearer(hair::hair(h, sitter), Stuff::Hair),
        }
        if wear.earrings {
            nearer(dress::earrings(h, sitter), Stuff::Gold);
        }
        if let Some(glasses) = &wear.glasses {
            nearer(dress::temples(h, sitter, glasses), Stuff::Frame);
        }
    }

    /// The way the surface faces.
    pub fn normal(&self, p: V) -> V {
        const E: f64 = 0.03;
        let corners = [V(1.0, -1.0, -1.0), V(-1.0, -1.0, 1.0), V(-1.0, 1.0, -1.0), V(1.0, 1.0, 1.0)];
        corners.iter().fold(V::default(), |sum, &c| sum + c * self.distance(p + c * E).0).unit()
    }

    /// Height at which the crown, top of the hair or of what covers it, appears on the plane of the eyes to a
    /// camera at this distance.
    pub fn crown(&self, camera: f64) -> f64 {
        let top =
            |x: f64, z: f64| (0..250).map(|i| 18.0 - f64::from(i) * 0.05).find(|&y| self.distance(V(x, y, z)).0 < 0.0);
        let columns = (-8..=8).flat_map(|x| (-16..=2).map(move |z| (f64::from(x) * 0.8, f64::from(z))));
        columns.filter_map(|(x, z)| Some(top(x, z)? * camera / (camera - z))).fold(0.0, f64::max)
    }
}

/// Distance, or less, to a box around the middle of the head.
fn boxed(h: V, half: V) -> f64 {
    (h.0.abs() - half.0).max((h.1 - 14.0 + half.1).abs() - half.1 - 1.0).max((h.2 + 6.0).abs() - half.2)
}

//! Arithmetic that gives the same bits on every machine.
//!
//! Only `+ - * /` and the square root are used, which IEEE 754 fixes to the last bit; sines and exponentials of
//! a system library are not, so angles come from a short series and falloffs from polynomials. Solids are
//! *signed distances*: negative inside, positive outside, in centimetres, after J. C. Hart, "Sphere tracing"
//! (The Visual Computer, 1996).

use std::ops::{Add, Mul, Neg, Sub};

/// A point, a direction or a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct V(pub f64, pub f64, pub f64);

impl V {
    pub fn dot(self, o: V) -> f64 {
        self.0 * o.0 + self.1 * o.1 + self.2 * o.2
    }

    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub fn unit(self) -> V {
        self * (1.0 / self.length().max(1e-12))
    }

    /// Component by component.
    pub fn times(self, o: V) -> V {
        V(self.0 * o.0, self.1 * o.1, self.2 * o.2)
    }

    /// The left half folded onto the right one.
    pub fn mirrored(self) -> V {
        V(self.0.abs(), self.1, self.2)
    }
}

impl Add for V {
    type Output = V;
    fn add(self, o: V) -> V {
        V(self.0 + o.0, self.1 + o.1, self.2 + o.2)
    }
}

impl Sub for V {
    type Output = V;
    fn sub(self, o: V) -> V {
        V(self.0 - o.0, self.1 - o.1, self.2 - o.2)
    }
}

impl Mul<f64> for V {
    type Output = V;
    fn mul(self, k: f64) -> V {
        V(self.0 * k, self.1 * k, self.2 * k)
    }
}

impl Neg for V {
    type Output = V;
    fn neg(self) -> V {
        self * -1.0
    }
}

/// `a` at 0, `b` at 1.
pub fn mix(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// [`mix`] of two colours.
pub fn blend(a: V, b: V, t: f64) -> V {
    a + (b - a) * t
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn ramp(low: f64, high: f64, x: f64) -> f64 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// A bell of height 1 around 0 that ends at `width`.
pub fn bell(x: f64, width: f64) -> f64 {
    let t = (1.0 - (x / width) * (x / width)).max(0.0);
    t * t
}

/// Sine and cosine of an angle in degrees, by series; exact enough for the quarter turns used here.
pub fn turn(degrees: f64) -> (f64, f64) {
    let a = degrees * (std::f64::consts::PI / 180.0);
    let b = a * a;
    let sin = a * (1.0 - b / 6.0 * (1.0 - b / 20.0 * (1.0 - b / 42.0 * (1.0 - b / 72.0))));
    let cos = 1.0 - b / 2.0 * (1.0 - b / 12.0 * (1.0 - b / 30.0 * (1.0 - b / 56.0)));
    (sin, cos)
}

/// Union of two solids, the seam rounded over about `k`.
pub fn join(a: f64, b: f64, k: f64) -> f64 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k * 0.25
}

/// `a` without `b`, the edge rounded over about `k`.
pub fn carve(a: f64, b: f64, k: f64) -> f64 {
    -join(-a, b, k)
}

/// What `a` and `b` share, the edge rounded over about `k`.
pub fn overlap(a: f64, b: f64, k: f64) -> f64 {
    -join(-a, -b, k)
}

/// Distance to a ball.
pub fn ball(p: V, centre: V, radius: f64) -> f64 {
    (p - centre).length() - radius
}

/// Distance to an ellipsoid; a bound near the surface.
pub fn ellipsoid(p: V, centre: V, radii: V) -> f64 {
    let q = p - centre;
    let a = V(q.0 / radii.0, q.1 / radii.1, q.2 / radii.2);
    let b = V(a.0 / radii.0, a.1 / radii.1, a.2 / radii.2);
    let k = a.length();
    k * (k - 1.0) / b.length().max(1e-9)
}

/// Distance to a rod from `a` to `b` whose radius goes from `ra` to `rb`.
pub fn rod(p: V, (a, ra): (V, f64), (b, rb): (V, f64)) -> f64 {
    let (pa, ba) = (p - a, b - a);
    let t = (pa.dot(ba) / ba.dot(ba)).clamp(0.0, 1.0);
    (pa - ba * t).length() - mix(ra, rb, t)
}

/// A number in 0..1 for each lattice point.
pub fn hash(x: i64, y: i64, z: i64) -> f64 {
    let mut h = (x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F)
        ^ (z as u64).wrapping_mul(0x1656_67B1_9E37_79F9);
    h = (h ^ (h >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    h = (h ^ (h >> 32)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((h ^ (h >> 31)) >> 40) as f64 / (1u64 << 24) as f64
}

/// Smooth noise in -1..1, about one bump a unit.
pub fn noise(p: V) -> f64 {
    let cell = V(p.0.floor(), p.1.floor(), p.2.floor());
    let f = p - cell;
    let s = |t: f64| t * t * (3.0 - 2.0 * t);
    let (x, y, z) = (cell.0 as i64, cell.1 as i64, cell.2 as i64);
    let line = |y, z| mix(hash(x, y, z), hash(x + 1, y, z), s(f.0));
    let sheet = |z| mix(line(y, z), line(y + 1, z), s(f.1));
    mix(sheet(z), sheet(z + 1), s(f.2)) * 2.0 - 1.0
}

/// Random numbers for grain: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    /// In 0..1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f64 / (1u64 << 24) as f64
    }

    /// Near enough normal, of unit variance: four uniform draws.
    pub fn normal(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit() + self.unit() - 2.0) * 1.732_050_807_568_877_2
    }
}

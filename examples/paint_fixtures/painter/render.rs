//! From the model to a raster of linear light, seen by a camera 1.6 m away.
//!
//! Every pixel follows one ray through the distance field; pixels that differ from a neighbour are then sampled
//! four times more, so that edges and strands come out smooth without paying for it everywhere.

use super::anatomy;
use super::backdrop;
use super::light;
use super::maths::{V, blend};
use super::model::Model;
use super::scene::Scene;
use super::{eye, spectacles, surface};

/// Distance of the camera from the eyes, cm.
const CAMERA: f64 = 160.0;
/// Side of the blocks that share a first guess of the depth, px.
const TILE: u32 = 12;

/// A raster of linear light, row by row.
pub struct Raster {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<V>,
}

/// Where the frame lies in the room.
struct View<'a> {
    model: Model<'a>,
    /// cm a pixel at the eyes.
    pixel: f64,
    left: f64,
    top: f64,
}

/// Where the pupils are, image left first, px.
pub fn pupils(scene: &Scene) -> [(f64, f64); 2] {
    let view = View::new(scene);
    let (gx, gy) = scene.face.gaze;
    [-1.0, 1.0].map(|side| {
        let p = anatomy::EYE.times(V(side, 1.0, 1.0)) + V(gx, eye::ABOVE_CORNERS + gy, 1.25);
        view.seen(view.model.to_room(p))
    })
}

/// Paints the scene.
pub fn render(scene: &Scene) -> Raster {
    let first = paint(scene);
    let Some(other) = &scene.companion else { return first };
    let (second, wall) = (paint(other), paint(&Scene { nobody: true, companion: None, ..scene.clone() }));
    // The first sitter covers the second wherever the wall does not show.
    let layers = first.pixels.iter().zip(&wall.pixels).zip(&second.pixels);
    let pixels = layers.map(|((&near, &wall), &far)| if (near - wall).length() > 1e-9 { near } else { far }).collect();
    Raster { pixels, ..first }
}

fn paint(scene: &Scene) -> Raster {
    let view = View::new(scene);
    let (width, height) = (scene.frame.width, scene.frame.height);
    let mut pixels = vec![V::default(); (width * height) as usize];
    for y0 in (0..height).step_by(TILE as usize) {
        for x0 in (0..width).step_by(TILE as usize) {
            let near = view.depth_of_tile(x0, y0);
            for y in y0..(y0 + TILE).min(height) {
                for x in x0..(x0 + TILE).min(width) {
                    pixels[(y * width + x) as usize] = view.light(f64::from(x) + 0.5, f64::from(y) + 0.5, near);
                }
            }
        }
    }
    let pixels = view.smooth(&pixels, width, height);
    Raster { width, height, pixels }
}

impl<'a> View<'a> {
    fn new(scene: &'a Scene) -> Self {
        let model = Model::new(scene);
        let frame = &scene.frame;
        let on_plane = |p: V| p * (CAMERA / (CAMERA - p.2));
        let (crown, chin) = (model.crown(CAMERA), on_plane(model.to_room(anatomy::CHIN)).1);
        let tall = f64::from(frame.height);
        let pixel = (crown - chin) / (frame.head * tall);
        let eyes = model.to_room(anatomy::EYE.times(V(0.0, 1.0, 1.0)) + V(0.0, 0.0, 1.2)).0;
        let left = eyes - pixel * f64::from(frame.width) * (0.5 + frame.shift);
        Self { model, pixel, left, top: crown + frame.crown * tall * pixel }
    }

    /// Where a point of the room appears, px.
    fn seen(&self, p: V) -> (f64, f64) {
        let middle = self.left + self.pixel * 0.5 * f64::from(self.model.scene.frame.width);
        let scale = CAMERA / (CAMERA - p.2) / self.pixel;
        let half = 0.5 * f64::from(self.model.scene.frame.width);
        (half + (p.0 - middle) * scale, self.top / self.pixel - p.1 * scale)
    }

    /// The ray through `(x, y)`: where it leaves the camera and its direction.
    fn ray(&self, x: f64, y: f64) -> (V, V) {
        let middle = V(self.left + self.pixel * 0.5 * f64::from(self.model.scene.frame.width), 0.0, CAMERA);
        let target = V(self.left + x * self.pixel, self.top - y * self.pixel, 0.0);
        (middle, (target - middle).unit())
    }

    /// A depth in front of everything the tile shows; none when it shows only the wall.
    fn depth_of_tile(&self, x0: u32, y0: u32) -> Option<f64> {
        let half = f64::from(TILE) / 2.0;
        let (from, ray) = self.ray(f64::from(x0) + half, f64::from(y0) + half);
        let radius = half * 1.5 * self.pixel + 0.05;
        let mut t = CAMERA - 16.0;
        while t < CAMERA + 30.0 {
            let d = self.model.distance(from + ray * t).0;
            if d < radius {
                return Some(t - radius);
            }
            t += (d - radius * 0.5).max(0.1) * 0.9;
        }
        None
    }

    fn light(&self, x: f64, y: f64, near: Option<f64>) -> V {
        let scene = self.model.scene;
        let (w, h) = (f64::from(scene.frame.width), f64::from(scene.frame.height));
        let wall = || backdrop::wall(scene, x / w, y / h);
        let Some(start) = near.filter(|_| !scene.nobody) else { return wall() };
        let (from, ray) = self.ray(x, y);
        let mut t = start;
        for _ in 0..160 {
            let p = from + ray * t;
            let (d, stuff) = self.model.distance(p);
            if d < 0.015 {
                let normal = self.model.normal(p);
                let look = surface::look(&self.model, p, normal, stuff, self.pixel);
                let lit = light::shade(&self.model, p, normal, &look);
                return spectacles::over(&self.model, from, ray, p, lit, self.pixel);
            }
            t += d * 0.85;
            if t > CAMERA + 30.0 {
                break;
            }
        }
        spectacles::over(&self.model, from, ray, from + ray * (CAMERA + 30.0), wall(), self.pixel)
    }

    /// Samples again where neighbours differ.
    fn smooth(&self, first: &[V], width: u32, height: u32) -> Vec<V> {
        const SPOTS: [(f64, f64); 4] = [(0.125, 0.375), (0.625, 0.125), (0.875, 0.625), (0.375, 0.875)];
        let at = |x: u32, y: u32| first[(y * width + x) as usize];
        let mut out = first.to_vec();
        for y in 0..height {
            for x in 0..width {
                let here = at(x, y);
                let near = [(x.saturating_sub(1), y), (x + 1, y), (x, y.saturating_sub(1)), (x, y + 1)];
                let differs = |&(a, b): &(u32, u32)| {
                    let d = at(a.min(width - 1), b.min(height - 1)) - here;
                    let level = 0.02 + here.length();
                    d.length() > 0.2 * level
                };
                if near.iter().any(differs) {
                    let tile = self.depth_of_tile(x / TILE * TILE, y / TILE * TILE);
                    let sum = SPOTS
                        .iter()
                        .fold(V::default(), |s, &(dx, dy)| s + self.light(f64::from(x) + dx, f64::from(y) + dy, tile));
                    out[(y * width + x) as usize] = blend(here, sum * 0.25, 0.8);
                }
            }
        }
        out
    }
}

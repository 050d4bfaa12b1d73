//! From linear light to the bytes of a picture: lens, sensor, tone.

use image::{Rgb, RgbImage};

use super::maths::{Dice, V};
use super::render::Raster;
use super::scene::Scene;

/// Develops the raster as the scene's camera would.
pub fn develop(raster: Raster, scene: &Scene) -> RgbImage {
    let frame = &scene.frame;
    let tall = f64::from(frame.height);
    let mut light = raster;
    // No lens draws finer than the sensor's own sampling.
    light = disc(&light, 0.62);
    if frame.defocus > 0.0 {
        light = disc(&light, frame.defocus * tall);
    }
    if frame.shake > 0.0 {
        light = streak(&light, (frame.shake * tall) as i64);
    }
    let mut dice = Dice(scene.sitter.seed as u64 ^ 0x5EED);
    let empty = light.height - (frame.strip * tall) as u32;
    RgbImage::from_fn(light.width, light.height, |x, y| {
        let colour = tone(light.pixels[(y * light.width + x) as usize], scene, &mut dice);
        let depth = x.min(light.width - 1 - x).min(y).min(light.height - 1 - y);
        Rgb(match () {
            () if depth < frame.line => [0; 3],
            () if y >= empty => [255; 3],
            () => colour,
        })
    })
}

fn tone(v: V, scene: &Scene, dice: &mut Dice) -> [u8; 3] {
    let light = &scene.light;
    let v = v.times(V(light.cast.0, 1.0, light.cast.1)) * light.exposure;
    let v = if light.grey {
        let y = 0.2126 * v.0 + 0.7152 * v.1 + 0.0722 * v.2;
        V(y, y, y)
    } else {
        v
    };
    // Grain: mostly shared between the channels, finer in each.
    let shared = dice.normal() * 0.8;
    [v.0, v.1, v.2].map(|c| {
        let level = 255.0 * shoulder(c.max(0.0)).sqrt();
        let own = if light.grey { 0.0 } else { dice.normal() * 0.6 };
        (level + scene.frame.noise * (shared + own) + 0.5).clamp(0.0, 255.0) as u8
    })
}

/// Straight to 0.7, then bending, so that white is reached late.
fn shoulder(c: f64) -> f64 {
    const KNEE: f64 = 0.7;
    if c <= KNEE {
        return c;
    }
    let over = (c - KNEE) / (1.0 - KNEE);
    KNEE + (1.0 - KNEE) * (over / (1.0 + 0.45 * over)).min(1.0)
}

/// Each point spread over a round spot of this radius, px.
fn disc(r: &Raster, radius: f64) -> Raster {
    let reach = radius.ceil() as i64;
    let mut taps = Vec::new();
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let far = ((dx * dx + dy * dy) as f64).sqrt();
            let weight = (radius + 0.5 - far).clamp(0.0, 1.0);
            if weight > 0.0 {
                taps.push((dx, dy, weight));
            }
        }
    }
    spread(r, &taps)
}

/// Each point spread along a slanting line.
fn streak(r: &Raster, length: i64) -> Raster {
    let taps: Vec<_> = (-length / 2..=length / 2).map(|dx| (dx, (dx as f64 * 0.4) as i64, 1.0)).collect();
    spread(r, &taps)
}

fn spread(r: &Raster, taps: &[(i64, i64, f64)]) -> Raster {
    let total: f64 = taps.iter().map(|t| t.2).sum();
    let (w, h) = (i64::from(r.width), i64::from(r.height));
    let mut pixels = Vec::with_capacity(r.pixels.len());
    for y in 0..h {
        for x in 0..w {
            let sum = taps.iter().fold(V::default(), |sum, &(dx, dy, k)| {
                let (a, b) = ((x + dx).clamp(0, w - 1), (y + dy).clamp(0, h - 1));
                sum + r.pixels[(b * w + a) as usize] * k
            });
            pixels.push(sum * (1.0 / total));
        }
    }
    Raster { width: r.width, height: r.height, pixels }
}

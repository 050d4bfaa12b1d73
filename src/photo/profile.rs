//! From the colours of an embedded profile to sRGB, which all measures and reports are about.
//!
//! An iPhone writes Display P3, studio cameras Adobe RGB; the same numbers mean other colours there. A profile is used
//! when it can be read, describes RGB, and behaves like one: black stays dark, white light, greys grey. Otherwise the
//! numbers are taken for sRGB, as programs without colour management show them. What is sRGB under another name is left
//! as it is, so that no rounding is added.

use std::sync::Arc;

use image::RgbImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformExecutor, TransformOptions};

use super::container::{BlockKind, ColourMode, Container};

/// Largest profile that is used, in bytes; display profiles with tables have some 600 KB.
const MOST_BYTES: usize = 4 << 20;

/// Largest difference, in levels, between what a profile and sRGB make of the same numbers when they are the same.
const SAME: u8 = 1;

/// How a photo's numbers become sRGB.
#[derive(Clone, Default)]
pub(crate) enum Profile {
    /// They are sRGB, or nothing says otherwise.
    #[default]
    Srgb,
    /// By the embedded profile.
    Other(Arc<dyn TransformExecutor<u8> + Send + Sync>),
    /// A profile is embedded that cannot be used; they are taken for sRGB.
    Unusable,
}

impl Profile {
    /// The embedded profile of an RGB picture.
    pub(super) fn of(container: &Container) -> Self {
        let embedded = container.blocks.iter().find(|block| matches!(block.kind, BlockKind::Icc(_)));
        match embedded {
            Some(block) if container.colour == Some(ColourMode::Rgb) => Self::read(&block.data),
            _ => Self::Srgb,
        }
    }

    fn read(data: &[u8]) -> Self {
        let usable = || {
            let profile = (data.len() <= MOST_BYTES).then(|| ColorProfile::new_from_slice(data).ok())??;
            let is_rgb = profile.color_space == DataColorSpace::Rgb;
            // In fixed point each processor's vectors round in their own way, by whole levels; in floating point they agree.
            let options = TransformOptions { prefer_fixed_point: false, ..TransformOptions::default() };
            let srgb = ColorProfile::new_srgb();
            let transform = || profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options).ok();
            let transform = is_rgb.then(transform)??;
            let probes = probes();
            let mut shown = vec![0; probes.len()];
            transform.transform(&probes, &mut shown).ok()?;
            behaves(&probes, &shown).then(|| {
                let same = probes.iter().zip(&shown).all(|(number, shown)| number.abs_diff(*shown) <= SAME);
                if same { Self::Srgb } else { Self::Other(transform) }
            })
        };
        usable().unwrap_or(Self::Unusable)
    }

    /// Whether the embedded profile cannot be used.
    pub(crate) fn is_unusable(&self) -> bool {
        matches!(self, Self::Unusable)
    }

    /// One colour in sRGB.
    pub(super) fn colour(&self, rgb: [u8; 3]) -> [u8; 3] {
        let mut shown = rgb;
        if let Self::Other(transform) = self
            && transform.transform(&rgb, &mut shown).is_err()
        {
            return rgb;
        }
        shown
    }

    /// A picture in sRGB.
    pub(super) fn picture(&self, picture: RgbImage) -> RgbImage {
        let Self::Other(transform) = self else { return picture };
        let mut shown = RgbImage::new(picture.width(), picture.height());
        match transform.transform(&picture, &mut shown) {
            Ok(()) => shown,
            Err(_) => picture,
        }
    }
}

/// Numbers all over the cube, the greys first.
fn probes() -> Vec<u8> {
    const STEPS: [u8; 5] = [0, 64, 128, 192, 255];
    let greys = STEPS.iter().flat_map(|grey| [*grey; 3]);
    let cube = STEPS
        .iter()
        .flat_map(|red| STEPS.iter().flat_map(move |green| STEPS.iter().flat_map(move |blue| [*red, *green, *blue])));
    greys.chain(cube).collect()
}

/// Whether a profile does what every profile of a camera or a screen does: greys stay grey and in order, from dark to light.
fn behaves(probes: &[u8], shown: &[u8]) -> bool {
    let greys: Vec<[u8; 3]> = shown.chunks_exact(3).take(5).map(|rgb| [rgb[0], rgb[1], rgb[2]]).collect();
    let is_grey =
        |rgb: &[u8; 3]| rgb.iter().max().zip(rgb.iter().min()).is_some_and(|(most, least)| most - least <= 24);
    let rises = greys.windows(2).all(|pair| pair[0][1] < pair[1][1]);
    probes.len() == shown.len()
        && greys.iter().all(is_grey)
        && rises
        && greys.first().is_some_and(|black| black[1] <= 48)
        && greys.last().is_some_and(|white| white[1] >= 224)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(profile: &ColorProfile) -> Profile {
        Profile::read(&profile.encode().unwrap())
    }

    #[test]
    fn wide_colours_become_srgb_and_srgb_stays() {
        assert!(matches!(written(&ColorProfile::new_srgb()), Profile::Srgb));
        let p3 = written(&ColorProfile::new_display_p3());
        // The template's blue #438edb, written in Display P3 and in Adobe RGB (from the primaries of each).
        let near =
            |found: [u8; 3], wanted: [u8; 3]| found.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 4);
        assert!(near(p3.colour([0x57, 0x8c, 0xd5]), [0x43, 0x8e, 0xdb]), "{:?}", p3.colour([0x57, 0x8c, 0xd5]));
        let adobe = written(&ColorProfile::new_adobe_rgb());
        assert!(near(adobe.colour([0x60, 0x8d, 0xd7]), [0x43, 0x8e, 0xdb]), "{:?}", adobe.colour([0x60, 0x8d, 0xd7]));
        let picture = RgbImage::from_pixel(3, 2, image::Rgb([0x57, 0x8c, 0xd5]));
        assert_eq!(p3.picture(picture).get_pixel(2, 1).0, p3.colour([0x57, 0x8c, 0xd5]));
    }

    #[test]
    fn what_is_no_profile_of_a_picture_is_not_used() {
        assert!(Profile::read(b"no profile").is_unusable());
        let mut cut = ColorProfile::new_display_p3().encode().unwrap();
        cut.truncate(200);
        assert!(Profile::read(&cut).is_unusable());
        let mut swapped = ColorProfile::new_display_p3();
        std::mem::swap(&mut swapped.red_colorant, &mut swapped.white_point);
        assert!(!matches!(written(&swapped), Profile::Other(_)), "greys would not be grey");
    }
}

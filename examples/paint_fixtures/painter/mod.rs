//! Paints head-and-shoulders portraits of nobody from parameters.
//!
//! [`scene`] says what is painted. [`anatomy`], [`hair`] and [`dress`] are its solids, [`model`] poses them and
//! [`render`] looks at them; [`surface`], [`skin`] and [`eye`] give colour, [`light`] lights them,
//! [`spectacles`] and [`backdrop`] are what lies before and behind. [`camera`] develops the picture and [`file`]
//! writes it down with the metadata a real file would carry. [`sitters`] are the people, [`catalogue`] lists the fixtures and what a checker
//! must say of each, and [`expected`] writes that list out.
//!
//! Nothing is taken from any photo: proportions are textbook averages, textures are noise.

mod anatomy;
mod backdrop;
mod camera;
pub mod catalogue;
mod dress;
pub mod expected;
mod eye;
mod file;
mod hair;
mod light;
mod maths;
mod metadata;
mod model;
mod render;
pub mod scene;
mod sitters;
mod skin;
mod spectacles;
mod surface;

use catalogue::Fixture;

/// The bytes of one fixture's file.
pub fn paint(fixture: &Fixture) -> Vec<u8> {
    file::write(fixture)
}

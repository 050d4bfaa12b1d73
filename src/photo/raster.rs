//! Memory for the pixels of photos, used again from photo to photo.
//!
//! 12 megapixels take 36 MB. Asked of the system for each photo and given back, that memory costs a fifth of the decoding: every
//! page of it is mapped and cleared when it is first touched. So a few rasters are kept when their photos are gone, for whoever
//! decodes next, on whatever thread.

use std::ops::Deref;
use std::sync::Mutex;

use image::RgbImage;

/// Most bytes that are kept: a raster of 24 megapixels, or two of 12. Photos in work do not count.
const MOST: usize = 72 << 20;

/// Fewest bytes that are kept: less costs nothing to ask for anew, and very many small ones would fill the store with what
/// nobody asks for.
const LEAST: usize = 256 << 10;

static STORE: Mutex<Store> = Mutex::new(Store(Vec::new()));

/// Memory that nobody uses.
struct Store(Vec<Vec<u8>>);

impl Store {
    /// The smallest that has room for so many bytes. Where there is none, all is given back: what a large photo takes is never
    /// more for the small ones before it.
    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let rooms = self.0.iter().map(Vec::capacity).enumerate().filter(|(_, room)| *room >= count);
        let smallest = rooms.min_by_key(|(_, room)| *room);
        if smallest.is_none() {
            self.0.clear();
        }
        smallest.map(|(at, _)| self.0.swap_remove(at))
    }

    /// Keeps it, if it is worth that and there is room beside what is kept.
    fn keep(&mut self, bytes: Vec<u8>) {
        if bytes.capacity() >= LEAST && self.0.iter().map(Vec::capacity).sum::<usize>() + bytes.capacity() <= MOST {
            self.0.push(bytes);
        }
    }
}

/// So many zeros.
pub(super) fn zeros(count: usize) -> Vec<u8> {
    let Some(mut bytes) = STORE.try_lock().ok().and_then(|mut store| store.take(count)) else { return vec![0; count] };
    bytes.clear();
    bytes.resize(count, 0);
    bytes
}

/// A raster whose memory is kept when it is no longer needed.
pub(super) struct Raster(RgbImage);

impl From<RgbImage> for Raster {
    fn from(picture: RgbImage) -> Self {
        Self(picture)
    }
}

impl Deref for Raster {
    type Target = RgbImage;

    fn deref(&self) -> &RgbImage {
        &self.0
    }
}

impl Drop for Raster {
    fn drop(&mut self) {
        if let Ok(mut store) = STORE.try_lock() {
            store.keep(std::mem::take(&mut self.0).into_raw());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_room_is_used_and_none_is_kept_for_what_is_larger() {
        let mut store = Store(Vec::new());
        [LEAST, 3 * LEAST, 2 * LEAST].into_iter().for_each(|count| store.keep(vec![7; count]));
        assert_eq!(store.take(LEAST + 1).map(|bytes| bytes.capacity()), Some(2 * LEAST));
        assert_eq!(store.take(3 * LEAST + 1), None);
        assert!(store.0.is_empty(), "given back before a larger one is asked for");
        store.keep(vec![0; MOST - LEAST + 1]);
        store.keep(vec![0; LEAST]);
        assert_eq!(store.0.len(), 1);
        (0..1000).for_each(|_| store.keep(vec![0; 900]));
        assert_eq!(store.0.len(), 1, "small ones are not kept");
    }

    #[test]
    fn nothing_shows_of_the_photo_before() {
        for count in [3, 2, 1].map(|part| part * LEAST / 2) {
            drop(Raster::from(RgbImage::from_pixel(400, 300, image::Rgb([9; 3]))));
            let bytes = zeros(count);
            assert!(bytes.len() == count && bytes.iter().all(|byte| *byte == 0), "{count}");
        }
    }
}

//! Small files for tests, written by hand so that every kind of coding can be had without an encoder for it.

/// A JPEG of one flat colour, 16×16, with one byte a component as stored; `segments` go in after the start.
pub(crate) fn flat_jpeg(process: u8, components: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    segments.iter().for_each(|segment| file.extend(segment));
    file.extend(segment(0xDB, &[vec![0], vec![8; 64]].concat()));
    let count = components.len() as u8;
    let listed: Vec<u8> = (1..=count).flat_map(|id| [id, 0x11, 0]).collect();
    file.extend(segment(0xC0 + process, &[vec![8, 0, 16, 0, 16, count], listed].concat()));
    // Twelve 4-bit codes for the DC sizes, and one single-bit code: end of block.
    file.extend(segment(0xC4, &[vec![0, 0, 0, 0, 12], vec![0; 12], (0..12).collect()].concat()));
    file.extend(segment(0xC4, &[vec![0x10, 1], vec![0; 15], vec![0]].concat()));
    let selected: Vec<u8> = (1..=count).flat_map(|id| [id, 0]).collect();
    let progressive = process == 2;
    let band = if progressive { [0, 0, 0] } else { [0, 63, 0] };
    file.extend(segment(0xDA, &[vec![count], selected, band.to_vec()].concat()));
    file.extend(flat_scan(components, progressive));
    file.extend([0xFF, 0xD9]);
    file
}

/// Four blocks a component; only the first of each differs from its forerunner.
fn flat_scan(components: &[u8], progressive: bool) -> Vec<u8> {
    let mut bits = String::new();
    for block in 0..4 {
        for &value in components {
            // The mean of a block is its DC coefficient over 8; the quantisation step is 8 too.
            let level = if block == 0 { i32::from(value) - 128 } else { 0 };
            let size = 32 - level.unsigned_abs().leading_zeros() as usize;
            bits += &format!("{size:04b}");
            if size > 0 {
                let code = if level < 0 { level + (1 << size) - 1 } else { level };
                bits += &format!("{code:0size$b}");
            }
            bits += if progressive { "" } else { "0" };
        }
    }
    bits += &"1".repeat((8 - bits.len() % 8) % 8);
    let bytes = (0..bits.len() / 8).map(|k| u8::from_str_radix(&bits[8 * k..8 * k + 8], 2).unwrap());
    bytes.flat_map(|byte| if byte == 0xFF { vec![0xFF, 0] } else { vec![byte] }).collect()
}

/// A marker segment.
pub(crate) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    [&[0xFF, marker], (body.len() as u16 + 2).to_be_bytes().as_slice(), body].concat()
}

/// A PNG chunk.
pub(crate) fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&[name.as_slice(), body].concat());
    [(body.len() as u32).to_be_bytes().as_slice(), name, body, &crc.sum().to_be_bytes()].concat()
}

/// A Photoshop resource without a name.
pub(crate) fn resource(number: u16, body: &[u8]) -> Vec<u8> {
    let padding = vec![0; body.len() % 2];
    [b"8BIM", &number.to_be_bytes()[..], &[0, 0], &(body.len() as u32).to_be_bytes(), body, &padding].concat()
}

/// A little-endian TIFF structure with ASCII fields in IFD0, by tag.
pub(crate) fn exif(fields: &[(u16, &str)]) -> Vec<u8> {
    let mut ifd = (fields.len() as u16).to_le_bytes().to_vec();
    let mut texts = Vec::new();
    let start = 8 + 2 + 12 * fields.len() + 4;
    for (tag, text) in fields {
        let bytes = [text.as_bytes(), &[0, 0, 0, 0]].concat();
        ifd.extend(tag.to_le_bytes());
        ifd.extend(2u16.to_le_bytes());
        ifd.extend((text.len().max(4) as u32 + 1).to_le_bytes());
        ifd.extend(((start + texts.len()) as u32).to_le_bytes());
        texts.extend(bytes);
        texts.extend([0; 4]);
    }
    [b"II\x2A\0\x08\0\0\0".as_slice(), &ifd, &[0; 4], &texts].concat()
}

/// The application segment that carries EXIF.
pub(crate) fn exif_segment(fields: &[(u16, &str)]) -> Vec<u8> {
    segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(fields)].concat())
}

/// A deterministic stream of numbers (Marsaglia's xorshift64).
pub(crate) struct Noise(pub u64);

impl Noise {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

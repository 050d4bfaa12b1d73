//! Files of little size that ask for much memory or time, made by hand so that no encoder has to hold what they claim.

/// Each with a name that says what is meant.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = |megabytes: usize| packed_zeros(megabytes << 20);
    vec![
        // Rasters near the limit of what is decoded, in each of the ways in which memory is taken.
        ("rgb-8-bit.png", png(7900, 7900, 8, 2, &[])),
        ("rgba-8-bit.png", png(8100, 8100, 8, 6, &[])),
        ("rgba-16-bit.png", png(6200, 6200, 16, 6, &[])),
        ("grey-16-bit.png", png(6200, 6200, 16, 0, &[])),
        ("one-row.png", png(65_535, 1, 8, 2, &[])),
        ("one-column.png", png(1, 65_535, 8, 2, &[])),
        ("lossless.webp", webp(6500)),
        ("baseline.jpg", jpeg(0, 10_900, 11_000, &[(0, 63, 0)])),
        ("grey.jpg", grey_jpeg(10_900, 11_000)),
        ("progressive.jpg", jpeg(2, 8000, 8000, &[(0, 0, 0), (1, 63, 0)])),
        ("many-passes.jpg", jpeg(2, 8000, 8000, &passes())),
        ("too-many-pixels.png", png(65_535, 65_535, 8, 2, &[])),
        // Texts and profiles that unpack to far more than the file.
        ("profile-of-1-GB.png", png(400, 533, 8, 2, &[chunk(b"iCCP", &[b"x\0\0", &zeros(1024)[..]].concat())])),
        ("texts-of-1-GB.png", png(400, 533, 8, 2, &vec![chunk(b"zTXt", &[b"k\0\0", &zeros(16)[..]].concat()); 64])),
        ("packet-of-1-GB.png", png(400, 533, 8, 2, &[packet(&zeros(1024))])),
        // Metadata that fills the file.
        ("tail.jpg", [small_jpeg(), b"Adobe Photoshop ".repeat(60 << 16)].concat()),
        ("profiles.jpg", with_segments(0xE2, &[b"ICC_PROFILE\0\x01\x01", &[0; 65_000][..]].concat(), 900)),
        ("comments.jpg", with_segments(0xFE, &b"photoshop ".repeat(6500), 900)),
        ("packets.jpg", with_segments(0xE1, &packet_of_properties(), 900)),
        ("extended-packet.jpg", with_segments(0xE1, &extended_packet(), 900)),
        ("tables.jpg", with_segments(0xC4, &[&[0; 16][..], &[255], &[1; 255]].concat(), 200_000)),
        ("resources.jpg", with_segments(0xED, &resources(), 900)),
        ("fields.jpg", with_segments(0xE1, &fields(), 1)),
        ("packets.webp", with_chunks(b"XMP ", &packet_of_properties()[29..], 900)),
        ("fields.png", png(400, 533, 8, 2, &vec![chunk(b"eXIf", &fields()[6..]); 500])),
        ("fill.jpg", with_segments(0xFE, &[], 16 << 20)),
    ]
}

/// A DEFLATE stream in zlib's wrapping that unpacks to so many zeros: one literal, then "258 bytes more of the same" again
/// and again in the fixed codes (RFC 1951, 3.2.6), the rest as literals.
fn packed_zeros(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b1, 1); // the last block
    bits.push(0b01, 2); // of fixed codes
    let literal = |bits: &mut Bits| bits.push(0b0000_1100, 8); // 0x30, most significant bit first
    literal(&mut bits);
    let (repeats, rest) = ((length - 1) / 258, (length - 1) % 258);
    for _ in 0..repeats {
        bits.push(0b1010_0011, 8); // length 258
        bits.push(0, 5); // distance 1
    }
    (0..rest).for_each(|_| literal(&mut bits));
    bits.push(0, 7); // the end
    let sum = (length as u32 % 65_521) << 16 | 1;
    [&[0x78, 0x01][..], &bits.bytes(), &sum.to_be_bytes()].concat()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// The lowest `count` bits, the lowest first.
    fn push(&mut self, bits: u32, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    fn bytes(mut self) -> Vec<u8> {
        self.bytes.push(self.held as u8);
        self.bytes
    }
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let sum = !name.iter().chain(body).fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    });
    [&(body.len() as u32).to_be_bytes()[..], name, body, &sum.to_be_bytes()].concat()
}

/// A black picture; `chunks` come before its pixels.
fn png(width: u32, height: u32, bits: u8, kind: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let channels = [1, 0, 3, 1, 2, 0, 4][usize::from(kind)];
    let row = 1 + width as usize * channels * usize::from(bits) / 8;
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[bits, kind, 0, 0, 0]].concat();
    // What is refused by its header need not be there.
    let rows = if height == 65_535 && width > 1 { 1 } else { height as usize };
    let pixels = chunk(b"IDAT", &packed_zeros(row * rows));
    [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", &header)[..], &chunks.concat(), &pixels, &chunk(b"IEND", &[])].concat()
}

fn packet(packed: &[u8]) -> Vec<u8> {
    chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", packed].concat())
}

/// A square of one colour: every code of it has a single symbol and no bits, so that its few bytes fit any size.
fn webp(side: u32) -> Vec<u8> {
    let size = (side - 1) | (side - 1) << 14;
    let codes = [0x07, 0x50, 0xBC, 0x42, 0x15, 0xB9, 0xFF, 0x81, 0x88, 0xE8, 0x7F, 0];
    let picture = [&[0x2F][..], &size.to_le_bytes(), &codes].concat();
    let chunk = [b"VP8L", &(picture.len() as u32).to_le_bytes()[..], &picture, &[0]].concat();
    [b"RIFF", &(chunk.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunk].concat()
}

/// A small picture as WebP with a chunk behind it, so many times.
fn with_chunks(kind: &[u8; 4], body: &[u8], times: usize) -> Vec<u8> {
    let length = (body.len() as u32).to_le_bytes();
    let chunk = [kind, &length[..], body, &[0][..body.len() % 2]].concat();
    let chunks = [&webp(400)[12..], &chunk.repeat(times)].concat();
    [b"RIFF", &(chunks.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunks].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    [&[0xFF, marker][..], &(body.len() as u16 + 2).to_be_bytes(), body].concat()
}

/// A grey picture of three components, the first of 2 × 2 blocks a unit, whose every code is a single 0: no difference, end of
/// block. `scans` gives first and last coefficient and the bits that are left out, both before (high) and after (low).
fn jpeg(process: u8, width: u16, height: u16, scans: &[(u8, u8, u8)]) -> Vec<u8> {
    let size = [&height.to_be_bytes()[..], &width.to_be_bytes()].concat();
    let frame = [&[8][..], &size, &[3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]].concat();
    let one_code = |class: u8| segment(0xC4, &[&[class, 1][..], &[0; 15], &[0]].concat());
    let steps = segment(0xDB, &[&[0][..], &[1; 64]].concat());
    let mut file = [&[0xFF, 0xD8][..], &steps].concat();
    file.extend([segment(0xC0 + process, &frame), one_code(0), one_code(0x10)].concat());
    let units = usize::from(width).div_ceil(16) * usize::from(height).div_ceil(16);
    let blocks = |factor: usize| {
        let along = |length: u16| (usize::from(length) * factor).div_ceil(2).div_ceil(8);
        along(width) * along(height)
    };
    for &(first, last, left_out) in scans {
        let band = [first, last, left_out];
        if process == 0 || first == 0 {
            let bits = units * 6 * if process == 0 { 2 } else { 1 };
            file.extend(segment(0xDA, &[&[3, 1, 0, 2, 0, 3, 0][..], &band].concat()));
            file.extend(vec![0; bits.div_ceil(8)]);
        } else {
            for (component, factor) in [(1, 2), (2, 1), (3, 1)] {
                file.extend(segment(0xDA, &[&[1, component, 0][..], &band].concat()));
                file.extend(vec![0; blocks(factor).div_ceil(8)]);
            }
        }
    }
    [file, vec![0xFF, 0xD9]].concat()
}

/// The same with one component, of which a block is a unit.
fn grey_jpeg(width: u16, height: u16) -> Vec<u8> {
    let size = [&height.to_be_bytes()[..], &width.to_be_bytes()].concat();
    let one_code = |class: u8| segment(0xC4, &[&[class, 1][..], &[0; 15], &[0]].concat());
    let head = [
        &[0xFF, 0xD8][..],
        &segment(0xDB, &[&[0][..], &[1; 64]].concat()),
        &segment(0xC0, &[&[8][..], &size, &[1, 1, 0x11, 0]].concat()),
        &one_code(0),
        &one_code(0x10),
        &segment(0xDA, &[1, 1, 0, 0, 63, 0]),
    ];
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    [head.concat(), vec![0; (2 * blocks).div_ceil(8)], vec![0xFF, 0xD9]].concat()
}

/// As many passes as one picture may have: each coefficient by itself, bit by bit.
fn passes() -> Vec<(u8, u8, u8)> {
    let by_bits = |first: u8, last: u8| {
        (0..8).rev().map(move |bit| (first, last, if bit == 7 { 7 } else { (bit + 1) << 4 | bit }))
    };
    by_bits(0, 0).chain(by_bits(1, 32)).chain(by_bits(33, 63)).collect()
}

fn small_jpeg() -> Vec<u8> {
    jpeg(0, 400, 533, &[(0, 63, 0)])
}

fn with_segments(marker: u8, body: &[u8], count: usize) -> Vec<u8> {
    let whole = small_jpeg();
    let segment = if body.is_empty() { vec![0xFF; 4] } else { segment(marker, &body[..body.len().min(65_533)]) };
    [&whole[..2], &segment.repeat(count.min((63 << 20) / segment.len())), &whole[2..]].concat()
}

fn packet_of_properties() -> Vec<u8> {
    let properties = b"<a:c>x</a:c>".repeat(5000);
    [b"http://ns.adobe.com/xap/1.0/\0<a:b xmlns:a=\"u\">", &properties[..], b"</a:b>"].concat()
}

/// A part of a packet that claims four gigabytes.
fn extended_packet() -> Vec<u8> {
    let header = [b"http://ns.adobe.com/xmp/extension/\0", &b"0".repeat(32)[..], &[0xFF; 4], &[0; 4]].concat();
    [header, b"<a>x</a>".repeat(8000)].concat()
}

fn resources() -> Vec<u8> {
    [b"Photoshop 3.0\0", &b"8BIM\x04\x04\0\0\0\0\0\0".repeat(5000)[..]].concat()
}

/// Fields that all claim the same bytes.
fn fields() -> Vec<u8> {
    let (count, length) = (2700u16, 30_000u32);
    let start = 8 + 2 + 12 * u32::from(count) + 4;
    let field =
        [&0x010Eu16.to_le_bytes()[..], &2u16.to_le_bytes(), &length.to_le_bytes(), &start.to_le_bytes()].concat();
    let fields = field.repeat(usize::from(count));
    [b"Exif\0\0II*\0\x08\0\0\0", &count.to_le_bytes()[..], &fields, &[0; 4], &vec![0; length as usize]].concat()
}

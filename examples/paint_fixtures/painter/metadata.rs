//! EXIF and XMP as cameras and programs write them, byte by byte.

/// Fields of the first directory of an EXIF block.
#[derive(Clone, Debug, Default)]
pub struct Exif {
    pub make: &'static str,
    pub model: &'static str,
    pub software: &'static str,
    /// When the file was last written, `YYYY:MM:DD HH:MM:SS`.
    pub changed: &'static str,
    /// When the picture was taken.
    pub taken: &'static str,
    /// 1 upright, 6 to be turned clockwise by a quarter.
    pub orientation: u16,
}

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// The payload of an APP1 segment with these fields, little-endian TIFF (CIPA DC-008).
pub fn exif(fields: &Exif) -> Vec<u8> {
    let text = |tag, s: &str| (!s.is_empty()).then(|| Entry::text(tag, s));
    let detail: Vec<Entry> = [text(0x9003, fields.taken), text(0x9004, fields.taken)].into_iter().flatten().collect();
    let mut main: Vec<Entry> = [text(0x010F, fields.make), text(0x0110, fields.model)].into_iter().flatten().collect();
    main.push(Entry { tag: 0x0112, kind: SHORT, count: 1, data: fields.orientation.to_le_bytes().to_vec() });
    main.extend([text(0x0131, fields.software), text(0x0132, fields.changed)].into_iter().flatten());
    if !detail.is_empty() {
        let start = 8 + directory_size(&main) + 12;
        main.push(Entry { tag: 0x8769, kind: LONG, count: 1, data: (start as u32).to_le_bytes().to_vec() });
    }
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    directory(&main, &mut tiff);
    if !detail.is_empty() {
        directory(&detail, &mut tiff);
    }
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    data: Vec<u8>,
}

impl Entry {
    fn text(tag: u16, s: &str) -> Self {
        let data = [s.as_bytes(), b"\0"].concat();
        Self { tag, kind: ASCII, count: data.len() as u32, data }
    }

    /// Bytes outside the directory's own table, padded to even.
    fn outside(&self) -> usize {
        if self.data.len() > 4 { self.data.len().next_multiple_of(2) } else { 0 }
    }
}

fn directory_size(entries: &[Entry]) -> usize {
    2 + 12 * entries.len() + 4 + entries.iter().map(Entry::outside).sum::<usize>()
}

fn directory(entries: &[Entry], tiff: &mut Vec<u8>) {
    let mut outside = tiff.len() + 2 + 12 * entries.len() + 4;
    let mut heap = Vec::new();
    tiff.extend((entries.len() as u16).to_le_bytes());
    for e in entries {
        tiff.extend(e.tag.to_le_bytes());
        tiff.extend(e.kind.to_le_bytes());
        tiff.extend(e.count.to_le_bytes());
        let mut value = e.data.clone();
        if e.outside() > 0 {
            value = (outside as u32).to_le_bytes().to_vec();
            heap.extend(&e.data);
            heap.resize(heap.len().next_multiple_of(2), 0);
            outside += e.outside();
        }
        value.resize(4, 0);
        tiff.extend(value);
    }
    tiff.extend([0; 4]);
    tiff.extend(heap);
}

/// The payload of an APP1 segment with these RDF properties (ISO 16684-1).
pub fn xmp(properties: &str) -> Vec<u8> {
    let packet = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
         xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" xmlns:stEvt=\"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#\" \
         xmlns:TC260=\"http://www.tc260.org.cn/ns/AIGC/1.0/\">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>\
         <?xpacket end=\"w\"?>"
    );
    [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), packet.as_bytes()].concat()
}

/// `jpeg` with these APP1 payloads right after its first marker.
pub fn insert(jpeg: &[u8], payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    for payload in payloads {
        out.extend([0xFF, 0xE1]);
        out.extend((payload.len() as u16 + 2).to_be_bytes());
        out.extend(payload);
    }
    out.extend(&jpeg[2..]);
    out
}

//! XMP packets (ISO 16684-1) as a flat list of properties.
//!
//! A property may be written as an attribute or as an element, under any prefix; here both look the same, and the
//! namespace is told by its address. Structure is kept only as far as a report needs it: which property a nested one
//! stands in. Nothing outside the packet is ever fetched; entities of a DTD are not expanded.

use std::borrow::Cow;

use quick_xml::escape::unescape;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// One property that has a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// `prefix:name` with the usual prefix of its namespace; the full address where that is not known here.
    pub name: String,
    /// The names around it, outermost first, without those of RDF itself; joined by `/`.
    pub inside: String,
    /// Its text.
    pub value: String,
}

/// Namespaces that are looked for, with their usual prefixes.
const PREFIXES: [(&str, &str); 18] = [
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://ns.adobe.com/xap/1.0/", "xmp"),
    ("http://ns.adobe.com/xap/1.0/mm/", "xmpMM"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceEvent#", "stEvt"),
    ("http://ns.adobe.com/xap/1.0/sType/ResourceRef#", "stRef"),
    ("http://ns.adobe.com/photoshop/1.0/", "photoshop"),
    ("http://ns.adobe.com/camera-raw-settings/1.0/", "crs"),
    ("http://ns.adobe.com/lightroom/1.0/", "lr"),
    ("http://ns.adobe.com/tiff/1.0/", "tiff"),
    ("http://ns.adobe.com/exif/1.0/", "exif"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "Iptc4xmpExt"),
    ("http://www.gimp.org/xmp/", "GIMP"),
    ("http://ns.apple.com/adjustment-settings/1.0/", "aas"),
    ("http://www.tc260.org.cn/ns/AIGC/1.0/", "TC260"),
    ("http://ns.adobe.com/xmp/note/", "xmpNote"),
    ("http://ns.google.com/photos/1.0/camera/", "GCamera"),
    ("adobe:ns:meta/", "x"),
];

/// Deeper nesting than this is no photo's metadata.
const DEEPEST: usize = 64;

/// Most properties kept of one packet; a long editing history has some thousands.
const MOST: usize = 20_000;

/// Longest name that is kept, in bytes; the longest namespace in use has some 60.
const LONGEST_NAME: usize = 200;

/// Longest value that is kept, in bytes; labels and histories are shorter.
const LONGEST_VALUE: usize = 64 << 10;

/// Most bytes of names and values kept of one file.
const MOST_TEXT: usize = 4 << 20;

/// Most packets looked at in one file: the main one and its extension, and as much again.
const MOST_PACKETS: usize = 16;

/// Most namespaces that one tag may declare; each is searched for every name.
const MOST_DECLARED: usize = 100;

/// The properties of a file's packets, in order, as far as they can be read and have a sensible size together.
pub fn all_properties<'p>(packets: impl Iterator<Item = &'p [u8]>) -> Vec<Property> {
    let mut left = MOST_TEXT;
    packets.take(MOST_PACKETS).flat_map(|packet| properties_within(packet, &mut left)).collect()
}

/// The properties of a packet, as far as it can be read.
pub fn properties(packet: &[u8]) -> Vec<Property> {
    properties_within(packet, &mut MOST_TEXT.clone())
}

/// The properties of a packet until their names and values use up `left` bytes.
fn properties_within(packet: &[u8], left: &mut usize) -> Vec<Property> {
    let text = decoded(packet);
    let mut reader = NsReader::from_str(text.trim_matches('\0'));
    reader.config_mut().trim_text(true);
    let mut found: Vec<Property> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut counted = 0;
    while found.len() < MOST && open.len() < DEEPEST {
        // A text may still grow, so the last one is counted when the next has come.
        for property in found.iter().take(found.len().saturating_sub(1)).skip(counted) {
            let size = property.name.len() + property.inside.len() + property.value.len();
            *left = left.saturating_sub(size);
            counted += 1;
        }
        if *left == 0 {
            break;
        }
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if declared(&tag) > MOST_DECLARED => break,
            Ok(Event::Start(tag)) => {
                attributes(&reader, &tag, &open, &mut found);
                open.push(name_of(&reader, &tag));
            }
            Ok(Event::Empty(tag)) => attributes(&reader, &tag, &open, &mut found),
            Ok(Event::End(_)) => drop(open.pop()),
            Ok(Event::Text(text)) => {
                let plain = unescape(&text).unwrap_or(Cow::Borrowed(&text));
                push_text(&mut found, &open, &plain);
            }
            Ok(Event::CData(text)) => push_text(&mut found, &open, &text),
            Ok(Event::GeneralRef(entity)) => push_text(&mut found, &open, &entity_text(&entity)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

/// UTF-8, or UTF-16 by its byte order mark or by the zero that one half of every ASCII character is.
fn decoded(packet: &[u8]) -> String {
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = packet.chunks_exact(2).map(|two| pair([two[0], two[1]])).collect();
        String::from_utf16_lossy(&units).trim_start_matches('\u{FEFF}').to_owned()
    };
    match packet {
        [0xFE, 0xFF, ..] | [0, b'<', ..] => wide(u16::from_be_bytes),
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => wide(u16::from_le_bytes),
        _ => String::from_utf8_lossy(packet).into_owned(),
    }
}

fn attributes(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>, open: &[String], found: &mut Vec<Property>) {
    let around = name_of(reader, tag);
    for attribute in tag.attributes().with_checks(false).flatten().take(MOST) {
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let ResolveResult::Bound(namespace) = namespace else { continue };
        let name = prefixed(namespace.as_ref(), local.as_ref());
        let value = unescape(&attribute.value).unwrap_or(Cow::Borrowed(&attribute.value));
        let value = cut(&value, LONGEST_VALUE).to_owned();
        if !name.starts_with("http://www.w3.org/2000/xmlns") && name != "rdf:about" && found.len() < MOST {
            let inside = path(open.iter().chain([&around]));
            found.push(Property { name, inside, value });
        }
    }
}

/// A text belongs to the innermost element that is not RDF's own (`rdf:li`, `rdf:Seq`, …). Pieces of one text, split
/// by entities, come one after the other and are joined.
fn push_text(found: &mut Vec<Property>, open: &[String], text: &str) {
    let Some(at) = open.iter().rposition(|name| !name.starts_with("rdf:")) else { return };
    let (name, inside) = (open[at].clone(), path(open[..at].iter()));
    let piece =
        found.last_mut().filter(|last| last.name == name && last.inside == inside && open.last() == Some(&name));
    match piece {
        Some(last) => last.value.push_str(cut(text, LONGEST_VALUE.saturating_sub(last.value.len()))),
        None => found.push(Property { name, inside, value: cut(text, LONGEST_VALUE).to_owned() }),
    }
}

fn path<'n>(names: impl Iterator<Item = &'n String>) -> String {
    let own: Vec<&str> =
        names.map(String::as_str).filter(|name| !name.starts_with("rdf:") && !name.starts_with("x:")).collect();
    own.join("/")
}

fn name_of(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> String {
    let (namespace, local) = reader.resolver().resolve_element(tag.name());
    match namespace {
        ResolveResult::Bound(namespace) => prefixed(namespace.as_ref(), local.as_ref()),
        _ => cut(tag.name().as_ref(), LONGEST_NAME).to_owned(),
    }
}

fn prefixed(namespace: &str, local: &str) -> String {
    let local = cut(local, LONGEST_NAME);
    match PREFIXES.iter().find(|(address, _)| *address == namespace) {
        Some((_, prefix)) => format!("{prefix}:{local}"),
        None => format!("{}{local}", cut(namespace, LONGEST_NAME)),
    }
}

/// The start of `text`, at most `most` bytes of whole characters.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// How many namespaces a tag declares.
fn declared(tag: &BytesStart<'_>) -> usize {
    let mut attributes = tag.attributes();
    let declares = |attribute: &Attribute<'_>| attribute.key.as_ref().starts_with("xmlns");
    attributes.with_checks(false).flatten().filter(declares).take(MOST_DECLARED + 1).count()
}

fn entity_text(entity: &str) -> String {
    unescape(&format!("&{entity};")).map(Cow::into_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: &str = r#"<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF
        xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" xmlns:a="http://ns.adobe.com/xap/1.0/"
        xmlns:m="http://ns.adobe.com/xap/1.0/mm/" xmlns:e="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
        xmlns:T="http://www.tc260.org.cn/ns/AIGC/1.0/" a:CreatorTool="Tool 1"><m:History><r:Seq>
        <r:li e:action="saved" e:softwareAgent="Editor &amp; Co"/></r:Seq></m:History>
        <T:AIGC>{&quot;Label&quot;:&quot;1&quot;}</T:AIGC></r:Description></r:RDF></x:xmpmeta>"#;

    fn property(name: &str, inside: &str, value: &str) -> Property {
        Property { name: name.to_owned(), inside: inside.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn attributes_and_elements_read_alike() {
        let wanted = [
            property("xmp:CreatorTool", "", "Tool 1"),
            property("stEvt:action", "xmpMM:History", "saved"),
            property("stEvt:softwareAgent", "xmpMM:History", "Editor & Co"),
            property("TC260:AIGC", "", r#"{"Label":"1"}"#),
        ];
        assert_eq!(properties(PACKET.as_bytes()), wanted);
        let wide: Vec<u8> = PACKET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(properties(&wide), wanted);
    }

    #[test]
    fn what_is_kept_is_limited() {
        let address = "n".repeat(2000);
        let deep =
            format!("<a xmlns=\"{address}\">{}", "<b c=\"1\" xmlns:p=\"q\" p:d=\"2\"><p:e>x</p:e>".repeat(30_000));
        let kept = |found: &[Property]| {
            found.iter().map(|one| one.name.len() + one.inside.len() + one.value.len()).sum::<usize>()
        };
        assert!(kept(&properties(deep.as_bytes())) < MOST_TEXT + (1 << 20));
        let wide = format!("<r xmlns:p=\"q\">{}</r>", format!("<p:e>{}</p:e>", "v".repeat(100_000)).repeat(100));
        let found = properties(wide.as_bytes());
        assert!(found.iter().all(|property| property.value.len() <= LONGEST_VALUE));
        assert!(kept(&found) < MOST_TEXT + (1 << 20));
        let many: Vec<&[u8]> = std::iter::repeat_n(wide.as_bytes(), 50).collect();
        assert!(kept(&all_properties(many.into_iter())) < MOST_TEXT + (1 << 20));
        let declared: String = (0..50_000).map(|k| format!(" xmlns:p{k}=\"u{k}\" p{k}:a=\"1\"")).collect();
        assert_eq!(properties(format!("<a{declared}/>").as_bytes()), []);
    }

    #[test]
    fn broken_and_hostile_packets_end() {
        assert_eq!(
            properties(&PACKET.as_bytes()[..PACKET.len() * 4 / 5]).first(),
            Some(&property("xmp:CreatorTool", "", "Tool 1"))
        );
        assert_eq!(properties(b"not xml at all"), []);
        properties("<a>".repeat(100_000).as_bytes());
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cccccccc\">]><a>&b;&b;</a>";
        assert!(properties(bomb.as_bytes()).iter().all(|property| property.value.is_empty()));
    }
}

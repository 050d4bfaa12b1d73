//! Whether the coded data of a JPEG is whole: a walk over every code word of every scan (ITU-T T.81, annexes F and G).
//!
//! Decoders that are made for showing pictures fill in what is missing and say nothing, so an end marker after half a
//! picture, or a stretch that something else was written over, would pass for a photo. The walk makes no pixels: it
//! follows the codes, keeps which coefficients are not zero where later passes need to know, and finds data that ends
//! early, codes that do not exist, values that no 8-bit picture has, restart markers out of turn, bytes left over, bytes
//! between segments and passes that never came. A flipped bit that changes a value and leaves all codes in step cannot be found by anyone.
//!
//! What it costs is limited by the number of blocks that all scans together visit ([`MOST_VISITS`]).

mod bits;
mod frame;
mod huffman;

use bits::Bits;
use frame::{Layout, Pass};
use huffman::{HuffmanTable, Leaps};

use super::container::{Container, Jpeg, is_fill};

/// Most blocks of 8 × 8 that all passes of one picture may visit together. A progressive photo of 120 megapixels in ten
/// passes has some 15 million visits; a thousand passes over one of 12 megapixels would have 200 million.
const MOST_VISITS: u64 = 64_000_000;

/// Blocks that are visited in the time in which the tables of a scan are made.
const TABLES: u64 = 4000;

/// Largest quantised DC value times its step in an 8-bit picture is 1024 (T.81, F.1.1.4); some encoders overshoot, so
/// only twice as much is called impossible.
const LARGEST_DC: i64 = 2048;

/// A coding of JPEG, or of PNG, that is not decoded here; such files are whole, and other programs may show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Arithmetic coding instead of Huffman's.
    Arithmetic,
    /// Lossless JPEG.
    Lossless,
    /// Several frames of rising size.
    Hierarchical,
    /// So many bits a sample instead of 8.
    Depth(u8),
    /// The height stands after the picture.
    LateHeight,
    /// A number of components, or sampling factors, that nobody uses.
    Components,
    /// More passes over the picture than any camera or program makes.
    Passes,
    /// No code tables, as in the single pictures of some films.
    NoTables,
    /// A PNG with a chunk that must be understood to show it and that no standard names, as iPhone programs carry it.
    Chunk,
    /// A header that no decoder here takes, though all that it tells of is there.
    Header,
}

/// Why a JPEG's coded data cannot be taken for a whole picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// Its coding is not decoded here.
    Coding(Coding),
    /// The data ends before the picture does; how much is whole, in percent from the top, where that can be said.
    EndsEarly(Option<u8>),
    /// The data is out of step: something was written over it, lost or put in; how much is whole.
    OutOfStep(Option<u8>),
    /// Passes are missing: a colour or the fine detail never comes.
    PassesMissing,
    /// The headers contradict themselves.
    Headers,
}

/// Walks all scans of a JPEG that was taken apart.
pub(super) fn check(bytes: &[u8], container: &Container) -> Result<(), Flaw> {
    let jpeg = container.jpeg.as_ref().ok_or(Flaw::Headers)?;
    let frame = jpeg.frame.as_ref().ok_or(Flaw::Headers)?;
    let layout = Layout::of(frame).map_err(Flaw::Coding)?;
    if layout.parts.iter().any(|part| jpeg.tables[part.table].is_none()) {
        return Err(Flaw::Headers);
    }
    if !jpeg.segments.iter().any(|(marker, _)| *marker == 0xC4) {
        return Err(Flaw::Coding(Coding::NoTables));
    }
    let (mut walk, mut frames) = (Walk::new(bytes, jpeg, &layout), 0);
    let mut scanned = None; // where the scan before ended
    for &(marker, at) in &jpeg.segments {
        if let Some(end) = scanned.take() {
            nothing_between(bytes, end, at)?;
        }
        let body = segment(bytes, at).ok_or(Flaw::Headers)?;
        match marker {
            0xC4 => walk.define(body).ok_or(Flaw::Headers)?,
            0xDD => walk.interval = body.first_chunk().map_or(0, |two| u64::from(u16::from_be_bytes(*two))),
            0xDA if frames == 1 => scanned = Some(walk.scan(body, at + 4 + body.len())?),
            0xC0..=0xCF if marker != 0xC8 && marker != 0xCC => frames += 1,
            0xDA => return Err(Flaw::Headers),
            _ => {}
        }
    }
    if let (Some(scan), Some(end)) = (scanned, container.end) {
        nothing_between(bytes, scan, end - 2)?; // which is counted behind the marker
    }
    if jpeg.has_stray_bytes {
        return Err(Flaw::OutOfStep(None));
    }
    walk.is_complete().then_some(()).ok_or(Flaw::PassesMissing)
}

/// That no bytes lie between a scan and the next segment but those that may.
fn nothing_between(bytes: &[u8], from: usize, upto: usize) -> Result<(), Flaw> {
    let is_filled = bytes.get(from..upto).is_some_and(is_fill);
    if is_filled { Ok(()) } else { Err(Flaw::OutOfStep(None)) }
}

/// The body of the segment whose `FF` stands at `at`.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
    bytes.get(at + 4..at + 2 + length)
}

/// How codes can fail inside one stretch.
struct Broken;

/// What is known while the scans are walked.
struct Walk<'b> {
    bytes: &'b [u8],
    layout: &'b Layout,
    dc: [Option<HuffmanTable>; 4],
    ac: [Option<HuffmanTable>; 4],
    interval: u64,
    /// First step of each component's quantisation table.
    steps: Vec<i64>,
    progress: Vec<Progress>,
    visits: u64,
    /// The stretch at hand, stuffing taken out.
    stretch: Vec<u8>,
}

/// What the passes so far have brought of one component.
struct Progress {
    /// For each coefficient, the bits still left out; `None` when it never came.
    left_out: [Option<u8>; 64],
    /// For each block, which coefficients are not zero; filled by passes over its AC coefficients only.
    filled: Vec<u64>,
}

impl<'b> Walk<'b> {
    fn new(bytes: &'b [u8], jpeg: &Jpeg, layout: &'b Layout) -> Self {
        let step =
            |part: &frame::ScanComponent| jpeg.tables[part.table].as_ref().map_or(1, |table| i64::from(table.0[0]));
        Self {
            bytes,
            layout,
            dc: [const { None }; 4],
            ac: [const { None }; 4],
            interval: 0,
            steps: layout.parts.iter().map(step).collect(),
            progress: layout.parts.iter().map(|_| Progress { left_out: [None; 64], filled: Vec::new() }).collect(),
            visits: 0,
            stretch: Vec::new(),
        }
    }

    /// Takes in the tables of a DHT segment.
    fn define(&mut self, mut body: &[u8]) -> Option<()> {
        while let [head, rest @ ..] = body {
            let counts: &[u8; 16] = rest.first_chunk()?;
            let count: usize = counts.iter().map(|count| usize::from(*count)).sum();
            let symbols = rest.get(16..16 + count)?;
            let tables = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(head & 15))? = Some(HuffmanTable::new(counts, symbols)?);
            body = &rest[16 + count..];
        }
        Some(())
    }

    /// Walks one scan whose coded data starts at `start`; where it ends.
    fn scan(&mut self, header: &[u8], start: usize) -> Result<usize, Flaw> {
        let pass = Pass::read(header, self.layout).ok_or(Flaw::Headers)?;
        self.visits += TABLES + pass.units * pass.parts.iter().map(|visit| visit.blocks).sum::<u64>();
        if self.visits > MOST_VISITS {
            return Err(Flaw::Coding(Coding::Passes));
        }
        self.note(&pass)?;
        let is_only = !self.layout.progressive && pass.parts.len() == self.layout.parts.len();
        let whole = |unit: u64| is_only.then(|| (100 * unit / pass.units) as u8);
        let interval = if self.interval == 0 { pass.units } else { self.interval };
        let (mut unit, mut at, mut turn) = (0, start, 0);
        while unit < pass.units {
            at = self.unstuff(at);
            let upto = (unit + interval).min(pass.units);
            let ends_here = !matches!(self.bytes.get(at + 1), Some(marker) if *marker != 0xD9);
            self.stretch(&pass, unit, upto).map_err(|(unit, is_short)| {
                if is_short && ends_here { Flaw::EndsEarly(whole(unit)) } else { Flaw::OutOfStep(whole(unit)) }
            })?;
            unit = upto;
            if unit < pass.units {
                match self.bytes.get(at + 1) {
                    Some(marker) if *marker == 0xD0 + turn => at += 2,
                    None | Some(0xD9) => return Err(Flaw::EndsEarly(whole(unit))),
                    Some(_) => return Err(Flaw::OutOfStep(whole(unit))),
                }
                turn = (turn + 1) % 8;
            }
        }
        if !self.layout.progressive && (pass.band, pass.left_out) != ((0, 63), (0, 0)) {
            return Err(Flaw::Coding(Coding::Header)); // all coefficients are there, and the header says otherwise
        }
        Ok(at)
    }

    /// Notes what a pass brings.
    fn note(&mut self, pass: &Pass) -> Result<(), Flaw> {
        for visit in &pass.parts {
            let left_out = &mut self.progress[visit.part].left_out;
            if !self.layout.progressive {
                if left_out[0].is_some() {
                    // The same again: decoders differ in which of the two they show.
                    return Err(Flaw::OutOfStep(None));
                }
                left_out.fill(Some(0));
                continue;
            }
            for coefficient in &mut left_out[usize::from(pass.band.0)..=usize::from(pass.band.1)] {
                if coefficient.unwrap_or(0) != pass.left_out.0 {
                    return Err(Flaw::Headers);
                }
                *coefficient = Some(pass.left_out.1);
            }
        }
        Ok(())
    }

    /// Whether every component came, to the last bit. Fine detail of the first is always coded; that of the others may
    /// be left away altogether.
    fn is_complete(&self) -> bool {
        let is_first_detailed = self.progress.first().is_some_and(|first| first.left_out[1].is_some());
        let is_done = |progress: &Progress| {
            progress.left_out[0].is_some() && progress.left_out.iter().all(|bits| bits.unwrap_or(0) == 0)
        };
        is_first_detailed && self.progress.iter().all(is_done)
    }

    /// Copies the coded data from `at` up to the next marker into the stretch, and says where that marker stands.
    fn unstuff(&mut self, mut at: usize) -> usize {
        self.stretch.clear();
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr(0xFF, rest) else {
                self.stretch.extend_from_slice(rest);
                return self.bytes.len();
            };
            self.stretch.extend_from_slice(&rest[..found]);
            let after = rest[found..].iter().position(|byte| *byte != 0xFF).map(|after| found + after);
            match after.map(|after| (after, rest[after])) {
                Some((after, 0)) => {
                    self.stretch.push(0xFF);
                    at += after + 1;
                }
                Some((after, _)) => return at + after - 1,
                None => return self.bytes.len(),
            }
        }
    }

    /// Walks the units of one stretch; the unit where it failed and whether the data was too short, otherwise.
    fn stretch(&mut self, pass: &Pass, from: u64, upto: u64) -> Result<(), (u64, bool)> {
        let stretch = std::mem::take(&mut self.stretch);
        let mut bits = Bits::new(&stretch);
        let mut unit = from;
        let walked = match (self.layout.progressive, pass.band.0, pass.left_out.0) {
            (false, ..) => self.sequential(pass, &mut bits, &mut unit, upto),
            (true, 0, 0) => self.first_dc(pass, &mut bits, &mut unit, upto),
            (true, 0, _) => {
                let blocks: u64 = pass.parts.iter().map(|visit| visit.blocks).sum();
                bits.skip((upto - from) * blocks);
                Ok(())
            }
            (true, _, before) => self.detail(pass, before > 0, &mut bits, &mut unit, upto),
        };
        let result = match walked {
            _ if bits.is_past_end() => Err((unit, true)),
            Err(Broken) => Err((unit, bits.is_near_end())),
            Ok(()) if !bits.is_used_up() => Err((unit, false)),
            Ok(()) => Ok(()),
        };
        self.stretch = stretch;
        result
    }

    /// Blocks with all their coefficients (F.2.2).
    fn sequential(&self, pass: &Pass, bits: &mut Bits<'_>, unit: &mut u64, upto: u64) -> Result<(), Broken> {
        let mut parts = Vec::with_capacity(pass.parts.len());
        for visit in &pass.parts {
            let (dc, ac) = (&self.dc[visit.tables.0], &self.ac[visit.tables.1]);
            let ac = ac.as_ref().ok_or(Broken)?;
            parts.push((dc.as_ref().ok_or(Broken)?, (ac, ac.leaps()), visit, 0i64));
        }
        while *unit < upto {
            for (dc, ac, visit, last) in &mut parts {
                for _ in 0..visit.blocks {
                    *last += difference(dc, bits)?;
                    if (*last * self.steps[visit.part]).abs() > LARGEST_DC {
                        return Err(Broken);
                    }
                    pass_over(*ac, bits)?;
                }
            }
            if bits.is_past_end() {
                return Err(Broken);
            }
            *unit += 1;
        }
        Ok(())
    }

    /// The first pass over DC coefficients (G.1.2.1).
    fn first_dc(&self, pass: &Pass, bits: &mut Bits<'_>, unit: &mut u64, upto: u64) -> Result<(), Broken> {
        let mut parts = Vec::with_capacity(pass.parts.len());
        for visit in &pass.parts {
            parts.push((self.dc[visit.tables.0].as_ref().ok_or(Broken)?, visit, 0i64));
        }
        while *unit < upto {
            for (dc, visit, last) in &mut parts {
                for _ in 0..visit.blocks {
                    *last += difference(dc, bits)?;
                    if ((*last << pass.left_out.1) * self.steps[visit.part]).abs() > LARGEST_DC {
                        return Err(Broken);
                    }
                }
            }
            if bits.is_past_end() {
                return Err(Broken);
            }
            *unit += 1;
        }
        Ok(())
    }

    /// A pass over a band of AC coefficients of one component, the first or a refining one (G.1.2.2, G.1.2.3).
    fn detail(
        &mut self,
        pass: &Pass,
        refines: bool,
        bits: &mut Bits<'_>,
        unit: &mut u64,
        upto: u64,
    ) -> Result<(), Broken> {
        let [visit] = pass.parts.as_slice() else { return Err(Broken) };
        let table = self.ac[visit.tables.1].as_ref().ok_or(Broken)?;
        let filled = &mut self.progress[visit.part].filled;
        filled.resize(pass.units as usize, 0);
        let band = (u32::from(pass.band.0), u32::from(pass.band.1));
        let mut empty = 0; // blocks from here on that bring nothing new
        while *unit < upto {
            let block = &mut filled[*unit as usize];
            if empty == 0 {
                empty = if refines { refine(table, bits, band, block)? } else { fill(table, bits, band, block)? };
            } else if refines {
                bits.skip(u64::from((*block & between(band.0, band.1)).count_ones()));
            }
            empty = u64::saturating_sub(empty, 1);
            if bits.is_past_end() {
                return Err(Broken);
            }
            *unit += 1;
        }
        Ok(())
    }
}

/// A DC difference.
#[inline(always)]
fn difference(table: &HuffmanTable, bits: &mut Bits<'_>) -> Result<i64, Broken> {
    let seen = bits.peek();
    let (symbol, length) = table.peek(seen).ok_or(Broken)?;
    let size = u32::from(symbol);
    if size > 11 {
        return Err(Broken); // 8-bit samples need no more (T.81, table F.1)
    }
    bits.consume(length + size);
    let value = (u64::from(seen << length) << size >> 32) as i64;
    // Every other value is negative and begins with 0, and no processor guesses which: so without a branch.
    let if_negative = i64::from(!((seen << length) as i32) >> 31);
    Ok(value + (if_negative & ((-1 << size) + 1)))
}

/// Passes over the 63 AC coefficients of a block: by leaps, and code by code where a leap might leave the block.
#[inline(always)]
fn pass_over((table, leaps): (&HuffmanTable, &Leaps), bits: &mut Bits<'_>) -> Result<(), Broken> {
    let mut k = 1u32;
    while k < 64 {
        let leap = leaps.at(bits.peek());
        if leap.stays_below(64 - k) {
            bits.consume(leap.bits());
            k += leap.reach();
            continue;
        }
        let (symbol, length) = table.peek(bits.peek()).ok_or(Broken)?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        bits.consume(length + size);
        match (run, size) {
            (15, 0) => k += 16,
            (_, 0) => break,
            _ => k += run + 1,
        }
        if k > 64 && size > 0 {
            return Err(Broken);
        }
    }
    Ok(())
}

/// The coefficients from `first` to `last` as bits.
fn between(first: u32, last: u32) -> u64 {
    if first > last { 0 } else { (u64::MAX >> (63 - last)) & (u64::MAX << first) }
}

/// How many blocks end here, this one included, for an end-of-band code.
fn ended(run: u32, bits: &mut Bits<'_>) -> u64 {
    (1 << run) + u64::from(bits.take(run))
}

/// The first pass over a band of one block; how many blocks from this one on are now done.
fn fill(table: &HuffmanTable, bits: &mut Bits<'_>, (first, last): (u32, u32), block: &mut u64) -> Result<u64, Broken> {
    let mut k = first;
    while k <= last {
        let symbol = u32::from(table.next(bits).ok_or(Broken)?);
        let (run, size) = (symbol >> 4, symbol & 15);
        match (run, size) {
            (15, 0) => k += 16,
            (_, 0) => return Ok(ended(run, bits)),
            _ => {
                k += run;
                if k > last {
                    return Err(Broken);
                }
                *block |= 1 << k;
                bits.consume(size);
                k += 1;
            }
        }
    }
    Ok(0)
}

/// A refining pass over a band of one block: coefficients that are not zero get one bit each on the way; how many blocks
/// from this one on are now done.
fn refine(
    table: &HuffmanTable,
    bits: &mut Bits<'_>,
    (first, last): (u32, u32),
    block: &mut u64,
) -> Result<u64, Broken> {
    let mut k = first;
    while k <= last {
        let symbol = u32::from(table.next(bits).ok_or(Broken)?);
        let (mut zeros, size) = (symbol >> 4, symbol & 15);
        match size {
            0 if zeros < 15 => {
                let blocks = ended(zeros, bits);
                bits.skip(u64::from((*block & between(k, last)).count_ones()));
                return Ok(blocks);
            }
            0 => {}
            1 => bits.skip(1),
            _ => return Err(Broken),
        }
        while k <= last {
            if *block >> k & 1 == 1 {
                bits.skip(1);
            } else if zeros == 0 {
                break;
            } else {
                zeros -= 1;
            }
            k += 1;
        }
        if size == 1 {
            if k > last {
                return Err(Broken);
            }
            *block |= 1 << k;
        }
        k += 1;
    }
    Ok(0)
}

#[cfg(test)]
mod tests;

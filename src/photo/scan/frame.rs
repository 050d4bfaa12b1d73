//! How a frame's components are cut into blocks, and which of them a scan visits (T.81, A.2 and B.2.3).

use super::super::container::jpeg::FrameHeader;
use super::Coding;

/// The blocks of a frame.
pub(super) struct Layout {
    /// Whether the picture is coded in passes of rising precision.
    pub progressive: bool,
    /// The components, as in the frame.
    pub parts: Vec<ScanComponent>,
    /// Minimum coded units of an interleaved scan.
    mcus: u64,
}

/// One component.
pub(super) struct ScanComponent {
    id: u8,
    /// Blocks in one unit of an interleaved scan.
    in_mcu: u64,
    /// Blocks of a scan that has this component alone.
    alone: u64,
    /// Number of its quantisation table.
    pub table: usize,
}

impl Layout {
    /// Of a frame that can be walked; the coding that cannot, otherwise.
    pub(super) fn of(frame: &FrameHeader) -> Result<Self, Coding> {
        let progressive = match frame.process {
            0 | 1 => false,
            2 => true,
            3 => return Err(Coding::Lossless),
            5..=7 => return Err(Coding::Hierarchical),
            _ => return Err(Coding::Arithmetic),
        };
        if frame.precision != 8 {
            return Err(Coding::Depth(frame.precision));
        }
        if frame.height == 0 {
            return Err(Coding::LateHeight);
        }
        let sampling = || frame.components.iter().map(|component| component.sampling);
        if !matches!(frame.components.len(), 1..=4)
            || sampling().any(|(h, v)| !(1..=4).contains(&h) || !(1..=4).contains(&v))
        {
            return Err(Coding::Components);
        }
        let most = |factors: &mut dyn Iterator<Item = u8>| u64::from(factors.max().unwrap_or(1));
        let (most_h, most_v) = (most(&mut sampling().map(|(h, _)| h)), most(&mut sampling().map(|(_, v)| v)));
        let (width, height) = (u64::from(frame.width), u64::from(frame.height));
        let part = |component: &super::super::container::jpeg::Component| {
            let (h, v) = (u64::from(component.sampling.0), u64::from(component.sampling.1));
            let blocks = |length: u64, factor: u64, most: u64| (length * factor).div_ceil(most).div_ceil(8);
            ScanComponent {
                id: component.id,
                in_mcu: h * v,
                alone: blocks(width, h, most_h) * blocks(height, v, most_v),
                table: usize::from(component.table & 3),
            }
        };
        Ok(Self {
            progressive,
            parts: frame.components.iter().map(part).collect(),
            mcus: width.div_ceil(8 * most_h) * height.div_ceil(8 * most_v),
        })
    }
}

/// What one scan visits: its header, understood.
pub(super) struct Pass {
    /// For each component of the scan: its place in the frame, blocks in a unit, and its DC and AC table.
    pub parts: Vec<Visit>,
    /// Units (interleaved: MCUs; else blocks) in the whole scan.
    pub units: u64,
    /// First and last coefficient.
    pub band: (u8, u8),
    /// Bits that earlier passes left out, and those that this one leaves out.
    pub left_out: (u8, u8),
}

/// One component in a scan.
pub(super) struct Visit {
    /// Its place in the frame.
    pub part: usize,
    /// Its blocks in one unit.
    pub blocks: u64,
    /// Numbers of its DC and AC tables.
    pub tables: (usize, usize),
}

impl Pass {
    /// Reads a scan header; `None` for one that no decoder accepts.
    pub(super) fn read(body: &[u8], layout: &Layout) -> Option<Self> {
        let count = usize::from(*body.first()?);
        let named = body.get(1..1 + 2 * count)?;
        let &[first, last, left_out, ..] = body.get(1 + 2 * count..)? else { return None };
        let visit = |pair: &[u8]| {
            let part = layout.parts.iter().position(|part| part.id == pair[0])?;
            let tables = (usize::from(pair[1] >> 4), usize::from(pair[1] & 15));
            (tables.0 < 4 && tables.1 < 4).then_some(Visit { part, blocks: layout.parts[part].in_mcu, tables })
        };
        let mut parts = named.chunks_exact(2).map(visit).collect::<Option<Vec<_>>>()?;
        let units = match parts.as_mut_slice() {
            [] => return None,
            [alone] => {
                alone.blocks = 1;
                layout.parts[alone.part].alone
            }
            several => {
                // A unit has at most ten blocks (T.81, B.2.3), or decoders refuse it.
                if several.len() > 4 || several.iter().map(|visit| visit.blocks).sum::<u64>() > 10 {
                    return None;
                }
                layout.mcus
            }
        };
        let left_out = (left_out >> 4, left_out & 15);
        let is_sound = if layout.progressive {
            let refines = left_out.0 == 0 || left_out.0 == left_out.1 + 1;
            let of_one = if first == 0 { last == 0 } else { last >= first && last < 64 && parts.len() == 1 };
            refines && of_one && left_out.1 <= 13
        } else {
            true // Sequential scans have all coefficients, whatever these fields say.
        };
        is_sound.then_some(Self { parts, units, band: (first, last), left_out })
    }
}

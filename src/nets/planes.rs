//! Feature maps: channels of numbers, laid out so that a convolution reads its neighbours without asking where it is.
//!
//! Each channel is one run of memory: a row of zeros, then the rows, each with a zero behind it that is the right
//! neighbour of its last cell and the left neighbour of the next row's first, then a row of zeros again. A cell's nine
//! neighbours so lie at nine fixed distances, and the whole channel is worked through in one go, whatever its width.

use super::numbers::Numbers;

/// Room behind the last row of a channel for the widest step of a convolution, which need not end where the rows do.
pub(super) const SLACK: usize = 48;

/// `channels` × `rows` × `columns` numbers. What lies between the rows is zero.
pub(super) struct Planes {
    pub(super) channels: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: Numbers,
}

impl Planes {
    /// Planes whose cells are still to be written, and then their gaps cleared.
    pub(super) fn unwritten(channels: usize, rows: usize, columns: usize) -> Self {
        let length = Self::length_of(rows, columns);
        let mut planes = Self { channels, rows, columns, values: Numbers::used(channels * length) };
        let first = planes.first();
        planes.values.chunks_exact_mut(length).for_each(|channel| channel[..first].fill(0.0));
        planes
    }

    /// Planes of these sizes; `write` is given each row of each channel.
    fn written(channels: usize, rows: usize, columns: usize, write: impl FnMut(usize, usize, &mut [f32])) -> Self {
        let mut planes = Self::unwritten(channels, rows, columns);
        planes.for_each_row(write);
        planes.clear_gaps();
        planes
    }

    /// Numbers in the order channel, row, column, each less `middle`.
    pub(super) fn of(values: &[f32], channels: usize, rows: usize, columns: usize, middle: f32) -> Self {
        let mut lines = values.chunks_exact(columns);
        Self::written(channels, rows, columns, |_, _, row| {
            let line = lines.next().expect("a number for each cell");
            row.iter_mut().zip(line).for_each(|(cell, value)| *cell = value - middle);
        })
    }

    /// From a cell to the one below it.
    pub(super) fn stride(&self) -> usize {
        self.columns + 1
    }

    /// From a channel to the next.
    pub(super) fn length(&self) -> usize {
        Self::length_of(self.rows, self.columns)
    }

    fn length_of(rows: usize, columns: usize) -> usize {
        (rows + 2) * (columns + 1) + 2 + SLACK
    }

    /// Place of a channel's first cell in it.
    pub(super) fn first(&self) -> usize {
        self.stride() + 1
    }

    /// One row of one channel.
    pub(super) fn row(&self, channel: usize, row: usize) -> &[f32] {
        let start = channel * self.length() + self.first() + row * self.stride();
        &self.values[start..start + self.columns]
    }

    /// One channel, row after row without what lies between them.
    pub(super) fn cells(&self, channel: usize) -> Vec<f32> {
        let mut cells = Vec::with_capacity(self.rows * self.columns);
        (0..self.rows).for_each(|row| cells.extend_from_slice(self.row(channel, row)));
        cells
    }

    /// All channels one after the other.
    pub(super) fn flat(&self) -> Vec<f32> {
        (0..self.channels).map(|channel| self.cells(channel)).collect::<Vec<_>>().concat()
    }

    /// Mean of each channel.
    pub(super) fn means(&self) -> Vec<f32> {
        let count = (self.rows * self.columns) as f32;
        self.values.chunks_exact(self.length()).map(|channel| channel.iter().sum::<f32>() / count).collect()
    }

    /// Largest number of each channel, at least zero.
    pub(super) fn peaks(&self) -> Vec<f32> {
        let peak = |channel: &[f32]| channel.iter().fold(0.0_f32, |a, b| a.max(*b));
        self.values.chunks_exact(self.length()).map(peak).collect()
    }

    /// Adds a number to each channel.
    pub(super) fn add(&mut self, numbers: &[f32]) {
        self.for_each_row(|channel, _, row| row.iter_mut().for_each(|cell| *cell += numbers[channel]));
    }

    /// These planes twice as large, by repetition, added to others of that size.
    pub(super) fn enlarged_onto(&self, others: &Self) -> Self {
        Self::written(others.channels, others.rows, others.columns, |channel, row, cells| {
            let (pairs, _) = cells.as_chunks_mut::<2>();
            let (others, _) = others.row(channel, row).as_chunks::<2>();
            for ((to, other), small) in pairs.iter_mut().zip(others).zip(self.row(channel, row / 2)) {
                *to = [other[0] + small, other[1] + small];
            }
        })
    }

    /// Each channel as four of half the size: even rows and columns, even rows and odd columns, odd and even, odd and
    /// odd. To a convolution in steps of two they are neighbours.
    pub(super) fn phases(&self) -> Self {
        let mut phases = Self::unwritten(4 * self.channels, self.rows / 2, self.columns / 2);
        let (rows, columns, stride) = (phases.rows, phases.columns, phases.stride());
        let (length, first) = (phases.length(), phases.first());
        for (pair, values) in phases.values.chunks_exact_mut(2 * length).enumerate() {
            let (even, odd) = values.split_at_mut(length);
            for row in 0..rows {
                let cells = first + row * stride..first + row * stride + columns;
                let (pairs, _) = self.row(pair / 2, 2 * row + pair % 2).as_chunks::<2>();
                let halves = even[cells.clone()].iter_mut().zip(&mut odd[cells]);
                pairs.iter().zip(halves).for_each(|(pair, (even, odd))| [*even, *odd] = *pair);
            }
        }
        phases.clear_gaps();
        phases
    }

    /// Makes what lies between and behind the rows zero again.
    pub(super) fn clear_gaps(&mut self) {
        let (stride, length, first, rows) = (self.stride(), self.length(), self.first(), self.rows);
        for channel in self.values.chunks_exact_mut(length) {
            channel[first..].chunks_exact_mut(stride).take(rows).for_each(|row| row[stride - 1] = 0.0);
            channel[first + rows * stride..].fill(0.0);
        }
    }

    fn for_each_row(&mut self, mut work: impl FnMut(usize, usize, &mut [f32])) {
        let (stride, length, first, rows) = (self.stride(), self.length(), self.first(), self.rows);
        for (channel, values) in self.values.chunks_exact_mut(length).enumerate() {
            for (row, cells) in values[first..].chunks_exact_mut(stride).take(rows).enumerate() {
                work(channel, row, &mut cells[..stride - 1]);
            }
        }
    }
}

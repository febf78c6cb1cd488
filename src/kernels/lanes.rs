//! Rows of registers: what the inner loops of products are written on.
//!
//! Unrolled by hand (by macro), because the engine is compiled for size.

#[cfg(not(target_feature = "simd128"))]
pub use super::portable::F32x4;
#[cfg(target_feature = "simd128")]
pub use super::simd128::F32x4;

/// Four numbers in memory.
pub type Quad = [f32; 4];

/// Numbers that packed rows are padded to: two registers.
pub const BLOCK: usize = 8;

/// `n` rounded up to whole blocks.
pub const fn padded(n: usize) -> usize {
    n.div_ceil(BLOCK) * BLOCK
}

impl F32x4 {
    /// self · factor + addend, rounded twice.
    #[inline(always)]
    pub fn times_plus(self, factor: Self, addend: Self) -> Self {
        self.times(factor).plus(addend)
    }
}

/// Several registers that are filled in one go: `[F32x4; 2]`, `4`, `6` or `8`.
pub trait Row: Copy {
    /// The same numbers in memory.
    type Quads: Copy;

    /// Reads all registers.
    fn load(from: &Self::Quads) -> Self;

    /// Writes all registers.
    fn store(self, to: &mut Self::Quads);

    /// self + x · w
    #[must_use]
    fn plus_scaled(self, x: F32x4, w: &Self::Quads) -> Self;

    /// Numbers as whole rows; what is left over at the end is left out.
    fn rows(numbers: &[f32]) -> &[Self::Quads];

    /// The same, to write on.
    fn rows_mut(numbers: &mut [f32]) -> &mut [Self::Quads];
}

macro_rules! row {
    ($count:literal: $($i:literal)*) => {
        impl Row for [F32x4; $count] {
            type Quads = [Quad; $count];

            #[inline(always)]
            fn load(from: &Self::Quads) -> Self {
                [$(F32x4::load(&from[$i])),*]
            }

            #[inline(always)]
            fn store(self, to: &mut Self::Quads) {
                $(self[$i].store(&mut to[$i]);)*
            }

            #[inline(always)]
            fn plus_scaled(self, x: F32x4, w: &Self::Quads) -> Self {
                [$(x.times_plus(F32x4::load(&w[$i]), self[$i])),*]
            }

            #[inline(always)]
            fn rows(numbers: &[f32]) -> &[Self::Quads] {
                numbers.as_chunks::<4>().0.as_chunks::<$count>().0
            }

            #[inline(always)]
            fn rows_mut(numbers: &mut [f32]) -> &mut [Self::Quads] {
                numbers.as_chunks_mut::<4>().0.as_chunks_mut::<$count>().0
            }
        }
    };
}

row!(2: 0 1);
row!(4: 0 1 2 3);
row!(6: 0 1 2 3 4 5);
row!(8: 0 1 2 3 4 5 6 7);

/// `row + x · panel`. x: `[k]`, panel: `[k]` rows.
#[inline(always)]
pub fn accumulated<R: Row>(mut row: R, x: &[f32], panel: &[R::Quads]) -> R {
    for (&x, w) in x.iter().zip(panel) {
        row = row.plus_scaled(F32x4::splat(x), w);
    }
    row
}

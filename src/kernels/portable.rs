//! Four numbers at a time where there is no `simd128`: plain arrays, which the compiler turns into what the machine has.

/// Four numbers.
#[derive(Clone, Copy)]
pub struct F32x4([f32; 4]);

impl F32x4 {
    /// The same number four times.
    #[inline(always)]
    pub fn splat(x: f32) -> Self {
        Self([x; 4])
    }

    /// Four numbers in a row.
    #[inline(always)]
    pub fn load(from: &[f32; 4]) -> Self {
        Self(*from)
    }

    /// Writes the four numbers in a row.
    #[inline(always)]
    pub fn store(self, to: &mut [f32; 4]) {
        *to = self.0;
    }

    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        self.with(other, |a, b| a + b)
    }

    #[inline(always)]
    pub fn minus(self, other: Self) -> Self {
        self.with(other, |a, b| a - b)
    }

    #[inline(always)]
    pub fn times(self, other: Self) -> Self {
        self.with(other, |a, b| a * b)
    }

    #[inline(always)]
    pub fn over(self, other: Self) -> Self {
        self.with(other, |a, b| a / b)
    }

    /// Between two limits; NaN stays NaN.
    #[inline(always)]
    pub fn clamped(self, low: f32, high: f32) -> Self {
        Self(self.0.map(|x| x.clamp(low, high)))
    }

    /// To the nearest integer, ties to even.
    #[inline(always)]
    pub fn rounded(self) -> Self {
        Self(self.0.map(f32::round_ties_even))
    }

    /// 2ⁿ of integers n from -126 to 127; of NaN something finite.
    #[inline(always)]
    pub fn power_of_two(self) -> Self {
        Self(
            self.0
                .map(|n| f32::from_bits(((n as i32).wrapping_add(127) << 23).cast_unsigned())),
        )
    }

    /// The sum of all four: of the even ones and of the odd ones first.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.0;
        (a + c) + (b + d)
    }

    #[inline(always)]
    fn with(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        let ([a, b, c, d], [e, g, h, i]) = (self.0, other.0);
        Self([f(a, e), f(b, g), f(c, h), f(d, i)])
    }
}

//! What a layer keeps from one run to the next.

use std::any::Any;

/// Numbers that one kept tensor may have, which take 4 MiB: longer texts are computed anew.
const MOST_KEPT: usize = 1 << 20;

/// The memory of one call of one layer in one network. Each layer keeps in it what it likes, and only it looks inside.
#[derive(Default)]
pub struct Memory(Option<Box<dyn Any>>);

impl Memory {
    /// The memory as the layer's own type, empty at first.
    pub fn of<T: Any + Default>(&mut self) -> &mut T {
        if !self.0.as_ref().is_some_and(|kept| kept.is::<T>()) {
            self.0 = None;
        }
        let kept = self
            .0
            .get_or_insert_with(|| Box::new(T::default()) as Box<dyn Any>);
        #[allow(
            clippy::unreachable,
            reason = "what is of another type was let go, and this made, three lines above"
        )]
        match kept.downcast_mut() {
            Some(kept) => kept,
            None => unreachable!("it was made as this type"),
        }
    }
}

/// Whether `rows` of `width` numbers are few enough to be kept.
pub(crate) fn is_keepable(rows: usize, width: usize) -> bool {
    rows.saturating_mul(width) <= MOST_KEPT
}

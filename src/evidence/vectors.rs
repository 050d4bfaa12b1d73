//! Loops over pixels, compiled for the widest vectors of the machine that they run on.

/// The value of an expression. It is compiled once for each kind of vectors, and that of the machine is chosen at run
/// time; functions that it calls take part where they are inlined.
macro_rules! vectorised {
    ($work:expr) => {
        pulp::Arch::new().dispatch($crate::evidence::vectors::Inlined(
            #[inline(always)]
            || $work,
        ))
    };
}

pub(crate) use vectorised;

/// A closure whose call is inlined; handed over by itself, it would be called through a shim that is not.
pub(crate) struct Inlined<F>(pub(crate) F);

impl<R, F: Fn() -> R> pulp::NullaryFnOnce for Inlined<F> {
    type Output = R;

    #[inline(always)]
    fn call(self) -> R {
        (self.0)()
    }
}

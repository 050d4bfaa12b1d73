//! Loops over pixels and over the numbers of nets, compiled for the widest vectors of the machine that they run on.

/// The value of an expression. It is compiled once for each kind of vectors, and that of the machine is chosen at run
/// time; functions that it calls take part where they are inlined.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
macro_rules! vectorised {
    ($work:expr) => {
        pulp::Arch::new().dispatch($crate::vectors::Inlined(
            #[inline(always)]
            || $work,
        ))
    };
}

/// The same where the build may have none: a browser refuses a module with instructions that it does not know, and one
/// function that has them passes them on to all others of its module.
#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
macro_rules! vectorised {
    ($work:expr) => {
        $crate::vectors::plainly(|| $work)
    };
}

pub(crate) use vectorised;

/// Calls a closure.
#[cfg(all(target_arch = "wasm32", not(target_feature = "simd128")))]
pub(crate) fn plainly<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// A closure whose call is inlined; handed over by itself, or called as one that may be called only once, it would go through a
/// shim that is not.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
pub(crate) struct Inlined<F>(pub(crate) F);

#[cfg(not(all(target_arch = "wasm32", not(target_feature = "simd128"))))]
impl<R, F: FnMut() -> R> pulp::NullaryFnOnce for Inlined<F> {
    type Output = R;

    #[inline(always)]
    fn call(mut self) -> R {
        (self.0)()
    }
}

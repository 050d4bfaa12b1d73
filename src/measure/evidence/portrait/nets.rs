//! The nets, and running them.
//!
//! The weights are built into the program and parsed on first use, once for all threads. A net runs on one thread:
//! photos are what runs in parallel.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock};
use std::thread;

use rten::{Model, NodeId, RunOptions, ThreadPool, Value};

use super::contract::CONTRACT;

/// All nets of the portrait model.
pub(super) static NETS: LazyLock<Nets> = LazyLock::new(|| Nets {
    head: Net::new(include_bytes!("../../../../models/head.onnx"), &VIEW, CONTRACT.head.crop.size()),
    face: Net::new(include_bytes!("../../../../models/face.onnx"), &VIEW, CONTRACT.face.crop.size()),
    eye: Net::new(include_bytes!("../../../../models/eye.onnx"), &ANSWERS, CONTRACT.eye.crop.size()),
    mouth: Net::new(include_bytes!("../../../../models/mouth.onnx"), &ANSWERS, CONTRACT.mouth.crop.size()),
    ear: Net::new(include_bytes!("../../../../models/ear.onnx"), &ANSWERS, CONTRACT.ear.crop.size()),
});

/// Outputs of the head and the face net.
const VIEW: [&str; 5] = ["points", "sigma", "mask", "attributes", "pose"];
/// Outputs of the nets that look at one part.
const ANSWERS: [&str; 1] = ["answers"];

/// The five nets.
pub(super) struct Nets {
    pub(super) head: Net<5>,
    pub(super) face: Net<5>,
    pub(super) eye: Net<1>,
    pub(super) mouth: Net<1>,
    pub(super) ear: Net<1>,
}

/// One net with `N` outputs.
pub(super) struct Net<const N: usize> {
    model: Model,
    input: NodeId,
    outputs: [NodeId; N],
    /// Columns and rows of its input.
    pub(super) size: (usize, usize),
}

impl<const N: usize> Net<N> {
    /// Parses weights that are part of the program; that they parse is for the tests to see.
    fn new(weights: &'static [u8], outputs: &[&str; N], size: (usize, usize)) -> Self {
        let model = Model::load_static_slice(weights).expect("built-in weights parse");
        let node = |name: &str| model.find_node(name).expect("built-in weights have the outputs of the contract");
        Self { input: node("image"), outputs: outputs.map(node), model, size }
    }

    /// The outputs for an image of three planes.
    pub(super) fn run(&self, image: Vec<f32>) -> [Vec<f32>; N] {
        let (columns, rows) = self.size;
        let image = Value::from_shape([1, 3, rows, columns], image).expect("crops have the size of the net");
        let options = RunOptions::default().with_thread_pool(Some(own_pool()));
        let outputs = self.model.run_n(vec![(self.input, image.into())], self.outputs, Some(options));
        let numbers = |output: Value| output.into_tensor::<f32>().expect("all outputs are numbers").into_data();
        outputs.expect("built-in nets run").map(numbers)
    }
}

thread_local! {
    /// A pool of one thread for each thread that measures.
    static POOL: RefCell<Option<Arc<ThreadPool>>> = const { RefCell::new(None) };
}

fn own_pool() -> Arc<ThreadPool> {
    POOL.with_borrow_mut(|pool| pool.get_or_insert_with(|| Arc::new(ThreadPool::with_num_threads(1))).clone())
}

/// Does `work`, in which nets run, aside from the pool that this thread may belong to.
///
/// A thread of a `rayon` pool that waits for another pool fills its time with further tasks of its own: here, with
/// whole photos, one inside the other, each with its pixels in memory. A thread that nobody lends work to just waits.
pub(super) fn aside<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    let pool = own_pool();
    thread::scope(|scope| {
        let run = move || {
            let inside = pool.clone();
            pool.run(move || {
                POOL.set(Some(inside));
                work()
            })
        };
        scope.spawn(run).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

//! Many tasks on several threads, handed back in their order, within limits of time and memory that they share.
//!
//! The caller's thread hands tasks out and takes results back; it never runs so far ahead of the first result that is
//! missing that results pile up. Work that takes too long is given up: its task gets another result at once, another
//! thread takes its place, and the old one ends when it notices ([`Watch::is_given_up`]) without anybody waiting for it.
//! Work says what memory it needs before it takes it ([`Watch::claim`]) and waits until so much of the budget is free;
//! one that needs more than all of it runs when nobody else holds any.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::watch::Watch;

/// Tasks beyond the first unfinished one that may be begun: a photo that takes a minute holds up no other meanwhile.
const AHEAD: usize = 256;
/// The same for each thread.
const AHEAD_A_THREAD: usize = 32;
/// How often a caller that waits is asked whether it still wants the results.
const LOOK_UP: Duration = Duration::from_millis(200);

/// What all tasks together may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Tasks at a time.
    pub threads: usize,
    /// Time of one task, waiting for memory not counted; any when there is none.
    pub time: Option<Duration>,
    /// Memory that the tasks at work may claim together, in bytes.
    pub memory: u64,
}

/// The work on one task.
type Work<T, R> = Box<dyn Fn(&T, &dyn Watch) -> R + Send + Sync>;

/// What becomes of tasks.
pub(super) struct Plan<'p, T, R> {
    /// What all tasks together may take.
    pub bounds: Bounds,
    /// The work on one task.
    pub work: Work<T, R>,
    /// The result of a task that was given up.
    pub late: Box<dyn Fn(&T) -> R + 'p>,
    /// Whether the results are wanted no longer.
    pub is_over: Box<dyn Fn() -> bool + 'p>,
}

/// Works on every task and gives each result to `take`, in the order of the tasks, on the calling thread, until there is
/// no more or `take` breaks off.
///
/// # Errors
/// When the system gives not a single thread.
///
/// # Panics
/// When the work or `take` does.
pub(super) fn in_order<T, R>(
    mut tasks: impl Iterator<Item = T>,
    plan: Plan<'_, T, R>,
    mut take: impl FnMut(R) -> ControlFlow<()>,
) -> io::Result<()>
where
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    let Plan { bounds, work, late, is_over } = plan;
    let shared = Arc::new(Shared { bounds, work, state: Mutex::default(), changed: Condvar::new() });
    let _closed_at_the_end = Closing(&shared);
    let threads = tasks.size_hint().1.map_or(bounds.threads, |all| all.min(bounds.threads)).max(1);
    let begun = (0..threads).map(|_| hire(&shared)).take_while(io::Result::is_ok).count();
    if begun == 0 {
        hire(&shared)?;
    }
    let ahead = AHEAD + AHEAD_A_THREAD * threads;
    let (mut given, mut taken, mut is_last) = (0, 0, false);
    loop {
        let mut state = shared.lock();
        while !is_last && given < taken + ahead {
            match tasks.next() {
                Some(task) => state.waiting.push_back((given, Arc::new(task))),
                None => is_last = true,
            }
            given += usize::from(!is_last);
        }
        shared.changed.notify_all();
        if let Some(result) = state.done.remove(&taken) {
            drop(state);
            taken += 1;
            let result = result.unwrap_or_else(|panic| resume_unwind(panic));
            if take(result).is_break() || is_over() {
                return Ok(());
            }
            continue;
        }
        if is_last && taken == given || is_over() {
            return Ok(());
        }
        let overdue = state.give_up(bounds.time);
        if overdue.is_empty() {
            drop(shared.changed.wait_timeout(state, LOOK_UP.min(bounds.time.unwrap_or(LOOK_UP))));
            continue;
        }
        drop(state);
        for (number, task) in overdue {
            let result = late(&task);
            shared.lock().done.insert(number, Ok(result));
            // Without a replacement the others do the work.
            drop(hire(&shared));
        }
    }
}

/// Tells the threads to end when the caller is done with them, however that comes.
struct Closing<'s, T, R>(&'s Shared<T, R>);

impl<T, R> Drop for Closing<'_, T, R> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_closed = true;
        state.waiting.clear();
        state.running.iter().for_each(|it| it.is_given_up.store(true, Ordering::Relaxed));
        drop(state);
        self.0.changed.notify_all();
    }
}

struct Shared<T, R> {
    bounds: Bounds,
    work: Work<T, R>,
    state: Mutex<State<T, R>>,
    /// Something in the state is new.
    changed: Condvar,
}

struct State<T, R> {
    waiting: VecDeque<(usize, Arc<T>)>,
    running: Vec<Running<T>>,
    /// Results by the task's number; the panic, where the work had one.
    done: BTreeMap<usize, thread::Result<R>>,
    is_closed: bool,
}

/// A task that somebody works on.
struct Running<T> {
    number: usize,
    task: Arc<T>,
    /// Since when its time counts; not while it waits for memory.
    since: Option<Instant>,
    /// Bytes of the budget.
    claimed: u64,
    is_given_up: Arc<AtomicBool>,
}

impl<T, R> Default for State<T, R> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), running: Vec::new(), done: BTreeMap::new(), is_closed: false }
    }
}

impl<T, R> State<T, R> {
    /// Gives up what has run for longer than `time`.
    fn give_up(&mut self, time: Option<Duration>) -> Vec<(usize, Arc<T>)> {
        let is_overdue = |it: &&Running<T>| {
            let spent = it.since.map(|since| since.elapsed());
            !it.is_given_up.load(Ordering::Relaxed) && time.zip(spent).is_some_and(|(time, spent)| spent >= time)
        };
        let overdue = self.running.iter().filter(is_overdue);
        let give_up = |it: &Running<T>| {
            it.is_given_up.store(true, Ordering::Relaxed);
            (it.number, Arc::clone(&it.task))
        };
        overdue.map(give_up).collect()
    }

    fn running(&mut self, number: usize) -> Option<&mut Running<T>> {
        self.running.iter_mut().find(|it| it.number == number)
    }

    /// Whether the task may take so many bytes: they are free, or nobody whose end is waited for holds any.
    fn has_room(&self, number: usize, bytes: u64, memory: u64) -> bool {
        let others = || self.running.iter().filter(|it| it.number != number && it.claimed > 0);
        let held: u64 = others().map(|it| it.claimed).sum();
        held.saturating_add(bytes) <= memory || others().all(|it| it.is_given_up.load(Ordering::Relaxed))
    }
}

impl<T, R> Shared<T, R> {
    fn lock(&self) -> MutexGuard<'_, State<T, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&'s self, state: MutexGuard<'s, State<T, R>>) -> MutexGuard<'s, State<T, R>> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task, when there is one; `None` at the end.
    fn begin(&self) -> Option<(usize, Arc<T>, Arc<AtomicBool>)> {
        let mut state = self.lock();
        loop {
            if state.is_closed {
                return None;
            }
            if let Some((number, task)) = state.waiting.pop_front() {
                let is_given_up = Arc::new(AtomicBool::new(false));
                let flag = Arc::clone(&is_given_up);
                let since = Some(Instant::now());
                state.running.push(Running { number, task: Arc::clone(&task), since, claimed: 0, is_given_up });
                return Some((number, task, flag));
            }
            state = self.wait(state);
        }
    }

    /// Notes a result; whether it was still waited for.
    fn end(&self, number: usize, result: thread::Result<R>, is_given_up: &AtomicBool) -> bool {
        let mut state = self.lock();
        state.running.retain(|it| it.number != number);
        let is_wanted = !is_given_up.load(Ordering::Relaxed);
        if is_wanted {
            state.done.insert(number, result);
        }
        drop(state);
        self.changed.notify_all();
        is_wanted
    }
}

/// A thread that works until there is nothing more, or until it was given up.
fn hire<T, R>(shared: &Arc<Shared<T, R>>) -> io::Result<()>
where
    T: Send + Sync + 'static,
    R: Send + 'static,
{
    let shared = Arc::clone(shared);
    let serve = move || {
        while let Some((number, task, is_given_up)) = shared.begin() {
            let watch = Watching { shared: &*shared, number, is_given_up: &is_given_up };
            let result = catch_unwind(AssertUnwindSafe(|| (shared.work)(&task, &watch)));
            if !shared.end(number, result, &is_given_up) {
                return;
            }
        }
    };
    thread::Builder::new().name("photo".to_owned()).spawn(serve).map(drop)
}

struct Watching<'s, T, R> {
    shared: &'s Shared<T, R>,
    number: usize,
    is_given_up: &'s AtomicBool,
}

impl<T, R> Watch for Watching<'_, T, R> {
    fn claim(&self, bytes: u64) {
        let mut state = self.shared.lock();
        if let Some(own) = state.running(self.number) {
            own.since = None;
        }
        while !state.is_closed && !state.has_room(self.number, bytes, self.shared.bounds.memory) {
            state = self.shared.wait(state);
        }
        if let Some(own) = state.running(self.number) {
            (own.claimed, own.since) = (bytes, Some(Instant::now()));
        }
    }

    fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;

    fn run<R: Send + 'static>(
        tasks: usize,
        bounds: Bounds,
        work: impl Fn(&usize, &dyn Watch) -> R + Send + Sync + 'static,
        late: impl Fn(&usize) -> R,
    ) -> Vec<R> {
        let mut results = Vec::new();
        let plan = Plan { bounds, work: Box::new(work), late: Box::new(late), is_over: Box::new(|| false) };
        let take = |result| {
            results.push(result);
            ControlFlow::Continue(())
        };
        in_order(0..tasks, plan, take).unwrap();
        results
    }

    fn bounds(threads: usize) -> Bounds {
        Bounds { threads, time: None, memory: u64::MAX }
    }

    #[test]
    fn results_come_in_order_whatever_finishes_first() {
        let work = |number: &usize, _: &dyn Watch| {
            thread::sleep(Duration::from_micros((number * 7919 % 13) as u64 * 100));
            *number
        };
        assert_eq!(run(2000, bounds(7), work, |_| 0), (0..2000).collect::<Vec<_>>());
        assert_eq!(run(0, bounds(3), work, |_| 0), Vec::<usize>::new());
    }

    #[test]
    fn what_takes_too_long_is_given_up_and_holds_up_nobody() {
        let bounds = Bounds { time: Some(Duration::from_millis(50)), ..bounds(1) };
        let (stopped, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (stop, see) = (Arc::clone(&stopped), Arc::clone(&seen));
        let work = move |number: &usize, watch: &dyn Watch| {
            while number % 3 == 1 && !stop.load(Ordering::Relaxed) {
                see.fetch_or(watch.is_given_up(), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(1));
            }
            format!("{number} done")
        };
        let results = run(6, bounds, work, |number| format!("{number} late"));
        assert_eq!(results, ["0 done", "1 late", "2 done", "3 done", "4 late", "5 done"]);
        assert!(seen.load(Ordering::Relaxed), "work that is given up can know it");
        stopped.store(true, Ordering::Relaxed);
    }

    #[test]
    fn memory_is_shared_and_waiting_for_it_is_no_delay() {
        let bounds = Bounds { threads: 8, time: Some(Duration::from_millis(400)), memory: 100 };
        let (held, most) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let (now, peak) = (Arc::clone(&held), Arc::clone(&most));
        let work = move |number: &usize, watch: &dyn Watch| {
            let bytes = if number.is_multiple_of(5) { 1000 } else { 45 };
            watch.claim(bytes);
            let together = now.fetch_add(bytes, Ordering::SeqCst) + bytes;
            peak.fetch_max(together, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(20));
            now.fetch_sub(bytes, Ordering::SeqCst);
            true
        };
        let results = run(40, bounds, work, |_| false);
        assert!(results.iter().all(|in_time| *in_time));
        assert_eq!(most.load(Ordering::SeqCst), 1000, "one that is larger than the budget goes alone");
    }

    #[test]
    fn whoever_wants_no_more_is_asked_while_results_are_ready_too() {
        let taken = Arc::new(AtomicU64::new(0));
        let (so_far, work) = (Arc::clone(&taken), |_: &usize, _: &dyn Watch| ());
        let is_over = Box::new(move || so_far.load(Ordering::SeqCst) == 3);
        let plan = Plan { bounds: bounds(2), work: Box::new(work), late: Box::new(|_| ()), is_over };
        let take = |()| {
            taken.fetch_add(1, Ordering::SeqCst);
            // All others are done meanwhile.
            thread::sleep(Duration::from_millis(20));
            ControlFlow::Continue(())
        };
        in_order(0..20, plan, take).unwrap();
        assert_eq!(taken.load(Ordering::SeqCst), 3);
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let work = |number: &usize, _: &dyn Watch| assert!(*number != 5, "the fifth");
        let result = catch_unwind(AssertUnwindSafe(|| run(9, bounds(2), work, |_| ())));
        assert!(result.is_err());
    }
}

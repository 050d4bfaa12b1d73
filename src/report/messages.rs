//! A message for each student who has to do something, ready to be sent: greeting, what is wrong, what cure, until when.
//! Where the list leaves a doubt whose photo it is, that stands before the message and not in it.
//!
//! Whose photo passes or waits for a person's look gets none, nor does whoever has handed in another photo that does. The day
//! is left blank, to be filled in once for all. Without a name list there is a message a photo.

use std::io::{self, Write};

use super::csv::{begin, line, neutral};
use super::human::unread;
use super::row::{NAME, NUMBER, PHOTO};
use super::standing::{cure_of, reasons};
use super::{Report, Run, Words};
use crate::batch::{Change, Checked, DUPLICATE_OF};
use crate::input::Person;
use crate::judge::{Finding, Outcome, Verdict};
use crate::text::{Phrase, phrase};

/// Most faults that a message names: who mends these photographs anew.
const NAMED: usize = 6;

/// The messages one below the other, each under the name of whom it is for.
pub struct Messages;

/// A row a message, for programs that send many.
pub struct MessageTable;

impl Messages {
    /// How the file begins, and each message in it.
    pub const BEGINNING: &str = "== ";
}

impl Report for Messages {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_each(std::slice::from_ref(run), out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let messages = messages(runs);
        if let (true, Some(run)) = (messages.is_empty(), runs.first()) {
            let none = phrase("没有要通知的人", "nobody has to be told anything").get(run.lang);
            writeln!(out, "{}{none}", Self::BEGINNING)?;
        }
        for message in messages {
            writeln!(out, "{}{}\n{}\n", Self::BEGINNING, message.heading(), message.text)?;
        }
        Ok(())
    }
}

impl Report for MessageTable {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_each(std::slice::from_ref(run), out)
    }

    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Some(run) = runs.first() else { return Ok(()) };
        begin(out)?;
        let fixed = [NUMBER, NAME].map(|column| column.get(run.lang).to_owned());
        let ends = [PHOTO, phrase("先核对", "Check first"), phrase("通知", "Message")];
        let ends = ends.map(|column| column.get(run.lang).to_owned());
        let listed = run.other_columns().map(|(_, heading)| run.shown(heading));
        line(fixed.into_iter().chain(listed).chain(ends).map(|cell| neutral(&cell)), out)?;
        for message in messages(runs) {
            let Message { doubt, number, name, cells, photos, text } = message;
            let cells = [number, name].into_iter().chain(cells).chain([photos, doubt, text]);
            line(cells.map(|cell| neutral(&cell)), out)?;
        }
        Ok(())
    }
}

/// What one student is told.
struct Message {
    /// Why the photo may be somebody else's, so that it would be sent to the wrong person; empty where there is no doubt.
    doubt: String,
    number: String,
    name: String,
    /// What else the list has of the person.
    cells: Vec<String>,
    photos: String,
    text: String,
}

impl Message {
    /// Whom it is for, by as much as is known.
    fn heading(&self) -> String {
        let known: Vec<_> = [&self.number, &self.name].into_iter().filter(|part| !part.is_empty()).collect();
        let who = if known.is_empty() {
            self.photos.clone()
        } else {
            known.into_iter().cloned().collect::<Vec<_>>().join(" ")
        };
        if self.doubt.is_empty() { who } else { format!("{who}  !! {}", self.doubt) }
    }
}

/// Everybody's, in the list's order; then those of photos that are nobody's.
fn messages(runs: &[Run<'_>]) -> Vec<Message> {
    let Some(first) = runs.first() else { return Vec::new() };
    let Some(attendance) = &first.attendance else {
        return (0..first.photos.len()).filter_map(|photo| to(None, &[photo], runs)).collect();
    };
    let people = attendance.roster.people.iter().zip(&attendance.photos).enumerate();
    let listed = people.filter_map(|(at, (person, photos))| {
        let message = to(Some(person), photos, runs)?;
        let arrived = if photos.is_empty() { first.perhaps_arrived(at) } else { None };
        Some(Message { doubt: arrived.unwrap_or(message.doubt), ..message })
    });
    let is_nobodys = |photo: &usize| attendance.person(*photo).is_none();
    let others = (0..first.photos.len()).filter(is_nobodys).filter_map(|photo| to(None, &[photo], runs));
    listed.chain(others).collect()
}

/// What somebody with these photos is told; nothing where there is nothing to do.
fn to(person: Option<&Person>, photos: &[usize], runs: &[Run<'_>]) -> Option<Message> {
    let first = runs.first()?;
    let lang = first.lang;
    let name = person.map(|person| first.shown(&person.name)).unwrap_or_default();
    let faults: Vec<_> = runs.iter().filter_map(|run| faults(photos, run)).collect();
    if faults.is_empty() && !photos.is_empty() {
        return None;
    }
    let greeting = match name.as_str() {
        "" => phrase("同学，你好：", "Dear student,").get(lang).to_owned(),
        name => phrase("{name}同学，你好：", "Dear {name},").fill(lang, &[("name", name)]),
    };
    let asked = if photos.is_empty() {
        phrase(
            "还没有收到你的照片，请在____月____日前交来。",
            "your photo has not arrived yet. Please hand it in by ____________.",
        )
    } else {
        phrase("请在____月____日前重新交来。", "Please hand it in again by ____________.")
    };
    let text = [greeting].into_iter().chain(faults).chain([asked.get(lang).to_owned()]).collect::<Vec<_>>().join("\n");
    let cells = person.map(|person| first.other_columns().map(|(at, _)| first.shown(&person.cells[at])).collect());
    let nothing = || first.other_columns().map(|_| String::new()).collect();
    let files: Vec<_> = photos.iter().map(|photo| first.shown(&first.photos[*photo].file)).collect();
    let is_copy = photos.iter().any(|photo| runs.iter().any(|run| is_copy(&run.photos[*photo])));
    let copied = phrase("照片与另一张相同，先弄清是谁的", "the same picture as another: find out first whose it is");
    let copied = is_copy.then(|| copied.get(lang).to_owned());
    let doubts: Vec<_> = photos.iter().filter_map(|photo| first.doubt(*photo)).chain(copied).collect();
    Some(Message {
        doubt: doubts.join(lang.semicolon()),
        number: person.map(|person| first.shown(&person.number)).unwrap_or_default(),
        cells: cells.unwrap_or_else(nothing),
        photos: files.join(lang.comma()),
        name,
        text,
    })
}

/// Whether the photo fails for being the same as another of the batch: which of the two is whose, only a person can tell.
fn is_copy(photo: &Checked<'_>) -> bool {
    photo.findings.iter().any(|finding| finding.outcome == Outcome::Fail && tells_copies(finding))
}

fn tells_copies(finding: &Finding<'_>) -> bool {
    finding.judged.iter().any(|it| it.condition.measure.name == DUPLICATE_OF)
}

/// What the student hears of that.
const COPY: Phrase = phrase(
    "这张照片与另外交来的一张相同，请确认是不是你本人的；交错了的话，请重新交来。",
    "It is the same picture as another one that was handed in: make sure that it is of you, and hand in your own if it is not.",
);

/// What the student hears of a photo that a person has turned down and nothing else speaks against.
const FOUND_NOT_FINE: Phrase =
    phrase("老师看过，认为不合格，具体原因请问老师。", "A person has looked at it and found it not fine: ask why.");

/// What is wrong with somebody's photos by one set; nothing where one of them is fine or may be. One that may be somebody else's settles
/// nothing beside one that is surely hers.
fn faults(photos: &[usize], run: &Run<'_>) -> Option<String> {
    let fails = |photo: &usize| run.photos[*photo].verdict == Verdict::Fail;
    let is_sure = |photo: &usize| !run.attendance.as_ref().is_some_and(|it| it.may_be_of_another(*photo));
    let (sure, doubtful): (Vec<_>, Vec<_>) = photos.iter().copied().partition(is_sure);
    let settling = if sure.is_empty() { &doubtful } else { &sure };
    let is_settled = settling.is_empty() || !settling.iter().all(fails);
    let failed = photos.iter().filter(|photo| fails(photo)).map(|photo| faults_of(*photo, run));
    (!is_settled).then(|| failed.collect::<Vec<_>>().join("\n"))
}

/// What is wrong with a photo and what to do about it, the reasons for its cure first.
fn faults_of(index: usize, run: &Run<'_>) -> String {
    let (photo, lang) = (&run.photos[index], run.lang);
    let name = photo.file.rsplit('/').next().unwrap_or_default();
    let set = if run.is_one_of_several {
        phrase("按“{set}”，", "by “{set}”, ").fill(lang, &[("set", run.set.title.get(lang))])
    } else {
        String::new()
    };
    let cure = cure_of(photo, run).map(|cure| phrase("，{cure}", " – {cure}").fill(lang, &[("cure", cure.get(lang))]));
    let head = phrase("你交的照片（{file}）{set}不合格{cure}：", "your photo ({file}) {set}does not pass{cure}:");
    let cure = cure.unwrap_or_default();
    let head = head.fill(lang, &[("file", &run.shown(name)), ("set", &set), ("cure", &cure)]);
    let told = reasons(photo, run).into_iter().map(|it| match tells_copies(it) {
        // Whose the other photo is concerns nobody else.
        true => COPY.get(lang).to_owned(),
        false => run.shown(&Words::of(it, photo, lang).told(lang)),
    });
    let mut all: Vec<_> = told.chain(unread(photo, run)).collect();
    if photo.rejected && all.is_empty() {
        all.push(FOUND_NOT_FINE.get(lang).to_owned());
    }
    let left = all.len().saturating_sub(NAMED);
    let mut lines = vec![head];
    if matches!(run.change(index), Some(Change::Still { same_file: true, .. })) {
        lines.push(phrase("这仍是上次那张照片。", "It is the same file as last time.").get(lang).to_owned());
    }
    lines.extend(all.iter().take(NAMED).zip(1..).map(|(fault, number)| format!("{number}. {fault}")));
    if left > 0 {
        let sentence = phrase("另外还有 {n} 处，请一并改好。", "And {n} more.");
        lines.push(sentence.fill(lang, &[("n", &left.to_string())]));
    }
    lines.join("\n")
}

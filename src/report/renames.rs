//! A plan of renaming: what each photo would be called after its person. It is listed and never done.
//!
//! Names stand in it as they are, identity numbers too: whoever renames needs them, and nobody else should get the plan.

use std::collections::HashMap;
use std::io::{self, Write};

use super::csv::{begin, line, neutral};
use super::number::printable;
use super::row::{NAME, NUMBER};
use super::{Report, Run};
use crate::input::Person;
use crate::text::phrase;

/// What photos are called after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewName {
    /// Number and name, with an underscore between.
    NumberAndName,
    /// The number alone.
    Number,
}

impl NewName {
    /// All, as they are called on a command line.
    pub const NAMES: [(&'static str, Self); 2] = [("number_name", Self::NumberAndName), ("number", Self::Number)];
}

/// The plan: old name, new name, person, and what speaks against it.
pub struct Renames {
    /// What photos are called after.
    pub after: NewName,
}

impl Report for Renames {
    fn write(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        begin(out)?;
        let columns = [phrase("原文件名", "Old name"), phrase("新文件名", "New name"), NUMBER, NAME, REMARK];
        line(columns.iter().map(|column| column.get(run.lang)), out)?;
        let plan: Vec<_> = (0..run.photos.len()).map(|index| self.place(index, run)).collect();
        // Nothing is called as a photo that stays, nor two photos the same; many systems take a and A for one.
        let mut takers: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, target) in plan.iter().enumerate() {
            let path = target.as_deref().unwrap_or(&run.photos[index].file);
            takers.entry(path.to_lowercase()).or_default().push(index);
        }
        for (index, photo) in run.photos.iter().enumerate() {
            let target = plan[index].as_deref();
            let rivals = target.and_then(|target| takers.get(&target.to_lowercase()));
            let rivals: Vec<_> = rivals.into_iter().flatten().filter(|it| **it != index).collect();
            let remark = self.remark(index, target, &rivals, run);
            let person = run.person(index);
            let of = |part: fn(&Person) -> &String| person.map(part).cloned().unwrap_or_default();
            let new = target.filter(|target| *target != photo.file).and_then(|target| target.rsplit('/').next());
            let cells = [
                photo.file.clone(),
                new.unwrap_or_default().to_owned(),
                of(|person| &person.number),
                of(|person| &person.name),
                remark,
            ];
            line(cells.iter().map(|cell| neutral(&printable(cell))), out)?;
        }
        Ok(())
    }

    /// Whose photo it is does not depend on what it is judged by.
    fn write_each(&self, runs: &[Run<'_>], out: &mut dyn Write) -> io::Result<()> {
        runs.first().map_or(Ok(()), |run| self.write(run, out))
    }
}

const REMARK: crate::text::Phrase = phrase("说明", "Remark");

impl Renames {
    /// The path that photo number `index` would have; `None` where nobody knows whose it is.
    fn place(&self, index: usize, run: &Run<'_>) -> Option<String> {
        let person = run.person(index)?;
        let parts = match self.after {
            NewName::NumberAndName => vec![&person.number, &person.name],
            NewName::Number if person.number.is_empty() => vec![&person.name],
            NewName::Number => vec![&person.number],
        };
        let parts: Vec<_> = parts.into_iter().map(|part| safe(part)).filter(|part| !part.is_empty()).collect();
        let (folder, name) = match run.photos[index].file.rsplit_once('/') {
            Some((folder, name)) => (format!("{folder}/"), name),
            None => (String::new(), run.photos[index].file.as_str()),
        };
        let extension = name.rsplit_once('.').map(|(_, extension)| format!(".{}", extension.to_lowercase()));
        (!parts.is_empty()).then(|| format!("{folder}{}{}", parts.join("_"), extension.unwrap_or_default()))
    }

    /// What speaks against renaming a photo, or why it is not.
    fn remark(&self, index: usize, target: Option<&str>, rivals: &[&usize], run: &Run<'_>) -> String {
        let voice = |text: &str| text.to_owned();
        let doubt = run.doubt_with(index, run.lang, &voice);
        let Some(target) = target else {
            return doubt.unwrap_or_else(|| phrase("没有名单，不改", "no list, stays").get(run.lang).to_owned());
        };
        let mut remarks = Vec::new();
        if !rivals.is_empty() {
            let joint = run.lang.comma();
            let files: Vec<_> = rivals.iter().map(|at| run.photos[**at].file.as_str()).collect();
            let sentence = phrase("冲突，新文件名与这些照片相同：{files}", "CONFLICT, the same name as {files}");
            remarks.push(sentence.fill(run.lang, &[("files", &files.join(joint))]));
        } else if target == run.photos[index].file {
            remarks.push(phrase("已经是这个名字", "has this name already").get(run.lang).to_owned());
        }
        if let Some(doubt) = doubt {
            remarks.push(phrase("先核对：{doubt}", "check first: {doubt}").fill(run.lang, &[("doubt", &doubt)]));
        }
        remarks.join(phrase("；", "; ").get(run.lang))
    }
}

/// `part` without what no file's name may have on Windows.
fn safe(part: &str) -> String {
    let refused = |c: char| "\\/:*?\"<>|".contains(c) || c.is_control();
    let clean: String = part.chars().map(|c| if refused(c) { '_' } else { c }).collect();
    clean.trim().trim_end_matches('.').to_owned()
}

//! Faults that were found from outside, each run again as it was found: `../shared/faults` has a folder for each, with its
//! command. What is right is stated here, in lines of the output that must be there or must not; beside that nothing may
//! panic, hang or take more memory than one photo may. `cargo test --test faults -- --nocapture` prints what each says.

#![cfg(target_os = "linux")]

mod needs;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Most memory of the program, KiB, wherever a command tells it.
const MOST_MEMORY: u64 = 512 << 10;
/// Processor seconds that one process of a command may take: far more than any needs without optimisation.
const MOST_TIME: u32 = 120;
/// After so long something hangs, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// What is right for one folder.
struct Fault {
    folder: &'static str,
    /// Programs that its command needs.
    needs: &'static [&'static str],
    /// What the output says.
    says: &'static [&'static str],
    /// What it does not say.
    never: &'static [&'static str],
}

const FAULTS: [Fault; 46] = [
    // Damage, and codings that are no damage.
    Fault {
        folder: "01-damaged-scan-is-readable",
        needs: &["djpeg"],
        says: &[
            "✗ 4KiB-of-zeros-in-the-middle.jpg  fail",
            "✗ cut-at-60-percent-then-EOI.jpg  fail",
            "✗ cut-at-90-percent-then-EOI.jpg  fail",
            "  ✗ Readable from beginning to end",
        ],
        never: &["✓"],
    },
    Fault {
        folder: "02-noninterleaved-jpeg-wrong-pixels",
        needs: &[],
        says: &["✓ one-scan-per-component.jpg  pass", "✓ two-scans.jpg  pass", "r.html"],
        never: &["✗"],
    },
    Fault {
        folder: "h07-damaged-jpeg-passes",
        needs: &["djpeg", "python3"],
        says: &[
            "40-percent-missing.jpg verdict fail ['fail']",
            "4KiB-overwritten.jpg verdict fail ['fail']",
            "tenth-missing.jpg verdict fail ['fail']",
            "11 KB claiming 120 MP: readable ['fail']",
        ],
        never: &[],
    },
    Fault {
        folder: "12-colour-profile-is-ignored",
        needs: &["jq"],
        says: &["adobergb.jpg\tpass\tpass\t#4", "p3.jpg\tpass\tpass\t#43", "srgb.jpg\tpass\tpass\t#438eda"],
        never: &["✗", "? "],
    },
    Fault {
        folder: "17-format-not-read-here-is-called-unreadable",
        needs: &[],
        says: &[
            "✗ IMG_0001.jpg  save again: the content is HEIC",
            "✗ jpeg2000.jpg  save again: the content is JPEG 2000",
            "✗ jxl.jpg  save again: the content is JPEG XL",
            "✗ raw.jpg  save again: the content is a camera's raw data",
            "photos.zip/20220101.jpg",
        ],
        never: &["no picture", "Ask the photographer", "most likely an export setting"],
    },
    Fault {
        folder: "18-file-not-opened-is-called-empty",
        needs: &["setpriv", "truncate"],
        says: &[
            "The file has 70 MB, over the limit of 64 MB, and was not opened.",
            "There is no permission to read the file.",
            "Not checked because of that: File over 50 KB.",
            "file.format               — (the file was not read)",
        ],
        never: &["It is empty", "Measured 0 B"],
    },
    Fault {
        folder: "19-unsupported-coding-is-called-damaged",
        needs: &[],
        says: &["文件本身完好，但用了少见的 JPEG 编码（算术编码）", "✓ sampling-3x1.jpg"],
        never: &["Format error", "损坏"],
    },
    Fault {
        folder: "20-watermark-passes-in-silence",
        needs: &[],
        says: &["watermarks, dates, stamps, lettering or signatures over the picture"],
        never: &[],
    },
    // Memory and time.
    Fault {
        folder: "h02-exif-memory",
        needs: &["python3", "prlimit"],
        says: &["a.jpg\tfail", "b/5.png\tfail", "rc=1"],
        never: &[],
    },
    Fault { folder: "h03-xmp-memory", needs: &["python3", "prlimit"], says: &["a.jpg\tfail", "RSS "], never: &[] },
    Fault { folder: "h05-png-text-bombs", needs: &["python3", "prlimit"], says: &["a.png\tfail", "RSS "], never: &[] },
    Fault {
        folder: "h06-pixels-times-threads",
        needs: &["python3", "prlimit"],
        says: &["0.png\tfail\treadable", "8 of them, 8 threads, 14 GB: rc=1"],
        never: &[],
    },
    Fault {
        folder: "h09-fifo-hangs",
        needs: &["mkfifo"],
        says: &["b.jpg\tfail\treadable", "named: rc=2", "not an ordinary file", "rule file that extends one: rc=2"],
        never: &[],
    },
    Fault {
        folder: "h10-symlink-bomb",
        needs: &[],
        says: &["b/d1/a.jpg\tfail\treadable", "11 folders: rc=1"],
        never: &["/l"],
    },
    Fault {
        folder: "h23-rule-files-unbounded",
        needs: &["python3", "prlimit"],
        says: &["rc=2 (124 = not done after 30 s)", "--roster /dev/zero RSS", "--files-from /dev/zero RSS"],
        never: &["rc=0", "rc=1 "],
    },
    Fault { folder: "h24-copies-quadratic", needs: &[], says: &["3000 copies: RSS"], never: &[] },
    // Nothing vanishes.
    Fault {
        folder: "h01-folders-lost-at-fd-limit",
        needs: &[],
        says: &["photos answered: 360; of class c6: 60", "counts twice\n2\n"],
        never: &[],
    },
    Fault {
        folder: "09-unreadable-folder-is-silent",
        needs: &["setpriv"],
        says: &["photos/二班 was not looked into: no permission to read it", "✓ photos/一班/20220101.jpg", "exit 2"],
        never: &[],
    },
    Fault {
        folder: "h08-unreadable-folder-silent",
        needs: &["setpriv", "mkfifo"],
        says: &[
            "p/class2 was not looked into",
            "p/class1/1.jpg\t",
            "p/class1/dangling.jpg\tfail\treadable",
            "p/class1/fifo.jpg\tfail\treadable",
            "rc=2",
        ],
        never: &[],
    },
    Fault {
        folder: "10-links-are-dropped",
        needs: &[],
        says: &[
            "photos/20220102.jpg  retake: it is the same picture as photos/20220101.jpg",
            "photos/20220103.jpg  retake: it is the same picture as photos/20220101.jpg",
            "? photos/20220104.jpg",
            "3 with a photo, 1 without",
            "赵六 20220104",
        ],
        never: &["李四 20220102\n"],
    },
    Fault {
        folder: "h28-hard-link-dropped",
        needs: &[],
        says: &["2 with a photo, 0 without", "b/1-张三.jpg, b/2-李四.jpg"],
        never: &["No photo yet"],
    },
    Fault {
        folder: "h22-names-that-are-no-utf8",
        needs: &[],
        says: &["\\xD5\\xC5\\xC8\\xFD.jpg\tpass", "folder: rc=0", "by name: rc=0", "by list: rc=0"],
        never: &["no such file"],
    },
    // Nothing is overwritten, nothing lost because of another output.
    Fault {
        folder: "h12-card-overwrites-photo",
        needs: &[],
        says: &["photo.jpg exists", "rc=2", "Exif"],
        never: &["Wrote", "DOCTYPE"],
    },
    Fault {
        folder: "h13-report-overwrites-inputs",
        needs: &[],
        says: &[
            "list.csv is read by this very run",
            "photo.json is read by this very run",
            "rules.json is read by this very run",
            "roster: rc=2 now 学号",
            "rules: rc=2 now [set]",
        ],
        never: &["rc=0", "rc=1"],
    },
    Fault {
        folder: "11-locked-report-loses-everything",
        needs: &[],
        says: &["exit 2", "cannot write r.xlsx: it is a folder", "r.csv", "r.html"],
        never: &["\n0 out.txt"],
    },
    Fault {
        folder: "h14-one-photo-kills-xlsx",
        needs: &["python3"],
        says: &["rc=1; printed: ", "reports: r.html\nr.xlsx"],
        never: &["cannot write", "printed: 0 bytes"],
    },
    Fault {
        folder: "h19-one-bad-write-loses-the-rest",
        needs: &["unshare"],
        says: &["overlays ", "disk full: rc=2", "after.csv: after.csv"],
        never: &["printed 0 bytes", "overlays 0"],
    },
    Fault {
        folder: "h30-generate-and-init-on-a-full-disk",
        needs: &["unshare"],
        says: &["generate: rc=2", "the disk is full", "Wrote "],
        never: &["exists already"],
    },
    Fault {
        folder: "h18-closed-pipe-exit-0",
        needs: &[],
        says: &["human rc=1", "json rc=1", "jsonl rc=1", "github rc=1", "concise rc=1"],
        never: &[],
    },
    Fault {
        folder: "h27-errors-not-all-in-one-run",
        needs: &[],
        says: &[
            "no such file or folder: nosuch.jpg\nerror: file exists and is not a folder\nerror: report x.pdf",
            "no column M, N",
            "no rule no1",
            "no rule no2",
            "--threads cannot be",
            "two reports have the same path: r.html",
        ],
        never: &["rc=0", "rc=1", "File exists"],
    },
    // Texts.
    Fault {
        folder: "h21-terminal-injection",
        needs: &[],
        says: &[
            "\\u{1b}]0;pwned\\u{7}\\u{1b}[2J\\u{a}fake.jpg",
            "such as \\u{1b}[2J",
            "seen: a\\u{1b}]0;pwned\\u{7} | b",
        ],
        never: &["^[]0", "^[[2J"],
    },
    Fault {
        folder: "08-sarif-shows-identity-numbers",
        needs: &[],
        says: &["r.sarif:0", "r.csv:0", "r.xml:0", "r.html:0"],
        never: &["11010519491231002X"],
    },
    Fault {
        folder: "h16-id-numbers-leak",
        needs: &[],
        says: &["李四_440524********0014", "张三_110105********002X"],
        never: &["440524188001010014", "11010519491231002X"],
    },
    Fault {
        folder: "30-identity-numbers-not-masked",
        needs: &[],
        says: &["张三_20220101110105********002X", "张三_110105********0021"],
        never: &["19491231", "１９４９"],
    },
    Fault {
        folder: "28-what-is-a-kb",
        needs: &[],
        says: &["50100-bytes.jpg\tfail\tfile-size", "The file has 51200 bytes; required: over 50 KB"],
        never: &["is not a number with a unit", "50100-bytes.jpg\tpass", "1 B too low"],
    },
    Fault {
        folder: "29-small-ones-on-the-command-line",
        needs: &[],
        says: &["李四 20220102", "photos/20220101.jpg\tpass\t\t", "human or jsonl"],
        never: &["pass\tpixel-size"],
    },
    // Name lists and rounds.
    Fault {
        folder: "03-roster-only-first-sheet",
        needs: &[],
        says: &[
            "sheets “一班”, “二班”: 3 people",
            "王五 20220103",
            "sheet “2022”: 2 people",
            "Sheets not read: “填写说明”",
        ],
        never: &["老张", "of nobody", "error:"],
    },
    Fault {
        folder: "05-roster-serial-number-is-a-person",
        needs: &[],
        says: &[
            "photos/1_20220102.jpg,20220102,李四",
            "photos/1班_20220103_王五.jpg,20220103,王五",
            "photos/2班王五.jpg,20220103,王五",
            "photos/李四 (1).jpg,20220102,李四",
        ],
        never: &["misnamed"],
    },
    Fault {
        folder: "06-roster-two-peoples-numbers",
        needs: &[],
        says: &[
            "The same number: 张三 20220101, 王五 20220101",
            "20220101_20220102.jpg: it has the numbers of two people",
            "20220101_440524188001010014.jpg: it has the numbers of two people",
        ],
        never: &[],
    },
    Fault {
        folder: "07-roster-latin-names",
        needs: &[],
        says: &[
            "4 with a photo, 0 without",
            "S2202_Ann Lee.jpg: the number is Bo Chen S2202, the name is Ann Lee S2201",
        ],
        never: &["of nobody", "No photo yet"],
    },
    Fault {
        folder: "13-roster-numbers-that-excel-spoilt",
        needs: &[],
        says: &["lacks its leading zeros", "李四: the list's number has lost its last digits"],
        never: &["misnamed", "No photo yet"],
    },
    Fault {
        folder: "15-roster-numbers-with-marks",
        needs: &[],
        says: &["2 with a photo, 0 without"],
        never: &["of nobody"],
    },
    Fault {
        folder: "21-roster-errors-that-do-not-help",
        needs: &[],
        says: &[
            "a web page",
            "an Excel 97 workbook",
            "the XML of Excel 2003",
            "an OpenDocument table",
            "an encrypted workbook",
        ],
        never: &["�", "_rels"],
    },
    Fault {
        folder: "23-roster-columns-silently-not-used",
        needs: &[],
        says: &["columns “學號”, “姓名”", "1 with a photo, 1 without", "formulas without a result"],
        never: &["張三\n"],
    },
    Fault {
        folder: "24-compare-loses-renamed-files",
        needs: &[],
        says: &["1 fixed, 0 still not passing, 0 worse, 2 pass as before, 0 new, 0 gone"],
        never: &["New in this round", "not in this one"],
    },
    Fault {
        folder: "h26-roster-csv",
        needs: &["python3"],
        says: &[
            "The list title.csv: 2 people",
            "quote.csv has a quotation mark in line 2 that is never closed",
            "300000 on the list",
            "empty earlier round: rc=2",
        ],
        never: &["199999"],
    },
];

fn folders() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/faults")
}

/// Runs a folder's command in a copy of it; what it said.
fn said(folder: &Path) -> String {
    let copy = tempfile::tempdir().unwrap();
    // Commands look for their neighbours beside them.
    let is_copied = Command::new("cp").arg("-r").arg(folder).arg(copy.path()).status().unwrap().success();
    assert!(is_copied, "{}", folder.display());
    for neighbour in std::fs::read_dir(folders()).unwrap().map(Result::unwrap) {
        let link = copy.path().join(neighbour.file_name());
        if !link.exists() {
            std::os::unix::fs::symlink(neighbour.path(), link).unwrap();
        }
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let work = copy.path().join(folder.file_name().unwrap());
    // Some scripts look for the fixtures below the folder that they run in, and users without rights must get there.
    std::os::unix::fs::symlink(&fixtures, work.join("fixtures")).ok();
    Command::new("chmod").arg("755").arg(copy.path()).status().unwrap();
    let output = std::fs::File::create(copy.path().join("said")).unwrap();
    let mut child = Command::new("bash")
        .args(["-c", &format!("ulimit -S -t {MOST_TIME}; source cmd.txt")])
        .current_dir(&work)
        .envs([("PHOTOCHECK", env!("CARGO_BIN_EXE_photocheck")), ("PC", env!("CARGO_BIN_EXE_photocheck"))])
        .envs([("FX", fixtures.as_path()), ("SEEDS", folders().join("seeds").as_path())])
        .stdin(Stdio::null())
        .stdout(output.try_clone().unwrap())
        .stderr(output)
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            panic!("{} hangs", folder.display());
        }
        sleep(Duration::from_millis(20));
    }
    String::from_utf8_lossy(&std::fs::read(copy.path().join("said")).unwrap()).into_owned()
}

/// What is wrong with the output of one command.
fn wrong(fault: &Fault, said: &str) -> Vec<String> {
    let missing = fault.says.iter().filter(|text| !said.contains(**text)).map(|text| format!("does not say {text:?}"));
    let broken = ["panicked", "memory allocation", "rc=101", "rc=134", "rc=137", "rc=139", "CPU time limit"];
    let there = fault.never.iter().chain(&broken).filter(|text| said.contains(**text));
    let memory = said.split("RSS ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<u64>().ok());
    let much = memory.filter(|kibibytes| *kibibytes > MOST_MEMORY).map(|it| format!("takes {it} KiB"));
    // Two hundred photos within 40 s are too many for a build without optimisation.
    let hung = said.lines().filter(|line| line.contains("rc=124") && !line.starts_with("swapped in during a run"));
    missing
        .chain(there.map(|text| format!("says {text:?}")))
        .chain(much)
        .chain(hung.map(|line| format!("hangs: {line}")))
        .collect()
}

#[test]
fn every_fault_is_mended() {
    let is_there = folders().is_dir();
    if !needs::have("faults", is_there, "there is no ../shared/faults") {
        return;
    }
    let mut failed = Vec::new();
    for fault in &FAULTS {
        let found = |program: &&&str| {
            !Command::new("sh").args(["-c", &format!("command -v {program} >/dev/null")]).status().unwrap().success()
        };
        if let Some(missing) = fault.needs.iter().find(found) {
            needs::have(missing, false, fault.folder);
            continue;
        }
        let said = said(&folders().join(fault.folder));
        println!("== {}\n{said}", fault.folder);
        let wrong = wrong(fault, &said);
        if !wrong.is_empty() {
            failed.push(format!("{}: {wrong:#?} in:\n{said}", fault.folder));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_folder_has_its_right_answer() {
    if !needs::have("faults", folders().is_dir(), "there is no ../shared/faults") {
        return;
    }
    let entries = std::fs::read_dir(folders()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().join("cmd.txt").is_file());
    let unknown: Vec<_> = folders
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| FAULTS.iter().all(|fault| fault.folder != name))
        .collect();
    assert!(unknown.is_empty(), "nothing says what is right for {unknown:?}");
}

//! The sentences of the command line: help texts and what commands say.

use std::fmt::Display;
use std::path::Path;

use photocheck::text::{Lang, Phrase, phrase};

pub const ABOUT: Phrase = phrase(
    "检查毕业照、证件照是否符合要求。完全离线，不改动、不上传任何照片。",
    "Checks graduation and identity photos against an authority's requirements. Offline; never changes or sends a photo.",
);
pub const USAGE: Phrase = phrase("用法：", "Usage: ");
pub const COMMANDS: Phrase = phrase("命令", "Commands");
pub const ARGUMENTS: Phrase = phrase("参数", "Arguments");
pub const OPTIONS: Phrase = phrase("选项", "Options");
pub const AFTER: Phrase = phrase(
    "退出码：0 没有不合格 · 1 有照片不合格 · 2 没法检查（选项、规则文件或路径有误，或没有照片）",
    "Exit code: 0 nothing failed · 1 a photo failed · 2 the job could not be done (options, rule files, paths, nothing to check)",
);

pub const CHECK: Phrase = phrase(
    "检查照片（只写路径也行：photocheck 照片.jpg）",
    "Check photos (bare paths mean this: photocheck photo.jpg)",
);
pub const MEASURE: Phrase = phrase("只测量，不判断", "Measure photos without judging them");
pub const EXPLAIN: Phrase = phrase("说明一条规则或一个测量项", "Explain a rule or a measure");
pub const RULES: Phrase = phrase("查看、检验、比较规则集", "List, show, check and compare rule sets");
pub const RULES_LIST: Phrase = phrase("列出内置的规则集", "List the built-in rule sets");
pub const RULES_SHOW: Phrase = phrase("列出一套规则的全部要求", "Show every rule of a set");
pub const RULES_CHECK: Phrase = phrase("检验规则文件有没有写错", "Check rule files for mistakes");
pub const RULES_DIFF: Phrase = phrase("比较两套规则", "Compare two rule sets");
pub const MEASURES: Phrase = phrase("列出全部测量项", "List all measures");
pub const EVALUATE: Phrase =
    phrase("用已知真值的照片检验本程序有多准", "Find out how right the checker is on photos whose truth is known");
pub const TRUTH: Phrase =
    phrase("真值文件，每行一张照片（JSON Lines）", "What is true of each photo, one a line (JSON Lines)");
pub const PHOTOS: Phrase =
    phrase("照片所在的文件夹（默认：真值文件所在处）", "Folder of the photos (default: the truth file's)");
pub const ANSWERS: Phrase = phrase(
    "不重新检查，而用以前 check --format jsonl --measures 的输出",
    "Check nothing; use what check --format jsonl --measures printed earlier",
);
pub const GROUPS: Phrase = phrase(
    "人员表（CSV），有 subject 一列；其余各列用来分组统计",
    "Table of people (CSV) with a column subject; results are given by each other column",
);
pub const WORST: Phrase = phrase("每一项列出错得最多的 N 张照片", "Name the N worst photos of each measure and rule");
pub const EVALUATE_FORMAT: Phrase = phrase("输出格式：human、json 或 md", "Output format: human, json or md");
pub const EVALUATED: Phrase =
    phrase("{n} 张照片，其中 {unanswered} 张没有检查结果。", "{n} photos, {unanswered} of them without an answer.");
pub const NO_SUCH_PHOTO: Phrase =
    phrase("真值文件里的照片不存在：{name}", "the truth names a photo that is not there: {name}");
pub const UNKNOWN_KEYS: Phrase =
    phrase("真值文件里这些键没有用到：{keys}", "these keys of the truth file were not used: {keys}");
pub const NOTE: Phrase = phrase("提示", "note");
pub const CARD: Phrase = phrase("做一页可打印的拍摄说明", "Make a printable one-page shooting card");
pub const CARD_FILE: Phrase = phrase("要写的网页；- 表示标准输出", "Page to write; - is standard output");
pub const INIT: Phrase = phrase("写出一份带注释的规则文件，供修改", "Write a commented rule file to start from");
pub const GENERATE: Phrase = phrase("生成命令补全或手册页", "Generate shell completions or the man page");

pub const PATHS: Phrase = phrase(
    "照片、文件夹或通配符；- 表示从标准输入读一张照片",
    "Photos, folders or patterns; - reads one photo from standard input",
);
pub const LANG: Phrase = phrase("语言：zh、en 或 auto", "Language: zh, en or auto");
pub const COLOR: Phrase = phrase("颜色：auto、always 或 never", "Colour: auto, always or never");
pub const RULES_OPTION: Phrase = phrase(
    "规则集名称或规则文件；可写多次，后面的覆盖前面的",
    "Rule set by name or file; repeatable, later ones lie over earlier ones",
);
pub const ONLY: Phrase =
    phrase("只检查这些规则（可用通配符，可写多次）", "Check these rules only (patterns allowed, repeatable)");
pub const SKIP: Phrase =
    phrase("不检查这些规则（可用通配符，可写多次）", "Leave these rules out (patterns allowed, repeatable)");
pub const SET: Phrase = phrase(
    "本次改一个限值，如 head-height.max=0.6（可写多次）",
    "Change one limit for this run, e.g. head-height.max=0.6 (repeatable)",
);
pub const FORMAT: Phrase = phrase(
    "输出格式：human、summary（只要总览）、concise、json、jsonl、github",
    "Output format: human, summary (the overview alone), concise, json, jsonl, github",
);
pub const REPORT: Phrase = phrase(
    "另存报告，格式由扩展名决定：.html .xlsx .csv .json .jsonl .xml .sarif（可写多次）",
    "Also write a report, its format by extension: .html .xlsx .csv .json .jsonl .xml .sarif (repeatable)",
);
pub const ROSTER: Phrase = phrase(
    "名单（CSV 或 XLSX）：谁没交、谁多交、文件名写错",
    "Name list (CSV or XLSX): who is missing, extra or misnamed",
);
pub const ROSTER_NUMBER: Phrase =
    phrase("名单中号码那一列的标题（默认自动识别）", "Heading of the list's number column (found by itself otherwise)");
pub const ROSTER_NAME: Phrase =
    phrase("名单中姓名那一列的标题（默认自动识别）", "Heading of the list's name column (found by itself otherwise)");
pub const COMPARE: Phrase =
    phrase("与上一轮的 JSON 或 JSONL 报告比较", "Compare with an earlier round's JSON or JSONL report");
pub const WAIVERS: Phrase =
    phrase("豁免清单（TOML）：照片、规则、理由、期限", "Waivers (TOML): photo, rule, reason, until");
pub const OVERLAY: Phrase = phrase(
    "在这个文件夹里给每张照片画一份标注图（SVG）",
    "Draw an annotated copy of each photo (SVG) into this folder",
);
pub const FULL_IDS: Phrase = phrase(
    "报告中写出完整的身份证号（默认隐去中间各位）",
    "Show identity numbers in full in reports (masked by default)",
);
pub const WITH_MEASURES: Phrase = phrase("JSON 中附上全部测量值", "Add every measured value to JSON output");
pub const STRICT: Phrase = phrase("提醒和需人工确认的也算不合格", "Warnings and reviews count as failures");
pub const EXIT_ZERO: Phrase = phrase("有照片不合格时也返回 0", "Return 0 even if a photo failed");
pub const FILES_FROM: Phrase =
    phrase("从文件读取路径清单，每行一个；- 表示标准输入", "Read paths from a file, one a line; - is standard input");
pub const NULL: Phrase = phrase("清单以 NUL 分隔", "Paths in the list are separated by NUL");
pub const ALLOW_EMPTY: Phrase = phrase("没有照片时不算出错", "Finding no photo is no error");
pub const THREADS: Phrase =
    phrase("同时检查几张（默认：处理器核数）", "Photos at a time (default: one per processor core)");
pub const QUIET: Phrase =
    phrase("只列出不合格的照片，每张一行，再加总览", "List only photos that fail, a line each, and the overview");
pub const VERBOSE: Phrase = phrase(
    "每张照片都列出全部内容，合格的要求也列出测量值",
    "Tell everything of every photo, met rules with their values",
);
pub const HELP: Phrase = phrase("显示帮助", "Print help");
pub const VERSION: Phrase = phrase("显示版本", "Print version");
pub const TOPIC: Phrase = phrase("规则 id 或测量项名称", "A rule's id or a measure's name");
pub const SET_NAME: Phrase = phrase("规则集名称或规则文件", "Rule set by name or file");
pub const INIT_FILE: Phrase = phrase("要写的文件；已存在时不覆盖", "File to write; an existing one is not overwritten");
pub const GENERATE_WHAT: Phrase =
    phrase("bash、zsh、fish、powershell、elvish 或 man", "bash, zsh, fish, powershell, elvish or man");

pub const HOW_TO_BEGIN: Phrase = phrase(
    "检查照片：photocheck 照片.jpg，或者把照片、文件夹拖到程序图标上。",
    "To check a photo: photocheck photo.jpg, or drag photos or a folder onto the program's icon.",
);
pub const PRESS_ENTER: Phrase = phrase("按回车键关闭。", "Press Enter to close.");
pub const SEE_HELP: Phrase =
    phrase("提示：photocheck --help 列出全部用法。", "Hint: photocheck --help lists everything.");
pub const ERROR: Phrase = phrase("错误", "error");
pub const NOTHING_TO_CHECK: Phrase =
    phrase("没有找到照片，什么也没有检查。", "No photo was found; nothing was checked.");
pub const NOTHING_BUT_STRAYS: Phrase = phrase(
    "没有找到照片，什么也没有检查；看到 {n} 个不是照片的文件，如 {example}。",
    "No photo was found; nothing was checked. {n} other files were seen, such as {example}.",
);
pub const NO_SUCH_PATH: Phrase = phrase("没有这个文件或文件夹：{name}", "no such file or folder: {name}");
pub const UNSEEN: Phrase = phrase(
    "{name} 没有检查：{why}；里面的照片不在结果中",
    "{name} was not looked into: {why}; photos in it are not in the result",
);
pub const NO_MATCH: Phrase = phrase("没有文件符合 {name}", "no file matches {name}");
pub const NO_SUCH_RULE: Phrase = phrase("规则集里没有 {name}", "the rule set has no rule {name}");
pub const NO_SUCH_TOPIC: Phrase = phrase("没有叫 {name} 的规则或测量项", "there is no rule or measure called {name}");
pub const DID_YOU_MEAN: Phrase = phrase("是不是想写 {name}？", "did you mean {name}?");
pub const CANNOT_READ: Phrase = phrase("读不了 {name}：{error}", "cannot read {name}: {error}");
pub const CANNOT_WRITE: Phrase = phrase("写不了 {name}：{error}", "cannot write {name}: {error}");
pub const NOT_A_REPORT: Phrase = phrase(
    "{name} 第 {line} 行不是 photocheck 的 JSON 或 JSONL 报告",
    "{name}, line {line}: not a JSON or JSONL report of photocheck",
);
pub const NO_COLUMNS: Phrase = phrase(
    "名单 {name} 里没有找到学号或姓名的列（第一行是：{row}）；请用 --roster-number、--roster-name 指明",
    "no column for numbers or names in the list {name} (its first row: {row}); say which with --roster-number, --roster-name",
);
pub const NO_SUCH_HEADING: Phrase = phrase(
    "名单 {name} 里没有标题为 {heading} 的列（第一行是：{row}）",
    "the list {name} has no column {heading} (its first row: {row})",
);
pub const EMPTY_ROSTER: Phrase = phrase("名单 {name} 里一个人也没有", "the list {name} names nobody");
pub const CARD_WRITTEN: Phrase =
    phrase("已写好 {name}，用浏览器打开即可打印。", "Wrote {name}; open it in a browser to print it.");
pub const MARKS: Phrase = phrase("文件里留下的痕迹：", "Marks in the file:");
pub const STDIN_TWICE: Phrase = phrase("标准输入只能用一次", "standard input can be used only once");
pub const NO_RULE_LEFT: Phrase = phrase("--only 和 --skip 之后一条规则也不剩", "--only and --skip leave no rule");
pub const OWN_FAULT: Phrase = phrase(
    "这是本程序自身的错误；请把上面的文字报告给开发者",
    "this is a fault of photocheck itself; please report the lines above",
);
pub const SETS_ARE_FINE: Phrase = phrase("{name}：没有问题，共 {n} 条规则。", "{name}: no problems, {n} rules.");
pub const ALREADY_THERE: Phrase =
    phrase("{name} 已经存在，没有覆盖。", "{name} exists already and was not overwritten.");
pub const WRITTEN: Phrase = phrase(
    "已写好 {name}。改完后用 photocheck rules check {name} 检验。",
    "Wrote {name}. After editing, check it with: photocheck rules check {name}",
);

/// [`CANNOT_READ`] for a file.
pub fn cannot_read(file: &Path, error: &dyn Display, lang: Lang) -> String {
    about_file(CANNOT_READ, file, error, lang)
}

/// [`CANNOT_WRITE`] for a file.
pub fn cannot_write(file: &Path, error: &dyn Display, lang: Lang) -> String {
    about_file(CANNOT_WRITE, file, error, lang)
}

fn about_file(sentence: Phrase, file: &Path, error: &dyn Display, lang: Lang) -> String {
    sentence.fill(lang, &[("name", &file.display().to_string()), ("error", &error.to_string())])
}

//! The sentences of the command line: help texts and what commands say.

use std::io;
use std::path::Path;

use photocheck::rules::{Basis, Severity};
use photocheck::text::{Lang, Phrase, phrase};

pub const ABOUT: Phrase = phrase(
    "检查毕业照、证件照是否符合要求。完全离线，不改动、不上传任何照片。",
    "Checks graduation and identity photos against an authority's requirements. Offline; never changes or sends a photo.",
);
pub const USAGE: Phrase = phrase("用法：", "Usage: ");
pub const COMMANDS: Phrase = phrase("命令", "Commands");
pub const CHOICE: Phrase = phrase("选照片", "Which photos");
pub const JUDGING: Phrase = phrase("按什么检查", "Which rules");
pub const OUTPUT: Phrase = phrase("输出", "Output");
pub const BATCH: Phrase = phrase("整批照片", "A batch");
pub const EXAMPLES_HEAD: Phrase = phrase("例子：", "Examples:");
pub const EXAMPLES: Phrase = phrase(
    "  photocheck 照片.jpg\n  photocheck 照片/ --roster 名单.xlsx --report 结果.html\n  photocheck explain 耳朵",
    "  photocheck photo.jpg\n  photocheck photos/ --roster list.xlsx --report results.html\n  photocheck explain ears",
);
pub const CHECK_EXAMPLES: Phrase = phrase(
    "  photocheck check 照片.jpg                    一张照片，说明哪里不合格、怎么办\n  photocheck check 照片/ --format summary      只看整批的总览\n  photocheck check 照片/ --roster 名单.xlsx --report 结果.html --report 结果.xlsx\n  photocheck check 照片/ --compare 上次.jsonl  第二轮：谁改好了\n  photocheck check 照片/ --set head-height.max=0.6 --skip no-jewellery",
    "  photocheck check photo.jpg                    one photo: what fails it, what to do\n  photocheck check photos/ --format summary     the overview of a batch alone\n  photocheck check photos/ --roster list.xlsx --report results.html --report results.xlsx\n  photocheck check photos/ --compare first.jsonl    second round: who has mended it\n  photocheck check photos/ --set head-height.max=0.6 --skip no-jewellery",
);
pub const MEASURE_EXAMPLES: Phrase = phrase(
    "  photocheck measure 照片.jpg\n  photocheck measure --format jsonl 照片/",
    "  photocheck measure photo.jpg\n  photocheck measure --format jsonl photos/",
);
pub const MEASURES_EXAMPLES: Phrase = phrase("  photocheck measures", "  photocheck measures");
pub const EXPLAIN_EXAMPLES: Phrase = phrase(
    "  photocheck explain ears-visible   一条要求\n  photocheck explain head.height    一个测量项\n  photocheck explain 眼镜           凡是说到眼镜的",
    "  photocheck explain ears-visible   a rule\n  photocheck explain head.height    a measure\n  photocheck explain glasses        whatever speaks of glasses",
);
pub const FIT_EXAMPLES: Phrase = phrase(
    "  photocheck fit 照片.jpg --rules passport-cn-354x472    怎样裁剪\n  photocheck fit 照片.jpg --rules us-visa --write 裁好.jpg",
    "  photocheck fit photo.jpg --rules us-visa                   how to crop it\n  photocheck fit photo.jpg --rules us-visa --write cropped.jpg",
);
pub const RULES_LIST_EXAMPLES: Phrase = phrase("  photocheck rules list", "  photocheck rules list");
pub const RULES_SHOW_EXAMPLES: Phrase = phrase("  photocheck rules show us-visa", "  photocheck rules show us-visa");
pub const RULES_CHECK_EXAMPLES: Phrase =
    phrase("  photocheck rules check 本校.toml", "  photocheck rules check ours.toml");
pub const RULES_DIFF_EXAMPLES: Phrase =
    phrase("  photocheck rules diff graduation-2022 本校.toml", "  photocheck rules diff graduation-2022 ours.toml");
pub const RULES_EXAMPLES: Phrase = phrase(
    "  photocheck rules show\n  photocheck rules show us-visa --resolved\n  photocheck rules check my-rules.toml\n  photocheck rules diff graduation-2022 my-rules.toml",
    "  photocheck rules show\n  photocheck rules show us-visa --resolved\n  photocheck rules check my-rules.toml\n  photocheck rules diff graduation-2022 my-rules.toml",
);
pub const CARD_EXAMPLES: Phrase = phrase("  photocheck card 拍照提示.html", "  photocheck card card.html");
pub const PAGE_EXAMPLES: Phrase = phrase(
    "  photocheck page --open\n  photocheck page U盘/证件照检查    发给没有装本程序的同学",
    "  photocheck page --open\n  photocheck page stick/check-photos    for people who have not installed it",
);
pub const INIT_EXAMPLES: Phrase = phrase(
    "  photocheck init 本校.toml\n  photocheck init --from passport-cn-354x472 护照.toml\n  photocheck check --rules 本校.toml 照片/",
    "  photocheck init ours.toml\n  photocheck init --from us-visa ours.toml\n  photocheck check --rules ours.toml photos/",
);
pub const GENERATE_EXAMPLES: Phrase = phrase(
    "  photocheck generate bash > photocheck.bash\n  photocheck generate man man/man1    每个命令一页\n  photocheck generate rules-schema > rules.schema.json",
    "  photocheck generate bash > photocheck.bash\n  photocheck generate man man/man1    a page for every command\n  photocheck generate rules-schema > rules.schema.json",
);
pub const EVALUATE_EXAMPLES: Phrase =
    phrase("  photocheck evaluate 真值.jsonl --format md", "  photocheck evaluate truth.jsonl --format md");
pub const MORE_IN_HELP: Phrase = phrase("--help 列出全部选项和例子。", "--help lists every option, with examples.");
pub const MAN_FOLDER: Phrase = phrase(
    "man：把每个命令的手册页写进这个文件夹（省略时只输出总的一页）",
    "man: write a page for every command into this folder (without it, the main page is printed)",
);
pub const SETTINGS_USED: Phrase = phrase("按 {file} 的设置检查", "settings from {file}");
pub const SETTINGS_UNREADABLE: Phrase =
    phrase("读不了设置文件 {file}：{error}", "the settings in {file} cannot be read: {error}");
pub const SETTINGS_ARE_RULES: Phrase = phrase(
    "这是一份规则，不是设置：请改个名字，再用 --rules 指定",
    "this is a rule set, not a settings file: give it another name and use it with --rules",
);
pub const SETTINGS_WRONG_KIND: Phrase = phrase("{key} 的写法不对", "the value of {key} is of the wrong kind");
pub const NAME_A_PHOTO: Phrase = phrase(
    "请写出要检查的照片或文件夹，例如：photocheck 照片.jpg",
    "name a photo or a folder to check, for example: photocheck photo.jpg",
);
pub const NEAR_TOPICS: Phrase = phrase("相近的有：", "these come near:");
pub const ANSWERING_TOPICS: Phrase = phrase("与“{word}”有关的要求：", "What answers “{word}”:");
pub const SEVERAL_TOPICS: Phrase = phrase("说到“{word}”的有：", "These speak of “{word}”:");

pub const ARGUMENTS: Phrase = phrase("参数", "Arguments");
pub const OPTIONS: Phrase = phrase("选项", "Options");
pub const AFTER: Phrase = phrase(
    "退出码：\n  0  没有照片不合格\n  1  有照片不合格\n  2  没法检查或没有查全：选项、规则文件或路径有误，没有照片，或有照片、文件夹打不开",
    "Exit codes:\n  0  nothing failed\n  1  a photo failed\n  2  the job could not be done, or not wholly: options, rule files, paths, nothing to check, a photo or a folder that could not be opened",
);

pub const CHECK: Phrase = phrase(
    "检查照片（只写路径也行：photocheck 照片.jpg）",
    "Check photos (bare paths mean this: photocheck photo.jpg)",
);
pub const MEASURE: Phrase = phrase("只测量，不判断", "Measure photos without judging them");
pub const FIT: Phrase = phrase("说明怎样裁剪才符合要求", "Say how to crop a photo for a rule set");
pub const FIT_WRITE: Phrase =
    phrase("把裁好的照片写成新文件（不改原文件）", "Write the cropped photo to a new file (the original stays)");
pub const FIT_OVERLAY: Phrase = phrase(
    "在文件夹里为每张照片写一个 SVG，画出该裁的范围，下面写明做法",
    "Write an SVG for each photo into a folder: the frame to crop to, and how, below it",
);
pub const FIT_ONE: Phrase =
    phrase("--write 一次只能写一张照片、一套规则。", "--write takes one photo and one rule set.");
pub const FIT_ORIGINAL: Phrase = phrase(
    "不写裁剪件：这套规则要求交未经修改的原图（{title}）。",
    "nothing written: this rule set wants the untouched original ({title})",
);
pub const FIT_EXISTS: Phrase = phrase("已有文件 {name}，不覆盖。", "{name} exists and is not overwritten");
pub const FIT_NOT_NEEDED: Phrase = phrase(
    "画面已经符合要求，不用裁剪，没有写出文件。",
    "the frame is as it should be: no crop is needed, and none is written",
);
pub const FIT_NO_FACE: Phrase = phrase("没有可以量的人脸，无从裁剪。", "no face to measure, so nothing to crop to");
pub const EXPLAIN: Phrase = phrase("说明一条规则、一个测量项或一个词", "Explain a rule, a measure or a word");
pub const RULES: Phrase = phrase("查看、检验、比较规则集", "List, show, check and compare rule sets");
pub const RULES_LIST: Phrase = phrase("列出内置的规则集", "List the built-in rule sets");
pub const RULES_SHOW: Phrase = phrase("列出一套规则的全部要求", "Show every rule of a set");
pub const RULES_RESOLVED: Phrase = phrase(
    "写成一个完整的 TOML 文件：extends、[[group]] 和 --set 都已算进去",
    "Print it as one whole TOML file, after extends, [[group]] and --set",
);
pub const RESOLVED: Phrase = phrase(
    "{name} 的全部规则，由 photocheck rules show --resolved 写出。",
    "All rules of {name}, written by photocheck rules show --resolved.",
);
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
pub const PAGE: Phrase =
    phrase("写出一个网页，在浏览器里检查照片，不联网", "Write a page that checks photos in a browser, offline");
pub const PAGE_FOLDER: Phrase = phrase("写到哪个文件夹", "Folder to write it into");
pub const PAGE_OPEN: Phrase = phrase("写好以后打开", "Open it once it is written");
pub const PAGE_WRITTEN: Phrase = phrase(
    "已写好 {name}：用浏览器打开就能检查照片，不联网，也不上传；可以整个发给别人。",
    "Wrote {name}: open it in a browser to check photos there. It connects to nothing and can be passed on as it is.",
);
pub const NO_PAGE: Phrase = phrase(
    "这个程序编译时没有带上网页。发布页下载的程序带着网页，也可以单独下载 photocheck.html；自己编译：先运行 web/build，再 cargo build --release --features page",
    "this program was built without the page. Released programs have it, and photocheck.html can be downloaded by itself; to build it: web/build, then cargo build --release --features page",
);
pub const INIT: Phrase = phrase("写出一份带注释的规则文件，供修改", "Write a commented rule file to start from");
pub const GENERATE: Phrase = phrase("生成命令补全或手册页", "Generate shell completions or man pages");

pub const PATHS: Phrase = phrase(
    "照片、文件夹或通配符；- 表示从标准输入读一张照片",
    "Photos, folders or patterns; - reads one photo from standard input",
);
pub const LANG: Phrase = phrase("语言：zh、en 或 auto", "Language: zh, en or auto");
pub const COLOR: Phrase = phrase("颜色：auto、always 或 never", "Colour: auto, always or never");
pub const RULES_OPTION: Phrase = phrase(
    "规则集名称或规则文件；可写多次，每套各判一次，有一套不合格就算不合格",
    "Rule set by name or file; repeatable, judged by each, failed by any",
);
pub const ONLY: Phrase =
    phrase("只检查这些规则（可用通配符，可写多次）", "Check these rules only (patterns allowed, repeatable)");
pub const SKIP: Phrase =
    phrase("不检查这些规则（可用通配符，可写多次）", "Leave these rules out (patterns allowed, repeatable)");
pub const SET: Phrase = phrase(
    "本次改一个限值，如 head-height.max=0.6；只改其中一套的，如 us-visa:head-height.max=0.6（可写多次）",
    "Change one limit for this run, e.g. head-height.max=0.6, or of one set alone SET:ID.KEY=VALUE (repeatable)",
);
pub const FORMAT: Phrase = phrase(
    "输出格式：human、summary（只要总览）、concise、json、jsonl、github、markdown",
    "Output format: human, summary (the overview alone), concise, json, jsonl, github, markdown",
);
pub const MEASURED_FORMAT: Phrase = phrase("输出格式：human 或 jsonl", "Output format: human or jsonl");
pub const REPORT: Phrase = phrase(
    "另存报告，格式由扩展名决定：.html .xlsx .csv .json .jsonl .xml .sarif .md（可写多次）",
    "Also write a report, its format by extension: .html .xlsx .csv .json .jsonl .xml .sarif .md (repeatable)",
);
pub const ROSTER: Phrase = phrase(
    "名单（CSV 或 XLSX）：谁没交、谁多交、文件名写错",
    "Name list (CSV or XLSX): who is missing, extra or misnamed",
);
pub const ROSTER_NUMBER: Phrase =
    phrase("名单中号码那一列的标题（默认自动识别）", "Heading of the list's number column (found by itself otherwise)");
pub const ROSTER_NAME: Phrase =
    phrase("名单中姓名那一列的标题（默认自动识别）", "Heading of the list's name column (found by itself otherwise)");
pub const EMPTY_ROUND: Phrase = phrase(
    "上一轮的报告 {name} 里没有照片，没有什么可比",
    "the earlier round {name} has no photos: there is nothing to compare with",
);
pub const SPLIT_BY: Phrase = phrase(
    "工作簿按名单的这一列分成几张表，如 --split-by 班级",
    "Give the workbook a sheet for each value of this column of the list, e.g. --split-by Class",
);
pub const MESSAGES: Phrase = phrase(
    "给每个要重交或还没交的学生写好通知（.txt 或 .csv），日期留空",
    "Write a message to each student who has to hand in (.txt or .csv), the day left blank",
);
pub const RENAMES: Phrase = phrase(
    "按名单列出改名方案（CSV）：原名、新名、冲突；只列出，不改名",
    "List how photos would be renamed after the list (CSV): old, new, conflicts; nothing is renamed",
);
pub const RENAME_AS: Phrase =
    phrase("新文件名：number_name（学号_姓名）或 number（学号）", "The new name: number_name or number");
pub const NEEDS_ROSTER: Phrase =
    phrase("{option} 要有名单：--roster 名单.xlsx", "{option} needs a list: --roster FILE");
pub const NO_SUCH_COLUMN: Phrase = phrase(
    "名单里没有“{column}”这一列；现有的列：{columns}。",
    "the list has no column “{column}”; it has {columns}. ",
);
pub const SPLITS_A_WORKBOOK: Phrase = phrase(
    "--split-by 分的是工作簿：请加上 --report 结果.xlsx",
    "--split-by splits the workbook: add --report results.xlsx",
);
pub const TOO_MANY_GROUPS: Phrase = phrase(
    "名单的“{column}”列有 {n} 个不同的值，最多分 {most} 张表：换一列再分",
    "the list's column “{column}” has {n} values, and a workbook is split into at most {most}: choose another",
);
pub const COMPARE: Phrase = phrase(
    "与上一轮的报告（JSON、JSONL、HTML、XLSX）比较",
    "Compare with an earlier round's JSON, JSONL, HTML or XLSX report",
);
pub const DECISIONS: Phrase = phrase(
    "带回人工结论：网页导出的 JSON 或 CSV，或填好“人工结论”一列的工作簿",
    "Bring back decisions: what the page exports, or the workbook with its decision column filled in",
);
pub const DECIDED: Phrase = phrase("人工看过，可以", "looked at by a person, fine");
pub const NO_DECISIONS: Phrase = phrase(
    "{name} 里没有人工结论：要网页导出的 JSON 或 CSV，或 photocheck 写的工作簿",
    "no decisions in {name}: it takes what the page exports as JSON or CSV, or a workbook that photocheck wrote",
);
pub const NO_DECISION: Phrase = phrase(
    "{name} 第 {line} 行的人工结论“{text}”不认识；请填“可以”或“不行”，没看的留空",
    "{name}, row {line}: unknown decision “{text}”; it is “fine” or “not fine”, or nothing",
);
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
pub const WITH_MEASURES: Phrase =
    phrase("JSON 和工作簿中附上全部测量值", "Add every measured value to JSON and workbooks");
pub const STRICT: Phrase = phrase("提醒和需人工确认的也算不合格", "Warnings and reviews count as failures");
pub const EXIT_ZERO: Phrase = phrase("有照片不合格时也返回 0", "Return 0 even if a photo failed");
pub const FILES_FROM: Phrase =
    phrase("从文件读取路径清单，每行一个；- 表示标准输入", "Read paths from a file, one a line; - is standard input");
pub const NULL: Phrase = phrase("清单以 NUL 分隔", "Paths in the list are separated by NUL");
pub const ALLOW_EMPTY: Phrase = phrase("没有照片时不算出错", "Finding no photo is no error");
pub const THREADS: Phrase =
    phrase("同时检查几张（默认：处理器核数）", "Photos at a time (default: one per processor core)");
pub const TIMEOUT: Phrase = phrase(
    "一张照片最多检查几秒，0 为不限（默认：60）；超时的照片算作没有读到",
    "Seconds after which a photo is given up and told as not read; 0 for never (default: 60)",
);
pub const SHARD: Phrase = phrase(
    "只检查其中一份，如 2/8：按顺序轮流分成 8 份，取第 2 份；重复照片只在同一份里查",
    "Check one part only, such as 2/8: the second of eight, dealt out in turn; copies are found within a part",
);
pub const SKIP_DONE: Phrase = phrase(
    "跳过这份 JSONL 结果里已有的照片（按文件内容）",
    "Pass over photos that this JSONL of an earlier run has (by content)",
);
pub const CACHE: Phrase = phrase(
    "把测量值存在这个文件夹里，同样的照片下次不再重新测量",
    "Keep readings in this folder, so that the same photos need not be measured again",
);
pub const WRONG_VALUE: Phrase =
    phrase("{option} 的值不能是“{value}”：应为 {wanted}", "{option} cannot be “{value}”: give {wanted}");
pub const A_NUMBER: Phrase = phrase("{range} 的整数", "a whole number from {range}");
pub const A_SHARD: Phrase = phrase("第几份/共几份，如 2/8", "which part of how many, such as 2/8");
pub const ALREADY_DONE: Phrase =
    phrase("{all} 张照片中有 {done} 张已经检查过，跳过", "{done} of {all} photos are done already and passed over");
pub const ALREADY_DONE_WITH_FAILURES: Phrase = phrase(
    "{all} 张照片中有 {done} 张已经检查过，跳过；其中 {failed} 张当时不合格",
    "{done} of {all} photos are done already and passed over; {failed} of these had failed",
);
pub const BROKEN_OFF: Phrase =
    phrase("已中断：{all} 张照片检查了 {done} 张", "broken off: {done} of {all} photos were checked");
pub const KEPT: Phrase = phrase("已检查的结果在 {names} 里", "what is done stands in {names}");
pub const GO_ON: Phrase = phrase("接着检查其余的：加上 --skip-done {name}", "to go on, add --skip-done {name}");
pub const NO_FOLDER: Phrase = phrase("{name} 已经存在，不是文件夹", "{name} exists and is not a folder");
pub const QUIET: Phrase =
    phrase("只列出不合格的照片，每张一行，再加总览", "List only photos that fail, a line each, and the overview");
pub const VERBOSE: Phrase = phrase(
    "每张照片都列出全部内容，合格的要求也列出测量值",
    "Tell everything of every photo, met rules with their values",
);
pub const HELP: Phrase = phrase("显示帮助", "Print help");
pub const VERSION: Phrase = phrase("显示版本", "Print version");
pub const TOPIC: Phrase = phrase(
    "规则 id、测量项名称，或其中的一个词（中英文都行）",
    "A rule's id, a measure's name, or a word of one, English or Chinese",
);
pub const SET_NAME: Phrase = phrase("规则集名称或规则文件", "Rule set by name or file");
pub const INIT_FROM: Phrase = phrase(
    "以哪套规则为底：新文件在它的基础上写，每条规则作为注释列在里面",
    "Set to begin with: the new file extends it and lists each of its rules as a comment",
);
pub const INIT_FILE: Phrase = phrase("要写的文件；已存在时不覆盖", "File to write; an existing one is not overwritten");
pub const GENERATE_WHAT: Phrase = phrase(
    "bash、zsh、fish、powershell、elvish、man 或 rules-schema（规则文件的 JSON Schema，供编辑器使用）",
    "bash, zsh, fish, powershell, elvish, man or rules-schema (the JSON Schema of rule files, for editors)",
);

pub const HOW_TO_BEGIN: Phrase = phrase(
    "检查照片：photocheck 照片.jpg，或者把照片、文件夹拖到程序图标上。",
    "To check a photo: photocheck photo.jpg, or drag photos or a folder onto the program's icon.",
);
pub const DRAG_A_FOLDER: Phrase = phrase(
    "把照片或文件夹拖进这个窗口，按回车键开始检查；直接按回车键关闭。",
    "Drag a photo or a folder into this window and press Enter; press Enter alone to close.",
);
pub const PRESS_ENTER: Phrase = phrase("按回车键关闭。", "Press Enter to close.");
pub const OPEN: Phrase = phrase("把结果写成网页并打开", "Write the results as a web page and open it");
pub const OPENED: Phrase = phrase("结果网页：{name}", "the page: {name}");
pub const CANNOT_OPEN: Phrase =
    phrase("打不开网页，请自己打开：{name}", "the page could not be opened; open it yourself: {name}");
pub const SEE_HELP: Phrase =
    phrase("提示：photocheck --help 列出全部用法。", "Hint: photocheck --help lists everything.");
pub const ERROR: Phrase = phrase("错误", "error");
pub const WARNING: Phrase = phrase("提醒", "warning");
pub const NOTHING_TO_CHECK: Phrase =
    phrase("没有找到照片，什么也没有检查。", "No photo was found; nothing was checked.");
pub const NOTHING_BUT_STRAYS: Phrase = phrase(
    "没有找到照片，什么也没有检查；看到 {n} 个不是照片的文件，如 {example}。",
    "No photo was found; nothing was checked. Other files seen: {n}, such as {example}.",
);
pub const NO_SUCH_PATH: Phrase = phrase("没有这个文件或文件夹：{name}", "no such file or folder: {name}");
pub const OUTPUT_TWICE: Phrase = phrase("两份报告写到同一个文件：{name}", "two reports have the same path: {name}");
pub const OUTPUT_IS_INPUT: Phrase =
    phrase("{name} 是这次要读的文件，不能写到它上面", "{name} is read by this very run and is not written over");
pub const NEEDS_NULL: Phrase = phrase(
    "{name} 里的文件名之间是 NUL 字符，请加 --null（-0）",
    "the names in {name} have NUL characters between them: use --null (-0)",
);
pub const OUTPUT_MISNAMED: Phrase =
    phrase("{name} 的扩展名应是 {extension}", "the name {name} has to end in {extension}");
pub const OUTPUT_OF_ANOTHER_KIND: Phrase =
    phrase("{name} 已存在，而且不是这种报告，不覆盖", "{name} exists and is not such a report; it is not written over");
pub const NOT_UTF8: Phrase = phrase("不是 UTF-8 文本", "it is not UTF-8 text");
pub const NOT_OPENED: Phrase = phrase(
    "有 {n} 个文件没能打开，其中的照片没有检查（见各自的说明）",
    "files that could not be opened, so that what is in them was not checked: {n} (each says why)",
);
pub const UNSEEN: Phrase = phrase(
    "{name} 没有检查：{why}；里面的照片不在结果中",
    "{name} was not looked into: {why}; photos in it are not in the result",
);
pub const SEEN_IN_PART: Phrase = phrase("{name} 没有全部检查：{why}", "not all of {name} was checked: {why}");
pub const NO_MATCH: Phrase = phrase("没有文件符合 {name}", "no file matches {name}");
pub const NO_SUCH_RULE: Phrase = phrase("规则集里没有 {name}", "the rule set has no rule {name}");
pub const NO_SUCH_TOPIC: Phrase = phrase("没有叫 {name} 的规则或测量项", "there is no rule or measure called {name}");
pub const DID_YOU_MEAN: Phrase = phrase("是不是想写 {name}？", "did you mean {name}?");
pub const CANNOT_READ: Phrase = phrase("读不了 {name}：{error}", "cannot read {name}: {error}");
pub const CANNOT_WRITE: Phrase = phrase("写不了 {name}：{error}", "cannot write {name}: {error}");
pub const NOT_PRINTED: Phrase =
    phrase("结果没有全部输出：{error}", "the output could not be written to its end: {error}");
pub const NOT_A_REPORT: Phrase = phrase(
    "{name} 第 {line} 行不是 photocheck 的报告（JSON、JSONL、HTML 或 XLSX）",
    "{name}, line {line}: not a report of photocheck (JSON, JSONL, HTML or XLSX)",
);
pub const MORE_PROBLEMS: Phrase = phrase("还有 {n} 处没有列出", "problems that are not listed: {n}");
pub const HALF_A_LINE: Phrase = phrase(
    "{name} 的最后一行不完整，那张照片没有算进上一轮",
    "the last line of {name} is cut, so that its photo is not counted in the earlier round",
);
pub const MARKS_IN_ROUND: Phrase = phrase(
    "{name} 里填有人工结论；要在这一轮沿用，请再加 --decisions {name}",
    "{name} has decisions filled in; for them to hold in this round, add --decisions {name}",
);
pub const MARKS_OF_OTHER_SETS: Phrase = phrase(
    "人工结论里有 {n} 条是给别的规则集的（{sets}），这次没有用",
    "decisions for other rule sets, which are not used now: {n} ({sets})",
);
pub const WAIVERS_OF_OTHER_SETS: Phrase = phrase(
    "豁免清单里有 {n} 条是给别的规则集的（{sets}），这次没有用",
    "waivers for other rule sets, which are not used now: {n} ({sets})",
);
pub const NOT_LINES: Phrase = phrase(
    "{name} 第 {line} 行不是 photocheck 的 JSONL 报告；这里只能用 JSONL",
    "{name}, line {line}: not a JSONL report of photocheck, which is what is wanted here",
);
pub const NO_COLUMNS: Phrase = phrase(
    "名单 {name} 里没有找到学号或姓名的列（看到的是：{row}）；请用 --roster-number、--roster-name 指明",
    "no column for numbers or names in the list {name} (seen: {row}); say which with --roster-number, --roster-name",
);
pub const NO_SUCH_HEADING: Phrase = phrase(
    "名单 {name} 里没有标题为 {heading} 的列（看到的是：{row}）",
    "the list {name} has no column {heading} (seen: {row})",
);
pub const UNCALCULATED_ROSTER: Phrase = phrase(
    "名单 {name} 的号码和姓名都是还没有算出结果的公式；请用 Excel 或 WPS 打开，保存后再用",
    "the numbers and names in the list {name} are formulas without results: open it in Excel or WPS and save it",
);
pub const DAMAGED_TABLE: Phrase = phrase(
    "{name} 损坏，读不出来；请用 Excel 或 WPS 打开，另存一份",
    "{name} is damaged and cannot be read: open it in Excel or WPS and save it again",
);
pub const FOREIGN_ROSTER: Phrase = phrase("名单 {name} 是{kind}", "the list {name} is {kind}");
pub const LONG_ROSTER: Phrase = phrase(
    "名单 {name} 超过 {n} 行，没有读；请拆成几份",
    "the list {name} has more than {n} rows and was not read; split it",
);
pub const OPEN_QUOTE: Phrase = phrase(
    "{name} 第 {line} 行的引号没有成对，后面的内容会连成一格；请补上或删去",
    "{name} has a quotation mark in line {line} that is never closed properly: close it or take it out",
);
pub const EXCEL_97: Phrase = phrase(
    "旧版 Excel 工作簿（.xls）；请用 Excel 或 WPS 打开，另存为 .xlsx",
    "an Excel 97 workbook (.xls): open it in Excel or WPS and save it as .xlsx",
);
pub const WEB_PAGE: Phrase = phrase(
    "网页，只是取名为表格（不少教务系统这样导出）；请用 Excel 或 WPS 打开，另存为 .xlsx",
    "a web page under a table's name, as many school systems export it: open it in Excel or WPS and save it as .xlsx",
);
pub const SPREADSHEET_XML: Phrase = phrase(
    "Excel 2003 的 XML 表格；请用 Excel 或 WPS 打开，另存为 .xlsx",
    "a table in the XML of Excel 2003: open it in Excel or WPS and save it as .xlsx",
);
pub const OPEN_DOCUMENT: Phrase = phrase(
    "OpenDocument 表格（.ods）；请用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx",
    "an OpenDocument table (.ods): open it in Excel, WPS or LibreOffice and save it as .xlsx",
);
pub const BINARY_WORKBOOK: Phrase = phrase(
    "二进制工作簿（.xlsb）；请用 Excel 打开，另存为 .xlsx",
    "a binary workbook (.xlsb): open it in Excel and save it as .xlsx",
);
pub const ENCRYPTED: Phrase = phrase(
    "加了密码的工作簿；请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx",
    "an encrypted workbook: open it in Excel or WPS, take the password off and save it as .xlsx",
);
pub const WORD: Phrase = phrase(
    "Word 文档；请把其中的表格复制到 Excel 或 WPS，存为 .xlsx",
    "a Word document: copy its table into Excel or WPS and save it as .xlsx",
);
pub const PDF: Phrase =
    phrase("PDF；请向发名单的人要 Excel 表格（.xlsx）", "a PDF: ask for the list as an Excel workbook (.xlsx)");
pub const PICTURE: Phrase =
    phrase("图片；请向发名单的人要 Excel 表格（.xlsx）", "a picture: ask for the list as an Excel workbook (.xlsx)");
pub const ARCHIVE: Phrase =
    phrase("压缩包；请先解压，再用里面的名单", "an archive: unpack it and name the list that is in it");
pub const EMPTY_ROSTER: Phrase = phrase("名单 {name} 里一个人也没有", "the list {name} names nobody");
pub const CARD_WRITTEN: Phrase =
    phrase("已写好 {name}，用浏览器打开即可打印。", "Wrote {name}; open it in a browser to print it.");
pub const MARKS: Phrase = phrase("文件里留下的痕迹：", "Marks in the file:");
pub const STDIN_TWICE: Phrase = phrase("标准输入只能用一次", "standard input can be used only once");
pub const ONE_SET: Phrase = phrase(
    "这个命令一次只用一套规则；只写一个 --rules",
    "this command takes one rule set at a time: give --rules once",
);
pub const SAME_SET: Phrase = phrase(
    "有两套规则的 id 都是 {name}，结果会分不清",
    "two rule sets have the id {name}: nobody could tell them apart",
);
pub const SET_LEFT_OUT: Phrase = phrase(
    "--only 和 --skip 之后 {name} 一条规则也不剩，不用它",
    "--only and --skip leave no rule of {name}; it is left out",
);
pub const NO_RULE_LEFT: Phrase = phrase("--only 和 --skip 之后一条规则也不剩", "--only and --skip leave no rule");
pub const OWN_FAULT: Phrase = phrase(
    "这是本程序自身的错误；请把上面的文字报告给开发者",
    "this is a fault of photocheck itself; please report the lines above",
);
pub const SETS_ARE_FINE: Phrase = phrase("{name}：没有问题，共 {n} 条规则。", "{name}: no problems; rules: {n}.");
pub const SETS_CAN_BE_USED: Phrase = phrase(
    "{name}：可以使用，共 {n} 条规则，有 {warnings} 处提醒。",
    "{name}: can be used; rules: {n}, warnings: {warnings}.",
);
pub const ALREADY_THERE: Phrase =
    phrase("{name} 已经存在，没有覆盖。", "{name} exists already and was not overwritten.");
pub const WRITTEN: Phrase = phrase(
    "已写好 {name}。改完后用 photocheck rules check {name} 检验。",
    "Wrote {name}. After editing, check it with: photocheck rules check {name}",
);

/// The names of options' values in the help.
const VALUES: [Phrase; 18] = [
    phrase("文件", "FILE"),
    phrase("文件夹", "DIR"),
    phrase("名称|文件", "NAME|FILE"),
    phrase("规则", "ID"),
    phrase("规则.键=值", "ID.KEY=VALUE"),
    phrase("格式", "FORMAT"),
    phrase("标题", "HEADING"),
    phrase("第几份/份数", "I/N"),
    phrase("秒", "SECONDS"),
    phrase("数", "N"),
    phrase("语言", "LANG"),
    phrase("何时", "WHEN"),
    phrase("路径", "PATH"),
    phrase("规则|测量项|词", "RULE|MEASURE|WORD"),
    phrase("真值文件", "TRUTH"),
    phrase("种类", "WHAT"),
    phrase("命令", "COMMAND"),
    phrase("取名", "NAME"),
];

/// The name of an option's value in `lang`.
pub fn value_name(english: &'static str, lang: Lang) -> &'static str {
    VALUES.iter().find(|it| it.en == english).map_or(english, |it| it.get(lang))
}

/// What a rule's severity is called.
pub fn severity(severity: Severity) -> Phrase {
    match severity {
        Severity::Error => phrase("不合格", "error"),
        Severity::Warning => phrase("提醒", "warning"),
        Severity::Info => phrase("说明", "info"),
    }
}

/// What the origin of a rule's numbers is called.
pub fn basis(basis: Basis) -> Phrase {
    match basis {
        Basis::Official => phrase("原文写明", "official"),
        Basis::Own => phrase("本程序定", "own"),
    }
}

/// [`CANNOT_READ`] for a file.
pub fn cannot_read(file: &Path, error: &dyn Fault, lang: Lang) -> String {
    about_file(CANNOT_READ, file, error, lang)
}

/// [`CANNOT_WRITE`] for a file.
pub fn cannot_write(file: &Path, error: &dyn Fault, lang: Lang) -> String {
    about_file(CANNOT_WRITE, file, error, lang)
}

/// [`NOT_PRINTED`].
pub fn unprinted(error: &io::Error, lang: Lang) -> String {
    NOT_PRINTED.fill(lang, &[("error", &error.said(lang))])
}

fn about_file(sentence: Phrase, file: &Path, error: &dyn Fault, lang: Lang) -> String {
    sentence.fill(lang, &[("name", &file.display().to_string()), ("error", &error.said(lang))])
}

/// Something that went wrong, said in the reader's language.
pub trait Fault {
    /// What went wrong.
    fn said(&self, lang: Lang) -> String;
}

impl Fault for String {
    fn said(&self, _: Lang) -> String {
        self.clone()
    }
}

impl Fault for io::Error {
    fn said(&self, lang: Lang) -> String {
        photocheck::input::in_words(self, lang)
    }
}

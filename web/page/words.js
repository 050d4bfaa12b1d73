// What the page itself says; everything about photos is said by the library.

export const words = {
  opening: ["正在打开……", "Opening …"],
  ready: ["可以选照片了。", "Ready: choose a photo."],
  checking: ["正在检查第 {at} 张，共 {all} 张……", "Checking photo {at} of {all} …"],
  done: ["检查了 {all} 张。", "{all} checked."],
  one: ["检查完了。", "Checked."],
  cannotOpen: ["这个浏览器打不开检查程序：{why}", "This browser cannot open the checker: {why}"],
  old: ["浏览器太旧，不支持 WebAssembly；请换一个新版本的浏览器。", "This browser has no WebAssembly: use a newer one."],
  fell: ["{name}：检查程序在这张照片上出错了，其余照片照常检查。", "{name}: the checker failed on this photo; the others were checked all the same."],
  heic: [
    "{name} 是 iPhone 的 HEIC 格式，这个浏览器读不了。请在 iPhone“设置 → 相机 → 格式”里选“兼容性最佳”后重拍，或把照片在“文件”里另存为 JPEG 再选。",
    "{name} is HEIC, an iPhone's own format, which this browser cannot read. On the iPhone choose Settings → Camera → Formats → Most Compatible and take it again, or save the photo as JPEG.",
  ],
  tooLarge: ["{name} 有 {size} MB，超过 64 MB，没有检查。", "{name} has {size} MB, more than 64 MB, and was not checked."],
  noPhoto: ["这里没有照片文件。", "There is no photo among these files."],
  noCamera: ["用不了摄像头：{why}", "The camera cannot be used: {why}"],
  fine: ["位置合适，可以拍了。", "Well placed: take the picture."],
  ownRules: ["规则文件有问题，没有检查：", "Something is wrong with the rule file; nothing was checked:"],
  line: ["第 {line} 行：", "line {line}: "],
  photo: ["照片", "Photo"],
  version: ["photocheck {version}，在这台设备上运行{how}。", "photocheck {version}, running on this device{how}."],
  plain: ["（无向量指令，较慢）", " (without vector instructions, slower)"],
  shot: ["摄像头.jpg", "camera.jpg"],
  pasted: ["粘贴的照片.{kind}", "pasted.{kind}"],
};

export const lang = () => document.documentElement.dataset.lang;

export function say(name, holes = {}) {
  const text = words[name][lang() === "zh" ? 0 : 1];
  return text.replace(/\{(\w+)\}/g, (_, hole) => holes[hole] ?? "");
}

// The camera: what stands wrong is said while one stands there, by the library's own rules; nothing is recorded.
import { byId, element } from "./dom.js";
import { lang, say } from "./words.js";
import { ask } from "./library.js";

/** Long side of a frame that is looked at for advice, px, and the pause between two. */
const GLANCE = 480;
const PAUSE = 400;

/** The middle of the picture in the shape of a portrait, as a JPEG file. */
function frame(video, longest) {
  const [wide, high] = [video.videoWidth, video.videoHeight];
  const width = Math.min(wide, Math.round(high * 3 / 4));
  const height = Math.min(high, Math.round(width * 4 / 3));
  const scale = Math.min(1, longest / height);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext("2d").drawImage(video, (wide - width) / 2, (high - height) / 2, width, height, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
}

export function watch({ set, take, enqueue }) {
  const [live, video, advice] = [byId("live"), byId("video"), byId("advice")];
  let stream = null;

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    live.hidden = true;
    byId("camera").hidden = false;
  }

  async function look() {
    if (!stream) return;
    if (video.videoWidth > 0 && !document.hidden) {
      await enqueue(async () => {
        const bytes = await (await frame(video, GLANCE)).arrayBuffer();
        const said = await ask("advice", { name: set(), bytes }, [bytes]);
        const lines = said.slice(0, 3).map((it) => element("li", it[lang()]));
        if (lines.length === 0) lines.push(element("li", say("fine")));
        if (advice.textContent !== lines.map((line) => line.textContent).join("")) advice.replaceChildren(...lines);
      });
    }
    setTimeout(look, PAUSE);
  }

  byId("camera").addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user", width: { ideal: 1920 }, height: { ideal: 1440 } } });
    } catch (error) {
      byId("told").replaceChildren(element("p", say("noCamera", { why: error.message })));
      return;
    }
    video.srcObject = stream;
    live.hidden = false;
    byId("camera").hidden = true;
    await video.play();
    look();
  });
  byId("stop").addEventListener("click", stop);
  byId("shoot").addEventListener("click", async () => {
    const taken = await frame(video, 1600);
    stop();
    take([new File([taken], say("shot"), { type: "image/jpeg" })]);
  });
}

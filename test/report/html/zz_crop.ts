import { html } from "../../../report/src/formats/html";
import { Viewer } from "./support/browser";
import { documents } from "./support/documents";

(async () => {
  const v = await Viewer.start();
  const [, , n, scheme, w, y, h] = process.argv;
  const { page } = await v.open(await html(documents().get(n!)!, { colour: false, width: 80 }), {
    colorScheme: scheme as "dark",
    viewport: { width: Number(w), height: Number(h) },
  });
  await page.evaluate(`window.scrollTo(0,${y})`);
  await page.screenshot({ path: "/tmp/pages/crop.png" });
  await v.close();
})();

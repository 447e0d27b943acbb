import { html } from "../../../report/src/formats/html";
import { Viewer } from "./support/browser";
import { documents } from "./support/documents";

(async () => {
  const v = await Viewer.start();
  for (const n of process.argv.slice(2)) {
    const t = await html(documents().get(n)!, { colour: false, width: 80 });
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1280, 320]) {
        const { page, complaints } = await v.open(t, { colorScheme, viewport: { width, height: 900 } });
        await page.screenshot({ path: `/tmp/pages/${n}-${colorScheme}-${width}.png`, fullPage: true });
        console.log(
          n,
          colorScheme,
          width,
          complaints,
          await page.evaluate(
            "[document.scrollingElement.scrollWidth, getComputedStyle(document.body).fontFamily]",
          ),
        );
        await page.context().close();
      }
  }
  await v.close();
})();

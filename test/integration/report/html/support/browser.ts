import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

// not the package's own ones: its single process dies with the first context, and it switches web security off
const ARGUMENTS = ["--no-sandbox", "--disable-gpu"];

/** The browser of the npm package, else the distribution's. A test without any must fail, not skip. */
export async function launch(): Promise<Browser> {
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    return await chromium.launch({ executablePath: await packaged.executablePath(), args: ARGUMENTS });
  } catch (error) {
    return chromium
      .launch({ executablePath: DEBIAN_CHROMIUM, args: ARGUMENTS })
      .catch((other) => Promise.reject(new AggregateError([error, other], "no Chromium starts")));
  }
}

/** A page that is open, and everything in it that should not have happened. */
export interface OpenPage {
  readonly page: Page;
  /** Errors on the console, violations of the policy, requests for anything but the file. */
  readonly complaints: readonly string[];
}

/** Shows pages from files, as people who were sent one do. */
export class Viewer {
  readonly #folder = mkdtempSync(join(tmpdir(), "tcss-html-"));
  #count = 0;

  constructor(readonly browser: Browser) {}

  static async start(): Promise<Viewer> {
    return new Viewer(await launch());
  }

  async open(content: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const file = join(this.#folder, `${this.#count++}.html`);
    writeFileSync(file, content);
    const url = pathToFileURL(file).href;
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.text().includes("Content Security Policy"))
        complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:"))
        complaints.push(`request: ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, complaints };
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.#folder, { recursive: true });
  }
}

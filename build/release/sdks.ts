// `npm run sdks`: SDKs of the provider for other languages, made with Pulumi's own generators.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  asScript,
  ensureBuilt,
  ensureSdkGenerators,
  optionsOf,
  run,
  SetupError,
  wrongOption,
} from "../../scripts/setup.mjs";
import { ROOT } from "../root";

const COMMAND = "npm run sdks";
const LANGUAGES = ["dotnet", "go", "java", "nodejs", "python"];
const PLUGIN = join(ROOT, "provider", "plugin");

const HELP = `Usage: npm run sdks [-- OPTIONS]

Generates SDKs of the provider (the plugin) from its schema, each in a folder that is called after its language.
A Pulumi installation on PATH generates them; elsewhere its generators are built first, which takes Go.

Options:
  --language NAME  one of ${LANGUAGES.join(", ")}; again for more; default: all
  --out FOLDER     where they go; default: dist/sdks
  --help           show this text`;

asScript(async () => {
  const { help, language: languages, out } = readOptions();
  if (help) {
    console.log(HELP);
    return 0;
  }
  // a test has already set up everything
  if (!process.env["TCSS_TOOLCHAIN"]) await ensureBuilt();
  const generators = await ensureSdkGenerators();
  const folder = mkdtempSync(join(tmpdir(), "tcss-sdks-"));
  const icon = await serve(readFileSync(join(PLUGIN, "icon.png")));
  try {
    const schema = writeSchema(folder, icon.url);
    for (const language of languages) await generate(language, schema, out, { generators, folder });
  } finally {
    icon.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});

function readOptions() {
  const values = optionsOf(COMMAND, {
    language: { type: "string", multiple: true, default: LANGUAGES },
    out: { type: "string", default: join(ROOT, "dist", "sdks") },
    help: { type: "boolean", default: false },
  });
  const unknown = values.language.find((language) => !LANGUAGES.includes(language));
  if (unknown !== undefined) throw wrongOption(COMMAND, `${unknown} is not one of ${LANGUAGES.join(", ")}`);
  return { ...values, out: resolve(values.out) };
}

/** The .NET generator downloads an icon: Pulumi's, unless the schema names another. This server provides ours. */
async function serve(icon: Buffer): Promise<{ server: Server; url: string }> {
  const server = createServer((_, response) => response.end(icon));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/icon.png` };
}

function writeSchema(folder: string, logoUrl: string): string {
  const schema = JSON.parse(readFileSync(join(PLUGIN, "generated", "schema.json"), "utf8")) as object;
  const file = join(folder, "schema.json");
  writeFileSync(file, JSON.stringify({ ...schema, logoUrl }));
  return file;
}

async function generate(
  language: string,
  schema: string,
  out: string,
  { generators, folder }: { readonly generators: string; readonly folder: string },
): Promise<void> {
  const { code } = await run(
    join(generators, "pulumi"),
    ["package", "gen-sdk", schema, "--language", language, "--out", out, "--non-interactive"],
    { env: environment(generators, folder), stdio: "inherit" },
  );
  if (code !== 0) throw new SetupError(`The SDK for ${language} could not be generated: see above.`);
}

/** An environment without the user's own Pulumi and without a login. */
function environment(generators: string, folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${generators}${delimiter}${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: folder,
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

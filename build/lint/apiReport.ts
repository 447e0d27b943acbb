// Writes reports on the public API into docs/api/, one for each entry point; with --check, it only compares them.
import { join } from "node:path";
import { Extractor, ExtractorConfig, type ExtractorMessage } from "@microsoft/api-extractor";
import { ROOT } from "../root";

/**
 * Declarations of the entry points with a stable API, by the report's name. `pulumi-tcss/internal` has no stable API.
 */
const ENTRY_POINTS: Readonly<Record<string, string>> = {
  "pulumi-tcss": "sdk/dist/sdk/index.d.ts",
  "pulumi-tcss.core": "sdk/dist/core/index.d.ts",
  "pulumi-tcss.provider": "sdk/dist/provider/index.d.ts",
  "pulumi-tcss-policy-pack": "policy-pack/dist/types/index.d.ts",
  "pulumi-tcss-emulator": "emulator/dist/index.d.ts",
};

const isCheck = process.argv.includes("--check");
const stale = Object.entries(ENTRY_POINTS).filter(([name, file]) => !isReported(name, file));
if (stale.length > 0) {
  console.error(
    `The public API has changed: ${stale.map(([name]) => `docs/api/${name}.api.md`).join(", ")}.`,
  );
  console.error(
    "Where that is meant, run npm run docs:api, commit the reports, and tell users in CHANGELOG.md.",
  );
  process.exitCode = 1;
}

function isReported(name: string, file: string): boolean {
  const folder = join(ROOT, file.split("/", 1)[0] ?? "");
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(ROOT, file),
      compiler: { tsconfigFilePath: join(folder, "tsconfig.json") },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: join(ROOT, "docs/api"),
        reportTempFolder: join(ROOT, "dist/api"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: "none" as ExtractorMessage["logLevel"] },
        },
      },
    },
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: !isCheck,
    messageCallback: (message) => {
      message.handled = message.logLevel !== "error";
    },
  });
  return errorCount === 0 && !(isCheck && apiReportChanged);
}

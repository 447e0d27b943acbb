import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TcssError } from "../../../../../core/base/errors";
import {
  GATE_FILE,
  type GateSettingsArgs,
  type LoadedGateSettings,
  loadGateSettings,
  problemsOfGateSettings,
} from "../../../../../core/gate";

export const PACK = join("pack", GATE_FILE);
export const PROGRAM = join("program", GATE_FILE);
export const WAIVER = { rule: "TCSS002" as const, reason: "new nodes", expires: "2024-10-05" };
/** What rules depend on where no place says anything. */
export const SCOPE = {
  assets: { exempt: [], mustBeDefended: [] },
  forecastSettings: {
    instances: "certain",
    instanceTypes: {},
    countElastic: false,
    useMaximum: false,
    lookup: false,
  },
};

let folder: string;
export const inFolder = (name: string): string => join(folder, name);

/** Gives each test of the `describe` that calls it a folder of its own, with the pack's and the program's in it. */
export function useSettingsFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-gate-test-"));
    for (const name of ["pack", "program"]) mkdirSync(inFolder(name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
}

export interface Given {
  /** Path below the folder that `TCSS_GATE_CONFIG` names. */
  readonly env?: string;
  /** Whether the program's folder is known. Default: true. */
  readonly program?: boolean;
  readonly code?: GateSettingsArgs;
}

/** Loads with these files' texts, by path below the folder. */
export function load(
  files: Record<string, string>,
  { env, program = true, code }: Given = {},
): LoadedGateSettings {
  for (const [name, text] of Object.entries(files)) writeFileSync(inFolder(name), text);
  return loadGateSettings(
    {
      packFolder: inFolder("pack"),
      programFolder: program ? inFolder("program") : undefined,
      env: env === undefined ? {} : { TCSS_GATE_CONFIG: env && inFolder(env) },
    },
    code,
  );
}

/** The error that `run` throws, which must be one of a wrong setting. */
export function refusal(run: () => unknown): TcssError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof TcssError, String(error));
    assert.equal(error.kind, "configuration");
    return error;
  }
  return assert.fail("nothing was refused");
}

export const WORDS = "must be in words: it has no letter and no digit";
/** Texts without a word in them. */
export const NO_WORDS = [
  "",
  " ",
  " \n\t",
  ".",
  "...",
  "-",
  "—",
  "?!",
  "\u200b",
  "\ufeff",
  "\u2800",
  "\u3164",
  "_",
];

export type WrongSettings = [settings: unknown, property: string, problem: string];

/** A test for each of the wrong settings: they are refused by this property and with this problem, in either place. */
export function itRefuses(wrong: readonly WrongSettings[]): void {
  for (const [settings, property, problem] of wrong) {
    const text = JSON.stringify(settings);
    it(`${text}: ${property || "the whole"} ${problem.slice(0, 60)}`, () => {
      const plain: unknown = JSON.parse(text);
      assert.deepEqual(problemsOfGateSettings(plain)[0], { property, problem });
      for (const place of [PACK, PROGRAM]) {
        for (const other of [PACK, PROGRAM]) rmSync(inFolder(other), { force: true });
        const error = refusal(() => load({ [place]: text }));
        assert.equal(error.property, property);
        assert.equal(
          error.message,
          `the gate's settings in ${inFolder(place)} are wrong: ${property || "the file"} ${problem.replace(/[^?]$/, "$&.")} Correct the file; the gate blocks until then.`,
        );
      }
    });
  }
}

import { dirname, join, resolve } from "node:path";
import { without } from "../base/defined";
import { configurationError, printable } from "../base/errors";
import { editDistance } from "../base/likely";
import {
  assertNoGateFileIn,
  type GateFile,
  gateFilesIn,
  isSameFile,
  programFolderOf,
  readGateFolder,
  readNamedGateFile,
} from "./gateFile";
import { assertNotInBoth, joinedParts, onlyStricterParts, withoutParts } from "./nestedSettings";
import { type NamedFile, type ProgramGiven, readProgram } from "./programSettings";
import type { FileLayer } from "./ruleLayers";
import { DEFAULTS, type GateSettings, type GateSettingsArgs, type LoadedGateSettings } from "./settings";

/** Where {@link loadGateSettings} looks. */
export interface GateFilePlaces {
  /** Folder of the policy pack. Absent where there is none, as for a command. */
  readonly packFolder?: string | undefined;
  /** Folder in which the program runs, where it is known. Its Pulumi.yaml may stand above it. */
  readonly programFolder?: string | undefined;
  /** `TCSS_GATE_CONFIG` in it names the file that counts in place of the one beside the pack. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that a user names otherwise, and how. It counts in place of that of `TCSS_GATE_CONFIG`. */
  readonly named?: NamedFile | undefined;
  /** What the program itself says, in place of the file in its folder or over it. */
  readonly program?: ProgramGiven | undefined;
}

/**
 * Joins the gate's settings, key by key, in this order of authority: `code` of the pack; the file that
 * `TCSS_GATE_CONFIG` names, else the one beside the pack; the one in the program's folder, as far as those let it.
 * Waivers and assets that must be defended add up; what each place says of the rules is kept apart, for `weighRules`. No file means the defaults.
 * @throws TcssError of kind `configuration` for a file that cannot be read, is not YAML, holds a key or value that
 * is not allowed, or stands where none is read. The gate then blocks: settings that cannot be understood might have
 * been stricter.
 */
export function loadGateSettings(places: GateFilePlaces, code: GateSettingsArgs = {}): LoadedGateSettings {
  const program = places.programFolder === undefined ? undefined : programFolderOf(places.programFolder);
  const ofPack = packFile(places, program?.folder);
  const ofProgram = program === undefined ? undefined : readProgram(places, program.folder, ofPack);
  for (const folder of program?.others ?? []) assertNoGateFileIn(folder, program?.folder ?? "", ofPack?.file);
  const ofCode = withoutParts(code);
  const above = {
    ...DEFAULTS,
    ...withoutParts(ofPack?.settings),
    ...ofCode,
    ...joinedParts([ofPack?.settings, code]),
  };
  const { allowed, stricter, notices } = allowedTo(ofProgram, above);
  const { rules: _, ...settings } = {
    ...DEFAULTS,
    ...withoutParts(allowed?.settings),
    ...withoutParts(ofPack?.settings),
    ...ofCode,
    ...joinedParts([allowed?.settings, ofPack?.settings, code]),
    ...stricter,
  };
  assertNotInBoth(settings.assets);
  return {
    ...settings,
    waivers: [ofCode, ofPack?.settings, allowed?.settings].flatMap((each) => each?.waivers ?? []),
    ruleLayers: {
      code: ofCode.rules ?? {},
      files: [ofPack, allowed].flatMap(layersOf),
      stricter: above.programSettings === "stricter" ? layersOf(ofProgram)[0] : undefined,
      scope: { assets: settings.assets, forecastSettings: settings.forecast },
    },
    notices: [...notices, ...(program === undefined ? unseen(places, ofPack) : [])],
    files: [ofPack, ofProgram].flatMap((each) => each?.file ?? []),
  };
}

function packFile(
  { packFolder, programFolder, env, named }: GateFilePlaces,
  program: string | undefined,
): GateFile | undefined {
  const variable = env["TCSS_GATE_CONFIG"];
  const given = named ?? (variable === undefined ? undefined : { file: variable, by: "TCSS_GATE_CONFIG" });
  if (given === undefined) {
    assertNoOtherVariable(env);
    return packFolder === undefined ? undefined : readGateFolder(packFolder);
  }
  const { file, by } = given;
  if (file.trim() === "")
    throw configurationError(
      by,
      `${by} is set, but names no file`,
      `Give it the path of the gate's settings, or leave ${by} out.`,
    );
  // the working folder differs: that of an executable pack is its own, the user's is the program's
  const base = named === undefined ? program : programFolder;
  return readNamedGateFile(resolve(base ?? "", file), by);
}

/** Refuses a variable whose name suggests that it names the gate's settings. */
function assertNoOtherVariable(env: GateFilePlaces["env"]): void {
  const name = Object.keys(env).find((each) => env[each] !== undefined && looksLikeGateVariable(each));
  if (name === undefined) return;
  throw configurationError(
    name,
    `the environment variable ${printable(name)} is set, but nothing reads it`,
    `The gate's settings are named by TCSS_GATE_CONFIG: rename ${printable(name)}, or unset it; the gate blocks until then.`,
  );
}

/** Names of variables, without their prefix, that are about a file of settings. */
const GATE_VARIABLES = ["GATECONFIG", "GATESETTINGS", "GATEFILE", "GATEYAML", "GATEPATH", "GATECONFIGFILE"];

function looksLikeGateVariable(name: string): boolean {
  const [, rest] = /^(?:TENCENT_?CLOUD_?|PULUMI_?)?TCSS_?(GATE.*)$/i.exec(name) ?? [];
  const plain = rest?.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return plain !== undefined && GATE_VARIABLES.some((each) => editDistance(plain, each) <= 1);
}

function layersOf(from: GateFile | undefined): FileLayer[] {
  return from?.settings.rules === undefined ? [] : [{ file: from.file, rules: from.settings.rules }];
}

interface Allowed {
  /** The program's settings that count where those above leave a key out. */
  readonly allowed?: GateFile | undefined;
  /** Those that count above all others. */
  readonly stricter?: Partial<GateSettings>;
  readonly notices: readonly string[];
}

/** What of the program's settings those above them let count. */
function allowedTo(ofProgram: GateFile | undefined, above: GateSettings): Allowed {
  if (ofProgram === undefined) return { notices: [] };
  const { file, settings } = ofProgram;
  const { programSettings } = above;
  if (programSettings === false)
    return {
      notices:
        Object.keys(settings).length === 0
          ? []
          : [
              `${file} is not used: the settings that count above it allow none below them (programSettings: false).`,
            ],
    };
  if (settings.programSettings !== undefined)
    throw configurationError(
      "programSettings",
      `the gate's settings in ${printable(file)} are wrong: programSettings counts only in settings above these`,
      "Remove it; the gate blocks until then.",
    );
  return programSettings === true ? { allowed: ofProgram, notices: [] } : onlyStricter(ofProgram, above);
}

/** Keys whose values have an order, besides the rules, which `weighRules` compares. */
function onlyStricter({ file, settings }: GateFile, above: GateSettings): Allowed {
  const { source, maxStaleHours } = settings;
  const { unused: unusedParts, ...parts } = onlyStricterParts(settings, above);
  const stricter: Partial<GateSettings> = {
    ...parts,
    ...(source === "live" ? { source } : {}),
    ...(maxStaleHours !== undefined && maxStaleHours <= above.maxStaleHours ? { maxStaleHours } : {}),
  };
  const unused = [
    ...(["source", "maxStaleHours"] as const).filter(
      (key) => settings[key] !== undefined && stricter[key] === undefined && settings[key] !== above[key],
    ),
    ...unusedParts,
    ...Object.keys(without(settings, "rules", "source", "maxStaleHours", "assets", "forecast")),
  ];
  return {
    stricter,
    notices:
      unused.length === 0
        ? []
        : [
            `${unused.join(", ")} in ${file} ${unused.length === 1 ? "is" : "are"} not used: the settings that count above it let those below them only be stricter (programSettings: stricter).`,
          ],
  };
}

/** Where the program's folder is unknown: names a file there that is not read. */
function unseen({ packFolder, env }: GateFilePlaces, ofPack: GateFile | undefined): string[] {
  // the working folders of the shell and of npm, and the folder above the pack's
  const candidates = [env["PWD"], env["INIT_CWD"], packFolder && dirname(packFolder)];
  const files = candidates.flatMap((candidate) => {
    if (candidate === undefined) return [];
    const { folder, hasProject } = programFolderOf(candidate);
    return hasProject && !isSameFile(folder, packFolder) ? gateFilesOf(folder) : [];
  });
  return [...new Set(files)]
    .filter((file) => !isSameFile(file, ofPack?.file))
    .map(
      (file) =>
        `${file} is not used: this form of the policy pack does not know the program's folder. Use the executable tcss-gate, or name the file by TCSS_GATE_CONFIG.`,
    );
}

function gateFilesOf(folder: string): string[] {
  try {
    return gateFilesIn(folder).map((name) => join(folder, name));
  } catch {
    return []; // a folder that cannot be read is not the program's
  }
}

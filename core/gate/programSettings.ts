// What a program itself says: a file in its folder or that it names, and settings that it gives besides.
import { resolve } from "node:path";
import { onlyDefined } from "../base/defined";
import { type GateFile, readGateFolder, readNamedGateFile } from "./gateFile";
import { joinedParts } from "./nestedSettings";
import type { GateSettings, GateSettingsArgs } from "./settings";

export interface NamedFile {
  readonly file: string;
  /** The option, argument or variable that names it. */
  readonly by: string;
}

/** Settings that a program gives otherwise than by a file in its folder. */
export interface ProgramGiven {
  /** The file that counts in place of the one in the folder. */
  readonly named?: NamedFile | undefined;
  /** What counts over the file. */
  readonly settings: GateSettingsArgs;
  /** What those settings are called in messages. */
  readonly by: string;
}

/** What the program says. Waivers add up; a rule's entry over the file's takes its place. */
export function readProgram(
  {
    program,
    programFolder = "",
  }: { readonly program?: ProgramGiven | undefined; readonly programFolder?: string | undefined },
  folder: string,
  ofPack: GateFile | undefined,
): GateFile | undefined {
  const named = program?.named;
  const file =
    named === undefined
      ? readGateFolder(folder, ofPack?.file)
      : readNamedGateFile(resolve(programFolder, named.file), named.by);
  const over = onlyDefined(program?.settings ?? {}) as Partial<GateSettings>;
  if (program === undefined || Object.keys(over).length === 0) return file;
  const below = file?.settings ?? {};
  const { assets } = joinedParts([below, over]);
  return {
    file: file === undefined ? program.by : `${program.by} with ${file.file}`,
    settings: {
      ...below,
      ...over,
      ...(over.rules === undefined ? {} : { rules: { ...below.rules, ...over.rules } }),
      ...(over.waivers === undefined ? {} : { waivers: [...over.waivers, ...(below.waivers ?? [])] }),
      ...(over.assets === undefined ? {} : { assets }),
    },
  };
}

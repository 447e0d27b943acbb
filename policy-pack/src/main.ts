// Entry point of both forms (build/bundle makes one file of it). The engine starts the executable in the program's
// folder, with its address as the last argument; its host for packs loads package.json's "main" in the pack's own
// folder.
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { assemblePolicies } from "./assemble";

/** Folder of this package: package.json, PulumiPolicy.yaml, and tcss.gate.yaml where there is one. */
const PACK_FOLDER = join(__dirname, "..");

const workingFolder = process.cwd();
const isPackFolder = realpathSync(workingFolder) === realpathSync(PACK_FOLDER);
// @pulumi/policy reads the version from package.json in the working folder
process.chdir(PACK_FOLDER);
const programFolder = isPackFolder ? undefined : workingFolder;
new PolicyPack("tcss", { policies: assemblePolicies({}, { packFolder: PACK_FOLDER, programFolder }) });

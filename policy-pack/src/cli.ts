// Entry point of the executable form, `tcss-gate`, which the engine starts in the program's folder with its
// address as the last argument.
import { PACK_FOLDER, servePack } from "./pack";

const programFolder = process.cwd();
// @pulumi/policy reads the version from package.json in the working folder
process.chdir(PACK_FOLDER);
servePack(programFolder);

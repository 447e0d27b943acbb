// Entry point of the folder form: the engine's host for policy packs loads package.json's "main".
import { servePack } from "./pack";

servePack();

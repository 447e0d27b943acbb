import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Place } from "./run";

/** A place where the command is run, without outputs before each test. */
export function useOutputs() {
  let place: Place;
  before(async () => {
    place = await Place.create();
  });

  beforeEach(() => {
    place.emulator.clearRequests();
    rmSync(join(place.folder, "out"), { recursive: true, force: true });
    mkdirSync(join(place.folder, "out"));
  });

  after(() => place.close());

  const tcss = (...args: string[]) => place.tcss(...args);
  const read = (name: string) => readFileSync(join(place.folder, name), "utf8");
  const listed = () => readdirSync(join(place.folder, "out")).sort();
  return {
    get place() {
      return place;
    },
    tcss,
    read,
    listed,
  };
}

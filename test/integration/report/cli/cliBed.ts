import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Ended, Place } from "./run";

export const NO_CREDENTIALS = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };

export const DURING = "2024-10-01T00:00:00Z";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of a color
export const COLOUR = /\u001b\[\d+m/;

export const jsonOf = ({ out }: Ended) => JSON.parse(out);

/** A place where the command is run, with the example's account before each test. */
export function useCommand() {
  let place: Place;
  before(async () => {
    place = await Place.create();
  });

  beforeEach(() => {
    rmSync(join(place.folder, "tcss.gate.yaml"), { force: true });
    place.emulator.setScenario("example");
    place.emulator.faults.clear();
    place.emulator.clearRequests();
  });

  after(() => place.close());

  const tcss = (...args: string[]) => place.tcss(...args);
  return {
    get place() {
      return place;
    },
    tcss,
  };
}

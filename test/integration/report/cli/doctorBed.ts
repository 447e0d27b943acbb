import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../../../emulator/src";
import { type Ended, Place } from "./run";

export interface Line {
  readonly check: string;
  readonly status: string;
  readonly facts: Record<string, unknown>;
  readonly subject: string;
  readonly says: string;
  readonly advice?: string;
}

/** A place where the command is run, with a healthy account before each test. */
export function useDoctor() {
  let place: Place;
  let cvm: NodeJS.ProcessEnv;
  before(async () => {
    place = await Place.create();
    cvm = { TENCENTCLOUD_CVM_ENDPOINT: place.emulator.endpoint };
  });

  beforeEach(() => {
    const { emulator } = place;
    emulator.setScenario("example");
    emulator.configure({ site: undefined, unitsPerCore: undefined, clusterLimit: undefined });
    emulator.faults.clear();
    emulator.clearRequests();
    rmSync(join(place.folder, "bundle.json"), { force: true });
  });

  after(() => place.close());

  const doctor = (...args: string[]) => place.tcssWith({ env: cvm }, "doctor", ...args);
  async function lines(...args: string[]): Promise<{ lines: Line[]; ended: Ended }> {
    const ended = await doctor("--format", "json", ...args);
    const { machine, accounts } = JSON.parse(ended.out) as {
      machine: Line[];
      accounts: { checks: Line[] }[];
    };
    return { lines: [...machine, ...accounts.flatMap(({ checks }) => checks)], ended };
  }

  const always = (fault: Fault["fault"], action?: string) =>
    place.emulator.faults.push({ fault, times: "always", ...(action === undefined ? {} : { action }) });

  const bundle = () => readFileSync(join(place.folder, "bundle.json"), "utf8");
  return {
    get place() {
      return place;
    },
    get cvm() {
      return cvm;
    },
    doctor,
    lines,
    always,
    bundle,
  };
}

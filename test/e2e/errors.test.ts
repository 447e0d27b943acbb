import assert from "node:assert/strict";
import { type Fault, startEmulator } from "../../emulator/src";
import { useEmulator } from "./support/emulators";
import { Project } from "./support/project";
import type { Run } from "./support/run";

const PURCHASE = "test/e2e/programs/purchase";
const FUNCTIONS = "test/e2e/programs/functions";

interface Trouble {
  readonly trouble: string;
  readonly fault: Fault;
  readonly words: RegExp;
  /** It ends by a timeout; the others are given so much time that a slow machine cannot end them so. */
  readonly timesOut?: boolean;
  /** One of each kind is also tried by `up`, where the provider's process runs the same code as in preview. */
  readonly alsoUp?: boolean;
}

/** What can go wrong between here and Tencent Cloud, and what the user reads of it. */
const TROUBLES: Trouble[] = [
  {
    trouble: "no answer",
    fault: { fault: "hang" },
    words: /no complete answer came within 3 s/,
    timesOut: true,
    alsoUp: true,
  },
  {
    trouble: "an endless answer",
    fault: { fault: "trickle" },
    words: /no complete answer came within 3 s/,
    timesOut: true,
  },
  { trouble: "a reset", fault: { fault: "reset" }, words: /the connection was cut/, alsoUp: true },
  { trouble: "a truncated answer", fault: { fault: "truncated" }, words: /the connection was cut/ },
  { trouble: "a failing gateway", fault: { fault: "5xx" }, words: /the endpoint failed \(HTTP 503/ },
  { trouble: "a login page", fault: { fault: "html" }, words: /the reply is not JSON/, alsoUp: true },
  { trouble: "an empty answer", fault: { fault: "empty" }, words: /the reply is empty/ },
  { trouble: "a redirect", fault: { fault: "redirect" }, words: /the endpoint redirects elsewhere/ },
  { trouble: "the rate limit", fault: { fault: "rate-limited" }, words: /RequestLimitExceeded/ },
  {
    trouble: "a refusal",
    fault: { fault: "error", code: "UnauthorizedOperation" },
    words: /UnauthorizedOperation.*Allow the action tcss:DescribePurchaseStateInfo/,
    alsoUp: true,
  },
  {
    trouble: "a missing service role",
    fault: { fault: "error", code: "InternalError.ErrRoleNotExist" },
    words: /ErrRoleNotExist.*grant the service role/,
  },
];

describe("trouble with the API or the network", () => {
  const emulator = useEmulator();
  let project: Project;
  let impatient: Project;

  before(async () => {
    emulator().setScenario("healthy");
    [project, impatient] = await Promise.all([created("60"), created("3")]);
  });

  /** A refresh takes the settings of the last update: each has its own from the start. */
  async function created(requestTimeoutSeconds: string): Promise<Project> {
    const made = await Project.create({ program: PURCHASE, emulator: emulator() });
    await made.setConfig("tcss:maxRetries", "0");
    await made.setConfig("tcss:requestTimeoutSeconds", requestTimeoutSeconds);
    await made.setConfig("tcss:deadlineSeconds", "120");
    const up = await made.up();
    assert.equal(up.code, 0, up.output);
    return made;
  }

  for (const { trouble, fault, words, timesOut, alsoUp } of TROUBLES)
    it(`${trouble} fails ${alsoUp ? "preview, up and" : "preview and"} refresh in plain words, without a stack trace`, async () => {
      const tried = timesOut ? impatient : project;
      const before = tried.values();
      emulator().faults.push({ ...fault, times: "always" });
      for (const action of ["preview", ...(alsoUp ? ["up" as const] : []), "refresh"] as const)
        assertPlain(await tried[action](), words, action);
      assert.deepEqual(tried.values(), before);
    });

  it("an endpoint without a server is named, without a stack trace", async () => {
    const gone = await startEmulator();
    await gone.close();
    const env = { TENCENTCLOUD_TCSS_ENDPOINT: gone.endpoint };
    const words = new RegExp(`connection refused: no server is listening .*${gone.endpoint}`);
    assertPlain(await project.pulumiWith(env, "preview"), words, "preview");
    assertPlain(await project.pulumiWith(env, "refresh", "--yes", "--skip-preview"), words, "refresh");
  });

  it("a refusal fails the functions as it fails the resource", async () => {
    const functions = await Project.create({ program: FUNCTIONS, emulator: emulator() });
    emulator().faults.push({ fault: "error", code: "AuthFailure.TokenFailure", times: "always" });
    assertPlain(await functions.preview(), /TokenFailure.*Get new temporary credentials/, "preview");
  });

  it("a fault that passes is overcome by asking again", async () => {
    emulator().faults.push({ fault: "reset" }, { fault: "5xx" });
    await project.setConfig("tcss:maxRetries", "4");
    const preview = await project.preview();
    await project.setConfig("tcss:maxRetries", "0");
    assert.equal(preview.code, 0, preview.output);
    assert.equal(emulator().requests().length, 3);
  });

  function assertPlain({ code, output }: Run, words: RegExp, action: string): void {
    assert.notEqual(code, 0, `${action} has succeeded`);
    assert.match(output.replace(/\s+/g, " "), words, action);
    assert.doesNotMatch(output, /^ +at |node:internal|node_modules/m, `${action} shows a stack trace`);
  }
});

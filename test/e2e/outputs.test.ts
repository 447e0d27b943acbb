import assert from "node:assert/strict";
import { replyOf, useEmulator } from "./support/emulators";
import { stackOutputs } from "./support/events";
import { Project, READY_STACK } from "./support/project";

/** What follows from the API document's example, as people read it in the console. */
const DERIVED_FROM_EXAMPLE = {
  protectionStatus: "active",
  entitledCoresCnt: 147,
  idleCoresCnt: 79,
  unlicensedImageCnt: 3453,
  unusedImageLicenseCnt: 12244,
};

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

describe("the ready stack's outputs", () => {
  const emulator = useEmulator();

  it("hold every field of the reply under its own name and the derived ones, known already in preview", async () => {
    emulator().setScenario("example");
    const stack = await Project.create({ program: READY_STACK, emulator: emulator() });
    const preview = await stack.withEvents("preview");
    assert.equal(preview.code, 0, preview.output);

    // an output that is not known yet has the engine's own placeholder as its value there
    const { beginTimeUtc, expirationTimeUtc, ...outputs } = stackOutputs(preview.events);
    const reply = Object.entries(await replyOf(emulator())).map(([name, value]) => [camelCase(name), value]);
    assert.deepEqual(outputs, { ...Object.fromEntries(reply), ...DERIVED_FROM_EXAMPLE });
    assert.match(String(beginTimeUtc), UTC);
    assert.match(String(expirationTimeUtc), UTC);
    assert.match(preview.stdout, /^ {4}undefendCoresCnt *: 86$/m);
    assert.doesNotMatch(preview.output, /warning|unknown|output</i);

    const up = await stack.up();
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(await stack.outputs(), { ...outputs, beginTimeUtc, expirationTimeUtc });
  });

  it("lack a field that the reply lacks, without a warning and without a lasting difference", async () => {
    emulator().setScenario("example");
    emulator().setFields({ GivenAuthorizedCnt: undefined, SubState: null, BeginTime: "" });
    const stack = await Project.create({ program: READY_STACK, emulator: emulator() });
    const up = await stack.up();
    assert.equal(up.code, 0, up.output);
    assert.doesNotMatch(up.output, /warning/i);

    const outputs = await stack.outputs();
    for (const absent of ["givenAuthorizedCnt", "subState", "beginTime", "beginTimeUtc"])
      assert.equal(Object.hasOwn(outputs, absent), false, `there is an output ${absent}`);
    assert.equal(outputs["undefendCoresCnt"], 86);

    const preview = await stack.preview("--diff");
    assert.match(preview.stdout, /2 unchanged/);
    assert.doesNotMatch(preview.output, /warning|^ *[~+-] /im);
  });
});

function camelCase(apiName: string): string {
  return `${apiName.charAt(0).toLowerCase()}${apiName.slice(1)}`;
}

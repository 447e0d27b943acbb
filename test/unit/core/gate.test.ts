import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TcssError } from "../../../core/errors";
import {
  GATE_FILE,
  GATE_SCHEMA,
  LiveAccounts,
  loadGateSettings,
  noResourceToJudge,
  readingOfResource,
  staleWarning,
} from "../../../core/gate";
import { type PurchaseState, parsePurchaseState, withoutAdditionalFields } from "../../../core/purchaseState";
import { type ApiServer, startApiServer } from "../support/apiServer";
import { EXAMPLE } from "../support/replies";

describe("loadGateSettings", () => {
  let folder: string;
  const inFolder = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tcss-gate-test-"));
    for (const name of ["pack", "program"]) mkdirSync(inFolder(name));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Loads with these files' texts, by path below the folder. */
  function load(files: Record<string, string>, options: { env?: string; program?: boolean } = {}) {
    for (const [name, text] of Object.entries(files)) writeFileSync(inFolder(name), text);
    return loadGateSettings({
      packFolder: inFolder("pack"),
      programFolder: options.program === true ? inFolder("program") : undefined,
      env: options.env === undefined ? {} : { TCSS_GATE_CONFIG: options.env && inFolder(options.env) },
    });
  }

  function refused(run: () => unknown, message: RegExp): void {
    assert.throws(run, (error) => {
      assert.ok(error instanceof TcssError);
      assert.equal(error.kind, "configuration");
      assert.match(error.message, message);
      return true;
    });
  }

  it("has defaults where there is no file", () => {
    assert.equal(load({}).source, "live");
    assert.equal(load({}, { program: true }).source, "live");
    assert.equal(load({}, { env: "" }).source, "live");
  });

  it("has the schema's defaults", () => {
    const defaults = Object.entries(GATE_SCHEMA.properties).map(([key, schema]) => [key, schema.default]);
    const { notices, ...settings } = load({});
    assert.deepEqual(settings, Object.fromEntries(defaults));
    assert.deepEqual(notices, []);
  });

  for (const empty of ["", "# nothing\n", "{}\n", "---\n"])
    it(`has defaults where the file is ${JSON.stringify(empty)}`, () =>
      assert.equal(load({ [`pack/${GATE_FILE}`]: empty }).source, "live"));

  it("reads the file beside the pack", () => {
    assert.equal(load({ [`pack/${GATE_FILE}`]: "source: resources\n" }).source, "resources");
  });

  it("reads the file that TCSS_GATE_CONFIG names instead of the one beside the pack", () => {
    const files = { [`pack/${GATE_FILE}`]: "source: resources\n", "own.yaml": "source: live\n" };
    assert.equal(load(files, { env: "own.yaml" }).source, "live");
  });

  it("reads the program's file where the pack's has nothing to say", () => {
    assert.equal(
      load({ [`program/${GATE_FILE}`]: "source: resources" }, { program: true }).source,
      "resources",
    );
  });

  it("does not let the program's file overrule the pack's", () => {
    const files = { [`pack/${GATE_FILE}`]: "source: live", [`program/${GATE_FILE}`]: "source: resources" };
    assert.equal(load(files, { program: true }).source, "live");
  });

  it("does not look for the program's file where the program is not known", () => {
    assert.equal(load({ [`program/${GATE_FILE}`]: "source: resources" }).source, "live");
  });

  const wrong: [why: string, text: string, message: RegExp][] = [
    ["a negative age", "maxStaleHours: -1\n", /maxStaleHours must be >= 0, not -1\. Correct/],
    ["an unknown key", "sorce: live\n", /are wrong: sorce is not known here; known are source\b/],
    ["an unknown key among known ones", "source: live\nx: 1\n", /are wrong: x is not known here/],
    ["a key with a special name", "__proto__: {source: live}\n", /are wrong: __proto__ is not known here/],
    [
      "a value that is not allowed",
      "source: both\n",
      /source must be one of live, resources, not "both"\. Correct/,
    ],
    [
      "a value of another type",
      "source:\n",
      /source must be a string, not null\. Correct the file; the gate blocks/,
    ],
    ["a list", "- source: live\n", /are wrong: the file must be an object, not a list\. Correct/],
    ["a text", "live\n", /are wrong: the file must be an object, not a string\. Correct/],
    ["no YAML", "source: [live\n", /are not YAML: .+[^:]\. Correct the file; the gate blocks until then\.$/],
    ["a key twice", "source: live\nsource: resources\n", /are not YAML: .*unique/],
  ];
  for (const [why, text, message] of wrong)
    for (const place of ["pack", "program"])
      it(`refuses a file beside the ${place} with ${why}`, () => {
        const name = join(place, GATE_FILE);
        const naming = new RegExp(`^the gate's settings in \\S+${place}\\S+ `);
        refused(() => load({ [name]: text }, { program: true }), message);
        refused(() => load({ [name]: text }, { program: true }), naming);
      });

  it("refuses a file that TCSS_GATE_CONFIG names and that is not there", () => {
    refused(
      () => load({}, { env: "missing.yaml" }),
      /missing\.yaml cannot be read \(ENOENT\)\. Check TCSS_GATE_CONFIG and the file's permissions\.$/,
    );
  });

  it("refuses what is there but cannot be read", () => {
    mkdirSync(inFolder(`pack/${GATE_FILE}`));
    refused(() => load({}), /cannot be read \(EISDIR\)/);
  });
});

describe("LiveAccounts", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
  });
  afterEach(() => server.close());

  const SIGNED = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "key" };

  it("asks an account once until it is cleared", async () => {
    const accounts = new LiveAccounts();
    const env = { ...SIGNED, TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint };
    const [first, second] = await Promise.all([accounts.read({ env }), accounts.read({ env })]);
    assert.equal((first as typeof first & { undefendCoresCnt: number }).undefendCoresCnt, 86);
    assert.equal(first, second);
    await accounts.read({ env });
    assert.equal(server.requests.length, 1);
    server.answer({ ...EXAMPLE, UndefendCoresCnt: 1 });
    accounts.clear();
    assert.equal(((await accounts.read({ env })) as { undefendCoresCnt?: number }).undefendCoresCnt, 1);
    assert.equal(server.requests.length, 2);
  });

  it("gives an error of the API as a reading, and asks no second time", async () => {
    const accounts = new LiveAccounts();
    const env = { ...SIGNED, TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint };
    server.answer({ Error: { Code: "AuthFailure.SignatureFailure", Message: "no" }, RequestId: "r-1" });
    const reading = await accounts.read({ env });
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.code, "AuthFailure.SignatureFailure");
    assert.doesNotMatch(reading.message, /source: resources/);
    assert.equal(await accounts.read({ env }), reading);
    assert.equal(server.requests.length, 1);
  });

  it("gives a wrong setting as a reading", async () => {
    const reading = await new LiveAccounts().read({ env: { TENCENTCLOUD_TCSS_ENDPOINT: "ftp://x" } });
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.property, "TENCENTCLOUD_TCSS_ENDPOINT");
  });

  it("tells of the way without credentials when they are what is wrong", async () => {
    // half a credential: no source after it is asked
    const env = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_TCSS_ENDPOINT: server.endpoint };
    const reading = await new LiveAccounts().read({ env });
    assert.ok(reading instanceof TcssError);
    assert.equal(reading.kind, "credentials");
    assert.match(
      reading.message,
      / A deployment without the right to ask can be judged by its PurchaseState resources alone: source: resources in tcss\.gate\.yaml\.$/,
    );
    assert.match(
      reading.message,
      /Set TENCENTCLOUD_SECRET_KEY, or remove TENCENTCLOUD_SECRET_ID\. A deployment/,
    );
    assert.equal(server.requests.length, 0);
  });
});

describe("readingOfResource", () => {
  const now = new Date("2024-10-01T12:00:00Z");
  const stored = withoutAdditionalFields(parsePurchaseState(EXAMPLE));
  const read = (values: Record<string, unknown> | undefined, maxStaleHours = 24, timeZone?: string) =>
    readingOfResource({ name: "tcss", purchaseState: values, timeZone }, { maxStaleHours }, now);

  it("is what stands in the resource, derived anew, in its time zone", () => {
    assert.deepEqual(read({ ...stored, idleCoresCnt: 1 }), stored);
    const { expirationTimeUtc } = read(stored, 24, "UTC") as PurchaseState;
    assert.equal(expirationTimeUtc, "2024-12-24T13:01:18Z");
  });

  it("is an error when nothing stands there", () => {
    const reading = read(undefined);
    assert.ok(reading instanceof TcssError);
    assert.equal(
      reading.message,
      "PurchaseState tcss holds no values, because its account could not be read. The resource's own error says why.",
    );
  });

  const ages: [observedAt: string | undefined, maxStaleHours: number, problem: string | undefined][] = [
    ["2024-09-30T12:00:00Z", 24, undefined],
    [
      "2024-09-30T11:59:59Z",
      24,
      "of 2024-09-30T11:59:59Z, longer ago than the gate accepts (maxStaleHours: 24)",
    ],
    ["2024-10-01T11:30:00Z", 0.5, undefined],
    [
      "2024-10-01T11:59:59Z",
      0,
      "of 2024-10-01T11:59:59Z, longer ago than the gate accepts (maxStaleHours: 0)",
    ],
    [undefined, 24, "of unknown age"],
    ["yesterday", 24, "of unknown age"],
  ];
  for (const [observedAt, maxStaleHours, problem] of ages)
    it(`${problem === undefined ? "is" : "is not"} the last known values of ${observedAt} where ${maxStaleHours} hours are accepted`, () => {
      const values = { ...stored, stale: true, ...(observedAt === undefined ? {} : { observedAt }) };
      const reading = read(values, maxStaleHours);
      if (problem === undefined) assert.deepEqual(reading, values);
      else
        assert.equal(
          (reading as TcssError).message,
          `PurchaseState tcss holds last known values ${problem}. Deploy again when the account can be asked.`,
        );
    });

  it("does not ask for the age of values that are not the last known ones", () => {
    const values = { ...stored, observedAt: "2020-01-01T00:00:00Z" };
    assert.deepEqual(read(values), values);
  });
});

describe("staleWarning", () => {
  it("tells how old the values are, where that is known", () => {
    assert.match(staleWarning({ observedAt: "2024-10-01T00:00:00Z" }), /values, of 2024-10-01T00:00:00Z \(/);
    assert.match(staleWarning({}), /values, of unknown age \(/);
  });
});

describe("noResourceToJudge", () => {
  it("says what is missing and how to add it", () => {
    assert.deepEqual(noResourceToJudge(), {
      outcome: "unverifiable",
      message:
        'Protection cannot be verified: the gate is set to judge the program\'s PurchaseState resources alone (source: resources), and this program has none. Add one (new tcss.PurchaseState("tcss")), or set source: live in tcss.gate.yaml.',
    });
  });
});

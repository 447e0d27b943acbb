import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONNECTION_ARGS_SCHEMA, SECRET_NAMES } from "../../../../core/connection";
import { TcssError } from "../../../../core/errors";
import {
  GATE_FILE,
  GATE_SCHEMA,
  type GateSettingsArgs,
  type LoadedGateSettings,
  loadGateSettings,
  problemsOfGateSettings,
} from "../../../../core/gate";
import { rules } from "../../../../core/rules";

const PACK = join("pack", GATE_FILE);
const PROGRAM = join("program", GATE_FILE);
const WAIVER = { rule: "TCSS002", reason: "new nodes", expires: "2024-10-05" };

let folder: string;
const inFolder = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tcss-gate-test-"));
  for (const name of ["pack", "program"]) mkdirSync(inFolder(name));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Given {
  /** Path below the folder that `TCSS_GATE_CONFIG` names. */
  readonly env?: string;
  /** Whether the program's folder is known. Default: true. */
  readonly program?: boolean;
  readonly code?: GateSettingsArgs;
}

/** Loads with these files' texts, by path below the folder. */
function load(files: Record<string, string>, { env, program = true, code }: Given = {}): LoadedGateSettings {
  for (const [name, text] of Object.entries(files)) writeFileSync(inFolder(name), text);
  return loadGateSettings(
    {
      packFolder: inFolder("pack"),
      programFolder: program ? inFolder("program") : undefined,
      env: env === undefined ? {} : { TCSS_GATE_CONFIG: env && inFolder(env) },
    },
    code,
  );
}

/** The error that `run` throws, which must be one of a wrong setting. */
function refusal(run: () => unknown): TcssError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof TcssError, String(error));
    assert.equal(error.kind, "configuration");
    return error;
  }
  return assert.fail("nothing was refused");
}

describe("loadGateSettings without a file", () => {
  it("has the schema's defaults", () => {
    const { notices, ...settings } = load({});
    const defaults = Object.entries(GATE_SCHEMA.properties).map(([key, schema]) => [key, schema.default]);
    assert.deepEqual(settings, Object.fromEntries(defaults));
    assert.deepEqual(notices, []);
  });

  it("has them where the program is not known, and where TCSS_GATE_CONFIG is empty", () => {
    assert.deepEqual(load({}, { program: false }), load({}));
    assert.deepEqual(load({}, { env: "" }), load({}));
  });

  for (const empty of ["", "# nothing\n", "{}\n", "---\n", "null\n"])
    it(`has them where the file is ${JSON.stringify(empty)}`, () =>
      assert.deepEqual(load({ [PACK]: empty, [PROGRAM]: empty }), load({})));

  it("has them where code leaves settings undefined", () =>
    assert.deepEqual(load({}, { code: { source: undefined, waivers: undefined } }), load({})));
});

describe("loadGateSettings reads", () => {
  it("every setting", () => {
    const settings = {
      source: "resources",
      accounts: [{ account: "production", profile: "prod", site: "mainland" }],
      protects: [
        { stack: "dev-*", live: false, reason: "no hosts" },
        { stack: "*", live: true },
      ],
      evidence: { accounts: ["100000000001"], stacks: ["acme/security/prod"] },
      waivers: [{ ...WAIVER, scope: { account: "production", stack: "shop/prod", resource: "tcss-*" } }],
      maxStaleHours: 0.5,
      timeZone: "UTC",
      programSettings: false,
    } as const;
    assert.deepEqual(Object.keys(settings), Object.keys(GATE_SCHEMA.properties));
    assert.deepEqual(load({ [PACK]: JSON.stringify(settings) }), { ...settings, notices: [] });
  });

  it("a day that YAML could take for a time as it is written", () =>
    assert.deepEqual(
      load({ [PACK]: "waivers:\n  - {rule: TCSS002, reason: new nodes, expires: 2024-10-05}\n" }).waivers,
      [WAIVER],
    ));
});

describe("loadGateSettings, for each key, prefers", () => {
  const STRICT = "source: live";
  const MILD = "source: resources";
  const cases: [what: string, files: Record<string, string>, given: Given, source: string][] = [
    ["the file beside the pack to the default", { [PACK]: MILD }, {}, "resources"],
    ["the program's file to the default", { [PROGRAM]: MILD }, {}, "resources"],
    ["the pack's file to the program's", { [PACK]: STRICT, [PROGRAM]: MILD }, {}, "live"],
    ["the file of TCSS_GATE_CONFIG to the pack's", { [PACK]: MILD, own: STRICT }, { env: "own" }, "live"],
    [
      "the file of TCSS_GATE_CONFIG to the program's",
      { [PROGRAM]: MILD, own: STRICT },
      { env: "own" },
      "live",
    ],
    ["code to the pack's file", { [PACK]: MILD }, { code: { source: "live" } }, "live"],
    ["code to the file of TCSS_GATE_CONFIG", { own: MILD }, { env: "own", code: { source: "live" } }, "live"],
    ["code to the program's file", { [PROGRAM]: MILD }, { code: { source: "live" } }, "live"],
    ["a file to what code leaves undefined", { [PACK]: MILD }, { code: { source: undefined } }, "resources"],
    [
      "the default to the file of a program that is not known",
      { [PROGRAM]: MILD },
      { program: false },
      "live",
    ],
  ];
  for (const [what, files, given, source] of cases)
    it(what, () => assert.equal(load(files, given).source, source));

  it("the first place that has it, whatever the others have", () => {
    const { source, maxStaleHours, timeZone } = load(
      {
        [PACK]: "maxStaleHours: 2\ntimeZone: UTC\n",
        [PROGRAM]: "maxStaleHours: 3\ntimeZone: Europe/Berlin\nsource: resources\n",
      },
      { code: { maxStaleHours: 1 } },
    );
    assert.deepEqual(
      { source, maxStaleHours, timeZone },
      { source: "resources", maxStaleHours: 1, timeZone: "UTC" },
    );
  });

  const whole: [key: keyof GateSettingsArgs, pack: object, program: object][] = [
    ["evidence", { accounts: ["1"] }, { stacks: ["acme/shop/prod"] }],
    ["evidence", {}, { stacks: ["acme/shop/prod"] }],
    ["accounts", [{ account: "a" }], [{ account: "b" }]],
    ["accounts", [], [{ account: "b" }]],
    ["protects", [{ stack: "prod", live: true }], [{ stack: "*", live: false, reason: "none" }]],
  ];
  for (const [key, pack, program] of whole)
    it(`the pack's ${key} ${JSON.stringify(pack)} as a whole`, () => {
      const files = {
        [PACK]: JSON.stringify({ [key]: pack }),
        [PROGRAM]: JSON.stringify({ [key]: program }),
      };
      assert.deepEqual(load(files)[key], pack);
    });
});

describe("loadGateSettings finds the file that", () => {
  it("TCSS_GATE_CONFIG names from the program's folder, which is where its user works", () => {
    writeFileSync(inFolder("program/own.yaml"), "source: resources\n");
    const places = { packFolder: inFolder("pack"), programFolder: inFolder("program") };
    const env = { TCSS_GATE_CONFIG: "./own.yaml" };
    assert.equal(loadGateSettings({ ...places, env }).source, "resources");
  });
});

describe("loadGateSettings adds waivers up", () => {
  const waivers = (reason: string) => ({ waivers: [{ ...WAIVER, reason }] });
  const fileOf = (reason: string): string => JSON.stringify(waivers(reason));
  const reasons = (settings: LoadedGateSettings): string[] => settings.waivers.map(({ reason }) => reason);

  it("in the order of authority", () => {
    const files = { [PACK]: fileOf("pack"), [PROGRAM]: fileOf("program"), own: fileOf("own") };
    const code = waivers("code");
    assert.deepEqual(reasons(load(files, { code })), ["code", "pack", "program"]);
    assert.deepEqual(reasons(load(files, { code, env: "own" })), ["code", "own", "program"]);
    assert.deepEqual(reasons(load(files, { code, program: false })), ["code", "pack"]);
  });

  it("without those of a program that may have none", () => {
    const files = { [PACK]: fileOf("pack"), [PROGRAM]: fileOf("program") };
    assert.deepEqual(reasons(load(files, { code: { programSettings: false } })), ["pack"]);
  });
});

describe("loadGateSettings, where programSettings is false,", () => {
  const notice = (): string =>
    `${inFolder(PROGRAM)} is not used: the policy pack does not allow settings of the program's own (programSettings: false).`;

  it("ignores the program's file, and says so", () => {
    const files = { [PACK]: "programSettings: false", [PROGRAM]: "source: resources\nmaxStaleHours: 1\n" };
    const { source, maxStaleHours, notices } = load(files);
    assert.deepEqual(
      { source, maxStaleHours, notices },
      { source: "live", maxStaleHours: 24, notices: [notice()] },
    );
  });

  it("ignores even that the file sets programSettings", () =>
    assert.deepEqual(load({ [PACK]: "programSettings: false", [PROGRAM]: "programSettings: true" }).notices, [
      notice(),
    ]));

  it("has nothing to say of a file that is empty or missing", () => {
    assert.deepEqual(load({ [PACK]: "programSettings: false", [PROGRAM]: "# none\n" }).notices, []);
    assert.deepEqual(load({}, { code: { programSettings: false } }).notices, []);
  });

  it("refuses a malformed file all the same: whoever wrote it believes that it counts", () => {
    const files = { [PACK]: "programSettings: false", [PROGRAM]: "sorce: live" };
    assert.match(refusal(() => load(files)).message, /program\S+ are wrong: sorce is not known here/);
  });

  const authority: [pack: string, code: boolean | undefined, source: string][] = [
    ["programSettings: false", true, "resources"],
    ["programSettings: true", false, "live"],
    ["programSettings: true", undefined, "resources"],
    ["programSettings: false", undefined, "live"],
  ];
  for (const [pack, programSettings, source] of authority)
    it(`heeds code's ${programSettings} before the pack file's ${pack}`, () => {
      const files = { [PACK]: pack, [PROGRAM]: "source: resources" };
      assert.equal(load(files, { code: { programSettings } }).source, source);
    });

  for (const value of [true, false])
    it(`is not set to ${value} by the program itself`, () => {
      const error = refusal(() => load({ [PROGRAM]: `programSettings: ${value}` }));
      assert.equal(error.property, "programSettings");
      assert.equal(
        error.message,
        `the gate's settings in ${inFolder(PROGRAM)} are wrong: programSettings is for the policy pack to decide. Remove it; the gate blocks until then.`,
      );
    });
});

describe("the gate's settings must be right:", () => {
  const TOP = Object.keys(GATE_SCHEMA.properties).join(", ");
  const OF_ACCOUNT = Object.keys(CONNECTION_ARGS_SCHEMA.properties).join(", ");
  const RULES = rules.flatMap(({ id, name }) => [id, name]).join(", ");
  const DAY = "must be a day of the calendar, written YYYY-MM-DD";
  const ZONE = "must be a time zone of the IANA database, such as Asia/Shanghai";
  const STACK = "must be the name of a stack, ORGANIZATION/PROJECT/STACK";
  const UIN = 'must match pattern "^[0-9]+$"';
  const NOT_LISTED = { stack: "prod", live: false };
  const waiver = (changes: object): object => ({ waivers: [{ ...WAIVER, ...changes }] });
  const scope = (scope: unknown): object => waiver({ scope });

  const wrong: [settings: unknown, property: string, problem: string][] = [
    [[], "", "must be an object, not a list"],
    ["live", "", "must be an object, not a string"],
    [{ sorce: "live" }, "sorce", `is not known here; known are ${TOP}. Did you mean source?`],
    [{ source: "live", x: 1 }, "x", `is not known here; known are ${TOP}`],

    [{ source: "both" }, "source", "must be one of live, resources"],
    [{ source: null }, "source", "must be a string, not null"],

    [{ accounts: "production" }, "accounts", "must be a list, not a string"],
    [{ accounts: ["production"] }, "accounts[0]", "must be an object, not a string"],
    [{ accounts: [{}] }, "accounts[0].account", "is missing"],
    [{ accounts: [{ account: "a" }, { profile: "b" }] }, "accounts[1].account", "is missing"],
    [{ accounts: [{ account: "" }] }, "accounts[0].account", "must not be empty"],
    [
      { accounts: [{ account: "a", site: "moon" }] },
      "accounts[0].site",
      "must be one of international, mainland",
    ],
    [{ accounts: [{ account: "a", assumeRole: {} }] }, "accounts[0].assumeRole.roleArn", "is missing"],
    [{ accounts: [{ account: "a", allowedAccountIds: ["a"] }] }, "accounts[0].allowedAccountIds[0]", UIN],
    [
      { accounts: [{ account: "a", onUnavailable: "lastKnown" }] },
      "accounts[0].onUnavailable",
      `is not known here; known are ${OF_ACCOUNT}`,
    ],

    [{ protects: {} }, "protects", "must be a list, not an object"],
    [{ protects: ["prod"] }, "protects[0]", "must be an object, not a string"],
    [{ protects: [{ live: true }] }, "protects[0].stack", "is missing"],
    [{ protects: [{ stack: "prod" }] }, "protects[0].live", "is missing"],
    [{ protects: [{ stack: " ", live: true }] }, "protects[0].stack", "must not be empty"],
    [{ protects: [{ stack: "prod", live: "no" }] }, "protects[0].live", "must be a boolean, not a string"],
    [{ protects: [NOT_LISTED] }, "protects[0].reason", "is missing"],
    [{ protects: [{ stack: "a", live: true }, NOT_LISTED] }, "protects[1].reason", "is missing"],
    [{ protects: [{ ...NOT_LISTED, reason: " " }] }, "protects[0].reason", "must not be empty"],
    [
      { protects: [{ ...NOT_LISTED, why: "x", reason: "x" }] },
      "protects[0].why",
      "is not known here; known are stack, live, reason",
    ],

    [{ evidence: [] }, "evidence", "must be an object, not a list"],
    [
      { evidence: { account: "1" } },
      "evidence.account",
      "is not known here; known are accounts, stacks. Did you mean accounts?",
    ],
    [{ evidence: { accounts: "1" } }, "evidence.accounts", "must be a list, not a string"],
    [{ evidence: { accounts: [1] } }, "evidence.accounts[0]", "must be a string, not a number"],
    [{ evidence: { accounts: ["1", "production"] } }, "evidence.accounts[1]", UIN],
    [{ evidence: { accounts: [""] } }, "evidence.accounts[0]", UIN],
    [{ evidence: { stacks: "acme/shop/prod" } }, "evidence.stacks", "must be a list, not a string"],
    ...[
      "prod",
      "shop/prod",
      "acme/shop/prod/x",
      "acme//prod",
      "/shop/prod",
      "acme/shop/",
      "acme/shop/my prod",
      "",
    ].map((stack): [unknown, string, string] => [
      { evidence: { stacks: [stack] } },
      "evidence.stacks[0]",
      STACK,
    ]),

    [{ waivers: {} }, "waivers", "must be a list, not an object"],
    [{ waivers: null }, "waivers", "must be a list, not null"],
    [{ waivers: ["TCSS002"] }, "waivers[0]", "must be an object, not a string"],
    [waiver({ rule: undefined }), "waivers[0].rule", "is missing"],
    [waiver({ rule: "TCSS999" }), "waivers[0].rule", `must be one of ${RULES}`],
    [waiver({ rule: "tcss002" }), "waivers[0].rule", `must be one of ${RULES}. Did you mean TCSS002?`],
    [waiver({ rule: "all" }), "waivers[0].rule", `must be one of ${RULES}`],
    [waiver({ reason: undefined }), "waivers[0].reason", "is missing"],
    [waiver({ reason: "" }), "waivers[0].reason", "must not be empty"],
    [waiver({ reason: " \n\t" }), "waivers[0].reason", "must not be empty"],
    [waiver({ reason: null }), "waivers[0].reason", "must be a string, not null"],
    [waiver({ expires: undefined }), "waivers[0].expires", "is missing"],
    ...["2024-02-30", "2024-1-5", "2024-10-05T00:00:00Z", "05.10.2024", "20241005", "never", ""].map(
      (expires): [unknown, string, string] => [waiver({ expires }), "waivers[0].expires", DAY],
    ),
    [waiver({ expires: 20241005 }), "waivers[0].expires", "must be a string, not a number"],
    [{ waivers: [WAIVER, { ...WAIVER, expires: "soon" }] }, "waivers[1].expires", DAY],
    [
      waiver({ until: "2024-10-05" }),
      "waivers[0].until",
      "is not known here; known are rule, reason, expires, scope",
    ],
    [scope("prod"), "waivers[0].scope", "must be an object, not a string"],
    [
      scope({ project: "shop" }),
      "waivers[0].scope.project",
      "is not known here; known are account, stack, resource",
    ],
    [scope({ account: "" }), "waivers[0].scope.account", "must not be empty"],
    [scope({ account: 100000000001 }), "waivers[0].scope.account", "must be a string, not a number"],
    [scope({ stack: " " }), "waivers[0].scope.stack", "must not be empty"],
    [scope({ resource: ["tcss"] }), "waivers[0].scope.resource", "must be a string, not a list"],

    [{ maxStaleHours: -1 }, "maxStaleHours", "must be >= 0"],
    [{ maxStaleHours: "24" }, "maxStaleHours", "must be a number, not a string"],
    [{ timeZone: "Beijing" }, "timeZone", ZONE],
    [{ timeZone: "+08:00" }, "timeZone", ZONE],
    [{ timeZone: 8 }, "timeZone", "must be a string, not a number"],
    [{ programSettings: "no" }, "programSettings", "must be a boolean, not a string"],
  ];
  for (const [settings, property, problem] of wrong) {
    const text = JSON.stringify(settings);
    it(`${text}: ${property || "the whole"} ${problem.slice(0, 60)}`, () => {
      const plain: unknown = JSON.parse(text);
      assert.deepEqual(problemsOfGateSettings(plain)[0], { property, problem });
      for (const place of [PACK, PROGRAM]) {
        const error = refusal(() => load({ [PACK]: "", [place]: text }));
        assert.equal(error.property, property);
        assert.equal(
          error.message,
          `the gate's settings in ${inFolder(place)} are wrong: ${property || "the file"} ${problem.replace(/[^?]$/, "$&.")} Correct the file; the gate blocks until then.`,
        );
      }
    });
  }

  it("each problem of several is told, to those who give settings in code", () =>
    assert.deepEqual(
      problemsOfGateSettings({ source: "live", maxStaleHours: -1, waivers: [{ rule: "TCSS002" }] }).map(
        ({ property }) => property,
      ),
      ["waivers[0].reason", "waivers[0].expires", "maxStaleHours"],
    ));

  const right: unknown[] = [
    {},
    { maxStaleHours: 0 },
    { timeZone: "UTC" },
    { waivers: [] },
    { waivers: [{ ...WAIVER, rule: "no-undefended-cores" }] },
    { waivers: [{ ...WAIVER, expires: "2024-02-29", scope: {} }] },
    { protects: [{ stack: "prod", live: true }] },
    { protects: [{ stack: "dev", live: false, reason: "no hosts" }] },
    { evidence: {} },
    { evidence: { accounts: [], stacks: [] } },
  ];
  for (const settings of right)
    it(`${JSON.stringify(settings)} is`, () => assert.deepEqual(problemsOfGateSettings(settings), []));

  for (const name of SECRET_NAMES)
    it(`no account holds a ${name}, and the message does not repeat it`, () => {
      const secret = { [name]: "hunter2hunter2" };
      const assumeRole = { roleArn: "qcs::cam::uin/1:roleName/r", ...secret };
      const accounts: [property: string, account: object][] = [
        [`accounts[0].${name}`, secret],
        [`accounts[0].assumeRole.${name}`, { assumeRole }],
      ];
      for (const [property, account] of accounts) {
        const text = JSON.stringify({ accounts: [{ account: "production", ...account }] });
        const error = refusal(() => load({ [PACK]: text }));
        assert.equal(error.property, property);
        assert.ok(error.message.includes(` are wrong: ${property} is not known here; known are `));
        assert.doesNotMatch(error.message, /hunter2/);
      }
    });
});

describe("loadGateSettings refuses a file that", () => {
  const unreadable: [why: string, text: string, reason: RegExp][] = [
    [
      "is no YAML",
      "source: [live\n",
      /are not YAML: .+[^:]\. Correct the file; the gate blocks until then\.$/,
    ],
    ["has a key twice", "source: live\nsource: resources\n", /are not YAML: .*unique/],
    ["holds two documents", "source: live\n---\nsource: resources\n", /are not YAML: .*multiple documents/],
    [
      "has a key with a special name",
      "__proto__: {source: live}\n",
      /are wrong: __proto__ is not known here/,
    ],
  ];
  for (const [why, text, reason] of unreadable)
    for (const place of [PACK, PROGRAM])
      it(`${why}, and names ${place}`, () => {
        const { message } = refusal(() => load({ [place]: text }));
        assert.match(message, reason);
        assert.ok(message.startsWith(`the gate's settings in ${inFolder(place)} are `), message);
        assert.doesNotMatch(message, /\n/);
      });

  it("TCSS_GATE_CONFIG names and that is not there", () =>
    assert.equal(
      refusal(() => load({}, { env: "missing.yaml" })).message,
      `the gate's settings in ${inFolder("missing.yaml")} cannot be read (ENOENT). Check TCSS_GATE_CONFIG and the file's permissions.`,
    ));

  it("is there but cannot be read", () => {
    mkdirSync(inFolder(PACK));
    assert.match(refusal(() => load({})).message, /cannot be read \(EISDIR\)\. /);
  });
});

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TcssError } from "../../../../core/base/errors";
import { CONNECTION_ARGS_SCHEMA } from "../../../../core/connection/connectionArgs";
import {
  GATE_FILE,
  GATE_SCHEMA,
  type GateSettingsArgs,
  type LoadedGateSettings,
  loadGateSettings,
  problemsOfGateSettings,
} from "../../../../core/gate";
import { rules } from "../../../../core/rules";
import { SECRET_NAMES } from "../../../../core/schema/secretShapes";
import { makePipe } from "../../../support/pipes";

const PACK = join("pack", GATE_FILE);
const PROGRAM = join("program", GATE_FILE);
const WAIVER = { rule: "TCSS002" as const, reason: "new nodes", expires: "2024-10-05" };
/** What rules depend on where no place says anything. */
const SCOPE = {
  assets: { exempt: [], mustBeDefended: [] },
  forecastSettings: {
    instances: "certain",
    instanceTypes: {},
    countElastic: false,
    useMaximum: false,
    lookup: false,
  },
};

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
    const { notices, files, ruleLayers, ...settings } = load({});
    const { rules: ofRules, ...others } = GATE_SCHEMA.properties;
    const defaults = Object.entries(others).map(([key, schema]) => [key, schema.default]);
    assert.deepEqual(settings, Object.fromEntries(defaults));
    assert.deepEqual([notices, files], [[], []]);
    assert.deepEqual(ruleLayers, { code: ofRules.default, files: [], stricter: undefined, scope: SCOPE });
  });

  it("has them where the program is not known", () =>
    assert.deepEqual(load({}, { program: false }), load({})));

  it("has them where the file says in so many words that it sets nothing", () => {
    const { files, ...settings } = load({ [PACK]: "{}\n", [PROGRAM]: "{}\n" });
    assert.deepEqual(files, [inFolder(PACK), inFolder(PROGRAM)]);
    rmSync(inFolder(PACK));
    rmSync(inFolder(PROGRAM));
    assert.deepEqual({ ...settings, files: [] }, load({}));
  });

  it("has them where code leaves settings undefined", () =>
    assert.deepEqual(load({}, { code: { source: undefined, waivers: undefined } }), load({})));
});

describe("loadGateSettings reads", () => {
  it("every setting", () => {
    const settings = {
      rules: { all: "advisory", "no-undefended-cores": { maxUndefendedCores: 8 } },
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
      assets: { exempt: ["dev-*", "tag:env=test"], mustBeDefended: ["cluster:cls-prod"] },
      forecast: {
        instances: "possible",
        instanceTypes: { "X1.LARGE8": 8 },
        countElastic: true,
        useMaximum: true,
        lookup: true,
      },
      programSettings: false,
    } as const;
    assert.deepEqual(Object.keys(settings), Object.keys(GATE_SCHEMA.properties));
    const { rules: ofRules, ...others } = settings;
    const file = inFolder(PACK);
    assert.deepEqual(load({ [PACK]: JSON.stringify(settings) }), {
      ...others,
      ruleLayers: {
        code: {},
        files: [{ file, rules: ofRules }],
        stricter: undefined,
        scope: { assets: others.assets, forecastSettings: others.forecast },
      },
      notices: [],
      files: [file],
    });
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

  const whole: [key: "evidence" | "accounts" | "protects", pack: object, program: object][] = [
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

  it("has nothing to say of a file that sets nothing, or is missing", () => {
    assert.deepEqual(load({ [PACK]: "programSettings: false", [PROGRAM]: "{}\n" }).notices, []);
    assert.deepEqual(load({}, { code: { programSettings: false } }).notices, []);
  });

  it("refuses a malformed file all the same: its author believes that it counts", () => {
    const files = { [PACK]: "programSettings: false", [PROGRAM]: "sorce: live" };
    assert.match(refusal(() => load(files)).message, /program\S+ are wrong: sorce is unknown/);
  });

  const authority: [pack: string, code: boolean | undefined, source: string][] = [
    ["programSettings: false", true, "resources"],
    ["programSettings: true", false, "live"],
    ["programSettings: true", undefined, "resources"],
    ["programSettings: false", undefined, "live"],
  ];
  for (const [pack, programSettings, source] of authority)
    it(`follows code's ${programSettings} before the pack file's ${pack}`, () => {
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
  const SHORT_ZONE = `${ZONE}: an abbreviation means several zones`;
  const STACK = "must be the name of a stack, ORGANIZATION/PROJECT/STACK";
  const UIN = "must be an account id (uin): digits alone";
  const WORDS = "must be in words: it has no letter and no digit";
  const NO_WORDS = [
    "",
    " ",
    " \n\t",
    ".",
    "...",
    "-",
    "—",
    "?!",
    "\u200b",
    "\ufeff",
    "\u2800",
    "\u3164",
    "_",
  ];
  const NOT_LISTED = { stack: "prod", live: false };
  const waiver = (changes: object): object => ({ waivers: [{ ...WAIVER, ...changes }] });
  const scope = (scope: unknown): object => waiver({ scope });

  const wrong: [settings: unknown, property: string, problem: string][] = [
    [[], "", "must be an object, not a list"],
    ["live", "", "must be an object, not a string"],
    [{ sorce: "live" }, "sorce", `is unknown. Valid names: ${TOP}. Did you mean source?`],
    [{ source: "live", x: 1 }, "x", `is unknown. Valid names: ${TOP}`],

    [{ source: "both" }, "source", "must be one of live, resources"],
    [{ source: null }, "source", "must be a string, not null"],

    [{ accounts: "production" }, "accounts", "must be a list, not a string"],
    [{ accounts: ["production"] }, "accounts[0]", "must be an object, not a string"],
    [{ accounts: [{}] }, "accounts[0].account", "is missing"],
    [{ accounts: [{ account: "a" }, { profile: "b" }] }, "accounts[1].account", "is missing"],
    ...["", " ", "\u200b", ".", "\u3164", " prod", "prod\t"].map((account): [unknown, string, string] => [
      { accounts: [{ account }] },
      "accounts[0].account",
      "must be a name: with a letter or digit, and without a blank before or after it",
    ]),
    ...["prod", "PROD", "p rod", "pr\u200bod", "ｐｒｏｄ"].map((account): [unknown, string, string] => [
      { accounts: [{ account: "prod" }, { account: "other" }, { account, profile: "b" }] },
      "accounts[2].account",
      "must differ from accounts[0].account by more than case and blanks",
    ]),
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
      `is unknown. Valid names: ${OF_ACCOUNT}`,
    ],

    [{ protects: {} }, "protects", "must be a list, not an object"],
    [{ protects: ["prod"] }, "protects[0]", "must be an object, not a string"],
    [{ protects: [{ live: true }] }, "protects[0].stack", "is missing"],
    [{ protects: [{ stack: "prod" }] }, "protects[0].live", "is missing"],
    [{ protects: [{ stack: " ", live: true }] }, "protects[0].stack", "must not be empty"],
    [{ protects: [{ stack: "prod", live: "no" }] }, "protects[0].live", "must be a boolean, not a string"],
    [{ protects: [NOT_LISTED] }, "protects[0].reason", "is missing"],
    [{ protects: [{ stack: "a", live: true }, NOT_LISTED] }, "protects[1].reason", "is missing"],
    ...NO_WORDS.map((reason): [unknown, string, string] => [
      { protects: [{ ...NOT_LISTED, reason }] },
      "protects[0].reason",
      WORDS,
    ]),
    [
      { protects: [{ stack: "acme/shop/dev/x", live: true }] },
      "protects[0].stack",
      "can match no stack: the name of a stack has three parts, ORGANIZATION/PROJECT/STACK",
    ],
    [
      { protects: [{ stack: "/dev", live: true }] },
      "protects[0].stack",
      "can match no stack: it has an empty part",
    ],
    [
      { protects: [{ stack: "a b", live: true }] },
      "protects[0].stack",
      'can match no stack: no name of a stack has the character " "',
    ],
    [
      { protects: [{ ...NOT_LISTED, why: "x", reason: "x" }] },
      "protects[0].why",
      "is unknown. Valid names: stack, live, reason",
    ],

    [{ evidence: [] }, "evidence", "must be an object, not a list"],
    [
      { evidence: { account: "1" } },
      "evidence.account",
      "is unknown. Valid names: accounts, stacks. Did you mean accounts?",
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
    ...NO_WORDS.map((reason): [unknown, string, string] => [waiver({ reason }), "waivers[0].reason", WORDS]),
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
      "is unknown. Valid names: rule, reason, expires, scope",
    ],
    [scope("prod"), "waivers[0].scope", "must be an object, not a string"],
    [
      scope({ project: "shop" }),
      "waivers[0].scope.project",
      "is unknown. Valid names: account, stack, resource",
    ],
    [scope({ account: "" }), "waivers[0].scope.account", "must not be empty"],
    [scope({ account: 100000000001 }), "waivers[0].scope.account", "must be a string, not a number"],
    [scope({ stack: " " }), "waivers[0].scope.stack", "must not be empty"],
    [
      scope({ stack: "a/b/c/d" }),
      "waivers[0].scope.stack",
      "can match no stack: the name of a stack has three parts, ORGANIZATION/PROJECT/STACK",
    ],
    [scope({ resource: "" }), "waivers[0].scope.resource", "must not be empty"],
    [
      scope({ resource: "@(a+)+b" }),
      "waivers[0].scope.resource",
      "uses @( ), which is not supported: write {a,b} for one of several; [(] is a plain parenthesis",
    ],
    [scope({ resource: ["tcss"] }), "waivers[0].scope.resource", "must be a string, not a list"],

    [{ maxStaleHours: -1 }, "maxStaleHours", "must be >= 0"],
    [{ maxStaleHours: "24" }, "maxStaleHours", "must be a number, not a string"],
    [{ timeZone: "Beijing" }, "timeZone", ZONE],
    [{ timeZone: "+08:00" }, "timeZone", ZONE],
    [{ timeZone: "CST" }, "timeZone", SHORT_ZONE],
    [{ accounts: [{ account: "a", timeZone: "CST" }] }, "accounts[0].timeZone", SHORT_ZONE],
    [{ timeZone: 8 }, "timeZone", "must be a string, not a number"],
    [{ programSettings: "no" }, "programSettings", "must be one of true, stricter, false"],
    [
      { programSettings: "Stricter" },
      "programSettings",
      "must be one of true, stricter, false. Did you mean stricter?",
    ],
    [{ evidence: { accounts: [] } }, "evidence.accounts", "must not be empty"],
    [{ evidence: { stacks: [] } }, "evidence.stacks", "must not be empty"],

    [{ rules: "mandatory" }, "rules", "must be an object, not a string"],
    [{ rules: [] }, "rules", "must be an object, not a list"],
    [{ rules: null }, "rules", "must be an object, not null"],
    [{ rules: { all: "strict" } }, "rules.all", "must be one of disabled, advisory, mandatory"],
    [
      { rules: { TCSS002: "advisory" } },
      "rules.TCSS002",
      `is not a policy. Valid policies: all, ${rules.map(({ name }) => name).join(", ")}. Did you mean no-undefended-cores?`,
    ],
    [
      { rules: { constructor: "advisory" } },
      "rules.constructor",
      `is not a policy. Valid policies: all, ${rules.map(({ name }) => name).join(", ")}`,
    ],
    [
      { rules: { "no-undefended-cores": { maxUndefendedCore: 8 } } },
      "rules.no-undefended-cores.maxUndefendedCore",
      "is unknown. Valid names: enforcementLevel, maxUndefendedCores. Did you mean maxUndefendedCores?",
    ],
    [
      { rules: { "no-undefended-cores": { maxUndefendedCores: "8" } } },
      "rules.no-undefended-cores.maxUndefendedCores",
      "must be a whole number, not a string",
    ],
    [{ rules: { "no-undefended-cores": null } }, "rules.no-undefended-cores", "must be an object, not null"],
    [{ constructor: 1 }, "constructor", `is unknown. Valid names: ${TOP}`],
    [{ asset: {} }, "asset", `is unknown. Valid names: ${TOP}. Did you mean assets?`],
    [{ forecasts: {} }, "forecasts", `is unknown. Valid names: ${TOP}. Did you mean forecast?`],
    [
      { assets: { exempts: [] } },
      "assets.exempts",
      "is unknown. Valid names: exempt, mustBeDefended. Did you mean exempt?",
    ],
    [{ assets: { exempt: "dev-*" } }, "assets.exempt", "must be a list, not a string"],
    [
      { assets: { exempt: ["clusters:dev"] } },
      "assets.exempt[0]",
      "begins with an unknown kind. Valid kinds: cluster:, host:, superNode:, tag:; before a name with a colon write its kind, such as host:NAME. Did you mean cluster?",
    ],
    [
      { assets: { mustBeDefended: ["a", "tag:env"] } },
      "assets.mustBeDefended[1]",
      "names a tag without a value: write tag:KEY=VALUE, or tag:KEY=* for any value",
    ],
    [{ assets: { mustBeDefended: [""] } }, "assets.mustBeDefended[0]", "must not be empty"],
    [{ assets: { mustBeDefended: ["host:"] } }, "assets.mustBeDefended[0]", "must not be empty"],
    [{ forecast: { instances: "all" } }, "forecast.instances", "must be one of certain, possible"],
    [{ forecast: { instanceTypes: { "S5.LARGE8": 0 } } }, "forecast.instanceTypes.S5.LARGE8", "must be >= 1"],
    [
      { forecast: { instanceTypes: { "S5.LARGE8": 1.5 } } },
      "forecast.instanceTypes.S5.LARGE8",
      "must be a whole number, not a fraction",
    ],
    [{ forecast: { lookup: "yes" } }, "forecast.lookup", "must be a boolean, not a string"],
  ];
  for (const [settings, property, problem] of wrong) {
    const text = JSON.stringify(settings);
    it(`${text}: ${property || "the whole"} ${problem.slice(0, 60)}`, () => {
      const plain: unknown = JSON.parse(text);
      assert.deepEqual(problemsOfGateSettings(plain)[0], { property, problem });
      for (const place of [PACK, PROGRAM]) {
        for (const other of [PACK, PROGRAM]) rmSync(inFolder(other), { force: true });
        const error = refusal(() => load({ [place]: text }));
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
    { programSettings: "stricter" },
    { rules: {} },
    { rules: { all: "mandatory", "no-trial": {}, "expiring-soon": { minDaysLeft: 30 } } },
    { accounts: [{ account: "production" }, { account: "production 2" }] },
    { waivers: [{ ...WAIVER, expires: "9999-12-31" }] },
    { waivers: [{ ...WAIVER, reason: "扩容" }] },
    { waivers: [{ ...WAIVER, reason: "4711" }] },
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
        assert.ok(error.message.includes(` are wrong: ${property} is unknown. Valid names: `));
        assert.doesNotMatch(error.message, /hunter2/);
      }
    });
});

describe("loadGateSettings refuses a file that", () => {
  const unreadable: [why: string, text: string, reason: RegExp][] = [
    [
      "is not YAML",
      "source: [live\n",
      /are not YAML: .+[^:]\. Correct the file; the gate blocks until then\.$/,
    ],
    ["has a key twice", "source: live\nsource: resources\n", /are not YAML: .*unique at line 2, column 1\. /],
    ["has a key twice, once quoted", 'source: live\n"source": resources\n', /are not YAML: .*unique/],
    ["has a key twice within an entry", "evidence: {accounts: ['1'], accounts: ['2']}\n", /unique/],
    ["has a key twice as JSON", '{"source": "live", "source": "resources"}', /unique/],
    ["holds two documents", "source: live\n---\nsource: resources\n", /hold several documents/],
    ["has a key with a special name", "__proto__: {source: live}\n", /are wrong: __proto__ is unknown/],
    ["has a rule with a special name", "rules: {__proto__: advisory}\n", /rules\.__proto__ is not a policy/],
    ["has an anchor", "accounts: &a []\nprotects: []\n", /hold an anchor \(&name\), which is not supported/],
    ["has an alias", "accounts: &a []\nprotects: *a\n", /hold an a\w+ \(/],
    ["repeats itself without end", "accounts: &a [*a, *a]\n", /hold an a\w+ \(/],
    ["merges keys", "<<: {source: resources}\n", /are wrong: << is unknown/],
    ["has a tag", "maxStaleHours: !!int '5'\n", /hold a tag \(!name\), which is not supported/],
    ["has a tag of a time", "timeZone: !!timestamp 2024-10-05\n", /(hold a tag|are not YAML)/],
    ["has a tag that nobody knows", "source: !env SOURCE\n", /(hold a tag|are not YAML)/],
    ["asks for another YAML", "%YAML 1.1\n---\nprogramSettings: no\n", /start with a %YAML directive/],
    [
      "means no, and says the word",
      "protects: [{stack: dev, live: no, reason: none}]\n",
      /must be a boolean, not a string/,
    ],
    ["has an infinite number", "maxStaleHours: .inf\n", /maxStaleHours must be a number, not infinite/],
    [
      "has a number too large to count",
      "maxStaleHours: 1e999\n",
      /maxStaleHours must be a number, not infinite/,
    ],
    ["has no number", "maxStaleHours: .nan\n", /maxStaleHours must be a number, not NaN/],
    ["has a number as text", "maxStaleHours: '5'\n", /maxStaleHours must be a number, not a string/],
    ["has a key without a value", "rules:\n", /rules must be an object, not null/],
    ["is empty", "", /are empty: nothing in the file is a setting/],
    ["is blank", " \n\n", /are empty/],
    ["holds comments alone", "# source: resources\n", /are empty/],
    ["holds an empty document", "---\n", /are empty/],
    ["holds null", "null\n", /are empty/],
    ["holds null in its short form", "~\n", /are empty/],
    ["holds text", "live\n", /are wrong: the file must be an object, not a string/],
    ["is nested without end", `accounts: ${"[".repeat(2000)}`, /are not YAML: /],
  ];
  for (const [why, text, reason] of unreadable)
    for (const place of [PACK, PROGRAM])
      it(`${why}, and names ${place}`, () => {
        const { message } = refusal(() => load({ [place]: text }));
        assert.match(message, reason);
        assert.ok(message.startsWith(`the gate's settings in ${inFolder(place)} `), message);
        assert.doesNotMatch(message, /\n/);
      });

  it("TCSS_GATE_CONFIG names and that is not there", () =>
    assert.equal(
      refusal(() => load({}, { env: "missing.yaml" })).message,
      `the gate's settings: ${inFolder("missing.yaml")}, which TCSS_GATE_CONFIG names, does not exist. Correct TCSS_GATE_CONFIG, or unset it; the gate blocks until then.`,
    ));

  for (const name of [
    "TCSS_GATE_CONFIGS",
    "TCSS_GATE_CONFG",
    "TCSS_GATECONFIG",
    "tcss_gate_config",
    "TCSS_GATE_FILE",
    "TCSS_GATE_SETTINGS",
    "TCSS_GATE_CONFIG_FILE",
    "TCSS_GATE_YAML",
    "TENCENTCLOUD_TCSS_GATE_CONFIG",
  ])
    it(`another variable than TCSS_GATE_CONFIG names: ${name}`, () => {
      const places = { packFolder: inFolder("pack"), env: { [name]: "own.yaml" } };
      assert.equal(
        refusal(() => loadGateSettings(places)).message,
        `the environment variable ${name} is set, but nothing reads it. The gate's settings are named by TCSS_GATE_CONFIG: rename ${name}, or unset it; the gate blocks until then.`,
      );
    });

  it("but takes no offence at variables of other things, nor where the right one is set", () => {
    const others = {
      TCSS_GATE_SERVICE_HOST: "10.0.0.1",
      TCSS_GATE_PORT: "tcp://10.0.0.1:80",
      TCSS_GATE: "1",
    };
    assert.deepEqual(loadGateSettings({ env: others }).files, []);
    writeFileSync(inFolder("own"), "source: resources");
    const env = { TCSS_GATE_CONFIG: inFolder("own"), TCSS_GATE_FILE: "other.yaml" };
    assert.equal(loadGateSettings({ env }).source, "resources");
  });

  for (const blank of ["", " ", "\t\n"]) {
    it(`TCSS_GATE_CONFIG does not name: it is ${JSON.stringify(blank)}`, () => {
      const places = { packFolder: inFolder("pack"), env: { TCSS_GATE_CONFIG: blank } };
      assert.equal(
        refusal(() => loadGateSettings(places)).message,
        "TCSS_GATE_CONFIG is set, but names no file. Give it the path of the gate's settings, or leave TCSS_GATE_CONFIG out.",
      );
    });

    it(`an option does not name: it is ${JSON.stringify(blank)}`, () => {
      const named = { file: blank, by: "--gate-config" };
      assert.match(
        refusal(() => loadGateSettings({ env: {}, named })).message,
        /^--gate-config is set, but names no file\. /,
      );
    });
  }

  for (const place of [PACK, PROGRAM, "named.yaml"]) {
    const given: Given = place === "named.yaml" ? { env: place } : {};

    it(`is a folder, and names ${place}`, () => {
      mkdirSync(inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} cannot be read (EISDIR): it is a folder`), message);
    });

    it(`is a link to nothing, and names ${place}`, () => {
      symlinkSync(inFolder("nothing"), inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} is a link to a file that does not exist`), message);
    });

    it(`is a named pipe, and names ${place}`, () => {
      makePipe(inFolder(place));
      const { message } = refusal(() => load({}, given));
      assert.ok(message.includes(`${inFolder(place)} is a named pipe, not a file`), message);
    });

    it(`is larger than anybody writes, and names ${place}`, () => {
      const { message } = refusal(() => load({ [place]: `source: live # ${"x".repeat(1 << 16)}` }, given));
      assert.ok(message.includes(`${inFolder(place)} is larger than 65536 bytes`), message);
    });
  }

  it("is in UTF-16 without saying so; with a byte order mark it is read", () => {
    const text = "source: resources\n";
    writeFileSync(inFolder(PACK), Buffer.from(`\ufeff${text}`, "utf16le"));
    assert.equal(load({}).source, "resources");
    writeFileSync(inFolder(PACK), `\ufeff${text}`);
    assert.equal(load({}).source, "resources");
    writeFileSync(inFolder(PACK), Buffer.from(text, "utf16le"));
    assert.match(refusal(() => load({})).message, /NUL characters/);
  });
});

describe("a file that its author must take for the gate's settings is refused:", () => {
  const names = [
    "tcss.gate.yml",
    "tcss-gate.yaml",
    "tcss_gate.yaml",
    "tcssgate.yaml",
    ".tcss.gate.yaml",
    ".tcss-gate.yml",
    "tcss.gate.json",
    "tcss.gate.jsonc",
    "tcss.gate.toml",
    "TCSS.gate.yaml",
    "tcss.gate.YAML",
    "tcss.Gate.yaml",
    "tcss.gate.yaml.txt",
    "tcss.gate.yaml.yaml",
    "tcss.gate.config.yaml",
    "tcss.gates.yaml",
    "tcss.gat.yaml",
    "tccs.gate.yaml",
    "tcss gate.yaml",
    "tcss.gate.yaml ",
    "gate.tcss.yaml",
    "tcss.gate",
  ];
  for (const name of names)
    for (const place of ["pack", "program"])
      it(`${name} in the ${place}'s folder`, () => {
        const file = join(place, name);
        assert.equal(
          refusal(() => load({ [file]: "source: resources\n" })).message,
          `${inFolder(file).trim()} is not read: the gate's settings are in a file that is called tcss.gate.yaml. Rename it to tcss.gate.yaml, or remove it; the gate blocks until then.`,
        );
      });

  it("beside the right one as well", () =>
    assert.match(
      refusal(() => load({ [PACK]: "source: live\n", "pack/tcss.gate.yml": "source: resources\n" })).message,
      /tcss\.gate\.yml is not read/,
    ));

  it("a link of such a name as well", () => {
    symlinkSync(inFolder("nothing"), inFolder("program/tcss.gate.yml"));
    assert.match(refusal(() => load({})).message, /tcss\.gate\.yml is not read/);
  });

  it("where programSettings is false as well", () =>
    assert.match(
      refusal(() => load({ "program/tcss.gate.yml": "{}" }, { code: { programSettings: false } })).message,
      /tcss\.gate\.yml is not read/,
    ));

  const others = [
    "tcss-gate",
    "tcss.gate.schema.json",
    "tcss.gate.yaml.bak",
    "tcss.gate.yaml~",
    "._tcss.gate.yaml",
    "tcss.gate.example.yaml",
    "tcss.yaml",
    "gate.yaml",
    "Pulumi.tcss-gate.yaml",
    "tcss.prom",
  ];
  it("and no other is", () => {
    const files = others.flatMap((name) => [`pack/${name}`, `program/${name}`]);
    assert.deepEqual(load(Object.fromEntries(files.map((file) => [file, "what: ever\n"]))), load({}));
  });

  it("and no folder is", () => {
    for (const name of ["tcss.gate", "tcss-gate.yml"]) mkdirSync(inFolder(`program/${name}`));
    assert.equal(load({}).source, "live");
  });

  it("and TCSS_GATE_CONFIG may name a file as it likes", () => {
    const files = { "program/tcss.gate.yml": "source: resources\n" };
    assert.equal(load(files, { env: "program/tcss.gate.yml" }).source, "resources");
  });
});

describe("a program's settings are in the folder of its Pulumi.yaml:", () => {
  /** Loads for a program that runs in a folder below the program's. */
  function loadFrom(folder: string, files: Record<string, string>): LoadedGateSettings {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(inFolder(name)), { recursive: true });
      writeFileSync(inFolder(name), text);
    }
    mkdirSync(inFolder(folder), { recursive: true });
    return loadGateSettings({ packFolder: inFolder("pack"), programFolder: inFolder(folder), env: {} });
  }
  const MILD = "source: resources\n";

  for (const project of ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
    it(`it is found upwards from where the program runs, by ${project}`, () => {
      const files = { [`program/${project}`]: "{name: shop, main: src/app}", [PROGRAM]: MILD };
      assert.equal(loadFrom("program/src/app", files).source, "resources");
      assert.equal(loadFrom("program", files).source, "resources");
    });

  it("no file above it counts", () => {
    const files = { "program/Pulumi.yaml": "name: shop", [GATE_FILE]: MILD };
    assert.equal(loadFrom("program", files).source, "live");
  });

  it("without one, the folder is the program's in which it runs", () => {
    assert.equal(loadFrom("program/src", { [PROGRAM]: MILD }).source, "live");
    assert.equal(loadFrom("program/src", { "program/src/tcss.gate.yaml": MILD }).source, "resources");
  });

  const mains: [main: string, from: string][] = [
    ["src", "program/src"],
    ["src/", "program"],
    ["./src/index.js", "program"],
    ["src/index.js", "program/src"],
  ];
  for (const [main, from] of mains)
    for (const name of [GATE_FILE, "tcss.gate.yml"])
      it(`a ${name} in the folder of main: ${main} is refused, seen from ${from}`, () => {
        const files = { "program/Pulumi.yaml": `name: shop\nmain: ${main}\n`, [`program/src/${name}`]: MILD };
        const error = refusal(() => loadFrom(from, files));
        assert.equal(
          error.message,
          `${inFolder(`program/src/${name}`)} is not read: the gate's settings of a program are in the folder of its Pulumi.yaml, ${inFolder("program")}. Move them to tcss.gate.yaml there; the gate blocks until then.`,
        );
      });

  it("main may be the folder itself", () =>
    assert.equal(
      loadFrom("program", { "program/Pulumi.yaml": "main: index.js", [PROGRAM]: MILD }).source,
      "resources",
    ));

  it("a Pulumi.yaml that nobody can read is left to Pulumi", () =>
    assert.equal(
      loadFrom("program", { "program/Pulumi.yaml": "main: [", [PROGRAM]: MILD }).source,
      "resources",
    ));

  it("a relative TCSS_GATE_CONFIG is relative to that folder as well; an option from the user's folder", () => {
    const files = {
      "program/Pulumi.yaml": "main: src",
      "program/own.yaml": MILD,
      "program/src/own.yaml": "source: live",
    };
    loadFrom("program/src", files);
    const programFolder = inFolder("program/src");
    assert.equal(
      loadGateSettings({ programFolder, env: { TCSS_GATE_CONFIG: "own.yaml" } }).source,
      "resources",
    );
    const named = { file: "own.yaml", by: "--gate-config" };
    assert.equal(
      loadGateSettings({ programFolder, env: { TCSS_GATE_CONFIG: "own.yaml" }, named }).source,
      "live",
    );
  });

  it("the program's file that TCSS_GATE_CONFIG names counts once, as what that names", () => {
    const text = JSON.stringify({ waivers: [WAIVER], programSettings: false });
    const { waivers, programSettings, notices } = load({ [PROGRAM]: text }, { env: PROGRAM });
    assert.deepEqual(
      { waivers, programSettings, notices },
      { waivers: [WAIVER], programSettings: false, notices: [] },
    );
  });
});

describe("loadGateSettings, where the program's folder is not known,", () => {
  const notices = (env: Record<string, string>, packFolder = inFolder("pack")): readonly string[] =>
    loadGateSettings({ packFolder, env }).notices;
  const told = (file: string): string =>
    `${inFolder(file)} is not used: this form of the policy pack does not know the program's folder. Use the executable tcss-gate, or name the file by TCSS_GATE_CONFIG.`;

  beforeEach(() => {
    writeFileSync(inFolder("program/Pulumi.yaml"), "name: shop\n");
    writeFileSync(inFolder(PROGRAM), "source: resources\n");
    mkdirSync(inFolder("program/src"));
    mkdirSync(inFolder("program/pack"));
  });

  it("tells of a file in the program's folder that the shell or npm was in", () => {
    assert.deepEqual(notices({ PWD: inFolder("program") }), [told(PROGRAM)]);
    assert.deepEqual(notices({ PWD: inFolder("program/src"), INIT_CWD: inFolder("program") }), [
      told(PROGRAM),
    ]);
  });

  it("tells of one in the program's folder that the pack is in", () =>
    assert.deepEqual(notices({}, inFolder("program/pack")), [told(PROGRAM)]));

  it("tells of one by another name", () => {
    renameSync(inFolder(PROGRAM), inFolder("program/tcss.gate.yml"));
    assert.deepEqual(notices({ PWD: inFolder("program") }), [told("program/tcss.gate.yml")]);
  });

  it("says nothing of the file that TCSS_GATE_CONFIG names", () =>
    assert.deepEqual(notices({ PWD: inFolder("program"), TCSS_GATE_CONFIG: inFolder(PROGRAM) }), []));

  it("says nothing where no program is, or no file", () => {
    assert.deepEqual(notices({ PWD: inFolder("pack") }), []);
    rmSync(inFolder(PROGRAM));
    assert.deepEqual(notices({ PWD: inFolder("program") }), []);
    assert.deepEqual(notices({ PWD: inFolder("gone") }), []);
  });
});

describe("loadGateSettings, where programSettings is stricter,", () => {
  const PACK_TEXT = "programSettings: stricter\n";
  const told = (keys: string, verb: "is" | "are"): string =>
    `${keys} in ${inFolder(PROGRAM)} ${verb} not used: the policy pack lets a program's own settings only be stricter (programSettings: stricter).`;
  const loaded = (program: object, pack = ""): LoadedGateSettings =>
    load({ [PACK]: PACK_TEXT + pack, [PROGRAM]: JSON.stringify(program) });

  it("takes no waiver, no exemption, no account, no evidence and no time zone, and says so", () => {
    const settings = loaded({
      waivers: [WAIVER],
      protects: [{ stack: "*", live: false, reason: "none" }],
      accounts: [{ account: "healthy" }],
      evidence: { accounts: ["1"] },
      timeZone: "UTC",
    });
    const { notices, files: _, ...others } = settings;
    const { notices: _none, files: __, ...without } = loaded({});
    assert.deepEqual(others, without);
    assert.deepEqual(notices, [told("waivers, protects, accounts, evidence, timeZone", "are")]);
  });

  const ordered: [
    key: "source" | "maxStaleHours",
    pack: string,
    program: object,
    counts: unknown,
    isTold: boolean,
  ][] = [
    ["source", "", { source: "resources" }, "live", true],
    ["source", "", { source: "live" }, "live", false],
    ["source", "source: resources", { source: "live" }, "live", false],
    ["source", "source: resources", { source: "resources" }, "resources", false],
    ["maxStaleHours", "", { maxStaleHours: 6 }, 6, false],
    ["maxStaleHours", "", { maxStaleHours: 24 }, 24, false],
    ["maxStaleHours", "", { maxStaleHours: 25 }, 24, true],
    ["maxStaleHours", "maxStaleHours: 2", { maxStaleHours: 6 }, 2, true],
    ["maxStaleHours", "maxStaleHours: 6", { maxStaleHours: 2 }, 2, false],
  ];
  for (const [key, pack, program, counts, isTold] of ordered)
    it(`makes ${key} ${counts} of ${pack || "the default"} and the program's ${JSON.stringify(program)}`, () => {
      const settings = loaded(program, pack);
      assert.equal(settings[key], counts);
      assert.deepEqual(settings.notices, isTold ? [told(key, "is")] : []);
    });

  it("keeps what the program says of the rules apart, to raise what the others say", () => {
    const ofProgram = { "no-trial": "mandatory" };
    const { ruleLayers } = loaded({ rules: ofProgram });
    assert.deepEqual(ruleLayers, {
      code: {},
      files: [],
      stricter: { file: inFolder(PROGRAM), rules: ofProgram },
      scope: SCOPE,
    });
  });

  it("refuses programSettings in the program's file, as always", () =>
    assert.match(
      refusal(() => loaded({ programSettings: false })).message,
      /is for the policy pack to decide/,
    ));
});

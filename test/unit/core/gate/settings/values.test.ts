import assert from "node:assert/strict";
import { CONNECTION_ARGS_SCHEMA } from "../../../../../core/connection/connectionArgs";
import { GATE_SCHEMA, problemsOfGateSettings } from "../../../../../core/gate";
import { SECRET_NAMES } from "../../../../../core/schema/secretShapes";
import { itRefuses, load, NO_WORDS, PACK, refusal, useSettingsFolder, WAIVER, WORDS } from "./support";

describe("the gate's settings must be right:", () => {
  useSettingsFolder();

  const TOP = Object.keys(GATE_SCHEMA.properties).join(", ");
  const OF_ACCOUNT = Object.keys(CONNECTION_ARGS_SCHEMA.properties).join(", ");
  const ZONE = "must be a time zone of the IANA database, such as Asia/Shanghai";
  const SHORT_ZONE = `${ZONE}: an abbreviation means several zones`;
  const STACK = "must be the name of a stack, ORGANIZATION/PROJECT/STACK";
  const UIN = "must be an account id (uin): digits alone";
  const NOT_LISTED = { stack: "prod", live: false };

  itRefuses([
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
    [{ constructor: 1 }, "constructor", `is unknown. Valid names: ${TOP}`],
    [{ asset: {} }, "asset", `is unknown. Valid names: ${TOP}. Did you mean assets?`],
    [{ forecasts: {} }, "forecasts", `is unknown. Valid names: ${TOP}. Did you mean forecast?`],
  ]);

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

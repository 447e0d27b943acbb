import assert from "node:assert/strict";
import {
  type EvidenceSettings,
  exclusionReason,
  noEvidenceError,
  type StoredResource,
} from "../../../../core/gate";
import { STORED } from "./storedResources";

describe("exclusionReason", () => {
  const own: Partial<StoredResource> = {};
  const ofStack: Partial<StoredResource> = { fromStack: { stack: "acme/security/prod", maxAgeHours: 1 } };
  const withId = (accountId: unknown): Partial<StoredResource> => ({
    purchaseState: { ...STORED, accountId },
  });

  const STACKS = { stacks: ["acme/security/prod"] };
  const OTHER_STACKS = { stacks: ["acme/security/dev"] };
  const ACCOUNTS = { accounts: ["100000000001", "100000000002"] };
  const NO_ID =
    "the id of its account is unknown (set resolveAccountId), and evidence.accounts lists those that count";
  const UNLISTED = "it reads stack acme/security/prod, which evidence.stacks does not list";

  const cases: [what: string, resource: Partial<StoredResource>, evidence: EvidenceSettings, why?: string][] =
    [
      ["any resource where nothing is pinned", own, {}],
      ["any stack where nothing is pinned", ofStack, {}],
      ["an unread account where nothing is pinned", { purchaseState: undefined }, {}],

      ["a listed stack", ofStack, STACKS],
      ["a stack that is not listed", ofStack, OTHER_STACKS, UNLISTED],
      ["a stack where the list is empty", ofStack, { stacks: [] }, UNLISTED],
      [
        "a resource of its own where only stacks are listed",
        own,
        STACKS,
        "only the outputs of the stacks in evidence.stacks do",
      ],
      [
        "a listed account where only stacks are listed",
        withId("100000000001"),
        STACKS,
        "only the outputs of the stacks in evidence.stacks do",
      ],

      ["a listed account", withId("100000000001"), ACCOUNTS],
      ["another listed account", withId("100000000002"), ACCOUNTS],
      [
        "an account that is not listed",
        withId("100000000003"),
        ACCOUNTS,
        "it is of account 100000000003, which evidence.accounts does not list",
      ],
      [
        "an account where the list is empty",
        withId("100000000001"),
        { accounts: [] },
        "it is of account 100000000001, which evidence.accounts does not list",
      ],
      ["an account without an id", own, ACCOUNTS, NO_ID],
      ["an account whose id is no text", withId(100000000001), ACCOUNTS, NO_ID],
      ["an account that could not be read", { purchaseState: undefined }, ACCOUNTS, NO_ID],

      ["a listed account by any stack", { ...ofStack, ...withId("100000000001") }, ACCOUNTS],
      ["a stack's values without an account's id", ofStack, ACCOUNTS, NO_ID],
      [
        "a listed account by a listed stack",
        { ...ofStack, ...withId("100000000001") },
        { ...ACCOUNTS, ...STACKS },
      ],
      [
        "a listed account by a stack that is not listed",
        { ...ofStack, ...withId("100000000001") },
        { ...ACCOUNTS, ...OTHER_STACKS },
        UNLISTED,
      ],
      [
        "an account that is not listed by a listed stack",
        { ...ofStack, ...withId("100000000003") },
        { ...ACCOUNTS, ...STACKS },
        "it is of account 100000000003, which evidence.accounts does not list",
      ],
      [
        "a listed account of its own where both are listed",
        withId("100000000001"),
        { ...ACCOUNTS, ...STACKS },
      ],
      ["a resource without an id where both are listed", own, { ...ACCOUNTS, ...STACKS }, NO_ID],
    ];
  for (const [what, resource, evidence, why] of cases)
    it(`${why === undefined ? "lets count" : "does not let count"} ${what}`, () =>
      assert.equal(
        exclusionReason({ name: "tcss", purchaseState: STORED, ...resource }, evidence),
        why === undefined ? undefined : `PurchaseState tcss does not count: ${why}.`,
      ));
});

describe("noEvidenceError", () => {
  const NONE =
    "the gate is set to judge the program's PurchaseState resources alone (source: resources), and this program has none";

  it("says what is missing and how to add it", () =>
    assert.equal(
      noEvidenceError().message,
      `${NONE}. Add one (new tcss.PurchaseState("tcss")), or set source: live in tcss.gate.yaml.`,
    ));

  it("says why those that there are do not count", () =>
    assert.equal(
      noEvidenceError(["PurchaseState a does not count: x.", "PurchaseState b does not count: y."]).message,
      `${NONE} that counts. PurchaseState a does not count: x. PurchaseState b does not count: y. Correct them, or the gate's evidence in tcss.gate.yaml.`,
    ));
});

import assert from "node:assert/strict";
import type { Asset } from "pulumi-tcss/internal";
import { bundleOf } from "../../../../report/src/doctor/bundle";
import { type Check, check, type DoctorDocument } from "../../../../report/src/doctor/checks";

const ERROR = {
  kind: "api",
  summary: "refused for uin 100000000001 at /home/alice",
  code: "AuthFailure.UnauthorizedOperation",
  requestId: "8a64a4f9-864c-49c6-adcb-21b483de477a",
  account: "acme",
  endpoint: "https://gateway.acme.example",
  credentialSource: "tccli profile acme",
  nextStep: "Ask alice.",
} as const;

interface Bundled {
  account: string;
  isNamed: boolean;
  checks: { facts: Record<string, unknown> & { fields?: unknown } }[];
  assets: Record<string, unknown>[];
}

function bundled(checks: Check[], assets: Asset[] = []): { text: string; account: Bundled } {
  const document: DoctorDocument = {
    schemaVersion: 1,
    generatedAt: "2026-11-26T00:00:00Z",
    determined: true,
    machine: [],
    accounts: [{ account: "acme", checks }],
  };
  const bundle = bundleOf(document, [{ account: "acme", checks, assets }]) as { accounts: [Bundled] };
  return { text: JSON.stringify(bundle), account: bundle.accounts[0] };
}

describe("the doctor's bundle", () => {
  it("tells the kind of a source of credentials, and neither profile, role nor path", () => {
    for (const [source, kind] of [
      ["environment", "environment"],
      ["tccli profile acme", "tccli profile"],
      ["CVM role acme-reader", "CVM role"],
      ["role qcs::cam::uin/100000000001:roleName/acme, assumed with environment", "role"],
      ["/home/alice/.tencentcloud/credentials", "another source"],
    ] as const) {
      const { text, account } = bundled([
        check("credentials", "ok", {
          source,
          skipped: [{ source: "tccli profile acme", reason: "/home/alice/.tccli does not exist" }],
          isTemporary: true,
          expiresAt: "2026-11-26T01:00:00Z",
          error: null,
        }),
      ]);
      assert.deepEqual(account.checks[0]?.facts, {
        source: kind,
        skipped: ["tccli profile"],
        isTemporary: true,
        error: null,
      });
      assert.doesNotMatch(text, /acme|alice|100000000001/);
    }
  });

  it("keeps of an error its code and request id", () => {
    const { text, account } = bundled([
      check("permission", "attention", {
        purpose: "clusters",
        action: "tcss:DescribeUserCluster",
        answer: "denied",
        site: "international",
        error: ERROR,
      }),
    ]);
    const { kind, code, requestId } = ERROR;
    assert.deepEqual(account.checks[0]?.facts["error"], { kind, code, requestId });
    assert.doesNotMatch(text, /acme|alice|100000000001/);
  });

  it("keeps Tencent's own endpoints, and of another one its protocol", () => {
    const endpoint = (url: string, isTencent: boolean) =>
      bundled([check("endpoint", "ok", { endpoint: url, site: null, isTencent, answers: true, error: null })])
        .account.checks[0]?.facts["endpoint"];
    assert.equal(endpoint("https://tcss.tencentcloudapi.com", true), "https://tcss.tencentcloudapi.com");
    assert.equal(endpoint("https://gateway.acme.example:8443", false), "https://[own]");
  });

  it("keeps values that are words or numbers of the API, and no other", () => {
    const values = (field: string, ...given: string[]) => {
      const { account } = bundled([
        check("values", "attention", { of: "host", looked: 1, fields: [{ field, values: given }] }),
      ]);
      const [first] = account.checks as [{ facts: { fields: [{ values: string[] }] } }];
      return first.facts.fields[0].values;
    };
    const kept = [
      '"running"',
      '"PART_DEFENDED"',
      '"Not Ready"',
      "194",
      "-1",
      "0.5",
      "1e+300",
      "null",
      "true",
      '""',
    ];
    assert.deepEqual(values("Status", ...kept), kept);
    const others = [
      '"ins-1684ad1f2"',
      '"alice@acme.example"',
      "100000000001",
      '{"Name":"acme"}',
      '["acme"]',
      '"10.0.0.1"',
    ];
    for (const value of values("Status", ...others)) assert.match(value, /^\[/);
    assert.deepEqual(values("Tags", '"acme"'), ["[tags]"]);
  });

  it("gives each asset a name of its own that says nothing, with its figures", () => {
    const assets: Asset[] = [
      {
        kind: "cluster",
        id: "cls-acme",
        name: "acme-prod",
        region: "ap-singapore",
        cores: 12,
        protectedCores: 4,
        undefendedCores: 8,
        status: "partial",
        access: "trouble",
        accessReason: "acme-admin is forbidden",
        tags: ["owner=alice"],
      },
      { kind: "cluster", name: "acme", region: "acme datacenter", status: "unknown", access: "unknown" },
      { kind: "host", id: "h", region: "9", status: "undefended", access: "ok" },
    ];
    const { text, account } = bundled([], assets);
    assert.deepEqual(account.assets[0], {
      kind: "cluster",
      asset: "cluster-1",
      hasId: true,
      hasName: true,
      region: "ap-singapore",
      cores: 12,
      protectedCores: 4,
      undefendedCores: 8,
      status: "partial",
      access: "trouble",
      hasAccessReason: true,
      tags: 1,
    });
    assert.deepEqual(
      account.assets.map(({ asset, hasId, region }) => [asset, hasId, region]),
      [
        ["cluster-1", true, "ap-singapore"],
        ["cluster-2", false, null],
        ["host-1", true, "9"],
      ],
    );
    assert.deepEqual([account.account, account.isNamed], ["account-1", true]);
    assert.doesNotMatch(text, /acme|alice/);
  });
});

import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import schema from "../../../../report/coverage.schema.json";
import reportSchema from "../../../../report/report.schema.json";
import { assertRefused, Place } from "./run";

const LISTS = ["DescribeUserCluster", "DescribeAssetHostList"];

describe("tcss coverage", function () {
  this.timeout(60_000);

  let place: Place;
  before(async () => {
    place = await Place.create();
  });
  beforeEach(() => {
    place.emulator.clearRequests();
    place.emulator.faults.clear();
  });
  after(() => place.close());

  const coverage = (...args: string[]) => place.tcss("coverage", ...args);
  const read = (name: string) => readFileSync(join(place.folder, name), "utf8");
  const actions = () => place.emulator.requests().map(({ action }) => action);
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  addFormats(ajv);

  it("names who is undefended, worst first, and the cheapest cover, and ends with 0", async () => {
    const { code, out, err } = await coverage();
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /86 CORES UNDEFENDED/);
    const ids = [...out.matchAll(/^(?:partial|undefended) .* (cls-\w+|[0-9a-f]{8}-\d{4}) /gm)].map(
      ([, id]) => id,
    );
    assert.equal(ids.length, 7);
    assert.match(out, /covers 79 of 86\s+undefended cores at no cost/);
    assert.match(
      out,
      /7 undefended cores that are left: .* USD 1\.75 a\s+day; bought in advance: USD 47\.25 a\s+month/s,
    );
  });

  it("sends nothing that changes anything, and asks for each list once", async () => {
    await coverage();
    assert.deepEqual(actions().sort(), [...LISTS, "DescribePurchaseStateInfo"].sort());
  });

  it("writes several formats of one reading", async () => {
    const { code, out, err } = await coverage(
      "-f",
      "json",
      "-f",
      "csv=a.csv",
      "-f",
      "markdown=a.md",
      "-f",
      "html=a.html",
      "-f",
      "table=a.txt",
    );
    assert.deepEqual([code, err], [0, ""]);
    const isValid = ajv.compile(schema);
    assert.ok(isValid(JSON.parse(out)), JSON.stringify(isValid.errors));
    const [{ account, assets, totals, unit, plan }] = JSON.parse(out).coverage;
    assert.deepEqual([account, assets.length, totals.undefendedCores], [null, 10, 86]);
    assert.deepEqual(unit, { factor: 1000, deviation: 0 });
    assert.deepEqual(
      [plan.coveredCores, plan.remainingCores, plan.currency, plan.elasticPerDay, plan.prepaidPerMonth],
      [79, 7, "USD", 1.75, 47.25],
    );
    assert.match(read("a.csv"), /^\ufeffaccount,/);
    assert.match(read("a.md"), /^<!-- tcss-coverage -->/);
    assert.match(read("a.html"), /^<!doctype html>/);
    assert.match(read("a.txt"), /10 assets, worst first/);
    assert.equal(actions().filter((action) => action === LISTS[0]).length, 1);
  });

  it("lists with --undefended what is not fully protected, and counts all", async () => {
    const { out } = await coverage("--undefended", "--format", "json");
    const [{ assets, totals }] = JSON.parse(out).coverage;
    assert.equal(assets.length, 7);
    assert.equal(totals.assets, 10);
  });

  it("takes names, prices and the file from options", async () => {
    const { out } = await coverage(
      "--account",
      "production",
      "--prices",
      "mainland",
      "-o",
      "c.json",
      "-f",
      "json",
    );
    assert.equal(out, "");
    const [{ account, plan }] = JSON.parse(read("c.json")).coverage;
    assert.deepEqual([account, plan.currency, plan.elasticPerDay], ["production", "CNY", 7]);
    const { out: without } = await coverage("--prices", "none", "-f", "json");
    const [{ plan: unpriced }] = JSON.parse(without).coverage;
    assert.deepEqual(
      [unpriced.currency, unpriced.elasticPerDay, unpriced.prepaidPerMonth],
      [null, null, null],
    );
  });

  it("asks the accounts of the gate's file, and leaves its exempt assets out", async () => {
    place.write(
      "tcss.gate.yaml",
      'accounts: [{account: one}, {account: two}]\nassets: {exempt: ["cluster:shop-*"]}\n',
    );
    try {
      const { code, out } = await coverage("--format", "json", "--quiet");
      const entries = JSON.parse(out).coverage;
      assert.deepEqual(
        entries.map(({ account }: { account: string }) => account),
        ["one", "two"],
      );
      for (const { assets, totals } of entries) {
        const exempt = assets.filter((asset: { exempt: boolean }) => asset.exempt);
        assert.deepEqual(exempt.map(({ name }: { name: string }) => name).sort(), [
          "shop-prod",
          "shop-staging",
        ]);
        assert.deepEqual([totals.undefendedCores, totals.exemptUndefendedCores], [62, 24]);
      }
      assert.equal(code, 0);
      const alone = await coverage("--account", "two", "--format", "json", "--quiet");
      assert.equal(JSON.parse(alone.out).coverage.length, 1);
    } finally {
      rmSync(join(place.folder, "tcss.gate.yaml"));
    }
  });

  describe("ends with 2", () => {
    it("where no account can be read, with an entry that says why", async () => {
      place.emulator.faults.push({ fault: "no-permission", action: "DescribeUserCluster", times: "always" });
      const { code, out, err } = await coverage("--format", "json");
      const [{ assets, plan, error }] = JSON.parse(out).coverage;
      assert.deepEqual([code, assets, plan], [2, null, null]);
      assert.equal(error.kind, "api");
      assert.match(`${error.permission} ${error.message}`, /DescribeUserCluster/);
      assert.match(err, /^tcss: .*DescribeUserCluster.*\n$/);
      assert.equal(actions().filter((action) => action === "DescribeUserCluster").length, 1);
    });

    for (const format of ["table", "markdown", "html", "csv"])
      it(`where no account can be read, as ${format}`, async () => {
        place.emulator.faults.push({
          fault: "no-permission",
          action: "DescribePurchaseStateInfo",
          times: "always",
        });
        const { code, err } = await coverage("--format", format);
        assert.equal(code, 2);
        assert.match(err, /^tcss: .*UnauthorizedOperation/);
      });

    it("where the answer does not come within the deadline", async () => {
      place.emulator.faults.push({ fault: "hang", action: "DescribeAssetHostList", times: "always" });
      const { code, err } = await coverage("--deadline", "2");
      assert.equal(code, 2);
      assert.match(err, /the assets could not be read within 2 s/);
    });

    it("without credentials", async () => {
      const env = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };
      const { code, err } = await place.tcssWith({ env }, "coverage");
      assert.equal(code, 2);
      assert.match(err, /TENCENTCLOUD_SECRET_ID/);
      assert.deepEqual(actions(), []);
    });

    const wrong: [why: string, args: string[], message: RegExp][] = [
      ["a format of reports", ["-f", "sarif"], /Valid formats: table, json, csv, markdown, html\./],
      ["two formats on standard output", ["-f", "json", "-f", "csv"], /cannot both go to standard output/],
      ["an unknown option", ["--stack", "a/b/c"], /unknown option '--stack'/],
      ["an option twice", ["--profile", "a", "--profile", "b"], /given twice/],
      ["a folder that does not exist", ["-o", "no/where/x", "-f", "json"], /cannot be written/],
    ];
    for (const [why, args, message] of wrong)
      it(`for ${why}`, async () => {
        assertRefused(await coverage(...args), message);
      });
  });

  it("changes no file where one cannot be written", async () => {
    const { code } = await coverage("-f", "json=whole.json", "-f", "csv=no/where.csv");
    assert.equal(code, 2);
    assert.equal(existsSync(join(place.folder, "whole.json")), false);
  });

  describe("tcss report --coverage", () => {
    it("adds it to the formats that hold more than findings", async () => {
      const { code, out, err } = await place.tcss(
        "report",
        "--coverage",
        "-f",
        "json",
        "-f",
        "table=r.txt",
        "-f",
        "markdown=r.md",
        "-f",
        "html=r.html",
        "-f",
        "jsonl=r.jsonl",
      );
      assert.deepEqual([code, err], [0, ""]);
      const isValid = ajv.compile(reportSchema);
      assert.ok(isValid(JSON.parse(out)), JSON.stringify(isValid.errors));
      assert.equal(JSON.parse(out).coverage[0].plan.coveredCores, 79);
      for (const name of ["r.txt", "r.md", "r.html"])
        assert.match(read(name), /tccli tcss ModifyDefendStatus/, name);
      const lines = read("r.jsonl")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map((line) => "coverage" in line),
        [false, true],
      );
      // the gate's names of assets come from the same reading
      for (const action of ["DescribePurchaseStateInfo", ...LISTS])
        assert.equal(actions().filter((each) => each === action).length, 1, action);
    });

    it("has assets and plan as metrics, and says which formats have neither", async () => {
      const { out, err } = await place.tcss(
        ...["report", "--coverage", "--account", "a", "-f", "openmetrics", "-f", "csv=r.csv"],
      );
      assert.match(out, /^tcss_assets\{account="a",status="undefended"\} 6$/m);
      assert.match(out, /^tcss_plan_cores\{account="a",part="covered"\} 79$/m);
      assert.match(err, /^tcss: --coverage adds nothing to csv: .*\n$/);
    });

    it("costs no request where it is not asked for, of an account that is protected", async () => {
      const healthy = await Place.create("healthy");
      try {
        const { out } = await healthy.tcss("report", "-f", "json");
        assert.equal("coverage" in JSON.parse(out), false);
        assert.deepEqual(
          healthy.emulator.requests().map(({ action }) => action),
          ["DescribePurchaseStateInfo"],
        );
      } finally {
        await healthy.close();
      }
    });

    it("reports what could be read where the lists could not, and ends with 2", async () => {
      place.emulator.faults.push({ fault: "no-permission", action: "DescribeUserCluster", times: "always" });
      const { code, out, err } = await place.tcss("report", "--coverage", "-f", "json");
      const { subjects, coverage: entries } = JSON.parse(out);
      assert.equal(subjects[0].purchaseState.undefendCoresCnt, 86);
      assert.match(entries[0].error.message, /DescribeUserCluster/);
      assert.match(err, /the assets of unnamed account could not be read/);
      assert.equal(code, 2);
    });

    it("says that a file has no assets", async () => {
      const file = place.write("reply.json", { Response: { State: 3, RequestId: "a" } });
      const { out, err } = await place.tcss("report", "--coverage", "--file", file, "-f", "json");
      assert.deepEqual(JSON.parse(out).coverage, []);
      assert.match(err, /--coverage is about accounts that are asked live: add --live/);
    });
  });
});

describe("tcss coverage of other accounts", function () {
  this.timeout(120_000);

  async function outputOf(scenario: string, ...args: string[]): Promise<string> {
    const place = await Place.create(scenario);
    try {
      const { code, out, err } = await place.tcss("coverage", ...args);
      assert.deepEqual([code, err], [0, ""]);
      return out;
    } finally {
      await place.close();
    }
  }

  it("takes nothing that misleads its reader for protected", async () => {
    const [{ assets, notUnderstood }] = JSON.parse(await outputOf("tricky-assets", "-f", "json")).coverage;
    assert.notDeepEqual(notUnderstood, []);
    assert.ok(assets.some(({ status }: { status: string }) => status === "unknown"));
  });

  it("reads ten thousand assets, in every format", async () => {
    const out = await outputOf("many-assets", "-f", "json");
    const [{ assets, plan }] = JSON.parse(out).coverage;
    assert.equal(assets.length, 10_000);
    assert.equal(plan.coveredCores, 5000);
  });
});

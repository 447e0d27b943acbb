import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { parsePurchaseState, rules, withoutAdditionalFields } from "pulumi-tcss/internal";
import { EXAMPLE, STORED } from "../../../unit/report/support";
import { secretInState } from "../../../unit/support/secretInState";
import { assertRefused, type Ended, Place } from "./run";

const NO_CREDENTIALS = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };
const DURING = "2024-10-01T00:00:00Z";
// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of a color
const COLOUR = /\u001b\[\d+m/;

describe("tcss", function () {
  this.timeout(60_000);

  let place: Place;
  before(async () => {
    place = await Place.create();
  });
  beforeEach(() => {
    rmSync(join(place.folder, "tcss.gate.yaml"), { force: true });
    place.emulator.setScenario("example");
    place.emulator.faults.clear();
    place.emulator.clearRequests();
  });
  after(() => place.close());

  const tcss = (...args: string[]) => place.tcss(...args);
  const jsonOf = ({ out }: Ended) => JSON.parse(out);

  describe("status", () => {
    it("shows the account of the environment's credentials", async () => {
      const { code, out, err } = await tcss("status");
      assert.match(out, /THE GATE BLOCKS/);
      assert.match(out, /Values +less than a minute old/);
      assert.match(out, /high +TCSS002 blocks: 86 of 154 cores are undefended\./);
      assert.deepEqual([code, err], [0, ""]);
    });

    it("ends with 2 when nothing could be read, and says why on the screen", async () => {
      const { code, out } = await place.tcssWith({ env: NO_CREDENTIALS }, "status");
      assert.match(out, /no credentials for\s+Tencent\s+Cloud\s+were\s+found/);
      assert.equal(code, 2);
    });
  });

  describe("report", () => {
    it("is a table by default, of the account by default", async () => {
      const { code, out, err } = await tcss("report");
      assert.match(out, /│ Purchase state /);
      assert.match(out, /An estimate by prices as of/);
      assert.deepEqual([code, err], [0, ""]);
    });

    for (const format of [
      "table",
      "json",
      "jsonl",
      "markdown",
      "html",
      "sarif",
      "junit",
      "openmetrics",
      "csv",
    ])
      it(`writes ${format} to standard output, and nothing else there`, async () => {
        const { code, out, err } = await tcss("report", "--format", format);
        assert.ok(out.length > 100 && out.endsWith("\n"));
        assert.deepEqual([code, err], [0, ""]);
      });

    it("writes to a file what it would write to standard output", async () => {
      const reply = place.write("reply.json", { Response: EXAMPLE });
      const args = ["report", "--file", reply, "--at", DURING, "--format"];
      const { out } = await tcss(...args, "markdown");
      const written = await tcss(...args, "markdown", "--output", "report.md");
      assert.deepEqual([written.code, written.out, written.err], [0, "", ""]);
      assert.equal(readFileSync(join(place.folder, "report.md"), "utf8"), out);
    });

    it("names a file that cannot be written", async () => {
      assertRefused(
        await tcss("report", "-o", "no/such/folder"),
        /no\/such\/folder cannot be written \(ENOENT\)\. Name/,
      );
    });

    it("ends with 2 when nothing could be read, with a report that says why", async () => {
      const ended = await place.tcssWith({ env: NO_CREDENTIALS }, "report", "--format", "json");
      assert.equal(ended.code, 2);
      assert.equal(jsonOf(ended).verdict, "unknown");
      assert.match(jsonOf(ended).subjects[0].findings[0].message, /no credentials/);
    });

    it("says that --history needs a stack", async () => {
      const { code, err } = await tcss("report", "--history");
      assert.deepEqual([code, err], [0, "tcss: --history is about stacks: name one with --stack\n"]);
    });
  });

  describe("check", () => {
    const verdicts: [scenario: string, code: number, failOnAdvisory: number, last: string][] = [
      ["healthy", 0, 0, "Verdict: passes"],
      ["expiring", 0, 1, "Verdict: passes"],
      ["example", 1, 1, "Verdict: blocks"],
      ["expired-isolated", 1, 1, "Verdict: blocks"],
      ["not-purchased", 1, 1, "Verdict: blocks"],
      ["html", 2, 2, "Verdict: unknown"],
    ];
    for (const [scenario, code, failOnAdvisory, last] of verdicts)
      it(`ends with ${code} for ${scenario}, and ${failOnAdvisory} with --fail-on advisory`, async () => {
        place.emulator.setScenario(scenario);
        const ended = await tcss("check");
        assert.deepEqual([ended.code, ended.err, ended.out.trimEnd().split("\n").at(-1)], [code, "", last]);
        assert.equal((await tcss("check", "--fail-on", "advisory")).code, failOnAdvisory);
      });

    it("says how old the values are, and one line a finding", async () => {
      const { out } = await tcss("check");
      const [first, second] = out.split("\n");
      assert.match(
        first ?? "",
        /: 5 findings, values less than a minute old \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Beijing time\)/,
      );
      assert.match(second ?? "", /: mandatory TCSS002 no-undefended-cores: 86 of 154/);
    });

    it("says of a pass whom it has asked, with which credentials, where", async () => {
      place.emulator.setScenario("healthy");
      const { endpoint } = place.emulator;
      const { out } = await tcss("check", "--account", "production");
      assert.match(
        out,
        new RegExp(
          `\nTCSS: asked account production, with credentials from environment, at ${endpoint}\\.\nVerdict: passes\n$`,
        ),
      );
      place.emulator.setScenario("example");
      assert.doesNotMatch((await tcss("check", "--account", "production")).out, /TCSS: asked/);
    });

    it("says nothing with --quiet but its exit code", async () => {
      assert.deepEqual(await tcss("check", "--quiet"), { code: 1, out: "", err: "" });
    });

    it("gives a report on standard output no company", async () => {
      const ended = await tcss("check", "--format", "json");
      assert.deepEqual([jsonOf(ended).verdict, ended.code, ended.err], ["block", 1, ""]);
    });

    it("writes a report into a file beside the lines", async () => {
      const { code, out } = await tcss("check", "--format", "sarif", "--output", "check.sarif");
      assert.match(out, /Verdict: blocks\n$/);
      assert.equal(JSON.parse(readFileSync(join(place.folder, "check.sarif"), "utf8")).version, "2.1.0");
      assert.equal(code, 1);
    });

    for (const [what, fault] of [
      ["refuses", { fault: "error", code: "UnauthorizedOperation", times: "always" }],
      ["resets every connection", { fault: "reset", times: "always" }],
    ] as const)
      it(`ends with 2 where the account ${what}`, async () => {
        place.emulator.faults.push(fault);
        const { code, out, err } = await tcss("check");
        assert.match(out, /: not read\n.*mandatory TCSS000/);
        assert.deepEqual([code, err], [2, ""]);
      });

    it("ends with 2 without credentials", async () => {
      assert.equal((await place.tcssWith({ env: NO_CREDENTIALS }, "check")).code, 2);
    });
  });

  describe("explain, policy-json and completion", () => {
    it("explains a rule", async () => {
      const { code, out, err } = await tcss("explain", "no-undefended-cores");
      assert.match(out, /^TCSS002 no-undefended-cores: /);
      assert.deepEqual([code, err], [0, ""]);
    });

    it("names the rules there are", async () => {
      assertRefused(await tcss("explain", "TCSS999"), /there is no rule TCSS999\. Valid rules: TCSS000 /);
    });

    it("prints the CAM policy", async () => {
      const ended = await tcss("policy-json");
      assert.deepEqual(jsonOf(ended).statement[0].action, ["tcss:DescribePurchaseStateInfo"]);
    });

    it("prints the CAM policy with the lists of assets that a site has", async () => {
      const state = "tcss:DescribePurchaseStateInfo";
      const lists = ["tcss:DescribeUserCluster", "tcss:DescribeAssetHostList"];
      const actions = async (...site: string[]) =>
        jsonOf(await tcss("policy-json", "--coverage", ...site)).statement[0].action;
      assert.deepEqual(await actions(), [state, ...lists, "tcss:DescribeAssetSuperNodeList"]);
      assert.deepEqual(await actions("--site", "international"), [state, ...lists]);
    });

    for (const shell of ["bash", "zsh", "fish", "powershell"])
      it(`prints a script for ${shell}`, async () => {
        const { code, out, err } = await tcss("completion", shell);
        assert.match(out, /tcss complete/);
        assert.deepEqual([code, err], [0, ""]);
      });

    it("has none for other shells", async () => {
      assertRefused(
        await tcss("completion", "tcsh"),
        /no completion for tcsh\. Name one of bash, zsh, fish, powershell\./,
      );
    });

    const suggestions: [words: string[], suggested: string[]][] = [
      [["exp"], ["explain"]],
      [["report", "--his"], ["--history"]],
      [["report", "--format", "sa"], ["sarif"]],
      [["explain", "TCSS00"], rules.map(({ id }) => id).filter((id) => id.startsWith("TCSS00"))],
      [["explain", "no-u"], ["no-undefended-cores"]],
      [["completion", "po"], ["powershell"]],
      [
        ["check", "--fail-on", ""],
        ["mandatory", "advisory"],
      ],
    ];
    for (const [words, suggested] of suggestions)
      it(`completes ${words.join(" ")}`, async () => {
        const { out } = await tcss("complete", "--", ...words);
        const lines = out.trimEnd().split("\n");
        assert.deepEqual(
          lines.slice(0, -1).map((line) => line.split("\t")[0]),
          suggested,
        );
        assert.equal(lines.at(-1), ":4");
      });

    it("leaves files to the shell", async () => {
      for (const flag of ["--file", "--output", "-o", "--gate-config"])
        assert.equal((await tcss("complete", "--", "check", flag, "")).out, ":0\n");
    });

    it("completes in bash, and evaluates nothing of what is typed", async () => {
      const typed = ["tcss", "report", "$(touch evaluated)", "--format", "ju"];
      const shell = `tcss() { "\${COMMAND[@]}" "$@"; }; COMMAND=("\${@:1:$#-2}"); source <(tcss completion bash)
        source <(tcss completion bash)
        COMP_WORDS=(${typed.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=4; _tcss; echo "\${COMPREPLY[@]}"`;
      const { out, err } = await place.tcssWith({ shell }, "completion", "bash");
      assert.deepEqual([out, err], ["junit\n", ""]);
      assert.ok(!existsSync(join(place.folder, "evaluated")));
    });
  });

  describe("files", () => {
    it("judges a saved reply as of another time", async () => {
      const reply = place.write("reply.json", { Response: EXAMPLE });
      const during = await tcss("check", "--file", reply, "--at", DURING);
      assert.doesNotMatch(during.out, /TCSS001/);
      assert.match((await tcss("check", "--file", reply)).out, /mandatory TCSS001 .*license ended/);
      assert.deepEqual(place.emulator.requests(), []);
    });

    it("says how old a file is", async () => {
      const reply = place.write("old.json", { Response: EXAMPLE });
      utimesSync(reply, new Date("2024-09-27T00:00:00Z"), new Date("2024-09-27T00:00:00Z"));
      const { out } = await tcss("check", "--file", reply, "--at", DURING);
      assert.match(out, /values at least 4 days old \(2024-09-27 08:00:00 Beijing time, by its date\)/);
    });

    it("reads standard input", async () => {
      const input = JSON.stringify({ purchaseState: STORED });
      const { code, out } = await place.tcssWith({ input }, "check", "--file", "-", "--at", DURING);
      assert.match(out, /^standard input: \d findings, values of unknown age\n/);
      assert.equal(code, 1);
    });

    const wrong: [what: string, content: string, message: RegExp][] = [
      ["is empty", "", /input is empty\. It should be/],
      [
        "is no JSON",
        '{"secret": "s3cr3t-value"',
        /input is not valid JSON \(line 1, column 26\)\. It should be a reply/,
      ],
      ["holds no purchase state", "[]", /input holds no purchase state\. It should be a reply/],
    ];
    for (const [what, input, message] of wrong)
      it(`refuses standard input that ${what}`, async () => {
        const ended = await place.tcssWith({ input }, "report", "--file", "-");
        assertRefused(ended, message);
        assert.doesNotMatch(ended.err, /s3cr3t/);
      });

    it("refuses standard input that is closed", async () => {
      assertRefused(await place.tcssWith({ shell: '"$@" <&-' }, "check", "--file", "-"), /input is empty/);
    });

    it("names a file that is not there", async () => {
      assertRefused(
        await tcss("status", "--file", "nope.json"),
        /nope\.json cannot be read \(ENOENT\)\. Check the path/,
      );
    });

    it("names a folder that is no file", async () => {
      mkdirSync(join(place.folder, "folder"), { recursive: true });
      assertRefused(
        await tcss("check", "--file", "folder"),
        /--file: folder cannot be read \(EISDIR\): it is a folder\. Name a file that you may read, or pipe it: - is standard input/,
      );
    });

    it("keeps control characters of a file's name from the terminal", async () => {
      const { err } = await tcss("check", "--file", "no\u001b[2Jpe");
      assert.doesNotMatch(err, COLOUR);
      assert.match(err, /^tcss: no\\u001b\[2Jpe cannot be read/);
    });
  });

  describe("what counts by the gate's settings", () => {
    const healthy = { ...EXAMPLE, UndefendCoresCnt: 0, AllCoresCnt: 68 };
    const stored = (changes: object = {}): object =>
      withoutAdditionalFields({ ...parsePurchaseState(healthy), ...changes });
    const at = ["--at", DURING];

    it("cannot tell by a saved reply with an error beside its values", async () => {
      const files = [
        { Response: { ...healthy, Error: "no" } },
        { Response: healthy, Error: { Message: "no" } },
      ];
      for (const content of files) {
        const { code, out } = await tcss("check", "--file", place.write("reply.json", content), ...at);
        assert.deepEqual([code, /an error without a code/.test(out)], [2, true], out);
      }
    });

    it("cannot tell by a saved reply that has a key twice", async () => {
      const text = JSON.stringify({ Response: healthy }).replace('"State":3', '"State":4,"State":3');
      const { code, err } = await tcss("check", "--file", place.write("reply.json", text), ...at);
      assert.equal(code, 2);
      assert.match(err, /has the same key twice/);
    });

    it("blocks by a second state that is nested deeper", async () => {
      const deeper = { a: { b: [{ c: { d: { e: { f: { g: { h: stored({ state: 4 }) } } } } } }] } };
      const file = place.write("outputs.json", { purchaseState: stored(), deeper });
      assert.equal((await tcss("check", "--file", file, ...at)).code, 1);
    });

    it("shows old values, and cannot tell by them", async () => {
      const old = stored({ observedAt: "2024-09-01T00:00:00Z" });
      const file = place.write("outputs.json", { purchaseState: old });
      const { code, out } = await tcss("check", "--file", file, ...at);
      assert.equal(code, 2, out);
      assert.match(out, /mandatory TCSS000 .* of 2024-09-01T00:00:00Z, longer ago than the gate accepts/);
      const gate = place.write("gate.yaml", "maxStaleHours: 1000");
      assert.equal((await tcss("check", "--file", file, "--gate-config", gate, ...at)).code, 0);
      const lapsed = place.write("lapsed.json", { purchaseState: { ...old, state: 4 } });
      assert.equal((await tcss("check", "--file", lapsed, ...at)).code, 1);
    });

    it("leaves out and names what does not count, and cannot tell where nothing else is there", async () => {
      const gate = ["--gate-config", place.write("gate.yaml", 'evidence: {accounts: ["100"]}')];
      const theirs = stored({ accountId: "200" });
      const alone = place.write("theirs.json", { theirs });
      const { code, out } = await tcss("check", "--file", alone, ...gate, ...at);
      assert.equal(code, 2, out);
      assert.match(out, /does not count: it is of account 200/);
      const both = place.write("both.json", { mine: stored({ accountId: "100" }), theirs });
      const other = await tcss("check", "--file", both, ...gate, ...at);
      assert.equal(other.code, 0, other.out);
      assert.match(other.err, /PurchaseState theirs does not count/);
    });

    it("asks no account where resources alone decide, unless it is told to", async () => {
      const gate = ["--gate-config", place.write("gate.yaml", "source: resources")];
      place.emulator.setScenario("healthy");
      const { code, err } = await tcss("check", ...gate);
      assert.equal(code, 2);
      assert.match(err, /PurchaseState resources alone decide \(source: resources\).*--stack/);
      assert.equal(place.emulator.requests().length, 0);
      assert.equal((await tcss("check", "--live", ...gate)).code, 0);
      const file = place.write("outputs.json", { purchaseState: stored() });
      assert.equal((await tcss("check", "--file", file, ...gate, ...at)).code, 0);
    });

    it("cannot tell where a mandatory rule has nothing to judge, whatever the level of all", async () => {
      place.emulator.setScenario("5xx");
      const fast = ["--deadline", "3", "--request-timeout", "1"];
      const levels = (config: object): string[] => [
        "--policy-pack-config",
        place.write("levels.json", config),
      ];
      const all = { all: "advisory", "protection-active": "mandatory" };
      assert.equal((await tcss("check", ...levels(all), ...fast)).code, 2);
      assert.equal((await tcss("check", ...levels({ all: "advisory" }), ...fast)).code, 0);
      assert.equal(
        (await tcss("check", ...levels({ all: "advisory" }), "--fail-on", "advisory", ...fast)).code,
        2,
      );
      const lowered = await tcss("check", ...levels({ "purchase-state-available": "advisory" }), ...fast);
      assert.equal(lowered.code, 0);
      assert.match(lowered.err, /purchase-state-available is advisory, as the settings name it/);
    });

    it("blocks by a mandatory rule that another one would have spoken for", async () => {
      const levels = place.write("levels.json", { all: "disabled", "expiring-soon": "mandatory" });
      const file = place.write("reply.json", {
        Response: { ...healthy, ExpirationTime: "2024-09-30 00:00:00" },
      });
      const { code, out } = await tcss("check", "--file", file, "--policy-pack-config", levels, ...at);
      assert.equal(code, 1, out);
    });
  });

  describe("several sources", () => {
    it("reads them all, in the order files, stacks, account", async () => {
      const reply = place.write("reply.json", { Response: EXAMPLE });
      const ended = await tcss("report", "--live", "--file", reply, "--file", reply, "--format", "json");
      const kinds = jsonOf(ended).subjects.map(({ origin }: { origin: { kind: string } }) => origin.kind);
      assert.deepEqual(kinds, ["file", "file", "live"]);
    });

    it("reports the others where one cannot be read, and cannot tell the verdict", async () => {
      place.emulator.setScenario("healthy");
      const { code, out, err } = await tcss("check", "--live", "--file", "nope.json");
      assert.match(out, /^nope\.json: not read\nnope\.json: mandatory TCSS000 .* cannot be read \(ENOENT\)/);
      assert.match(out, /: 0 findings, values less than a minute old/);
      assert.deepEqual([code, err], [2, ""]);
    });

    it("blocks where another does", async () => {
      assert.equal((await tcss("check", "--live", "--file", "nope.json")).code, 1);
    });

    it("ends well with status while one could be read", async () => {
      assert.equal((await tcss("status", "--live", "--file", "nope.json")).code, 0);
    });

    it("says so where there is no pulumi to read a stack with", async () => {
      const { code, out } = await tcss("check", "--stack", "acme/security/prod");
      assert.match(
        out,
        /acme\/security\/prod: mandatory TCSS000 .*no pulumi on PATH.*Install Pulumi, or give a file/,
      );
      assert.equal(code, 2);
    });
  });

  describe("a pulumi that answers", () => {
    const state = {
      version: 3,
      deployment: {
        manifest: { time: "2024-09-30T23:00:00Z" },
        resources: [
          {
            urn: "urn:pulumi:prod::security::pulumi-nodejs:dynamic/tcss:PurchaseState::tcss",
            type: "pulumi-nodejs:dynamic/tcss:PurchaseState",
            inputs: { purchaseState: STORED },
          },
        ],
      },
    };

    /** A `pulumi` whose commands print what is given, and which keeps how it was called. */
    function pulumi(answers: Record<string, unknown>): NodeJS.ProcessEnv {
      const bin = join(place.folder, "bin");
      mkdirSync(bin, { recursive: true });
      const cases = Object.entries(answers).map(([command, answer], index) => {
        const text = place.write(`answer-${index}.json`, answer);
        return `*"${command}"*) cat '${text}' ;;`;
      });
      const script = `#!/bin/sh\necho "$@" >> '${place.folder}/calls'\ncase "$*" in\n${cases.join("\n")}\n*) echo "error: no \u001b[31mstack" >&2; exit 255 ;;\nesac\n`;
      chmodSync(place.write("bin/pulumi", script), 0o755);
      return { PATH: `${bin}:${process.env["PATH"]}` };
    }
    const update = (version: number, endTime: string, result = "succeeded") => ({
      kind: "update",
      version,
      endTime,
      result,
    });

    it("is asked for the state, and for when it was last read", async () => {
      const history = [update(2, "2024-09-30T23:00:00Z", "failed"), update(1, "2024-09-28T00:00:00Z")];
      const env = pulumi({ "stack export": state, "stack history": history });
      const { code, out } = await place.tcssWith(
        { env },
        "check",
        "--stack",
        "acme/security/prod",
        "--at",
        DURING,
      );
      assert.match(
        out,
        /^acme\/security\/prod › tcss: \d findings, values 3 days old \(2024-09-28 08:00:00 Beijing time, last successful/,
      );
      assert.equal(code, 1);
    });

    it("gives coverage over time, by the versions of the updates that succeeded", async () => {
      const env = pulumi({
        "--version=1": { ...state, deployment: { ...state.deployment, resources: [] } },
        "--version=4": state,
        "stack export": state,
        "stack history": [
          update(5, "2024-09-30T00:00:00Z"),
          update(4, "2024-09-29T00:00:00Z"),
          update(3, "2024-09-28T00:00:00Z", "failed"),
          update(1, "2024-09-26T00:00:00Z"),
        ],
      });
      const stack = ["--stack", "acme/security/prod", "--at", DURING];
      const ended = await place.tcssWith({ env }, "report", "--history", "--format", "json", ...stack);
      assert.deepEqual(jsonOf(ended).history, [
        {
          stack: "acme/security/prod",
          points: [
            {
              time: "2024-09-29T00:00:00Z",
              version: 4,
              resource: "tcss",
              allCoresCnt: 154,
              coresCnt: 68,
              undefendCoresCnt: 86,
            },
            {
              time: "2024-09-30T00:00:00Z",
              version: 5,
              resource: "tcss",
              allCoresCnt: 154,
              coresCnt: 68,
              undefendCoresCnt: 86,
            },
          ],
        },
      ]);
    });

    it("says that there were more updates than are looked at", async () => {
      const many = Array.from({ length: 51 }, (_, index) =>
        update(51 - index, "2024-09-29T00:00:00Z", "failed"),
      );
      const env = pulumi({ "stack export": state, "stack history": many });
      const args = ["report", "--history", "--format", "json", "--stack", "acme/security/prod"];
      const ended = await place.tcssWith({ env }, ...args);
      assert.equal(
        ended.err,
        "tcss: the history of acme/security/prod shows its last 50 updates; there are more\n",
      );
      assert.equal(jsonOf(ended).history[0].problem, "The stack has no successful update yet.");
      assert.equal((await place.tcssWith({ env }, ...args, "--quiet")).err, "");
    });

    it("says why there is no history, and reports all the same", async () => {
      const env = pulumi({ "stack export": state });
      const args = ["report", "--history", "--format", "json", "--stack", "acme/security/prod"];
      const ended = await place.tcssWith({ env }, ...args);
      assert.match(
        jsonOf(ended).history[0].problem,
        /^pulumi stack history failed: no \\u001b\[31mstack\. Check/,
      );
      assert.equal(jsonOf(ended).subjects[0].observedAt, "2024-09-30T23:00:00Z");
      assert.equal(ended.code, 0);
    });

    it("says why a stack cannot be read, without its control characters", async () => {
      const { code, out } = await place.tcssWith(
        { env: pulumi({}) },
        "check",
        "--stack",
        "acme/security/nope",
      );
      assert.match(
        out,
        /TCSS000 .*pulumi stack export failed: no \\u001b\[31mstack\. Check the stack's name/,
      );
      assert.equal(code, 2);
    });

    it("is not believed when it prints no JSON", async () => {
      const env = pulumi({ "stack export": "Welcome!" });
      const { code, out } = await place.tcssWith({ env }, "check", "--stack", "acme/security/prod");
      assert.match(out, /pulumi stack export printed no JSON\. Check that pulumi on PATH/);
      assert.equal(code, 2);
    });

    it("says how to get at secret values", async () => {
      const [resource] = state.deployment.resources;
      const secret = { ...resource, inputs: { purchaseState: secretInState({ ciphertext: "v1:x" }) } };
      const env = pulumi({
        "stack export": { ...state, deployment: { resources: [secret] } },
        "stack history": [],
      });
      const { code, out } = await place.tcssWith({ env }, "check", "--stack", "acme/security/prod");
      assert.match(out, /are secret in this state\. Pipe them here: pulumi stack export --show-secrets/);
      assert.equal(code, 2);
    });
  });

  describe("settings", () => {
    const waiver = (rule: string, more = {}) => ({ rule, reason: "known", expires: "2099-12-31", ...more });

    it("takes waivers from the gate's file in this folder", async () => {
      place.write("tcss.gate.yaml", { waivers: [waiver("TCSS002"), waiver("TCSS005")] });
      try {
        const { code, out, err } = await tcss("check");
        assert.match(out, /: waived TCSS002 no-undefended-cores is waived until 2099-12-31/);
        assert.match(err, /^tcss: The waiver of TCSS005 no-trial .* matches nothing here/m);
        assert.equal(code, 0);
        assert.equal((await tcss("check", "--quiet")).err, "");
      } finally {
        rmSync(join(place.folder, "tcss.gate.yaml"));
      }
    });

    it("takes them from the file that a flag names, before the one that the environment names", async () => {
      const given = place.write("given.yaml", { waivers: [waiver("no-undefended-cores")] });
      assert.equal((await tcss("check", "--gate-config", given)).code, 0);
      const env = { TCSS_GATE_CONFIG: given };
      assert.equal((await place.tcssWith({ env }, "check")).code, 0);
      const none = place.write("none.yaml", "{}");
      assert.equal((await place.tcssWith({ env }, "check", "--gate-config", none)).code, 1);
    });

    it("knows the account that a waiver is for", async () => {
      const given = place.write("given.yaml", {
        waivers: [waiver("TCSS002", { scope: { account: place.emulator.accountId } })],
      });
      assert.equal((await tcss("check", "--gate-config", given)).code, 0);
    });

    const wrong: [what: string, content: string, message: RegExp][] = [
      ["is no YAML", "waivers: [", /gate's settings in .* are not YAML/],
      ["holds what it may not", "waiver: []", /gate's settings in .* are wrong: waiver/],
    ];
    for (const [what, content, message] of wrong)
      it(`refuses a gate file that ${what}`, async () => {
        assertRefused(await tcss("check", "--gate-config", place.write("wrong.yaml", content)), message);
      });

    it("refuses a gate file that is not there", async () => {
      assertRefused(
        await tcss("check", "--gate-config", "nope.yaml"),
        /nope\.yaml, which --gate-config names, does not exist\. /,
      );
    });

    it("takes levels and settings as pulumi does", async () => {
      const config = place.write("config.json", { "no-undefended-cores": { maxUndefendedCores: 100 } });
      assert.equal((await tcss("check", "--policy-pack-config", config)).code, 0);
      const strict = place.write("strict.json", { all: "mandatory", "no-undefended-cores": "advisory" });
      assert.equal((await tcss("check", "--policy-pack-config", strict)).code, 1);
    });

    for (const [content, message] of [
      ["{", /config\.json is not valid JSON \(line 1, column 2\)\. Give --policy-pack-config a JSON file/],
      ['{"no-such-rule":"advisory"}', /config\.json is wrong: no-such-rule is not a policy. Valid policies:/],
      ['{"expiring-soon":{"minDaysLeft":"x"}}', /config\.json is wrong: expiring-soon\.minDaysLeft/],
    ] as const)
      it(`refuses ${content} as levels and settings`, async () => {
        assertRefused(
          await tcss("check", "--policy-pack-config", place.write("config.json", content)),
          message,
        );
      });

    it("takes prices", async () => {
      const prices = { currency: "EUR", prepaidCoreMonth: 10, elasticCoreDay: 1, source: "contract" };
      const own = await tcss("report", "--format", "json", "--prices", place.write("prices.json", prices));
      assert.deepEqual(jsonOf(own).subjects[0].cost.idleMonth, 790);
      const none = await tcss("report", "--format", "json", "--prices", "none");
      assert.equal(jsonOf(none).subjects[0].cost, undefined);
      assertRefused(await tcss("report", "--prices", "nope.json"), /prices in nope\.json cannot be read/);
    });
  });

  describe("accounts of the gate's settings", () => {
    before(() => {
      for (const [name, scenario] of [
        ["prod", "healthy"],
        ["test", "undefended"],
      ] as const) {
        const credential = { secretId: `AKID-${name}`, secretKey: `key-of-${name}` };
        place.emulator.addCredential({ ...credential, accountId: name === "prod" ? "1" : "2", scenario });
        mkdirSync(join(place.folder, ".tccli"), { recursive: true });
        place.write(`.tccli/${name}.credential`, credential);
      }
      const accounts = ["prod", "test"].map((name) => ({ account: name, profile: name }));
      place.write("accounts.yaml", { accounts, waivers: [] });
    });
    const gate = ["--gate-config", "accounts.yaml", "--format", "json"];
    const subjectsOf = (ended: Ended) =>
      jsonOf(ended).subjects.map(({ origin, verdict }: { origin: { name: string }; verdict: string }) => [
        origin.name,
        verdict,
      ]);

    it("are all asked", async () => {
      assert.deepEqual(subjectsOf(await tcss("check", ...gate)), [
        ["prod", "pass"],
        ["test", "block"],
      ]);
    });

    it("can be chosen by name, and are then the ones that are asked", async () => {
      assert.deepEqual(subjectsOf(await tcss("check", ...gate, "--account", "prod")), [["prod", "pass"]]);
    });

    it("are the only ones that a name alone can mean", async () => {
      const ended = await tcss("check", ...gate, "--account", "dev");
      assertRefused(ended, /there is no account dev in tcss\.gate\.yaml\. It has prod, test\./);
    });
  });

  describe("wrong flags", () => {
    const wrong: [args: string[], message: RegExp][] = [
      [
        ["report", "--fromat", "json"],
        /unknown option '--fromat' \(Did you mean --format\?\) See: tcss --help/,
      ],
      [["report", "--format", "pdf"], /argument 'pdf' is invalid\. Valid formats: table, json, /],
      [
        ["check", "--fail-on", "never"],
        /argument 'never' is invalid\. Allowed choices are mandatory, advisory/,
      ],
      [["check", "--site", "mars"], /argument 'mars' is invalid/],
      [["check", "--profile", ""], /--profile <name>' argument '' is invalid\. It must not be empty\./],
      [["check", "--account", " "], /--account <name>' argument ' ' is invalid\. It must not be empty\./],
      [["check", "--endpoint", ""], /--endpoint <url>' argument '' is invalid\. It must not be empty\./],
      [["check", "--at", "tomorrow"], /Give a time such as 2026-12-24T00:00:00Z, or a day/],
      [["check", "--at", "12"], /Give a time such as/],
      [["check", "--stack"], /argument missing/],
      [["chekc"], /unknown command 'chekc' \(Did you mean check\?\)/],
      [["check", "stray"], /too many arguments/],
    ];
    for (const [args, message] of wrong)
      it(`refuses ${args.join(" ")}`, async () => assertRefused(await tcss(...args), message));

    it("shows the help on standard error, and ends with 2, without a command", async () => {
      const { code, out, err } = await tcss();
      assert.match(err, /^Usage: tcss /);
      assert.deepEqual([code, out], [2, ""]);
    });

    it("names an endpoint that is no address", async () => {
      const { code, out } = await tcss("check", "--endpoint", "ftp://nonsense");
      assert.match(out, /TCSS000 .*: --endpoint must be/);
      assert.equal(code, 2);
    });
  });

  describe("help and version", () => {
    for (const command of ["status", "report", "check", "doctor", "explain", "policy-json", "completion"])
      it(`shows examples of ${command}`, async () => {
        const { code, out, err } = await tcss(command, "--help");
        assert.match(out, new RegExp(`\nExamples?:\n +(\\S.* )?tcss ${command}|source <\\(tcss ${command}`));
        assert.deepEqual([code, err], [0, ""]);
      });

    it("lists the commands", async () => {
      const { code, out } = await tcss("--help");
      for (const command of ["status", "report", "check", "doctor", "explain", "policy-json", "completion"])
        assert.match(out, new RegExp(`^  ${command} `, "m"));
      assert.equal(code, 0);
    });

    it("prints its version", async () => {
      const { version } = JSON.parse(
        readFileSync(join(__dirname, "../../../../report/package.json"), "utf8"),
      );
      assert.deepEqual(await tcss("--version"), { code: 0, out: `${version}\n`, err: "" });
    });
  });

  describe("where it writes", () => {
    it("has said its verdict to a reader of the first line alone", async () => {
      const shell = '"$@" | head -1 > first; exit $PIPESTATUS';
      const { code, err } = await place.tcssWith({ shell }, "check");
      assert.deepEqual([code, err], [1, ""]);
      assert.equal(readFileSync(join(place.folder, "first"), "utf8").trimEnd().split("\n").length, 1);
    });

    it("has no verdict when nobody reads it", async () => {
      // the reader is gone before the account is asked
      const shell = 'exec 3> >(true); wait $!; "$@" >&3';
      for (const args of [["check"], ["report", "--format", "html"], ["status"]]) {
        const { code, err } = await place.tcssWith({ shell }, ...args);
        assert.deepEqual(
          [code, err],
          [2, "tcss: standard output was closed before everything was written (EPIPE).\n"],
        );
      }
    });

    it("does without standard output", async () => {
      const { code, err } = await place.tcssWith({ shell: '"$@" >&-' }, "check");
      assert.deepEqual([code, err], [1, ""]);
    });

    it("says that a disk is full", async function () {
      if (!existsSync("/dev/full")) this.skip();
      const { code, err } = await place.tcssWith({ shell: '"$@" > /dev/full' }, "report");
      assert.deepEqual([code, err], [2, "tcss: standard output cannot be written (ENOSPC).\n"]);
    });

    it("colors when FORCE_COLOR says so, and never a file", async () => {
      assert.doesNotMatch((await tcss("status")).out, COLOUR);
      assert.match((await place.tcssWith({ env: { FORCE_COLOR: "1" } }, "status")).out, COLOUR);
      await place.tcssWith({ env: { FORCE_COLOR: "1" } }, "report", "-o", "plain.txt");
      assert.doesNotMatch(readFileSync(join(place.folder, "plain.txt"), "utf8"), COLOUR);
    });

    it("follows a terminal's width and colors, and NO_COLOR", async function () {
      if (!existsSync("/usr/bin/script")) this.skip();
      const env = { TERM: "xterm" };
      const shell = 'printf -v line "%q " "$@"; script -qec "stty cols 50; $line" /dev/null < /dev/null';
      const wide = (out: string) => Math.max(...out.split(/\r?\n/).map((line) => line.length));
      const colored = await place.tcssWith({ shell, env }, "status");
      assert.match(colored.out, COLOUR);
      const plain = await place.tcssWith({ shell, env: { ...env, NO_COLOR: "1" } }, "status");
      assert.doesNotMatch(plain.out, COLOUR);
      assert.ok(wide(plain.out) <= 50, plain.out);
    });
  });

  describe("--verbose", () => {
    it("tells whose credentials are used and why not the earlier ones', and no value", async () => {
      const { out, err } = await tcss("report", "--verbose", "--format", "json");
      assert.match(err, /^settings: /m);
      assert.doesNotMatch(err, /Pulumi/);
      assert.match(err, /^credentials: from environment$/m);
      const { secretId, secretKey } = place.emulator;
      for (const secret of [secretId, secretKey]) assert.ok(!`${out}${err}`.includes(secret));
    });

    for (const flags of [[], ["--verbose"]])
      it(`assumes a role once${flags.length > 0 ? " when it tells of it" : ""}`, async () => {
        place.emulator.clearRequests();
        const env = {
          TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/200000000002:roleName/reader",
          TENCENTCLOUD_STS_ENDPOINT: place.emulator.endpoint,
        };
        const { err } = await place.tcssWith({ env }, "check", "--live", ...flags);
        assert.deepEqual(
          place.emulator
            .requests()
            .map(({ action }) => action)
            .sort(),
          ["AssumeRole", "DescribeAssetHostList", "DescribePurchaseStateInfo", "DescribeUserCluster"],
        );
        assert.equal(/^credentials: from role .*, assumed with environment$/m.test(err), flags.length > 0);
      });

    it("tells why there are none", async () => {
      const { err } = await place.tcssWith({ env: NO_CREDENTIALS }, "check", "--verbose");
      assert.match(
        err,
        /^credentials: no credentials .*environment: TENCENTCLOUD_SECRET_ID and .* are not set/m,
      );
    });
  });

  it("never shows a key, whatever goes wrong", async () => {
    const secretKey = "a-wrong-key-0123456789";
    for (const command of ["status", "report", "check"]) {
      const env = { TENCENTCLOUD_SECRET_KEY: secretKey };
      const { out, err, code } = await place.tcssWith({ env }, command, "--verbose");
      assert.ok(!`${out}${err}`.includes(secretKey));
      assert.match(out, /SignatureFailure/);
      assert.equal(code, 2);
    }
  });
});

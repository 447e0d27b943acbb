import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rules } from "pulumi-tcss/internal";
import { jsonOf, useCommand } from "./cliBed";
import { assertRefused } from "./run";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();
  const { tcss } = bed;

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
      const { out, err } = await bed.place.tcssWith({ shell }, "completion", "bash");
      assert.deepEqual([out, err], ["junit\n", ""]);
      assert.ok(!existsSync(join(bed.place.folder, "evaluated")));
    });
  });
});

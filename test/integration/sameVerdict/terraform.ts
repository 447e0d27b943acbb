// The verdict and the findings of `data "tcss_gate"`, as an engine asks for them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GATE_SETTINGS } from "../../../provider/terraform/shapes";
import { TerraformProvider } from "../../../provider/terraform/TerraformProvider";
import { config, dynamic } from "../../unit/provider/terraform/support";
import { type Answer, answerOf, type Places } from "./answers";
import { NOW, type SameCase } from "./cases";

/**
 * Where a module has its settings: `file`, all in the file that `settings_file` names; `arguments`, there only what
 * has no argument; `above`, in the file of `TCSS_GATE_CONFIG`, with the program's settings as arguments.
 */
export const FORMS = ["file", "arguments", "above"] as const;

/** Settings as arguments of the data source, and those that stand in a file alone. */
function split(settings: object): { readonly ofArguments: object; readonly ofFile: object } {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    ofArguments: Object.fromEntries(
      entries
        .filter(([name]) => name in GATE_SETTINGS)
        // JSON has no undefined, and neither has Terraform
        .map(([name, value]) => [name, dynamic(JSON.parse(JSON.stringify(value)))]),
    ),
    ofFile: Object.fromEntries(entries.filter(([name]) => !(name in GATE_SETTINGS))),
  };
}

export async function answerOfTerraform(
  { ofPack, ofProgram }: SameCase,
  { folder, program, env }: Places,
  form: (typeof FORMS)[number],
  stackName: string | undefined,
): Promise<Answer> {
  const file = join(folder, "module.yaml");
  const { ofArguments, ofFile } = split(form === "above" ? ofProgram : ofPack);
  writeFileSync(file, JSON.stringify(form === "file" ? ofPack : ofFile));
  const above = form === "above" ? { TCSS_GATE_CONFIG: join(folder, "pack.yaml") } : {};
  const provider = new TerraformProvider({ env: { ...env, ...above }, folder: program, now: () => NOW });
  provider.configure(config());
  const { state, diagnostics } = await provider.read(
    "tcss_gate",
    config({
      settings_file: file,
      ...(form === "file" ? {} : ofArguments),
      ...(stackName === undefined ? {} : { stack_name: stackName }),
    }),
  );
  if (state === undefined) throw new Error(`an error is no verdict: ${JSON.stringify(diagnostics)}`);
  const { passed, findings } = state as {
    readonly passed: boolean;
    readonly findings: readonly {
      readonly rule_id: string;
      readonly level: string;
      readonly waived: boolean;
    }[];
  };
  const answer = answerOf(
    findings.map(({ rule_id: ruleId, level, waived: isWaived }) => ({ ruleId, level, isWaived })),
  );
  if (passed !== (answer.verdict === "pass")) throw new Error("passed and findings differ");
  return answer;
}

// The verdict and the findings of both: the pack as the engine calls it, and the command as its user calls it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  assessSettingsOf,
  loadGateSettings,
  PLUGIN_TYPE,
  rules,
  STACK_TYPE,
  type Verdict,
  weighRules,
} from "pulumi-tcss/internal";
import { listenerFor } from "../../../policy-pack/src/assemble";
import type { PolicySettings } from "../../../policy-pack/src/engine";
import { Gate } from "../../../policy-pack/src/gate";
import { checkedArgs } from "../../../policy-pack/src/guardArgs";
import { policiesOf } from "../../../policy-pack/src/policies";
import type { PolicyResource } from "../../../policy-pack/src/resource";
import { type AssessOptions, assessSources } from "../../../report/src/assessSources";
import { mergedByPulumi } from "../../unit/support/engineMerge";
import { NOW, type SameCase, STACK } from "./cases";

export interface Answer {
  readonly verdict: Verdict;
  /** `TCSS002 mandatory`, with `waived` behind it; sorted, each once. */
  readonly findings: readonly string[];
}

/** A finding of any of them. */
interface Found {
  readonly ruleId: string;
  readonly level: string;
  readonly isWaived: boolean;
}

/** The verdict that findings make. */
export function answerOf(found: readonly Found[]): Answer {
  const blocking = found.filter(({ level, isWaived }) => level === "mandatory" && !isWaived);
  const findings = found.map(({ ruleId, level, isWaived }) =>
    [ruleId, level, ...(isWaived ? ["waived"] : [])].join(" "),
  );
  return {
    verdict:
      blocking.length === 0
        ? "pass"
        : blocking.every(({ ruleId }) => ruleId === "TCSS000")
          ? "unknown"
          : "block",
    findings: [...new Set(findings)].sort(),
  };
}

/** Where the settings of a case stand. */
export interface Places {
  /** Folder of the pack's file, and of others that the test writes. */
  readonly folder: string;
  /** Folder of the program, where its file stands. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

export function writeSettings({ ofPack, ofProgram }: SameCase, { folder, program }: Places): void {
  writeFileSync(join(folder, "pack.yaml"), JSON.stringify(ofPack));
  writeFileSync(join(program, "tcss.gate.yaml"), JSON.stringify(ofProgram));
}

/** What the pack tells the engine in a preview. */
export async function answerOfPack(one: SameCase, { folder, program, env }: Places): Promise<Answer> {
  const named = one.inCode ? {} : { TCSS_GATE_CONFIG: join(folder, "pack.yaml") };
  const code = one.inCode ? checkedArgs(one.ofPack) : {};
  const places = { packFolder: join(folder, "none"), programFolder: program, env: { ...env, ...named } };
  const loaded = loadGateSettings(places, code);
  const notes: string[] = [];
  const gate = new Gate({
    settings: () => loaded,
    env,
    now: () => NOW,
    note: (text) => notes.push(text),
  });
  const policies = policiesOf(gate, assessSettingsOf(weighRules(loaded.ruleLayers)));
  const listener = listenerFor(gate, loaded.ruleLayers, []);
  listener.stack({ preview: true, name: STACK, config: () => undefined });
  const given = mergedByPulumi(policies, one.config as Parameters<typeof mergedByPulumi>[1]);
  const overruled = listener.policies(given);
  const settingsOf = (name: string): PolicySettings =>
    (overruled.get(name) ?? given.get(name)) as PolicySettings;
  const resources: PolicyResource[] = [
    { type: STACK_TYPE, name: "shop-dev", props: {} },
    ...one.resources.map(({ name, ...props }) => ({ type: PLUGIN_TYPE, name, props })),
  ];
  const found: Found[] = [];
  for (const { id, name } of rules) {
    const { enforcementLevel: level, settings } = settingsOf(name);
    // the engine does not call a policy that is disabled
    if (level === "disabled") continue;
    const report = (): unknown => found.push({ ruleId: id, level, isWaived: false });
    const policy = policies.find((each) => each.name === name) as unknown as EnginePolicy;
    for (const resource of resources)
      await policy.validateResource({ ...resource, getConfig: () => settings }, report);
    await policy.validateStack?.({ resources }, report);
  }
  for (const note of notes) {
    const [, ruleId, name] = /^(?:Account \w+: )?(TCSS\d+) ([\w-]+) is waived/.exec(note) ?? [];
    if (ruleId === undefined || name === undefined) continue;
    found.push({ ruleId, level: settingsOf(name).enforcementLevel, isWaived: true });
  }
  return answerOf(found);
}

/** A policy, as the engine calls it. */
interface EnginePolicy {
  validateResource(args: object, report: () => unknown): Promise<void> | void;
  validateStack?(args: object, report: () => unknown): Promise<void> | void;
}

/** What `tcss check` says of the same: of the state that the deployment would leave, and of the account. */
export async function answerOfCommand(
  one: SameCase,
  { folder, program, env }: Places,
  options: AssessOptions,
  stackName: string | undefined,
): Promise<Answer> {
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify(one.config));
  const report = await assessSources(
    {
      quiet: true,
      gateConfig: join(folder, "pack.yaml"),
      policyPackConfig: config,
      ...options,
      ...(stackName === undefined ? {} : { stackName }),
    },
    { env, folder: program, now: NOW, version: "0.1.0" },
  );
  const found = report.subjects.flatMap(({ findings }) =>
    findings.map(({ ruleId, enforcementLevel, waived }) => ({
      ruleId,
      level: enforcementLevel,
      isWaived: waived !== undefined,
    })),
  );
  return { ...answerOf(found), verdict: report.verdict };
}

/** The state of a stack with the case's resources, in a file. */
export function stateFileOf({ resources }: SameCase, { folder }: Places): string {
  const file = join(folder, "state.json");
  const urn = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
  const deployment = {
    manifest: { time: NOW.toISOString() },
    resources: [
      { urn: urn(STACK_TYPE, "shop-dev"), type: STACK_TYPE },
      ...resources.map(({ name, ...inputs }) => ({ urn: urn(PLUGIN_TYPE, name), type: PLUGIN_TYPE, inputs })),
    ],
  };
  writeFileSync(file, JSON.stringify({ version: 3, deployment }));
  return file;
}

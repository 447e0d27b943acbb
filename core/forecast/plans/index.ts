/** Sources of a forecast: what the tools say that a deployment will do. */
import { decodeText } from "../../base/files";
import { isRecord, type JsonRecord } from "../../base/record";
import type { PlannedChanges } from "./planned";
import { PULUMI_KEYS, pulumiChanges, streamedChanges } from "./pulumi";
import { JsonText, type Section } from "./sections";
import { TERRAFORM_KEYS, terraformChanges } from "./terraform";

export type { PlannedChanges } from "./planned";
export { addsHosts, changesSeenByPolicy, regionsSeenByPolicy, type SeenResource } from "./policy";

/** A larger plan is refused. Unit: bytes. */
export const MAX_PLAN_BYTES = 256 * 1024 * 1024;

const MAKE_IT =
  "Make it with terraform show -json plan.tfplan > plan.json (or tofu show -json), or with pulumi preview --json > plan.json.";

/**
 * What a plan says of the resources that create container hosts.
 * @param plan what `terraform show -json` or `pulumi preview --json` has written, in any encoding.
 * @param name what the plan is, for errors: the name of its file.
 * @throws TcssError for everything else. The error never quotes the plan, which may hold secrets.
 */
export function changesInPlan(plan: string | Uint8Array, name = "the plan"): PlannedChanges {
  const content = typeof plan === "string" ? plan.replace(/^\ufeff/, "") : decoded(plan, name);
  const text = new JsonText(content, name, MAKE_IT);
  const trimmed = content.slice(0, 400).trimStart();
  if (trimmed === "") throw text.error("is empty");
  if (!trimmed.startsWith("{")) throw text.error(noJson(trimmed), nextStepFor(trimmed));
  const end = text.endOfFirst();
  const start = content.length - content.trimStart().length;
  const members = text.members({ start, end });
  if (members.has("sequence") && members.has("timestamp"))
    return streamedChanges(text, linesOf(text, content, start));
  if (members.has("@level") && members.has("@message"))
    throw text.error(
      "is the log of terraform plan -json, not a plan",
      "Save the plan with terraform plan -out=plan.tfplan, and make its JSON with terraform show -json plan.tfplan > plan.json.",
    );
  text.whole();
  if (members.has("encrypted_data"))
    throw text.error(
      "is encrypted",
      "Make its JSON where the key is configured: tofu show -json plan.tfplan > plan.json.",
    );
  if (PULUMI_KEYS.some((key) => members.has(key))) return pulumiChanges(text, members);
  if (TERRAFORM_KEYS.some((key) => members.has(key))) return terraformChanges(text, members);
  throw text.error(`is not a plan${whatElse(members)}`);
}

/** What other JSON of the same tools is. */
function whatElse(members: Map<string, Section>): string {
  if (members.has("provider_schemas")) return ", but the schemas of providers";
  if (members.has("format_version") || members.has("lineage")) return ", but a state of Terraform";
  if (members.has("deployment")) return ", but a state of Pulumi";
  if (members.has("resourcePlans")) return ", but a saved plan of Pulumi for pulumi up --plan";
  return "";
}

function decoded(bytes: Uint8Array, name: string): string {
  const starts = (...magic: number[]): boolean => magic.every((byte, at) => bytes[at] === byte);
  const text = new JsonText("", name, MAKE_IT);
  if (starts(0x50, 0x4b))
    throw text.error(
      "is a binary plan file (plan.tfplan), not its JSON",
      "Run terraform show -json plan.tfplan > plan.json (or tofu show -json), and name plan.json.",
    );
  if (starts(0x1f, 0x8b)) throw text.error("is compressed by gzip", `Run gunzip first. ${MAKE_IT}`);
  return decodeText(bytes, { what: name, nextStep: MAKE_IT });
}

function noJson(start: string): string {
  if (/^\[command\]/.test(start)) return "begins with a line of the wrapper of hashicorp/setup-terraform";
  return start.startsWith("[") ? "is not a plan, but a list" : "is not JSON";
}

function nextStepFor(start: string): string | undefined {
  return /^\[command\]/.test(start)
    ? "Set terraform_wrapper: false in the workflow, and make the JSON again."
    : undefined;
}

/** The events of a stream, one a line. */
function* linesOf(text: JsonText, content: string, from: number): Generator<JsonRecord> {
  for (let start = from; start < content.length; ) {
    const newline = content.indexOf("\n", start);
    const end = newline === -1 ? content.length : newline;
    if (content.slice(start, end).trim() !== "") {
      const event = text.value({ start, end });
      if (!isRecord(event)) throw text.error("has a line that is not an event");
      yield event;
    }
    start = end + 1;
  }
}

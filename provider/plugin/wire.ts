// Between the engine's messages and ours: property values with their marks, failures, and paths of what has changed.
import { isDeepStrictEqual } from "node:util";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { isRecord, onlyDefined, redact, secretTexts } from "../../core/internal";
import { type CheckFailure, checkFailures } from "../pulumi";
import type { Checked } from "../resource/PurchaseStateResource";
import type { Properties } from "../resource/properties";
import { Struct } from "./grpc";

/** What a check gives, as the engine takes it. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** How one property has changed. */
export type Change = "added" | "deleted" | "updated";

/** The failures of a check, without the secrets in `properties`: an error may repeat what a server has said. */
export function failuresWithoutSecrets(
  found: Omit<Checked, "inputs">,
  properties: Properties,
): CheckFailure[] {
  const secrets = secretTexts(properties);
  return checkFailures(found).map(({ property, reason }) => ({ property, reason: redact(reason, secrets) }));
}

/** Paths of what differs between two sets of properties, fields of objects one by one. */
export function changesBetween(
  olds: Readonly<Properties>,
  news: Readonly<Properties>,
  parent = "",
): Map<string, Change> {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return new Map(
    names.flatMap((name): [string, Change][] => {
      const [before, after, path] = [olds[name], news[name], `${parent}${name}`];
      if (isDeepStrictEqual(before, after)) return [];
      if (isRecord(before) && isRecord(after)) return [...changesBetween(before, after, `${path}.`)];
      return [[path, before === undefined ? "added" : after === undefined ? "deleted" : "updated"]];
    }),
  );
}

/** The properties of a message. */
export function propertiesOf(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

/** Properties as a message has them. */
export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(onlyDefined(properties));
}

export function checkResponse({ inputs, failures }: CheckResult): pb.CheckResponse {
  const response = new pb.CheckResponse();
  response.setInputs(structOf(inputs));
  response.setFailuresList(failureMessages(failures));
  return response;
}

export function failureMessages(failures: readonly CheckFailure[]): pb.CheckFailure[] {
  return failures.map(({ property, reason }) => {
    const failure = new pb.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
  });
}

/** Changes, none of which replaces the resource. */
export function diffResponse(changes: ReadonlyMap<string, Change>): pb.DiffResponse {
  const { DiffChanges } = pb.DiffResponse;
  const { Kind } = pb.PropertyDiff;
  const kinds = { added: Kind.ADD, deleted: Kind.DELETE, updated: Kind.UPDATE };
  const response = new pb.DiffResponse();
  response.setChanges(changes.size > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setDiffsList([...new Set([...changes.keys()].map((path) => path.replace(/\..*$/, "")))]);
  response.setHasdetaileddiff(true);
  for (const [path, change] of changes) {
    const diff = new pb.PropertyDiff();
    diff.setKind(kinds[change]);
    response.getDetaileddiffMap().set(path, diff);
  }
  return response;
}

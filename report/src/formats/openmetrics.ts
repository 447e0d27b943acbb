import { Gauge, type OpenMetricsContentType, Registry } from "prom-client";
import {
  type Coverage,
  type Finding,
  onlyDefined,
  type PurchaseState,
  TcssError,
} from "pulumi-tcss/internal";
import { type CoveredAccount, labelOf } from "../coverageDocument";
import type { Subject } from "../document";
import { EXIT_CODES } from "../exitCodes";
import { STATUS_WORD } from "../present/coverage/words";
import { isOpen } from "../present/findings";
import { accountOf } from "../present/names";
import type { Format } from "./format";
import { clean } from "./text";

/**
 * Gauges for Prometheus and compatible systems, in the text format of OpenMetrics 1.0. What a reply lacks has no series.
 * Days left are not among them: a query calculates them from the end of the license.
 */
export const openmetrics: Format = async ({ generatedAt, subjects, coverage = [] }) => {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const { name, help, of } of METRICS) {
    const series = subjects.flatMap((subject) => {
      const value = of(subject);
      return value === undefined ? [] : [{ labels: labelsOf(subject), value }];
    });
    add(registry, name, help, LABELS, series);
  }
  const findings = subjects.flatMap((subject) =>
    subject.findings.map((finding) => ({ labels: { ...labelsOf(subject), ...about(finding) }, value: 1 })),
  );
  add(registry, "tcss_finding", "A rule that does not hold.", [...LABELS, ...FINDING_LABELS], findings);
  addCoverage(registry, coverage);
  const made = [{ labels: {}, value: seconds(generatedAt) ?? 0 }];
  add(registry, "tcss_report_timestamp_seconds", "When this report was made.", [], made);
  return withUnits(await registry.metrics());
};

const LABELS = ["source", "stack", "resource", "account", "file"] as const;
const FINDING_LABELS = ["rule", "policy", "level", "severity", "outcome", "waived"] as const;

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly of: (subject: Subject) => number | undefined;
}

type Keys = keyof PurchaseState;
type CountField = Exclude<Extract<Keys, `${string}Cnt`> | "flexibleCoresLimit", undefined>;

/** Name and help of each count; the name ends with its unit. */
const COUNTS: Readonly<Record<CountField, readonly [name: string, help: string]>> = {
  allCoresCnt: ["all_cores", "Cores that TCSS could protect."],
  coresCnt: ["protected_cores", "Cores that are protected."],
  undefendCoresCnt: ["undefended_cores", "Cores that are not protected."],
  authorizedCoresCnt: ["authorized_cores", "Cores that were bought."],
  givenAuthorizedCoresCnt: ["given_cores", "Cores given free of charge."],
  trialCoresCnt: ["trial_cores", "Cores of the trial."],
  entitledCoresCnt: ["entitled_cores", "Cores that may be protected without elastic billing."],
  idleCoresCnt: ["idle_cores", "Entitled cores that protect nothing, an upper bound."],
  currentFlexibleCoresCnt: ["elastic_cores", "Cores that elastic billing protects."],
  flexibleCoresLimit: ["elastic_limit_cores", "The most cores that elastic billing may protect."],
  defendClusterCoresCnt: ["protected_cluster_cores", "Protected cores in clusters."],
  defendHostCoresCnt: ["protected_host_cores", "Protected cores of hosts outside clusters."],
  noContainerCoresCnt: ["no_container_cores", "Cores of machines that run no container."],
  imageCnt: ["all_images", "Images in the account."],
  authorizedImageCnt: ["licensed_images", "Images that hold a license."],
  unlicensedImageCnt: ["unlicensed_images", "Images without a license."],
  purchasedAuthorizedCnt: ["purchased_image_licences", "Image licenses that were bought."],
  givenAuthorizedCnt: ["given_image_licences", "Image licenses given for the trial."],
  unusedImageLicenseCnt: ["unused_image_licences", "Image licenses that no image uses."],
};

const METRICS: readonly Metric[] = [
  {
    name: "tcss_verdict",
    help: "What the gate would do: 0 pass, 1 block, 2 block because it cannot be determined.",
    of: ({ verdict }) => EXIT_CODES[verdict],
  },
  {
    name: "tcss_state",
    help: "Edition: 0 trial or purchase on offer, 1 purchase only, 2 trial, 3 Pro Edition, 4 expired.",
    of: ({ purchaseState }) => purchaseState?.state,
  },
  {
    name: "tcss_automatic_renewal",
    help: "Automatic renewal: 0 never set, 1 on, 2 switched off.",
    of: ({ purchaseState }) => purchaseState?.automaticRenewal,
  },
  ...(Object.keys(COUNTS) as CountField[]).map((field) => ({
    name: `tcss_${COUNTS[field][0]}`,
    help: COUNTS[field][1],
    of: ({ purchaseState }: Subject) => purchaseState?.[field],
  })),
  {
    name: "tcss_licence_begin_timestamp_seconds",
    help: "Start of the license.",
    of: ({ purchaseState }) => seconds(purchaseState?.beginTimeUtc),
  },
  {
    name: "tcss_licence_expiry_timestamp_seconds",
    help: "End of the license.",
    of: ({ purchaseState }) => seconds(purchaseState?.expirationTimeUtc),
  },
  {
    name: "tcss_observed_timestamp_seconds",
    help: "When the values were true.",
    of: ({ observedAt }) => seconds(observedAt),
  },
];

function seconds(time: string | undefined): number | undefined {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function labelsOf(subject: Subject): Labels {
  const { kind, name, resource } = subject.origin;
  return cleaned({
    source: kind,
    stack: kind === "stack" ? name : undefined,
    resource,
    account: accountOf(subject),
    file: kind === "file" || kind === "stdin" ? name : undefined,
  });
}

function about(finding: Finding): Labels {
  const { ruleId, policyName, enforcementLevel, severity, outcome } = finding;
  return {
    rule: ruleId,
    policy: policyName,
    level: enforcementLevel,
    severity,
    outcome,
    waived: String(!isOpen(finding)),
  };
}

function cleaned(labels: Readonly<Record<string, string | undefined>>): Labels {
  return Object.fromEntries(Object.entries(onlyDefined(labels)).map(([key, value]) => [key, clean(value)]));
}

function add(
  registry: Registry<OpenMetricsContentType>,
  name: string,
  help: string,
  labelNames: readonly string[],
  series: readonly { readonly labels: Labels; readonly value: number }[],
): void {
  if (series.length === 0) return;
  const gauge = new Gauge({ name, help, labelNames, registers: [registry] });
  for (const { labels, value } of series) gauge.set(labels, value);
}

/** Assets by protection, and what the plan covers. What could not be read, or planned, has no series. */
function addCoverage(registry: Registry<OpenMetricsContentType>, accounts: readonly CoveredAccount[]): void {
  const seriesOf = (of: (coverage: Coverage) => readonly (readonly [Labels, number])[]) =>
    accounts.flatMap((account) => {
      const { coverage } = account;
      const whose = cleaned({ account: labelOf(account) ?? account.accountId });
      return coverage instanceof TcssError
        ? []
        : of(coverage).map(([labels, value]) => ({ labels: { ...whose, ...labels }, value }));
    });
  const assets = seriesOf(({ totals }) =>
    (Object.keys(STATUS_WORD) as (keyof typeof STATUS_WORD)[]).map((status) => [{ status }, totals[status]]),
  );
  add(registry, "tcss_assets", "Assets by their protection.", ["account", "status"], assets);
  const planned = seriesOf(({ plan }) =>
    plan === null
      ? []
      : [
          [{ part: "covered" }, plan.coveredCores],
          [{ part: "remaining" }, plan.remainingCores],
        ],
  );
  const help = "Undefended cores that idle ones can cover by the plan, and those that remain.";
  add(registry, "tcss_plan_cores", help, ["account", "part"], planned);
}

/** `text` with the UNIT lines of OpenMetrics, which prom-client does not write. */
function withUnits(text: string): string {
  return text.replace(/^# TYPE \w+_(cores|images|licences|seconds) gauge$/gm, (type, unit: string) => {
    const [, , name] = type.split(" ");
    return `${type}\n# UNIT ${name} ${unit}`;
  });
}

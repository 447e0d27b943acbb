import { counted, TcssError } from "pulumi-tcss/internal";
import type { CoverageDocument } from "../../coverageDocument";
import { coverageSections } from "../html/assets/section";
import { ASSETS_STYLE } from "../html/assets/style";
import { icon } from "../html/icons";
import { type Markup, html as markup } from "../html/markup";
import { pageOf } from "../html/page";
import { SCRIPT } from "../html/script";
import { STYLE } from "../html/style";
import { moment } from "../html/time";
import type { CoverageFormat } from "./format";
import { cores } from "./numbers";

/** The coverage as one page for a browser: it asks no server for anything, and can be printed. */
export const html: CoverageFormat = (document) => {
  const { tool, accounts } = document;
  const state = stateOf(document);
  return pageOf({
    title: `TCSS coverage: ${state.label}`,
    skip: "Skip to the assets",
    headline: headline(document, state),
    main: coverageSections(accounts),
    footer: markup`Made by ${tool.name} ${tool.version}. Not a statement of Tencent Cloud: what an asset lacks is computed from its lists.`,
    style: STYLE + ASSETS_STYLE,
    script: SCRIPT,
  });
};

interface State {
  readonly label: string;
  readonly health: "blocks" | "unknown" | "protected";
  readonly lead: string;
}

function headline(
  { accounts, generatedAt, timeZone }: CoverageDocument,
  { label, health, lead }: State,
): Markup {
  const failed = accounts.filter(({ coverage }) => coverage instanceof TcssError).length;
  return markup`<header class="headline ${health}">
<div class="page">
<p class="eyebrow">Tencent Container Security Service · coverage of assets</p>
<h1>${icon(health)} ${label}</h1>
<div class="lead"><p>${lead}${failed === 0 ? undefined : ` ${counted(failed, "account")} could not be read.`}</p></div>
<p class="note">Read ${moment(generatedAt, timeZone)}.</p>
</div>
</header>
`;
}

function stateOf({ accounts }: CoverageDocument): State {
  const read = accounts.flatMap(({ coverage }) => (coverage instanceof TcssError ? [] : [coverage]));
  if (read.length === 0)
    return { label: "Could not be read", health: "unknown", lead: "No account gave an answer." };
  const open = read.reduce((sum, { totals }) => sum + totals.undefended + totals.partial, 0);
  const unknown = read.reduce((sum, { totals }) => sum + totals.unknown, 0);
  const assets = read.reduce((sum, { totals }) => sum + totals.assets, 0);
  const undefended = read.reduce((sum, { totals }) => sum + (totals.undefendedCores ?? 0), 0);
  const ofAll = `of ${counted(assets, "asset")} in ${counted(read.length, "account")}`;
  if (open > 0 || undefended > 0)
    return {
      label:
        undefended > 0
          ? `${cores(undefended)} undefended ${undefended === 1 ? "core" : "cores"}`
          : "Undefended",
      health: "blocks",
      lead: `${counted(open, "asset")} ${ofAll} ${open === 1 ? "is" : "are"} not fully protected.`,
    };
  if (unknown > 0 || read.length < accounts.length)
    return {
      label: "Not all is known",
      health: "unknown",
      lead: `The protection of ${counted(unknown, "asset")} ${ofAll} is unknown.`,
    };
  return {
    label: "All defended",
    health: "protected",
    lead: `All ${counted(assets, "asset")} are protected.`,
  };
}

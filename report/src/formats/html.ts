import { healthLabel, worstFirst } from "../present/health";
import type { Format } from "./format";
import { coverageSections } from "./html/assets/section";
import { ASSETS_STYLE } from "./html/assets/style";
import { headline } from "./html/headline";
import { history } from "./html/history";
import { html as markup } from "./html/markup";
import { pageOf } from "./html/page";
import { rulesSection } from "./html/rules";
import { SCRIPT } from "./html/script";
import { STYLE } from "./html/style";
import { subjectSection } from "./html/subject";
import { subjectsTable } from "./html/subjectsTable";
import { unusedWaiversSection } from "./html/waivers";

/** The report as one page for a browser: it asks no server for anything, and can be printed. */
export const html: Format = (report) => {
  const subjects = worstFirst(report);
  const isAlone = subjects.length === 1;
  const { tool, coverage } = report;
  return pageOf({
    title: `TCSS report: ${healthLabel(report)}`,
    skip: "Skip to the report",
    kind: isAlone ? undefined : "several",
    headline: headline(report),
    main: markup`${subjects.length > 1 ? subjectsTable({ ...report, subjects }) : undefined}${subjects.map((subject, index) => subjectSection(subject, index, report, isAlone))}${coverage === undefined ? undefined : coverageSections(coverage)}${isAlone ? undefined : rulesSection(subjects)}${history(report)}${unusedWaiversSection(report.unusedWaivers)}`,
    footer: markup`Made by ${tool.name} ${tool.version}. Not a statement of Tencent Cloud: verdicts are those of this project’s rules.`,
    style: coverage === undefined ? STYLE : STYLE + ASSETS_STYLE,
    script: SCRIPT,
  });
};

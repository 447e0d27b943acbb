import { healthLabel, worstFirst } from "../present/health";
import type { Format } from "./format";
import { contentPolicy } from "./html/csp";
import { headline } from "./html/headline";
import { history } from "./html/history";
import { PAGE_ICON } from "./html/icons";
import { html as markup, safe } from "./html/markup";
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
  const { tool } = report;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${safe(contentPolicy({ style: STYLE, script: SCRIPT }))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>TCSS report: ${healthLabel(report)}</title>
<link rel="icon" href="${safe(PAGE_ICON)}">
<style>${safe(STYLE)}</style>
</head>
<body${isAlone ? undefined : safe(' class="several"')}>
<a class="skip" href="#report">Skip to the report</a>
${headline(report)}<main class="page" id="report" tabindex="-1">
${subjects.length > 1 ? subjectsTable({ ...report, subjects }) : undefined}${subjects.map((subject, index) => subjectSection(subject, index, report, isAlone))}${isAlone ? undefined : rulesSection(subjects)}${history(report)}${unusedWaiversSection(report.unusedWaivers)}</main>
<footer class="page">
<p>Made by ${tool.name} ${tool.version}. Not a statement of Tencent Cloud: verdicts are those of this project’s rules.</p>
</footer>
<script>${safe(SCRIPT)}</script>
</body>
</html>
`.text;
};

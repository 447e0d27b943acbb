// Types and docstrings of the sources, for documents, schemas and pages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../root";

/** A member of an interface. */
export interface Field {
  readonly type: string;
  /** Its docstring in Markdown: `{@link State}` is a link to a section `State` of the page. */
  readonly documentation: string;
}

/** The values of a constant `{ Name: value, … } as const`. */
export interface Enumeration {
  readonly documentation: string;
  /** Value, name and meaning of each. */
  readonly values: readonly (readonly string[])[];
}

/** The fields of the interface `name` in the file `path`. */
export function fieldsOf(path: string, name: string): ReadonlyMap<string, Field> {
  const declared = statementsOf(path)
    .filter(ts.isInterfaceDeclaration)
    .find((statement) => statement.name.text === name);
  const members = declared?.members.filter(ts.isPropertySignature) ?? [];
  return new Map(
    members.map((member) => [
      member.name.getText(),
      { type: member.type?.getText() ?? "", documentation: docstringOf(member) },
    ]),
  );
}

/** The constants of the file `path` whose values all have docstrings. */
export function enumerationsOf(path: string): ReadonlyMap<string, Enumeration> {
  const found = new Map<string, Enumeration>();
  for (const statement of statementsOf(path).filter(ts.isVariableStatement))
    for (const { name, initializer } of statement.declarationList.declarations) {
      const values = valuesIn(initializer);
      if (values !== undefined) found.set(name.getText(), { documentation: docstringOf(statement), values });
    }
  return found;
}

function statementsOf(path: string): readonly ts.Statement[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true).statements;
}

function valuesIn(initializer: ts.Expression | undefined): string[][] | undefined {
  if (initializer === undefined || !ts.isAsExpression(initializer)) return undefined;
  const { expression: object } = initializer;
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const entries = object.properties.filter(ts.isPropertyAssignment);
  if (entries.some((entry) => docstringOf(entry) === "")) return undefined;
  return entries.map((entry) => [
    `\`${entry.initializer.getText()}\``,
    `\`${entry.name.getText()}\``,
    docstringOf(entry),
  ]);
}

function docstringOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return comments
    .map(({ comment }) => (typeof comment === "string" ? comment : (comment ?? []).map(partText).join("")))
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** `{@link State}` as a link to its section, `{@link PurchaseState.state}` as code. */
function partText(part: ts.JSDocComment): string {
  if (part.kind === ts.SyntaxKind.JSDocText) return part.text;
  const name = (part as ts.JSDocLink).name?.getText() ?? "";
  const [, field] = name.split(".");
  return field === undefined ? `[${name}](#${name.toLowerCase()})` : `\`${field}\``;
}

/** A docstring for a document without these sections. */
export function withoutLinks(documentation: string): string {
  return documentation.replace(/ See \[\w+\]\(#\w+\)\./g, "");
}

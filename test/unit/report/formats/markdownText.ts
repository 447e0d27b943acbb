import assert from "node:assert/strict";
import MarkdownIt, { type Token } from "markdown-it";

// as GitHub reads it: HTML counts, and bare addresses become links
const reader = new MarkdownIt({ html: true, linkify: true });

export interface ReadMarkdown {
  /** Cells of each table, row by row, the head first. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly links: readonly string[];
  /** Everything that is shown. */
  readonly text: string;
  /** Kinds of all elements in order, without what they say. */
  readonly skeleton: readonly string[];
}

/** HTML that the format itself writes; between the tags of a summary stands text from the document. */
const OWN_HTML =
  /^(<!-- tcss-(?:report|coverage) -->|<details>\n<summary>((?:[^<>&]|&#?\w+;)*)<\/summary>|<\/details>)\n?$/;

/** Reads Markdown, and holds its HTML to what the format writes. */
export function readMarkdown(markdown: string): ReadMarkdown {
  const tokens = reader.parse(markdown, {});
  const tables: string[][][] = [];
  const links: string[] = [];
  const texts: string[] = [];
  const skeleton: string[] = [];
  let cell = false;
  const inCell = (isIn: boolean) => () => {
    cell = isIn;
  };
  const taken: Readonly<Record<string, (token: Token) => void>> = {
    html_block: ({ content }) => {
      const [, , summary] = OWN_HTML.exec(content) ?? assert.fail(`HTML: ${content}`);
      if (summary !== undefined) texts.push(unescaped(summary));
    },
    link_open: (token) => links.push(String(token.attrGet("href"))),
    table_open: () => tables.push([]),
    tr_open: () => tables.at(-1)?.push([]),
    th_open: inCell(true),
    td_open: inCell(true),
    th_close: inCell(false),
    td_close: inCell(false),
    inline: (token) => {
      const text = shown(token);
      texts.push(text);
      if (cell) tables.at(-1)?.at(-1)?.push(text);
    },
  };
  const visit = (token: Token): void => {
    skeleton.push(token.type === "text" ? "text" : `${token.type}:${token.tag}`);
    assert.notEqual(token.type, "html_inline", token.content);
    assert.notEqual(token.type, "image", token.content);
    taken[token.type]?.(token);
    token.children?.forEach(visit);
  };
  tokens.forEach(visit);
  return { tables, links, text: texts.join("\n"), skeleton: merged(skeleton) };
}

/** Two texts in a row are one: how many there are depends on what stands in them. */
function merged(skeleton: readonly string[]): string[] {
  return skeleton.filter((kind, index) => kind !== "text" || skeleton[index - 1] !== "text");
}

function shown({ children }: Token): string {
  return (children ?? []).map(({ content }) => content).join("");
}

function unescaped(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

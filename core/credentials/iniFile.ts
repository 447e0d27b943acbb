/** A section of a profile file, with its keys and values as they stand there. */
export interface Section {
  /** Absent for what stands before the first section. */
  readonly name: string | undefined;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads the format that Tencent's SDKs share: `[section]`, `key = value` (or `key: value`), and comments behind `#` or
 * `;`. Unlike other readers of it, this one does not pass over what it does not understand.
 * @returns the sections, and what is wrong, as ends of sentences that start with the file's name and quote no value.
 */
export function readSections(text: string): { sections: Section[]; faults: string[] } {
  const sections = [{ name: undefined as string | undefined, values: new Map<string, string>() }];
  const faults: string[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = withoutComment(line.trim());
    if (content === "") continue;
    const at = `in line ${index + 1}`;
    const header = /^\[([^[\]]+)\]$/.exec(content)?.[1];
    if (header !== undefined) {
      if (sections.some(({ name }) => name === header))
        faults.push(`has the same section twice, again ${at}`);
      sections.push({ name: header, values: new Map() });
      continue;
    }
    const [, key, value = ""] = /^([^=:[\]]*[^=:[\]\s])\s*[=:](.*)$/.exec(content) ?? [];
    const values = sections.at(-1)?.values;
    if (key === undefined) faults.push(`has neither [SECTION] nor KEY = VALUE ${at}`);
    else if (values?.has(key)) faults.push(`has the same key twice, again ${at}`);
    else values?.set(key, unquoted(value.trim()));
  }
  return { sections, faults };
}

function withoutComment(line: string): string {
  return /^[#;]/.test(line) ? "" : line.replace(/\s[#;].*$/, "").trim();
}

function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

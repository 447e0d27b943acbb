import { jsonText } from "pulumi-tcss/internal";
import type { CoverageFormat } from "./format";
import { publishedDocument } from "./published";

/** The document as it is: its structure is coverage.schema.json. */
export const json: CoverageFormat = (document) => jsonText(publishedDocument(document), 2);

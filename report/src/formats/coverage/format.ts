import type { CoverageDocument } from "../../coverageDocument";
import type { FormatOptions } from "../format";

/** Makes text of coverage. */
export type CoverageFormat = (document: CoverageDocument, options: FormatOptions) => string;

import { posix } from 'node:path';
import type { SourceFile } from '../support/source-files.ts';

export interface Import {
	/** As written. */
	readonly specifier: string;
	/** Path from the root for relative ones, undefined for packages. */
	readonly resolved: string | undefined;
	readonly typeOnly: boolean;
}

/** Every static import, re-export and dynamic import of a file. */
export function importsOf(file: SourceFile): Import[] {
	const text = withoutComments(file.text);
	const found: Import[] = [];
	for (const match of text.matchAll(STATEMENT)) {
		const specifier = match[2] as string;
		found.push({ specifier, resolved: resolve(file.path, specifier), typeOnly: match[1] === 'type' });
	}
	for (const match of text.matchAll(BARE_OR_DYNAMIC)) {
		const specifier = (match[1] ?? match[2]) as string;
		found.push({ specifier, resolved: resolve(file.path, specifier), typeOnly: false });
	}
	return found;
}

const STATEMENT = /^[ \t]*(?:import|export)\s+(type\b)?[^'"`;]*?\bfrom\s+['"]([^'"]+)['"]/gm;
const BARE_OR_DYNAMIC = /^[ \t]*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

function resolve(from: string, specifier: string): string | undefined {
	if (!specifier.startsWith('.')) return undefined;
	return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** Comments become blanks; strings stay. Line structure is kept. */
export function withoutComments(text: string): string {
	return text.replace(
		/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
		(whole, string: string | undefined) => (string === undefined ? whole.replace(/[^\n]/g, ' ') : whole),
	);
}

/** Comments and the contents of strings become blanks; what is between `${` and `}` stays. */
export function codeOnly(text: string): string {
	const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
	return withoutComments(text)
		.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, (whole) => `'${blank(whole.slice(2))}'`)
		.replace(/`(?:[^`\\]|\\.)*`/gs, (whole) =>
			whole.replace(/\$\{([^{}`]*)\}|[^$]|\$/g, (part, code: string | undefined) =>
				code === undefined ? blank(part) : `  ${code} `,
			),
		);
}

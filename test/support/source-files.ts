import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface SourceFile {
	/** From the repository's root, with slashes: "simulator/store/store.ts". */
	readonly path: string;
	readonly text: string;
}

export const REPOSITORY_ROOT = new URL('../../', import.meta.url).pathname;

const SKIPPED = new Set([
	'node_modules',
	'.git',
	'.next',
	'.data',
	'dist',
	'generated',
	'test-results',
	'playwright-report',
]);

/** All files below `folder` (from the root) with one of these endings, in path order. */
export function sourceFiles(folder: string, endings: readonly string[]): SourceFile[] {
	const found: SourceFile[] = [];
	const visit = (directory: string): void => {
		const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
		for (const entry of entries) {
			const full = join(directory, entry.name);
			if (entry.isDirectory()) {
				if (!SKIPPED.has(entry.name)) visit(full);
			} else if (endings.some((ending) => entry.name.endsWith(ending))) {
				found.push({ path: relative(REPOSITORY_ROOT, full), text: readFileSync(full, 'utf8') });
			}
		}
	};
	visit(join(REPOSITORY_ROOT, folder));
	return found;
}

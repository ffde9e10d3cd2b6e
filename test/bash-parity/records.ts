import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenFile } from '../support/golden.ts';

export interface ShellRecord extends GoldenFile {
	readonly name: string;
}

/** The records of shells and of the tools that they ran. Tools with records of another kind ask no shell. */
export function shellRecords(root: string): ShellRecord[] {
	const folder = join(root, 'test/goldens');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => ({ name: name.slice(0, -'.json'.length), ...readRecord(join(folder, name)) }))
		.filter((record) => /^(bash|dash|.*\/busybox)$/.test(record.tool));
}

function readRecord(path: string): GoldenFile {
	return JSON.parse(readFileSync(path, 'utf8')) as GoldenFile;
}

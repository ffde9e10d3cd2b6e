import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt } from './attempt.ts';

/** All that are tried, in the order of their files. */
export function readAttempts(): readonly Attempt[] {
	const folder = join(process.env.KUBEDRILL_ROOT ?? '.', 'test/adversarial/attempts');
	const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
	return files.sort().flatMap((file) => {
		const parts = readFileSync(join(folder, file), 'utf8').split(/^=== /m);
		return parts.slice(1).map((part) => {
			const lines = part.replace(/\n$/, '').split('\n');
			const name = `${file.replace(/\.txt$/, '')}/${lines.shift()?.trim()}`;
			const scripts: string[] = [];
			while (lines[0]?.startsWith(SETUP))
				scripts.push(readFileSync(join(folder, setupFile(lines.shift() ?? '')), 'utf8'));
			return { name, setup: scripts.join('\n'), text: lines.join('\n') };
		});
	});
}

/** Lines that name a script of the set-ups: "@ tools". */
const SETUP = '@ ';

function setupFile(line: string): string {
	return `../setups/${line.slice(SETUP.length).trim()}.sh`;
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt } from './attempt.ts';

/** All that are tried, in the order of their files. */
export function readAttempts(): readonly Attempt[] {
	const folder = join(process.env.KUBEDRILL_ROOT ?? '.', 'test/adversarial/attempts');
	const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
	return files.sort().flatMap((file) => {
		const parts = readFileSync(join(folder, file), 'utf8').split(/^=== /m);
		return parts.slice(1).map((part) => ({
			name: `${file.replace(/\.txt$/, '')}/${part.slice(0, part.indexOf('\n')).trim()}`,
			text: part.slice(part.indexOf('\n') + 1).replace(/\n$/, ''),
		}));
	});
}

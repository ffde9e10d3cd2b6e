/** Another process: reads sessions ({seed, journal, nowMs}, a line each) and prints what comes of each, a line each. */
import { readFileSync } from 'node:fs';
import type { JournalEntry } from '../../../simulator/sandbox/world-api.ts';
import { replayed } from './replayed.ts';

for (const line of readFileSync(0, 'utf8').split('\n')) {
	if (line === '') continue;
	const { seed, journal, nowMs } = JSON.parse(line) as { seed: string; journal: JournalEntry[]; nowMs: number };
	process.stdout.write(`${JSON.stringify(replayed(seed, journal, nowMs))}\n`);
}

import { diffLines } from 'diff';
import type { GoldenResult } from '../support/golden.ts';

/** What two answers do not share: lines of the real one behind `-`, of ours behind `+`. */
export function differenceLines(real: GoldenResult, own: GoldenResult): string[] {
	const out: string[] = [];
	for (const stream of ['stdout', 'stderr'] as const) {
		if (real[stream] === own[stream]) continue;
		out.push(`${stream}:`);
		for (const change of diffLines(real[stream], own[stream])) {
			if (!change.added && !change.removed) continue;
			const lines = change.value.replace(/\n$/, '').split('\n');
			for (const line of lines) out.push(`${change.added ? '+' : '-'} ${JSON.stringify(line).slice(1, -1)}`);
			if (!change.value.endsWith('\n')) out.push('\\ no newline');
		}
	}
	if (real.exitCode !== own.exitCode) out.push(`exit code: - ${real.exitCode} + ${own.exitCode}`);
	return out;
}

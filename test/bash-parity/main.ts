import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { GoldenResult } from '../support/golden.ts';
import { normalized, ownAnswer, sameAnswer } from './answers.ts';
import { differenceLines } from './difference-lines.ts';
import { compareRandom } from './random/compare-random.ts';
import { type ShellRecord, shellRecords } from './records.ts';
import { snippets } from './snippets.ts';

/**
 * `npm run bash-parity [-- --only RECORD] [-- --record]`: every recorded snippet in ours, compared with what real shells answered.
 * Prints what differs and the ratio; fails under 98 %. --record asks the shells of this machine again.
 * `-- --random COUNT [--seed TEXT] [--shell dash|ash]`: random scripts in ours and in this machine's shell; fails when one differs.
 */
const LEAST_RATIO = 0.98;
const LEAST_SNIPPETS = 800;
const RECORDED_BY = ['test/simulator/shell/bash-goldens.test.ts', 'test/simulator/commands', 'test/bash-parity'];

const root = process.env.KUBEDRILL_ROOT;
if (root === undefined) throw new Error('assertion failed: KUBEDRILL_ROOT is set by scripts/run-ts.mjs');
const args = process.argv.slice(2);
process.exitCode = args.includes('--record') ? record(root) : args.includes('--random') ? random() : compare(root);

function option(name: string): string | undefined {
	return args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
}

function random(): number {
	const seed = option('--seed') ?? '1';
	const count = Number(option('--random') ?? '5000');
	const shell = option('--shell') ?? 'bash';
	let differing = 0;
	for (const { seed: each, script, lines } of compareRandom(seed, count, shell)) {
		differing++;
		console.log(`--- seed ${each}\n${script}\n${lines.join('\n')}`);
	}
	console.log(`bash-parity: ${count} random scripts of ${shell}, seed ${seed}, ${differing} differ`);
	return differing === 0 ? 0 : 1;
}

function record(directory: string): number {
	const vitest = join(directory, 'node_modules/vitest/vitest.mjs');
	const run = spawnSync(process.execPath, [vitest, 'run', ...RECORDED_BY], {
		cwd: directory,
		env: { ...process.env, RECORD: '1' },
		stdio: 'inherit',
	});
	return run.status ?? 1;
}

function compare(directory: string): number {
	const reasons = new Map(snippets().map((each) => [JSON.stringify(each.golden), each.differs]));
	const [total, same] = [{ count: 0 }, { count: 0 }];
	const only = option('--only');
	for (const each of shellRecords(directory)) {
		if (only !== undefined && each.name !== only) continue;
		const before = { total: total.count, same: same.count };
		for (const recording of each.recordings) {
			total.count++;
			const own = ownAnswer(each.tool, recording.case);
			if (sameAnswer(own, recording)) same.count++;
			else show(each, recording.case.argv, own, recording, reasons.get(JSON.stringify(recording.case)));
		}
		const when = each.recordedOn ?? 'before dates were kept';
		console.log(
			`${each.name}: ${same.count - before.same} of ${total.count - before.total} (${each.version.split('\n')[0]}, ${when})`,
		);
	}
	const ratio = same.count / total.count;
	console.log(`bash-parity: ${same.count} of ${total.count} identical, ${(ratio * 100).toFixed(2)} %`);
	if (only === undefined && total.count < LEAST_SNIPPETS)
		console.log(`bash-parity: fewer than ${LEAST_SNIPPETS} snippets`);
	return ratio >= LEAST_RATIO && (only !== undefined || total.count >= LEAST_SNIPPETS) ? 0 : 1;
}

function show(
	from: ShellRecord,
	argv: readonly string[],
	own: GoldenResult,
	real: GoldenResult,
	reason: string | undefined,
): void {
	console.log(`--- ${from.name}: ${argv.join(' ')}`);
	if (reason !== undefined) console.log(`differs by intent: ${reason}`);
	for (const line of differenceLines(normalized(real), normalized(own))) console.log(line);
}

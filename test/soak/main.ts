import { newWorld } from '../simulator/sandbox/world-bench.ts';
import { soak } from './soak.ts';

/** `npm run soak [-- --seeds NUMBER] [-- --days NUMBER]`: fails when a cluster does not come to rest as declared. */
function option(name: string, otherwise: number): number {
	const at = process.argv.indexOf(name);
	return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

const seeds = option('--seeds', 5);
const days = option('--days', 7);
let failures = 0;
for (let seed = 1; seed <= seeds; seed++) {
	const startedAt = performance.now();
	const first = soak(newWorld(`soak ${seed}`), String(seed), days);
	const again = soak(newWorld(`soak ${seed}`), String(seed), days);
	const same = first.hash === again.hash;
	for (const fault of first.faults) console.log(`seed ${seed}: ${fault}`);
	if (process.argv.includes('--steps')) console.log(first.steps.join('\n'));
	const seconds = Math.round((performance.now() - startedAt) / 1_000);
	console.log(
		`soak: seed ${seed}, ${days} days in ${first.rounds} rounds, twice in ${seconds} s, ${first.faults.length} faults, ${same ? 'the same' : 'another'} state again (${first.hash.slice(0, 12)})`,
	);
	if (!same || first.faults.length > 0) failures++;
}
process.exitCode = failures === 0 ? 0 : 1;

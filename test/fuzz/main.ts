import { fuzz } from './fuzz.ts';

/** `npm run fuzz [-- --seed TEXT] [-- --count NUMBER]`: random requests at an API server; fails when one shows a fault. */
const COUNT = 20_000;

function option(name: string, otherwise: string): string {
	const at = process.argv.indexOf(name);
	return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

const seed = option('--seed', '1');
const count = Number(option('--count', String(COUNT)));
const startedAt = performance.now();
const { digest, statuses, faults } = fuzz(seed, count);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
for (const fault of faults.slice(0, 30)) console.log(`${fault}\n`);
const counts = [...statuses].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, times]) => `${status}: ${times}`);
console.log(
	`fuzz: seed ${seed}, ${count} requests in ${seconds} s, ${faults.length} faults, answers ${digest.slice(0, 16)}`,
);
console.log(`fuzz: ${counts.join(', ')}`);
process.exitCode = faults.length === 0 ? 0 : 1;

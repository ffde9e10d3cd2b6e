import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { INFORMERS } from './checks/informers.ts';
import { kubectlChecks } from './checks/kubectl.ts';
import { PATCHES } from './checks/patches.ts';
import { STREAMS } from './checks/streams.ts';
import { TYPED_CALLS } from './checks/typed-calls.ts';
import { ServedWorld } from './served-world.ts';

/**
 * `npm run conformance [-- --only TEXT] [-- --record]`: the official JavaScript client and every real kubectl of the
 * machine against a world behind the TLS front of `sim serve`. One line a check; fails below the recorded score.
 */
const SCORE_FILE = join(process.env.KUBEDRILL_ROOT ?? process.cwd(), 'test/conformance/score.json');

interface Score {
	readonly client: number;
	readonly kubectl: number;
}

async function main(argv: readonly string[]): Promise<number> {
	const only = argv.includes('--only') ? (argv[argv.indexOf('--only') + 1] ?? '') : '';
	const client = [...TYPED_CALLS, ...PATCHES, ...INFORMERS, ...STREAMS];
	const kubectl = kubectlChecks();
	const served = new ServedWorld();
	await served.open();
	const score: Score = {
		client: await passed(
			served,
			client.filter(({ name }) => name.includes(only)),
		),
		kubectl: await passed(
			served,
			kubectl.filter(({ name }) => name.includes(only)),
		),
	};
	served.close();
	if (kubectl.length === 0) console.log('conformance: kubectl: NOT RUN: no real kubectl on this machine');
	console.log(`conformance: client ${score.client} of ${client.length}, kubectl ${score.kubectl} of ${kubectl.length}`);
	return only === '' ? judge(score, argv.includes('--record'), kubectl.length > 0) : 0;
}

async function passed(served: ServedWorld, checks: readonly Check[]): Promise<number> {
	let count = 0;
	for (const check of checks) {
		try {
			await check.run(served);
			count++;
			console.log(`ok    ${check.name}`);
		} catch (error) {
			console.log(`FAIL  ${check.name}\n      ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	return count;
}

function judge(score: Score, record: boolean, withKubectl: boolean): number {
	const recorded = existsSync(SCORE_FILE) ? (JSON.parse(readFileSync(SCORE_FILE, 'utf8')) as Score) : undefined;
	if (record) writeFileSync(SCORE_FILE, `${JSON.stringify(score, null, 2)}\n`);
	if (recorded === undefined || record) return 0;
	if (score.client >= recorded.client && (!withKubectl || score.kubectl >= recorded.kubectl)) return 0;
	console.log(`conformance: below the recorded score of ${recorded.client} and ${recorded.kubectl}`);
	return 1;
}

process.exit(await main(process.argv.slice(2)));

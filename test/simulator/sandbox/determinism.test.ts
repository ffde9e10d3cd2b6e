import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { REPOSITORY_ROOT } from '../../support/source-files.ts';
import { play, session, slices } from './random-session.ts';
import { type Outcome, outcome, replayed } from './replayed.ts';
import { newPresetImages, newWorld, newWorldOfNewPreset, recordOutput } from './world-bench.ts';

/** `DETERMINISM_RUNS=500 DETERMINISM_SEED=42 npx vitest run test/simulator/sandbox/determinism.test.ts` looks longer. */
const numRuns = Number(process.env.DETERMINISM_RUNS ?? 8);
const seed = Number(process.env.DETERMINISM_SEED ?? 1_127);
// fast-check prints the seed, the path and the shrunk session when one fails.
const options = { numRuns, seed, endOnFailure: numRuns <= 8 };
const timeoutMs = 30_000 + numRuns * 8_000;

test(
	'a session and its replay leave the same state and print the same bytes, however time was sliced',
	() => {
		fc.assert(
			fc.property(session, slices, fc.string({ maxLength: 8 }), (actions, sizes, worldSeed) => {
				const world = newWorld(worldSeed);
				const printed = recordOutput(world);
				play(world, actions, sizes);
				const live = outcome(world, printed);
				expect(replayed(worldSeed, JSON.parse(JSON.stringify(world.journal)), world.now())).toEqual(live);
			}),
			options,
		);
	},
	timeoutMs,
);

/** Worlds of one preset share what the API server says of its kinds: who asks first makes it. */
test('no world tells whether another one has made a document before', () => {
	const images = newPresetImages();
	const script = `for i in 1 2 3; do kubectl run p$i --image=nginx & kubectl explain deployment.spec --recursive > /tmp/e$i & done; wait
cat > /tmp/own.yaml <<'END'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Thing, plural: things}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
END
kubectl apply -f /tmp/own.yaml; kubectl explain things & kubectl delete pods --all --wait=false; wait; sleep 40; kubectl get events -A -o wide`;
	const live = (): readonly string[] => {
		const world = new SimulatedWorld({ preset: 'kubeadm-1-2', seed: 'documents' }, images);
		const { stdout } = world.runScript({ name: 's.sh', script });
		return [stdout, world.hash()];
	};
	const first = live();
	expect(live()).toEqual(first);
});

test(
	'a fork is in the same state, and the original never notices what is done in it',
	() => {
		fc.assert(
			fc.property(session, session, slices, (actions, others, sizes) => {
				const world = newWorld('original');
				const printed = recordOutput(world);
				play(world, actions, sizes);
				const before = outcome(world, printed);
				const fork = world.fork();
				expect(fork.hash()).toBe(before.hash);
				expect(world.journal.map(({ atMs }) => atMs)).toEqual(fork.journal.map(({ atMs }) => atMs));
				for (const { id } of fork.terminals()) fork.apply({ kind: 'close', terminal: id });
				fork.runScript({
					name: 'havoc.sh',
					script: 'kubectl delete deploy,svc,pods --all; rm -rf /etc /root; kill -9 -1',
				});
				play(fork, others, sizes);
				expect(outcome(world, printed)).toEqual(before);
				// What comes later is not touched either.
				const twin = world.fork();
				world.run(world.now() + 30_000);
				twin.run(world.now());
				expect(twin.hash()).toBe(world.hash());
			}),
			{ ...options, numRuns: Math.ceil(numRuns / 2) },
		);
	},
	timeoutMs,
);

test(
	'another process, and another boot of the preset, come to the same',
	() => {
		const samples = fc.sample(fc.tuple(session, slices), { numRuns: Math.ceil(numRuns / 2), seed: seed + 1 });
		const lines: string[] = [];
		const expected: Outcome[] = [];
		samples.forEach(([actions, sizes], index) => {
			const world = index === 0 ? newWorldOfNewPreset('0') : newWorld(String(index));
			const printed = recordOutput(world);
			play(world, actions, sizes);
			expected.push(outcome(world, printed));
			lines.push(JSON.stringify({ seed: String(index), journal: world.journal, nowMs: world.now() }));
		});
		const output = execFileSync(process.execPath, ['scripts/run-ts.mjs', 'test/simulator/sandbox/replay-process.ts'], {
			cwd: REPOSITORY_ROOT,
			input: `${lines.join('\n')}\n`,
			encoding: 'utf8',
			maxBuffer: 1 << 28,
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		expect(
			output
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line)),
		).toEqual(expected);
	},
	timeoutMs + 60_000,
);

import type { World } from '../../../simulator/sandbox/world-api.ts';
import { bootedImages, newWorld } from '../bench-worlds.ts';
import { type Figure, lower } from '../figure.ts';
import { busyMs, percentile } from '../statistics.ts';

const PRESET = 'kubeadm-1-2';
const LOOPS = 7;
const PIPELINES = 200;
const RUNS = 5;
const TEN_MEGABYTES = "seq -f 'line %07g of a long log file that nobody reads, error' 178000 | head -c 10000000 > big";
const THROUGH_SIX = "cat big | grep -v xyz | sed 's/long/short/' | awk '{print $2, $1, $NF}' | sort | wc -l";

function timed(world: World, script: string): number {
	return busyMs(() => {
		const { exitCode, stderr } = world.runScript({ name: 'bench.sh', script });
		if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
	});
}

/** bash: a loop that does nothing, pipelines of five commands, and 10 MB through six tools. */
export const shell: Figure = {
	name: 'shell',
	async measure() {
		const world = newWorld(PRESET, 'shell', bootedImages(PRESET));
		timed(world, TEN_MEGABYTES);
		timed(world, 'for i in {1..20000}; do :; done');
		const loops = Array.from({ length: LOOPS }, () => timed(world, 'for i in {1..100000}; do :; done'));
		const pipeline = 'echo a | cat | cat | cat | cat > /dev/null';
		timed(world, `for i in {1..50}; do ${pipeline}; done`);
		const empty = timed(world, `for i in {1..${PIPELINES}}; do :; done`);
		const pipelines = Array.from(
			{ length: RUNS },
			() => (timed(world, `for i in {1..${PIPELINES}}; do ${pipeline}; done`) - empty) / PIPELINES,
		);
		const through = Array.from({ length: 3 }, () => timed(world, THROUGH_SIX));
		return [
			lower('shell-loop-100000', percentile(loops, 0.5), 'ms median', 150),
			lower('shell-pipeline-of-5', percentile(pipelines, 0.5), 'ms median', 2),
			lower('shell-10mb-through-6', percentile(through, 0.5), 'ms median', 3_000),
		];
	},
};

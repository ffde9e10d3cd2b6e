import { EngineError } from '../../../hosts/containers/container-request.ts';
import type { EngineContainer } from '../../../hosts/containers/engine-container.ts';
import { int, string } from '../../flags.ts';
import { restartPolicy } from '../container-request.ts';
import type { EngineCommand, EngineRun } from '../engine-command.ts';
import { parseBytes } from '../words.ts';

export const update: EngineCommand = {
	names: ['update', 'container update'],
	usage: '[OPTIONS] CONTAINER [CONTAINER...]',
	short: 'Update configuration of one or more containers',
	flags: {
		'cpu-shares': int(0, 'CPU shares (relative weight)', { shorthand: 'c' }),
		cpus: string('', 'Number of CPUs'),
		memory: string('', 'Memory limit', { shorthand: 'm' }),
		'memory-reservation': string('', 'Memory soft limit'),
		'memory-swap': string('', 'Swap limit equal to memory plus swap: -1 to enable unlimited swap'),
		'pids-limit': int(0, 'Tune container pids limit (set -1 for unlimited)'),
		restart: string('', 'Restart policy to apply when a container exits'),
	},
	least: 1,
	*run(run) {
		for (const name of run.operands) {
			change(run, run.engine().container(name));
			yield* run.out.write(`${name}\n`);
		}
		return 0;
	},
};

function change(run: EngineRun, container: EngineContainer): void {
	const memory = run.text('memory');
	const memoryBytes = memory === '' ? container.request.memoryBytes : parseBytes(memory);
	if (memory !== '' && memoryBytes === undefined) throw new EngineError('invalid', `invalid size: '${memory}'`);
	const cpus = run.text('cpus');
	const cpuMillicores = cpus === '' ? container.request.cpuMillicores : Math.round(Number(cpus) * 1000);
	const restart = run.text('restart') === '' ? container.request.restart : restartPolicy(run);
	container.request = { ...container.request, memoryBytes, cpuMillicores, restart };
	container.live.group.memoryLimitBytes = memoryBytes;
	container.live.group.cpuLimitMillicores = cpuMillicores;
}

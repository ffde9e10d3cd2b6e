import type { EngineContainer } from './engine-container.ts';

/**
 * Stops every process of a container where it is, or lets them go on. @param sinceMs undefined: they go on.
 * Differs: by signals, where a real engine has a freezer.
 */
export function setPaused(container: EngineContainer, sinceMs: number | undefined): void {
	const main = container.live.process;
	if ((container.pausedAtMs === undefined) === (sinceMs === undefined) || main === undefined) return;
	container.pausedAtMs = sinceMs;
	const signal = sinceMs === undefined ? 'CONT' : 'STOP';
	for (const { pid } of main.process.machine.processes()) {
		if (pid !== main.process.pid) main.process.kill(pid, signal);
	}
	main.signal(signal);
}

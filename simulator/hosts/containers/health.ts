import type { Timer } from '../../machinery/event-loop.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { ContainerEngine } from './container-engine.ts';
import { EngineError } from './container-request.ts';
import { type EngineContainer, stateOf } from './engine-container.ts';
import { startIn } from './exec-in.ts';

/** What a container's health check has found. */
export interface Health {
	readonly status: 'starting' | 'healthy' | 'unhealthy';
	readonly failingStreak: number;
	/** The last five. */
	readonly log: readonly HealthResult[];
}

export interface HealthResult {
	readonly startMs: number;
	readonly endMs: number;
	readonly exitCode: number;
	readonly output: string;
}

// Models moby daemon/health.go.
const INTERVAL_MS = 30_000;
const TIMEOUT_MS = 30_000;
const START_INTERVAL_MS = 5_000;
const RETRIES = 3;
const LOG_MAX = 5;
const OUTPUT_MAX = 4_096;

/** The check that a container has: its own, or its image's. */
function checkOf({ request, image }: EngineContainer): EngineContainer['request']['healthcheck'] {
	const check = request.healthcheck ?? image.config.healthcheck;
	if (check === undefined || check.test[0] === 'NONE' || check.test.length === 0) return undefined;
	const own = request.healthcheck;
	return own === undefined ? check : { ...image.config.healthcheck, ...own };
}

/** Begins to look after a container that has just been started. Nothing happens for one without a check. */
export function watchHealth(engine: ContainerEngine, container: EngineContainer): void {
	container.health = undefined;
	if (checkOf(container) === undefined) return;
	container.health = { status: 'starting', failingStreak: 0, log: [] };
	resumeHealth(engine, container);
}

/** Goes on with what a copy has brought along. */
export function resumeHealth(engine: ContainerEngine, container: EngineContainer): void {
	if (container.health === undefined) return;
	const check = checkOf(container);
	const startedAtMs = container.live.record.startedAtMs;
	const isStarting =
		container.health.status === 'starting' && engine.context.loop.now() - startedAtMs < (check?.startPeriodMs ?? 0);
	const intervalMs = check?.intervalMs ?? INTERVAL_MS;
	const waitMs = isStarting ? Math.min(START_INTERVAL_MS, intervalMs) : intervalMs;
	engine.context.loop.after(waitMs, () => probe(engine, container, startedAtMs));
}

function probe(engine: ContainerEngine, container: EngineContainer, startedAtMs: number): void {
	const check = checkOf(container);
	if (check === undefined || container.isRemoved || container.live.record.startedAtMs !== startedAtMs) return;
	const state = stateOf(container);
	if (state === 'paused') {
		resumeHealth(engine, container);
		return;
	}
	if (state !== 'running') return;
	const { loop } = engine.context;
	const startMs = loop.now();
	const timeoutMs = check.timeoutMs ?? TIMEOUT_MS;
	let output = '';
	let isOver = false;
	let patience: Timer | undefined;
	const end = (exitCode: number, text: string): void => {
		if (isOver) return;
		isOver = true;
		patience?.cancel();
		if (container.isRemoved || container.live.record.startedAtMs !== startedAtMs) return;
		record(engine, container, { startMs, endMs: loop.now(), exitCode, output: text });
		resumeHealth(engine, container);
	};
	const [kind, ...words] = check.test;
	try {
		const running = startIn(engine, container, {
			command: kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words,
			tty: false,
			stdin: false,
			env: [],
			cwd: '',
			user: '',
			privileged: false,
			onOutput: (_stream, data) => {
				if (output.length < OUTPUT_MAX) output += decodeUtf8(data).slice(0, OUTPUT_MAX - output.length);
			},
			onExit: (exitCode) => end(exitCode, output),
		});
		patience = loop.after(timeoutMs, () => {
			running.signal('KILL');
			end(-1, `Health check exceeded timeout (${timeoutMs / 1000}s)${output === '' ? '' : `: ${output}`}`);
		});
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		loop.post(() => end(-1, error.message));
	}
}

function record(engine: ContainerEngine, container: EngineContainer, result: HealthResult): void {
	const check = checkOf(container);
	const health = container.health;
	if (check === undefined || health === undefined) return;
	const log = [...health.log, result].slice(-LOG_MAX);
	if (result.exitCode === 0) {
		container.health = { status: 'healthy', failingStreak: 0, log };
		return;
	}
	const isExcused =
		health.status === 'starting' &&
		engine.context.loop.now() - container.live.record.startedAtMs < (check.startPeriodMs ?? 0);
	const failingStreak = isExcused ? health.failingStreak : health.failingStreak + 1;
	const isSick = failingStreak >= (check.retries ?? RETRIES);
	container.health = { status: isSick ? 'unhealthy' : health.status, failingStreak, log };
}

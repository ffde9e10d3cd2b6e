/** One reading of a kubelet. */
export interface Reading {
	readonly atMs: number;
	readonly cpuSeconds: number;
	readonly memoryBytes: number;
	readonly startedAtMs?: number;
}

export interface Scrape {
	readonly node: Reading | undefined;
	/** By "namespace/pod", then container. */
	readonly pods: ReadonlyMap<string, ReadonlyMap<string, Reading>>;
}

/** What is used between two readings. */
export interface Usage {
	readonly atMs: number;
	readonly windowMs: number;
	/** Billionths of a core. */
	readonly nanoCores: number;
	readonly memoryBytes: number;
}

const SAMPLE = /^(\w+)(?:\{([^}]*)\})? (\S+)(?: (\d+))?$/;

/** Reads a kubelet's /metrics/resource. Models metrics-server pkg/scraper/client/resource decodeBatch. */
export function readScrape(text: string, nowMs: number): Scrape {
	let nodeCpu: number | undefined;
	let nodeMemory: number | undefined;
	const parts = new Map<string, Map<string, { cpu?: number; memory?: number; started?: number }>>();
	for (const line of text.split('\n')) {
		const match = SAMPLE.exec(line);
		if (match === null) continue;
		const [, name = '', labels = '', amount = ''] = match;
		const value = Number(amount);
		if (name === 'node_cpu_usage_seconds_total') nodeCpu = value;
		else if (name === 'node_memory_working_set_bytes') nodeMemory = value;
		if (!name.startsWith('container_')) continue;
		const label = (key: string): string => new RegExp(`${key}="([^"]*)"`).exec(labels)?.[1] ?? '';
		const pod = `${label('namespace')}/${label('pod')}`;
		let containers = parts.get(pod);
		if (containers === undefined) {
			containers = new Map();
			parts.set(pod, containers);
		}
		const part = containers.get(label('container')) ?? {};
		containers.set(label('container'), part);
		if (name === 'container_cpu_usage_seconds_total') part.cpu = value;
		else if (name === 'container_memory_working_set_bytes') part.memory = value;
		else if (name === 'container_start_time_seconds') part.started = value * 1000;
	}
	const pods = new Map<string, Map<string, Reading>>();
	for (const [pod, containers] of parts) {
		const readings = new Map<string, Reading>();
		for (const [container, { cpu, memory, started }] of containers) {
			if (cpu === undefined || memory === undefined) continue;
			readings.set(container, {
				atMs: nowMs,
				cpuSeconds: cpu,
				memoryBytes: memory,
				...(started !== undefined && { startedAtMs: started }),
			});
		}
		// A Pod of which a container cannot be told is left out.
		if (readings.size === containers.size) pods.set(pod, readings);
	}
	const known = nodeCpu !== undefined && nodeMemory !== undefined;
	return {
		node: known ? { atMs: nowMs, cpuSeconds: nodeCpu as number, memoryBytes: nodeMemory as number } : undefined,
		pods,
	};
}

const FRESH_MS = 15_000;

/** Undefined while there is nothing to compare with. Models metrics-server pkg/storage resourceUsage. */
export function usageBetween(before: Reading | undefined, now: Reading): Usage | undefined {
	const start = startOf(before, now);
	if (start === undefined || now.atMs <= start.atMs || now.cpuSeconds < start.cpuSeconds) return undefined;
	const windowMs = now.atMs - start.atMs;
	return {
		atMs: now.atMs,
		windowMs,
		nanoCores: Math.round(((now.cpuSeconds - start.cpuSeconds) * 1e12) / windowMs),
		memoryBytes: now.memoryBytes,
	};
}

/** A container that is new has used nothing when it began. */
function startOf(before: Reading | undefined, now: Reading): Pick<Reading, 'atMs' | 'cpuSeconds'> | undefined {
	const began = now.startedAtMs;
	if (before !== undefined && (began === undefined || began <= before.atMs)) return before;
	const isFresh = began !== undefined && now.atMs - began < FRESH_MS && now.atMs > began;
	return isFresh ? { atMs: began, cpuSeconds: 0 } : undefined;
}

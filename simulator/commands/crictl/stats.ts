import type { ContainerFacts } from '../../hosts/runtime/runtime-service.ts';
import { compileRe2 } from '../../machinery/regexp.ts';
import { TabWriter } from '../../machinery/tab-writer.ts';
import type { Task } from '../../machinery/task.ts';
import { type CrictlRun, fatal, sizeText, truncatedId } from './crictl-run.ts';
import { writeObject } from './structured.ts';

interface Reading {
	readonly facts: ContainerFacts;
	readonly cpuMs: number;
	readonly memoryBytes: number;
	/** Of one core, since the reading before. */
	readonly cpuPercent: number;
}

const STYLE = { minWidth: 20, padding: 3, rememberWidths: false };

/** `crictl stats`: two readings, some time apart. Models cmd/crictl/stats.go. */
export function* stats(run: CrictlRun): Task<void> {
	const [id] = run.args;
	const wanted = run.options.get('id') ?? id;
	const name = matching(run, 'name');
	const pod = run.options.get('pod');
	const chosen = (facts: ContainerFacts): boolean =>
		(typeof wanted !== 'string' || facts.record.id.startsWith(wanted)) &&
		(typeof pod !== 'string' || facts.record.sandboxId.startsWith(pod)) &&
		name(facts.record.config.name) &&
		(facts.record.state === 'running' || run.options.has('all'));
	const readings = yield* measured(run, chosen);
	if (isStructured(run)) {
		yield* writeObject(run, run.options.get('output') as 'json', {
			stats: readings.map((each) => statsObject(run, each)),
		});
		return;
	}
	const rows = readings.map(({ facts, cpuPercent, memoryBytes }) => [
		truncatedId(facts.record.id),
		facts.record.config.name,
		cpuPercent.toFixed(2),
		sizeText(memoryBytes),
		sizeText(DISK_BYTES),
		String(INODES),
		'0B',
	]);
	yield* print(run, [['CONTAINER', 'NAME', 'CPU %', 'MEM', 'DISK', 'INODES', 'SWAP'], ...rows]);
}

/** What a container's own layer takes. Differs: of all the same. */
const DISK_BYTES = 32_768;
const INODES = 12;

/** `crictl statsp`. Models cmd/crictl/pod_stats.go. */
export function* statsp(run: CrictlRun): Task<void> {
	const [id] = run.args;
	const wanted = run.options.get('id') ?? id;
	const name = matching(run, 'name');
	const readings = yield* measured(run, ({ record }) => record.state === 'running');
	const pods = run.service
		.sandboxes()
		.filter((each) => each.state === 'ready' && name(each.config.podName))
		.filter((each) => typeof wanted !== 'string' || each.id.startsWith(wanted))
		.map((each) => {
			const own = readings.filter(({ facts }) => facts.record.sandboxId === each.id);
			const sum = (of: (reading: Reading) => number): number => own.reduce((total, reading) => total + of(reading), 0);
			return { pod: each, cpu: sum(({ cpuPercent }) => cpuPercent), memory: sum(({ memoryBytes }) => memoryBytes) };
		});
	if (isStructured(run)) {
		const items = pods.map(({ pod, memory }) => ({
			attributes: { id: pod.id, metadata: { name: pod.config.podName, namespace: pod.config.podNamespace } },
			linux: { memory: { workingSetBytes: { value: String(memory) } } },
		}));
		yield* writeObject(run, run.options.get('output') as 'json', { stats: items });
		return;
	}
	const rows = pods.map(({ pod, cpu, memory }) => [
		pod.config.podName,
		truncatedId(pod.id),
		cpu.toFixed(2),
		sizeText(memory),
	]);
	yield* print(run, [['POD', 'POD ID', 'CPU %', 'MEM'], ...rows]);
}

function isStructured(run: CrictlRun): boolean {
	const format = run.options.get('output') ?? 'table';
	if (format === 'json' || format === 'yaml') return true;
	if (format === 'table') return false;
	throw fatal(run.process, `unsupported output format ${JSON.stringify(format)}`);
}

function matching(run: CrictlRun, option: string): (text: string) => boolean {
	const pattern = run.options.get(option);
	if (typeof pattern !== 'string' || pattern === '') return () => true;
	const regexp = compileRe2(pattern);
	return (text) => regexp.test(text);
}

function* measured(run: CrictlRun, chosen: (facts: ContainerFacts) => boolean): Task<Reading[]> {
	const { service, process, options } = run;
	const use = ({ record }: ContainerFacts) =>
		record.state === 'running' ? service.usage(record.id) : { cpuMs: 0, memoryBytes: 0 };
	const before = new Map(service.containers().map((facts) => [facts.record.id, use(facts).cpuMs]));
	const intervalMs = Math.max(1, Number(options.get('seconds') ?? 1)) * 1000;
	yield* process.sleep(intervalMs);
	return service
		.containers()
		.filter(chosen)
		.sort((a, b) => (a.record.id < b.record.id ? -1 : 1))
		.map((facts) => {
			const { cpuMs, memoryBytes } = use(facts);
			const spent = cpuMs - (before.get(facts.record.id) ?? cpuMs);
			return { facts, cpuMs, memoryBytes, cpuPercent: (100 * spent) / intervalMs };
		});
}

function statsObject({ process }: CrictlRun, { facts, cpuMs, memoryBytes }: Reading): object {
	const timestamp = String(process.now() * 1_000_000);
	const { record } = facts;
	return {
		attributes: {
			annotations: {},
			id: record.id,
			labels: { 'io.kubernetes.container.name': record.config.name },
			metadata: { attempt: record.config.attempt, name: record.config.name },
		},
		cpu: { timestamp, usageCoreNanoSeconds: { value: String(Math.round(cpuMs * 1e6)) } },
		memory: { timestamp, workingSetBytes: { value: String(memoryBytes) } },
		writableLayer: { inodesUsed: { value: String(INODES) }, timestamp, usedBytes: { value: String(DISK_BYTES) } },
	};
}

function* print(run: CrictlRun, rows: readonly (readonly string[])[]): Task<void> {
	const writer = new TabWriter(STYLE);
	for (const row of rows) writer.write(`${row.join('\t')}\n`);
	yield* run.out.write(writer.flush());
}

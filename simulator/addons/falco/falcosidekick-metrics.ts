import { type FalcoEvent, PRIORITIES } from './falco-event.ts';

/** Rows of a family; further ones are not counted. */
const ROWS_MAX = 2_000;
const PREFIX = 'falcosecurity_falcosidekick_';

export type MetricsState = readonly (readonly [string, number])[];

/** What falcosidekick counts. Models falcosidekick stats_prometheus.go. */
export class SidekickMetrics {
	/** By name and labels. */
	readonly #counts: Map<string, number>;

	constructor(kept: MetricsState = []) {
		this.#counts = new Map(kept);
	}

	toState(): MetricsState {
		return [...this.#counts];
	}

	countInput(status: 'accepted' | 'rejected'): void {
		this.#count('inputs_total', [
			['source', 'requests'],
			['status', status],
		]);
	}

	countOutput(destination: string, status: 'ok' | 'error'): void {
		this.#count('outputs_total', [
			['destination', destination],
			['status', status],
		]);
	}

	countEvent({ hostname, fields, priority, rule, source }: FalcoEvent): void {
		const field = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
		this.#count('falco_events_total', [
			['hostname', hostname === '' ? 'unknown' : hostname],
			['k8s_ns_name', field('k8s.ns.name')],
			['k8s_pod_name', field('k8s.pod.name')],
			['priority', String(PRIORITIES.indexOf(priority))],
			['priority_raw', priority.toLowerCase()],
			['rule', rule],
			['source', source],
		]);
	}

	#count(family: string, labels: readonly (readonly [string, string])[]): void {
		const row = `${family}{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;
		const before = this.#counts.get(row);
		if (before !== undefined || this.#counts.size < ROWS_MAX) this.#counts.set(row, (before ?? 0) + 1);
	}

	toText(): string {
		return ['falco_events_total', 'inputs_total', 'outputs_total']
			.flatMap((family) => {
				const rows = [...this.#counts].filter(([row]) => row.startsWith(`${family}{`));
				if (rows.length === 0) return [];
				const sorted = rows.map(([row, count]) => `${PREFIX}${row} ${count}\n`).sort((a, b) => (a < b ? -1 : 1));
				return [`# HELP ${PREFIX}${family} \n# TYPE ${PREFIX}${family} counter\n`, ...sorted];
			})
			.join('');
	}
}

function escaped(text: string): string {
	return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

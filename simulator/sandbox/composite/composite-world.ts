import type { Beyond } from '../../kernel/net/tcp-peer.ts';
import type { ConnectionQuery, ConnectionRecord } from '../../network/connection-log.ts';
import type { SchedulingDecision } from '../../scheduler/framework/record.ts';
import type { PresetImages } from '../preset-images.ts';
import { firstPresetName, isFirstPreset, WORKSTATION_PRESET } from '../presets/presets.ts';
import { SimulatedWorld } from '../world.ts';
import type {
	ClusterMap,
	ClusterOptions,
	JournalEntry,
	JournalInput,
	ScriptResult,
	ScriptRun,
	Subject,
	Task,
	TaskResult,
	World,
	WorldEvent,
	WorldHistory,
	WorldOptions,
} from '../world-api.ts';
import { RemoteCluster } from './remote-cluster.ts';
import { contextOf, layKubeconfig } from './workstation.ts';

/**
 * A world of several clusters, as an exam has them: a first machine, and behind the others that it knows a cluster each,
 * entered by ssh, or reached by kubectl from a workstation. A cluster is made when somebody comes to it first and then
 * keeps pace with the first machine, millisecond by millisecond; its clock differs by a constant. Each keeps a journal of
 * what reached it, so that it is forked alone.
 */
export class CompositeWorld implements World {
	readonly options: WorldOptions;
	readonly #images: PresetImages;
	readonly #first: SimulatedWorld;
	readonly #clusters = new Map<string, RemoteCluster>();
	readonly #journal: JournalEntry[] = [];
	/** Index in the own journal, by index in the first machine's. */
	readonly #indices: number[] = [];
	/** What the clusters send each other, in order; carried when all have come to the same moment. */
	readonly #deliveries: Delivery[] = [];
	#listener: ((event: WorldEvent) => void) | undefined;
	#nowMs: number;

	constructor(options: WorldOptions, images: PresetImages) {
		const { clusters = [], ...own } = options;
		this.options = options;
		this.#images = images;
		const hosts = hostsOf(clusters, images);
		this.#first = new SimulatedWorld({ ...own, preset: firstPreset(options, images) }, images);
		this.#nowMs = this.#first.now();
		this.#first.onEvent((event) => this.#emit(this.#ofFirst(event)));
		for (const [index, cluster] of clusters.entries()) {
			for (const host of hosts[index] ?? []) this.#bridge(cluster, host);
		}
		if (options.preset === WORKSTATION_PRESET) layKubeconfig(this.#first.cluster, clusters, images);
	}

	now(): number {
		return this.#nowMs;
	}

	nextAt(): number | undefined {
		if (this.#deliveries.length > 0) return this.#nowMs;
		let next = this.#first.nextAt() ?? Number.POSITIVE_INFINITY;
		for (const { world, offsetMs } of this.#clusters.values()) {
			next = Math.min(next, (world.nextAt() ?? Number.POSITIVE_INFINITY) - offsetMs);
		}
		return next === Number.POSITIVE_INFINITY ? undefined : Math.max(next, this.#nowMs);
	}

	run(targetMs: number, maxSteps?: number): boolean {
		for (;;) {
			const next = this.nextAt();
			if (next === undefined || next > targetMs) break;
			this.#nowMs = next;
			if (!this.#runDue(next, maxSteps)) return false;
			// Every cluster counts its own steps; who shares a thread looks at the clock between.
			if (maxSteps !== undefined && (this.nextAt() ?? targetMs + 1) <= targetMs) return false;
		}
		this.#nowMs = Math.max(this.#nowMs, targetMs);
		return this.#runAll(this.#nowMs, maxSteps);
	}

	settle(limitMs: number): void {
		this.run(this.#nowMs + limitMs);
	}

	get journal(): readonly JournalEntry[] {
		return this.#journal;
	}

	onEvent(listener: (event: WorldEvent) => void): void {
		this.#listener = listener;
	}

	apply(event: JournalInput): JournalEntry {
		this.run(this.#nowMs);
		const remote = 'host' in event && event.host !== undefined ? this.#clusterOf(event.host) : undefined;
		if (remote === undefined) {
			this.#indices[this.#first.journal.length] = this.#journal.length;
			this.#first.apply(event);
		} else if (event.kind === 'open') {
			throw new RangeError(`no terminal opens on "${event.host}": ssh to it`);
		} else {
			this.#enter(remote).world.apply(event);
		}
		const entry = { ...event, atMs: this.#nowMs } as JournalEntry;
		this.#journal.push(entry);
		return entry;
	}

	/** One that waits on the first machine for another cluster never gets there: the others wait while it runs (status 124). */
	runScript(run: ScriptRun): ScriptResult {
		this.run(this.#nowMs);
		const remote = run.host === undefined ? undefined : this.#clusterOf(run.host);
		const { name, script, host } = run;
		const entry = { kind: 'script', name, script, ...(host === undefined ? {} : { host }) } as const;
		this.#indices[this.#first.journal.length] = this.#journal.length;
		this.#journal.push({ ...entry, atMs: this.#nowMs });
		const world = remote === undefined ? this.#first : this.#enter(remote).world;
		const before = world.now();
		const result = world.runScript(run);
		// The others have waited.
		this.run(this.#nowMs + world.now() - before);
		return result;
	}

	scrollback(terminal: string): Uint8Array {
		return this.#first.scrollback(terminal);
	}

	terminals(): ReturnType<World['terminals']> {
		return this.#first.terminals();
	}

	/** Of the first machine's cluster, which has none. */
	map(): ClusterMap {
		return this.#first.map();
	}

	scheduling(uid?: string): readonly SchedulingDecision[] {
		return this.#first.scheduling(uid);
	}

	connections(query?: ConnectionQuery): readonly ConnectionRecord[] {
		return this.#first.connections(query);
	}

	readFile(host: string, path: string): string | undefined {
		const remote = this.#clusterOf(host);
		return remote === undefined ? this.#first.readFile(host, path) : this.#seen(remote).readFile(host, path);
	}

	fork(): CompositeWorld {
		const fork = new CompositeWorld(this.options, this.#images);
		for (const { atMs, ...event } of this.#journal) {
			fork.run(Math.max(atMs, fork.now()));
			if (event.kind === 'script') fork.runScript(event);
			else fork.apply(event as JournalInput);
		}
		fork.run(Math.max(this.#nowMs, fork.now()));
		return fork;
	}

	/** Each task in its cluster; a cluster that nobody has entered is looked at as it is set up. */
	grade(tasks: readonly Task[]): TaskResult[] {
		const steps = this.gradeSteps(tasks);
		for (;;) {
			const { done, value } = steps.next();
			if (done === true) return value;
		}
	}

	*gradeSteps(tasks: readonly Task[]): Generator<void, TaskResult[]> {
		const results = new Map<string, TaskResult[]>();
		for (const cluster of new Set(tasks.map((task) => task.cluster ?? ''))) {
			const own = tasks.filter((task) => (task.cluster ?? '') === cluster);
			results.set(cluster, yield* this.#worldOf(own[0] as Task).gradeSteps(own));
		}
		return tasks.map(({ cluster = '' }) => results.get(cluster)?.shift() as TaskResult);
	}

	clusterEntries(): Record<string, number> {
		return Object.fromEntries([...this.#clusters].map(([name, { world }]) => [name, world.journal.length]));
	}

	clusterHistory(name: string): WorldHistory {
		const world = this.#clusters.get(name)?.world;
		if (world === undefined) return { options: clusterWorld(this.options, name), journal: [] };
		return { options: world.options, journal: world.journal, nowMs: world.now() };
	}

	subjects(task: Task): Subject[] {
		return this.#worldOf(task).subjects(task);
	}

	hash(): string {
		const remotes = [...this.#clusters.values()].map(({ world }) => world);
		return [this.#first, ...remotes].map((world) => world.hash()).join('');
	}

	#worldOf({ cluster }: Task): SimulatedWorld {
		const options = this.options.clusters?.find(({ name }) => name === cluster);
		return options === undefined ? this.#first : this.#seen(options);
	}

	/** The cluster as it is, without entering it. */
	#seen(options: ClusterOptions): SimulatedWorld {
		return this.#clusters.get(options.name)?.world ?? this.#create(options);
	}

	/** Runs whoever has something to do at `atMs`, and carries what they have sent. False when that takes more steps. */
	#runDue(atMs: number, maxSteps: number | undefined): boolean {
		if (!this.#first.run(atMs, maxSteps)) return false;
		for (const { world, offsetMs } of this.#clusters.values()) {
			const dueMs = world.nextAt();
			if (dueMs !== undefined && dueMs <= atMs + offsetMs && !world.run(atMs + offsetMs, maxSteps)) return false;
		}
		return this.#deliveries.length === 0 || this.#runAll(atMs, maxSteps);
	}

	/** Brings everyone to `atMs` and carries what they have sent. False when that takes more steps. */
	#runAll(atMs: number, maxSteps: number | undefined): boolean {
		if (!this.#first.run(atMs, maxSteps)) return false;
		for (const { world, offsetMs } of this.#clusters.values()) {
			if (!world.run(Math.max(atMs + offsetMs, world.now()), maxSteps)) return false;
		}
		for (let next = this.#deliveries[0]; next !== undefined; next = this.#deliveries[0]) {
			if (next.to !== undefined && !this.#madeReady(next.to, maxSteps)) return false;
			this.#deliveries.shift();
			next.deliver();
		}
		return true;
	}

	/** Makes what a cluster begins as. With `maxSteps`, a little of it: false until all is done, and no time passes here. */
	#madeReady({ name, preset, setup }: ClusterOptions, maxSteps: number | undefined): boolean {
		if (this.#clusters.has(name)) return true;
		const work = this.#images.prepare(preset, setup);
		if (maxSteps !== undefined) return work.next().done === true;
		for (const _ of work);
		return true;
	}

	#bridge(cluster: ClusterOptions, host: string): void {
		const machine = this.#first.cluster.nodes.get(host)?.machine;
		if (this.options.preset === WORKSTATION_PRESET && machine !== undefined) {
			const connect: Beyond['connect'] = (...attempt) =>
				this.#reach(cluster, (remote) => remote.connections.connect(host, ...attempt));
			machine.network.beyond = { connect };
		}
		machine?.providePort('remote-sessions', {
			reach: (then: () => void) => this.#reach(cluster, then),
			account: (user: string) => this.#enter(cluster).sessions(host).account(user),
			start: (...session: Parameters<ReturnType<RemoteCluster['sessions']>['start']>) =>
				this.#enter(cluster)
					.sessions(host)
					.start(...session),
		});
	}

	/** Does something with a cluster when it is there: at once if somebody has been there before. */
	#reach(cluster: ClusterOptions, then: (remote: RemoteCluster) => void): void {
		this.#deliveries.push({ to: cluster, deliver: () => then(this.#enter(cluster)) });
	}

	#enter(options: ClusterOptions): RemoteCluster {
		const known = this.#clusters.get(options.name);
		if (known !== undefined) return known;
		const world = this.#create(options);
		const remote = new RemoteCluster(world, this.#nowMs, (deliver) => this.#deliveries.push({ deliver }));
		world.onEvent((event) => {
			remote.take(event);
			if (event.kind === 'changed') this.#emit({ kind: 'changed', atMs: this.#nowMs });
			if (event.kind === 'command') this.#command(remote, event);
		});
		this.#clusters.set(options.name, remote);
		return remote;
	}

	#create({ name }: ClusterOptions): SimulatedWorld {
		return new SimulatedWorld(clusterWorld(this.options, name), this.#images);
	}

	#clusterOf(host: string): ClusterOptions | undefined {
		return this.options.clusters?.find(({ name }) => host === name || host.startsWith(`${name}-`));
	}

	#command(remote: RemoteCluster, event: Extract<WorldEvent, { kind: 'command' }>): void {
		const { host, screen } = remote.terminal(event.terminal) ?? {};
		if (host === undefined || screen === undefined) return;
		const journalIndex = Math.max(0, this.#journal.length - 1);
		this.#emit({ kind: 'command', terminal: screen, line: event.line, host, journalIndex, atMs: this.#nowMs });
	}

	#ofFirst(event: WorldEvent): WorldEvent {
		if (event.kind !== 'command') return event;
		const journalIndex = this.#indices[event.journalIndex] ?? this.#journal.length;
		const { firstNode } = this.#first.cluster;
		const context = this.options.preset === WORKSTATION_PRESET ? contextOf(firstNode, event.line) : undefined;
		return { ...event, host: firstNode.host.name, ...(context !== undefined && { context }), journalIndex };
	}

	#emit(event: WorldEvent): void {
		this.#listener?.(event);
	}
}

/** Something on its way from one cluster to another, at most for a moment. */
interface Delivery {
	/** A cluster that must be there for it. */
	readonly to?: ClusterOptions;
	readonly deliver: () => void;
}

/** The preset of the first machine. */
export function firstPreset({ preset, clusters = [] }: WorldOptions, images: PresetImages): string {
	return isFirstPreset(preset) ? firstPresetName(preset, hostsOf(clusters, images).flat()) : preset;
}

/** The options of one of the clusters as a world by itself. Throws RangeError when there is none of that name. */
export function clusterWorld({ seed, clusters = [] }: WorldOptions, name: string): WorldOptions {
	const cluster = clusters.find((each) => each.name === name);
	if (cluster === undefined) throw new RangeError(`no cluster "${name}"`);
	const { preset, setup } = cluster;
	return { preset, seed: `${seed}/${name}`, ...(setup === undefined ? {} : { setup }) };
}

function hostsOf(clusters: readonly ClusterOptions[], images: PresetImages): string[][] {
	return clusters.map((cluster) => images.preset(cluster.preset).hosts.map(({ name }) => name));
}

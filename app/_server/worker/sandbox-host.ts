import type { TaskResult, World } from '../../../simulator/sandbox/world-api.ts';
import { type FromWorker, type ToWorker, toWorkerSchema } from '../worker-protocol.ts';
import { LiveWorld } from './live-world.ts';
import { Pump } from './pump.ts';
import { compare, probe, Replicas } from './replicas.ts';
import { Templates } from './templates.ts';
import { SlicedWork, type WorldMaker } from './world-maker.ts';

export interface HostPort {
	post(message: FromWorker, transfer?: readonly ArrayBuffer[]): void;
}

type WorldMessage = Extract<ToWorker, { sandbox: string }>;

/** No world's handle. */
const NOBODY = 0;

/** A worker's inside: its worlds, and what the main thread asks of them. The entry (main.ts) connects it to the thread. */
export class SandboxHost {
	readonly #worlds = new Map<string, LiveWorld>();
	/** Worlds that are being prepared, with what was said to them meanwhile. */
	readonly #opening = new Map<string, { readonly work: SlicedWork; readonly said: WorldMessage[] }>();
	readonly #maker: WorldMaker;
	readonly #pump: Pump;
	readonly #templates: Templates;
	readonly #replicas: Replicas;
	readonly #port: HostPort;

	/** @param watch shared with the main thread's watchdog, see Pump. */
	constructor(maker: WorldMaker, watch: Int32Array, port: HostPort) {
		this.#pump = new Pump(watch);
		this.#maker = maker;
		this.#templates = new Templates((options) => maker.create(options));
		this.#replicas = new Replicas(this.#templates.create);
		this.#port = port;
	}

	/** A message from the main thread. One that is none is a bug there: it throws. */
	take(data: unknown): void {
		const message = toWorkerSchema.parse(data);
		if (message.type === 'ping') {
			this.#reply(message.request, true, null);
			return;
		}
		if (message.type === 'open') {
			this.#prepare(message);
			return;
		}
		if (message.type === 'prepare') {
			const { options } = message;
			// What fails here fails again, and is told, when somebody opens it.
			const clusters = (): void =>
				this.#pump.wake(new SlicedWork(NOBODY, this.#maker.prepareClusters(options), () => undefined, true));
			this.#pump.wake(new SlicedWork(NOBODY, this.#maker.prepare(options), clusters, true));
			return;
		}
		if (message.type === 'probe') {
			this.#probe(message);
			return;
		}
		if (message.type === 'grade-history') {
			this.#gradeHistory(message);
			return;
		}
		if (message.type === 'compare') {
			const { task, solution, options } = message;
			const model = () => this.#templates.create(options);
			this.#withReplica(message, (world) => ({ comparisons: compare(world, model(), task, solution) }));
			return;
		}
		const opening = this.#opening.get(message.sandbox);
		if (opening !== undefined && message.type !== 'forget') {
			opening.said.push(message);
			return;
		}
		const world = this.#worlds.get(message.sandbox);
		if (message.type === 'forget') {
			this.#leaveOff(message.sandbox);
			world?.dispose();
			this.#worlds.delete(message.sandbox);
			this.#replicas.forget(message.sandbox);
		} else if (world === undefined) {
			if ('request' in message) this.#reply(message.request, false, 'no such world');
		} else {
			this.#ask(world, message);
		}
	}

	#ask(world: LiveWorld, message: WorldMessage): void {
		if (message.type === 'apply') world.apply(message.event, message.origin);
		else if (message.type === 'attend') world.attend(message.attended);
		else if (message.type === 'probed') world.probed(message.results, message.journalLength);
		else if ('request' in message) {
			const { request } = message;
			world.whenOpen(
				() => this.#answer(world, request, () => this.#answerOf(world, message)),
				() => this.#reply(request, false, 'the world has ended'),
			);
		}
	}

	#answerOf(world: LiveWorld, message: WorldMessage): { value: unknown; transfer?: ArrayBuffer[] } {
		if (message.type === 'snapshot') {
			const { view, transfer } = world.view();
			return { value: view, transfer };
		}
		if (message.type === 'screen') {
			const data = world.screen(message.terminal);
			return { value: data, transfer: [data.buffer] };
		}
		if (message.type === 'read-file') return { value: world.readFile(message.host, message.path) ?? null };
		if (message.type === 'grade') return { value: world.gradeNow() };
		if (message.type === 'recording') return { value: world.recording() };
		if (message.type === 'cluster-entries') return { value: world.clusterEntries() };
		if (message.type === 'export-cluster') return { value: world.clusterHistory(message.cluster) };
		if (message.type === 'export') return { value: world.export(message.from) };
		throw new Error(`assertion failed: ${message.type} asks for no answer`);
	}

	/** Opens the world when what it copies is there, others having their turns until then. */
	#prepare(message: Extract<ToWorker, { type: 'open' }>): void {
		const { sandbox, handle, options } = message;
		this.#worlds.get(sandbox)?.dispose();
		this.#worlds.delete(sandbox);
		this.#leaveOff(sandbox);
		const work = new SlicedWork(handle, this.#maker.prepare(options), (error) => {
			const { said = [] } = this.#opening.get(sandbox) ?? {};
			this.#opening.delete(sandbox);
			if (error === undefined) this.#open(message);
			else this.#port.post({ type: 'ended', sandbox, message: describe(error) });
			for (const each of said) this.take(each);
		});
		this.#opening.set(sandbox, { work, said: [] });
		this.#pump.wake(work);
	}

	/** Nobody wants it any more; whoever has asked something of it is told. */
	#leaveOff(sandbox: string): void {
		const opening = this.#opening.get(sandbox);
		if (opening === undefined) return;
		this.#opening.delete(sandbox);
		this.#pump.remove(opening.work);
		for (const each of opening.said) if ('request' in each) this.#reply(each.request, false, 'no such world');
	}

	#open(message: Extract<ToWorker, { type: 'open' }>): void {
		const { sandbox, handle } = message;
		try {
			const world = this.#pump.watched(handle, () => this.#templates.create(message.options));
			const { journal, reachedMs, tasks, states, record, salvage } = message;
			const live = { sandbox, handle, world, journal, reachedMs, tasks, states, record, salvage };
			this.#worlds.set(
				sandbox,
				new LiveWorld({ ...live, pump: this.#pump, post: (news, transfer) => this.#port.post(news, transfer) }),
			);
		} catch (error) {
			this.#port.post({ type: 'ended', sandbox, message: describe(error) });
		}
	}

	/** Answers with what `work` finds in a copy of the world, and with how many entries the copy has. */
	#withReplica(message: Extract<ToWorker, { type: 'compare' }>, work: (world: World) => object): void {
		const { sandbox, handle, options, from, journal, nowMs, request } = message;
		try {
			this.#pump.watched(handle, () => {
				const world = this.#replicas.at(sandbox, options, from, journal, nowMs);
				if (world === undefined) return this.#reply(request, true, { missing: true });
				this.#reply(request, true, { journalLength: from + journal.length, ...work(world) });
			});
		} catch (error) {
			this.#replicas.forget(sandbox);
			this.#reply(request, false, describe(error));
		}
	}

	/** Answers with what the probes find in a copy of the world, which nobody else must ask for meanwhile. */
	#probe({
		sandbox,
		handle,
		options,
		from,
		journal,
		nowMs,
		tasks,
		request,
	}: Extract<ToWorker, { type: 'probe' }>): void {
		const replicas = this.#replicas;
		const reply = (value: object): void => this.#reply(request, true, value);
		function* work(): Generator<void> {
			const world = replicas.at(sandbox, options, from, journal, nowMs);
			if (world === undefined) return reply({ missing: true });
			yield;
			reply({ journalLength: from + journal.length, results: yield* probe(world, tasks) });
		}
		const failed = (error: unknown): void => {
			if (error === undefined) return;
			replicas.forget(sandbox);
			this.#reply(request, false, describe(error));
		};
		this.#pump.wake(new SlicedWork(handle, work(), failed));
	}

	#gradeHistory({ handle, history, tasks, request }: Extract<ToWorker, { type: 'grade-history' }>): void {
		const reply = (results: readonly TaskResult[]): void =>
			this.#reply(request, true, Object.fromEntries(results.map(({ id, checks }) => [id, [...checks]])));
		const maker = this.#maker;
		function* work(): Generator<void> {
			reply(yield* maker.grade(history, tasks));
		}
		const failed = (error: unknown): void => {
			if (error !== undefined) this.#reply(request, false, describe(error));
		};
		this.#pump.wake(new SlicedWork(handle, work(), failed));
	}

	#answer(world: LiveWorld, request: number, work: () => { value: unknown; transfer?: ArrayBuffer[] }): void {
		try {
			const { value, transfer } = this.#pump.watched(world.handle, work);
			this.#port.post({ type: 'reply', request, ok: true, value }, transfer);
		} catch (error) {
			this.#pump.remove(world);
			world.failed(error);
			this.#reply(request, false, describe(error));
		}
	}

	#reply(request: number, ok: boolean, value: unknown): void {
		this.#port.post({ type: 'reply', request, ok, value });
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

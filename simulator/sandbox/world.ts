import type { ScreenPorts } from '../hosts/systemd/sshd-session.ts';
import { errorMessage } from '../kernel/error-message.ts';
import type { RunningProcess } from '../kernel/machine-api.ts';
import { SystemError, type WaitResult } from '../kernel/process-api.ts';
import { decodeBase64 } from '../machinery/base64.ts';
import type { Context } from '../machinery/context.ts';
import { EventLoop } from '../machinery/event-loop.ts';
import { DEFAULT_LIMITS } from '../machinery/limits.ts';
import type { KubeObject } from '../machinery/meta.ts';
import { Random } from '../machinery/random.ts';
import { sha256 } from '../machinery/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../machinery/utf8.ts';
import type { ConnectionQuery, ConnectionRecord } from '../network/connection-log.ts';
import type { SchedulingDecision } from '../scheduler/framework/record.ts';
import type { ClusterNode } from './cluster/cluster.ts';
import { Cluster } from './cluster/cluster.ts';
import { faultProblem, inflict } from './faults.ts';
import { GradableWorld } from './grading/gradable-world.ts';
import { gradeSteps, gradeTasks } from './grading/grade.ts';
import { subjectsOf } from './grading/subjects.ts';
import { drawMap } from './map.ts';
import { OutsideClients } from './outside-clients.ts';
import type { PresetImages } from './preset-images.ts';
import { storeReader } from './store-reader.ts';
import type {
	ClusterMap,
	JournalEntry,
	JournalInput,
	ScriptResult,
	ScriptRun,
	SetupStep,
	Subject,
	Task,
	TaskResult,
	World,
	WorldEvent,
	WorldOptions,
} from './world-api.ts';
import { exitStatus, startScript, startSession } from './world-processes.ts';
import { WorldTerminal } from './world-terminal.ts';

const TERMINALS_MAX = 16;
/** Until then no script is started in a new world. */
const FIND_ITSELF_MS = 3_000;
const SCRIPT_LIMIT_MS = 3_600_000;
/** Callbacks that one script may cause: a guard against worlds that never come to rest. */
const SCRIPT_STEPS_MAX = 200_000_000;

/** Callbacks between two breaths of whoever runs a script a little at a time. */
const BREATH_STEPS = 2;

/** A world: a cluster, the terminals onto it, and the journal of what came in from outside. */
export class SimulatedWorld implements World {
	readonly options: WorldOptions;
	readonly cluster: Cluster;
	readonly #images: PresetImages;
	readonly #loop: EventLoop;
	readonly #context: Context;
	readonly #journal: JournalEntry[] = [];
	readonly #terminals = new Map<string, WorldTerminal>();
	/** Where in the journal the line that is being typed began, by terminal. */
	readonly #lineStarts = new Map<string, number>();
	#listener: ((event: WorldEvent) => void) | undefined;
	#changed = false;
	readonly #outside: OutsideClients;

	/** Throws RangeError for a preset that there is not. */
	constructor(options: WorldOptions, images: PresetImages) {
		this.options = options;
		this.#images = images;
		const { blueprint, snapshot } = images.get(options.preset, options.setup);
		this.#loop = new EventLoop(snapshot.atMs);
		const random = new Random(`${options.preset}/${options.seed}`);
		this.#context = { loop: this.#loop, random, limits: DEFAULT_LIMITS };
		this.cluster = new Cluster({
			context: this.#context,
			blueprint,
			hostCalls: images.hostCalls,
			memo: images.memo,
			snapshot,
		});
		this.#outside = new OutsideClients(this.cluster, (connection, answer) =>
			this.#emit({ kind: 'traffic', connection, answer }),
		);
		const screens: ScreenPorts = (screen) => (this.#terminals.has(screen) ? this.#screenPorts(screen) : undefined);
		for (const { machine } of this.cluster.nodes.values()) machine.providePort('screens', screens);
		// What an exercise has set up goes on by itself.
		if (options.setup !== undefined && options.setup.length > 0) this.cluster.wake();
		this.cluster.store.subscribe('/registry/', ({ key }) => {
			if (!key.startsWith('/registry/leases/')) this.#changed = true;
		});
	}

	now(): number {
		return this.#loop.now();
	}

	nextAt(): number | undefined {
		return this.#loop.nextAt();
	}

	run(targetMs: number, maxSteps?: number): boolean {
		const reached = this.#loop.runUntil(targetMs, maxSteps);
		this.#tellChange();
		return reached;
	}

	settle(limitMs: number): void {
		this.run(this.#loop.now() + limitMs);
	}

	get journal(): readonly JournalEntry[] {
		return this.#journal;
	}

	onEvent(listener: (event: WorldEvent) => void): void {
		this.#listener = listener;
	}

	apply(event: JournalInput): JournalEntry {
		if (this.#journal.length >= this.#context.limits.journalEntries) throw new RangeError('the journal is full');
		this.#refuse(event);
		try {
			// Everything due by now comes first, live and in a replay alike.
			this.#loop.runUntil(this.#loop.now());
			this.#loop.disturb();
			const entry = { ...event, atMs: this.#loop.now() } as JournalEntry;
			this.#journal.push(entry);
			if (entry.kind !== 'open' && entry.kind !== 'resize' && entry.kind !== 'close') this.cluster.wake();
			this.#perform(entry);
			this.#tellChange();
			return entry;
		} catch (error) {
			// The engine's own RangeErrors are bugs: callers must not take them for a refusal.
			throw error instanceof RangeError ? new Error(`assertion failed: ${error.message}`, { cause: error }) : error;
		}
	}

	runScript(run: ScriptRun): ScriptResult {
		const { host, name, script } = run;
		this.cluster.node(host);
		this.#loop.runUntil(this.#loop.now());
		this.#loop.disturb();
		this.#journal.push({
			kind: 'script',
			name,
			script,
			atMs: this.#loop.now(),
			...(host === undefined ? {} : { host }),
		});
		this.cluster.wake();
		const result = this.#script(run);
		this.#tellChange();
		return result;
	}

	scrollback(terminal: string): Uint8Array {
		return this.#terminals.get(terminal)?.scrollback() ?? new Uint8Array(0);
	}

	terminals(): World['terminals'] extends () => infer T ? T : never {
		return [...this.#terminals.values()].map(({ id, host, columns, rows }) => ({ id, host, columns, rows }));
	}

	connections(query?: ConnectionQuery): readonly ConnectionRecord[] {
		return this.cluster.network.connections(query);
	}

	map(): ClusterMap {
		const status = this.cluster.kinds.byKind('', 'v1', 'Pod')?.columns.find((column) => column.name === 'Status');
		if (status === undefined) throw new Error('assertion failed: Pods have no status column');
		const podStatus = (pod: KubeObject): string => String(status.value(pod as never, this.now()));
		return drawMap(storeReader(this.cluster.store, this.cluster.kinds), this.now(), podStatus);
	}

	scheduling(uid?: string): readonly SchedulingDecision[] {
		const { decisions } = this.cluster;
		if (uid === undefined) return decisions.all();
		const decision = decisions.get(uid);
		return decision === undefined ? [] : [decision];
	}

	readFile(host: string, path: string): string | undefined {
		const content = this.cluster.node(host).machine.root.readFile(path);
		return content === undefined ? undefined : decodeUtf8(content);
	}

	fork(): SimulatedWorld {
		return replay(this.options, this.#journal, this.#images, this.now());
	}

	grade(tasks: readonly Task[]): TaskResult[] {
		return gradeTasks(new GradableWorld(this), tasks);
	}

	gradeSteps(tasks: readonly Task[]): Generator<void, TaskResult[]> {
		return gradeSteps(new GradableWorld(this), tasks);
	}

	subjects(task: Task): Subject[] {
		return subjectsOf(new GradableWorld(this), task);
	}

	hash(): string {
		const parts: string[] = [];
		this.cluster.digest((text) => parts.push(text));
		for (const terminal of this.#terminals.values()) parts.push(terminal.id, decodeUtf8(terminal.scrollback()));
		return [...sha256(encodeUtf8(parts.join('\n')))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	}

	#emit(event: WorldEvent): void {
		this.#listener?.(event);
	}

	#tellChange(): void {
		if (!this.#changed) return;
		this.#changed = false;
		this.#emit({ kind: 'changed', atMs: this.now() });
	}

	/** Throws RangeError for what is beyond the limits or makes no sense. */
	#refuse(event: JournalInput): void {
		const { pasteBytes, fileBytes } = this.#context.limits;
		switch (event.kind) {
			case 'open':
				this.cluster.node(event.host);
				if (this.#terminals.has(event.terminal)) throw new RangeError(`terminal "${event.terminal}" is open`);
				if (this.#terminals.size >= TERMINALS_MAX) throw new RangeError(`at most ${TERMINALS_MAX} terminals`);
				break;
			case 'input':
			case 'end-of-input':
			case 'resize':
			case 'close':
				if (!this.#terminals.has(event.terminal)) throw new RangeError(`no terminal "${event.terminal}"`);
				if (event.kind === 'input' && event.data.length > pasteBytes) throw new RangeError('the input is too long');
				break;
			case 'file':
				this.cluster.node(event.host);
				if (event.content.length > fileBytes) throw new RangeError('the file is too long');
				if (this.cluster.disk.freeBytes < event.content.length) throw new RangeError('No space left on device');
				this.#refusePath(event.host, event.path);
				break;
			case 'script':
				this.cluster.node(event.host);
				break;
			case 'traffic':
				if (event.signal.act === 'connect') this.cluster.node(event.signal.host);
				break;
			case 'fault': {
				const problem = faultProblem(this.cluster, event.fault);
				if (problem !== undefined) throw new RangeError(problem);
				break;
			}
			case 'advance':
				if (event.toMs < this.now()) throw new RangeError('the clock does not go back');
				break;
		}
	}

	/** A file cannot replace a directory, nor lie below a file. */
	#refusePath(host: string | undefined, path: string): void {
		const { root } = this.cluster.node(host).machine;
		if (!path.startsWith('/') || root.list(path) !== undefined) throw new RangeError(`${path}: not a file's path`);
		for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
			const above = path.slice(0, slash);
			if (root.list(above) !== undefined) return;
			if (root.readFile(above) !== undefined) throw new RangeError(`${above}: not a directory`);
		}
	}

	#perform(entry: JournalEntry): void {
		switch (entry.kind) {
			case 'open':
				this.#open(entry);
				break;
			case 'input':
				this.#type(this.#terminals.get(entry.terminal), entry);
				break;
			case 'end-of-input':
				this.#terminals.get(entry.terminal)?.session?.closeStdin();
				break;
			case 'resize': {
				const terminal = this.#terminals.get(entry.terminal) as WorldTerminal;
				terminal.columns = entry.columns;
				terminal.rows = entry.rows;
				terminal.session?.resize(entry.columns, entry.rows);
				break;
			}
			case 'close':
				this.#terminals.get(entry.terminal)?.session?.hangup();
				this.#terminals.delete(entry.terminal);
				break;
			case 'file':
				this.#write(this.cluster.node(entry.host), entry.path, entry.content);
				this.#changed = true;
				break;
			case 'script':
				this.#script(entry);
				break;
			case 'traffic':
				this.#outside.take(entry.connection, entry.signal);
				break;
			case 'fault':
				inflict(this.cluster, entry.fault);
				break;
			case 'editor':
			case 'advance':
				// Says why the next entry comes so much later. Whoever drives the world runs it there, in slices as ever.
				break;
		}
	}

	/** False when the disk is full or something odd is in the way: then nothing has been written. */
	#write(node: ClusterNode, path: string, content: string, mode?: number): boolean {
		try {
			node.machine.root.writeFile(path, content, { mtimeMs: this.now(), ...(mode === undefined ? {} : { mode }) });
			return true;
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	#open(entry: Extract<JournalEntry, { kind: 'open' }>): void {
		const node = this.cluster.node(entry.host);
		const { columns, rows } = entry;
		const kept = this.#context.limits.scrollbackBytes;
		const terminal = new WorldTerminal(entry.terminal, node.host.name, { columns, rows }, kept);
		this.#terminals.set(terminal.id, terminal);
		this.#lineStarts.set(terminal.id, this.#journal.length);
		const print = (data: Uint8Array, isError = false): void => {
			terminal.record(data);
			this.#emit({ kind: 'output', terminal: terminal.id, data, ...(isError ? { isError: true } : {}) });
		};
		try {
			this.#startSession(entry, terminal, node, print);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			// No such user, or no room for another process.
			print(encodeUtf8(`login: ${errorMessage(error.errno)}\r\n`));
			this.#emit({ kind: 'terminal-exit', terminal: terminal.id, status: 1 });
		}
	}

	#startSession(
		entry: Extract<JournalEntry, { kind: 'open' }>,
		terminal: WorldTerminal,
		node: ClusterNode,
		print: (data: Uint8Array, isError?: boolean) => void,
	): void {
		const onExit = (result: WaitResult): void => {
			terminal.session = undefined;
			this.#emit({ kind: 'terminal-exit', terminal: terminal.id, status: exitStatus(result) });
		};
		terminal.session = startSession(node.machine, entry, { print, onExit, ports: this.#screenPorts(terminal.id) });
	}

	#type(terminal: WorldTerminal | undefined, { data, base64 }: Extract<JournalEntry, { kind: 'input' }>): void {
		if (terminal?.session === undefined) return;
		terminal.isFull = !terminal.session.write(base64 === true ? decodeBase64(data) : encodeUtf8(data));
		if (!terminal.isFull) return;
		terminal.session.onDrain(() => {
			terminal.isFull = false;
			terminal.whenDrained?.();
		});
	}

	/** For whoever carries streams between worlds: a terminal that is open. */
	terminal(id: string): WorldTerminal | undefined {
		return this.#terminals.get(id);
	}

	/** What programs of one terminal's sessions have: also those that it has opened on other hosts. */
	#screenPorts(terminal: string): ReadonlyMap<string, unknown> {
		return new Map<string, unknown>([
			['screen', terminal],
			['shell:command-entered', (line: string) => this.#commandEntered(terminal, line)],
		]);
	}

	#commandEntered(terminal: string, line: string): void {
		const journalIndex = this.#lineStarts.get(terminal) ?? this.#journal.length;
		this.#lineStarts.set(terminal, this.#journal.length);
		this.#emit({ kind: 'command', terminal, line, journalIndex, atMs: this.now() });
	}

	/** Lays what an exercise starts from: for the image that its worlds are copies of. Throws Error when a script fails. */
	*setUp(step: SetupStep): Generator<void, void> {
		this.cluster.wake();
		if (step.kind === 'fault') {
			inflict(this.cluster, step.fault);
			return;
		}
		if (step.kind === 'file') {
			const { machine } = this.cluster.node(step.host);
			machine.root.writeFile(step.path, step.content, { mode: step.mode, mtimeMs: this.now() });
			return;
		}
		const script =
			step.kind === 'script'
				? step.script
				: `kubectl apply -f - <<'KUBEDRILL_MANIFEST'\n${step.yaml}\nKUBEDRILL_MANIFEST\n`;
		const host = step.kind === 'script' ? step.host : undefined;
		const name = 'setup.sh';
		const result = yield* this.#scriptSlowly({ name, script, ...(host === undefined ? {} : { host }) });
		this.cluster.node(host).machine.root.remove(`/tmp/${name}`);
		if (result.exitCode !== 0) {
			throw new Error(`the set-up ended with ${result.exitCode}: ${result.stderr.slice(-500)}`);
		}
	}

	#script(run: ScriptRun): ScriptResult {
		const running = this.#scriptSlowly(run);
		for (;;) {
			const step = running.next();
			if (step.done === true) return step.value;
		}
	}

	/** Runs bash on a script file until it ends, as root in root's home; takes breath now and then. */
	*#scriptSlowly(run: ScriptRun): Generator<void, ScriptResult> {
		const { host, name, script, limitMs = SCRIPT_LIMIT_MS, onOutput } = run;
		const node = this.cluster.node(host);
		// A copied cluster's components take a moment to find themselves again; a script does not look where it steps.
		const awakeMs = Math.max(this.now(), this.cluster.wokenAtMs + FIND_ITSELF_MS);
		while (!this.#loop.runUntil(awakeMs, BREATH_STEPS)) yield;
		const startedMs = this.now();
		const path = `/tmp/${name.replace(/[^\w.-]/g, '_')}`;
		const failed = (message: string): ScriptResult => ({ exitCode: 126, stdout: '', stderr: message, virtualMs: 0 });
		if (!this.#write(node, path, script, 0o755)) return failed(`bash: ${path}: ${errorMessage('ENOSPC')}\n`);
		const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
		let bytes = 0;
		let ended: WaitResult | undefined;
		let process: RunningProcess;
		try {
			process = startScript(node, path, {
				onOutput: (stream, data) => {
					bytes += data.length;
					output[stream].push(data);
					onOutput?.(stream, data);
				},
				onExit: (result) => {
					ended = result;
				},
			});
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			return failed(`bash: ${errorMessage(error.errno)}\n`);
		}
		const deadlineMs = startedMs + limitMs;
		for (let steps = 0; ended === undefined; steps++) {
			const nextAt = this.#loop.nextAt();
			if (nextAt === undefined || nextAt > deadlineMs || steps > SCRIPT_STEPS_MAX) break;
			if (bytes > this.#context.limits.fileBytes) break;
			this.#loop.step();
			if (steps % BREATH_STEPS === 0) yield;
		}
		if (ended === undefined) process.signal('KILL');
		return {
			exitCode: ended === undefined ? 124 : exitStatus(ended),
			stdout: text(output.stdout),
			stderr: text(output.stderr),
			virtualMs: this.now() - startedMs,
		};
	}
}

/** Makes a world and puts a journal (or its beginning) into it again; its clock then goes on to `untilMs`. */
export function replay(
	options: WorldOptions,
	journal: readonly JournalEntry[],
	images: PresetImages,
	untilMs?: number,
): SimulatedWorld {
	const world = new SimulatedWorld(options, images);
	let reachedMs = world.now();
	for (const { atMs, ...event } of journal) {
		world.run(atMs);
		world.apply(event as JournalInput);
		reachedMs = event.kind === 'advance' ? event.toMs : atMs;
	}
	world.run(Math.max(untilMs ?? reachedMs, world.now()));
	return world;
}

function text(chunks: readonly Uint8Array[]): string {
	return chunks.map(decodeUtf8).join('');
}

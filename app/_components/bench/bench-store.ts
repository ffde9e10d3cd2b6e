import type { ClusterMap, Evidence } from '../../../simulator/sandbox/world-api.ts';
import { applyMapDiff } from '../../_server/map-diff.ts';
import type {
	RefusalCode,
	ServerMessage,
	Snapshot,
	TaskView,
	TerminalView,
	TimelineMark,
	TimelineTick,
} from '../../_server/protocol.ts';
import type { Comparison } from '../../_server/worker-protocol.ts';
import { BenchSocket, type InitialTerminal } from './bench-socket.ts';
import { ClickedLines } from './clicked-lines.ts';

export type ObjectReference = NonNullable<Evidence['object']>;
export type BenchTab = 'terminal' | 'map' | 'files';
export type BenchStatus = 'idle' | 'connecting' | 'live' | 'lost' | 'ended' | 'refused';

export interface BenchState {
	readonly status: BenchStatus;
	/** Counts snapshots: with each the world may be another one. */
	readonly generation: number;
	readonly reason: Snapshot['reason'];
	readonly terminals: readonly TerminalView[];
	/** The exit status of terminals whose shell has ended. */
	readonly exited: Readonly<Record<string, number>>;
	readonly activeTerminal: string | undefined;
	readonly tasks: readonly TaskView[];
	/** The student has asked to be graded, and the answer is on its way. */
	readonly grading: boolean;
	readonly map: ClusterMap | undefined;
	readonly timeline: readonly TimelineTick[];
	readonly marks: readonly TimelineMark[];
	/** What the world's clock said, and the page's clock (ms since it was opened) at that moment. */
	readonly clock: { readonly worldMs: number; readonly pageMs: number };
	readonly refused: { readonly code: RefusalCode; readonly times: number } | undefined;
	readonly tab: BenchTab;
	/** The object that the map shows in detail. */
	readonly selected: ObjectReference | undefined;
}

const INITIAL: BenchState = {
	status: 'idle',
	generation: 0,
	reason: 'hello',
	terminals: [],
	exited: {},
	activeTerminal: undefined,
	tasks: [],
	grading: false,
	map: undefined,
	timeline: [],
	marks: [],
	clock: { worldMs: 0, pageMs: 0 },
	refused: undefined,
	tab: 'terminal',
	selected: undefined,
};

/** What shows a terminal's bytes. */
export interface TerminalSink {
	write(data: Uint8Array, drawn: () => void): void;
	/** Clear, then write. */
	screen(data: Uint8Array, drawn: () => void): void;
	/** Takes the size that there is room for. Does nothing while it is hidden. */
	fit(): void;
	focus(): void;
}

interface Waiting {
	readonly screen: boolean;
	readonly data: Uint8Array;
}

/** Everything the bench knows of its world, and everything it can do to it. One for each page with a bench. */
export class BenchStore {
	readonly exercise: string;
	readonly #listeners = new Set<() => void>();
	readonly #sinks = new Map<string, TerminalSink>();
	readonly #waiting = new Map<string, Waiting[]>();
	readonly #files = new Map<number, (content: string | null) => void>();
	readonly #comparisons = new Map<number, (comparisons: readonly Comparison[]) => void>();
	#state = INITIAL;
	#socket: BenchSocket | undefined;
	#initial: readonly InitialTerminal[] = [];
	#request = 0;
	#opening = new Map<number, string>();
	#highest = 0;
	/** A shell of this world has asked for a line. */
	#prompted = false;
	/** What in the prose sent the keyboard into the terminal last. */
	cameFrom: HTMLElement | undefined;
	/** A command that was clicked before that. */
	#early: string | undefined;
	readonly #clicked = new ClickedLines((terminal, command) =>
		this.#socket?.change({ type: 'run-command', terminal, command }),
	);

	constructor(exercise: string) {
		this.exercise = exercise;
	}

	get state(): BenchState {
		return this.#state;
	}

	subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	/** Connects; the visitor becomes a guest if nobody is signed in. Does nothing the second time. */
	start(): void {
		if (this.#socket !== undefined) return;
		this.#socket = new BenchSocket(this.exercise, {
			message: (message) => this.#take(message),
			output: (terminal, data, screen) => this.#output(terminal, data, screen),
			state: (status) => this.#set({ status }),
			worldMs: () => this.#worldMs(),
			terminals: (terminals) => {
				this.#initial = terminals;
			},
		});
		this.#socket.open();
	}

	stop(): void {
		this.#socket?.close();
		this.#socket = undefined;
		this.#set({ status: 'idle' });
	}

	startAfresh(): void {
		this.#socket?.startAfresh();
	}

	attach(terminal: string, sink: TerminalSink): () => void {
		this.#sinks.set(terminal, sink);
		for (const { data, screen } of this.#waiting.get(terminal) ?? []) this.#draw(sink, terminal, data, screen);
		this.#waiting.delete(terminal);
		return () => {
			if (this.#sinks.get(terminal) === sink) this.#sinks.delete(terminal);
		};
	}

	type(terminal: string, text: string): void {
		this.#clicked.typed(terminal, text);
		this.#socket?.input(terminal, text);
	}

	resize(terminal: string, columns: number, rows: number): void {
		const known = this.#state.terminals.find(({ id }) => id === terminal);
		if (known === undefined || (known.columns === columns && known.rows === rows)) return;
		const terminals = this.#state.terminals.map((each) => (each === known ? { ...each, columns, rows } : each));
		this.#set({ terminals });
		this.#socket?.change({ type: 'resize', terminal, columns, rows });
	}

	openTerminal(host: string | undefined): void {
		const taken = this.#state.terminals.flatMap(({ id }) => /^t(\d+)$/.exec(id)?.[1] ?? []).map(Number);
		this.#highest = Math.max(this.#highest, ...taken) + 1;
		const terminal = `t${this.#highest}`;
		const { columns = 80, rows = 24 } = this.#state.terminals.find(({ id }) => id === this.#state.activeTerminal) ?? {};
		const { user } = this.#initial.find((each) => each.host === host) ?? this.#initial[0] ?? {};
		const at = { ...(host !== undefined && { host }), ...(user !== undefined && { user }) };
		const seq = this.#socket?.change({ type: 'open', terminal, ...at, columns, rows });
		if (seq !== undefined) this.#opening.set(seq, host ?? '');
		this.#set({ activeTerminal: terminal, tab: 'terminal' });
	}

	closeTerminal(terminal: string): void {
		const terminals = this.#state.terminals.filter(({ id }) => id !== terminal);
		const { [terminal]: status, ...exited } = this.#state.exited;
		this.#set({ terminals, exited, activeTerminal: terminals.at(-1)?.id });
		if (status === undefined) this.#socket?.change({ type: 'close', terminal });
	}

	showTerminal(terminal: string): void {
		this.#set({ activeTerminal: terminal, tab: 'terminal' });
	}

	show(tab: BenchTab): void {
		this.#set({ tab });
	}

	/** Opens an object on the map. */
	select(selected: ObjectReference | undefined): void {
		this.#set(selected === undefined ? { selected } : { selected, tab: 'map' });
	}

	/**
	 * Types a command into the terminal that is in front, with Enter; before there is a prompt, as soon as there is one.
	 * `from` is where the keyboard goes back to when it leaves the terminal.
	 */
	run(command: string, from?: HTMLElement): void {
		this.cameFrom = from;
		this.start();
		this.#set({ tab: 'terminal' });
		const terminal = this.#state.activeTerminal ?? this.#state.terminals[0]?.id;
		if (terminal === undefined || !this.#prompted) {
			this.#early = command;
			return;
		}
		// The shell must know how wide its lines are before it shows one.
		this.#sinks.get(terminal)?.fit();
		this.#clicked.click(terminal, command);
		this.#sinks.get(terminal)?.focus();
	}

	focusTerminal(): void {
		const terminal = this.#state.activeTerminal;
		if (terminal !== undefined) this.#sinks.get(terminal)?.focus();
	}

	/** The content of a file; null when there is none, or no connection. */
	readFile(host: string, path: string): Promise<string | null> {
		this.#request++;
		const request = this.#request;
		if (this.#state.status !== 'live') return Promise.resolve(null);
		return new Promise((resolve) => {
			this.#files.set(request, resolve);
			this.#socket?.send({ type: 'read-file', request, host, path });
		});
	}

	/** What the task looks at, here and where the model solution has run; never answered without a connection. */
	compare(task: string): Promise<readonly Comparison[]> {
		this.start();
		this.#request++;
		const request = this.#request;
		return new Promise((resolve) => {
			this.#comparisons.set(request, resolve);
			this.#socket?.send({ type: 'compare', request, task });
		});
	}

	writeFile(host: string, path: string, content: string): void {
		this.#socket?.change({ type: 'write-file', host, path, content });
	}

	advance(seconds: number): void {
		this.#socket?.change({ type: 'advance', seconds });
	}

	rewind(journalIndex: number): void {
		this.#socket?.send({ type: 'rewind', journalIndex });
	}

	reset(): void {
		this.#socket?.send({ type: 'reset' });
	}

	gradeNow(): void {
		this.#request++;
		this.#socket?.send({ type: 'grade', request: this.#request });
		this.#set({ grading: true });
	}

	/** Notes that a hint (from 1) or the solution (0) was opened. */
	hint(task: string, step: number): void {
		this.start();
		this.#socket?.send({ type: 'hint', task, step });
	}

	#take(message: ServerMessage): void {
		const state = this.#state;
		switch (message.type) {
			case 'snapshot':
				this.#snapshot(message);
				break;
			case 'tasks':
				this.#set({ tasks: message.tasks });
				break;
			case 'graded':
				this.#set({ tasks: message.tasks, grading: false });
				break;
			case 'mark': {
				const { type: _, ...mark } = message;
				this.#set({ marks: [...state.marks, mark] });
				break;
			}
			case 'map': {
				if (state.map !== undefined) this.#set({ map: applyMapDiff(state.map, message), clock: clockAt(message.atMs) });
				break;
			}
			case 'tick': {
				const { type: _, ...tick } = message;
				this.#set({ timeline: [...state.timeline, tick], clock: clockAt(tick.atMs) });
				break;
			}
			case 'terminal-open':
				this.#terminalOpen(message.terminal);
				break;
			case 'terminal-exit':
				this.#set({ exited: { ...state.exited, [message.terminal]: message.status } });
				break;
			case 'file':
				this.#files.get(message.request)?.(message.content);
				this.#files.delete(message.request);
				break;
			case 'compared':
				this.#comparisons.get(message.request)?.(message.comparisons);
				this.#comparisons.delete(message.request);
				break;
			case 'refused':
				this.#refused(message.code, message.seq);
				break;
			case 'paste':
				if (!message.accepted) this.#refused('paste-too-large', undefined);
		}
	}

	#snapshot(snapshot: Snapshot): void {
		const { terminals, tasks, map, timeline, marks, nowMs, reason } = snapshot;
		const { activeTerminal, generation } = this.#state;
		this.#clicked.clear();
		const stays = terminals.some(({ id }) => id === activeTerminal);
		this.#set({
			...{ status: 'live', generation: generation + 1, reason, terminals, tasks, map, timeline, marks },
			clock: clockAt(nowMs),
			...{ exited: {}, grading: false },
			activeTerminal: stays ? activeTerminal : terminals[0]?.id,
		});
		if (this.#opening.size > 0 && reason === 'hello') return;
		this.#opening.clear();
		this.#highest = 0;
		if (terminals.length > 0) return;
		for (const { host } of this.#initial) this.openTerminal(host);
		this.#set({ activeTerminal: 't1', tab: this.#state.tab });
	}

	#terminalOpen(terminal: TerminalView): void {
		this.#opening.clear();
		if (this.#state.terminals.some(({ id }) => id === terminal.id)) return;
		this.#set({ terminals: [...this.#state.terminals, terminal] });
	}

	#refused(code: RefusalCode, seq: number | undefined): void {
		// The id of a terminal that has ended may not be free: the next one is.
		const host = seq === undefined ? undefined : this.#opening.get(seq);
		if (seq !== undefined) this.#opening.delete(seq);
		if (host !== undefined && this.#state.terminals.length === 0 && this.#highest < 16) {
			this.openTerminal(host === '' ? undefined : host);
			return;
		}
		if (code === 'world-ended') this.#set({ status: 'ended' });
		this.#set({ refused: { code, times: (this.#state.refused?.times ?? 0) + 1 }, grading: false });
	}

	#output(terminal: string, data: Uint8Array, screen: boolean): void {
		if (this.#clicked.shown(terminal, data) && !this.#prompted) this.#firstPrompt();
		const sink = this.#sinks.get(terminal);
		if (sink !== undefined) {
			this.#draw(sink, terminal, data, screen);
			return;
		}
		const before = screen ? [] : (this.#waiting.get(terminal) ?? []);
		this.#waiting.set(terminal, [...before, { data, screen }]);
	}

	#worldMs(): number | undefined {
		const { clock, generation } = this.#state;
		return generation === 0 ? undefined : clock.worldMs + performance.now() - clock.pageMs;
	}

	#firstPrompt(): void {
		this.#prompted = true;
		const command = this.#early;
		this.#early = undefined;
		if (command !== undefined) this.run(command);
	}

	#draw(sink: TerminalSink, terminal: string, data: Uint8Array, screen: boolean): void {
		const drawn = () => this.#socket?.drawn(terminal, data.length);
		if (screen) sink.screen(data, drawn);
		else sink.write(data, drawn);
	}

	#set(change: Partial<BenchState>): void {
		this.#state = { ...this.#state, ...change };
		for (const listener of this.#listeners) listener();
	}
}

function clockAt(worldMs: number): BenchState['clock'] {
	return { worldMs, pageMs: performance.now() };
}

import { EventLoop } from '../../../simulator/machinery/event-loop.ts';
import type {
	ClusterMap,
	JournalEntry,
	JournalInput,
	ScriptResult,
	ScriptRun,
	Subject,
	Task,
	TaskResult,
	World,
	WorldEvent,
	WorldOptions,
} from '../../../simulator/sandbox/world-api.ts';

/** 2026-01-01T00:00:00Z. */
const START_MS = 1_767_225_600_000;

interface FakeTerminal {
	readonly id: string;
	readonly host: string;
	columns: number;
	rows: number;
	text: string;
	line: string;
	/** Set while `busy` runs. */
	busy: boolean;
}

/**
 * A world of a few lines for the tests of the server around it: deterministic, with an echoing "shell" that knows
 *
 *     set NAME VALUE    sets a variable (which tasks look at)      later MS NAME VALUE    the same, that much later
 *     write NAME VALUE  the same, and says of no change, as a file does
 *     busy              never ends, until Ctrl-C                   flood BYTES            prints that much
 *     exit              ends the terminal                          boom                   a bug: throws
 *     hang              a worse bug: never returns
 */
export class FakeWorld implements World {
	readonly journal: JournalEntry[] = [];
	readonly #loop = new EventLoop(START_MS);
	readonly #terminals = new Map<string, FakeTerminal>();
	readonly #variables = new Map<string, string>();
	readonly #files = new Map<string, string>();
	#listener: (event: WorldEvent) => void = () => undefined;

	constructor(readonly options: WorldOptions) {
		for (const step of options.setup ?? []) if (step.kind === 'file') this.#files.set(step.path, step.content);
	}

	now = () => this.#loop.now();
	nextAt = () => this.#loop.nextAt();
	run = (targetMs: number, maxSteps?: number) => this.#loop.runUntil(targetMs, maxSteps);
	settle = (limitMs: number) => void this.#loop.runUntil(this.#loop.now() + limitMs);
	onEvent = (listener: (event: WorldEvent) => void) => {
		this.#listener = listener;
	};
	scrollback = (terminal: string) => new TextEncoder().encode(this.#terminals.get(terminal)?.text ?? '');
	terminals = () => [...this.#terminals.values()].map(({ id, host, columns, rows }) => ({ id, host, columns, rows }));
	readFile = (_host: string, path: string) => this.#files.get(path);
	hash = () =>
		JSON.stringify([this.now(), [...this.#variables], [...this.#terminals.values()].map(({ text }) => text)]);

	/** A line "name=value" sets a variable. */
	runScript({ script }: ScriptRun): ScriptResult {
		for (const [, name = '', value = ''] of script.matchAll(/^(\w+)=(\w+)$/gm)) this.#variables.set(name, value);
		return { exitCode: 0, stdout: '', stderr: '', virtualMs: 0 };
	}

	apply(event: JournalInput): JournalEntry {
		if (event.kind === 'input' && event.data.includes('\0')) throw new RangeError('a NUL is beyond the limits');
		const entry: JournalEntry = { ...event, atMs: this.now() };
		this.journal.push(entry);
		this.#take(entry);
		return entry;
	}

	connections(): readonly [] {
		return [];
	}

	map(): ClusterMap {
		const pods = [...this.#variables].map(([name, status]) => ({
			...{ namespace: 'default', name, uid: name, node: 'node01', status, phase: 'Running', ready: true, restarts: 0 },
			...{ ip: undefined, labels: {}, owners: [], images: [], deleting: false },
		}));
		return { atMs: this.now(), nodes: [], pods, services: [], workloads: [] };
	}

	scheduling(): [] {
		return [];
	}

	fork(): World {
		const fork = new FakeWorld(this.options);
		for (const { atMs, ...event } of this.journal) {
			fork.run(atMs);
			fork.apply(event as JournalInput);
		}
		fork.run(this.now());
		return fork;
	}

	*gradeSteps(tasks: readonly Task[]): Generator<void, TaskResult[]> {
		return this.grade(tasks);
	}

	/** Object checks: the variable `name` has the value that the first expectation says. Forks: anything passes after 1 s. */
	grade(tasks: readonly Task[]): TaskResult[] {
		return tasks.map((task) => {
			const checks = task.checks.map((check) => {
				if (check.type === 'fork')
					return { id: check.id, passed: this.#variables.get('heals') === 'yes', evidence: [] };
				if (check.type !== 'object') throw new Error(`assertion failed: the fake grades no ${check.type}`);
				const value = this.#variables.get(check.name ?? '') ?? '';
				const passed = value === check.expect?.[0]?.equals;
				const evidence = passed ? [] : [{ code: 'value-differs', values: { actual: value } }];
				return { id: check.id, passed, evidence };
			});
			return { id: task.id, passed: checks.every(({ passed }) => passed), checks };
		});
	}

	/** The variables that the checks ask for. */
	subjects(task: Task): Subject[] {
		return task.checks.flatMap((check) =>
			check.type === 'object' ? [{ title: check.name ?? '', text: this.#variables.get(check.name ?? '') }] : [],
		);
	}

	#take(entry: JournalEntry): void {
		if (entry.kind === 'open') {
			const { terminal: id, columns, rows, host = 'controlplane' } = entry;
			this.#terminals.set(id, { id, host, columns, rows, text: '', line: '', busy: false });
			this.#print(id, '$ ');
		} else if (entry.kind === 'file') {
			this.#files.set(entry.path, entry.content);
		} else if (entry.kind === 'advance') {
			this.#loop.at(entry.toMs, () => undefined);
		} else if ('terminal' in entry && entry.kind !== 'end-of-input') {
			const terminal = this.#terminals.get(entry.terminal);
			if (terminal === undefined) return;
			if (entry.kind === 'close') this.#terminals.delete(entry.terminal);
			else if (entry.kind === 'resize') Object.assign(terminal, { columns: entry.columns, rows: entry.rows });
			else this.#loop.after(0, () => this.#type(terminal, entry.data));
		}
	}

	#type(terminal: FakeTerminal, data: string): void {
		for (const part of data.match(/[^\x03\x15\r]+|[\x03\x15\r]/g) ?? []) this.#key(terminal, part);
	}

	/** A key that means something, or a run of text. */
	#key(terminal: FakeTerminal, character: string): void {
		if (character === '\x03') {
			terminal.busy = false;
			terminal.line = '';
			this.#print(terminal.id, '^C\r\n$ ');
		} else if (character === '\x15') terminal.line = '';
		else if (character !== '\r') {
			terminal.line += character;
			this.#print(terminal.id, character);
		} else {
			const { line } = terminal;
			terminal.line = '';
			const journalIndex = this.journal.length - 1;
			this.#listener({ kind: 'command', terminal: terminal.id, line, journalIndex, atMs: this.now() });
			this.#print(terminal.id, '\r\n');
			this.#run(terminal, line.split(' '));
		}
	}

	#run(terminal: FakeTerminal, [command, ...args]: string[]): void {
		if (command === 'set') this.#set(args[0] ?? '', args[1] ?? '');
		else if (command === 'write') {
			this.#variables.set(args[0] ?? '', args[1] ?? '');
			this.#print(terminal.id, '\x1b[?2004h');
		} else if (command === 'later') this.#loop.after(Number(args[0]), () => this.#set(args[1] ?? '', args[2] ?? ''));
		else if (command === 'boom') throw new Error('assertion failed: boom');
		else if (command === 'hang') for (;;);
		else if (command === 'flood') {
			for (let left = Number(args[0]); left > 0; left -= 65_536)
				this.#print(terminal.id, 'x'.repeat(Math.min(left, 65_536)));
		} else if (command === 'exit') {
			this.#terminals.delete(terminal.id);
			this.#listener({ kind: 'terminal-exit', terminal: terminal.id, status: 0 });
			return;
		} else if (command === 'busy') {
			terminal.busy = true;
			this.#spin(terminal);
			return;
		}
		this.#print(terminal.id, '$ ');
	}

	/** A program that never waits: a virtual millisecond each step. */
	#spin(terminal: FakeTerminal): void {
		if (!terminal.busy) return;
		for (let work = 0; work < 20_000; work++) Math.sqrt(work);
		this.#loop.after(1, () => this.#spin(terminal));
	}

	#set(name: string, value: string): void {
		this.#variables.set(name, value);
		this.#listener({ kind: 'changed', atMs: this.now() });
	}

	#print(terminal: string, text: string): void {
		const there = this.#terminals.get(terminal);
		if (there !== undefined) there.text = (there.text + text).slice(-1_000_000);
		this.#listener({ kind: 'output', terminal, data: new TextEncoder().encode(text) });
	}
}

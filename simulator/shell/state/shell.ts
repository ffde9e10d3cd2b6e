import { errorMessage } from '../../kernel/error-message.ts';
import { type Process, type SignalName, SystemError } from '../../kernel/process-api.ts';
import { DEFAULT_LIMITS } from '../../machinery/limits.ts';
import type { Task } from '../../machinery/task.ts';
import type { Completions } from '../completion/completions.ts';
import type { History } from '../history/history.ts';
import type { Job } from '../jobs/job.ts';
import type { JobTable } from '../jobs/job-table.ts';
import type { KeyBindings } from '../readline/key-bindings.ts';
import type { Command, FunctionDefinition, SimpleCommand } from '../syntax/ast.ts';
import type { Dialect } from '../syntax/dialect.ts';
import { encodeText } from '../text.ts';
import { ShellFailure, saidFailure } from './control-flow.ts';
import type { Interpreter } from './interpreter-port.ts';
import { Options, type SetOption } from './options.ts';
import { busyboxWording, ENDS_DASH, posixWording } from './posix-wording.ts';
import type { Scope } from './scope.ts';
import { SharedMap } from './shared-map.ts';
import type { Variables } from './variables.ts';
import { watchedAssigned } from './watched-variables.ts';

export interface ShellFunction {
	readonly name: string;
	readonly definition: FunctionDefinition;
	readonly source: string;
	readonly line: number;
	exported: boolean;
	readonly readonly?: boolean;
	/** `declare -ft`: it inherits the DEBUG and RETURN traps. */
	readonly traced?: boolean;
}

/** One function call or sourced file on the call stack. */
export interface Frame {
	/** Function name, "source" for a sourced file, "main" at the bottom. */
	readonly name: string;
	/** BASH_SOURCE of this frame. */
	readonly source: string;
	/** Line of the call. */
	readonly callLine: number;
	readonly kind: 'function' | 'source';
	/** Positional parameters of the caller, put back on return. */
	readonly saved: readonly string[];
	/** What BASH_ARGV has of it. */
	readonly pushed?: readonly string[];
	/** `local -`: the options to put back on return. */
	options?: Readonly<Record<SetOption, boolean>>;
}

/** Leaving loops, functions and files without an exception: looked at after every command. */
export type Unwinding = 'none' | 'break' | 'continue' | 'return';

export interface HashedCommand {
	readonly path: string;
	hits: number;
}

/** How the shell was started. */
export interface ShellMode {
	readonly dialect: Dialect;
	/** `$0`, and what messages begin with. */
	readonly name: string;
	/** The first word of its command line. */
	readonly program: string;
	readonly interactive: boolean;
	readonly login: boolean;
	/** Where commands come from: decides how messages and `$-` name it. */
	readonly input: 'command' | 'stdin' | 'file';
}

/** Everything one shell (or subshell) knows. */
export class Shell {
	readonly process: Process;
	readonly mode: ShellMode;
	readonly interpreter: Interpreter;
	readonly variables: Variables;
	readonly functions: SharedMap<string, ShellFunction>;
	readonly aliases: SharedMap<string, string>;
	readonly hash: SharedMap<string, HashedCommand>;
	readonly traps: SharedMap<string, string>;
	readonly disabledBuiltins: SharedMap<string, true>;
	readonly completions: Completions;
	readonly history: History;
	readonly options: Options;
	readonly jobs: JobTable;
	/** `$0`. */
	name: string;
	positional: readonly string[] = [];
	status = 0;
	/** `$?` where `return` was called: what its trap sees. */
	statusBeforeReturn = 0;
	/** The parameters below all calls, for BASH_ARGV. */
	firstParameters: readonly string[] | undefined;
	/** Status of the last command substitution of a command without a name; −1 when there was none. */
	substitutionStatus = -1;
	/** `$_`. */
	lastArgument = '';
	/** What it becomes when the task that `trySimple` gave is done. */
	finalArgument: string | undefined;
	lastBackgroundPid: number | undefined;
	/** Statuses of the last pipeline. */
	pipeStatus: readonly number[] = [];
	line = 0;
	/** What `\u` of a prompt is, once it has been looked up. */
	userName: string | undefined;
	/** The line that messages about a redirected compound command name: of what surrounds it, as bash counts. */
	surroundingLine = 0;
	/** Where what has not been read begins: dash names it for what it finds out late. */
	unreadLine = 0;
	/** The command that runs (outside of traps), for BASH_COMMAND; `commandText` where it is shown otherwise. */
	current: Command | undefined;
	commandText: string | undefined;
	frames: Frame[] = [];
	unwinding: Unwinding = 'none';
	unwindLevels = 0;
	loopDepth = 0;
	subshellDepth = 0;
	/** The coprocess until its end is noticed: its variables and descriptors go with it. */
	coprocess: { readonly name: string; readonly job: Job; readonly fds: readonly number[] } | undefined;
	/** The shell that forked it for one command has run the DEBUG trap before that. */
	debugged = false;
	/** It becomes one deeper when its command begins. */
	countsLate = false;
	/** `$$`: the pid of the first shell. */
	readonly mainPid: number;
	directoryStack: readonly string[] = [];
	/** Where -e has no effect: conditions, `!`, all but the last of `&&` lists. */
	errexitSuspended = 0;
	/** How many `!` it is in: -e has no effect there, the ERR trap has, but for the command itself. */
	negations = 0;
	/** The next command is that of a `!`. */
	isNegated = false;
	/** Where it stood when it was told to end: its EXIT trap sees that. */
	exitedFrom:
		| { readonly frames: readonly Frame[]; readonly positional: readonly string[]; readonly scopes: readonly Scope[] }
		| undefined;
	/** What is left of the main text, to be read line by line: a history remembers it from here on. */
	unread: { readonly text: string; readonly line: number } | undefined;
	/** Some signal is caught: look for it between commands. */
	watchesSignals = false;
	/** Signals that would end it are caught: its EXIT trap runs first. */
	catchesFatal = false;
	/** One that has come: it ends before the next command. */
	pendingFatal: SignalName | undefined;
	/** SIGQUIT does nothing to the shell itself, but to what it runs. */
	ignoresQuit = false;
	/** The one that has ended it. */
	endedBy: SignalName | undefined;
	/** Signals that came while a command was waited for. */
	pendingSignals: SignalName[] = [];
	/** A failure has ended the last command of a text. */
	discarded = false;
	/** Of those that do not run within themselves. */
	readonly runningTraps = new Set<string>();
	/** A trap is running. */
	inTrap = '';
	/** Traps that have ended the shell. */
	readonly leftTraps = new Set<string>();
	/** Traps shown by `trap` in a fresh subshell though they no longer run. */
	inheritedTraps: SharedMap<string, string> | undefined;
	secondsBase: number;
	nestingDepth = 0;
	/** How often a builtin has complained: a POSIX shell ends when a special builtin does. */
	failures = 0;
	/** Command substitutions that are one simple command, parsed; by line and source. */
	readonly parsed: Map<string, SimpleCommand | undefined>;
	/** What command substitutions of several lines are when they are printed; by source. */
	readonly printed: Map<string, string>;
	/** The version of PATH that `hash` belongs to. */
	hashedPath = 0;
	/** Lines read at the prompt so far. */
	lineCount = 0;
	/** Commands, calls and texts being run inside each other. */
	depth = 0;
	/** How often `set -x` repeats the first character of PS4, less one. */
	traceDepth = 0;
	optionIndex = { argument: 1, offset: 1 };
	/** Descriptors the shell keeps for itself (saved while a redirection holds): children do not get them. */
	readonly privateDescriptors = new Set<number>();
	/** Where the text being run came from, for syntax errors. */
	inputName: string;
	/** What dash's messages name besides: `eval: `, or the file that `.` reads. */
	reads = '';
	/** Messages of expansions that go on nevertheless: said before the command runs. */
	readonly warnings: string[] = [];
	/** The last process substitution of this very shell. */
	substitutionPid: number | undefined;
	/** The shell's ends of process substitutions of the command that is running. */
	substitutions: { readonly fd: number; readonly pid: number }[] = [];
	/** "There are stopped jobs." was said: the next `exit` exits. */
	exitWarned = false;
	/** Ends of input in a row that IGNOREEOF has passed over. */
	endsIgnored = 0;
	/** `\\#` of prompts: of the commands that were entered. */
	commandNumber = 1;
	/** A subshell: no job control, no prompt, other traps. */
	isSubshell = false;
	/** The child of a command or process substitution: nobody is told of its jobs. */
	isSubstitution = false;
	/** The builtin that runs could not write, which dash tells once. */
	outputFailed = false;
	/** That, or a child of it. */
	withinSubstitution = false;
	/** Where an error that ends the shell arrives at the text of the first shell: also a child that was forked for one simple command. */
	isOuter = true;
	parentIsOuter = true;
	/** Within `command`: what it runs is no special builtin, and a failing assignment does not end a strict shell. */
	commandDepth = 0;
	/** The builtin that has just run was called wrongly: that ends a strict shell if it is a special one. */
	misused = false;
	/** Descriptor of the terminal that job control uses; undefined without job control. */
	terminalFd: number | undefined;
	/** What inputrc and `bind` have changed; made with the first change. */
	keyBindings: KeyBindings | undefined;

	constructor(parts: ShellParts) {
		this.process = parts.process;
		this.mode = parts.mode;
		this.interpreter = parts.interpreter;
		this.variables = parts.variables;
		this.variables.host = this;
		this.variables.onWatched = (name, value) => watchedAssigned(this, name, value);
		this.functions = parts.functions ?? new SharedMap();
		this.aliases = parts.aliases ?? new SharedMap();
		this.hash = parts.hash ?? new SharedMap();
		this.traps = parts.traps ?? new SharedMap();
		this.disabledBuiltins = parts.disabledBuiltins ?? new SharedMap();
		this.completions = parts.completions;
		this.history = parts.history;
		this.options = parts.options ?? new Options();
		this.jobs = parts.jobs;
		this.parsed = parts.parsed ?? new Map();
		this.printed = parts.printed ?? new Map();
		this.name = parts.mode.name;
		this.mainPid = parts.mainPid ?? parts.process.pid;
		this.secondsBase = parts.process.now();
		this.inputName = parts.mode.name;
	}

	/** What busybox was called by: its own commands complain in that name. */
	get program(): string {
		return this.mode.program.replace(/^.*\//, '').replace(/^-/, '');
	}

	get isBash(): boolean {
		return this.mode.dialect === 'bash';
	}

	/** It is told to end. @param scopes those that its EXIT trap still sees; what it sources it has left by then. */
	noteExit(scopes: readonly Scope[]): void {
		const sourced = this.frames.findIndex((frame) => frame.kind === 'source');
		if (sourced === 0 || this.exitedFrom !== undefined) return;
		const { frames, positional } = this;
		this.exitedFrom =
			sourced < 0
				? { frames: [...frames], positional, scopes }
				: { frames: frames.slice(0, sourced), positional: (frames[sourced] as Frame).saved, scopes: [] };
	}

	/**
	 * Goes `units` deeper: nested commands, calls and texts cost what they take of the host's own stack. Returns the
	 * depth to set on leaving. Throws ShellFailure where a real shell would run out of stack.
	 */
	enter(units: number): number {
		const { depth } = this;
		if (depth + units > DEFAULT_LIMITS.shellDepth) {
			throw new ShellFailure(`maximum nesting level exceeded (${DEFAULT_LIMITS.shellDepth})`);
		}
		this.depth = depth + units;
		return depth;
	}

	/** What a shell ends with when an expansion fails for good. */
	get fatalStatus(): number {
		return this.mode.input === 'command' && this.isOuter && !this.options.set.errexit ? 127 : 1;
	}

	/** A bash in POSIX mode that no prompt keeps alive: some errors end it. */
	get isStrict(): boolean {
		return this.mode.dialect === 'bash' && this.options.set.posix && !this.mode.interactive;
	}

	get functionDepth(): number {
		let depth = 0;
		for (const frame of this.frames) if (frame.kind === 'function') depth++;
		return depth;
	}

	/** The line that busybox's messages name: of a text behind `-c` it counts from 0. */
	get messageLine(): number {
		const counted = this.mode.input === 'command' && !this.frames.some(({ kind }) => kind === 'source');
		return counted ? Math.max(0, this.line - 1) : this.line;
	}

	/** What precedes a message: `bash: line 3: `, `script.sh: line 3: `, `sh: 1: `; at a prompt only the name. */
	prefix(): string {
		const { dialect, interactive, input } = this.mode;
		if (dialect === 'dash') return `${this.name}: ${interactive ? Math.max(1, this.line) : this.line}: `;
		if (dialect === 'ash') {
			if (interactive) return `${this.name}: ${this.reads}`;
			return input === 'file' || this.reads !== ''
				? `${this.name}: ${this.reads}line ${this.messageLine}: `
				: `${this.name}: `;
		}
		if (interactive) return `${this.name.replace(/^.*\//, '')}: `;
		return `${this.frames.at(-1)?.source ?? this.name}: line ${this.line}: `;
	}

	/** Writes to a descriptor; a failure (closed, full) is thrown as SystemError. */
	*write(fd: number, text: string): Task<void> {
		yield* this.process.write(fd, encodeText(text));
	}

	/** Says `message` on standard error after the prefix. A closed standard error is no error. */
	*complain(message: string): Task<void> {
		yield* this.say(`${this.prefix()}${this.mode.dialect === 'ash' ? '' : this.reads}${message}\n`);
	}

	/** Writes to standard error as it is. */
	*say(text: string): Task<void> {
		try {
			yield* this.process.write(2, encodeText(text));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}

	/** `name: message` on standard error; returns `status`. */
	*fail(builtin: string, message: string, status = 1): Task<number> {
		this.failures++;
		// dash says it in its own way, with a status of its own.
		if (this.mode.dialect === 'dash') {
			const said = posixWording(message);
			// Of what is no child it says nothing.
			if (!/^pid \d+ is not a child/.test(message)) {
				yield* this.say(`${this.prefix()}${builtin}: ${said ?? message}\n`);
			}
			if (said !== undefined && ENDS_DASH.has(builtin)) throw saidFailure(2);
			return said === undefined ? status : 2;
		}
		if (this.mode.dialect === 'ash') {
			const line = this.mode.interactive ? '' : `line ${this.messageLine}: `;
			const said = busyboxWording(message);
			yield* this.say(`${this.name}: ${builtin}: ${line}${said ?? message}\n`);
			if (said !== undefined && (ENDS_DASH.has(builtin) || builtin === 'local')) throw saidFailure(2);
			return said === undefined ? status : 2;
		} else yield* this.complain(`${builtin}: ${message}`);
		return status;
	}

	/** Writes a builtin's output; the status is 1, with a message, when it cannot be written. */
	*print(builtin: string, text: string): Task<number> {
		if (text === '') return 0;
		try {
			yield* this.process.write(1, encodeText(text));
			return 0;
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (this.catchesFatal && (error.errno === 'EINTR' || error.errno === 'EPIPE')) yield* this.interrupted();
			if (error.errno === 'EINTR') return 1;
			if (this.mode.dialect === 'dash') {
				if (!this.outputFailed) yield* this.complain(`${builtin}: ${builtin}: I/O error`);
				this.outputFailed = true;
				return 1;
			}
			if (this.mode.dialect === 'ash') {
				yield* this.say(`${this.program}: write error: ${errorMessage(error.errno)}\n`);
				return 1;
			}
			return yield* this.fail(builtin, `write error: ${errorMessage(error.errno)}`);
		}
	}

	/** A wait of a builtin was interrupted: runs traps, or leaves the command by Ctrl-C. */
	*interrupted(): Task<void> {
		yield* this.interpreter.checkSignals(this);
	}

	/** Milliseconds to virtual seconds since the shell began, for SECONDS. */
	secondsSince(): number {
		return Math.floor((this.process.now() - this.secondsBase) / 1000);
	}
}

export interface ShellParts {
	readonly process: Process;
	readonly mode: ShellMode;
	readonly interpreter: Interpreter;
	readonly variables: Variables;
	readonly completions: Completions;
	readonly history: History;
	readonly jobs: JobTable;
	readonly functions?: SharedMap<string, ShellFunction>;
	readonly aliases?: SharedMap<string, string>;
	readonly hash?: SharedMap<string, HashedCommand>;
	readonly traps?: SharedMap<string, string>;
	readonly disabledBuiltins?: SharedMap<string, true>;
	readonly options?: Options;
	readonly mainPid?: number;
	readonly parsed?: Map<string, SimpleCommand | undefined>;
	readonly printed?: Map<string, string>;
}

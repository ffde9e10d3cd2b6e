import { SystemError } from '../kernel/process-api.ts';
import { LimitError } from '../machinery/limit-error.ts';
import type { Task } from '../machinery/task.ts';
import { loadInputrc } from './builtins/bind.ts';
import { readLineFrom } from './builtins/read-line.ts';
import { setOption } from './builtins/set.ts';
import { LineCompletion } from './completion/complete-line.ts';
import { expandPrompt } from './expansion/prompt.ts';
import { readHistoryFile, saveHistory } from './history/history-file.ts';
import { withHistory } from './history/recall-line.ts';
import { rememberLine } from './history/remember-line.ts';
import { failureOf, report } from './interpreter/fork.ts';
import { moveHigh } from './interpreter/redirections.ts';
import { readCommand, readerFor, syntaxFailure, warn } from './interpreter/run-text.ts';
import { checkSignals } from './interpreter/traps.ts';
import type { Invocation } from './invocation.ts';
import { INTERACTIVE_IGNORED } from './jobs/job-control.ts';
import { notifyJobs } from './jobs/job-notices.ts';
import { mayLeave } from './jobs/leave-check.ts';
import { parseCommands } from './parser-adapter.ts';
import { LineEditor } from './readline/line-editor.ts';
import { runLogoutFile } from './startup-files.ts';
import { ExitShell, Interrupted, ShellFailure } from './state/control-flow.ts';
import type { Shell } from './state/shell.ts';
import type { List } from './syntax/ast.ts';
import { EndOfInput } from './syntax/scanner.ts';
import { ShellSyntaxError } from './syntax/syntax-error.ts';

/** Called with each line that is accepted at a prompt: the site's timeline. */
export type CommandEntered = (line: string) => void;

/** What an interactive shell sets up before its start-up files run; says so where there is no terminal for its jobs. */
export function* prepareInteractive(shell: Shell, invocation: Invocation): Task<void> {
	const { process } = shell;
	shell.options.shopt.expand_aliases = true;
	shell.options.set.history = shell.mode.dialect === 'ash';
	if (shell.isBash) {
		setOption(shell, 'history', true);
		setOption(shell, 'histexpand', true);
		setOption(shell, 'emacs', !invocation.noEditing);
	}
	for (const signal of INTERACTIVE_IGNORED) process.onSignal(signal, 'ignore');
	process.onSignal('INT', 'catch');
	process.onSignal('WINCH', 'catch');
	process.onSignal('HUP', 'catch');
	shell.watchesSignals = true;
	if (!(yield* takeTerminal(shell))) yield* sayNoJobControl(shell, invocation);
	if (!shell.isBash) return;
	const setDefault = (name: string, value: string): void => {
		if (shell.variables.find(name) === undefined) shell.variables.set(name, value);
	};
	setDefault('PS1', '\\s-\\v\\$ ');
	setDefault('PS2', '> ');
	setDefault('HISTFILE', `${shell.variables.get('HOME') ?? ''}/.bash_history`);
	setDefault('HISTSIZE', '500');
	setDefault('HISTFILESIZE', '500');
	updateWindowSize(shell);
}

/** Leads its own group and holds the terminal in the foreground; false without one. */
function* takeTerminal(shell: Shell): Task<boolean> {
	const { process } = shell;
	try {
		const own = process.fileDescriptors().includes(2) && process.isatty(2);
		const fd = moveHigh(shell, own ? process.dup(2) : yield* process.open('/dev/tty', { read: true, write: true }));
		process.setCloseOnExec(fd, true);
		shell.privateDescriptors.add(fd);
		if (process.pgid !== process.pid && process.sid !== process.pid) process.setpgid(0, 0);
		process.setForegroundGroup(fd, process.pgid);
		shell.terminalFd = fd;
		setOption(shell, 'monitor', true);
		return true;
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return false;
	}
}

/** Models bash jobs.c initialize_job_control, dash jobs.c setjobctl. */
function* sayNoJobControl(shell: Shell, { setOptions }: Invocation): Task<void> {
	if (!shell.isBash) {
		const off = setOptions.some(([name, on]) => name === 'monitor' && !on);
		const line = shell.mode.dialect === 'dash' ? '0: ' : '';
		if (!off) yield* shell.say(`${shell.name}: ${line}can't access tty; job control turned off\n`);
		return;
	}
	const { pid, pgid } = shell.process;
	// It has made itself a group, which it gives up again; who led one already is told of no group at all.
	const group = pgid === pid ? -1 : pgid;
	const name = shell.name.replace(/^.*\//, '');
	yield* shell.say(`${name}: cannot set terminal process group (${group}): Inappropriate ioctl for device\n`);
	yield* shell.say(`${name}: no job control in this shell\n`);
}

function windowSize(shell: Shell): string {
	if (shell.terminalFd === undefined) return '';
	const { columns, rows } = shell.process.terminalSize(shell.terminalFd);
	return `${columns}x${rows}`;
}

/** LINES and COLUMNS. */
function updateWindowSize(shell: Shell): void {
	if (shell.terminalFd === undefined || !shell.options.shopt.checkwinsize || !shell.isBash) return;
	const { columns, rows } = shell.process.terminalSize(shell.terminalFd);
	if (columns === 0 || rows === 0) return;
	shell.variables.set('COLUMNS', String(columns));
	shell.variables.set('LINES', String(rows));
}

/** Reads commands at a prompt until the end of input or `exit`. */
export function* startInteractive(shell: Shell, _invocation: Invocation): Task<number> {
	yield* loadHistory(shell);
	if (shell.isBash) loadInputrc(shell);
	const editor =
		shell.process.isatty(0) && shell.mode.dialect !== 'dash'
			? new LineEditor(shell, 0, new LineCompletion())
			: undefined;
	try {
		for (;;) {
			try {
				if (!(yield* oneCommand(shell, editor))) break;
			} catch (error) {
				yield* survive(shell, error);
			}
		}
		return shell.status;
	} catch (error) {
		if (error instanceof ExitShell) shell.status = error.status;
		throw error;
	} finally {
		yield* leave(shell);
	}
}

function* loadHistory(shell: Shell): Task<void> {
	const path = shell.variables.get('HISTFILE');
	if (!shell.isBash || path === undefined || path === '') return;
	try {
		yield* readHistoryFile(shell, path);
		const size = Number(shell.variables.get('HISTSIZE') ?? '500');
		if (size >= 0) shell.history.stifle(size);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

function* leave(shell: Shell): Task<void> {
	if (shell.isBash) yield* saveHistory(shell);
	yield* runLogoutFile(shell);
	for (const job of shell.jobs.jobs) {
		if (job.noHangup || job.state !== 'stopped') continue;
		try {
			shell.process.kill(-job.pgid, 'HUP');
			shell.process.kill(-job.pgid, 'CONT');
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
}

/** What stops a command must not stop the shell. */
function* survive(shell: Shell, error: unknown): Task<void> {
	shell.unwinding = 'none';
	shell.loopDepth = 0;
	shell.errexitSuspended = shell.negations = 0;
	shell.depth = 0;
	shell.frames = [];
	if (error instanceof Interrupted) shell.status = error.status;
	else if (error instanceof ShellFailure) {
		yield* report(shell, error);
		shell.status = error.status;
	} else if (error instanceof SystemError) {
		yield* checkSignals(shell);
		// The terminal has gone, and whoever typed on it.
		if (error.errno === 'EIO') throw new ExitShell(1);
		if (error.errno !== 'EINTR') yield* report(shell, failureOf(error));
		shell.status = 1;
	} else if (error instanceof LimitError) {
		yield* report(shell, new ShellFailure(error.message));
		shell.status = 1;
	} else throw error;
}

/** A prompt, the lines of one command, and running it. False at the end of input. */
function* oneCommand(shell: Shell, editor: LineEditor | undefined): Task<boolean> {
	yield* notifyJobs(shell);
	updateWindowSize(shell);
	yield* promptCommand(shell);
	let pending = '';
	let within = '';
	const deadlineMs = deadlineOf(shell);
	for (;;) {
		const ps = pending === '' ? 'PS1' : 'PS2';
		const prompt = yield* expandPrompt(shell, shell.variables.get(ps) ?? '');
		const before = windowSize(shell);
		const typed = yield* readCommandLine(shell, editor, prompt, continuing(pending, within), deadlineMs);
		// readline sees at once that the window has another size.
		if (windowSize(shell) !== before) updateWindowSize(shell);
		if (typed === undefined) {
			if (pending === '') return yield* endOfInput(shell);
			yield* incomplete(shell, pending, within === 'here-document');
			return true;
		}
		shell.endsIgnored = 0;
		const line = yield* withHistory(shell, typed, pending, within, (text) => {
			if (editor !== undefined) editor.nextText = text;
			return editor !== undefined;
		});
		if (line === undefined && pending === '') return true;
		// What has been typed of a command stays: only this line goes.
		if (line === undefined) continue;
		const first = pending === '';
		if (shell.options.set.history) rememberLine(shell, line, first, pending);
		enter(shell, line);
		pending += `${line}\n`;
		const lists = yield* parse(shell, pending);
		if (lists instanceof EndOfInput) {
			within = lists.inHereDocument ? 'here-document' : lists.looking;
			continue;
		}
		if (within === 'here-document' && shell.history.holdsLine) endDocument(shell);
		if (!/^\s*(?:exit|logout|jobs)\b/.test(pending) && pending.trim() !== '') shell.exitWarned = false;
		for (const list of lists) yield* runOne(shell, list);
		return true;
	}
}

/** TMOUT: when nobody has entered a command by then, the shell ends. */
function deadlineOf(shell: Shell): number | undefined {
	const seconds = shell.isBash ? Number(shell.variables.get('TMOUT') ?? '') : 0;
	return seconds > 0 ? shell.process.now() + Math.trunc(seconds) * 1000 : undefined;
}

function enter(shell: Shell, line: string): void {
	if (line.trim() !== '') shell.process.port<CommandEntered>('shell:command-entered')?.(line);
}

/** A command that a here-document ends keeps the newline behind it. */
function endDocument({ history }: Shell): void {
	const last = history.at(history.nextNumber - 1);
	if (last?.line.includes('\n')) history.replaceLast(`${last.line}\n`);
}

/** The input ended inside a command: a here-document ends there, all else is wrong. */
function* incomplete(shell: Shell, pending: string, inHereDocument: boolean): Task<void> {
	const reader = readerFor(shell, pending, true);
	const lists: List[] = [];
	try {
		for (let command = reader.read(); command !== undefined; command = reader.read()) {
			const line = shell.lineCount + command.line;
			yield* warn(shell, reader.warnings, shell.lineCount + 1);
			lists.push(parseCommands(command.text, line, shell.mode.dialect));
		}
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
		yield* syntaxFailure(shell, error, { kind: 'command', line: 1 }, 1);
		return;
	}
	shell.lineCount += pending.split('\n').length - 1;
	if (inHereDocument) for (const list of lists) yield* runOne(shell, list);
}

function* endOfInput(shell: Shell): Task<boolean> {
	const ignored = shell.variables.get('IGNOREEOF') ?? (shell.options.set.ignoreeof ? '10' : undefined);
	if (ignored !== undefined && shell.endsIgnored < (/^\d+$/.test(ignored) ? Number(ignored) : 10)) {
		shell.endsIgnored++;
		yield* shell.say(`Use "${shell.mode.login ? 'logout' : 'exit'}" to leave the shell.\n`);
		return true;
	}
	yield* shell.say(shell.isBash ? `${shell.mode.login ? 'logout' : 'exit'}\n` : '\n');
	return !(yield* mayLeave(shell));
}

function* promptCommand(shell: Shell): Task<void> {
	const variable = shell.isBash ? shell.variables.find('PROMPT_COMMAND') : undefined;
	if (variable === undefined) return;
	const { status, pipeStatus } = shell;
	for (const text of variable.values()) {
		const source = { kind: 'promptCommand', line: Math.max(1, shell.lineCount) } as const;
		if (text !== '') yield* shell.interpreter.runText(shell, text, source);
		shell.status = status;
	}
	shell.pipeStatus = pipeStatus;
}

function* readCommandLine(
	shell: Shell,
	editor: LineEditor | undefined,
	prompt: string,
	continued: LineEditor['continued'],
	deadlineMs: number | undefined,
): Task<string | undefined> {
	const { set } = shell.options;
	if (editor !== undefined && (set.emacs || set.vi || !shell.isBash)) {
		editor.keys.deadlineMs = deadlineMs;
		return yield* editor.readLine(prompt, continued);
	}
	yield* shell.say(prompt.replace(/[\x01\x02]/g, ''));
	const line = yield* readLineFrom(shell, 0);
	// readline shows what it has been given.
	const edits = shell.isBash && !shell.process.isatty(0) && (set.emacs || set.vi);
	if (edits && line !== undefined) yield* shell.say(`${line}\n`);
	return line;
}

/** What a further line of a command goes on with. */
function continuing(pending: string, within: string): LineEditor['continued'] {
	if (pending === '') return '';
	const open = within === 'here-document' || /^["'`]$/.test(within);
	return open || pending.endsWith('\\\n') ? 'word' : 'command';
}

/** All commands of the text, or what it lacks when it is not complete. */
function* parse(shell: Shell, text: string): Task<readonly List[] | EndOfInput> {
	const lists: List[] = [];
	const reader = readerFor(shell, text, false);
	try {
		for (
			let command = yield* readCommand(shell, reader);
			command !== undefined;
			command = yield* readCommand(shell, reader)
		) {
			yield* warn(shell, reader.warnings, shell.lineCount + 1);
			const line = shell.lineCount + command.line;
			lists.push(parseCommands(command.text, line, shell.mode.dialect, false, command.cuts));
		}
		shell.lineCount += text.split('\n').length - 1;
		return lists;
	} catch (error) {
		if (error instanceof EndOfInput) return error;
		if (!(error instanceof ShellSyntaxError)) throw error;
		yield* syntaxFailure(shell, error, { kind: 'command', line: 1 }, 1);
		return [];
	}
}

function* runOne(shell: Shell, list: List): Task<void> {
	const ps0 = shell.variables.get('PS0');
	if (ps0 !== undefined && ps0 !== '') yield* shell.say((yield* expandPrompt(shell, ps0)).replace(/[\x01\x02]/g, ''));
	shell.commandNumber++;
	yield* shell.interpreter.runList(shell, list);
	shell.unwinding = 'none';
}

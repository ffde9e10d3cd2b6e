import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { readWholeFile } from '../interpreter/external.ts';
import type { Shell } from '../state/shell.ts';
import type { HistoryEntry } from './history.ts';

/** Adds a file's lines to the list. Lines `#1700000000` are times of the line that follows. Throws SystemError. */
export function* readHistoryFile(shell: Shell, path: string): Task<void> {
	const text = yield* readWholeFile(shell, path);
	let atMs = shell.process.now();
	for (const line of text.split('\n')) {
		const stamp = /^#(\d+)$/.exec(line);
		if (stamp !== null) atMs = Number(stamp[1]) * 1000;
		else if (line !== '') shell.history.add({ line, atMs });
	}
	shell.history.savedCount = shell.history.entries.length;
}

/** Appends what was entered since. */
export function* appendHistoryFile(shell: Shell, path: string): Task<void> {
	yield* put(shell, path, shell.history.entries.slice(shell.history.savedCount), { append: true });
	shell.history.savedCount = shell.history.entries.length;
}

export function* writeHistoryFile(shell: Shell, path: string): Task<void> {
	yield* put(shell, path, shell.history.entries, { truncate: true });
	shell.history.savedCount = shell.history.entries.length;
}

function* put(
	shell: Shell,
	path: string,
	entries: readonly HistoryEntry[],
	flags: { append?: boolean; truncate?: boolean },
): Task<void> {
	const stamped = shell.variables.get('HISTTIMEFORMAT') !== undefined;
	const fd = yield* shell.process.open(path, { write: true, create: true, ...flags }, 0o600);
	const text = entries.map((entry) => `${stamped ? `#${Math.floor(entry.atMs / 1000)}\n` : ''}${entry.line}\n`);
	yield* shell.write(fd, text.join(''));
	shell.process.close(fd);
}

/** When an interactive shell ends: `~/.bash_history` gets the session's commands, and no more than HISTFILESIZE. */
export function* saveHistory(shell: Shell): Task<void> {
	const path = shell.variables.get('HISTFILE');
	if (path === undefined || path === '' || shell.history.entries.length === shell.history.savedCount) return;
	try {
		yield* appendHistoryFile(shell, path);
		const size = Number(shell.variables.get('HISTFILESIZE') ?? '500');
		const lines = (yield* readWholeFile(shell, path)).split('\n');
		if (!(size >= 0) || lines.length - 1 <= size) return;
		const fd = yield* shell.process.open(path, { write: true, truncate: true });
		yield* shell.write(fd, lines.slice(lines.length - 1 - size).join('\n'));
		shell.process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

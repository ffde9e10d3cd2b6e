import { SystemError, type TerminalMode } from '../process-api.ts';
import type { Terminal } from '../tty/terminal.ts';
import type { KernelProcess } from './kernel-process.ts';
import { ProcessGroup } from './process-group.ts';

/** The terminal behind `fd`. Throws EBADF, ENOTTY. */
export function terminalOf(self: KernelProcess, fd: number): Terminal {
	const terminal = self.files.get(fd).terminal;
	if (terminal === undefined) throw new SystemError('ENOTTY');
	return terminal;
}

export function setTerminalMode(self: KernelProcess, fd: number, mode: TerminalMode): void {
	const terminal = terminalOf(self, fd);
	requireForeground(self, terminal);
	terminal.setMode(mode);
}

/** 0 when the terminal has no foreground group, as tcgetpgrp gives for a session's that has ended. */
export function getForegroundGroup(self: KernelProcess, fd: number): number {
	const terminal = terminalOf(self, fd);
	if (self.session.terminal !== terminal) throw new SystemError('ENOTTY');
	const group = terminal.foreground;
	if (!(group instanceof ProcessGroup)) return 0;
	return self.namespace === self.kernel.pids ? group.hostId : group.namespaceId;
}

export function setForegroundGroup(self: KernelProcess, fd: number, pgid: number): void {
	const terminal = terminalOf(self, fd);
	if (self.session.terminal !== terminal) throw new SystemError('ENOTTY');
	requireForeground(self, terminal);
	for (const process of self.namespace.all()) {
		if (process.groupIdIn(self.namespace) !== pgid) continue;
		if (process.session !== self.session) throw new SystemError('EPERM');
		terminal.foreground = process.group;
		return;
	}
	throw new SystemError('ESRCH');
}

/** A background process that changes the terminal is sent SIGTTOU, unless it ignores that. Models tty_check_change. */
function requireForeground(self: KernelProcess, terminal: Terminal): void {
	if (!self.isBackgroundOf(terminal)) return;
	if (self.dispositions?.get('TTOU') === 'ignore') return;
	if (self.group.isOrphaned()) throw new SystemError('EIO');
	self.group.signal('TTOU');
	self.requireAlive();
	throw new SystemError('EINTR');
}

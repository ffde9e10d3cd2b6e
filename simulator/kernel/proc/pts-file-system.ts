import type { PtsTable } from '../tty/pts-table.ts';
import { TerminalFile } from '../tty/terminal-file.ts';
import type { GeneratedContent } from './generated-node.ts';

/** The root of /dev/pts. Differs: new pseudo-terminals are made by the machine only, so ptmx cannot be opened. */
export function pseudoTerminalRoot(table: PtsTable): GeneratedContent {
	return {
		kind: 'directory',
		mode: 0o755,
		list: () => [...table.indexes().map(String), 'ptmx'],
		lookup: (name) => {
			if (name === 'ptmx') return { kind: 'text', read: () => '', mode: 0 };
			const found = /^\d+$/.test(name) ? table.get(Number(name)) : undefined;
			if (found === undefined) return undefined;
			const { terminal, node } = found;
			return { kind: 'device', node, open: (flags) => new TerminalFile(terminal, node, flags) };
		},
	};
}

import type { Task } from '../../machinery/task.ts';
import type { UnixRun } from '../unix-command.ts';
import type { Stanza } from './control-file.ts';
import { shownName, statusMark } from './dpkg-show.ts';

const HEAD = `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
`;

/** The table of `dpkg -l`. Models src/query/main.c list_format_init: on a terminal descriptions are cut to its width. */
export function* listPackages({ process, out }: UnixRun, stanzas: readonly Stanza[]): Task<void> {
	const rows = stanzas.map((stanza) => [
		statusMark(stanza),
		shownName(stanza),
		stanza.get('Version') ?? '<none>',
		stanza.get('Architecture') ?? '<none>',
		(stanza.get('Description') ?? '(no description available)').split('\n')[0] as string,
	]);
	const width = (column: number, least: number): number =>
		Math.max(least, ...rows.map((row) => (row[column] as string).length));
	const [name, version, architecture] = [width(1, 14), width(2, 12), width(3, 12)];
	const room = process.isatty(1)
		? Math.max(33, process.terminalSize(1).columns - name - version - architecture - 7)
		: Number.POSITIVE_INFINITY;
	const description = Math.min(room, width(4, 33));
	const line = (mark: string, cells: readonly string[]): string => {
		const [a = '', b = '', c = '', text = ''] = cells;
		return `${mark} ${a.padEnd(name)} ${b.padEnd(version)} ${c.padEnd(architecture)} ${text.slice(0, description)}\n`;
	};
	const rule = ['+++', ...[name, version, architecture, description].map((columns) => '='.repeat(columns))].join('-');
	yield* out.write(`${HEAD}${line('||/', ['Name', 'Version', 'Architecture', 'Description'])}${rule}\n`);
	for (const [mark = '', ...cells] of rows) yield* out.write(line(mark, cells));
}

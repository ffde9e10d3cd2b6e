/** A line of lsof: one open file of one process. */
export interface LsofRow {
	readonly command: string;
	readonly pid: number;
	readonly user: string;
	/** "cwd", "3u". */
	readonly fd: string;
	readonly type: string;
	readonly device: string;
	readonly size: string;
	readonly node: string;
	readonly name: string;
}

/** The rows below their header, each column as wide as what stands in it; '' without rows. Models print.c print_file. */
export function lsofTable(rows: readonly LsofRow[]): string {
	if (rows.length === 0) return '';
	const header = {
		command: 'COMMAND',
		pid: 'PID',
		user: 'USER',
		fd: 'FD',
		type: 'TYPE',
		device: 'DEVICE',
		size: 'SIZE/OFF',
		node: 'NODE',
		name: 'NAME',
	};
	const all = [header, ...rows.map((row) => ({ ...row, pid: String(row.pid) }))];
	const width = (key: keyof LsofRow): number => Math.max(...all.map((row) => row[key].length));
	const widths = {
		command: width('command'),
		pid: width('pid'),
		user: width('user'),
		type: width('type'),
		device: width('device'),
		size: width('size'),
		node: width('node'),
	};
	return all
		.map((row) => {
			// Where a mode follows the number it stands in a column of its own, before that of locks.
			const [, number = row.fd, mode = ' '] = /^(\d+)([ruw])$/.exec(row.fd) ?? [];
			return `${[
				row.command.padEnd(widths.command),
				row.pid.padStart(widths.pid),
				row.user.padStart(widths.user),
				`${number.padStart(4)}${mode} `,
				row.type.padStart(widths.type),
				row.device.padStart(widths.device),
				row.size.padStart(widths.size),
				row.node.padStart(widths.node),
				row.name,
			].join(' ')}\n`;
		})
		.join('');
}

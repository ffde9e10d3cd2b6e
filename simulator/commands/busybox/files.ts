import { Fatal } from '../gnu-command.ts';
import { flag, withValue } from '../options.ts';
import { applet } from './applet.ts';
import { busyboxSize } from './sizes.ts';
import { FILES_USAGES } from './usage-files.ts';

const HIDDEN = ['proc', 'sysfs', 'devpts', 'cgroup2', 'mqueue'];

export const df = applet({
	name: 'df',
	usage: FILES_USAGES.df,
	options: {
		portable: flag('P'),
		kilo: flag('k'),
		mega: flag('m'),
		human: flag('h'),
		type: flag('T'),
		inodes: flag('i'),
		all: flag('a'),
		block: withValue('B'),
		only: withValue('t'),
	},
	*main(run) {
		const { process, values, operands, out } = run;
		const unit = values.mega ? 1024 ** 2 : 1024;
		const heading = values.human ? '     Size' : values.mega ? '1M-blocks' : '1K-blocks';
		yield* out.write(
			`Filesystem           ${values.type ? 'Type       ' : ''}${heading}      Used Available Use% Mounted on\n`,
		);
		const targets =
			operands.length > 0
				? operands
				: process.machine
						.mounts()
						.filter(({ type }) => values.all || !HIDDEN.includes(type))
						.map(({ target }) => target);
		let status = 0;
		for (const target of targets) {
			try {
				process.stat(target);
			} catch (error) {
				yield* run.complainOf(target, error);
				status = 1;
				continue;
			}
			const { source, type, mountPoint, totalBytes, usedBytes } = process.statfs(target);
			if (values.only !== undefined && type !== values.only) continue;
			const size = (count: number): string =>
				(values.human ? busyboxSize(count) : String(Math.ceil(count / unit))).padStart(9);
			const percent = totalBytes === 0 ? 0 : Math.ceil((usedBytes * 100) / totalBytes);
			const label = source.length > 20 ? `${source}\n${' '.repeat(20)}` : source.padEnd(20);
			yield* out.write(
				`${label} ${values.type ? `${type.padEnd(10)} ` : ''}${size(totalBytes)} ${size(usedBytes)} ${size(totalBytes - usedBytes)} ${String(percent).padStart(3)}% ${mountPoint}\n`,
			);
		}
		return status;
	},
});

export const mountpoint = applet({
	name: 'mountpoint',
	usage: 'mountpoint [-q] { [-dn] DIR | -x DEVICE }\n\nCheck if DIR is a mountpoint\n',
	options: { quiet: flag('q'), device: flag('d'), name: flag('n') },
	*main(run) {
		const [path] = run.operands;
		if (path === undefined) throw new Fatal('', 1, true);
		let real: string;
		try {
			real = run.process.realpath(path);
		} catch (error) {
			if (!run.values.quiet) yield* run.complainOf(path, error);
			return 1;
		}
		const mounted = run.process.machine.mounts().some(({ target }) => target === real);
		if (!run.values.quiet) yield* run.out.write(`${path} is ${mounted ? '' : 'not '}a mountpoint\n`);
		return mounted ? 0 : 1;
	},
});

import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions } from '../options.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';

const OPTIONS = {
	version: flag('v', 'version'),
	id: flag('i', 'id'),
	description: flag('d', 'description'),
	release: flag('r', 'release'),
	codename: flag('c', 'codename'),
	all: flag('a', 'all'),
	short: flag('s', 'short'),
} as const;

/** Which distribution this is, from /etc/os-release. */
export const lsbRelease = unixCommand({
	name: 'lsb_release',
	paths: ['/usr/bin/lsb_release'],
	size: 3_638,
	*main(run) {
		const values = parsed(run);
		const text = decodeUtf8(yield* readFile(run.process, '/etc/os-release'));
		const field = (name: string): string =>
			(new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? 'n/a').replaceAll('"', '');
		if (values.version === true || Object.keys(values).length === 0) yield* run.say('No LSB modules are available.\n');
		yield* print(run, values, [
			['id', 'Distributor ID', field('NAME')],
			['description', 'Description', field('PRETTY_NAME')],
			['release', 'Release', field('VERSION_ID')],
			['codename', 'Codename', field('VERSION_CODENAME')],
		]);
		return 0;
	},
});

type Values = Partial<Readonly<Record<keyof typeof OPTIONS, true>>>;

function parsed(run: UnixRun): Values {
	try {
		return parseOptions(run.args, OPTIONS).values as Values;
	} catch (error) {
		if (error instanceof OptionError) throw new Exit(1, `lsb_release: ${error.message}\n`);
		throw error;
	}
}

function* print(
	run: UnixRun,
	values: Values,
	rows: readonly (readonly [option: keyof Values, label: string, value: string])[],
): Task<void> {
	if (values.all === true && values.short !== true) yield* run.say('No LSB modules are available.\n');
	for (const [option, label, value] of rows) {
		if (values.all !== true && values[option] !== true) continue;
		yield* run.out.write(values.short === true ? `${value}\n` : `${label}:\t${value}\n`);
	}
}

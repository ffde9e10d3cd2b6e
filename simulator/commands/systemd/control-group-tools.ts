import { flag, mayHaveValue, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { type ControlGroup, controlGroups, groupLines } from './control-groups.ts';
import { servicesOf } from './service-port.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';

const CGLS_HELP = `systemd-cgls [OPTIONS...] [CGROUP...]

Recursively show control group contents.

  -h --help           Show this help
     --version        Show package version
     --no-pager       Do not pipe output into a pager
  -a --all            Show all groups, including empty
  -u --unit           Show the subtrees of specified system units
     --user-unit      Show the subtrees of specified user units
  -x --xattr=BOOL     Show cgroup extended attributes
  -c --cgroup-id=BOOL Show cgroup ID
  -l --full           Do not ellipsize output
  -k                  Include kernel threads in output
  -M --machine=       Show container

See the systemd-cgls(1) man page for details.
`;

export const systemdCgls = unixCommand({
	name: 'systemd-cgls',
	paths: ['/usr/bin/systemd-cgls'],
	size: 22_992,
	help: CGLS_HELP,
	*main({ process, args, out }) {
		const parse = () =>
			parseOptions(args, {
				all: flag('a', 'all', 'k', 'no-pager', 'no-ask-password'),
				full: flag('l', 'full'),
				unit: mayHaveValue('u', 'unit'),
				ignored: withValue('x', 'xattr', 'c', 'cgroup-id'),
				machine: withValue('M', 'machine'),
				help: flag('h', 'help'),
				version: flag('version'),
			});
		let options: ReturnType<typeof parse>;
		try {
			options = parse();
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `systemd-cgls: ${error.message}\n`);
			throw error;
		}
		const { values, operands, given } = options;
		if (values.help || values.version) {
			yield* out.write(values.help ? CGLS_HELP : SYSTEMD_VERSION);
			return 0;
		}
		const root = yield* controlGroups(process, servicesOf(process));
		const isTerminal = process.isatty(1) && !values.full;
		const width = isTerminal ? process.terminalSize(1).columns : Number.POSITIVE_INFINITY;
		const isUnit = given.some(({ key }) => key === 'unit');
		const names = [...given.flatMap(({ key, value }) => (key === 'unit' && value ? [value] : [])), ...operands];
		if (names.length === 0) {
			yield* out.write(`CGroup /:\n-.slice\n${groupLines(root, '', width).join('\n')}\n`);
			return 0;
		}
		for (const name of names) {
			const path = isUnit ? pathOfUnit(root, name) : name.replace(/^\/(?:sys\/fs\/cgroup)?/, '');
			const group = path === undefined ? undefined : groupAt(root, path);
			if (group === undefined)
				throw new Exit(
					1,
					isUnit
						? `Failed to query unit control group path: Unit ${name} not found.\n`
						: `Failed to list cgroup tree ${name}: No such file or directory\n`,
				);
			yield* out.write(
				`${isUnit ? `Unit ${name} (/${path})` : `CGroup /${path}`}:\n${groupLines(group, '', width).join('\n')}\n`,
			);
		}
		return 0;
	},
});

function groupAt(root: ControlGroup, path: string): ControlGroup | undefined {
	let group: ControlGroup | undefined = root;
	for (const name of path.split('/').filter((each) => each !== '')) group = group?.children.get(name);
	return group;
}

function pathOfUnit(group: ControlGroup, unit: string, above = ''): string | undefined {
	const name = /\.[a-z]+$/.test(unit) ? unit : `${unit}.service`;
	for (const child of group.children.values()) {
		if (child.name === name) return `${above}${child.name}`;
		const found = pathOfUnit(child, unit, `${above}${child.name}/`);
		if (found !== undefined) return found;
	}
	return undefined;
}

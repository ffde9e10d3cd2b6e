import type { EngineKind } from '../../hosts/containers/container-engine.ts';
import { flagLines } from '../cobra/default-usage.ts';
import type { EngineCommand } from './engine-command.ts';

/** `docker run --help`. Models docker/cli cli/cobra.go usageTemplate and containers/podman's. */
export function commandHelp(kind: EngineKind, path: string, command: EngineCommand): string {
	const lines = flagLines(command.flags);
	if (kind === 'podman') {
		return `${command.short}\n\nDescription:\n  ${command.short}\n\nUsage:\n  ${path} ${command.usage.replace('[OPTIONS]', '[options]')}\n${lines === '' ? '' : `\nOptions:\n${lines}`}`;
	}
	const aliases =
		command.names.length > 1 ? `\nAliases:\n  ${command.names.map((name) => `docker ${name}`).join(', ')}\n` : '';
	return `Usage:  ${path} ${command.usage}\n\n${command.short}\n${aliases}${lines === '' ? '' : `\nOptions:\n${lines}`}`;
}

export function groupHelp(kind: EngineKind, group: string, commands: readonly EngineCommand[]): string {
	const rows = commands.map(({ names, short }) => {
		const name = names.find((each) => each.startsWith(`${group} `)) as string;
		return [name.slice(group.length + 1), short] as const;
	});
	const head =
		kind === 'docker'
			? `Usage:  docker ${group} COMMAND\n\nManage ${group}s\n\nCommands:\n`
			: `Manage ${group}s\n\nDescription:\n  Manage ${group}s\n\nUsage:\n  podman ${group} [command]\n\nAvailable Commands:\n`;
	const tail = kind === 'docker' ? `\nRun 'docker ${group} COMMAND --help' for more information on a command.\n` : '';
	return head + table(rows) + tail;
}

export function programHelp(kind: EngineKind, commands: readonly EngineCommand[]): string {
	const top = commands.flatMap(({ names, short }): (readonly [string, string])[] =>
		names
			.filter((name) => !name.includes(' '))
			.slice(0, 1)
			.map((name) => [name, short]),
	);
	const groups = new Set(
		commands.flatMap(({ names }) =>
			names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] as string),
		),
	);
	const managing = [...groups].map((group) => [group, `Manage ${group}s`] as const);
	if (kind === 'podman') {
		return `Manage pods, containers and images\n\nUsage:\n  podman [options] [command]\n\nAvailable Commands:\n${table([...top, ...managing])}`;
	}
	return `Usage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n\nManagement Commands:\n${table(managing)}\nCommands:\n${table(top)}\nRun 'docker COMMAND --help' for more information on a command.\n\nFor more help on how to use Docker, head to https://docs.docker.com/go/guides/\n`;
}

function table(rows: readonly (readonly [string, string])[]): string {
	const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
	const width = Math.max(0, ...sorted.map(([name]) => name.length));
	return sorted.map(([name, short]) => `  ${name.padEnd(width)}  ${short}\n`).join('');
}

import type { CobraCommand } from '../../cobra/cobra.ts';

type ArgsCheck = NonNullable<CobraCommand['args']>;

function usage(path: string, use: string): string {
	const parents = path.split(' ').slice(0, -1).join(' ');
	return `\n\nUsage:  ${parents} ${use} [flags]`;
}

function plural(count: number): string {
	return count === 1 ? 'argument' : 'arguments';
}

/** Models helm.sh/helm/v3/cmd/helm/require ExactArgs. @param use the command's own usage line. */
export function exactArgs(count: number, use: string): ArgsCheck {
	return (args, path) =>
		args.length === count ? undefined : `"${path}" requires ${count} ${plural(count)}${usage(path, use)}`;
}

export function minimumArgs(count: number, use: string): ArgsCheck {
	return (args, path) =>
		args.length >= count ? undefined : `"${path}" requires at least ${count} ${plural(count)}${usage(path, use)}`;
}

export function maximumArgs(count: number, use: string): ArgsCheck {
	return (args, path) =>
		args.length <= count ? undefined : `"${path}" accepts at most ${count} ${plural(count)}${usage(path, use)}`;
}

export function noArgs(use: string): ArgsCheck {
	return (args, path) => (args.length === 0 ? undefined : `"${path}" accepts no arguments${usage(path, use)}`);
}

import type { BuiltConfig } from '../../../hosts/containers/build-base.ts';
import type { SignalName } from '../../../kernel/process-api.ts';
import { parseDuration } from '../../../machinery/duration.ts';
import { absolute } from './copy.ts';
import { DockerfileError, type Instruction, rawWords } from './dockerfile.ts';
import { expandWord, splitVariables, type Variables } from './expand.ts';

/**
 * The configuration after an instruction that changes nothing else; undefined for one that does more. `ownCommand`: a CMD
 * of the same stage came before, which an entry point leaves in place.
 */
export function configured(
	config: BuiltConfig,
	node: Instruction,
	variables: Variables,
	ownCommand: boolean,
): BuiltConfig | undefined {
	const expanded = (): string[] => rawWords(node).map((word) => expandWord(word, variables));
	switch (node.name) {
		case 'ENV':
			return { ...config, env: withEntries(config.env, pairs(node, variables)) };
		case 'LABEL':
			return { ...config, labels: new Map([...(config.labels ?? []), ...pairs(node, variables)]) };
		case 'EXPOSE':
			return {
				...config,
				exposedPorts: unique([
					...(config.exposedPorts ?? []),
					...expanded().flatMap((port) => exposedPorts(port, node)),
				]),
			};
		case 'VOLUME':
			return { ...config, volumes: unique([...(config.volumes ?? []), ...expanded()]) };
		case 'USER':
			return { ...config, user: expanded().join(' ') };
		case 'WORKDIR':
			return { ...config, workingDir: absolute(expandWord(node.rest, variables), config.workingDir ?? '/') };
		case 'STOPSIGNAL':
			return { ...config, stopSignal: expanded().join('').replace(/^SIG/, '') as SignalName };
		case 'CMD':
			return { ...config, cmd: commandWords(node, config) };
		case 'ENTRYPOINT':
			// An entry point takes the base image's command away.
			return { ...config, entrypoint: commandWords(node, config), cmd: ownCommand ? config.cmd : undefined };
		case 'SHELL':
			return { ...config, shell: node.words };
		case 'ONBUILD':
			return { ...config, onBuild: [...(config.onBuild ?? []), node.rest] };
		case 'HEALTHCHECK':
			return { ...config, healthcheck: healthcheck(node) };
		case 'ARG':
		case 'MAINTAINER':
			return config;
		default:
			return undefined;
	}
}

/** The words of a command: its own, or the shell's with all of it. */
export function commandWords(
	{ words, rest }: Pick<Instruction, 'words' | 'rest'>,
	config: BuiltConfig,
): readonly string[] {
	return words ?? [...(config.shell ?? ['/bin/sh', '-c']), rest];
}

/** "A=1 B=2", or the old "A 1 2". */
export function pairs(node: Instruction, variables: Variables): (readonly [string, string])[] {
	const [first = ''] = rawWords(node);
	if (!first.includes('=')) {
		const value = node.rest.slice(first.length).trim();
		return [[expandWord(first, variables), expandWord(value, variables)]];
	}
	return splitVariables(node.rest).map(([name, value]) => {
		if (value === undefined) {
			throw new DockerfileError(
				`Syntax error - can't find = in ${JSON.stringify(name)}. Must be of the form: name=value`,
				node.line,
				node.lastLine,
			);
		}
		return [expandWord(name, variables), expandWord(value, variables)];
	});
}

function withEntries(
	env: BuiltConfig['env'],
	entries: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
	const all = new Map(env);
	for (const [name, value] of entries) all.set(name, value);
	return [...all];
}

function unique(texts: readonly string[]): string[] {
	return [...new Set(texts)];
}

function exposedPorts(text: string, node: Instruction): string[] {
	const match = /^(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
	const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
	if (match === null || from > to || to > 65_535) {
		throw new DockerfileError(`invalid containerPort: ${text}`, node.line, node.lastLine);
	}
	const protocol = (match[3] ?? 'tcp').toLowerCase();
	return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}/${protocol}`);
}

function healthcheck(node: Instruction): BuiltConfig['healthcheck'] {
	if (/^none$/i.test(node.rest)) return { test: ['NONE'] };
	const command = /^cmd\s+([\s\S]*)$/i.exec(node.rest)?.[1];
	if (command === undefined) {
		const type = node.rest.split(/\s/)[0]?.toUpperCase();
		throw new DockerfileError(
			`Unknown type ${JSON.stringify(type)} in HEALTHCHECK (try CMD)`,
			node.line,
			node.lastLine,
		);
	}
	const flag = (name: string): string | undefined => node.flags.find(([each]) => each === name)?.[1];
	const ms = (name: string): number | undefined => {
		const text = flag(name);
		return text === undefined ? undefined : parseDuration(text);
	};
	let test: string[];
	try {
		const words: unknown = JSON.parse(command);
		test = Array.isArray(words) ? ['CMD', ...words.map(String)] : ['CMD-SHELL', command];
	} catch {
		test = ['CMD-SHELL', command];
	}
	const retries = flag('retries');
	return {
		test,
		intervalMs: ms('interval'),
		timeoutMs: ms('timeout'),
		startPeriodMs: ms('start-period'),
		retries: retries === undefined ? undefined : Number(retries),
	};
}

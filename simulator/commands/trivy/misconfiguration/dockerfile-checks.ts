import type { Instruction } from '../../docker/build/dockerfile.ts';
import { type Check, checkOf } from './check.ts';

/** A Dockerfile, its instructions by the stages that they belong to. */
export interface DockerfileSubject {
	readonly all: readonly Instruction[];
	readonly stages: readonly (readonly Instruction[])[];
}

export function dockerfileSubject(all: readonly Instruction[]): DockerfileSubject {
	const stages: Instruction[][] = [];
	for (const each of all) {
		if (each.name === 'FROM') stages.push([each]);
		else stages.at(-1)?.push(each);
	}
	return { all, stages };
}

const named = (all: readonly Instruction[], ...names: readonly string[]): readonly Instruction[] =>
	all.filter(({ name }) => names.includes(name));

/** The commands that a RUN puts one behind the other. */
function commandsOf(stage: readonly Instruction[]): readonly (readonly string[])[] {
	return named(stage, 'RUN').map(({ rest, heredocs }) =>
		[rest, ...(heredocs ?? []).map(({ content }) => content)]
			.join('\n')
			.split(/&&|\|\||;|\n|\|/)
			.map((each) => each.trim())
			.filter((each) => each !== ''),
	);
}

const flat = (subject: DockerfileSubject): readonly string[] =>
	subject.stages.flatMap((stage) => commandsOf(stage).flat());

/** "image" and "tag" of a FROM; undefined for a stage of this file, or nothing. */
function basesOf({ stages }: DockerfileSubject): readonly (readonly [image: string, tag: string])[] {
	const aliases = new Set(stages.flatMap(([from]) => /\bAS\s+(\S+)/i.exec(from?.rest ?? '')?.[1]?.toLowerCase() ?? []));
	return stages.flatMap(([from]) => {
		const word = (from?.rest ?? '').split(/\s+/).find((each) => each !== '' && !each.startsWith('--')) ?? '';
		if (word === 'scratch' || word.startsWith('$') || aliases.has(word.toLowerCase()) || word.includes('@')) return [];
		const [, image = word, tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(word) ?? [];
		return [[image, tag] as const];
	});
}

const last = <T>(items: readonly T[]): T | undefined => items.at(-1);

/** Models the checks of aquasecurity/trivy-checks checks/docker that people meet. */
export const DOCKERFILE_CHECKS: readonly Check<DockerfileSubject>[] = [
	checkOf(
		"AVD-DS-0001|MEDIUM|':latest' tag used|A base image should be named by a version: what “latest” is may be another one tomorrow.",
		(subject) =>
			basesOf(subject)
				.filter(([, tag]) => tag === 'latest')
				.map(([image]) => `Specify a tag in the 'FROM' statement for image '${image}'`),
	),
	checkOf(
		"AVD-DS-0002|HIGH|Image user should not be 'root'|Who breaks out of a process of root has more than who breaks out of another one: name a user with USER.",
		({ stages }) => {
			const users = named(last(stages) ?? [], 'USER');
			const user = last(users)?.rest.trim().split(':')[0];
			if (user === undefined) return ['Specify at least 1 USER command in Dockerfile with non-root user as argument'];
			return user === 'root' || user === '0' ? [`Last USER command in Dockerfile should not be 'root'`] : [];
		},
	),
	checkOf('AVD-DS-0004|MEDIUM|Port 22 exposed|Images need no SSH server: whoever may has kubectl exec.', ({ all }) =>
		named(all, 'EXPOSE').flatMap(({ rest }) =>
			rest.split(/\s+/).some((port) => /^22(\/tcp)?$/.test(port))
				? ['Port 22 should not be exposed in Dockerfile']
				: [],
		),
	),
	checkOf(
		'AVD-DS-0005|LOW|ADD instead of COPY|ADD unpacks archives and fetches addresses; where neither is wanted, COPY does what it says.',
		({ all }) =>
			named(all, 'ADD')
				.filter(({ rest }) => !/\.(tar|tgz|tar\.\w+|zip|gz|bz2|xz)\b|https?:|\.git\b/.test(rest))
				.map(({ rest }) => `Consider using 'COPY ${rest}' command instead of 'ADD ${rest}'`),
	),
	checkOf('AVD-DS-0007|CRITICAL|Multiple ENTRYPOINT instructions listed|Only the last one counts.', ({ stages }) =>
		stages
			.filter((stage) => named(stage, 'ENTRYPOINT').length > 1)
			.map((stage) => `There are ${named(stage, 'ENTRYPOINT').length} duplicate ENTRYPOINT instructions`),
	),
	checkOf('AVD-DS-0009|HIGH|WORKDIR path not absolute|A relative folder depends on the one before it.', ({ all }) =>
		named(all, 'WORKDIR')
			.filter(({ rest }) => !/^["']?[/$]/.test(rest.trim()))
			.map(({ rest }) => `WORKDIR path '${rest.trim()}' should be absolute`),
	),
	checkOf("AVD-DS-0010|CRITICAL|RUN using 'sudo'|While an image is built USER says who does what.", (subject) =>
		flat(subject)
			.filter((command) => /^sudo\b/.test(command))
			.map(() => "Using 'sudo' in Dockerfile should be avoided"),
	),
	checkOf(
		"AVD-DS-0013|MEDIUM|'RUN cd ...' to change directory|The next instruction is in the old folder again: use WORKDIR.",
		(subject) =>
			flat(subject)
				.filter((command) => /^cd\s+\//.test(command))
				.map((command) => `RUN should not be used to change directory: '${command}'. Use 'WORKDIR' statement instead.`),
	),
	checkOf('AVD-DS-0016|CRITICAL|Multiple CMD instructions listed|Only the last one counts.', ({ stages }) =>
		stages
			.filter((stage) => named(stage, 'CMD').length > 1)
			.map((stage) => `There are ${named(stage, 'CMD').length} duplicate CMD instructions`),
	),
	checkOf(
		"AVD-DS-0017|HIGH|'RUN <package-manager> update' instruction alone|The layer is kept: what is installed later comes from an old list.",
		({ stages }) =>
			stages.flatMap((stage) =>
				commandsOf(stage)
					.filter(
						(commands) =>
							commands.some((each) => /^(apt-get|apt|yum|apk)\s+(-\S+\s+)*update\b/.test(each)) &&
							!commands.some((each) => /^(apt-get|apt|yum|apk)\s+(-\S+\s+)*(install|add|upgrade)\b/.test(each)),
					)
					.map(
						() =>
							"The instruction 'RUN <package-manager> update' should always be followed by '<package-manager> install' in the same RUN statement.",
					),
			),
	),
	checkOf(
		"AVD-DS-0021|HIGH|'apt-get' missing '-y' to avoid manual input|A build has nobody who could say yes.",
		(subject) =>
			flat(subject)
				.filter(
					(command) =>
						/^apt-get\s.*\binstall\b/.test(command) && !/\s(-\w*y\w*|--yes|--assume-yes|-qq)\b/.test(command),
				)
				.map((command) => `'-y' flag is missed: '${command}'`),
	),
	checkOf('AVD-DS-0022|HIGH|Deprecated MAINTAINER used|Say it with a LABEL.', ({ all }) =>
		named(all, 'MAINTAINER').map(({ rest }) => `MAINTAINER should not be used: 'MAINTAINER ${rest}'`),
	),
	checkOf("AVD-DS-0024|HIGH|'apt-get dist-upgrade' used|An image's release is that of its base.", (subject) =>
		flat(subject)
			.filter((command) => /^apt-get\s.*dist-upgrade\b/.test(command))
			.map(() => "'apt-get dist-upgrade' should not be used in Dockerfile"),
	),
	checkOf("AVD-DS-0025|HIGH|'apk add' is missing '--no-cache'|The lists stay in the layer.", (subject) =>
		flat(subject)
			.filter((command) => /^apk\s.*\badd\b/.test(command) && !command.includes('--no-cache'))
			.map((command) => `'--no-cache' is missed: ${command}`),
	),
	checkOf('AVD-DS-0026|LOW|No HEALTHCHECK defined|Docker cannot tell whether what runs still works.', ({ all }) =>
		named(all, 'HEALTHCHECK').length === 0 ? ['Add HEALTHCHECK instruction in your Dockerfile'] : [],
	),
	checkOf(
		"AVD-DS-0029|HIGH|'apt-get' missing '--no-install-recommends'|What is only recommended makes the image larger, and easier to attack.",
		(subject) =>
			flat(subject)
				.filter((command) => /^apt-get\s.*\binstall\b/.test(command) && !command.includes('--no-install-recommends'))
				.map((command) => `'--no-install-recommends' flag is missed: '${command}'`),
	),
	checkOf(
		'AVD-DS-0031|CRITICAL|Secrets passed via `build-args` or envs or copied secret files|Whoever has the image can read them: mount them with --mount=type=secret.',
		({ all }) =>
			named(all, 'ENV', 'ARG').flatMap(({ name, rest }) => {
				const keys = [...rest.matchAll(/([A-Za-z_][A-Za-z0-9_]*)(?==|\s|$)/g)].map(([key]) => key);
				const found = keys.find((key) => /(PASSW(OR)?D|SECRET|_TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY)/i.test(key));
				return found === undefined
					? []
					: [`Possible exposure of secret ${name === 'ENV' ? 'env' : 'arg'} "${found}" in ${name}`];
			}),
	),
];

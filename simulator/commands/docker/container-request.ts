import type { ContainerRequest, MountRequest, PortRequest } from '../../hosts/containers/container-request.ts';
import type { SignalName } from '../../kernel/process-api.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import { Exit } from '../unix-command.ts';
import type { EngineRun } from './engine-command.ts';
import { parseMount, parseVolume } from './mount-flags.ts';
import { parsePorts } from './port-flags.ts';
import { parseBytes } from './words.ts';

/** A mistake in the flags of `run` or `create`. */
export function badFlag(run: EngineRun, message: string): Exit {
	return run.kind === 'docker'
		? new Exit(125, `${run.kind}: ${message}\n\nRun '${run.path} --help' for more information\n`)
		: new Exit(125, `Error: ${message}\n`);
}

/** What the flags of `run` and `create` ask for. Throws Exit. */
export function* containerRequest(run: EngineRun): Task<ContainerRequest> {
	const { text, isOn, list, flags } = run;
	const [image = '', ...command] = run.operands;
	const given = (name: string): string | undefined => (flags.changed.has(name) ? text(name) : undefined);
	const memory = given('memory');
	const memoryBytes = memory === undefined ? undefined : parseBytes(memory);
	if (memory !== undefined && memoryBytes === undefined) {
		throw new Exit(
			125,
			`invalid argument ${JSON.stringify(memory)} for "-m, --memory" flag: invalid size: '${memory}'\n`,
		);
	}
	if (memoryBytes !== undefined && memoryBytes > 0 && memoryBytes < 6 * 1024 * 1024 && run.kind === 'docker') {
		throw badFlag(run, 'Error response from daemon: Minimum memory limit allowed is 6MB');
	}
	const cpus = given('cpus');
	if (cpus !== undefined && !(Number(cpus) >= 0)) {
		throw new Exit(
			125,
			`invalid argument ${JSON.stringify(cpus)} for "--cpus" flag: failed to parse ${cpus} as a rational number\n`,
		);
	}
	const mounts: MountRequest[] = [
		...list('volume').map((each) => parseVolume(run, each)),
		...list('mount').map((each) => parseMount(run, each)),
		...list('tmpfs').map((each) => ({
			type: 'tmpfs' as const,
			source: '',
			target: each.split(':')[0] as string,
			readOnly: false,
			createsSource: false,
		})),
		...list('volumes-from').flatMap((each) => mountsOf(run, each)),
	];
	const ports: PortRequest[] = list('publish').flatMap((each) => parsePorts(run, each));
	const entrypoint = given('entrypoint');
	const networks = [...list('network'), ...list('net')].flatMap((each) => each.split(','));
	const security = list('security-opt').map((each) => each.replace(':', '='));
	return {
		name: given('name'),
		image,
		entrypoint: entrypoint === undefined ? undefined : entrypointWords(entrypoint),
		command,
		env: yield* environment(run),
		labels: yield* labels(run),
		user: given('user'),
		workingDir: given('workdir'),
		hostname: given('hostname'),
		tty: isOn('tty'),
		stdin: isOn('interactive'),
		mounts,
		ports,
		publishAll: isOn('publish-all'),
		networks,
		aliases: list('network-alias'),
		address: given('ip'),
		restart: restartPolicy(run),
		autoRemove: isOn('rm'),
		memoryBytes: memoryBytes === 0 ? undefined : memoryBytes,
		cpuMillicores: cpus === undefined || Number(cpus) === 0 ? undefined : Math.round(Number(cpus) * 1000),
		readOnly: isOn('read-only'),
		capAdd: list('cap-add').map(capability),
		capDrop: list('cap-drop').map(capability),
		privileged: isOn('privileged'),
		noNewPrivileges: security.includes('no-new-privileges') || security.includes('no-new-privileges=true'),
		hostPid: text('pid') === 'host',
		groups: list('group-add')
			.map(Number)
			.filter((gid) => !Number.isNaN(gid)),
		stopSignal: stopSignal(given('stop-signal')),
		stopTimeoutSeconds: flags.changed.has('stop-timeout') ? run.number('stop-timeout') : undefined,
		extraHosts: list('add-host').map((each) => hostEntry(run, each)),
		dns: list('dns'),
		healthcheck: healthcheck(run),
		pod: given('pod'),
	};
}

function entrypointWords(text: string): readonly string[] {
	if (!text.startsWith('[')) return [text];
	try {
		const words: unknown = JSON.parse(text);
		return Array.isArray(words) ? words.map(String) : [text];
	} catch {
		return [text];
	}
}

function capability(name: string): string {
	return name.toUpperCase().replace(/^CAP_/, '');
}

function stopSignal(name: string | undefined): SignalName | undefined {
	return name === undefined ? undefined : (name.toUpperCase().replace(/^SIG/, '') as SignalName);
}

function mountsOf(run: EngineRun, text: string): MountRequest[] {
	const [name = '', mode] = text.split(':');
	return run
		.engine()
		.container(name)
		.mounts.map(({ type, name: volume, source, target, readOnly }) => ({
			type,
			source: type === 'volume' ? volume : source,
			target,
			readOnly: readOnly || mode === 'ro',
			createsSource: false,
		}));
}

export function restartPolicy(run: EngineRun): ContainerRequest['restart'] {
	const [policy = '', retries] = run.text('restart').split(':');
	if (policy === '' || policy === 'no' || policy === 'never') return { policy: 'no', retries: 0 };
	if (policy !== 'always' && policy !== 'on-failure' && policy !== 'unless-stopped') {
		throw badFlag(
			run,
			run.kind === 'docker'
				? `Error response from daemon: invalid restart policy: unknown policy '${policy}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`
				: `${policy} is not a valid restart policy: invalid argument`,
		);
	}
	if (run.isOn('rm') && run.kind === 'docker')
		throw badFlag(run, 'conflicting options: cannot specify both --restart and --rm');
	return { policy, retries: Number(retries ?? 0) };
}

function hostEntry(run: EngineRun, text: string): readonly [string, string] {
	const match = /^([^:=]+)[:=](.+)$/.exec(text);
	if (match === null) {
		throw new Exit(
			125,
			`invalid argument ${JSON.stringify(text)} for "--add-host" flag: bad format for add-host: ${JSON.stringify(text)}\n\nUsage:  ${run.path} [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nRun '${run.path} --help' for more information\n`,
		);
	}
	return [match[1] as string, match[2] as string];
}

function* environment(run: EngineRun): Task<(readonly [string, string])[]> {
	const entries = new Map<string, string>();
	for (const path of run.list('env-file')) {
		for (const line of yield* linesOf(run, path)) {
			if (line.startsWith('#') || line.trim() === '') continue;
			const text = line.trimStart();
			const at = text.indexOf('=');
			const name = at < 0 ? text.trim() : text.slice(0, at);
			if (/\s/.test(name) || name === '') {
				throw badFlag(
					run,
					`invalid env file (${path}): ${name === '' ? 'no variable name on line' : `variable '${name}' contains whitespaces`}${name === '' ? ` '${line}'` : ''}`,
				);
			}
			const value = at < 0 ? run.process.env.get(name) : text.slice(at + 1);
			if (value !== undefined) entries.set(name, value);
		}
	}
	for (const each of run.list('env')) {
		const at = each.indexOf('=');
		const value = at < 0 ? run.process.env.get(each) : each.slice(at + 1);
		if (value !== undefined) entries.set(at < 0 ? each : each.slice(0, at), value);
	}
	return [...entries];
}

function* labels(run: EngineRun): Task<Map<string, string>> {
	const entries = new Map<string, string>();
	const texts: string[] = [];
	for (const path of run.list('label-file')) texts.push(...(yield* linesOf(run, path)));
	for (const text of [...texts, ...run.list('label')]) {
		if (text.trim() === '' || text.startsWith('#')) continue;
		const at = text.indexOf('=');
		entries.set(at < 0 ? text : text.slice(0, at), at < 0 ? '' : text.slice(at + 1));
	}
	return entries;
}

function* linesOf(run: EngineRun, path: string): Task<string[]> {
	try {
		return decodeUtf8(yield* readFile(run.process, path))
			.replace(/\n$/, '')
			.split(/\r?\n/);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw badFlag(run, `open ${path}: no such file or directory`);
	}
}

function healthcheck(run: EngineRun): ContainerRequest['healthcheck'] {
	if (run.isOn('no-healthcheck')) return { test: ['NONE'] };
	const command = run.text('health-cmd');
	if (command === '') return undefined;
	const ms = (name: string): number | undefined => (run.flags.changed.has(name) ? run.number(name) : undefined);
	return {
		test: ['CMD-SHELL', command],
		intervalMs: ms('health-interval'),
		timeoutMs: ms('health-timeout'),
		startPeriodMs: ms('health-start-period'),
		retries: ms('health-retries'),
	};
}

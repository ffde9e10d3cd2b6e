import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { findInPath } from '../programs/find-in-path.ts';
import { readWholeFile } from '../programs/read-file.ts';

const FOLDER = '/docker-entrypoint.d';
const CONFIG = 'etc/nginx/conf.d/default.conf';

/**
 * The image's /docker-entrypoint.sh: says what it sets up before nginx starts, then becomes its arguments.
 * Differs: it is a program of its own, not a script that bash interprets.
 */
export function* nginxEntrypoint(process: Process): Task<number> {
	const { env } = process;
	const args = process.argv.slice(1);
	const [command] = args;
	if (command === undefined) return 0;
	if (command === 'nginx' || command === 'nginx-debug') {
		const status = yield* prepare(process);
		if (status !== 0) return status;
		process.passPids(SCRIPT_PROCESSES);
	}
	const path = findInPath(process, command);
	if (path === undefined) {
		yield* process.write(2, encodeUtf8(`/docker-entrypoint.sh: 47: exec: ${command}: not found\n`));
		return 127;
	}
	try {
		return yield* process.exec(path, args, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		yield* process.write(2, encodeUtf8(`/docker-entrypoint.sh: 47: exec: ${command}: Permission denied\n`));
		return 126;
	}
}

/** What the scripts of /docker-entrypoint.d start and wait for. */
const SCRIPT_PROCESSES = 27;

/** Goes through the folder: its own scripts are known here, others are run. @returns the status of one that fails. */
function* prepare(process: Process): Task<number> {
	const isQuiet = process.env.has('NGINX_ENTRYPOINT_QUIET_LOGS');
	const say = (text: string): Task<void> =>
		isQuiet ? silence() : process.write(1, encodeUtf8(`/docker-entrypoint.sh: ${text}\n`));
	const names = namesIn(process, FOLDER);
	if (names.length === 0) {
		yield* say(`No files found in ${FOLDER}/, skipping configuration`);
		return 0;
	}
	yield* say(`${FOLDER}/ is not empty, will attempt to perform configuration`);
	yield* say(`Looking for shell scripts in ${FOLDER}/`);
	for (const name of names) {
		const path = `${FOLDER}/${name}`;
		if (name.endsWith('.envsh')) yield* say(`Sourcing ${path}`);
		else if (!name.endsWith('.sh')) yield* say(`Ignoring ${path}`);
		else if (!process.access(path, { execute: true })) yield* say(`Ignoring ${path}, not executable`);
		else {
			yield* say(`Launching ${path}`);
			const status = yield* launch(process, name, isQuiet);
			if (status !== 0) return status;
		}
	}
	yield* say('Configuration complete; ready for start up');
	return 0;
}

function* silence(): Task<void> {
	return undefined;
}

function namesIn(process: Process, folder: string): string[] {
	try {
		return [...process.readdir(folder)].sort();
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return [];
	}
}

function* launch(process: Process, name: string, isQuiet: boolean): Task<number> {
	const script = (text: string): Task<void> =>
		isQuiet ? silence() : process.write(1, encodeUtf8(`${name}: ${text}\n`));
	switch (name) {
		case '10-listen-on-ipv6-by-default.sh':
			if (process.access(`/${CONFIG}`, { write: true })) {
				yield* script(`info: Getting the checksum of /${CONFIG}`);
				yield* script(`info: Enabled listen on IPv6 in /${CONFIG}`);
			} else if (process.access(`/${CONFIG}`, {}))
				yield* script(`info: can not modify /${CONFIG} (read-only file system?)`);
			else yield* script(`info: /${CONFIG} is not a file or does not exist`);
			return 0;
		case '20-envsubst-on-templates.sh':
			yield* expandTemplates(process, script);
			return 0;
		case '30-tune-worker-processes.sh':
			return 0;
		default: {
			const path = `${FOLDER}/${name}`;
			const pid = process.spawn({ argv: [path], env: process.env, path });
			const result = yield* process.wait(pid);
			return result?.kind === 'exited' ? result.status : 1;
		}
	}
}

/** Models 20-envsubst-on-templates.sh: variables that are set are put in, others stay. */
function* expandTemplates(process: Process, say: (text: string) => Task<void>): Task<void> {
	const { env } = process;
	const folder = env.get('NGINX_ENVSUBST_TEMPLATE_DIR') ?? '/etc/nginx/templates';
	const suffix = env.get('NGINX_ENVSUBST_TEMPLATE_SUFFIX') ?? '.template';
	const output = env.get('NGINX_ENVSUBST_OUTPUT_DIR') ?? '/etc/nginx/conf.d';
	const templates = namesIn(process, folder).filter((name) => name.endsWith(suffix));
	if (templates.length === 0) return;
	if (!process.access(output, { write: true })) {
		yield* say(`ERROR: ${folder} exists, but ${output} is not writable`);
		return;
	}
	for (const name of templates) {
		const made = `${output}/${name.slice(0, -suffix.length)}`;
		yield* say(`Running envsubst on ${folder}/${name} to ${made}`);
		const text = decodeUtf8(yield* readWholeFile(process, `${folder}/${name}`));
		const expanded = text.replace(
			/\$(?:\{(\w+)\}|(\w+))/g,
			(all, braced?: string, plain?: string) => env.get(braced ?? plain ?? '') ?? all,
		);
		const fd = yield* process.open(made, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(expanded));
		process.close(fd);
	}
}

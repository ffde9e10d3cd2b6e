import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { findInPath } from '../programs/find-in-path.ts';

/**
 * The image's /docker-entrypoint.sh: says what it sets up before nginx starts, then becomes its arguments.
 * Differs: it is a program of its own, not a script that bash interprets; templates are not expanded.
 */
export function* nginxEntrypoint(process: Process): Task<number> {
	const { env } = process;
	const args = process.argv.slice(1);
	const [command] = args;
	if (command === undefined) return 0;
	if (command === 'nginx' || command === 'nginx-debug') {
		yield* process.write(1, encodeUtf8(preparation(process)));
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

function preparation(process: Process): string {
	const folder = '/docker-entrypoint.d';
	const script = '10-listen-on-ipv6-by-default.sh';
	const config = 'etc/nginx/conf.d/default.conf';
	const writable = process.access(`/${config}`, { write: true });
	return [
		`/docker-entrypoint.sh: ${folder}/ is not empty, will attempt to perform configuration`,
		`/docker-entrypoint.sh: Looking for shell scripts in ${folder}/`,
		`/docker-entrypoint.sh: Launching ${folder}/${script}`,
		...(writable
			? [`${script}: info: Getting the checksum of /${config}`, `${script}: info: Enabled listen on IPv6 in /${config}`]
			: [`${script}: info: can not modify /${config} (read-only file system?)`]),
		`/docker-entrypoint.sh: Sourcing ${folder}/15-local-resolvers.envsh`,
		`/docker-entrypoint.sh: Launching ${folder}/20-envsubst-on-templates.sh`,
		`/docker-entrypoint.sh: Launching ${folder}/30-tune-worker-processes.sh`,
		'/docker-entrypoint.sh: Configuration complete; ready for start up',
		'',
	].join('\n');
}

import { errorMessage } from '../../../kernel/error-message.ts';
import { type Process, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { become } from '../../launch.ts';
import { flag, OptionError, type ParsedOptions, parseOptions, withValue } from '../../options.ts';
import { Exit, type UnixRun, unixCommand } from '../../unix-command.ts';
import { AgentServer } from './agent-server.ts';
import { secondsOf } from './time-words.ts';

const TABLE = {
	address: withValue('a'),
	csh: flag('c'),
	bourne: flag('s'),
	debug: flag('d', 'D'),
	kill: flag('k'),
	life: withValue('t'),
	ignored: withValue('E', 'O', 'P'),
} as const;

const USAGE = `usage: ssh-agent [-c | -s] [-Dd] [-a bind_address] [-E fingerprint_hash]
                 [-O option] [-P allowed_providers] [-t life]
       ssh-agent [-a bind_address] [-E fingerprint_hash] [-O option]
                 [-P allowed_providers] [-t life] command [arg ...]
       ssh-agent [-c | -s] -k
`;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Starts an agent in the background, or for as long as a command runs. Models OpenSSH ssh-agent.c. */
export const sshAgent = unixCommand({
	name: 'ssh-agent',
	paths: ['/usr/bin/ssh-agent'],
	size: 309_688,
	*main(run) {
		const { values, operands } = parsed(run.args);
		const { process } = run;
		const csh = values.csh === true || (!values.bourne && /csh$/.test(process.env.get('SHELL') ?? ''));
		if (values.kill) return yield* killAgent(run, csh);
		const life = values.life === undefined ? 0 : secondsOf(values.life);
		if (life === undefined) throw new Exit(1, `Invalid lifetime\n${USAGE}`);
		const path = values.address ?? newPath(process);
		let listening: number;
		try {
			listening = process.listenLocal(path, 128);
			process.chmod(path, 0o600);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			throw new Exit(1, `unix_listener: cannot bind to path ${path}: ${errorMessage(error.errno)}\r\n`);
		}
		if (values.debug) {
			yield* run.out.write(setting(csh, 'SSH_AUTH_SOCK', path));
			yield* run.out.write(`echo Agent pid ${process.pid};\n`);
			yield* run.out.flush();
			return yield* serve(process, listening, path, life, () => false);
		}
		const parent = process.pid;
		const isCommand = operands.length > 0;
		const child = process.spawn({
			argv: process.argv,
			env: process.env,
			fds: new Map([[3, listening]]),
			newSession: true,
			program: (own) => serve(own, 3, path, life, () => isCommand && !isAlive(own, parent)),
		});
		process.close(listening);
		if (isCommand) return yield* runCommand(process, operands, path, child);
		yield* run.out.write(setting(csh, 'SSH_AUTH_SOCK', path) + setting(csh, 'SSH_AGENT_PID', String(child)));
		yield* run.out.write(`echo Agent pid ${child};\n`);
		return 0;
	},
});

function parsed(args: readonly string[]): ParsedOptions<typeof TABLE> {
	try {
		return parseOptions(args, TABLE, true);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		throw new Exit(1, `${error.message.replace(/^invalid option -- '(.)'$/, 'unknown option -- $1')}\r\n${USAGE}`);
	}
}

function setting(csh: boolean, name: string, value: string): string {
	return csh ? `setenv ${name} ${value};\n` : `${name}=${value}; export ${name};\n`;
}

function* killAgent({ process, out }: UnixRun, csh: boolean): Task<number> {
	const text = process.env.get('SSH_AGENT_PID');
	if (text === undefined) throw new Exit(1, 'SSH_AGENT_PID not set, cannot kill agent\n');
	const pid = Number(text);
	if (!/^\d+$/.test(text) || pid <= 0) {
		throw new Exit(1, `SSH_AGENT_PID="${text}", which is not a good PID: invalid\n`);
	}
	try {
		process.kill(pid, 'TERM');
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `kill: ${errorMessage(error.errno)}\n`);
	}
	const unset = (name: string): string => (csh ? `unsetenv ${name};\n` : `unset ${name};\n`);
	yield* out.write(`${unset('SSH_AUTH_SOCK')}${unset('SSH_AGENT_PID')}echo Agent pid ${pid} killed;\n`);
	return 0;
}

function newPath(process: Process): string {
	const letters = Array.from({ length: 12 }, () => LETTERS[process.randomUint32() % LETTERS.length]).join('');
	const folder = `/tmp/ssh-${letters}`;
	process.mkdir(folder, 0o700);
	return `${folder}/agent.${process.pid}`;
}

function* serve(process: Process, listening: number, path: string, life: number, isOver: () => boolean): Task<number> {
	process.onEnd(() => remove(process, path));
	process.rest({ cpuMillicores: 0, memoryBytes: 3 * 1024 ** 2 });
	return yield* new AgentServer(process, life).run(listening, isOver);
}

function remove(process: Process, path: string): void {
	try {
		process.unlink(path);
		if (/^\/tmp\/ssh-\w{12}\//.test(path)) process.rmdir(path.slice(0, path.lastIndexOf('/')));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
	}
}

function isAlive(process: Process, pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		if (error instanceof SystemError) return false;
		throw error;
	}
}

function* runCommand(process: Process, words: readonly string[], path: string, agent: number): Task<number> {
	const env = new Map([...process.env, ['SSH_AUTH_SOCK', path], ['SSH_AGENT_PID', String(agent)]]);
	try {
		return yield* become(process, words, env);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new Exit(1, `${words[0]}: ${errorMessage(error.errno)}\n`);
	}
}

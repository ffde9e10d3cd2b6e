import { type Process, type Program, SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { encodeUtf8 } from '../../../machinery/utf8.ts';
import { lookupName } from '../programs/program-resolver.ts';

interface ShellOptions {
	host: string;
	port: number;
	script: string | undefined;
	isQuiet: boolean;
}

/**
 * mongosh, and mongo before it: what probes and the curious ask a server. Differs: documents are not kept, so whatever would
 * find or change them is refused. @param isOld the shell that came with the servers before 6.0.
 */
export function mongoShell(isOld: boolean): Program {
	return (process) => run(process, isOld);
}

const TAKES_VALUE = new Set([
	'-u',
	'--username',
	'-p',
	'--password',
	'--authenticationDatabase',
	'--authenticationMechanism',
]);

function optionsOf(args: readonly string[]): ShellOptions {
	const options: ShellOptions = { host: '127.0.0.1', port: 27017, script: undefined, isQuiet: false };
	for (let at = 0; at < args.length; at++) {
		const [name = '', joined] = (args[at] as string).split(/=(.*)/s);
		const value = (): string => joined ?? args[++at] ?? '';
		if (name === '--eval') options.script = value();
		else if (name === '--host') options.host = value();
		else if (name === '--port') options.port = Number(value());
		else if (name === '--quiet') options.isQuiet = true;
		else if (TAKES_VALUE.has(name)) value();
		else if (!name.startsWith('-')) {
			const [, host, port] = /^(?:mongodb:\/\/)?(?:[^@/]*@)?([^:/]+)?(?::(\d+))?/.exec(name) ?? [];
			if (/[.:]/.test(name) || name.startsWith('mongodb://') || name === 'localhost') {
				options.host = host ?? options.host;
				options.port = Number(port ?? options.port);
			}
		}
	}
	return options;
}

function* run(process: Process, isOld: boolean): Task<number> {
	const args = process.argv.slice(1);
	const version = (process.release ?? '').replace(/-.*/, '');
	if (args.includes('--version')) {
		yield* process.write(1, encodeUtf8(isOld ? `MongoDB shell version v${version}\n` : '2.5.8\n'));
		return 0;
	}
	const options = optionsOf(args);
	const problem = yield* reach(process, options);
	if (problem !== undefined) {
		const text = isOld
			? `MongoDB shell version v${version}\nconnecting to: mongodb://${options.host}:${options.port}/\nError: couldn't connect to server ${options.host}:${options.port}, connection attempt failed: SocketException: Error connecting to ${options.host}:${options.port} :: caused by :: Connection refused :\nexception: connect failed\nexiting with code 1\n`
			: `MongoNetworkError: ${problem}\n`;
		yield* process.write(isOld ? 1 : 2, encodeUtf8(text));
		return 1;
	}
	if (!options.isQuiet && isOld) {
		yield* process.write(
			1,
			encodeUtf8(
				`MongoDB shell version v${version}\nconnecting to: mongodb://${options.host}:${options.port}/\nMongoDB server version: ${version}\n`,
			),
		);
	}
	if (options.script === undefined) {
		yield* process.write(
			2,
			encodeUtf8(`${process.argv[0]}: the interactive prompt is not available here; give --eval\n`),
		);
		return 1;
	}
	const answer = answerOf(options.script, version, process.hostname, isOld);
	if (answer === undefined) {
		yield* process.write(
			2,
			encodeUtf8(
				`${process.argv[0]}: this simulated server keeps no documents: it cannot evaluate ${options.script}\n`,
			),
		);
		return 1;
	}
	yield* process.write(1, encodeUtf8(`${answer}\n`));
	return 0;
}

function* reach(process: Process, { host, port }: ShellOptions): Task<string | undefined> {
	const resolved = yield* lookupName(process, host);
	const address = resolved.kind === 'found' ? resolved.addresses[0] : undefined;
	if (address === undefined) return `getaddrinfo ENOTFOUND ${host}`;
	try {
		process.close(yield* process.connect(address, port));
		return undefined;
	} catch (error) {
		if (!(error instanceof SystemError) || error.errno === 'EINTR') throw error;
		return `connect ${error.errno} ${address}:${port}`;
	}
}

/** What the shell prints of one expression. */
function answerOf(script: string, version: string, host: string, isOld: boolean): string | undefined {
	const text = script
		.trim()
		.replace(/;$/, '')
		.replace(/^(?:print|printjson)\((.*)\)$/s, '$1');
	const command =
		/^db(?:\.getSiblingDB\([^)]*\))?\.(?:runCommand|adminCommand)\(\s*(?:\{\s*)?["']?(\w+)["']?(?:\s*:\s*1)?(?:\s*\})?\s*\)(\.\w+)?$/.exec(
			text,
		);
	const name =
		command?.[1] ?? (/^db\.(hello|isMaster|serverStatus|stats)\(\)(\.\w+)?$/.exec(text)?.[1] as string | undefined);
	const field = command?.[2] ?? /\)(\.\w+)$/.exec(text)?.[1];
	if (name === 'ping') return field === '.ok' ? '1' : isOld ? '{ "ok" : 1 }' : '{ ok: 1 }';
	if (name === 'hello' || name === 'isMaster' || name === 'ismaster') {
		const primary = name === 'hello' ? 'isWritablePrimary' : 'ismaster';
		if (field === `.${primary}` || field === '.ok') return field === '.ok' ? '1' : 'true';
		return isOld
			? `{ "${primary}" : true, "maxWireVersion" : 13, "readOnly" : false, "ok" : 1 }`
			: `{\n  ${primary}: true,\n  maxWireVersion: 25,\n  readOnly: false,\n  ok: 1\n}`;
	}
	if (text === 'db.version()') return version;
	if (text === 'db.getName()' || text === 'db') return 'test';
	if (text === 'db.hostInfo().system.hostname') return host;
	if (text === 'rs.status().ok') return isOld ? '0' : undefined;
	if (/^["'].*["']$/s.test(text)) return text.slice(1, -1);
	return /^\d+$/.test(text) ? text : undefined;
}

import { type Process, SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { parseYamlDocument } from '../../machinery/yaml/parse-yaml.ts';
import { YamlError } from '../../machinery/yaml/yaml-error.ts';
import { readFile } from '../stdio.ts';
import { strftime } from '../strftime.ts';
import { findArtifact } from './falco-artifacts.ts';

const VERSION = '0.12.2';
const RESTING = { cpuMillicores: 1, memoryBytes: 24 * 1024 ** 2 };
const FLAGS_WITH_VALUE = /^--(config|rulesfiles-dir|plugins-dir|log-format|log-level|allowed-types|state-dir|type)$/;

interface Call {
	readonly process: Process;
	readonly words: readonly string[];
	readonly flags: ReadonlyMap<string, string>;
}

/** The tool that fetches falco's artifacts. Differs: it has them with it, and there is nothing newer. */
export function* falcoctlProgram(process: Process): Task<number> {
	const call = parse(process);
	const [command, verb] = call.words;
	const say = (text: string): Task<void> => process.write(1, encodeUtf8(text));
	if (command === 'version') yield* say(`Client Version: ${VERSION}\n`);
	else if (command === 'driver') yield* verb === 'printenv' ? say(DRIVER) : say('');
	else if (command === 'artifact' && verb === 'follow') return yield* follow(call);
	else if (command === 'artifact' && verb === 'install') return yield* install(call);
	else yield* say(HELP);
	return 0;
}

function parse(process: Process): Call {
	const words: string[] = [];
	const flags = new Map<string, string>();
	const args = process.argv.slice(1);
	for (let at = 0; at < args.length; at++) {
		const word = args[at] as string;
		if (!word.startsWith('-')) words.push(word);
		else if (word.includes('=')) flags.set(word.replace(/=.*$/s, ''), word.replace(/^[^=]*=/, ''));
		else flags.set(word, FLAGS_WITH_VALUE.test(word) ? (args[++at] ?? '') : '');
	}
	return { process, words, flags };
}

function* log({ process, flags }: Call, level: string, message: string): Task<void> {
	const time = strftime('%Y-%m-%d %H:%M:%S', process.now());
	const line =
		flags.get('--log-format') === 'json'
			? `${JSON.stringify({ level, msg: message, timestamp: time })}\n`
			: ` ${time} ${level.padEnd(5)} ${message}\n`;
	yield* process.write(1, encodeUtf8(line));
}

interface Settings {
	readonly refs: readonly string[];
	readonly rulesFolder: string;
	readonly pluginsFolder: string;
}

/** What its configuration says of installing. */
function* settingsOf({ process, flags }: Call): Task<Settings> {
	let install: Record<string, unknown> = {};
	try {
		const text = decodeUtf8(yield* readFile(process, flags.get('--config') ?? '/etc/falcoctl/falcoctl.yaml'));
		const config = parseYamlDocument(text) as { artifact?: { install?: Record<string, unknown> } } | null;
		install = config?.artifact?.install ?? {};
	} catch (error) {
		if (!(error instanceof SystemError) && !(error instanceof YamlError)) throw error;
	}
	const refs = Array.isArray(install.refs) ? install.refs.map(String) : [];
	return {
		refs,
		rulesFolder: flags.get('--rulesfiles-dir') ?? String(install.rulesfilesDir ?? '/etc/falco'),
		pluginsFolder: flags.get('--plugins-dir') ?? String(install.pluginsDir ?? '/usr/share/falco/plugins'),
	};
}

function* install(call: Call): Task<number> {
	const { process, words } = call;
	const { refs, rulesFolder, pluginsFolder } = yield* settingsOf(call);
	const asked = words.slice(2).length > 0 ? words.slice(2) : refs;
	for (const ref of asked) {
		const artifact = findArtifact(ref);
		if (artifact === undefined) {
			yield* log(call, 'ERROR', `cannot find ${ref} among the configured indexes, skipping`);
			return 1;
		}
		yield* log(call, 'INFO', `Installing artifacts refs: [${artifact.ref}]`);
		yield* process.sleep(900);
		const folder = artifact.isPlugin ? pluginsFolder : rulesFolder;
		try {
			const path = `${folder}/${artifact.file}`;
			const fd = yield* process.open(
				path,
				{ write: true, create: true, truncate: true },
				artifact.isPlugin ? 0o755 : 0o644,
			);
			yield* process.write(fd, encodeUtf8(artifact.text));
			process.close(fd);
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			yield* log(call, 'ERROR', `cannot use directory "${folder}" as install destination: permission denied`);
			return 1;
		}
		yield* log(call, 'INFO', `Artifact successfully installed in "${folder}": ${artifact.ref}`);
	}
	return 0;
}

function* follow(call: Call): Task<number> {
	const { process } = call;
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.rest(RESTING);
	yield* log(call, 'INFO', 'Retrieving versions from Falco (timeout 2m0s) ...');
	yield* log(call, 'INFO', 'Creating follower artifact: falco-rules:5 check every: 168h0m0s');
	yield* log(call, 'INFO', 'Starting follower artifact: ghcr.io/falcosecurity/rules/falco-rules:5');
	try {
		for (;;) yield* process.block(NEVER);
	} catch (error) {
		if (error instanceof SystemError && error.errno === 'EINTR') return 0;
		throw error;
	}
}

const DRIVER = `DRIVER="modern_ebpf"
DRIVERS_REPO="https://download.falco.org/driver"
DRIVER_VERSION="9.1.0+driver"
DRIVER_NAME="falco"
HOST_ROOT="/"
TARGET_ID="ubuntu-generic"
ARCH="x86_64"
`;

const HELP = `
     __       _                _   _
    / _| __ _| | ___ ___   ___| |_| |
   | |_ / _  | |/ __/ _ \\ / __| __| |
   |  _| (_| | | (_| (_) | (__| |_| |
   |_|  \\__,_|_|\\___\\___/ \\___|\\__|_|

The official CLI tool for working with Falco and its ecosystem components

Usage:
  falcoctl [command]

Available Commands:
  artifact    Interact with Falco artifacts
  driver      Interact with falcosecurity driver
  help        Help about any command
  version     Print the falcoctl version information
`;

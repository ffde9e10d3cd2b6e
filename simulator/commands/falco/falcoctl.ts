import { type Process, SystemError } from '../../kernel/process-api.ts';
import { NEVER } from '../../kernel/processes/waits.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { strftime } from '../strftime.ts';

const VERSION = '0.12.2';
const RESTING = { cpuMillicores: 1, memoryBytes: 24 * 1024 ** 2 };

/** The tool that fetches falco's artifacts. Differs: there is nothing newer than what is there, and no registry to ask. */
export function* falcoctlProgram(process: Process): Task<number> {
	const [command, verb] = process.argv.slice(1).filter((word) => !word.startsWith('-'));
	const say = (fd: number, text: string): Task<void> => process.write(fd, encodeUtf8(text));
	if (command === 'version') {
		yield* say(1, `Client Version: ${VERSION}\n`);
		return 0;
	}
	if (command === 'driver' && verb === 'printenv') {
		yield* say(1, DRIVER);
		return 0;
	}
	if (command === 'driver' && (verb === 'config' || verb === 'install')) return 0;
	if (command === 'artifact' && verb === 'follow') return yield* follow(process);
	if (command === 'artifact' && verb === 'install') {
		yield* say(2, ` ${strftime('%H:%M:%S', process.now())} ERROR Unable to reach the registry of artifacts\n`);
		return 1;
	}
	yield* say(1, HELP);
	return 0;
}

function* follow(process: Process): Task<number> {
	for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'catch');
	process.rest(RESTING);
	const time = strftime('%Y-%m-%d %H:%M:%S', process.now());
	const lines = [
		` ${time} INFO  Reading all configured index files from "/root/.config/falcoctl/indexes.yaml"`,
		` ${time} INFO  Retrieving versions from Falco (timeout 2m0s) ...`,
		` ${time} INFO  Creating follower artifact: falco-rules:5 check every: 168h0m0s`,
		` ${time} INFO  Starting follower artifact: ghcr.io/falcosecurity/rules/falco-rules:5`,
	];
	yield* process.write(1, encodeUtf8(`${lines.join('\n')}\n`));
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

import { formatJson } from '../../../machinery/format-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYaml } from '../../../machinery/yaml/format-yaml.ts';
import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError, isUserError } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { clientVersion, KUSTOMIZE_VERSION } from '../version.ts';

const SUPPORTED_MINOR_SKEW = 1;

/** What the server says of itself at /version. */
interface ServerVersion {
	readonly gitVersion: string;
	readonly [field: string]: unknown;
}

export const version = defineCommand({
	name: 'version',
	use: 'version',
	short: 'Print the client and server version information',
	long: 'Print the client and server version information for the current context.',
	examples: `
# The versions of client and server for the current context
kubectl version`,
	flagsInUseLine: true,
	flags: {
		client: bool(false, 'If true, shows client version only (no server required).'),
		output: string('', "One of 'yaml' or 'json'.", { shorthand: 'o' }),
	},
	*run({ kubectl, flags, args }) {
		if (!flags.client && args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
		if (!['', 'yaml', 'json'].includes(flags.output)) throw new CommandError("--output must be 'yaml' or 'json'");
		const { server, error } = flags.client ? { server: undefined, error: undefined } : yield* serverVersion(kubectl);
		const own = clientVersion(kubectl.process.release);
		const versions = { clientVersion: own, kustomizeVersion: KUSTOMIZE_VERSION, serverVersion: server };
		if (flags.output === 'json') {
			yield* kubectl.io.out(`${formatJson(versions, { indent: '  ', keepOrder: true })}\n`);
		} else if (flags.output === 'yaml') {
			yield* kubectl.io.out(`${formatYaml(versions)}\n`);
		} else {
			const served = server === undefined ? '' : `Server Version: ${server.gitVersion}\n`;
			yield* kubectl.io.out(`Client Version: ${own.gitVersion}\nKustomize Version: ${KUSTOMIZE_VERSION}\n${served}`);
		}
		if (server !== undefined) yield* warnOfSkew(kubectl, server.gitVersion);
		if (error !== undefined) throw error;
	},
});

function* serverVersion(kubectl: Kubectl): Task<{ server: ServerVersion | undefined; error: Error | undefined }> {
	const client = yield* kubectl.client();
	try {
		return { server: yield* client.get<ServerVersion>('/version', [['timeout', '32s']]), error: undefined };
	} catch (error) {
		if (!isUserError(error)) throw error;
		return { server: undefined, error };
	}
}

/** Models kubectl/pkg/cmd/version getVersionSkewWarning. */
function* warnOfSkew(kubectl: Kubectl, served: string): Task<void> {
	const own = majorAndMinor(clientVersion(kubectl.process.release).gitVersion);
	const other = majorAndMinor(served);
	if (own === undefined || other === undefined)
		throw new CommandError(`server version error: could not parse ${JSON.stringify(served)} as version`);
	if (own[0] === other[0] && Math.abs(own[1] - other[1]) <= SUPPORTED_MINOR_SKEW) return;
	const warning = `version difference between client (${own.join('.')}) and server (${other.join('.')}) exceeds the supported minor version skew of +/-${SUPPORTED_MINOR_SKEW}`;
	if (kubectl.globals['warnings-as-errors']) throw new CommandError(warning);
	yield* kubectl.io.err(`Warning: ${warning}\n`);
}

function majorAndMinor(text: string): [number, number] | undefined {
	const match = /^v?(\d+)\.(\d+)\.\d+/.exec(text);
	return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

import type { Task } from '../../machinery/task.ts';
import { CommandError } from './errors.ts';
import type { ClientConfig, ConfigOverrides, Kubeconfig } from './kubeconfig.ts';
import type { Streams } from './streams.ts';

/**
 * Asks at the terminal who it is when nothing in the configuration says so and the server is one of TLS. Models clientcmd
 * getUserIdentificationPartialConfig and PromptingAuthLoader.
 */
export function* withPromptedCredentials(
	streams: Streams,
	config: ClientConfig,
	kubeconfig: Kubeconfig,
	flags: ConfigOverrides,
): Task<ClientConfig> {
	if (!config.server.startsWith('https://') || isKnown(config) || hasPlugin(kubeconfig, flags)) return config;
	yield* streams.out('Please enter Username: ');
	const username = yield* firstWord(streams);
	yield* streams.out('Please enter Password: ');
	return { ...config, username, password: yield* hiddenLine(streams) };
}

function isKnown({ username, clientCertificatePem, token }: ClientConfig): boolean {
	return [username, clientCertificatePem, token].some((value) => value !== undefined && value !== '');
}

/** Another program says who it is. */
function hasPlugin(kubeconfig: Kubeconfig, flags: ConfigOverrides): boolean {
	const context = kubeconfig.contexts.get(flags.context !== '' ? flags.context : kubeconfig.currentContext);
	const fields = kubeconfig.users.get(flags.user !== '' ? flags.user : String(context?.fields.user ?? ''))?.fields;
	return fields?.exec !== undefined || fields?.['auth-provider'] !== undefined;
}

/** Lines without anything on them are passed over. */
function* firstWord(streams: Streams): Task<string> {
	const bytes: number[] = [];
	for (;;) {
		const [byte] = yield* streams.process.read(0, 1);
		if (byte === undefined && bytes.length === 0) throw new CommandError('EOF');
		if (byte === undefined || byte <= SPACE) {
			if (bytes.length > 0) return String.fromCharCode(...bytes);
		} else if (bytes.push(byte) > WORD_BYTES_MAX) throw new CommandError('EOF');
	}
}

const SPACE = 32;
const WORD_BYTES_MAX = 4096;

function* hiddenLine(streams: Streams): Task<string> {
	const { process } = streams;
	if (!process.isatty(0)) throw new CommandError('error reading input for Password');
	const mode = process.getTerminalMode(0);
	process.setTerminalMode(0, { ...mode, echo: false });
	try {
		return yield* streams.line();
	} finally {
		process.setTerminalMode(0, mode);
	}
}

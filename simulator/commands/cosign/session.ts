import { ArtifactRepository, RegistryRefusal } from '../../hosts/containers/registry-artifacts.ts';
import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { EcdsaKey } from '../../machinery/ecdsa/ecdsa.ts';
import type { Point } from '../../machinery/ecdsa/p256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { readAll, readFile } from '../stdio.ts';
import { KeyError, readPrivateKey, readPublicKey } from './key-file.ts';

/** Why a command of cosign ends. @param status cosign has some of its own. */
export class CosignError extends Error {
	readonly status: number;

	constructor(message: string, status = 1) {
		super(message);
		this.status = status;
	}
}

/** Models sigstore/cosign cmd/cosign/errors exit_codes.go. */
export const STATUS = { withoutSignature: 10, missingTag: 11, noMatch: 12 } as const;

/** The password of a private key: what the environment says, what is typed, or what stdin has. Models cosign.GetPass. */
export function* password(run: CobraRun, isNew: boolean): Task<string> {
	const { process } = run;
	const given = process.env.get('COSIGN_PASSWORD');
	if (given !== undefined) return given;
	if (!process.isatty(0)) return decodeUtf8(yield* readAll(process, 0)).replace(/\r?\n$/, '');
	const first = yield* typed(run, 'Enter password for private key: ');
	if (!isNew) return first;
	const second = yield* typed(run, 'Enter password for private key again: ');
	if (first !== second) throw new CosignError('passwords do not match');
	return first;
}

function* typed(run: CobraRun, prompt: string): Task<string> {
	const { process } = run;
	yield* run.say(prompt);
	const mode = process.getTerminalMode(0);
	process.setTerminalMode(0, { ...mode, echo: false });
	try {
		return (yield* oneLine(run)) ?? '';
	} finally {
		process.setTerminalMode(0, mode);
		yield* run.say('\n');
	}
}

/** The next line of stdin, without what follows it. */
export function* oneLine({ process }: CobraRun): Task<string | undefined> {
	const bytes: number[] = [];
	for (;;) {
		const [byte] = yield* process.read(0, 1);
		if (byte === undefined) return bytes.length === 0 ? undefined : decodeUtf8(Uint8Array.from(bytes));
		if (byte === 0x0a) return decodeUtf8(Uint8Array.from(bytes));
		bytes.push(byte);
	}
}

export function* bytesAt(run: CobraRun, path: string, what: string): Task<Uint8Array> {
	try {
		return path === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CosignError(`${what}open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
}

export function* writeText(run: CobraRun, path: string, text: string, mode: number): Task<void> {
	try {
		const fd = yield* run.process.open(path, { write: true, create: true, truncate: true }, mode);
		yield* run.process.write(fd, encodeUtf8(text));
		run.process.close(fd);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		throw new CosignError(`open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
}

/** The private key that `--key` names. */
export function* signer(run: CobraRun): Task<EcdsaKey> {
	const path = run.text('key');
	if (path === '')
		throw new CosignError(
			'getting signer: getting key from Fulcio: retrieving cert: error obtaining token: expired_token',
		);
	const text = decodeUtf8(yield* bytesAt(run, path, 'getting signer: reading key: '));
	const secret = yield* password(run, false);
	try {
		return yield* readPrivateKey(text, secret, () => run.process.tick(200));
	} catch (error) {
		if (!(error instanceof KeyError)) throw error;
		throw new CosignError(`getting signer: ${error.message}`);
	}
}

/** The public key that `--key` names; a private key's half, too. */
export function* verifier(run: CobraRun): Task<Point> {
	const path = run.text('key');
	const isKeyless = ['certificate-identity', 'certificate-identity-regexp'].some((name) => run.text(name) !== '');
	// Nobody has signed with an identity in this world.
	if (path === '' && isKeyless) throw new CosignError('no signatures found', STATUS.withoutSignature);
	if (path === '') {
		throw new CosignError(
			'--certificate-identity or --certificate-identity-regexp is required for verification in keyless mode',
		);
	}
	const text = decodeUtf8(yield* bytesAt(run, path, 'loading public key: '));
	try {
		return readPublicKey(text);
	} catch (error) {
		if (!(error instanceof KeyError)) throw error;
		throw new CosignError(`loading public key: ${error.message}`);
	}
}

/** The repository of an image that was named. */
export function repositoryOf(run: CobraRun, name: string): ArtifactRepository {
	const flag = (key: string): boolean => run.flags.values[key] === true;
	const [username, password] = ['registry-username', 'registry-password'].map((key) => run.flags.values[key]);
	const login =
		typeof username === 'string' && username !== '' ? { username, password: String(password ?? '') } : undefined;
	try {
		return new ArtifactRepository(run.process, name, {
			insecure: flag('allow-insecure-registry') || flag('allow-http-registry'),
			login,
		});
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(`parsing reference: ${error.message}`);
	}
}

/** What the reference leads to. @param head in front of what went wrong. */
export function* digestOf(repository: ArtifactRepository, head: string): Task<string> {
	try {
		return yield* repository.digest();
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(`${head}${error.message}`, error.isMissing ? STATUS.missingTag : 1);
	}
}

/** "owner=me" of -a. */
export function annotationsOf(run: CobraRun): ReadonlyMap<string, string> {
	return new Map(
		run.list('annotations').map((pair): [string, string] => {
			const at = pair.indexOf('=');
			if (at < 0) throw new CosignError(`unable to parse annotation: ${pair}`);
			return [pair.slice(0, at), pair.slice(at + 1)];
		}),
	);
}

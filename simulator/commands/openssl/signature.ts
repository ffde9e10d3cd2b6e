import { SystemError } from '../../kernel/process-api.ts';
import { ecdsaSign, ecdsaVerify } from '../../machinery/ecdsa/ecdsa.ts';
import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Task } from '../../machinery/task.ts';
import { decodePem } from '../../machinery/x509/pem.ts';
import { readRsaKey } from '../../machinery/x509/rsa-key.ts';
import { readAll, readFile } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import type { Arguments } from './arguments.ts';
import { ecKeyIn } from './ec-commands.ts';
import { textOf, writeOut } from './files.ts';

/** `openssl dgst -sign KEY`, `-verify KEY -signature FILE`. Models apps/dgst.c do_fp. */
export function* signatureOf(run: UnixRun, args: Arguments): Task<number> {
	const hostCalls = run.process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: no host calls');
	const [path] = args.operands;
	const secretPath = args.value('sign') ?? args.value('prverify');
	if (args.has('sign')) {
		const text = yield* textOf(run, secretPath, 'private key');
		const message = yield* bytesOf(run, path);
		const ec = ecKeyIn(text, false);
		const rsa = readRsaKey(text);
		if (ec?.secret !== undefined) yield* writeOut(run, args, ecdsaSign({ secret: ec.secret }, message));
		else if (rsa !== undefined) yield* writeOut(run, args, hostCalls.rsaSha256Sign(rsa.privateKeyPem, message));
		else throw new Exit(1, `Could not read private key from ${secretPath}\n`);
		return 0;
	}
	const signaturePath = args.value('signature');
	if (signaturePath === undefined) throw new Exit(1, 'No signature to verify: use the -signature option\n');
	const keyPath = args.value('verify');
	const text = yield* textOf(run, keyPath ?? secretPath, 'public key');
	const ec = ecKeyIn(text, keyPath !== undefined);
	const spki =
		keyPath === undefined
			? readRsaKey(text)?.publicKeySpki
			: decodePem(text).find(({ type }) => type === 'PUBLIC KEY')?.bytes;
	if (ec === undefined && spki === undefined) throw new Exit(1, `Could not read public key from ${keyPath}\n`);
	const signature = yield* bytesOf(run, signaturePath, 'signature file');
	const message = yield* bytesOf(run, path);
	const isGood =
		ec === undefined
			? hostCalls.rsaSha256Verify(spki as Uint8Array, message, signature)
			: ecdsaVerify(ec.point, message, signature);
	yield* run.out.write(isGood ? 'Verified OK\n' : 'Verification failure\n');
	return isGood ? 0 : 1;
}

function* bytesOf(run: UnixRun, path: string | undefined, what = ''): Task<Uint8Array> {
	try {
		return path === undefined ? yield* readAll(run.process, 0) : yield* readFile(run.process, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const head = what === '' ? 'dgst: ' : `Error opening ${what} ${path}\n`;
		throw new Exit(1, `${head}Can't open "${path}" for reading, No such file or directory\n`);
	}
}

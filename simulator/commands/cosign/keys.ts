import { ecdsaKey, ecdsaPublicKey } from '../../machinery/ecdsa/ecdsa.ts';
import type { Task } from '../../machinery/task.ts';
import { encodePem } from '../../machinery/x509/pem.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { privateKeyFile, publicKeyFile } from './key-file.ts';
import { CosignError, oneLine, password, signer, writeText } from './session.ts';

/** `cosign generate-key-pair`. */
export function* generateKeyPair(run: CobraRun): Task<number> {
	const { process } = run;
	const [target] = run.operands;
	if (target !== undefined) throw new CosignError(`unsupported key reference ${JSON.stringify(target)}`);
	const prefix = run.text('output-key-prefix');
	const [own, shared] = [`${prefix}.key`, `${prefix}.pub`];
	if (process.access(own, {})) {
		yield* run.say(`WARNING: File ${own} already exists. Overwrite (y/n)? `);
		const answer = ((yield* oneLine(run)) ?? '').trim().toLowerCase();
		if (!/^y(es)?$/.test(answer)) throw new CosignError('file already exists');
	}
	const secret = yield* password(run, true);
	const random = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => process.randomUint32() & 0xff);
	const key = ecdsaKey(random(32));
	yield* writeText(run, own, yield* privateKeyFile(key, secret, random, () => process.tick(200)), 0o600);
	yield* run.say(`Private key written to ${own}\n`);
	yield* writeText(run, shared, publicKeyFile(key), 0o644);
	yield* run.say(`Public key written to ${shared}\n`);
	return 0;
}

/** `cosign public-key`. */
export function* publicKey(run: CobraRun): Task<number> {
	const { point } = yield* signer(run);
	const text = encodePem('PUBLIC KEY', ecdsaPublicKey(point));
	const path = run.text('outfile');
	if (path === '') yield* run.out.write(text);
	else {
		yield* writeText(run, path, text, 0o600);
		yield* run.say(`Public key written to ${path}\n`);
	}
	return 0;
}

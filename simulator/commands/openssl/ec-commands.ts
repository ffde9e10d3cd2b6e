import type { Process } from '../../kernel/process-api.ts';
import {
	type EcdsaKey,
	ecdsaKey,
	ecdsaNumbers,
	ecdsaOldPrivateKey,
	ecdsaPrivateKey,
	ecdsaPublicKey,
	readEcdsaPublicKey,
} from '../../machinery/ecdsa/ecdsa.ts';
import { readEcdsaKey } from '../../machinery/ecdsa/ecdsa-pem.ts';
import type { Point } from '../../machinery/ecdsa/p256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodePem, encodePem } from '../../machinery/x509/pem.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { hexBlock, pointText } from './certificate-text.ts';
import { textOf, writeOut } from './files.ts';

/** A key of ECDSA, or its public half. */
export interface EcKey {
	readonly secret: bigint | undefined;
	readonly point: Point;
}

const CURVES = ['prime256v1', 'P-256', 'secp256r1'];

/** The first key of the kind that is wanted; undefined: there is none of P-256. */
export function ecKeyIn(text: string, isPublic: boolean): EcKey | undefined {
	if (!isPublic) return readEcdsaKey(text);
	for (const { type, bytes } of decodePem(text)) {
		const point = type === 'PUBLIC KEY' ? readEcdsaPublicKey(bytes) : undefined;
		if (point !== undefined) return { secret: undefined, point };
	}
	return undefined;
}

function madeKey(process: Process): EcdsaKey {
	return ecdsaKey(Uint8Array.from({ length: 32 }, () => process.randomUint32() & 0xff));
}

/** `openssl genpkey -algorithm EC`. */
export function* newEcKey(run: UnixRun, args: Arguments): Task<number> {
	const key = isKnownCurve(args) ? madeKey(run.process) : undefined;
	if (key === undefined) throw new Exit(1, 'genpkey: Error generating EC key\n');
	yield* writeOut(
		run,
		args,
		`${encodePem('PRIVATE KEY', ecdsaPrivateKey(key))}${args.has('text') ? keyText(key) : ''}`,
		0o600,
	);
	return 0;
}

/** Whether -pkeyopt names a curve that is known here. */
function isKnownCurve(args: Arguments): boolean {
	const curve = args.all('pkeyopt').flatMap((each) => /^(?:ec_paramgen_curve|group):(.*)$/.exec(each)?.[1] ?? []);
	return CURVES.includes(curve.at(-1) ?? '');
}

/** `openssl req -newkey ec`, PKCS #8. @param parameters text of the file behind "ec:". Throws Exit. */
export function requestedEcKey(run: UnixRun, args: Arguments, parameters: string | undefined): string {
	const isKnown =
		parameters === undefined
			? isKnownCurve(args)
			: decodePem(parameters).some(({ type, bytes }) => type === 'EC PARAMETERS' && isPrime256(bytes));
	if (!isKnown) throw new Exit(1, 'req: Error generating ec key\n');
	return encodePem('PRIVATE KEY', ecdsaPrivateKey(madeKey(run.process)));
}

function isPrime256(parameters: Uint8Array): boolean {
	return parameters.length === PRIME256V1.length && parameters.every((byte, at) => byte === PRIME256V1[at]);
}

/** The curve's object identifier, DER. */
const PRIME256V1 = Uint8Array.of(6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7);
const PARAMETERS = encodePem('EC PARAMETERS', PRIME256V1);

/** `openssl ecparam`. Differs: of curves there is P-256. */
export function* ecparam(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		'ecparam',
		{ flags: 'genkey noout text check list_curves', values: 'name out in param_enc' },
		words,
	);
	if (args.has('list_curves')) {
		yield* run.out.write('  prime256v1: X9.62/SECG curve over a 256 bit prime field\n');
		return 0;
	}
	const name = args.value('name');
	if (name !== undefined && !CURVES.includes(name)) throw new Exit(1, `ecparam: unknown curve name (${name})\n`);
	const key = args.has('genkey') ? encodePem('EC PRIVATE KEY', ecdsaOldPrivateKey(madeKey(run.process))) : '';
	const mode = key === '' ? 0o644 : 0o600;
	yield* writeOut(run, args, `${args.has('noout') ? '' : PARAMETERS}${key}`, mode);
	return 0;
}

/** `openssl ec`. */
export function* ec(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parsed('ec', words);
	const text = yield* textOf(run, args.value('in'), args.has('pubin') ? 'public key' : 'private key');
	yield* run.say('read EC key\n');
	const key = ecKeyIn(text, args.has('pubin'));
	if (key === undefined)
		throw new Exit(
			1,
			`Could not find ${args.has('pubin') ? 'public' : 'private'} key from ${args.value('in') ?? '<stdin>'}\n`,
		);
	if (args.has('check')) yield* run.say('EC Key valid.\n');
	if (args.has('text')) yield* run.out.write(keyText(key));
	if (args.has('noout')) return 0;
	yield* run.say('writing EC key\n');
	yield* writeKey(run, args, key, 'EC PRIVATE KEY');
	return 0;
}

function parsed(command: string, words: readonly string[]): Arguments {
	return parseArguments(
		command,
		{
			flags: 'noout text modulus check pubin pubout traditional help text_pub param_out',
			values: 'in out inform outform passin passout conv_form',
		},
		words,
	);
}

/** `openssl pkey` of an ECDSA key. */
export function* showEc(run: UnixRun, args: Arguments, key: EcKey): Task<number> {
	if (args.has('check') || args.has('pubcheck')) yield* run.out.write('Key is valid\n');
	if (!args.has('noout')) yield* writeKey(run, args, key, args.has('traditional') ? 'EC PRIVATE KEY' : 'PRIVATE KEY');
	if (args.has('text') || args.has('text_pub')) yield* run.out.write(keyText(key));
	return 0;
}

function* writeKey(run: UnixRun, args: Arguments, { secret, point }: EcKey, type: string): Task<void> {
	if (args.has('pubout') || secret === undefined) {
		yield* writeOut(run, args, encodePem('PUBLIC KEY', ecdsaPublicKey(point)));
		return;
	}
	const key = { secret, point };
	const der = type === 'PRIVATE KEY' ? ecdsaPrivateKey(key) : ecdsaOldPrivateKey(key);
	yield* writeOut(run, args, encodePem(type, der), 0o600);
}

/** Models providers' encode_key2text.c ec_to_text. */
function keyText({ secret, point }: EcKey): string {
	if (secret === undefined) return pointText(point, 0);
	const secretText = hexBlock(ecdsaNumbers(secret, point).secret, 4, 15);
	return `Private-Key: (256 bit)\npriv:\n${secretText}${pointText(point, 0).replace(/^.*\n/, '')}`;
}

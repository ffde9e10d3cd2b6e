import { newRsaKey } from '../../hosts/pki/new-rsa-key.ts';
import type { Process } from '../../kernel/process-api.ts';
import { readEcdsaPublicKey } from '../../machinery/ecdsa/ecdsa.ts';
import type { Task } from '../../machinery/task.ts';
import { DerError, DerReader } from '../../machinery/x509/der-reader.ts';
import { nothing, objectIdentifier, octetString, sequence, smallInteger } from '../../machinery/x509/der-writer.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { decodePem, encodePem } from '../../machinery/x509/pem.ts';
import { publicKeyPem } from '../../machinery/x509/rsa-key.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { colons, modulusOf } from './certificate-text.ts';
import { ecKeyIn, newEcKey, showEc } from './ec-commands.ts';
import { type LoadedKey, rsaKeyIn, textOf, writeOut } from './files.ts';

/** A new key, in PKCS #8 as OpenSSL 3 writes it. Differs: always of 2048 bits. */
export function makeKey(process: Process): LoadedKey & { readonly pem: string } {
	const key = newRsaKey(() => process.randomUint32());
	const pkcs1 = decodePem(key.privateKeyPem)[0]?.bytes ?? new Uint8Array(0);
	return { ...key, pkcs1, pem: pkcs8Pem(pkcs1) };
}

export function pkcs8Pem(pkcs1: Uint8Array): string {
	const algorithm = sequence(objectIdentifier(OID.rsaEncryption), nothing());
	return encodePem('PRIVATE KEY', sequence(smallInteger(0), algorithm, octetString(pkcs1)));
}

/** What openssl draws while it looks for two primes. */
export function progress(process: Process): string {
	const dots = (count: number): string =>
		Array.from({ length: count }, () => (process.randomUint32() % 7 === 0 ? '+' : '.')).join('');
	const found = '+'.repeat(65);
	const line = (): string =>
		`${dots(5 + (process.randomUint32() % 20))}${found}*${dots(9)}${found}*${dots(9)}${found}\n`;
	return line() + line();
}

export function* genrsa(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		'genrsa',
		{ flags: 'traditional 3 F4 f4 verbose quiet aes128 aes192 aes256 des3 help', values: 'out passout primes rand' },
		words,
	);
	const [bits] = args.operands;
	if (bits !== undefined && !/^\d+$/.test(bits))
		throw new Exit(1, `genrsa: Can't parse "${bits}" as a number\ngenrsa: Use -help for summary.\n`);
	const key = makeKey(run.process);
	const pem = args.has('traditional') ? key.privateKeyPem : key.pem;
	yield* writeOut(run, args, pem, 0o600);
	return 0;
}

export function* genpkey(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments(
		'genpkey',
		{ flags: 'text quiet help aes256', values: 'algorithm out outform pkeyopt pass' },
		words,
	);
	const algorithm = args.value('algorithm')?.toUpperCase();
	if (algorithm === undefined) throw new Exit(1, 'genpkey: Use -help for summary.\n');
	if (algorithm === 'EC') return yield* newEcKey(run, args);
	if (algorithm !== 'RSA') throw new Exit(1, `genpkey: Error initializing ${args.value('algorithm')} context\n`);
	const key = makeKey(run.process);
	yield* run.say(progress(run.process));
	yield* writeOut(run, args, key.pem, 0o600);
	return 0;
}

/** `openssl rsa`. */
export function* rsa(run: UnixRun, words: readonly string[]): Task<number> {
	const args = keyArguments('rsa', words);
	return yield* showRsa(run, args, yield* keyFileOf(run, args));
}

function keyArguments(command: string, words: readonly string[]): Arguments {
	return parseArguments(
		command,
		{
			flags: `noout text check pubin pubout traditional help ${command === 'rsa' ? 'modulus' : 'text_pub pubcheck'}`,
			values: 'in out inform outform passin passout',
		},
		words,
	);
}

function* keyFileOf(run: UnixRun, args: Arguments): Task<string> {
	return yield* textOf(run, args.value('in'), args.has('pubin') ? 'public key' : 'private key');
}

function* showRsa(run: UnixRun, args: Arguments, text: string): Task<number> {
	const { command } = args;
	const key = args.has('pubin') ? publicKeyIn(text, args) : rsaKeyIn(run, text, args.value('in'));
	const out: string[] = [];
	if (args.has('text')) out.push(keyText(key));
	if (args.has('modulus')) out.push(modulusLine(key.publicKeySpki));
	if (args.has('check')) out.push(command === 'rsa' ? 'RSA key ok\n' : 'Key is valid\n');
	yield* run.out.write(out.join(''));
	if (args.has('noout')) return 0;
	if (command === 'rsa') yield* run.say('writing RSA key\n');
	const isPublic = args.has('pubout') || args.has('pubin');
	if (args.value('outform')?.toUpperCase() === 'DER') {
		yield* writeOut(run, args, isPublic ? key.publicKeySpki : key.pkcs1, 0o600);
	} else if (isPublic) yield* writeOut(run, args, publicKeyPem(key.publicKeySpki));
	else
		yield* writeOut(
			run,
			args,
			args.has('traditional') ? encodePem('RSA PRIVATE KEY', key.pkcs1) : pkcs8Pem(key.pkcs1),
			0o600,
		);
	return 0;
}

/** Of whatever kind the key is. */
export function* pkey(run: UnixRun, words: readonly string[]): Task<number> {
	const args = keyArguments('pkey', words);
	const text = yield* keyFileOf(run, args);
	const key = ecKeyIn(text, args.has('pubin'));
	return key === undefined ? yield* showRsa(run, args, text) : yield* showEc(run, args, key);
}

function publicKeyIn(text: string, args: Arguments): LoadedKey {
	const block = decodePem(text).find((each) => each.type === 'PUBLIC KEY');
	if (block !== undefined && readEcdsaPublicKey(block.bytes) !== undefined) throw new Exit(1, 'Not an RSA key\n');
	if (block === undefined || !isRsa(block.bytes))
		throw new Exit(1, `Could not read public key from ${args.value('in') ?? '<stdin>'}\n`);
	return { privateKeyPem: '', publicKeySpki: block.bytes, pkcs1: new Uint8Array(0) };
}

function isRsa(spki: Uint8Array): boolean {
	try {
		return modulusOf(spki).length > 0;
	} catch (error) {
		if (error instanceof DerError) return false;
		throw error;
	}
}

/** @param without what stands for that of keys that have none. */
export function modulusLine(spki: Uint8Array, without = 'No modulus for this public key type'): string {
	if (readEcdsaPublicKey(spki) !== undefined) return `Modulus=${without}\n`;
	return `Modulus=${colons(modulusOf(spki)).replaceAll(':', '')}\n`;
}

const PARTS = [
	'modulus',
	'publicExponent',
	'privateExponent',
	'prime1',
	'prime2',
	'exponent1',
	'exponent2',
	'coefficient',
];

/** Models providers' encode_key2text.c rsa_to_text. */
function keyText({ pkcs1, publicKeySpki }: LoadedKey): string {
	if (pkcs1.length === 0)
		return `Public-Key: (2048 bit)\nModulus:\n${block(Uint8Array.of(0, ...modulusOf(publicKeySpki)))}Exponent: 65537 (0x10001)\n`;
	const reader = new DerReader(pkcs1).enter(0x30);
	reader.next(0x02);
	const lines = PARTS.map((name) => {
		const bytes = reader.next(0x02).contents;
		return name === 'publicExponent' ? 'publicExponent: 65537 (0x10001)\n' : `${name}:\n${block(bytes)}`;
	});
	return `Private-Key: (2048 bit, 2 primes)\n${lines.join('')}`;
}

function block(bytes: Uint8Array): string {
	const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
	const lines: string[] = [];
	for (let at = 0; at < pairs.length; at += 15) {
		lines.push(`    ${pairs.slice(at, at + 15).join(':')}${at + 15 >= pairs.length ? '' : ':'}\n`);
	}
	return lines.join('');
}

import type { HostCalls } from '../../machinery/host-calls.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { DerReader } from '../../machinery/x509/der-reader.ts';
import {
	bitString,
	type Der,
	explicit,
	objectIdentifier,
	sequence,
	set,
	smallInteger,
} from '../../machinery/x509/der-writer.ts';
import { readName } from '../../machinery/x509/distinguished-name.ts';
import { OID } from '../../machinery/x509/object-identifiers.ts';
import { decodePem, encodePem } from '../../machinery/x509/pem.ts';
import {
	isSignedBy,
	type PrivateKey,
	readPrivateKey,
	signatureAlgorithm,
	signData,
} from '../../machinery/x509/private-key.ts';
import { publicKeyPem } from '../../machinery/x509/rsa-key.ts';
import { LineReader } from '../stdio.ts';
import { Exit, type UnixRun } from '../unix-command.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { extensionList, extensionsText, signatureText, subjectAndKey } from './certificate-text.ts';
import { ConfigFile } from './config-file.ts';
import { requestedEcKey } from './ec-commands.ts';
import { authorityKeyId, type Extension, extensionOf, subjectKeyId } from './extensions.ts';
import { plainTextOf, privateKeyOf, writeFile, writeOut } from './files.ts';
import { makeKey, modulusLine, progress } from './key-commands.ts';
import { attributeOid, type NamePair, nameLine, parseSubject, writeNamePairs } from './names.ts';
import { makeCertificate, randomSerial } from './sign.ts';

const OPTIONS = {
	flags: 'new x509 nodes noenc text noout verify subject pubkey modulus batch utf8 help verbose newhdr',
	values:
		'in out key keyout subj days newkey config extensions reqexts addext set_serial passin passout inform outform section nameopt reqopt pkeyopt',
};

/** A request, read as it is written. */
export interface ReadRequest {
	readonly info: Uint8Array;
	readonly rawSubject: Uint8Array;
	readonly publicKeySpki: Uint8Array;
	/** Those that it asks for, DER. */
	readonly extensions: readonly Extension[];
	/** Their list, for printing. */
	readonly extensionsDer: Uint8Array | undefined;
	readonly signatureAlgorithm: string;
	readonly signature: Uint8Array;
	readonly raw: Uint8Array;
}

/** Throws Exit. */
export function* requestOf(run: UnixRun, path: string | undefined, last: string): Task<ReadRequest> {
	const text = yield* plainTextOf(run, path, last);
	const block = decodePem(text).find((each) => /^(NEW )?CERTIFICATE REQUEST$/.test(each.type));
	if (block === undefined) throw new Exit(1, `Unable to load X509 request\n`);
	return readRequest(block.bytes);
}

function readRequest(raw: Uint8Array): ReadRequest {
	const outer = new DerReader(raw).enter(0x30);
	const info = outer.next(0x30);
	const signatureAlgorithm = outer.enter(0x30).objectIdentifier();
	const signature = outer.next(0x03).contents.subarray(1);
	const fields = new DerReader(info.contents);
	fields.next(0x02);
	const rawSubject = fields.next(0x30).whole;
	const publicKeySpki = fields.next(0x30).whole;
	const attributes = fields.optional(0xa0);
	const extensionsDer = attributes === undefined ? undefined : requested(new DerReader(attributes.contents));
	const extensions: Extension[] = [];
	if (extensionsDer !== undefined) {
		const list = new DerReader(extensionsDer);
		while (!list.isAtEnd) {
			const each = list.next(0x30);
			extensions.push({ oid: new DerReader(each.contents).objectIdentifier(), der: each.whole });
		}
	}
	return { info: info.whole, rawSubject, publicKeySpki, extensions, extensionsDer, signatureAlgorithm, signature, raw };
}

function requested(attributes: DerReader): Uint8Array | undefined {
	while (!attributes.isAtEnd) {
		const each = attributes.enter(0x30);
		if (each.objectIdentifier() === OID.extensionRequest) return each.enter(0x31).next(0x30).contents;
	}
	return undefined;
}

/** `openssl req`. Models apps/req.c. */
export function* req(run: UnixRun, words: readonly string[]): Task<number> {
	const args = parseArguments('req', OPTIONS, words);
	const makes = args.has('new') || args.has('newkey') || (args.has('x509') && !args.has('in'));
	if (!makes) return yield* show(run, args, yield* requestOf(run, args.value('in'), 'Unable to load X509 request\n'));
	const path = args.value('config');
	const config = path === undefined ? undefined : new ConfigFile(yield* plainTextOf(run, path));
	const key = yield* keyFor(run, args);
	const subject = yield* subjectFor(run, args, config);
	const extensions = extensionsFor(args, config, key);
	if (args.has('x509')) {
		const days = Number(args.value('days') ?? 30);
		const serial = args.value('set_serial');
		const pem = makeCertificate(run.process, {
			rawSubject: writeNamePairs(subject),
			publicKeySpki: key.publicKeySpki,
			extensions,
			days,
			serial: serial === undefined ? randomSerial(run.process) : Uint8Array.of(Number(serial) & 0xff),
			issuer: { privateKeyPem: key.privateKeyPem },
		});
		yield* writeOut(run, args, pem);
		return 0;
	}
	const raw = writeRequest(run, subject, key, extensions);
	if (args.has('text') || args.has('subject') || args.has('verify') || args.has('noout')) {
		return yield* show(run, args, readRequest(raw));
	}
	yield* writeOut(run, args, encodePem('CERTIFICATE REQUEST', raw));
	return 0;
}

function writeRequest(
	run: UnixRun,
	subject: readonly NamePair[],
	key: PrivateKey,
	extensions: readonly Extension[],
): Der {
	const hostCalls = run.process.port<HostCalls>('host-calls');
	if (hostCalls === undefined) throw new Error('assertion failed: a host without host calls');
	const wanted = sequence(...extensions.map((each) => each.der));
	const attributes =
		extensions.length === 0 ? explicit(0) : explicit(0, sequence(objectIdentifier(OID.extensionRequest), set(wanted)));
	const info = sequence(smallInteger(0), writeNamePairs(subject), key.publicKeySpki, attributes);
	const signature = signData(key.privateKeyPem, info, hostCalls);
	return sequence(info, signatureAlgorithm(key.privateKeyPem), bitString(signature));
}

function* keyFor(run: UnixRun, args: Arguments): Task<PrivateKey> {
	const path = args.value('key');
	if (path !== undefined && !args.has('newkey')) return yield* privateKeyOf(run, path);
	const kind = args.value('newkey');
	if (kind !== undefined && /^ec(:|$)/i.test(kind)) return yield* newEcKey(run, args, kind.slice(3));
	if (kind !== undefined && !/^rsa(:\d+)?$/i.test(kind))
		throw new Exit(1, `req: Error initializing ${kind.replace(/:.*/, '')} context\n`);
	const key = makeKey(run.process);
	yield* run.say(`${progress(run.process)}-----\n`);
	yield* writeFile(run, 'req', args.value('keyout') ?? 'privkey.pem', encodeUtf8(key.pem), 0o600);
	return key;
}

function* newEcKey(run: UnixRun, args: Arguments, file: string): Task<PrivateKey> {
	const pem = requestedEcKey(run, args, file === '' ? undefined : yield* plainTextOf(run, file));
	yield* run.say('-----\n');
	yield* writeFile(run, 'req', args.value('keyout') ?? 'privkey.pem', encodeUtf8(pem), 0o600);
	return readPrivateKey(pem) as PrivateKey;
}

function extensionsFor(args: Arguments, config: ConfigFile | undefined, key: PrivateKey): Extension[] {
	const context = { publicKeySpki: key.publicKeySpki, ...(config === undefined ? {} : { config }) };
	const isCertificate = args.has('x509');
	const named = isCertificate
		? (args.value('extensions') ?? config?.value('req', 'x509_extensions'))
		: (args.value('reqexts') ?? args.value('extensions') ?? config?.value('req', 'req_extensions'));
	const out: Extension[] = [];
	if (named !== undefined) {
		const section = config?.section(named);
		if (section === undefined) throw new Exit(1, `Error checking x509 extension section ${named}\n`);
		for (const [name, value] of section) push(out, extensionOf(name, value, context));
	} else if (isCertificate && config === undefined) {
		// The distribution's own configuration: [ v3_ca ].
		out.push(subjectKeyId(context), authorityKeyId(context));
		push(out, extensionOf('basicConstraints', 'critical,CA:true', context));
	}
	for (const added of args.all('addext')) {
		const at = added.indexOf('=');
		const extension = extensionOf(added.slice(0, at).trim(), added.slice(at + 1), context);
		const same = out.findIndex((each) => each.oid === extension?.oid);
		if (same >= 0) out.splice(same, 1);
		push(out, extension);
	}
	return out;
}

function push(out: Extension[], extension: Extension | undefined): void {
	if (extension !== undefined) out.push(extension);
}

function* subjectFor(run: UnixRun, args: Arguments, config: ConfigFile | undefined): Task<readonly NamePair[]> {
	const given = args.value('subj');
	if (given !== undefined) return parseSubject('req', given);
	const section = config?.section(config.value('req', 'distinguished_name') ?? '') ?? [];
	if (config?.value('req', 'prompt') === 'no') {
		return section.flatMap(([name, value]): NamePair[] => {
			const oid = attributeOid(name.replace(/^\d+\./, ''));
			return oid === undefined || value === '' ? [] : [[oid, value]];
		});
	}
	return yield* askForSubject(run);
}

const INTRODUCTION = `You are about to be asked to enter information that will be incorporated
into your certificate request.
What you are about to enter is what is called a Distinguished Name or a DN.
There are quite a few fields but you can leave some blank
For some fields there will be a default value,
If you enter '.', the field will be left blank.
-----
`;

/** What the distribution's configuration asks for. */
const QUESTIONS: readonly (readonly [oid: string, text: string, usual: string])[] = [
	[OID.country, 'Country Name (2 letter code) [AU]', 'AU'],
	[OID.province, 'State or Province Name (full name) [Some-State]', 'Some-State'],
	[OID.locality, 'Locality Name (eg, city) []', ''],
	[OID.organization, 'Organization Name (eg, company) [Internet Widgits Pty Ltd]', 'Internet Widgits Pty Ltd'],
	[OID.organizationalUnit, 'Organizational Unit Name (eg, section) []', ''],
	[OID.commonName, 'Common Name (e.g. server FQDN or YOUR name) []', ''],
	['1.2.840.113549.1.9.1', 'Email Address []', ''],
];

function* askForSubject(run: UnixRun): Task<readonly NamePair[]> {
	yield* run.say(INTRODUCTION);
	const reader = new LineReader(run.process, 0);
	const pairs: NamePair[] = [];
	for (const [oid, text, usual] of QUESTIONS) {
		yield* run.say(`${text}:`);
		const answer = yield* reader.next();
		if (answer === undefined) throw new Exit(1, 'Error making certificate request\n');
		const value = answer === '' ? usual : answer === '.' ? '' : answer;
		if (value !== '') pairs.push([oid, value]);
	}
	yield* run.say("\nPlease enter the following 'extra' attributes\nto be sent with your certificate request\n");
	for (const text of ['A challenge password []', 'An optional company name []']) {
		yield* run.say(`${text}:`);
		yield* reader.next();
	}
	return pairs;
}

function* show(run: UnixRun, args: Arguments, request: ReadRequest): Task<number> {
	const hostCalls = run.process.port<HostCalls>('host-calls');
	if (args.has('verify')) {
		const { info, publicKeySpki, signature } = request;
		const fits = hostCalls !== undefined && isSignedBy(publicKeySpki, info, signature, hostCalls);
		yield* run.say(`Certificate request self-signature verify ${fits ? 'OK' : 'failure'}\n`);
	}
	const subject = readName(request.rawSubject);
	if (args.has('text')) yield* run.out.write(requestText(request));
	if (args.has('subject')) yield* run.out.write(`subject=${nameLine(subject)}\n`);
	if (args.has('pubkey')) yield* run.out.write(publicKeyPem(request.publicKeySpki));
	if (args.has('modulus')) yield* run.out.write(modulusLine(request.publicKeySpki, 'Wrong Algorithm type'));
	if (!args.has('noout')) yield* writeOut(run, args, encodePem('CERTIFICATE REQUEST', request.raw));
	return 0;
}

/** Models crypto/x509/t_req.c X509_REQ_print_ex. */
function requestText(request: ReadRequest): string {
	const { extensionsDer, publicKeySpki, rawSubject, signature } = request;
	const title = 'Requested Extensions';
	const extensions =
		extensionsDer === undefined
			? `            (none)\n            ${title}:\n`
			: extensionsText(extensionList(new DerReader(extensionsDer)), title, 12);
	return `Certificate Request:\n    Data:\n        Version: 1 (0x0)\n${subjectAndKey(readName(rawSubject), publicKeySpki)}        Attributes:\n${extensions}${signatureText(request.signatureAlgorithm, signature)}`;
}

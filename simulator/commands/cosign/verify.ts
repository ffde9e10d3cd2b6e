import { type ArtifactRepository, RegistryRefusal } from '../../hosts/containers/registry-artifacts.ts';
import { Base64Error, decodeBase64 } from '../../machinery/base64.ts';
import { ecdsaVerify, ecdsaVerifyDigest } from '../../machinery/ecdsa/ecdsa.ts';
import type { Point } from '../../machinery/ecdsa/p256.ts';
import { record } from '../../machinery/json-record.ts';
import { hexOf, sha256Hex, sha256InSteps } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { predicateTypeOf } from './predicates.ts';
import { annotationsOf, bytesAt, CosignError, digestOf, repositoryOf, STATUS, verifier } from './session.ts';
import { BUNDLE, SIGNATURE, STATEMENT_TYPE } from './sign.ts';
import { type Attached, type Kind, preAuthentication, readAttached, readSimpleSigning } from './signatures.ts';
import { type Bundle, isLogged } from './transparency-log.ts';

const NOT_LOGGED =
	'WARNING: Skipping tlog verification is an insecure practice that lacks transparency and auditability verification for the ';

/** What is wrong with one signature; undefined: nothing. */
type Check = (each: Attached) => string | undefined;

function* attachedTo(repository: ArtifactRepository, digest: string, kind: Kind): Task<readonly Attached[]> {
	try {
		return (yield* readAttached(repository, digest, kind)) ?? [];
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(error.message);
	}
}

/** Those that nothing is wrong with. Throws CosignError when there are none. */
function verified(all: readonly Attached[], check: Check, what: string): readonly Attached[] {
	if (all.length === 0) throw new CosignError(`no ${what}s found`, what === 'signature' ? STATUS.withoutSignature : 1);
	const problems: string[] = [];
	const good = all.filter((each) => {
		const problem = check(each);
		if (problem !== undefined) problems.push(problem);
		return problem === undefined;
	});
	if (good.length > 0) return good;
	const code = what === 'signature' ? STATUS.noMatch : 1;
	throw new CosignError(`no matching ${what}s: ${problems.join('\n')}`, code);
}

const BAD_SIGNATURE = 'invalid signature when validating ASN.1 encoded signature';

/** `cosign verify`. Models sigstore/cosign cmd/cosign/cli/verify VerifyCommand. */
export function* verify(run: CobraRun): Task<number> {
	if (run.operands.length === 0) throw new CosignError('requires at least 1 arg(s), only received 0');
	const point = yield* verifier(run);
	const wanted = annotationsOf(run);
	const ignoresLog = run.isOn('insecure-ignore-tlog');
	if (ignoresLog) yield* run.say(`${NOT_LOGGED}signature.\n`);
	for (const name of run.operands) {
		const repository = repositoryOf(run, name);
		const digest = yield* digestOf(repository, '');
		const all = yield* attachedTo(repository, digest, 'sig');
		const good = verified(
			all,
			(each) => signatureProblem(each, point, digest, wanted, ignoresLog, run.isOn('check-claims')),
			'signature',
		);
		yield* tellChecks(run, name, ignoresLog, run.isOn('check-claims'));
		if (run.text('output') === 'text') {
			for (const { payload } of good) yield* run.out.write(`Certificate subject: \n${decodeUtf8(payload)}\n`);
		} else yield* run.out.write(`\n[${good.map((each) => JSON.stringify(shown(each))).join(',')}]\n`);
	}
	return 0;
}

function signatureProblem(
	{ payload, annotations }: Attached,
	point: Point,
	digest: string,
	wanted: ReadonlyMap<string, string>,
	ignoresLog: boolean,
	checksClaims: boolean,
): string | undefined {
	if (!ecdsaVerify(point, payload, bytesIn(annotations.get(SIGNATURE) ?? ''))) return BAD_SIGNATURE;
	if (!ignoresLog && isLogged(annotations.get(BUNDLE), sha256Hex(payload)) === undefined)
		return 'signature not found in transparency log';
	if (!checksClaims) return undefined;
	const signed = readSimpleSigning(payload);
	const found = signed?.critical.image['docker-manifest-digest'];
	if (found !== digest) return 'missing or incorrect digest in signature payload';
	const missing = [...wanted].some(([key, value]) => signed?.optional?.[key] !== value);
	return missing ? 'missing or incorrect annotation' : undefined;
}

/** What was signed, with what the log says of it. */
function shown({ payload, annotations }: Attached): object {
	const signed = readSimpleSigning(payload);
	const bundle = annotations.get(BUNDLE);
	const optional = {
		...signed?.optional,
		...(bundle === undefined ? {} : { Bundle: JSON.parse(bundle) as Bundle }),
	};
	return { critical: signed?.critical, optional: Object.keys(optional).length === 0 ? null : optional };
}

function* tellChecks(run: CobraRun, name: string, ignoresLog: boolean, checksClaims: boolean): Task<void> {
	const lines = [
		...(checksClaims ? ['The cosign claims were validated'] : []),
		...(ignoresLog ? [] : ['Existence of the claims in the transparency log was verified offline']),
		'The signatures were verified against the specified public key',
	];
	yield* run.say(
		`\nVerification for ${name} --\nThe following checks were performed on each of these signatures:\n${lines.map((line) => `  - ${line}\n`).join('')}`,
	);
}

interface Envelope {
	readonly payload?: string | undefined;
	readonly payloadType?: string | undefined;
	readonly signatures?: readonly { readonly sig?: string | undefined }[];
}

function envelopeOf({ payload }: Attached): Envelope {
	try {
		const json = record(JSON.parse(decodeUtf8(payload))) ?? {};
		const text = (field: unknown): string | undefined => (typeof field === 'string' ? field : undefined);
		const signatures = Array.isArray(json.signatures) ? json.signatures : [];
		return {
			payload: text(json.payload),
			payloadType: text(json.payloadType),
			signatures: signatures.map((each) => ({ sig: text(record(each)?.sig) })),
		};
	} catch {
		return {};
	}
}

/** Nothing of what is no base64. */
function bytesIn(text: string): Uint8Array {
	try {
		return decodeBase64(text);
	} catch (error) {
		if (error instanceof Base64Error) return new Uint8Array(0);
		throw error;
	}
}

/** `cosign verify-attestation`: writes the envelopes. */
export function* verifyAttestation(run: CobraRun): Task<number> {
	const [name] = run.operands;
	if (name === undefined) throw new CosignError('requires at least 1 arg(s), only received 0');
	const point = yield* verifier(run);
	const ignoresLog = run.isOn('insecure-ignore-tlog');
	if (ignoresLog) yield* run.say(`${NOT_LOGGED}attestation.\n`);
	const repository = repositoryOf(run, name);
	const digest = yield* digestOf(repository, '');
	const type = predicateTypeOf(run.text('type'));
	const all = yield* attachedTo(repository, digest, 'att');
	const good = verified(all, (each) => attestationProblem(each, point, digest, ignoresLog), 'attestation');
	const found = good.filter(({ annotations }) => annotations.get('predicateType') === type);
	if (found.length === 0) {
		const types = good.map(({ annotations }) => annotations.get('predicateType') ?? '');
		throw new CosignError(
			`none of the attestations matched the predicate type: ${run.text('type')}, found: ${types.join(',')}`,
		);
	}
	yield* tellChecks(run, name, ignoresLog, true);
	for (const { payload } of found) yield* run.out.write(`${decodeUtf8(payload)}\n`);
	return 0;
}

function attestationProblem(each: Attached, point: Point, digest: string, ignoresLog: boolean): string | undefined {
	const { payload = '', payloadType = STATEMENT_TYPE, signatures = [] } = envelopeOf(each);
	const body = bytesIn(payload);
	const signed = preAuthentication(payloadType, body);
	if (!signatures.some(({ sig = '' }) => ecdsaVerify(point, signed, bytesIn(sig))))
		return 'accepted signatures do not match threshold, Found: 0, Expected 1';
	if (!ignoresLog && isLogged(each.annotations.get(BUNDLE), sha256Hex(each.payload)) === undefined)
		return 'signature not found in transparency log';
	try {
		const { subject = [] } = JSON.parse(decodeUtf8(body)) as { subject?: { digest?: { sha256?: string } }[] };
		if (subject.some((one) => `sha256:${one.digest?.sha256}` === digest)) return undefined;
	} catch {
		return 'invalid in-toto statement';
	}
	return 'no matching subject digest found';
}

/** `cosign verify-blob`. */
export function* verifyBlob(run: CobraRun): Task<number> {
	const [path] = run.operands;
	if (path === undefined) throw new CosignError('requires at least 1 arg(s), only received 0');
	const point = yield* verifier(run);
	const ignoresLog = run.isOn('insecure-ignore-tlog');
	if (ignoresLog) yield* run.say(`${NOT_LOGGED}blob.\n`);
	const payload = yield* bytesAt(run, path, '');
	let bundle: string | undefined;
	let signature = run.text('signature');
	if (run.text('bundle') !== '') {
		const text = decodeUtf8(yield* bytesAt(run, run.text('bundle'), 'reading bundle: '));
		try {
			const json = JSON.parse(text) as { base64Signature?: string; rekorBundle?: unknown };
			signature = String(json.base64Signature ?? '');
			bundle = json.rekorBundle === undefined ? undefined : JSON.stringify(json.rekorBundle);
		} catch {
			throw new CosignError('loading bundle: invalid character in JSON');
		}
	} else if (signature === '') throw new CosignError('missing signature');
	else if (run.process.access(signature, {})) signature = decodeUtf8(yield* bytesAt(run, signature, ''));
	const digest = yield* sha256InSteps(payload, (bytes) => run.process.tick(bytes >> 9));
	if (!ecdsaVerifyDigest(point, digest, bytesIn(signature.trim()))) throw new CosignError(BAD_SIGNATURE);
	// What has no bundle is searched in the log: its index is not kept here.
	if (!ignoresLog && bundle !== undefined && isLogged(bundle, hexOf(digest)) === undefined)
		throw new CosignError('signature not found in transparency log');
	yield* run.say('Verified OK\n');
	return 0;
}

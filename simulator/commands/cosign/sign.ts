import { type ArtifactRepository, RegistryRefusal } from '../../hosts/containers/registry-artifacts.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { type EcdsaKey, ecdsaSign, ecdsaSignDigest } from '../../machinery/ecdsa/ecdsa.ts';
import { hexOf, sha256Hex, sha256InSteps } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { publicKeyFile } from './key-file.ts';
import { predicateTypeOf } from './predicates.ts';
import { annotationsOf, bytesAt, CosignError, digestOf, oneLine, repositoryOf, signer, writeText } from './session.ts';
import {
	type Attached,
	type Kind,
	preAuthentication,
	readAttached,
	simpleSigning,
	writeAttached,
} from './signatures.ts';
import { logEntry } from './transparency-log.ts';

export const SIGNATURE = 'dev.cosignproject.cosign/signature';
export const BUNDLE = 'dev.sigstore.cosign/bundle';
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

const byTag = (
	name: string,
): string => `WARNING: Image reference ${name} uses a tag, not a digest, to identify the image to sign.
    This can lead you to sign a different image than the intended one. Please use a
    digest (example.com/ubuntu@sha256:abc123...) rather than tag
    (example.com/ubuntu:latest) for the input to cosign. The ability to refer to
    images by tag will be removed in a future release.

`;

const LOG_NOTICE = `
	The sigstore service, hosted by sigstore a Series of LF Projects, LLC, is provided pursuant to the Hosted Project Tools Terms of Use, available at https://lfprojects.org/policies/hosted-project-tools-terms-of-use/.
	Note that if your submission includes personal data associated with this signed artifact, it will be part of an immutable record.
	This may include the email address associated with the account with which you authenticate your contractual Agreement.
	This information will be used for signing this artifact and will be stored in public transparency logs and cannot be removed later, and is subject to the Immutable Record notice at https://lfprojects.org/policies/hosted-project-tools-immutable-records/.

By typing 'y', you attest that (1) you are not submitting the personal data of any other person; and (2) you understand and agree to the statement and the Agreement terms at the URLs listed above.
`;

/** Whether what is signed goes into the public log; asks whoever sits there. */
function* isLoggedToo(run: CobraRun): Task<boolean> {
	if (!run.isOn('tlog-upload')) return false;
	yield* run.say(LOG_NOTICE);
	if (run.isOn('yes')) return true;
	yield* run.say('Are you sure you would like to continue? [y/N] ');
	const answer = run.process.isatty(0) ? ((yield* oneLine(run)) ?? '') : '';
	if (!/^y(es)?$/i.test(answer.trim())) throw new CosignError('should upload to tlog: user declined the prompt');
	return true;
}

/** `cosign sign`. */
export function* sign(run: CobraRun): Task<number> {
	if (run.operands.length === 0) throw new CosignError('requires at least 1 arg(s), only received 0');
	const key = yield* signer(run);
	const annotations = annotationsOf(run);
	for (const name of run.operands) {
		const repository = repositoryOf(run, name);
		if (repository.reference.digest === undefined) yield* run.say(byTag(name));
		const digest = yield* digestOf(repository, `signing [${run.operands.join(' ')}]: accessing entity: `);
		const isLogged = yield* isLoggedToo(run);
		const payload = encodeUtf8(simpleSigning(identityOf(run, repository), digest, annotations));
		const signature = encodeBase64(ecdsaSign(key, payload));
		const noted = new Map([[SIGNATURE, signature]]);
		if (isLogged) noted.set(BUNDLE, yield* logged(run, key, sha256Hex(payload), signature));
		const path = run.text('output-signature');
		if (path !== '') yield* writeText(run, path, signature, 0o600);
		if (!run.isOn('upload')) {
			yield* run.out.write(`${signature}\n`);
			continue;
		}
		yield* run.say(`Pushing signature to: ${repository.name}\n`);
		const fresh: Attached = {
			mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
			digest: `sha256:${sha256Hex(payload)}`,
			payload,
			annotations: noted,
		};
		yield* append(repository, digest, 'sig', fresh, `signing [${run.operands.join(' ')}]: `);
	}
	return 0;
}

function identityOf(run: CobraRun, repository: ArtifactRepository): string {
	const given = run.text('sign-container-identity');
	return given === '' ? repository.name : given;
}

function* logged(run: CobraRun, key: EcdsaKey, payloadDigest: string, signature: string): Task<string> {
	yield* run.process.sleep(700);
	const at = {
		seconds: Math.floor(run.process.now() / 1000),
		index: 100_000_000 + (run.process.randomUint32() % 900_000_000),
	};
	const bundle = logEntry(payloadDigest, signature, publicKeyFile(key), at);
	yield* run.say(`tlog entry created with index: ${bundle.Payload.logIndex}\n`);
	return JSON.stringify(bundle);
}

/** Puts one more beside the image. Throws CosignError. */
export function* append(
	repository: ArtifactRepository,
	digest: string,
	kind: Kind,
	fresh: Attached,
	head: string,
): Task<void> {
	try {
		const before = (yield* readAttached(repository, digest, kind)) ?? [];
		yield* writeAttached(repository, digest, kind, [...before, fresh]);
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(`${head}signing digest: ${error.message}`);
	}
}

/** `cosign attest`. Models in-toto's statements in DSSE envelopes. */
export function* attest(run: CobraRun): Task<number> {
	const [name] = run.operands;
	if (name === undefined) throw new CosignError('requires at least 1 arg(s), only received 0');
	const path = run.text('predicate');
	if (path === '') throw new CosignError('required flag(s) "predicate" not set');
	const text = decodeUtf8(yield* bytesAt(run, path, ''));
	const predicateType = predicateTypeOf(run.text('type'));
	const key = yield* signer(run);
	const repository = repositoryOf(run, name);
	if (repository.reference.digest === undefined) yield* run.say(byTag(name));
	const digest = yield* digestOf(repository, 'signing: ');
	const isLogged = yield* isLoggedToo(run);
	const statement = encodeUtf8(
		JSON.stringify({
			_type: 'https://in-toto.io/Statement/v0.1',
			predicateType,
			subject: [{ name: repository.name, digest: { sha256: digest.slice('sha256:'.length) } }],
			predicate: predicateOf(run.text('type'), text, run.process.now()),
		}),
	);
	yield* run.say(`Using payload from: ${path}\n`);
	const signature = encodeBase64(ecdsaSign(key, preAuthentication(STATEMENT_TYPE, statement)));
	const envelope = encodeUtf8(
		JSON.stringify({
			payloadType: STATEMENT_TYPE,
			payload: encodeBase64(statement),
			signatures: [{ keyid: '', sig: signature }],
		}),
	);
	const noted = new Map([
		[SIGNATURE, ''],
		['predicateType', predicateType],
	]);
	if (isLogged) noted.set(BUNDLE, yield* logged(run, key, sha256Hex(envelope), signature));
	if (!run.isOn('upload')) {
		yield* run.out.write(`${decodeUtf8(envelope)}\n`);
		return 0;
	}
	yield* append(
		repository,
		digest,
		'att',
		{
			mediaType: 'application/vnd.dsse.envelope.v1+json',
			digest: `sha256:${sha256Hex(envelope)}`,
			payload: envelope,
			annotations: noted,
		},
		'',
	);
	return 0;
}

/** Known types hold JSON as it is; others hold a text, and when it was. */
function predicateOf(type: string, text: string, nowMs: number): unknown {
	if (type === 'custom') return { Data: text, Timestamp: formatTime(nowMs) };
	try {
		return JSON.parse(text);
	} catch {
		if (type === 'spdx' || type === 'link') return text;
		throw new CosignError('unmarshal predicate: invalid character in JSON');
	}
}

/** `cosign sign-blob`. */
export function* signBlob(run: CobraRun): Task<number> {
	const [path] = run.operands;
	if (path === undefined) throw new CosignError('requires at least 1 arg(s), only received 0');
	const key = yield* signer(run);
	const payload = yield* bytesAt(run, path, '');
	yield* run.say(`Using payload from: ${path}\n`);
	const isLogged = yield* isLoggedToo(run);
	const digest = yield* sha256InSteps(payload, (bytes) => run.process.tick(bytes >> 9));
	const signature = encodeBase64(ecdsaSignDigest(key, digest));
	const bundle = isLogged ? yield* logged(run, key, hexOf(digest), signature) : undefined;
	const at = run.text('bundle');
	if (at !== '') {
		yield* writeText(
			run,
			at,
			JSON.stringify({
				base64Signature: signature,
				...(bundle === undefined ? {} : { rekorBundle: JSON.parse(bundle) }),
			}),
			0o600,
		);
		yield* run.say(`Wrote bundle to file ${at}\n`);
	}
	const output = run.text('output-signature');
	if (output === '') yield* run.out.write(run.isOn('b64') ? `${signature}\n` : signature);
	else {
		yield* writeText(run, output, signature, 0o600);
		yield* run.say(`Wrote signature to file ${output}\n`);
	}
	return 0;
}

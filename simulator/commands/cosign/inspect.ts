import { RegistryRefusal } from '../../hosts/containers/registry-artifacts.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { sha256Hex } from '../../machinery/sha256.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import type { CobraRun } from '../cobra/cobra.ts';
import { bytesAt, CosignError, digestOf, repositoryOf } from './session.ts';
import { SIGNATURE } from './sign.ts';
import { attachedTag, type Kind, readAttached, writeAttached } from './signatures.ts';

function theImage(run: CobraRun): string {
	const [name] = run.operands;
	if (name === undefined) throw new CosignError('accepts 1 arg(s), received 0');
	return name;
}

/** `cosign triangulate`: where what is attached would be. */
export function* triangulate(run: CobraRun): Task<number> {
	const repository = repositoryOf(run, theImage(run));
	const digest = yield* digestOf(repository, '');
	const kinds: ReadonlyMap<string, Kind> = new Map([
		['signature', 'sig'],
		['attestation', 'att'],
		['sbom', 'sbom'],
	]);
	const type = run.text('type');
	if (type === 'digest') {
		yield* run.out.write(`${repository.name}@${digest}\n`);
		return 0;
	}
	const kind = kinds.get(type);
	if (kind === undefined) throw new CosignError('unknown attachment type');
	yield* run.out.write(`${repository.name}:${attachedTag(digest, kind)}\n`);
	return 0;
}

const TITLES: readonly (readonly [kind: Kind, title: string])[] = [
	['sig', '🔐 Signatures'],
	['att', '💾 Attestations'],
	['sbom', '📦 SBOMs'],
];

/** `cosign tree`. */
export function* tree(run: CobraRun): Task<number> {
	const name = theImage(run);
	const repository = repositoryOf(run, name);
	const digest = yield* digestOf(repository, '');
	yield* run.out.write(`📦 Supply Chain Security Related artifacts for an image: ${name}\n`);
	let count = 0;
	for (const [kind, title] of TITLES) {
		const all = yield* attached(run, kind);
		if (all.length === 0) continue;
		count++;
		yield* run.out.write(`└── ${title} for an image tag: ${repository.name}:${attachedTag(digest, kind)}\n`);
		for (const [index, each] of all.entries()) {
			yield* run.out.write(`   ${index === all.length - 1 ? '└' : '├'}── 🍒 ${each.digest}\n`);
		}
	}
	if (count === 0)
		yield* run.out.write(
			`No Supply Chain Security Related Artifacts found for image ${name},\n start creating one with simply running cosign sign <image>\n`,
		);
	return 0;
}

function* attached(run: CobraRun, kind: Kind) {
	const repository = repositoryOf(run, theImage(run));
	const digest = yield* digestOf(repository, '');
	try {
		return (yield* readAttached(repository, digest, kind)) ?? [];
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(error.message);
	}
}

/** `cosign download signature|attestation|sbom`. */
export function download(kind: Kind): (run: CobraRun) => Task<number> {
	return (run) => downloaded(run, kind);
}

function* downloaded(run: CobraRun, kind: Kind): Task<number> {
	const all = yield* attached(run, kind);
	if (all.length === 0)
		throw new CosignError(
			kind === 'sig'
				? 'no signatures associated with image'
				: kind === 'att'
					? 'found no attestations'
					: 'no sbom attached to reference',
		);
	for (const { payload, annotations } of all) {
		if (kind === 'sig') {
			const json = {
				Base64Signature: annotations.get(SIGNATURE) ?? '',
				Payload: encodeBase64(payload),
				Cert: null,
				Chain: null,
				Bundle: null,
				RFC3161Timestamp: null,
			};
			yield* run.out.write(`${JSON.stringify(json)}\n`);
		} else yield* run.out.write(kind === 'att' ? `${decodeUtf8(payload)}\n` : decodeUtf8(payload));
	}
	return 0;
}

/** `cosign attach sbom`. */
export function* attachSbom(run: CobraRun): Task<number> {
	const name = theImage(run);
	const payload = yield* bytesAt(run, run.text('sbom'), '');
	const repository = repositoryOf(run, name);
	const digest = yield* digestOf(repository, '');
	yield* run.say(
		'WARNING: SBOM attachments are deprecated and support will be removed in a Cosign release soon after 2024-02-22 (see https://github.com/sigstore/cosign/issues/2755). Instead, please use SBOM attestations.\n',
	);
	const text = decodeUtf8(payload);
	const mediaType = text.includes('"CycloneDX"')
		? 'application/vnd.cyclonedx+json'
		: text.trimStart().startsWith('{')
			? 'text/spdx+json'
			: 'text/spdx';
	try {
		yield* run.say(
			`Uploading SBOM file for [${repository.name}:${attachedTag(digest, 'sbom')}] to [${repository.name}:${attachedTag(digest, 'sbom')}] with mediaType [${mediaType}].\n`,
		);
		yield* writeAttached(repository, digest, 'sbom', [
			{ mediaType, digest: `sha256:${sha256Hex(payload)}`, payload, annotations: new Map() },
		]);
	} catch (error) {
		if (!(error instanceof RegistryRefusal)) throw error;
		throw new CosignError(error.message);
	}
	return 0;
}

/** `cosign clean`: takes away what is attached. */
export function* clean(run: CobraRun): Task<number> {
	const repository = repositoryOf(run, theImage(run));
	const digest = yield* digestOf(repository, '');
	const asked = run.text('type');
	const kinds: readonly (readonly [Kind, string])[] = [
		['sig', 'signature'],
		['att', 'attestation'],
		['sbom', 'sbom'],
	];
	for (const [kind, word] of kinds) {
		if (asked !== 'all' && asked !== word) continue;
		const tag = attachedTag(digest, kind);
		let manifest: string;
		try {
			manifest = yield* repository.manifest(tag);
		} catch (error) {
			if (!(error instanceof RegistryRefusal)) throw error;
			continue;
		}
		yield* run.say(`Removing ${word} from ${repository.name}:${tag}\n`);
		try {
			yield* repository.remove(`sha256:${sha256Hex(encodeUtf8(manifest))}`);
		} catch (error) {
			if (!(error instanceof RegistryRefusal)) throw error;
			throw new CosignError(error.message);
		}
	}
	return 0;
}

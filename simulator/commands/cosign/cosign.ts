import type { Task } from '../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, duration, type FlagTable, string, stringSlice } from '../flags.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { attachSbom, clean, download, tree, triangulate } from './inspect.ts';
import { generateKeyPair, publicKey } from './keys.ts';
import { CosignError } from './session.ts';
import { attest, sign, signBlob } from './sign.ts';
import { verify, verifyAttestation, verifyBlob } from './verify.ts';

const RELEASE = 'v2.6.1';
const MINUTES_MS = 60_000;

/**
 * Signs what lies in registries and files, and checks it. Models sigstore/cosign v2.
 * Differs: keys are ECDSA's in files; neither identities of the internet (keyless) nor keys of clouds are known, and of the
 * transparency log only that what it has signed was there.
 */
export const cosign = unixCommand({
	name: 'cosign',
	paths: [],
	size: 112_721_920,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(run: UnixRun, message: string): Task<number> {
	yield* run.say(`Error: ${message}\nmain.go:74: error during command execution: ${message}\n`);
	return 1;
}

/** What goes wrong is told in cosign's way. */
function guarded(work: (run: CobraRun) => Task<number>): (run: CobraRun) => Task<number> {
	return (run) => attempt(run, work);
}

function* attempt(run: CobraRun, work: (run: CobraRun) => Task<number>): Task<number> {
	try {
		return yield* work(run);
	} catch (error) {
		if (!(error instanceof CosignError)) throw error;
		yield* fail(run, error.message);
		return error.status;
	}
}

const REGISTRY: FlagTable = {
	'allow-http-registry': bool(false, 'whether to allow using HTTP protocol while connecting to registries'),
	'allow-insecure-registry': bool(false, 'whether to allow insecure connections to registries'),
	'attachment-tag-prefix': string('', 'optional custom prefix to use for attached image tags'),
	'k8s-keychain': bool(false, 'whether to use the kubernetes keychain instead of the default keychain'),
	'registry-password': string('', 'registry basic auth password'),
	'registry-username': string('', 'registry basic auth username'),
};
const KEY: FlagTable = { key: string('', 'path to the private key file, KMS URI or Kubernetes Secret') };
const LOG: FlagTable = {
	'rekor-url': string('https://rekor.sigstore.dev', 'address of rekor STL server'),
	'tlog-upload': bool(true, 'whether or not to upload to the tlog'),
	upload: bool(true, 'whether to upload the signature'),
	yes: bool(false, 'skip confirmation prompts for non-destructive operations', { shorthand: 'y' }),
};
const CHECK: FlagTable = {
	'certificate-identity': string('', 'The identity expected in a valid Fulcio certificate'),
	'certificate-identity-regexp': string('', 'A regular expression alternative to --certificate-identity'),
	'certificate-oidc-issuer': string('', 'The OIDC issuer expected in a valid Fulcio certificate'),
	'certificate-oidc-issuer-regexp': string('', 'A regular expression alternative to --certificate-oidc-issuer'),
	'check-claims': bool(true, 'whether to check the claims found'),
	'insecure-ignore-sct': bool(false, 'skip the check that certificates embed a signed timestamp'),
	'insecure-ignore-tlog': bool(
		false,
		'ignore transparency log verification, to be used when an artifact signature has not been uploaded to the transparency log',
	),
	'private-infrastructure': bool(
		false,
		'skip transparency log verification when verifying artifacts in a privately deployed infrastructure',
		{ hidden: true },
	),
	offline: bool(false, 'only allow offline verification'),
};
const ANNOTATIONS: FlagTable = { annotations: stringSlice('extra key=value pairs to sign', { shorthand: 'a' }) };

const ROOT: CobraCommand = {
	use: 'cosign',
	short: 'A tool for Container Signing, Verification and Storage in an OCI registry.',
	persistentFlags: {
		'output-file': string('', 'log output to a file'),
		timeout: duration(3 * MINUTES_MS, 'timeout for commands', { shorthand: 't' }),
		verbose: bool(false, 'log debug output', { shorthand: 'd' }),
	},
	subcommands: [
		{
			use: 'generate-key-pair',
			short: 'Generates a key-pair.',
			flags: {
				'output-key-prefix': string('cosign', 'name used for generated .pub and .key files'),
				kms: string('', 'create key pair in KMS service to use for signing'),
			},
			run: guarded(generateKeyPair),
		},
		{
			use: 'public-key',
			short: 'Gets a public key from the key-pair.',
			flags: { ...KEY, outfile: string('', 'path to a payload file to use rather than generating one') },
			run: guarded(publicKey),
		},
		{
			use: 'sign',
			short: 'Sign the supplied container image.',
			flags: {
				...REGISTRY,
				...KEY,
				...LOG,
				...ANNOTATIONS,
				'output-signature': string('', 'write the signature to FILE'),
				recursive: bool(false, 'if a multi-arch image is specified, additionally sign each discrete image', {
					shorthand: 'r',
				}),
				'registry-referrers-mode': string('', 'mode for fetching references from the registry'),
				'sign-container-identity': string(
					'',
					'manually set the .critical.docker-reference field for the signed identity',
				),
			},
			run: guarded(sign),
		},
		{
			use: 'verify',
			short: 'Verify a signature on the supplied container image',
			flags: {
				...REGISTRY,
				...KEY,
				...CHECK,
				...ANNOTATIONS,
				output: string('json', 'output format for the signing image information (json|text)', { shorthand: 'o' }),
			},
			run: guarded(verify),
		},
		{
			use: 'attest',
			short: 'Attest the supplied container image.',
			flags: {
				...REGISTRY,
				...KEY,
				...LOG,
				predicate: string('', 'path to the predicate file.'),
				replace: bool(false, ''),
				type: string('custom', 'specify a predicate type'),
			},
			run: guarded(attest),
		},
		{
			use: 'verify-attestation',
			short: 'Verify an attestation on the supplied container image',
			flags: {
				...REGISTRY,
				...KEY,
				...CHECK,
				output: string('json', 'output format for the signing image information (json|text)', { shorthand: 'o' }),
				type: string('custom', 'specify a predicate type'),
			},
			run: guarded(verifyAttestation),
		},
		{
			use: 'sign-blob',
			short: 'Sign the supplied blob, outputting the base64-encoded signature to stdout.',
			flags: {
				...KEY,
				...LOG,
				b64: bool(true, 'whether to base64 encode the output'),
				bundle: string('', 'write everything required to verify the blob to a FILE'),
				'output-signature': string('', 'write the signature to FILE'),
			},
			run: guarded(signBlob),
		},
		{
			use: 'verify-blob',
			short: 'Verify a signature on the supplied blob',
			flags: {
				...KEY,
				...CHECK,
				bundle: string('', 'path to bundle FILE'),
				signature: string('', 'signature content or path or remote URL'),
			},
			run: guarded(verifyBlob),
		},
		{
			use: 'triangulate',
			short:
				'Outputs the located cosign image reference. This is the location where cosign stores the specified artifact type.',
			flags: {
				...REGISTRY,
				type: string('signature', 'related attachment to triangulate (attestation|sbom|signature|digest)'),
			},
			run: guarded(triangulate),
		},
		{
			use: 'tree',
			short: 'Display supply chain security related artifacts for an image such as signatures, SBOMs and attestations',
			flags: REGISTRY,
			run: guarded(tree),
		},
		{
			use: 'download',
			short: 'Provides utilities for downloading artifacts and attached artifacts in a registry',
			subcommands: [
				{
					use: 'signature',
					short: 'Download signatures from the supplied container image',
					flags: REGISTRY,
					run: guarded(download('sig')),
				},
				{
					use: 'attestation',
					short: 'Download in-toto attestations from the supplied container image',
					flags: REGISTRY,
					run: guarded(download('att')),
				},
				{
					use: 'sbom',
					short: 'DEPRECATED: Download SBOMs from the supplied container image',
					flags: REGISTRY,
					run: guarded(download('sbom')),
				},
			],
		},
		{
			use: 'attach',
			short: 'Provides utilities for attaching artifacts to other artifacts in a registry',
			subcommands: [
				{
					use: 'sbom',
					short: 'DEPRECATED: Attach sbom to the supplied container image',
					flags: {
						...REGISTRY,
						sbom: string('', 'path to the sbom, or {-} for stdin'),
						type: string('spdx', 'type of sbom (spdx|cyclonedx|syft)'),
					},
					run: guarded(attachSbom),
				},
			],
		},
		{
			use: 'clean',
			short: 'Remove all signatures from an image.',
			flags: {
				...REGISTRY,
				force: bool(false, 'do not prompt for confirmation', { shorthand: 'f' }),
				type: string('all', 'a type of clean: <signature|attestation|sbom|all>'),
			},
			run: guarded(clean),
		},
		{
			use: 'version',
			short: 'Prints the version',
			*run(run) {
				yield* run.out.write(
					`cosign: A tool for Container Signing, Verification and Storage in an OCI registry.\n\nGitVersion:    ${run.process.release ?? RELEASE}\nPlatform:      linux/amd64\n\n`,
				);
				return 0;
			},
		},
	],
};

import { bool, duration, type FlagTable, string, stringToString } from '../../flags.ts';
import { VALUE_FLAGS } from '../values/value-options.ts';

export const TIMEOUT_MS = 300_000;

export const WAIT_TEXT =
	'if set, will wait until all Pods, PVCs, Services, and minimum number of Pods of a Deployment, StatefulSet, or ReplicaSet are in a ready state before marking the release as successful. It will wait for as long as --timeout';
export const WAIT_JOBS_TEXT =
	'if set and --wait enabled, will wait until all Jobs have been completed before marking the release as successful. It will wait for as long as --timeout';
export const TIMEOUT_TEXT = 'time to wait for any individual Kubernetes operation (like Jobs for hooks)';

export const OUTPUT_FLAG: FlagTable = {
	output: string('table', 'prints the output in the specified `format`. Allowed values: table, json, yaml', {
		shorthand: 'o',
		defaultText: 'table',
	}),
};

/** Where a chart comes from. */
export const CHART_PATH_FLAGS: FlagTable = {
	'ca-file': string('', 'verify certificates of HTTPS-enabled servers using this CA bundle'),
	'cert-file': string('', 'identify HTTPS client using this SSL certificate file'),
	'insecure-skip-tls-verify': bool(false, 'skip tls certificate checks for the chart download'),
	'key-file': string('', 'identify HTTPS client using this SSL key file'),
	keyring: string('/root/.gnupg/pubring.gpg', 'location of public keys used for verification'),
	'pass-credentials': bool(false, 'pass credentials to all domains'),
	password: string('', 'chart repository password where to locate the requested chart'),
	'plain-http': bool(false, 'use insecure HTTP connections for the chart download'),
	repo: string('', 'chart repository url where to locate the requested chart'),
	username: string('', 'chart repository username where to locate the requested chart'),
	verify: bool(false, 'verify the package before using it'),
	version: string(
		'',
		'specify a version constraint for the chart version to use. This constraint can be a specific tag (e.g. 1.1.1) or it may reference a valid range (e.g. ^2.0.0). If this is not specified, the latest version is used',
	),
};

export const POST_RENDER_FLAGS: FlagTable = {
	'post-renderer': string(
		'',
		'the path to an executable to be used for post rendering. If it exists in $PATH, the binary will be used, otherwise it will try to look for the executable at the given path',
	),
	'post-renderer-args': {
		kind: 'stringArray',
		default: [],
		usage: 'an argument to the post-renderer (can specify multiple)',
	},
};

/** What install, upgrade and template share. */
export const RELEASE_FLAGS: FlagTable = {
	...CHART_PATH_FLAGS,
	...VALUE_FLAGS,
	...POST_RENDER_FLAGS,
	atomic: bool(
		false,
		'if set, the installation process deletes the installation on failure. The --wait flag will be set automatically if --atomic is used',
	),
	'create-namespace': bool(false, 'create the release namespace if not present'),
	'dependency-update': bool(false, 'update dependencies if they are missing before installing the chart'),
	description: string('', 'add a custom description'),
	devel: bool(
		false,
		"use development versions, too. Equivalent to version '>0.0.0-0'. If --version is set, this is ignored",
	),
	'disable-openapi-validation': bool(
		false,
		'if set, the installation process will not validate rendered templates against the Kubernetes OpenAPI Schema',
	),
	'dry-run': string(
		'',
		"simulate an install. If --dry-run is set with no option being specified or as '--dry-run=client', it will not attempt cluster connections. Setting '--dry-run=server' allows attempting cluster connections.",
		{ bare: 'client' },
	),
	'enable-dns': bool(false, 'enable DNS lookups when rendering templates'),
	force: bool(false, 'force resource updates through a replacement strategy'),
	'hide-notes': bool(false, 'if set, do not show notes in install output. Does not affect presence in chart metadata'),
	labels: stringToString('Labels that would be added to release metadata. Should be divided by comma.', {
		shorthand: 'l',
	}),
	'no-hooks': bool(false, 'prevent hooks from running during install'),
	'render-subchart-notes': bool(false, 'if set, render subchart notes along with the parent'),
	'skip-crds': bool(false, 'if set, no CRDs will be installed. By default, CRDs are installed if not already present'),
	'skip-schema-validation': bool(false, 'if set, disables JSON schema validation'),
	'take-ownership': bool(
		false,
		'if set, install will ignore the check for helm annotations and take ownership of the existing resources',
	),
	timeout: duration(TIMEOUT_MS, TIMEOUT_TEXT),
	wait: bool(false, WAIT_TEXT),
	'wait-for-jobs': bool(false, WAIT_JOBS_TEXT),
};

export const INSTALL_FLAGS: FlagTable = {
	...RELEASE_FLAGS,
	'generate-name': bool(false, 'generate the name (and omit the NAME parameter)', { shorthand: 'g' }),
	'name-template': string('', 'specify template used to name the release'),
	replace: bool(
		false,
		're-use the given name, only if that name is a deleted release which remains in the history. This is unsafe in production',
	),
};

export const HIDE_SECRET_FLAG: FlagTable = {
	'hide-secret': bool(false, 'hide Kubernetes Secrets when also using the --dry-run flag'),
};

import { bool, int, string, stringSlice } from '../flags.ts';
import { CommandError } from './errors.ts';
import type { FilenameFlags } from './manifests.ts';
import type { Query } from './rest-client.ts';

// Flags that many commands share, each in one place. Models kubectl/pkg/cmd/util helpers.

/** @param article two families of commands say "a" where the others say "the". */
export const filenameFlags = (usage: string, article: 'the' | 'a' = 'the') => ({
	filename: stringSlice(usage, { shorthand: 'f' }),
	kustomize: string('', `Process ${article} kustomization directory. This flag can't be used together with -f or -R.`, {
		shorthand: 'k',
	}),
	recursive: RECURSIVE_FLAG,
});

export const RECURSIVE_FLAG = bool(
	false,
	'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
	{ shorthand: 'R' },
);

/** "Filename, directory, or URL to files …": the usual usage of `-f`. */
export const FILENAME_USAGE = 'Filename, directory, or URL to files';

export const DRY_RUN_FLAG = string(
	'none',
	'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
	{ bare: 'unchanged' },
);

export const VALIDATE_FLAG = string(
	'strict',
	'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. It will perform server side validation if ServerSideFieldValidation is enabled on the api-server, but will fall back to less reliable client-side validation if not. "warn" will warn about unknown or duplicate fields without blocking the request if server-side field validation is enabled on the API server, and behave as "ignore" otherwise. "false" or "ignore" will not perform any schema validation, silently dropping any unknown or duplicate fields.',
	{ bare: 'strict' },
);

export const SAVE_CONFIG_FLAG = bool(
	false,
	'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
);

export const SELECTOR_FLAG = string(
	'',
	"Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
	{ shorthand: 'l' },
);

export const FIELD_SELECTOR_FLAG = string(
	'',
	"Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
);

export const ALL_NAMESPACES_FLAG = bool(
	false,
	'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
	{ shorthand: 'A' },
);

export const CHUNK_SIZE_FLAG = int(
	500,
	'Return large lists in chunks rather than all at once. Pass 0 to disable. This flag is beta and may change in the future.',
);

export const fieldManagerFlag = (manager: string) =>
	string(manager, 'Name of the manager used to track field ownership.');

export const subresourceFlag = (usage: string) => string('', usage);

export type DryRun = 'none' | 'client' | 'server';

/** Models cmdutil.GetDryRunStrategy. */
export function dryRunOf(value: string): DryRun {
	if (value === 'client' || value === 'server' || value === 'none') return value;
	throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** What an old way to write --dry-run means today, and the warning about it; undefined for the ways of today. */
export function oldDryRun(
	value: string,
): { readonly value: DryRun; readonly warning: string; readonly source: string } | undefined {
	if (value === 'unchanged') {
		const warning = '--dry-run is deprecated and can be replaced with --dry-run=client.';
		return { value: 'client', warning, source: 'helpers.go:719' };
	}
	const isTrue = /^(1|t|T|TRUE|true|True)$/.test(value);
	if (!isTrue && !/^(0|f|F|FALSE|false|False)$/.test(value)) return undefined;
	const now = isTrue ? 'client' : 'none';
	return {
		value: now,
		warning: `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${now}.`,
		source: isTrue ? 'helpers.go:733' : 'helpers.go:736',
	};
}

/** "created (dry run)". */
export function withDryRun(operation: string, dryRun: DryRun): string {
	if (dryRun === 'client') return `${operation} (dry run)`;
	return dryRun === 'server' ? `${operation} (server dry run)` : operation;
}

export type Validation = 'Strict' | 'Warn' | 'Ignore';

/** Models cmdutil.GetValidationDirective. */
export function validationOf(value: string): Validation {
	switch (value) {
		case '':
		case 'true':
		case 'True':
		case 'TRUE':
		case 't':
		case 'T':
		case '1':
		case 'strict':
			return 'Strict';
		case 'warn':
			return 'Warn';
		case 'false':
		case 'False':
		case 'FALSE':
		case 'f':
		case 'F':
		case '0':
		case 'ignore':
			return 'Ignore';
		default:
			throw new CommandError(
				`invalid - validate option "${value}"; must be one of: strict (or true), warn, ignore (or false)`,
			);
	}
}

/** The parameters of a request that writes. */
export function writeQuery(options: {
	dryRun?: DryRun;
	fieldManager?: string;
	validation?: Validation;
	force?: boolean;
}): Query {
	const query: (readonly [string, string])[] = [];
	if (options.dryRun === 'server') query.push(['dryRun', 'All']);
	if (options.fieldManager !== undefined && options.fieldManager !== '')
		query.push(['fieldManager', options.fieldManager]);
	if (options.validation !== undefined) query.push(['fieldValidation', options.validation]);
	if (options.force === true) query.push(['force', 'true']);
	return query;
}

export function filenamesOf(flags: {
	readonly filename: readonly string[];
	readonly kustomize: string;
	readonly recursive: boolean;
}): FilenameFlags {
	return { filename: flags.filename, kustomize: flags.kustomize, recursive: flags.recursive };
}

export function hasFilenames(flags: { readonly filename: readonly string[]; readonly kustomize: string }): boolean {
	return flags.filename.length > 0 || flags.kustomize !== '';
}

import type { JsonObject } from '../../../machinery/patch/json-object.ts';
import { parseLabelSelector, SelectorError } from '../../../machinery/selectors.ts';
import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError } from '../errors.ts';
import { PRINT_FLAGS } from '../printing/print-flags.ts';
import { DRY_RUN_FLAG, dryRunOf, fieldManagerFlag, filenameFlags, RECURSIVE_FLAG } from '../shared-flags.ts';
import { applyChanges, targetsOf } from './apply-changes.ts';

export const setSelector = defineCommand({
	name: 'selector',
	use: 'selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
	short: 'Set the selector on a resource',
	long: `Set the selector on a resource. Note that the new selector will overwrite the old selector if the resource had one prior to the invocation of 'set selector'.

 A selector must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters. If --resource-version is specified, then updates will use this resource version, otherwise the existing resource-version will be used. Note: currently selectors can only be set on Service objects.`,
	examples: `
# Labels and selector before a deployment and its service are made
kubectl create service clusterip my-svc --clusterip="None" -o yaml --dry-run=client | kubectl set selector --local -f - 'environment=qa' -o yaml | kubectl create -f -
kubectl create deployment my-dep -o yaml --dry-run=client | kubectl label --local -f - environment=qa -o yaml | kubectl create -f -`,
	flags: {
		...PRINT_FLAGS,
		all: bool(false, 'Select all resources in the namespace of the specified resource types'),
		'dry-run': DRY_RUN_FLAG,
		'field-manager': fieldManagerFlag('kubectl-set'),
		filename: filenameFlags('identifying the resource.').filename,
		local: bool(false, 'If true, annotation will NOT contact api-server but run locally.'),
		recursive: { ...RECURSIVE_FLAG, default: true },
		'resource-version': string(
			'',
			'If non-empty, the selectors update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.',
		),
	},
	*run({ kubectl, flags, args }) {
		const dryRun = dryRunOf(flags['dry-run']);
		const expression = args.at(-1);
		if (expression === undefined) throw new CommandError('one selector is required');
		const selector = selectorOf(expression);
		const shared = { ...flags, kustomize: '' };
		const infos = yield* targetsOf(kubectl, shared, args.slice(0, -1));
		yield* applyChanges(kubectl, shared, infos, {
			operation: 'selector updated',
			failure: '',
			stopsAtFirst: true,
			sendsUnchanged: true,
			dryRun,
			errors: [],
			change(object) {
				if (object.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
				if (selector.expressions.length > 0)
					throw new CommandError(`match expression [${selector.expressions.join(' ')}] not supported on this object`);
				(object.spec as JsonObject).selector = { ...selector.labels };
				if (flags['resource-version'] !== '')
					(object.metadata as JsonObject).resourceVersion = flags['resource-version'];
				return true;
			},
		});
	},
});

const OPERATORS: ReadonlyMap<string, string> = new Map([
	['in', 'In'],
	['notin', 'NotIn'],
	['!=', 'NotIn'],
	['exists', 'Exists'],
	['!', 'DoesNotExist'],
]);

/** The labels a selector asks for, and what else it asks for as Go prints it. Models metav1.ParseToLabelSelector. */
function selectorOf(text: string): { labels: { [key: string]: string }; expressions: string[] } {
	const labels: { [key: string]: string } = Object.create(null);
	const expressions: string[] = [];
	for (const { key, operator, values } of requirementsOf(text)) {
		const named = OPERATORS.get(operator);
		if (operator === '=' || operator === '==') labels[key] = values[0] as string;
		else if (named === undefined) throw new CommandError(`"${operator}" isn't supported in label selectors`);
		else expressions.push(`{${key} ${named} [${values.join(' ')}]}`);
	}
	return { labels, expressions };
}

function requirementsOf(text: string) {
	try {
		return parseLabelSelector(text).requirements;
	} catch (error) {
		if (!(error instanceof SelectorError)) throw error;
		throw new CommandError(`couldn't parse the selector string "${text}": ${error.message}`);
	}
}

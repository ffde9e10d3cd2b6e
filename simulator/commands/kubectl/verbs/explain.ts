import type { Task } from '../../../machinery/task.ts';
import { bool, string } from '../../flags.ts';
import { defineCommand } from '../command.ts';
import { CommandError, RawError } from '../errors.ts';
import { ExplainOpenApiV2 } from '../explain-openapi-v2.ts';
import type { OpenApiDocument, OpenApiSchema } from '../explain-schema.ts';
import { ExplainSchemas } from '../explain-schema.ts';
import { ExplainText } from '../explain-text.ts';
import type { RestClient } from '../rest-client.ts';

export const explain = defineCommand({
	name: 'explain',
	use: 'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
	short: 'Get documentation for a resource',
	long: 'Describe fields and structure of various resources.\n\n This command describes the fields associated with each supported API resource. Fields are identified via a simple JSONPath identifier:\n\n  <type>.<fieldName>[.<fieldName>]\n  \n Information about each field is retrieved from the server in OpenAPI format.',
	examples: `
# What a Pod is made of
kubectl explain pods

# All fields of a Pod
kubectl explain pods --recursive

# One field
kubectl explain pods.spec.containers`,
	flags: {
		'api-version': string('', 'Use given api-version (group/version) of the resource.'),
		output: string(
			'plaintext',
			'Format in which to render the schema. Valid values are: (plaintext, plaintext-openapiv2).',
			{ shorthand: 'o' },
		),
		recursive: bool(
			false,
			'When true, print the name of all the fields recursively. Otherwise, print the available fields with their description.',
		),
	},
	*run({ kubectl, flags, args }) {
		const [asked, ...rest] = args;
		if (asked === undefined) {
			throw new CommandError(
				'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
			);
		}
		if (rest.length > 0) throw new CommandError('We accept only this format: explain RESOURCE');
		const mapper = yield* kubectl.mapper();
		const [type = '', ...path] = splitPath(asked, (text) => mapper.tryMappingFor(text) !== undefined);
		const mapping = mapper.tryMappingFor(type);
		if (mapping === undefined) throw new RawError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
		const [group, version] =
			flags['api-version'] === '' ? [mapping.group, mapping.version] : splitApiVersion(flags['api-version']);
		const schemas = new ExplainSchemas(yield* document(yield* kubectl.client(), group, version, mapping.resource));
		const root = schemas.ofKind(group, version, mapping.kind);
		if (root === undefined) {
			const gvr = `${group === '' ? '' : `${group}/`}${version}, Resource=${mapping.resource}`;
			throw new CommandError(`couldn't find resource for "${gvr}"`);
		}
		const of = { group, version, kind: mapping.kind };
		if (flags.output === 'plaintext-openapiv2') {
			const shown = new ExplainOpenApiV2(schemas, flags.recursive).render(of, root, path);
			if ('missing' in shown) throw new CommandError(`field ${JSON.stringify(shown.missing)} does not exist`);
			yield* kubectl.io.out(shown.text);
			return;
		}
		if (flags.output !== 'plaintext') throw new CommandError(`unrecognized format: ${flags.output}`);
		const found = walk(schemas, root, path);
		const text = new ExplainText(schemas, flags.recursive);
		if (found === undefined) {
			const missing = path.find((_, index) => walk(schemas, root, path.slice(0, index + 1)) === undefined);
			yield* kubectl.io.out(
				`${of.group === '' ? '' : `GROUP:      ${of.group}\n`}KIND:       ${of.kind}\nVERSION:    ${of.version}\n\n`,
			);
			throw new CommandError(`field "${missing}" does not exist`);
		}
		yield* kubectl.io.out(
			text.render(of, root, path.length === 0 ? undefined : { name: path.at(-1) as string, schema: found }),
		);
	},
});

/** "deployments.apps.spec" has the group in its name: the longest beginning that names a resource is the type. */
function splitPath(asked: string, isResource: (text: string) => boolean): string[] {
	const parts = asked.split('.').filter((part) => part !== '');
	for (let length = parts.length; length > 1; length--) {
		const type = parts.slice(0, length).join('.');
		if (isResource(type)) return [type, ...parts.slice(length)];
	}
	return parts;
}

function splitApiVersion(text: string): [string, string] {
	const slash = text.indexOf('/');
	return slash < 0 ? ['', text] : [text.slice(0, slash), text.slice(slash + 1)];
}

function* document(client: RestClient, group: string, version: string, resource: string): Task<OpenApiDocument> {
	const index = yield* client.get<{ paths: { readonly [path: string]: { readonly serverRelativeURL: string } } }>(
		'/openapi/v3',
	);
	const key = group === '' ? `api/${version}` : `apis/${group}/${version}`;
	const entry = index.paths[key];
	if (entry === undefined)
		throw new CommandError(`couldn't find resource for "${group}/${version}, Resource=${resource}"`);
	const [path = '', query = ''] = entry.serverRelativeURL.split('?');
	return yield* client.get<OpenApiDocument>(path, query === '' ? [] : [query.split('=') as [string, string]]);
}

function walk(schemas: ExplainSchemas, root: OpenApiSchema, path: readonly string[]): OpenApiSchema | undefined {
	let current: OpenApiSchema | undefined = root;
	for (const name of path) current = current === undefined ? undefined : schemas.fieldsOf(current).properties?.[name];
	return current;
}

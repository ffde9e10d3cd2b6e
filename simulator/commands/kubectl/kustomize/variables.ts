import type { Json } from '../../../machinery/meta.ts';
import { isObject, setOwn } from '../../../machinery/patch/json-object.ts';
import { CommandError } from '../errors.ts';
import { type Slot, splitBracketedPath, visitField } from './field-path.ts';
import type { FieldSpec, Var } from './kustomization-file.ts';
import { formatGvk, idFromSelector, isClusterScoped, sameId, sameKindAndName, splitApiVersion } from './resource-id.ts';
import type { ResourceList } from './resource-list.ts';

/** Marks the resources that variables take their values from. Models ResAccumulator.MergeVars. */
export function declareVariables(list: ResourceList, known: Map<string, Var>, variables: readonly Var[]): void {
	for (const variable of variables) {
		const wanted = idOf(variable);
		const exact = wanted.namespace !== '' || wanted.clusterScoped;
		const found = list.withAnyId((id) => (exact ? sameId(wanted, id) : sameKindAndName(wanted, id)));
		if (found.length > 1) {
			throw new CommandError(
				`found ${found.length} resId matches for var ${formatVar(variable)} (unable to disambiguate)`,
			);
		}
		found[0]?.variables.push(variable.name);
	}
	addVariables(known, variables);
}

export function addVariables(known: Map<string, Var>, variables: Iterable<Var>): void {
	for (const variable of variables) {
		if (known.has(variable.name)) throw new CommandError(`var '${variable.name}' already encountered`);
		known.set(variable.name, variable);
	}
}

function idOf({ objref }: Var): ReturnType<typeof idFromSelector> {
	const { apiVersion = '' } = objref;
	const { group, version } =
		apiVersion === '' ? { group: objref.group ?? '', version: objref.version ?? '' } : splitApiVersion(apiVersion);
	const clusterScoped = isClusterScoped(group, version, objref.kind ?? '');
	return { ...idFromSelector({ ...objref, group, version }), clusterScoped };
}

/** Writes the variables' values wherever `$(NAME)` stands in a field that may have it. Models ResAccumulator.ResolveVars. */
export function resolveVariables(
	list: ResourceList,
	known: ReadonlyMap<string, Var>,
	specs: readonly FieldSpec[],
): { unused: readonly string[] } {
	const values = new Map<string, Json>();
	for (const name of [...known.keys()].sort()) values.set(name, variableValue(list, known.get(name) as Var));
	const unused = new Set(values.keys());
	if (values.size === 0) return { unused: [] };
	const expand = (text: string): Json => expandText(text, values, unused);
	for (const resource of list.resources)
		for (const spec of specs) visitField(resource, spec, (slot) => expandIn(slot, expand));
	return { unused: [...unused] };
}

function variableValue(list: ResourceList, variable: Var): Json {
	const resource = list.resources.find((each) => each.variables.includes(variable.name));
	if (resource === undefined)
		throw new CommandError(`var '${formatVar(variable)}' cannot be mapped to a field in the set of known resources`);
	const path = splitBracketedPath(fieldPathOf(variable)).flatMap((part) =>
		part.split(/\[(\d+)\]$/).filter((each) => each !== ''),
	);
	let at: Json | undefined = resource.object;
	for (const part of path) {
		if (Array.isArray(at)) at = at[Number(part)];
		else at = isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined;
	}
	if (at === undefined || at === null)
		throw new CommandError(`field specified in var '${formatVar(variable)}' not found in corresponding resource`);
	return at;
}

function fieldPathOf({ fieldref }: Var): string {
	const path = fieldref?.fieldPath ?? '';
	return path === '' ? 'metadata.name' : path;
}

/** As Go's %v prints the struct: the group, version and kind speak for the object. */
function formatVar(variable: Var): string {
	return `{${variable.name} ${formatGvk(idOf(variable))} {${fieldPathOf(variable)}}}`;
}

/** Before defaults are filled in. */
export function formatDeclaredVar({ name, objref, fieldref }: Var): string {
	return `{${name} ${formatGvk(objref)} {${fieldref?.fieldPath ?? ''}}}`;
}

function expandIn(slot: Slot, expand: (text: string) => Json): void {
	const { value } = slot;
	if (typeof value === 'string') slot.set(expand(value));
	else if (Array.isArray(value)) {
		for (const [index, item] of value.entries()) {
			if (typeof item !== 'string') throw new CommandError('invalid value type expect a string');
			value[index] = expand(item);
		}
	} else if (isObject(value)) {
		for (const [key, item] of Object.entries(value)) if (typeof item === 'string') setOwn(value, key, expand(item));
	}
}

/** A value that stands alone keeps its type; `$$` is a dollar sign. */
function expandText(text: string, values: ReadonlyMap<string, Json>, unused: Set<string>): Json {
	const whole = /^\$\(([^)]*)\)$/.exec(text)?.[1];
	const valueFor = (name: string): Json | undefined => {
		const value = values.get(name);
		if (value === undefined || typeof value === 'object') return undefined;
		unused.delete(name);
		return value;
	};
	if (whole !== undefined) return valueFor(whole) ?? text;
	return text.replace(/\$(?:\$|\(([^)]*)\))/g, (match, name: string | undefined) => {
		return name === undefined ? '$' : String(valueFor(name) ?? match);
	});
}

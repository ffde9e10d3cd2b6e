import type { Json } from '../../../machinery/meta.ts';
import { isObject } from '../../../machinery/patch/json-object.ts';
import { compileRe2, type Regexp, RegexpSyntaxError } from '../../../machinery/regexp.ts';
import { fieldSlot, type Slot, setScalar, visitField, wrongKind } from './field-path.ts';
import type { FieldSpec, ImageChange } from './kustomization-file.ts';
import { textOf } from './resource.ts';
import type { Transformer } from './transformers.ts';

/** Models ImageTagTransformer: every list called containers or initContainers, wherever it is, and the fields configured. */
export function imageChanger(change: ImageChange, specs: readonly FieldSpec[]): Transformer {
	const pattern = imagePattern(change.name ?? '');
	const update = (slot: Slot): void => updateImage(slot, pattern, change);
	return (list) => {
		const resources = list.resources.filter((resource) => resource.kind !== 'CustomResourceDefinition');
		for (const resource of resources) walk(resource.object ?? null, update);
		for (const resource of resources) for (const spec of specs) visitField(resource, spec, update);
	};
}

function walk(node: Json, update: (slot: Slot) => void): void {
	if (Array.isArray(node)) {
		for (const item of node) walk(item, update);
	} else if (isObject(node)) {
		for (const [key, value] of Object.entries(node)) {
			walk(value, update);
			if ((key !== 'containers' && key !== 'initContainers') || !Array.isArray(value)) continue;
			for (const item of value) if (isObject(item) && Object.hasOwn(item, 'image')) update(fieldSlot(item, 'image'));
		}
	}
}

/** A name is a pattern; one that is wrong matches nothing. */
function imagePattern(name: string): Regexp | undefined {
	try {
		return compileRe2(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
	} catch (error) {
		if (!(error instanceof RegexpSyntaxError)) throw error;
		return undefined;
	}
}

function updateImage(slot: Slot, pattern: Regexp | undefined, change: ImageChange): void {
	if (typeof slot.value === 'object' && slot.value !== null) throw wrongKind('ScalarNode', slot.value);
	const image = textOf(slot.value);
	if (pattern?.test(image) !== true) return;
	let { name, tag, digest } = splitImage(image);
	if (change.newName) name = change.newName;
	if (change.newTag || change.digest) {
		tag = change.newTag ?? '';
		digest = change.digest ?? '';
	} else if (change.tagSuffix) {
		tag += change.tagSuffix;
		digest = '';
	}
	setScalar(slot, `${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`);
}

/** A colon before the first slash belongs to a registry's port. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
	const slash = Math.max(0, image.indexOf('/'));
	const at = image.indexOf('@', slash);
	const colon = image.indexOf(':', slash);
	if (at < 0 && colon < 0) return { name: image, tag: '', digest: '' };
	if (at >= 0 && (colon < 0 || at < colon)) return { name: image.slice(0, at), tag: '', digest: image.slice(at + 1) };
	const end = at < 0 ? image.length : at;
	return { name: image.slice(0, colon), tag: image.slice(colon + 1, end), digest: image.slice(end + 1) };
}

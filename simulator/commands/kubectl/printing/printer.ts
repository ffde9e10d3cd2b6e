import { compareUtf8 } from '../../../machinery/format-json.ts';
import { formatJsonInSteps } from '../../../machinery/format-json-in-steps.ts';
import { goQuote } from '../../../machinery/go-format.ts';
import { goPrintInSteps, goSyntaxInSteps } from '../../../machinery/go-format-in-steps.ts';
import { GoTemplate } from '../../../machinery/go-template/go-template.ts';
import { TemplateError } from '../../../machinery/go-template/nodes.ts';
import { JsonPath } from '../../../machinery/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../machinery/jsonpath/parse.ts';
import type { Task } from '../../../machinery/task.ts';
import { formatYamlInSteps } from '../../../machinery/yaml/format-in-steps.ts';
import { CommandError } from '../errors.ts';
import { printedName } from '../rest-mapper.ts';
import type { Streams } from '../streams.ts';
import { formatKyaml } from './kyaml.ts';

/** Anything that is printed: objects, lists, watch events. */
export type Printable = { readonly [field: string]: unknown };

/** Writes one object after another in one format. */
export interface Printer {
	print(object: Printable): Task<void>;
}

/** Leaves managedFields out, of an object, of a list's items and of a watch event's object. */
export function withoutManagedFields(object: Printable): Printable {
	const metadata = object.metadata as { readonly [field: string]: unknown } | undefined;
	let out = object;
	if (metadata?.managedFields !== undefined) {
		const { managedFields: _, ...rest } = metadata;
		out = { ...out, metadata: rest };
	}
	if (Array.isArray(out.items))
		out = { ...out, items: out.items.map((item) => withoutManagedFields(item as Printable)) };
	return out;
}

export class JsonPrinter implements Printer {
	readonly #io: Streams;
	readonly #keepOrder: boolean;
	/** @param keepOrder for objects that kubectl holds as Go structs; others have sorted keys. */
	constructor(io: Streams, keepOrder: boolean) {
		this.#io = io;
		this.#keepOrder = keepOrder;
	}
	*print(object: Printable): Task<void> {
		const style = isWatchEvent(object) ? { keepOrder: true } : { indent: '    ', keepOrder: this.#keepOrder };
		yield* this.#io.out(`${yield* formatJsonInSteps(object, style, this.#io.pause)}\n`);
	}
}

export class YamlPrinter implements Printer {
	readonly #io: Streams;
	#count = 0;
	constructor(io: Streams) {
		this.#io = io;
	}
	*print(object: Printable): Task<void> {
		const separator = this.#count++ > 0 ? '---\n' : '';
		yield* this.#io.out(separator + (yield* formatYamlInSteps(object, this.#io.pause)));
	}
}

export class KyamlPrinter implements Printer {
	readonly #io: Streams;
	readonly #keepOrder: boolean;
	constructor(io: Streams, keepOrder: boolean) {
		this.#io = io;
		this.#keepOrder = keepOrder;
	}
	print(object: Printable): Task<void> {
		return this.#io.out(`---\n${formatKyaml(object, this.#keepOrder)}\n`);
	}
}

/** "deployment.apps/web created", or only the name. */
export class NamePrinter implements Printer {
	readonly #io: Streams;
	readonly #operation: string;
	constructor(io: Streams, operation: string) {
		this.#io = io;
		this.#operation = operation;
	}
	*print(object: Printable): Task<void> {
		if (isWatchEvent(object)) {
			yield* this.print(object.object as Printable);
			return;
		}
		if (Array.isArray(object.items)) {
			for (const item of object.items) yield* this.print(item as Printable);
			return;
		}
		const name = (object.metadata as { name?: string } | undefined)?.name ?? '';
		const text = printedName(object.apiVersion as string, object.kind as string, name === '' ? '<unknown>' : name);
		yield* this.#io.out(`${text}${this.#operation === '' ? '' : ` ${this.#operation}`}\n`);
	}
}

export class JsonPathPrinter implements Printer {
	readonly #io: Streams;
	readonly #template: string;
	readonly #path: JsonPath;
	constructor(io: Streams, template: string, allowMissingKeys: boolean, asJson: boolean) {
		this.#io = io;
		this.#template = template;
		try {
			this.#path = new JsonPath(template, { allowMissingKeys, asJson });
		} catch (error) {
			if (!(error instanceof JsonPathError)) throw error;
			throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
		}
	}
	*print(object: Printable): Task<void> {
		try {
			yield* this.#path.executeInSteps(object, this.#io.pause, (text) => this.#io.out(text));
		} catch (error) {
			if (!(error instanceof JsonPathError)) throw error;
			const given = yield* goSyntaxInSteps(object, this.#io.pause);
			const dump = `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${this.#template}\n\tobject given to jsonpath engine was:\n\t\t${given}\n\n`;
			throw new CommandError(`error executing jsonpath ${goQuote(this.#template)}: ${dump}\n`);
		}
	}
}

export class TemplatePrinter implements Printer {
	readonly #io: Streams;
	readonly #text: string;
	readonly #template: GoTemplate;
	constructor(io: Streams, text: string, allowMissingKeys: boolean) {
		this.#io = io;
		this.#text = text;
		try {
			this.#template = new GoTemplate('output', text, {
				missingKeyIsError: !allowMissingKeys,
				pause: (steps) => io.process.tick(steps),
			});
		} catch (error) {
			if (!(error instanceof TemplateError)) throw error;
			throw new CommandError(`error parsing template ${text}, ${error.message}`);
		}
	}
	*print(object: Printable): Task<void> {
		const { output, error } = yield* this.#template.executeInSteps(object);
		yield* this.#io.out(output);
		if (error === undefined) return;
		const [raw, given] = [
			yield* formatJsonInSteps(object, {}, this.#io.pause),
			yield* goPrintInSteps(object, this.#io.pause),
		];
		yield* this.#io.out(
			`Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${this.#text}\n\traw data was:\n\t\t${raw}\n\tobject given to template engine was:\n\t\t${given}\n\n`,
		);
		throw new CommandError(`error executing template ${goQuote(this.#text)}: ${error.message}`);
	}
}

export function isWatchEvent(object: Printable): boolean {
	return object.kind === undefined && typeof object.type === 'string' && object.object !== undefined;
}

/** Keys in byte order, for what is printed as a map. */
export function sortedEntries(map: { readonly [key: string]: string } | undefined): [string, string][] {
	return Object.entries(map ?? {}).sort(([a], [b]) => compareUtf8(a, b));
}

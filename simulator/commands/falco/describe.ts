import type { Field } from './fields/field.ts';
import { FIELD_CLASSES, SUGGESTED_FIELDS } from './fields/registry.ts';
import type { RuleSet } from './rules/rule-set.ts';

/** `-L` and `-l`. Models falco/app/actions/helpers_generic.cpp format_described_rules_as_text. */
export function describedRules({ rules }: RuleSet, name: string | undefined): string {
	const shown = rules.filter(({ item }) => name === undefined || item.name === name);
	const rows = shown.map(({ item }) => twoColumns(item.name, `${wrapText(item.description, 51, 110)}\n`));
	return [twoColumns('Rule', 'Description'), twoColumns('----', '-----------'), ...rows].join('');
}

function twoColumns(left: string, right: string): string {
	return `${left.padEnd(50)} ${right}\n`;
}

/** Words in lines, behind each a blank. Models engine/falco_utils.cpp wrap_text. */
function wrapText(text: string, indent: number, width: number): string {
	let result = '';
	let length = 0;
	for (const word of text.split(/\s+/).filter((each) => each !== '')) {
		if (length + word.length + 1 <= width - indent) length += word.length + 1;
		else {
			result += `\n${' '.repeat(indent)}`;
			length = word.length + 1;
		}
		result += `${word} `;
	}
	return result;
}

/** `-L` with json_output. */
export function describedRulesJson({ rules, macros, lists }: RuleSet, name: string | undefined): string {
	const shown = rules.filter(({ item }) => name === undefined || item.name === name);
	const described = shown.map(({ item, eventTypes, output }) => ({
		details: {
			condition_compiled: item.condition.trim(),
			events: [...eventTypes],
			output_compiled: item.output,
			output_fields: output.names.filter((each) => item.output.includes(`%${each}`)),
		},
		info: {
			condition: item.condition,
			description: item.description,
			enabled: item.enabled,
			name: item.name,
			output: item.output,
			priority: item.priority,
			source: item.source,
			tags: item.tags,
		},
	}));
	const all = {
		lists: lists.map((list) => ({ info: { items: list.items, name: list.name } })),
		macros: macros.map((macro) => ({ info: { condition: macro.condition, name: macro.name } })),
		rules: described,
	};
	return `${JSON.stringify(name === undefined ? all : { rules: described })}\n`;
}

/** `--list`. Models libsinsp filter_fields_info as_string. */
export function listedFields(options: { readonly namesOnly: boolean; readonly markdown: boolean }): string {
	const { namesOnly, markdown } = options;
	return FIELD_CLASSES.map(({ name, description, sources, fields }) => {
		if (namesOnly) return fields.map((field) => `${field.name}\n`).join('');
		const source = sources === '' ? 'All Sources' : sources;
		if (markdown) {
			const rows = fields.map((field) => `\`${field.name}\` | ${field.type} | ${field.description}`);
			return `\n## Field Class: ${name}\n\n${description}\n\nEvent Sources: ${source}\n\nName | Type | Description\n:----|:-----|:-----------\n${rows.join('\n')}\n`;
		}
		const head = [
			RULE,
			padded('Field Class:', name),
			padded('Description:', description),
			padded('Event Sources:', source),
			'',
		];
		return `${head.join('\n')}\n${fields.map(fieldText).join('')}\n`;
	}).join('');
}

const RULE = '-------------------------------';

function padded(title: string, text: string): string {
	return `${title.padEnd(24)}${text}`;
}

function fieldText(field: Field): string {
	const notes = SUGGESTED_FIELDS.includes(field.name) ? ' (suggested in outputs)' : '';
	const lines = wrapText(field.description + notes, 24, 110);
	return `${field.name.padEnd(23)} ${lines.replaceAll(' '.repeat(24), ' '.repeat(24))}\n`;
}

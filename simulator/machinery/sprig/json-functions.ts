import { FunctionError } from '../go-template/functions.ts';
import { JsonSyntaxError, parseJson } from '../parse-json.ts';
import { type Definition, define } from './define.ts';
import { goValue, jsonText } from './plain-json.ts';

function decode(text: string): unknown {
	return goValue(parseJson(text));
}

/** Models Masterminds/sprig defaults.go. */
export const JSON_FUNCTIONS: readonly Definition[] = [
	define('fromJson', ['string'], (text: string) => {
		try {
			return decode(text);
		} catch (error) {
			if (error instanceof JsonSyntaxError) return null;
			throw error;
		}
	}),
	define('mustFromJson', ['string'], (text: string) => {
		try {
			return decode(text);
		} catch (error) {
			if (error instanceof JsonSyntaxError) throw new FunctionError(error.message);
			throw error;
		}
	}),
	...['toJson', 'mustToJson'].map((name) => define(name, ['any'], (value: unknown) => jsonText(value))),
	...['toPrettyJson', 'mustToPrettyJson'].map((name) =>
		define(name, ['any'], (value: unknown) => jsonText(value, '  ')),
	),
	...['toRawJson', 'mustToRawJson'].map((name) =>
		define(name, ['any'], (value: unknown) => jsonText(value, undefined, false)),
	),
];

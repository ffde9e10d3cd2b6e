import { FunctionError, type Parameter } from './functions.ts';
import type { ArgNode } from './nodes.ts';
import { GoFloat, GoInt, isDict, typeOf } from './values.ts';

const TYPE_NAMES: Readonly<Record<Parameter, string>> = {
	value: 'reflect.Value',
	any: 'interface {}',
	string: 'string',
	bool: 'bool',
	int: 'int',
	float64: 'float64',
	map: 'map[string]interface {}',
	list: '[]interface {}',
};

/** Whether a parameter of that type takes the value. @throws FunctionError. Models text/template state.validateType. */
export function checkValue(value: unknown, boxed: boolean, parameter: Parameter): unknown {
	if (parameter === 'value') return value;
	if (value === undefined || value === null) {
		if (parameter === 'any' || (value === undefined && (parameter === 'map' || parameter === 'list'))) return null;
		const type = TYPE_NAMES[parameter];
		if (value === undefined) throw new FunctionError(`invalid value; expected ${type}`);
		throw new FunctionError(`wrong type for value; expected ${type}; got ${boxed ? 'interface {}' : '<nil>'}`);
	}
	if (fits(value, parameter)) return value;
	throw new FunctionError(`wrong type for value; expected ${TYPE_NAMES[parameter]}; got ${typeOf(value)}`);
}

function fits(value: unknown, parameter: Parameter): boolean {
	switch (parameter) {
		case 'string':
			return typeof value === 'string';
		case 'bool':
			return typeof value === 'boolean';
		case 'int':
			return value instanceof GoInt;
		case 'float64':
			return value instanceof GoFloat || (typeof value === 'number' && !Number.isInteger(value));
		case 'map':
			return isDict(value);
		case 'list':
			return Array.isArray(value);
		default:
			return true;
	}
}

/** A constant becomes what the parameter takes, if it can. @throws FunctionError. Models text/template state.evalArg. */
export function checkConstant(node: Extract<ArgNode, { type: 'constant' }>, parameter: Parameter): unknown {
	const { value, source } = node;
	switch (parameter) {
		case 'string':
			if (typeof value !== 'string') throw new FunctionError(`expected string; found ${source}`);
			return value;
		case 'bool':
			if (typeof value !== 'boolean') throw new FunctionError(`expected bool; found ${source}`);
			return value;
		case 'int':
			if (value instanceof GoInt) return value;
			if (value instanceof GoFloat && Number.isInteger(value.value)) return new GoInt(value.value);
			throw new FunctionError(`expected integer; found ${source}`);
		case 'float64':
			if (value instanceof GoInt || value instanceof GoFloat) return new GoFloat(value.value);
			throw new FunctionError(`expected float; found ${source}`);
		case 'map':
		case 'list':
			throw new FunctionError(`can't handle ${source} for arg of type ${TYPE_NAMES[parameter]}`);
		default:
			return value;
	}
}

import { parseDuration } from '../duration.ts';
import { compileRe2, RegexpSyntaxError } from '../regexp.ts';
import { parseTime } from '../timestamp.ts';
import type { CelExpr } from './cel-ast.ts';
import type { CelIssues } from './cel-issues.ts';

const CHECKS: { readonly [name: string]: (text: string) => boolean } = {
	duration: (text) => parseDuration(text) !== undefined,
	timestamp: (text) => parseTime(text) !== undefined,
	matches: isRegexp,
};

/** Literals that cannot be what functions want of them. Models cel-go cel/validator.go. */
export function checkLiterals(expr: CelExpr, issues: CelIssues): void {
	if (expr.kind === 'call') {
		const last = expr.args.at(-1);
		const isRight = Object.hasOwn(CHECKS, expr.name) ? CHECKS[expr.name] : undefined;
		if (isRight !== undefined && last?.kind === 'literal' && typeof last.value === 'string' && !isRight(last.value)) {
			issues.add(last.at, `invalid ${expr.name} argument`);
		}
	}
	for (const inner of innerExpressions(expr)) checkLiterals(inner, issues);
}

function isRegexp(text: string): boolean {
	try {
		compileRe2(text);
		return true;
	} catch (error) {
		if (error instanceof RegexpSyntaxError) return false;
		throw error;
	}
}

function innerExpressions(expr: CelExpr): readonly CelExpr[] {
	switch (expr.kind) {
		case 'select':
			return [expr.operand];
		case 'call':
			return expr.target === undefined ? expr.args : [expr.target, ...expr.args];
		case 'list':
			return expr.elements;
		case 'map':
			return expr.entries.flatMap(({ key, value }) => [key, value]);
		case 'comprehension':
			return [expr.range, expr.init, expr.condition, expr.step, expr.result];
		default:
			return [];
	}
}

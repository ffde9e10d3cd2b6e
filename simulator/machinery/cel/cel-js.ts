/** The library that parses, checks and evaluates: imported here only. */
export {
	type ASTNode,
	Environment,
	EvaluationError,
	Optional,
	type ParseResult,
	type SourceRange,
} from '@marcbachmann/cel-js';
export { Duration } from '@marcbachmann/cel-js/evaluator';

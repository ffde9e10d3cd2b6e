/** What the rules of this folder let pass, each with its reason. An entry that is no longer needed is removed. */

/** npm packages of the simulator: the one adapter that may import each. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
	unbash: ['simulator/shell/parser-adapter.ts'],
	re2js: ['simulator/machinery/regexp.ts'],
};

/** Files that do one thing banned elsewhere. */
export const BAN_EXCEPTIONS: Readonly<Record<string, string>> = {};

/** Data, not code. */
export const LONG_FILES: Readonly<Record<string, string>> = {};

/** The faces of the simulator: everything in it must be reached from one of them. */
export const ENTRY_POINTS: readonly string[] = ['simulator/sandbox/index.ts', 'simulator/cli/main.ts'];

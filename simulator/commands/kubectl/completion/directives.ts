/** What the shell is asked to do with the choices. Models cobra's ShellCompDirective. */
export const DIRECTIVES = {
	default: 0,
	error: 1,
	noSpace: 2,
	noFileCompletion: 4,
	/** The choices are extensions of files. */
	filterFileExtension: 8,
	filterDirectories: 16,
	keepOrder: 32,
} as const;

const NAMES: readonly (readonly [bit: number, name: string])[] = [
	[DIRECTIVES.error, 'ShellCompDirectiveError'],
	[DIRECTIVES.noSpace, 'ShellCompDirectiveNoSpace'],
	[DIRECTIVES.noFileCompletion, 'ShellCompDirectiveNoFileComp'],
	[DIRECTIVES.filterFileExtension, 'ShellCompDirectiveFilterFileExt'],
	[DIRECTIVES.filterDirectories, 'ShellCompDirectiveFilterDirs'],
	[DIRECTIVES.keepOrder, 'ShellCompDirectiveKeepOrder'],
];

/** "ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp". */
export function directiveNames(directive: number): string {
	const names = NAMES.filter(([bit]) => (directive & bit) !== 0).map(([, name]) => name);
	return names.length === 0 ? 'ShellCompDirectiveDefault' : names.join(', ');
}

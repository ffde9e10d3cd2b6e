/** Puts the values of $variables and ${variables} in. */
export function expand(text: string, variables: (name: string) => string): string {
	return text.replace(/\$(?:\{([A-Za-z_0-9]+)\}|([A-Za-z_][A-Za-z_0-9]*))/g, (_, braced, bare) =>
		variables(braced ?? bare),
	);
}

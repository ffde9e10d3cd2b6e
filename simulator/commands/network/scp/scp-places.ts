/** "user@host:path", or a path here. */
export interface Place {
	readonly host: string | undefined;
	readonly path: string;
}

/** A colon before any slash makes it another machine's. Models OpenSSH misc.c colon, parse_user_host_path. */
export function placeOf(text: string): Place {
	const url = /^scp:\/\/([^/]+)\/?(.*)$/.exec(text);
	if (url !== null) return { host: url[1] as string, path: url[2] || '.' };
	const match = /^((?:[^/:]*@)?(?:\[[^\]]*\]|[^/:]+)):(.*)$/.exec(text);
	if (match === null) return { host: undefined, path: text };
	return { host: (match[1] as string).replace(/\[|\]/g, ''), path: match[2] || '.' };
}

/** A path as a word for the shell over there, which still expands patterns and the home directory. */
export function remoteWord(path: string): string {
	return path.replace(/[^\w@%+=:,./*?[\]~-]/g, (character) => `\\${character}`);
}

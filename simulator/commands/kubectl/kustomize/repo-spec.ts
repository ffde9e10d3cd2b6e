/** A kustomization inside a repository. */
export interface RepoSpec {
	/** What git is given: "https://github.com/kubernetes-sigs/gateway-api". */
	readonly cloneUrl: string;
	/** The folder in it, '' for its top. */
	readonly path: string;
	/** '' when none is named. */
	readonly ref: string;
	readonly timeoutSeconds: number;
}

const TIMEOUT_SECONDS = 27;

/**
 * What a kustomization's path says of a repository; undefined when it names none.
 * Models kustomize api/internal/git NewRepoSpecFromURL. Differs: relative and azure URLs are not known.
 */
export function parseRepoSpec(text: string): RepoSpec | undefined {
	if (text === '' || text.startsWith('/') || text.startsWith('.')) return undefined;
	const [whole = '', query = ''] = text.split('?', 2);
	const forced = whole.startsWith('git::');
	const [, scheme = '', user = '', host = '', rest = ''] =
		/^(?:git::)?(https?:\/\/|ssh:\/\/|git@|file:\/\/|)((?:[\w.-]+@)?)([^/:]*)[:/](.*)$/.exec(whole) ?? [];
	const isGitHub = host === 'github.com' || host === 'gh';
	if (rest === '' || !(isGitHub || (forced && scheme !== '') || scheme !== '')) return undefined;
	const [repository, path] = split(rest, isGitHub);
	if (repository === undefined) return undefined;
	const pairs = query.split('&').map((pair) => pair.split('='));
	const first = (name: string): string => pairs.find(([key]) => key === name)?.[1] ?? '';
	const head = isGitHub && scheme !== 'git@' && scheme !== 'ssh://' ? 'https://github.com/' : '';
	const separator = scheme === 'git@' ? ':' : '/';
	return {
		cloneUrl: head === '' ? `${scheme}${user}${host}${separator}${repository}` : `${head}${repository}`,
		path,
		ref: first('version') || first('ref'),
		timeoutSeconds: seconds(first('timeout')) ?? TIMEOUT_SECONDS,
	};
}

/** Where the repository ends: at `//`, at `.git`, and at GitHub after two parts. */
function split(rest: string, isGitHub: boolean): [string | undefined, string] {
	const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, '');
	const double = rest.indexOf('//');
	if (double >= 0) return [trimmed(rest.slice(0, double)), trimmed(rest.slice(double + 2))];
	const [, before, after] = /^(.+?\.git)(?:\/(.*))?$/.exec(rest) ?? [];
	if (before !== undefined) return [before, trimmed(after ?? '')];
	if (!isGitHub) return [undefined, ''];
	const [owner, name, ...folders] = rest.split('/');
	if (owner === undefined || name === undefined || name === '') return [undefined, ''];
	return [`${owner}/${name}`, trimmed(folders.join('/'))];
}

/** "120" and "120s". */
function seconds(text: string): number | undefined {
	const [, count, unit] = /^(\d+)(s|m|)$/.exec(text) ?? [];
	if (count === undefined || Number(count) === 0) return undefined;
	return Number(count) * (unit === 'm' ? 60 : 1);
}

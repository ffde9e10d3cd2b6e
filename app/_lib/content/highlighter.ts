import 'server-only';
import { createHighlighterCore, type HighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

let highlighter: Promise<HighlighterCore> | undefined;

/** The languages of a Kubernetes course, in a light and a dark theme. JavaScript's own regular expressions: no WebAssembly. */
export function codeHighlighter(): Promise<HighlighterCore> {
	highlighter ??= createHighlighterCore({
		themes: [
			import('shiki/themes/github-light-high-contrast.mjs'),
			import('shiki/themes/github-dark-high-contrast.mjs'),
		],
		langs: [
			import('shiki/langs/bash.mjs'),
			import('shiki/langs/console.mjs'),
			import('shiki/langs/yaml.mjs'),
			import('shiki/langs/json.mjs'),
			import('shiki/langs/diff.mjs'),
			import('shiki/langs/docker.mjs'),
			import('shiki/langs/go.mjs'),
			import('shiki/langs/javascript.mjs'),
			import('shiki/langs/toml.mjs'),
			import('shiki/langs/ini.mjs'),
		],
		engine: createJavaScriptRegexEngine({ forgiving: true }),
	});
	return highlighter;
}

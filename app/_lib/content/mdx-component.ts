import 'server-only';
import * as React from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as ReactDOM from 'react-dom';

/** Components that the prose may use, by their names in MDX: `{ Terminal, Task, pre: … }`. */
export type MdxComponents = Readonly<Record<string, React.ComponentType<never> | string>>;

/** The component that `compileMdx` has made, evaluated with the React that Next renders with. Server components only. */
export function mdxComponent(code: string): React.ComponentType<{ readonly components?: MdxComponents }> {
	const scope = { React, ReactDOM, _jsx_runtime: jsxRuntime };
	return new Function(...Object.keys(scope), code)(...Object.values(scope)).default;
}

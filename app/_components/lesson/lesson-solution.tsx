'use client';

import { createContext, type ReactNode, useContext } from 'react';

/** The exercise's solution, highlighted; task cards show it when it is asked for. */
const SolutionContext = createContext<ReactNode>(null);

export function LessonSolution({ solution, children }: { readonly solution: ReactNode; readonly children: ReactNode }) {
	return <SolutionContext value={solution}>{children}</SolutionContext>;
}

export function useSolution(): ReactNode {
	return useContext(SolutionContext);
}

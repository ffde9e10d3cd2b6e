'use client';

import { createContext, useContext } from 'react';

/** The tasks' titles in the reader's language, by id. */
export const TaskTitles = createContext<Readonly<Record<string, string>>>({});

export function useTaskTitles(): Readonly<Record<string, string>> {
	return useContext(TaskTitles);
}

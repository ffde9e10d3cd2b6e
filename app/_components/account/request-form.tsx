'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState, useSyncExternalStore } from 'react';
import { type ApiProblem, post } from './api-request.ts';

interface RequestFormProps<T> {
	/** The route below /api/ that the form is sent to. */
	readonly path: string;
	/** What is sent, from what was typed. */
	readonly body: (field: (name: string) => string) => object;
	readonly button: string;
	readonly danger?: boolean;
	/** What was done, said after a success; the fields are emptied. */
	readonly done?: (data: T) => string | undefined;
	readonly onDone?: (data: T) => void;
	readonly children?: ReactNode;
}

/** A form of an account: sends what was typed, and says in words what came of it. */
export function RequestForm<T>({ path, body, button, danger, done, onDone, children }: RequestFormProps<T>) {
	const [problem, setProblem] = useState<ApiProblem>();
	const [said, setSaid] = useState('');
	const [busy, setBusy] = useState(false);
	// Before the script is there, the browser itself would send the form, with the password in the page's address.
	const ready = useSyncExternalStore(
		() => () => undefined,
		() => true,
		() => false,
	);
	const submit = async (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		const form = event.currentTarget;
		const typed = new FormData(form);
		setBusy(true);
		setSaid('');
		const answer = await post<T>(
			path,
			body((name) => String(typed.get(name) ?? '')),
		);
		setBusy(false);
		setProblem(answer.problem);
		if (answer.problem !== undefined) return;
		for (const input of form.querySelectorAll<HTMLInputElement>('input[type="password"]')) input.value = '';
		setSaid(done?.(answer.data) ?? '');
		onDone?.(answer.data);
	};
	return (
		<form className="account-form" method="post" onSubmit={submit}>
			{children}
			<Problem problem={problem} />
			<p className="form-done" role="status">
				{said}
			</p>
			<button type="submit" className={danger === true ? 'button danger' : 'button'} disabled={busy || !ready}>
				{button}
			</button>
		</form>
	);
}

/** What went wrong, and what to do. */
export function Problem({ problem }: { readonly problem: ApiProblem | undefined }) {
	const t = useTranslations('account.problem');
	const seconds = problem?.waitSeconds ?? 0;
	const wait = { unit: seconds < 90 ? 'seconds' : 'minutes', count: seconds < 90 ? seconds : Math.ceil(seconds / 60) };
	return (
		<p className="form-problem" role="alert">
			{problem === undefined ? '' : t(problem.code, wait)}
		</p>
	);
}

'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { MySession } from '../../_lib/account/my-sessions.ts';
import { type ApiProblem, post } from './api-request.ts';
import { Problem } from './request-form.tsx';

interface SessionListProps {
	readonly sessions: readonly MySession[];
	readonly onEnded: () => Promise<void>;
}

/** Where the account is signed in; each can be signed out from here, or all others at once. */
export function SessionList({ sessions, onEnded }: SessionListProps) {
	const t = useTranslations('settings.sessions');
	const [problem, setProblem] = useState<ApiProblem>();
	const [said, setSaid] = useState('');
	const end = async (body: object) => {
		const { problem: found, data } = await post<{ ended: number }>('account/sessions', body);
		setProblem(found);
		setSaid(data === undefined ? '' : t('ended', { count: data.ended }));
		await onEnded();
	};
	return (
		<section aria-labelledby="settings-sessions">
			<h2 id="settings-sessions">{t('title')}</h2>
			<p className="section-note">{t('what')}</p>
			<ul className="session-list">
				{sessions.map((session) => (
					<SessionItem key={session.id} session={session} onEnd={() => end({ session: session.id })} />
				))}
			</ul>
			<Problem problem={problem} />
			<p className="form-done" role="status">
				{said}
			</p>
			{sessions.length > 1 && (
				<p className="button-row">
					<button type="button" className="quiet-button" onClick={() => end({ others: true })}>
						{t('endOthers')}
					</button>
				</p>
			)}
		</section>
	);
}

function SessionItem({ session, onEnd }: { readonly session: MySession; readonly onEnd: () => void }) {
	const t = useTranslations('settings.sessions');
	const locale = useLocale();
	const { device, address, lastSeenAt, signedInAt, current } = session;
	const { browser, system } = device;
	// Loaded on the client: the reader's own time zone is there.
	const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
	const when = (at: string) => format.format(new Date(at));
	const known = browser !== undefined && system !== undefined;
	const name = known ? t('device', { browser, system }) : (browser ?? system ?? t('unknownDevice'));
	return (
		<li>
			<div>
				<p>
					<strong>{name}</strong> {current && <span className="tag">{t('current')}</span>}
				</p>
				<p className="section-note">
					{t('facts', { address: address ?? t('unknownAddress'), seen: when(lastSeenAt), since: when(signedInAt) })}
				</p>
			</div>
			{!current && (
				<button type="button" className="quiet-button" aria-label={t('endThis', { name })} onClick={onEnd}>
					{t('end')}
				</button>
			)}
		</li>
	);
}

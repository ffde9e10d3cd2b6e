'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRouter } from '../../_lib/i18n/navigation.ts';
import { reloadProgress } from '../progress/use-progress.ts';
import { type ApiProblem, ask } from './api-request.ts';
import { Field } from './field.tsx';
import { Problem, RequestForm } from './request-form.tsx';

/** Everything that is kept: as a file, or gone. */
export function MyData({ guest }: { readonly guest: boolean }) {
	const t = useTranslations('settings.data');
	const router = useRouter();
	return (
		<section aria-labelledby="settings-data">
			<h2 id="settings-data">{t('title')}</h2>
			<p className="section-note">{t('exportWhat')}</p>
			<Export />
			<details className="settings-more">
				<summary>{t(guest ? 'deleteGuest' : 'delete')}</summary>
				<p className="section-note">{t(guest ? 'deleteGuestWhat' : 'deleteWhat')}</p>
				<RequestForm
					path="account/delete"
					body={(field) => (guest ? {} : { password: field('password') })}
					button={t(guest ? 'deleteGuestButton' : 'deleteButton')}
					danger
					onDone={() => {
						reloadProgress();
						router.push('/me');
					}}
				>
					{!guest && (
						<Field
							form="settings-delete"
							name="password"
							type="password"
							label={t('password')}
							autoComplete="current-password"
							required
						/>
					)}
				</RequestForm>
			</details>
		</section>
	);
}

function Export() {
	const t = useTranslations('settings.data');
	const [problem, setProblem] = useState<ApiProblem>();
	const [busy, setBusy] = useState(false);
	const download = async () => {
		setBusy(true);
		const { problem: found, data } = await ask('account/export', (response) => response.blob());
		setBusy(false);
		setProblem(found);
		if (data === undefined) return;
		const link = document.createElement('a');
		link.href = URL.createObjectURL(data);
		link.download = `kubedrill-${new Date().toISOString().slice(0, 10)}.json`;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
	};
	return (
		<>
			<Problem problem={problem} />
			<p className="button-row">
				<button type="button" className="quiet-button" onClick={download} disabled={busy}>
					{t(busy ? 'exporting' : 'export')}
				</button>
			</p>
		</>
	);
}

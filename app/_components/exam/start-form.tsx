'use client';

import { useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { LOCALES, type Locale } from '../../_lib/content/localized.ts';
import { EXAM_PROFILES, type ExamProfile } from '../../_lib/exams/exam-profile.ts';
import { Link, useRouter } from '../../_lib/i18n/navigation.ts';
import { post } from '../account/api-request.ts';
import { tellExamNews } from './exam-news.ts';
import { useSittings } from './use-sittings.ts';

const LANGUAGES: Readonly<Record<Locale, string>> = { ko: '한국어', en: 'English' };

/** Language, machines, and the button that starts the clock; while the mock runs already, the way back to it. */
export function StartForm({ exam, locale }: { readonly exam: string; readonly locale: Locale }) {
	const t = useTranslations('exams.start');
	const format = useFormatter();
	const router = useRouter();
	const again = useSearchParams().get('again') ?? undefined;
	const sittings = useSittings();
	const [language, setLanguage] = useState(locale);
	const [profile, setProfile] = useState<ExamProfile>('exam-2026');
	const [state, setState] = useState<'open' | 'starting' | 'problem'>('open');
	const running = sittings?.find((each) => each.exam === exam && each.finishedAt === null);
	const before = sittings?.find(({ id }) => id === again);
	if (running !== undefined) {
		return (
			<p className="button-row">
				<Link href={`/exams/sitting/${running.id}`} prefetch={false} className="button">
					{t('goOn')}
				</Link>
			</p>
		);
	}
	const begin = async () => {
		setState('starting');
		const repeated = before === undefined ? {} : { again: before.id };
		const { data } = await post<{ id: string }>('exams/sittings', { exam, profile, locale: language, ...repeated });
		if (data === undefined) setState('problem');
		else {
			tellExamNews();
			router.push(`/exams/sitting/${data.id}`, { locale: language });
		}
	};
	return (
		<form
			className="start-form"
			onSubmit={(event) => {
				event.preventDefault();
				void begin();
			}}
		>
			<h2>{t('choose')}</h2>
			<Choice
				legend={t('language')}
				name="language"
				options={LOCALES.map((each) => ({ value: each, label: LANGUAGES[each] }))}
				value={language}
				onChange={setLanguage}
			/>
			<Choice
				legend={t('profile')}
				name="profile"
				options={EXAM_PROFILES.map((each) => ({ value: each, label: t(`profiles.${each}`) }))}
				value={profile}
				onChange={setProfile}
			/>
			<p className="section-note" role="status">
				{profile === 'classic' ? t('classicNote') : ''}
			</p>
			{before !== undefined && (
				<p>
					{t('again', {
						date: format.dateTime(new Date(before.startsAt), { dateStyle: 'medium', timeZone: 'UTC' }),
						seed: before.seed,
					})}
				</p>
			)}
			<p className="button-row">
				<button type="submit" className="button" disabled={state === 'starting'}>
					{t(state === 'starting' ? 'beginning' : 'begin')}
				</button>
				<span className="section-note">{t('beginNote')}</span>
			</p>
			<p role="alert" className="form-problem">
				{state === 'problem' ? t('problem') : ''}
			</p>
		</form>
	);
}

interface ChoiceProps<T extends string> {
	readonly legend: string;
	readonly name: string;
	readonly options: readonly { readonly value: T; readonly label: string }[];
	readonly value: T;
	readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ legend, name, options, value, onChange }: ChoiceProps<T>) {
	return (
		<fieldset className="choice">
			<legend>{legend}</legend>
			{options.map((option) => (
				<label key={option.value}>
					<input
						type="radio"
						name={name}
						value={option.value}
						checked={option.value === value}
						onChange={() => onChange(option.value)}
					/>
					{option.label}
				</label>
			))}
		</fieldset>
	);
}

'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { CSSProperties } from 'react';
import type { MyDrills } from '../../_lib/drills/my-drills.ts';
import type { SkillStanding } from '../../_lib/drills/skill-standing.ts';
import { Link } from '../../_lib/i18n/navigation.ts';
import { TaskShape } from '../lesson/task-shape.tsx';
import { useSetting } from '../site/use-setting.ts';
import { clockTime } from './clock-time.ts';
import { useMyDrills } from './use-my-drills.ts';

export interface ListedDrill {
	readonly id: string;
	readonly title: string;
	readonly skills: readonly string[];
	readonly paceSeconds: number;
}

interface DrillsOverviewProps {
	readonly drills: readonly ListedDrill[];
	/** In the order in which they are shown. */
	readonly skills: readonly { readonly id: string; readonly title: string }[];
}

/** The day's set, the skills with their standing, and all drills. */
export function DrillsOverview({ drills, skills }: DrillsOverviewProps) {
	const t = useTranslations('drills');
	const mine = useMyDrills();
	const [chosen, choose] = useSetting('drill-skill', '');
	const skill = skills.some(({ id }) => id === chosen) ? chosen : '';
	const titles = new Map(skills.map(({ id, title }) => [id, title]));
	const shown = drills.filter((drill) => skill === '' || drill.skills.includes(skill));
	return (
		<>
			<section className="drill-today" aria-labelledby="drills-today">
				<h2 id="drills-today">{t('today')}</h2>
				{mine === undefined ? <p className="panel-empty">{t('loading')}</p> : <Today drills={drills} set={mine.set} />}
			</section>
			<section aria-labelledby="drills-skills">
				<h2 id="drills-skills">{t('skills')}</h2>
				<p className="page-intro">{t('skillsIntro')}</p>
				<ul className="drill-skills">
					{skills.map(({ id, title }) => (
						<li key={id}>
							<button type="button" aria-pressed={skill === id} onClick={() => choose(skill === id ? '' : id)}>
								<span>{title}</span>
								<Standing standing={mine?.skills.find((each) => each.skill === id)} />
							</button>
						</li>
					))}
				</ul>
			</section>
			<section aria-labelledby="drills-all">
				<h2 id="drills-all">{skill === '' ? t('all') : t('ofSkill', { skill: titles.get(skill) ?? '' })}</h2>
				<p className="drill-count" role="status">
					{t('count', { count: shown.length })}{' '}
					{skill !== '' && (
						<button type="button" className="quiet-button" onClick={() => choose('')}>
							{t('showAll')}
						</button>
					)}
				</p>
				<DrillTable drills={shown} titles={titles} mine={mine} />
			</section>
		</>
	);
}

function Today({ drills, set }: { readonly drills: readonly ListedDrill[]; readonly set: MyDrills['set'] }) {
	const t = useTranslations('drills');
	const known = set.flatMap((each) => {
		const drill = drills.find(({ id }) => id === each.drill);
		return drill === undefined ? [] : [{ ...each, ...drill }];
	});
	const done = known.filter(({ state }) => state === 'done').length;
	const left = known.filter(({ state }) => state !== 'done');
	const next = left.find(({ state }) => state === 'open') ?? left[0];
	const minutes = Math.ceil(left.reduce((sum, each) => sum + each.paceSeconds, 0) / 60);
	return (
		<>
			<p className="drill-today-facts">
				{next === undefined ? t('setDone') : t('setFacts', { done, all: known.length, minutes })}
			</p>
			{next !== undefined && (
				<p>
					<Link href={`/drills/${next.id}#start`} prefetch={false} className="button">
						{t(done === 0 ? 'begin' : 'goOn')}
					</Link>
				</p>
			)}
			<ol className="drill-set">
				{known.map(({ id, title, paceSeconds, state, seconds }) => (
					<li key={id} data-state={state}>
						<TaskShape state={state === 'done' ? 'won' : state === 'again' ? 'lost' : 'open'} />
						<Link href={`/drills/${id}`} prefetch={false}>
							{title}
						</Link>
						<span className="drill-time">
							{seconds === null ? t('pace', { time: clockTime(paceSeconds) }) : clockTime(seconds)}
						</span>
						<span className="drill-state">{t(`setState.${state}`)}</span>
					</li>
				))}
			</ol>
		</>
	);
}

/** A bar for what would be managed now, and the word for it. */
function Standing({ standing }: { readonly standing: SkillStanding | undefined }) {
	const t = useTranslations('drills');
	const { state, strength, seen, drills } = standing ?? { state: 'new', strength: 0, seen: 0, drills: 0 };
	return (
		<span className="drill-standing" data-state={state}>
			<span className="drill-bar" aria-hidden="true" style={{ '--share': strength } as CSSProperties} />
			<small>
				{t(`standing.${state}`)}
				{drills > 0 && ` · ${t('seen', { seen, drills })}`}
			</small>
		</span>
	);
}

interface DrillTableProps {
	readonly drills: readonly ListedDrill[];
	readonly titles: ReadonlyMap<string, string>;
	readonly mine: MyDrills | undefined;
}

function DrillTable({ drills, titles, mine }: DrillTableProps) {
	const t = useTranslations('drills');
	const format = useFormatter();
	const now = new Date();
	return (
		<div className="table-scroll">
			<table className="drill-table">
				<thead>
					<tr>
						<th scope="col">{t('drill')}</th>
						<th scope="col">{t('skill')}</th>
						<th scope="col">{t('paceHead')}</th>
						<th scope="col">{t('best')}</th>
						<th scope="col">{t('due')}</th>
					</tr>
				</thead>
				<tbody>
					{drills.map(({ id, title, skills, paceSeconds }) => {
						const own = mine?.drills.find(({ drill }) => drill === id);
						const due = own === undefined ? undefined : new Date(own.due);
						return (
							<tr key={id}>
								<th scope="row">
									<Link href={`/drills/${id}`} prefetch={false}>
										{title}
									</Link>
								</th>
								<td>{skills.map((skill) => titles.get(skill)).join(' · ')}</td>
								<td>{clockTime(paceSeconds)}</td>
								<td>{own?.bestSeconds == null ? '–' : clockTime(own.bestSeconds)}</td>
								<td>
									{due === undefined && '–'}
									{due !== undefined && (due <= now ? t('dueNow') : format.relativeTime(due, now))}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</div>
	);
}

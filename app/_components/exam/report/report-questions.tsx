import { useTranslations } from 'next-intl';
import type { CheckResult } from '../../../../simulator/sandbox/world-api.ts';
import type { ReportPart, ReportQuestion } from '../../../_lib/exams/exam-report.ts';
import { Link } from '../../../_lib/i18n/navigation.ts';
import { EvidenceSentences } from '../../lesson/evidence-sentences.tsx';
import { QuestionText } from '../question-text.tsx';
import { duration } from './duration.ts';
import { Replay } from './replay/replay.tsx';

interface ReportQuestionsProps {
	readonly questions: readonly ReportQuestion[];
	/** Its id. */
	readonly sitting: string;
}

/** Question by question: a table to see where points and time went, and all of each beneath it. */
export function ReportQuestions({ questions, sitting }: ReportQuestionsProps) {
	return (
		<>
			<Summary questions={questions} />
			{questions.map((question, index) => (
				<Question key={question.exercise} question={question} number={index + 1} sitting={sitting} />
			))}
		</>
	);
}

function Summary({ questions }: Pick<ReportQuestionsProps, 'questions'>) {
	const t = useTranslations('exams.results');
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
		<div className="table-scroll" tabIndex={0}>
			<table className="me-table">
				<thead>
					<tr>
						<th scope="col">{t('question')}</th>
						<th scope="col">{t('domain')}</th>
						<th scope="col">{t('won')}</th>
						<th scope="col">{t('time')}</th>
						<th scope="col">{t('timeShare')}</th>
					</tr>
				</thead>
				<tbody>
					{questions.map(({ exercise, title, domainTitle, weight, earned, ungraded, seconds, shareSeconds }, index) => (
						<tr key={exercise}>
							<th scope="row">
								<a href={`#question-${index + 1}`}>
									{index + 1}. {title}
								</a>
							</th>
							<td>{domainTitle ?? '–'}</td>
							<td>
								{ungraded ? t('ungraded') : t('of100', { earned, weight })}{' '}
								{!ungraded && <Mark earned={earned} weight={weight} />}
							</td>
							<td>
								{duration(seconds)} {seconds > shareSeconds && <span className="tag">{t('over')}</span>}
							</td>
							<td>{duration(shareSeconds)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	);
}

/** All, some or none of it: a shape and, for those who do not see it, a word. */
function Mark({ earned, weight }: { readonly earned: number; readonly weight: number }) {
	const t = useTranslations('exams.results');
	const state = earned >= weight ? 'all' : earned > 0 ? 'some' : 'none';
	return (
		<span className="grade-mark" data-state={state}>
			<span aria-hidden="true">{{ all: '✓', some: '◐', none: '✗' }[state]}</span>
			<span className="sr-only">{t(`mark.${state}`)}</span>
		</span>
	);
}

interface QuestionProps extends Pick<ReportQuestionsProps, 'sitting'> {
	readonly question: ReportQuestion;
	readonly number: number;
}

function Question({ question, number, sitting }: QuestionProps) {
	const t = useTranslations('exams.results');
	const { title, host, variant, weight, earned, ungraded, reportParts, solution, commands = [], astray = 0 } = question;
	return (
		<details className="report-question" id={`question-${number}`} open={earned < weight}>
			<summary>
				<h3>
					{number}. {title}
				</h3>
				<span className="report-points">
					{ungraded ? (
						t('ungraded')
					) : (
						<>
							<Mark earned={earned} weight={weight} /> {t('of100', { earned, weight })}
						</>
					)}
				</span>
			</summary>
			{ungraded && <p className="section-note">{t('ungradedText')}</p>}
			{host !== '' && (
				<p className="section-note">
					<code>{host}</code>
				</p>
			)}
			{reportParts.map((part) => (
				<Part key={part.id} part={part} />
			))}
			<p className="button-row report-actions">
				<Link href={`/exams/practice/${variant}`} prefetch={false} className="quiet-button">
					{t('practiseThis')}
				</Link>
			</p>
			{astray > 0 && <p className="section-note">{t('astray', { count: astray })}</p>}
			{solution !== '' && (
				<details className="report-solution">
					<summary>{t(commands.length > 0 ? 'replayAndSolution' : 'solution')}</summary>
					<div className="report-beside">
						{commands.length > 0 && (
							<div>
								<h4>{t('yours')}</h4>
								<Replay sitting={sitting} host={host} lines={commands} />
							</div>
						)}
						<div>
							<h4>{t('solution')}</h4>
							<p className="section-note">{t('solutionNote')}</p>
							{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
							<pre tabIndex={0}>
								<code>{solution}</code>
							</pre>
						</div>
					</div>
				</details>
			)}
		</details>
	);
}

/** When its points were seen won, and lost again. */
function Changes({ changes }: Pick<ReportPart, 'changes'>) {
	const t = useTranslations('exams.results');
	return (
		<p className="section-note">
			{changes.map(({ second, won }) => t(won ? 'wonAt' : 'lostAt', { time: duration(second) })).join(' · ')}
		</p>
	);
}

function Part({ part }: { readonly part: ReportPart }) {
	const t = useTranslations('exams.results');
	const { title, text, passed, ungraded, points, checks, labels, changes = [] } = part;
	return (
		<section className="report-part" data-passed={ungraded ? undefined : passed}>
			<h4>
				<span aria-hidden="true">{ungraded ? '–' : passed ? '✓' : '✗'}</span> {title}{' '}
				<small>{ungraded ? t('ungraded') : t(passed ? 'partWon' : 'partLost', { points })}</small>
			</h4>
			<div className="question-text">
				<QuestionText text={text} />
			</div>
			{changes.length > 0 && <Changes changes={changes} />}
			<ul className="report-checks">
				{checks.map((check) => (
					<Check key={check.id} check={check} label={labels[check.id]} />
				))}
			</ul>
		</section>
	);
}

function Check({ check, label }: { readonly check: CheckResult; readonly label: string | undefined }) {
	const t = useTranslations('exams.results');
	const { passed, evidence } = check;
	return (
		<li data-passed={passed}>
			<span aria-hidden="true">{passed ? '✓' : '✗'}</span>{' '}
			<span className="sr-only">{t(passed ? 'holds' : 'holdsNot')}</span> {label ?? t('unnamedCheck')}
			{!passed && evidence.length > 0 && <EvidenceSentences evidence={evidence} />}
		</li>
	);
}

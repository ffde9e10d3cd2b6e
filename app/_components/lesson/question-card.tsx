'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { reloadProgress, useProgress } from '../progress/use-progress.ts';
import { AnswerShape } from './answer-shape.tsx';

export interface CardAnswer {
	/** Which one it is of the question's answers. They are shown in another order. */
	readonly index: number;
	readonly text: ReactNode;
	/** Why it is right, or wrong. */
	readonly why: ReactNode;
	readonly correct: boolean;
}

interface QuestionCardProps {
	readonly lesson: string;
	readonly question: string;
	readonly number: number;
	readonly text: ReactNode;
	readonly answers: readonly CardAnswer[];
}

/** Undefined: what was answered before counts, if anything was. `checked`: the answers are told. */
interface Attempt {
	readonly chosen: ReadonlySet<number>;
	readonly checked: boolean;
}

/** One question: choose, look, read why each answer is right or wrong, try again. The last answer is kept. */
export function QuestionCard({ lesson, question, number, text, answers }: QuestionCardProps) {
	const t = useTranslations('question');
	const kept = useProgress()?.questions.find((each) => each.lesson === lesson && each.question === question);
	const [attempt, setAttempt] = useState<Attempt>();
	const [unsaved, setUnsaved] = useState(false);
	const result = useRef<HTMLParagraphElement>(null);
	const first = useRef<HTMLInputElement>(null);
	const moveTo = useRef<'result' | 'first'>(undefined);
	const shown = attempt ?? { chosen: new Set(kept?.chosen), checked: kept !== undefined };
	const several = answers.filter(({ correct }) => correct).length > 1;
	const right = answers.every(({ correct, index }) => correct === shown.chosen.has(index));
	// The button that was pressed is gone then: the keyboard goes on where the reader does.
	useEffect(() => {
		if (moveTo.current === 'result') result.current?.focus();
		if (moveTo.current === 'first') first.current?.focus();
		moveTo.current = undefined;
	});
	const choose = (index: number, on: boolean) => {
		const chosen = new Set(several ? shown.chosen : []);
		if (on) chosen.add(index);
		else chosen.delete(index);
		setAttempt({ chosen, checked: false });
	};
	const check = async (event: FormEvent) => {
		event.preventDefault();
		moveTo.current = 'result';
		setAttempt({ chosen: shown.chosen, checked: true });
		const saved = await saveAnswer(lesson, question, [...shown.chosen]);
		setUnsaved(!saved);
		if (saved) reloadProgress();
	};
	const again = () => {
		moveTo.current = 'first';
		setAttempt({ chosen: new Set(), checked: false });
	};
	return (
		<form className="question" id={`question-${question}`} onSubmit={check} data-checked={shown.checked}>
			<fieldset>
				<legend>
					<span className="question-number">{t('number', { number })}</span> {text}
				</legend>
				{several && <p className="question-note">{t('several')}</p>}
				<ul className="answers">
					{answers.map((answer, place) => (
						<Answer
							key={answer.index}
							answer={answer}
							name={`${lesson}/${question}`}
							kind={several ? 'checkbox' : 'radio'}
							chosen={shown.chosen.has(answer.index)}
							checked={shown.checked}
							onChoose={(on) => choose(answer.index, on)}
							input={place === 0 ? first : undefined}
						/>
					))}
				</ul>
			</fieldset>
			{shown.checked ? (
				<div className="question-end">
					<p ref={result} tabIndex={-1} className="question-result" data-right={right}>
						<AnswerShape right={right} /> {t(right ? 'right' : several ? 'wrongSeveral' : 'wrong')}
					</p>
					<button type="button" className="quiet-button" onClick={again}>
						{t('again')}
					</button>
					{unsaved && (
						<p className="form-problem" role="alert">
							{t('unsaved')}
						</p>
					)}
				</div>
			) : (
				<button type="submit" className="button small" disabled={shown.chosen.size === 0}>
					{t('check')}
				</button>
			)}
		</form>
	);
}

interface AnswerProps {
	readonly answer: CardAnswer;
	readonly name: string;
	readonly kind: 'checkbox' | 'radio';
	readonly chosen: boolean;
	readonly checked: boolean;
	readonly onChoose: (on: boolean) => void;
	readonly input: React.RefObject<HTMLInputElement | null> | undefined;
}

function Answer({ answer, name, kind, chosen, checked, onChoose, input }: AnswerProps) {
	const t = useTranslations('question');
	if (!checked) {
		return (
			<li className="answer">
				<label>
					<input
						ref={input}
						type={kind}
						name={name}
						checked={chosen}
						onChange={(event) => onChoose(event.target.checked)}
					/>
					<span>{answer.text}</span>
				</label>
			</li>
		);
	}
	return (
		<li className="answer" data-right={answer.correct} data-chosen={chosen}>
			<AnswerShape right={answer.correct} />
			<div>
				<p className="answer-text">{answer.text}</p>
				<p className="answer-why">
					<strong>{t(answer.correct ? 'isRight' : 'isWrong')}</strong>
					{chosen && <span className="answer-chosen">{t('chosen')}</span>} {answer.why}
				</p>
			</div>
		</li>
	);
}

/** Whether the server has it. */
async function saveAnswer(lesson: string, question: string, chosen: readonly number[]): Promise<boolean> {
	try {
		const response = await fetch('/api/progress/question', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ lesson, question, chosen }),
		});
		return response.ok;
	} catch {
		return false;
	}
}

import { Children, isValidElement, type ReactElement, type ReactNode } from 'react';
import type { Exercise } from '../../_lib/content/exercises.ts';
import type { Locale } from '../../_lib/content/localized.ts';
import type { MdxComponents } from '../../_lib/content/mdx-component.ts';
import { TaskCard } from './task-card.tsx';

interface TaskTextProps {
	readonly id: string;
	readonly children?: ReactNode;
}

/** A step of a task's hints, in the task sheet. Marks its text; the card shows it when it is asked for. */
export function Hint({ children }: { readonly children?: ReactNode }) {
	return <>{children}</>;
}

/**
 * The component that puts one task of an exercise into the prose, `<ExerciseTask id="create" />`: its text and hints
 * come from the task sheet, its number from where it stands among `order`, the page's tasks. Throws while the page is
 * built when the exercise or the sheet has no such task.
 */
export function exerciseTask(
	exercise: Exercise,
	order: readonly string[],
	locale: Locale,
	Sheet: React.ComponentType<{ readonly components?: MdxComponents }>,
	components: MdxComponents,
) {
	return function ExerciseTask({ id }: { readonly id: string }) {
		const text = exercise.texts.find((each) => each.id === id);
		if (text === undefined) throw new Error(`<ExerciseTask id="${id}" />: ${exercise.id} has no such task`);
		const TaskText = ({ id: own, children }: TaskTextProps) => {
			if (own !== id) return null;
			const parts = Children.toArray(children);
			const hints = parts.filter(isHint).map((hint) => hint.props.children);
			return (
				<TaskCard
					task={id}
					number={order.indexOf(id) + 1}
					title={text.title[locale]}
					points={text.points}
					labels={Object.fromEntries(Object.entries(text.labels).map(([check, label]) => [check, label[locale]]))}
					hints={hints}
				>
					{parts.filter((part) => !isHint(part))}
				</TaskCard>
			);
		};
		return <Sheet components={{ ...components, TaskText, Hint }} />;
	};
}

function isHint(node: ReactNode): node is ReactElement<{ readonly children?: ReactNode }> {
	return isValidElement(node) && node.type === Hint;
}

/** A stop of the line map, in the reader's language. */
export interface RoadmapStage {
	readonly id: string;
	readonly number: string;
	readonly title: string;
	readonly summary: string;
	readonly path: 'basic' | 'intermediate' | 'advanced' | 'expert';
	readonly topics: readonly string[];
	readonly lessons: readonly RoadmapLesson[];
}

export interface RoadmapLesson {
	readonly id: string;
	readonly href: string;
	readonly title: string;
	readonly summary: string;
	readonly minutes: number;
	readonly exercise: string;
	readonly tasks: number;
}

/** Keeps what `load` has given for a key. In development nothing is kept, so that an author's change shows at once. */
export function cached<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
	if (process.env.NODE_ENV === 'development') return load;
	const kept = new Map<string, Promise<T>>();
	return (key) => {
		let value = kept.get(key);
		if (value === undefined) {
			value = load(key);
			kept.set(key, value);
			value.catch(() => kept.delete(key));
		}
		return value;
	};
}

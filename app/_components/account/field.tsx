interface FieldProps {
	readonly name: string;
	readonly label: string;
	readonly type?: string;
	readonly autoComplete: string;
	readonly required?: boolean;
	readonly minLength?: number | undefined;
	readonly maxLength?: number | undefined;
	readonly defaultValue?: string | undefined;
	readonly note?: string | undefined;
	/** Distinguishes fields of the same name on one page. */
	readonly form: string;
}

/** A labelled input of an account's form. */
export function Field({ name, label, type = 'text', note, form, ...rest }: FieldProps) {
	const id = `${form}-${name}`;
	return (
		<div className="field">
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				name={name}
				type={type}
				aria-describedby={note === undefined ? undefined : `${id}-note`}
				{...(type === 'email' && { inputMode: 'email', autoCapitalize: 'none', spellCheck: false })}
				{...rest}
			/>
			{note !== undefined && (
				<p id={`${id}-note`} className="field-note">
					{note}
				</p>
			)}
		</div>
	);
}

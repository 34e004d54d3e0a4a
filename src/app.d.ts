declare global {
	/** Version of the app, from package.json. */
	const __VERSION__: string;
}

export {};

/** What the build gives for a worker: the address of its script. */
declare module '*?worker&url' {
	const url: string;
	export default url;
}

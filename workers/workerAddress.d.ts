/** Address of a bundled worker. */
declare module '*?worker&url' {
	const url: string;
	export default url;
}

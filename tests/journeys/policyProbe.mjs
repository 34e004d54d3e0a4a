/**
 * What a script may not do under the app's policy, as the text of an expression: a function of the address of a live
 * foreign listener that resolves to one word a way out, `refused` or `ran`. Text, because it also goes into workers as
 * part of the module that starts them. It waits for a timer first: what a debugger calls directly may evaluate strings
 * whatever the policy says, and a timer's callback may not.
 */
export const POLICY_PROBE = `(async (foreign) => {
	await new Promise((resolve) => setTimeout(resolve, 1));
	const PATIENCE = 3000;
	const settled = (start) => new Promise((resolve, reject) => {
		setTimeout(() => reject(new Error('nothing happened')), PATIENCE);
		start(resolve, reject);
	});
	const ways = {
		eval: () => (0, eval)('1'),
		Function: () => new Function('return 1')(),
		AsyncFunction: () => Object.getPrototypeOf(async () => {}).constructor('return 1'),
		timerOfText: () => settled((resolve, reject) => {
			globalThis.__ranText = () => resolve(1);
			setTimeout('globalThis.__ranText()', 0);
			setTimeout(() => reject(new Error('not run')), 50);
		}),
		fetch: () => fetch(foreign + 'fetch'),
		fetchOpaque: () => fetch(foreign + 'opaque', { mode: 'no-cors', method: 'POST', body: 'x' }),
		request: () => settled((resolve, reject) => {
			const request = new XMLHttpRequest();
			request.onload = resolve;
			request.onerror = () => reject(new Error('blocked'));
			request.open('GET', foreign + 'request');
			request.send();
		}),
		events: () => settled((resolve, reject) => {
			const source = new EventSource(foreign + 'events');
			source.onopen = () => (source.close(), resolve(1));
			source.onerror = () => (source.close(), reject(new Error('blocked')));
		}),
		socket: () => settled((resolve, reject) => {
			const socket = new WebSocket(foreign.replace('http', 'ws') + 'socket');
			socket.onopen = () => (socket.close(), resolve(1));
			socket.onerror = () => reject(new Error('blocked'));
		}),
		module: () => import(foreign + 'module.js'),
		worker: () => settled((resolve, reject) => {
			const text = "import '" + foreign + "worker.js'; postMessage(1);";
			const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript;probe' })), { type: 'module' });
			worker.onmessage = () => (worker.terminate(), resolve(1));
			worker.onerror = (event) => (event.preventDefault(), worker.terminate(), reject(new Error('blocked')));
		})
	};
	if (typeof importScripts === 'function') ways.importScripts = () => importScripts(foreign + 'script.js');
	if (typeof document === 'object') {
		const load = (tag, attribute) => () => settled((resolve, reject) => {
			const element = document.createElement(tag);
			element.onload = resolve;
			element.onerror = () => reject(new Error('blocked'));
			element[attribute] = foreign + tag + (tag === 'script' ? '.js' : '.svg');
			if (tag === 'link') element.rel = 'stylesheet';
			document.head.append(element);
			setTimeout(() => element.remove(), PATIENCE);
		});
		Object.assign(ways, { image: load('img', 'src'), script: load('script', 'src'), style: load('link', 'href') });
		ways.inlineScript = () => settled((resolve, reject) => {
			globalThis.__ranInline = false;
			const element = document.createElement('script');
			element.textContent = 'globalThis.__ranInline = true';
			document.head.append(element);
			element.remove();
			if (globalThis.__ranInline) resolve(1);
			else reject(new Error('not run'));
		});
	}
	const answers = {};
	await Promise.all(
		Object.entries(ways).map(async ([name, way]) => {
			try {
				await way();
				answers[name] = 'ran';
			} catch {
				answers[name] = 'refused';
			}
		})
	);
	return answers;
})`;

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';
const BROWSERS = [
	'/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
	'/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0/MiniBrowser',
	'/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser'
];
const browserPath = () => process.env.MINIBROWSER_PATH ?? BROWSERS.find((path) => existsSync(path));

/** What is missing to run it, or null. */
export function missing() {
	if (!existsSync(DRIVER)) return `${DRIVER} (Debian: apt-get install webkit2gtk-driver)`;
	if (!existsSync(XVFB)) return `${XVFB} (Debian: apt-get install xvfb)`;
	return browserPath()
		? null
		: 'MiniBrowser of WebKitGTK (Debian: it comes with webkit2gtk-driver; or MINIBROWSER_PATH)';
}

async function freePort() {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

/** A screen that nobody sees. */
async function screen() {
	const xvfb = spawn(XVFB, ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
		stdio: ['ignore', 'pipe', 'ignore']
	});
	const [number] = await once(xvfb.stdout, 'data');
	return { display: `:${String(number).trim()}`, close: () => xvfb.kill() };
}

async function answering(port) {
	for (let tries = 0; tries < 200; tries++) {
		const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
		if (answer?.ok) return;
		await wait(50);
	}
	throw new Error('WebKitWebDriver does not answer');
}

/** WebKitGTK by WebDriver: Safari's engine, though not Safari. */
export async function start() {
	const { Builder, By, Capabilities } = (await import('selenium-webdriver')).default;
	const { display, close } = await screen();
	const port = await freePort();
	const env = {
		...process.env,
		DISPLAY: display,
		LANG: 'en_GB.UTF-8',
		...(process.getuid() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {})
	};
	const service = spawn(DRIVER, [`--port=${port}`], { env, stdio: 'ignore' });
	let driver;
	try {
		await answering(port);
		driver = await new Builder()
			.usingServer(`http://127.0.0.1:${port}`)
			.withCapabilities(
				new Capabilities({
					browserName: 'MiniBrowser',
					'webkitgtk:browserOptions': { binary: browserPath(), args: ['--automation'] }
				})
			)
			.build();
		await driver.manage().setTimeouts({ script: 300_000, pageLoad: 60_000 });
	} catch (error) {
		service.kill();
		close();
		throw error;
	}
	const capabilities = await driver.getCapabilities();
	return {
		name: `WebKitGTK ${capabilities.get('browserVersion') ?? ''}`.trim(),
		open: (url) => driver.get(url),
		/** @param {string} expression its value, awaited, as JSON */
		async evaluate(expression) {
			const answer = await driver.executeAsyncScript(
				`const done = arguments[arguments.length - 1];
				Promise.resolve(${expression}).then((value) => done({ value }), (error) => done({ error: String(error) }));`
			);
			if (answer.error) throw new Error(answer.error);
			return answer.value;
		},
		async setFile(selector, path) {
			// A driver types into what can be seen only.
			await driver.executeScript('document.querySelector(arguments[0]).hidden = false;', selector);
			await driver.findElement(By.css(selector)).sendKeys(path);
		},
		async close() {
			await driver.quit().catch(() => undefined);
			service.kill();
			close();
		}
	};
}

// Run by policy.test.ts under a policy that forbids code made from strings, as in every page and worker of the app.
import { Device } from './faults';
import { firstImport, ordersOf } from './sampleShop';

const store = new Device().open();
const { id } = await store.createWorkspace('Shop', 1_700_000_000_000);
await store.commitImport(firstImport(id));
const backup = await store.writeBackup(id, 1_770_000_000_000);
if (backup.status !== 'done') throw new Error(backup.code);
const restored = await store.restoreBackup(new Blob([backup.bytes]), 1_770_000_000_000);
if (restored.status !== 'restored') throw new Error(restored.code);
console.log(JSON.stringify(await ordersOf(store, restored.workspace)));
